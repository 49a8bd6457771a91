//! A rule table that was read, and what of it holds for a province, a provider and a day.

use std::collections::HashSet;

use rustc_hash::FxHashMap;

use crate::diagnostic::Message;
use crate::eval::document::{self, Document};
use crate::eval::layout::Layout;
use crate::eval::lower::{Lowered, Lowering, Names};
use crate::eval::node::{Demand, Node};
use crate::eval::value::Slot;
use crate::say;
use crate::text::{Date, suggest::suggest};

/// The major version of tables that can be read here.
const MAJOR: &str = "1.";

#[derive(Debug)]
pub struct Table {
    pub document: Document,
    pub layout: Layout,
    /// Rows of each table of the vocabulary.
    pub rows: Vec<Vec<(Slot, Vec<Slot>)>>,
    /// Ids of the values of each enum, in their order.
    pub values: Vec<FxHashMap<String, u16>>,
    pub materials: FxHashMap<String, u32>,
    pub attributes: FxHashMap<String, u32>,
}

/// The rules that hold, ready to be evaluated.
#[derive(Debug)]
pub struct Plan {
    pub rules: Vec<PlanRule>,
    pub derived: Vec<Node>,
    pub invariants: Vec<(u32, Option<u32>, Node)>,
    /// The derived fact that says which rules stand, if there is one.
    pub track: Option<u32>,
}

#[derive(Debug)]
pub struct PlanRule {
    /// Index into the rules of the table.
    pub rule: u32,
    /// Values of the track for which it stands, as bits.
    pub tracks: u64,
    pub effect: Effect,
    pub for_each: Option<u32>,
    pub when: Option<Node>,
    pub require: Option<Demand>,
    pub advise: Vec<Demand>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Effect {
    Require,
    Forbid,
    /// Permit and advise: never violated.
    Other,
}

fn broken(what: &str) -> Message {
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
        let names = Names::new(&document);
        let layout = Layout::new(&document.vocabulary, &names.enums).ok_or_else(|| broken("type"))?;
        let rows = document.vocabulary.tables.iter().map(|table| rows(&names, table));
        let rows = rows.collect::<Lowered<_>>().map_err(|name| broken(&name))?;
        let owned =
            |values: &FxHashMap<&str, u16>| values.iter().map(|(name, number)| ((*name).to_owned(), *number)).collect();
        let values = names.values.iter().map(owned).collect();
        let numbered = |ids: Vec<&String>| ids.into_iter().cloned().zip(0..).collect();
        let materials = numbered(document.vocabulary.materials.iter().map(|item| &item.id).collect());
        let attributes = numbered(document.vocabulary.attributes.iter().map(|item| &item.id).collect());
        Ok(Table { rows, values, materials, attributes, layout, document })
    }

    pub fn layers(&self, kind: &str) -> impl Iterator<Item = &document::Layer> {
        self.document.layers.iter().filter(move |layer| layer.kind == kind)
    }

    /// What holds for a province, perhaps with a provider, on a day.
    pub fn plan(&self, province: &str, provider: Option<&str>, day: Date) -> Result<Plan, Message> {
        let mut layers: Vec<&document::Layer> = self.layers("national").collect();
        if let Some(provider) = provider {
            layers.push(self.layer("provider", provider)?);
        }
        layers.push(self.layer("province", province)?);
        self.lower(&layers, day).map_err(|name| broken(&name))
    }

    fn layer(&self, kind: &str, name: &str) -> Result<&document::Layer, Message> {
        if let Some(layer) = self.layers(kind).find(|layer| layer.id == name || layer.label == name) {
            return Ok(layer);
        }
        let wide = !name.is_ascii();
        let known: Vec<&str> =
            self.layers(kind).map(|layer| if wide { layer.label.as_str() } else { layer.id.as_str() }).collect();
        let near = suggest(name, known.iter().copied());
        let shown = if near.is_empty() { known.join("、") } else { near.join("、") };
        let (zh, en) = if kind == "province" { ("省份", "province") } else { ("接入商", "provider") };
        Err(say!(
            "规则表里没有{zh} `{name}`；是不是 {shown}？",
            "the table has no {en} `{name}`; did you mean {shown}?"
        ))
    }

    fn lower(&self, layers: &[&document::Layer], day: Date) -> Lowered<Plan> {
        let names = Names::new(&self.document);
        let lowering = Lowering { names: &names, layout: &self.layout };
        let by_id: FxHashMap<&str, u32> =
            self.document.rules.iter().zip(0..).map(|(rule, number)| (rule.id.as_str(), number)).collect();
        let in_force: HashSet<&str> = layers.iter().map(|layer| layer.id.as_str()).collect();
        let except: HashSet<&str> = layers.iter().flat_map(|layer| &layer.except).map(String::as_str).collect();
        let track = self.document.vocabulary.derived.iter().zip(0..).find(|(item, _)| item.path == "sponsor.track");
        let tracks_of = track.and_then(|(item, _)| item.r#type.r#enum.as_deref()).unwrap_or_default();
        let mut rules = Vec::new();
        for id in layers.iter().flat_map(|layer| &layer.rules).filter(|id| !except.contains(id.as_str())) {
            let number = *by_id.get(id.as_str()).ok_or_else(|| id.clone())?;
            let rule = &self.document.rules[number as usize];
            let stands = rule.chain.iter().all(|id| in_force.contains(id.split('.').next().unwrap_or_default()));
            if stands && holds_on(rule.effective.as_ref(), day) {
                rules.push(lower_rule(&lowering, rule, number, tracks_of)?);
            }
        }
        let invariant = |(item, number): (&document::Invariant, u32)| {
            let list = item.list.as_deref().map(|list| lowering.list(list)).transpose()?;
            Ok((number, list, lowering.condition(&item.condition)?))
        };
        Ok(Plan {
            rules,
            derived: derived(&lowering, layers, &self.document)?,
            invariants: self.document.vocabulary.invariants.iter().zip(0..).map(invariant).collect::<Lowered<_>>()?,
            track: track.map(|(_, number)| number),
        })
    }
}

fn holds_on(effective: Option<&document::Effective>, day: Date) -> bool {
    let Some(effective) = effective else { return true };
    let bound = |text: &Option<String>| text.as_deref().and_then(Date::read);
    bound(&effective.from).is_none_or(|from| from <= day) && bound(&effective.until).is_none_or(|until| day <= until)
}

fn lower_rule(lowering: &Lowering<'_>, rule: &document::Rule, number: u32, tracks_of: &str) -> Lowered<PlanRule> {
    let mut tracks = 0;
    for track in &rule.tracks {
        tracks |= 1u64.checked_shl(lowering.names.value(tracks_of, track)?.into()).unwrap_or(0);
    }
    let mut advise = Vec::new();
    for also in &rule.also {
        if let document::Also::Advise { obligation } = also {
            advise.push(lowering.obligation(obligation)?);
        }
    }
    Ok(PlanRule {
        rule: number,
        tracks,
        effect: match rule.effect.as_str() {
            "require" => Effect::Require,
            "forbid" => Effect::Forbid,
            _ => Effect::Other,
        },
        for_each: rule.for_each.as_deref().map(|list| lowering.list(list)).transpose()?,
        when: rule.when.as_ref().map(|when| lowering.condition(when)).transpose()?,
        require: rule.require.as_ref().map(|require| lowering.obligation(require)).transpose()?,
        advise,
    })
}

/// The values of the derived facts: the cases of the layers in force, the province's first, stand
/// before the value of the vocabulary.
fn derived(lowering: &Lowering<'_>, layers: &[&document::Layer], document: &Document) -> Lowered<Vec<Node>> {
    let mut all = Vec::new();
    for item in &document.vocabulary.derived {
        let own = lowering.condition(&item.value)?;
        let of = item.r#type.r#enum.as_deref().unwrap_or_default();
        let mut cases = Vec::new();
        for case in layers.iter().rev().flat_map(|layer| &layer.derived).filter(|case| case.derived == item.path) {
            let value = Node::Literal(Slot::Enum(lowering.names.value(of, &case.value)?));
            cases.push((lowering.condition(&case.when)?, value));
        }
        all.push(if cases.is_empty() { own } else { Node::Cases(cases.into(), Box::new(own)) });
    }
    Ok(all)
}

fn rows(names: &Names<'_>, table: &document::Table) -> Lowered<Vec<(Slot, Vec<Slot>)>> {
    let slot = |of: &Option<String>, text: &str| match of {
        Some(of) => names.value(of, text).map(Slot::Enum),
        None => Ok(Slot::Text(text.into())),
    };
    let row = |row: &document::Row| {
        let values = row.values.iter().map(|value| slot(&table.to, value)).collect::<Lowered<_>>()?;
        Ok((slot(&table.from, &row.key)?, values))
    };
    table.rows.iter().map(row).collect()
}
