//! The rules of one layer, one per line.

use schemars::JsonSchema;
use serde::Serialize;

use crate::emit::table::effect::{self, Also};
use crate::emit::table::guard::{self, Guard};
use crate::emit::table::lower::Scope;
use crate::emit::table::obligation::{self, Obligation};
use crate::emit::table::sentence::{Sentence, sentence};
use crate::emit::table::term::{self, Disputed, Effective};
use crate::emit::table::text::{self, Cite, RuleId};
use crate::emit::table::{lines, names};
use crate::model::{self, Effect, Layer, LayerKind, Origin, Program, fingerprint};

/// One rule. Members that would be empty are absent.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Rule<'a> {
    /// Never reused.
    pub id: RuleId<'a>,
    pub label: &'a str,
    /// The layer that the rule belongs to.
    pub layer: &'a str,
    /// The values of `sponsor.track` for which the rule stands.
    pub tracks: Vec<&'a str>,
    /// What a violation leads to; absent if the rule cannot be violated.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub severity: Option<Severity>,
    pub effect: EffectKind,
    /// The rule is about every element of this list.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub for_each: Option<&'a str>,
    /// All of these must hold; absent for always.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub when: Vec<Guard<'a>>,
    /// With the effect `require` only.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub require: Option<Obligation<'a>>,
    /// What goes along and never changes the verdict.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub also: Vec<Also<'a>>,
    pub sentence: Sentence,
    /// The rules that this one stands in place of, the first of them first, then itself.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub chain: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub effective: Option<Effective>,
    /// The policy whose answer gave the rule.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub policy: Option<&'a str>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub cites: Vec<Cite<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub disputed: Option<Disputed<'a>>,
    /// Why a violation by facts that cannot be mended is meant.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub closed: Option<&'a str>,
    /// Changes with the meaning of the rule; for rules that other layers may change.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fingerprint: Option<String>,
}

/// How bad a violation is.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// 补正: the application comes back to be corrected.
    Correct,
    /// 拒绝: it is refused.
    Refuse,
}

/// What the rule does where it applies.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum EffectKind {
    /// It is violated if its obligation is not satisfied.
    Require,
    /// It is violated.
    Forbid,
    /// It asserts that nothing refuses this.
    Permit,
    /// It only advises, notes or gives a duty.
    Advise,
}

/// The rules of a layer, one per line, with commas between them.
pub fn layer_rules(program: &Program, layer: &Layer) -> String {
    let mut out = String::with_capacity(layer.rules.len() * 1024);
    for (index, own) in layer.rules.iter().enumerate() {
        if index > 0 {
            out.push_str(",\n");
        }
        out.push_str(&lines::json(&rule(program, layer, own)));
    }
    out
}

fn rule<'a>(program: &'a Program, layer: &'a Layer, rule: &'a model::Rule) -> Rule<'a> {
    let vocabulary = &program.vocabulary;
    let scope = Scope { vocabulary, element: rule.for_each };
    Rule {
        id: RuleId { layer: &layer.name, name: &rule.name },
        label: &rule.label,
        layer: &layer.name,
        tracks: names::tracks(program, rule.tracks),
        severity: severity(&rule.effect),
        effect: effect_kind(&rule.effect),
        for_each: names::list(vocabulary, rule.for_each),
        when: guard::guards(scope, rule.when.as_ref()),
        require: required(scope, &rule.effect),
        also: rule.also.iter().map(|also| effect::also(scope, also)).collect(),
        sentence: sentence(vocabulary, rule),
        chain: chain(program, layer, rule),
        effective: term::effective(rule.effective),
        policy: policy(program, rule.origin),
        cites: text::cites(program, &rule.cites),
        disputed: term::disputed(program, rule.disputed.as_deref()),
        closed: rule.closed.as_deref(),
        fingerprint: inherited(layer).then(|| fingerprint::fingerprint(vocabulary, rule)),
    }
}

fn severity(effect: &Effect) -> Option<Severity> {
    match effect {
        Effect::Require(_) => Some(Severity::Correct),
        Effect::Forbid => Some(Severity::Refuse),
        Effect::Permit | Effect::None => None,
    }
}

fn effect_kind(effect: &Effect) -> EffectKind {
    match effect {
        Effect::Require(_) => EffectKind::Require,
        Effect::Forbid => EffectKind::Forbid,
        Effect::Permit => EffectKind::Permit,
        Effect::None => EffectKind::Advise,
    }
}

fn required<'a>(scope: Scope<'a>, effect: &'a Effect) -> Option<Obligation<'a>> {
    match effect {
        Effect::Require(tree) => Some(obligation::obligation(scope, tree)),
        Effect::Forbid | Effect::Permit | Effect::None => None,
    }
}

fn policy(program: &Program, origin: Origin) -> Option<&str> {
    match origin {
        Origin::Policy(id) => Some(&program.policies[id.index()].name),
        Origin::Own | Origin::Change(_) => None,
    }
}

/// Empty for a rule that stands in place of no other.
fn chain(program: &Program, layer: &Layer, rule: &model::Rule) -> Vec<String> {
    if base(layer, rule.origin).is_none() {
        return Vec::new();
    }
    let mut chain = Vec::new();
    let mut link = Some((layer, rule));
    // A chain has at most one rule per kind of layer; the limit guards against a circle.
    while let Some((layer, rule)) = link.filter(|_| chain.len() < 3) {
        chain.push(program.rule_id(layer, rule));
        link = base(layer, rule.origin).and_then(|base| program.find_rule(base));
    }
    chain.reverse();
    chain
}

fn base(layer: &Layer, origin: Origin) -> Option<&str> {
    match origin {
        Origin::Change(index) => layer.changes.get(index as usize).map(|change| &*change.base),
        Origin::Own | Origin::Policy(_) => None,
    }
}

/// Only these rules can be changed by another layer.
fn inherited(layer: &Layer) -> bool {
    match layer.kind {
        LayerKind::National | LayerKind::Provider => true,
        LayerKind::Province => false,
    }
}
