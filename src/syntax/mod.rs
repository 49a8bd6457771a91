//! From text to a tree of what is written.
//!
//! Architecture Invariant: nothing here knows what a name means, and no text fails to parse: the
//! tree holds what could be read, the diagnostics the rest.

pub mod ast;
mod comments;
pub mod declarations;
mod grammar;
pub mod keywords;
mod lower;
mod nesting;
mod recover;
pub mod references;
pub mod words;

pub use grammar::{bare_parse, is_path};
pub use lower::concrete::{CITES, Columns, Concrete, Part, Parts, Shape, Written};
pub use nesting::{DEEPEST, comment_of};

use crate::diagnostic::Diagnostic;
use crate::text::FileId;

/// What is written, down to every word; `None` for a text with a part that cannot be read.
pub fn concrete(text: &str) -> Option<Written> {
    match nesting::check_nesting(FileId::default(), text) {
        Some(_) => None,
        None => lower::concrete::concrete(text),
    }
}

/// Parses one file.
pub fn parse(file: FileId, text: &str) -> (ast::File, Vec<Diagnostic>) {
    let (mended, mut diagnostics) = comments::mend_comments(file, text);
    let text = mended.as_deref().unwrap_or(text);
    if let Some(diagnostic) = nesting::check_nesting(file, text) {
        return (ast::File::default(), vec![diagnostic]);
    }
    let (tree, mut found) = lower::lower_file(file, text);
    diagnostics.append(&mut found);
    (tree, diagnostics)
}
