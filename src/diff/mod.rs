//! What a change of the rules means for those who apply: exactly which applications get another
//! finding, another verdict or another checklist.
//!
//! Both tables are said in one vocabulary (`joint`), rules are paired (`pairing`), and for each pair
//! that is not written alike it is proved who gets a finding and who loses one (`effect`). What is
//! found is shown by an application that both tables judge (`example`).

mod answers;
mod cause;
mod conditions;
mod cover;
mod dated;
mod definition;
pub mod difference;
mod effect;
mod example;
mod fold;
mod group;
pub mod human;
mod joint;
pub mod json;
mod later;
pub mod markdown;
mod meaning;
mod pages;
mod pairing;
mod place;
mod province;
mod rename;
mod split;
mod submission;
mod terms;
mod translate;
mod wording;
mod words;

pub use difference::{Class, Difference};

use std::collections::BTreeSet;

use crate::diff::cause::Causes;
use crate::diff::difference::{Change, FORMAT, Named, NotInForce, Totals, Version as VersionOf};
use crate::diff::joint::Vocabularies;
use crate::diff::province::{OfProvince, Question, compare as compare_province};
use crate::document::{Document, Layer, Rule};
use crate::eval::table::Table;
use crate::parallel;
use crate::prove::space::is_effective;
use crate::text::Date;

/// A table and the day whose rules are meant.
#[derive(Clone, Debug)]
pub struct Version<'t> {
    pub table: &'t Table,
    /// As it was given.
    pub name: String,
    pub day: Date,
}

impl<'t> Version<'t> {
    pub fn document(&self) -> &'t Document {
        &self.table.document
    }
}

/// A version as it is for what is submitted on its day.
#[derive(Clone, Copy, Debug)]
pub struct Standing<'t> {
    pub table: &'t Table,
    pub document: &'t Document,
    pub day: Date,
}

/// Everything in which two versions of the rules differ: on their days, and, where both are compared
/// on one day, on each later day on which something begins or ends.
pub fn compare(old: &Version<'_>, new: &Version<'_>, providers: &[Option<String>], threads: usize) -> Difference {
    let mut found = on_days(old, new, providers, threads, |_, _| true);
    let later = later::compare(old, new, providers, threads, &found);
    submission::complete(&mut found, old, new, providers, threads);
    let (changes, verdicts) = fold::folded(&found, providers.len());
    let changes = cause::gathered(changes);
    let totals = totals(&changes);
    let changes = changes.into_iter().filter(|change| change.class != Class::Equal).collect();
    Difference {
        format: FORMAT,
        old: version(old),
        new: version(new),
        providers: providers.iter().flatten().cloned().collect(),
        provider_names: provider_names(old, new, providers),
        provinces: compared(old, new),
        compared_provinces: compared(old, new).len(),
        totals,
        added_provinces: only(new.document(), old.document()),
        removed_provinces: only(old.document(), new.document()),
        terms: terms::changes(old.document(), new.document()),
        changes,
        answers: answers::changes(old.document(), new.document()),
        pages: pages::changes(old.document(), new.document()),
        verdicts,
        not_in_force: not_in_force(old, new),
        later,
    }
}

/// What changes in a province, beside a provider.
pub(crate) type OfQuestion = (Option<String>, String, OfProvince);

/// The changes of the provinces that are asked for, on the days of the two versions.
fn on_days(
    old: &Version<'_>,
    new: &Version<'_>,
    providers: &[Option<String>],
    threads: usize,
    is_asked: impl Fn(&str, Option<&str>) -> bool,
) -> Vec<OfQuestion> {
    let (old_document, new_document) = (dated::on_day(old.document(), old.day), dated::on_day(new.document(), new.day));
    let old = Standing { table: old.table, document: &old_document, day: old.day };
    let new = Standing { table: new.table, document: &new_document, day: new.day };
    let vocabularies = Vocabularies::new(old.document, new.document);
    let causes = Causes::new(old.document, new.document);
    let mut questions = Vec::new();
    for layer in provinces(new.document) {
        for provider in providers {
            let (vocabularies, causes) = (&vocabularies, &causes);
            let (province, provider) = (layer.id.as_str(), provider.as_deref());
            if is_asked(province, provider) {
                questions.push(Question { vocabularies, causes, old, new, province, provider });
            }
        }
    }
    let found = parallel::map(&questions, threads, |question| compare_province(*question));
    let all = questions.iter().zip(found);
    all.filter_map(|(own, found)| Some((own.provider.map(str::to_owned), own.province.to_owned(), found?))).collect()
}

fn version(version: &Version<'_>) -> VersionOf {
    let table = version.document().data_version.clone();
    VersionOf { name: version.name.clone(), table, as_of: version.day.to_string() }
}

fn named(layer: &Layer) -> Named {
    Named { id: layer.id.clone(), label: layer.label.clone() }
}

/// The provinces that both tables have.
fn compared(old: &Version<'_>, new: &Version<'_>) -> Vec<Named> {
    provinces(new.document()).filter(|layer| has_province(old.document(), layer)).map(named).collect()
}

fn provider_names(old: &Version<'_>, new: &Version<'_>, providers: &[Option<String>]) -> Vec<Named> {
    let layers = || new.document().layers.iter().chain(&old.document().layers);
    let name = |id: &String| layers().find(|layer| layer.kind == "provider" && layer.id == *id).map(named);
    providers.iter().flatten().filter_map(name).collect()
}

fn provinces(document: &Document) -> impl Iterator<Item = &Layer> {
    document.layers.iter().filter(|layer| layer.kind == "province")
}

fn has_province(document: &Document, layer: &Layer) -> bool {
    provinces(document).any(|known| known.id == layer.id)
}

/// Provinces that the other table has not.
fn only(document: &Document, other: &Document) -> Vec<Named> {
    let is_new = |layer: &&Layer| !has_province(other, layer);
    provinces(document).filter(is_new).map(named).collect()
}

fn totals(changes: &[Change]) -> Totals {
    let mut totals = Totals::default();
    for change in changes {
        let count = match change.class {
            Class::Tighter => &mut totals.tighter,
            Class::Looser => &mut totals.looser,
            Class::Both => &mut totals.both,
            Class::Added => &mut totals.added,
            Class::Removed => &mut totals.removed,
            Class::Checklist => &mut totals.checklist,
            Class::Wording => &mut totals.wording,
            Class::Equal => &mut totals.proved_equal,
        };
        *count += 1;
        totals.not_decided += usize::from(!change.exact);
    }
    totals
}

/// Rules that changed, and hold on neither day, nor begin later.
fn not_in_force(old: &Version<'_>, new: &Version<'_>) -> Vec<NotInForce> {
    let holds = |version: &Version<'_>, rule: &Rule| is_effective(rule.effective.as_ref(), version.day);
    let find = |document: &Document, id: &str| document.rules.iter().find(|rule| rule.id == id).cloned();
    let ids: BTreeSet<&str> = [old, new]
        .iter()
        .flat_map(|version| &version.document().rules)
        .filter(|rule| rule.effective.is_some())
        .map(|rule| rule.id.as_str())
        .collect();
    let mut all = Vec::new();
    for id in ids {
        let (before, after) = (find(old.document(), id), find(new.document(), id));
        let is_in_force =
            before.as_ref().is_some_and(|rule| holds(old, rule)) || after.as_ref().is_some_and(|rule| holds(new, rule));
        if before == after || is_in_force {
            continue;
        }
        let begins_later = |rule: &Option<Rule>| {
            let own = rule.as_ref().and_then(|rule| rule.effective.as_ref()).and_then(|own| own.from.as_deref());
            own.and_then(Date::read).is_some_and(|from| from > new.day)
        };
        // What begins later is told with the day on which it does.
        if old.day == new.day && (begins_later(&before) || begins_later(&after)) {
            continue;
        }
        let Some(rule) = after.or(before) else { continue };
        let (from, until) = rule.effective.map(|own| (own.from, own.until)).unwrap_or_default();
        all.push(NotInForce { rule: Named { id: rule.id, label: rule.label }, from, until });
    }
    all
}
