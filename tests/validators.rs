//! The second validator, which shares nothing with ours, gives the same findings.
//!
//! `GUANJU_CASES=20000 cargo test second_validator` compares more applications.

use std::io::Write;
use std::process::{Command, Stdio};

use guanju::emit::table::table;
use guanju::eval::decode::Scratch;
use guanju::eval::evaluate::Evaluation;
use guanju::eval::judge::findings;
use guanju::eval::read::read;
use guanju::eval::table::Table;
use guanju::eval::words;
use guanju::testing::vectors::vectors;
use guanju::text::{Date, FileId};
use serde_json::{Value, json};

use crate::common::{compiled, root, rule_files};
use crate::random::{Pool, Random, seed};

const CASES: usize = 3000;
const DAYS: &[&str] = &["2026-11-25", "2017-12-31", "2018-01-01", "2026-11-28"];

/// What the second validator says of each case.
fn second(table: &str, cases: &[Value]) -> Vec<Value> {
    let folder = tempfile::tempdir().expect("a folder can be made");
    let path = folder.path().join("rule-table.json");
    std::fs::write(&path, table).expect("the table can be written");
    let mut child = Command::new("python3")
        .arg(root().join("tests/validators/validate.py"))
        .arg(&path)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("python3 is on the machine");
    let mut input = child.stdin.take().expect("the input is a pipe");
    let lines: String = cases.iter().map(|case| format!("{case}\n")).collect();
    let feeder = std::thread::spawn(move || input.write_all(lines.as_bytes()));
    let output = child.wait_with_output().expect("the validator ends");
    feeder.join().expect("the feeder ends").expect("the validator reads every case");
    assert!(output.status.success(), "the validator failed");
    let text = String::from_utf8(output.stdout).expect("results are UTF-8");
    text.lines().map(|line| serde_json::from_str(line).expect("a result is JSON")).collect()
}

/// What ours says: the same shape, or `{"refused": …}`.
fn first(table: &Table, case: &Value) -> Value {
    let text = |key: &str| case[key].as_str();
    let day = Date::read(text("as_of").expect("a case has a day")).expect("it is a day");
    let plan =
        table.plan(text("province").expect("a case has a province"), text("provider"), day).expect("it is there");
    let application = case["application"].to_string();
    let application = match read(table, &plan, &mut Scratch::default(), FileId(0), &application) {
        Ok(application) => application,
        Err(misfits) => return json!({"refused": misfits[0].code.code}),
    };
    let evaluation = Evaluation::new(table, &plan, &application);
    let judgement = findings(&evaluation);
    let all: Vec<Value> = judgement
        .findings
        .iter()
        .map(|finding| {
            let rule = &plan.rules[finding.rule as usize];
            let id = &table.document.rules[rule.rule as usize].id;
            let mut found = json!({"rule": id, "applies": finding.applies().word(), "finding": finding.state().word()});
            if let Some((list, element)) = rule.for_each.zip(finding.element) {
                found["element"] = words::element(&evaluation, list, element).0.into();
            }
            found
        })
        .collect();
    json!({"verdict": [judgement.verdict.at_least.word(), judgement.verdict.at_most.word()], "findings": all})
}

/// Compares finding by finding, as sets; a refusal for what it refuses.
fn difference(case: &Value, ours: &Value, theirs: &Value) -> Option<String> {
    let is_refused = |result: &Value| result.get("refused").is_some();
    if is_refused(ours) || is_refused(theirs) {
        return (is_refused(ours) != is_refused(theirs)).then(|| format!("ours: {ours}\ntheirs: {theirs}\n{case}"));
    }
    let sorted = |result: &Value| {
        let findings = result["findings"].as_array().expect("a result has findings");
        // What does not apply is not among the vectors.
        let mut lines: Vec<String> = findings
            .iter()
            .filter(|one| one["applies"] != "no")
            .map(|one| format!("{} {} {} {}", one["rule"], one["element"], one["applies"], one["finding"]))
            .collect();
        lines.sort();
        lines
    };
    let (own, other) = (sorted(ours), sorted(theirs));
    let only = |these: &[String], those: &[String]| {
        these.iter().filter(|line| !those.contains(line)).cloned().collect::<Vec<_>>().join("\n")
    };
    if own != other {
        return Some(format!("only ours:\n{}\nonly theirs:\n{}\n{case}", only(&own, &other), only(&other, &own)));
    }
    (ours["verdict"] != theirs["verdict"])
        .then(|| format!("verdicts {} and {}\n{case}", ours["verdict"], theirs["verdict"]))
}

#[test]
fn the_second_validator_agrees_on_every_scenario() {
    let session = compiled(rule_files());
    let text = table(&session.program);
    let table = Table::read(&text).expect("the table can be read");
    let lines = vectors(&session.program, &table, 2);
    let cases: Vec<Value> = lines.lines().map(|line| serde_json::from_str(line).expect("a vector is JSON")).collect();
    assert!(cases.len() > 400, "{} scenarios", cases.len());
    for (case, theirs) in cases.iter().zip(second(&text, &cases)) {
        let difference = difference(case, case, &theirs);
        assert!(difference.is_none(), "{}", difference.unwrap_or_default());
    }
}

#[test]
fn the_second_validator_agrees_on_the_vectors_of_a_province() {
    let session = compiled(rule_files());
    let text = table(&session.program);
    let table = Table::read(&text).expect("the table can be read");
    let day = guanju::vectors::day_of(&table).expect("pages were read");
    let made = guanju::vectors::vectors(&table, Some("xizang"), day, 2);
    let made: Vec<_> = made.into_iter().flat_map(|made| made.vectors).collect();
    let cases: Vec<Value> = made.iter().map(|vector| serde_json::to_value(vector).expect("it is JSON")).collect();
    assert!(cases.len() > 200, "{} vectors", cases.len());
    for (case, theirs) in cases.iter().zip(second(&text, &cases)) {
        let difference = difference(case, case, &theirs);
        assert!(difference.is_none(), "{}: {}", case["name"], difference.unwrap_or_default());
    }
}

#[test]
fn the_second_validator_agrees_on_random_applications() {
    let session = compiled(rule_files());
    let text = table(&session.program);
    let table = Table::read(&text).expect("the table can be read");
    let value: Value = serde_json::from_str(&text).expect("the table is JSON");
    let (pool, mut random) = (Pool::new(&value), Random::new(seed()));
    let provinces: Vec<String> = table.layers("province").map(|layer| layer.id.clone()).collect();
    let count = std::env::var("GUANJU_CASES").ok().and_then(|text| text.parse().ok()).unwrap_or(CASES);
    let cases: Vec<Value> = (0..count)
        .map(|_| {
            let chance = *random.of(&[15, 50, 80, 95, 100]);
            let mut case = json!({"province": random.of(&provinces), "as_of": *random.of(DAYS)});
            if random.percent(80) {
                case["provider"] = "tencent".into();
            }
            case["application"] = pool.application(&mut random, chance);
            case
        })
        .collect();
    let theirs = second(&text, &cases);
    assert_eq!(theirs.len(), cases.len());
    let mut judged = 0;
    for (case, theirs) in cases.iter().zip(theirs) {
        let ours = first(&table, case);
        judged += usize::from(ours.get("verdict").is_some());
        let difference = difference(case, &ours, &theirs);
        assert!(difference.is_none(), "{}", difference.unwrap_or_default());
    }
    assert!(judged * 3 > count, "only {judged} of {count} random applications are legal");
}
