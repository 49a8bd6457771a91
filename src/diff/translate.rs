//! An application of the joint vocabulary as one of the two tables knows it.

use serde_json::{Map, Value};

use crate::diff::rename::{Named, Renames};
use crate::document::{Fact, List, Vocabulary};

/// The application with what a table knows, where that table has it. `None` where it has a value that
/// the table does not know.
pub fn translated(application: &Value, joint: &Vocabulary, own: &Vocabulary, renames: &Renames) -> Option<Value> {
    let mut result = Value::Object(Map::new());
    for fact in own.facts.iter().filter(|fact| fact.list.is_none()) {
        copy(application, &mut result, joint, own, renames, fact)?;
    }
    for list in own.lists.iter().filter(|list| list.members.is_empty()) {
        let name = renames.name(Named::List, &list.id);
        let Some(joint_list) = joint.lists.iter().find(|other| other.id == name) else { continue };
        let Some(elements) = application.get(key(joint_list)).and_then(Value::as_array) else { continue };
        let mut translated = Vec::new();
        for element in elements {
            let mut record = Value::Object(Map::new());
            for fact in own.facts.iter().filter(|fact| fact.list.as_deref() == Some(list.id.as_str())) {
                copy(element, &mut record, joint, own, renames, fact)?;
            }
            translated.push(record);
        }
        result[key(list)] = Value::Array(translated);
    }
    let mut materials = Map::new();
    for material in &own.materials {
        let Some(record) = application.get("materials").and_then(|all| all.get(&material.id)) else { continue };
        let mut translated = Map::new();
        for id in &material.attributes {
            if let Some(value) = record.get(renames.name(Named::Attribute, id)) {
                translated.insert(id.clone(), value.clone());
            }
        }
        materials.insert(material.id.clone(), Value::Object(translated));
    }
    result["materials"] = Value::Object(materials);
    Some(result)
}

fn key(list: &List) -> &str {
    list.key.as_deref().unwrap_or(&list.id)
}

/// Copies the value of a fact; `None` if it is one that the table does not know.
fn copy(
    from: &Value,
    to: &mut Value,
    joint: &Vocabulary,
    own: &Vocabulary,
    renames: &Renames,
    fact: &Fact,
) -> Option<()> {
    let name = renames.name(Named::Fact, &fact.path);
    let Some(joint_fact) = joint.facts.iter().find(|other| other.path == name) else { return Some(()) };
    let Some(value) = joint_fact.pointer.iter().try_fold(from, |record, key| record.get(key)) else { return Some(()) };
    if let Some(of) = &fact.r#type.r#enum {
        let values = own.enums.iter().find(|item| item.id == *of).map(|item| &item.values)?;
        let is_known = |value: &Value| values.iter().any(|known| value.as_str() == Some(&known.id));
        let is_fine = match value {
            Value::Array(all) => all.iter().all(is_known),
            Value::String(_) => is_known(value),
            _ => true,
        };
        if !is_fine {
            return None;
        }
    }
    place(to, &fact.pointer, value.clone());
    Some(())
}

fn place(record: &mut Value, pointer: &[String], value: Value) {
    let Some((last, way)) = pointer.split_last() else { return };
    let mut record = record;
    for key in way {
        if !record[key].is_object() {
            record[key] = Value::Object(Map::new());
        }
        record = &mut record[key];
    }
    record[last] = value;
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn vocabulary(name: &str, pointer: &[&str], values: &[&str]) -> Vocabulary {
        let values: Vec<Value> = values.iter().map(|id| json!({"id": id, "label": id})).collect();
        let read = json!({
            "enums": [{"id": "kinds", "values": values}],
            "facts": [{"path": name, "label": "", "type": {"kind": "enum", "enum": "kinds"}, "pointer": pointer}],
            "materials": [{"id": "paper", "label": "", "attributes": ["legible"]}],
        });
        serde_json::from_value(read).expect("a vocabulary")
    }

    #[test]
    fn an_application_is_said_as_the_other_table_says_it() {
        let joint = vocabulary("kind", &["sponsor", "kind"], &["unit", "person"]);
        let own = vocabulary("kind", &["kind"], &["unit"]);
        let known =
            json!({"sponsor": {"kind": "unit", "new": 1}, "materials": {"paper": {"legible": true, "more": 1}}});
        let translated_known = translated(&known, &joint, &own, &Renames::default());
        assert_eq!(translated_known, Some(json!({"kind": "unit", "materials": {"paper": {"legible": true}}})));
        let unknown = json!({"sponsor": {"kind": "person"}});
        assert_eq!(translated(&unknown, &joint, &own, &Renames::default()), None);
    }
}
