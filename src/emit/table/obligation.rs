//! Trees of obligations, as the table writes them. Named bundles are written out.

use schemars::JsonSchema;
use serde::Serialize;

use crate::emit::table::condition::Condition;
use crate::emit::table::lower::{self, Scope};
use crate::model;

/// What must be shown, by `op`.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(tag = "op", rename_all = "snake_case")]
pub enum Obligation<'a> {
    /// The condition holds.
    Condition { condition: Condition<'a> },
    /// The material is in the upload list and all conditions on its attributes hold.
    Provide {
        material: &'a str,
        #[serde(skip_serializing_if = "Vec::is_empty")]
        with: Vec<Condition<'a>>,
    },
    /// The text of the fact follows the template.
    Remark { fact: &'a str, template: &'a str },
    /// One part is satisfied.
    OneOf { parts: Vec<Part<'a>> },
    /// Every part is satisfied.
    AllOf { parts: Vec<Part<'a>> },
    /// So many parts are satisfied.
    AtLeast { count: u32, parts: Vec<Part<'a>> },
    /// One part is satisfied; the earlier is advised.
    Prefer { parts: Vec<Part<'a>> },
    /// Never known. Does not occur in a table that was compiled without errors.
    Unknown {},
}

/// A part of a tree, with its own guard.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Part<'a> {
    pub item: Obligation<'a>,
    /// Absent for always.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub when: Option<Condition<'a>>,
}

pub fn obligation<'a>(scope: Scope<'a>, tree: &'a model::Obligation) -> Obligation<'a> {
    let vocabulary = scope.vocabulary;
    match tree {
        model::Obligation::Condition(expression) => {
            Obligation::Condition { condition: lower::condition(scope, expression) }
        }
        model::Obligation::Provide(material, with) => Obligation::Provide {
            material: &vocabulary.materials[material.index()].name,
            with: with.iter().map(|expression| lower::condition(scope, expression)).collect(),
        },
        model::Obligation::Supplemented(supplemented) => supplemented_parts(scope, supplemented),
        model::Obligation::Remark(fact, template) => Obligation::Remark {
            fact: &vocabulary.facts[fact.index()].path,
            template: &vocabulary.templates[template.index()].name,
        },
        model::Obligation::Bundle(bundle) => obligation(scope, &vocabulary.bundles[bundle.index()].value),
        model::Obligation::OneOf(alternatives) => Obligation::OneOf { parts: parts(scope, alternatives) },
        model::Obligation::AllOf(alternatives) => Obligation::AllOf { parts: parts(scope, alternatives) },
        model::Obligation::AtLeast(count, alternatives) => {
            Obligation::AtLeast { count: *count, parts: parts(scope, alternatives) }
        }
        model::Obligation::Prefer(alternatives) => Obligation::Prefer { parts: parts(scope, alternatives) },
        // INVARIANT: answers are expanded in the model; a parameter is left only behind an error.
        model::Obligation::ProvideParameter(..) | model::Obligation::Parameter(_) => Obligation::Unknown {},
    }
}

/// All of: the material, and for each supplement one of: the condition on it, or what makes up for it.
fn supplemented_parts<'a>(scope: Scope<'a>, supplemented: &'a model::Supplemented) -> Obligation<'a> {
    let material = &scope.vocabulary.materials[supplemented.material.index()].name;
    let always = |item: Obligation<'a>| Part { item, when: None };
    let with = supplemented.with.iter().map(|expression| lower::condition(scope, expression)).collect();
    let mut parts = vec![always(Obligation::Provide { material, with })];
    for (condition, otherwise) in &supplemented.supplements {
        let fitting = Obligation::Provide { material, with: vec![lower::condition(scope, condition)] };
        let either = vec![always(fitting), always(obligation(scope, otherwise))];
        parts.push(always(Obligation::OneOf { parts: either }));
    }
    Obligation::AllOf { parts }
}

fn parts<'a>(scope: Scope<'a>, alternatives: &'a [model::Alternative]) -> Vec<Part<'a>> {
    let part = |alternative: &'a model::Alternative| Part {
        item: obligation(scope, &alternative.value),
        when: alternative.when.as_ref().map(|when| lower::condition(scope, when)),
    };
    alternatives.iter().map(part).collect()
}
