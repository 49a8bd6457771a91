//! One application, decoded: a slot for every fact, by the layout of a table.

use crate::eval::layout::{Array, Layout};
use crate::eval::value::{Slot, Value};

#[derive(Clone, Debug, PartialEq)]
pub struct Application<'a> {
    pub(super) facts: Vec<Slot<'a>>,
    /// Of each array; `None` for one that was not supplied.
    pub(super) arrays: Vec<Option<Elements<'a>>>,
    /// The upload list: materials and their attributes. A material that is not in it is absent.
    pub(super) materials: Vec<(u32, Box<[Slot<'a>]>)>,
}

/// The elements of an array, one after the other.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Elements<'a> {
    count: u32,
    /// Slots of one element.
    width: usize,
    slots: Vec<Slot<'a>>,
}

impl<'a> Elements<'a> {
    pub fn new(array: &Array) -> Elements<'a> {
        Elements { count: 0, width: array.fields.len(), slots: Vec::new() }
    }

    /// A further element of which nothing is known yet.
    pub fn push(&mut self) -> &mut [Slot<'a>] {
        let start = self.slots.len();
        self.count += 1;
        self.slots.resize(start + self.width, Slot::Unknown);
        &mut self.slots[start..]
    }

    /// Takes the last element back.
    pub fn pop(&mut self) {
        self.count = self.count.saturating_sub(1);
        self.slots.truncate(self.count as usize * self.width);
    }

    fn get(&self, index: u32, slot: u32) -> &Slot<'a> {
        self.slots.get(index as usize * self.width + slot as usize).unwrap_or(&Slot::Unknown)
    }
}

impl<'a> Application<'a> {
    /// An application that says nothing.
    pub fn new(layout: &Layout) -> Application<'a> {
        Application {
            facts: vec![Slot::Unknown; layout.fields.len()],
            arrays: vec![None; layout.arrays.len()],
            materials: Vec::new(),
        }
    }

    pub fn fact(&self, slot: u32) -> Value<'_> {
        self.fact_slot(slot).value()
    }

    pub fn element_fact(&self, array: u32, index: u32, slot: u32) -> Value<'_> {
        self.element_slot(array, index, slot).value()
    }

    pub fn fact_slot(&self, slot: u32) -> &Slot<'a> {
        self.facts.get(slot as usize).unwrap_or(&Slot::Unknown)
    }

    pub fn element_slot(&self, array: u32, index: u32, slot: u32) -> &Slot<'a> {
        let elements = self.arrays.get(array as usize).and_then(Option::as_ref);
        elements.map_or(&Slot::Unknown, |elements| elements.get(index, slot))
    }

    /// `None` if the array was not supplied.
    pub fn count(&self, array: u32) -> Option<u32> {
        Some(self.arrays.get(array as usize)?.as_ref()?.count)
    }

    pub fn has_material(&self, material: u32) -> bool {
        self.attributes(material).is_some()
    }

    pub fn attribute(&self, material: u32, attribute: u32) -> Value<'_> {
        let slot = self.attributes(material).and_then(|slots| slots.get(attribute as usize));
        slot.map_or(Value::Unknown, Slot::value)
    }

    fn attributes(&self, material: u32) -> Option<&[Slot<'a>]> {
        self.materials.iter().find(|(id, _)| *id == material).map(|(_, slots)| &**slots)
    }
}
