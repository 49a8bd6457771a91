//! Trees of obligations, as the table writes them. Named bundles are written out.

use schemars::JsonSchema;
use serde::Serialize;

use crate::emit::table::condition::Condition;
use crate::emit::table::guard::{self, Guard};
use crate::emit::table::lower::{self, Scope};
use crate::emit::table::sentence::{self, Sentence};
use crate::model::{self, Expr, MaterialId};

/// What must be shown, by `op`.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(tag = "op", rename_all = "snake_case")]
pub enum Obligation<'a> {
    /// The condition holds.
    Condition { condition: Condition<'a>, sentence: Sentence },
    /// The material is in the upload list and all conditions on its attributes hold.
    Provide {
        material: &'a str,
        #[serde(skip_serializing_if = "Vec::is_empty")]
        with: Vec<Guard<'a>>,
        sentence: Sentence,
    },
    /// The text of the fact follows the template.
    Remark { fact: &'a str, template: &'a str, sentence: Sentence },
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
    /// All of these must hold; absent for always.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub when: Vec<Guard<'a>>,
}

pub fn obligation<'a>(scope: Scope<'a>, tree: &'a model::Obligation) -> Obligation<'a> {
    let vocabulary = scope.vocabulary;
    match tree {
        model::Obligation::Condition(expression) => Obligation::Condition {
            condition: lower::condition(scope, expression),
            sentence: sentence::demand(vocabulary, tree),
        },
        model::Obligation::Provide(material, with) => provide(scope, *material, with),
        model::Obligation::Supplemented(supplemented) => supplemented_parts(scope, supplemented),
        model::Obligation::Remark(fact, template) => Obligation::Remark {
            fact: &vocabulary.facts[fact.index()].path,
            template: &vocabulary.templates[template.index()].name,
            sentence: sentence::demand(vocabulary, tree),
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

fn provide<'a>(scope: Scope<'a>, material: MaterialId, with: &'a [Expr]) -> Obligation<'a> {
    let leaf = model::Obligation::Provide(material, with.into());
    Obligation::Provide {
        material: &scope.vocabulary.materials[material.index()].name,
        with: with.iter().map(|expression| guard::guard(scope, expression)).collect(),
        sentence: sentence::demand(scope.vocabulary, &leaf),
    }
}

/// All of: the material, and for each supplement one of: the condition on it, or what makes up for it.
fn supplemented_parts<'a>(scope: Scope<'a>, supplemented: &'a model::Supplemented) -> Obligation<'a> {
    let material = supplemented.material;
    let always = |item: Obligation<'a>| Part { item, when: Vec::new() };
    let mut parts = vec![always(provide(scope, material, &supplemented.with))];
    for (condition, otherwise) in &supplemented.supplements {
        let fitting = provide(scope, material, std::slice::from_ref(condition));
        let either = vec![always(fitting), always(obligation(scope, otherwise))];
        parts.push(always(Obligation::OneOf { parts: either }));
    }
    Obligation::AllOf { parts }
}

fn parts<'a>(scope: Scope<'a>, alternatives: &'a [model::Alternative]) -> Vec<Part<'a>> {
    let part = |alternative: &'a model::Alternative| Part {
        item: obligation(scope, &alternative.value),
        when: guard::guards(scope, alternative.when.as_ref()),
    };
    alternatives.iter().map(part).collect()
}
