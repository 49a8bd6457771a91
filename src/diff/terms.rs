//! Words of the vocabulary that came, went or are not what they were.

use std::collections::BTreeSet;

use crate::diff::definition;
use crate::diff::difference::{TermChange, TermEvent, TermKind, Text};
use crate::document::{Condition, Document, Named, TemplatePart};

/// What one term is, as far as a summary says it.
struct Term<'t> {
    id: &'t str,
    label: &'t str,
    /// Its words, values or rows.
    parts: Vec<String>,
    /// Whatever else makes it what it is.
    rest: String,
    /// What it is in words, where that is told.
    said: Option<Text>,
}

/// All changes of the vocabulary, by kind and id.
pub fn changes(old: &Document, new: &Document) -> Vec<TermChange> {
    let mut all = Vec::new();
    for kind in KINDS {
        let (old, new) = (terms(old, kind), terms(new, kind));
        for own in &new {
            match old.iter().find(|other| other.id == own.id) {
                None => all.push(change(kind, own, TermEvent::Added, None)),
                Some(other) if is_same(own, other) => {}
                Some(other) => all.push(change(kind, own, TermEvent::Changed, Some(other))),
            }
        }
        let gone = old.iter().filter(|own| !new.iter().any(|other| other.id == own.id));
        all.extend(gone.map(|own| change(kind, own, TermEvent::Removed, None)));
    }
    all
}

const KINDS: [TermKind; 12] = [
    TermKind::Fact,
    TermKind::Derived,
    TermKind::Enum,
    TermKind::Group,
    TermKind::List,
    TermKind::Material,
    TermKind::Attribute,
    TermKind::Words,
    TermKind::Table,
    TermKind::Template,
    TermKind::Invariant,
    TermKind::Policy,
];

fn is_same(one: &Term<'_>, other: &Term<'_>) -> bool {
    one.label == other.label && one.rest == other.rest && one.parts == other.parts
}

fn change(kind: TermKind, own: &Term<'_>, event: TermEvent, before: Option<&Term<'_>>) -> TermChange {
    let only = |one: &Term<'_>, other: &Term<'_>| {
        let known: BTreeSet<&String> = other.parts.iter().collect();
        one.parts.iter().filter(|part| !known.contains(part)).cloned().collect::<Vec<String>>()
    };
    let (added, removed) = before.map_or_else(Default::default, |before| (only(own, before), only(before, own)));
    let old_label = before.filter(|before| before.label != own.label).map(|before| before.label.to_owned());
    let (old, new) = match (kind, before) {
        (TermKind::Group | TermKind::Template | TermKind::Derived, Some(before)) => definitions(before, own),
        _ => (None, None),
    };
    let (id, label) = (own.id.to_owned(), own.label.to_owned());
    TermChange { kind, id, label, change: event, added, removed, old_label, old, new }
}

/// What both are in words, where that is not the same.
fn definitions(before: &Term<'_>, own: &Term<'_>) -> (Option<Text>, Option<Text>) {
    if before.said == own.said { (None, None) } else { (before.said.clone(), own.said.clone()) }
}

fn terms(document: &Document, kind: TermKind) -> Vec<Term<'_>> {
    let vocabulary = &document.vocabulary;
    fn term<'t>(id: &'t str, label: &'t str, parts: Vec<String>, rest: impl std::fmt::Debug) -> Term<'t> {
        Term { id, label, parts, rest: format!("{rest:?}"), said: None }
    }
    let row = |parts: &[String]| Text { zh: parts.join("、"), en: parts.join(", ") };
    let values = |values: &[Named]| values.iter().map(|value| value.label.clone()).collect::<Vec<String>>();
    let expression = |condition: &Condition| format!("{condition:?}");
    match kind {
        TermKind::Fact => {
            let facts = vocabulary.facts.iter();
            facts
                .map(|own| {
                    term(
                        &own.path,
                        &own.label,
                        Vec::new(),
                        (&own.r#type, own.optional, &own.list, &own.pointer, &own.nature),
                    )
                })
                .collect()
        }
        TermKind::Derived => {
            let derived = vocabulary.derived.iter();
            derived
                .map(|own| {
                    let rest = (&own.r#type, &own.list, expression(&own.value));
                    let said = definition::of(document, &own.value);
                    Term { said, ..term(&own.path, &own.label, Vec::new(), rest) }
                })
                .collect()
        }
        TermKind::Enum => {
            vocabulary.enums.iter().map(|own| term(&own.id, &own.label, values(&own.values), ())).collect()
        }
        TermKind::Group => {
            let of = |own: &'_ crate::document::Enum, id: &String| {
                own.values.iter().find(|value| value.id == *id).map_or_else(|| id.clone(), |value| value.label.clone())
            };
            let groups = vocabulary.enums.iter().flat_map(|own| own.groups.iter().map(move |group| (own, group)));
            groups
                .map(|(own, group)| {
                    let members = group.values.iter().map(|id| of(own, id)).collect();
                    let own = term(&group.id, &group.label, members, &own.id);
                    Term { said: Some(row(&own.parts)), ..own }
                })
                .collect()
        }
        TermKind::List => vocabulary
            .lists
            .iter()
            .map(|own| term(&own.id, &own.label, Vec::new(), (&own.key, own.max, &own.members)))
            .collect(),
        TermKind::Material => {
            vocabulary.materials.iter().map(|own| term(&own.id, &own.label, own.attributes.clone(), ())).collect()
        }
        TermKind::Attribute => {
            let attributes = vocabulary.attributes.iter();
            attributes.map(|own| term(&own.id, &own.label, Vec::new(), (&own.r#type, own.optional))).collect()
        }
        TermKind::Words => {
            vocabulary.words.iter().map(|own| term(&own.id, &own.label, own.words.clone(), ())).collect()
        }
        TermKind::Table => {
            let row = |row: &crate::document::Row| format!("{}：{}", row.key, row.values.join("、"));
            let tables = vocabulary.tables.iter();
            tables
                .map(|own| term(&own.id, &own.label, own.rows.iter().map(row).collect(), (&own.from, &own.to)))
                .collect()
        }
        TermKind::Template => {
            let fixed = |part: &TemplatePart| part.fixed.clone();
            let templates = vocabulary.templates.iter();
            templates
                .map(|own| {
                    let parts: Vec<String> = own.parts.iter().filter_map(fixed).collect();
                    let said = row(&parts.iter().map(|part| format!("“{part}”")).collect::<Vec<String>>());
                    Term { said: Some(said), ..term(&own.id, &own.label, parts, ()) }
                })
                .collect()
        }
        TermKind::Invariant => {
            let invariants = vocabulary.invariants.iter();
            invariants
                .map(|own| term(&own.id, &own.label, Vec::new(), (&own.list, expression(&own.condition))))
                .collect()
        }
        TermKind::Policy => {
            let choice = |choice: &crate::document::Choice| choice.label.clone();
            let policies = document.policies.iter();
            policies.map(|own| term(&own.id, &own.label, own.choices.iter().map(choice).collect(), ())).collect()
        }
    }
}
