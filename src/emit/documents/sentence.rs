//! The generated sentences, in the one place from which the documents ask for them.

pub use crate::emit::sentence::{also, argument, choice_sentence, condition, effective, obligation, rule_sentence, value};
