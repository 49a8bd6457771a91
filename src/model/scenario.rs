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
    pub expectations: Box<[Expectation]>,
    pub cites: Box<[StatementRef]>,
    pub place: Place,
}

/// How the application is built, in order.
#[derive(Clone, Debug)]
pub enum Step {
    /// Begins with all steps of this baseline.
    Base(Box<str>),
    Set(FactId, Expr),
    AddElement(ListId, Box<[(FactId, Expr)]>),
    AddMaterial(MaterialId, Box<[(AttributeId, Expr)]>),
    Forget(FactId),
}

#[derive(Clone, Debug)]
pub enum Expectation {
    /// Lowest and highest verdict: 0 pass, 1 correct, 2 refuse.
    Verdict(u8, u8),
    Missing(Box<[FactId]>),
    Materials(Box<[MaterialId]>),
    /// A rule's whole id and its finding: `violated`, `ok` or `unknown`.
    Finding(Box<str>, &'static str),
}
