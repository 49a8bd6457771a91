//! What an answer gives for a parameter: plain JSON where the parameter is a plain value.

use schemars::JsonSchema;
use serde::Serialize;

use crate::emit::table::condition::Condition;
use crate::emit::table::lower::{self, Scope};
use crate::emit::table::obligation::{self, Obligation};
use crate::emit::table::text::Day;
use crate::emit::table::{names, words};
use crate::model::{self, Expr, Vocabulary};

/// The value of a parameter. The `type` of the parameter says which of these it is.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(untagged)]
pub enum Argument<'a> {
    YesNo(bool),
    Int(i64),
    Date(Day),
    /// A text, a value of an enum or a material.
    Text(&'a str),
    /// Values of an enum.
    Values(Vec<&'a str>),
    Obligation(Obligation<'a>),
    Condition(Condition<'a>),
    Words(words::Words<'a>),
}

pub fn argument<'a>(vocabulary: &'a Vocabulary, argument: &'a model::Argument) -> Argument<'a> {
    let scope = Scope::application(vocabulary);
    match argument {
        model::Argument::Value(expression) => plain(scope, expression),
        model::Argument::Values(id, values) => Argument::Values(names::values(vocabulary, *id, values)),
        model::Argument::Words(set) => Argument::Words(words::words(vocabulary, set)),
        model::Argument::Material(id) => Argument::Text(&vocabulary.materials[id.index()].name),
        model::Argument::Obligation(tree) => Argument::Obligation(obligation::obligation(scope, tree)),
        model::Argument::Condition(expression) => Argument::Condition(lower::condition(scope, expression)),
    }
}

fn plain<'a>(scope: Scope<'a>, expression: &'a Expr) -> Argument<'a> {
    if let Expr::YesNo(value) = expression {
        return Argument::YesNo(*value);
    }
    if let Expr::Int(value, _) = expression {
        return Argument::Int(*value);
    }
    if let Expr::Date(date) = expression {
        return Argument::Date(Day(*date));
    }
    if let Expr::Text(text) = expression {
        return Argument::Text(text);
    }
    if let Expr::Value(id, value) = expression {
        return Argument::Text(names::value(scope.vocabulary, *id, *value));
    }
    Argument::Condition(lower::condition(scope, expression))
}
