//! Judges applications by a table and all variants of its rules at once.

use serde_json::Value;

use crate::eval::decode::Scratch;
use crate::eval::evaluate::Evaluation;
use crate::eval::judge::{Finding, Judgement, State, findings, findings_of_some};
use crate::eval::plan::Plan;
use crate::eval::read::read;
use crate::eval::table::Table;
use crate::eval::value::Truth;
use crate::text::FileId;
use crate::vectors::goals::{Goal, Tells};
use crate::vectors::homes::Home;

/// How a rule has to differ from its variant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Strength {
    /// The one is violated and the other is not.
    Finding,
    /// The one applies and the other does not; or the findings differ.
    Applies,
}

/// A question with all variants.
#[derive(Debug)]
pub struct Trial<'t> {
    table: &'t Table,
    plan: Plan,
    /// Of each rule of the table, its place in the plan.
    places: Vec<Option<usize>>,
    /// Rules of the table itself.
    before: usize,
    /// The places of those in the plan.
    own: Vec<usize>,
}

/// What was found of one application.
#[derive(Clone, Debug)]
pub struct Tried {
    findings: Vec<Finding>,
    /// Where the findings of each rule of the plan begin.
    starts: Vec<usize>,
}

impl<'t> Trial<'t> {
    pub fn new(table: &'t Table, home: &Home, before: usize) -> Option<Trial<'t>> {
        let plan = table.plan(&home.province, home.provider.as_deref(), home.day).ok()?;
        let mut places = vec![None; table.document.rules.len()];
        for (place, rule) in plan.rules.iter().enumerate() {
            if let Some(own) = places.get_mut(rule.rule as usize) {
                *own = Some(place);
            }
        }
        let own = places.iter().take(before).copied().flatten().collect();
        Some(Trial { table, plan, places, before, own })
    }

    /// What all rules and variants say; `None` for what is no legal application.
    pub fn judge(&self, application: &Value) -> Option<Tried> {
        self.tried(application, findings)
    }

    /// What the rules of the table itself say, and some variants: there are many more of the others.
    pub fn judge_with(&self, application: &Value, variants: impl Iterator<Item = usize>) -> Option<Tried> {
        let places = variants.filter_map(|variant| self.places.get(variant).copied().flatten());
        let mut places: Vec<usize> = self.own.iter().copied().chain(places).collect();
        places.sort_unstable();
        places.dedup();
        self.tried(application, |evaluation| findings_of_some(evaluation, &places))
    }

    fn tried(&self, application: &Value, judge: impl FnOnce(&Evaluation<'_>) -> Judgement) -> Option<Tried> {
        let text = application.to_string();
        let application = read(self.table, &self.plan, &mut Scratch::default(), FileId(0), &text).ok()?;
        let findings = judge(&Evaluation::new(self.table, &self.plan, &application)).findings;
        let mut starts = vec![findings.len(); self.plan.rules.len() + 1];
        for (index, finding) in findings.iter().enumerate().rev() {
            starts[finding.rule as usize] = index;
        }
        for rule in (0..self.plan.rules.len()).rev() {
            starts[rule] = starts[rule].min(starts[rule + 1]);
        }
        Some(Tried { findings, starts })
    }

    /// The findings of a rule of the table.
    fn findings<'f>(&self, tried: &'f Tried, rule: usize) -> &'f [Finding] {
        let Some(place) = self.places.get(rule).copied().flatten() else { return &[] };
        let (start, end) = (tried.starts[place], tried.starts[place + 1]);
        tried.findings.get(start..end).unwrap_or_default()
    }

    /// Whether an application shows what is wanted.
    pub fn reaches(&self, tried: &Tried, goal: &Goal, strength: Strength) -> bool {
        match &goal.tells {
            Tells::Variants(pairs) => {
                pairs.iter().any(|(rule, variant)| self.differs(tried, *rule, *variant, strength))
            }
            Tells::Elements(rule) => {
                let findings = self.findings(tried, *rule);
                findings.first().is_some_and(|first| findings.iter().any(|other| other.state() > first.state()))
            }
        }
    }

    fn differs(&self, tried: &Tried, rule: usize, variant: usize, strength: Strength) -> bool {
        let mut pairs = self.findings(tried, rule).iter().zip(self.findings(tried, variant));
        pairs.any(|(one, other)| {
            let state = one.state() != other.state();
            state || strength == Strength::Applies && one.applies() != other.applies()
        })
    }

    /// The worst finding of a rule.
    pub fn worst(&self, tried: &Tried, rule: usize) -> Option<State> {
        self.findings(tried, rule).iter().map(Finding::state).max()
    }

    /// Whether a rule applies somewhere.
    pub fn applies(&self, tried: &Tried, rule: usize) -> bool {
        self.findings(tried, rule).iter().any(|finding| finding.applies() == Truth::True)
    }

    /// Whether a rule has findings, and none of them is unknown.
    pub fn is_decided(&self, tried: &Tried, rule: usize) -> bool {
        let findings = self.findings(tried, rule);
        !findings.is_empty() && findings.iter().all(|one| one.state() != State::Unknown)
    }

    /// Whether a finding of a rule is unknown.
    pub fn is_open(&self, tried: &Tried, rule: usize) -> bool {
        self.findings(tried, rule).iter().any(|one| one.state() == State::Unknown)
    }

    /// The rules of the table itself that are violated.
    pub fn violated(&self, tried: &Tried) -> Vec<usize> {
        let is_violated = |rule: &usize| self.findings(tried, *rule).iter().any(|one| one.state() == State::Violated);
        (0..self.before).filter(is_violated).collect()
    }
}
