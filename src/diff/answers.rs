//! Answers to policies that are not what they were.

use serde_json::Value;

use crate::diff::difference::{AnswerChange, Named, Text};
use crate::document::{Answer, Choice, Document, Parameter, Policy, Type};

/// How a bureau's silence is said.
pub const UNSTATED: &str = "未明确";

/// The changed answers of all layers; where several say the same, once.
pub fn changes(old: &Document, new: &Document) -> Vec<AnswerChange> {
    let mut all: Vec<AnswerChange> = Vec::new();
    for layer in &new.layers {
        let Some(before) = old.layers.iter().find(|other| other.id == layer.id) else { continue };
        let mut own: Vec<AnswerChange> = Vec::new();
        let mut asked: Vec<(&String, &String)> = Vec::new();
        let of = [layer, before].into_iter().flat_map(|layer| &layer.policies);
        for (track, policy) in of.flat_map(|(track, answers)| answers.keys().map(move |policy| (track, policy))) {
            if !asked.contains(&(track, policy)) {
                asked.push((track, policy));
            }
        }
        for (track, policy) in asked {
            let answer = |of: &'_ crate::document::Layer| of.policies.get(track)?.get(policy).cloned();
            let (before, after) = (answer(before), answer(layer));
            let (before, after) = (said(old, policy, before.as_ref()), said(new, policy, after.as_ref()));
            if before == after {
                continue;
            }
            let track = track_name(new, track);
            let is_it =
                |known: &&mut AnswerChange| known.policy.id == *policy && known.old == before && known.new == after;
            match own.iter_mut().find(is_it) {
                Some(known) => known.tracks.push(track),
                None => own.push(AnswerChange {
                    layers: vec![Named { id: layer.id.clone(), label: layer.label.clone() }],
                    tracks: vec![track],
                    policy: policy_name(new, old, policy),
                    old: before,
                    new: after,
                }),
            }
        }
        for change in own {
            let is_it = |known: &&mut AnswerChange| {
                (&known.tracks, &known.policy, &known.old, &known.new)
                    == (&change.tracks, &change.policy, &change.old, &change.new)
            };
            match all.iter_mut().find(is_it) {
                Some(known) => known.layers.extend(change.layers),
                None => all.push(change),
            }
        }
    }
    all
}

fn track_name(document: &Document, id: &str) -> Named {
    let values = document.vocabulary.enums.iter().filter(|own| own.id == "tracks").flat_map(|own| &own.values);
    let label = values.into_iter().find(|value| value.id == id).map_or(id, |value| value.label.as_str());
    Named { id: id.to_owned(), label: label.to_owned() }
}

fn policy<'t>(document: &'t Document, id: &str) -> Option<&'t Policy> {
    document.policies.iter().find(|policy| policy.id == id)
}

fn policy_name(new: &Document, old: &Document, id: &str) -> Named {
    let label = policy(new, id).or_else(|| policy(old, id)).map_or(id, |policy| policy.label.as_str());
    Named { id: id.to_owned(), label: label.to_owned() }
}

/// An answer in words: its choice with what it takes.
fn said(document: &Document, id: &str, answer: Option<&Answer>) -> Option<Text> {
    let answer = answer?;
    if answer.cases.is_empty() {
        return Some(choice(document, id, &answer.value, &answer.parameters));
    }
    let cases: Vec<Text> =
        answer.cases.iter().map(|case| choice(document, id, &case.value, &case.parameters)).collect();
    let (zh, en): (Vec<&str>, Vec<&str>) = cases.iter().map(|case| (case.zh.as_str(), case.en.as_str())).unzip();
    Some(Text { zh: format!("分情形：{}", zh.join("；")), en: format!("by cases: {}", en.join("; ")) })
}

fn choice(document: &Document, id: &str, value: &str, parameters: &std::collections::BTreeMap<String, Value>) -> Text {
    if value == "unstated" {
        return Text { zh: UNSTATED.to_owned(), en: "unstated".to_owned() };
    }
    let choice: Option<&Choice> =
        policy(document, id).and_then(|policy| policy.choices.iter().find(|own| own.id == value));
    let label = choice.map_or(value, |choice| choice.label.as_str());
    let mut zh: Vec<String> = Vec::new();
    let mut en: Vec<String> = Vec::new();
    for (name, argument) in parameters {
        let parameter = choice.and_then(|choice| choice.parameters.iter().find(|own| own.id == *name));
        let label = parameter.map_or(name.as_str(), |own| own.label.as_str());
        let shown = argument_text(document, parameter, argument);
        zh.push(format!("{label} {}", shown.zh));
        en.push(format!("{name} {}", shown.en));
    }
    if zh.is_empty() {
        return Text { zh: label.to_owned(), en: value.to_owned() };
    }
    Text { zh: format!("{label}（{}）", zh.join("，")), en: format!("{value} ({})", en.join(", ")) }
}

fn argument_text(document: &Document, parameter: Option<&Parameter>, argument: &Value) -> Text {
    let plain = |text: String| Text { zh: text.clone(), en: text };
    let kind = parameter.map(|parameter| &parameter.r#type);
    match argument {
        Value::Number(number) => {
            let unit = kind.and_then(|own| own.unit.as_deref()).map_or("", unit_words);
            Text { zh: format!("{number}{unit}"), en: number.to_string() }
        }
        Value::Bool(yes) => Text { zh: if *yes { "是" } else { "否" }.to_owned(), en: yes.to_string() },
        Value::String(id) => Text { zh: label(document, kind, id), en: id.clone() },
        Value::Array(ids) => {
            let ids: Vec<&str> = ids.iter().filter_map(Value::as_str).collect();
            let labels: Vec<String> = ids.iter().map(|id| label(document, kind, id)).collect();
            Text { zh: labels.join("、"), en: ids.join(", ") }
        }
        Value::Object(object) => sentences(argument).unwrap_or_else(|| {
            let words = object.get("words").and_then(Value::as_array);
            let labels = words.into_iter().flatten().filter_map(Value::as_str).map(|id| {
                let words = document.vocabulary.words.iter().find(|own| own.id == id);
                words.map_or(id, |own| own.label.as_str())
            });
            let labels: Vec<&str> = labels.collect();
            // A condition is said by the rules that it gives.
            if labels.is_empty() {
                Text { zh: "见规则".to_owned(), en: "see the rules".to_owned() }
            } else {
                plain(labels.join("、"))
            }
        }),
        Value::Null => plain(String::new()),
    }
}

/// The sentences of an obligation, one after the other.
fn sentences(argument: &Value) -> Option<Text> {
    if let Some(sentence) = argument.get("sentence") {
        let part = |language: &str| sentence.get(language).and_then(Value::as_str).unwrap_or_default().to_owned();
        return Some(Text { zh: part("zh"), en: part("en") });
    }
    let parts = argument.get("parts")?.as_array()?;
    let texts: Option<Vec<Text>> = parts.iter().map(|part| sentences(part.get("item")?)).collect();
    let texts = texts?;
    let is_any = matches!(argument.get("op").and_then(Value::as_str), Some("one_of" | "prefer"));
    let (zh, en) = if is_any { ("或", " or ") } else { ("、", ", ") };
    let (all_zh, all_en): (Vec<&str>, Vec<&str>) =
        texts.iter().map(|text| (text.zh.as_str(), text.en.as_str())).unzip();
    Some(Text { zh: all_zh.join(zh), en: all_en.join(en) })
}

fn label(document: &Document, kind: Option<&Type>, id: &str) -> String {
    let vocabulary = &document.vocabulary;
    let of_enum = || {
        let of = kind?.r#enum.as_ref()?;
        let values = &vocabulary.enums.iter().find(|own| own.id == *of)?.values;
        values.iter().find(|value| value.id == id).map(|value| value.label.clone())
    };
    let of_material = || vocabulary.materials.iter().find(|own| own.id == id).map(|own| own.label.clone());
    of_enum().or_else(of_material).unwrap_or_else(|| id.to_owned())
}

fn unit_words(unit: &str) -> &'static str {
    match unit {
        "years" => "岁",
        "months" => "个月",
        "days" => "天",
        "workdays" => "个工作日",
        "hours" => "小时",
        _ => "",
    }
}
