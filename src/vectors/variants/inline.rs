//! Derived facts written out in the rules that use them, so that a variant of one is a variant of
//! these rules.

use crate::document::{Case, Condition, Derived, Document, Layer, Rule};
use crate::vectors::variants::walk::{children, for_each_condition};
use crate::vectors::variants::{Variant, Variants, rule};

/// Writes out derived facts as they are where these layers are in force.
#[derive(Clone, Debug)]
pub struct Inline<'t> {
    document: &'t Document,
    layers: Vec<&'t Layer>,
}

impl<'t> Inline<'t> {
    pub fn new(document: &'t Document, layers: Vec<&'t Layer>) -> Inline<'t> {
        Inline { document, layers }
    }

    fn find(&self, path: &str) -> Option<&'t Derived> {
        self.document.vocabulary.derived.iter().find(|derived| derived.path == path)
    }

    /// The value of a derived fact behind the cases of the layers.
    fn value(&self, derived: &Derived) -> Condition {
        let of = derived.r#type.r#enum.clone().unwrap_or_default();
        let cases = self.layers.iter().rev().flat_map(|layer| &layer.derived);
        let own = cases.filter(|case| case.derived == derived.path).map(|case| Case {
            when: case.when.clone(),
            value: Condition::Enum { r#enum: of.clone(), value: case.value.clone() },
        });
        let cases: Vec<Case> = own.collect();
        match cases.is_empty() {
            true => derived.value.clone(),
            false => Condition::Cases { cases, otherwise: Box::new(derived.value.clone()) },
        }
    }

    /// Everything that can be misread in a derived fact.
    pub fn variants(&self, derived: &Derived) -> Vec<Variant<Condition>> {
        let is_truth = derived.r#type.kind == "yes_no";
        let variants = Variants { document: self.document }.condition(&self.value(derived), is_truth);
        variants.into_iter().map(|variant| variant.within("value", |value| value)).collect()
    }

    /// Whether a rule depends on a derived fact.
    pub fn depends(&self, rule: &Rule, path: &str) -> bool {
        let variants = Variants { document: self.document };
        let mut rule = if rule::stands_on_track(path) { variants.with_track_as_guard(rule) } else { rule.clone() };
        let mut found = false;
        for_each_condition(&mut rule, &mut |condition| found |= self.reaches(condition, path));
        found
    }

    /// Whether a condition depends on a derived fact.
    fn reaches(&self, condition: &mut Condition, path: &str) -> bool {
        if let Condition::Derived { derived } = condition {
            return derived == path
                || self.find(derived).is_some_and(|derived| self.reaches(&mut self.value(derived), path));
        }
        children(condition, true).into_iter().any(|child| self.reaches(child.condition, path))
    }

    /// A rule with another value in place of a derived fact.
    pub fn replaced(&self, rule: &Rule, path: &str, value: &Condition) -> Rule {
        let variants = Variants { document: self.document };
        let mut rule = if rule::stands_on_track(path) { variants.with_track_as_guard(rule) } else { rule::bare(rule) };
        for_each_condition(&mut rule, &mut |condition| self.replace(condition, path, value));
        rule
    }

    /// A rule with all derived facts written out.
    pub fn written_out(&self, rule: &Rule) -> Rule {
        let mut rule = Variants { document: self.document }.with_track_as_guard(rule);
        for_each_condition(&mut rule, &mut |condition| self.write_out(condition));
        rule
    }

    fn write_out(&self, condition: &mut Condition) {
        if let Condition::Derived { derived } = condition {
            let Some(derived) = self.find(derived) else { return };
            *condition = self.value(derived);
        }
        children(condition, true).into_iter().for_each(|child| self.write_out(child.condition));
    }

    fn replace(&self, condition: &mut Condition, path: &str, value: &Condition) {
        if let Condition::Derived { derived } = condition {
            if derived == path {
                *condition = value.clone();
                return;
            }
            let Some(derived) = self.find(derived) else { return };
            let mut own = self.value(derived);
            if self.reaches(&mut own, path) {
                self.replace(&mut own, path, value);
                *condition = own;
            }
            return;
        }
        for child in children(condition, true) {
            self.replace(child.condition, path, value);
        }
    }
}
