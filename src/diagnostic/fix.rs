//! What a program can do about a diagnostic, and how far to trust it.

use crate::diagnostic::Message;
use crate::text::{Edit, FileId, Span};

/// Edits that mend one problem; all of them are made or none.
#[derive(Clone, Debug, PartialEq)]
pub struct Fix {
    /// What it does: `改成 `>``.
    pub message: Message,
    pub safety: Safety,
    pub edits: Vec<(FileId, Edit)>,
}

/// How far to trust a fix.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Safety {
    /// The rule table stays the same, or there was none because of the problem.
    Safe,
    /// What the rules mean may change; somebody has to look at it.
    Unsafe,
    /// One of several ways; it is shown and never made.
    Shown,
}

impl Fix {
    pub fn new(safety: Safety, message: Message) -> Fix {
        Fix { message, safety, edits: Vec::new() }
    }

    /// Also writes this text at this place.
    pub fn replace(mut self, file: FileId, span: Span, text: impl Into<String>) -> Fix {
        self.edits.push((file, Edit::new(span, text)));
        self
    }
}
