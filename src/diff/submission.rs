//! What a change of a period does to what is submitted on other days.
//!
//! Three days are three workdays from a Monday on, and not from a Thursday; a month is thirty days or
//! not. Where the rules before and after count time otherwise, further days are looked at, and what
//! a day brings that the day of the comparison does not is told with it.

use std::collections::{BTreeMap, BTreeSet};

use crate::diff::difference::{Case, Change, Class, Decided, Direction, ProvinceVerdicts, Witness};
use crate::diff::province::OfProvince;
use crate::diff::{OfQuestion, Version, on_days};
use crate::document::parts::conditions_of_rule;
use crate::document::{Condition, Document};
use crate::text::Date;

/// Rules before and after, by their ids.
type Ids = (Vec<String>, Vec<String>);

/// What applications of another day get that those of the day of the comparison do not.
#[derive(Clone)]
struct Elsewhere {
    day: Date,
    /// Where it was looked at.
    province: String,
    direction: Direction,
    cases: Vec<Case>,
    verdicts: Option<Decided>,
    witness: Option<Witness>,
}

/// Adds what a change means on other days. Nothing where two days are compared.
pub fn complete(
    found: &mut [OfQuestion],
    old: &Version<'_>,
    new: &Version<'_>,
    providers: &[Option<String>],
    threads: usize,
) {
    if old.day != new.day {
        return;
    }
    // What rules change is looked at where they first do.
    let mut first: BTreeMap<Ids, (Option<String>, String, usize)> = BTreeMap::new();
    for (provider, province, own) in &*found {
        for change in own.changes.iter().filter(|change| counting(change, old, new) == Counting::Units) {
            let directions = usize::from(!change.tighter.is_empty()) + usize::from(!change.looser.is_empty());
            first.entry(ids(change)).or_insert_with(|| (provider.clone(), province.clone(), directions));
        }
    }
    let mut elsewhere: BTreeMap<Ids, Vec<Elsewhere>> = BTreeMap::new();
    for day in days(new.day) {
        let is_known = |(ids, (.., today)): (&Ids, &(Option<String>, String, usize))| {
            today + elsewhere.get(ids).map_or(0, Vec::len) >= 2
        };
        if first.iter().all(is_known) {
            break;
        }
        let (old, new) = (Version { day, ..old.clone() }, Version { day, ..new.clone() });
        let is_asked = |province: &str, provider: Option<&str>| {
            first.values().any(|own| own.1 == province && own.0.as_deref() == provider)
        };
        for (provider, province, own) in on_days(&old, &new, providers, threads, is_asked) {
            for change in own.changes {
                let ids = ids(&change);
                if first.get(&ids).is_some_and(|own| (&own.0, &own.1) == (&provider, &province)) {
                    note(elsewhere.entry(ids).or_default(), day, &province, change);
                }
            }
        }
    }
    for (_, _, own) in found {
        let mut is_added = false;
        for change in &mut own.changes {
            let counting = counting(change, old, new);
            if counting != Counting::Same {
                date(change, new.day);
            }
            if counting == Counting::Units {
                add(change, elsewhere.get(&ids(change)).map(Vec::as_slice).unwrap_or_default());
                is_added = true;
            }
        }
        if is_added {
            verdicts(own);
        }
    }
}

fn ids(change: &Change) -> Ids {
    let of = |rules: &[crate::diff::difference::RuleOf]| rules.iter().map(|rule| rule.id.clone()).collect();
    (of(&change.old), of(&change.new))
}

/// How rules before and after move dates.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Counting {
    Same,
    /// By more or less of the same: what it means today it means on every day, only for other dates.
    Amounts,
    /// By something else, as days and workdays.
    Units,
}

fn counting(change: &Change, old: &Version<'_>, new: &Version<'_>) -> Counting {
    let (before, after) = ids(change);
    if before.is_empty() || after.is_empty() {
        return Counting::Same;
    }
    let (before, after) = (periods(&before, old.document()), periods(&after, new.document()));
    let units = |periods: &BTreeSet<(i64, &str)>| periods.iter().map(|(_, unit)| (*unit).to_owned()).collect();
    let (units_before, units_after): (BTreeSet<String>, BTreeSet<String>) = (units(&before), units(&after));
    match (before == after, units_before == units_after) {
        (true, _) => Counting::Same,
        (false, true) => Counting::Amounts,
        (false, false) => Counting::Units,
    }
}

/// By how much rules move dates, by themselves or through derived facts.
fn periods<'t>(ids: &[String], document: &'t Document) -> BTreeSet<(i64, &'t str)> {
    let mut from: Vec<&'t Condition> = Vec::new();
    for rule in document.rules.iter().filter(|rule| ids.contains(&rule.id)) {
        conditions_of_rule(rule, &mut |condition| from.push(condition));
    }
    let mut periods = BTreeSet::new();
    document.each_through_derived(from, &mut |condition| {
        if let Condition::Shift { amount, unit, .. } = condition {
            periods.insert((*amount, unit.as_str()));
        }
    });
    periods
}

/// The days of a week, and the first and last days of the months of a year.
fn days(day: Date) -> Vec<Date> {
    let after = |number: i32| Date::from_day_number(day.day_number().saturating_add(number));
    let is_edge = |own: &Date| own.begins_month() || own.next().is_some_and(Date::begins_month);
    let week = (1..=7).filter_map(after);
    let edges = (8..=366).filter_map(after).filter(is_edge);
    week.chain(edges).collect()
}

/// Keeps the first day on which there is something in a direction.
fn note(known: &mut Vec<Elsewhere>, day: Date, province: &str, change: Change) {
    let Change { tighter, looser, worse_verdicts, better_verdicts, witnesses, .. } = change;
    let found = [(Direction::Worse, tighter, worse_verdicts), (Direction::Better, looser, better_verdicts)];
    for (direction, cases, verdicts) in found {
        if !cases.is_empty() && known.iter().all(|own| own.direction != direction) {
            let witness = witnesses.iter().find(|witness| witness.direction == direction).cloned();
            known.push(Elsewhere { day, province: province.to_owned(), direction, cases, verdicts, witness });
        }
    }
}

/// The dates in the conditions are those of one day.
fn date(change: &mut Change, today: Date) {
    let Change { tighter, looser, applies, no_longer_applies, .. } = change;
    for case in [tighter, looser, applies, no_longer_applies].into_iter().flatten() {
        submitted(case, today);
    }
}

/// Adds the directions that a change has not on the day of the comparison.
fn add(change: &mut Change, elsewhere: &[Elsewhere]) {
    let own = |change: &Change, direction| match direction {
        Direction::Worse => !change.tighter.is_empty(),
        Direction::Better => !change.looser.is_empty(),
    };
    let further: Vec<&Elsewhere> = elsewhere.iter().filter(|other| !own(change, other.direction)).collect();
    // Further days may bring more.
    change.exact = false;
    for other in further {
        let mut cases = other.cases.clone();
        cases.iter_mut().for_each(|case| submitted(case, other.day));
        // What the verdict is besides other rules is known where it was looked at.
        let is_here = change.provinces.iter().any(|own| own.id == other.province);
        let verdicts = if is_here { other.verdicts } else { Some(Decided::NotDecided) };
        change.witnesses.extend(other.witness.clone());
        match other.direction {
            Direction::Worse => (change.tighter, change.worse_verdicts) = (cases, verdicts),
            Direction::Better => (change.looser, change.better_verdicts) = (cases, verdicts),
        }
        change.is_said = false;
    }
    change.class = match (change.tighter.is_empty(), change.looser.is_empty()) {
        (false, false) => Class::Both,
        (false, true) => Class::Tighter,
        (true, false) => Class::Looser,
        (true, true) => change.class,
    };
}

fn submitted(case: &mut Case, day: Date) {
    case.condition.zh = format!("{day}提交的：{}", case.condition.zh);
    case.condition.en = format!("submitted on {day}: {}", case.condition.en);
}

/// What is shown of verdicts on other days holds for the province.
fn verdicts(own: &mut OfProvince) {
    let provinces = own.changes.first().map(|change| change.provinces.clone()).unwrap_or_default();
    let is_here = |witness: &&Witness| provinces.iter().any(|own| own.id == witness.province);
    let shown = |direction: Direction| {
        let mut witnesses = own.changes.iter().flat_map(|change| &change.witnesses).filter(is_here);
        witnesses.any(|witness| witness.direction == direction && witness.changes_verdict())
    };
    let (worse, better) = (shown(Direction::Worse), shown(Direction::Better));
    if !worse && !better {
        return;
    }
    let known = own.verdicts.get_or_insert(ProvinceVerdicts {
        provinces,
        provider: None,
        worse: Decided::NotDecided,
        better: Decided::NotDecided,
    });
    if worse {
        known.worse = Decided::Yes;
    }
    if better {
        known.better = Decided::Yes;
    }
}
