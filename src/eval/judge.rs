//! Judges an application: a finding for every rule, and the verdict as an interval.
//!
//! ```text
//! 通过 < 补正 < 拒绝
//! at least the worst of what is violated, at most the worst of what is violated or unknown
//! ```

use crate::eval::application::Application;
use crate::eval::evaluate::{Element, Evaluation};
use crate::eval::plan::{Effect, Plan, PlanRule};
use crate::eval::table::Table;
use crate::eval::value::{Truth, Value};

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Verdict {
    Pass,
    Correct,
    Refuse,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Interval {
    pub at_least: Verdict,
    pub at_most: Verdict,
}

impl Verdict {
    /// As the table and the language write it.
    pub fn word(self) -> &'static str {
        match self {
            Verdict::Pass => "pass",
            Verdict::Correct => "correct",
            Verdict::Refuse => "refuse",
        }
    }
}

impl State {
    /// As the language writes it.
    pub fn word(self) -> &'static str {
        match self {
            State::Ok => "ok",
            State::Unknown => "unknown",
            State::Violated => "violated",
        }
    }
}

impl Interval {
    pub fn is_decided(self) -> bool {
        self.at_least == self.at_most
    }
}

/// Ordered from good to bad.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum State {
    Ok,
    Unknown,
    Violated,
}

/// Why a finding is what it is. The explanation spells it out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reason {
    /// The rule is not for the track of the application, or the track is not known.
    Track,
    /// The first guard that does not hold, or is not known to.
    Guard(u16),
    /// It applies, and its demand decided; without one, that it applies.
    Demand,
}

/// What one rule says of an application, or of one element of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Finding {
    /// Index into the rules of the plan.
    pub rule: u32,
    /// Of the rule's list; `None` for a rule without one, and for elements of which nothing is known.
    pub element: Option<Element>,
    pub applies: Truth,
    pub state: State,
    pub reason: Reason,
}

/// All findings of an application, in the order of the plan.
#[derive(Clone, Debug, PartialEq)]
pub struct Judgement {
    pub verdict: Interval,
    pub findings: Vec<Finding>,
}

/// Judges an application under a plan of the same table.
pub fn judge<'a>(table: &'a Table, plan: &'a Plan, application: &'a Application<'a>) -> Judgement {
    findings(&Evaluation::new(table, plan, application))
}

/// The same with an evaluation at hand.
pub fn findings(evaluation: &Evaluation<'_>) -> Judgement {
    let plan = evaluation.plan;
    let track = Track::of(evaluation);
    let mut findings = Vec::with_capacity(plan.rules.len() + 16);
    let mut verdict = Interval { at_least: Verdict::Pass, at_most: Verdict::Pass };
    for (rule, number) in plan.rules.iter().zip(0..) {
        let stands = track.stands(rule.tracks);
        let mut add = |finding: Finding| {
            verdict.add(rule.effect, finding.state);
            findings.push(finding);
        };
        let find = |element| find(evaluation, rule, number, element, stands);
        let Some(list) = rule.for_each else {
            add(find(None));
            continue;
        };
        for element in evaluation.elements(list) {
            add(evaluation.with_element(list, Some(element), || find(Some(element))));
        }
        if !evaluation.is_complete(list) {
            // Whether there is an element at all is not known either.
            let finding = evaluation.with_element(list, None, || find(None));
            let (applies, state) = (finding.applies.min(Truth::Unknown), finding.state.min(State::Unknown));
            add(Finding { applies, state, ..finding });
        }
    }
    Judgement { verdict, findings }
}

impl Interval {
    fn add(&mut self, effect: Effect, state: State) {
        let severity = match effect {
            Effect::Require => Verdict::Correct,
            Effect::Forbid => Verdict::Refuse,
            Effect::Other => return,
        };
        match state {
            State::Ok => {}
            State::Unknown => self.at_most = self.at_most.max(severity),
            State::Violated => {
                self.at_least = self.at_least.max(severity);
                self.at_most = self.at_most.max(severity);
            }
        }
    }
}

/// The tracks that are possible, as bits; `None` in a table without tracks.
struct Track {
    possible: Option<u64>,
}

impl Track {
    fn of(evaluation: &Evaluation<'_>) -> Track {
        let possible = evaluation.plan.track.map(|(derived, all)| match evaluation.derived(derived) {
            Value::Enum(value) => 1u64.checked_shl(value.into()).unwrap_or(0),
            _ => all,
        });
        Track { possible }
    }

    fn stands(&self, tracks: u64) -> Truth {
        let Some(possible) = self.possible else { return Truth::True };
        match (possible & tracks != 0, possible & !tracks != 0) {
            (false, _) => Truth::False,
            (true, false) => Truth::True,
            (true, true) => Truth::Unknown,
        }
    }
}

fn find<'a>(evaluation: &Evaluation<'a>, rule: &'a PlanRule, number: u32, element: Option<Element>, stands: Truth) -> Finding {
    let finding = |applies, state, reason| Finding { rule: number, element, applies, state, reason };
    if stands == Truth::False {
        return finding(Truth::False, State::Ok, Reason::Track);
    }
    let mut applies = stands;
    let mut reason = if stands == Truth::True { Reason::Demand } else { Reason::Track };
    for (guard, index) in rule.when.iter().zip(0..) {
        let holds = evaluation.truth(guard);
        if holds == Truth::False {
            return finding(Truth::False, State::Ok, Reason::Guard(index));
        }
        if holds == Truth::Unknown && reason == Reason::Demand {
            reason = Reason::Guard(index);
        }
        applies = applies.and(holds);
    }
    let holds = match (rule.effect, &rule.require) {
        (Effect::Require, Some(demand)) => evaluation.satisfied(demand),
        (Effect::Forbid, _) => Truth::False,
        (Effect::Require, None) | (Effect::Other, _) => Truth::True,
    };
    let state = match (!applies).or(holds) {
        Truth::True => State::Ok,
        Truth::Unknown => State::Unknown,
        Truth::False => State::Violated,
    };
    if holds != Truth::False && rule.effect == Effect::Require {
        reason = Reason::Demand;
    }
    finding(applies, state, reason)
}
