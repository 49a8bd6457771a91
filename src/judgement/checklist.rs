//! What an applicant has to do: materials to provide, things to correct, filings after approval.
//!
//! What several rules ask for in the same words is asked for once.

use crate::document::{Also, Sentence};
use crate::eval::explain::{Explanation, Requirement, explain};
use crate::eval::judge::{Finding, State};
use crate::eval::plan::Effect;
use crate::eval::value::Truth;
use crate::judgement::Judged;

#[derive(Debug, Default)]
pub struct Checklist<'a> {
    /// Trees that name materials, of every rule that applies or may apply; those that are already
    /// satisfied too, so that the list is complete.
    pub materials: Vec<Entry<'a>>,
    /// What else is required and not satisfied.
    pub corrections: Vec<Entry<'a>>,
    /// What is forbidden and the case, or may be.
    pub refusals: Vec<Entry<'a>>,
    pub duties: Vec<Later<'a>>,
    /// What is advised and not done, of rules that only advise.
    pub advice: Vec<Hint<'a>>,
}

/// Advice that never changes the verdict.
#[derive(Debug)]
pub struct Hint<'a> {
    pub rule: &'a str,
    pub advice: Advice<'a>,
}

#[derive(Debug)]
pub struct Entry<'a> {
    pub state: State,
    /// Rules that ask for it, the first explained.
    pub rules: Vec<&'a str>,
    pub explanation: Explanation<'a>,
    /// How to mend it, in the rule's words.
    pub advice: Vec<Advice<'a>>,
    /// Where papers go: `bureau`, `provider`.
    pub deliver: Option<&'a str>,
}

#[derive(Debug, PartialEq)]
pub enum Advice<'a> {
    Said(&'a Sentence),
    /// Prose of the rule file, in Chinese.
    Text(&'a str),
}

/// A filing to be made after approval.
#[derive(Debug)]
pub struct Later<'a> {
    pub rule: &'a str,
    pub sentence: &'a Sentence,
    /// Whether the rule applies; it may not be known yet.
    pub applies: Truth,
}

pub fn checklist<'a>(judged: &Judged<'a>) -> Checklist<'a> {
    let mut list = Checklist::default();
    for finding in &judged.judgement.findings {
        if finding.applies() == Truth::False {
            continue;
        }
        list.add_duties(judged, finding);
        let effect = judged.evaluation.plan.rules[finding.rule as usize].effect;
        match effect {
            Effect::Other => list.add_advice(judged, finding),
            Effect::Forbid if finding.state() == State::Ok => {}
            Effect::Forbid => {
                let entry = entry(judged, finding);
                list.refusals.push(entry);
            }
            Effect::Require => list.add_requirement(judged, finding),
        }
    }
    list
}

impl<'a> Checklist<'a> {
    fn add_requirement(&mut self, judged: &Judged<'a>, finding: &Finding) {
        let entry = entry(judged, finding);
        let mut materials = Vec::new();
        entry.explanation.requirement.iter().for_each(|requirement| requirement.materials(&mut materials));
        let place = match (materials.is_empty(), finding.state()) {
            (false, _) => &mut self.materials,
            (true, State::Ok) => return,
            (true, State::Unknown | State::Violated) => &mut self.corrections,
        };
        let is_same = |other: &&mut Entry<'_>| {
            same(other.explanation.requirement.as_ref(), entry.explanation.requirement.as_ref())
        };
        match place.iter_mut().find(is_same) {
            Some(known) => {
                let fresh: Vec<&str> = entry.rules.into_iter().filter(|rule| !known.rules.contains(rule)).collect();
                known.rules.extend(fresh);
                known.state = known.state.max(entry.state);
            }
            None => place.push(entry),
        }
    }

    fn add_advice(&mut self, judged: &Judged<'a>, finding: &Finding) {
        if finding.applies() != Truth::True {
            return;
        }
        let rule = judged.rule(finding);
        let plan = &judged.evaluation.plan.rules[finding.rule as usize];
        let mut demands = plan.advise.iter();
        for also in &rule.also {
            let advice = match also {
                Also::Advise { sentence, .. } => {
                    let demand = demands.next();
                    let is_done = || demand.is_some_and(|demand| judged.evaluation.satisfied(demand) == Truth::True);
                    let is_done = match plan.for_each {
                        Some(list) => judged.evaluation.with_element(list, finding.element, is_done),
                        None => is_done(),
                    };
                    if is_done {
                        continue;
                    }
                    Advice::Said(sentence)
                }
                Also::AdviseText { text } => Advice::Text(text),
                Also::Note { .. } | Also::Duty { .. } | Also::Deliver { .. } => continue,
            };
            if self.advice.iter().all(|known| known.rule != rule.id || known.advice != advice) {
                self.advice.push(Hint { rule: &rule.id, advice });
            }
        }
    }

    fn add_duties(&mut self, judged: &Judged<'a>, finding: &Finding) {
        let rule = judged.rule(finding);
        for also in &rule.also {
            if let Also::Duty { sentence, .. } = also {
                self.duties.push(Later { rule: &rule.id, sentence, applies: finding.applies() });
            }
        }
    }
}

fn entry<'a>(judged: &Judged<'a>, finding: &Finding) -> Entry<'a> {
    let rule = judged.rule(finding);
    let advice = rule.also.iter().filter_map(|also| match also {
        Also::Advise { sentence, .. } => Some(Advice::Said(sentence)),
        Also::AdviseText { text } => Some(Advice::Text(text)),
        Also::Note { .. } | Also::Duty { .. } | Also::Deliver { .. } => None,
    });
    let deliver = rule.also.iter().find_map(|also| match also {
        Also::Deliver { to, .. } => Some(to.as_str()),
        _ => None,
    });
    Entry {
        state: finding.state(),
        rules: vec![&rule.id],
        explanation: explain(judged.evaluation, finding),
        advice: advice.collect(),
        deliver,
    }
}

/// The same sentences about the same values.
fn same(one: Option<&Requirement<'_>>, other: Option<&Requirement<'_>>) -> bool {
    format!("{one:?}") == format!("{other:?}")
}
