//! What a bureau answers to a policy.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Serialize;

use crate::emit::table::argument::{Argument, argument};
use crate::emit::table::condition::Condition;
use crate::emit::table::lower::{Scope, condition};
use crate::emit::table::term::{self, Disputed, Effective};
use crate::emit::table::text::{self, Cite, RuleId};
use crate::model::{self, Layer, Origin, Program};

/// What a bureau answers to a policy.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Answer<'a> {
    /// The id of a choice; `unstated` if the page is silent; `first_match` if the first of `cases`
    /// whose `when` holds decides.
    pub value: &'a str,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub parameters: BTreeMap<&'a str, Argument<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub cases: Vec<AnswerCase<'a>>,
    /// The rules that the answer gives. They alone decide; the answer is for people.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub rules: Vec<RuleId<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub cites: Vec<Cite<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub disputed: Option<Disputed<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub notes: Vec<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub effective: Option<Effective>,
}

/// One of several answers.
#[derive(Debug, Serialize, JsonSchema)]
pub struct AnswerCase<'a> {
    /// The id of a choice, or `unstated`.
    pub value: &'a str,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub parameters: BTreeMap<&'a str, Argument<'a>>,
    /// Absent for otherwise.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub when: Option<Condition<'a>>,
    /// What this case alone cites; absent where the citations of the whole answer hold for it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub cites: Vec<Cite<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub disputed: Option<Disputed<'a>>,
}

pub fn answer<'a>(program: &'a Program, layer: &'a Layer, item: &'a model::Answer) -> Answer<'a> {
    let mut cases: Vec<AnswerCase> = item.cases.iter().map(|item_case| case(program, item, item_case)).collect();
    let (value, parameters) = match &mut cases[..] {
        [] => ("unstated", BTreeMap::new()),
        [only] if only.when.is_none() && only.cites.is_empty() && only.disputed.is_none() => {
            (only.value, std::mem::take(&mut only.parameters))
        }
        [..] => ("first_match", BTreeMap::new()),
    };
    Answer {
        value,
        parameters,
        cases: if value == "first_match" { cases } else { Vec::new() },
        rules: rules(layer, item),
        cites: text::cites(program, &item.cites),
        disputed: term::disputed(program, item.disputed.as_deref()),
        notes: item.notes.iter().map(|note| &**note).collect(),
        effective: term::effective(item.effective),
    }
}

fn case<'a>(program: &'a Program, item: &model::Answer, case: &'a model::AnswerCase) -> AnswerCase<'a> {
    let vocabulary = &program.vocabulary;
    let cites = text::cites(program, &case.cites);
    let disputed = term::disputed(program, case.disputed.as_deref());
    let when = case.when.as_ref().map(|when| condition(Scope::application(vocabulary), when));
    let choices = &program.policies[item.policy.index()].choices;
    let Some(choice) = case.choice.and_then(|index| choices.get(usize::from(index))) else {
        return AnswerCase { value: "unstated", parameters: BTreeMap::new(), when, cites, disputed };
    };
    let pairs = choice.parameters.iter().zip(&case.arguments);
    let parameters = pairs.map(|(parameter, value)| (&*parameter.name, argument(vocabulary, value))).collect();
    AnswerCase { value: &choice.name, parameters, when, cites, disputed }
}

fn rules<'a>(layer: &'a Layer, item: &model::Answer) -> Vec<RuleId<'a>> {
    let given = layer
        .rules
        .iter()
        .filter(|rule| rule.origin == Origin::Policy(item.policy) && rule.tracks.0 & item.tracks.0 != 0);
    given.map(|rule| RuleId { layer: &layer.name, name: &rule.name }).collect()
}
