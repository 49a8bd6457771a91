//! What two versions have in common now and not on a later day: rules that begin or end.

use std::collections::BTreeMap;

use crate::diff::cause::gathered;
use crate::diff::dated::{days_after, on_day};
use crate::diff::difference::{Change, Class, Later};
use crate::diff::fold::{folded, key};
use crate::diff::{OfQuestion, Version, on_days, provinces, totals};
use crate::document::{Document, Rule};
use crate::prove::space::Side;
use crate::text::Date;

/// Of each province and provider, what changes there.
type Known = BTreeMap<(Option<String>, String), Vec<Change>>;

/// Each day on which the difference of two versions is another one than on the day before, with what
/// is new. Nothing where two days are compared.
pub fn compare(
    old: &Version<'_>,
    new: &Version<'_>,
    providers: &[Option<String>],
    threads: usize,
    found: &[OfQuestion],
) -> Vec<Later> {
    if old.day != new.day {
        return Vec::new();
    }
    let mut days = days_after(old.document(), old.day);
    days.extend(days_after(new.document(), new.day));
    let mut known: Known = Known::new();
    note(&mut known, found);
    let mut last = new.day;
    let mut all = Vec::new();
    for day in days {
        let moved = |version: &Version<'_>| -> Vec<Moved> { moved(version, last, day, providers) };
        let moved: Vec<Moved> = [moved(old), moved(new)].concat();
        last = day;
        if moved.is_empty() {
            continue;
        }
        let (old, new) = (Version { day, ..old.clone() }, Version { day, ..new.clone() });
        let is_asked = |province: &str, provider: Option<&str>| {
            moved.iter().any(|own| own.province == province && own.provider.as_deref() == provider)
        };
        let found = on_days(&old, &new, providers, threads, is_asked);
        all.extend(later(day, &mut known, &moved, found, providers.len()));
    }
    all
}

/// A province and provider whose rules are others than on the day before.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Moved {
    province: String,
    provider: Option<String>,
}

/// Where a version has other rules on one day than on another.
fn moved(version: &Version<'_>, last: Date, day: Date, providers: &[Option<String>]) -> Vec<Moved> {
    let (before, after) = (on_day(version.document(), last), on_day(version.document(), day));
    let is_other_vocabulary = before.vocabulary != after.vocabulary;
    let mut all = Vec::new();
    for layer in provinces(version.document()) {
        for provider in providers {
            let of = |document: &Document, day: Date| -> Option<Vec<Rule>> {
                let side = Side::new(document, &layer.id, provider.as_deref(), day)?;
                Some(side.rules(document).into_iter().cloned().collect())
            };
            let cases = |document: &Document| document.layers.iter().map(|own| own.derived.clone()).collect::<Vec<_>>();
            let is_same =
                !is_other_vocabulary && of(&before, last) == of(&after, day) && cases(&before) == cases(&after);
            if !is_same {
                all.push(Moved { province: layer.id.clone(), provider: provider.clone() });
            }
        }
    }
    all
}

fn note(known: &mut Known, found: &[OfQuestion]) {
    for (provider, province, own) in found {
        known.insert((provider.clone(), province.clone()), own.changes.clone());
    }
}

/// What is new on a day, and what of the last day is no more; `None` where nothing is.
fn later(day: Date, known: &mut Known, moved: &[Moved], mut found: Vec<OfQuestion>, providers: usize) -> Option<Later> {
    let mut ended: Vec<Change> = Vec::new();
    let whole = found.clone();
    for own in moved {
        let place = (own.provider.clone(), own.province.clone());
        let before = known.remove(&place).unwrap_or_default();
        let now = found.iter_mut().find(|(provider, province, _)| (provider, province) == (&place.0, &place.1));
        let mut now: Vec<&mut Vec<Change>> = now.map(|(_, _, found)| &mut found.changes).into_iter().collect();
        let still: Vec<String> = now.iter().flat_map(|changes| changes.iter().map(key)).collect();
        let was: Vec<String> = before.iter().map(key).collect();
        for changes in &mut now {
            changes.retain(|change| !was.contains(&key(change)));
        }
        let is_told = |change: &Change| {
            now.iter().flat_map(|changes| changes.iter()).any(|own| is_felt(own) && shares_rule(own, change))
        };
        let is_over = |change: &Change| !still.contains(&key(change)) && !is_told(change) && is_felt(change);
        ended.extend(before.into_iter().filter(is_over));
    }
    note(known, &whole);
    for (_, _, own) in &mut found {
        own.changes.retain(|change| change.class != Class::Equal);
    }
    let (changes, verdicts) = folded(&found, providers);
    let changes = gathered(changes);
    let mut over: Vec<Change> = Vec::new();
    for change in ended {
        let change = Change { provider: change.provider.clone().filter(|_| providers > 1), ..change };
        match over.iter_mut().find(|own| key(own) == key(&change)) {
            Some(own) => own
                .provinces
                .extend(change.provinces.into_iter().filter(|new| !own.provinces.contains(new)).collect::<Vec<_>>()),
            None => over.push(change),
        }
    }
    let is_empty = changes.is_empty() && over.is_empty();
    let totals = totals(&changes);
    (!is_empty).then(|| Later { day: day.to_string(), totals, changes, ended: over, verdicts })
}

/// Whether somebody is concerned.
fn is_felt(change: &Change) -> bool {
    !matches!(change.class, Class::Equal | Class::Wording)
}

fn shares_rule(one: &Change, other: &Change) -> bool {
    let ids = |change: &Change| change.old.iter().chain(&change.new).map(|rule| rule.id.clone()).collect::<Vec<_>>();
    let known = ids(other);
    ids(one).iter().any(|id| known.contains(id))
}
