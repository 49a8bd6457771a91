//! The house: floors, doors, and how a file opens. Reads the sources as text.

use std::fs;
use std::path::{Path, PathBuf};

/// Modules from the ground up. A module names only modules on lower floors; those on one floor do
/// not see each other.
const FLOORS: &[&[&str]] = &[
    &["text", "parallel"],
    &["diagnostic"],
    &["syntax", "report", "document"],
    &["format", "model"],
    &["resolve"],
    &["check"],
    &["emit", "eval"],
    &["prove"],
    &["lint", "diff", "vectors"],
    &["session", "config", "testing", "judgement", "io"],
    &["cli", "lsp", "main"],
];

/// Foreign crates and std modules with one door each: the name as it is used, where it may stand.
const DOORS: &[(&str, &[&str])] = &[
    ("pest::", &["syntax/grammar.rs", "syntax/lower/"]),
    ("pest_derive::", &["syntax/grammar.rs"]),
    ("codespan_reporting::", &["report/human.rs"]),
    ("quick_xml::", &["report/junit.rs"]),
    ("toml::", &["config.rs"]),
    ("globset::", &["config.rs", "lint/settings.rs"]),
    ("std::fs", &["io.rs"]),
    ("walkdir::", &["io.rs"]),
    ("tempfile::", &["io.rs"]),
    ("std::process", &["io/git.rs", "main.rs"]),
    ("clap::", &["cli/"]),
    ("batsat::", &["prove/sat.rs"]),
    ("notify::", &["cli/check/watch.rs"]),
];

/// A source file: its path under `src`, with `/`, and its text.
struct Source {
    path: String,
    text: String,
}

impl Source {
    /// Lines with their numbers, without those that are comments.
    fn code(&self) -> impl Iterator<Item = (usize, &str)> {
        let numbered = (1..).zip(self.text.lines());
        numbered.filter(|(_, line)| !line.trim_start().starts_with("//"))
    }

    /// The first part of the path: `report` of `report/human.rs`, `io` of `io.rs`.
    fn module(&self) -> &str {
        self.path.split(['/', '.']).next().expect("a split has a first part")
    }
}

fn sources() -> Vec<Source> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = Vec::new();
    collect(&root, &mut files);
    files.sort();
    let sources = files.into_iter().map(|file| {
        let relative = file.strip_prefix(&root).expect("it was found under the root");
        let path = relative.to_str().expect("our names are ASCII").replace('\\', "/");
        Source { path, text: fs::read_to_string(&file).expect("a source can be read") }
    });
    sources.collect()
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("a source folder can be read") {
        let path = entry.expect("an entry can be read").path();
        if path.is_dir() {
            collect(&path, files);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            files.push(path);
        }
    }
}

fn floor(module: &str) -> Option<usize> {
    FLOORS.iter().position(|floor| floor.contains(&module))
}

/// The modules that a line names: `crate::text`, `crate::{text, model}`, and the macro `crate::say`.
fn named_modules(line: &str) -> Vec<&str> {
    let mut modules = Vec::new();
    for (offset, _) in line.match_indices("crate::") {
        let rest = &line[offset + "crate::".len()..];
        let names = match rest.strip_prefix('{') {
            Some(group) => group.split('}').next().unwrap_or("").split(',').collect(),
            None => vec![rest],
        };
        let words = names.into_iter().map(|name| {
            let name = name.trim();
            let end = name.find(|letter: char| !letter.is_alphanumeric() && letter != '_').unwrap_or(name.len());
            &name[..end]
        });
        modules.extend(words.map(|word| if word == "say" { "diagnostic" } else { word }));
    }
    modules
}

#[test]
fn modules_name_only_lower_floors() {
    let mut upward = Vec::new();
    for source in sources().iter().filter(|source| source.path != "lib.rs") {
        let own = floor(source.module()).unwrap_or_else(|| panic!("`{}` stands on no floor", source.path));
        for (number, line) in source.code() {
            for module in named_modules(line).into_iter().filter(|module| *module != source.module()) {
                if floor(module).is_some_and(|other| other >= own) {
                    upward.push(format!("src/{}:{number}: {}", source.path, line.trim()));
                }
            }
        }
    }
    assert!(upward.is_empty(), "uses of the same or a higher floor:\n{}", upward.join("\n"));
}

#[test]
fn foreign_crates_have_one_door() {
    let mut elsewhere = Vec::new();
    for source in sources() {
        for (name, doors) in DOORS {
            if doors.iter().any(|door| source.path.starts_with(door)) {
                continue;
            }
            // A name that merely ends in the other (`my_pest::`) is not it.
            let is_whole = |line: &str| {
                line.match_indices(name).any(|(offset, _)| {
                    !line[..offset].ends_with(|letter: char| letter.is_alphanumeric() || letter == '_')
                })
            };
            let lines = source.code().filter(|(_, line)| is_whole(line));
            elsewhere.extend(lines.map(|(number, line)| format!("src/{}:{number}: {}", source.path, line.trim())));
        }
    }
    assert!(elsewhere.is_empty(), "these belong behind one door:\n{}", elsewhere.join("\n"));
}

#[test]
fn every_file_says_what_it_is() {
    let silent: Vec<String> =
        sources().into_iter().filter(|source| !source.text.starts_with("//!")).map(|source| source.path).collect();
    assert!(silent.is_empty(), "files that do not open with `//!`: {silent:?}");
}

#[test]
fn nobody_climbs_out_with_super() {
    let climbs: Vec<String> = sources()
        .iter()
        .flat_map(|source| {
            let lines = source.code().filter(|(_, line)| line.contains("super::super"));
            lines.map(|(number, _)| format!("src/{}:{number}", source.path)).collect::<Vec<_>>()
        })
        .collect();
    assert!(climbs.is_empty(), "write `crate::…` instead: {climbs:?}");
}

#[test]
fn the_test_sees_what_a_line_names() {
    assert_eq!(named_modules("use crate::text::{FileId, Span};"), ["text"]);
    assert_eq!(named_modules("use crate::{model::Rule, say};"), ["model", "diagnostic"]);
    assert_eq!(named_modules("pub x: crate::model::Expr, y: crate::text::Span,"), ["model", "text"]);
}
