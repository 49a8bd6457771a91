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

/// What does not hold together is denied as a whole: its parts denied one by one read as a riddle.
fn said(vocabulary: &Vocabulary, expression: &Expr) -> Sentence {
    let condition = |expression, language| sentence::condition(vocabulary, expression, language);
    let both = |expression| (condition(expression, Language::Chinese), condition(expression, Language::English));
    match expression {
        Expr::Not(inner) if matches!(**inner, Expr::And(_) | Expr::Or(_)) => {
            let (zh, en) = both(inner);
            Sentence { zh: format!("不是以下情形：{zh}"), en: format!("this is not the case: {en}") }
        }
        _ => {
            let (zh, en) = both(expression);
            Sentence { zh, en }
        }
    }
}
