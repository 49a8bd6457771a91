//! JUnit XML: a test suite per file, in which every diagnostic is a test that fails.
//!
//! A file without findings is one test that passes, so a build server never finds an empty report.
//!
//! The only file that names quick-xml.

use std::io;

use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesText, Event};

use crate::diagnostic::{Diagnostic, Language};
use crate::report::Options;
use crate::report::places::Places;
use crate::report::words::{explained, severity_name, visible};
use crate::text::{FileId, SourceFile};

/// What the tests of one file are called, and the diagnostics about it.
struct Suite<'a> {
    name: String,
    found: Vec<&'a Diagnostic>,
}

pub fn render(files: &[SourceFile], diagnostics: &[Diagnostic], options: &Options) -> String {
    let places = Places::new(files);
    let suites = suites(&places, files, diagnostics, options);
    let mut writer = Writer::new_with_indent(Vec::new(), b' ', 2);
    write(&mut writer, &places, &suites, options.language).expect("INVARIANT: writing to memory does not fail");
    let mut text = String::from_utf8_lossy(&writer.into_inner()).into_owned();
    text.push('\n');
    text
}

/// A suite per file; what is about no file, or no file at all, has a suite of its own.
fn suites<'a>(
    places: &Places,
    files: &[SourceFile],
    diagnostics: &'a [Diagnostic],
    options: &Options,
) -> Vec<Suite<'a>> {
    let mut suites: Vec<Suite> =
        files.iter().map(|file| Suite { name: options.path(file), found: Vec::new() }).collect();
    let mut elsewhere = Suite { name: "guanju".to_owned(), found: Vec::new() };
    for diagnostic in diagnostics {
        let FileId(number) = diagnostic.place().0;
        let is_held = places.file(FileId(number)).is_some();
        let suite = if is_held { suites.get_mut(number as usize) } else { None };
        suite.unwrap_or(&mut elsewhere).found.push(diagnostic);
    }
    if suites.is_empty() || !elsewhere.found.is_empty() {
        suites.push(elsewhere);
    }
    suites
}

fn write(writer: &mut Writer<Vec<u8>>, places: &Places, suites: &[Suite<'_>], language: Language) -> io::Result<()> {
    let tests: usize = suites.iter().map(|suite| suite.found.len().max(1)).sum();
    let failures: usize = suites.iter().map(|suite| suite.found.len()).sum();
    writer.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))?;
    writer
        .create_element("testsuites")
        .with_attribute(("name", "guanju"))
        .with_attributes(counts(tests, failures).iter().map(|(name, value)| (*name, value.as_str())))
        .write_inner_content(|writer| {
            suites.iter().try_for_each(|suite| write_suite(writer, places, suite, language))
        })?;
    Ok(())
}

fn counts(tests: usize, failures: usize) -> [(&'static str, String); 3] {
    [("tests", tests.to_string()), ("failures", failures.to_string()), ("errors", "0".to_owned())]
}

fn write_suite(writer: &mut Writer<Vec<u8>>, places: &Places, suite: &Suite<'_>, language: Language) -> io::Result<()> {
    let name = legal(&visible(&suite.name));
    let (tests, failures) = (suite.found.len().max(1), suite.found.len());
    let element = writer
        .create_element("testsuite")
        .with_attribute(("name", name.as_str()))
        .with_attributes(counts(tests, failures).iter().map(|(name, value)| (*name, value.as_str())));
    element.write_inner_content(|writer| {
        if suite.found.is_empty() {
            let passed = language.pick("没有问题", "no problems");
            let case = writer.create_element("testcase").with_attribute(("name", passed));
            case.with_attribute(("classname", name.as_str())).write_empty()?;
        }
        suite.found.iter().try_for_each(|diagnostic| write_failure(writer, places, &name, diagnostic, language))
    })?;
    Ok(())
}

fn write_failure(
    writer: &mut Writer<Vec<u8>>,
    places: &Places,
    path: &str,
    diagnostic: &Diagnostic,
    language: Language,
) -> io::Result<()> {
    let (file, span) = diagnostic.place();
    let start = places.position(file, span.start);
    let name = format!("{} {}:{}", diagnostic.code.code, start.line, start.column);
    let message = legal(&visible(diagnostic.message.in_language(language)));
    let place = format!("{path}:{}:{}", start.line, start.column);
    let text = format!(
        "{place}: {}[{}]: {}",
        severity_name(diagnostic.severity()),
        diagnostic.code.code,
        explained(diagnostic, language)
    );
    let case = writer.create_element("testcase").with_attribute(("name", name.as_str()));
    case.with_attribute(("classname", path)).write_inner_content(|writer| {
        let failure = writer.create_element("failure").with_attribute(("message", message.as_str()));
        let failure = failure.with_attribute(("type", severity_name(diagnostic.severity())));
        failure.write_text_content(BytesText::new(&legal(&text)))?;
        Ok(())
    })?;
    Ok(())
}

/// Without the characters that XML 1.0 cannot hold, not even escaped.
fn legal(text: &str) -> String {
    let is_legal = |letter: char| matches!(letter, '\t' | '\n' | '\r' | ' '..='\u{d7ff}' | '\u{e000}'..='\u{fffd}' | '\u{10000}'..);
    text.chars().map(|letter| if is_legal(letter) { letter } else { char::REPLACEMENT_CHARACTER }).collect()
}

#[cfg(test)]
mod tests {
    use crate::diagnostic::{Diagnostic, Language, codes};
    use crate::report::{Format, Options, render};
    use crate::text::{FileId, SourceFile, Span};

    fn check(options: &Options) -> String {
        let files = [SourceFile::new("a&b.gj", "省份\n 𠮷 x\n"), SourceFile::new("湖北.gj", "省份\n")];
        let wrong = Diagnostic::new(
            codes::UNEXPECTED_TEXT,
            FileId(0),
            Span::new(13, 14),
            crate::say!("有 `<\u{1}\u{ffff}\"\u{1b}>`", "`<\u{1}\u{ffff}\"\u{1b}>` is there"),
        )
        .help(crate::say!("写 `&`，\n再看", "write `&`,\nthen look"));
        let nowhere = Diagnostic::new(codes::EMPTY_FILE, FileId(9), Span::new(0, 0), crate::say!("空的", "empty"));
        render(Format::Junit, &files, &[wrong, nowhere], options)
    }

    #[test]
    fn a_finding_is_a_test_that_fails() {
        insta::assert_snapshot!(check(&Options::default()), @r##"
        <?xml version="1.0" encoding="UTF-8"?>
        <testsuites name="guanju" tests="3" failures="2" errors="0">
          <testsuite name="a&amp;b.gj" tests="1" failures="1" errors="0">
            <testcase name="E0201 2:4" classname="a&amp;b.gj">
              <failure message="有 `&lt;��&quot;�&gt;`" type="error">a&amp;b.gj:2:4: error[E0201]: 有 `&lt;��&quot;�&gt;`
        帮助: 写 `&amp;`，
        再看</failure>
            </testcase>
          </testsuite>
          <testsuite name="湖北.gj" tests="1" failures="0" errors="0">
            <testcase name="没有问题" classname="湖北.gj"/>
          </testsuite>
          <testsuite name="guanju" tests="1" failures="1" errors="0">
            <testcase name="W0105 1:1" classname="guanju">
              <failure message="空的" type="warning">guanju:1:1: warning[W0105]: 空的</failure>
            </testcase>
          </testsuite>
        </testsuites>
        "##);
    }

    #[test]
    fn there_is_always_a_test() {
        let english = Options { language: Language::English, ..Options::default() };
        insta::assert_snapshot!(render(Format::Junit, &[], &[], &english), @r##"
        <?xml version="1.0" encoding="UTF-8"?>
        <testsuites name="guanju" tests="1" failures="0" errors="0">
          <testsuite name="guanju" tests="1" failures="0" errors="0">
            <testcase name="no problems" classname="guanju"/>
          </testsuite>
        </testsuites>
        "##);
    }
}
