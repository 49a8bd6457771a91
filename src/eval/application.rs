//! One application, decoded: a slot for every fact, by the layout of a table.

use rustc_hash::FxHashMap;
use serde_json::{Map, Value as Json};

use crate::eval::layout::{Field, Kind, Shape};
use crate::eval::table::Table;
use crate::eval::value::{Slot, Value};
use crate::text::Date;

#[derive(Clone, Debug, PartialEq)]
pub struct Application {
    facts: Vec<Slot>,
    /// Elements of each array; `None` for one that was not supplied.
    arrays: Vec<Option<Vec<Vec<Slot>>>>,
    /// Attributes of each material; `None` for one that is absent.
    materials: Vec<Option<Vec<Slot>>>,
}

/// The path of what does not fit: `sites[0].name`.
pub type Misfit = String;

impl Application {
    /// Decodes a JSON object; every value that does not fit is named.
    pub fn decode(table: &Table, json: &Json) -> Result<Application, Vec<Misfit>> {
        let layout = &table.layout;
        let mut decoder = Decoder { table, misfits: Vec::new() };
        let mut application = Application {
            facts: vec![Slot::Unknown; layout.fields.len()],
            arrays: vec![None; layout.arrays.len()],
            materials: vec![None; table.materials.len()],
        };
        match json {
            Json::Object(object) => decoder.application(object, &mut application),
            _ => decoder.misfits.push(String::new()),
        }
        if decoder.misfits.is_empty() { Ok(application) } else { Err(decoder.misfits) }
    }

    pub fn fact(&self, slot: u32) -> Value<'_> {
        self.facts.get(slot as usize).map_or(Value::Unknown, Slot::value)
    }

    pub fn element_fact(&self, array: u32, index: u32, slot: u32) -> Value<'_> {
        let elements = self.arrays.get(array as usize).and_then(Option::as_ref);
        let element = elements.and_then(|elements| elements.get(index as usize));
        element.and_then(|element| element.get(slot as usize)).map_or(Value::Unknown, Slot::value)
    }

    /// `None` if the array was not supplied.
    pub fn count(&self, array: u32) -> Option<u32> {
        let elements = self.arrays.get(array as usize)?.as_ref()?;
        u32::try_from(elements.len()).ok()
    }

    pub fn has_material(&self, material: u32) -> bool {
        self.materials.get(material as usize).is_some_and(Option::is_some)
    }

    pub fn attribute(&self, material: u32, attribute: u32) -> Value<'_> {
        let attributes = self.materials.get(material as usize).and_then(Option::as_ref);
        attributes.and_then(|slots| slots.get(attribute as usize)).map_or(Value::Unknown, Slot::value)
    }
}

struct Decoder<'a> {
    table: &'a Table,
    misfits: Vec<Misfit>,
}

impl Decoder<'_> {
    fn application(&mut self, object: &Map<String, Json>, application: &mut Application) {
        let layout = &self.table.layout;
        for (key, json) in object {
            match (layout.shape.get(key.as_str()), json) {
                (Some(Shape::Materials), Json::Object(materials)) => self.materials(materials, application),
                (Some(Shape::Array(number, record)), Json::Array(elements)) => {
                    let array = &layout.arrays[*number as usize];
                    if elements.len() > array.max {
                        self.misfits.push(key.clone());
                        continue;
                    }
                    let mut all = Vec::new();
                    for (index, element) in elements.iter().enumerate() {
                        let mut slots = vec![Slot::Unknown; array.fields.len()];
                        self.record(record, element, &array.fields, &mut slots, &format!("{key}[{index}]"));
                        all.push(slots);
                    }
                    application.arrays[*number as usize] = Some(all);
                }
                (Some(Shape::Record(record)), json) => {
                    self.record(record, json, &layout.fields, &mut application.facts, key);
                }
                (Some(Shape::Field(slot)), json) => {
                    self.field(&layout.fields, *slot, json, &mut application.facts, key);
                }
                _ => self.misfits.push(key.clone()),
            }
        }
    }

    fn record(
        &mut self,
        shape: &FxHashMap<Box<str>, Shape>,
        json: &Json,
        fields: &[Field],
        slots: &mut [Slot],
        path: &str,
    ) {
        let Json::Object(object) = json else {
            self.misfits.push(path.to_owned());
            return;
        };
        for (key, json) in object {
            let path = format!("{path}.{key}");
            match shape.get(key.as_str()) {
                Some(Shape::Record(inner)) => self.record(inner, json, fields, slots, &path),
                Some(Shape::Field(slot)) => self.field(fields, *slot, json, slots, &path),
                _ => self.misfits.push(path),
            }
        }
    }

    fn field(&mut self, fields: &[Field], slot: u32, json: &Json, slots: &mut [Slot], path: &str) {
        match self.decode(&fields[slot as usize], json) {
            Some(value) => slots[slot as usize] = value,
            None => self.misfits.push(path.to_owned()),
        }
    }

    fn materials(&mut self, materials: &Map<String, Json>, application: &mut Application) {
        for (name, json) in materials {
            let path = format!("materials.{name}");
            let (Some(number), Json::Object(object)) = (self.table.materials.get(name), json) else {
                self.misfits.push(path);
                continue;
            };
            let mut slots = vec![Slot::Unknown; self.table.layout.attributes.len()];
            for (name, json) in object {
                let path = format!("{path}.{name}");
                match self.table.attributes.get(name) {
                    Some(slot) => self.field(&self.table.layout.attributes, *slot, json, &mut slots, &path),
                    None => self.misfits.push(path),
                }
            }
            application.materials[*number as usize] = Some(slots);
        }
    }

    /// `None` if the JSON is no value of the field.
    fn decode(&self, field: &Field, json: &Json) -> Option<Slot> {
        Some(match (&field.kind, json) {
            (_, Json::Null) if field.optional => Slot::None,
            (Kind::YesNo, Json::Bool(value)) => Slot::YesNo(*value),
            (Kind::Int { low, high }, Json::Number(value)) => {
                Slot::Int(value.as_i64().filter(|value| (low..=high).contains(&value))?)
            }
            (Kind::Date, Json::String(text)) => {
                Slot::Date(Date::read(text).filter(|date| date.to_string() == *text)?.day_number())
            }
            (Kind::Text, Json::String(text)) => Slot::Text(text.as_str().into()),
            (Kind::Phone, Json::String(text)) => Slot::Text(normal_phone(text)),
            (Kind::Enum(of), Json::String(text)) => Slot::Enum(self.value(*of, text)?),
            (Kind::Set(of), Json::Array(values)) => {
                let values = values.iter().map(|value| value.as_str().and_then(|text| self.value(*of, text)));
                let mut values = values.collect::<Option<Vec<u16>>>()?;
                values.sort_unstable();
                values.dedup();
                Slot::Set(values.into())
            }
            _ => return None,
        })
    }

    fn value(&self, of: u32, name: &str) -> Option<u16> {
        self.table.values.get(of as usize)?.get(name).copied()
    }
}

/// Without spaces and hyphens, then without a leading +86.
fn normal_phone(text: &str) -> Box<str> {
    let plain: String = text.chars().filter(|letter| !letter.is_whitespace() && *letter != '-').collect();
    plain.strip_prefix("+86").unwrap_or(&plain).into()
}
