//! What a validator may misread: every rule with one small change, and where the change is.
//!
//! A vector that tells a rule from its variants shows that a validator reads it right: the variant in
//! which a condition is always true is told apart by an application for which the condition is false
//! and decides, and the one in which it is always false by its opposite. These two are a pair in the
//! sense of MC/DC.

mod compare;
mod condition;
mod inline;
mod lists;
mod obligation;
mod rule;
mod text;
pub mod walk;

use schemars::JsonSchema;
use serde::Serialize;

use crate::document::{Attribute, Condition, Document, Enum, Fact, Type};

pub use inline::Inline;
pub use rule::TRACK;
pub use text::with_lesser_templates;

/// What is misread.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Against {
    /// The part counts as true, or is left out of an `and`.
    AlwaysTrue,
    /// The part counts as false, or is left out of an `or`.
    AlwaysFalse,
    /// Another operation: `or` for `and`, `lt` for `le`, `starts_with` for `mentions`.
    Operation,
    /// A number or a day that is larger or smaller by one.
    Limit,
    /// A value of an enum or a track too many, or one too few.
    Value,
    /// A word that is left out.
    Word,
    /// A row of a table that is left out, or taken for another.
    Row,
    /// A part, a case or an operand that is left out.
    Part,
    /// No element, nothing filled in, or an empty text taken for something.
    Empty,
    /// A fact that is missing taken for something that is known.
    Missing,
    /// The elements of a list taken for one.
    Elements,
    /// The first or the last day of a rule.
    Day,
    /// A rule of another layer that does not hold without it.
    Layer,
}

/// Something with one small change.
#[derive(Clone, Debug)]
pub struct Variant<T> {
    /// A JSON pointer to what is changed.
    pub at: String,
    pub against: Against,
    pub item: T,
}

impl<T> Variant<T> {
    fn new(against: Against, item: T) -> Variant<T> {
        Variant { at: String::new(), against, item }
    }

    /// The same as a part of something larger.
    fn within<U>(self, key: &str, whole: impl FnOnce(T) -> U) -> Variant<U> {
        let at = if key.is_empty() { self.at } else { format!("/{key}{}", self.at) };
        Variant { at, against: self.against, item: whole(self.item) }
    }
}

/// Makes variants of what stands in a table.
#[derive(Clone, Copy, Debug)]
pub struct Variants<'t> {
    pub document: &'t Document,
}

impl<'t> Variants<'t> {
    fn fact(&self, condition: &Condition) -> Option<&'t Fact> {
        let Condition::Fact { fact } = condition else { return None };
        self.document.vocabulary.facts.iter().find(|item| item.path == *fact)
    }

    fn attribute(&self, condition: &Condition) -> Option<&'t Attribute> {
        let Condition::Attribute { attribute } = condition else { return None };
        self.document.vocabulary.attributes.iter().find(|item| item.id == *attribute)
    }

    fn is_optional(&self, condition: &Condition) -> bool {
        self.fact(condition).is_some_and(|fact| fact.optional)
            || self.attribute(condition).is_some_and(|attribute| attribute.optional)
    }

    fn type_of(&self, condition: &Condition) -> Option<&'t Type> {
        let derived = || {
            let Condition::Derived { derived } = condition else { return None };
            self.document.vocabulary.derived.iter().find(|item| item.path == *derived)
        };
        let of_fact = self.fact(condition).map(|fact| &fact.r#type);
        of_fact
            .or_else(|| self.attribute(condition).map(|attribute| &attribute.r#type))
            .or_else(|| derived().map(|derived| &derived.r#type))
    }

    fn enumeration(&self, id: &str) -> Option<&'t Enum> {
        self.document.vocabulary.enums.iter().find(|item| item.id == id)
    }
}

fn boxed(condition: &Condition) -> Box<Condition> {
    Box::new(condition.clone())
}

fn always(value: bool) -> Condition {
    if value { Condition::And { of: Vec::new() } } else { Condition::Or { of: Vec::new() } }
}

fn not(condition: Condition) -> Condition {
    Condition::Not { of: Box::new(condition) }
}

/// The items without one of them, for each of them.
fn without_each<T: Clone>(items: &[T]) -> impl Iterator<Item = Vec<T>> {
    (0..items.len()).map(|index| {
        let mut fewer = items.to_vec();
        fewer.remove(index);
        fewer
    })
}
