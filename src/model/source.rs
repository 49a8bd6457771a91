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
    pub statements: Box<[Statement]>,
    pub place: Place,
}

#[derive(Clone, Debug)]
pub struct Statement {
    /// The id, then the text: there are as many statements in memory as rules.
    words: Box<str>,
    id_length: u32,
    pub check: Check,
    pub place: Place,
}

impl Statement {
    pub fn new(id: &str, check: Check, text: &str, place: Place) -> Statement {
        let id_length = u32::try_from(id.len()).unwrap_or(0);
        Statement { words: [id, text].concat().into(), id_length, check, place }
    }

    pub fn id(&self) -> &str {
        &self.words[..self.id_length as usize]
    }

    pub fn text(&self) -> &str {
        &self.words[self.id_length as usize..]
    }
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
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct StatementRef {
    pub source: SourceId,
    pub statement: u32,
}
