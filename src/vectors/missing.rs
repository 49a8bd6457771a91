//! Applications in which a fact is missing that decided.

use serde_json::Value;

use crate::document::{Condition, Document, Invariant, List, Obligation, Rule};
use crate::vectors::variants::Inline;
use crate::vectors::variants::walk::{for_each_condition, for_each_obligation, for_each_within};

/// Something that can be left out of an application.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Removal {
    /// What people call it: the path of a fact, the id of a list, material and attribute.
    pub name: String,
    /// The array in whose elements it stands.
    pub array: Option<String>,
    /// Keys from the application, or from the element.
    pub pointer: Vec<String>,
}

/// Facts that the question gives where an application does not say them.
pub const GIVEN: [&str; 2] = ["filing.province", "filing.submitted_on"];

impl Removal {
    /// The application without it; `None` if it is not there.
    pub fn apply(&self, application: &Value) -> Option<Value> {
        let mut less = application.clone();
        self.take(&mut less).then_some(less)
    }

    /// Takes it out; false if it is not there.
    pub fn take(&self, application: &mut Value) -> bool {
        let Some(key) = &self.array else { return remove(application, &self.pointer) };
        let elements = application.get_mut(key).and_then(Value::as_array_mut).into_iter().flatten();
        elements.map(|element| remove(element, &self.pointer)).filter(|removed| *removed).count() > 0
    }
}

fn remove(record: &mut Value, pointer: &[String]) -> bool {
    let Some((last, way)) = pointer.split_last() else { return false };
    let mut record = record;
    for key in way {
        let Some(next) = record.get_mut(key) else { return false };
        record = next;
    }
    record.as_object_mut().is_some_and(|record| record.remove(last).is_some())
}

/// What a rule may need to know, in the order in which it asks.
pub fn removals(document: &Document, inline: &Inline<'_>, rule: &Rule) -> Vec<Removal> {
    let mut all = Removals { document, all: Vec::new() };
    if let Some(list) = &rule.for_each {
        all.add_list(list);
    }
    let mut rule = inline.written_out(rule);
    for_each_condition(&mut rule, &mut |condition| for_each_within(condition, &mut |part| all.add(part)));
    for_each_obligation(&mut rule, &mut |obligation| all.add_obligation(obligation));
    all.all
}

/// What an invariant needs to know.
pub fn removals_of_invariant(document: &Document, invariant: &Invariant) -> Vec<Removal> {
    let mut all = Removals { document, all: Vec::new() };
    if let Some(list) = &invariant.list {
        all.add_list(list);
    }
    for_each_within(&mut invariant.condition.clone(), &mut |part| all.add(part));
    all.all
}

struct Removals<'t> {
    document: &'t Document,
    all: Vec<Removal>,
}

impl Removals<'_> {
    fn push(&mut self, removal: Removal) {
        if !self.all.contains(&removal) {
            self.all.push(removal);
        }
    }

    fn list(&self, id: &str) -> Option<&List> {
        self.document.vocabulary.lists.iter().find(|list| list.id == id)
    }

    fn key(&self, id: &str) -> String {
        self.list(id).and_then(|list| list.key.clone()).unwrap_or_else(|| id.to_owned())
    }

    /// An array, or the arrays of a role.
    fn add_list(&mut self, id: &str) {
        let Some(list) = self.list(id).cloned() else { return };
        if list.members.is_empty() {
            self.push(Removal { name: list.id.clone(), array: None, pointer: vec![self.key(&list.id)] });
        }
        for name in list.members.iter().filter_map(|member| member.list.as_ref()) {
            self.add_list(name);
        }
    }

    fn add(&mut self, condition: &Condition) {
        match condition {
            Condition::Fact { fact } => self.add_fact(fact),
            Condition::Any { list, .. }
            | Condition::All { list, .. }
            | Condition::Count { list, .. }
            | Condition::Values { list, .. } => self.add_list(list),
            _ => {}
        }
    }

    fn add_fact(&mut self, path: &str) {
        let fact = self.document.vocabulary.facts.iter().find(|fact| fact.path == path);
        let Some(fact) = fact.filter(|_| !GIVEN.contains(&path)) else { return };
        let Some(id) = &fact.list else {
            self.push(Removal { name: path.to_owned(), array: None, pointer: fact.pointer.clone() });
            return;
        };
        let Some(list) = self.list(id).cloned() else { return };
        if list.members.is_empty() {
            let array = Some(self.key(id));
            self.push(Removal { name: path.to_owned(), array, pointer: fact.pointer.clone() });
        }
        for member in &list.members {
            let array = member.list.as_deref().map(|list| self.key(list));
            let pointer = [&member.pointer[..], &fact.pointer[..]].concat();
            self.push(Removal { name: path.to_owned(), array, pointer });
        }
    }

    fn add_obligation(&mut self, obligation: &mut Obligation) {
        match obligation {
            Obligation::Remark { fact, .. } => self.add_fact(fact),
            Obligation::Provide { material, with, .. } => {
                let mut attributes = Vec::new();
                for guard in with {
                    for_each_within(&mut guard.condition, &mut |condition| {
                        if let Condition::Attribute { attribute } = condition {
                            attributes.push(attribute.clone());
                        }
                    });
                }
                for attribute in attributes {
                    let name = format!("{material}.{attribute}");
                    let pointer = vec!["materials".to_owned(), material.clone(), attribute];
                    self.push(Removal { name, array: None, pointer });
                }
            }
            _ => {}
        }
    }
}
