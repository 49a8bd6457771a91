//! Why rules changed that are written as they were: a group of values, a derived fact or a list of words
//! by which they name what they are about.

use std::collections::BTreeSet;

use crate::diff::difference::{Case, Cause, Change, Class, TermKind, Text};
use crate::diff::meaning::is_same_rule;
use crate::diff::place::placeless;
use crate::diff::rename::{Named as Kind, Renames};
use crate::document::parts::conditions_of_rule_mut;
use crate::document::{Condition, Document, Rule};

/// A group of values that has other members now.
#[derive(Clone, Debug)]
struct Group {
    of: String,
    cause: Cause,
    old: BTreeSet<String>,
    new: Vec<String>,
}

/// What changed under a name that stayed.
#[derive(Clone, Debug, Default)]
pub struct Causes {
    groups: Vec<Group>,
    derived: Vec<Cause>,
    words: Vec<Cause>,
}

impl Causes {
    pub fn new(old: &Document, new: &Document) -> Causes {
        let mut causes = Causes::default();
        for item in &new.vocabulary.enums {
            let before = old.vocabulary.enums.iter().find(|own| own.id == item.id);
            for group in &item.groups {
                let known = before.and_then(|own| own.groups.iter().find(|own| own.id == group.id));
                let members: BTreeSet<String> = group.values.iter().cloned().collect();
                let old: BTreeSet<String> = known.into_iter().flat_map(|own| own.values.iter().cloned()).collect();
                if known.is_some() && old != members {
                    let cause = cause(TermKind::Group, &group.id, &group.label);
                    causes.groups.push(Group { of: item.id.clone(), cause, old, new: group.values.clone() });
                }
            }
        }
        for own in &new.vocabulary.derived {
            let before = old.vocabulary.derived.iter().find(|other| other.path == own.path);
            if before.is_some_and(|before| before.value != own.value) {
                causes.derived.push(cause(TermKind::Derived, &own.path, &own.label));
            }
        }
        for own in &new.vocabulary.words {
            let before = old.vocabulary.words.iter().find(|other| other.id == own.id);
            if before.is_some_and(|before| before.words != own.words) {
                causes.words.push(cause(TermKind::Words, &own.id, &own.label));
            }
        }
        causes
    }

    /// Why a rule means something else, if only one name explains it. `old` is as its table writes it,
    /// `joint` as it reads in both.
    pub fn of(&self, old: &Rule, joint: &Rule, new: &Rule, renames: &Renames) -> Option<Cause> {
        for group in &self.groups {
            let mut own = joint.clone();
            let mut is_used = false;
            conditions_of_rule_mut(&mut own, &mut |condition| is_used |= widen(condition, group));
            if is_used && is_same_rule(&own, new) {
                return Some(group.cause.clone());
            }
        }
        if is_same_rule(joint, new) || !is_same_rule(old, new) {
            return None;
        }
        // Names that mean something else by themselves, not only because of what they use.
        let mut used: BTreeSet<&Cause> = BTreeSet::new();
        let mut own = old.clone();
        conditions_of_rule_mut(&mut own, &mut |condition| self.used(condition, renames, &mut used));
        match used.into_iter().collect::<Vec<_>>()[..] {
            [only] => Some(only.clone()),
            _ => None,
        }
    }

    fn used<'c>(&'c self, condition: &mut Condition, renames: &Renames, used: &mut BTreeSet<&'c Cause>) {
        match condition {
            Condition::Derived { derived } if renames.has(Kind::Derived, derived) => {
                used.extend(self.derived.iter().find(|own| own.id == *derived));
            }
            Condition::IsWord { words, .. }
            | Condition::Mentions { words, .. }
            | Condition::StartsWith { words, .. }
            | Condition::EndsWith { words, .. } => {
                let is_in = |own: &&Cause| words.words.contains(&own.id) || words.except_words.contains(&own.id);
                used.extend(self.words.iter().filter(is_in));
            }
            _ => {}
        }
        condition.parts_mut().into_iter().for_each(|part| self.used(part, renames, used));
    }
}

fn cause(kind: TermKind, id: &str, label: &str) -> Cause {
    Cause { kind, id: id.to_owned(), label: label.to_owned() }
}

/// Puts the members of today in place of those that were.
fn widen(condition: &mut Condition, group: &Group) -> bool {
    let mut is_it = false;
    if let Condition::In { r#enum, values, .. } = condition
        && *r#enum == group.of
        && values.len() == group.old.len()
        && values.iter().all(|value| group.old.contains(value))
    {
        values.clone_from(&group.new);
        is_it = true;
    }
    condition.parts_mut().into_iter().fold(is_it, |is_it, part| widen(part, group) || is_it)
}

/// Says once what one cause does to many rules in the same way.
pub fn gathered(changes: Vec<Change>) -> Vec<Change> {
    let mut all: Vec<Change> = Vec::new();
    // Of each, as it reads in any province.
    let mut general: Vec<Change> = Vec::new();
    for change in changes {
        let own = placeless(&change).unwrap_or_else(|| change.clone());
        let is_it = |known: &Change| {
            known.cause.is_some()
                && known.class != Class::Equal
                && (&known.cause, known.class, known.exact) == (&own.cause, own.class, own.exact)
                && (&known.provider, known.only_one_table_knows) == (&own.provider, own.only_one_table_knows)
                && said(known) == said(&own)
        };
        match general.iter().position(is_it) {
            Some(index) => {
                let place = &all[index].provinces;
                if *place != change.provinces {
                    let Change { tighter, looser, applies, no_longer_applies, .. } = general[index].clone();
                    let known = &mut all[index];
                    (known.tighter, known.looser) = (tighter, looser);
                    (known.applies, known.no_longer_applies) = (applies, no_longer_applies);
                }
                join(&mut all[index], change);
            }
            None => {
                all.push(change);
                general.push(own);
            }
        }
    }
    all
}

/// The conditions of a change.
fn said(change: &Change) -> [Vec<&Text>; 4] {
    [&change.tighter, &change.looser, &change.applies, &change.no_longer_applies]
        .map(|cases| cases.iter().map(|case| &case.condition).collect())
}

fn join(own: &mut Change, other: Change) {
    fn add<T: PartialEq>(own: &mut Vec<T>, more: Vec<T>) {
        more.into_iter().for_each(|item| {
            if !own.contains(&item) {
                own.push(item);
            }
        });
    }
    add(&mut own.provinces, other.provinces);
    add(&mut own.tracks, other.tracks);
    add(&mut own.old, other.old);
    add(&mut own.new, other.new);
    add(&mut own.not_worse_in, other.not_worse_in);
    add(&mut own.not_better_in, other.not_better_in);
    let tracks = own.tracks.clone();
    let cases: [&mut Vec<Case>; 4] = [&mut own.tighter, &mut own.looser, &mut own.applies, &mut own.no_longer_applies];
    cases.into_iter().flatten().for_each(|case| case.tracks.clone_from(&tracks));
    for witness in other.witnesses {
        let known = own.witnesses.iter_mut().find(|known| known.direction == witness.direction);
        match known {
            Some(known) if !known.changes_verdict() && witness.changes_verdict() => *known = witness,
            Some(_) => {}
            None => own.witnesses.push(witness),
        }
    }
    for (own, other) in
        [(&mut own.worse_verdicts, other.worse_verdicts), (&mut own.better_verdicts, other.better_verdicts)]
    {
        *own = own.zip(other).map(|(own, other)| own.or(other)).or(*own).or(other);
    }
    own.policy = None;
    own.scope = Some(Text { zh: "各条规则自己的条件".to_owned(), en: "as each of the rules says".to_owned() });
    own.wording.clear();
}
