//! The JSON Schema of an application: what may be said, with labels, for forms and client libraries.
//!
//! ```json
//! {"filing": {"type": "first"}, "sites": [{"name": "青禾园艺"}], "materials": {"site_plan": {}}}
//! ```
//!
//! Nothing is required: what is not there is unknown. Members stand in the order of the vocabulary, so
//! that a form made from the schema reads like one.

use serde::ser::SerializeMap;
use serde::{Serialize, Serializer};

use crate::model::{Enum, Fact, ListKind, Nature, Type, Vocabulary};

/// JSON Schema draft 2020-12, for people to read.
pub fn application_schema(vocabulary: &Vocabulary) -> String {
    let mut root = Node::object("备案申请");
    root.description = Some(
        "一份备案申请，用来核对规则。什么都可以不写：没有写的是还不知道的。`null` 表示留空，只有可不填的项可以。"
            .to_owned(),
    );
    root.schema = Some("https://json-schema.org/draft/2020-12/schema");
    for fact in &vocabulary.facts {
        add_fact(&mut root, vocabulary, fact);
    }
    root.properties.push(("materials".to_owned(), materials(vocabulary)));
    root.definitions = vocabulary.enums.iter().map(|of| (of.name.to_string(), values(of))).collect();
    let mut text = serde_json::to_string_pretty(&root).expect("INVARIANT: these structs have text keys only");
    text.push('\n');
    text
}

/// A schema.
#[derive(Serialize)]
struct Node {
    #[serde(rename = "$schema", skip_serializing_if = "Option::is_none")]
    schema: Option<&'static str>,
    #[serde(rename = "$ref", skip_serializing_if = "Option::is_none")]
    reference: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    title: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    description: Option<String>,
    #[serde(rename = "type", skip_serializing_if = "Option::is_none")]
    kind: Option<&'static str>,
    #[serde(rename = "const", skip_serializing_if = "Option::is_none")]
    constant: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    format: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pattern: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    minimum: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    maximum: Option<i64>,
    #[serde(rename = "maxItems", skip_serializing_if = "Option::is_none")]
    max_items: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    items: Option<Box<Node>>,
    #[serde(rename = "oneOf", skip_serializing_if = "Vec::is_empty")]
    one_of: Vec<Node>,
    #[serde(rename = "additionalProperties", skip_serializing_if = "Option::is_none")]
    additional: Option<bool>,
    #[serde(skip_serializing_if = "Vec::is_empty", serialize_with = "in_order")]
    properties: Vec<(String, Node)>,
    #[serde(rename = "$defs", skip_serializing_if = "Vec::is_empty", serialize_with = "in_order")]
    definitions: Vec<(String, Node)>,
}

fn in_order<S: Serializer>(members: &[(String, Node)], serializer: S) -> Result<S::Ok, S::Error> {
    let mut map = serializer.serialize_map(Some(members.len()))?;
    for (key, node) in members {
        map.serialize_entry(key, node)?;
    }
    map.end()
}

impl Node {
    fn new() -> Node {
        Node {
            schema: None,
            reference: None,
            title: None,
            description: None,
            kind: None,
            constant: None,
            format: None,
            pattern: None,
            minimum: None,
            maximum: None,
            max_items: None,
            items: None,
            one_of: Vec::new(),
            additional: None,
            properties: Vec::new(),
            definitions: Vec::new(),
        }
    }

    fn object(title: &str) -> Node {
        let title = (!title.is_empty()).then(|| title.to_owned());
        Node { title, kind: Some("object"), additional: Some(false), ..Node::new() }
    }

    /// The object at a key, made if it is not there.
    fn at(&mut self, key: &str, make: impl FnOnce() -> Node) -> &mut Node {
        let known = self.properties.iter().position(|(name, _)| name == key);
        let index = known.unwrap_or_else(|| {
            self.properties.push((key.to_owned(), make()));
            self.properties.len() - 1
        });
        &mut self.properties[index].1
    }

    /// The object behind some keys.
    fn behind(&mut self, way: &[Box<str>]) -> &mut Node {
        way.iter().fold(self, |node, key| node.at(key, || Node::object("")))
    }
}

/// Puts a fact where it stands. The facts of a role stand where its members' facts do.
fn add_fact(root: &mut Node, vocabulary: &Vocabulary, fact: &Fact) {
    let Some(list) = fact.list else { return put(root, vocabulary, fact) };
    let list = &vocabulary.lists[list.index()];
    let ListKind::Array { key, max } = &list.kind else { return };
    let array = root.at(key, || Node {
        title: Some(list.label.to_string()),
        kind: Some("array"),
        max_items: Some(*max),
        items: Some(Box::new(Node::object(""))),
        ..Node::new()
    });
    if let Some(items) = &mut array.items {
        put(items, vocabulary, fact);
    }
}

fn put(record: &mut Node, vocabulary: &Vocabulary, fact: &Fact) {
    let Some((last, way)) = fact.pointer.split_last() else { return };
    let record = record.behind(way);
    let node = value(vocabulary, &fact.label, fact.kind, fact.optional, nature(fact.nature));
    if record.properties.iter().all(|(name, _)| **name != **last) {
        record.properties.push((last.to_string(), node));
    }
}

fn nature(nature: Nature) -> &'static str {
    match nature {
        Nature::Given => "既定的事实",
        Nature::Remediable => "申请人填写，可以补正",
        Nature::Attested => "由审核员或系统核查",
    }
}

/// A value with its label; one that may be left empty may be `null`.
fn value(vocabulary: &Vocabulary, label: &str, kind: Type, optional: bool, description: &str) -> Node {
    let plain = plain(vocabulary, kind);
    let (title, description) = (Some(label.to_owned()), Some(description.to_owned()));
    if !optional {
        return Node { title, description, ..plain };
    }
    let empty = Node { kind: Some("null"), title: Some("留空".to_owned()), ..Node::new() };
    Node { title, description, one_of: vec![plain, empty], ..Node::new() }
}

fn plain(vocabulary: &Vocabulary, kind: Type) -> Node {
    let of_kind = |kind| Node { kind: Some(kind), ..Node::new() };
    let named = |id: crate::model::EnumId| Node {
        reference: Some(format!("#/$defs/{}", vocabulary.enums[id.index()].name)),
        ..Node::new()
    };
    match kind {
        Type::YesNo => of_kind("boolean"),
        Type::Int { low, high, .. } => Node { minimum: Some(low), maximum: Some(high), ..of_kind("integer") },
        Type::Date => Node { format: Some("date"), pattern: Some("^[0-9]{4}-[0-9]{2}-[0-9]{2}$"), ..of_kind("string") },
        Type::Text | Type::Phone => of_kind("string"),
        Type::Enum(id) => named(id),
        Type::Set(id) => Node { items: Some(Box::new(named(id))), ..of_kind("array") },
    }
}

/// The values of an enum, each with its label.
fn values(of: &Enum) -> Node {
    let one = |value: &crate::model::EnumValue| Node {
        title: Some(value.label.to_string()),
        constant: Some(value.name.to_string()),
        ..Node::new()
    };
    Node { title: Some(of.label.to_string()), one_of: of.values.iter().map(one).collect(), ..Node::new() }
}

/// The upload list: a material that is not there is not provided.
fn materials(vocabulary: &Vocabulary) -> Node {
    let mut all = Node::object("材料");
    all.description = Some("上传清单：列在这里的材料已经提供，没有列的没有提供；括号里写它的属性。".to_owned());
    for material in &vocabulary.materials {
        let mut own = Node::object(&material.label);
        for id in &material.attributes {
            let attribute = &vocabulary.attributes[id.index()];
            let node = value(vocabulary, &attribute.label, attribute.kind, attribute.optional, "这份材料的属性");
            own.properties.push((attribute.name.to_string(), node));
        }
        all.properties.push((material.name.to_string(), own));
    }
    all
}
