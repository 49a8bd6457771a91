//! What holds for every table and every application: judging ends, its order does not matter, and
//! more facts never make a verdict less certain.

use std::collections::BTreeSet;

use guanju::emit::table::table;
use guanju::eval::decode::Scratch;
use guanju::eval::evaluate::Evaluation;
use guanju::eval::judge::{Interval, findings};
use guanju::eval::plan::Plan;
use guanju::eval::questions::questions;
use guanju::eval::read::read;
use guanju::eval::table::Table;
use guanju::eval::words;
use guanju::testing::vectors::vectors;
use guanju::text::{Date, FileId};
use serde_json::{Value, json};

use crate::common::{compiled, rule_files};
use crate::random::{Pool, Random, array, seed};

const PROVINCES: &[&str] = &["beijing", "guangdong", "heilongjiang", "shanghai", "tianjin", "xinjiang"];

fn real_table() -> String {
    table(&compiled(rule_files()).program)
}

fn day() -> Date {
    Date::new(2026, 11, 25).expect("it is a day")
}

/// A verdict, the findings as `rule element applies finding`, and the paths that are asked for.
struct Answer {
    verdict: Interval,
    findings: BTreeSet<String>,
    asked: Vec<String>,
}

/// `None` for an application that is refused: a contradiction.
fn answer(table: &Table, plan: &Plan, application: &Value) -> Option<Answer> {
    let text = application.to_string();
    let application = read(table, plan, &mut Scratch::default(), FileId(0), &text);
    let application = match application {
        Ok(application) => application,
        Err(misfits) => {
            let others = misfits.iter().find(|misfit| misfit.code.code != "E0809");
            assert!(others.is_none(), "a random application is legal in shape: {others:?}\n{text}");
            return None;
        }
    };
    let evaluation = Evaluation::new(table, plan, &application);
    let judgement = findings(&evaluation);
    let shown = judgement.findings.iter().map(|finding| {
        let rule = &plan.rules[finding.rule as usize];
        let id = &table.document.rules[rule.rule as usize].id;
        let place = rule.for_each.zip(finding.element);
        let element = place.map(|(list, element)| words::element(&evaluation, list, element).0).unwrap_or_default();
        format!("{id} {element} {} {}", finding.applies().word(), finding.state().word())
    });
    let asked = questions(&evaluation, &judgement);
    Some(Answer {
        verdict: judgement.verdict,
        findings: shown.collect(),
        asked: asked.iter().map(|question| question.spot.path(table)).collect(),
    })
}

/// Random rules over the real vocabulary, in every shape that the table has.
fn random_table(random: &mut Random, real: &Value, pool: &Pool) -> Value {
    let mut table = real.clone();
    let rules: Vec<Value> = (0..40).map(|number| random_rule(random, real, pool, number)).collect();
    let ids: Vec<Value> = rules.iter().map(|rule| rule["id"].clone()).collect();
    table["rules"] = rules.into();
    table["layers"] = json!([{"id": "x", "kind": "province", "label": "某省", "rules": ids}]);
    table
}

fn random_rule(random: &mut Random, real: &Value, pool: &Pool, number: usize) -> Value {
    let lists = ["", "", "site", "domain", "responsible"];
    let list = *random.of(&lists);
    let mut make = Maker { random, real, pool, list, material: None };
    let guards = make.random.below(3);
    let when: Vec<Value> = (0..guards).map(|_| json!({"condition": make.truth(3)})).collect();
    let tracks = [json!(["unit"]), json!(["individual"]), json!(["unit", "individual"])];
    let mut rule =
        json!({"id": format!("x.all.r{number}"), "label": "某规则", "tracks": make.random.of(&tracks), "when": when});
    if make.random.percent(40) {
        (rule["effect"], rule["severity"]) = ("forbid".into(), "refuse".into());
    } else {
        (rule["effect"], rule["severity"]) = ("require".into(), "correct".into());
        rule["require"] = make.demand(3);
    }
    if !list.is_empty() {
        rule["for_each"] = list.into();
    }
    rule
}

struct Maker<'a> {
    random: &'a mut Random,
    real: &'a Value,
    pool: &'a Pool,
    /// The list of whose element facts may be named.
    list: &'a str,
    material: Option<Value>,
}

impl Maker<'_> {
    fn fact(&mut self, kinds: &[&str]) -> Option<Value> {
        let list = self.list;
        let fits = |fact: &&Value| {
            let own = fact["list"].as_str().unwrap_or_default();
            kinds.contains(&fact["type"]["kind"].as_str().expect("a kind is a text")) && (own.is_empty() || own == list)
        };
        let facts: Vec<&Value> = array(&self.real["vocabulary"]["facts"]).iter().filter(fits).collect();
        (!facts.is_empty()).then(|| (*self.random.of(&facts)).clone())
    }

    fn truth(&mut self, depth: usize) -> Value {
        let shape = if depth == 0 { self.random.below(8) } else { self.random.below(13) };
        match shape {
            0 => self.fact(&["yes_no"]).map_or(json!({"op": "yes_no", "value": true}), |fact| named(&fact)),
            1 => self.compare(&["int"], &["eq", "ne", "lt", "le", "gt", "ge"]),
            2 => self.compare(&["date"], &["eq", "lt", "le", "gt", "ge"]),
            3 => self.compare(&["enum", "text", "phone"], &["eq", "ne"]),
            4 => self.fact(&["text"]).map_or(json!({"op": "yes_no", "value": false}), |fact| {
                let op = *self.random.of(&["mentions", "is_word", "starts_with", "ends_with"]);
                json!({"op": op, "of": named(&fact), "words": {"texts": ["花", "中国", "有限公司"]}})
            }),
            5 => {
                let derived: Vec<&Value> = array(&self.real["vocabulary"]["derived"])
                    .iter()
                    .filter(|item| item.get("list").is_none() && item["type"]["kind"] == "yes_no")
                    .collect();
                json!({"op": "derived", "derived": self.random.of(&derived)["path"]})
            }
            6 => self
                .fact(&["text", "date"])
                .map_or(json!({"op": "yes_no", "value": true}), |fact| json!({"op": "has", "of": named(&fact)})),
            7 => self.counted(),
            8 => json!({"op": "not", "of": self.truth(depth - 1)}),
            9 | 10 => {
                let op = *self.random.of(&["and", "or"]);
                let count = self.random.below(4);
                json!({"op": op, "of": (0..count).map(|_| self.truth(depth - 1)).collect::<Vec<_>>()})
            }
            _ if self.list.is_empty() => self.quantified(depth),
            _ => self.truth(depth - 1),
        }
    }

    fn quantified(&mut self, depth: usize) -> Value {
        let list = *self.random.of(&["site", "domain", "filed_site", "responsible"]);
        let before = std::mem::replace(&mut self.list, list);
        let of = self.truth(depth.min(1));
        self.list = before;
        json!({"op": *self.random.of(&["any", "all"]), "list": list, "of": of})
    }

    /// A comparison with a count.
    fn counted(&mut self) -> Value {
        let left = if self.list.is_empty() && self.random.percent(60) {
            json!({"op": "count_distinct", "of": [
                {"op": "values", "list": "domain", "of": {"op": "fact", "fact": "domain.label"}},
                {"op": "values", "list": "filed_domain", "of": {"op": "fact", "fact": "filed_domain.label"}},
            ]})
        } else {
            json!({"op": "distinct_mobiles", "of": [
                {"op": "fact", "fact": "subject_resp.phone"}, {"op": "fact", "fact": "subject_resp.emergency_phone"},
            ]})
        };
        let op = *self.random.of(&["eq", "ne", "lt", "le", "gt", "ge"]);
        json!({"op": op, "left": left, "right": {"op": "int", "value": self.random.below(4)}})
    }

    fn compare(&mut self, kinds: &[&str], ops: &[&str]) -> Value {
        let Some(fact) = self.fact(kinds) else { return json!({"op": "yes_no", "value": true}) };
        let kind = fact["type"]["kind"].as_str().expect("a kind is a text").to_owned();
        let literal = loop {
            let value = self.pool.value(self.random, &fact);
            if !value.is_null() {
                break value;
            }
        };
        let right = match kind.as_str() {
            "enum" => json!({"op": "enum", "enum": fact["type"]["enum"], "value": literal}),
            "phone" => json!({"op": "text", "value": "13800000001"}),
            kind => json!({"op": kind, "value": literal}),
        };
        json!({"op": *self.random.of(ops), "left": named(&fact), "right": right})
    }

    fn demand(&mut self, depth: usize) -> Value {
        match if depth == 0 { self.random.below(2) } else { self.random.below(5) } {
            0 => json!({"op": "condition", "condition": self.truth(2)}),
            1 => self.provide(),
            2 => json!({"op": "remark", "fact": "sponsor.remark", "template": "medical_licence_line"}),
            3 => {
                let count = 1 + self.random.below(2);
                json!({"op": "at_least", "count": count, "parts": self.parts(depth - 1)})
            }
            _ => json!({"op": *self.random.of(&["all_of", "one_of", "prefer"]), "parts": self.parts(depth - 1)}),
        }
    }

    fn parts(&mut self, depth: usize) -> Vec<Value> {
        let count = self.random.below(4);
        let part = |make: &mut Self| {
            let mut part = json!({"item": make.demand(depth)});
            if make.random.percent(40) {
                part["when"] = json!([{"condition": make.truth(1)}]);
            }
            part
        };
        (0..count).map(|_| part(self)).collect()
    }

    fn provide(&mut self) -> Value {
        let material = self.random.of(array(&self.real["vocabulary"]["materials"])).clone();
        let mut with = Vec::new();
        if array(&material["attributes"]).iter().any(|attribute| attribute == "legible") && self.random.percent(60) {
            with.push(json!({"condition": {"op": "attribute", "attribute": "legible"}}));
        }
        self.material = Some(material.clone());
        json!({"op": "provide", "material": material["id"], "with": with})
    }
}

fn named(fact: &Value) -> Value {
    json!({"op": "fact", "fact": fact["path"]})
}

/// Turns round every list whose order has no meaning.
fn reversed(node: &Value) -> Value {
    match node {
        Value::Object(object) => {
            let is_ordered = matches!(object.get("op").and_then(Value::as_str), Some("cases"));
            let turn = |(key, value): (&String, &Value)| {
                let mut value = reversed(value);
                if let (false, Value::Array(items)) = (is_ordered, &mut value)
                    && matches!(key.as_str(), "of" | "parts" | "when" | "with" | "rules")
                {
                    items.reverse();
                }
                (key.clone(), value)
            };
            Value::Object(object.iter().map(turn).collect())
        }
        Value::Array(items) => items.iter().map(reversed).collect(),
        other => other.clone(),
    }
}

#[test]
fn the_order_of_rules_and_conditions_does_not_matter() {
    let real: Value = serde_json::from_str(&real_table()).expect("the table is JSON");
    let pool = Pool::new(&real);
    let mut random = Random::new(seed());
    for _ in 0..20 {
        let table = random_table(&mut random, &real, &pool);
        let mut turned = table.clone();
        turned["rules"] = reversed(&table["rules"]);
        if let Some(rules) = turned["rules"].as_array_mut() {
            rules.reverse();
        }
        turned["layers"] = reversed(&table["layers"]);
        let [one, other] = [&table, &turned].map(|table| Table::read(&table.to_string()).expect("it is a table"));
        let [plan, other_plan] = [&one, &other].map(|table| table.plan("x", None, day()).expect("there is a province"));
        for chance in [20, 60, 95] {
            let application = pool.application(&mut random, chance);
            let (Some(found), Some(turned)) =
                (answer(&one, &plan, &application), answer(&other, &other_plan, &application))
            else {
                continue;
            };
            assert_eq!(found.verdict, turned.verdict, "{application}");
            assert_eq!(found.findings, turned.findings, "{application}");
            let sorted = |mut asked: Vec<String>| {
                asked.sort();
                asked
            };
            assert_eq!(sorted(found.asked), sorted(turned.asked), "{application}");
        }
    }
}

/// Leaves out every fact of an application in turn; how often the verdict became less certain.
fn narrowed_by_one(table: &Table, plan: &Plan, whole: &Value) -> usize {
    let Some(more) = answer(table, plan, whole) else { return 0 };
    let mut narrowed = 0;
    for (pointer, less) in with_one_less(whole) {
        let Some(less_known) = answer(table, plan, &less) else { continue };
        let (wide, narrow) = (less_known.verdict, more.verdict);
        let lost = lost(&less_known.findings, &more.findings);
        assert!(lost.is_none(), "without {pointer}: {lost:?} was known and changed\n{whole}");
        let is_inside = wide.at_least <= narrow.at_least && narrow.at_most <= wide.at_most;
        assert!(is_inside, "with {pointer}: {wide:?} became {narrow:?}\n{whole}");
        narrowed += usize::from(wide != narrow);
    }
    narrowed
}

#[test]
fn one_more_fact_never_widens_the_verdict_of_random_rules() {
    let real: Value = serde_json::from_str(&real_table()).expect("the table is JSON");
    let pool = Pool::new(&real);
    let mut random = Random::new(seed());
    for _ in 0..20 {
        let table = random_table(&mut random, &real, &pool);
        let table = Table::read(&table.to_string()).expect("it is a table");
        let plan = table.plan("x", None, day()).expect("there is a province");
        for chance in [60, 95, 100] {
            narrowed_by_one(&table, &plan, &pool.application(&mut random, chance));
        }
    }
}

#[test]
fn one_more_fact_never_widens_the_verdict_of_a_province() {
    let session = compiled(rule_files());
    let table = Table::read(&table(&session.program)).expect("it is a table");
    let lines = vectors(&session.program, &table, 2);
    let mut narrowed = 0;
    // Every tenth scenario: a legal application, most of whose facts are given.
    for line in lines.lines().step_by(10) {
        let vector: Value = serde_json::from_str(line).expect("a vector is JSON");
        let province = vector["province"].as_str().expect("a vector has a province");
        // The day of the question stands for the day of submission where that is left out.
        let day = vector["as_of"].as_str().and_then(Date::read).expect("a vector has a day");
        let plan = table.plan(province, vector["provider"].as_str(), day).expect("there is a province");
        narrowed += narrowed_by_one(&table, &plan, &vector["application"]);
    }
    assert!(narrowed > 500, "the facts that were left out mattered only {narrowed} times");
}

/// A finding that was known of less and is another one of more.
fn lost<'a>(less: &'a BTreeSet<String>, more: &BTreeSet<String>) -> Option<&'a String> {
    let place = |finding: &str| {
        finding.rsplit_once(' ').map(|(rest, _)| rest.rsplit_once(' ').map(|(rest, _)| rest.to_owned()))
    };
    let known = less.iter().filter(|finding| !finding.ends_with(" unknown"));
    let mut changed = known.filter(|finding| {
        let state = finding.rsplit(' ').next();
        let same = more.iter().find(|other| place(other) == place(finding));
        same.is_some_and(|other| other.rsplit(' ').next() != state)
    });
    changed.next()
}

/// The application without each of its facts in turn; lists are left out whole, too.
fn with_one_less(application: &Value) -> Vec<(String, Value)> {
    let mut pointers = Vec::new();
    collect_pointers(application, String::new(), &mut pointers);
    let without = |pointer: &String| {
        let mut less = application.clone();
        let (parent, key) = pointer.rsplit_once('/').expect("a pointer begins with a slash");
        less.pointer_mut(parent)?.as_object_mut()?.remove(key)?;
        Some((pointer.clone(), less))
    };
    pointers.iter().filter_map(without).collect()
}

/// Pointers to values, but not to a material as a whole: a material that is not there is absent.
fn collect_pointers(node: &Value, at: String, out: &mut Vec<String>) {
    match node {
        Value::Object(object) => {
            for (key, value) in object {
                collect_pointers(value, format!("{at}/{key}"), out);
            }
        }
        Value::Array(items) if items.iter().all(Value::is_object) && !at.starts_with("/materials") => {
            out.push(at.clone());
            items.iter().enumerate().for_each(|(index, item)| collect_pointers(item, format!("{at}/{index}"), out));
        }
        _ => out.push(at),
    }
}

#[test]
fn what_is_asked_is_missing_and_matters() {
    let table = Table::read(&real_table()).expect("it is a table");
    let value: Value = serde_json::from_str(&real_table()).expect("the table is JSON");
    let pool = Pool::new(&value);
    let mut random = Random::new(seed());
    for province in PROVINCES {
        let plan = table.plan(province, Some("tencent"), day()).expect("there is a province");
        for chance in [0, 30, 70, 95] {
            let application = pool.application(&mut random, chance);
            let Some(found) = answer(&table, &plan, &application) else { continue };
            let is_open = found.verdict.at_least != found.verdict.at_most;
            assert_eq!(is_open, !found.asked.is_empty(), "{:?} asks {:?}\n{application}", found.verdict, found.asked);
            for path in &found.asked {
                let pointer = format!("/{}", path.replace('[', "/").replace(']', "").replace('.', "/"));
                assert!(application.pointer(&pointer).is_none(), "`{path}` is asked for and given\n{application}");
            }
        }
    }
}
