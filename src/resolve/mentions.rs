//! What the names in a file stand for, noted while they are resolved.
//!
//! Resolving notes only where it is asked to, with a [`Mentions`] beside the file. A name may be
//! written by its id or by its label where both mean the same: a parameter hides the fact whose
//! label is its own, and behind `属于` a fact comes before a value. So both are looked up again, in
//! the way in which the name was looked up at its place.

use std::cell::RefCell;
use std::collections::BTreeMap;

use crate::model::{self, AttributeId, EnumId, MaterialId, PolicyId};
use crate::resolve::context::Context;
use crate::resolve::world::{AttributeName, Named, ValueName};
use crate::syntax::ast::Name;
use crate::syntax::is_path;
use crate::syntax::keywords::{self, Place};
use crate::text::Span;

/// The names of one file, by their places. Some are resolved in several rounds; the last holds.
#[derive(Debug, Default)]
pub struct Mentions(RefCell<BTreeMap<Span, Mention>>);

/// A name that refers to something declared elsewhere.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mention {
    pub span: Span,
    /// The two ways to write it here; `None` where there is only the one that is written.
    pub spellings: Option<Spellings>,
    /// Where that is declared, or what it is a part of: the enum of a value, the policy of a choice.
    pub declared: Option<model::Place>,
}

/// An id and a label that mean the same.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Spellings {
    pub id: Box<str>,
    pub label: Box<str>,
}

/// The way in which references are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Naming {
    /// By the ASCII id: `filing.type`.
    Id,
    /// By the Chinese label: `备案类型`.
    Label,
}

impl Spellings {
    pub fn by(&self, naming: Naming) -> &str {
        match naming {
            Naming::Id => &self.id,
            Naming::Label => &self.label,
        }
    }
}

/// What a name stands for at its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Meaning {
    Named(Named),
    Value(EnumId, ValueName),
    Attribute(AttributeName),
    /// `residence_permit.expires_on`
    AttributeOf(MaterialId, AttributeId),
    Parameter(u16),
    Policy(PolicyId),
    Choice(PolicyId, u16),
}

impl Mentions {
    /// The names in the order of their places.
    pub fn into_list(self) -> Vec<Mention> {
        self.0.into_inner().into_values().collect()
    }
}

impl Context<'_> {
    /// Notes what a name stands for. `look_up` finds what a spelling would mean at its place.
    pub fn note(&self, name: Name, meaning: Meaning, look_up: impl Fn(&str) -> Option<Meaning>) {
        let Some(mentions) = self.mentions else { return };
        let (declared, spellings) = self.described(meaning);
        // A property is one in its own place only, and its word may be a name in others.
        let is_free = |spelling: &str| keywords::find(spelling).is_none_or(|word| word.place == Place::Property);
        let means_it = |spelling: &str| is_path(spelling) && is_free(spelling) && look_up(spelling) == Some(meaning);
        // Both or neither: what was written one way can always be written back.
        let spellings = spellings.filter(|Spellings { id, label }| means_it(id) && means_it(label));
        mentions.0.borrow_mut().insert(name.0, Mention { span: name.0, spellings, declared });
    }

    /// Where something is declared, and its id and label.
    fn described(&self, meaning: Meaning) -> (Option<model::Place>, Option<Spellings>) {
        let vocabulary = &self.world.vocabulary;
        let both = |id: &str, label: &str| Some(Spellings { id: id.into(), label: label.into() });
        match meaning {
            Meaning::Named(named) => self.described_name(named),
            Meaning::Value(of, value) => {
                let of = &vocabulary.enums[of.index()];
                let spellings = match value {
                    ValueName::Value(index) => {
                        of.values.get(usize::from(index)).map(|value| (&value.name, &value.label))
                    }
                    ValueName::Group(index) => {
                        of.groups.get(usize::from(index)).map(|group| (&group.name, &group.label))
                    }
                };
                (Some(of.place), spellings.and_then(|(id, label)| both(id, label)))
            }
            Meaning::Attribute(AttributeName::Attribute(id)) => {
                let attribute = &vocabulary.attributes[id.index()];
                (Some(attribute.place), both(&attribute.name, &attribute.label))
            }
            Meaning::Attribute(AttributeName::Let(id)) => {
                let attribute = &vocabulary.attribute_lets[id.index()];
                (Some(attribute.place), both(&attribute.name, &attribute.label))
            }
            // The name of a negation is a label without an id.
            Meaning::Attribute(AttributeName::NotLet(id)) => (Some(vocabulary.attribute_lets[id.index()].place), None),
            Meaning::AttributeOf(material, attribute) => {
                let (material, attribute) =
                    (&vocabulary.materials[material.index()], &vocabulary.attributes[attribute.index()]);
                let path = |material: &str, attribute: &str| format!("{material}.{attribute}");
                let (id, label) = (path(&material.name, &attribute.name), path(&material.label, &attribute.label));
                (Some(attribute.place), both(&id, &label))
            }
            Meaning::Parameter(index) => {
                let parameter = self.parameters.get(usize::from(index));
                (None, parameter.and_then(|parameter| both(&parameter.name, &parameter.label)))
            }
            Meaning::Policy(id) => {
                let policy = &self.world.policies[id.index()];
                (Some(policy.place), both(&policy.name, &policy.label))
            }
            Meaning::Choice(id, index) => {
                let policy = &self.world.policies[id.index()];
                let choice = policy.choices.get(usize::from(index));
                (Some(policy.place), choice.and_then(|choice| both(&choice.name, &choice.label)))
            }
        }
    }

    fn described_name(&self, named: Named) -> (Option<model::Place>, Option<Spellings>) {
        let vocabulary = &self.world.vocabulary;
        let (place, id, label) = match named {
            Named::NotFact(id) => return (Some(vocabulary.facts[id.index()].place), None),
            Named::NotDerived(id) => return (Some(vocabulary.derived[id.index()].place), None),
            Named::Enum(id) => {
                let item = &vocabulary.enums[id.index()];
                (item.place, &item.name, &item.label)
            }
            Named::List(id) => {
                let item = &vocabulary.lists[id.index()];
                (item.place, &item.name, &item.label)
            }
            Named::Fact(id) => {
                let item = &vocabulary.facts[id.index()];
                (item.place, &item.path, &item.label)
            }
            Named::Derived(id) => {
                let item = &vocabulary.derived[id.index()];
                (item.place, &item.path, &item.label)
            }
            Named::Material(id) => {
                let item = &vocabulary.materials[id.index()];
                (item.place, &item.name, &item.label)
            }
            Named::Bundle(id) => {
                let item = &vocabulary.bundles[id.index()];
                (item.place, &item.name, &item.label)
            }
            Named::Words(id) => {
                let item = &vocabulary.words[id.index()];
                (item.place, &item.name, &item.label)
            }
            Named::Table(id) => {
                let item = &vocabulary.tables[id.index()];
                (item.place, &item.name, &item.label)
            }
            Named::Template(id) => {
                let item = &vocabulary.templates[id.index()];
                (item.place, &item.name, &item.label)
            }
        };
        (Some(place), Some(Spellings { id: id.clone(), label: label.clone() }))
    }
}
