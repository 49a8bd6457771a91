//! The small changes: of a rule, and of any expression.

use guanju::text::Date;
use serde_json::{Value, json};

/// What a table says of names, as far as changes need it.
pub struct Names {
    /// The values of each enum.
    enums: Vec<(String, Vec<String>)>,
    /// The words of each list.
    words: Vec<(String, Vec<String>)>,
    tracks: Vec<String>,
    /// Facts, derived facts, attributes, templates and materials, each with what it is like.
    likes: Vec<(&'static str, Vec<(String, Value)>)>,
    /// The rows of each table, and its enums.
    tables: Vec<Value>,
}

/// A changed copy: by which operator, and where.
pub struct Mutant {
    pub operator: &'static str,
    pub at: String,
    pub value: Value,
}

const NUMERIC: [&str; 6] = ["lt", "le", "gt", "ge", "eq", "ne"];
const TEXTUAL: [&str; 4] = ["is_word", "mentions", "starts_with", "ends_with"];
const PAIRS: [(&str, &str, &str); 7] = [
    ("and", "or", "and/or"),
    ("any", "all", "any/all"),
    ("all_of", "one_of", "all of/one of"),
    ("only_latin", "only_digits", "function"),
    ("count_distinct", "distinct_mobiles", "function"),
    ("char_count", "han_count", "function"),
    ("plus", "minus", "function"),
];

fn texts(value: &Value) -> Vec<String> {
    value.as_array().into_iter().flatten().filter_map(Value::as_str).map(str::to_owned).collect()
}

impl Names {
    pub fn new(table: &Value) -> Names {
        let vocabulary = &table["vocabulary"];
        let items = |key: &str| vocabulary[key].as_array().cloned().unwrap_or_default();
        let id = |item: &Value| item["id"].as_str().unwrap_or_default().to_owned();
        let enums: Vec<(String, Vec<String>)> = items("enums")
            .iter()
            .map(|item| (id(item), item["values"].as_array().into_iter().flatten().map(id).collect()))
            .collect();
        let words = items("words").iter().map(|item| (id(item), texts(&item["words"]))).collect();
        let track = items("derived").into_iter().find(|item| item["path"] == "sponsor.track").unwrap_or_default();
        let tracks = enums.iter().find(|(name, _)| track["type"]["enum"] == name.as_str());
        let tracks = tracks.map(|(_, values)| values.clone()).unwrap_or_default();
        let like = |item: &Value| json!([item["type"]["kind"], item["type"]["enum"], item["list"], item["optional"]]);
        let all = |key: &str, name: &str| -> Vec<(String, Value)> {
            let named = |item: &Value| (item[name].as_str().unwrap_or_default().to_owned(), like(item));
            items(key).iter().map(named).collect()
        };
        let likes = vec![
            ("fact", all("facts", "path")),
            ("derived", all("derived", "path")),
            ("attribute", all("attributes", "id")),
            ("template", all("templates", "id")),
            ("material", all("materials", "id")),
        ];
        Names { enums, words, tracks, likes, tables: items("tables") }
    }

    /// The next thing of the same kind and type.
    fn next_like(&self, kind: &str, name: &Value) -> Option<String> {
        let (_, all) = self.likes.iter().find(|(own, _)| *own == kind)?;
        let own = all.iter().position(|(other, _)| *name == other.as_str())?;
        let further = all[own + 1..].iter().chain(&all[..own]);
        further.clone().find(|(_, like)| *like == all[own].1).map(|(name, _)| name.clone())
    }

    /// The pair of a key and its values in a table left out, for each row.
    fn fewer_rows(&self, place: &Value) -> Vec<Value> {
        let table = self.tables.iter().find(|table| table["id"] == place["table"]);
        let rows = table.into_iter().flat_map(|table| table["rows"].as_array().into_iter().flatten());
        let without = |row: &Value| {
            let from = &table.expect("it has a row")["from"];
            let key = match from.as_str() {
                Some(of) => json!({"op": "enum", "enum": of, "value": row["key"]}),
                None => json!({"op": "text", "value": row["key"]}),
            };
            json!({"op": "and", "of": [place, {"op": "ne", "left": place["key"], "right": key}]})
        };
        rows.map(without).collect()
    }

    /// All changes of a rule, its removal aside.
    pub fn rule(&self, rule: &Value) -> Vec<Mutant> {
        let mut all = Vec::new();
        let mut add = |operator, at: &str, value| all.push(Mutant { operator, at: at.to_owned(), value });
        let effects: &[(&str, &str)] = match rule["effect"].as_str() {
            Some("require") => &[("forbid", "refuse"), ("advise", "")],
            Some("forbid") => &[("advise", "")],
            _ => &[("forbid", "refuse")],
        };
        for (effect, severity) in effects {
            let mut changed = rule.clone();
            changed["effect"] = json!(effect);
            changed["severity"] = if severity.is_empty() { Value::Null } else { json!(severity) };
            add("effect, severity", "/effect", changed);
        }
        let own = texts(&rule["tracks"]);
        for track in &self.tracks {
            let mut changed = rule.clone();
            let mut tracks = own.clone();
            if own.contains(track) {
                tracks.retain(|other| other != track);
            } else {
                tracks.push(track.clone());
            }
            changed["tracks"] = json!(tracks);
            add("track", "/tracks", changed);
        }
        all.extend(effective(rule));
        all.extend(dropped(rule, "when", "dropped condition"));
        for (at, place, is_truth) in places(rule, &["when", "require"]) {
            let changes = self.changes(place, is_truth);
            all.extend(changes.into_iter().map(|(operator, new)| with(rule, &at, operator, new)));
        }
        all
    }

    /// All changes of the value of a derived fact.
    pub fn derived(&self, derived: &Value) -> Vec<Mutant> {
        let mut all = Vec::new();
        for (at, place, is_truth) in places(derived, &["value"]) {
            let is_truth = is_truth || at == "/value" && derived["type"]["kind"] == "yes_no";
            let changes = self.changes(place, is_truth);
            all.extend(changes.into_iter().map(|(operator, new)| with(derived, &at, operator, new)));
        }
        all
    }

    /// The changes of one expression or obligation, its parts aside.
    fn changes(&self, place: &Value, is_truth: bool) -> Vec<(&'static str, Value)> {
        let mut all = Vec::new();
        let set = |key: &str, value: Value| {
            let mut changed = place.clone();
            changed[key] = value;
            changed
        };
        let op = place["op"].as_str().unwrap_or_default();
        if is_truth {
            let opposite = if op == "not" { place["of"].clone() } else { json!({"op": "not", "of": place}) };
            all.push(("negation", opposite));
        }
        for (one, other, operator) in PAIRS {
            if op == one || op == other {
                all.push((operator, set("op", json!(if op == one { other } else { one }))));
            }
        }
        if TEXTUAL.contains(&op) {
            let others = TEXTUAL.iter().filter(|other| **other != op);
            all.extend(others.map(|other| ("text operator", set("op", json!(other)))));
            all.extend(self.fewer_words(place).into_iter().map(|changed| ("dropped word", changed)));
        }
        if NUMERIC.contains(&op) {
            let is_plain = matches!(op, "eq" | "ne") && !is_number(&place["left"]) && !is_number(&place["right"]);
            let others = NUMERIC.iter().filter(|other| **other != op);
            let others = others.filter(|other| !is_plain || matches!(**other, "eq" | "ne"));
            all.extend(others.map(|other| ("comparison", set("op", json!(other)))));
        }
        for (key, kind, operator) in [
            ("fact", "fact", "another fact"),
            ("derived", "derived", "another fact"),
            ("attribute", "attribute", "another fact"),
            ("template", "template", "another template"),
            ("material", "material", "another material"),
        ] {
            let next = self.next_like(kind, &place[key]);
            all.extend(next.map(|name| (operator, set(key, json!(name)))));
        }
        match op {
            "in_row" => all.extend(self.fewer_rows(place).into_iter().map(|changed| ("dropped row", changed))),
            "holds" => {
                let next = self.next_value(place);
                all.push(("value", set("value", json!(next))));
            }
            "int" => all.extend(around(&place["value"]).map(|value| ("constant", set("value", value)))),
            "at_least" => all.extend(around(&place["count"]).map(|value| ("constant", set("count", value)))),
            "date" => {
                let day = place["value"].as_str().and_then(Date::read).expect("a table has days");
                let days = [day.previous(), day.next()].into_iter().flatten();
                all.extend(days.map(|day| ("constant", set("value", json!(day.to_string())))));
            }
            "shift" => {
                all.extend(around(&place["amount"]).map(|value| ("constant", set("amount", value))));
                let other = if place["unit"] == "days" { "workdays" } else { "days" };
                all.push(("unit", set("unit", json!(other))));
            }
            "yes_no" => all.push(("constant", set("value", json!(place["value"] != true)))),
            "enum" => {
                let next = self.next_value(place);
                all.push(("value", set("value", json!(next))));
            }
            "in" => {
                let own = texts(&place["values"]);
                for value in self.values(&place["enum"]) {
                    let is_own = own.contains(&value);
                    let mut values = own.clone();
                    values.retain(|other| *other != value);
                    if !is_own {
                        values.push(value);
                    }
                    let operator = if is_own { "dropped value" } else { "added value" };
                    all.push((operator, set("values", json!(values))));
                }
            }
            _ => {}
        }
        for (keys, operator) in [
            (["and", "or", "count_distinct", "distinct_mobiles"].as_slice(), "dropped condition"),
            (&["cases"], "dropped case"),
            (&["all_of", "one_of", "prefer", "at_least"], "dropped alternative"),
            (&["provide"], "dropped condition"),
        ] {
            let key = match op {
                "cases" => "cases",
                "provide" => "with",
                "all_of" | "one_of" | "prefer" | "at_least" => "parts",
                _ => "of",
            };
            if keys.contains(&op) {
                all.extend(dropped(place, key, operator).into_iter().map(|mutant| (operator, mutant.value)));
            }
        }
        all
    }

    /// The value behind one in its enum.
    fn next_value(&self, place: &Value) -> String {
        let values = self.values(&place["enum"]);
        let own = values.iter().position(|value| place["value"] == value.as_str()).unwrap_or_default();
        values[(own + 1) % values.len()].clone()
    }

    fn values(&self, name: &Value) -> Vec<String> {
        let found = self.enums.iter().find(|(id, _)| *name == id.as_str());
        found.map(|(_, values)| values.clone()).unwrap_or_default()
    }

    /// The test without one of its words, for each of them.
    fn fewer_words(&self, place: &Value) -> Vec<Value> {
        let set = &place["words"];
        let lists = texts(&set["words"]);
        let of_lists = self.words.iter().filter(|(id, _)| lists.contains(id)).flat_map(|(_, words)| words.clone());
        let mut words: Vec<String> = of_lists.chain(texts(&set["texts"])).collect();
        words.sort();
        words.dedup();
        let without = |word: String| {
            let mut changed = place.clone();
            let mut except = texts(&set["except_texts"]);
            except.push(word);
            changed["words"]["except_texts"] = json!(except);
            changed
        };
        words.into_iter().map(without).collect()
    }
}

/// The name of changes that only other days show.
pub const DAYS: &str = "first or last day";

/// The first and the last day of a rule a day earlier, a day later, and left out.
fn effective(rule: &Value) -> Vec<Mutant> {
    let mut all = Vec::new();
    for key in ["from", "until"] {
        let Some(day) = rule["effective"][key].as_str().and_then(Date::read) else { continue };
        let days = [day.previous(), day.next()].map(|day| json!(day.map(|day| day.to_string())));
        for new in days.into_iter().chain([Value::Null]) {
            let mut changed = rule.clone();
            changed["effective"][key] = new;
            all.push(Mutant { operator: DAYS, at: format!("/effective/{key}"), value: changed });
        }
    }
    all
}

fn is_number(side: &Value) -> bool {
    ["int", "date", "shift", "plus", "minus", "count", "count_distinct", "distinct_mobiles", "char_count", "han_count"]
        .iter()
        .any(|op| side["op"] == *op)
}

fn around(number: &Value) -> impl Iterator<Item = Value> {
    let number = number.as_i64().expect("a table has whole numbers");
    [number - 1, number + 1].into_iter().filter(move |other| number < 0 || *other >= 0).map(|other| json!(other))
}

/// The value without one item of a list, for each of them.
fn dropped(value: &Value, key: &str, operator: &'static str) -> Vec<Mutant> {
    let items = value[key].as_array().cloned().unwrap_or_default();
    let without = |index: usize| {
        let mut changed = value.clone();
        let mut fewer = items.clone();
        fewer.remove(index);
        changed[key] = json!(fewer);
        Mutant { operator, at: format!("/{key}/{index}"), value: changed }
    };
    (0..items.len()).map(without).collect()
}

fn with(whole: &Value, at: &str, operator: &'static str, new: Value) -> Mutant {
    let mut value = whole.clone();
    *value.pointer_mut(at).expect("the place was found there") = new;
    Mutant { operator, at: at.to_owned(), value }
}

/// Every object with an operation below some keys: where it is, and whether it is true or false.
fn places<'v>(whole: &'v Value, keys: &[&str]) -> Vec<(String, &'v Value, bool)> {
    let mut all = Vec::new();
    for key in keys {
        if let Some(value) = whole.get(key) {
            collect(value, format!("/{key}"), false, &mut all);
        }
    }
    all
}

fn collect<'v>(value: &'v Value, at: String, is_truth: bool, all: &mut Vec<(String, &'v Value, bool)>) {
    match value {
        Value::Array(items) => {
            let items = items.iter().enumerate();
            items.for_each(|(index, item)| collect(item, format!("{at}/{index}"), is_truth, all));
        }
        Value::Object(members) => {
            let op = value["op"].as_str();
            if op.is_some() {
                all.push((at.clone(), value, is_truth));
            }
            for (key, member) in members.iter().filter(|(key, _)| !matches!(key.as_str(), "sentence" | "words")) {
                let is_truth = match (op, key.as_str()) {
                    (_, "condition") => true,
                    (None, "when") => !member.is_array(),
                    (Some("not" | "and" | "or" | "any" | "all" | "count"), "of") => true,
                    _ => false,
                };
                collect(member, format!("{at}/{key}"), is_truth, all);
            }
        }
        _ => {}
    }
}
