//! A place in an application where a value stands or is missing, and how people name it.

use crate::document;
use crate::eval::application::Application;
use crate::eval::layout::{Field, Layout};
use crate::eval::table::Table;
use crate::eval::value::Value;

/// Ordered as the table declares facts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Spot {
    /// A fact of the application.
    Fact { slot: u32 },
    /// A whole array.
    Array { array: u32 },
    /// A fact of an element of an array.
    Element { array: u32, index: u32, slot: u32 },
    /// An attribute of a material of the upload list.
    Attribute { material: u32, attribute: u32 },
}

impl Spot {
    /// Unknown for a whole array.
    pub fn value<'a>(self, application: &'a Application<'_>) -> Value<'a> {
        match self {
            Spot::Fact { slot } => application.fact(slot),
            Spot::Element { array, index, slot } => application.element_fact(array, index, slot),
            Spot::Attribute { material, attribute } => application.attribute(material, attribute),
            Spot::Array { .. } => Value::Unknown,
        }
    }

    /// What may stand there; `None` for a whole array.
    pub fn field(self, layout: &Layout) -> Option<&Field> {
        match self {
            Spot::Fact { slot } => layout.fields.get(slot as usize),
            Spot::Element { array, slot, .. } => layout.arrays.get(array as usize)?.fields.get(slot as usize),
            Spot::Attribute { attribute, .. } => layout.attributes.get(attribute as usize),
            Spot::Array { .. } => None,
        }
    }

    /// As in the application: `sites[0].name`, `materials.residence_permit.expires_on`.
    pub fn path(self, table: &Table) -> String {
        let layout = &table.layout;
        let pointer = self.field(layout).map_or_else(String::new, |field| field.pointer.join("."));
        match self {
            Spot::Fact { .. } => pointer,
            Spot::Array { array } => layout.arrays[array as usize].key.clone(),
            Spot::Element { array, index, .. } => format!("{}[{index}].{pointer}", layout.arrays[array as usize].key),
            Spot::Attribute { material, .. } => {
                format!("materials.{}.{pointer}", table.document.vocabulary.materials[material as usize].id)
            }
        }
    }

    /// The fact of the vocabulary, where it is one.
    pub fn fact(self, table: &Table) -> Option<&document::Fact> {
        match self {
            Spot::Fact { .. } | Spot::Element { .. } => {
                table.document.vocabulary.facts.get(self.field(&table.layout)?.fact as usize)
            }
            Spot::Array { .. } | Spot::Attribute { .. } => None,
        }
    }

    /// 网站名称; 居住证的有效期止; 第2个网站的网站名称.
    pub fn label(self, table: &Table) -> String {
        let vocabulary = &table.document.vocabulary;
        match self {
            Spot::Fact { .. } | Spot::Element { .. } => {
                self.fact(table).map_or_else(String::new, |fact| fact.label.clone())
            }
            Spot::Array { array } => table.layout.arrays[array as usize].label.clone(),
            Spot::Attribute { material, attribute } => {
                let material = &vocabulary.materials[material as usize].label;
                format!("{material}的{}", vocabulary.attributes[attribute as usize].label)
            }
        }
    }
}
