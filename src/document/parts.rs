//! What conditions and rules are made of: for whatever reads or changes all of them.

use rustc_hash::FxHashSet;

use crate::document::{Also, Condition, Document, Guard, Obligation, Part, Rule, Sentence};

/// The parts of a condition, to read or to change: a new operation is named here once.
macro_rules! parts {
    ($condition:expr, $iter:ident $(, $mutable:tt)?) => {{
        use Condition as C;
        match $condition {
            C::Fact { .. }
            | C::Derived { .. }
            | C::Attribute { .. }
            | C::YesNo { .. }
            | C::Text { .. }
            | C::Date { .. }
            | C::Int { .. }
            | C::Enum { .. }
            | C::Unknown {} => Vec::new(),
            C::Cases { cases, otherwise } => {
                let cases = cases.$iter().flat_map(|case| [&$($mutable)? case.when, &$($mutable)? case.value]);
                cases.chain([&$($mutable)? **otherwise]).collect()
            }
            C::And { of } | C::Or { of } | C::CountDistinct { of } | C::DistinctMobiles { of } => of.$iter().collect(),
            C::Eq { left, right }
            | C::Ne { left, right }
            | C::Lt { left, right }
            | C::Le { left, right }
            | C::Gt { left, right }
            | C::Ge { left, right }
            | C::Plus { left, right }
            | C::Minus { left, right } => vec![left, right],
            C::InRow { of, key, .. } => vec![of, key],
            C::Count { of, .. } => of.$iter().map(|of| &$($mutable)? **of).collect(),
            C::Not { of }
            | C::In { of, .. }
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
            | C::Shift { of, .. }
            | C::Any { of, .. }
            | C::All { of, .. }
            | C::Values { of, .. } => vec![of],
        }
    }};
}

impl Condition {
    /// What it is made of.
    pub fn parts(&self) -> Vec<&Condition> {
        parts!(self, iter)
    }

    /// Whether it is so of the condition, or of something it is made of.
    pub fn any(&self, is_it: &dyn Fn(&Condition) -> bool) -> bool {
        is_it(self) || self.parts().into_iter().any(|part| part.any(is_it))
    }

    /// What it is made of, to be changed.
    pub fn parts_mut(&mut self) -> Vec<&mut Condition> {
        parts!(self, iter_mut, mut)
    }
}

impl Document {
    /// Shows conditions and all that they are made of, and the derived facts of which they speak with them,
    /// each once.
    pub fn each_through_derived<'t>(&'t self, from: Vec<&'t Condition>, visit: &mut dyn FnMut(&'t Condition)) {
        let mut waiting = from;
        let mut seen: FxHashSet<&str> = FxHashSet::default();
        while let Some(condition) = waiting.pop() {
            visit(condition);
            if let Condition::Derived { derived } = condition
                && seen.insert(derived)
            {
                waiting.extend(self.vocabulary.derived.iter().filter(|own| own.path == *derived).map(|own| &own.value));
            }
            waiting.extend(condition.parts());
        }
    }
}

impl Obligation {
    /// What it says as a whole; `None` where it is made of parts.
    pub fn sentence(&self) -> Option<&Sentence> {
        match self {
            Obligation::Condition { sentence, .. }
            | Obligation::Provide { sentence, .. }
            | Obligation::Remark { sentence, .. } => Some(sentence),
            Obligation::AllOf { .. }
            | Obligation::OneOf { .. }
            | Obligation::Prefer { .. }
            | Obligation::AtLeast { .. }
            | Obligation::Unknown {} => None,
        }
    }
}

/// Shows all conditions of a rule.
pub fn conditions_of_rule<'r>(rule: &'r Rule, visit: &mut dyn FnMut(&'r Condition)) {
    rule.when.iter().for_each(|guard| visit(&guard.condition));
    rule.require.iter().for_each(|obligation| conditions_of_obligation(obligation, visit));
    for also in &rule.also {
        if let Also::Advise { obligation, .. } = also {
            conditions_of_obligation(obligation, visit);
        }
    }
}

fn conditions_of_obligation<'r>(obligation: &'r Obligation, visit: &mut dyn FnMut(&'r Condition)) {
    match obligation {
        Obligation::Condition { condition, .. } => visit(condition),
        Obligation::Provide { with, .. } => with.iter().for_each(|guard| visit(&guard.condition)),
        Obligation::AllOf { parts }
        | Obligation::OneOf { parts }
        | Obligation::Prefer { parts }
        | Obligation::AtLeast { parts, .. } => {
            for Part { item, when } in parts {
                conditions_of_obligation(item, visit);
                when.iter().for_each(|guard| visit(&guard.condition));
            }
        }
        Obligation::Remark { .. } | Obligation::Unknown {} => {}
    }
}

/// Shows all conditions of a rule, to be changed.
pub fn conditions_of_rule_mut(rule: &mut Rule, visit: &mut dyn FnMut(&mut Condition)) {
    in_guards(&mut rule.when, visit);
    rule.require.iter_mut().for_each(|obligation| in_obligation(obligation, visit));
    for also in &mut rule.also {
        if let Also::Advise { obligation, .. } = also {
            in_obligation(obligation, visit);
        }
    }
}

fn in_guards(guards: &mut [Guard], visit: &mut dyn FnMut(&mut Condition)) {
    guards.iter_mut().for_each(|guard| visit(&mut guard.condition));
}

fn in_obligation(obligation: &mut Obligation, visit: &mut dyn FnMut(&mut Condition)) {
    match obligation {
        Obligation::Condition { condition, .. } => visit(condition),
        Obligation::Provide { with, .. } => in_guards(with, visit),
        Obligation::AllOf { parts }
        | Obligation::OneOf { parts }
        | Obligation::Prefer { parts }
        | Obligation::AtLeast { parts, .. } => {
            for Part { item, when } in parts {
                in_obligation(item, visit);
                in_guards(when, visit);
            }
        }
        Obligation::Remark { .. } | Obligation::Unknown {} => {}
    }
}
