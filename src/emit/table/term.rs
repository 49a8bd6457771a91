//! What an answer and a rule have in common: when it is in force, and what is doubtful about it.

use schemars::JsonSchema;
use serde::Serialize;

use crate::emit::table::text::{self, Cite, Day};
use crate::model::{self, Program};

/// Both days included; an absent day is no bound.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Effective {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from: Option<Day>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub until: Option<Day>,
}

/// The page contradicts itself, or is unclear.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Disputed<'a> {
    pub statements: Vec<Cite<'a>>,
    pub text: &'a str,
}

/// `None` for always.
pub fn effective(effective: model::Effective) -> Option<Effective> {
    let is_bounded = effective.from.is_some() || effective.until.is_some();
    is_bounded.then(|| Effective { from: effective.from.map(Day), until: effective.until.map(Day) })
}

pub fn disputed<'a>(program: &'a Program, dispute: Option<&'a model::Dispute>) -> Option<Disputed<'a>> {
    let dispute = dispute?;
    Some(Disputed { statements: text::cites(program, &dispute.statements), text: &dispute.text })
}
