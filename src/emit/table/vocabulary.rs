//! The words in which rules speak, one entry per line.

use schemars::JsonSchema;
use serde::Serialize;

use crate::emit::table::condition::Condition;
use crate::emit::table::lower::{Scope, condition};
use crate::emit::table::obligation::{Obligation, obligation};
use crate::emit::table::types::{ValueType, value_type};
use crate::emit::table::{lines, names};
use crate::model;

/// The words in which rules speak.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Vocabulary<'a> {
    pub enums: Vec<Enum<'a>>,
    pub lists: Vec<List<'a>>,
    pub facts: Vec<Fact<'a>>,
    pub derived: Vec<Derived<'a>>,
    pub attributes: Vec<Attribute<'a>>,
    /// Conditions on a material that have a name; for people. Conditions write them out.
    pub attribute_lets: Vec<Named<'a, Condition<'a>>>,
    pub materials: Vec<Material<'a>>,
    /// Obligations that have a name; for people. Rules write them out.
    pub bundles: Vec<Named<'a, Obligation<'a>>>,
    pub words: Vec<Words<'a>>,
    pub tables: Vec<Table<'a>>,
    pub templates: Vec<Template<'a>>,
    pub invariants: Vec<Invariant<'a>>,
}

/// A closed set of values.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Enum<'a> {
    pub id: &'a str,
    pub label: &'a str,
    pub values: Vec<Value<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub groups: Vec<Group<'a>>,
}

/// A value of an enum.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Value<'a> {
    pub id: &'a str,
    pub label: &'a str,
}

/// Some values of an enum, under a name; for people. Conditions write the values out.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Group<'a> {
    pub id: &'a str,
    pub label: &'a str,
    pub values: Vec<&'a str>,
}

/// An array of the application, or a role that several records play.
#[derive(Debug, Serialize, JsonSchema)]
pub struct List<'a> {
    pub id: &'a str,
    pub label: &'a str,
    /// The array at this key of the application; absent for a role.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub key: Option<&'a str>,
    /// The longest that the array may be; absent for a role.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max: Option<i64>,
    /// The records that play the role; absent for an array.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub members: Vec<Member<'a>>,
}

/// A record of the application, or of every element of a list.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Member<'a> {
    pub group: &'a str,
    pub label: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub list: Option<&'a str>,
    /// Keys from the application, or from the element of `list`, to the record.
    pub pointer: Vec<&'a str>,
}

/// Something that an application says.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Fact<'a> {
    pub path: &'a str,
    pub label: &'a str,
    /// The label of the negation of a yes or no.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub negative: Option<&'a str>,
    pub r#type: ValueType<'a>,
    pub nature: Nature,
    /// May be `none`, in JSON `null`.
    pub optional: bool,
    /// The list or role of whose elements this is a fact.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub list: Option<&'a str>,
    /// Keys from the application, or from the element of `list`, to the value.
    pub pointer: Vec<&'a str>,
}

/// Who can change a fact.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Nature {
    /// A fact of life.
    Given,
    /// The applicant can mend it.
    Remediable,
    /// A reviewer, a probe or a look-up says it.
    Attested,
}

/// A fact that follows from others.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Derived<'a> {
    pub path: &'a str,
    pub label: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub negative: Option<&'a str>,
    pub r#type: ValueType<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub list: Option<&'a str>,
    /// Its value; a province may put cases before it.
    pub value: Condition<'a>,
}

/// Something that can be said of a material.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Attribute<'a> {
    pub id: &'a str,
    pub label: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub negative: Option<&'a str>,
    pub r#type: ValueType<'a>,
    pub optional: bool,
}

/// A tree that has a name.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Named<'a, T> {
    pub id: &'a str,
    pub label: &'a str,
    pub value: T,
}

/// Something to upload.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Material<'a> {
    pub id: &'a str,
    pub label: &'a str,
    pub attributes: Vec<&'a str>,
}

/// A list of words.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Words<'a> {
    pub id: &'a str,
    pub label: &'a str,
    /// The source lists more words than it prints.
    pub open: bool,
    pub words: Vec<&'a str>,
}

/// Rows by key: values of an enum, or texts if `from` and `to` are absent.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Table<'a> {
    pub id: &'a str,
    pub label: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub to: Option<&'a str>,
    pub rows: Vec<Row<'a>>,
}

/// A row of a table.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Row<'a> {
    pub key: &'a str,
    pub values: Vec<&'a str>,
}

/// How a remark is worded.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Template<'a> {
    pub id: &'a str,
    pub label: &'a str,
    pub parts: Vec<TemplatePart<'a>>,
}

/// A fixed text, or a hole that is filled with at least one character.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(untagged)]
pub enum TemplatePart<'a> {
    Fixed { fixed: &'a str },
    Hole { hole: &'a str, label: &'a str },
}

/// What every legal application satisfies.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Invariant<'a> {
    pub id: &'a str,
    pub label: &'a str,
    /// It is about every element of this list.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub list: Option<&'a str>,
    pub condition: Condition<'a>,
}

/// Appends the vocabulary as an object with one entry per line.
pub fn push_vocabulary(out: &mut String, words: &model::Vocabulary) {
    out.push_str("{\n");
    lines::push_list(out, "enums", words.enums.iter().map(enumeration));
    out.push_str(",\n");
    lines::push_list(out, "lists", words.lists.iter().map(|item| list(words, item)));
    out.push_str(",\n");
    lines::push_list(out, "facts", words.facts.iter().map(|item| fact(words, item)));
    out.push_str(",\n");
    lines::push_list(out, "derived", words.derived.iter().map(|item| derived(words, item)));
    out.push_str(",\n");
    lines::push_list(out, "attributes", words.attributes.iter().map(|item| attribute(words, item)));
    out.push_str(",\n");
    lines::push_list(out, "attribute_lets", words.attribute_lets.iter().map(|item| attribute_let(words, item)));
    out.push_str(",\n");
    lines::push_list(out, "materials", words.materials.iter().map(|item| material(words, item)));
    out.push_str(",\n");
    lines::push_list(out, "bundles", words.bundles.iter().map(|item| bundle(words, item)));
    out.push_str(",\n");
    lines::push_list(out, "words", words.words.iter().map(word_list));
    out.push_str(",\n");
    lines::push_list(out, "tables", words.tables.iter().map(|item| table(words, item)));
    out.push_str(",\n");
    lines::push_list(out, "templates", words.templates.iter().map(template));
    out.push_str(",\n");
    lines::push_list(out, "invariants", words.invariants.iter().map(|item| invariant(words, item)));
    out.push_str("\n}");
}

fn enumeration(item: &model::Enum) -> Enum<'_> {
    let member = |index: &u16| item.values.get(usize::from(*index)).map(|value| &*value.name);
    let group = |group: &model::Group| group.members.iter().filter_map(member).collect();
    Enum {
        id: &item.name,
        label: &item.label,
        values: item.values.iter().map(|value| Value { id: &value.name, label: &value.label }).collect(),
        groups: item
            .groups
            .iter()
            .map(|named| Group { id: &named.name, label: &named.label, values: group(named) })
            .collect(),
    }
}

fn list<'a>(words: &'a model::Vocabulary, item: &'a model::List) -> List<'a> {
    let (id, label) = (&*item.name, &*item.label);
    match &item.kind {
        model::ListKind::Array { key, max } => List { id, label, key: Some(key), max: Some(*max), members: Vec::new() },
        model::ListKind::Role { members } => {
            let members = members.iter().map(|record| member(words, record)).collect();
            List { id, label, key: None, max: None, members }
        }
    }
}

fn member<'a>(words: &'a model::Vocabulary, item: &'a model::RoleMember) -> Member<'a> {
    Member {
        group: &item.group,
        label: &item.label,
        list: names::list(words, item.list),
        pointer: texts(&item.pointer),
    }
}

fn fact<'a>(words: &'a model::Vocabulary, item: &'a model::Fact) -> Fact<'a> {
    Fact {
        path: &item.path,
        label: &item.label,
        negative: item.negative.as_deref(),
        r#type: value_type(words, item.kind),
        nature: nature(item.nature),
        optional: item.optional,
        list: names::list(words, item.list),
        pointer: texts(&item.pointer),
    }
}

fn nature(nature: model::Nature) -> Nature {
    match nature {
        model::Nature::Given => Nature::Given,
        model::Nature::Remediable => Nature::Remediable,
        model::Nature::Attested => Nature::Attested,
    }
}

fn derived<'a>(words: &'a model::Vocabulary, item: &'a model::Derived) -> Derived<'a> {
    Derived {
        path: &item.path,
        label: &item.label,
        negative: item.negative.as_deref(),
        r#type: value_type(words, item.kind),
        list: names::list(words, item.list),
        value: condition(Scope { vocabulary: words, element: item.list }, &item.value),
    }
}

fn attribute<'a>(words: &'a model::Vocabulary, item: &'a model::Attribute) -> Attribute<'a> {
    Attribute {
        id: &item.name,
        label: &item.label,
        negative: item.negative.as_deref(),
        r#type: value_type(words, item.kind),
        optional: item.optional,
    }
}

fn attribute_let<'a>(words: &'a model::Vocabulary, item: &'a model::AttributeLet) -> Named<'a, Condition<'a>> {
    let value = condition(Scope::application(words), &item.value);
    Named { id: &item.name, label: &item.label, value }
}

fn material<'a>(words: &'a model::Vocabulary, item: &'a model::Material) -> Material<'a> {
    let attributes = item.attributes.iter().map(|id| &*words.attributes[id.index()].name).collect();
    Material { id: &item.name, label: &item.label, attributes }
}

fn bundle<'a>(words: &'a model::Vocabulary, item: &'a model::Bundle) -> Named<'a, Obligation<'a>> {
    let value = obligation(Scope::application(words), &item.value);
    Named { id: &item.name, label: &item.label, value }
}

fn word_list(item: &model::Words) -> Words<'_> {
    Words { id: &item.name, label: &item.label, open: item.open, words: texts(&item.words) }
}

fn table<'a>(words: &'a model::Vocabulary, item: &'a model::Table) -> Table<'a> {
    let (id, label) = (&*item.name, &*item.label);
    match &item.key {
        model::TableKey::Enum { from, to, rows } => {
            let keys = words.enums[from.index()].values.iter();
            let row = |(key, values): (&'a model::EnumValue, &'a Vec<u16>)| Row {
                key: &key.name,
                values: names::values(words, *to, values),
            };
            let [from, to] = [from, to].map(|id| Some(&*words.enums[id.index()].name));
            Table { id, label, from, to, rows: keys.zip(rows).map(row).collect() }
        }
        model::TableKey::Text { rows } => {
            let rows = rows.iter().map(|(key, values)| Row { key, values: texts(values) }).collect();
            Table { id, label, from: None, to: None, rows }
        }
    }
}

fn template(item: &model::Template) -> Template<'_> {
    Template { id: &item.name, label: &item.label, parts: item.parts.iter().map(template_part).collect() }
}

fn template_part(part: &model::TemplatePart) -> TemplatePart<'_> {
    match part {
        model::TemplatePart::Fixed(fixed) => TemplatePart::Fixed { fixed },
        model::TemplatePart::Hole { name, label } => TemplatePart::Hole { hole: name, label },
    }
}

fn invariant<'a>(words: &'a model::Vocabulary, item: &'a model::Invariant) -> Invariant<'a> {
    let condition = condition(Scope { vocabulary: words, element: item.list }, &item.value);
    Invariant { id: &item.name, label: &item.label, list: names::list(words, item.list), condition }
}

fn texts(texts: &[Box<str>]) -> Vec<&str> {
    texts.iter().map(|text| &**text).collect()
}
