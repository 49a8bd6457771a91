//! The change of the rules of one province, beside one provider.

use rustc_hash::{FxHashMap, FxHashSet};

use crate::diff::Standing;
use crate::diff::cause::Causes;
use crate::diff::cover::Within;
use crate::diff::difference::{Cause, Change, Class, Decided, Direction, Move, Named, ProvinceVerdicts, Witness};
use crate::diff::effect::{Bench, Bundle, NEW, OLD};
use crate::diff::example::{Examples, Tables};
use crate::diff::group::Found;
use crate::diff::joint::Vocabularies;
use crate::diff::pairing::{Group, OldRule, Pairing, pair};
use crate::diff::rename::{Named as NamedKind, Renames, old_name};
use crate::diff::split;
use crate::diff::wording::{beside, is_of_checklist, reworded, rule_of, split_or_merged};
use crate::document::{Document, Layer, Rule};
use crate::prove::formula::Formula;
use crate::prove::prover::Prover;
use crate::prove::replay::Replay;
use crate::prove::space::{Scene, Side, TRACK};
use crate::text::Date;

/// What changes in a province.
#[derive(Clone, Debug, Default)]
pub struct OfProvince {
    pub changes: Vec<Change>,
    pub verdicts: Option<ProvinceVerdicts>,
}

/// A province and a provider, in both tables.
#[derive(Clone, Copy, Debug)]
pub struct Question<'a, 't> {
    pub vocabularies: &'a Vocabularies<'t>,
    pub causes: &'a Causes,
    pub old: Standing<'t>,
    pub new: Standing<'t>,
    pub province: &'t str,
    pub provider: Option<&'t str>,
}

/// Everything of a province in which the two tables differ; `None` where they do not.
pub fn compare(question: Question<'_, '_>) -> Option<OfProvince> {
    let Question { vocabularies, old, new, province, provider, .. } = question;
    let old_side = Side::new(old.document, province, provider, old.day)?;
    let new_side = Side::new(new.document, province, provider, new.day)?;
    let (old_rules, new_rules) = (old_side.rules(old.document), new_side.rules(new.document));
    let have_same_cases =
        old_side.layers.iter().map(|layer| &layer.derived).eq(new_side.layers.iter().map(|layer| &layer.derived));
    if vocabularies.is_one && have_same_cases && old_rules == new_rules {
        return None;
    }
    let renames = vocabularies.renames(&old_side.layers, &new_side.layers);
    let is_one_track = !renames.has(NamedKind::Derived, TRACK);
    let own = |rule: &&'_ Rule| renames.rule(rule);
    let old_rules: Vec<OldRule<'_>> = old_rules.iter().map(|rule| OldRule { rule, joint: own(rule) }).collect();
    let retired = new_side.layers.iter().flat_map(|layer| &layer.retired);
    let superseded: FxHashMap<&str, &str> =
        retired.filter_map(|retired| Some((retired.rule.as_str(), retired.superseded_by.as_deref()?))).collect();
    let pairing = pair(&old_rules, &new_rules, &superseded, is_one_track);
    let work = Work { question, old_rules: &old_rules, new_rules: &new_rules, renames: &renames, is_one_track };
    Some(work.compare(&pairing, &old_side, &new_side))
}

/// One question at work.
#[derive(Debug)]
pub struct Work<'a, 't> {
    question: Question<'a, 't>,
    old_rules: &'a [OldRule<'t>],
    new_rules: &'a [&'t Rule],
    renames: &'a Renames,
    is_one_track: bool,
}

impl Work<'_, '_> {
    fn compare(&self, pairing: &Pairing, old_side: &Side<'_>, new_side: &Side<'_>) -> OfProvince {
        let mut result = OfProvince::default();
        for (old, new) in pairing.shared.iter().chain(&pairing.moved) {
            let group = Group { old: vec![*old], new: vec![*new] };
            let change = self.wording(&group, Class::Wording);
            if !change.wording.is_empty() {
                result.changes.push(change);
            }
        }
        if pairing.groups.is_empty() && pairing.moved.is_empty() {
            return result;
        }
        let joint = self.joint(pairing, old_side, new_side);
        let count = new_side.layers.len();
        let (new_layers, old_layers) = joint.layers.split_at(count);
        let track = self.renames.name(NamedKind::Derived, TRACK);
        let (old_day, new_day) = (self.question.old.day, self.question.new.day);
        let sides = vec![side(new_layers, new_day, TRACK), side(old_layers, old_day, track.as_str())];
        let province = self.question.province;
        let prover = Prover::new(Scene::of(&joint, province, new_day, sides));
        let shared: FxHashSet<&str> = pairing.shared.iter().map(|(_, new)| self.new_rules[*new].id.as_str()).collect();
        let mut bench = Bench::new(prover, |id| shared.contains(id));
        let (old, new) = (self.question.old, self.question.new);
        let provider = self.question.provider;
        let tables = Tables {
            joint: &joint.vocabulary,
            old: &old.document.vocabulary,
            new: &new.document.vocabulary,
            renames: self.renames,
            is_one: self.question.vocabularies.is_one,
            days: [old_day, new_day],
            before: Replay::new(old.table, province, provider, old_day),
            after: Replay::new(new.table, province, provider, new_day),
        };
        let mut examples = Examples::new(tables, province);
        if !self.is_one_track {
            result.changes.extend(self.division(pairing, &mut bench, &mut examples));
        }
        let numbers = |group: &Group, bench: &Bench<'_>| self.numbers(group, bench);
        let (same, groups) = split::joined(&pairing.groups, &mut bench, numbers);
        result.changes.extend(same.iter().map(|group| self.regrouped(group)));
        for group in &groups {
            result.changes.push(self.group(group, &mut bench, &mut examples));
        }
        let is_felt = |change: &Change| {
            !(change.tighter.is_empty() && change.looser.is_empty() && change.moved.is_empty() && change.exact)
        };
        if result.changes.iter().any(is_felt) {
            let provinces = vec![self.province()];
            let shown = |direction: Direction| {
                let witnesses = result.changes.iter().flat_map(|change| &change.witnesses);
                witnesses.filter(|own| own.direction == direction).any(Witness::changes_verdict)
            };
            let [worse, better] = [Direction::Worse, Direction::Better].map(|direction| match shown(direction) {
                true => Decided::Yes,
                false => examples.verdict(&mut bench, direction, &[]).0,
            });
            result.verdicts = Some(ProvinceVerdicts { provinces, provider: None, worse, better });
        }
        result
    }

    /// One table with the rules of both; those that are shared only once.
    fn joint(&self, pairing: &Pairing, old_side: &Side<'_>, new_side: &Side<'_>) -> Document {
        let shared: FxHashSet<usize> = pairing.shared.iter().map(|(old, _)| *old).collect();
        let bare = |rule: &Rule| Rule { chain: Vec::new(), effective: None, ..rule.clone() };
        let mut rules: Vec<Rule> = self.new_rules.iter().map(|rule| bare(rule)).collect();
        let new_ids: Vec<String> = rules.iter().map(|rule| rule.id.clone()).collect();
        let own = self.old_rules.iter().enumerate().filter(|(index, _)| !shared.contains(index));
        let own: Vec<Rule> = own.map(|(_, rule)| Rule { id: old_name(&rule.rule.id), ..bare(&rule.joint) }).collect();
        let old_ids: Vec<String> = own.iter().map(|rule| rule.id.clone()).collect();
        rules.extend(own);
        let mut layers: Vec<Layer> = Vec::new();
        let mut add = |side: &Side<'_>, mut ids: Vec<String>, renames: &Renames| {
            for layer in &side.layers {
                let rules = std::mem::take(&mut ids);
                layers.push(Layer { rules, except: Vec::new(), ..renames.layer(layer) });
            }
        };
        add(new_side, new_ids, &Renames::default());
        add(old_side, old_ids, self.renames);
        Document { vocabulary: self.question.vocabularies.merged(self.renames), rules, layers, ..Document::default() }
    }

    fn province(&self) -> Named {
        let layer = self.question.new.document.layers.iter().find(|layer| layer.id == self.question.province);
        Named {
            id: self.question.province.to_owned(),
            label: layer.map(|layer| layer.label.clone()).unwrap_or_default(),
        }
    }

    /// A change as far as its words go.
    fn wording(&self, group: &Group, class: Class) -> Change {
        let (old_document, new_document) = (self.question.old.document, self.question.new.document);
        let old: Vec<&Rule> = group.old.iter().map(|index| self.old_rules[*index].rule).collect();
        let new: Vec<&Rule> = group.new.iter().map(|index| self.new_rules[*index]).collect();
        let wording = match (&old[..], &new[..]) {
            ([old], [new]) => reworded(old, new),
            _ => Vec::new(),
        };
        let mut tracks: Vec<&str> = Vec::new();
        for track in old.iter().chain(&new).flat_map(|rule| &rule.tracks) {
            if !tracks.contains(&track.as_str()) {
                tracks.push(track);
            }
        }
        let policy = new.iter().chain(&old).find_map(|rule| rule.policy.as_deref());
        let class = match class {
            Class::Wording | Class::Equal if wording.iter().any(|own| is_of_checklist(own.what)) => Class::Checklist,
            Class::Wording if wording.is_empty() => Class::Equal,
            other => other,
        };
        Change {
            class,
            exact: true,
            provinces: vec![self.province()],
            provider: self.question.provider.map(str::to_owned),
            tracks: tracks.into_iter().map(|track| self.track(track)).collect(),
            policy: policy.map(|policy| self.policy(policy)),
            cause: self.cause(group),
            old: old.iter().map(|rule| rule_of(old_document, rule)).collect(),
            new: new.iter().map(|rule| rule_of(new_document, rule)).collect(),
            is_said: true,
            scope: None,
            tighter: Vec::new(),
            looser: Vec::new(),
            applies: Vec::new(),
            no_longer_applies: Vec::new(),
            moved: Vec::new(),
            worse_verdicts: None,
            better_verdicts: None,
            not_worse_in: Vec::new(),
            not_better_in: Vec::new(),
            only_one_table_knows: false,
            witnesses: Vec::new(),
            wording,
        }
    }

    /// The word because of which one rule means something else.
    fn cause(&self, group: &Group) -> Option<Cause> {
        let ([old], [new]) = (&group.old[..], &group.new[..]) else { return None };
        let (old, new) = (&self.old_rules[*old], self.new_rules[*new]);
        self.question.causes.of(old.rule, &old.joint, new, self.renames)
    }

    pub fn track(&self, id: &str) -> Named {
        let documents = [self.question.new.document, self.question.old.document];
        let label = documents.into_iter().find_map(|document| {
            let vocabulary = &document.vocabulary;
            let derived = vocabulary.derived.iter().find(|item| item.path == TRACK)?;
            let of = vocabulary.enums.iter().find(|item| Some(&item.id) == derived.r#type.r#enum.as_ref())?;
            of.values.iter().find(|value| value.id == id).map(|value| value.label.clone())
        });
        Named { id: id.to_owned(), label: label.unwrap_or_else(|| id.to_owned()) }
    }

    fn policy(&self, id: &str) -> Named {
        let documents = [self.question.new.document, self.question.old.document];
        let label = documents
            .into_iter()
            .find_map(|document| document.policies.iter().find(|policy| policy.id == id))
            .map(|policy| policy.label.clone());
        Named { id: id.to_owned(), label: label.unwrap_or_else(|| id.to_owned()) }
    }

    /// Who is judged by the rules of another track, if anybody is.
    fn division<'j>(
        &self,
        pairing: &Pairing,
        bench: &mut Bench<'j>,
        examples: &mut Examples<'_, 'j>,
    ) -> Option<Change> {
        let moved = bench.moved();
        if moved.is_empty() {
            return None;
        }
        let mut change = self.wording(&Group::default(), Class::Both);
        let all: Vec<Formula> = moved.iter().map(|(_, _, condition)| *condition).collect();
        let all = bench.prover.scene.space.formulas.or(all);
        let [worse, better] = [Direction::Worse, Direction::Better].map(|direction| {
            let (decided, witness) = examples.verdict(bench, direction, &[all]);
            change.witnesses.extend(witness);
            decided
        });
        change.class = match (worse, better) {
            _ if pairing.moved.is_empty() => Class::Checklist,
            (Decided::No, Decided::No) => Class::Checklist,
            (_, Decided::No) => Class::Tighter,
            (Decided::No, _) => Class::Looser,
            _ => Class::Both,
        };
        (change.worse_verdicts, change.better_verdicts) = (Some(worse), Some(better));
        let names = |side: usize, bench: &Bench<'_>| -> Vec<Named> {
            bench.prover.scene.tracks_of(side).iter().map(|(track, _)| self.track(track)).collect()
        };
        let (old_names, new_names) = (names(OLD, bench), names(NEW, bench));
        change.tracks.clone_from(&new_names);
        for (from, to, condition) in moved {
            let bundle = Bundle::of(condition);
            let within = Within { bundle: &bundle, tracks: &[], base: Formula::TRUE };
            let Ok(cubes) = bench.cubes(within, condition) else {
                change.exact = false;
                continue;
            };
            let (Some(from), Some(to)) = (old_names.get(from), new_names.get(to)) else { continue };
            let (conditions, is_exact) = bench.said(within, condition, &cubes);
            change.exact &= is_exact;
            let moves =
                conditions.into_iter().map(|text| Move { from: from.clone(), to: to.clone(), condition: text.into() });
            change.moved.extend(moves);
        }
        Some(change)
    }

    /// The rules of a group among those of the bench, old and new.
    fn numbers(&self, group: &Group, bench: &Bench<'_>) -> (Vec<usize>, Vec<usize>) {
        let old_ids: Vec<String> = group.old.iter().map(|index| old_name(&self.old_rules[*index].rule.id)).collect();
        let old_ids: Vec<&str> = old_ids.iter().map(String::as_str).collect();
        let new_ids: Vec<&str> = group.new.iter().map(|index| self.new_rules[*index].id.as_str()).collect();
        (bench.numbers(&old_ids), bench.numbers(&new_ids))
    }

    /// Rules that together find what the old ones found.
    fn regrouped(&self, group: &Group) -> Change {
        let mut change = self.wording(group, Class::Wording);
        let old: Vec<&Rule> = group.old.iter().map(|index| self.old_rules[*index].rule).collect();
        let new: Vec<&Rule> = group.new.iter().map(|index| self.new_rules[*index]).collect();
        change.wording = beside(&old, &new);
        change.class = if change.wording.is_empty() { Class::Wording } else { Class::Checklist };
        change.wording.insert(0, split_or_merged());
        change
    }

    /// What the change of a group does.
    fn group<'j>(&self, group: &Group, bench: &mut Bench<'j>, examples: &mut Examples<'_, 'j>) -> Change {
        let (old, new) = self.numbers(group, bench);
        let mut change = self.wording(group, Class::Wording);
        let mut found = Found { change: &mut change, work: self, bench, examples, old: &old, new: &new };
        let bundles = found.bench.bundles(&old, &new);
        for bundle in &bundles {
            found.bundle(bundle, bundles.len());
        }
        found.classify();
        change
    }
}

fn side<'j>(layers: &'j [Layer], day: Date, track: &'j str) -> Side<'j> {
    Side { layers: layers.iter().collect(), day, track }
}
