//! A layer: what it adds, what it changes, what its bureau answers.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Serialize;

use crate::emit::table::answer::{Answer, answer};
use crate::emit::table::condition::Condition;
use crate::emit::table::lower::{Scope, condition};
use crate::emit::table::text::{self, Cite, RuleId};
use crate::emit::table::{lines, names};
use crate::model::{self, Program};

/// The nation, an access provider, or a province.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Layer<'a> {
    pub id: &'a str,
    pub kind: LayerKind,
    pub label: &'a str,
    /// ISO 3166-2 code of a province.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub code: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub bureau: Option<Bureau<'a>>,
    /// The layers whose rules hold here too: the national one always, of the providers that of the
    /// application.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub inherits: Vec<&'a str>,
    /// Rules of those layers that do not hold where this layer is in force.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub except: Vec<&'a str>,
    /// Cases that stand before the value of a derived fact where this layer is in force.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub derived: Vec<Classification<'a>>,
    /// The rules of this layer.
    pub rules: Vec<RuleId<'a>>,
    /// What `except` is from, and what stands in its place.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub changes: Vec<Change<'a>>,
    /// Rules that were; their ids are not used again.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub retired: Vec<Retired<'a>>,
    /// The bureau's answers, by track and policy.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub policies: BTreeMap<&'a str, BTreeMap<&'a str, Answer<'a>>>,
}

/// Which kind of layer.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum LayerKind {
    National,
    Provider,
    Province,
}

/// Whom to ask.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Bureau<'a> {
    pub label: &'a str,
    /// `address`, `postcode`, `telephone`, `website`; each may stand several times.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub properties: Vec<Property<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub contacts: Vec<Contact<'a>>,
}

/// A property of a bureau.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Property<'a> {
    pub id: &'a str,
    pub text: &'a str,
}

/// Another office and its number.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Contact<'a> {
    pub label: &'a str,
    pub text: &'a str,
}

/// A case that stands before the value of a derived fact.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Classification<'a> {
    pub derived: &'a str,
    pub when: Condition<'a>,
    /// A value of the enum of the derived fact.
    pub value: &'a str,
}

/// An inherited rule that this layer changes.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Change<'a> {
    pub base: &'a str,
    pub kind: ChangeKind,
    /// The rule that stands in its place; absent if none does.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rule: Option<RuleId<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub cites: Vec<Cite<'a>>,
}

/// In which direction a change goes.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum ChangeKind {
    /// Dropped, or for fewer cases: looser.
    Waived,
    ReplacedTighter,
    ReplacedLooser,
    Replaced,
}

/// A tombstone.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Retired<'a> {
    pub rule: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub superseded_by: Option<&'a str>,
}

/// The entry of one layer: a line, and one more for each answer.
pub fn layer_entry(program: &Program, item: &model::Layer) -> String {
    let mut out = String::new();
    lines::push_open_object(&mut out, &layer(program, item));
    out.push_str("\"policies\":{");
    for (index, (track, answers)) in answers(program, item).into_iter().enumerate() {
        out.push_str(if index == 0 { "" } else { "," });
        lines::push_map(&mut out, track, answers);
    }
    out.push_str("}}");
    out
}

/// A layer; its answers are written apart.
fn layer<'a>(program: &'a Program, item: &'a model::Layer) -> Layer<'a> {
    Layer {
        id: &item.name,
        kind: layer_kind(item.kind),
        label: &item.label,
        code: item.code.as_deref(),
        bureau: item.bureau.as_ref().map(bureau),
        inherits: inherits(program, item.kind),
        except: except(item),
        derived: item.classifications.iter().map(|case| classification(program, case)).collect(),
        rules: item.rules.iter().map(|rule| RuleId { layer: &item.name, name: &rule.name }).collect(),
        changes: item.changes.iter().map(|it| change(program, item, it)).collect(),
        retired: item.retired.iter().map(retired).collect(),
        policies: BTreeMap::new(),
    }
}

/// A rule that is changed for each track apart stands here once.
fn except(item: &model::Layer) -> Vec<&str> {
    let mut bases: Vec<&str> = Vec::with_capacity(item.changes.len());
    for change in &item.changes {
        if !bases.contains(&&*change.base) {
            bases.push(&change.base);
        }
    }
    bases
}

fn layer_kind(kind: model::LayerKind) -> LayerKind {
    match kind {
        model::LayerKind::National => LayerKind::National,
        model::LayerKind::Provider => LayerKind::Provider,
        model::LayerKind::Province => LayerKind::Province,
    }
}

fn inherits(program: &Program, kind: model::LayerKind) -> Vec<&str> {
    let national = program.national().map(|layer| &*layer.name);
    let providers = program.providers().map(|layer| &*layer.name);
    match kind {
        model::LayerKind::National => Vec::new(),
        model::LayerKind::Provider => national.into_iter().collect(),
        model::LayerKind::Province => national.into_iter().chain(providers).collect(),
    }
}

fn bureau(item: &model::Bureau) -> Bureau<'_> {
    Bureau {
        label: &item.label,
        properties: item.properties.iter().map(|(id, text)| Property { id, text }).collect(),
        contacts: item.contacts.iter().map(|(label, text)| Contact { label, text }).collect(),
    }
}

fn classification<'a>(program: &'a Program, item: &'a model::Classification) -> Classification<'a> {
    let vocabulary = &program.vocabulary;
    let derived = &vocabulary.derived[item.derived.index()];
    Classification {
        derived: &derived.path,
        when: condition(Scope { vocabulary, element: derived.list }, &item.when),
        value: names::value(vocabulary, item.value.0, item.value.1),
    }
}

fn change<'a>(program: &'a Program, layer: &'a model::Layer, item: &'a model::Change) -> Change<'a> {
    let rule = item.rule.and_then(|index| layer.rules.get(index as usize));
    Change {
        base: &item.base,
        kind: change_kind(item.kind),
        rule: rule.map(|rule| RuleId { layer: &layer.name, name: &rule.name }),
        cites: text::cites(program, &item.cites),
    }
}

fn change_kind(kind: model::ChangeKind) -> ChangeKind {
    match kind {
        model::ChangeKind::Waived => ChangeKind::Waived,
        model::ChangeKind::ReplacedTighter => ChangeKind::ReplacedTighter,
        model::ChangeKind::ReplacedLooser => ChangeKind::ReplacedLooser,
        model::ChangeKind::Replaced => ChangeKind::Replaced,
    }
}

fn retired(item: &model::Retired) -> Retired<'_> {
    Retired { rule: &item.rule, superseded_by: item.superseded_by.as_deref() }
}

/// The answers by track, in the order of the tracks and of the file.
fn answers<'a>(program: &'a Program, layer: &'a model::Layer) -> Vec<(&'a str, Vec<(&'a str, Answer<'a>)>)> {
    let tracks = program.vocabulary.tracks();
    let on_track = |(index, track): (usize, &'a model::EnumValue)| {
        let given = layer.answers.iter().filter(|item| item.tracks.holds(index));
        let name = |item: &model::Answer| &*program.policies[item.policy.index()].name;
        (&*track.name, given.map(|item| (name(item), answer(program, layer, item))).collect::<Vec<_>>())
    };
    tracks.iter().enumerate().map(on_track).filter(|(_, answers)| !answers.is_empty()).collect()
}
