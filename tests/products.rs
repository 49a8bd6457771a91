//! The rule table and its schema, made from the project's own rules.

use guanju::emit::schema::rule_table_schema;
use guanju::emit::table::{table, write_table};
use guanju::session::compile;

use crate::common::{compiled, listed, rule_files};

#[test]
fn the_rules_of_the_project_are_clean() {
    let session = compiled(rule_files());
    assert_eq!(listed(&session, |_| false), "");
}

#[test]
fn every_statement_is_cited() {
    let session = compiled(rule_files());
    for entry in guanju::check::coverage::coverage(&session.program) {
        let source = &session.program.sources[entry.source.index()];
        assert!(entry.uncited.is_empty(), "{} has statements that nothing cites", source.label);
    }
}

#[test]
fn the_table_satisfies_its_schema() {
    let session = compiled(rule_files());
    let table: serde_json::Value = serde_json::from_str(&table(&session.program)).expect("the table is JSON");
    let schema: serde_json::Value = serde_json::from_str(&rule_table_schema()).expect("the schema is JSON");
    let validator = jsonschema::validator_for(&schema).expect("the schema is a schema");
    let problems: Vec<String> =
        validator.iter_errors(&table).take(5).map(|error| format!("{}: {error}", error.instance_path())).collect();
    assert!(problems.is_empty(), "{problems:#?}");
}

#[test]
fn the_schema_refuses_a_table_with_an_unknown_operator() {
    let session = compiled(rule_files());
    let broken = table(&session.program).replacen("\"op\":\"and\"", "\"op\":\"nand\"", 1);
    let table: serde_json::Value = serde_json::from_str(&broken).expect("the table is JSON");
    let schema: serde_json::Value = serde_json::from_str(&rule_table_schema()).expect("the schema is JSON");
    assert!(!jsonschema::validator_for(&schema).expect("the schema is a schema").is_valid(&table));
}

#[test]
fn the_table_is_the_same_bytes_however_it_is_made() {
    let first = table(&compiled(rule_files()).program);
    let mut reversed = rule_files();
    reversed.reverse();
    for threads in [1, 3] {
        let session = compile(reversed.clone(), threads);
        let mut bytes = Vec::new();
        write_table(&session.program, threads, &mut bytes).expect("a vector takes everything");
        assert!(first.as_bytes() == bytes, "{threads} threads give another table");
    }
}

#[test]
fn the_table_holds_no_path_of_this_machine() {
    let table = table(&compiled(rule_files()).program);
    assert!(!table.contains(env!("CARGO_MANIFEST_DIR")));
}
