//! Applications that show a change, judged by both tables.

use rustc_hash::FxHashMap;

use crate::diff::dated::SUBMITTED;
use crate::diff::difference::{Cause, Decided, Direction, Judged, Witness};
use crate::diff::effect::{Bench, NEW, OLD};
use crate::diff::rename::{Renames, own_name};
use crate::diff::translate::translated;
use crate::document::Vocabulary;
use crate::eval::judge::Verdict;
use crate::prove::formula::{AtomId, Formula};
use crate::prove::prover::Possible;
use crate::prove::replay::{Replay, Replayed};
use crate::prove::space::{Atom, Kind, Place, VariableId};
use crate::prove::witness::{Typical, Witness as Found};
use crate::text::Date;

/// Both tables, ready to judge.
#[derive(Debug)]
pub struct Tables<'a, 't> {
    pub joint: &'t Vocabulary,
    pub old: &'a Vocabulary,
    pub new: &'a Vocabulary,
    pub renames: &'a Renames,
    /// They differ, so that an application must be translated.
    pub is_one: bool,
    /// On which an application is submitted, before and after.
    pub days: [Date; 2],
    pub before: Option<Replay<'a>>,
    pub after: Option<Replay<'a>>,
}

/// Finds applications, and keeps what is usual in each track.
#[derive(Debug)]
pub struct Examples<'a, 't> {
    pub tables: Tables<'a, 't>,
    pub province: String,
    typical: FxHashMap<Option<usize>, Option<Typical>>,
    common: Option<Formula>,
    /// How often it was tried to show what a cause does.
    tried: FxHashMap<(Cause, Direction), usize>,
}

/// Rules by which it is tried to show what one cause does to all of them.
const TRIES: usize = 3;

/// What is to be shown.
#[derive(Clone, Copy, Debug)]
pub struct Wanted<'a> {
    pub direction: Direction,
    /// Where a finding is new, or gone.
    pub target: Formula,
    /// Numbers of tracks in which it is possible.
    pub tracks: &'a [usize],
    /// The rules of the change.
    pub old: &'a [usize],
    pub new: &'a [usize],
}

impl<'a, 't> Examples<'a, 't> {
    pub fn new(tables: Tables<'a, 't>, province: &str) -> Examples<'a, 't> {
        Examples {
            tables,
            province: province.to_owned(),
            typical: FxHashMap::default(),
            common: None,
            tried: FxHashMap::default(),
        }
    }

    fn typical(&mut self, bench: &mut Bench<'t>, track: Option<usize>) -> Option<Typical> {
        if let Some(known) = self.typical.get(&track) {
            return known.clone();
        }
        let formula = track.and_then(|number| bench.tracks.get(number)).map(|(_, own)| *own);
        let typical = bench.prover.typical(formula);
        self.typical.insert(track, typical.clone());
        typical
    }

    /// That an application can be said in both tables.
    fn common(&mut self, bench: &mut Bench<'t>) -> Formula {
        if let Some(known) = self.common {
            return known;
        }
        let mut parts = Vec::new();
        if !self.tables.is_one {
            let space = &bench.prover.scene.space;
            for (index, atom) in space.atoms.iter().enumerate() {
                let Ok(number) = u32::try_from(index) else { continue };
                match atom {
                    Atom::Is(of, value) | Atom::Holds(of, value)
                        if self.is_foreign_value(bench, space.variable(*of).kind, *value) =>
                    {
                        parts.push((AtomId(number), false));
                    }
                    Atom::Has(of) if self.must_be_filled(bench, *of) => parts.push((AtomId(number), true)),
                    _ => {}
                }
            }
        }
        let formulas = &mut bench.prover.scene.space.formulas;
        let parts: Vec<Formula> = parts
            .into_iter()
            .map(|(atom, sign)| if sign { formulas.atom(atom) } else { !formulas.atom(atom) })
            .collect();
        let common = formulas.and(parts);
        self.common = Some(common);
        common
    }

    /// Whether one of the tables does not let a fact be left empty.
    fn must_be_filled(&self, bench: &Bench<'t>, of: VariableId) -> bool {
        let variable = bench.prover.scene.space.variable(of);
        let vocabulary = &bench.prover.scene.space.document.vocabulary;
        let (Place::Application | Place::Element { .. }) = variable.place else { return false };
        let Some(fact) = vocabulary.facts.get(variable.fact) else { return false };
        let needs = |own: &Vocabulary| own.facts.iter().any(|known| known.path == fact.path && !known.optional);
        needs(self.tables.old) || needs(self.tables.new)
    }

    /// Whether only applications are meant that one of the tables does not know.
    pub fn is_beyond_one(&mut self, bench: &mut Bench<'t>, target: Formula) -> bool {
        let common = self.common(bench);
        common != Formula::TRUE && bench.prover.possible(&[target, common]).is_no()
    }

    fn is_foreign_value(&self, bench: &Bench<'t>, kind: Kind, value: u16) -> bool {
        let (Kind::Enum(of) | Kind::Set(of)) = kind else { return false };
        let Some(item) = bench.prover.scene.space.document.vocabulary.enums.get(of) else { return false };
        let Some(value) = item.values.get(usize::from(value)) else { return false };
        let knows = |vocabulary: &Vocabulary| {
            vocabulary.enums.iter().any(|own| own.id == item.id && own.values.iter().any(|known| known.id == value.id))
        };
        !knows(self.tables.old) || !knows(self.tables.new)
    }

    /// Whether it is shown already what a cause does, or was tried often enough.
    pub fn is_shown(&mut self, cause: Option<&Cause>, direction: Direction) -> bool {
        let Some(cause) = cause else { return false };
        let tried = self.tried.entry((cause.clone(), direction)).or_default();
        *tried += 1;
        *tried > TRIES
    }

    /// Nothing more need be shown of what a cause does.
    pub fn show_no_more(&mut self, cause: Option<&Cause>, direction: Direction) {
        if let Some(cause) = cause {
            self.tried.insert((cause.clone(), direction), TRIES);
        }
    }

    /// An application that shows what is wanted, one of which the verdict changes if there is one.
    pub fn find(&mut self, bench: &mut Bench<'t>, wanted: Wanted<'_>) -> Option<Witness> {
        let track = wanted.tracks.first().copied();
        let own = track.and_then(|number| bench.tracks.get(number)).map(|(_, own)| *own);
        let common = self.common(bench);
        let base: Vec<Formula> = own.into_iter().chain([wanted.target]).collect();
        let clean = bench.clean_but(&[wanted.old, wanted.new].concat());
        let (here, there) = match wanted.direction {
            Direction::Worse => (NEW, OLD),
            Direction::Better => (OLD, NEW),
        };
        let verdict = bench.verdict_worse(here, there);
        let questions = [vec![common, clean], vec![common, verdict], vec![common], Vec::new()];
        let typical = self.typical(bench, track);
        let mut fallback = None;
        for more in questions {
            let question: Vec<Formula> = base.iter().copied().chain(more).collect();
            let Some(found) = bench.prover.witness(&question, typical.as_ref()) else { continue };
            let Some(witness) = self.judged(bench, wanted, &found, typical.as_ref()) else { continue };
            if witness.changes_verdict() {
                return Some(witness);
            }
            fallback.get_or_insert(witness);
        }
        fallback
    }

    /// Whether a verdict changes among some applications, with one that shows it.
    pub fn verdict(
        &mut self,
        bench: &mut Bench<'t>,
        direction: Direction,
        among: &[Formula],
    ) -> (Decided, Option<Witness>) {
        let (here, there) = match direction {
            Direction::Worse => (NEW, OLD),
            Direction::Better => (OLD, NEW),
        };
        let changes = bench.verdict_worse(here, there);
        let mut question: Vec<Formula> = among.iter().copied().chain([changes]).collect();
        match bench.prover.possible(&question) {
            Possible::No(_) => return (Decided::No, None),
            Possible::NotDecided => return (Decided::NotDecided, None),
            Possible::Yes(_) => {}
        }
        question.push(self.common(bench));
        let typical = self.typical(bench, None);
        let Some(found) = bench.prover.witness(&question, typical.as_ref()) else { return (Decided::NotDecided, None) };
        let (before, after) = self.both(&found.application);
        let is_it = match direction {
            Direction::Worse => rank(&before) < rank(&after),
            Direction::Better => rank(&before) > rank(&after),
        };
        if !is_it || rank(&before).is_none() || rank(&after).is_none() {
            return (Decided::NotDecided, None);
        }
        let differs = bench.prover.scene.space.deviation(&found, typical.as_ref()).into();
        let (before, after) = (judged(before.as_ref(), &[]), judged(after.as_ref(), &[]));
        let province = self.province.clone();
        let witness = Witness { direction, province, differs, before, after, application: found.application };
        (Decided::Yes, Some(witness))
    }

    /// What both tables find of an application.
    fn both(&self, application: &serde_json::Value) -> (Option<Replayed<'a>>, Option<Replayed<'a>>) {
        let tables = &self.tables;
        let [old_day, new_day] = tables.days;
        let before = submitted(application, tables.joint, old_day);
        let before = self.replayed(&before, tables.old, tables.renames, tables.before.as_ref());
        let after = submitted(application, tables.joint, new_day);
        let after = self.replayed(&after, tables.new, &Renames::default(), tables.after.as_ref());
        (before, after)
    }

    /// The application with what both tables find; `None` if they do not find what is wanted.
    fn judged(
        &self,
        bench: &Bench<'t>,
        wanted: Wanted<'_>,
        found: &Found,
        typical: Option<&Typical>,
    ) -> Option<Witness> {
        let ids = |numbers: &[usize]| -> Vec<&str> {
            numbers.iter().map(|number| own_name(&bench.rules[*number].rule.id)).collect()
        };
        let (before, after) = self.both(&found.application);
        let (old_ids, new_ids) = (ids(wanted.old), ids(wanted.new));
        let ranks = (rank(&before), rank(&after));
        let times = (times(before.as_ref(), &old_ids), times(after.as_ref(), &new_ids));
        let (before, after) = (judged(before.as_ref(), &old_ids), judged(after.as_ref(), &new_ids));
        let is_shown = match wanted.direction {
            Direction::Worse => !after.violated.is_empty() && after.violated != before.violated,
            Direction::Better => !before.violated.is_empty() && before.violated != after.violated,
        };
        // Where one rule finds something in both, it is the severity that changed, or the element.
        let is_severity = !before.violated.is_empty()
            && !after.violated.is_empty()
            && match wanted.direction {
                Direction::Worse => ranks.0 < ranks.1 || times.0 < times.1,
                Direction::Better => ranks.0 > ranks.1 || times.0 > times.1,
            };
        if !is_shown && !is_severity {
            return None;
        }
        let differs = bench.prover.scene.space.deviation(found, typical).into();
        let application = found.application.clone();
        Some(Witness {
            direction: wanted.direction,
            province: self.province.clone(),
            differs,
            before,
            after,
            application,
        })
    }

    fn replayed(
        &self,
        application: &serde_json::Value,
        own: &Vocabulary,
        renames: &Renames,
        replay: Option<&Replay<'a>>,
    ) -> Option<Replayed<'a>> {
        let replay = replay?;
        if self.tables.is_one {
            return replay.judge(application).ok();
        }
        replay.judge(&translated(application, self.tables.joint, own, renames)?).ok()
    }
}

/// The application as it is when it is submitted on a day.
fn submitted(application: &serde_json::Value, vocabulary: &Vocabulary, day: Date) -> serde_json::Value {
    let mut own = application.clone();
    let pointer = vocabulary.facts.iter().find(|fact| fact.path == SUBMITTED).map(|fact| fact.pointer.join("/"));
    if let Some(value) = pointer.and_then(|pointer| own.pointer_mut(&format!("/{pointer}"))) {
        *value = day.to_string().into();
    }
    own
}

/// How bad a verdict is, if the table knows such an application.
fn rank(replayed: &Option<Replayed<'_>>) -> Option<Verdict> {
    replayed.as_ref().map(|own| own.verdict.at_most)
}

/// How often some rules are violated.
fn times(replayed: Option<&Replayed<'_>>, rules: &[&str]) -> usize {
    rules.iter().filter_map(|rule| replayed?.violations.get(rule)).sum()
}

fn judged(replayed: Option<&Replayed<'_>>, rules: &[&str]) -> Judged {
    let Some(replayed) = replayed else { return Judged { verdict: None, violated: Vec::new() } };
    let verdict = match replayed.verdict.at_most {
        Verdict::Pass => "pass",
        Verdict::Correct => "correct",
        Verdict::Refuse => "refuse",
    };
    let violated = rules.iter().filter(|rule| replayed.is_violated(rule)).map(|rule| (*rule).to_owned()).collect();
    Judged { verdict: Some(verdict.to_owned()), violated }
}
