//! Baselines and scenarios: tests that policy maintainers write. Here they are only resolved.

use crate::model::{AttributeId, Expr, FactId, LayerId, ListId, MaterialId, Place, StatementRef};

#[derive(Clone, Debug)]
pub struct Scenario {
    pub is_baseline: bool,
    pub name: Box<str>,
    pub label: Box<str>,
    /// The layer whose file holds it, if any.
    pub layer: Option<LayerId>,
    pub steps: Box<[Step]>,
    pub expectations: Box<[Expected]>,
    pub cites: Box<[StatementRef]>,
    pub place: Place,
}

/// How the application is built, in order. `None` for a value is one that is left empty.
#[derive(Clone, Debug)]
pub enum Step {
    /// Begins with all steps of this baseline.
    Base(Box<str>),
    /// A fact of a list is set in every element that is there.
    Set(FactId, Option<Expr>),
    AddElement(ListId, Box<[(FactId, Option<Expr>)]>),
    /// Further attributes, if the material is there already.
    AddMaterial(MaterialId, Box<[(AttributeId, Option<Expr>)]>),
    /// The list is empty.
    EmptyList(ListId),
    RemoveMaterial(MaterialId),
    /// It is not supplied.
    Forget(Datum),
}

/// What is expected, and where that is written.
#[derive(Clone, Debug)]
pub struct Expected {
    pub what: Expectation,
    pub place: Place,
}

/// Something that an application may not say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Datum {
    Fact(FactId),
    List(ListId),
    Attribute(MaterialId, AttributeId),
}

#[derive(Clone, Debug)]
pub enum Expectation {
    /// Lowest and highest verdict: 0 pass, 1 correct, 2 refuse.
    Verdict(u8, u8),
    /// These are among the questions.
    Missing(Box<[Datum]>),
    /// These are among what is still to be provided.
    Materials(Box<[MaterialId]>),
    /// A rule's whole id and its finding: `violated`, `ok` or `unknown`.
    Finding(Box<str>, &'static str),
}
