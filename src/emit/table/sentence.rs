//! The generated sentences of a rule. The one place from which the table asks for them.

use schemars::JsonSchema;
use serde::Serialize;

use crate::model::{Rule, Vocabulary};

/// What a rule says, generated from its expressions.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Sentence {
    /// In Chinese.
    pub zh: String,
    /// In English.
    pub en: String,
}

/// Stands in until `crate::emit::sentence::rule_sentence(vocabulary, rule, language)` is merged.
pub fn sentence(_vocabulary: &Vocabulary, rule: &Rule) -> Sentence {
    Sentence { zh: rule.label.to_string(), en: rule.name.to_string() }
}
