//! Which rules, alternatives and choices no scenario puts to the test.
//!
//! A rule that requires or forbids is *violated* by a finding that says so, and *satisfied* by a
//! finding that is ok where the rule applies. A rule that forbids applies only to violate, so it is
//! satisfied where its track is that of the application; the same holds for `when x require not x`,
//! which is satisfied where everything but `x` is as the rule says.

use std::collections::{BTreeMap, BTreeSet};

use crate::document::{self, Condition, Obligation};
use crate::eval::evaluate::Evaluation;
use crate::eval::explain::{Kind, Requirement, What, explain};
use crate::eval::judge::{Finding, Reason, State};
use crate::eval::plan::{Effect, PlanRule};
use crate::eval::table::Table;
use crate::eval::value::Truth;
use crate::testing::run::Judged;

#[derive(Debug, Default)]
pub struct Coverage {
    violated: BTreeSet<u32>,
    satisfied: BTreeSet<u32>,
    /// Rule and place in its tree.
    alternatives: BTreeSet<(u32, Vec<usize>)>,
}

/// What one layer has, and what of it no scenario tests.
#[derive(Debug)]
pub struct LayerCoverage<'a> {
    pub layer: &'a document::Layer,
    pub rules: usize,
    pub never_violated: Vec<&'a str>,
    pub never_satisfied: Vec<&'a str>,
    pub alternatives: usize,
    /// Rule, and what the alternative asks for.
    pub never_chosen: Vec<(&'a str, String)>,
    pub choices: usize,
    /// `track.policy: choice`, where none of its rules is violated, or none is satisfied.
    pub untested_choices: Vec<String>,
}

impl LayerCoverage<'_> {
    pub fn is_complete(&self) -> bool {
        self.never_violated.is_empty() && self.never_satisfied.is_empty()
    }
}

impl Coverage {
    /// What a scenario puts to the test.
    pub fn of(judged: &Judged<'_>) -> Coverage {
        let mut coverage = Coverage::default();
        for finding in &judged.judgement.findings {
            coverage.record_finding(judged.evaluation, finding);
        }
        coverage
    }

    /// What all these scenarios put to the test together.
    pub fn sum(parts: Vec<Coverage>) -> Coverage {
        let mut sum = Coverage::default();
        for mut part in parts {
            sum.violated.append(&mut part.violated);
            sum.satisfied.append(&mut part.satisfied);
            sum.alternatives.append(&mut part.alternatives);
        }
        sum
    }

    fn record_finding<'a>(&mut self, evaluation: &Evaluation<'a>, finding: &Finding) {
        let rule = &evaluation.plan.rules[finding.rule as usize];
        if rule.effect == Effect::Other || finding.reason() == Reason::Track && finding.applies() != Truth::True {
            return;
        }
        match finding.state() {
            State::Violated => drop(self.violated.insert(rule.rule)),
            State::Ok if is_satisfied(evaluation, rule, finding) => drop(self.satisfied.insert(rule.rule)),
            State::Ok | State::Unknown => {}
        }
        if finding.applies() == Truth::True
            && let Some(requirement) = explain(evaluation, finding).requirement
        {
            self.record_alternatives(rule.rule, &requirement, &mut Vec::new());
        }
    }

    fn record_alternatives(&mut self, rule: u32, requirement: &Requirement<'_>, path: &mut Vec<usize>) {
        let What::Tree { kind, parts } = &requirement.what else { return };
        for (index, part) in parts.iter().enumerate() {
            path.push(index);
            if *kind != Kind::All && part.stands == Truth::True && part.item.truth == Truth::True {
                self.alternatives.insert((rule, path.clone()));
            }
            self.record_alternatives(rule, &part.item, path);
            path.pop();
        }
    }

    /// The layers in the order of the table.
    pub fn layers<'a>(&self, table: &'a Table) -> Vec<LayerCoverage<'a>> {
        table.document.layers.iter().map(|layer| self.layer(table, layer)).collect()
    }

    fn layer<'a>(&self, table: &'a Table, layer: &'a document::Layer) -> LayerCoverage<'a> {
        let numbered = layer.rules.iter().filter_map(|id| table.rule(id));
        let testable: Vec<u32> = numbered.filter(|number| is_testable(rule(table, *number))).collect();
        let without = |seen: &BTreeSet<u32>| {
            let unseen = testable.iter().filter(|number| !seen.contains(number));
            unseen.map(|number| rule(table, *number).id.as_str()).collect()
        };
        let mut alternatives = Vec::new();
        for number in &testable {
            if let Some(require) = &rule(table, *number).require {
                collect_alternatives(*number, require, &mut Vec::new(), &mut alternatives);
            }
        }
        let is_unchosen =
            |(number, path, _): &&(u32, Vec<usize>, String)| !self.alternatives.contains(&(*number, path.clone()));
        let never_chosen = alternatives.iter().filter(is_unchosen);
        let choices = choices(table, layer);
        let is_untested =
            |numbers: &BTreeSet<u32>| numbers.is_disjoint(&self.violated) || numbers.is_disjoint(&self.satisfied);
        LayerCoverage {
            layer,
            rules: testable.len(),
            never_violated: without(&self.violated),
            never_satisfied: without(&self.satisfied),
            alternatives: alternatives.len(),
            never_chosen: never_chosen
                .map(|(number, _, text)| (rule(table, *number).id.as_str(), text.clone()))
                .collect(),
            choices: choices.len(),
            untested_choices: choices
                .into_iter()
                .filter(|(_, numbers)| is_untested(numbers))
                .map(|(name, _)| name)
                .collect(),
        }
    }
}

fn rule(table: &Table, number: u32) -> &document::Rule {
    &table.document.rules[number as usize]
}

fn is_testable(rule: &document::Rule) -> bool {
    matches!(rule.effect.as_str(), "require" | "forbid")
}

/// Ok, and not only because the rule is about something else.
fn is_satisfied<'a>(evaluation: &Evaluation<'a>, plan: &'a PlanRule, finding: &Finding) -> bool {
    if plan.effect == Effect::Forbid || finding.applies() == Truth::True {
        return true;
    }
    let Some(opposite) = opposite_guard(rule(evaluation.table, plan.rule)) else { return false };
    let others = || {
        let others = plan.when.iter().enumerate().filter(|(index, _)| *index != opposite);
        others.into_iter().all(|(_, guard)| evaluation.truth(guard) == Truth::True)
    };
    match plan.for_each {
        Some(list) => evaluation.with_element(list, finding.element, others),
        None => others(),
    }
}

/// The guard of `when x require not x`.
fn opposite_guard(rule: &document::Rule) -> Option<usize> {
    let Some(Obligation::Condition { condition, .. }) = &rule.require else { return None };
    rule.when.iter().position(|guard| are_opposite(&guard.condition, condition))
}

fn are_opposite(one: &Condition, other: &Condition) -> bool {
    match (one, other) {
        (Condition::Not { of }, condition) | (condition, Condition::Not { of }) => **of == *condition,
        (Condition::Eq { left: a, right: b }, Condition::Ne { left: c, right: d })
        | (Condition::Ne { left: a, right: b }, Condition::Eq { left: c, right: d })
        | (Condition::Lt { left: a, right: b }, Condition::Ge { left: c, right: d })
        | (Condition::Ge { left: a, right: b }, Condition::Lt { left: c, right: d })
        | (Condition::Le { left: a, right: b }, Condition::Gt { left: c, right: d })
        | (Condition::Gt { left: a, right: b }, Condition::Le { left: c, right: d }) => a == c && b == d,
        _ => false,
    }
}

/// The parts of which one, or some, are enough.
fn collect_alternatives(
    rule: u32,
    obligation: &Obligation,
    path: &mut Vec<usize>,
    found: &mut Vec<(u32, Vec<usize>, String)>,
) {
    let (parts, is_choice) = match obligation {
        Obligation::AllOf { parts } => (parts, false),
        Obligation::OneOf { parts } | Obligation::Prefer { parts } | Obligation::AtLeast { parts, .. } => (parts, true),
        Obligation::Condition { .. }
        | Obligation::Provide { .. }
        | Obligation::Remark { .. }
        | Obligation::Unknown {} => {
            return;
        }
    };
    for (index, part) in parts.iter().enumerate() {
        path.push(index);
        if is_choice {
            found.push((rule, path.clone(), first_sentence(&part.item)));
        }
        collect_alternatives(rule, &part.item, path, found);
        path.pop();
    }
}

/// What the first leaf of a tree asks for.
fn first_sentence(obligation: &Obligation) -> String {
    match obligation {
        Obligation::Condition { sentence, .. }
        | Obligation::Provide { sentence, .. }
        | Obligation::Remark { sentence, .. } => sentence.zh.clone(),
        Obligation::AllOf { parts }
        | Obligation::OneOf { parts }
        | Obligation::Prefer { parts }
        | Obligation::AtLeast { parts, .. } => parts.first().map(|part| first_sentence(&part.item)).unwrap_or_default(),
        Obligation::Unknown {} => String::new(),
    }
}

/// The choices of a layer that have rules to test, and these rules.
fn choices(table: &Table, layer: &document::Layer) -> BTreeMap<String, BTreeSet<u32>> {
    let mut choices: BTreeMap<String, BTreeSet<u32>> = BTreeMap::new();
    for (track, policies) in &layer.policies {
        for (policy, answer) in policies {
            for id in &answer.rules {
                let Some(number) = table.rule(id).filter(|number| is_testable(rule(table, *number))) else { continue };
                // Where several choices are possible, the id names the choice behind the policy.
                let behind = id.split(&format!(".{policy}.")).nth(1).and_then(|rest| rest.split('.').next());
                let choice =
                    if answer.value == "first_match" { behind.unwrap_or(&answer.value) } else { &answer.value };
                choices.entry(format!("{track}.{policy}: {choice}")).or_default().insert(number);
            }
        }
    }
    choices
}
