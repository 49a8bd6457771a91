//! The rule table and its schema, made from the project's own rules.

use guanju::emit::schema::rule_table_schema;
use guanju::emit::table::{table, write_table};
use guanju::model::{Also, Answer, Check, Effect, Layer, LayerKind, StatementRef};
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

/// What the bureaus' pages say, as far as the pages are rules.
#[test]
fn all_statements_of_the_thirty_one_pages_are_decided_or_say_why_not() {
    let session = compiled(rule_files());
    let program = &session.program;
    let provinces: Vec<&Layer> = program.provinces().collect();
    assert_eq!(provinces.len(), 31);
    let (mut count, mut undecided) = (0, Vec::new());
    for (index, source) in program.sources.iter().enumerate() {
        let layer = &program.layers[source.layer.index()];
        if layer.kind != LayerKind::Province {
            continue;
        }
        for (number, statement) in source.statements.iter().enumerate() {
            count += 1;
            let cites = |cited: &[StatementRef]| {
                cited.iter().any(|one| one.source.index() == index && one.statement as usize == number)
            };
            let is_stated = |answer: &Answer| answer.cases.iter().any(|case| case.choice.is_some());
            let is_answered = layer.answers.iter().any(|answer| is_stated(answer) && cites(&answer.cites));
            let of_rules = || layer.rules.iter().filter(|rule| cites(&rule.cites));
            let is_decided = is_answered || of_rules().any(|rule| !matches!(rule.effect, Effect::None));
            // Printed on the wrong tab, say: a note carries it, and a doubt about it says why.
            let has_reason =
                of_rules().any(|rule| rule.disputed.as_ref().is_some_and(|doubt| cites(&doubt.statements)));
            let is_advice = of_rules().any(|rule| rule.also.iter().any(|also| !matches!(also, Also::Note(_))));
            if statement.check != Check::Prose && !is_decided && !has_reason && !is_advice {
                undecided.push(format!("{}/{}", source.name, statement.id()));
            }
        }
    }
    assert_eq!(count, 854);
    assert_eq!(undecided, [] as [String; 0]);
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
