//! What a change of the rules means: `guanju diff`, on small changes of the project's own files.

use std::fs;
use std::path::Path;
use std::process::Command;

use guanju::cli::{Console, Surroundings};
use guanju::diagnostic::Language;
use guanju::diff::difference::{Decided, Difference, Direction};
use guanju::diff::{self, Class, Version};
use guanju::emit::table::table;
use guanju::eval::table::Table;
use guanju::prove::replay::Replay;
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
    let found = difference(&[AGE, UNTIL, ("vocabulary/words.gj", "\"莱芜\"", "\"莱芜\", \"章丘\"")]);
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
fn an_invariant_fails_as_what_it_does() {
    let folder = tempfile::tempdir().expect("a folder can be made");
    let old = put_table(folder.path(), "old.json", rule_files());
    let more = "invariant one_site \"至少一个网站\" = order.site_count >= 1\ninvariant listed_sites_counted";
    let new = [("vocabulary/sites.gj", "invariant listed_sites_counted", more)];
    let new = put_table(folder.path(), "new.json", edited(&new));
    let status = |words: &[&str]| run(words).0;
    assert_eq!(status(&[&old, &new, "--fail-on", "tightening"]), 1);
    assert_eq!(status(&[&old, &new, "--fail-on", "loosening"]), 0);
    assert_eq!(status(&[&new, &old, "--fail-on", "tightening"]), 0);
    assert_eq!(status(&[&new, &old, "--fail-on", "loosening"]), 1);
}

#[test]
fn what_cannot_be_compared_is_said_with_what_to_do() {
    let folder = tempfile::tempdir().expect("a folder can be made");
    let old = put_table(folder.path(), "old.json", rule_files());
    for (words, status, part) in [
        (vec![old.as_str()], 2, "<新>"),
        (vec![&old, "--from", "2026-12-01"], 2, "--to"),
        (vec![&old, &old, "--as-of", "morgen"], 2, "`morgen` 不是日期"),
        (vec![&old, "--from", "2026-13-01", "--to", "2027-03-01"], 2, "写成 `--from 2026-11-23` 的样子"),
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

const OPENING: &str = "when sponsor.kind in public_bodies and filing.type in openings";

/// Changes of who is meant, each by one fact whose value is one of several.
const WHO: &[(&str, &str, &str)] = &[
    (
        "heilongjiang.gj",
        OPENING,
        "when sponsor.kind in (government, institution, military) and filing.type in openings",
    ),
    ("heilongjiang.gj", OPENING, "when sponsor.kind = government and filing.type in openings"),
    (
        "heilongjiang.gj",
        OPENING,
        "when sponsor.kind in (government, institution, foundation, law_firm) and filing.type in openings",
    ),
    (
        "heilongjiang.gj",
        "    when sponsor.is_individual_business\n    unless filing.type in cancels\n    require site_resp.is_legal_rep",
        "    when sponsor.is_individual_business and sponsor.kind in (enterprise, government)\n    \
         unless filing.type in cancels\n    require site_resp.is_legal_rep",
    ),
    (
        "qinghai.gj",
        "legal_rep_required: required_except(sponsor.kind in public_bodies)",
        "legal_rep_required: required_except(sponsor.kind in (government, institution, military))",
    ),
    (
        "policies.gj",
        "    when subject_resp.residency = hong_kong\n    unless filing.type in cancels\n    \
         require subject_resp.id.type in (hm_travel_permit",
        "    when subject_resp.residency in (hong_kong, macau)\n    unless filing.type in cancels\n    \
         require subject_resp.id.type in (hm_travel_permit",
    ),
];

/// The values that a condition lets a fact have, read from its Chinese words; `None` if it says
/// nothing of that fact.
fn values_said(condition: &str, label: &str, all: &[(String, String)]) -> Option<Vec<String>> {
    let part = condition.split('，').find_map(|part| part.trim_start_matches('且').strip_prefix(label))?;
    let (is_denied, named) = match part.strip_prefix("不为") {
        Some(named) => (true, named),
        None => (false, part.strip_prefix('为')?),
    };
    let named: Vec<&str> = named.split(['、', '或']).collect();
    let is_said = |label: &String| named.contains(&label.as_str()) != is_denied;
    Some(all.iter().filter(|(_, label)| is_said(label)).map(|(id, _)| id.clone()).collect())
}

#[test]
fn conditions_mean_just_the_applications_that_differ() {
    let old = table_of(rule_files());
    for edit in WHO {
        let new = table_of(edited(&[*edit]));
        let found = compare(&old, &new);
        let [change] = &found.changes[..] else { panic!("{edit:?} {:?}", found.changes) };
        assert!(change.exact, "{edit:?}");
        let cases: Vec<_> = change.tighter.iter().chain(&change.looser).collect();
        let [case] = cases[..] else { panic!("{cases:?}") };
        let vocabulary = &old.document.vocabulary;
        let (path, key) = match edit.1.contains("residency") {
            true => ("subject_resp.residency", "residency"),
            false => ("sponsor.kind", "kind"),
        };
        let fact = vocabulary.facts.iter().find(|fact| fact.path == path).expect("the fact is there");
        let of = vocabulary.enums.iter().find(|own| Some(&own.id) == fact.r#type.r#enum.as_ref()).expect("an enum");
        let all: Vec<(String, String)> =
            of.values.iter().map(|value| (value.id.clone(), value.label.clone())).collect();
        let said = values_said(&case.condition.zh, &fact.label, &all);
        let said = said.unwrap_or_else(|| panic!("nothing of {path} in {}", case.condition.zh));
        // Each value in the application that shows the change, judged by both.
        let witness = change.witnesses.first().expect("an example");
        assert_eq!(fact.pointer.last().map(String::as_str), Some(key));
        let province = &change.provinces[0].id;
        let [before, after] = [&old, &new].map(|table| {
            Replay::new(table, province, Some(PROVIDER), day("2026-11-23")).expect("the rules can be evaluated")
        });
        let (id, mut judged) = (change.new[0].id.as_str(), 0);
        for (value, _) in all.iter().filter(|(value, _)| value != "individual") {
            let mut application = witness.application.clone();
            *application.pointer_mut(&format!("/{}", fact.pointer.join("/"))).expect("the fact is given") =
                value.as_str().into();
            let (Ok(before), Ok(after)) = (before.judge(&application), after.judge(&application)) else { continue };
            judged += 1;
            let differs = before.is_violated(id) != after.is_violated(id);
            assert_eq!(differs, said.contains(value), "{value}: {}", case.condition.zh);
        }
        assert!(judged > said.len(), "{judged} of {said:?}");
    }
}

const UNTIL: (&str, &str, &str) = (
    "heilongjiang.gj",
    "  cross_province: forbidden cites",
    "  cross_province: first_match {\n    forbidden when filing.submitted_on before 2027-03-01\n    otherwise allowed\n  } \
     cites",
);

#[test]
fn a_rule_until_a_day_is_gone_for_who_files_on_it() {
    let table = table_of(edited(&[UNTIL]));
    let found = compare_days((&table, "2026-12-01"), (&table, "2027-03-01"));
    let [change] = &found.changes[..] else { panic!("{:?}", found.changes) };
    assert_eq!((change.class, change.exact), (Class::Removed, true));
    let [witness] = &change.witnesses[..] else { panic!("{:?}", change.witnesses) };
    assert_eq!(witness.before.verdict.as_deref(), Some("refuse"));
    assert_eq!(witness.after.verdict.as_deref(), Some("pass"));
    assert!(compare_days((&table, "2026-12-01"), (&table, "2027-02-28")).changes.is_empty());
}

#[test]
fn what_differs_from_a_later_day_on_is_said_with_the_day() {
    let found = difference(&[UNTIL]);
    assert!(found.changes.iter().all(|change| change.class == Class::Wording), "{:?}", found.changes);
    let [later] = &found.later[..] else { panic!("{:?}", found.later) };
    let classes: Vec<Class> = later.changes.iter().map(|change| change.class).collect();
    assert_eq!((later.day.as_str(), classes.as_slice()), ("2027-03-01", [Class::Removed].as_slice()));
    shown("later_human", &diff::human::render(&found, Language::Chinese, false));
    shown("later_markdown", &diff::markdown::render(&found, Language::English));
    // A rule that holds for some months begins and ends.
    let before = "  rule opening_form \"";
    let rule = "  rule seal_required \"企业须有公章\" {\n    cites e-06\n    when sponsor.kind = enterprise\n    \
                require sponsor.has_seal\n    effective from 2027-03-01 until 2027-12-31\n  }\n  rule opening_form \"";
    let found = difference(&[("heilongjiang.gj", before, rule)]);
    assert!(found.changes.is_empty() && found.not_in_force.is_empty());
    let days: Vec<(&str, usize, usize)> =
        found.later.iter().map(|later| (later.day.as_str(), later.changes.len(), later.ended.len())).collect();
    assert_eq!(days, [("2027-03-01", 1, 0), ("2028-01-01", 0, 1)]);
}

#[test]
fn a_province_that_goes_is_looser_and_one_that_comes_is_tighter() {
    let folder = tempfile::tempdir().expect("a folder can be made");
    let all = put_table(folder.path(), "all.json", rule_files());
    let mut files = rule_files();
    files.retain(|file| file.path != "xizang.gj");
    let fewer = put_table(folder.path(), "fewer.json", files);
    let (status, out, _) = run(&[&all, &fewer, "--fail-on", "loosening"]);
    assert_eq!(status, 1);
    assert!(out.contains("删除了西藏的全部规则；其余各省没有变化"), "{out}");
    assert_eq!(run(&[&all, &fewer, "--fail-on", "tightening"]).0, 0);
    let (status, out, _) = run(&[&fewer, &all, "--fail-on", "tightening", "--lang", "en"]);
    assert_eq!(status, 1);
    assert!(out.contains("all rules of xizang were added; nothing changed in the other provinces"), "{out}");
    assert_eq!(run(&[&fewer, &all, "--fail-on", "loosening"]).0, 0);
}

#[test]
fn a_rule_that_is_split_is_proved_to_change_nothing() {
    let head = "  rule opening_form \"机关和事业单位的网站开办资格\" {\n    cites e-10, e-11\n    ";
    let more = "  rule opening_form_institution \"事业单位的网站开办资格\" {\n    cites e-10, e-11\n    \
                when sponsor.kind = institution and filing.type in openings\n    \
                require site_opening_qualification_form\n    deliver provider\n  }\n";
    let of = |kind: &str| format!("{more}{head}when sponsor.kind = {kind} and filing.type in openings");
    let (from, split, other) = (format!("{head}{OPENING}"), of("government"), of("military"));
    let found = difference(&[("heilongjiang.gj", &from, &split)]);
    let [change] = &found.changes[..] else { panic!("{:?}", found.changes) };
    assert_eq!((change.class, change.old.len(), change.new.len()), (Class::Wording, 1, 2));
    assert!(diff::human::render(&found, Language::Chinese, false).contains("证明：拆分、合并或改写了"));
    // Split, and one of the parts is about somebody else.
    let found = difference(&[("heilongjiang.gj", &from, &other)]);
    assert!(found.changes.iter().any(|change| change.class == Class::Both), "{:?}", found.changes);
}

#[test]
fn values_that_are_counted_in_another_order_are_the_same() {
    let phones = "(subject_resp.phone, subject_resp.emergency_phone, site_resp.phone, site_resp.emergency_phone) >= 2";
    let turned = "(site_resp.phone, subject_resp.emergency_phone, subject_resp.phone, site_resp.emergency_phone) > 1";
    let found = difference(&[("hainan.gj", phones, turned)]);
    assert!(found.changes.iter().all(|change| change.class == Class::Wording), "{:?}", found.changes);
    assert_eq!(found.totals.not_decided, 0);
}

/// Cuts off the scenarios of a file, where they speak of a rule that is not there.
fn leave_out_scenarios(files: &mut [Input], path: &str) {
    let file = files.iter_mut().find(|file| file.path == path).expect("the file is there");
    let text = crate::common::text(file);
    file.bytes = text.split("\n# ── 情形").next().unwrap_or_default().as_bytes().to_vec();
}

#[test]
fn many_conditions_are_said_by_the_rules_that_find_something() {
    let edit = ("hubei.gj", "phones_different_persons: own_pairs", "phones_different_persons: own_distinct");
    let mut before = edited(&[edit]);
    leave_out_scenarios(&mut before, "hubei.gj");
    let found = compare(&table_of(before), &table_of(rule_files()));
    let [change] = &found.changes[..] else { panic!("{:?}", found.changes) };
    assert_eq!((change.class, change.exact), (Class::Tighter, true));
    let said: Vec<&str> = change.tighter.iter().map(|case| case.condition.zh.as_str()).collect();
    assert_eq!(
        said,
        [
            "原来合格，但未填主体应急联系方式",
            "原来合格，但未填网站应急联系方式",
            "原来合格，但不符合“四处至少两个不同手机号”"
        ]
    );
}

#[test]
fn of_a_rule_for_each_of_several_persons_it_is_said_of_whom() {
    let age = "  min_age: both_roles(18 years) cites e-01 note \"页面只说「负责人」，主体负责人和网站负责人都算\"\n";
    let mut files = edited(&[("liaoning.gj", age, "  unstated min_age\n")]);
    leave_out_scenarios(&mut files, "liaoning.gj");
    let found = compare(&table_of(rule_files()), &table_of(files));
    let [change] = &found.changes[..] else { panic!("{:?}", found.changes) };
    assert_eq!((change.class, change.exact), (Class::Removed, true));
    let human = diff::human::render(&found, Language::Chinese, false);
    let markdown = diff::markdown::render(&found, Language::Chinese);
    for (text, name) in [(human, "human"), (markdown, "markdown")] {
        for condition in ["更宽：网站负责人年龄不超过17岁\n", "更宽：主体负责人年龄不超过17岁\n"]
        {
            assert!(text.contains(condition), "{name}: {text}");
        }
    }
}

#[test]
fn what_a_group_of_values_does_to_many_rules_is_said_once() {
    let group = "group cancels \"注销类备案\" = cancel_subject, cancel_site, cancel_access";
    let wider = format!("{group}, migrate");
    let mut files = edited(&[("vocabulary/enums.gj", group, &wider)]);
    // Two provinces are enough, and those whose rules stand in place of national ones name their texts.
    let is_kept = |file: &Input| {
        let is_province = crate::common::text(file).contains("\nprovince ");
        !is_province || ["hainan.gj", "xizang.gj"].contains(&file.path.as_str())
    };
    let mut before = rule_files();
    files.retain(is_kept);
    before.retain(is_kept);
    let found = compare(&table_of(before), &table_of(files));
    let changes: Vec<_> = found.changes.iter().filter(|change| change.cause.is_some()).collect();
    let felt: Vec<_> = changes.iter().filter(|change| change.class == Class::Looser).collect();
    assert!(felt.len() < 6, "{}", felt.len());
    assert!(felt[0].new.len() > 20 && felt[0].exact && felt[0].worse_verdicts.is_none());
    assert_eq!(felt[0].better_verdicts, Some(Decided::Yes));
    assert!(felt[0].looser.iter().all(|case| case.condition.zh.contains("备案类型为迁移转入")), "{:?}", felt[0].looser);
    let term = found.terms.iter().find(|term| term.id == "cancels").expect("the group is named");
    assert_eq!((term.added.len(), term.removed.len()), (1, 0));
    shown("group_human", &diff::human::render(&found, Language::Chinese, false));
}

#[test]
fn a_derived_fact_that_changed_is_said_with_its_definitions() {
    let outsider = "= subject_resp.id.province != filing.province\n";
    let narrower = "= subject_resp.id.province != filing.province and subject_resp.residency = mainland\n";
    let found = difference(&[("vocabulary/derived.gj", outsider, narrower)]);
    let term = found.terms.iter().find(|term| term.id == "outsider").expect("the fact is named");
    let said = |text: &Option<guanju::diff::difference::Text>| text.as_ref().map(|text| text.zh.clone());
    assert_eq!(said(&term.old).as_deref(), Some("主体负责人证件所在省不为备案省份"));
    assert_eq!(
        said(&term.new).as_deref(),
        Some("主体负责人证件所在省不为备案省份，且主体负责人身份地域为中国大陆居民")
    );
    // What names the province is said once of all provinces.
    let advice: Vec<_> = found.changes.iter().filter(|change| change.class == Class::Checklist).collect();
    let [advice] = advice[..] else { panic!("{advice:?}") };
    assert_eq!(advice.provinces.len(), found.compared_provinces);
    assert_eq!(
        advice.no_longer_applies[0].condition.zh,
        "主体负责人身份地域不为中国大陆居民，且主体负责人证件所在省不为备案省份"
    );
    assert!(found.changes.iter().all(|change| change.cause.is_some()), "{:?}", found.totals);
}

#[test]
fn a_template_of_one_name_is_told_apart() {
    let found =
        difference(&[("vocabulary/templates.gj", "{ \"域名\" \"指向同一网站\" }", "{ \"域名均\" \"指向同一网站\" }")]);
    let human = diff::human::render(&found, Language::Chinese, false);
    assert!(
        human.contains("没有写明“域名指向同一网站（新写法）”，且网站备注写明了“域名指向同一网站（原写法）”"),
        "{human}"
    );
    assert!(human.contains("原来：“域名”、“指向同一网站”"), "{human}");
}

#[test]
fn what_may_be_left_empty_is_said_with_its_values() {
    let facts = "  superior_unit           text ";
    let favourite = "  favourite sponsor_kinds \"喜好\" optional given\n  superior_unit           text ";
    let table = |when: &str| {
        let head = "  rule opening_form \"";
        let rule = format!(
            "  rule favourite \"喜好\" {{\n    cites e-10\n    when {when}\n    require site_opening_qualification_form\n  }}\n{head}"
        );
        table_of(edited(&[("vocabulary/facts.gj", facts, favourite), ("heilongjiang.gj", head, &rule)]))
    };
    let always = table("sponsor.is_state_level");
    let has = "has sponsor.favourite and sponsor.favourite";
    for (when, said) in [
        ("has sponsor.favourite".to_owned(), "未填喜好"),
        ("not has sponsor.favourite".to_owned(), "已填喜好"),
        (format!("{has} != government"), "没有填喜好，或喜好为政府机关"),
        (format!("not ({has} = government)"), "喜好为政府机关"),
        (format!("not ({has} in (government, institution))"), "喜好为政府机关或事业单位"),
    ] {
        let found = compare(&always, &table(&format!("sponsor.is_state_level and {when}")));
        let [change] = &found.changes[..] else { panic!("{:?}", found.changes) };
        assert_eq!((change.class, change.exact), (Class::Looser, true), "{when}");
        let conditions: Vec<&str> = change.looser.iter().map(|case| case.condition.zh.as_str()).collect();
        assert_eq!(conditions, [format!("{said}，而没有做到这项要求")], "{when}");
    }
}

#[test]
fn periods_that_are_counted_otherwise_are_held_against_other_days() {
    let workdays =
        [("providers/tencent.gj", "realname_verified_on + 3 days <=", "realname_verified_on + 3 workdays <=")];
    let (old, new) = (table_of(rule_files()), table_of(edited(&workdays)));
    // On a Thursday three days ago is three workdays ago.
    for today in ["2026-11-26", "2026-11-30"] {
        let found = compare_days((&old, today), (&new, today));
        let change =
            found.changes.iter().find(|change| change.new.iter().any(|rule| rule.id.ends_with("own_domain_waiting")));
        let change = change.expect("the rule is told");
        assert_eq!(change.class, Class::Tighter, "{today}");
        assert!(change.tighter.iter().all(|case| case.condition.en.starts_with("submitted on 2026-1")), "{change:?}");
        assert!(change.witnesses.iter().any(guanju::diff::difference::Witness::changes_verdict), "{today}");
        assert!(!change.exact, "further days may bring more");
    }
}

#[test]
fn of_a_longer_period_the_dates_are_those_of_the_day() {
    let found =
        difference(&[("providers/tencent.gj", "realname_verified_on + 3 days <=", "realname_verified_on + 5 days <=")]);
    let change =
        found.changes.iter().find(|change| change.new.iter().any(|rule| rule.id.ends_with("own_domain_waiting")));
    let change = change.expect("the rule is told");
    assert_eq!((change.class, change.exact), (Class::Tighter, true), "it is so on every day");
    assert!(change.tighter.iter().all(|case| case.condition.en.starts_with("submitted on 2026-11-23: ")), "{change:?}");
}

#[test]
fn counts_and_quantifiers_that_say_the_same_are_proved_to() {
    let counted = [(
        "vocabulary/derived.gj",
        "all(\n    site where site_resp.is_subject_resp\n  )",
        "count(site where site_resp.is_subject_resp) = count(site)",
    )];
    let found = difference(&counted);
    assert!(found.changes.iter().all(|change| change.class == Class::Wording), "{:?}", found.changes.first());
    assert!(found.totals.proved_equal + found.totals.wording > 0);
}

#[test]
fn a_direction_that_no_application_shows_is_not_exact() {
    let fewer = [(
        "vocabulary/derived.gj",
        "count_distinct(site.name, filed_site.name) < count(site) + count(filed_site)",
        "count_distinct(site.name) < count(site)",
    )];
    let found = difference(&fewer);
    let told = found.changes.iter().find(|change| change.class != Class::Wording).expect("names of filed sites count");
    assert!(told.witnesses.iter().all(|witness| witness.direction == Direction::Better), "{told:?}");
    assert!(!told.looser.is_empty() && !told.witnesses.is_empty(), "{told:?}");
    assert!(!told.tighter.is_empty() && !told.exact, "sums of four numbers are not refuted: {told:?}");
}
