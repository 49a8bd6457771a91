//! A vector as it is written: one line of JSON.
//!
//! The structs are the published schema, `docs/schema/vectors.schema.json`. A member that would be
//! empty is absent.

use schemars::JsonSchema;
use schemars::generate::SchemaSettings;
use serde::Serialize;
use serde_json::{Map, Value};

use crate::document::Rule;
use crate::eval::evaluate::Evaluation;
use crate::eval::judge::{Finding, Judgement, Verdict};
use crate::eval::value::Truth;
use crate::eval::words;
use crate::vectors::variants::{Against, Variant};

/// An application and what has to be found of it.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[schemars(title = "guanju vector")]
pub struct Vector {
    /// Each vector of a file has a name of its own.
    pub name: String,
    /// `data_version` of the rule table from which it was made.
    pub table: String,
    pub province: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub provider: Option<String>,
    /// The day, `2026-11-23`.
    pub as_of: String,
    #[schemars(with = "Map<String, Value>")]
    pub application: Value,
    /// At least this, at most that: `pass`, `correct` or `refuse`.
    pub verdict: [&'static str; 2],
    /// What applies or may apply. A rule, or an element of it, that is not here does not apply.
    pub findings: Vec<FindingOf>,
    /// What it is for: a validator that reads one of these parts as said finds something else.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub shows: Vec<Shown>,
}

/// What one rule says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct FindingOf {
    pub rule: String,
    /// The element of the rule's list: `sites[0]`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub element: Option<String>,
    /// `yes`, or `unknown`.
    pub applies: &'static str,
    /// `ok`, `violated` or `unknown`.
    pub finding: &'static str,
}

/// A part of a rule or of a derived fact, and how it is not to be read.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
pub struct Shown {
    /// The id of the rule.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rule: Option<String>,
    /// The path of the derived fact.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub derived: Option<String>,
    /// A JSON pointer to the part, from the rule or the derived fact.
    pub at: String,
    pub against: Against,
    /// What is missing from the application: a fact, a list, or an attribute of a material.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub missing: Option<String>,
}

impl Vector {
    pub fn new(
        evaluation: &Evaluation<'_>,
        judgement: &Judgement,
        name: String,
        application: Value,
        shows: Vec<Shown>,
    ) -> Vector {
        let plan = evaluation.plan;
        let applying = judgement.findings.iter().filter(|finding| finding.applies() != Truth::False);
        Vector {
            name,
            table: evaluation.table.document.data_version.clone(),
            province: plan.province.clone(),
            provider: plan.provider.clone(),
            as_of: plan.day.to_string(),
            application,
            verdict: [judgement.verdict.at_least, judgement.verdict.at_most].map(Verdict::word),
            findings: applying.map(|finding| found(evaluation, finding)).collect(),
            shows,
        }
    }

    /// The vector with the end of its line.
    pub fn line(&self) -> String {
        // INVARIANT: plain structs with text keys are JSON.
        let mut line = serde_json::to_string(self).expect("a vector is JSON");
        line.push('\n');
        line
    }
}

fn found(evaluation: &Evaluation<'_>, finding: &Finding) -> FindingOf {
    let rule = &evaluation.plan.rules[finding.rule as usize];
    let place = rule.for_each.zip(finding.element);
    FindingOf {
        rule: evaluation.table.document.rules[rule.rule as usize].id.clone(),
        element: place.map(|(list, element)| words::element(evaluation, list, element).0),
        applies: finding.applies().word(),
        finding: finding.state().word(),
    }
}

impl Shown {
    pub fn of_rule(rule: &str, at: &str, against: Against) -> Shown {
        Shown { rule: Some(rule.to_owned()), derived: None, at: at.to_owned(), against, missing: None }
    }

    pub fn of_variant(rule: &str, variant: &Variant<Rule>) -> Shown {
        Shown::of_rule(rule, &variant.at, variant.against)
    }

    pub fn of_derived(path: &str, at: String, against: Against) -> Shown {
        Shown { rule: None, derived: Some(path.to_owned()), at, against, missing: None }
    }

    pub fn of_missing(rule: &str, missing: &str) -> Shown {
        Shown { missing: Some(missing.to_owned()), ..Shown::of_rule(rule, "", Against::Missing) }
    }

    /// Whether both are about one rule, or one derived fact.
    pub fn is_of_same(&self, other: &Shown) -> bool {
        self.rule == other.rule && self.derived == other.derived
    }

    /// The rule or the derived fact.
    pub fn owner(&self) -> &str {
        self.rule.as_deref().or(self.derived.as_deref()).unwrap_or_default()
    }
}

/// The JSON Schema of a line.
pub fn schema() -> String {
    let schema = SchemaSettings::draft2020_12().for_serialize().into_generator().into_root_schema_for::<Vector>();
    // INVARIANT: a schema has text keys only.
    let mut text = serde_json::to_string_pretty(&schema).expect("a schema is JSON");
    text.push('\n');
    text
}
