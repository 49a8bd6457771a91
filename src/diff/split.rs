//! Rules that were split, merged or written anew, and together find what the old ones found.
//!
//! One rule for two kinds of sponsors becomes two rules: the old one is looser, the new one is tighter,
//! and nothing changed for anybody.

use crate::diff::effect::Bench;
use crate::diff::pairing::Group;
use crate::prove::formula::Formula;

/// Groups that are held against one another: more are not looked at.
const MOST: usize = 40;

/// A group with the numbers of its rules among those of the bench, and what it does.
struct Part {
    group: Group,
    old: Vec<usize>,
    new: Vec<usize>,
    worse: Formula,
    better: Formula,
}

/// Joins groups of which it is proved that all together they change nothing; the rest stays. `numbers`
/// are the rules of a group, old and new.
pub fn joined(
    groups: &[Group],
    bench: &mut Bench<'_>,
    numbers: impl Fn(&Group, &Bench<'_>) -> (Vec<usize>, Vec<usize>),
) -> (Vec<Group>, Vec<Group>) {
    let is_uneven = |group: &Group| group.old.is_empty() || group.new.is_empty();
    if groups.len() > MOST || !groups.iter().any(is_uneven) {
        return (Vec::new(), groups.to_vec());
    }
    let mut parts: Vec<Part> = Vec::new();
    for group in groups {
        let (old, new) = numbers(group, bench);
        let (worse, better) = effect(bench, &old, &new);
        parts.push(Part { group: group.clone(), old, new, worse, better });
    }
    let (mut same, mut left) = (Vec::new(), Vec::new());
    while let Some(first) = parts.iter().position(|part| is_uneven(&part.group)) {
        let own = parts.remove(first);
        let near: Vec<usize> = (0..parts.len()).filter(|index| meets(bench, &own, &parts[*index])).collect();
        // All that it meets, and else one of them alone.
        let alone = near.iter().map(|index| vec![*index]);
        let found = [reached(bench, &own, &parts)].into_iter().chain([near.clone()]).chain(alone);
        let found = found.filter(|others| !others.is_empty()).find(|others| is_nothing(bench, &own, &parts, others));
        let Some(mut others) = found else {
            left.push(own.group);
            continue;
        };
        let mut whole = own.group;
        others.sort_unstable();
        for index in others.into_iter().rev() {
            let other = parts.remove(index).group;
            whole.old.extend(other.old);
            whole.new.extend(other.new);
        }
        whole.old.sort_unstable();
        whole.new.sort_unstable();
        same.push(whole);
    }
    left.extend(parts.into_iter().map(|part| part.group));
    let order = |group: &Group| groups.iter().position(|own| own == group);
    left.sort_by_key(order);
    (same, left)
}

/// Who gets a finding by rules in place of others, and who loses one.
fn effect(bench: &mut Bench<'_>, old: &[usize], new: &[usize]) -> (Formula, Formula) {
    let (mut worse, mut better) = (Vec::new(), Vec::new());
    for bundle in bench.bundles(old, new) {
        worse.push(bench.and([bundle.track, bundle.worse]));
        better.push(bench.and([bundle.track, bundle.better]));
    }
    (bench.or(worse), bench.or(better))
}

/// Whether somebody gets by the one what the other takes away.
fn meets(bench: &mut Bench<'_>, one: &Part, other: &Part) -> bool {
    let pairs = [(one.worse, other.better), (one.better, other.worse)];
    pairs.into_iter().any(|(worse, better)| {
        let both = bench.and([worse, better]);
        both != Formula::FALSE && !bench.prover.possible(&[worse, better]).is_no()
    })
}

/// Those that a group meets, those that these meet, and so on.
fn reached(bench: &mut Bench<'_>, own: &Part, parts: &[Part]) -> Vec<usize> {
    let mut reached: Vec<usize> = (0..parts.len()).filter(|index| meets(bench, own, &parts[*index])).collect();
    let mut next = 0;
    while let Some(at) = reached.get(next).copied() {
        for index in 0..parts.len() {
            if !reached.contains(&index) && meets(bench, &parts[at], &parts[index]) {
                reached.push(index);
            }
        }
        next += 1;
    }
    reached
}

/// Whether all of these together are proved to change nothing.
fn is_nothing(bench: &mut Bench<'_>, own: &Part, parts: &[Part], others: &[usize]) -> bool {
    let all = |of: fn(&Part) -> &Vec<usize>| -> Vec<usize> {
        others.iter().map(|index| &parts[*index]).chain([own]).flat_map(of).copied().collect()
    };
    let (worse, better) = effect(bench, &all(|part| &part.old), &all(|part| &part.new));
    let is_never = |bench: &mut Bench<'_>, formula: Formula| bench.prover.possible(&[formula]).is_no();
    is_never(bench, worse) && is_never(bench, better)
}
