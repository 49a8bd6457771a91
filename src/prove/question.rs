//! One question of a table — a province, a provider, a day — with all that is needed to prove things
//! about it and to show them.

use rustc_hash::{FxHashMap, FxHashSet};

use crate::diagnostic::Message;
use crate::document::Document;
use crate::eval::table::Table;
use crate::prove::formula::{AtomId, Formula};
use crate::prove::local::Decided;
use crate::prove::prover::Prover;
use crate::prove::replay::{Replay, Replayed};
use crate::prove::space::{RuleOf, Scene};
use crate::prove::witness::{Typical, Witness};
use crate::text::Date;

/// What is asked of a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Asked<'t> {
    pub province: &'t str,
    pub provider: Option<&'t str>,
    pub day: Date,
}

#[derive(Debug)]
pub struct Question<'t> {
    pub asked: Asked<'t>,
    pub table: &'t Table,
    pub prover: Prover<'t>,
    pub rules: Vec<RuleOf<'t>>,
    /// Of each rule, that some finding of it is a violation.
    pub violated: Vec<Formula>,
    replay: Option<Replay<'t>>,
    typicals: FxHashMap<&'t str, Option<Typical>>,
}

/// An application that shows something, and what the evaluator makes of it.
#[derive(Clone, Debug)]
pub struct Shown<'t> {
    pub witness: Witness,
    /// How it differs from the usual application.
    pub said: Message,
    /// `None` where the application cannot be judged.
    pub replayed: Option<Replayed<'t>>,
}

impl<'t> Question<'t> {
    /// `None` where the table has no such province.
    pub fn new(table: &'t Table, asked: Asked<'t>) -> Option<Question<'t>> {
        let mut scene = Scene::new(&table.document, asked.province, asked.provider, asked.day)?;
        let rules = scene.rules.clone();
        let violated = rules.iter().map(|rule| scene.space.violated(rule)).collect();
        let prover = Prover::new(scene);
        let replay = Replay::new(table, asked.province, asked.provider, asked.day);
        Some(Question { asked, table, prover, rules, violated, replay, typicals: FxHashMap::default() })
    }

    /// An application of one of these tracks for which all of this holds.
    pub fn show(&mut self, tracks: &[String], question: &[Formula]) -> Option<Shown<'t>> {
        let typical = self.typical(tracks);
        let witness = self.prover.witness(question, typical.as_ref())?;
        let said = self.prover.scene.space.deviation(&witness, typical.as_ref());
        let replayed = self.replay.as_ref().and_then(|replay| replay.judge(&witness.application).ok());
        Some(Shown { witness, said, replayed })
    }

    /// The atoms of some formulas that an applicant can change. The track stays as it is, except where
    /// a rule demands something of the facts on which it depends.
    pub fn mendable(&self, formulas: &[Formula], rules: &[&RuleOf<'_>]) -> FxHashSet<AtomId> {
        let space = &self.prover.scene.space;
        let tracks: Vec<Formula> = self.prover.scene.tracks().iter().map(|(_, formula)| *formula).collect();
        // A refusal demands that it does not apply.
        let demands = rules.iter().flat_map(|rule| {
            rule.instances.iter().flat_map(|instance| match rule.forbids() {
                true => instance.guards.clone(),
                false => vec![instance.satisfied],
            })
        });
        let demands: Vec<Formula> = demands.collect();
        let (of_tracks, demanded) = (space.variables_of(&tracks), space.variables_of(&demands));
        let is_mendable = |atom: &AtomId| {
            let mut is_kept = false;
            space.atoms[atom.0 as usize].variables(|id| is_kept |= of_tracks.contains(&id) && !demanded.contains(&id));
            !is_kept && space.decided(*atom) == Decided::Mendable
        };
        space.formulas.atoms(formulas).into_iter().filter(is_mendable).collect()
    }

    /// The usual application of the first of these tracks that has one.
    fn typical(&mut self, tracks: &[String]) -> Option<Typical> {
        let known: Vec<(&'t str, Formula)> = self.prover.scene.tracks().to_vec();
        let own = known.iter().filter(|(track, _)| tracks.iter().any(|own| own == track));
        for (track, formula) in own {
            if !self.typicals.contains_key(track) {
                let found = self.prover.typical(Some(*formula));
                self.typicals.insert(track, found);
            }
            if let Some(Some(typical)) = self.typicals.get(track) {
                return Some(typical.clone());
            }
        }
        None
    }
}

/// The questions of a document that cover everything it says: each province with each provider, on a
/// day of every time between two changes from `since` on.
pub fn questions(document: &Document, since: Date) -> Vec<Asked<'_>> {
    let days = days(document, since);
    let providers: Vec<Option<&str>> =
        document.layers.iter().filter(|layer| layer.kind == "provider").map(|layer| Some(layer.id.as_str())).collect();
    let providers = if providers.is_empty() { vec![None] } else { providers };
    let mut all = Vec::new();
    for layer in document.layers.iter().filter(|layer| layer.kind == "province") {
        // A day on which nothing of the province changes asks nothing new.
        let mine: FxHashSet<&str> = document
            .layers
            .iter()
            .filter(|other| other.kind != "province" || other.id == layer.id)
            .flat_map(|layer| &layer.rules)
            .map(String::as_str)
            .collect();
        let is_mine = |id: &str| mine.contains(id);
        for (day, _) in days.iter().filter(|(_, rules)| rules.is_empty() || rules.iter().any(|id| is_mine(id))) {
            for provider in &providers {
                all.push(Asked { province: &layer.id, provider: *provider, day: *day });
            }
        }
    }
    all
}

/// The day to begin with, and the later days on which some rules begin or end.
fn days(document: &Document, since: Date) -> Vec<(Date, Vec<&str>)> {
    let mut days: Vec<(Date, Vec<&str>)> = vec![(since, Vec::new())];
    let mut add = |day: Option<Date>, rule| {
        let Some(day) = day.filter(|day| *day > since) else { return };
        match days.iter_mut().find(|(known, _)| *known == day) {
            Some((_, rules)) => rules.push(rule),
            None => days.push((day, vec![rule])),
        }
    };
    for rule in &document.rules {
        let Some(effective) = &rule.effective else { continue };
        let read = |text: &Option<String>| text.as_deref().and_then(Date::read);
        add(read(&effective.from), rule.id.as_str());
        add(read(&effective.until).and_then(Date::next), rule.id.as_str());
    }
    days.sort_by_key(|(day, _)| *day);
    days
}
