//! An optional fact is compared only where `has` guards it.
//!
//! In a conjunction any part guards the others; in a disjunction a negated `has` does.

use crate::diagnostic::{Diagnostic, codes};
use crate::model::{Also, Alternative, Effect, Expr, Layer, ListId, Obligation, Place, Policy, Vocabulary};
use crate::say;

/// The guarded facts and attributes at one point of an expression.
#[derive(Clone, Default)]
struct Guards(Vec<Expr>);

pub(super) fn check_vocabulary(vocabulary: &Vocabulary, policies: &[Policy], diagnostics: &mut Vec<Diagnostic>) {
    let mut check = Checking { vocabulary, place: Place::default(), diagnostics };
    for derived in &vocabulary.derived {
        check.place = derived.place;
        check.expr(&derived.value, &Guards::default());
    }
    for invariant in &vocabulary.invariants {
        check.place = invariant.place;
        check.expr(&invariant.value, &Guards::default());
    }
    for attribute in &vocabulary.attribute_lets {
        check.place = attribute.place;
        check.expr(&attribute.value, &Guards::default());
    }
    for policy in policies {
        check.place = policy.place;
        for rule in policy.choices.iter().flat_map(|choice| &choice.rules) {
            check.rule(rule.when.as_ref(), &rule.effect, &rule.also);
        }
        for (_, when, ..) in policy.choices.iter().flat_map(|choice| &choice.classifications) {
            check.expr(when, &Guards::default());
        }
    }
}

pub(super) fn check_rules(vocabulary: &Vocabulary, layer: &Layer, diagnostics: &mut Vec<Diagnostic>) {
    let mut check = Checking { vocabulary, place: Place::default(), diagnostics };
    for rule in &layer.rules {
        check.place = rule.place;
        check.rule(rule.when.as_ref(), &rule.effect, &rule.also);
    }
}

struct Checking<'a> {
    vocabulary: &'a Vocabulary,
    place: Place,
    diagnostics: &'a mut Vec<Diagnostic>,
}

impl Checking<'_> {
    fn rule(&mut self, when: Option<&Expr>, effect: &Effect, also: &[Also]) {
        let mut guards = Guards::default();
        if let Some(when) = when {
            self.expr(when, &guards);
            guards = guards.with(when);
        }
        if let Effect::Require(obligation) = effect {
            self.obligation(obligation, &guards);
        }
        for also in also {
            if let Also::Advise(obligation) = also {
                self.obligation(obligation, &guards);
            }
        }
    }

    fn obligation(&mut self, obligation: &Obligation, guards: &Guards) {
        match obligation {
            Obligation::Condition(condition) => self.expr(condition, guards),
            Obligation::Provide(_, with) | Obligation::ProvideParameter(_, with) => {
                let guards = with.iter().fold(guards.clone(), |guards, condition| guards.with(condition));
                with.iter().for_each(|condition| self.expr(condition, &guards));
            }
            Obligation::Supplemented(supplemented) => {
                let with = &supplemented.with;
                let guards = with.iter().fold(guards.clone(), |guards, condition| guards.with(condition));
                with.iter().for_each(|condition| self.expr(condition, &guards));
                for (condition, otherwise) in &supplemented.supplements {
                    self.expr(condition, &guards);
                    self.obligation(otherwise, &guards);
                }
            }
            Obligation::Remark(..) | Obligation::Bundle(_) | Obligation::Parameter(_) => {}
            Obligation::AllOf(parts)
            | Obligation::OneOf(parts)
            | Obligation::AtLeast(_, parts)
            | Obligation::Prefer(parts) => {
                // `all_of(has a, a != b)` guards itself.
                let mut inner = guards.clone();
                if matches!(obligation, Obligation::AllOf(_)) {
                    for Alternative { value, when } in parts {
                        if let (Obligation::Condition(condition), None) = (value, when) {
                            inner = inner.with(condition);
                        }
                    }
                }
                for Alternative { value, when } in parts {
                    let mut own = inner.clone();
                    if let Some(when) = when {
                        self.expr(when, &own);
                        own = own.with(when);
                    }
                    self.obligation(value, &own);
                }
            }
        }
    }

    fn expr(&mut self, expr: &Expr, guards: &Guards) {
        match expr {
            Expr::Fact(_) | Expr::Attribute(_) => self.value(expr, guards),
            Expr::Has(_) | Expr::CountDistinct(_) | Expr::DistinctMobiles(_) | Expr::SameAsRecord(_) => {}
            Expr::And(parts) => {
                let inner = parts.iter().fold(guards.clone(), |guards, part| guards.with(part));
                parts.iter().for_each(|part| self.expr(part, &inner));
            }
            Expr::Or(parts) => {
                let inner = parts.iter().fold(guards.clone(), |guards, part| guards.without(part));
                parts.iter().for_each(|part| self.expr(part, &inner));
            }
            Expr::Cases(cases, otherwise) => {
                for (guard, value) in cases {
                    self.expr(guard, guards);
                    self.expr(value, &guards.clone().with(guard));
                }
                self.expr(otherwise, guards);
            }
            Expr::Not(inner)
            | Expr::InValues(inner, ..)
            | Expr::SetHolds(inner, ..)
            | Expr::InParameter(inner, _)
            | Expr::InWords(inner, _)
            | Expr::Mentions(inner, _)
            | Expr::StartsWith(inner, _)
            | Expr::EndsWith(inner, _)
            | Expr::Remaining(_, inner, ..)
            | Expr::RemainingParameter(_, inner, ..)
            | Expr::CharCount(inner)
            | Expr::HanCount(inner)
            | Expr::OnlyLatin(inner)
            | Expr::OnlyDigits(inner)
            | Expr::Shift(inner, ..) => self.expr(inner, guards),
            Expr::Any(list, inner) | Expr::All(list, inner) => self.expr(inner, &self.outside(guards, *list)),
            Expr::Count(list, filter) => {
                filter.iter().for_each(|filter| self.expr(filter, &self.outside(guards, *list)));
            }
            Expr::Compare(_, sides) | Expr::Add(sides) | Expr::Subtract(sides) => {
                self.expr(&sides.0, guards);
                self.expr(&sides.1, guards);
            }
            Expr::InRow(value, _, key) => {
                self.expr(value, guards);
                self.expr(key, guards);
            }
            Expr::Derived(_)
            | Expr::AttributeLet(_)
            | Expr::Parameter(_)
            | Expr::YesNo(_)
            | Expr::Int(..)
            | Expr::Date(_)
            | Expr::Text(_)
            | Expr::Value(..) => {}
        }
    }

    /// Guards of one element say nothing of the others of its list.
    fn outside(&self, guards: &Guards, list: ListId) -> Guards {
        let is_other = |guard: &&Expr| match guard {
            Expr::Fact(id) => self.vocabulary.facts[id.index()].list != Some(list),
            _ => true,
        };
        Guards(guards.0.iter().filter(is_other).cloned().collect())
    }

    fn value(&mut self, expr: &Expr, guards: &Guards) {
        let (name, label, optional) = match expr {
            Expr::Fact(id) => {
                let fact = &self.vocabulary.facts[id.index()];
                (&fact.path, &fact.label, fact.optional)
            }
            Expr::Attribute(id) => {
                let attribute = &self.vocabulary.attributes[id.index()];
                (&attribute.name, &attribute.label, attribute.optional)
            }
            _ => return,
        };
        if !optional || guards.0.contains(expr) {
            return;
        }
        let message =
            say!("`{label}` 可以不填，这里没有先判断是否已填", "`{name}` may be empty and is not guarded by `has`");
        let help = say!(
            "加上 `已填 {label} 且 …`；必须填写的规定另写 `要求 已填 {label}`",
            "write `has {name} and …`; to ask for it write `require has {name}`"
        );
        let diagnostic = Diagnostic::new(codes::UNGUARDED_OPTIONAL, self.place.file, self.place.span, message);
        let diagnostic = diagnostic.help(help);
        if self.diagnostics.last() != Some(&diagnostic) {
            self.diagnostics.push(diagnostic);
        }
    }
}

impl Guards {
    /// What holds when this condition does.
    fn with(mut self, condition: &Expr) -> Guards {
        match condition {
            Expr::Has(inner) => self.0.push((**inner).clone()),
            Expr::And(parts) => return parts.iter().fold(self, Guards::with),
            _ => {}
        }
        self
    }

    /// What holds when this condition does not.
    fn without(self, condition: &Expr) -> Guards {
        match condition {
            Expr::Not(inner) => self.with(inner),
            _ => self,
        }
    }
}
