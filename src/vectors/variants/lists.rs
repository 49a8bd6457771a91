//! Variants of quantifiers and of rows of tables.

use crate::document::{Condition, Table};
use crate::vectors::variants::{Against, Variant, Variants, boxed, without_each};

impl Variants<'_> {
    /// The other quantifier, and a list without elements taken for the opposite.
    pub(super) fn quantified(&self, condition: &Condition, other: Condition, list: &str) -> Vec<Variant<Condition>> {
        let none = Condition::Eq {
            left: Box::new(Condition::Count { list: list.to_owned(), of: None }),
            right: Box::new(Condition::Int { value: 0 }),
        };
        let empty = match condition {
            Condition::Any { .. } => Condition::Or { of: vec![condition.clone(), none] },
            _ => Condition::And { of: vec![condition.clone(), Condition::Not { of: Box::new(none) }] },
        };
        vec![Variant::new(Against::Operation, other), Variant::new(Against::Empty, empty)]
    }

    /// A pair of key and value that is left out, and the value of any row.
    pub(super) fn in_row(&self, of: &Condition, table: &str, key: &Condition) -> Vec<Variant<Condition>> {
        let Some(table) = self.document.vocabulary.tables.iter().find(|item| item.id == table) else {
            return Vec::new();
        };
        let mut pairs = Vec::new();
        for row in &table.rows {
            for value in &row.values {
                let is_key = equal(key, table.from.as_deref(), &row.key);
                let is_value = equal(of, table.to.as_deref(), value);
                pairs.push(Condition::And { of: vec![is_key, is_value] });
            }
        }
        let fewer = without_each(&pairs).map(|of| Variant::new(Against::Row, Condition::Or { of }));
        fewer.chain([Variant::new(Against::Row, in_any_row(of, table))]).collect()
    }
}

fn equal(of: &Condition, r#enum: Option<&str>, value: &str) -> Condition {
    let value = match r#enum {
        Some(of) => Condition::Enum { r#enum: of.to_owned(), value: value.to_owned() },
        None => Condition::Text { value: value.to_owned() },
    };
    Condition::Eq { left: boxed(of), right: Box::new(value) }
}

fn in_any_row(of: &Condition, table: &Table) -> Condition {
    let mut values: Vec<&String> = table.rows.iter().flat_map(|row| &row.values).collect();
    values.sort_unstable();
    values.dedup();
    Condition::Or { of: values.into_iter().map(|value| equal(of, table.to.as_deref(), value)).collect() }
}
