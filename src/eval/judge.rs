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
    outcome: Outcome,
}

/// Whether a rule applies, what it finds and why, in one word of the machine: written in parts and
/// read as a whole, three small fields took a third of the time of judging.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Outcome(u32);

impl Outcome {
    fn new(applies: Truth, state: State, reason: Reason) -> Outcome {
        let reason = match reason {
            Reason::Track => 0,
            Reason::Demand => 1,
            Reason::Guard(index) => 2 | u32::from(index) << 16,
        };
        Outcome((applies as u32) << 8 | (state as u32) << 4 | reason)
    }

    fn is_not_ok(self) -> bool {
        self.0 & 0xf0 != 0
    }
}

impl std::fmt::Debug for Outcome {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:x}", self.0)
    }
}

impl Finding {
    pub fn applies(&self) -> Truth {
        match self.outcome.0 >> 8 & 0xf {
            0 => Truth::False,
            1 => Truth::Unknown,
            _ => Truth::True,
        }
    }

    pub fn state(&self) -> State {
        match self.outcome.0 >> 4 & 0xf {
            0 => State::Ok,
            1 => State::Unknown,
            _ => State::Violated,
        }
    }

    pub fn reason(&self) -> Reason {
        match self.outcome.0 & 0xf {
            0 => Reason::Track,
            1 => Reason::Demand,
            _ => Reason::Guard((self.outcome.0 >> 16) as u16),
        }
    }
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
    findings_of(evaluation, evaluation.plan.rules.iter().zip(0..))
}

/// The same for some rules of the plan, by their numbers, as if there were no others.
pub fn findings_of_some(evaluation: &Evaluation<'_>, rules: &[usize]) -> Judgement {
    let plan = evaluation.plan;
    findings_of(evaluation, rules.iter().filter_map(|number| Some((plan.rules.get(*number)?, *number as u32))))
}

fn findings_of<'a>(evaluation: &Evaluation<'a>, rules: impl Iterator<Item = (&'a PlanRule, u32)>) -> Judgement {
    let plan = evaluation.plan;
    let track = Track::of(evaluation);
    let mut findings = Vec::with_capacity(plan.rules.len() + 16);
    let mut verdict = Interval { at_least: Verdict::Pass, at_most: Verdict::Pass };
    for (rule, number) in rules {
        let stands = track.stands(rule.tracks);
        let mut add = |element, outcome: Outcome| {
            let finding = Finding { rule: number, element, outcome };
            if outcome.is_not_ok() {
                verdict.add(rule.effect, finding.state());
            }
            findings.push(finding);
        };
        let Some(list) = rule.for_each else {
            add(None, find(evaluation, rule, stands));
            continue;
        };
        evaluation.for_each_element(list, |element| add(Some(element), find(evaluation, rule, stands)));
        if !evaluation.is_complete(list) {
            // Whether there is an element at all is not known either.
            let outcome = evaluation.with_element(list, None, || find(evaluation, rule, stands));
            let finding = Finding { rule: number, element: None, outcome };
            let (applies, state) = (finding.applies().min(Truth::Unknown), finding.state().min(State::Unknown));
            add(None, Outcome::new(applies, state, finding.reason()));
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

/// The tracks that are possible, as bits. In a table without tracks every rule stands.
struct Track {
    possible: u64,
    is_tracked: bool,
}

impl Track {
    fn of(evaluation: &Evaluation<'_>) -> Track {
        let Some((derived, all)) = evaluation.plan.track else { return Track { possible: 0, is_tracked: false } };
        let possible = match evaluation.derived(derived) {
            Value::Enum(value) => 1u64.checked_shl(value.into()).unwrap_or(0),
            _ => all,
        };
        Track { possible, is_tracked: true }
    }

    #[inline]
    fn stands(&self, tracks: u64) -> Truth {
        if self.possible & !tracks == 0 {
            // All that is possible, or nothing where there are no tracks.
            return if self.possible & tracks == 0 && self.is_tracked { Truth::False } else { Truth::True };
        }
        if self.possible & tracks == 0 { Truth::False } else { Truth::Unknown }
    }
}

// A call for every rule would cost as much as most rules do.
#[inline(always)]
fn find<'a>(evaluation: &Evaluation<'a>, rule: &'a PlanRule, stands: Truth) -> Outcome {
    if stands == Truth::False {
        return Outcome::new(Truth::False, State::Ok, Reason::Track);
    }
    let mut unknown = (stands == Truth::Unknown).then_some(Reason::Track);
    for (guard, index) in rule.when.iter().zip(0..) {
        match evaluation.holds(guard) {
            Truth::True => {}
            Truth::False => return Outcome::new(Truth::False, State::Ok, Reason::Guard(index)),
            Truth::Unknown => unknown = unknown.or(Some(Reason::Guard(index))),
        }
    }
    let satisfied = match (rule.effect, &rule.require) {
        (Effect::Require, Some(demand)) => evaluation.satisfied(demand),
        (Effect::Forbid, _) => Truth::False,
        (Effect::Require, None) | (Effect::Other, _) => Truth::True,
    };
    match (unknown, satisfied) {
        (None, Truth::True) => Outcome::new(Truth::True, State::Ok, Reason::Demand),
        (None, Truth::Unknown) => Outcome::new(Truth::True, State::Unknown, Reason::Demand),
        (None, Truth::False) => Outcome::new(Truth::True, State::Violated, Reason::Demand),
        (Some(_), Truth::True) => Outcome::new(Truth::Unknown, State::Ok, Reason::Demand),
        (Some(_), Truth::Unknown) => Outcome::new(Truth::Unknown, State::Unknown, Reason::Demand),
        (Some(reason), Truth::False) => Outcome::new(Truth::Unknown, State::Unknown, reason),
    }
}
