//! Chinese and English sentences, generated from resolved rules and never written beside them.
//!
//! `guard: subject_resp.age < 18, forbid` becomes 主体负责人年龄不足18岁的，不予备案。
//! Negations are pushed inward, so that a sentence says 不超过5个 and not 并非（超过5个）; whatever
//! could be read in two ways is bracketed or numbered.
//!
//! Every writer appends to one string and goes over its expression once: a run of the compiler
//! writes several hundred thousand sentences.

mod compound;
mod en;
mod parts;
mod shape;
mod tongue;
mod tree;
mod zh;

use crate::diagnostic::Language;
use crate::emit::sentence::compound::Standing;
use crate::emit::sentence::parts::RuleParts;
use crate::emit::sentence::shape::Names;
use crate::emit::sentence::tongue::Tongue;
use crate::model::{Also, Argument, ChoiceRule, Effective, Expr, Obligation, Parameter, Rule, Vocabulary};

/// A whole rule: its scope, guard, effect, remedies, duties and delivery.
pub fn rule_sentence(vocabulary: &Vocabulary, rule: &Rule, language: Language) -> String {
    write_rule(names(vocabulary), parts::of_rule(rule), language)
}

/// A rule of a policy's choice; its parameters stand as 〔label〕.
pub fn choice_sentence(
    vocabulary: &Vocabulary,
    parameters: &[Parameter],
    rule: &ChoiceRule,
    language: Language,
) -> String {
    write_rule(Names { vocabulary, parameters }, parts::of_choice_rule(rule), language)
}

/// When a rule applies; `None` for always.
pub fn guard_sentence(vocabulary: &Vocabulary, rule: &Rule, language: Language) -> Option<String> {
    rule.when.as_ref().map(|guard| condition(vocabulary, guard, language))
}

/// A condition as a clause, without a final stop.
pub fn condition(vocabulary: &Vocabulary, condition: &Expr, language: Language) -> String {
    let mut out = String::new();
    compound::write(&mut out, tongue(language), names(vocabulary), condition, true, Standing::Guard);
    out
}

/// What an expression that is no condition stands for: a number, a date, a value.
pub fn value(vocabulary: &Vocabulary, value: &Expr, language: Language) -> String {
    let mut out = String::new();
    match language {
        Language::Chinese => zh::operand::write(&mut out, names(vocabulary), value),
        Language::English => en::operand::write(&mut out, names(vocabulary), value),
    }
    out
}

/// What has to be done, as a clause without “must” and without a final stop.
pub fn obligation(vocabulary: &Vocabulary, obligation: &Obligation, language: Language) -> String {
    let mut out = String::new();
    tree::write(&mut out, tongue(language), names(vocabulary), obligation);
    out
}

/// The same for one leaf of a tree; a condition is said with “must”: 年龄须满18岁.
pub fn demand(vocabulary: &Vocabulary, leaf: &Obligation, language: Language) -> String {
    let mut out = String::new();
    match leaf {
        Obligation::Condition(_) => tree::write_must(&mut out, tongue(language), names(vocabulary), leaf),
        _ => tree::write(&mut out, tongue(language), names(vocabulary), leaf),
    }
    out
}

/// Advice, a note, a duty or a delivery, without a final stop.
pub fn also(vocabulary: &Vocabulary, also: &Also, language: Language) -> String {
    let mut out = String::new();
    match language {
        Language::Chinese => zh::rule::write_also(&mut out, names(vocabulary), also, false),
        Language::English => en::rule::write_also(&mut out, names(vocabulary), also, false),
    }
    out
}

/// What an answer gives for a parameter.
pub fn argument(vocabulary: &Vocabulary, argument: &Argument, language: Language) -> String {
    let mut out = String::new();
    match language {
        Language::Chinese => zh::rule::write_argument(&mut out, names(vocabulary), argument),
        Language::English => en::rule::write_argument(&mut out, names(vocabulary), argument),
    }
    out
}

/// From when until when; empty for always.
pub fn effective(days: Effective, language: Language) -> String {
    match language {
        Language::Chinese => zh::rule::effective(days),
        Language::English => en::rule::effective(days),
    }
}

fn write_rule(names: Names<'_>, parts: RuleParts<'_>, language: Language) -> String {
    // Most sentences fit, so that the string seldom moves.
    let mut out = String::with_capacity(256);
    match language {
        Language::Chinese => zh::rule::write(&mut out, names, parts),
        Language::English => en::rule::write(&mut out, names, parts),
    }
    out
}

fn names(vocabulary: &Vocabulary) -> Names<'_> {
    Names { vocabulary, parameters: &[] }
}

fn tongue(language: Language) -> &'static Tongue {
    match language {
        Language::Chinese => &zh::CHINESE,
        Language::English => &en::ENGLISH,
    }
}

#[cfg(test)]
mod tests;
