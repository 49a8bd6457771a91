//! The lints as a whole: each has a page whose examples do what it says, and fixes that keep the table.

use std::collections::BTreeSet;
use std::path::Path;

use guanju::diagnostic::{Language, Safety, codes};
use guanju::emit::table::table;
use guanju::lint::{Lint, Settings, apply_fixes, pages, rules};
use guanju::session::{Input, Session, check};
use guanju::text::Date;

use crate::common::{assert_fresh, input, shared_files};

/// The day by which the examples are judged.
pub fn settings() -> Settings {
    Settings { as_of: Date::new(2026, 11, 26), ..Settings::default() }
}

/// An example file of a page.
struct Example {
    is_bad: bool,
    path: String,
    text: String,
}

fn examples(lint: &Lint) -> Vec<Example> {
    let mut examples: Vec<Example> = Vec::new();
    let mut is_open = false;
    for line in lint.code.page.lines() {
        if let Some(info) = line.strip_prefix("```gj ") {
            let path = info.split_once("file=").map_or("hubei.gj", |(_, path)| path);
            examples.push(Example { is_bad: info.starts_with("bad"), path: path.to_owned(), text: String::new() });
            is_open = true;
        } else if line == "```" {
            is_open = false;
        } else if let (true, Some(example)) = (is_open, examples.last_mut()) {
            example.text.push_str(line);
            example.text.push('\n');
        }
    }
    examples
}

/// The shared files, without scenarios that speak of provinces that are not here, and the examples
/// of one kind in their places.
fn inputs(lint: &Lint, is_bad: bool) -> Vec<Input> {
    let examples: Vec<Example> = examples(lint).into_iter().filter(|example| example.is_bad == is_bad).collect();
    let mut inputs = shared_files();
    for file in &mut inputs {
        let text = String::from_utf8(file.bytes.clone()).expect("rule files are UTF-8");
        file.bytes = text.split("# ── 情形").next().unwrap_or_default().into();
    }
    inputs.retain(|input| examples.iter().all(|example| example.path != input.path));
    inputs.extend(examples.iter().map(|example| input(&example.path, &example.text)));
    inputs
}

fn is_own(session: &Session, lint: &Lint, path: &str) -> bool {
    session
        .diagnostics
        .iter()
        .any(|found| found.code == lint.code && session.files[found.place().0.0 as usize].path == path)
}

/// Whether the example files of one kind report the lint.
fn reports(lint: &Lint, session: &Session, is_bad: bool) -> bool {
    examples(lint).iter().filter(|example| example.is_bad == is_bad).any(|example| is_own(session, lint, &example.path))
}

fn errors(session: &Session) -> Vec<String> {
    let is_error = |code: &str| code.starts_with('E') && code != "E0506";
    let found = session.diagnostics.iter().filter(|found| is_error(found.code.code));
    found.map(|found| format!("{} {}", found.code.code, found.message.english)).collect()
}

/// Only found with a baseline, which is no rule file.
const WITHOUT_EXAMPLE: &[&str] = &["L0905"];

#[test]
fn lints_are_sorted_and_their_codes_are_given_once() {
    let lints: Vec<(&str, &str)> = rules::ALL.iter().map(|lint| (lint.code.code, lint.code.name)).collect();
    assert!(lints.is_sorted_by(|a, b| a.0 < b.0), "{lints:?}");
    let names: BTreeSet<&str> =
        lints.iter().map(|lint| lint.1).chain(codes::ALL.iter().map(|code| code.name)).collect();
    assert_eq!(names.len(), lints.len() + codes::ALL.len(), "a name stands for one code");
}

#[test]
fn every_lint_file_is_in_the_list() {
    let folder = crate::common::root().join("src/lint/rules");
    let files = std::fs::read_dir(folder).expect("the folder is part of the project").count();
    assert_eq!(files, rules::ALL.len() + 1, "a file in src/lint/rules is no lint, or not in the list");
}

#[test]
fn every_page_is_in_both_languages() {
    for lint in rules::ALL {
        for (language, least) in [(Language::Chinese, 30), (Language::English, 60)] {
            let text = codes::page_in(lint.code, language);
            let own = text.split("\n## ").next().unwrap_or_default();
            assert!(own.chars().count() > least, "{}: {own}", lint.code.code);
        }
    }
}

#[test]
fn bad_examples_are_reported_and_good_ones_are_not() {
    let mut wrong = Vec::new();
    for lint in rules::ALL.iter().filter(|lint| !WITHOUT_EXAMPLE.contains(&lint.code.code)) {
        for is_bad in [true, false] {
            let session = check(inputs(lint, is_bad), 2, &settings(), None);
            let (errors, is_reported) = (errors(&session), reports(lint, &session, is_bad));
            if !errors.is_empty() || is_reported != is_bad {
                wrong.push(format!("{}, bad: {is_bad}, reported: {is_reported}, errors: {errors:?}", lint.code.code));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Mends the bad example until nothing can be mended any more.
fn mended(lint: &Lint, most: Safety) -> (Vec<Input>, Session) {
    let mut inputs = inputs(lint, true);
    inputs.sort_by(|a, b| a.path.cmp(&b.path));
    let mut session = check(inputs.clone(), 2, &settings(), None);
    for _ in 0..10 {
        let own: Vec<_> = session.diagnostics.iter().filter(|found| found.code == lint.code).cloned().collect();
        let applied = apply_fixes(&session.files, &own, most);
        if applied.count == 0 {
            return (inputs, session);
        }
        for (id, text) in applied.texts {
            inputs[id.0 as usize].bytes = text.into_bytes();
        }
        session = check(inputs.clone(), 2, &settings(), None);
        assert_eq!(errors(&session), [""; 0], "{}: a fix breaks the file", lint.code.code);
    }
    panic!("{}: fixing does not come to an end", lint.code.code);
}

#[test]
fn fixes_mend_the_bad_example() {
    for lint in rules::ALL {
        let Some(safety) = lint.fix.filter(|safety| *safety != Safety::Shown) else { continue };
        let before = check(inputs(lint, true), 2, &settings(), None);
        let (_, after) = mended(lint, safety);
        assert!(!reports(lint, &after, true), "{}: the fix does not mend it", lint.code.code);
        if safety == Safety::Safe {
            let is_same = table(&before.program) == table(&after.program);
            assert!(is_same, "{}: a safe fix changes the table", lint.code.code);
        }
    }
}

#[test]
fn lints_declare_how_far_their_fixes_are_trusted() {
    for lint in rules::ALL.iter().filter(|lint| !WITHOUT_EXAMPLE.contains(&lint.code.code)) {
        let session = check(inputs(lint, true), 2, &settings(), None);
        let own = session.diagnostics.iter().filter(|found| found.code == lint.code);
        let most = own.filter_map(|found| found.fix.as_ref()).map(|fix| fix.safety).max();
        assert_eq!(most, lint.fix, "{}", lint.code.code);
    }
}

#[test]
fn the_pages_are_fresh() {
    for page in pages() {
        assert_fresh(&Path::new("docs/lints").join(&page.path), &page.text);
    }
}
