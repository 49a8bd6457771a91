//! One question of a table — a province, a provider, a day — with all that is needed to prove things
//! about it and to show them.

use std::rc::Rc;
use std::sync::Arc;

use rustc_hash::{FxHashMap, FxHashSet};

use crate::diagnostic::{Code, Message};
use crate::document::parts::conditions_of_rule;
use crate::document::{Condition, Document};
use crate::eval::table::Table;
use crate::prove::formula::{AtomId, Formula};
use crate::prove::impasse::{Impasse, Impasses, impasses};
use crate::prove::local::Decided;
use crate::prove::prover::{Possible, Prover};
use crate::prove::replay::{Replay, Replayed};
use crate::prove::space::{RuleOf, Scene, TRACK, VariableId};
use crate::prove::witness::{Typical, Witness};
use crate::text::Date;

/// What is asked of a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Asked<'t> {
    pub province: &'t str,
    pub provider: Option<&'t str>,
    pub day: Date,
}

impl Asked<'_> {
    /// Whether a rule of one layer holds in every question in which one of another layer does.
    pub fn holds_wherever(&self, one: &str, other: &str) -> bool {
        one == other || (one != self.province && Some(one) != self.provider)
    }
}

#[derive(Debug)]
pub struct Question<'t> {
    pub asked: Asked<'t>,
    pub table: &'t Table,
    pub prover: Prover<'t>,
    pub rules: Vec<RuleOf<'t>>,
    /// Of each rule, that some finding of it is a violation: of an element, that which rules look at.
    pub violated: Vec<Formula>,
    /// The opposite, for all elements of which anything is known.
    pub satisfied: Vec<Formula>,
    replay: Option<Replay<'t>>,
    typicals: FxHashMap<&'t str, Option<Typical>>,
    /// What was already asked of a rule, by its number.
    alone: FxHashMap<usize, Standing>,
    passing: FxHashMap<usize, Standing>,
    /// Derived facts, and what they always are.
    constants: FxHashMap<&'t str, Option<bool>>,
    /// Of rules, by their number, of whom they ask something.
    asked_of: FxHashMap<usize, Formula>,
    /// Applications that were found and satisfy all rules.
    passed: Vec<FxHashMap<AtomId, bool>>,
    /// Others that were found.
    seen: Vec<FxHashMap<AtomId, bool>>,
    /// What is known from another question.
    pub settled: Option<Arc<Settled>>,
    impasses: Option<Rc<Impasses>>,
    shut: Option<Rc<[Shut<'t>]>>,
}

/// How many applications are kept that show what is possible.
const SEEN: usize = 100;

/// The rules that hold in one question, and of which something is told there, by code.
#[derive(Clone, Debug, Default)]
pub struct Settled {
    pub standing: FxHashSet<String>,
    pub told: FxHashSet<(&'static str, String)>,
}

/// A track in which no application satisfies all rules, and the fewest rules that make it so.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shut<'t> {
    pub track: &'t str,
    pub rules: Vec<usize>,
}

/// Whether there is an application as asked among the rules of a question.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    Yes,
    No,
    NotDecided,
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
        let satisfied = rules.iter().map(|rule| !scene.space.violated_anywhere(rule)).collect();
        let prover = Prover::new(scene);
        let replay = Replay::new(table, asked.province, asked.provider, asked.day);
        let (typicals, alone, passing) = (FxHashMap::default(), FxHashMap::default(), FxHashMap::default());
        let (constants, asked_of) = (FxHashMap::default(), FxHashMap::default());
        let (passed, seen, impasses, shut) = (Vec::new(), Vec::new(), None, None);
        Some(Question {
            asked,
            table,
            prover,
            rules,
            violated,
            satisfied,
            replay,
            typicals,
            alone,
            passing,
            constants,
            asked_of,
            passed,
            seen,
            settled: None,
            impasses,
            shut,
        })
    }

    /// Whom rules together leave no way.
    pub fn impasses(&mut self) -> Rc<Impasses> {
        if let Some(known) = &self.impasses {
            return known.clone();
        }
        let found = Rc::new(impasses(self));
        self.impasses.insert(found).clone()
    }

    /// The tracks in which nobody passes.
    pub fn shut(&mut self) -> Rc<[Shut<'t>]> {
        if let Some(known) = &self.shut {
            return known.clone();
        }
        let mut tracks: Vec<(&'t str, Formula)> = self.prover.scene.tracks().to_vec();
        if tracks.is_empty() {
            tracks.push(("", Formula::TRUE));
        }
        let mut shut = Vec::new();
        for (track, of_track) in tracks {
            let is_of_track =
                |index: &usize| track.is_empty() || self.rules[*index].rule.tracks.iter().any(|own| own == track);
            let own: Vec<usize> = self.judging().filter(is_of_track).collect();
            // A track that is impossible itself says nothing of the rules.
            if let Some(rules) = self.fewest(&[of_track], &own).filter(|rules| !rules.is_empty()) {
                shut.push(Shut { track, rules });
            }
        }
        self.shut.insert(shut.into()).clone()
    }

    /// Whether nobody passes in any track of a rule, whatever this rule says.
    pub fn is_shut(&mut self, index: usize) -> bool {
        let shut = self.shut();
        let is_shut = |track: &String| shut.iter().any(|shut| shut.track.is_empty() || shut.track == track);
        !shut.is_empty() && self.rules[index].rule.tracks.iter().all(is_shut)
    }

    /// The fewest of some rules that everybody violates of whom something is so; `None` where somebody does
    /// not, and where nobody is so.
    pub fn violated_by(&mut self, here: Formula, others: &[usize]) -> Option<Vec<usize>> {
        self.fewest(&[here], others).filter(|by| !by.is_empty())
    }

    /// The other rules that hold wherever a rule does.
    pub fn others_wherever(&self, index: usize) -> Vec<usize> {
        let layer = &self.rules[index].rule.layer;
        let holds = |other: &usize| *other != index && self.asked.holds_wherever(&self.rules[*other].rule.layer, layer);
        self.judging().filter(holds).collect()
    }

    /// Whether it is known from another question that nothing is told of a rule that several provinces share:
    /// it would have to be so in all of them.
    pub fn is_refuted(&self, code: Code, rule: &RuleOf<'_>) -> bool {
        self.settled.as_ref().is_some_and(|settled| {
            rule.rule.layer != self.asked.province
                && settled.standing.contains(&rule.rule.id)
                && !settled.told.contains(&(code.code, rule.rule.id.clone()))
        })
    }

    /// The fewest of these rules that cannot all be satisfied where something is so, if they cannot.
    pub fn fewest(&mut self, question: &[Formula], rules: &[usize]) -> Option<Vec<usize>> {
        let satisfied: Vec<Formula> = rules.iter().map(|index| self.satisfied[*index]).collect();
        let fewest = self.prover.fewest(question, &satisfied)?;
        Some(fewest.into_iter().map(|part| rules[part]).collect())
    }

    /// Whether an application can violate a rule and no other.
    pub fn alone(&mut self, index: usize) -> Standing {
        if let Some(known) = self.alone.get(&index) {
            return *known;
        }
        let others = self.judging().filter(|other| *other != index).collect();
        let standing = match self.among(self.violated[index], others) {
            Possible::Yes(_) => Standing::Yes,
            Possible::NotDecided => Standing::NotDecided,
            Possible::No(_) => Standing::No,
        };
        self.alone.insert(index, standing);
        standing
    }

    /// Whether an application to which a rule applies can satisfy it and all others.
    pub fn passing(&mut self, index: usize) -> Standing {
        if let Some(known) = self.passing.get(&index) {
            return *known;
        }
        let rule = self.rules[index].clone();
        let applies = self.prover.scene.space.applies(&rule);
        let standing = self.passes(applies);
        self.passing.insert(index, standing);
        standing
    }

    /// Whether it is certain that these are never so together. An application that was found before may
    /// show that they can be.
    pub fn never(&mut self, asked: &[Formula]) -> bool {
        let formulas = &self.prover.scene.space.formulas;
        let is_shown = |model: &FxHashMap<AtomId, bool>| asked.iter().all(|part| formulas.is_true_in(*part, model));
        if self.passed.iter().chain(&self.seen).any(is_shown) {
            return false;
        }
        match self.prover.possible(asked) {
            Possible::Yes(model) => {
                if self.seen.len() < SEEN {
                    self.seen.push(model.literals.into_iter().collect());
                }
                false
            }
            Possible::No(_) => true,
            Possible::NotDecided => false,
        }
    }

    /// Whether something can be so of an application that satisfies all rules.
    pub fn passes(&mut self, asked: Formula) -> Standing {
        let formulas = &self.prover.scene.space.formulas;
        // Perhaps one was found for something else.
        if self.passed.iter().any(|model| formulas.is_true_in(asked, model)) {
            return Standing::Yes;
        }
        match self.among(asked, self.judging().collect()) {
            Possible::Yes(model) => {
                self.passed.push(model.literals.into_iter().collect());
                Standing::Yes
            }
            Possible::NotDecided => Standing::NotDecided,
            Possible::No(_) => Standing::No,
        }
    }

    /// Whether something can be so while some rules are satisfied.
    fn among(&mut self, asked: Formula, rules: Vec<usize>) -> Possible {
        let satisfied = rules.into_iter().map(|index| self.satisfied[index]);
        let asked: Vec<Formula> = [asked].into_iter().chain(satisfied).collect();
        self.prover.possible(&asked)
    }

    /// Whether rules are never all satisfied where all ask something, though they can be without any of them.
    pub fn contradict(&mut self, rules: &[usize]) -> bool {
        let mut asked: Vec<Formula> = rules.iter().map(|index| self.asked_of(*index)).collect();
        let applying = asked.len();
        asked.extend(rules.iter().map(|index| self.satisfied[*index]));
        self.prover.possible(&asked).is_no()
            && (0..rules.len()).all(|left_out| {
                let mut fewer = asked.clone();
                fewer.remove(applying + left_out);
                matches!(self.prover.possible(&fewer), Possible::Yes(_))
            })
    }

    /// The derived facts of which the rules speak, directly or through others.
    pub fn derived_in_rules(&self) -> FxHashSet<&'t str> {
        let document = &self.table.document;
        let mut from: Vec<&'t Condition> = Vec::new();
        for rule in &self.rules {
            conditions_of_rule(rule.rule, &mut |condition| from.push(condition));
        }
        // Which rules hold at all, and what no application is.
        from.extend(document.vocabulary.invariants.iter().map(|own| &own.condition));
        from.extend(document.layers.iter().flat_map(|layer| &layer.derived).map(|case| &case.when));
        let mut found: FxHashSet<&'t str> = FxHashSet::default();
        for track in document.vocabulary.derived.iter().filter(|own| own.path == TRACK) {
            found.insert(&track.path);
            from.push(&track.value);
        }
        document.each_through_derived(from, &mut |condition| {
            if let Condition::Derived { derived } = condition {
                found.insert(derived);
            }
        });
        found
    }

    /// The rules that an application can violate, by their numbers.
    pub fn judging(&self) -> impl Iterator<Item = usize> + use<'_, 't> {
        (0..self.rules.len()).filter(|index| self.rules[*index].requires() || self.rules[*index].forbids())
    }

    /// Whether some application may violate a rule.
    pub fn can_be_violated(&mut self, index: usize) -> bool {
        // Of a written rule it is asked anyway whether it is violated alone.
        let is_written = self.rules[index].rule.policy.is_none();
        is_written && self.alone(index) == Standing::Yes || !self.prover.possible(&[self.violated[index]]).is_no()
    }

    /// Whether a demand can never be met, whoever it is made of.
    pub fn is_unmeetable(&mut self, index: usize) -> bool {
        let rule = self.rules[index].clone();
        rule.requires()
            && !rule.instances.is_empty()
            && rule.instances.iter().all(|own| self.never(&[own.there, own.track, own.satisfied]))
    }

    /// Of whom a rule asks something. One that says what must not be where it is so asks it of all others,
    /// too: `when not a require a` is `require a`.
    pub fn asked_of(&mut self, index: usize) -> Formula {
        if let Some(known) = self.asked_of.get(&index) {
            return *known;
        }
        let rule = self.rules[index].clone();
        let mut all = Vec::new();
        for instance in &rule.instances {
            let mut asked = vec![instance.there, instance.track];
            for guard in &instance.guards {
                if !rule.requires() || !self.excludes(*guard, instance.satisfied) {
                    asked.push(*guard);
                }
            }
            all.push(self.prover.scene.space.formulas.and(asked));
        }
        let asked = self.prover.scene.space.formulas.or(all);
        self.asked_of.insert(index, asked);
        asked
    }

    /// Whether two formulas that speak of the same facts are never so together.
    fn excludes(&mut self, one: Formula, other: Formula) -> bool {
        let space = &self.prover.scene.space;
        let speak_of_same = !space.variables_of(&[one]).is_disjoint(&space.variables_of(&[other]));
        speak_of_same && self.never(&[one, other])
    }

    /// What a derived fact always is, whatever the application, the province and the day; `None` if it is
    /// not always the same.
    pub fn constant(&mut self, path: &'t str) -> Option<bool> {
        if let Some(known) = self.constants.get(path) {
            return *known;
        }
        let constant = match self.depends_on_question(path) {
            true => None,
            false => self.prover.scene.space.derived_truth(path).and_then(|holds| {
                let never = self.never(&[holds]);
                (never || self.never(&[!holds])).then_some(!never)
            }),
        };
        self.constants.insert(path, constant);
        constant
    }

    /// Whether a derived fact may be something else in another province, or on another day.
    fn depends_on_question(&self, path: &str) -> bool {
        let document = &self.table.document;
        let has_cases =
            |path: &str| document.layers.iter().any(|own| own.derived.iter().any(|case| case.derived == path));
        let mut depends = has_cases(path);
        let own = document.vocabulary.derived.iter().filter(|own| own.path == path).map(|own| &own.value);
        document.each_through_derived(own.collect(), &mut |condition| {
            depends |= match condition {
                Condition::Fact { fact } => self.prover.scene.space.is_fixed(fact),
                Condition::Derived { derived } => has_cases(derived),
                _ => false,
            };
        });
        depends
    }

    /// Whether a condition speaks of a derived fact that is always the same.
    pub fn speaks_of_constant(&mut self, condition: &'t Condition) -> bool {
        let is_constant = match condition {
            Condition::Derived { derived } => self.constant(derived).is_some(),
            _ => false,
        };
        is_constant || condition.parts().into_iter().any(|part| self.speaks_of_constant(part))
    }

    /// Whether a rule may apply to some application.
    pub fn can_apply(&mut self, index: usize) -> bool {
        if self.alone.get(&index) == Some(&Standing::Yes) {
            return true;
        }
        let rule = self.rules[index].clone();
        let applies = self.prover.scene.space.applies(&rule);
        !self.prover.possible(&[applies]).is_no()
    }

    /// An application of one of these tracks for which all of this holds.
    pub fn show(&mut self, tracks: &[String], question: &[Formula]) -> Option<Shown<'t>> {
        let typical = self.typical(tracks);
        let witness = self.prover.witness(question, typical.as_ref())?;
        let said = self.prover.scene.space.deviation(&witness, typical.as_ref());
        let replayed = self.replay.as_ref().and_then(|replay| replay.judge(&witness.application).ok());
        Some(Shown { witness, said, replayed })
    }

    /// The facts on which the track depends.
    pub fn of_tracks(&self) -> FxHashSet<VariableId> {
        let tracks: Vec<Formula> = self.prover.scene.tracks().iter().map(|(_, track)| *track).collect();
        self.prover.scene.space.variables_of(&tracks)
    }

    /// The atoms of some formulas that an applicant can change. The track stays as it is, except where
    /// a rule demands something of the facts on which it depends, and of nothing else.
    pub fn mendable(&self, formulas: &[Formula], rules: &[&RuleOf<'_>]) -> FxHashSet<AtomId> {
        let space = &self.prover.scene.space;
        let of_tracks = self.of_tracks();
        // A refusal demands that it does not apply.
        let demands = rules.iter().flat_map(|rule| {
            rule.instances.iter().flat_map(|instance| match rule.forbids() {
                true => instance.guards.clone(),
                false => space.conjuncts(instance.satisfied),
            })
        });
        let is_of_tracks = |demand: &Formula| space.variables_of(&[*demand]).is_subset(&of_tracks);
        let demands: Vec<Formula> = demands.filter(is_of_tracks).collect();
        let demanded = space.variables_of(&demands);
        let is_mendable = |atom: &AtomId| {
            let mut is_kept = false;
            space.atoms[atom.0 as usize].variables(|id| is_kept |= of_tracks.contains(&id) && !demanded.contains(&id));
            !is_kept && space.decided(*atom) == Decided::Mendable
        };
        space.formulas.atoms(formulas).into_iter().filter(is_mendable).collect()
    }

    /// Whether the rules of an impasse leave no way even to those who change what the rules demand of
    /// the facts on which the track depends. The track stays, where the rules are of some tracks only.
    pub fn is_final(&mut self, impasse: &Impasse) -> bool {
        let rules: Vec<RuleOf<'_>> = impasse.rules.iter().map(|index| self.rules[*index].clone()).collect();
        let violated: Vec<Formula> = impasse.rules.iter().map(|index| !self.satisfied[*index]).collect();
        let mendable = self.mendable(&violated, &rules.iter().collect::<Vec<_>>());
        let who = self.prover.formulas_of(&impasse.who);
        let kept = impasse.who.iter().copied().filter(|(atom, _)| !mendable.contains(atom)).collect();
        let mut asked = self.prover.formulas_of(&kept);
        asked.extend(impasse.rules.iter().map(|index| self.satisfied[*index]));
        let all: Vec<(&str, Formula)> = self.prover.scene.tracks().to_vec();
        let is_shared = |track: &str| rules.iter().all(|rule| rule.rule.tracks.iter().any(|own| own == track));
        let shared: Vec<Formula> =
            all.iter().filter(|(track, _)| is_shared(track)).map(|(_, formula)| *formula).collect();
        if shared.is_empty() || shared.len() == all.len() {
            return self.prover.possible(&asked).is_no();
        }
        shared.into_iter().any(|track| {
            let own: Vec<Formula> = who.iter().copied().chain([track]).collect();
            let staying: Vec<Formula> = asked.iter().copied().chain([track]).collect();
            !self.prover.possible(&own).is_no() && self.prover.possible(&staying).is_no()
        })
    }

    /// That some atoms that speak of facts are as they usually are in the first of these tracks.
    pub fn usual(&mut self, tracks: &[String], atoms: &[AtomId]) -> Formula {
        let Some(typical) = self.typical(tracks) else { return Formula::TRUE };
        let mut atoms: Vec<AtomId> = atoms.to_vec();
        atoms.sort_unstable();
        let formulas = &mut self.prover.scene.space.formulas;
        let literals: Vec<Formula> = atoms
            .into_iter()
            .filter_map(|atom| {
                let (formula, is_so) = (formulas.atom(atom), typical.atom(atom)?);
                Some(if is_so { formula } else { !formula })
            })
            .collect();
        formulas.and(literals)
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
