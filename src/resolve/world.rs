//! What is in scope while rules are resolved: the vocabulary with its names, policies, layers.

use rustc_hash::FxHashMap;

use crate::model::{
    AttributeId, AttributeLetId, BundleId, DerivedId, EnumId, FactId, Layer, ListId, MaterialId, Place, Policy,
    Scenario, Source, TableId, TemplateId, Type, Vocabulary, WordsId,
};

/// Everything that files of the vocabulary, the nation and the providers declare.
#[derive(Clone, Debug, Default)]
pub struct World {
    pub vocabulary: Vocabulary,
    pub policies: Vec<Policy>,
    pub sources: Vec<Source>,
    /// The national layer and the providers.
    pub layers: Vec<Layer>,
    pub scenarios: Vec<Scenario>,
    /// Ids and labels of everything that rules can name, except enum values and attributes.
    pub(crate) names: FxHashMap<Box<str>, (Named, Place)>,
    /// Per enum: ids and labels of its values and groups.
    pub(crate) values: Vec<FxHashMap<Box<str>, ValueName>>,
    pub(crate) attributes: FxHashMap<Box<str>, AttributeName>,
    pub(crate) policy_names: FxHashMap<Box<str>, u32>,
    /// Whole rule ids to (index of the layer, index of the rule), for changes.
    pub(crate) rule_ids: FxHashMap<String, (usize, usize)>,
}

/// What a name can stand for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Named {
    Enum(EnumId),
    List(ListId),
    Fact(FactId),
    Derived(DerivedId),
    /// The `not "…"` label of a yes-or-no fact: its negation.
    NotFact(FactId),
    NotDerived(DerivedId),
    Material(MaterialId),
    Bundle(BundleId),
    Words(WordsId),
    Table(TableId),
    Template(TemplateId),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ValueName {
    Value(u16),
    Group(u16),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum AttributeName {
    Attribute(AttributeId),
    Let(AttributeLetId),
    /// The `not "…"` label of a `let`.
    NotLet(AttributeLetId),
}

impl World {
    pub(crate) fn find(&self, name: &str) -> Option<Named> {
        self.names.get(name).map(|(named, _)| *named)
    }

    pub(crate) fn value(&self, of: EnumId, name: &str) -> Option<ValueName> {
        self.values.get(of.index())?.get(name).copied()
    }

    pub(crate) fn enum_label(&self, id: EnumId) -> &str {
        &self.vocabulary.enums[id.index()].label
    }

    /// The derived fact by whose value the tracks are told apart, and its enum.
    pub(crate) fn track(&self) -> Option<(DerivedId, EnumId)> {
        let id = self.vocabulary.derived_by_path("sponsor.track")?;
        match self.vocabulary.derived[id.index()].kind {
            Type::Enum(kind) => Some((id, kind)),
            _ => None,
        }
    }

    /// The names and labels of the tracks, in the order of their bits.
    pub fn tracks(&self) -> Vec<(Box<str>, Box<str>)> {
        self.vocabulary.tracks().iter().map(|value| (value.name.clone(), value.label.clone())).collect()
    }

    /// The enum of `filing.type`, whose values duties name.
    pub(crate) fn filing_types(&self) -> Option<EnumId> {
        let id = self.vocabulary.fact_by_path("filing.type")?;
        match self.vocabulary.facts[id.index()].kind {
            Type::Enum(kind) => Some(kind),
            _ => None,
        }
    }

    /// The enum of `filing.province`, whose values the province layers are.
    pub(crate) fn provinces(&self) -> Option<EnumId> {
        let id = self.vocabulary.fact_by_path("filing.province")?;
        match self.vocabulary.facts[id.index()].kind {
            Type::Enum(kind) => Some(kind),
            _ => None,
        }
    }
}

/// An index as the 32 bits of an id. The file size limit keeps every count below.
pub(crate) fn id32(index: usize) -> u32 {
    u32::try_from(index).unwrap_or(u32::MAX)
}

/// An index as the 16 bits of a value or parameter.
pub(crate) fn id16(index: usize) -> u16 {
    u16::try_from(index).unwrap_or(u16::MAX)
}
