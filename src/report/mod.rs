//! How diagnostics look: for a person, for programs, and for the services that run checks.
//!
//! Nothing is written anywhere here; a report is a text. A format is one file with structs of its own.
//!
//! ```
//! use guanju::report::{Format, Options, render};
//! let text = render(Format::Human, &[], &[], &Options::default());
//! assert_eq!(text, "没有发现问题\n");
//! ```

mod concise;
mod excerpt;
mod fingerprint;
mod github;
mod gitlab;
mod human;
pub mod json;
mod junit;
mod links;
mod places;
mod sarif;
mod statistics;
mod words;

pub use fingerprint::fingerprints;
pub use github::step_summary;
pub use links::Links;
pub use statistics::statistics;
pub use words::{help_word, severity_word, visible};

use crate::diagnostic::{Diagnostic, Language};
use crate::text::SourceFile;

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Format {
    /// Excerpts with carets.
    #[default]
    Human,
    /// One line each.
    Concise,
    /// Everything, for programs.
    Json,
    /// SARIF 2.1.0, for code scanning and editors.
    Sarif,
    /// Workflow commands of GitHub Actions.
    Github,
    /// A Code Quality report of GitLab.
    Gitlab,
    /// JUnit XML, which every build server shows.
    Junit,
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
    /// Where the page of a code can be opened.
    pub links: Option<Links>,
}

impl Options {
    /// The path of a file as it is shown.
    pub fn path(&self, file: &SourceFile) -> String {
        if file.is_beside { file.path.clone() } else { format!("{}{}", self.folder, file.path) }
    }

    /// The path as services know it, which compare it with those of the repository: without `./` at
    /// its start, and with `/` between its parts on every platform.
    fn repository_path(&self, file: &SourceFile) -> String {
        let path = self.path(file).replace(std::path::MAIN_SEPARATOR, "/");
        path.strip_prefix("./").map_or_else(|| path.clone(), str::to_owned)
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
        Format::Concise | Format::Json | Format::Sarif | Format::Github | Format::Gitlab | Format::Junit => {
            render(format, files, diagnostics, options)
        }
    }
}

/// All diagnostics in the order in which they are given.
pub fn render(format: Format, files: &[SourceFile], diagnostics: &[Diagnostic], options: &Options) -> String {
    match format {
        Format::Human => human::render(files, diagnostics, options),
        Format::Concise => concise::render(files, diagnostics, options),
        Format::Json => json::render(files, diagnostics, options),
        Format::Sarif => sarif::render(files, diagnostics, options),
        Format::Github => github::render(files, diagnostics, options),
        Format::Gitlab => gitlab::render(files, diagnostics, options),
        Format::Junit => junit::render(files, diagnostics, options),
    }
}
