//! The table as a whole: valid, the same every time, one thing per line.

use serde_json::Value;

use crate::emit::schema::rule_table_schema;
use crate::emit::table::{sample, table, write_table};

fn parsed() -> Value {
    serde_json::from_str(&table(&sample::program())).unwrap()
}

fn rule<'a>(table: &'a Value, id: &str) -> &'a Value {
    table["rules"].as_array().unwrap().iter().find(|rule| rule["id"] == id).unwrap()
}

#[test]
fn the_table_validates_against_its_schema() {
    let schema: Value = serde_json::from_str(&rule_table_schema()).unwrap();
    let validator = jsonschema::validator_for(&schema).unwrap();
    let table = parsed();
    let errors: Vec<String> =
        validator.iter_errors(&table).map(|error| format!("{}: {error}", error.instance_path())).collect();
    assert_eq!(errors, Vec::<String>::new());
}

#[test]
fn the_schema_refuses_an_unknown_operation() {
    let schema: Value = serde_json::from_str(&rule_table_schema()).unwrap();
    let mut table = parsed();
    table["rules"][0]["when"][0]["condition"] = serde_json::json!({"op": "guess"});
    assert!(!jsonschema::is_valid(&schema, &table));
}

#[test]
fn every_operation_stands_in_the_sample() {
    let schema: Value = serde_json::from_str(&rule_table_schema()).unwrap();
    let text = table(&sample::program());
    for shape in ["Condition", "Obligation", "Also"] {
        for variant in schema["$defs"][shape]["allOf"].as_array().unwrap() {
            let op = variant["then"]["properties"]["op"]["const"].as_str().unwrap();
            assert!(text.contains(&format!("{{\"op\":\"{op}\"")), "{shape} `{op}`");
        }
    }
}

#[test]
fn threads_change_no_byte() {
    let program = sample::program();
    let mut bytes = Vec::new();
    write_table(&program, 3, &mut bytes).unwrap();
    assert_eq!(String::from_utf8(bytes).unwrap(), table(&program));
}

#[test]
fn a_rule_stands_on_one_line() {
    let text = table(&sample::program());
    let line = text.lines().find(|line| line.starts_with("{\"id\":\"guangdong.unit.many_labels\"")).unwrap();
    let rule: Value = serde_json::from_str(line.trim_end_matches(',')).unwrap();
    assert_eq!(rule["effective"], serde_json::json!({"from": "2020-08-17"}));
    assert_eq!(rule["cites"], serde_json::json!(["guangdong/e-22"]));
}

#[test]
fn an_element_fact_outside_its_list_stands_for_all_values() {
    let table = parsed();
    let text = rule(&table, "national.unit.naming")["when"].to_string();
    let values = r#"{"list":"site","of":{"fact":"site.name","op":"fact"},"op":"values"}"#;
    assert!(text.contains(values), "{text}");
    let inside = rule(&table, "guangdong.unit.many_labels")["when"].to_string();
    assert!(!inside.contains("\"op\":\"values\""), "{inside}");
}

#[test]
fn a_replaced_rule_is_excepted_and_stands_in_the_chain() {
    let table = parsed();
    let guangdong = &table["layers"][2];
    assert_eq!(guangdong["inherits"], serde_json::json!(["national", "tencent"]));
    assert_eq!(guangdong["except"], serde_json::json!(["national.unit.naming"]));
    let chain = serde_json::json!(["national.unit.naming", "guangdong.unit.naming"]);
    assert_eq!(rule(&table, "guangdong.unit.naming")["chain"], chain);
}

#[test]
fn an_answer_names_its_cases_and_rules() {
    let answer = &parsed()["layers"][2]["policies"]["unit"]["cross_province"];
    assert_eq!(answer["value"], "first_match");
    assert_eq!(answer["cases"][0]["parameters"]["age"], 18);
    assert_eq!(answer["cases"][1], serde_json::json!({"value": "unstated"}));
    assert_eq!(answer["rules"], serde_json::json!(["guangdong.unit.cross_province"]));
}

#[test]
fn empty_members_are_absent() {
    assert!(!table(&sample::program()).contains(":null"));
}
