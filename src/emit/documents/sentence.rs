//! The generated sentences, in one place so that their origin is easily swapped.
//!
//! A stand-in until `crate::emit::sentence` is here: then this file is `pub use` of these names.

use crate::diagnostic::Language;
use crate::model::{Also, Argument, ChoiceRule, Effective, Expr, Obligation, Parameter, Rule, Vocabulary};

pub fn rule_sentence(_vocabulary: &Vocabulary, rule: &Rule, _language: Language) -> String {
    format!("{}。", rule.label)
}

pub fn condition(_vocabulary: &Vocabulary, expression: &Expr, _language: Language) -> String {
    format!("{expression:?}")
}

pub fn obligation(_vocabulary: &Vocabulary, obligation: &Obligation, _language: Language) -> String {
    format!("{obligation:?}")
}

pub fn also(_vocabulary: &Vocabulary, also: &Also, _language: Language) -> String {
    format!("{also:?}")
}

pub fn argument(_vocabulary: &Vocabulary, argument: &Argument, _language: Language) -> String {
    format!("{argument:?}")
}

pub fn choice_sentence(
    _vocabulary: &Vocabulary,
    _parameters: &[Parameter],
    rule: &ChoiceRule,
    _language: Language,
) -> String {
    format!("{:?}", rule.effect)
}

pub fn effective(effective: Effective, _language: Language) -> String {
    format!("{effective:?}")
}
