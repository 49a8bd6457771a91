//! The application that a scenario describes, as JSON.

use std::collections::HashMap;

use serde_json::{Map, Value};

use crate::model::{Datum, Expr, FactId, ListId, ListKind, Program, Scenario, Step, Vocabulary};

/// Baselines that stand on baselines; more than anyone writes, so that a circle ends.
const DEEPEST: usize = 16;

/// The baselines of a program by their names.
pub struct Baselines<'a> {
    vocabulary: &'a Vocabulary,
    by_name: HashMap<&'a str, &'a Scenario>,
}

/// What could not be built.
#[derive(Clone, Debug, PartialEq)]
pub enum Impossible {
    /// Baselines that stand on one another in a circle.
    Circle,
    /// A fact of a list is set before the list has an element.
    NoElement(FactId),
}

impl<'a> Baselines<'a> {
    pub fn new(program: &'a Program) -> Baselines<'a> {
        let baselines = program.scenarios.iter().filter(|scenario| scenario.is_baseline);
        let by_name = baselines.map(|scenario| (&*scenario.name, scenario)).collect();
        Baselines { vocabulary: &program.vocabulary, by_name }
    }

    /// The application of a scenario.
    pub fn application(&self, scenario: &Scenario) -> Result<Value, Impossible> {
        let mut object = Map::new();
        self.apply(scenario, &mut object, 0)?;
        Ok(Value::Object(object))
    }

    /// The last value that a scenario gives a fact of the application, though it may forget it later:
    /// which province, which day.
    pub fn last_given(&self, scenario: &'a Scenario, fact: FactId) -> Option<&'a Expr> {
        self.last_given_within(scenario, fact, 0)
    }

    fn last_given_within(&self, scenario: &'a Scenario, fact: FactId, depth: usize) -> Option<&'a Expr> {
        scenario.steps.iter().rev().find_map(|step| match step {
            Step::Set(id, value) if *id == fact => value.as_ref(),
            Step::Base(name) if depth < DEEPEST => self.last_given_within(self.by_name.get(&**name)?, fact, depth + 1),
            _ => None,
        })
    }

    fn apply(&self, scenario: &Scenario, object: &mut Map<String, Value>, depth: usize) -> Result<(), Impossible> {
        if depth > DEEPEST {
            return Err(Impossible::Circle);
        }
        for step in &scenario.steps {
            match step {
                Step::Base(name) => {
                    // A baseline that is not there was reported where the program was checked.
                    if let Some(baseline) = self.by_name.get(&**name) {
                        self.apply(baseline, object, depth + 1)?;
                    }
                }
                Step::Set(fact, value) => self.set(object, *fact, &self.json(value.as_ref()))?,
                Step::AddElement(list, facts) => {
                    let mut element = Map::new();
                    for (fact, value) in facts {
                        let pointer = &self.vocabulary.facts[fact.index()].pointer;
                        put(&mut element, pointer, self.json(value.as_ref()));
                    }
                    self.array(object, *list).push(Value::Object(element));
                }
                Step::AddMaterial(material, attributes) => {
                    let name = &self.vocabulary.materials[material.index()].name;
                    let own = record(record(object, "materials"), name);
                    for (attribute, value) in attributes {
                        let attribute = &self.vocabulary.attributes[attribute.index()].name;
                        own.insert(attribute.to_string(), self.json(value.as_ref()));
                    }
                }
                Step::EmptyList(list) => self.array(object, *list).clear(),
                Step::RemoveMaterial(material) => {
                    record(object, "materials").remove(&*self.vocabulary.materials[material.index()].name);
                }
                Step::Forget(Datum::Fact(fact)) => self.forget(object, *fact),
                Step::Forget(Datum::List(list)) => drop(object.remove(self.key(*list))),
                Step::Forget(Datum::Attribute(material, attribute)) => {
                    let material = &self.vocabulary.materials[material.index()].name;
                    if let Some(Value::Object(own)) = record(object, "materials").get_mut(&**material) {
                        own.remove(&*self.vocabulary.attributes[attribute.index()].name);
                    }
                }
            }
        }
        Ok(())
    }

    fn set(&self, object: &mut Map<String, Value>, fact: FactId, value: &Value) -> Result<(), Impossible> {
        let mut count = 0;
        self.each_record(object, fact, &mut |record, pointer| {
            put(record, pointer, value.clone());
            count += 1;
        });
        if count == 0 { Err(Impossible::NoElement(fact)) } else { Ok(()) }
    }

    fn forget(&self, object: &mut Map<String, Value>, fact: FactId) {
        self.each_record(object, fact, &mut |record, pointer| {
            let Some((last, way)) = pointer.split_last() else { return };
            let mut inner = record;
            for key in way {
                let Some(Value::Object(next)) = inner.get_mut(&**key) else { return };
                inner = next;
            }
            inner.remove(&**last);
        });
    }

    /// The records in which a fact stands: the application, every element of its list, or every
    /// member of its role.
    fn each_record(
        &self,
        object: &mut Map<String, Value>,
        fact: FactId,
        visit: &mut impl FnMut(&mut Map<String, Value>, &[Box<str>]),
    ) {
        let fact = &self.vocabulary.facts[fact.index()];
        let Some(list) = fact.list else { return visit(object, &fact.pointer) };
        match &self.vocabulary.lists[list.index()].kind {
            ListKind::Array { .. } => self.each_element(object, list, |element| visit(element, &fact.pointer)),
            ListKind::Role { members } => {
                for member in members {
                    let pointer = [&member.pointer[..], &fact.pointer[..]].concat();
                    match member.list {
                        None => visit(object, &pointer),
                        Some(list) => self.each_element(object, list, |element| visit(element, &pointer)),
                    }
                }
            }
        }
    }

    fn each_element(
        &self,
        object: &mut Map<String, Value>,
        list: ListId,
        mut visit: impl FnMut(&mut Map<String, Value>),
    ) {
        let Some(Value::Array(elements)) = object.get_mut(self.key(list)) else { return };
        elements.iter_mut().filter_map(Value::as_object_mut).for_each(&mut visit);
    }

    fn array<'o>(&self, object: &'o mut Map<String, Value>, list: ListId) -> &'o mut Vec<Value> {
        let entry = object.entry(self.key(list)).or_insert_with(|| Value::Array(Vec::new()));
        if !entry.is_array() {
            *entry = Value::Array(Vec::new());
        }
        entry.as_array_mut().expect("INVARIANT: it was made an array the line before")
    }

    /// The key of an array; scenarios name no roles here.
    fn key(&self, list: ListId) -> &'a str {
        match &self.vocabulary.lists[list.index()].kind {
            ListKind::Array { key, .. } => key,
            ListKind::Role { .. } => &self.vocabulary.lists[list.index()].name,
        }
    }

    /// `None` is left empty.
    fn json(&self, value: Option<&Expr>) -> Value {
        let Some(value) = value else { return Value::Null };
        if let Expr::CountDistinct(values) = value {
            return Value::Array(values.iter().map(|value| self.json(Some(value))).collect());
        }
        if let Expr::Value(of, value) = value {
            let values = &self.vocabulary.enums[of.index()].values;
            return Value::String(values[usize::from(*value)].name.to_string());
        }
        if let Expr::YesNo(value) = value {
            return Value::Bool(*value);
        }
        if let Expr::Int(value, _) = value {
            return Value::from(*value);
        }
        if let Expr::Date(date) = value {
            return Value::String(date.to_string());
        }
        if let Expr::Text(text) = value {
            return Value::String(text.to_string());
        }
        // INVARIANT: a scenario gives literals; resolving refuses anything else.
        Value::Null
    }
}

/// How an application names a datum, without the numbers of elements: `sites.name`.
pub fn path_of(vocabulary: &Vocabulary, datum: Datum) -> String {
    let key = |list: ListId| match &vocabulary.lists[list.index()].kind {
        ListKind::Array { key, .. } => &**key,
        ListKind::Role { .. } => "",
    };
    match datum {
        Datum::List(list) => key(list).to_owned(),
        Datum::Fact(fact) => {
            let fact = &vocabulary.facts[fact.index()];
            let pointer = fact.pointer.join(".");
            fact.list.map_or(pointer.clone(), |list| format!("{}.{pointer}", key(list)))
        }
        Datum::Attribute(material, attribute) => {
            let material = &vocabulary.materials[material.index()].name;
            format!("materials.{material}.{}", vocabulary.attributes[attribute.index()].name)
        }
    }
}

fn put(record: &mut Map<String, Value>, pointer: &[Box<str>], value: Value) {
    let Some((last, way)) = pointer.split_last() else { return };
    let inner = way.iter().fold(record, |inner, key| self::record(inner, key));
    inner.insert(last.to_string(), value);
}

/// The object at a key, made if it is not there.
fn record<'o>(object: &'o mut Map<String, Value>, key: &str) -> &'o mut Map<String, Value> {
    let entry = object.entry(key).or_insert_with(|| Value::Object(Map::new()));
    if !entry.is_object() {
        *entry = Value::Object(Map::new());
    }
    entry.as_object_mut().expect("INVARIANT: it was made an object the line before")
}
