//! Pages at a version, and what they state.

use crate::model::{LayerId, Place, SourceId};
use crate::text::Date;

#[derive(Clone, Debug)]
pub struct Source {
    pub name: Box<str>,
    pub label: Box<str>,
    /// The layer whose file holds it.
    pub layer: LayerId,
    /// Property keyword (English) and text: repository, path, commit, website.
    pub properties: Vec<(&'static str, Box<str>)>,
    pub read: Option<Date>,
    pub statements: Vec<Statement>,
    pub place: Place,
}

#[derive(Clone, Debug)]
pub struct Statement {
    pub id: Box<str>,
    pub check: Check,
    pub text: Box<str>,
    pub place: Place,
}

/// Whether something can be decided about a statement.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Check {
    /// From the form, look-ups and probes.
    Decidable,
    /// With a reviewer's finding.
    Attested,
    /// Nothing to decide.
    Prose,
}

/// A statement of a source.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct StatementRef {
    pub source: SourceId,
    pub statement: u32,
}
