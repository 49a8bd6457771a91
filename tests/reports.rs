//! The reports of one broken file in every format, read back by strict structs: what the formats
//! demand, and that all of them speak of the same places.

use std::collections::BTreeSet;

use guanju::diagnostic::{Diagnostic, Language};
use guanju::report::{Format, Options, fingerprints, json, render, step_summary};
use guanju::session::{Session, check};
use guanju::text::{LineIndex, SourceFile, Span};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::common::input;
use crate::lints::settings;

/// Characters of two, three and four bytes stand before the mistakes, and an exception has expired,
/// which has a fix.
const BROKEN: &str = "省份 湖北 代码 CN-HB\n\n适用于 单位备案 {\n  # 忽略[W0602] 至 2026-01-31：等𠮷林\n  \
                      规则 seal \"é𠮷 须有 100% 公章\" {\n    /* 𠮷 */ 要求 没有, <这个> }\n}\n规则 {\n";

fn broken() -> Session {
    check(vec![input("各省/湖 北.gj", BROKEN)], 2, &settings(), None)
}

fn options() -> Options {
    Options { folder: "rules/".into(), ..Options::default() }
}

fn report(session: &Session, format: Format) -> String {
    render(format, &session.files, &session.diagnostics, &options())
}

fn file(session: &Session) -> &SourceFile {
    session.files.iter().find(|file| file.path == "各省/湖 北.gj").expect("the file is in the session")
}

/// The diagnostics about the broken file.
fn own(session: &Session) -> Vec<&Diagnostic> {
    let is_own = |found: &&Diagnostic| session.files[found.place().0.0 as usize].path == file(session).path;
    session.diagnostics.iter().filter(is_own).collect()
}

fn read<T: DeserializeOwned>(text: &str) -> T {
    serde_json::from_str(text).unwrap_or_else(|error| panic!("{error}\n{text}"))
}

/// The text between two places that count characters from 1.
fn between(text: &str, start: (usize, usize), end: (usize, usize)) -> &str {
    let index = LineIndex::new(text);
    let offset = |(line, column): (usize, usize)| {
        let start = index.start(line) as usize;
        start + text[start..].chars().take(column - 1).map(char::len_utf8).sum::<usize>()
    };
    Span::new(offset(start), offset(end)).of(text)
}

#[test]
fn the_example_has_what_a_report_may_meet() {
    let session = broken();
    let found = own(&session);
    assert!(found.iter().any(|each| each.fix.is_some()), "{found:#?}");
    assert!(found.iter().any(|each| each.severity() == guanju::diagnostic::Severity::Error), "{found:#?}");
    assert!(found.iter().any(|each| each.severity() == guanju::diagnostic::Severity::Warning), "{found:#?}");
    assert!(found.len() == session.diagnostics.len() && found.len() > 3, "{found:#?}");
}

#[test]
fn json_is_as_its_schema_says() {
    let session = broken();
    let schema: Value = read(&json::schema());
    let validator = jsonschema::validator_for(&schema).expect("the schema is a schema");
    let mut document: Value = read(&report(&session, Format::Json));
    assert!(validator.is_valid(&document), "{:?}", validator.iter_errors(&document).collect::<Vec<_>>());
    for (name, keys) in [("Diagnostic", 8), ("Fix", 3), ("Edit", 5), ("Label", 5), ("Coverage", 5)] {
        let properties = schema["$defs"][name]["properties"].as_object().map(serde_json::Map::len);
        assert_eq!(properties, Some(keys), "{name} in {schema:#}");
    }

    document["coverage"] =
        serde_json::json!([{ "layer": "hubei", "source": "hubei", "statements": 2, "cited": 1, "uncited": ["e-02"] }]);
    assert!(validator.is_valid(&document));
    document["coverage"][0]["cited"] = "1".into();
    assert!(!validator.is_valid(&document), "the coverage is not checked");

    let fixes = document["diagnostics"].as_array().into_iter().flatten().filter(|found| !found["fix"].is_null());
    let edits: Vec<Value> =
        fixes.flat_map(|found| found["fix"]["edits"].as_array().cloned().unwrap_or_default()).collect();
    assert!(!edits.is_empty());
    for edit in edits {
        let number = |part: &str, key: &str| usize::try_from(edit[part][key].as_u64().unwrap()).unwrap();
        let place = |part: &str| (number(part, "line"), number(part, "column"));
        let bytes = Span::new(number("bytes", "start"), number("bytes", "end"));
        assert_eq!(between(BROKEN, place("start"), place("end")), bytes.of(BROKEN));
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Log {
    #[serde(rename = "$schema")]
    schema: String,
    version: String,
    runs: Vec<Run>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
struct Run {
    tool: Tool,
    language: String,
    column_kind: String,
    results: Vec<Finding>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Tool {
    driver: Driver,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
struct Driver {
    name: String,
    version: String,
    semantic_version: String,
    language: String,
    rules: Vec<Rule>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
struct Rule {
    id: String,
    name: String,
    short_description: Text,
    full_description: Text,
    help: Help,
    default_configuration: Configuration,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Text {
    text: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Help {
    text: String,
    markdown: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Configuration {
    level: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
struct Finding {
    rule_id: String,
    rule_index: usize,
    level: String,
    message: Text,
    locations: Vec<Location>,
    #[serde(default)]
    related_locations: Vec<Location>,
    partial_fingerprints: Fingerprints,
    #[serde(default)]
    fixes: Vec<Fix>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Fingerprints {
    #[serde(rename = "guanju/v1")]
    version_1: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
struct Location {
    physical_location: PhysicalLocation,
    message: Option<Text>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
struct PhysicalLocation {
    artifact_location: ArtifactLocation,
    region: Region,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
struct ArtifactLocation {
    uri: String,
    uri_base_id: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
struct Region {
    start_line: usize,
    start_column: usize,
    end_line: usize,
    end_column: usize,
}

impl Region {
    /// The text of the broken file that is meant.
    fn text(&self) -> &'static str {
        assert!(self.start_line >= 1 && self.start_column >= 1);
        let (start, end) = ((self.start_line, self.start_column), (self.end_line, self.end_column));
        assert!(start <= end);
        between(BROKEN, start, end)
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
struct Fix {
    description: Text,
    artifact_changes: Vec<Change>,
    properties: FixProperties,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FixProperties {
    safety: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
struct Change {
    artifact_location: ArtifactLocation,
    replacements: Vec<Replacement>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
struct Replacement {
    deleted_region: Region,
    inserted_content: Text,
}

const ADDRESS: &str = "rules/%E5%90%84%E7%9C%81/%E6%B9%96%20%E5%8C%97.gj";

#[test]
fn sarif_holds_one_run_with_its_rules() {
    let session = broken();
    let log: Log = read(&report(&session, Format::Sarif));
    assert!(log.schema.ends_with("/sarif-schema-2.1.0.json") && log.version == "2.1.0");
    let [run] = log.runs.as_slice() else { panic!("{} runs", log.runs.len()) };
    assert_eq!((run.column_kind.as_str(), run.language.as_str()), ("unicodeCodePoints", "zh-CN"));
    let driver = &run.tool.driver;
    assert_eq!((driver.name.as_str(), driver.version.as_str()), ("guanju", env!("CARGO_PKG_VERSION")));
    assert_eq!((&driver.semantic_version, &driver.language), (&driver.version, &run.language));

    let codes: BTreeSet<&str> = session.diagnostics.iter().map(|found| found.code.code).collect();
    assert_eq!(
        driver.rules.iter().map(|rule| rule.id.as_str()).collect::<Vec<_>>(),
        codes.into_iter().collect::<Vec<_>>()
    );
    for rule in &driver.rules {
        assert!(rule.name.starts_with(|letter: char| letter.is_ascii_uppercase()), "{}", rule.name);
        assert!(!rule.short_description.text.is_empty() && !rule.full_description.text.is_empty(), "{}", rule.id);
        // GitHub cuts what is longer.
        assert!(rule.full_description.text.chars().count() <= 1024, "{}", rule.id);
        assert!(!rule.help.text.is_empty() && !rule.help.markdown.is_empty(), "{}", rule.id);
        assert!(["error", "warning"].contains(&rule.default_configuration.level.as_str()));
    }
}

#[test]
fn sarif_points_at_the_places_that_are_meant() {
    let session = broken();
    let log: Log = read(&report(&session, Format::Sarif));
    let run = &log.runs[0];
    let prints = fingerprints(&session.files, &session.diagnostics, &options());
    assert_eq!(run.results.len(), session.diagnostics.len());
    for ((result, found), print) in run.results.iter().zip(&session.diagnostics).zip(prints) {
        assert_eq!(result.rule_id, found.code.code);
        assert_eq!(run.tool.driver.rules[result.rule_index].id, result.rule_id);
        assert!(["error", "warning"].contains(&result.level.as_str()));
        assert!(result.message.text.contains(&found.message.chinese));
        assert_eq!(result.partial_fingerprints.version_1, print);
        let places = result.locations.iter().chain(&result.related_locations);
        assert_eq!((result.locations.len(), places.clone().count()), (1, found.labels.len()));
        for (place, label) in places.zip(&found.labels) {
            assert_eq!(place.physical_location.artifact_location.uri, ADDRESS);
            assert_eq!(place.physical_location.artifact_location.uri_base_id, "%SRCROOT%");
            assert_eq!(place.physical_location.region.text(), label.span.of(BROKEN));
            assert_eq!(place.message.as_ref().map_or("", |message| &message.text), label.message.chinese);
        }
        let fixes: Vec<_> = found.fix.iter().collect();
        assert_eq!(result.fixes.len(), fixes.len());
        for (fix, meant) in result.fixes.iter().zip(fixes) {
            assert!(fix.description.text.starts_with(&meant.message.chinese));
            assert_eq!(fix.properties.safety, "safe");
            let [change] = fix.artifact_changes.as_slice() else { panic!("one file is changed") };
            assert_eq!(change.artifact_location.uri, ADDRESS);
            assert_eq!(change.replacements.len(), meant.edits.len());
            for (replacement, (_, edit)) in change.replacements.iter().zip(&meant.edits) {
                assert_eq!(replacement.deleted_region.text(), edit.span.of(BROKEN));
                assert_eq!(replacement.inserted_content.text, edit.text);
            }
        }
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Issue {
    description: String,
    check_name: String,
    fingerprint: String,
    severity: String,
    location: IssueLocation,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct IssueLocation {
    path: String,
    lines: Lines,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Lines {
    begin: usize,
    end: usize,
}

#[test]
fn gitlab_gets_issues_that_can_be_told_apart() {
    let session = broken();
    let issues: Vec<Issue> = read(&report(&session, Format::Gitlab));
    assert_eq!(issues.len(), session.diagnostics.len());
    let prints: BTreeSet<&str> = issues.iter().map(|issue| issue.fingerprint.as_str()).collect();
    assert_eq!(prints.len(), issues.len());
    for (issue, found) in issues.iter().zip(&session.diagnostics) {
        assert!(issue.description.starts_with(&found.message.chinese));
        assert_eq!((issue.check_name.as_str(), issue.location.path.as_str()), (found.code.code, "rules/各省/湖 北.gj"));
        assert!(["major", "minor"].contains(&issue.severity.as_str()));
        let (first, last) = LineIndex::new(BROKEN).lines(found.place().1);
        assert_eq!((issue.location.lines.begin, issue.location.lines.end), (first, last));
    }
}

#[test]
fn github_gets_a_command_per_line() {
    let session = broken();
    let text = report(&session, Format::Github);
    assert_eq!(text.lines().count(), session.diagnostics.len(), "{text}");
    let is_error = |line: &str| line.starts_with("::error ");
    assert!(text.lines().is_sorted_by_key(|line| !is_error(line)), "errors come first: {text}");
    for line in text.lines() {
        let command =
            line.strip_prefix("::error ").or_else(|| line.strip_prefix("::warning ")).expect("it is a command");
        let (properties, message) = command.split_once("::").expect("a message follows");
        let names: Vec<&str> =
            properties.split(',').map(|pair| pair.split_once('=').expect("it has a value").0).collect();
        let whole = ["file", "line", "endLine", "col", "endColumn", "title"];
        assert!(names == whole || names == ["file", "line", "endLine", "title"], "{names:?}");
        assert!(properties.starts_with("file=rules/各省/湖 北.gj,"), "{properties}");
        let is_escaped = |rest: &str| ["25", "0D", "0A"].iter().any(|code| rest.starts_with(code));
        assert!(!message.is_empty() && message.split('%').skip(1).all(is_escaped), "{message}");
    }
    let summary = step_summary(&session.files, &session.diagnostics, &options());
    let rows = summary.lines().filter(|line| line.starts_with("| 错误 |") || line.starts_with("| 警告 |")).count();
    assert_eq!(rows, session.diagnostics.len(), "{summary}");
}

#[test]
fn junit_is_xml_with_a_test_per_finding() {
    use quick_xml::events::Event;
    let session = broken();
    let text = report(&session, Format::Junit);
    let mut reader = quick_xml::Reader::from_str(&text);
    let mut names: Vec<String> = Vec::new();
    loop {
        match reader.read_event().expect("it is XML") {
            Event::Eof => break,
            Event::Start(element) | Event::Empty(element) => {
                names.push(element.name().as_ref().to_owned());
            }
            _ => {}
        }
    }
    let count = |name: &str| names.iter().filter(|other| *other == name).count();
    let found = session.diagnostics.len();
    assert_eq!((count("testsuites"), count("testsuite")), (1, session.files.len()));
    assert_eq!((count("testcase"), count("failure")), (found, found), "{text}");
    assert!(
        text.contains(&format!("<testsuites name=\"guanju\" tests=\"{found}\" failures=\"{found}\" errors=\"0\">"))
    );
}

/// What is read by people is in their language, in every format but JSON, which has both.
#[test]
fn english_reports_say_nothing_in_chinese_of_their_own() {
    let session = check(vec![input("a.gj", "province hubei code CN-HB\nrule {\n")], 2, &settings(), None);
    let options = Options { language: Language::English, ..Options::default() };
    assert!(!session.diagnostics.is_empty());
    for format in [Format::Human, Format::Concise, Format::Github, Format::Gitlab, Format::Junit] {
        let text = render(format, &session.files, &session.diagnostics, &options);
        let chinese = text.chars().find(|letter| ('\u{4e00}'..='\u{9fff}').contains(letter));
        assert_eq!(chinese, None, "{format:?}: {text}");
    }
}
