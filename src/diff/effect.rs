//! What a change does to findings, as formulas: who gets one, who loses one.

use rustc_hash::FxHashMap;

use crate::document::Sentence;
use crate::prove::formula::Formula;
use crate::prove::prover::{Possible, Prover};
use crate::prove::space::{Instance, RuleOf};

/// The side of the new table, and that of the old.
pub const NEW: usize = 0;
pub const OLD: usize = 1;

/// How bad it is: refused, or anything at all; and whether the rule applies.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Level {
    pub refuse: Formula,
    pub any: Formula,
    pub applies: Formula,
}

impl Level {
    const NONE: Level = Level { refuse: Formula::FALSE, any: Formula::FALSE, applies: Formula::FALSE };
}

/// Some tracks in which a change is one and the same.
#[derive(Clone, Debug)]
pub struct Bundle {
    /// Numbers of tracks of the new side.
    pub tracks: Vec<usize>,
    /// An application is of one of them.
    pub track: Formula,
    pub worse: Formula,
    pub better: Formula,
    pub applies: Formula,
    pub no_longer_applies: Formula,
    /// What all rules have in common, with the sentences that say it.
    pub scope: Vec<(Formula, Option<Sentence>)>,
    /// What the rules require is not done, and that is the same in all of them.
    pub undone: Option<Formula>,
    /// The old rules find something, where that can be said of the application as a whole.
    pub before: Option<Formula>,
    /// The new rules find something.
    pub after: Option<Formula>,
}

impl Bundle {
    /// Nothing but a condition.
    pub fn of(condition: Formula) -> Bundle {
        let never = Formula::FALSE;
        Bundle {
            tracks: Vec::new(),
            track: Formula::TRUE,
            worse: condition,
            better: never,
            applies: never,
            no_longer_applies: never,
            scope: Vec::new(),
            undone: None,
            before: None,
            after: None,
        }
    }
}

/// A province's rules of both sides, and what is known of all of them.
#[derive(Debug)]
pub struct Bench<'t> {
    pub prover: Prover<'t>,
    pub rules: Vec<RuleOf<'t>>,
    index: FxHashMap<&'t str, usize>,
    /// Of each rule, with its tracks.
    violated: Vec<Formula>,
    /// All rules of a side together.
    pub all: [Level; 2],
    /// The tracks of the new side, each with the condition that an application is of it before and
    /// after.
    pub tracks: Vec<(&'t str, Formula)>,
}

impl<'t> Bench<'t> {
    /// Rules of the new side that are shared belong to both.
    pub fn new(mut prover: Prover<'t>, is_shared: impl Fn(&str) -> bool) -> Bench<'t> {
        let rules = prover.scene.rules.clone();
        let index = rules.iter().enumerate().map(|(index, rule)| (rule.rule.id.as_str(), index)).collect();
        let violated: Vec<Formula> = rules.iter().map(|rule| prover.scene.space.violated(rule)).collect();
        let mut all = [Level::NONE; 2];
        for (side, level) in all.iter_mut().enumerate() {
            let of_side = |rule: &RuleOf<'_>| rule.side == side || (side == OLD && is_shared(&rule.rule.id));
            let own: Vec<usize> = (0..rules.len()).filter(|index| of_side(&rules[*index])).collect();
            let formulas = &mut prover.scene.space.formulas;
            level.any = formulas.or(own.iter().map(|index| violated[*index]));
            level.refuse =
                formulas.or(own.iter().filter(|index| rules[**index].forbids()).map(|index| violated[*index]));
        }
        let (after, before) = (prover.scene.tracks_of(NEW).to_vec(), prover.scene.tracks_of(OLD).to_vec());
        let staying = after.into_iter().map(|(track, is)| {
            let was = before.iter().find(|(other, _)| *other == track);
            let both = was.map_or(is, |(_, was)| prover.scene.space.formulas.and([is, *was]));
            (track, both)
        });
        let tracks = staying.collect();
        Bench { prover, rules, index, violated, all, tracks }
    }

    /// The numbers of rules by their ids in the joint table.
    pub fn numbers(&self, ids: &[&str]) -> Vec<usize> {
        ids.iter().filter_map(|id| self.index.get(id)).copied().collect()
    }

    pub(super) fn and(&mut self, parts: impl IntoIterator<Item = Formula>) -> Formula {
        self.prover.scene.space.formulas.and(parts)
    }

    pub(super) fn or(&mut self, parts: impl IntoIterator<Item = Formula>) -> Formula {
        self.prover.scene.space.formulas.or(parts)
    }

    /// No rule finds anything, those of a change aside.
    pub fn clean_but(&mut self, change: &[usize]) -> Formula {
        let others: Vec<Formula> =
            (0..self.rules.len()).filter(|index| !change.contains(index)).map(|index| self.violated[index]).collect();
        !self.or(others)
    }

    /// The verdict of an application is worse on this side than on the other.
    pub fn verdict_worse(&mut self, here: usize, there: usize) -> Formula {
        let (own, other) = (self.all[here], self.all[there]);
        self.exceeds(own, other)
    }

    fn exceeds(&mut self, own: Level, other: Level) -> Formula {
        let refused = self.and([own.refuse, !other.refuse]);
        let any = self.and([own.any, !other.any]);
        self.or([refused, any])
    }

    /// What some rules find in one instance, or in any.
    fn level(&mut self, rules: &[usize], track: Option<&str>, instance: Option<usize>) -> Level {
        let (mut refuse, mut any, mut applies) = (Vec::new(), Vec::new(), Vec::new());
        for number in rules {
            let rule = self.rules[*number].clone();
            if track.is_some_and(|track| !rule.rule.tracks.iter().any(|own| own == track)) {
                continue;
            }
            let instances = rule.instances.iter().enumerate();
            for (_, own) in instances.filter(|(index, _)| instance.is_none_or(|wanted| wanted == *index)) {
                let (violated, here) = self.of_instance(own, track.is_some());
                any.push(violated);
                applies.push(here);
                if rule.forbids() {
                    refuse.push(violated);
                }
            }
        }
        Level { refuse: self.or(refuse), any: self.or(any), applies: self.or(applies) }
    }

    /// Whether it is violated and whether it applies, the track aside if that is known.
    fn of_instance(&mut self, instance: &Instance, is_in_track: bool) -> (Formula, Formula) {
        if !is_in_track {
            return (instance.violated, instance.applies);
        }
        let applies = self.and([instance.there].into_iter().chain(instance.guards.iter().copied()));
        (self.and([applies, !instance.satisfied]), applies)
    }

    /// The change of some rules into others, track by track.
    pub fn bundles(&mut self, old: &[usize], new: &[usize]) -> Vec<Bundle> {
        let tracks = self.tracks.clone();
        let lists: Vec<Option<&str>> =
            old.iter().chain(new).map(|number| self.rules[*number].rule.for_each.as_deref()).collect();
        let is_one_list = lists.windows(2).all(|pair| pair[0] == pair[1]);
        let count = old.iter().chain(new).map(|number| self.rules[*number].instances.len()).max().unwrap_or(0);
        let instances: Vec<Option<usize>> = if is_one_list { (0..count).map(Some).collect() } else { vec![None] };
        let asked: Vec<Option<&str>> = match tracks.is_empty() {
            true => vec![None],
            false => tracks.iter().map(|(track, _)| Some(*track)).collect(),
        };
        let mut bundles: Vec<Bundle> = Vec::new();
        for (number, track) in asked.iter().enumerate() {
            let [mut worse, mut better, mut applies, mut no_longer] = [const { Vec::new() }; 4];
            let mut known = None;
            for instance in &instances {
                let (before, after) = (self.level(old, *track, *instance), self.level(new, *track, *instance));
                worse.push(self.exceeds(after, before));
                better.push(self.exceeds(before, after));
                applies.push(self.and([after.applies, !before.applies]));
                no_longer.push(self.and([before.applies, !after.applies]));
                known = Some((before.any, after.any));
            }
            let [worse, better, applies, no_longer_applies] =
                [worse, better, applies, no_longer].map(|parts| self.or(parts));
            let (numbers, own) = match track {
                Some(_) => (vec![number], tracks[number].1),
                None => ((0..tracks.len()).collect(), Formula::TRUE),
            };
            let is_it = |bundle: &&mut Bundle| {
                (bundle.worse, bundle.better, bundle.applies, bundle.no_longer_applies)
                    == (worse, better, applies, no_longer_applies)
            };
            if let Some(known) = bundles.iter_mut().find(is_it) {
                known.tracks.extend(numbers);
                let track = known.track;
                known.track = self.or([track, own]);
                continue;
            }
            let scope = self.scope(&[old, new].concat(), *track);
            let undone = self.undone(&[old, new].concat(), *track);
            let known = known.filter(|_| instances.len() == 1 && !old.is_empty() && !new.is_empty());
            bundles.push(Bundle {
                tracks: numbers,
                track: own,
                worse,
                better,
                applies,
                no_longer_applies,
                scope,
                undone,
                before: known.map(|(before, _)| before),
                after: known.map(|(_, after)| after),
            });
        }
        bundles
    }

    /// Of each rule that stands for the tracks of a bundle, that it finds something.
    pub fn each(&mut self, rules: &[usize], bundle: &Bundle) -> Vec<(usize, Formula)> {
        let track = bundle.tracks.first().and_then(|number| self.tracks.get(*number)).map(|(track, _)| *track);
        let own = self.of_track(rules, track);
        own.into_iter().map(|number| (number, self.level(&[number], track, None).any)).collect()
    }

    /// The rules that stand for a track.
    fn of_track(&self, rules: &[usize], track: Option<&str>) -> Vec<usize> {
        let stands =
            |number: &&usize| track.is_none_or(|track| self.rules[**number].rule.tracks.iter().any(|own| own == track));
        rules.iter().filter(stands).copied().collect()
    }

    /// What all of these rules have in common: conditions, and the element that they look at.
    fn scope(&self, rules: &[usize], track: Option<&str>) -> Vec<(Formula, Option<Sentence>)> {
        let own = self.of_track(rules, track);
        let Some(last) = own.last() else { return Vec::new() };
        let Some(first) = self.rules[*last].instances.first() else { return Vec::new() };
        let is_common = |holds: &dyn Fn(&Instance) -> bool| {
            let mut instances = own.iter().flat_map(|number| &self.rules[*number].instances);
            instances.all(holds)
        };
        let guards = first.guards.iter().zip(&self.rules[*last].rule.when);
        let common = guards
            .filter(|(guard, _)| **guard != Formula::TRUE && is_common(&|instance| instance.guards.contains(guard)));
        let mut scope: Vec<(Formula, Option<Sentence>)> =
            common.map(|(formula, guard)| (*formula, Some(guard.sentence.clone()))).collect();
        if first.there != Formula::TRUE && is_common(&|instance| instance.there == first.there) {
            scope.push((first.there, None));
        }
        scope
    }

    /// That what is required is not done, where all of these rules require the same.
    fn undone(&self, rules: &[usize], track: Option<&str>) -> Option<Formula> {
        let own = self.of_track(rules, track);
        let first = self.rules[*own.last()?].instances.first()?;
        let is_demand = first.satisfied != Formula::TRUE && first.satisfied != Formula::FALSE;
        let mut instances = own.iter().flat_map(|number| &self.rules[*number].instances);
        (is_demand && instances.all(|instance| instance.satisfied == first.satisfied)).then_some(!first.satisfied)
    }

    /// The tracks of a bundle for which something can be so.
    pub fn possible_tracks(&mut self, bundle: &Bundle, target: Formula) -> (Vec<usize>, bool) {
        if target == Formula::FALSE {
            return (Vec::new(), true);
        }
        let tracks = self.tracks.clone();
        let (mut possible, mut is_decided) = (Vec::new(), true);
        for number in &bundle.tracks {
            let track = tracks.get(*number).map_or(Formula::TRUE, |(_, formula)| *formula);
            match self.prover.possible(&[target, track]) {
                Possible::No(_) => {}
                Possible::Yes(_) => possible.push(*number),
                Possible::NotDecided => {
                    is_decided = false;
                    possible.push(*number);
                }
            }
        }
        if tracks.is_empty() {
            is_decided = !matches!(self.prover.possible(&[target]), Possible::NotDecided);
        }
        (possible, is_decided)
    }

    /// Applications of a track of the old side that are of another of the new side: the numbers of
    /// both, and the condition.
    pub fn moved(&mut self) -> Vec<(usize, usize, Formula)> {
        let (new, old) = (self.prover.scene.tracks_of(NEW).to_vec(), self.prover.scene.tracks_of(OLD).to_vec());
        let mut moved = Vec::new();
        for (from, (old_track, was)) in old.iter().enumerate() {
            for (to, (_, is)) in new.iter().enumerate().filter(|(_, (track, _))| track != old_track) {
                let both = self.and([*was, *is]);
                if !self.prover.possible(&[both]).is_no() {
                    moved.push((from, to, both));
                }
            }
        }
        moved
    }
}
