//! What a change of the rules means: `guanju diff`, on small changes of the project's own files.

use std::fs;
use std::path::Path;
use std::process::Command;

use guanju::cli::{Console, Surroundings};
use guanju::diagnostic::Language;
use guanju::diff::difference::{Decided, Difference};
use guanju::diff::{self, Class, Version};
use guanju::emit::table::table;
use guanju::eval::table::Table;
use guanju::session::Input;
use guanju::text::Date;

use crate::common::{compiled, root, rule_files};

const PROVIDER: &str = "tencent";

/// The project's files with some words replaced: path, what is there, what shall be there.
fn edited(edits: &[(&str, &str, &str)]) -> Vec<Input> {
    let mut files = rule_files();
    for (path, from, to) in edits {
        let file = files.iter_mut().find(|file| file.path == *path).expect("the file is there");
        let text = String::from_utf8(std::mem::take(&mut file.bytes)).expect("rule files are UTF-8");
        assert!(text.contains(from), "`{from}` is not in {path}");
        file.bytes = text.replace(from, to).into_bytes();
    }
    files
}

fn table_of(files: Vec<Input>) -> Table {
    let session = compiled(files);
    assert!(!session.has_errors(), "{:?}", session.diagnostics.first());
    Table::read(&table(&session.program)).expect("the table can be read")
}

fn day(text: &str) -> Date {
    Date::read(text).expect("a day")
}

fn compare(old: &Table, new: &Table) -> Difference {
    compare_days((old, "2026-11-23"), (new, "2026-11-23"))
}

fn compare_days(old: (&Table, &str), new: (&Table, &str)) -> Difference {
    let old = Version { table: old.0, name: "old".to_owned(), day: day(old.1) };
    let new = Version { table: new.0, name: "new".to_owned(), day: day(new.1) };
    diff::compare(&old, &new, &[Some(PROVIDER.to_owned())], 2)
}

/// The difference that some edits make.
fn difference(edits: &[(&str, &str, &str)]) -> Difference {
    compare(&table_of(rule_files()), &table_of(edited(edits)))
}

fn shown(name: &str, text: &str) {
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path("suite/diff");
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| insta::assert_snapshot!(name, text));
}

const AGE: (&str, &str, &str) = ("chongqing.gj", "subject_only(16 years)", "subject_only(18 years)");

#[test]
fn a_higher_age_is_tighter_for_those_between() {
    let found = difference(&[AGE]);
    let [change] = &found.changes[..] else { panic!("{:?}", found.changes) };
    assert_eq!((change.class, change.exact), (Class::Tighter, true));
    assert_eq!(change.tighter.len(), 1);
    assert_eq!(change.tighter[0].condition.zh, "主体负责人年龄为16至17岁");
    assert_eq!(change.worse_verdicts, Some(Decided::Yes));
    let [witness] = &change.witnesses[..] else { panic!("{:?}", change.witnesses) };
    assert_eq!(witness.before.verdict.as_deref(), Some("pass"));
    assert_ne!(witness.after.verdict.as_deref(), Some("pass"));
    shown("age_human", &diff::human::render(&found, Language::Chinese, false));
    shown("age_human_english", &diff::human::render(&found, Language::English, false));
    shown("age_markdown", &diff::markdown::render(&found, Language::Chinese));
    // What depends on all other rules is left out.
    let mut document = serde_json::to_value(&found).expect("it is JSON");
    document["old"]["table"] = "…".into();
    document["new"]["table"] = "…".into();
    document["changes"][0]["witnesses"][0]["application"] = "…".into();
    shown("age_json", &serde_json::to_string_pretty(&document).expect("it is JSON"));
}

#[test]
fn the_same_rules_differ_in_nothing() {
    let table = table_of(rule_files());
    let found = compare(&table, &table);
    assert!(found.changes.is_empty() && found.terms.is_empty() && found.verdicts.is_empty());
    assert!(diff::human::render(&found, Language::English, false).contains("no rule changed"));
}

#[test]
fn a_derived_fact_by_another_name_is_proved_to_change_nothing() {
    let files = rule_files();
    let uses: Vec<(&str, &str, &str)> = files
        .iter()
        .filter(|file| crate::common::text(file).contains("person_id_due"))
        .map(|file| (file.path.as_str(), "person_id_due", "identity_paper_due"))
        .collect();
    let found = difference(&uses);
    assert!(found.changes.is_empty(), "{:?}", found.totals);
    assert!(found.totals.proved_equal > 0, "{:?}", found.totals);
    assert_eq!(found.totals.not_decided, 0);
}

#[test]
fn a_condition_said_otherwise_changes_words_only() {
    let path = "vocabulary/derived.gj";
    let found =
        difference(&[(path, "not (tcm_clinic in sponsor.class)", "not (not not (tcm_clinic in sponsor.class))")]);
    assert!(found.changes.iter().all(|change| change.class == Class::Wording), "{:?}", found.changes);
}

#[test]
fn a_longer_list_of_words_says_which_word() {
    let found = difference(&[("vocabulary/words.gj", "\"莱芜\"", "\"莱芜\", \"章丘\"")]);
    let term = found.terms.iter().find(|term| term.id == "cities_sd").expect("the list is named");
    assert_eq!((term.added.as_slice(), term.removed.len()), (["章丘".to_owned()].as_slice(), 0));
    let change = found.changes.iter().find(|change| change.class == Class::Looser).expect("something is looser");
    assert!(change.provinces.iter().all(|province| province.id == "shandong"));
    assert!(change.looser.iter().all(|case| case.condition.zh.contains("含“章丘”")), "{:?}", change.looser);
    assert!(change.witnesses.iter().all(|witness| witness.application.to_string().contains("章丘")));
}

#[test]
fn a_national_rule_is_said_once_for_all_provinces() {
    let found = difference(&[("vocabulary/words.gj", "\"反腐\", \"赌博\"", "\"反腐\", \"赌博\", \"样词\"")]);
    let changes: Vec<_> = found.changes.iter().filter(|change| change.class == Class::Tighter).collect();
    let [change] = changes[..] else { panic!("{:?}", found.changes) };
    assert_eq!(change.provinces.len(), found.compared_provinces);
    assert_eq!(change.tighter[0].condition.zh, "网站名称含“样词”，而不含另外那2个词");
}

#[test]
fn a_day_on_which_rules_begin_is_a_change() {
    let table = table_of(rule_files());
    let found = compare_days((&table, "2017-12-31"), (&table, "2018-01-01"));
    let added: Vec<&str> = found
        .changes
        .iter()
        .filter(|change| change.class == Class::Added)
        .flat_map(|change| &change.new)
        .map(|rule| rule.id.as_str())
        .collect();
    assert_eq!(added, ["national.individual.domain_owner", "national.unit.domain_owner"]);
    assert!(compare_days((&table, "2026-11-23"), (&table, "2026-12-01")).changes.is_empty());
}

#[test]
fn the_json_is_as_its_schema_says() {
    let found = difference(&[AGE, ("vocabulary/words.gj", "\"莱芜\"", "\"莱芜\", \"章丘\"")]);
    let document: serde_json::Value = serde_json::from_str(&diff::json::render(&found)).expect("it is JSON");
    let schema = fs::read_to_string(root().join("docs/schema/diff.schema.json")).expect("the schema is there");
    let schema: serde_json::Value = serde_json::from_str(&schema).expect("the schema is JSON");
    let validator = jsonschema::validator_for(&schema).expect("the schema is a schema");
    let problems: Vec<String> = validator.iter_errors(&document).map(|error| error.to_string()).collect();
    assert_eq!(problems, [] as [String; 0]);
}

/// Runs the command in this process.
fn run(words: &[&str]) -> (u8, String, String) {
    let (mut out, mut aside) = (Vec::new(), Vec::new());
    let surroundings = Surroundings { today: Date::new(2026, 11, 23), ..Surroundings::default() };
    let mut console = Console::new(&mut out, &mut aside, surroundings);
    let words = ["guanju", "diff"].iter().chain(words).map(std::ffi::OsString::from);
    let status = guanju::cli::run(words, &mut console);
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("it is UTF-8");
    (status, text(out), text(aside))
}

fn put_table(folder: &Path, name: &str, files: Vec<Input>) -> String {
    let path = folder.join(name);
    fs::write(&path, table(&compiled(files).program)).expect("the file can be written");
    path.to_str().expect("a path of a test is UTF-8").to_owned()
}

#[test]
fn a_change_that_is_named_fails() {
    let folder = tempfile::tempdir().expect("a folder can be made");
    let old = put_table(folder.path(), "old.json", rule_files());
    let new = put_table(folder.path(), "new.json", edited(&[AGE]));
    let status = |words: &[&str]| run(words).0;
    assert_eq!(status(&[&old, &new]), 0);
    assert_eq!(status(&[&old, &new, "--fail-on", "loosening"]), 0);
    assert_eq!(status(&[&old, &new, "--fail-on", "loosening,tightening"]), 1);
    assert_eq!(status(&[&new, &old, "--fail-on", "tightening"]), 0);
    assert_eq!(status(&[&new, &old, "--fail-on", "tightening", "--fail-on", "loosening"]), 1);
    assert_eq!(status(&[&old, &old, "--fail-on", "any"]), 0);
    assert_eq!(status(&[&old, &new, "--fail-on", "any"]), 1);
}

#[test]
fn what_cannot_be_compared_is_said_with_what_to_do() {
    let folder = tempfile::tempdir().expect("a folder can be made");
    let old = put_table(folder.path(), "old.json", rule_files());
    for (words, status, part) in [
        (vec![old.as_str()], 2, "<新>"),
        (vec![&old, "--from", "2026-12-01"], 2, "--to"),
        (vec![&old, &old, "--as-of", "morgen"], 2, "`morgen` 不是日期"),
        (vec![&old, &old, "--output-format", "sarif"], 2, "human、json 或 markdown"),
        (vec![&old, &old, "--provider", "nobody"], 2, "没有接入商 `nobody`"),
        (vec![&old, "no-such-revision"], 2, "`no-such-revision` 不是文件夹，不是规则表，也不是 git 版本"),
        (vec![&old, "HEAD:no/such/folder"], 2, "没有 `no/such/folder`"),
    ] {
        let (found, _, aside) = run(&words);
        assert!(found == status && aside.contains(part), "{words:?}: {found} {aside}");
    }
    let (status, out, _) = run(&[&old, "--from", "2026-12-01", "--to", "2027-03-01", "--lang", "en"]);
    assert_eq!(status, 0);
    assert!(out.contains("the rules of 2026-12-01 and those of 2027-03-01"), "{out}");
}

#[test]
fn revisions_of_a_repository_are_compared() {
    let folder = tempfile::tempdir().expect("a folder can be made");
    let git = |words: &[&str]| {
        let identity = ["-c", "user.name=t", "-c", "user.email=t@example.org", "-c", "commit.gpgsign=false"];
        let done = Command::new("git").args(identity).args(words).current_dir(folder.path()).output();
        let done = done.expect("git can be started");
        assert!(done.status.success(), "{words:?}: {}", String::from_utf8_lossy(&done.stderr));
    };
    let put = |files: Vec<Input>| {
        for file in files {
            let path = folder.path().join("regeln").join(&file.path);
            fs::create_dir_all(path.parent().expect("a file has a folder")).expect("the folder can be made");
            fs::write(path, file.bytes).expect("the file can be written");
        }
        git(&["add", "."]);
        git(&["commit", "-q", "-m", "rules"]);
    };
    git(&["init", "-q"]);
    put(rule_files());
    put(edited(&[AGE]));
    let run = |words: &[&str]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_guanju"));
        let done = command.arg("diff").args(words).args(["--as-of", "2026-11-23"]).current_dir(folder.path()).output();
        let done = done.expect("the command can be started");
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        (done.status.code(), text(&done.stdout), text(&done.stderr))
    };
    let (status, out, aside) = run(&["HEAD~1:regeln", "HEAD:regeln"]);
    assert_eq!((status, aside.as_str()), (Some(0), ""));
    assert!(out.contains("更严：主体负责人年龄为16至17岁"), "{out}");
    // The folder of the other side is meant.
    let (status, out, aside) = run(&["HEAD~1", "regeln", "--fail-on", "tightening"]);
    assert_eq!((status, aside.as_str()), (Some(1), ""), "{out}");
    let (status, _, aside) = run(&["HEAD~1", "HEAD"]);
    assert_eq!(status, Some(2));
    assert!(aside.contains("git 版本 `HEAD~1` 里没有 `./provinces`"), "{aside}");
}
