//! Judgements as JSON Lines, for batches: the verdict, what is not ok, what is missing.
//!
//! ```json
//! {"source":"a.jsonl","line":3,"verdict":["correct","refuse"],"violated":[{"rule":"guangdong.unit.x","element":"sites[0]"}],"unknown":[],"missing":["subject_resp.age"]}
//! ```
//!
//! Written by hand into one buffer, because a batch is as fast as its slowest part. The same facts
//! with their explanations are in `json`.

use serde::Serialize;

use crate::eval::judge::{Finding, State};
use crate::eval::words;
use crate::judgement::Judged;

/// One line of a batch.
#[derive(Serialize)]
struct Line<'a> {
    source: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    line: Option<u64>,
    /// At least, at most.
    verdict: [&'static str; 2],
    violated: Vec<Brief<'a>>,
    unknown: Vec<Brief<'a>>,
    missing: Vec<String>,
}

#[derive(Serialize)]
struct Brief<'a> {
    rule: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    element: Option<String>,
}

/// The line of one application, with its line break.
pub fn push(judged: &Judged<'_>, out: &mut Vec<u8>) {
    let of = |state: State| {
        let findings = judged.judgement.findings.iter().filter(|finding| finding.state() == state);
        findings.map(|finding| brief(judged, finding)).collect()
    };
    let verdict = judged.judgement.verdict;
    let line = Line {
        source: judged.source,
        line: judged.line,
        verdict: [verdict.at_least.word(), verdict.at_most.word()],
        violated: of(State::Violated),
        unknown: of(State::Unknown),
        missing: judged.questions.iter().map(|question| question.spot.path(judged.evaluation.table)).collect(),
    };
    // INVARIANT: a vector takes every byte, and these structs have text keys only.
    serde_json::to_writer(&mut *out, &line).expect("plain structs are JSON");
    out.push(b'\n');
}

fn brief<'a>(judged: &Judged<'a>, finding: &Finding) -> Brief<'a> {
    let list = judged.evaluation.plan.rules[finding.rule as usize].for_each;
    let element = list.zip(finding.element).map(|(list, element)| words::element(judged.evaluation, list, element).0);
    Brief { rule: &judged.rule(finding).id, element }
}
