//! A rule table that was read: its document, and the numbers of its names.

use rustc_hash::FxHashMap;

use crate::diagnostic::Message;
use crate::document::{self, Document};
use crate::eval::layout::Layout;
use crate::eval::lower::{Lowered, Names, Searchers};
use crate::eval::template::Template;
use crate::eval::value::Slot;
use crate::say;
use crate::text::suggest::suggest;

/// The major version of tables that can be read here.
const MAJOR: &str = "1.";

#[derive(Debug)]
pub struct Table {
    pub document: Document,
    pub layout: Layout,
    /// Rows of each table of the vocabulary.
    pub rows: Vec<Vec<(Slot<'static>, Vec<Slot<'static>>)>>,
    /// Ids of the values of each enum, in their order.
    pub values: Vec<FxHashMap<String, u16>>,
    pub materials: FxHashMap<String, u32>,
    pub attributes: FxHashMap<String, u32>,
    pub templates: Vec<Template>,
    /// Which attributes each material has.
    pub attributes_of: Vec<Vec<bool>>,
    rules: FxHashMap<String, u32>,
    pub(super) searchers: Searchers,
}

/// Says that the table contradicts itself.
pub(super) fn broken(what: &str) -> Message {
    say!("规则表用了没有声明的名称 `{what}`", "the rule table uses the name `{what}` and does not declare it")
}

impl Table {
    /// Reads the text of a `rule-table.json`.
    pub fn read(text: &str) -> Result<Table, Message> {
        let document: Document = serde_json::from_str(text)
            .map_err(|error| say!("这不是规则表：{error}", "this is not a rule table: {error}"))?;
        if !document.schema_version.starts_with(MAJOR) {
            let version = &document.schema_version;
            return Err(say!(
                "规则表的格式版本是 {version}，这里能读 1.x",
                "the table has schema version {version}; 1.x can be read here"
            ));
        }
        Table::of(document)
    }

    /// Numbers the names of a document.
    pub fn of(document: Document) -> Result<Table, Message> {
        let names = Names::new(&document);
        let layout = Layout::new(&document.vocabulary, &names.enums).ok_or_else(|| broken("type"))?;
        let rows = document.vocabulary.tables.iter().map(|table| rows(&names, table));
        let rows = rows.collect::<Lowered<_>>().map_err(|name| broken(&name))?;
        let owned =
            |values: &FxHashMap<&str, u16>| values.iter().map(|(name, number)| ((*name).to_owned(), *number)).collect();
        let values = names.values.iter().map(owned).collect();
        let materials = numbered(document.vocabulary.materials.iter().map(|item| &item.id));
        let attributes = numbered(document.vocabulary.attributes.iter().map(|item| &item.id));
        let templates = document.vocabulary.templates.iter().map(Template::new);
        let templates = templates.collect::<Result<_, _>>().map_err(|error| broken(&error.to_string()))?;
        let attributes_of = attributes_of(&document.vocabulary);
        let rules = numbered(document.rules.iter().map(|rule| &rule.id));
        let searchers = Searchers::default();
        Ok(Table { rows, values, materials, attributes, attributes_of, templates, rules, searchers, layout, document })
    }

    /// The number of a rule in the document.
    pub fn rule(&self, id: &str) -> Option<u32> {
        self.rules.get(id).copied()
    }

    pub fn layers(&self, kind: &str) -> impl Iterator<Item = &document::Layer> {
        self.document.layers.iter().filter(move |layer| layer.kind == kind)
    }

    /// A province or a provider by its id or its label.
    pub fn layer(&self, kind: &str, name: &str) -> Result<&document::Layer, Message> {
        if let Some(layer) = self.layers(kind).find(|layer| layer.id == name || layer.label == name) {
            return Ok(layer);
        }
        let wide = !name.is_ascii();
        let known: Vec<&str> =
            self.layers(kind).map(|layer| if wide { layer.label.as_str() } else { layer.id.as_str() }).collect();
        let near = suggest(name, known.iter().copied());
        let shown = if near.is_empty() { known.join("、") } else { near.join("、") };
        let (zh, en) = if kind == "province" { ("省份", "province") } else { ("接入商", "provider") };
        Err(say!("规则表里没有{zh} `{name}`；可以是 {shown}", "the table has no {en} `{name}`; it can be {shown}"))
    }

    /// What a citation names: the page and the statement.
    pub fn statement(&self, cite: &str) -> Option<(&document::Source, &document::Statement)> {
        let (source, statement) = cite.split_once('/')?;
        let source = self.document.sources.iter().find(|item| item.id == source)?;
        Some((source, source.statements.iter().find(|item| item.id == statement)?))
    }
}

fn attributes_of(vocabulary: &document::Vocabulary) -> Vec<Vec<bool>> {
    let has = |material: &document::Material| {
        vocabulary.attributes.iter().map(|attribute| material.attributes.contains(&attribute.id)).collect()
    };
    vocabulary.materials.iter().map(has).collect()
}

fn numbered<'a>(ids: impl Iterator<Item = &'a String>) -> FxHashMap<String, u32> {
    ids.cloned().zip(0..).collect()
}

fn rows(names: &Names<'_>, table: &document::Table) -> Lowered<Vec<(Slot<'static>, Vec<Slot<'static>>)>> {
    let slot = |of: &Option<String>, text: &String| match of {
        Some(of) => names.value(of, text).map(Slot::Enum),
        None => Ok(Slot::Text(text.clone().into())),
    };
    let row = |row: &document::Row| {
        let values = row.values.iter().map(|value| slot(&table.to, value)).collect::<Lowered<_>>()?;
        Ok((slot(&table.from, &row.key)?, values))
    };
    table.rows.iter().map(row).collect()
}
