//! One JSON document per run, for programs. Both languages are in it.
//!
//! ```json
//! {
//!   "format": 1,
//!   "errors": 1,
//!   "warnings": 0,
//!   "diagnostics": [{
//!     "code": "E0201", "name": "unexpected-text", "severity": "error",
//!     "fingerprint": "0123456789abcdef",
//!     "message": { "zh": "…", "en": "…" },
//!     "help": [{ "zh": "…", "en": "…" }],
//!     "labels": [{
//!       "file": "provinces/guangdong.gj",
//!       "bytes": { "start": 31, "end": 37 },
//!       "start": { "line": 3, "column": 1 }, "end": { "line": 3, "column": 3 },
//!       "message": { "zh": "", "en": "" }
//!     }],
//!     "fix": {
//!       "safety": "safe", "message": { "zh": "…", "en": "…" },
//!       "edits": [{
//!         "file": "provinces/guangdong.gj",
//!         "bytes": { "start": 31, "end": 37 },
//!         "start": { "line": 3, "column": 1 }, "end": { "line": 3, "column": 3 },
//!         "text": "…"
//!       }]
//!     }
//!   }]
//! }
//! ```
//!
//! The structs are the published schema, `docs/schema/report.schema.json`. `fix` is `null` where
//! there is none; `coverage` stands only in the report of `guanju check`. The first label is the place itself. Bytes count from 0 in the text without a byte order mark;
//! lines and columns count from 1, columns in Unicode scalar values; ends are exclusive.
//! New keys may come; `format` changes when a key goes or changes its meaning.

use schemars::JsonSchema;
use schemars::generate::SchemaSettings;
use serde::Serialize;

use crate::diagnostic::{self, Diagnostic};
use crate::report::places::{self, Places};
use crate::report::words::count;
use crate::report::{Options, fingerprints};
use crate::text::{FileId, SourceFile, Span};

/// The whole document; a command may add keys of its own beside these.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(title = "guanju report")]
pub struct Report<'a> {
    /// The version of this shape.
    format: u32,
    errors: usize,
    warnings: usize,
    diagnostics: Vec<Entry<'a>>,
    /// How far each source page is encoded; only in the report of `guanju check`.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Vec<Coverage<'a>>")]
    pub coverage: Option<Vec<Coverage<'a>>>,
}

/// One problem.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "Diagnostic")]
struct Entry<'a> {
    /// `E0301`; never given again to something else.
    code: &'static str,
    /// `unknown-name`.
    name: &'static str,
    severity: Severity,
    /// 16 hexadecimal digits: other than that of all other diagnostics, and the same when lines move.
    fingerprint: String,
    message: Message<'a>,
    /// What to write instead.
    help: Vec<Message<'a>>,
    /// Where; the first is the place itself, the others explain it.
    labels: Vec<Label<'a>>,
    /// What a program can do about it.
    fix: Option<Fix<'a>>,
}

#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
enum Severity {
    Error,
    Warning,
}

/// A text in both languages.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Message<'a> {
    pub zh: &'a str,
    pub en: &'a str,
}

/// A place with a few words on it.
#[derive(Debug, Serialize, JsonSchema)]
struct Label<'a> {
    #[serde(flatten)]
    place: Place,
    message: Message<'a>,
}

/// Some text of a file. Ends are exclusive.
#[derive(Debug, Serialize, JsonSchema)]
struct Place {
    /// The path, with `/` between its parts.
    file: String,
    bytes: Bytes,
    start: Position,
    end: Position,
}

/// From 0, in the text without a byte order mark.
#[derive(Debug, Serialize, JsonSchema)]
struct Bytes {
    start: u32,
    end: u32,
}

/// From 1; columns count Unicode scalar values.
#[derive(Debug, Serialize, JsonSchema)]
struct Position {
    line: usize,
    column: usize,
}

/// Edits that mend the problem; all of them are made or none.
#[derive(Debug, Serialize, JsonSchema)]
struct Fix<'a> {
    safety: Safety,
    /// What it does.
    message: Message<'a>,
    edits: Vec<Edit<'a>>,
}

/// `safe`: the rule table stays the same. `unsafe`: somebody has to look at it. `shown`: one of
/// several ways, never made by `--fix`.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
enum Safety {
    Safe,
    Unsafe,
    Shown,
}

/// What stands at this place is replaced by this text.
#[derive(Debug, Serialize, JsonSchema)]
struct Edit<'a> {
    #[serde(flatten)]
    place: Place,
    text: &'a str,
}

/// How many statements of a source page some rule cites.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Coverage<'a> {
    /// Id of the province, provider or nation whose source it is.
    pub layer: &'a str,
    /// Id of the source.
    pub source: &'a str,
    pub statements: usize,
    pub cited: usize,
    /// Ids of the statements that nothing cites.
    pub uncited: Vec<&'a str>,
}

pub fn render(files: &[SourceFile], diagnostics: &[Diagnostic], options: &Options) -> String {
    to_text(&report(files, diagnostics, options))
}

/// The document before it is written.
pub fn report<'a>(files: &[SourceFile], diagnostics: &'a [Diagnostic], options: &Options) -> Report<'a> {
    let places = Places::new(files);
    let (errors, warnings) = count(diagnostics);
    let fingerprints = fingerprints(files, diagnostics, options);
    let entries = diagnostics.iter().zip(fingerprints);
    let diagnostics = entries.map(|(each, fingerprint)| entry(&places, each, fingerprint, options)).collect();
    Report { format: 1, errors, warnings, diagnostics, coverage: None }
}

/// A document as text, with a line break at its end.
pub fn to_text(document: &impl Serialize) -> String {
    let mut text = serde_json::to_string_pretty(document)
        .expect("INVARIANT: report structs have text keys and no maps, which is all that can fail");
    text.push('\n');
    text
}

/// JSON Schema draft 2020-12 of [`Report`].
pub fn schema() -> String {
    to_text(&SchemaSettings::draft2020_12().for_serialize().into_generator().into_root_schema_for::<Report>())
}

fn entry<'a>(places: &Places, diagnostic: &'a Diagnostic, fingerprint: String, options: &Options) -> Entry<'a> {
    Entry {
        code: diagnostic.code.code,
        name: diagnostic.code.name,
        severity: match diagnostic.severity() {
            diagnostic::Severity::Error => Severity::Error,
            diagnostic::Severity::Warning => Severity::Warning,
        },
        fingerprint,
        message: message(&diagnostic.message),
        help: diagnostic.help.iter().map(message).collect(),
        labels: diagnostic.labels.iter().filter_map(|each| label(places, each, options)).collect(),
        fix: diagnostic.fix.as_deref().map(|each| fix(places, each, options)),
    }
}

fn label<'a>(places: &Places, label: &'a diagnostic::Label, options: &Options) -> Option<Label<'a>> {
    Some(Label { place: place(places, label.file, label.span, options)?, message: message(&label.message) })
}

fn fix<'a>(places: &Places, fix: &'a diagnostic::Fix, options: &Options) -> Fix<'a> {
    let edits = fix
        .edits
        .iter()
        .filter_map(|(file, edit)| Some(Edit { place: place(places, *file, edit.span, options)?, text: &edit.text }));
    Fix {
        safety: match fix.safety {
            diagnostic::Safety::Safe => Safety::Safe,
            diagnostic::Safety::Unsafe => Safety::Unsafe,
            diagnostic::Safety::Shown => Safety::Shown,
        },
        message: message(&fix.message),
        edits: edits.collect(),
    }
}

fn place(places: &Places, file: FileId, span: Span, options: &Options) -> Option<Place> {
    let source = places.file(file)?;
    let Span { start, end } = span;
    Some(Place {
        file: options.path(source),
        bytes: Bytes { start, end },
        start: position(places.position(file, start)),
        end: position(places.position(file, end)),
    })
}

fn position(position: places::Position) -> Position {
    Position { line: position.line, column: position.column }
}

fn message(message: &diagnostic::Message) -> Message<'_> {
    Message { zh: &message.chinese, en: &message.english }
}

#[cfg(test)]
mod tests {
    use crate::diagnostic::{Diagnostic, Fix, Safety, codes};
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
        .help(crate::say!("写 `省份`", "write `省份`"))
        .fix(Fix::new(Safety::Unsafe, crate::say!("补上", "complete")).replace(
            FileId(0),
            Span::new(10, 10),
            "份",
        ));
        let text = render(Format::Json, &[file], &[diagnostic], &Options::default());
        let document: serde_json::Value = serde_json::from_str(&text).unwrap();
        let expected = serde_json::json!({
            "format": 1, "errors": 1, "warnings": 0,
            "diagnostics": [{
                "code": "E0201", "name": "unexpected-text", "severity": "error",
                "fingerprint": "95a04081000765bd",
                "message": { "zh": "看不懂 `省`", "en": "cannot read `省`" },
                "help": [{ "zh": "写 `省份`", "en": "write `省份`" }],
                "labels": [{
                    "file": "a.gj",
                    "bytes": { "start": 7, "end": 10 },
                    "start": { "line": 2, "column": 1 }, "end": { "line": 2, "column": 2 },
                    "message": { "zh": "", "en": "" },
                }],
                "fix": {
                    "safety": "unsafe",
                    "message": { "zh": "补上", "en": "complete" },
                    "edits": [{
                        "file": "a.gj",
                        "bytes": { "start": 10, "end": 10 },
                        "start": { "line": 2, "column": 2 }, "end": { "line": 2, "column": 2 },
                        "text": "份",
                    }],
                },
            }],
        });
        assert_eq!(document, expected);
    }
}
