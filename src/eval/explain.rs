//! Why a finding is what it is: every condition with its truth and the values that decided it, the
//! demand as a tree with the state of every branch, and what is missing.
//!
//! The sentences are those of the table. Explanations are made on demand, from a finding and the
//! evaluation it came from.

use crate::document::{self, Guard, Obligation, Sentence};
use crate::eval::evaluate::Evaluation;
use crate::eval::judge::{Finding, Reason};
use crate::eval::layout::Kind as FieldKind;
use crate::eval::node::{Demand, Node, Part};
use crate::eval::questions;
use crate::eval::spot::Spot;
use crate::eval::value::{Truth, Value};

#[derive(Clone, Debug)]
pub struct Explanation<'a> {
    pub rule: &'a document::Rule,
    pub finding: Finding,
    /// The rule is for other tracks than that of the application.
    pub other_track: bool,
    pub guards: Vec<Said<'a>>,
    /// What is required; `None` for rules that require nothing.
    pub requirement: Option<Requirement<'a>>,
    /// On what an unknown finding waits.
    pub missing: Vec<Spot>,
}

/// A condition with its truth and what decided it.
#[derive(Clone, Debug)]
pub struct Said<'a> {
    pub sentence: &'a Sentence,
    pub truth: Truth,
    pub deciders: Vec<Spot>,
}

/// A node of the tree of what is required.
#[derive(Clone, Debug)]
pub struct Requirement<'a> {
    pub truth: Truth,
    pub what: What<'a>,
}

#[derive(Clone, Debug)]
pub enum What<'a> {
    Condition {
        sentence: &'a Sentence,
        deciders: Vec<Spot>,
    },
    /// A material, by its number in the table.
    Material {
        material: u32,
        is_there: bool,
        sentence: &'a Sentence,
        with: Vec<Said<'a>>,
    },
    Remark {
        sentence: &'a Sentence,
        deciders: Vec<Spot>,
    },
    Tree {
        kind: Kind,
        parts: Vec<Branch<'a>>,
    },
    Unknown,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    All,
    One,
    /// One; the earlier is advised.
    Prefer,
    AtLeast(usize),
}

#[derive(Clone, Debug)]
pub struct Branch<'a> {
    /// Empty for always.
    pub when: Vec<Said<'a>>,
    pub stands: Truth,
    pub item: Requirement<'a>,
}

/// Explains one finding.
pub fn explain<'a>(evaluation: &Evaluation<'a>, finding: &Finding) -> Explanation<'a> {
    let plan = &evaluation.plan.rules[finding.rule as usize];
    let rule = &evaluation.table.document.rules[plan.rule as usize];
    let mut explained = Explanation {
        rule,
        finding: *finding,
        other_track: finding.reason() == Reason::Track && finding.applies() == Truth::False,
        guards: Vec::new(),
        requirement: None,
        missing: questions::missing(evaluation, finding),
    };
    let mut fill = || {
        explained.guards = said_all(evaluation, &plan.when, &rule.when);
        if let (Some(demand), Some(obligation)) = (&plan.require, &rule.require) {
            explained.requirement = Some(requirement(evaluation, demand, obligation));
        }
    };
    match plan.for_each {
        Some(list) => evaluation.with_element(list, finding.element, fill),
        None => fill(),
    }
    explained
}

// INVARIANT: nodes were lowered from these guards and obligations, in the same order.
fn said_all<'a>(evaluation: &Evaluation<'a>, nodes: &'a [Node], guards: &'a [Guard]) -> Vec<Said<'a>> {
    nodes.iter().zip(guards).map(|(node, guard)| said(evaluation, node, &guard.sentence)).collect()
}

fn said<'a>(evaluation: &Evaluation<'a>, node: &'a Node, sentence: &'a Sentence) -> Said<'a> {
    Said { sentence, truth: evaluation.truth(node), deciders: deciders(evaluation, node) }
}

fn deciders<'a>(evaluation: &Evaluation<'a>, node: &'a Node) -> Vec<Spot> {
    let mut spots = Vec::new();
    evaluation.deciders(node, &mut spots);
    spots
}

/// The state of a demand and of everything in it.
pub fn requirement<'a>(evaluation: &Evaluation<'a>, demand: &'a Demand, obligation: &'a Obligation) -> Requirement<'a> {
    let what = match (demand, obligation) {
        (Demand::Condition(node), Obligation::Condition { sentence, .. }) => {
            What::Condition { sentence, deciders: deciders(evaluation, node) }
        }
        (Demand::Remark(node, _), Obligation::Remark { sentence, .. }) => {
            What::Remark { sentence, deciders: deciders(evaluation, node) }
        }
        (Demand::Provide(material, nodes), Obligation::Provide { with, sentence, .. }) => {
            let is_there = evaluation.application.has_material(*material);
            let with = evaluation.with_material(*material, || said_all(evaluation, nodes, with));
            What::Material { material: *material, is_there, sentence, with: if is_there { with } else { Vec::new() } }
        }
        (Demand::AllOf(nodes), Obligation::AllOf { parts }) => tree(evaluation, Kind::All, nodes, parts),
        (Demand::OneOf(nodes), Obligation::OneOf { parts }) => tree(evaluation, Kind::One, nodes, parts),
        (Demand::OneOf(nodes), Obligation::Prefer { parts }) => tree(evaluation, Kind::Prefer, nodes, parts),
        (Demand::AtLeast(count, nodes), Obligation::AtLeast { parts, .. }) => {
            tree(evaluation, Kind::AtLeast(*count), nodes, parts)
        }
        _ => What::Unknown,
    };
    Requirement { truth: evaluation.satisfied(demand), what }
}

fn tree<'a>(evaluation: &Evaluation<'a>, kind: Kind, nodes: &'a [Part], parts: &'a [document::Part]) -> What<'a> {
    let branch = |(node, part): (&'a Part, &'a document::Part)| Branch {
        when: said_all(evaluation, &node.when, &part.when),
        stands: evaluation.stands(node),
        item: requirement(evaluation, &node.item, &part.item),
    };
    What::Tree { kind, parts: nodes.iter().zip(parts).map(branch).collect() }
}

impl<'a> Requirement<'a> {
    /// What is still to be done: satisfied parts and those that are not asked for are left out.
    /// `None` if nothing is.
    pub fn remaining(&self) -> Option<Requirement<'a>> {
        if self.truth == Truth::True {
            return None;
        }
        let What::Tree { kind, parts } = &self.what else { return Some(self.clone()) };
        let open = parts.iter().filter(|part| part.stands != Truth::False);
        let parts: Vec<Branch<'a>> =
            open.filter_map(|part| Some(Branch { item: part.item.remaining()?, ..part.clone() })).collect();
        let kind = match kind {
            Kind::AtLeast(count) => {
                let done = self.branches().iter().filter(|part| part.is_done()).count();
                Kind::AtLeast(count.saturating_sub(done))
            }
            other => *other,
        };
        Some(Requirement { truth: self.truth, what: What::Tree { kind, parts } })
    }

    /// What satisfies it, where it is satisfied: alternatives that were not chosen are left out.
    pub fn done(&self) -> Requirement<'a> {
        let What::Tree { kind, parts } = &self.what else { return self.clone() };
        let done = parts.iter().filter(|part| part.is_done());
        let parts: Vec<Branch<'a>> = done.map(|part| Branch { item: part.item.done(), ..part.clone() }).collect();
        match &parts[..] {
            [only] => only.item.clone(),
            _ => Requirement { truth: self.truth, what: What::Tree { kind: *kind, parts } },
        }
    }

    fn branches(&self) -> &[Branch<'a>] {
        match &self.what {
            What::Tree { parts, .. } => parts,
            What::Condition { .. } | What::Material { .. } | What::Remark { .. } | What::Unknown => &[],
        }
    }

    /// Trees within trees of which nothing has been provided yet: the sentence of the rule says that
    /// better than the tree.
    pub fn is_untouched_thicket(&self) -> bool {
        self.depth() > 2 && !self.names_what_is_there()
    }

    fn depth(&self) -> usize {
        match &self.what {
            What::Tree { parts, .. } => 1 + parts.iter().map(|part| part.item.depth()).max().unwrap_or(0),
            What::Condition { .. } | What::Material { .. } | What::Remark { .. } | What::Unknown => 0,
        }
    }

    fn names_what_is_there(&self) -> bool {
        match &self.what {
            What::Material { is_there, .. } => *is_there,
            What::Tree { parts, .. } => parts.iter().any(|part| part.item.names_what_is_there()),
            What::Condition { .. } | What::Remark { .. } | What::Unknown => false,
        }
    }

    /// The materials that it names, in the order of the tree, each once.
    pub fn materials(&self, out: &mut Vec<u32>) {
        match &self.what {
            What::Material { material, .. } if !out.contains(material) => out.push(*material),
            What::Tree { parts, .. } => parts.iter().for_each(|part| part.item.materials(out)),
            What::Material { .. } | What::Condition { .. } | What::Remark { .. } | What::Unknown => {}
        }
    }
}

impl Branch<'_> {
    fn is_done(&self) -> bool {
        self.stands == Truth::True && self.item.truth == Truth::True
    }
}

/// A value as people read it: the label of a value of an enum, a day, 是.
#[derive(Clone, Debug, PartialEq)]
pub struct Shown {
    pub json: serde_json::Value,
    pub chinese: String,
    pub english: String,
}

/// The value at a spot; `None` if it is not known.
pub fn shown(evaluation: &Evaluation<'_>, spot: Spot) -> Option<Shown> {
    let table = evaluation.table;
    let field = spot.field(&table.layout)?;
    let of = match field.kind {
        FieldKind::Enum(of) | FieldKind::Set(of) => table.document.vocabulary.enums.get(of as usize),
        _ => None,
    };
    let named = |value: u16| of.and_then(|of| of.values.get(usize::from(value)));
    let same = |json: serde_json::Value, text: String| Shown { json, chinese: text.clone(), english: text };
    Some(match spot.value(evaluation.application) {
        Value::Unknown => return None,
        Value::None => Shown { json: serde_json::Value::Null, chinese: "留空".into(), english: "left empty".into() },
        Value::YesNo(value) => Shown {
            json: value.into(),
            chinese: if value { "是" } else { "否" }.into(),
            english: if value { "yes" } else { "no" }.into(),
        },
        Value::Int(value) => {
            let (zh, en) = unit_words(spot, table);
            Shown { json: value.into(), chinese: format!("{value}{zh}"), english: format!("{value}{en}") }
        }
        Value::Date(day) => {
            let text = crate::text::Date::from_day_number(day).map(|date| date.to_string()).unwrap_or_default();
            same(text.clone().into(), text)
        }
        Value::Text(text) => same(text.into(), format!("「{text}」")),
        Value::Enum(value) => {
            let named = named(value)?;
            Shown { json: named.id.clone().into(), chinese: named.label.clone(), english: named.id.clone() }
        }
        Value::Set(values) => {
            let values: Vec<&document::Named> = values.iter().filter_map(|value| named(*value)).collect();
            let ids: Vec<&str> = values.iter().map(|value| value.id.as_str()).collect();
            let labels: Vec<&str> = values.iter().map(|value| value.label.as_str()).collect();
            let none = ("没有", "none");
            Shown {
                chinese: if labels.is_empty() { none.0.into() } else { labels.join("、") },
                english: if ids.is_empty() { none.1.into() } else { ids.join(", ") },
                json: ids.into(),
            }
        }
    })
}

/// What stands behind the number of a fact.
fn unit_words(spot: Spot, table: &crate::eval::table::Table) -> (&'static str, &'static str) {
    match spot.fact(table).and_then(|fact| fact.r#type.unit.as_deref()) {
        Some("years") => ("岁", " years"),
        Some("months") => ("个月", " months"),
        Some("days") => ("天", " days"),
        Some("workdays") => ("个工作日", " workdays"),
        Some("hours") => ("小时", " hours"),
        _ => ("", ""),
    }
}
