//! Whether two rules are written alike, words aside.

use crate::document::{Guard, Obligation, Part, Rule};

/// Both mean the same because they are the same, whatever their sentences say.
pub fn is_same_rule(one: &Rule, other: &Rule) -> bool {
    one.effect == other.effect
        && one.severity == other.severity
        && one.tracks == other.tracks
        && one.for_each == other.for_each
        && are_same_guards(&one.when, &other.when)
        && match (&one.require, &other.require) {
            (None, None) => true,
            (Some(one), Some(other)) => is_same_obligation(one, other),
            _ => false,
        }
}

pub fn are_same_guards(one: &[Guard], other: &[Guard]) -> bool {
    one.len() == other.len() && one.iter().zip(other).all(|(one, other)| one.condition == other.condition)
}

pub fn is_same_obligation(one: &Obligation, other: &Obligation) -> bool {
    use Obligation as O;
    match (one, other) {
        (O::Condition { condition: one, .. }, O::Condition { condition: other, .. }) => one == other,
        (O::Provide { material: one, with, .. }, O::Provide { material: other, with: other_with, .. }) => {
            one == other && are_same_guards(with, other_with)
        }
        (O::Remark { fact, template, .. }, O::Remark { fact: other_fact, template: other_template, .. }) => {
            fact == other_fact && template == other_template
        }
        (O::AllOf { parts: one }, O::AllOf { parts: other })
        | (O::OneOf { parts: one }, O::OneOf { parts: other })
        | (O::Prefer { parts: one }, O::Prefer { parts: other }) => are_same_parts(one, other),
        (O::AtLeast { count: one, parts }, O::AtLeast { count: other, parts: other_parts }) => {
            one == other && are_same_parts(parts, other_parts)
        }
        (O::Unknown {}, O::Unknown {}) => true,
        _ => false,
    }
}

fn are_same_parts(one: &[Part], other: &[Part]) -> bool {
    let is_same = |one: &Part, other: &Part| {
        is_same_obligation(&one.item, &other.item) && are_same_guards(&one.when, &other.when)
    };
    one.len() == other.len() && one.iter().zip(other).all(|(one, other)| is_same(one, other))
}
