//! Numbers and applications at random, the same everywhere: `GUANJU_SEED=7` gives others.

use serde_json::{Map, Value, json};

/// SplitMix64: the same numbers everywhere.
pub struct Random(u64);

impl Random {
    pub fn new(seed: u64) -> Random {
        Random(seed)
    }

    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    pub fn below(&mut self, end: usize) -> usize {
        usize::try_from(self.next() % (end.max(1) as u64)).expect("it is below a usize")
    }

    pub fn of<'a, T>(&mut self, items: &'a [T]) -> &'a T {
        &items[self.below(items.len())]
    }

    /// True in so many of a hundred cases.
    pub fn percent(&mut self, chance: usize) -> bool {
        self.below(100) < chance
    }
}

pub fn seed() -> u64 {
    std::env::var("GUANJU_SEED").ok().and_then(|text| text.parse().ok()).unwrap_or(1)
}

/// Texts, numbers and days that the conditions of a table speak of, so that random values hit them.
pub struct Pool {
    texts: Vec<String>,
    numbers: Vec<i64>,
    days: Vec<String>,
    vocabulary: Value,
}

impl Pool {
    pub fn new(table: &Value) -> Pool {
        let mut pool = Pool {
            texts: ["", "花", "青禾园艺有限公司", "abc", "12345", "ABC-def 9", "岚山摄影笔记", "　"]
                .map(str::to_owned)
                .to_vec(),
            numbers: vec![0, 1, 2],
            days: ["2026-11-24", "2026-11-25", "2026-08-25", "2017-12-31", "2018-01-01"].map(str::to_owned).to_vec(),
            vocabulary: table["vocabulary"].clone(),
        };
        for list in array(&table["vocabulary"]["words"]) {
            pool.texts.extend(array(&list["words"]).iter().filter_map(Value::as_str).map(str::to_owned));
        }
        for template in array(&table["vocabulary"]["templates"]) {
            let parts = array(&template["parts"]).iter();
            pool.texts.push(parts.map(|part| part["fixed"].as_str().unwrap_or("某").to_owned()).collect());
        }
        pool.collect(&table["rules"]);
        pool.collect(&table["vocabulary"]["derived"]);
        pool.numbers.sort_unstable();
        pool.numbers.dedup();
        pool
    }

    /// The literals of conditions, and what lies beside them.
    fn collect(&mut self, node: &Value) {
        match node {
            Value::Object(object) => {
                match (object.get("op").and_then(Value::as_str), object.get("value")) {
                    (Some("int"), Some(Value::Number(number))) => {
                        let number = number.as_i64().expect("literals are integers");
                        self.numbers.extend([number - 1, number, number + 1]);
                    }
                    (Some("date"), Some(Value::String(day))) => self.days.push(day.clone()),
                    (Some("text"), Some(Value::String(text))) => self.texts.push(text.clone()),
                    _ => {}
                }
                if let Some(texts) = object.get("words").and_then(|words| words.get("texts")) {
                    self.texts.extend(array(texts).iter().filter_map(Value::as_str).map(str::to_owned));
                }
                object.values().for_each(|value| self.collect(value));
            }
            Value::Array(items) => items.iter().for_each(|item| self.collect(item)),
            _ => {}
        }
    }

    /// An application in which each fact is given in so many of a hundred cases.
    pub fn application(&self, random: &mut Random, chance: usize) -> Value {
        let mut application = Map::new();
        for list in array(&self.vocabulary["lists"]).iter().filter(|list| list.get("key").is_some()) {
            if random.percent(chance) {
                let count = random.below(4);
                let key = list["key"].as_str().expect("a key is a text").to_owned();
                application.insert(key, Value::Array(vec![json!({}); count]));
            }
        }
        for fact in array(&self.vocabulary["facts"]) {
            let path = fact["path"].as_str().expect("a path is a text");
            if path == "filing.province" || path == "filing.submitted_on" {
                continue;
            }
            let pointer: Vec<&str> = array(&fact["pointer"]).iter().filter_map(Value::as_str).collect();
            let list = array(&self.vocabulary["lists"]).iter().find(|list| list["id"] == fact["list"]);
            match list.and_then(|list| list.get("key")).and_then(Value::as_str) {
                None if list.is_some() => {}
                None => {
                    if random.percent(chance) {
                        put(&mut application, &pointer, self.value(random, fact));
                    }
                }
                Some(key) => {
                    let Some(Value::Array(elements)) = application.get_mut(key) else { continue };
                    for element in elements.iter_mut().filter_map(Value::as_object_mut) {
                        if random.percent(chance) {
                            put(element, &pointer, self.value(random, fact));
                        }
                    }
                }
            }
        }
        let mut materials = Map::new();
        for material in array(&self.vocabulary["materials"]) {
            if random.percent(chance / 3) {
                materials.insert(text(&material["id"]).to_owned(), self.material(random, material, chance));
            }
        }
        application.insert("materials".to_owned(), Value::Object(materials));
        Value::Object(application)
    }

    fn material(&self, random: &mut Random, material: &Value, chance: usize) -> Value {
        let mut own = Map::new();
        for id in array(&material["attributes"]) {
            let attribute = array(&self.vocabulary["attributes"]).iter().find(|attribute| attribute["id"] == *id);
            if random.percent(chance) {
                own.insert(text(id).to_owned(), self.value(random, attribute.expect("attributes are declared")));
            }
        }
        Value::Object(own)
    }

    /// A value that a fact may have.
    pub fn value(&self, random: &mut Random, fact: &Value) -> Value {
        if fact["optional"] == true && random.percent(25) {
            return Value::Null;
        }
        let of_type = &fact["type"];
        match text(&of_type["kind"]) {
            "yes_no" => random.percent(50).into(),
            "int" => {
                let (low, high) = (of_type["low"].as_i64().unwrap_or(0), of_type["high"].as_i64().unwrap_or(9));
                (*random.of(&self.numbers)).clamp(low, high).into()
            }
            "date" => random.of(&self.days).clone().into(),
            "phone" => {
                let phones = ["13800000001", "138-0000-0001", "+86 13800000001", "13800000002", "010-12345678", ""];
                (*random.of(&phones)).into()
            }
            "enum" => self.enum_value(random, of_type),
            "set" => {
                let count = random.below(3);
                (0..count).map(|_| self.enum_value(random, of_type)).collect()
            }
            _ => {
                let mut words = random.of(&self.texts).clone();
                while random.percent(30) {
                    let more: &String = random.of(&self.texts);
                    words.push_str(more);
                }
                words.into()
            }
        }
    }

    fn enum_value(&self, random: &mut Random, of_type: &Value) -> Value {
        let found = array(&self.vocabulary["enums"]).iter().find(|item| item["id"] == of_type["enum"]);
        let values = array(&found.expect("enums are declared")["values"]);
        random.of(values)["id"].clone()
    }
}

pub fn array(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}

fn text(value: &Value) -> &str {
    value.as_str().expect("it is a text")
}

pub fn put(record: &mut Map<String, Value>, pointer: &[&str], value: Value) {
    let Some((last, way)) = pointer.split_last() else { return };
    let inner = way.iter().fold(record, |inner, key| {
        let entry = inner.entry(*key).or_insert_with(|| json!({}));
        entry.as_object_mut().expect("records do not stand where values do")
    });
    inner.insert((*last).to_owned(), value);
}
