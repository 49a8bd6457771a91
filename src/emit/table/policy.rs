//! The questions that every bureau answers, and the answers that there are.

use schemars::JsonSchema;
use serde::Serialize;

use crate::emit::table::names;
use crate::emit::table::types::{ValueType, parameter_type};
use crate::model::{self, Program};

/// A question that every bureau answers.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Policy<'a> {
    pub id: &'a str,
    pub label: &'a str,
    pub tracks: Vec<&'a str>,
    pub choices: Vec<Choice<'a>>,
}

/// An answer that there is.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Choice<'a> {
    pub id: &'a str,
    pub label: &'a str,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub parameters: Vec<Parameter<'a>>,
}

/// What an answer leaves to the bureau.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Parameter<'a> {
    pub id: &'a str,
    pub label: &'a str,
    pub r#type: ValueType<'a>,
}

pub fn policy<'a>(program: &'a Program, item: &'a model::Policy) -> Policy<'a> {
    Policy {
        id: &item.name,
        label: &item.label,
        tracks: names::tracks(program, item.tracks),
        choices: item.choices.iter().map(|item| choice(program, item)).collect(),
    }
}

fn choice<'a>(program: &'a Program, item: &'a model::Choice) -> Choice<'a> {
    let parameter = |item: &'a model::Parameter| Parameter {
        id: &item.name,
        label: &item.label,
        r#type: parameter_type(&program.vocabulary, item.kind),
    };
    Choice { id: &item.name, label: &item.label, parameters: item.parameters.iter().map(parameter).collect() }
}
