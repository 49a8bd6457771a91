//! One vocabulary in which the rules of both tables can be said.
//!
//! What both have under one name and with one meaning is shared. What means something else in the old
//! table is kept beside it under another name.

use std::collections::BTreeSet;

use crate::diff::rename::{Named, Renames, old_name};
use crate::document::{Document, Fact, Layer, List, Type, Vocabulary};

/// The vocabularies of two tables.
#[derive(Debug)]
pub struct Vocabularies<'t> {
    pub old: &'t Vocabulary,
    pub new: &'t Vocabulary,
    /// They are equal.
    pub is_one: bool,
    /// What means something else in all provinces.
    base: Renames,
}

impl<'t> Vocabularies<'t> {
    pub fn new(old: &'t Document, new: &'t Document) -> Vocabularies<'t> {
        let (old, new) = (&old.vocabulary, &new.vocabulary);
        let mut base = Renames::default();
        let is_one = old == new;
        if !is_one {
            take_simple(old, new, &mut base);
            take_derived(old, new, &mut base);
        }
        Vocabularies { old, new, is_one, base }
    }

    /// What means something else where these layers are in force.
    pub fn renames(&self, old: &[&Layer], new: &[&Layer]) -> Renames {
        let mut renames = self.base.clone();
        let mut is_more = false;
        for derived in &self.new.derived {
            let has_cases = |layers: &[&Layer]| layers.iter().any(|layer| has_cases(layer, &derived.path));
            let differs = || !have_same_cases(old, new, &derived.path, &renames);
            if (has_cases(old) || has_cases(new)) && differs() {
                is_more |= renames.add(Named::Derived, &derived.path);
            }
        }
        if is_more {
            take_derived(self.old, self.new, &mut renames);
        }
        renames
    }

    /// Both in one.
    pub fn merged(&self, renames: &Renames) -> Vocabulary {
        let mut merged = self.new.clone();
        if self.is_one && renames.is_empty() {
            return merged;
        }
        self.add_plain(&mut merged, renames);
        for fact in &self.old.facts {
            let name = renames.name(Named::Fact, &fact.path);
            if let Some(own) = merged.facts.iter_mut().find(|own| own.path == name) {
                widen(&mut own.r#type, &fact.r#type);
                own.optional |= fact.optional;
                continue;
            }
            let mut own = Fact { list: renamed_list(renames, fact.list.as_deref()), path: name, ..fact.clone() };
            if renames.has(Named::Fact, &fact.path)
                && let Some(last) = own.pointer.last_mut()
            {
                *last = old_name(last);
            }
            merged.facts.push(own);
        }
        for derived in &self.old.derived {
            let name = renames.name(Named::Derived, &derived.path);
            if merged.derived.iter().any(|own| own.path == name) {
                continue;
            }
            let mut own = derived.clone();
            own.path = name;
            own.list = renamed_list(renames, derived.list.as_deref());
            own.value = renames.condition(&derived.value);
            merged.derived.push(own);
        }
        for invariant in &self.old.invariants {
            let mut own = invariant.clone();
            own.list = renamed_list(renames, invariant.list.as_deref());
            own.condition = renames.condition(&invariant.condition);
            if !merged.invariants.iter().any(|new| new.list == own.list && new.condition == own.condition) {
                own.id = old_name(&own.id);
                merged.invariants.push(own);
            }
        }
        merged
    }

    fn add_plain(&self, merged: &mut Vocabulary, renames: &Renames) {
        for item in &self.old.enums {
            match merged.enums.iter_mut().find(|own| own.id == item.id) {
                None => merged.enums.push(item.clone()),
                Some(own) => {
                    for value in &item.values {
                        if !own.values.iter().any(|known| known.id == value.id) {
                            own.values.push(value.clone());
                        }
                    }
                }
            }
        }
        for list in &self.old.lists {
            let id = renames.name(Named::List, &list.id);
            match merged.lists.iter_mut().find(|own| own.id == id) {
                Some(own) => own.max = own.max.max(list.max),
                None => merged.lists.push(List { id, ..list.clone() }),
            }
        }
        for attribute in &self.old.attributes {
            let id = renames.name(Named::Attribute, &attribute.id);
            match merged.attributes.iter_mut().find(|own| own.id == id) {
                Some(own) => {
                    widen(&mut own.r#type, &attribute.r#type);
                    own.optional |= attribute.optional;
                }
                None => merged.attributes.push(crate::document::Attribute { id, ..attribute.clone() }),
            }
        }
        for material in &self.old.materials {
            let mut attributes: Vec<String> =
                material.attributes.iter().map(|id| renames.name(Named::Attribute, id)).collect();
            match merged.materials.iter_mut().find(|own| own.id == material.id) {
                Some(own) => {
                    attributes.retain(|id| !own.attributes.contains(id));
                    own.attributes.append(&mut attributes);
                }
                None => merged.materials.push(crate::document::Material { attributes, ..material.clone() }),
            }
        }
        for words in &self.old.words {
            let id = renames.name(Named::Words, &words.id);
            if !merged.words.iter().any(|own| own.id == id) {
                merged.words.push(crate::document::Words { id, ..words.clone() });
            }
        }
        for table in &self.old.tables {
            let id = renames.name(Named::Table, &table.id);
            if !merged.tables.iter().any(|own| own.id == id) {
                merged.tables.push(crate::document::Table { id, ..table.clone() });
            }
        }
        for template in &self.old.templates {
            let id = renames.name(Named::Template, &template.id);
            if merged.templates.iter().any(|own| own.id == id) {
                continue;
            }
            let mut label = template.label.clone();
            // Two of one name are told apart.
            if let Some(own) = merged.templates.iter_mut().find(|own| own.id == template.id && own.label == label) {
                own.label.push_str("（新写法）");
                label.push_str("（原写法）");
            }
            merged.templates.push(crate::document::Template { id, label, ..template.clone() });
        }
    }
}

fn renamed_list(renames: &Renames, list: Option<&str>) -> Option<String> {
    list.map(|list| renames.name(Named::List, list))
}

/// Takes in the numbers that the other type has, too.
fn widen(own: &mut Type, other: &Type) {
    own.low = own.low.zip(other.low).map(|(own, other)| own.min(other));
    own.high = own.high.zip(other.high).map(|(own, other)| own.max(other));
}

fn is_same_kind(one: &Type, other: &Type) -> bool {
    one.kind == other.kind && one.r#enum == other.r#enum
}

/// Words, tables, templates, lists, facts and attributes that are not what they were.
fn take_simple(old: &Vocabulary, new: &Vocabulary, renames: &mut Renames) {
    let set = |words: &[String]| words.iter().cloned().collect::<BTreeSet<String>>();
    for (own, other) in both(&old.words, &new.words, |item| &item.id) {
        if set(&own.words) != set(&other.words) {
            renames.add(Named::Words, &own.id);
        }
    }
    for (own, other) in both(&old.tables, &new.tables, |item| &item.id) {
        if (&own.from, &own.to, &own.rows) != (&other.from, &other.to, &other.rows) {
            renames.add(Named::Table, &own.id);
        }
    }
    for (own, other) in both(&old.templates, &new.templates, |item| &item.id) {
        if own.parts != other.parts {
            renames.add(Named::Template, &own.id);
        }
    }
    for (own, other) in both(&old.lists, &new.lists, |item| &item.id) {
        let places = |list: &List| {
            list.members.iter().map(|member| (member.list.clone(), member.pointer.clone())).collect::<Vec<_>>()
        };
        if places(own) != places(other) {
            renames.add(Named::List, &own.id);
        }
    }
    for (own, other) in both(&old.attributes, &new.attributes, |item| &item.id) {
        if !is_same_kind(&own.r#type, &other.r#type) {
            renames.add(Named::Attribute, &own.id);
        }
    }
    for own in &old.facts {
        let is_moved = own.list.as_deref().is_some_and(|list| renames.has(Named::List, list));
        let other = new.facts.iter().find(|other| other.path == own.path);
        let is_other = other.is_some_and(|other| own.list != other.list || !is_same_kind(&own.r#type, &other.r#type));
        // Another fact of another type stands there now.
        let is_at = |other: &&Fact| other.list == own.list && other.pointer == own.pointer;
        let is_displaced = other.is_none()
            && new.facts.iter().find(is_at).is_some_and(|other| !is_same_kind(&own.r#type, &other.r#type));
        if is_moved || is_other || is_displaced {
            renames.add(Named::Fact, &own.path);
        }
    }
}

/// Derived facts that are not what they were, because of themselves or of what they use.
fn take_derived(old: &Vocabulary, new: &Vocabulary, renames: &mut Renames) {
    loop {
        let mut is_more = false;
        for (own, other) in both(&old.derived, &new.derived, |item| &item.path) {
            if renames.has(Named::Derived, &own.path) {
                continue;
            }
            let is_same = is_same_kind(&own.r#type, &other.r#type)
                && renamed_list(renames, own.list.as_deref()) == other.list
                && renames.condition(&own.value) == other.value;
            if !is_same {
                is_more |= renames.add(Named::Derived, &own.path);
            }
        }
        if !is_more {
            return;
        }
    }
}

/// What both have under one name.
fn both<'t, T>(old: &'t [T], new: &'t [T], name: impl Fn(&T) -> &String) -> Vec<(&'t T, &'t T)> {
    let pair = |own: &'t T| new.iter().find(|other| name(other) == name(own)).map(|other| (own, other));
    old.iter().filter_map(pair).collect()
}

fn has_cases(layer: &Layer, derived: &str) -> bool {
    layer.derived.iter().any(|case| case.derived == derived)
}

/// Whether the layers give a derived fact the same cases.
fn have_same_cases(old: &[&Layer], new: &[&Layer], derived: &str, renames: &Renames) -> bool {
    let old = old.iter().rev().flat_map(|layer| &layer.derived).filter(|case| case.derived == derived);
    let new = new.iter().rev().flat_map(|layer| &layer.derived).filter(|case| case.derived == derived);
    let old: Vec<_> = old.map(|case| (renames.condition(&case.when), &case.value)).collect();
    let new: Vec<_> = new.map(|case| (&case.when, &case.value)).collect();
    old.len() == new.len() && old.iter().zip(new).all(|((when, value), new)| (when, *value) == new)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn document(derived: &serde_json::Value, words: &[&str]) -> Document {
        let read = json!({
            "schema_version": "1.0.0",
            "vocabulary": {
                "words": [{"id": "list", "words": words}],
                "facts": [{"path": "text", "label": "", "type": {"kind": "text"}, "pointer": ["text"]}],
                "derived": derived,
            },
        });
        serde_json::from_value(read).expect("a table")
    }

    fn derived(path: &str, value: &serde_json::Value) -> serde_json::Value {
        json!({"path": path, "label": "", "type": {"kind": "yes_no"}, "value": value})
    }

    #[test]
    fn what_uses_something_else_is_something_else() {
        let mentions = json!({"op": "mentions", "of": {"op": "fact", "fact": "text"}, "words": {"words": ["list"]}});
        let of = |items: &[serde_json::Value]| serde_json::Value::Array(items.to_vec());
        let both = of(&[
            derived("one", &mentions),
            derived("two", &json!({"op": "not", "of": {"op": "derived", "derived": "one"}})),
            derived("three", &json!({"op": "yes_no", "value": true})),
        ]);
        let (old, new) = (document(&both, &["a"]), document(&both, &["a", "b"]));
        let vocabularies = Vocabularies::new(&old, &new);
        let renames = vocabularies.renames(&[], &[]);
        let is_other = |path| renames.has(Named::Derived, path);
        assert_eq!(["one", "two", "three"].map(is_other), [true, true, false]);
        let merged = vocabularies.merged(&renames);
        let paths: Vec<&str> = merged.derived.iter().map(|own| own.path.as_str()).collect();
        assert_eq!(paths, ["one", "two", "three", "old:one", "old:two"]);
        assert_eq!(merged.words.len(), 2);
        assert!(Vocabularies::new(&old, &old).renames(&[], &[]).is_empty());
    }
}
