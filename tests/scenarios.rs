//! The scenarios of the project's rule files: all as expected, and nothing that they leave untested.

use guanju::emit::application_schema::application_schema;
use guanju::emit::table::table;
use guanju::eval::table::Table;
use guanju::session::Session;
use guanju::testing::coverage::Coverage;
use guanju::testing::run::{Outcome, run};
use guanju::testing::vectors::vectors;
use serde_json::Value;

use crate::common::{compiled, input, listed, rule_files, shared_files};

fn run_all(session: &Session) -> (Outcome, Coverage, Table) {
    let table = Table::read(&table(&session.program)).expect("the table can be read");
    let (outcome, tested) = run(&session.program, &table, "", 2, Coverage::of);
    (outcome, Coverage::sum(tested), table)
}

#[test]
fn every_scenario_is_as_expected() {
    let mut session = compiled(rule_files());
    let (outcome, ..) = run_all(&session);
    session.diagnostics = outcome.diagnostics;
    assert_eq!(listed(&session, |_| false), "");
    assert!(outcome.passed > 400, "{} scenarios", outcome.passed);
}

#[test]
fn every_rule_is_violated_and_satisfied_every_alternative_chosen_every_choice_tested() {
    let (_, coverage, table) = run_all(&compiled(rule_files()));
    for layer in coverage.layers(&table) {
        let id = &layer.layer.id;
        assert_eq!(layer.never_violated, [] as [&str; 0], "{id}: never violated");
        assert_eq!(layer.never_satisfied, [] as [&str; 0], "{id}: never satisfied");
        assert_eq!(layer.never_chosen, [], "{id}: never chosen");
        assert_eq!(layer.untested_choices, [] as [String; 0], "{id}: not tested");
        assert!(layer.rules > 0, "{id} has rules");
    }
}

#[test]
fn the_application_of_every_scenario_is_what_the_schema_says() {
    let session = compiled(rule_files());
    let (.., table) = run_all(&session);
    let schema: Value =
        serde_json::from_str(&application_schema(&session.program.vocabulary)).expect("the schema is JSON");
    let validator = jsonschema::validator_for(&schema).expect("the schema is a schema");
    for line in vectors(&session.program, &table, 2).lines() {
        let vector: Value = serde_json::from_str(line).expect("a vector is JSON");
        let problem = validator.iter_errors(&vector["application"]).next();
        assert!(problem.is_none(), "{}: {problem:?}", vector["name"]);
    }
    for wrong in [r#"{"filing":{"typ":"first"}}"#, r#"{"sites":{}}"#, r#"{"filing":{"type":"erste"}}"#] {
        let wrong: Value = serde_json::from_str(wrong).expect("it is JSON");
        assert!(!validator.is_valid(&wrong), "{wrong}");
    }
}

/// What `guanju test` says of a province with one rule and one scenario.
fn failing(expectation: &str) -> String {
    let province = format!(
        "省份 湖北\n适用于 单位备案 {{\n  规则 adult \"负责人须成年\" {{ 逐个 负责人 要求 负责人年龄 至少 18岁 }}\n}}\n\
         情形 young \"十七岁的负责人\" {{\n  沿用 unit_first\n  既定 {{ subject_resp.age 为 17岁，site_resp.age 为 17岁 }}\n  {expectation}\n}}\n"
    );
    let mut files = shared_files();
    files.push(input("hubei.gj", &province));
    let mut session = compiled(files);
    let is_own = |session: &Session, place: guanju::text::FileId| session.files[place.0 as usize].path == "hubei.gj";
    let (outcome, ..) = run_all(&session);
    let own = outcome.diagnostics.into_iter().filter(|found| is_own(&session, found.place().0)).collect();
    session.diagnostics = own;
    let options = guanju::report::Options::default();
    guanju::report::render(guanju::report::Format::Human, &session.files, &session.diagnostics, &options)
}

#[test]
fn a_failure_says_what_was_found_and_why() {
    insta::assert_snapshot!(failing("预期 hubei.unit.adult 符合"), @r#"
    错误[E0701]: 情形「十七岁的负责人」与预期不符，实际：违反
      ┌─ hubei.gj:5:4
      │
    5 │ 情形 young "十七岁的负责人" {
      │      ^^^^^
      ·
    8 │   预期 hubei.unit.adult 符合
      │        --------------------- 实际：违反
      │
      = 帮助: `hubei.unit.adult`「负责人须成年」 违反
          对每位负责人：负责人年龄须至少为18岁。
          ✗ 负责人年龄须至少为18岁（网站负责人年龄：17岁）

    1 个错误
    "#);
}

#[test]
fn a_verdict_that_differs_names_the_rules_that_decide() {
    insta::assert_snapshot!(failing("未知 domain\n  预期 结论 补正 到 拒绝\n  预期 待补信息 subject_resp.age"), @r#"
    错误[E0701]: 情形「十七岁的负责人」与预期不符，实际：补正
       ┌─ hubei.gj:5:4
       │
     5 │ 情形 young "十七岁的负责人" {
       │      ^^^^^
       ·
     9 │   预期 结论 补正 到 拒绝
       │             ------------ 实际：补正
    10 │   预期 待补信息 subject_resp.age
       │                 ---------------- 实际：没有要补的信息
       │
       = 帮助: `tencent.unit.province_choice`「单位备案省份」 违反
           证件住所所在省须与备案省份相同。但注销类备案除外。说明：市、区与实际通信地址一致。
           ✓ 备案类型不属于注销类备案（注销主体、注销网站、取消接入）（备案类型：首次备案）
           要求：
           ✗ 证件住所所在省须与备案省份相同（证件住所所在省：广东；备案省份：湖北）
           依据 limits/1  单位备案的省份与单位证件一致，市、区与通信地址一致
           依据 access_guide/23  单位备案省份与证件一致；个人宜选证件所在省，管局允许的可选别省
       = 帮助: `hubei.unit.adult`「负责人须成年」 违反
           对每位负责人：负责人年龄须至少为18岁。
           ✗ 负责人年龄须至少为18岁（主体负责人年龄：17岁）
       = 帮助: `hubei.unit.adult`「负责人须成年」 违反
           对每位负责人：负责人年龄须至少为18岁。
           ✗ 负责人年龄须至少为18岁（网站负责人年龄：17岁）
       = 帮助: 结论已经定了，补什么都不会变，所以没有待补的信息

    1 个错误
    "#);
}

#[test]
fn what_is_as_expected_is_not_reported() {
    assert_eq!(failing("预期 hubei.unit.adult 违反"), "没有发现问题\n");
}

/// The example of a page, as a scenario of Guangdong.
fn example(page: &str, word: &str) -> String {
    let start = page.find(word).expect("the page has an example");
    page[start..].split("\n```").next().unwrap_or_default().to_owned()
}

#[test]
fn the_examples_of_the_reference_and_the_card_are_as_expected() {
    let pages = [
        (include_str!("../docs/reference.md"), "scenario student_card"),
        (include_str!("../docs/reference-card.zh.md"), "情形 student_card"),
    ];
    for (page, word) in pages {
        let mut files = rule_files();
        let guangdong = files.iter_mut().find(|file| file.path == "guangdong.gj").expect("the province is there");
        guangdong.bytes.extend(format!("\n{}\n", example(page, word)).into_bytes());
        let mut session = compiled(files);
        assert_eq!(listed(&session, |_| false), "", "{word}");
        let (outcome, ..) = run_all(&session);
        session.diagnostics = outcome.diagnostics;
        assert_eq!(listed(&session, |_| false), "", "{word}");
    }
}
