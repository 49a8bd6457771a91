//! Generated files that are committed are fresh.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use guanju::diagnostic::Language;
use guanju::emit::documents::documents;

use crate::common::{assert_fresh, compiled, root, rule_files};

#[test]
fn the_keyword_grammar_is_fresh() {
    assert_fresh(Path::new("grammar/keywords.pest"), &guanju::syntax::keywords::grammar_source());
}

#[test]
fn the_schema_of_judgements_is_fresh() {
    assert_fresh(Path::new("docs/schema/judgement.schema.json"), &guanju::judgement::json::schema());
}

#[test]
fn the_schema_of_differences_is_fresh() {
    assert_fresh(Path::new("docs/schema/diff.schema.json"), &guanju::diff::json::schema());
}

#[test]
fn the_schema_of_vectors_is_fresh() {
    assert_fresh(Path::new("docs/schema/vectors.schema.json"), &guanju::vectors::schema());
}

#[test]
fn the_schema_of_reports_is_fresh() {
    assert_fresh(Path::new("docs/schema/report.schema.json"), &guanju::report::json::schema());
}

#[test]
fn the_schema_is_fresh() {
    assert_fresh(Path::new("docs/schema/rule-table.schema.json"), &guanju::emit::schema::rule_table_schema());
}

/// The pages of all provinces are committed, so that they can be read without a compiler.
#[test]
fn the_documents_are_fresh() {
    const COMMAND: &str = "run `cargo run --release -- docs provinces --out docs/rules` and read the difference";
    let session = compiled(rule_files());
    let folder = root().join("docs/rules");
    let mut stale = Vec::new();
    let mut wanted = BTreeSet::new();
    for page in documents(&session.program, &[Language::Chinese, Language::English], 2) {
        let path = folder.join(&page.path);
        if fs::read_to_string(&path).ok().as_deref() != Some(&page.text) {
            stale.push(page.path);
        }
        wanted.insert(path);
    }
    assert!(stale.is_empty(), "{} pages in docs/rules are stale ({}, …); {COMMAND}", stale.len(), stale[0]);
    let left_over: Vec<PathBuf> = files_below(&folder).into_iter().filter(|path| !wanted.contains(path)).collect();
    assert!(left_over.is_empty(), "nothing writes these pages any more, remove them: {left_over:?}");
}

fn files_below(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).expect("the folder is part of the project");
    let paths = entries.map(|entry| entry.expect("the entry can be read").path());
    paths.flat_map(|path| if path.is_dir() { files_below(&path) } else { vec![path] }).collect()
}
