//! From the JSON of an application to its slots, in one pass and without a tree in between.
//!
//! What does not fit is noted and the rest is read, so that one run shows everything. A note says
//! by ordinals where it is; `misfit` finds the text again, which only a mistake has to pay for.

use std::borrow::Cow;
use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};

use crate::eval::application::{Application, Elements};
use crate::eval::layout::{Entry, Field, Kind, Record, Shape};
use crate::eval::table::Table;
use crate::eval::value::Slot;
use crate::text::Date;

/// Something in an application that cannot be.
#[derive(Clone, Debug, PartialEq)]
pub struct Misfit {
    /// From the whole document: the ordinal of the member or of the element, and so on inwards.
    pub trail: Vec<u32>,
    pub what: What,
}

#[derive(Clone, Debug, PartialEq)]
pub enum What {
    /// Not JSON: a line, a column in bytes, and what the parser says.
    Syntax {
        line: usize,
        column: usize,
        message: String,
    },
    UnknownKey,
    UnknownMaterial,
    UnknownAttribute,
    Duplicate,
    /// What should stand there, and what does.
    WrongType {
        expected: Expected,
        found: Found,
    },
    OutOfRange {
        low: i64,
        high: i64,
    },
    NotADay,
    UnknownValue {
        of: u32,
    },
    TooLong {
        max: usize,
        count: usize,
    },
    /// An invariant of the table, by its number, with the values that break it, in both languages.
    Contradiction {
        invariant: u32,
        values: [String; 2],
    },
    /// The application is for another province than the question.
    OtherProvince,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Expected {
    Object,
    Array,
    Materials,
    Value(ValueKind),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ValueKind {
    YesNo,
    Int,
    Date,
    Text,
    Enum(u32),
    Set(u32),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Found {
    Null,
    Bool,
    Number,
    Fraction,
    Text,
    Array,
    Object,
}

/// What is kept from one application to the next.
#[derive(Debug, Default)]
pub struct Scratch {
    /// The stamp of the object in which a key was last seen.
    seen: Vec<u32>,
    stamp: u32,
}

/// Reads an application; all misfits if there are any.
pub fn decode<'a>(table: &Table, scratch: &mut Scratch, text: &'a str) -> Result<Application<'a>, Vec<Misfit>> {
    let entries = table.layout.entries as usize;
    if scratch.seen.len() != entries || scratch.stamp > u32::MAX / 2 {
        *scratch = Scratch { seen: vec![0; entries], stamp: 0 };
    }
    let mut application = Application::new(&table.layout);
    let mut decoder = Decoder { table, scratch, trail: Vec::new(), misfits: Vec::new() };
    let mut deserializer = serde_json::Deserializer::from_str(text);
    let whole = Whole { decoder: &mut decoder, application: &mut application };
    let outcome = deserializer.deserialize_any(whole).and_then(|()| deserializer.end());
    let mut misfits = decoder.misfits;
    if let Err(error) = outcome {
        let message = error.to_string();
        let message = message.split(" at line ").next().unwrap_or_default().to_owned();
        let what = What::Syntax { line: error.line(), column: error.column(), message };
        misfits.push(Misfit { trail: Vec::new(), what });
    }
    if misfits.is_empty() { Ok(application) } else { Err(misfits) }
}

struct Decoder<'t> {
    table: &'t Table,
    scratch: &'t mut Scratch,
    trail: Vec<u32>,
    misfits: Vec<Misfit>,
}

impl<'t> Decoder<'t> {
    fn misfit(&mut self, what: What) {
        self.misfits.push(Misfit { trail: self.trail.clone(), what });
    }

    fn wrong(&mut self, expected: Expected, found: Found) {
        self.misfit(What::WrongType { expected, found });
    }

    fn stamp(&mut self) -> u32 {
        self.scratch.stamp += 1;
        self.scratch.stamp
    }

    /// Whether the key stands for the first time in the object with this stamp.
    fn is_first(&mut self, entry: &Entry, stamp: u32) -> bool {
        let seen = &mut self.scratch.seen[entry.number as usize];
        let is_first = *seen != stamp;
        *seen = stamp;
        if !is_first {
            self.misfit(What::Duplicate);
        }
        is_first
    }

    /// The entry of a key that may stand here and stands for the first time.
    fn entry(&mut self, record: &'t Record, key: &str, stamp: u32) -> Option<&'t Shape> {
        let Some(entry) = record.get(key) else {
            self.misfit(What::UnknownKey);
            return None;
        };
        self.is_first(entry, stamp).then_some(&entry.shape)
    }

    fn enter(&mut self) {
        self.trail.push(0);
    }

    fn next(&mut self) {
        if let Some(last) = self.trail.last_mut() {
            *last += 1;
        }
    }

    fn leave(&mut self) {
        self.trail.pop();
    }

    fn enum_value(&self, of: u32, name: &str) -> Option<u16> {
        self.table.values.get(of as usize)?.get(name).copied()
    }
}

/// A key, borrowed where it has no escapes.
struct Key;

impl<'de> DeserializeSeed<'de> for Key {
    type Value = Cow<'de, str>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl<'de> Visitor<'de> for Key {
    type Value = Cow<'de, str>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a key")
    }

    fn visit_borrowed_str<E: Error>(self, text: &'de str) -> Result<Self::Value, E> {
        Ok(Cow::Borrowed(text))
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Self::Value, E> {
        Ok(Cow::Owned(text.to_owned()))
    }
}

fn drain_map<'de, A: MapAccess<'de>>(mut map: A) -> Result<(), A::Error> {
    while map.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
    Ok(())
}

fn drain_seq<'de, A: SeqAccess<'de>>(mut seq: A) -> Result<(), A::Error> {
    while seq.next_element::<IgnoredAny>()?.is_some() {}
    Ok(())
}

/// What a visitor answers to values that it does not want, in one place for all of them.
macro_rules! refuse {
    ($expected:expr, $lifetime:lifetime: $($what:ident)*) => { $(refuse!(@ $expected, $lifetime, $what);)* };
    (@ $expected:expr, $lifetime:lifetime, scalars) => {
        fn visit_bool<E: Error>(self, _: bool) -> Result<Self::Value, E> {
            Ok(self.decoder.wrong($expected(&self), Found::Bool))
        }
        fn visit_i64<E: Error>(self, _: i64) -> Result<Self::Value, E> {
            Ok(self.decoder.wrong($expected(&self), Found::Number))
        }
        fn visit_u64<E: Error>(self, _: u64) -> Result<Self::Value, E> {
            Ok(self.decoder.wrong($expected(&self), Found::Number))
        }
        fn visit_f64<E: Error>(self, _: f64) -> Result<Self::Value, E> {
            Ok(self.decoder.wrong($expected(&self), Found::Fraction))
        }
        fn visit_str<E: Error>(self, _: &str) -> Result<Self::Value, E> {
            Ok(self.decoder.wrong($expected(&self), Found::Text))
        }
        fn visit_unit<E: Error>(self) -> Result<Self::Value, E> {
            Ok(self.decoder.wrong($expected(&self), Found::Null))
        }
    };
    (@ $expected:expr, $lifetime:lifetime, seq) => {
        fn visit_seq<A: SeqAccess<$lifetime>>(self, seq: A) -> Result<Self::Value, A::Error> {
            self.decoder.wrong($expected(&self), Found::Array);
            drain_seq(seq)
        }
    };
    (@ $expected:expr, $lifetime:lifetime, map) => {
        fn visit_map<A: MapAccess<$lifetime>>(self, map: A) -> Result<Self::Value, A::Error> {
            self.decoder.wrong($expected(&self), Found::Object);
            drain_map(map)
        }
    };
}

/// Makes a visitor a seed of itself.
macro_rules! seed {
    ($type:ident) => {
        impl<'de> DeserializeSeed<'de> for $type<'_, '_, 'de> {
            type Value = ();
            fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
                deserializer.deserialize_any(self)
            }
        }
    };
}

/// The application itself.
struct Whole<'d, 't, 'a> {
    decoder: &'d mut Decoder<'t>,
    application: &'d mut Application<'a>,
}

impl<'de> Visitor<'de> for Whole<'_, '_, 'de> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an application")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        let Whole { decoder, application } = self;
        let layout = &decoder.table.layout;
        let stamp = decoder.stamp();
        decoder.enter();
        while let Some(key) = map.next_key_seed(Key)? {
            match decoder.entry(&layout.shape, &key, stamp) {
                None => drop(map.next_value::<IgnoredAny>()?),
                Some(Shape::Record(record)) => {
                    let (fields, slots) = (&layout.fields[..], &mut application.facts[..]);
                    map.next_value_seed(Object { decoder, record, fields, slots })?;
                }
                Some(Shape::Field(slot)) => {
                    let (field, slot) = (&layout.fields[*slot as usize], &mut application.facts[*slot as usize]);
                    map.next_value_seed(Scalar { decoder, field, slot })?;
                }
                Some(Shape::Array(number, record)) => {
                    let elements = &mut application.arrays[*number as usize];
                    map.next_value_seed(List { decoder, number: *number, record, elements })?;
                }
                Some(Shape::Materials) => {
                    map.next_value_seed(Materials { decoder, materials: &mut application.materials })?;
                }
            }
            decoder.next();
        }
        decoder.leave();
        Ok(())
    }

    refuse!(|_: &Self| Expected::Object, 'de: scalars seq);
}

/// A record of the application or of an element.
struct Object<'d, 't, 'a> {
    decoder: &'d mut Decoder<'t>,
    record: &'t Record,
    fields: &'t [Field],
    slots: &'d mut [Slot<'a>],
}

seed!(Object);

impl<'de> Visitor<'de> for Object<'_, '_, 'de> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        let Object { decoder, record, fields, slots } = self;
        let stamp = decoder.stamp();
        decoder.enter();
        while let Some(key) = map.next_key_seed(Key)? {
            match decoder.entry(record, &key, stamp) {
                Some(Shape::Record(record)) => map.next_value_seed(Object { decoder, record, fields, slots })?,
                Some(Shape::Field(slot)) => {
                    let (field, slot) = (&fields[*slot as usize], &mut slots[*slot as usize]);
                    map.next_value_seed(Scalar { decoder, field, slot })?;
                }
                // INVARIANT: the layout has arrays and the upload list in the application itself only.
                None | Some(Shape::Array(..) | Shape::Materials) => drop(map.next_value::<IgnoredAny>()?),
            }
            decoder.next();
        }
        decoder.leave();
        Ok(())
    }

    refuse!(|_: &Self| Expected::Object, 'de: scalars seq);
}

/// An array and its elements.
struct List<'d, 't, 'a> {
    decoder: &'d mut Decoder<'t>,
    number: u32,
    record: &'t Record,
    elements: &'d mut Option<Elements<'a>>,
}

seed!(List);

impl<'de> Visitor<'de> for List<'_, '_, 'de> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an array")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<(), A::Error> {
        let List { decoder, number, record, elements } = self;
        let array = &decoder.table.layout.arrays[number as usize];
        let elements = elements.insert(Elements::new(array));
        let mut count = 0;
        decoder.enter();
        while count < array.max {
            let (fields, slots) = (&array.fields[..], elements.push());
            if seq.next_element_seed(Object { decoder, record, fields, slots })?.is_none() {
                elements.pop();
                break;
            }
            count += 1;
            decoder.next();
        }
        decoder.leave();
        while seq.next_element::<IgnoredAny>()?.is_some() {
            count += 1;
        }
        if count > array.max {
            decoder.misfit(What::TooLong { max: array.max, count });
        }
        Ok(())
    }

    refuse!(|_: &Self| Expected::Array, 'de: scalars map);
}

/// The upload list.
struct Materials<'d, 't, 'a> {
    decoder: &'d mut Decoder<'t>,
    materials: &'d mut Vec<(u32, Box<[Slot<'a>]>)>,
}

seed!(Materials);

impl<'de> Visitor<'de> for Materials<'_, '_, 'de> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("materials")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        let Materials { decoder, materials } = self;
        decoder.enter();
        while let Some(key) = map.next_key_seed(Key)? {
            match decoder.table.materials.get(&*key).copied() {
                None => {
                    decoder.misfit(What::UnknownMaterial);
                    map.next_value::<IgnoredAny>()?;
                }
                Some(material) if materials.iter().any(|(known, _)| *known == material) => {
                    decoder.misfit(What::Duplicate);
                    map.next_value::<IgnoredAny>()?;
                }
                Some(material) => {
                    let mut slots = vec![Slot::Unknown; decoder.table.layout.attributes.len()].into_boxed_slice();
                    let has = &decoder.table.attributes_of[material as usize];
                    map.next_value_seed(Attributes { decoder, has, slots: &mut slots })?;
                    materials.push((material, slots));
                }
            }
            decoder.next();
        }
        decoder.leave();
        Ok(())
    }

    refuse!(|_: &Self| Expected::Materials, 'de: scalars seq);
}

/// What is said of one material.
struct Attributes<'d, 't, 'a> {
    decoder: &'d mut Decoder<'t>,
    has: &'t [bool],
    slots: &'d mut [Slot<'a>],
}

seed!(Attributes);

impl<'de> Visitor<'de> for Attributes<'_, '_, 'de> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("attributes")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        let Attributes { decoder, has, slots } = self;
        decoder.enter();
        while let Some(key) = map.next_key_seed(Key)? {
            let attribute = decoder.table.attributes.get(&*key).map(|attribute| *attribute as usize);
            let attribute = attribute.filter(|attribute| has[*attribute]);
            match attribute {
                None => {
                    decoder.misfit(What::UnknownAttribute);
                    map.next_value::<IgnoredAny>()?;
                }
                Some(attribute) if slots[attribute] != Slot::Unknown => {
                    decoder.misfit(What::Duplicate);
                    map.next_value::<IgnoredAny>()?;
                }
                Some(attribute) => {
                    let field = &decoder.table.layout.attributes[attribute];
                    map.next_value_seed(Scalar { decoder, field, slot: &mut slots[attribute] })?;
                }
            }
            decoder.next();
        }
        decoder.leave();
        Ok(())
    }

    refuse!(|_: &Self| Expected::Object, 'de: scalars seq);
}

/// One value.
struct Scalar<'d, 't, 'a> {
    decoder: &'d mut Decoder<'t>,
    field: &'t Field,
    slot: &'d mut Slot<'a>,
}

seed!(Scalar);

impl<'de> Scalar<'_, '_, 'de> {
    fn wrong(self, found: Found) {
        let kind = match self.field.kind {
            Kind::YesNo => ValueKind::YesNo,
            Kind::Int { .. } => ValueKind::Int,
            Kind::Date => ValueKind::Date,
            Kind::Text | Kind::Phone => ValueKind::Text,
            Kind::Enum(of) => ValueKind::Enum(of),
            Kind::Set(of) => ValueKind::Set(of),
        };
        self.decoder.wrong(Expected::Value(kind), found);
    }

    /// `None`: beyond what a number can hold here.
    fn int(self, number: Option<i64>) {
        let Kind::Int { low, high } = self.field.kind else { return self.wrong(Found::Number) };
        match number.filter(|number| (low..=high).contains(number)) {
            Some(number) => *self.slot = Slot::Int(number),
            None => self.decoder.misfit(What::OutOfRange { low, high }),
        }
    }

    fn text(self, text: Cow<'de, str>) {
        match self.field.kind {
            Kind::Text => *self.slot = Slot::Text(text),
            Kind::Phone => *self.slot = Slot::Text(normal_phone(text)),
            Kind::Date => match day(&text) {
                Some(day) => *self.slot = Slot::Date(day),
                None => self.decoder.misfit(What::NotADay),
            },
            Kind::Enum(of) => match self.decoder.enum_value(of, &text) {
                Some(value) => *self.slot = Slot::Enum(value),
                None => self.decoder.misfit(What::UnknownValue { of }),
            },
            Kind::YesNo | Kind::Int { .. } | Kind::Set(_) => self.wrong(Found::Text),
        }
    }
}

impl<'de> Visitor<'de> for Scalar<'_, '_, 'de> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<(), E> {
        match self.field.kind {
            Kind::YesNo => *self.slot = Slot::YesNo(value),
            _ => self.wrong(Found::Bool),
        }
        Ok(())
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<(), E> {
        self.int(Some(value));
        Ok(())
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<(), E> {
        self.int(i64::try_from(value).ok());
        Ok(())
    }

    fn visit_f64<E: Error>(self, _: f64) -> Result<(), E> {
        self.wrong(Found::Fraction);
        Ok(())
    }

    fn visit_borrowed_str<E: Error>(self, text: &'de str) -> Result<(), E> {
        self.text(Cow::Borrowed(text));
        Ok(())
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<(), E> {
        self.text(Cow::Owned(text.to_owned()));
        Ok(())
    }

    fn visit_unit<E: Error>(self) -> Result<(), E> {
        match self.field.optional {
            true => *self.slot = Slot::None,
            false => self.wrong(Found::Null),
        }
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<(), A::Error> {
        let Kind::Set(of) = self.field.kind else {
            drain_seq(seq)?;
            self.wrong(Found::Array);
            return Ok(());
        };
        let Scalar { decoder, slot, .. } = self;
        let mut values = Vec::new();
        decoder.enter();
        while let Some(value) = seq.next_element_seed(Member { decoder, of })? {
            values.extend(value);
            decoder.next();
        }
        decoder.leave();
        values.sort_unstable();
        values.dedup();
        *slot = Slot::Set(values.into());
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<(), A::Error> {
        drain_map(map)?;
        self.wrong(Found::Object);
        Ok(())
    }
}

/// A value in a set.
struct Member<'d, 't> {
    decoder: &'d mut Decoder<'t>,
    of: u32,
}

impl Member<'_, '_> {
    fn wrong(self, found: Found) -> Option<u16> {
        self.decoder.wrong(Expected::Value(ValueKind::Enum(self.of)), found);
        None
    }
}

impl<'de> DeserializeSeed<'de> for Member<'_, '_> {
    type Value = Option<u16>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Option<u16>, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Member<'_, '_> {
    type Value = Option<u16>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Self::Value, E> {
        let value = self.decoder.enum_value(self.of, text);
        if value.is_none() {
            self.decoder.misfit(What::UnknownValue { of: self.of });
        }
        Ok(value)
    }

    fn visit_bool<E: Error>(self, _: bool) -> Result<Self::Value, E> {
        Ok(self.wrong(Found::Bool))
    }

    fn visit_i64<E: Error>(self, _: i64) -> Result<Self::Value, E> {
        Ok(self.wrong(Found::Number))
    }

    fn visit_u64<E: Error>(self, _: u64) -> Result<Self::Value, E> {
        Ok(self.wrong(Found::Number))
    }

    fn visit_f64<E: Error>(self, _: f64) -> Result<Self::Value, E> {
        Ok(self.wrong(Found::Fraction))
    }

    fn visit_unit<E: Error>(self) -> Result<Self::Value, E> {
        Ok(self.wrong(Found::Null))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, seq: A) -> Result<Self::Value, A::Error> {
        drain_seq(seq)?;
        Ok(self.wrong(Found::Array))
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Self::Value, A::Error> {
        drain_map(map)?;
        Ok(self.wrong(Found::Object))
    }
}

/// `2018-01-01` and nothing else.
fn day(text: &str) -> Option<i32> {
    let bytes = text.as_bytes();
    let is_dashed = bytes.len() == 10 && bytes[4] == b'-' && bytes[7] == b'-';
    let digits = bytes.iter().filter(|byte| byte.is_ascii_digit()).count();
    (is_dashed && digits == 8).then(|| Date::read(text).map(Date::day_number)).flatten()
}

/// Without ASCII spaces and hyphens, then without a leading +86.
fn normal_phone(text: Cow<'_, str>) -> Cow<'_, str> {
    let is_dropped = |letter: char| letter == ' ' || letter == '-';
    if !text.contains(is_dropped) && !text.starts_with("+86") {
        return text;
    }
    let plain = text.replace(is_dropped, "");
    plain.strip_prefix("+86").unwrap_or(&plain).to_owned().into()
}
