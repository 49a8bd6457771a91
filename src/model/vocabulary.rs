//! The words in which rules speak: enums, facts, lists, materials, word lists, tables, templates.

use crate::model::{EnumId, Expr, FactId, ListId, Obligation, Place, TableId};
pub use crate::syntax::ast::Unit;

#[derive(Clone, Debug, Default)]
pub struct Vocabulary {
    pub enums: Vec<Enum>,
    pub lists: Vec<List>,
    pub facts: Vec<Fact>,
    pub derived: Vec<Derived>,
    pub attributes: Vec<Attribute>,
    pub attribute_lets: Vec<AttributeLet>,
    pub materials: Vec<Material>,
    pub bundles: Vec<Bundle>,
    pub words: Vec<Words>,
    pub tables: Vec<Table>,
    pub templates: Vec<Template>,
    pub invariants: Vec<Invariant>,
}

/// A closed set of values.
#[derive(Clone, Debug)]
pub struct Enum {
    pub name: Box<str>,
    pub label: Box<str>,
    pub values: Vec<EnumValue>,
    pub groups: Vec<Group>,
    pub place: Place,
}

#[derive(Clone, Debug)]
pub struct EnumValue {
    pub name: Box<str>,
    pub label: Box<str>,
}

/// A named set of values of one enum.
#[derive(Clone, Debug)]
pub struct Group {
    pub name: Box<str>,
    pub label: Box<str>,
    /// Indexes into [`Enum::values`], sorted.
    pub members: Vec<u16>,
}

/// What a fact, a parameter or an expression is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Type {
    YesNo,
    Int {
        low: i64,
        high: i64,
        unit: Option<Unit>,
    },
    Date,
    Text,
    /// A text that is compared without spaces, hyphens and a leading `+86`.
    Phone,
    Enum(EnumId),
    Set(EnumId),
}

/// Who can change a fact.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Nature {
    /// A fact of life.
    Given,
    /// The applicant can mend it.
    Remediable,
    /// A reviewer, a probe or a look-up says it.
    Attested,
}

/// A repeated group of facts: an array of the application, or a role that several records play.
#[derive(Clone, Debug)]
pub struct List {
    pub name: Box<str>,
    pub label: Box<str>,
    pub kind: ListKind,
    pub place: Place,
}

#[derive(Clone, Debug)]
pub enum ListKind {
    /// The array at this key of the application, at most so long.
    Array { key: Box<str>, max: i64 },
    /// The union of these records.
    Role { members: Vec<RoleMember> },
}

/// One member of a role: a record of the application, or of every element of a list.
#[derive(Clone, Debug)]
pub struct RoleMember {
    pub group: Box<str>,
    pub label: Box<str>,
    pub list: Option<ListId>,
    /// Path of the record from the application or from the element; empty for the element itself.
    pub pointer: Vec<Box<str>>,
}

/// Something an application says.
#[derive(Clone, Debug)]
pub struct Fact {
    /// The path by which rules name it: `subject_resp.id.province`.
    pub path: Box<str>,
    pub label: Box<str>,
    /// The label of its negation, for yes_no facts.
    pub negative: Option<Box<str>>,
    pub kind: Type,
    pub nature: Nature,
    pub optional: bool,
    /// The list or role of whose elements it is a fact.
    pub list: Option<ListId>,
    /// Where it stands in the application, or in the element of `list`.
    pub pointer: Vec<Box<str>>,
    pub place: Place,
}

/// A `let`: a fact that follows from others.
#[derive(Clone, Debug)]
pub struct Derived {
    pub path: Box<str>,
    pub label: Box<str>,
    pub negative: Option<Box<str>>,
    pub kind: Type,
    /// The list whose element facts it uses.
    pub list: Option<ListId>,
    pub value: Expr,
    pub place: Place,
}

/// Something that can be said of a material.
#[derive(Clone, Debug)]
pub struct Attribute {
    pub name: Box<str>,
    pub label: Box<str>,
    pub negative: Option<Box<str>>,
    pub kind: Type,
    pub optional: bool,
    pub place: Place,
}

/// A named condition on one material.
#[derive(Clone, Debug)]
pub struct AttributeLet {
    pub name: Box<str>,
    pub label: Box<str>,
    /// The label of its negation.
    pub negative: Option<Box<str>>,
    pub value: Expr,
    pub place: Place,
}

#[derive(Clone, Debug)]
pub struct Material {
    pub name: Box<str>,
    pub label: Box<str>,
    pub attributes: Vec<crate::model::AttributeId>,
    pub place: Place,
}

#[derive(Clone, Debug)]
pub struct Bundle {
    pub name: Box<str>,
    pub label: Box<str>,
    pub value: Obligation,
    pub place: Place,
}

#[derive(Clone, Debug)]
pub struct Words {
    pub name: Box<str>,
    pub label: Box<str>,
    /// The source lists more words than it prints (等).
    pub open: bool,
    pub words: Vec<Box<str>>,
    pub place: Place,
}

#[derive(Clone, Debug)]
pub struct Table {
    pub name: Box<str>,
    pub label: Box<str>,
    pub key: TableKey,
    pub place: Place,
}

/// A table keyed by an enum gives a set of values; one keyed by text is a list of pairs.
#[derive(Clone, Debug)]
pub enum TableKey {
    /// One row per value of `from`, in their order; indexes of values of `to`.
    Enum {
        from: EnumId,
        to: EnumId,
        rows: Vec<Vec<u16>>,
    },
    Text {
        rows: Vec<(Box<str>, Vec<Box<str>>)>,
    },
}

#[derive(Clone, Debug)]
pub struct Template {
    pub name: Box<str>,
    pub label: Box<str>,
    pub parts: Vec<TemplatePart>,
    pub place: Place,
}

#[derive(Clone, Debug)]
pub enum TemplatePart {
    Fixed(Box<str>),
    Hole { name: Box<str>, label: Box<str> },
}

/// What every legal application satisfies.
#[derive(Clone, Debug)]
pub struct Invariant {
    pub name: Box<str>,
    pub label: Box<str>,
    pub list: Option<ListId>,
    pub value: Expr,
    pub place: Place,
}

impl Vocabulary {
    pub fn fact_by_path(&self, path: &str) -> Option<FactId> {
        let index = self.facts.iter().position(|fact| &*fact.path == path)?;
        u32::try_from(index).ok().map(FactId)
    }

    pub fn derived_by_path(&self, path: &str) -> Option<crate::model::DerivedId> {
        let index = self.derived.iter().position(|derived| &*derived.path == path)?;
        u32::try_from(index).ok().map(crate::model::DerivedId)
    }

    /// The enum whose values are the tracks: the type of `sponsor.track`.
    pub fn track_enum(&self) -> Option<EnumId> {
        let derived = self.derived_by_path("sponsor.track").map(|id| self.derived[id.index()].kind);
        let fact = || self.fact_by_path("sponsor.track").map(|id| self.facts[id.index()].kind);
        match derived.or_else(fact)? {
            Type::Enum(id) | Type::Set(id) => Some(id),
            Type::YesNo | Type::Int { .. } | Type::Date | Type::Text | Type::Phone => None,
        }
    }

    /// The tracks, in the order of the bits of [`Tracks`](crate::model::Tracks).
    pub fn tracks(&self) -> &[EnumValue] {
        self.track_enum().and_then(|id| self.enums.get(id.index())).map_or(&[], |of| &of.values)
    }

    pub fn table(&self, id: TableId) -> &Table {
        &self.tables[id.index()]
    }
}
