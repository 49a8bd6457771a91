//! Judges an application that was found with the evaluator, which shares nothing with the engine.

use rustc_hash::FxHashMap;
use serde_json::Value;

use crate::diagnostic::Diagnostic;
use crate::eval::decode::Scratch;
use crate::eval::judge::{Interval, State, judge};
use crate::eval::plan::Plan;
use crate::eval::read::read;
use crate::eval::table::Table;
use crate::eval::value::Truth;
use crate::text::{Date, FileId};

/// What holds in a province, ready to judge applications.
#[derive(Debug)]
pub struct Replay<'t> {
    table: &'t Table,
    plan: Plan,
}

/// What was found of one application.
#[derive(Clone, Debug)]
pub struct Replayed<'t> {
    pub verdict: Interval,
    /// Of each rule: whether it applies to something, and the worst that it finds.
    pub findings: FxHashMap<&'t str, (Truth, State)>,
    /// Of each violated rule, how many of its findings are violations.
    pub violations: FxHashMap<&'t str, usize>,
}

impl Replayed<'_> {
    /// Whether a rule is certainly violated.
    pub fn is_violated(&self, rule: &str) -> bool {
        self.findings.get(rule).is_some_and(|(_, state)| *state == State::Violated)
    }

    /// Whether a rule certainly applies.
    pub fn applies(&self, rule: &str) -> bool {
        self.findings.get(rule).is_some_and(|(applies, _)| *applies == Truth::True)
    }
}

impl<'t> Replay<'t> {
    /// `None` where the table cannot be evaluated for this question.
    pub fn new(table: &'t Table, province: &str, provider: Option<&str>, day: Date) -> Option<Replay<'t>> {
        let plan = table.plan(province, provider, day).ok()?;
        Some(Replay { table, plan })
    }

    /// # Errors
    ///
    /// What is wrong with the application itself.
    pub fn judge(&self, application: &Value) -> Result<Replayed<'t>, Vec<Diagnostic>> {
        let text = application.to_string();
        let mut scratch = Scratch::default();
        let application = read(self.table, &self.plan, &mut scratch, FileId(0), &text)?;
        let judgement = judge(self.table, &self.plan, &application);
        let mut findings: FxHashMap<&'t str, (Truth, State)> = FxHashMap::default();
        let mut violations: FxHashMap<&'t str, usize> = FxHashMap::default();
        for finding in &judgement.findings {
            let rule = self.plan.rules[finding.rule as usize].rule;
            let id = self.table.document.rules[rule as usize].id.as_str();
            let known = findings.entry(id).or_insert((Truth::False, State::Ok));
            known.0 = known.0.or(finding.applies());
            known.1 = known.1.max(finding.state());
            if finding.state() == State::Violated {
                *violations.entry(id).or_default() += 1;
            }
        }
        Ok(Replayed { verdict: judgement.verdict, findings, violations })
    }
}
