//! Which missing facts would narrow the verdict, the most useful first.

use std::collections::BTreeMap;

use crate::eval::evaluate::Evaluation;
use crate::eval::judge::{Finding, Judgement, State, Verdict};
use crate::eval::plan::{Effect, PlanRule};
use crate::eval::spot::Spot;
use crate::eval::value::{Truth, Value};

/// A missing fact and what waits for it.
#[derive(Clone, Debug, PartialEq)]
pub struct Question {
    pub spot: Spot,
    /// Rules of the plan whose findings wait for it.
    pub rules: Vec<u32>,
    /// Whether it decides about refusal.
    pub severity: Verdict,
}

/// A fact that alone settles a rule weighs as much as all facts of another rule together. Divisible
/// by the small numbers, so that no fraction decides the order.
const WHOLE: u64 = 720_720;

/// Only findings that can still change the verdict ask. Ordered by: refusal before correction, then
/// how much waits, then the order of the table.
pub fn questions(evaluation: &Evaluation<'_>, judgement: &Judgement) -> Vec<Question> {
    let mut asked: BTreeMap<Spot, (u64, Question)> = BTreeMap::new();
    for finding in &judgement.findings {
        let rule = &evaluation.plan.rules[finding.rule as usize];
        let severity = severity(rule);
        if finding.state() != State::Unknown || severity <= judgement.verdict.at_least {
            continue;
        }
        let missing = missing(evaluation, finding);
        let weight = WHOLE / u64::try_from(missing.len().max(1)).unwrap_or(WHOLE);
        for spot in missing {
            let fresh = || (0, Question { spot, rules: Vec::new(), severity });
            let (sum, question) = asked.entry(spot).or_insert_with(fresh);
            *sum += weight;
            question.severity = question.severity.max(severity);
            if question.rules.last() != Some(&finding.rule) {
                question.rules.push(finding.rule);
            }
        }
    }
    let mut asked: Vec<(u64, Question)> = asked.into_values().collect();
    // The sort is stable: what weighs the same stays in the order of the table.
    asked.sort_by_key(|(weight, question)| std::cmp::Reverse((question.severity, *weight)));
    asked.into_iter().map(|(_, question)| question).collect()
}

fn severity(rule: &PlanRule) -> Verdict {
    match rule.effect {
        Effect::Require => Verdict::Correct,
        Effect::Forbid => Verdict::Refuse,
        Effect::Other => Verdict::Pass,
    }
}

/// The unknown values on which an unknown finding depends.
pub fn missing(evaluation: &Evaluation<'_>, finding: &Finding) -> Vec<Spot> {
    let rule = &evaluation.plan.rules[finding.rule as usize];
    let mut spots = Vec::new();
    let mut collect = || {
        if let Some((track, all)) = evaluation.plan.track
            && rule.tracks != all
            && evaluation.derived(track) == Value::Unknown
        {
            spots.extend(evaluation.deciders_of_derived(track));
        }
        if finding.applies() != Truth::True {
            let mut of_guards = Vec::new();
            rule.when.iter().filter(|guard| evaluation.truth(guard) == Truth::Unknown).for_each(|guard| {
                evaluation.deciders(guard, &mut of_guards);
            });
            spots.append(&mut of_guards);
        }
        if let Some(demand) = &rule.require
            && evaluation.satisfied(demand) == Truth::Unknown
        {
            evaluation.deciders_of_demand(demand, &mut spots);
        }
    };
    match rule.for_each {
        Some(list) => {
            evaluation.with_element(list, finding.element, &mut collect);
            if finding.element.is_none() {
                evaluation.lacking_in(list, &mut spots);
            }
        }
        None => collect(),
    }
    let is_missing = |spot: &Spot| spot.value(evaluation.application) == Value::Unknown;
    spots.retain(is_missing);
    spots.sort_unstable();
    spots.dedup();
    spots
}
