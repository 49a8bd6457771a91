//! Small tables and applications, each with its expected value.

use serde_json::json;

use crate::eval::decode::Scratch;
use crate::eval::evaluate::Evaluation;
use crate::eval::judge::{State, Verdict, findings};
use crate::eval::questions::questions;
use crate::eval::read::read;
use crate::eval::table::Table;
use crate::eval::value::{Truth, Value};
use crate::text::{Date, FileId};

const TABLE: &str = r#"{"schema_version":"1.0.0","vocabulary":{
 "lists":[{"id":"site","label":"网站","key":"sites","max":2}],
 "facts":[
  {"path":"sponsor.age","label":"年龄","type":{"kind":"int","low":0,"high":150},"pointer":["sponsor","age"]},
  {"path":"sponsor.since","label":"成立","type":{"kind":"date"},"pointer":["sponsor","since"]},
  {"path":"sponsor.note","label":"备注","type":{"kind":"text"},"optional":true,"pointer":["sponsor","note"]},
  {"path":"site.name","label":"名称","type":{"kind":"text"},"list":"site","pointer":["name"]}]},
 "rules":[],"layers":[{"id":"gd","kind":"province","label":"广东",
 "rules":["gd.x"]}]}"#;

/// A table with one rule.
fn table_of(rule: &str) -> Table {
    let rules = format!("\"rules\":[{rule}],\"layers\"");
    let own = if rule.is_empty() { "[]" } else { "[\"gd.x\"]" };
    Table::read(&TABLE.replace("\"rules\":[],\"layers\"", &rules).replace("[\"gd.x\"]", own)).unwrap()
}

fn forbid(when: &str) -> String {
    format!(
        "{{\"id\":\"gd.x\",\"label\":\"x\",\"tracks\":[],\"effect\":\"forbid\",\"when\":[{{\"condition\":{when}}}]}}"
    )
}

fn day() -> Date {
    Date::new(2026, 11, 24).unwrap()
}

/// The guard of the only rule, for an application.
fn check(when: &str, application: serde_json::Value) -> (Truth, Option<i64>) {
    let table = table_of(&forbid(when));
    let plan = table.plan("gd", None, day()).unwrap();
    let text = application.to_string();
    let application = read(&table, &plan, &mut Scratch::default(), FileId(0), &text).unwrap();
    let evaluation = Evaluation::new(&table, &plan, &application);
    let node = &plan.rules[0].when[0];
    let number = match evaluation.value(node) {
        Value::Int(number) => Some(number),
        Value::Date(day) => Some(day.into()),
        _ => None,
    };
    (evaluation.truth(node), number)
}

const ADULT: &str = r#"{"op":"ge","left":{"op":"fact","fact":"sponsor.age"},"right":{"op":"int","value":18}}"#;
const NOTE: &str = r#"{"op":"has","of":{"op":"fact","fact":"sponsor.note"}}"#;
const SHOP: &str = r#"{"op":"any","list":"site","of":{"op":"mentions","of":{"op":"fact","fact":"site.name"},"words":{"texts":["商城"]}}}"#;

#[test]
fn what_is_not_supplied_is_unknown() {
    assert_eq!(check(ADULT, json!({})).0, Truth::Unknown);
    assert_eq!(check(ADULT, json!({"sponsor": {"age": 18}})).0, Truth::True);
    assert_eq!(check(ADULT, json!({"sponsor": {"age": 17}})).0, Truth::False);
}

#[test]
fn what_is_left_empty_is_not_unknown() {
    assert_eq!(check(NOTE, json!({})).0, Truth::Unknown);
    assert_eq!(check(NOTE, json!({"sponsor": {"note": null}})).0, Truth::False);
}

#[test]
fn one_false_decides_a_conjunction() {
    let both = format!("{{\"op\":\"and\",\"of\":[{ADULT},{NOTE}]}}");
    assert_eq!(check(&both, json!({"sponsor": {"age": 3}})).0, Truth::False);
    assert_eq!(check(&both, json!({"sponsor": {"age": 30}})).0, Truth::Unknown);
}

#[test]
fn lists_are_looked_through() {
    assert_eq!(check(SHOP, json!({})).0, Truth::Unknown);
    assert_eq!(check(SHOP, json!({"sites": []})).0, Truth::False);
    assert_eq!(check(SHOP, json!({"sites": [{"name": "笔记"}, {}]})).0, Truth::Unknown);
    assert_eq!(check(SHOP, json!({"sites": [{}, {"name": "花卉商城"}]})).0, Truth::True);
}

#[test]
fn workdays_leave_out_weekends() {
    let shifted = |amount: i64, day: &str| {
        let of = r#"{"op":"fact","fact":"sponsor.since"}"#;
        let node = format!("{{\"op\":\"shift\",\"of\":{of},\"amount\":{amount},\"unit\":\"workdays\"}}");
        let number = check(&node, json!({"sponsor": {"since": day}})).1.unwrap();
        Date::from_day_number(i32::try_from(number).unwrap()).unwrap().to_string()
    };
    // 2026-11-24 is a Tuesday, 2026-11-28 a Saturday.
    assert_eq!(shifted(10, "2026-11-24"), "2026-12-08");
    assert_eq!(shifted(4, "2026-11-24"), "2026-11-30");
    assert_eq!(shifted(5, "2026-11-28"), "2026-12-04");
    assert_eq!(shifted(-1, "2026-11-29"), "2026-11-27");
}

/// The codes, places and messages of what is wrong with an application.
fn misfits(text: &str) -> Vec<String> {
    let table = table_of("");
    let plan = table.plan("gd", None, day()).unwrap();
    let found = read(&table, &plan, &mut Scratch::default(), FileId(0), text).unwrap_err();
    let place = |found: &crate::diagnostic::Diagnostic| found.place().1.of(text).to_owned();
    found.iter().map(|found| format!("{} {} {}", found.code.code, place(found), found.message.chinese)).collect()
}

#[test]
fn every_misfit_is_named_with_its_place() {
    let text = r#"{"sponsor": {"age": 151, "since": "2026-2-3", "naem": 1, "age": 3},
 "sites": [{"name": 1}, {}, {}], "x": [[[]]], "materials": 3}"#;
    insta::assert_snapshot!(misfits(text).join("\n"), @r#"
    E0805 151 `sponsor.age` 不能是 `151`
    E0805 "2026-2-3" `sponsor.since` 的 `"2026-2-3"` 不是日期
    E0803 "naem" 申请里没有 `sponsor.naem` 这一项
    E0807 "age" `sponsor.age` 写了两次
    E0804 1 `sites[0].name` 要写文本，这里是数
    E0808 "sites" `sites` 有 3 项，最多 2 项
    E0803 "x" 申请里没有 `x` 这一项
    E0804 3 `materials` 要写对象，例如 {"residence_permit": {"expires_on": "2027-05-01"}}，这里是数
    "#);
}

#[test]
fn what_is_no_json_is_said_with_its_place() {
    for (text, expected) in [
        ("{\"a\": }", "E0801 } 这不是 JSON：这里要写一个值"),
        ("{", "E0801  这不是 JSON：没有写完就结束了"),
        ("{} x", "E0801 x 这不是 JSON：写完之后还有多余的内容"),
        ("[1, 2]", "E0804 [1, 2] 申请要是对象 { … }，这里是数组"),
        ("", "E0801  这不是 JSON：没有写完就结束了"),
    ] {
        assert_eq!(misfits(text), [expected], "{text}");
    }
    let deep = format!("{{\"x\": {}{}}}", "[".repeat(100_000), "]".repeat(100_000));
    assert!(misfits(&deep)[0].starts_with("E0803 \"x\""), "{}", &misfits(&deep)[0][..60]);
    let open = "[".repeat(100_000);
    assert!(misfits(&open)[0].starts_with("E0801"), "{}", &misfits(&open)[0][..60]);
}

#[test]
fn many_mistakes_are_listed_up_to_a_limit_and_counted() {
    let text = format!("{{{}}}", vec!["\"x\": 1"; 250].join(","));
    let table = table_of("");
    let plan = table.plan("gd", None, day()).unwrap();
    let found = read(&table, &plan, &mut Scratch::default(), FileId(0), &text).unwrap_err();
    assert_eq!(found.len(), 100);
    assert!(found[99].message.chinese.ends_with("（另有 150 处错误没有列出）"));
}

#[test]
fn a_verdict_is_an_interval_that_facts_narrow() {
    let table = table_of(&forbid(ADULT));
    let plan = table.plan("gd", None, day()).unwrap();
    let judged = |text: &str| {
        let application = read(&table, &plan, &mut Scratch::default(), FileId(0), text).unwrap();
        let evaluation = Evaluation::new(&table, &plan, &application);
        let judgement = findings(&evaluation);
        let asked: Vec<String> =
            questions(&evaluation, &judgement).iter().map(|question| question.spot.path(&table)).collect();
        (judgement.verdict.at_least, judgement.verdict.at_most, judgement.findings[0].state(), asked)
    };
    assert_eq!(judged("{}"), (Verdict::Pass, Verdict::Refuse, State::Unknown, vec!["sponsor.age".to_owned()]));
    assert_eq!(judged(r#"{"sponsor":{"age":18}}"#), (Verdict::Refuse, Verdict::Refuse, State::Violated, Vec::new()));
    assert_eq!(judged(r#"{"sponsor":{"age":17}}"#), (Verdict::Pass, Verdict::Pass, State::Ok, Vec::new()));
}

#[test]
fn a_count_that_is_surely_large_enough_is() {
    let count = r#"{"op":"count_distinct","of":[{"op":"values","list":"site","of":{"op":"fact","fact":"site.name"}}]}"#;
    let two = format!("{{\"op\":\"ge\",\"left\":{count},\"right\":{{\"op\":\"int\",\"value\":1}}}}");
    assert_eq!(check(&two, json!({"sites": [{"name": "花"}, {}]})).0, Truth::True);
    assert_eq!(check(&two, json!({"sites": [{}]})).0, Truth::Unknown);
    assert_eq!(check(&two, json!({})).0, Truth::Unknown);
    assert_eq!(check(&two, json!({"sites": []})).0, Truth::False);
}

#[test]
fn derived_facts_in_a_circle_are_no_table() {
    let circle = r#""derived":[{"path":"a","label":"a","type":{"kind":"yes_no"},"value":{"op":"derived","derived":"a"}}],"facts""#;
    let table = Table::read(&TABLE.replace("\"facts\"", circle).replace("[\"gd.x\"]", "[]")).unwrap();
    let error = table.plan("gd", None, day()).unwrap_err();
    assert!(error.chinese.contains("`a`"), "{error:?}");
}

#[test]
fn an_unknown_province_is_suggested() {
    let table = Table::read(TABLE).unwrap();
    let message = table.plan("gdd", None, day()).unwrap_err();
    assert!(message.chinese.contains("`gdd`；可以是 gd"), "{message:?}");
}

#[test]
fn han_is_what_the_page_for_validators_says() {
    use unicode_script::{Script, UnicodeScript};
    let mut ranges: Vec<(u32, u32)> = Vec::new();
    for letter in ('\0'..=char::MAX).filter(|letter| letter.script() == Script::Han) {
        let code = letter as u32;
        match ranges.last_mut() {
            Some((_, last)) if *last + 1 == code => *last = code,
            _ => ranges.push((code, code)),
        }
    }
    let shown = |(first, last): &(u32, u32)| match first == last {
        true => format!("{first:X}"),
        false => format!("{first:X}–{last:X}"),
    };
    let shown: Vec<String> = ranges.iter().map(shown).collect();
    let line = format!("**Han** are the Unicode scalar values U+{}.", shown.join(", "));
    assert!(include_str!("../../docs/table.md").contains(&line), "{line}");
}
