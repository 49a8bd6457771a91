//! Pages at a version, with one statement per line.

use schemars::JsonSchema;
use serde::Serialize;

use crate::emit::table::lines;
use crate::emit::table::text::Day;
use crate::model::{self, Program};

/// A page at a version.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Source<'a> {
    pub id: &'a str,
    pub label: &'a str,
    /// The layer that the page is about.
    pub layer: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub repository: Option<&'a str>,
    /// Where the page stands in its repository.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub path: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub commit: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub website: Option<&'a str>,
    /// The day on which it was read.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub read: Option<Day>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub statements: Vec<Statement<'a>>,
}

/// What a page states.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Statement<'a> {
    pub id: &'a str,
    pub check: Check,
    pub text: &'a str,
}

/// Whether something can be decided about a statement.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Check {
    /// From the form, look-ups and probes.
    Decidable,
    /// With a reviewer's finding.
    Attested,
    /// Nothing to decide.
    Prose,
}

/// The entry of a source, with its statements.
pub fn source_entry(program: &Program, item: &model::Source) -> String {
    let mut out = String::new();
    lines::push_object_with_list(&mut out, &source(program, item), "statements", item.statements.iter().map(statement));
    out
}

/// A source; its statements are written apart.
fn source<'a>(program: &'a Program, item: &'a model::Source) -> Source<'a> {
    let property = |name| item.properties.iter().find(|(key, _)| *key == name).map(|(_, text)| &**text);
    Source {
        id: &item.name,
        label: &item.label,
        layer: program.layers.get(item.layer.index()).map_or("", |layer| &layer.name),
        repository: property("repository"),
        path: property("path"),
        commit: property("commit"),
        website: property("website"),
        read: item.read.map(Day),
        statements: Vec::new(),
    }
}

fn statement(item: &model::Statement) -> Statement<'_> {
    let check = match item.check {
        model::Check::Decidable => Check::Decidable,
        model::Check::Attested => Check::Attested,
        model::Check::Prose => Check::Prose,
    };
    Statement { id: item.id(), check, text: item.text() }
}
