//! The usual mistakes of people who write a province's file: what they are told, and what fixes make.
//!
//! A file of `tests/suite/mistakes/` is a province's file with one mistake. It stands beside the
//! shared files; what it leaves unanswered or uncited is left aside. Read a snapshot as somebody who
//! knows the notice of the bureau and has never programmed: what is wrong, where, what to type?

use std::fmt::Write;
use std::path::PathBuf;

use guanju::diagnostic::{Diagnostic, Language, Safety};
use guanju::lint::Settings;
use guanju::report::{Format, Options, render_without_summary};
use guanju::session::{Input, Session, check, fix};

use crate::common::{input, root, shared_files};

const THREADS: usize = 2;

/// The mistakes, sorted by name, each with its text.
fn mistakes() -> Vec<(String, String)> {
    let entries = std::fs::read_dir(folder()).expect("the folder can be read");
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.expect("an entry").path()).collect();
    paths.retain(|path| path.extension().is_some_and(|extension| extension == "gj"));
    paths.sort();
    let read = |path: &PathBuf| {
        let name = path.file_stem().expect("a name").to_string_lossy().into_owned();
        (name, std::fs::read_to_string(path).expect("the file can be read"))
    };
    // The ten in one file are tested with the pages of the codes.
    paths.iter().map(read).filter(|(name, _)| name != "ten").collect()
}

fn folder() -> PathBuf {
    root().join("tests/suite/mistakes")
}

/// The shared files, without scenarios that speak of provinces that are not here, and the mistake.
fn beside(shared: &[Input], text: &str) -> Vec<Input> {
    shared.iter().cloned().chain(std::iter::once(input("hubei.gj", text))).collect()
}

fn shared() -> Vec<Input> {
    let mut files = shared_files();
    for file in &mut files {
        let text = String::from_utf8_lossy(&file.bytes);
        file.bytes = text.split("# ── 情形").next().unwrap_or_default().into();
    }
    files
}

/// What is said of the mistake; a small file answers few policies and cites little.
fn found(session: &Session) -> Vec<Diagnostic> {
    let is_noise = |code: &str| code == "E0506" || code.starts_with("W06") || code.starts_with('L');
    session.diagnostics.iter().filter(|found| !is_noise(found.code.code)).cloned().collect()
}

fn report(session: &Session, language: Language) -> String {
    let options = Options { language, ..Options::default() };
    render_without_summary(Format::Human, &session.files, &found(session), &options)
}

/// The lines that differ, as `- before` and `+ after`.
fn changes(before: &str, after: &str) -> String {
    let mut text = String::new();
    for change in similar::TextDiff::from_lines(before, after).iter_all_changes() {
        let sign = match change.tag() {
            similar::ChangeTag::Delete => '-',
            similar::ChangeTag::Insert => '+',
            similar::ChangeTag::Equal => continue,
        };
        let _ = writeln!(text, "{sign} {}", change.value().trim_end());
    }
    text
}

/// What becomes of the file when all fixes of this safety are made.
fn fixed(files: &[Input], before: &str, most: Safety) -> String {
    let fixed = fix(files.to_vec(), THREADS, &Settings::default(), None, most);
    assert!(!fixed.is_refused, "a fix makes the file worse");
    let Some(changed) = fixed.changed.iter().find(|changed| changed.path == "hubei.gj") else {
        return String::new();
    };
    let after = std::str::from_utf8(&changed.after).expect("what is written is UTF-8");
    let rest = found(&fixed.session);
    let codes: Vec<&str> = rest.iter().map(|found| found.code.code).collect();
    let rest = if codes.is_empty() { "再没有问题".to_owned() } else { format!("还有 {}", codes.join("、")) };
    format!("{}（{rest}）\n", changes(before, after))
}

#[test]
fn a_mistake_is_explained_in_one_message_that_says_what_to_write() {
    let shared = shared();
    let mistakes = mistakes();
    let mut several = Vec::new();
    for (name, text) in &mistakes {
        let files = beside(&shared, text);
        let session = check(files.clone(), THREADS, &Settings::default(), None);
        let count = found(&session).len();
        if count != 1 {
            several.push(format!("{name}: {count}"));
        }
        let mut shown = format!("{}\n{}", report(&session, Language::Chinese), report(&session, Language::English));
        for (title, most) in [("--fix", Safety::Safe), ("--fix --unsafe-fixes", Safety::Unsafe)] {
            let fixed = fixed(&files, text, most);
            if !fixed.is_empty() {
                let _ = write!(shown, "\n{title}\n{fixed}");
                break;
            }
        }
        let mut settings = insta::Settings::clone_current();
        settings.set_snapshot_path(folder());
        settings.set_prepend_module_to_snapshot(false);
        settings.set_omit_expression(true);
        settings.bind(|| insta::assert_snapshot!(name.as_str(), shown));
    }
    assert_eq!(several, [] as [String; 0]);
}
