//! The resolved program: plain data that later floors read.
//!
//! Every name is an index into the vocabulary, every expression has a type, every answer is expanded
//! into rules. There is no serde here: each output format owns its structs.
//!
//! Architecture Invariant: what is in the model is well-typed; what was not is missing here and
//! stands among the diagnostics.

pub mod expr;
pub mod fingerprint;
pub mod layer;
pub mod policy;
pub mod rule;
pub mod scenario;
pub mod source;
pub mod vocabulary;

pub use expr::{Alternative, Cases, Comparison, Expr, InValues, Obligation, Supplemented, WordSet};
pub use layer::{
    Answer, AnswerCase, Argument, Bureau, Change, ChangeKind, Classification, Layer, LayerKind, Retired, Stated,
};
pub use policy::{Choice, ChoiceClassification, ChoiceRule, Parameter, ParameterKind, Policy};
pub use rule::{Also, Dispute, Duty, Effect, Effective, Origin, Recipient, Rule, Tracks};
pub use scenario::{Datum, Expectation, Expected, Scenario, Step};
pub use source::{Check, Source, Statement, StatementRef};
pub use vocabulary::{
    Attribute, AttributeLet, Bundle, Derived, Enum, EnumValue, Fact, Group, Invariant, List, ListKind, Material,
    Nature, RoleMember, Table, TableKey, Template, TemplatePart, Type, Unit, Vocabulary, Words,
};

use crate::text::{FileId, Span};

/// Where something was declared.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Place {
    pub file: FileId,
    pub span: Span,
}

macro_rules! ids {
    ($($(#[$doc:meta])* $id:ident)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub struct $id(pub u32);
        impl $id {
            pub fn index(self) -> usize { self.0 as usize }
        }
    )*};
}

ids! {
    /// Index into [`Vocabulary::enums`].
    EnumId
    /// Index into [`Vocabulary::lists`]; lists and roles alike.
    ListId
    /// Index into [`Vocabulary::facts`].
    FactId
    /// Index into [`Vocabulary::derived`].
    DerivedId
    /// Index into [`Vocabulary::attributes`].
    AttributeId
    /// Index into [`Vocabulary::attribute_lets`].
    AttributeLetId
    /// Index into [`Vocabulary::materials`].
    MaterialId
    /// Index into [`Vocabulary::bundles`].
    BundleId
    /// Index into [`Vocabulary::words`].
    WordsId
    /// Index into [`Vocabulary::tables`].
    TableId
    /// Index into [`Vocabulary::templates`].
    TemplateId
    /// Index into [`Program::policies`].
    PolicyId
    /// Index into [`Program::sources`].
    SourceId
    /// Index into [`Program::layers`].
    LayerId
}

/// Everything that the rule files say.
#[derive(Clone, Debug, Default)]
pub struct Program {
    pub vocabulary: Vocabulary,
    pub policies: Vec<Policy>,
    /// National and provider sources first, then those of the provinces in their order.
    pub sources: Vec<Source>,
    /// The national layer, the providers, the provinces; each group sorted by name.
    pub layers: Vec<Layer>,
    pub scenarios: Vec<Scenario>,
}

impl Program {
    pub fn national(&self) -> Option<&Layer> {
        self.layers.iter().find(|layer| layer.kind == LayerKind::National)
    }

    pub fn providers(&self) -> impl Iterator<Item = &Layer> {
        self.layers.iter().filter(|layer| layer.kind == LayerKind::Provider)
    }

    pub fn provinces(&self) -> impl Iterator<Item = &Layer> {
        self.layers.iter().filter(|layer| layer.kind == LayerKind::Province)
    }

    /// The whole id of a rule: `guangdong.unit.many_labels`.
    pub fn rule_id(&self, layer: &Layer, rule: &Rule) -> String {
        format!("{}.{}", layer.name, rule.name)
    }

    /// A rule and its layer, by the whole id.
    pub fn find_rule(&self, id: &str) -> Option<(&Layer, &Rule)> {
        let (layer_name, rule_name) = id.split_once('.')?;
        let layer = self.layers.iter().find(|layer| &*layer.name == layer_name)?;
        let rule = layer.rules.iter().find(|rule| &*rule.name == rule_name)?;
        Some((layer, rule))
    }
}
