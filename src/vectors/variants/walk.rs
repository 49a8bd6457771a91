//! The parts of conditions, obligations and rules.

use crate::document::{Case, Condition, Obligation, Rule};

/// A part of a condition that is a condition itself.
pub struct Child<'c> {
    /// Keys of a JSON pointer.
    pub key: String,
    /// It is true or false, and not another value.
    pub is_truth: bool,
    pub condition: &'c mut Condition,
}

/// The parts of a condition that is true or false, or of another expression.
pub fn children(condition: &mut Condition, is_truth: bool) -> Vec<Child<'_>> {
    use Condition as C;
    let child = |key: &str, is_truth, condition| Child { key: key.to_owned(), is_truth, condition };
    match condition {
        C::Fact { .. }
        | C::Derived { .. }
        | C::Attribute { .. }
        | C::YesNo { .. }
        | C::Text { .. }
        | C::Date { .. }
        | C::Int { .. }
        | C::Enum { .. }
        | C::Unknown {} => Vec::new(),
        C::Not { of } | C::Any { of, .. } | C::All { of, .. } => vec![child("of", true, of)],
        C::And { of } | C::Or { of } => each("of", true, of),
        C::CountDistinct { of } | C::DistinctMobiles { of } => each("of", false, of),
        C::Count { of, .. } => of.iter_mut().map(|of| child("of", true, of)).collect(),
        C::Cases { cases, otherwise } => {
            let mut all = Vec::new();
            for (index, Case { when, value }) in cases.iter_mut().enumerate() {
                all.push(child(&format!("cases/{index}/when"), true, when));
                all.push(child(&format!("cases/{index}/value"), is_truth, value));
            }
            all.push(child("otherwise", is_truth, otherwise));
            all
        }
        C::Eq { left, right }
        | C::Ne { left, right }
        | C::Lt { left, right }
        | C::Le { left, right }
        | C::Gt { left, right }
        | C::Ge { left, right }
        | C::Plus { left, right }
        | C::Minus { left, right } => vec![child("left", false, left), child("right", false, right)],
        C::InRow { of, key, .. } => vec![child("of", false, of), child("key", false, key)],
        C::In { of, .. }
        | C::Holds { of, .. }
        | C::Has { of }
        | C::IsWord { of, .. }
        | C::Mentions { of, .. }
        | C::StartsWith { of, .. }
        | C::EndsWith { of, .. }
        | C::OnlyLatin { of }
        | C::OnlyDigits { of }
        | C::CharCount { of }
        | C::HanCount { of }
        | C::Values { of, .. }
        | C::Shift { of, .. } => vec![child("of", false, of)],
    }
}

fn each<'c>(key: &str, is_truth: bool, all: &'c mut [Condition]) -> Vec<Child<'c>> {
    let numbered = all.iter_mut().enumerate();
    numbered.map(|(index, condition)| Child { key: format!("{key}/{index}"), is_truth, condition }).collect()
}

/// Visits a condition and all that it consists of.
pub fn for_each_within(condition: &mut Condition, visit: &mut dyn FnMut(&mut Condition)) {
    visit(condition);
    condition.parts_mut().into_iter().for_each(|part| for_each_within(part, visit));
}

/// Visits the conditions of a rule, not what they consist of.
pub fn for_each_condition(rule: &mut Rule, visit: &mut dyn FnMut(&mut Condition)) {
    rule.when.iter_mut().for_each(|guard| visit(&mut guard.condition));
    for_each_obligation(rule, &mut |obligation| match obligation {
        Obligation::Condition { condition, .. } => visit(condition),
        Obligation::Provide { with, .. } => with.iter_mut().for_each(|guard| visit(&mut guard.condition)),
        Obligation::AllOf { parts }
        | Obligation::OneOf { parts }
        | Obligation::Prefer { parts }
        | Obligation::AtLeast { parts, .. } => {
            parts.iter_mut().flat_map(|part| &mut part.when).for_each(|guard| visit(&mut guard.condition));
        }
        Obligation::Remark { .. } | Obligation::Unknown {} => {}
    });
}

/// Visits the obligation of a rule and all that it consists of.
pub fn for_each_obligation(rule: &mut Rule, visit: &mut dyn FnMut(&mut Obligation)) {
    rule.require.iter_mut().for_each(|obligation| of_obligation(obligation, visit));
}

fn of_obligation(obligation: &mut Obligation, visit: &mut dyn FnMut(&mut Obligation)) {
    visit(obligation);
    match obligation {
        Obligation::AllOf { parts }
        | Obligation::OneOf { parts }
        | Obligation::Prefer { parts }
        | Obligation::AtLeast { parts, .. } => {
            parts.iter_mut().for_each(|part| of_obligation(&mut part.item, visit));
        }
        Obligation::Condition { .. }
        | Obligation::Provide { .. }
        | Obligation::Remark { .. }
        | Obligation::Unknown {} => {}
    }
}
