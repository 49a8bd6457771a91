//! Sentences generated from rules.

use crate::diagnostic::Language;
use crate::model::{Rule, Vocabulary};

/// The rule as one sentence.
pub fn rule_sentence(_vocabulary: &Vocabulary, rule: &Rule, _language: Language) -> String {
    rule.label.to_string()
}
