//! Types of facts, derived facts, attributes and parameters, as the table writes them.

use schemars::JsonSchema;
use serde::Serialize;

use crate::emit::table::names;
use crate::model::{ParameterKind, Type, Vocabulary};

/// What a value is, by `kind`.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum ValueType<'a> {
    /// JSON `true` or `false`.
    YesNo {},
    /// A JSON integer, both bounds included.
    Int {
        low: i64,
        high: i64,
        #[serde(skip_serializing_if = "Option::is_none")]
        unit: Option<&'a str>,
    },
    /// A JSON string `2018-01-01`.
    Date {},
    /// A JSON string.
    Text {},
    /// A JSON string, compared without spaces, hyphens and a leading `+86`.
    Phone {},
    /// A JSON string: the id of one value of this enum.
    Enum { r#enum: &'a str },
    /// A JSON array of ids of values of this enum.
    Set { r#enum: &'a str },
    /// Words to look for; parameters only.
    Words {},
    /// The id of a material; parameters only.
    Material {},
    /// A tree of obligations; parameters only.
    Obligation {},
    /// A condition; parameters only.
    Condition {},
}

pub fn value_type(vocabulary: &Vocabulary, kind: Type) -> ValueType<'_> {
    match kind {
        Type::YesNo => ValueType::YesNo {},
        Type::Int { low, high, unit } => ValueType::Int { low, high, unit: unit.map(names::unit) },
        Type::Date => ValueType::Date {},
        Type::Text => ValueType::Text {},
        Type::Phone => ValueType::Phone {},
        Type::Enum(id) => ValueType::Enum { r#enum: &vocabulary.enums[id.index()].name },
        Type::Set(id) => ValueType::Set { r#enum: &vocabulary.enums[id.index()].name },
    }
}

pub fn parameter_type(vocabulary: &Vocabulary, kind: ParameterKind) -> ValueType<'_> {
    match kind {
        ParameterKind::Value(kind) => value_type(vocabulary, kind),
        ParameterKind::Words => ValueType::Words {},
        ParameterKind::Material => ValueType::Material {},
        ParameterKind::Obligation => ValueType::Obligation {},
        ParameterKind::Condition => ValueType::Condition {},
    }
}
