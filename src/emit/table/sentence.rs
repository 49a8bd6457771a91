//! The generated sentences of a rule. The one place from which the table asks for them.

use schemars::JsonSchema;
use serde::Serialize;

use crate::diagnostic::Language;
use crate::emit::sentence::{self, rule_sentence};
use crate::model::{Also, Obligation, Rule, Vocabulary};

/// What something says, generated from its expressions.
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

/// What one leaf of a tree of obligations asks for.
pub fn demand(vocabulary: &Vocabulary, leaf: &Obligation) -> Sentence {
    let said = |language| sentence::demand(vocabulary, leaf, language);
    Sentence { zh: said(Language::Chinese), en: said(Language::English) }
}

/// What goes along with a rule.
pub fn also(vocabulary: &Vocabulary, also: &Also) -> Sentence {
    let said = |language| sentence::also(vocabulary, also, language);
    Sentence { zh: said(Language::Chinese), en: said(Language::English) }
}
