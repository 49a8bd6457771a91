//! Variants of comparisons: the other operators, both sides of a limit, other values of an enum.

use crate::document::Condition;
use crate::text::Date;
use crate::vectors::variants::{Against, Variant, Variants, boxed, not, without_each};

type Make = fn(Box<Condition>, Box<Condition>) -> Condition;

const OPERATORS: [Make; 6] = [
    |left, right| Condition::Eq { left, right },
    |left, right| Condition::Ne { left, right },
    |left, right| Condition::Lt { left, right },
    |left, right| Condition::Le { left, right },
    |left, right| Condition::Gt { left, right },
    |left, right| Condition::Ge { left, right },
];

impl Variants<'_> {
    pub(super) fn comparison(
        &self,
        condition: &Condition,
        left: &Condition,
        right: &Condition,
    ) -> Vec<Variant<Condition>> {
        let mut all = Vec::new();
        if self.is_number(left) || self.is_number(right) {
            let others = OPERATORS.iter().map(|make| make(boxed(left), boxed(right)));
            let others = others.filter(|other| other != condition);
            all.extend(others.map(|other| Variant::new(Against::Operation, other)));
            if !is_literal(left) && !is_literal(right) {
                // Both sides of a limit that is no number of the table.
                let moved = [1, -1].map(|more| {
                    let mut moved = condition.clone();
                    if let Some(right) = right_side(&mut moved) {
                        *right = self.moved(right.clone(), more);
                    }
                    Variant::new(Against::Limit, moved)
                });
                all.extend(moved);
            }
        }
        if let Condition::Enum { r#enum, value } = right {
            let is_equal = matches!(condition, Condition::Eq { .. });
            for other in self.others(r#enum, std::slice::from_ref(value)) {
                let is_other = |id: String| Condition::In {
                    of: boxed(left),
                    r#enum: r#enum.clone(),
                    values: vec![value.clone(), id],
                };
                let widened = if is_equal { is_other(other) } else { not(is_other(other)) };
                all.push(Variant::new(Against::Value, widened));
            }
        }
        all.extend(self.empty(condition, left));
        all.extend(self.empty(condition, right));
        all
    }

    /// A value too few, a value too many.
    pub(super) fn one_of(
        &self,
        condition: &Condition,
        of: &Condition,
        r#enum: &str,
        values: &[String],
    ) -> Vec<Variant<Condition>> {
        let one_of = |values: Vec<String>| Condition::In { of: boxed(of), r#enum: r#enum.to_owned(), values };
        let more = self.others(r#enum, values).into_iter().map(|other| {
            let mut more = values.to_vec();
            more.push(other);
            more
        });
        let all = without_each(values).chain(more).map(|values| Variant::new(Against::Value, one_of(values)));
        all.chain(self.empty(condition, of)).collect()
    }

    /// The values of an enum that are not among these.
    fn others(&self, r#enum: &str, values: &[String]) -> Vec<String> {
        let all = self.enumeration(r#enum).into_iter().flat_map(|item| &item.values);
        all.map(|value| value.id.clone()).filter(|id| !values.contains(id)).collect()
    }

    /// What is left empty counted as true, or as false.
    pub(super) fn empty(&self, condition: &Condition, of: &Condition) -> Vec<Variant<Condition>> {
        if !self.is_optional(of) {
            return Vec::new();
        }
        let has = Condition::Has { of: boxed(of) };
        let counted = Condition::Or { of: vec![condition.clone(), not(has.clone())] };
        let left_out = Condition::And { of: vec![condition.clone(), has] };
        [counted, left_out].map(|item| Variant::new(Against::Empty, item)).into()
    }

    /// The day before and the day after.
    pub(super) fn days(&self, value: &str) -> Vec<Variant<Condition>> {
        let Some(day) = Date::read(value) else { return Vec::new() };
        let days = [day.previous(), day.next()].into_iter().flatten();
        days.map(|day| Variant::new(Against::Limit, Condition::Date { value: day.to_string() })).collect()
    }

    fn is_number(&self, condition: &Condition) -> bool {
        self.is_date(condition)
            || matches!(
                condition,
                Condition::Int { .. }
                    | Condition::CharCount { .. }
                    | Condition::HanCount { .. }
                    | Condition::Count { .. }
                    | Condition::CountDistinct { .. }
                    | Condition::DistinctMobiles { .. }
                    | Condition::Plus { .. }
                    | Condition::Minus { .. }
            )
            || self.type_of(condition).is_some_and(|of| of.kind == "int")
    }

    fn is_date(&self, condition: &Condition) -> bool {
        matches!(condition, Condition::Date { .. } | Condition::Shift { .. })
            || self.type_of(condition).is_some_and(|of| of.kind == "date")
    }

    /// One more or one less; for a date, the next day or the day before.
    fn moved(&self, condition: Condition, more: i64) -> Condition {
        let of = Box::new(condition);
        if self.is_date(&of) {
            return Condition::Shift { of, amount: more, unit: "days".to_owned() };
        }
        Condition::Plus { left: of, right: Box::new(Condition::Int { value: more }) }
    }
}

fn is_literal(condition: &Condition) -> bool {
    matches!(condition, Condition::Int { .. } | Condition::Date { .. })
}

fn right_side(condition: &mut Condition) -> Option<&mut Condition> {
    match condition {
        Condition::Eq { right, .. }
        | Condition::Ne { right, .. }
        | Condition::Lt { right, .. }
        | Condition::Le { right, .. }
        | Condition::Gt { right, .. }
        | Condition::Ge { right, .. } => Some(right),
        _ => None,
    }
}
