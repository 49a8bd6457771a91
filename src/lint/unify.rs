//! Whether a rule is what the rule of a policy's choice becomes, with its parameters free.
//!
//! A parameter stands for anything of its place, and for the same thing wherever it stands twice.
//! The parts of a guard may stand in another order.

use crate::model::{Alternative, ChoiceRule, Comparison, Effect, Expr, Obligation, Rule, WordSet};

/// Whether the rule visits, asks and demands what the template does. What goes along with it
/// (advice, notes) counts only where there is nothing else.
pub(super) fn unifies(template: &ChoiceRule, rule: &Rule) -> bool {
    let mut bound = Bound::default();
    let guards = match (&template.when, &rule.when) {
        (None, None) => true,
        (Some(template), Some(own)) => bound.guard(template, own),
        (None, Some(_)) | (Some(_), None) => false,
    };
    let effects = || match (&template.effect, &rule.effect) {
        (Effect::Require(template), Effect::Require(own)) => bound.obligation(template, own),
        (Effect::Forbid, Effect::Forbid) | (Effect::Permit, Effect::Permit) => true,
        (Effect::None, Effect::None) => *template.also == *rule.also,
        _ => false,
    };
    template.for_each == rule.for_each && guards && { effects }()
}

/// What a parameter stands for.
#[derive(Clone, Copy, PartialEq)]
enum Meant<'a> {
    Expr(&'a Expr),
    Values(&'a [u16]),
    Amount(i64),
    Words(&'a WordSet),
    Obligation(&'a Obligation),
    Material(u32),
}

/// What the parameters met so far stand for.
#[derive(Clone, Default)]
struct Bound<'a> {
    parameters: Vec<(u16, Meant<'a>)>,
}

impl<'a> Bound<'a> {
    fn bind(&mut self, parameter: u16, meant: Meant<'a>) -> bool {
        match self.parameters.iter().find(|(known, _)| *known == parameter) {
            Some((_, before)) => *before == meant,
            None => {
                self.parameters.push((parameter, meant));
                true
            }
        }
    }

    /// A guard: its parts in any order. Those without a parameter are looked for first, so that a
    /// parameter does not take what another part says.
    fn guard(&mut self, template: &Expr, own: &'a Expr) -> bool {
        let (parts, mut open): (&[Expr], Vec<&'a Expr>) = match (template, own) {
            (Expr::And(parts), Expr::And(own)) if parts.len() == own.len() => (parts, own.iter().collect()),
            (Expr::And(_), _) | (_, Expr::And(_)) => {
                return matches!(template, Expr::Parameter(index) if self.bind(*index, Meant::Expr(own)));
            }
            (template, own) => return self.expr(template, own),
        };
        let (free, fixed): (Vec<&Expr>, Vec<&Expr>) = parts.iter().partition(|part| matches!(part, Expr::Parameter(_)));
        fixed.into_iter().chain(free).all(|part| {
            let found = open.iter().position(|own| {
                let mut attempt = self.clone();
                let is_it = attempt.expr(part, own);
                if is_it {
                    *self = attempt;
                }
                is_it
            });
            found.map(|index| open.remove(index)).is_some()
        })
    }

    fn all(&mut self, template: &[Expr], own: &'a [Expr]) -> bool {
        template.len() == own.len() && template.iter().zip(own).all(|(template, own)| self.expr(template, own))
    }

    fn sides(&mut self, template: &(Expr, Expr), own: &'a (Expr, Expr)) -> bool {
        let mut attempt = self.clone();
        let is_it = attempt.expr(&template.0, &own.0) && attempt.expr(&template.1, &own.1);
        if is_it {
            *self = attempt;
        }
        is_it
    }

    /// `a = b` is `b = a`.
    fn swapped(&mut self, comparison: Comparison, template: &(Expr, Expr), own: &'a (Expr, Expr)) -> bool {
        matches!(comparison, Comparison::Equal | Comparison::NotEqual)
            && self.expr(&template.0, &own.1)
            && self.expr(&template.1, &own.0)
    }

    fn expr(&mut self, template: &Expr, own: &'a Expr) -> bool {
        match (template, own) {
            (Expr::Parameter(index), own) => self.bind(*index, Meant::Expr(own)),
            (Expr::InParameter(value, index), Expr::InValues(own)) => {
                self.expr(value, &own.value) && self.bind(*index, Meant::Values(&own.values))
            }
            (Expr::InParameter(value, index), Expr::Compare(Comparison::Equal, own)) => match &own.1 {
                Expr::Value(_, one) => {
                    self.expr(value, &own.0) && self.bind(*index, Meant::Values(std::slice::from_ref(one)))
                }
                _ => false,
            },
            (
                Expr::RemainingParameter(comparison, date, index, unit),
                Expr::Remaining(own_comparison, own_date, amount, own_unit),
            ) => {
                comparison == own_comparison
                    && unit == own_unit
                    && self.expr(date, own_date)
                    && self.bind(*index, Meant::Amount(*amount))
            }
            (Expr::Not(template), Expr::Not(own))
            | (Expr::Has(template), Expr::Has(own))
            | (Expr::CharCount(template), Expr::CharCount(own))
            | (Expr::HanCount(template), Expr::HanCount(own))
            | (Expr::OnlyLatin(template), Expr::OnlyLatin(own))
            | (Expr::OnlyDigits(template), Expr::OnlyDigits(own)) => self.expr(template, own),
            (Expr::And(_), Expr::And(_)) => self.guard(template, own),
            (Expr::Or(template), Expr::Or(own))
            | (Expr::CountDistinct(template), Expr::CountDistinct(own))
            | (Expr::DistinctMobiles(template), Expr::DistinctMobiles(own)) => self.all(template, own),
            (Expr::Compare(comparison, template), Expr::Compare(own_comparison, own)) => {
                comparison == own_comparison && (self.sides(template, own) || self.swapped(*comparison, template, own))
            }
            (Expr::Add(template), Expr::Add(own)) | (Expr::Subtract(template), Expr::Subtract(own)) => {
                self.sides(template, own)
            }
            (Expr::InValues(template), Expr::InValues(own)) => {
                template.of == own.of && template.values == own.values && self.expr(&template.value, &own.value)
            }
            (Expr::SetHolds(template, of, value), Expr::SetHolds(own, own_of, own_value)) => {
                (of, value) == (own_of, own_value) && self.expr(template, own)
            }
            (Expr::InRow(template, table, key), Expr::InRow(own, own_table, own_key)) => {
                table == own_table && self.expr(template, own) && self.expr(key, own_key)
            }
            (Expr::InWords(template, words), Expr::InWords(own, own_words))
            | (Expr::Mentions(template, words), Expr::Mentions(own, own_words))
            | (Expr::StartsWith(template, words), Expr::StartsWith(own, own_words))
            | (Expr::EndsWith(template, words), Expr::EndsWith(own, own_words)) => {
                self.expr(template, own) && self.words(words, own_words)
            }
            (Expr::Any(list, template), Expr::Any(own_list, own))
            | (Expr::All(list, template), Expr::All(own_list, own)) => list == own_list && self.expr(template, own),
            (Expr::Count(list, Some(template)), Expr::Count(own_list, Some(own))) => {
                list == own_list && self.expr(template, own)
            }
            (Expr::Shift(template, amount, unit), Expr::Shift(own, own_amount, own_unit)) => {
                (amount, unit) == (own_amount, own_unit) && self.expr(template, own)
            }
            (
                Expr::Remaining(comparison, template, amount, unit),
                Expr::Remaining(other, own, own_amount, own_unit),
            ) => (comparison, amount, unit) == (other, own_amount, own_unit) && self.expr(template, own),
            // What holds no parameter is the same or is not.
            (template, own) => template == own,
        }
    }

    /// Only one list of words, and nothing else, can be a parameter.
    fn words(&mut self, template: &WordSet, own: &'a WordSet) -> bool {
        let alone = WordSet { parameters: template.parameters.clone(), ..WordSet::default() };
        match template.parameters.as_slice() {
            [] => template == own,
            [index] if *template == alone => self.bind(*index, Meant::Words(own)),
            _ => false,
        }
    }

    fn obligation(&mut self, template: &Obligation, own: &'a Obligation) -> bool {
        match (template, own) {
            (Obligation::Parameter(index), own) => self.bind(*index, Meant::Obligation(own)),
            (Obligation::ProvideParameter(index, template), Obligation::Provide(material, own)) => {
                self.bind(*index, Meant::Material(material.0)) && self.all(template, own)
            }
            (Obligation::Condition(template), Obligation::Condition(own)) => self.guard(template, own),
            (Obligation::Provide(material, template), Obligation::Provide(own_material, own)) => {
                material == own_material && self.all(template, own)
            }
            (Obligation::OneOf(template), Obligation::OneOf(own))
            | (Obligation::AllOf(template), Obligation::AllOf(own))
            | (Obligation::Prefer(template), Obligation::Prefer(own)) => self.alternatives(template, own),
            (Obligation::AtLeast(count, template), Obligation::AtLeast(own_count, own)) => {
                count == own_count && self.alternatives(template, own)
            }
            (template, own) => template == own,
        }
    }

    fn alternatives(&mut self, template: &[Alternative], own: &'a [Alternative]) -> bool {
        let both = template.iter().zip(own);
        template.len() == own.len()
            && both.into_iter().all(|(template, own)| {
                let guards = match (&template.when, &own.when) {
                    (None, None) => true,
                    (Some(template), Some(own)) => self.guard(template, own),
                    (None, Some(_)) | (Some(_), None) => false,
                };
                guards && self.obligation(&template.value, &own.value)
            })
    }
}
