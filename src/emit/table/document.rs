//! The document as a whole, and what stands between its long lists.

use schemars::JsonSchema;
use serde::Serialize;

use crate::emit::table::layer::Layer;
use crate::emit::table::lines;
use crate::emit::table::policy::{self, Policy};
use crate::emit::table::rule::Rule;
use crate::emit::table::source::Source;
use crate::emit::table::vocabulary::{self, Vocabulary};
use crate::model::Program;

/// Beside the table lies its schema, under this name.
pub const SCHEMA: &str = "rule-table.schema.json";

/// Additive changes raise the second number.
pub const SCHEMA_VERSION: &str = "1.0.0";

/// The rule table of guanju. `docs/table.md` says what each member means.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(title = "guanju rule table")]
pub struct RuleTable<'a> {
    /// Where the JSON Schema of this document is.
    #[serde(rename = "$schema")]
    pub schema: &'a str,
    /// SemVer; the same major version can be read by the same validator.
    pub schema_version: &'a str,
    pub vocabulary: Vocabulary<'a>,
    pub sources: Vec<Source<'a>>,
    pub policies: Vec<Policy<'a>>,
    /// The rules of all layers, each once.
    pub rules: Vec<Rule<'a>>,
    /// The nation, the access providers, the provinces.
    pub layers: Vec<Layer<'a>>,
    /// Names the content: another content has another `data_version`.
    pub data_version: &'a str,
}

/// Everything up to the opening of the list of sources.
pub fn head(program: &Program) -> String {
    let mut out = format!("{{\"$schema\":\"{SCHEMA}\",\n\"schema_version\":\"{SCHEMA_VERSION}\",\n");
    out.push_str("\"vocabulary\":");
    vocabulary::push_vocabulary(&mut out, &program.vocabulary);
    out.push_str(",\n\"sources\":[");
    out
}

/// From the closing of the list of sources to the opening of the list of rules.
pub fn middle(program: &Program) -> String {
    let mut out = String::from("\n],\n");
    lines::push_list(&mut out, "policies", program.policies.iter().map(|item| policy::policy(program, item)));
    out.push_str(",\n\"rules\":[");
    out
}
