//! Where each value of an application stands, and what may stand there.

use rustc_hash::FxHashMap;

use crate::document::{self, Vocabulary};
use crate::eval::node::Place;

/// What a value may be.
#[derive(Clone, Debug, PartialEq)]
pub enum Kind {
    YesNo,
    Int { low: i64, high: i64 },
    Date,
    Text,
    Phone,
    Enum(u32),
    Set(u32),
}

/// A place for one value.
#[derive(Clone, Debug)]
pub struct Field {
    /// The fact of the table that stands here; for attributes, the attribute.
    pub fact: u32,
    pub kind: Kind,
    pub optional: bool,
    /// Keys from the application, or from the element.
    pub pointer: Vec<String>,
}

/// What may stand under the keys of an object.
pub type Record = FxHashMap<Box<str>, Entry>;

#[derive(Clone, Debug)]
pub struct Entry {
    /// A number of its own, by which a key that stands twice is noticed.
    pub number: u32,
    pub shape: Shape,
}

#[derive(Clone, Debug)]
pub enum Shape {
    Record(Record),
    /// A field, by its slot in the application or in the element.
    Field(u32),
    /// An array and its elements.
    Array(u32, Record),
    /// The upload list.
    Materials,
}

#[derive(Clone, Debug)]
pub struct Array {
    pub id: String,
    pub label: String,
    pub key: String,
    pub max: usize,
    pub fields: Vec<Field>,
}

/// Records that are looked at together: 负责人.
#[derive(Clone, Debug)]
pub struct Role {
    pub id: String,
    pub label: String,
    pub members: Vec<RoleMember>,
}

#[derive(Clone, Debug)]
pub struct RoleMember {
    pub label: String,
    /// The array whose elements hold the record.
    pub list: Option<u32>,
    pub pointer: Vec<String>,
    /// Of each fact of the role, in their order.
    pub places: Vec<Place>,
}

/// Which of both a list of the table is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ListRef {
    Array(u32),
    Role(u32),
}

#[derive(Debug, Default)]
pub struct Layout {
    pub fields: Vec<Field>,
    pub arrays: Vec<Array>,
    pub roles: Vec<Role>,
    pub lists: FxHashMap<String, ListRef>,
    pub shape: Record,
    pub attributes: Vec<Field>,
    /// Of each fact of the table.
    pub places: Vec<Place>,
    /// How many entries there are in all records.
    pub entries: u32,
    slots: FxHashMap<(Option<u32>, String), u32>,
}

impl Layout {
    /// `None` if the vocabulary names a list or an enum that it does not have.
    pub fn new(vocabulary: &Vocabulary, enums: &FxHashMap<&str, u32>) -> Option<Layout> {
        let mut layout = Layout::default();
        layout.enter("materials", Shape::Materials);
        for list in vocabulary.lists.iter().filter(|list| list.members.is_empty()) {
            layout.array(list);
        }
        for list in vocabulary.lists.iter().filter(|list| !list.members.is_empty()) {
            layout.role(list)?;
        }
        for (index, fact) in (0..).zip(&vocabulary.facts) {
            let place = layout.fact(index, fact, kind(&fact.r#type, enums)?)?;
            layout.places.push(place);
        }
        for (index, attribute) in (0..).zip(&vocabulary.attributes) {
            let kind = kind(&attribute.r#type, enums)?;
            let pointer = vec![attribute.id.clone()];
            layout.attributes.push(Field { fact: index, kind, optional: attribute.optional, pointer });
        }
        Some(layout)
    }

    /// A key of the application itself.
    fn enter(&mut self, key: &str, shape: Shape) {
        let number = self.number();
        self.shape.insert(key.into(), Entry { number, shape });
    }

    fn number(&mut self) -> u32 {
        self.entries += 1;
        self.entries - 1
    }

    fn array(&mut self, list: &document::List) {
        let index = index(self.arrays.len());
        let key = list.key.clone().unwrap_or_else(|| list.id.clone());
        self.lists.insert(list.id.clone(), ListRef::Array(index));
        self.enter(&key, Shape::Array(index, Record::default()));
        let max = list.max.unwrap_or(usize::MAX);
        self.arrays.push(Array { id: list.id.clone(), label: list.label.clone(), key, max, fields: Vec::new() });
    }

    fn role(&mut self, list: &document::List) -> Option<()> {
        let mut members = Vec::new();
        for member in &list.members {
            let of = match &member.list {
                None => None,
                Some(name) => match self.lists.get(name)? {
                    ListRef::Array(array) => Some(*array),
                    ListRef::Role(_) => return None,
                },
            };
            let (label, pointer) = (member.label.clone(), member.pointer.clone());
            members.push(RoleMember { label, list: of, pointer, places: Vec::new() });
        }
        self.lists.insert(list.id.clone(), ListRef::Role(index(self.roles.len())));
        self.roles.push(Role { id: list.id.clone(), label: list.label.clone(), members });
        Some(())
    }

    fn fact(&mut self, fact: u32, item: &document::Fact, kind: Kind) -> Option<Place> {
        let field =
            |pointer: &[String]| Field { fact, kind: kind.clone(), optional: item.optional, pointer: pointer.to_vec() };
        match &item.list {
            None => self.place(None, field(&item.pointer), true),
            Some(name) => match *self.lists.get(name)? {
                ListRef::Array(array) => self.place(Some(array), field(&item.pointer), true),
                ListRef::Role(role) => {
                    for number in 0..self.roles[role as usize].members.len() {
                        let member = &self.roles[role as usize].members[number];
                        let pointer = [&member.pointer[..], &item.pointer[..]].concat();
                        let place = self.place(member.list, field(&pointer), false)?;
                        self.roles[role as usize].members[number].places.push(place);
                    }
                    let first = self.roles[role as usize].members.first()?;
                    Some(Place::Role { role, fact: index(first.places.len()) - 1 })
                }
            },
        }
    }

    /// The slot at a pointer, made at its first mention. What a fact of a role shares with another
    /// fact is named by the other (`owns`).
    fn place(&mut self, list: Option<u32>, field: Field, owns: bool) -> Option<Place> {
        let place = |slot| match list {
            None => Place::Application(slot),
            Some(list) => Place::Element { list, slot },
        };
        let key = (list, field.pointer.join("\0"));
        let known = self.slots.get(&key).copied();
        let fields = match list {
            None => &mut self.fields,
            Some(list) => &mut self.arrays.get_mut(list as usize)?.fields,
        };
        if let Some(slot) = known {
            if owns {
                fields[slot as usize] = field;
            }
            return Some(place(slot));
        }
        let slot = index(fields.len());
        let pointer = field.pointer.clone();
        fields.push(field);
        self.slots.insert(key, slot);
        let (mut record, mut entries) = (&mut self.shape, self.entries);
        if let Some(list) = list {
            let Shape::Array(_, elements) = &mut record.get_mut(self.arrays[list as usize].key.as_str())?.shape else {
                return None;
            };
            record = elements;
        }
        let (last, way) = pointer.split_last()?;
        for key in way {
            let next = record.entry(key.as_str().into()).or_insert_with(|| {
                entries += 1;
                Entry { number: entries - 1, shape: Shape::Record(Record::default()) }
            });
            let Shape::Record(inner) = &mut next.shape else { return None };
            record = inner;
        }
        record.insert(last.as_str().into(), Entry { number: entries, shape: Shape::Field(slot) });
        self.entries = entries + 1;
        Some(place(slot))
    }
}

fn kind(of: &document::Type, enums: &FxHashMap<&str, u32>) -> Option<Kind> {
    let named = || of.r#enum.as_deref().and_then(|name| enums.get(name)).copied();
    Some(match of.kind.as_str() {
        "yes_no" => Kind::YesNo,
        "int" => Kind::Int { low: of.low.unwrap_or(i64::MIN), high: of.high.unwrap_or(i64::MAX) },
        "date" => Kind::Date,
        "text" => Kind::Text,
        "phone" => Kind::Phone,
        "enum" => Kind::Enum(named()?),
        "set" => Kind::Set(named()?),
        _ => return None,
    })
}

pub(super) fn index(length: usize) -> u32 {
    u32::try_from(length).unwrap_or(u32::MAX)
}
