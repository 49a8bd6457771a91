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

/// Joins what has a key and a track in common, if both sides have some.
///
/// Rules of two tracks are two rules, though they answer one policy. Only what stands for both tracks
/// on one side belongs to all that stands for one of them on the other.
fn pair_by_key(
    old: &[OldRule<'_>],
    new: &[&Rule],
    (left_old, left_new): (&mut Vec<usize>, &mut Vec<usize>),
    pairing: &mut Pairing,
    key: &Key,
) {
    let mut groups: Vec<Keyed> = Vec::new();
    for index in left_old.iter() {
        add(&mut groups, key, old[*index].rule, Group { old: vec![*index], new: Vec::new() });
    }
    for index in left_new.iter() {
        add(&mut groups, key, new[*index], Group { old: Vec::new(), new: vec![*index] });
    }
    let paired = groups.into_iter().map(|own| own.group).filter(|own| !own.old.is_empty() && !own.new.is_empty());
    for group in paired {
        left_old.retain(|index| !group.old.contains(index));
        left_new.retain(|index| !group.new.contains(index));
        pairing.groups.push(group);
    }
}

/// Rules that have a key in common, and the tracks for which they stand.
struct Keyed {
    key: String,
    tracks: Vec<String>,
    group: Group,
}

/// Adds a rule to the groups, and joins those that it belongs to.
fn add(groups: &mut Vec<Keyed>, key: &Key, rule: &Rule, alone: Group) {
    let Some(key) = key(rule) else { return };
    let mut own = Keyed { key, tracks: rule.tracks.clone(), group: alone };
    let is_joined = |other: &Keyed| {
        other.key == own.key && (rule.tracks.is_empty() || other.tracks.iter().any(|track| rule.tracks.contains(track)))
    };
    let Some(first) = groups.iter().position(is_joined) else {
        groups.push(own);
        return;
    };
    let mut index = 0;
    while index < groups.len() {
        if !is_joined(&groups[index]) {
            index += 1;
            continue;
        }
        let other = groups.remove(index);
        own.tracks.extend(other.tracks);
        own.group.old.extend(other.group.old);
        own.group.new.extend(other.group.new);
    }
    own.group.old.sort_unstable();
    own.group.new.sort_unstable();
    groups.insert(first, own);
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A rule of a policy, by its id and tracks.
    fn rule(id: &str, policy: &str, tracks: &[&str]) -> Rule {
        let read = serde_json::json!({
            "id": id, "layer": "hubei", "label": id, "effect": "require", "policy": policy, "tracks": tracks,
        });
        serde_json::from_value(read).expect("a rule")
    }

    /// The pairs of ids that are compared.
    fn paired(old: &[Rule], new: &[Rule]) -> Vec<(Vec<String>, Vec<String>)> {
        let old: Vec<OldRule<'_>> = old.iter().map(|rule| OldRule { rule, joint: rule.clone() }).collect();
        let new: Vec<&Rule> = new.iter().collect();
        let pairing = pair(&old, &new, &FxHashMap::default(), true);
        let old_ids = |group: &Group| group.old.iter().map(|index| old[*index].rule.id.clone()).collect();
        let new_ids = |group: &Group| group.new.iter().map(|index| new[*index].id.clone()).collect();
        pairing.groups.iter().map(|group| (old_ids(group), new_ids(group))).collect()
    }

    fn ids(ids: &[&str]) -> Vec<String> {
        ids.iter().map(|id| (*id).to_owned()).collect()
    }

    #[test]
    fn rules_of_two_tracks_are_not_one_though_they_answer_one_policy() {
        let old = [rule("unit.one", "age", &["unit"])];
        let new = [rule("individual.other", "age", &["individual"])];
        assert_eq!(paired(&old, &new), [(ids(&["unit.one"]), ids(&[])), (ids(&[]), ids(&["individual.other"]))]);
        let new = [rule("unit.other", "age", &["unit"]), rule("individual.other", "age", &["individual"])];
        assert_eq!(
            paired(&old, &new),
            [(ids(&["unit.one"]), ids(&["unit.other"])), (ids(&[]), ids(&["individual.other"]))]
        );
    }

    #[test]
    fn a_rule_of_both_tracks_belongs_to_those_of_each() {
        let old = [rule("unit.one", "age", &["unit"]), rule("individual.one", "age", &["individual"])];
        let new = [rule("both.other", "age", &["unit", "individual"])];
        assert_eq!(paired(&old, &new), [(ids(&["unit.one", "individual.one"]), ids(&["both.other"]))]);
    }
}
