//! SARIF 2.1.0, for code scanning services and editors.
//!
//! One run with the codes that occur as its rules. Every fix is in it, however far it can be
//! trusted; `properties.safety` says how far. Texts are in the language of the report.
//!
//! Braces in messages are not doubled, though section 3.11.5 asks for it of every message: viewers
//! look for placeholders only in a message that has `arguments`. Ours have none, are shown as they
//! are, and doubled braces would be seen doubled.

mod document;
mod uri;

use std::collections::{BTreeMap, BTreeSet};

use crate::diagnostic::{Code, Diagnostic, Fix, Label, Language, Message, Safety, codes};
use crate::report::places::{Places, Range};
use crate::report::sarif::document as sarif;
use crate::report::words::{explained, severity_name, title};
use crate::report::{Options, fingerprints, json};
use crate::text::{Edit, FileId, SourceFile, Span};

/// Where the standard is published, with its errata.
const SCHEMA: &str = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

pub fn render(files: &[SourceFile], diagnostics: &[Diagnostic], options: &Options) -> String {
    let places = Places::new(files);
    let codes: BTreeMap<&str, Code> = diagnostics.iter().map(|each| (each.code.code, each.code)).collect();
    let fingerprints = fingerprints(files, diagnostics, options);
    let results = diagnostics.iter().zip(fingerprints).map(|(diagnostic, fingerprint)| {
        let rule_index = codes.range(..diagnostic.code.code).count();
        result(&places, diagnostic, rule_index, fingerprint, options)
    });
    let run = sarif::Run {
        tool: sarif::Tool { driver: driver(codes.values(), options) },
        language: options.language.pick("zh-CN", "en-US"),
        column_kind: "unicodeCodePoints",
        results: results.collect(),
    };
    json::to_text(&sarif::Log { schema: SCHEMA, version: "2.1.0", runs: vec![run] })
}

fn driver<'a>(codes: impl Iterator<Item = &'a Code>, options: &Options) -> sarif::Driver {
    sarif::Driver {
        name: "guanju",
        version: env!("CARGO_PKG_VERSION"),
        semantic_version: env!("CARGO_PKG_VERSION"),
        information_uri: Some(env!("CARGO_PKG_REPOSITORY")).filter(|address| !address.is_empty()),
        language: options.language.pick("zh-CN", "en-US"),
        rules: codes.map(|code| rule(*code, options)).collect(),
    }
}

fn rule(code: Code, options: &Options) -> sarif::Rule {
    let language = options.language;
    let text = codes::explanation(code, language);
    let first_paragraph = text.split("\n\n").next().unwrap_or_default().trim().to_owned();
    sarif::Rule {
        id: code.code,
        name: pascal_case(code.name),
        short_description: sarif::Text { text: title(code, language) },
        full_description: sarif::Text { text: first_paragraph },
        help_uri: options.links.as_ref().and_then(|links| links.public(code, language)),
        help: sarif::Help { text, markdown: codes::page_in(code, language) },
        default_configuration: sarif::Configuration { level: severity_name(code.severity) },
    }
}

/// `unknown-name`: `UnknownName`, as services expect it.
fn pascal_case(name: &str) -> String {
    let words = name.split('-').map(|word| {
        let (first, rest) = word.split_at_checked(1).unwrap_or((word, ""));
        format!("{}{rest}", first.to_ascii_uppercase())
    });
    words.collect()
}

fn result(
    places: &Places,
    diagnostic: &Diagnostic,
    rule_index: usize,
    fingerprint: String,
    options: &Options,
) -> sarif::Result {
    let mut locations =
        diagnostic.labels.iter().map(|label| location(places, label, options)).collect::<Vec<_>>().into_iter();
    sarif::Result {
        rule_id: diagnostic.code.code,
        rule_index,
        level: severity_name(diagnostic.severity()),
        message: text(&explained(diagnostic, options.language)),
        locations: locations.next().flatten().into_iter().collect(),
        related_locations: locations.flatten().collect(),
        partial_fingerprints: sarif::Fingerprints { version_1: fingerprint },
        fixes: diagnostic.fix.iter().filter_map(|each| fix(places, each, options)).collect(),
    }
}

fn location(places: &Places, label: &Label, options: &Options) -> Option<sarif::Location> {
    let words = label.message.in_language(options.language);
    Some(sarif::Location {
        physical_location: sarif::PhysicalLocation {
            artifact_location: artifact(places.file(label.file)?, options),
            region: region(places, label.file, label.span),
        },
        message: Some(words).filter(|words| !words.is_empty()).map(text),
    })
}

fn artifact(file: &SourceFile, options: &Options) -> sarif::ArtifactLocation {
    let uri = uri::of(&options.repository_path(file));
    let uri_base_id = if uri::is_absolute(&uri) { None } else { Some("%SRCROOT%") };
    sarif::ArtifactLocation { uri, uri_base_id }
}

fn region(places: &Places, file: FileId, span: Span) -> sarif::Region {
    let Range { start, end } = places.range(file, span);
    sarif::Region { start_line: start.line, start_column: start.column, end_line: end.line, end_column: end.column }
}

/// `None` for a fix that changes nothing by itself: a change must have a replacement.
fn fix(places: &Places, fix: &Fix, options: &Options) -> Option<sarif::Fix> {
    let files: BTreeSet<FileId> = fix.edits.iter().map(|(file, _)| *file).collect();
    let changes = files.into_iter().filter_map(|file| {
        let edits = fix.edits.iter().filter(|(other, _)| *other == file);
        Some(sarif::ArtifactChange {
            artifact_location: artifact(places.file(file)?, options),
            replacements: edits.map(|(_, edit)| replacement(places, file, edit)).collect(),
        })
    });
    let artifact_changes: Vec<_> = changes.collect();
    if artifact_changes.is_empty() {
        return None;
    }
    let (safety, how) = how_far(fix.safety, options.language);
    let description = text(&format!("{}{how}", fix.message.in_language(options.language)));
    Some(sarif::Fix { description, artifact_changes, properties: sarif::FixProperties { safety } })
}

fn replacement(places: &Places, file: FileId, edit: &Edit) -> sarif::Replacement {
    sarif::Replacement {
        deleted_region: region(places, file, edit.span),
        inserted_content: sarif::Text { text: edit.text.clone() },
    }
}

/// How far to trust a fix, for programs and for people.
fn how_far(safety: Safety, language: Language) -> (&'static str, String) {
    let (name, words) = match safety {
        Safety::Safe => ("safe", Message::new("（规则表不变）", " (the rule table stays the same)")),
        Safety::Unsafe => ("unsafe", Message::new("（改后要看）", " (look at it afterwards)")),
        Safety::Shown => ("shown", Message::new("（几种改法之一）", " (one of several ways)")),
    };
    (name, words.in_language(language).to_owned())
}

/// A message. `[a](b)` would be a link in it, section 3.11.6.
fn text(text: &str) -> sarif::Text {
    let is_like_a_link = text.contains("](");
    sarif::Text { text: if is_like_a_link { text.replace('[', "\\[").replace(']', "\\]") } else { text.to_owned() } }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::{Format, Links, render};
    use serde_json::Value;

    /// The one result about the first `wrong` in the text, which is replaced by `right`.
    fn check(text: &str, wrong: &str, right: &str, options: &Options) -> Value {
        let start = text.find(wrong).expect("the text has the part");
        let span = Span::new(start, start + wrong.len());
        let found = Diagnostic::new(codes::UNEXPECTED_TEXT, FileId(0), span, crate::say!("坏的 [a](1)", "bad [a](1)"))
            .here(crate::say!("这里", "here"))
            .also(FileId(1), Span::new(0, 3), crate::say!("先写在这里", "first written here"))
            .help(crate::say!("换一个写法", "write something else"))
            .fix(Fix::new(Safety::Shown, crate::say!("改写", "write it")).replace(FileId(0), span, right));
        let files = [SourceFile::new("湖 北.gj", text), SourceFile::new("b#.gj", "省\n")];
        let log: Value = serde_json::from_str(&render(Format::Sarif, &files, &[found], options)).unwrap();
        log["runs"][0].clone()
    }

    #[test]
    fn braces_are_not_doubled() {
        assert_eq!(text("少了 `}`，见 {0}").text, "少了 `}`，见 {0}");
    }

    #[test]
    fn a_result_has_places_a_fingerprint_and_a_fix() {
        let run = check("省份\n 𠮷 x\n", "x", "y", &Options { folder: "provinces/".into(), ..Options::default() });
        insta::assert_snapshot!(json::to_text(&run["results"]), @r##"
        [
          {
            "fixes": [
              {
                "artifactChanges": [
                  {
                    "artifactLocation": {
                      "uri": "provinces/%E6%B9%96%20%E5%8C%97.gj",
                      "uriBaseId": "%SRCROOT%"
                    },
                    "replacements": [
                      {
                        "deletedRegion": {
                          "endColumn": 5,
                          "endLine": 2,
                          "startColumn": 4,
                          "startLine": 2
                        },
                        "insertedContent": {
                          "text": "y"
                        }
                      }
                    ]
                  }
                ],
                "description": {
                  "text": "改写（几种改法之一）"
                },
                "properties": {
                  "safety": "shown"
                }
              }
            ],
            "level": "error",
            "locations": [
              {
                "message": {
                  "text": "这里"
                },
                "physicalLocation": {
                  "artifactLocation": {
                    "uri": "provinces/%E6%B9%96%20%E5%8C%97.gj",
                    "uriBaseId": "%SRCROOT%"
                  },
                  "region": {
                    "endColumn": 5,
                    "endLine": 2,
                    "startColumn": 4,
                    "startLine": 2
                  }
                }
              }
            ],
            "message": {
              "text": "坏的 \\[a\\](1)\n帮助: 换一个写法"
            },
            "partialFingerprints": {
              "guanju/v1": "cf80b64b764c20b6"
            },
            "relatedLocations": [
              {
                "message": {
                  "text": "先写在这里"
                },
                "physicalLocation": {
                  "artifactLocation": {
                    "uri": "provinces/b%23.gj",
                    "uriBaseId": "%SRCROOT%"
                  },
                  "region": {
                    "endColumn": 2,
                    "endLine": 1,
                    "startColumn": 1,
                    "startLine": 1
                  }
                }
              }
            ],
            "ruleId": "E0201",
            "ruleIndex": 0
          }
        ]
        "##);
    }

    #[test]
    fn a_rule_brings_its_page() {
        let links = Some(Links::Template("https://example.org/{code}".into()));
        let run = check("x", "x", "", &Options { language: Language::English, links, ..Options::default() });
        let rule = &run["tool"]["driver"]["rules"][0];
        assert_eq!((&rule["id"], &rule["name"]), (&"E0201".into(), &"UnexpectedText".into()));
        assert_eq!(rule["shortDescription"]["text"], "unexpected text");
        assert_eq!(rule["helpUri"], "https://example.org/E0201");
        assert!(rule["help"]["markdown"].as_str().is_some_and(|page| page.contains("```gj")), "{rule}");
    }

    #[test]
    fn a_folder_of_this_machine_is_no_address_for_others() {
        let links = Some(Links::Folder("file:///docs".into()));
        let run = check("x", "x", "", &Options { links, ..Options::default() });
        assert!(!run.to_string().contains("file:"), "{run}");
    }
}
