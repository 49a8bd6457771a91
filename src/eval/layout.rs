//! Where each value of an application stands, and what may stand there.

use rustc_hash::FxHashMap;

use crate::eval::document::{self, Vocabulary};
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
    /// The fact of the table that first asked for it.
    pub fact: u32,
    pub kind: Kind,
    pub optional: bool,
}

/// What may stand at a place of the application's JSON.
#[derive(Clone, Debug)]
pub enum Shape {
    Record(FxHashMap<Box<str>, Shape>),
    /// A field, by its slot in the application or in the element.
    Field(u32),
    /// An array and its elements.
    Array(u32, FxHashMap<Box<str>, Shape>),
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
    pub members: Vec<RoleMember>,
}

#[derive(Clone, Debug)]
pub struct RoleMember {
    /// The array whose elements hold the record.
    pub list: Option<u32>,
    pub pointer: Vec<String>,
    /// By the index of the fact in the table.
    pub places: FxHashMap<u32, Place>,
}

/// Which of both a list of the table is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ListRef {
    Array(u32),
    Role(u32),
}

#[derive(Debug)]
pub struct Layout {
    pub fields: Vec<Field>,
    pub arrays: Vec<Array>,
    pub roles: Vec<Role>,
    pub lists: FxHashMap<String, ListRef>,
    pub shape: FxHashMap<Box<str>, Shape>,
    pub attributes: Vec<Field>,
    /// Of each fact of the table.
    pub places: Vec<Place>,
    slots: FxHashMap<(Option<u32>, String), u32>,
}

impl Layout {
    /// `None` if the vocabulary names a list or an enum that it does not have.
    pub fn new(vocabulary: &Vocabulary, enums: &FxHashMap<&str, u32>) -> Option<Layout> {
        let mut layout = Layout {
            fields: Vec::new(),
            arrays: Vec::new(),
            roles: Vec::new(),
            lists: FxHashMap::default(),
            shape: FxHashMap::default(),
            attributes: Vec::new(),
            places: Vec::new(),
            slots: FxHashMap::default(),
        };
        layout.shape.insert("materials".into(), Shape::Materials);
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
            layout.attributes.push(Field { fact: index, kind, optional: attribute.optional });
        }
        Some(layout)
    }

    fn array(&mut self, list: &document::List) {
        let index = index(self.arrays.len());
        let key = list.key.clone().unwrap_or_else(|| list.id.clone());
        self.lists.insert(list.id.clone(), ListRef::Array(index));
        self.shape.insert(key.as_str().into(), Shape::Array(index, FxHashMap::default()));
        self.arrays.push(Array {
            id: list.id.clone(),
            label: list.label.clone(),
            key,
            max: list.max.unwrap_or(usize::MAX),
            fields: Vec::new(),
        });
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
            members.push(RoleMember { list: of, pointer: member.pointer.clone(), places: FxHashMap::default() });
        }
        self.lists.insert(list.id.clone(), ListRef::Role(index(self.roles.len())));
        self.roles.push(Role { id: list.id.clone(), members });
        Some(())
    }

    fn fact(&mut self, fact: u32, item: &document::Fact, kind: Kind) -> Option<Place> {
        let field = Field { fact, kind, optional: item.optional };
        match &item.list {
            None => self.place(None, &item.pointer, field),
            Some(name) => match *self.lists.get(name)? {
                ListRef::Array(array) => self.place(Some(array), &item.pointer, field),
                ListRef::Role(role) => {
                    for number in 0..self.roles[role as usize].members.len() {
                        let member = &self.roles[role as usize].members[number];
                        let pointer = [&member.pointer[..], &item.pointer[..]].concat();
                        let place = self.place(member.list, &pointer, field.clone())?;
                        self.roles[role as usize].members[number].places.insert(fact, place);
                    }
                    Some(Place::Role { role, fact })
                }
            },
        }
    }

    /// The place of a pointer; two facts with one pointer share it. `None` if the pointer runs
    /// through a value.
    fn place(&mut self, list: Option<u32>, pointer: &[String], field: Field) -> Option<Place> {
        let place = |slot| match list {
            None => Place::Application(slot),
            Some(list) => Place::Element { list, slot },
        };
        let key = (list, pointer.join("\0"));
        if let Some(slot) = self.slots.get(&key) {
            return Some(place(*slot));
        }
        let fields = match list {
            None => &mut self.fields,
            Some(list) => &mut self.arrays[list as usize].fields,
        };
        let slot = index(fields.len());
        fields.push(field);
        self.slots.insert(key, slot);
        let mut record = match list {
            None => &mut self.shape,
            Some(list) => match self.shape.get_mut(self.arrays[list as usize].key.as_str())? {
                Shape::Array(_, record) => record,
                _ => return None,
            },
        };
        let (last, way) = pointer.split_last()?;
        for key in way {
            let next = record.entry(key.as_str().into()).or_insert_with(|| Shape::Record(FxHashMap::default()));
            let Shape::Record(inner) = next else { return None };
            record = inner;
        }
        record.insert(last.as_str().into(), Shape::Field(slot));
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
