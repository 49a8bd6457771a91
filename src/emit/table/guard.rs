//! Conditions with the sentence that says them: the points at which an explanation stops.
//!
//! A consumer that explains a finding prints the sentence of each and need not generate any.

use schemars::JsonSchema;
use serde::Serialize;

use crate::diagnostic::Language;
use crate::emit::sentence;
use crate::emit::table::condition::Condition;
use crate::emit::table::lower::{self, Scope};
use crate::emit::table::sentence::Sentence;
use crate::model::{Expr, Vocabulary};

/// A condition and what it says.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Guard<'a> {
    pub condition: Condition<'a>,
    pub sentence: Sentence,
}

pub fn guard<'a>(scope: Scope<'a>, expression: &'a Expr) -> Guard<'a> {
    Guard { condition: lower::condition(scope, expression), sentence: said(scope.vocabulary, expression) }
}

/// What must hold, taken apart where it is an `and`; empty for always.
pub fn guards<'a>(scope: Scope<'a>, when: Option<&'a Expr>) -> Vec<Guard<'a>> {
    match when {
        None => Vec::new(),
        Some(Expr::And(parts)) => parts.iter().map(|part| guard(scope, part)).collect(),
        Some(single) => vec![guard(scope, single)],
    }
}

fn said(vocabulary: &Vocabulary, expression: &Expr) -> Sentence {
    let condition = |language| sentence::condition(vocabulary, expression, language);
    Sentence { zh: condition(Language::Chinese), en: condition(Language::English) }
}
