//! Variants of conditions: those of the condition itself, and those of its parts.

use crate::document::Condition;
use crate::vectors::variants::walk::children;
use crate::vectors::variants::{Against, Variant, Variants, always, boxed, without_each};

impl Variants<'_> {
    /// Everything that can be misread in a condition.
    pub fn condition(&self, condition: &Condition, is_truth: bool) -> Vec<Variant<Condition>> {
        let mut all = Vec::new();
        if is_truth {
            all.push(Variant::new(Against::AlwaysTrue, always(true)));
            all.push(Variant::new(Against::AlwaysFalse, always(false)));
        }
        all.extend(self.own(condition));
        let mut original = condition.clone();
        for (index, child) in children(&mut original, is_truth).into_iter().enumerate() {
            for variant in self.condition(child.condition, child.is_truth) {
                all.push(variant.within(&child.key, |part| {
                    let mut whole = condition.clone();
                    if let Some(place) = children(&mut whole, is_truth).into_iter().nth(index) {
                        *place.condition = part;
                    }
                    whole
                }));
            }
        }
        all
    }

    /// The variants of a condition that leave its parts as they are.
    fn own(&self, condition: &Condition) -> Vec<Variant<Condition>> {
        use Condition as C;
        match condition {
            C::And { of } => vec![Variant::new(Against::Operation, C::Or { of: of.clone() })],
            C::Or { of } => vec![Variant::new(Against::Operation, C::And { of: of.clone() })],
            C::Eq { left, right }
            | C::Ne { left, right }
            | C::Lt { left, right }
            | C::Le { left, right }
            | C::Gt { left, right }
            | C::Ge { left, right } => self.comparison(condition, left, right),
            C::In { of, r#enum, values } => self.one_of(condition, of, r#enum, values),
            C::InRow { of, table, key } => self.in_row(of, table, key),
            C::IsWord { of, words } => self.words(condition, of, words),
            C::Mentions { of, words } | C::StartsWith { of, words } | C::EndsWith { of, words } => {
                self.words(condition, of, words)
            }
            C::OnlyLatin { of } | C::OnlyDigits { of } => self.letters(condition, of),
            C::Any { list, of } => self.quantified(condition, C::All { list: list.clone(), of: of.clone() }, list),
            C::All { list, of } => self.quantified(condition, C::Any { list: list.clone(), of: of.clone() }, list),
            C::Count { list, of: Some(_) } => {
                vec![Variant::new(Against::Part, C::Count { list: list.clone(), of: None })]
            }
            C::CountDistinct { of } => distinct(of, |of| C::CountDistinct { of }, |of| C::DistinctMobiles { of }),
            C::DistinctMobiles { of } => distinct(of, |of| C::DistinctMobiles { of }, |of| C::CountDistinct { of }),
            C::CharCount { of } => vec![Variant::new(Against::Operation, C::HanCount { of: of.clone() })],
            C::HanCount { of } => vec![Variant::new(Against::Operation, C::CharCount { of: of.clone() })],
            C::Plus { left, right } => sum(left, right, |left, right| C::Minus { left, right }),
            C::Minus { left, right } => sum(left, right, |left, right| C::Plus { left, right }),
            C::Shift { of, amount, unit } => shifted(of, *amount, unit),
            C::Cases { cases, otherwise } => {
                let fewer = without_each(cases).map(|cases| C::Cases { cases, otherwise: otherwise.clone() });
                fewer.map(|item| Variant::new(Against::Part, item)).collect()
            }
            C::Int { value } => [1, -1].map(|more| limit(C::Int { value: value.saturating_add(more) })).into(),
            C::Date { value } => self.days(value),
            C::Count { of: None, .. }
            | C::Fact { .. }
            | C::Derived { .. }
            | C::Attribute { .. }
            | C::YesNo { .. }
            | C::Text { .. }
            | C::Enum { .. }
            | C::Unknown {}
            | C::Not { .. }
            | C::Has { .. }
            | C::Holds { .. }
            | C::Values { .. } => Vec::new(),
        }
    }
}

fn limit(item: Condition) -> Variant<Condition> {
    Variant::new(Against::Limit, item)
}

fn distinct(
    of: &[Condition],
    same: impl Fn(Vec<Condition>) -> Condition,
    other: impl Fn(Vec<Condition>) -> Condition,
) -> Vec<Variant<Condition>> {
    let mut all = vec![Variant::new(Against::Operation, other(of.to_vec()))];
    if of.len() > 1 {
        all.extend(without_each(of).map(|fewer| Variant::new(Against::Part, same(fewer))));
    }
    all
}

fn sum(
    left: &Condition,
    right: &Condition,
    other: impl Fn(Box<Condition>, Box<Condition>) -> Condition,
) -> Vec<Variant<Condition>> {
    vec![
        Variant::new(Against::Operation, other(boxed(left), boxed(right))),
        Variant::new(Against::Part, left.clone()),
        Variant::new(Against::Part, right.clone()),
    ]
}

/// One more and one less, the other direction, and another unit.
fn shifted(of: &Condition, amount: i64, unit: &str) -> Vec<Variant<Condition>> {
    let shift = |amount: i64, unit: &str| Condition::Shift { of: boxed(of), amount, unit: unit.to_owned() };
    let other = if unit == "days" { "workdays" } else { "days" };
    vec![
        limit(shift(amount.saturating_add(1), unit)),
        limit(shift(amount.saturating_sub(1), unit)),
        Variant::new(Against::Operation, shift(amount.saturating_neg(), unit)),
        Variant::new(Against::Operation, shift(amount, other)),
    ]
}
