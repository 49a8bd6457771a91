//! Finds an application for each goal, as plain as can be, with other rules satisfied.

use std::ops::Range;

use rustc_hash::FxHashMap;
use serde_json::Value;

use crate::document::{Condition, Layer, Rule};
use crate::prove::formula::Formula;
use crate::prove::prover::{Possible, Prover};
use crate::prove::space::{RuleOf, Scene, Side, Space};
use crate::prove::witness::Typical;
use crate::vectors::goals::{Extended, Goal, Tells};
use crate::vectors::homes::Home;
use crate::vectors::trial::{Strength, Trial, Tried};
use crate::vectors::variants::walk::{for_each_condition, for_each_within};
use crate::vectors::variants::{Against, TRACK};

/// Goals that are searched for together: fewer where each may bring an element of its own.
const MOST: usize = 40;
const MOST_OF_LISTS: usize = 6;
/// Elements of which one application has words.
const MOST_ELEMENTS: usize = 20;
/// How often further rules are kept satisfied.
const ROUNDS: usize = 12;

/// An application and what it shows.
#[derive(Clone, Debug)]
pub struct Found {
    pub application: Value,
    pub tried: Tried,
    /// Numbers of the rules that are violated.
    pub violated: Vec<usize>,
    /// Numbers of goals.
    pub reached: Vec<usize>,
}

/// How the search for the goals of a question went.
#[derive(Clone, Debug, Default)]
pub struct Outcome {
    pub found: Vec<Found>,
    /// How each goal has to be reached; `None` for what no application can reach, and for what asks the
    /// same as another goal.
    pub strengths: Vec<Option<Strength>>,
    /// Goals for which none was found.
    pub missed: Vec<usize>,
    /// The usual applications, of each track.
    pub usual: Vec<Value>,
}

/// Searches for all goals of a question.
pub fn search(extended: &Extended, home: &Home, trial: &Trial<'_>) -> Outcome {
    let mut outcome = Outcome { strengths: vec![None; extended.goals.len()], ..Outcome::default() };
    let numbers: FxHashMap<&str, usize> =
        extended.document.rules.iter().enumerate().map(|(number, rule)| (rule.id.as_str(), number)).collect();
    let own = layers(extended, home, &[]);
    let usual = Typicals::new(scene(extended, home, &own));
    outcome.usual = usual.applications();
    for goals in batches(extended, home) {
        let layers = layers(extended, home, &extended.goals[goals.clone()]);
        let batch = Batch::new(scene(extended, home, &layers), &usual, extended, trial, &numbers);
        batch.run(goals, &mut outcome);
    }
    for found in &mut outcome.found {
        let goals = extended.goals.iter().zip(&outcome.strengths).enumerate();
        let reached = goals.filter(|(_, (goal, strength))| {
            strength.is_some_and(|strength| trial.reaches(&found.tried, goal, strength))
        });
        found.reached = reached.map(|(number, _)| number).collect();
    }
    outcome
}

fn scene<'t>(extended: &'t Extended, home: &Home, layers: &'t [Layer]) -> Scene<'t> {
    let side = Side { layers: layers.iter().collect(), day: home.day, track: TRACK };
    Scene::of(&extended.document, &home.province, home.day, vec![side])
}

/// The usual application of each track, by the rules of the table alone.
struct Typicals<'t> {
    prover: Prover<'t>,
    all: Vec<(&'t str, Option<Typical>)>,
}

impl<'t> Typicals<'t> {
    fn new(scene: Scene<'t>) -> Typicals<'t> {
        let mut prover = Prover::new(scene);
        let mut tracks: Vec<(&str, Option<Formula>)> =
            prover.scene.tracks().iter().map(|(track, formula)| (*track, Some(*formula))).collect();
        if tracks.is_empty() {
            tracks.push(("", None));
        }
        let all = tracks.into_iter().map(|(track, formula)| (track, prover.typical(formula))).collect();
        Typicals { prover, all }
    }

    fn applications(&self) -> Vec<Value> {
        let typicals = self.all.iter().filter_map(|(_, typical)| typical.as_ref());
        typicals.map(|typical| typical.application.clone()).collect()
    }

    /// The same in a space with variants.
    fn carried(&self, to: &Space<'_>) -> Vec<(&'t str, Option<Typical>)> {
        let from = &self.prover.scene.space;
        let carried = |typical: &Option<Typical>| typical.as_ref().map(|typical| typical.carried(from, to));
        self.all.iter().map(|(track, typical)| (*track, carried(typical))).collect()
    }
}

/// Goals of one rule, or of one derived fact.
fn batches(extended: &Extended, home: &Home) -> Vec<Range<usize>> {
    let inline = home.inline(&extended.document);
    let most = |goals: &[Goal]| {
        let rules = goals.first().into_iter().flat_map(Goal::pairs);
        let mut rules = rules.map(|(rule, _)| inline.written_out(&extended.document.rules[*rule]));
        if rules.any(|mut rule| has_quantifier(&mut rule)) { MOST_OF_LISTS } else { MOST }
    };
    let same = |one: &Goal, other: &Goal| one.shown.is_of_same(&other.shown);
    let mut start = 0;
    let ranges = extended.goals.chunk_by(same).flat_map(|goals| goals.chunks(most(goals))).map(|chunk| {
        start += chunk.len();
        start - chunk.len()..start
    });
    ranges.collect()
}

fn has_quantifier(rule: &mut Rule) -> bool {
    let mut found = false;
    for_each_condition(rule, &mut |condition| {
        for_each_within(condition, &mut |part| {
            found |=
                matches!(part, Condition::Any { .. } | Condition::All { .. } | Condition::Count { of: Some(_), .. });
        });
    });
    found
}

/// The layers in force, the last of them with the variants of some goals only.
fn layers(extended: &Extended, home: &Home, goals: &[Goal]) -> Vec<Layer> {
    let mut layers: Vec<Layer> = home.layers(&extended.document).into_iter().cloned().collect();
    if let Some(own) = layers.last_mut() {
        own.rules.truncate(own.rules.len() - (extended.document.rules.len() - extended.before));
        let variants = goals.iter().flat_map(Goal::pairs);
        own.rules.extend(variants.map(|(_, variant)| extended.document.rules[*variant].id.clone()));
    }
    layers
}

/// The goals of one rule, which are searched for together.
struct Batch<'s, 't> {
    prover: Prover<'t>,
    extended: &'s Extended,
    trial: &'s Trial<'s>,
    /// By number; variants too.
    rules: FxHashMap<usize, RuleOf<'t>>,
    /// Of each track.
    typicals: Vec<(&'t str, Option<Typical>)>,
}

/// A goal as a question to the prover.
#[derive(Clone, Copy, Debug)]
struct Target {
    goal: usize,
    formula: Formula,
    strength: Strength,
}

impl<'s, 't> Batch<'s, 't> {
    fn new(
        mut scene: Scene<'t>,
        usual: &Typicals<'t>,
        extended: &'s Extended,
        trial: &'s Trial<'s>,
        numbers: &FxHashMap<&str, usize>,
    ) -> Batch<'s, 't> {
        let number = |rule: &RuleOf<'_>| numbers.get(rule.rule.id.as_str()).copied().unwrap_or(usize::MAX);
        let rules = scene.rules.iter().map(|rule| (number(rule), rule.clone())).collect();
        scene.rules.retain(|rule| number(rule) < extended.before);
        let typicals = usual.carried(&scene.space);
        Batch { prover: Prover::new(scene), extended, trial, rules, typicals }
    }

    fn run(mut self, goals: Range<usize>, outcome: &mut Outcome) {
        let mut words: Vec<(Target, usize)> = Vec::new();
        for target in self.targets(goals.clone()) {
            outcome.strengths[target.goal] = Some(target.strength);
            let goal = &self.extended.goals[target.goal];
            let is_reached = |found: &Found| self.trial.reaches(&found.tried, goal, target.strength);
            let known = outcome.found.iter().position(is_reached);
            if known.is_none() {
                let found = self.isolated(goal, target.formula);
                let is_reached = |found: &Found| self.trial.reaches(&found.tried, goal, target.strength);
                if !found.as_ref().is_some_and(is_reached) {
                    outcome.missed.push(target.goal);
                }
                outcome.found.extend(found);
            }
            if goal.shown.against == Against::Word {
                words.extend(known.or(outcome.found.len().checked_sub(1)).map(|found| (target, found)));
            }
        }
        self.pack(&words, outcome);
        for goal in goals {
            if let Tells::Elements(rule) = self.extended.goals[goal].tells
                && let Some(found) = self.elements(goal, rule, &outcome.usual)
            {
                outcome.strengths[goal] = Some(Strength::Finding);
                outcome.found.push(found);
            }
        }
    }

    /// Words that are asked of elements of a list: many elements in one application.
    fn pack(&mut self, words: &[(Target, usize)], outcome: &mut Outcome) {
        for chunk in words.chunks(MOST_ELEMENTS) {
            let [(target, _), _, ..] = chunk else { continue };
            let pairs = self.extended.goals[target.goal].pairs();
            let Some(rule) = pairs.first().map(|(rule, _)| *rule) else { continue };
            let elements = |key: &str| -> Vec<Value> {
                let first = |found: &usize| outcome.found[*found].application.get(key)?.get(0).cloned();
                chunk.iter().filter_map(|(_, found)| first(found)).collect()
            };
            outcome.found.extend(self.with_elements(rule, target.formula, chunk.len(), elements));
        }
    }

    /// The usual element stands before one that violates a rule.
    fn elements(&mut self, goal: usize, rule: usize, usual: &[Value]) -> Option<Found> {
        let violated = self.rules.get(&rule).cloned()?;
        let violated = self.prover.scene.space.violated(&violated);
        for usual in usual {
            let found = self.with_elements(rule, violated, 2, |key| usual.get(key)?.get(0).cloned());
            let goal = &self.extended.goals[goal];
            if let Some(found) = found.filter(|found| self.trial.reaches(&found.tried, goal, Strength::Finding)) {
                return Some(found);
            }
        }
        None
    }

    /// An application as asked with so many elements of the list of a rule, the first of which are
    /// replaced by these.
    fn with_elements<Elements: IntoIterator<Item = Value>>(
        &mut self,
        rule: usize,
        question: Formula,
        count: usize,
        elements: impl Fn(&str) -> Elements,
    ) -> Option<Found> {
        let list = self.rules.get(&rule)?.rule.for_each.as_deref()?;
        let many = self.prover.scene.space.has_elements(list, count)?;
        let key = self.extended.document.vocabulary.lists.iter().find(|item| item.id == list)?.key.as_deref()?;
        let typical = self.typical_of(&[rule]).and_then(|index| self.typicals[index].1.as_ref());
        let mut application = self.prover.witness(&[question, many], typical)?.application;
        let array = application.get_mut(key).and_then(Value::as_array_mut)?;
        array.iter_mut().zip(elements(key)).for_each(|(place, element)| *place = element);
        self.found(application)
    }

    /// Each goal that can be reached; what is the same question is asked once.
    fn targets(&mut self, goals: Range<usize>) -> Vec<Target> {
        let extended = self.extended;
        let mut targets: Vec<Target> = Vec::new();
        for goal in goals {
            let mut all = [Vec::new(), Vec::new()];
            for (rule, variant) in extended.goals[goal].pairs() {
                let [finding, applies] = self.differences(*rule, *variant);
                all[0].push(finding);
                all[1].push(applies);
            }
            let formulas = &mut self.prover.scene.space.formulas;
            let [finding, applies] = all.map(|parts| formulas.or(parts));
            let of = |(formula, strength)| Target { goal, formula, strength };
            let mut wanted = [(finding, Strength::Finding), (applies, Strength::Applies)].into_iter().map(of);
            let target = wanted.find(|target| !self.prover.possible(&[target.formula]).is_no());
            let is_new = |target: &Target| targets.iter().all(|other| other.formula != target.formula);
            targets.extend(target.filter(is_new));
        }
        targets
    }

    /// Where a rule differs from its variant: in what is violated, and in anything.
    fn differences(&mut self, rule: usize, variant: usize) -> [Formula; 2] {
        let (Some(one), Some(other)) = (self.rules.get(&rule), self.rules.get(&variant)) else {
            return [Formula::FALSE; 2];
        };
        let formulas = &mut self.prover.scene.space.formulas;
        let mut differences = [Vec::new(), Vec::new()];
        for (one, other) in one.instances.iter().zip(&other.instances) {
            let finding = !formulas.equal(one.violated, other.violated);
            let applies = !formulas.equal(one.applies, other.applies);
            differences[0].push(finding);
            differences[1].extend([finding, applies]);
        }
        differences.map(|parts| formulas.or(parts))
    }

    /// An application for a goal that violates as few other rules as possible.
    fn isolated(&mut self, goal: &Goal, target: Formula) -> Option<Found> {
        let own: Vec<usize> = goal.pairs().iter().map(|(rule, _)| *rule).collect();
        let typical = self.typical_of(&own);
        let mut settled = own;
        let mut question = vec![target];
        let mut best = None;
        for _ in 0..ROUNDS {
            let typical = typical.and_then(|index| self.typicals[index].1.as_ref());
            let Some(application) = self.prover.witness(&question, typical).map(|witness| witness.application) else {
                break;
            };
            let Some(tried) = self.trial.judge_with(&application, std::iter::empty()) else { break };
            let violated = self.trial.violated(&tried);
            best = Some(application);
            let others: Vec<usize> = violated.into_iter().filter(|rule| !settled.contains(rule)).collect();
            if others.is_empty() {
                break;
            }
            for other in others {
                settled.push(other);
                let Some(rule) = self.rules.get(&other) else { continue };
                let violated = self.prover.scene.space.violated(rule);
                question.push(!violated);
                if !matches!(self.prover.possible(&question), Possible::Yes(_)) {
                    question.pop();
                }
            }
        }
        self.found(best?)
    }

    /// An application with what all variants say of it.
    fn found(&self, application: Value) -> Option<Found> {
        let tried = self.trial.judge(&application)?;
        let violated = self.trial.violated(&tried);
        Some(Found { application, tried, violated, reached: Vec::new() })
    }

    /// The usual application for the first track of a rule.
    fn typical_of(&self, rules: &[usize]) -> Option<usize> {
        let rule = self.rules.get(rules.first()?)?.rule;
        let of_track = |(track, typical): &(&str, Option<Typical>)| {
            typical.is_some() && (track.is_empty() || rule.tracks.iter().any(|own| own == track))
        };
        self.typicals.iter().position(of_track).or_else(|| self.typicals.iter().position(|(_, own)| own.is_some()))
    }
}
