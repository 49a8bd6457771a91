//! What is asked of the rules: for a province, perhaps a provider, and a day.

use rustc_hash::FxHashSet;

use crate::document::{Document, Effective, Layer, Rule};
use crate::prove::formula::Formula;
use crate::prove::space::lower::{Element, Frame};
use crate::prove::space::value::{Sum, Term, Value};
use crate::prove::space::{RuleOf, Space};
use crate::text::Date;

/// The derived fact that says which rules stand.
pub const TRACK: &str = "sponsor.track";

/// What the question itself says of an application.
#[derive(Clone, Copy, Debug)]
pub struct Fixed {
    pub province: Option<u16>,
    pub day: Date,
}

impl Fixed {
    /// The value of a fact that the question gives.
    pub(super) fn value(&self, path: &str) -> Option<Term> {
        match path {
            "filing.province" => self.province.map(|province| Term::of(Value::Constant(province))),
            "filing.submitted_on" => Some(Term::of(Value::Number(Sum::number(self.day.day_number().into())))),
            _ => None,
        }
    }
}

/// What holds together: the rules of some layers on a day.
#[derive(Clone, Debug)]
pub struct Side<'t> {
    /// The nation, the provider, the province.
    pub layers: Vec<&'t Layer>,
    /// The day whose rules hold.
    pub day: Date,
    /// The derived fact that says which rules stand.
    pub track: &'t str,
}

impl<'t> Side<'t> {
    /// What holds in a province with a provider on a day; `None` where the table has no such province.
    pub fn new(document: &'t Document, province: &str, provider: Option<&str>, day: Date) -> Option<Side<'t>> {
        let layer = |kind: &str, id: &str| document.layers.iter().find(|layer| layer.kind == kind && layer.id == id);
        let own = layer("province", province)?;
        let provider = provider.and_then(|provider| layer("provider", provider));
        let national = document.layers.iter().filter(|layer| layer.kind == "national");
        Some(Side { layers: national.chain(provider).chain([own]).collect(), day, track: TRACK })
    }

    /// The rules in force, in the order of the table.
    pub fn rules(&self, document: &'t Document) -> Vec<&'t Rule> {
        in_force(document, &self.layers, self.day)
    }
}

/// The tracks of a side, each with the condition that an application is of it.
pub type Tracks<'t> = Vec<(&'t str, Formula)>;

/// A question to the rules, and the rules in force as formulas.
#[derive(Debug)]
pub struct Scene<'t> {
    pub space: Space<'t>,
    /// The rules of the first side, then those of the second if there are two.
    pub rules: Vec<RuleOf<'t>>,
    /// Of each side.
    tracks: Vec<Tracks<'t>>,
}

impl<'t> Scene<'t> {
    /// What holds in a province with a provider on a day; `None` where the table has no such province.
    pub fn new(document: &'t Document, province: &str, provider: Option<&str>, day: Date) -> Option<Scene<'t>> {
        let side = Side::new(document, province, provider, day)?;
        Some(Scene::of(document, province, day, vec![side]))
    }

    /// The rules of one side, or of two that are compared, for applications of a province that are
    /// submitted on a day.
    pub fn of(document: &'t Document, province: &str, day: Date, sides: Vec<Side<'t>>) -> Scene<'t> {
        let enumeration = document.vocabulary.facts.iter().find(|fact| fact.path == "filing.province");
        let enumeration = enumeration.and_then(|fact| fact.r#type.r#enum.as_deref());
        let mut space = Space::new(document, Fixed { province: None, day });
        space.fixed.province = enumeration.and_then(|of| space.names.value(of, province));
        sides.iter().for_each(|side| space.take_cases(&side.layers));
        let (mut rules, mut tracks) = (Vec::new(), Vec::new());
        for (number, side) in sides.iter().enumerate() {
            let own = space.tracks(side.track);
            for rule in side.rules(document) {
                let track = space.track_of(rule, &own);
                rules.push(space.rule(rule, number, track));
            }
            tracks.push(own);
        }
        space.take_invariants();
        for rule in &mut rules {
            rule.elsewhere = space.elsewhere(rule);
        }
        space.tie_copies();
        Scene { space, rules, tracks }
    }

    /// The tracks of the only side, or of the first.
    pub fn tracks(&self) -> &[(&'t str, Formula)] {
        self.tracks_of(0)
    }

    pub fn tracks_of(&self, side: usize) -> &[(&'t str, Formula)] {
        self.tracks.get(side).map_or(&[], Vec::as_slice)
    }
}

/// The rules that hold for these layers on a day, in the order of the table.
fn in_force<'t>(document: &'t Document, layers: &[&'t Layer], day: Date) -> Vec<&'t Rule> {
    let except: FxHashSet<&str> = layers.iter().flat_map(|layer| &layer.except).map(String::as_str).collect();
    let present: FxHashSet<&str> = layers.iter().map(|layer| layer.id.as_str()).collect();
    let listed: FxHashSet<&str> = layers.iter().flat_map(|layer| &layer.rules).map(String::as_str).collect();
    let holds = |rule: &&Rule| {
        listed.contains(rule.id.as_str())
            && !except.contains(rule.id.as_str())
            && stands_beside(rule, &present)
            && is_effective(rule.effective.as_ref(), day)
    };
    document.rules.iter().filter(holds).collect()
}

/// A rule in place of a provider's holds only where that provider is in force.
fn stands_beside(rule: &Rule, present: &FxHashSet<&str>) -> bool {
    rule.chain.iter().all(|id| present.contains(id.split('.').next().unwrap_or_default()))
}

pub fn is_effective(effective: Option<&Effective>, day: Date) -> bool {
    let Some(effective) = effective else { return true };
    let bound = |text: &Option<String>| text.as_deref().and_then(Date::read);
    bound(&effective.from).is_none_or(|from| from <= day) && bound(&effective.until).is_none_or(|until| day <= until)
}

impl<'t> Space<'t> {
    /// The cases that layers give to derived facts: the last layer's first.
    fn take_cases(&mut self, layers: &[&'t Layer]) {
        for case in layers.iter().rev().flat_map(|layer| &layer.derived) {
            let Some(number) = self.names.derived.get(case.derived.as_str()).copied() else { continue };
            let of = self.document.vocabulary.derived[number].r#type.r#enum.as_deref().unwrap_or_default();
            if let Some(value) = self.names.value(of, &case.value) {
                self.derived_cases[number].push((&case.when, value));
            }
        }
    }

    /// That an application is of one of the tracks of a rule.
    fn track_of(&mut self, rule: &Rule, tracks: &Tracks<'t>) -> Formula {
        let own = tracks.iter().filter(|(track, _)| rule.tracks.iter().any(|own| own == track));
        let own: Vec<Formula> = own.map(|(_, formula)| *formula).collect();
        if own.len() == tracks.len() { Formula::TRUE } else { self.formulas.or(own) }
    }

    /// The values of the derived fact that says which rules stand.
    fn tracks(&mut self, track: &str) -> Tracks<'t> {
        let Some(number) = self.names.derived.get(track).copied() else { return Vec::new() };
        let of = self.document.vocabulary.derived[number].r#type.r#enum.as_deref();
        let Some(of) = of.and_then(|of| self.names.enums.get(of)).copied() else { return Vec::new() };
        let term = self.derived(track, &Frame::default());
        let values = self.document.vocabulary.enums[of].values.iter().zip(0u16..);
        let mut tracks = Vec::new();
        for (value, number) in values {
            let is_it = self.compare(super::value::Order::Equal, &term, &Term::of(Value::Constant(number)));
            tracks.push((value.id.as_str(), is_it));
        }
        tracks
    }

    fn take_invariants(&mut self) {
        for invariant in &self.document.vocabulary.invariants {
            match invariant.list.as_deref() {
                None => {
                    let holds = self.truth(&invariant.condition, &Frame::default());
                    self.constraints.push(holds);
                }
                Some(list) => self.invariants_of_elements.push((list, &invariant.condition)),
            }
        }
    }

    /// The invariants of an element for a copy of it.
    pub(super) fn take_invariants_of(&mut self, array: usize, copy: u32) {
        for (list, condition) in self.invariants_of_elements.clone() {
            let Some(cursor) = self.names.list_number(list) else { continue };
            for (member, of) in self.members(list) {
                if of == Some(array) {
                    let frame = Frame::default().with(cursor, Element { member, of: Some((array, copy)) });
                    let (there, holds) = (self.there(array, copy), self.truth(condition, &frame));
                    let tied = self.formulas.implies(there, holds);
                    self.constraints.push(tied);
                }
            }
        }
    }
}
