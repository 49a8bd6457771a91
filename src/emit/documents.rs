//! The documents for people.

use crate::diagnostic::Language;
use crate::model::Program;

/// One page.
#[derive(Clone, Debug, PartialEq)]
pub struct Document {
    /// Relative to the output folder, with `/`.
    pub path: String,
    pub text: String,
}

/// All pages in these languages.
pub fn documents(_program: &Program, _languages: &[Language]) -> Vec<Document> {
    Vec::new()
}
