//! Conformance vectors of a small rule set: what they are, that they are right, and what they notice.
//!
//! The figures of the project's own rules: `cargo bench --bench mutants`.

use std::path::PathBuf;

use guanju::emit::table::table;
use guanju::eval::decode::Scratch;
use guanju::eval::evaluate::Evaluation;
use guanju::eval::judge::findings;
use guanju::eval::read::read;
use guanju::eval::table::Table;
use guanju::eval::value::Truth;
use guanju::session::Input;
use guanju::text::{Date, FileId};
use guanju::vectors::{FindingOf, Vector, vectors};

use crate::common::{compiled, root};
use crate::mutation::run::Trial;

fn folder() -> PathBuf {
    root().join("tests/suite/vectors")
}

/// The text of the table of the small rule set.
fn small() -> String {
    let files = guanju::io::read_folder(&folder()).expect("the folder can be read");
    let session = compiled(files.into_iter().map(|file| Input { path: file.path, bytes: file.bytes }).collect());
    assert!(!session.has_errors(), "{:?}", session.diagnostics);
    table(&session.program)
}

fn day() -> Date {
    Date::new(2026, 11, 26).expect("a day")
}

fn made(table: &Table, threads: usize) -> Vec<Vector> {
    let made = vectors(table, None, day(), threads);
    made.into_iter().flat_map(|made| made.vectors).collect()
}

/// A vector as people read it.
fn shown(vector: &Vector) -> String {
    let mut lines = format!("{} on {}: {}\n", vector.name, vector.as_of, vector.verdict.join(" to "));
    for shown in &vector.shows {
        let missing = shown.missing.as_deref().map(|name| format!(" {name}")).unwrap_or_default();
        lines.push_str(&format!("  shows {}{} {:?}{missing}\n", shown.owner(), shown.at, shown.against));
    }
    for FindingOf { rule, element, applies, finding } in &vector.findings {
        let element = element.as_deref().map(|element| format!(" {element}")).unwrap_or_default();
        lines.push_str(&format!("  {rule}{element}: {applies}, {finding}\n"));
    }
    format!("{lines}  {}\n", vector.application)
}

#[test]
fn vectors_of_a_small_rule_set() {
    let table = Table::read(&small()).expect("the table can be read");
    let lines: Vec<String> = made(&table, 2).iter().map(shown).collect();
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path(folder());
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| insta::assert_snapshot!("vectors", lines.join("\n")));
}

#[test]
fn vectors_do_not_depend_on_threads() {
    let table = Table::read(&small()).expect("the table can be read");
    let lines = |threads| made(&table, threads).iter().map(Vector::line).collect::<String>();
    let once = lines(1);
    assert_eq!(once, lines(2));
    assert_eq!(once, lines(1));
}

#[test]
fn vectors_have_names_of_their_own() {
    let table = Table::read(&small()).expect("the table can be read");
    let mut names: Vec<String> = made(&table, 2).into_iter().map(|vector| vector.name).collect();
    let count = names.len();
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), count);
}

#[test]
fn vectors_say_what_is_judged() {
    let table = Table::read(&small()).expect("the table can be read");
    for vector in made(&table, 2) {
        let day = Date::read(&vector.as_of).expect("a vector has a day");
        let plan = table.plan(&vector.province, vector.provider.as_deref(), day).expect("the question can be asked");
        let text = vector.application.to_string();
        let application = read(&table, &plan, &mut Scratch::default(), FileId(0), &text).expect("it is legal");
        let judgement = findings(&Evaluation::new(&table, &plan, &application));
        let verdict = [judgement.verdict.at_least.word(), judgement.verdict.at_most.word()];
        assert_eq!(vector.verdict, verdict, "{}", vector.name);
        let judged = judgement.findings.iter().filter(|finding| finding.applies() != Truth::False);
        let judged: Vec<(&str, &str, &str)> = judged
            .map(|finding| {
                let rule = &table.document.rules[plan.rules[finding.rule as usize].rule as usize];
                (rule.id.as_str(), finding.applies().word(), finding.state().word())
            })
            .collect();
        let said: Vec<(&str, &str, &str)> =
            vector.findings.iter().map(|one| (one.rule.as_str(), one.applies, one.finding)).collect();
        assert_eq!(said, judged, "{}", vector.name);
    }
}

/// Every mutant that is not equivalent.
#[test]
fn vectors_notice_every_change_of_a_small_rule_set() {
    let text = small();
    let table = Table::read(&text).expect("the table can be read");
    let value = serde_json::from_str(&text).expect("the table is JSON");
    let score = Trial::new(&value, &made(&table, 2)).run(1, 2);
    let total = score.total();
    assert!(score.survivors.is_empty(), "{}\n{}", score.survivors.join("\n"), score.lines());
    assert!(total.caught > 90, "{}", score.lines());
    assert!(total.equivalent * 5 < total.made, "{}", score.lines());
}
