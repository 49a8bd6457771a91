//! Leaves out of applications what no rule in force asks for, so that a vector is as short as can be.

use rustc_hash::FxHashSet;
use serde_json::{Map, Value};

use crate::document::{Document, Obligation, Rule};
use crate::vectors::missing::{GIVEN, Removal, removals, removals_of_invariant};
use crate::vectors::variants::Inline;
use crate::vectors::variants::walk::for_each_obligation;

const MATERIALS: &str = "materials";

/// Where stands what is asked for.
#[derive(Debug, Default)]
pub struct Asked {
    /// In the elements of which array, or in the application itself; and the keys from there.
    places: FxHashSet<(Option<String>, Vec<String>)>,
    /// Arrays of which anything is asked.
    arrays: FxHashSet<String>,
    materials: FxHashSet<String>,
}

impl Asked {
    /// What these rules ask for, and the invariants.
    pub fn new<'r>(document: &Document, inline: &Inline<'_>, rules: impl Iterator<Item = &'r Rule>) -> Asked {
        let mut asked = Asked::default();
        let facts = document.vocabulary.facts.iter().filter(|fact| GIVEN.contains(&fact.path.as_str()));
        asked.places.extend(facts.map(|fact| (None, fact.pointer.clone())));
        let invariants = document.vocabulary.invariants.iter();
        let mut removed: Vec<Removal> = invariants.flat_map(|item| removals_of_invariant(document, item)).collect();
        for rule in rules {
            removed.extend(removals(document, inline, rule));
            for_each_obligation(&mut rule.clone(), &mut |obligation| {
                if let Obligation::Provide { material, .. } = obligation {
                    asked.materials.insert(material.clone());
                }
            });
        }
        for removal in removed {
            let array = removal.array.as_ref().or(removal.pointer.first().filter(|_| removal.pointer.len() == 1));
            asked.arrays.extend(array.cloned());
            asked.places.insert((removal.array, removal.pointer));
        }
        asked
    }

    /// Leaves out everything else.
    pub fn lean(&self, application: &mut Value) {
        let Some(application) = application.as_object_mut() else { return };
        application.retain(|key, value| match value {
            Value::Object(materials) if key == MATERIALS => {
                materials.retain(|material, _| self.materials.contains(material));
                materials.iter_mut().for_each(|(material, value)| self.lean_material(material, value));
                true
            }
            Value::Array(elements) if self.arrays.contains(key) => {
                elements.iter_mut().for_each(|element| self.lean_element(key, element));
                true
            }
            _ => self.is_asked(None, &mut vec![key.clone()], value),
        });
    }

    fn lean_material(&self, material: &str, value: &mut Value) {
        if let Value::Object(attributes) = value {
            let place = |key: &String| (None, vec![MATERIALS.to_owned(), material.to_owned(), key.clone()]);
            attributes.retain(|key, _| self.places.contains(&place(key)));
        }
    }

    fn lean_element(&self, array: &str, element: &mut Value) {
        if let Value::Object(members) = element {
            self.lean_record(Some(array), &mut Vec::new(), members);
        }
    }

    fn lean_record(&self, array: Option<&str>, way: &mut Vec<String>, record: &mut Map<String, Value>) {
        record.retain(|key, value| {
            way.push(key.clone());
            let is_asked = self.is_asked(array, way, value);
            way.pop();
            is_asked
        });
    }

    /// Whether anything remains of a value.
    fn is_asked(&self, array: Option<&str>, way: &mut Vec<String>, value: &mut Value) -> bool {
        if self.places.contains(&(array.map(str::to_owned), way.clone())) {
            return true;
        }
        let Value::Object(record) = value else { return false };
        self.lean_record(array, way, record);
        !record.is_empty()
    }
}
