//! Which rules of the two tables are compared with which.

use rustc_hash::{FxHashMap, FxHashSet};

use crate::diff::meaning::is_same_rule;
use crate::document::Rule;

/// A rule of the old table that holds: as it is there, and as it reads in both.
#[derive(Clone, Debug)]
pub struct OldRule<'t> {
    pub rule: &'t Rule,
    pub joint: Rule,
}

/// Rules that are compared as one, by their numbers among the rules in force.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Group {
    pub old: Vec<usize>,
    pub new: Vec<usize>,
}

/// All rules that hold before or after.
#[derive(Clone, Debug, Default)]
pub struct Pairing {
    /// These mean the same because they are written alike.
    pub shared: Vec<(usize, usize)>,
    /// Likewise, but the tracks are told apart otherwise.
    pub moved: Vec<(usize, usize)>,
    pub groups: Vec<Group>,
}

impl Pairing {
    fn alike(&mut self, is_one_track: bool) -> &mut Vec<(usize, usize)> {
        if is_one_track { &mut self.shared } else { &mut self.moved }
    }
}

/// Pairs rules: by their ids, by what has come in place of them, by their content, by the policy that
/// they answer, by their names.
pub fn pair(old: &[OldRule<'_>], new: &[&Rule], superseded: &FxHashMap<&str, &str>, is_one_track: bool) -> Pairing {
    let mut pairing = Pairing::default();
    let by_id: FxHashMap<&str, usize> = new.iter().enumerate().map(|(index, rule)| (rule.id.as_str(), index)).collect();
    let mut left_new: FxHashSet<usize> = (0..new.len()).collect();
    let mut left_old: Vec<usize> = Vec::new();
    for (index, own) in old.iter().enumerate() {
        let superseding = || superseded.get(own.rule.id.as_str()).and_then(|id| by_id.get(id));
        match by_id.get(own.rule.id.as_str()).or_else(superseding).filter(|found| left_new.contains(found)) {
            Some(found) => {
                left_new.remove(found);
                match is_same_rule(&own.joint, new[*found]) {
                    true => pairing.alike(is_one_track).push((index, *found)),
                    false => pairing.groups.push(Group { old: vec![index], new: vec![*found] }),
                }
            }
            None => left_old.push(index),
        }
    }
    let mut left_new: Vec<usize> = left_new.into_iter().collect();
    left_new.sort_unstable();
    pair_by_content(old, new, (&mut left_old, &mut left_new), &mut pairing, is_one_track);
    let keys: [&Key; 3] = [
        &|rule| rule.chain.first().cloned().or_else(|| Some(rule.id.clone())),
        &|rule| rule.policy.as_ref().map(|policy| format!("{}.{policy}", rule.layer)),
        &|rule| Some(format!("{} {} {}", rule.layer, rule.label, rule.tracks.join(","))),
    ];
    for key in keys {
        pair_by_key(old, new, (&mut left_old, &mut left_new), &mut pairing, key);
    }
    pairing.groups.extend(left_old.into_iter().map(|index| Group { old: vec![index], new: Vec::new() }));
    pairing.groups.extend(left_new.into_iter().map(|index| Group { old: Vec::new(), new: vec![index] }));
    pairing
}

fn pair_by_content(
    old: &[OldRule<'_>],
    new: &[&Rule],
    (left_old, left_new): (&mut Vec<usize>, &mut Vec<usize>),
    pairing: &mut Pairing,
    is_one_track: bool,
) {
    left_old.retain(|index| {
        let own = &old[*index];
        // A rule that never finds anything says nothing by which it could be recognised.
        let is_it = |other: &&usize| own.joint.severity.is_some() && is_same_rule(&own.joint, new[**other]);
        let Some(found) = left_new.iter().find(is_it).copied() else { return true };
        left_new.retain(|other| *other != found);
        pairing.alike(is_one_track).push((*index, found));
        false
    });
}

/// What rules that belong together have in common.
type Key = dyn Fn(&Rule) -> Option<String>;

/// Joins what has a key in common, if both sides have some.
fn pair_by_key(
    old: &[OldRule<'_>],
    new: &[&Rule],
    (left_old, left_new): (&mut Vec<usize>, &mut Vec<usize>),
    pairing: &mut Pairing,
    key: &Key,
) {
    let mut groups: Vec<(String, Group)> = Vec::new();
    let mut of = |key: Option<String>| {
        let key = key?;
        let index = groups.iter().position(|(own, _)| *own == key).unwrap_or_else(|| {
            groups.push((key, Group::default()));
            groups.len() - 1
        });
        Some(index)
    };
    let old_keys: Vec<Option<usize>> = left_old.iter().map(|index| of(key(old[*index].rule))).collect();
    let new_keys: Vec<Option<usize>> = left_new.iter().map(|index| of(key(new[*index]))).collect();
    for (index, group) in left_old.iter().zip(&old_keys) {
        if let Some(group) = group {
            groups[*group].1.old.push(*index);
        }
    }
    for (index, group) in left_new.iter().zip(&new_keys) {
        if let Some(group) = group {
            groups[*group].1.new.push(*index);
        }
    }
    let paired =
        groups.into_iter().map(|(_, group)| group).filter(|group| !group.old.is_empty() && !group.new.is_empty());
    for group in paired {
        left_old.retain(|index| !group.old.contains(index));
        left_new.retain(|index| !group.new.contains(index));
        pairing.groups.push(group);
    }
}
