//! Small tables and applications, each with its expected value.

use serde_json::json;

use crate::eval::application::Application;
use crate::eval::evaluate::Evaluation;
use crate::eval::table::Table;
use crate::eval::value::{Truth, Value};
use crate::text::Date;

const TABLE: &str = r#"{"schema_version":"1.0.0","vocabulary":{
 "lists":[{"id":"site","label":"网站","key":"sites","max":2}],
 "facts":[
  {"path":"sponsor.age","label":"年龄","type":{"kind":"int","low":0,"high":150},"pointer":["sponsor","age"]},
  {"path":"sponsor.since","label":"成立","type":{"kind":"date"},"pointer":["sponsor","since"]},
  {"path":"sponsor.note","label":"备注","type":{"kind":"text"},"optional":true,"pointer":["sponsor","note"]},
  {"path":"site.name","label":"名称","type":{"kind":"text"},"list":"site","pointer":["name"]}]},
 "rules":[],"layers":[{"id":"gd","kind":"province","label":"广东",
 "rules":["gd.x"]}]}"#;

/// The guard of the only rule, for an application.
fn check(when: &str, application: serde_json::Value) -> (Truth, Option<i64>) {
    let rule = format!(
        "\"rules\":[{{\"id\":\"gd.x\",\"label\":\"x\",\"tracks\":[],\"effect\":\"forbid\",\"when\":{when}}}],\"layers\""
    );
    let table = Table::read(&TABLE.replace("\"rules\":[],\"layers\"", &rule)).unwrap();
    let plan = table.plan("gd", None, Date::new(2026, 11, 24).unwrap()).unwrap();
    let application = Application::decode(&table, &application).unwrap();
    let evaluation = Evaluation::new(&table, &plan, &application);
    let node = plan.rules[0].when.as_ref().unwrap();
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

#[test]
fn every_misfit_is_named() {
    let table = Table::read(TABLE).unwrap();
    let json = json!({"sponsor": {"age": 151, "since": "2026-2-3", "name": 1}, "sites": [{"name": 1}], "x": 1});
    let misfits = Application::decode(&table, &json).unwrap_err();
    assert_eq!(misfits, ["sites[0].name", "sponsor.age", "sponsor.name", "sponsor.since", "x"]);
}

#[test]
fn an_unknown_province_is_suggested() {
    let table = Table::read(TABLE).unwrap();
    let message = table.plan("gdd", None, Date::new(2026, 11, 24).unwrap()).unwrap_err();
    assert!(format!("{message:?}").contains("`gdd`；是不是 gd"), "{message:?}");
}
