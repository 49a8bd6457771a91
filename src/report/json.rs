//! One JSON document per run, for programs. Both languages are in it.
//!
//! ```json
//! {
//!   "format": 1,
//!   "errors": 1,
//!   "warnings": 0,
//!   "diagnostics": [{
//!     "code": "E0201", "name": "unexpected-text", "severity": "error",
//!     "message": { "zh": "…", "en": "…" },
//!     "help": [{ "zh": "…", "en": "…" }],
//!     "labels": [{
//!       "file": "provinces/guangdong.gj",
//!       "bytes": { "start": 31, "end": 37 },
//!       "start": { "line": 3, "column": 1 }, "end": { "line": 3, "column": 3 },
//!       "message": { "zh": "", "en": "" }
//!     }]
//!   }]
//! }
//! ```
//!
//! The first label is the place itself. Bytes count from 0 in the text without a byte order mark;
//! lines and columns count from 1, columns in Unicode scalar values; ends are exclusive.
//! New keys may come; `format` changes when a key goes or changes its meaning.

use serde::Serialize;

use crate::diagnostic::{self, Diagnostic, Severity};
use crate::report::Options;
use crate::report::places::Places;
use crate::report::words::count;
use crate::text::{SourceFile, Span};

/// The whole document; a command may add keys of its own beside these.
#[derive(Debug, Serialize)]
pub struct Report<'a> {
    format: u32,
    errors: usize,
    warnings: usize,
    diagnostics: Vec<Entry<'a>>,
}

#[derive(Debug, Serialize)]
struct Entry<'a> {
    code: &'static str,
    name: &'static str,
    severity: &'static str,
    message: Message<'a>,
    help: Vec<Message<'a>>,
    labels: Vec<Label<'a>>,
}

/// A text in both languages.
#[derive(Debug, Serialize)]
pub struct Message<'a> {
    pub zh: &'a str,
    pub en: &'a str,
}

#[derive(Debug, Serialize)]
struct Label<'a> {
    file: String,
    bytes: Bytes,
    start: Position,
    end: Position,
    message: Message<'a>,
}

#[derive(Debug, Serialize)]
struct Bytes {
    start: u32,
    end: u32,
}

#[derive(Debug, Serialize)]
struct Position {
    line: usize,
    column: usize,
}

pub fn render(files: &[SourceFile], diagnostics: &[Diagnostic], options: &Options) -> String {
    to_text(&report(files, diagnostics, options))
}

/// The document before it is written.
pub fn report<'a>(files: &[SourceFile], diagnostics: &'a [Diagnostic], options: &Options) -> Report<'a> {
    let places = Places::new(files);
    let (errors, warnings) = count(diagnostics);
    let diagnostics = diagnostics.iter().map(|diagnostic| entry(&places, diagnostic, options)).collect();
    Report { format: 1, errors, warnings, diagnostics }
}

/// A document as text, with a line break at its end.
pub fn to_text(document: &impl Serialize) -> String {
    let mut text = serde_json::to_string_pretty(document)
        .expect("INVARIANT: report structs have text keys and no maps, which is all that can fail");
    text.push('\n');
    text
}

fn entry<'a>(places: &Places, diagnostic: &'a Diagnostic, options: &Options) -> Entry<'a> {
    Entry {
        code: diagnostic.code.code,
        name: diagnostic.code.name,
        severity: match diagnostic.severity() {
            Severity::Error => "error",
            Severity::Warning => "warning",
        },
        message: message(&diagnostic.message),
        help: diagnostic.help.iter().map(message).collect(),
        labels: diagnostic.labels.iter().filter_map(|each| label(places, each, options)).collect(),
    }
}

fn label<'a>(places: &Places, label: &'a diagnostic::Label, options: &Options) -> Option<Label<'a>> {
    let file = places.file(label.file)?;
    let Span { start, end } = label.span;
    Some(Label {
        file: options.path(file),
        bytes: Bytes { start, end },
        start: position(places, label, start),
        end: position(places, label, end),
        message: message(&label.message),
    })
}

fn position(places: &Places, label: &diagnostic::Label, offset: u32) -> Position {
    let position = places.position(label.file, offset);
    Position { line: position.line, column: position.column }
}

fn message(message: &diagnostic::Message) -> Message<'_> {
    Message { zh: &message.chinese, en: &message.english }
}

#[cfg(test)]
mod tests {
    use crate::diagnostic::{Diagnostic, codes};
    use crate::report::{Format, Options, render};
    use crate::text::{FileId, SourceFile, Span};

    #[test]
    fn a_program_finds_the_place_in_bytes_and_in_lines() {
        let file = SourceFile::new("a.gj", "省份\n省 x\n");
        let diagnostic = Diagnostic::new(
            codes::UNEXPECTED_TEXT,
            FileId(0),
            Span::new(7, 10),
            crate::say!("看不懂 `省`", "cannot read `省`"),
        )
        .help(crate::say!("写 `省份`", "write `省份`"));
        let text = render(Format::Json, &[file], &[diagnostic], &Options::default());
        let document: serde_json::Value = serde_json::from_str(&text).unwrap();
        let expected = serde_json::json!({
            "format": 1, "errors": 1, "warnings": 0,
            "diagnostics": [{
                "code": "E0201", "name": "unexpected-text", "severity": "error",
                "message": { "zh": "看不懂 `省`", "en": "cannot read `省`" },
                "help": [{ "zh": "写 `省份`", "en": "write `省份`" }],
                "labels": [{
                    "file": "a.gj",
                    "bytes": { "start": 7, "end": 10 },
                    "start": { "line": 2, "column": 1 }, "end": { "line": 2, "column": 2 },
                    "message": { "zh": "", "en": "" },
                }],
            }],
        });
        assert_eq!(document, expected);
    }
}
