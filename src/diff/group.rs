//! What the change of a rule, or of several that are compared as one, does.

use crate::diagnostic::Message;
use crate::diff::cover::Within;
use crate::diff::difference::{Case, Change, Class, Decided, Direction, Named, Witness};
use crate::diff::effect::{Bench, Bundle, NEW, OLD};
use crate::diff::example::{Examples, Wanted};
use crate::diff::province::Work;
use crate::diff::rename::own_name;
use crate::prove::describe::joined;
use crate::prove::diagram::Cube;
use crate::prove::formula::Formula;
use crate::prove::prover::Possible;
use crate::prove::space::Atom;
use crate::say;

/// Conditions that are listed before something shorter is looked for.
const FEW: usize = 5;

/// A change about which more and more is found.
pub struct Found<'f, 'w, 'e, 'a, 't, 'j> {
    pub change: &'f mut Change,
    pub work: &'f Work<'w, 't>,
    pub bench: &'f mut Bench<'j>,
    pub examples: &'e mut Examples<'a, 'j>,
    pub old: &'f [usize],
    pub new: &'f [usize],
}

impl Found<'_, '_, '_, '_, '_, '_> {
    pub fn bundle(&mut self, bundle: &Bundle, of: usize) {
        let is_plain = self.old.is_empty() || self.new.is_empty();
        for (direction, target) in [(Direction::Worse, bundle.worse), (Direction::Better, bundle.better)] {
            let cases = self.cases(bundle, target, Some(direction));
            let Some((tracks, cases)) = cases else { continue };
            // What one word does to many rules is shown by the first of them.
            let cause = self.change.cause.clone();
            if self.examples.is_shown(cause.as_ref(), direction) {
                match direction {
                    Direction::Worse => self.change.tighter.extend(cases),
                    Direction::Better => self.change.looser.extend(cases),
                }
                continue;
            }
            let mut verdicts = self.verdicts(bundle, direction, target);
            let known = match direction {
                Direction::Worse => self.change.worse_verdicts,
                Direction::Better => self.change.better_verdicts,
            };
            let (old, new) = (self.old, self.new);
            let wanted = Wanted { direction, target, tracks: &tracks, old, new };
            let is_first = !self.change.witnesses.iter().any(|witness: &Witness| witness.direction == direction);
            if is_first {
                let witness = self.examples.find(self.bench, wanted);
                // What no application shows is not certain, if both tables could judge one.
                self.change.exact &= witness.is_some() || self.examples.is_beyond_one(self.bench, target);
                // What is possible is only certain when an application shows it.
                verdicts = match verdicts {
                    _ if witness.as_ref().is_some_and(Witness::changes_verdict) => Decided::Yes,
                    Decided::Yes => Decided::NotDecided,
                    other => other,
                };
                if verdicts == Decided::Yes {
                    self.examples.show_no_more(cause.as_ref(), direction);
                }
                self.change.witnesses.extend(witness);
            } else if verdicts == Decided::Yes {
                verdicts = Decided::NotDecided;
            }
            let verdicts = known.map_or(verdicts, |known| known.or(verdicts));
            let is_beyond = self.examples.is_beyond_one(self.bench, target);
            self.change.only_one_table_knows = is_beyond && (self.change.only_one_table_knows || is_first);
            let change = &mut *self.change;
            match direction {
                Direction::Worse => {
                    change.tighter.extend(cases);
                    change.worse_verdicts = Some(verdicts);
                }
                Direction::Better => {
                    change.looser.extend(cases);
                    change.better_verdicts = Some(verdicts);
                }
            }
        }
        if !is_plain && self.change.tighter.is_empty() && self.change.looser.is_empty() {
            if let Some((_, cases)) = self.cases(bundle, bundle.applies, None) {
                self.change.applies.extend(cases);
            }
            if let Some((_, cases)) = self.cases(bundle, bundle.no_longer_applies, None) {
                self.change.no_longer_applies.extend(cases);
            }
        }
        if of == 1 || self.change.scope.is_none() {
            let scope: Vec<Message> = bundle
                .scope
                .iter()
                .filter_map(|(_, sentence)| sentence.as_ref())
                .map(|sentence| Message { chinese: sentence.zh.clone(), english: sentence.en.clone() })
                .collect();
            self.change.scope = (!scope.is_empty()).then(|| joined(scope).into());
        }
    }

    /// The tracks and conditions for which a target holds; `None` where it cannot.
    fn cases(
        &mut self,
        bundle: &Bundle,
        target: Formula,
        direction: Option<Direction>,
    ) -> Option<(Vec<usize>, Vec<Case>)> {
        let (tracks, is_decided) = self.bench.possible_tracks(bundle, target);
        if tracks.is_empty() && is_decided && (target == Formula::FALSE || !bundle.tracks.is_empty()) {
            return None;
        }
        let is_vague = self.is_vague(target);
        let names: Vec<Named> = tracks
            .iter()
            .filter_map(|number| self.bench.tracks.get(*number))
            .map(|(track, _)| self.work.track(track))
            .collect();
        let conditions = self.conditions(bundle, &tracks, target, direction);
        self.change.exact &= is_decided && !is_vague && !conditions.is_empty();
        let conditions = if conditions.is_empty() {
            vec![say!("条件太多，列不出来", "too many conditions to list")]
        } else {
            conditions
        };
        let cases = conditions.into_iter().map(|condition| Case { tracks: names.clone(), condition: condition.into() });
        Some((tracks, cases.collect()))
    }

    /// The conditions in words: as they are, or, where that is much shorter, of those applications
    /// alone that had no finding, or had one. Empty where there are too many.
    fn conditions(
        &mut self,
        bundle: &Bundle,
        tracks: &[usize],
        target: Formula,
        direction: Option<Direction>,
    ) -> Vec<Message> {
        let undone = bundle.undone.filter(|_| direction.is_some());
        let whole = self.bench.cubes(Within { bundle, tracks, base: undone.unwrap_or(Formula::TRUE) }, target);
        let size = |cubes: &[Cube]| cubes.iter().map(|cube| cube.len() + 1).sum::<usize>();
        let whole = whole.ok();
        let base = match direction {
            Some(Direction::Worse) => bundle.before.map(|before| !before),
            Some(Direction::Better) => bundle.before,
            None => None,
        };
        let is_long = undone.is_none() && whole.as_ref().is_none_or(|cubes| cubes.len() > 2);
        if let Some(base) = base.filter(|_| is_long)
            && self.bench.follows(target, base)
            && let Ok(cubes) = self.bench.cubes(Within { bundle, tracks, base }, target)
            && whole.as_ref().is_none_or(|whole| size(&cubes) * 2 <= size(whole))
        {
            let known = match direction {
                Some(Direction::Worse) => say!("原来合格", "nothing was found before"),
                _ => say!("原来有问题", "something was found before"),
            };
            let conditions = self.said(Within { bundle, tracks, base }, target, &cubes);
            let is_everybody = cubes.iter().all(Vec::is_empty);
            let said = |own: Message| {
                if is_everybody {
                    return known.clone();
                }
                let (zh, en) = (&own.chinese, &own.english);
                let (zh, en) = match direction {
                    Some(Direction::Worse) => (format!("，但{zh}"), format!(", and {en}")),
                    _ => (format!("，而{zh}"), format!(", and {en}")),
                };
                Message::new(format!("{}{zh}", known.chinese), format!("{}{en}", known.english))
            };
            return conditions.into_iter().map(said).collect();
        }
        let lines = whole.as_ref().map_or(usize::MAX, Vec::len);
        if let Some(direction) = direction.filter(|_| undone.is_none() && lines > FEW)
            && let Some(conditions) = self.by_rules(bundle, tracks, target, direction)
            && conditions.len() < lines
        {
            self.change.is_said = false;
            return conditions;
        }
        let Some(cubes) = whole else { return Vec::new() };
        let not_done = say!("没有做到这项要求", "what is required is not done");
        let within = Within { bundle, tracks, base: undone.unwrap_or(Formula::TRUE) };
        let conditions = self.said(within, target, &cubes);
        let is_everybody = cubes.iter().all(Vec::is_empty);
        self.change.is_said &= is_everybody;
        match (is_everybody, undone) {
            (true, Some(_)) => vec![say!("凡没有做到这项要求的", "whoever does not do what is required")],
            (true, None) if !bundle.scope.is_empty() => vec![say!("所有这样的申请", "all of these")],
            (_, None) => conditions,
            (false, Some(_)) => {
                let said = |own: Message| {
                    let (zh, en) = (&own.chinese, &own.english);
                    Message::new(format!("{zh}，而{}", not_done.chinese), format!("{en}, and {}", not_done.english))
                };
                conditions.into_iter().map(said).collect()
            }
        }
    }

    /// The conditions rule by rule: those that one rule finds, and none of the other side. What would
    /// be long is said by the name of the rule. `None` where that does not say just what is meant.
    fn by_rules(
        &mut self,
        bundle: &Bundle,
        tracks: &[usize],
        target: Formula,
        direction: Direction,
    ) -> Option<Vec<Message>> {
        let (rules, other) = match direction {
            Direction::Worse => (self.new, bundle.before?),
            Direction::Better => (self.old, bundle.after?),
        };
        let clear = !other;
        let each = self.bench.each(rules, bundle);
        let any = self.bench.or(each.iter().map(|(_, finds)| *finds));
        let all = self.bench.and([clear, any]);
        let whole = Within { bundle, tracks, base: Formula::TRUE };
        if !self.bench.is_exactly(whole, target, all) {
            return None;
        }
        let within = Within { bundle, tracks, base: clear };
        let mut conditions = Vec::new();
        for (number, finds) in each {
            let own = self.bench.and([clear, finds]);
            let cubes = self.bench.cubes(within, own).ok().filter(|cubes| cubes.len() <= 2);
            let said = match cubes {
                Some(cubes) => self.said(within, own, &cubes),
                None => {
                    let rule = &self.bench.rules[number].rule;
                    let (label, id) = (&rule.label, own_name(&rule.id));
                    vec![say!("不符合“{label}”", "`{id}` is violated")]
                }
            };
            for own in said {
                let (zh, en) = (&own.chinese, &own.english);
                conditions.push(match direction {
                    Direction::Worse => say!("原来合格，但{zh}", "nothing was found before, and {en}"),
                    Direction::Better => say!("现在合格，而原来的问题是：{zh}", "nothing is found now, and {en}"),
                });
            }
        }
        Some(conditions)
    }

    /// Some cubes in words. The words are held against what is meant: what is not proved to say just
    /// that is not exact.
    fn said(&mut self, within: Within<'_>, target: Formula, cubes: &[Cube]) -> Vec<Message> {
        let (conditions, is_exact) = self.bench.said(within, target, cubes);
        self.change.exact &= is_exact;
        conditions
    }

    /// Whether a formula has parts of which nothing is known.
    fn is_vague(&self, target: Formula) -> bool {
        let space = &self.bench.prover.scene.space;
        let atoms = space.formulas.atoms(&[target]);
        atoms.iter().any(|atom| matches!(space.atoms[atom.0 as usize], Atom::Opaque(_)))
    }

    /// Whether the verdict of somebody changes because of this.
    fn verdicts(&mut self, bundle: &Bundle, direction: Direction, target: Formula) -> Decided {
        let (here, there) = match direction {
            Direction::Worse => (NEW, OLD),
            Direction::Better => (OLD, NEW),
        };
        let verdict = self.bench.verdict_worse(here, there);
        decided(self.bench, &[target, bundle.track, verdict])
    }

    pub fn classify(&mut self) {
        let change = &mut *self.change;
        let (is_tighter, is_looser) = (!change.tighter.is_empty(), !change.looser.is_empty());
        let is_other = !change.applies.is_empty() || !change.no_longer_applies.is_empty();
        change.class = match (self.old.is_empty(), self.new.is_empty(), is_tighter, is_looser) {
            (true, _, _, _) => Class::Added,
            (_, true, _, _) => Class::Removed,
            (_, _, true, true) => Class::Both,
            (_, _, true, false) => Class::Tighter,
            (_, _, false, true) => Class::Looser,
            (_, _, false, false) if is_other => Class::Checklist,
            (_, _, false, false) => change.class,
        };
        if change.class == Class::Equal || change.class == Class::Wording {
            change.scope = None;
        }
    }
}

/// Whether an application can be as is asked.
fn decided(bench: &mut Bench<'_>, question: &[Formula]) -> Decided {
    match bench.prover.possible(question) {
        Possible::Yes(_) => Decided::Yes,
        Possible::No(_) => Decided::No,
        Possible::NotDecided => Decided::NotDecided,
    }
}
