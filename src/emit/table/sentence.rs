//! The generated sentences of a rule. The one place from which the table asks for them.

use schemars::JsonSchema;
use serde::Serialize;

use crate::diagnostic::Language;
use crate::emit::sentence::rule_sentence;
use crate::model::{Rule, Vocabulary};

/// What a rule says, generated from its expressions.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Sentence {
    /// In Chinese.
    pub zh: String,
    /// In English.
    pub en: String,
}

/// What a rule says, in both languages.
pub fn sentence(vocabulary: &Vocabulary, rule: &Rule) -> Sentence {
    Sentence {
        zh: rule_sentence(vocabulary, rule, Language::Chinese),
        en: rule_sentence(vocabulary, rule, Language::English),
    }
}
