//! A Code Quality report of GitLab: a JSON array of issues, each with a fingerprint that tells it
//! from all others and stays when lines move.
//!
//! ```json
//! [{
//!   "description": "没有 `年令`", "check_name": "E0301", "fingerprint": "0123456789abcdef",
//!   "severity": "major",
//!   "location": { "path": "provinces/hubei.gj", "lines": { "begin": 3, "end": 3 } }
//! }]
//! ```

use serde::Serialize;

use crate::diagnostic::{Diagnostic, Severity};
use crate::report::places::Places;
use crate::report::words::explained;
use crate::report::{Options, fingerprints};
use crate::text::SourceFile;

#[derive(Debug, Serialize)]
struct Issue {
    description: String,
    check_name: &'static str,
    fingerprint: String,
    severity: &'static str,
    location: Location,
}

#[derive(Debug, Serialize)]
struct Location {
    path: String,
    lines: Lines,
}

#[derive(Debug, Serialize)]
struct Lines {
    begin: usize,
    end: usize,
}

pub fn render(files: &[SourceFile], diagnostics: &[Diagnostic], options: &Options) -> String {
    let places = Places::new(files);
    let fingerprints = fingerprints(files, diagnostics, options);
    let issues: Vec<Issue> =
        diagnostics.iter().zip(fingerprints).map(|(each, print)| issue(&places, each, print, options)).collect();
    crate::report::json::to_text(&issues)
}

fn issue(places: &Places, diagnostic: &Diagnostic, fingerprint: String, options: &Options) -> Issue {
    Issue {
        description: explained(diagnostic, options.language),
        check_name: diagnostic.code.code,
        fingerprint,
        severity: match diagnostic.severity() {
            Severity::Error => "major",
            Severity::Warning => "minor",
        },
        location: location(places, diagnostic, options),
    }
}

fn location(places: &Places, diagnostic: &Diagnostic, options: &Options) -> Location {
    let (file, span) = diagnostic.place();
    // GitLab drops an issue that names no file.
    let path = places.file(file).map_or_else(|| ".".to_owned(), |source| options.repository_path(source));
    let begin = places.position(file, span.start).line;
    Location { path, lines: Lines { begin, end: places.last_line(file, span) } }
}

#[cfg(test)]
mod tests {
    use crate::diagnostic::{Diagnostic, codes};
    use crate::report::{Format, Options, render};
    use crate::text::{FileId, SourceFile, Span};

    #[test]
    fn an_issue_says_where_and_how_bad() {
        let file = SourceFile::new("hubei.gj", "省份 {\n x\n}\n");
        let wrong = Diagnostic::new(codes::UNEXPECTED_TEXT, FileId(0), Span::new(7, 13), crate::say!("坏了", "bad"))
            .help(crate::say!("换一个", "another one"));
        let empty = Diagnostic::new(codes::EMPTY_FILE, FileId(0), Span::new(0, 6), crate::say!("空的", "empty"));
        let options = Options { folder: "./provinces/".into(), ..Options::default() };
        insta::assert_snapshot!(render(Format::Gitlab, &[file], &[wrong, empty], &options), @r##"
        [
          {
            "description": "坏了\n帮助: 换一个",
            "check_name": "E0201",
            "fingerprint": "60babccff907876a",
            "severity": "major",
            "location": {
              "path": "provinces/hubei.gj",
              "lines": {
                "begin": 1,
                "end": 3
              }
            }
          },
          {
            "description": "空的",
            "check_name": "W0105",
            "fingerprint": "a39ea7da5941637f",
            "severity": "minor",
            "location": {
              "path": "provinces/hubei.gj",
              "lines": {
                "begin": 1,
                "end": 1
              }
            }
          }
        ]
        "##);
        assert_eq!(render(Format::Gitlab, &[], &[], &options), "[]\n");
    }
}
