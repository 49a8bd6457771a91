//! Says once what is the same in many provinces.

use std::collections::BTreeMap;

use crate::diff::OfQuestion;
use crate::diff::difference::{Change, Decided, Direction, Named, ProvinceVerdicts, Witness};
use crate::diff::place::placeless;

/// Changes of all provinces and providers: those that are alike are one, those of most provinces
/// stand first, then those of the first province.
pub fn folded(found: &[OfQuestion], providers: usize) -> (Vec<Change>, Vec<ProvinceVerdicts>) {
    let mut changes: Vec<Change> = Vec::new();
    let mut known: BTreeMap<String, usize> = BTreeMap::new();
    let mut beside: Vec<BTreeMap<Option<String>, Vec<Named>>> = Vec::new();
    // Of each change that is told, those that are alike.
    let mut alike: Vec<Vec<&Change>> = Vec::new();
    for (provider, _, of_province) in found {
        for change in &of_province.changes {
            let general = placeless(change);
            let index = *known.entry(key(general.as_ref().unwrap_or(change))).or_insert_with(|| {
                changes.push(change.clone());
                beside.push(BTreeMap::new());
                alike.push(Vec::new());
                changes.len() - 1
            });
            let provinces = beside[index].entry(provider.clone()).or_default();
            provinces.extend(change.provinces.iter().cloned());
            alike[index].push(change);
        }
    }
    for (change, same) in changes.iter_mut().zip(alike) {
        // What names another province in each of them is said of that of the filing.
        if same.iter().any(|own| own.provinces != change.provinces)
            && let Some(general) = placeless(change)
        {
            *change = general;
        }
        let not_in = |decided: &dyn Fn(&Change) -> Option<Decided>| {
            let own = same.iter().filter(|own| decided(own) == Some(Decided::No));
            let mut provinces: Vec<Named> = own.flat_map(|own| own.provinces.clone()).collect();
            provinces.dedup();
            provinces
        };
        change.not_worse_in = not_in(&|own| own.worse_verdicts);
        change.not_better_in = not_in(&|own| own.better_verdicts);
        change.worse_verdicts = same.iter().filter_map(|own| own.worse_verdicts).reduce(Decided::or);
        change.better_verdicts = same.iter().filter_map(|own| own.better_verdicts).reduce(Decided::or);
        change.witnesses = witnesses(&same);
    }
    let mut all = Vec::new();
    for (change, beside) in changes.into_iter().zip(beside) {
        let is_everywhere =
            beside.len() == providers.max(1) && beside.values().collect::<std::collections::BTreeSet<_>>().len() == 1;
        for (provider, provinces) in beside.into_iter().take(if is_everywhere { 1 } else { usize::MAX }) {
            let provider = if is_everywhere { None } else { provider };
            all.push(Change { provider, provinces, ..change.clone() });
        }
    }
    all.sort_by(|one, other| {
        let order = |change: &Change| (std::cmp::Reverse(change.provinces.len()), change.provinces.first().cloned());
        order(one).cmp(&order(other)).then(one.class.cmp(&other.class))
    });
    (all, verdicts(found, providers))
}

/// What a change says, wherever it holds and whoever shows it.
pub fn key(change: &Change) -> String {
    let Change { class, exact, tracks, policy, cause, old, new, scope, .. } = change;
    let Change { tighter, looser, moved, applies, no_longer_applies, only_one_table_knows, wording, .. } = change;
    let rules = (class, exact, tracks, policy, cause, old, new, scope);
    let whom = (tighter, looser, moved, applies, no_longer_applies, only_one_table_knows, wording);
    serde_json::to_string(&(rules, whom)).unwrap_or_default()
}

/// Of each direction the first witness whose verdict changes, or the first.
fn witnesses(same: &[&Change]) -> Vec<Witness> {
    let directions = [Direction::Worse, Direction::Better];
    let best = directions.into_iter().filter_map(|direction| {
        let mut own = same.iter().flat_map(|change| &change.witnesses).filter(|witness| witness.direction == direction);
        let first = own.clone().next();
        own.find(|witness| witness.changes_verdict()).or(first).cloned()
    });
    best.collect()
}

fn verdicts(found: &[OfQuestion], providers: usize) -> Vec<ProvinceVerdicts> {
    let mut all: Vec<ProvinceVerdicts> = Vec::new();
    for (provider, _, of_province) in found {
        let Some(own) = &of_province.verdicts else { continue };
        let provider = if providers > 1 { provider.clone() } else { None };
        let is_alike = |other: &&mut ProvinceVerdicts| {
            (other.worse, other.better, &other.provider) == (own.worse, own.better, &provider)
        };
        match all.iter_mut().find(is_alike) {
            Some(known) => known.provinces.extend(own.provinces.iter().cloned()),
            None => all.push(ProvinceVerdicts { provider, ..own.clone() }),
        }
    }
    all
}
