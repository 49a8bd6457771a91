//! A judgement as people and programs want it: what to provide, what to correct, what to do later,
//! and why. Each format owns its structs.

pub mod brief;
pub mod checklist;
pub mod human;
pub mod json;

use crate::document;
use crate::eval::evaluate::Evaluation;
use crate::eval::judge::{Finding, Judgement};
use crate::eval::questions::Question;

/// One application that was judged.
pub struct Judged<'a> {
    /// The file, or `-` for standard input.
    pub source: &'a str,
    /// Where it is one of many lines.
    pub line: Option<u64>,
    pub evaluation: &'a Evaluation<'a>,
    pub judgement: &'a Judgement,
    /// Most useful first.
    pub questions: &'a [Question],
}

impl<'a> Judged<'a> {
    pub fn rule(&self, finding: &Finding) -> &'a document::Rule {
        let number = self.evaluation.plan.rules[finding.rule as usize].rule;
        &self.evaluation.table.document.rules[number as usize]
    }
}
