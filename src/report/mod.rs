//! How diagnostics look: for a person, one per line, or as JSON.
//!
//! Nothing is written anywhere here; a report is a text.
//!
//! ```
//! use guanju::report::{Format, Options, render};
//! let text = render(Format::Human, &[], &[], &Options::default());
//! assert_eq!(text, "没有发现问题\n");
//! ```

mod concise;
mod excerpt;
mod fingerprint;
mod human;
pub mod json;
mod places;
mod words;

pub use fingerprint::fingerprints;
pub use words::{help_word, severity_word, visible};

use crate::diagnostic::{Diagnostic, Language};
use crate::text::SourceFile;

/// The three looks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Format {
    #[default]
    Human,
    Concise,
    Json,
}

#[derive(Clone, Debug, Default)]
pub struct Options {
    pub language: Language,
    /// With ANSI colours; only the human format has any.
    pub color: bool,
    /// Borders and carets of ASCII characters only; what people wrote stays as it is.
    pub ascii: bool,
    /// Stands before every path, so that a path can be opened from where the command was called.
    pub folder: String,
}

impl Options {
    /// The path of a file as it is shown.
    pub fn path(&self, file: &SourceFile) -> String {
        if file.is_beside { file.path.clone() } else { format!("{}{}", self.folder, file.path) }
    }
}

/// The same, without the count of errors that a whole run ends with.
pub fn render_without_summary(
    format: Format,
    files: &[SourceFile],
    diagnostics: &[Diagnostic],
    options: &Options,
) -> String {
    match format {
        Format::Human => human::render_each(files, diagnostics, options),
        Format::Concise | Format::Json => render(format, files, diagnostics, options),
    }
}

/// All diagnostics in the order in which they are given.
pub fn render(format: Format, files: &[SourceFile], diagnostics: &[Diagnostic], options: &Options) -> String {
    match format {
        Format::Human => human::render(files, diagnostics, options),
        Format::Concise => concise::render(files, diagnostics, options),
        Format::Json => json::render(files, diagnostics, options),
    }
}
