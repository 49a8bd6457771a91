//! Conformance vectors: every scenario as a question with its answer, for authors of validators.
//!
//! ```json
//! {"name":"…","province":"guangdong","provider":"tencent","as_of":"2026-11-24","application":{…},
//!  "verdict":["correct","correct"],"findings":[{"rule":"…","element":"sites[0]","applies":"yes","finding":"violated"}]}
//! ```
//!
//! One per line. A rule, or an element of it, that is not among the findings does not apply.
//! `docs/consuming-the-table.md` says how to use them.

use serde::Serialize;
use serde_json::Value;

use crate::eval::judge::{Finding, Verdict};
use crate::eval::table::Table;
use crate::eval::value::Truth;
use crate::eval::words;
use crate::model::Program;
use crate::testing::run::{Judged, run};

#[derive(Serialize)]
struct Vector<'a> {
    name: &'a str,
    province: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    provider: Option<&'a str>,
    as_of: String,
    application: &'a Value,
    verdict: [&'static str; 2],
    findings: Vec<Found<'a>>,
}

#[derive(Serialize)]
struct Found<'a> {
    rule: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    element: Option<String>,
    applies: &'static str,
    finding: &'static str,
}

/// The vectors of all scenarios that can be judged, in their order.
pub fn vectors(program: &Program, table: &Table, threads: usize) -> String {
    run(program, table, "", threads, line).1.concat()
}

/// The vector of one scenario, with the end of its line.
pub fn line(judged: &Judged<'_>) -> String {
    // INVARIANT: plain structs with text keys are JSON.
    let mut line = serde_json::to_string(&vector(judged)).expect("a vector is JSON");
    line.push('\n');
    line
}

fn vector<'a>(judged: &'a Judged<'_>) -> Vector<'a> {
    let verdict = judged.judgement.verdict;
    let applying = judged.judgement.findings.iter().filter(|finding| finding.applies() != Truth::False);
    Vector {
        name: &judged.scenario.name,
        province: &judged.asked.province,
        provider: judged.asked.provider.as_deref(),
        as_of: judged.asked.day.to_string(),
        application: judged.application,
        verdict: [verdict.at_least, verdict.at_most].map(Verdict::word),
        findings: applying.map(|finding| found(judged, finding)).collect(),
    }
}

fn found<'a>(judged: &'a Judged<'_>, finding: &Finding) -> Found<'a> {
    let rule = &judged.evaluation.plan.rules[finding.rule as usize];
    let place = rule.for_each.zip(finding.element);
    Found {
        rule: &judged.evaluation.table.document.rules[rule.rule as usize].id,
        element: place.map(|(list, element)| words::element(judged.evaluation, list, element).0),
        applies: finding.applies().word(),
        finding: finding.state().word(),
    }
}
