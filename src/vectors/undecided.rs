//! Applications in which something is missing that decided: few that show it for every rule.

use rustc_hash::FxHashMap;
use serde_json::Value;

use crate::document::Document;
use crate::vectors::cover::{Shows, cover};
use crate::vectors::homes::Home;
use crate::vectors::missing::{Removal, removals};
use crate::vectors::trial::{Trial, Tried};

/// Of how much one application says nothing.
const MOST_MISSING: usize = 8;
/// With how many others an application is tried to be joined.
const TRIES: usize = 12;

/// An application and what is shown by what it lacks: numbers of rules, each with the name of what
/// would decide it.
#[derive(Clone, Debug)]
pub struct Undecided {
    pub application: Value,
    pub shows: Vec<(usize, String)>,
}

/// The applications to begin with.
#[derive(Clone, Copy, Debug)]
pub struct Bases<'b> {
    pub applications: &'b [&'b Value],
    pub tried: &'b [Option<Tried>],
}

/// For each rule and each thing that it asks for, an application in which the lack of it decides.
pub fn undecided(
    document: &Document,
    home: &Home,
    trial: &Trial<'_>,
    bases: Bases<'_>,
    is_of_rule: impl Fn(usize, usize) -> bool,
) -> Vec<Undecided> {
    let mut lacks = Lacks { trial, bases, removals: Vec::new(), goals: Vec::new(), known: FxHashMap::default() };
    lacks.add_goals(document, home);
    let found = lacks.search(is_of_rule);
    let chosen = cover(&found, lacks.goals.len());
    let chosen = chosen.into_iter().map(|(index, reached)| Less { reached, ..found[index].clone() });
    lacks.joined(chosen.collect()).into_iter().filter_map(|less| lacks.written(&less)).collect()
}

/// A rule that something decides: both by their numbers.
#[derive(Clone, Copy, Debug)]
struct Goal {
    rule: usize,
    removal: usize,
}

/// A base without some things, and the goals that it reaches.
#[derive(Clone, Debug)]
struct Less {
    base: usize,
    removals: Vec<usize>,
    reached: Vec<usize>,
}

impl Shows for Less {
    fn goals(&self) -> &[usize] {
        &self.reached
    }

    fn cost(&self) -> usize {
        0
    }
}

/// A base without what two lack.
fn both(base: usize, one: &Less, other: &Less) -> Less {
    let new = other.removals.iter().filter(|removal| !one.removals.contains(removal));
    let removals = one.removals.iter().chain(new).copied().collect();
    Less { base, removals, reached: [&one.reached[..], &other.reached[..]].concat() }
}

struct Lacks<'s> {
    trial: &'s Trial<'s>,
    bases: Bases<'s>,
    removals: Vec<Removal>,
    goals: Vec<Goal>,
    /// What is found of a base without one thing.
    known: FxHashMap<(usize, usize), Option<Tried>>,
}

impl Lacks<'_> {
    fn add_goals(&mut self, document: &Document, home: &Home) {
        let inline = home.inline(document);
        for number in &home.rules {
            let rule = &document.rules[*number];
            if !matches!(rule.effect.as_str(), "require" | "forbid") {
                continue;
            }
            for removal in removals(document, &inline, rule) {
                let known = self.removals.iter().position(|other| *other == removal);
                let removal = known.unwrap_or_else(|| {
                    self.removals.push(removal);
                    self.removals.len() - 1
                });
                self.goals.push(Goal { rule: *number, removal });
            }
        }
    }

    /// An application for each goal that can be reached.
    fn search(&mut self, is_of_rule: impl Fn(usize, usize) -> bool) -> Vec<Less> {
        let mut is_reached = vec![false; self.goals.len()];
        let mut all = Vec::new();
        for number in 0..self.goals.len() {
            if is_reached[number] {
                continue;
            }
            let goal = self.goals[number];
            let (own, others): (Vec<usize>, Vec<usize>) =
                (0..self.bases.applications.len()).partition(|base| is_of_rule(*base, goal.rule));
            let Some(base) = own.into_iter().chain(others).find(|base| self.is_decisive(*base, goal)) else { continue };
            let mut reached: Vec<usize> =
                (0..self.goals.len()).filter(|other| self.goals[*other].removal == goal.removal).collect();
            reached.retain(|other| self.is_decisive(base, self.goals[*other]));
            reached.iter().for_each(|goal| is_reached[*goal] = true);
            all.push(Less { base, removals: vec![goal.removal], reached });
        }
        all
    }

    /// Whether a rule is decided in a base, and not without something.
    fn is_decisive(&mut self, base: usize, goal: Goal) -> bool {
        let Some(before) = &self.bases.tried[base] else { return false };
        if !self.trial.is_decided(before, goal.rule) {
            return false;
        }
        let (trial, removals, application) = (self.trial, &self.removals, self.bases.applications[base]);
        let after = self.known.entry((base, goal.removal)).or_insert_with(|| {
            let less = removals[goal.removal].apply(application)?;
            trial.judge(&less)
        });
        after.as_ref().is_some_and(|after| trial.is_open(after, goal.rule))
    }

    /// Lets one application lack several things, where each of them still decides.
    fn joined(&self, all: Vec<Less>) -> Vec<Less> {
        let mut joined: Vec<Less> = Vec::new();
        for less in all {
            let candidates = joined.iter().enumerate().filter(|(_, other)| other.removals.len() < MOST_MISSING);
            let together = candidates.take(TRIES).find_map(|(index, other)| {
                let mut bases = [other.base, less.base].into_iter().map(|base| both(base, other, &less));
                Some((index, bases.find(|together| self.is_right(together))?))
            });
            match together {
                Some((index, together)) => joined[index] = together,
                None => joined.push(less),
            }
        }
        joined
    }

    /// Whether each goal is undecided, and decided once what it lacks is there.
    fn is_right(&self, less: &Less) -> bool {
        let Some(after) = self.without(less.base, less.removals.iter().copied()) else { return false };
        if !less.reached.iter().all(|goal| self.trial.is_open(&after, self.goals[*goal].rule)) {
            return false;
        }
        // The newest is the likeliest to be wrong.
        less.removals.iter().rev().all(|removal| {
            let others = less.removals.iter().copied().filter(|other| other != removal);
            let Some(before) = self.without(less.base, others) else { return false };
            let mut own = less.reached.iter().map(|goal| self.goals[*goal]).filter(|goal| goal.removal == *removal);
            own.all(|goal| self.trial.is_decided(&before, goal.rule))
        })
    }

    fn without(&self, base: usize, removals: impl Iterator<Item = usize>) -> Option<Tried> {
        self.trial.judge(&self.application(base, removals)?)
    }

    fn application(&self, base: usize, removals: impl Iterator<Item = usize>) -> Option<Value> {
        let mut application = self.bases.applications[base].clone();
        for removal in removals {
            if !self.removals[removal].take(&mut application) {
                return None;
            }
        }
        Some(application)
    }

    fn written(&self, less: &Less) -> Option<Undecided> {
        let mut reached = less.reached.clone();
        reached.sort_unstable();
        let shows = reached.into_iter().map(|goal| self.goals[goal]);
        let shows = shows.map(|goal| (goal.rule, self.removals[goal.removal].name.clone())).collect();
        Some(Undecided { application: self.application(less.base, less.removals.iter().copied())?, shows })
    }
}
