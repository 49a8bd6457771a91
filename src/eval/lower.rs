//! From the names of a table to the nodes that are evaluated.

use std::sync::{Mutex, PoisonError};

use aho_corasick::{AhoCorasick, AhoCorasickKind};
use rustc_hash::{FxHashMap, FxHashSet};

use crate::document::{self, Condition, Document, Obligation, WordSet};
use crate::eval::layout::{Layout, ListRef, index};
use crate::eval::node::{Demand, Node, Order, Part, Unit};
use crate::eval::value::Slot;
use crate::text::Date;

/// A name that the table uses and does not declare.
pub type Lowered<T> = Result<T, String>;

/// The names of a table.
pub struct Names<'a> {
    pub enums: FxHashMap<&'a str, u32>,
    pub values: Vec<FxHashMap<&'a str, u16>>,
    facts: FxHashMap<&'a str, u32>,
    derived: FxHashMap<&'a str, u32>,
    attributes: FxHashMap<&'a str, u32>,
    materials: FxHashMap<&'a str, u32>,
    templates: FxHashMap<&'a str, u32>,
    tables: FxHashMap<&'a str, u32>,
    words: FxHashMap<&'a str, &'a [String]>,
    documents: &'a Document,
}

/// Gives numbers to names, in their order.
fn numbered<'a, T>(items: &'a [T], name: impl Fn(&'a T) -> &'a str) -> FxHashMap<&'a str, u32> {
    items.iter().zip(0..).map(|(item, number)| (name(item), number)).collect()
}

impl<'a> Names<'a> {
    pub fn new(document: &'a Document) -> Names<'a> {
        let vocabulary = &document.vocabulary;
        let values = |item: &'a document::Enum| {
            item.values.iter().zip(0..).map(|(value, number)| (&*value.id, number)).collect()
        };
        Names {
            enums: numbered(&vocabulary.enums, |item| &item.id),
            values: vocabulary.enums.iter().map(values).collect(),
            facts: numbered(&vocabulary.facts, |item| &item.path),
            derived: numbered(&vocabulary.derived, |item| &item.path),
            attributes: numbered(&vocabulary.attributes, |item| &item.id),
            materials: numbered(&vocabulary.materials, |item| &item.id),
            templates: numbered(&vocabulary.templates, |item| &item.id),
            tables: numbered(&vocabulary.tables, |item| &item.id),
            words: vocabulary.words.iter().map(|item| (&*item.id, &*item.words)).collect(),
            documents: document,
        }
    }

    pub fn value(&self, of: &str, value: &str) -> Lowered<u16> {
        let found = self.enums.get(of).and_then(|number| self.values[*number as usize].get(value));
        found.copied().ok_or_else(|| format!("{of}.{value}"))
    }
}

fn find(names: &FxHashMap<&str, u32>, name: &str) -> Lowered<u32> {
    names.get(name).copied().ok_or_else(|| name.to_owned())
}

/// Lowers expressions of one table.
pub struct Lowering<'a> {
    pub names: &'a Names<'a>,
    pub layout: &'a Layout,
    pub searchers: &'a Searchers,
}

impl Lowering<'_> {
    pub fn condition(&self, condition: &Condition) -> Lowered<Node> {
        self.expression(condition).map(Node::compact)
    }

    fn expression(&self, condition: &Condition) -> Lowered<Node> {
        let one = |inner: &Condition| self.condition(inner).map(Box::new);
        let both = |left: &Condition, right: &Condition| -> Lowered<Box<(Node, Node)>> {
            Ok(Box::new((self.condition(left)?, self.condition(right)?)))
        };
        let compare = |order, left, right| -> Lowered<Node> { Ok(Node::Compare(order, both(left, right)?)) };
        Ok(match condition {
            Condition::Fact { fact } => Node::Fact(self.layout.places[find(&self.names.facts, fact)? as usize]),
            Condition::Derived { derived } => Node::Derived(find(&self.names.derived, derived)?),
            Condition::Attribute { attribute } => Node::Attribute(find(&self.names.attributes, attribute)?),
            Condition::YesNo { value } => Node::Literal(Slot::YesNo(*value)),
            Condition::Text { value } => Node::Literal(Slot::Text(value.clone().into())),
            Condition::Date { value } => {
                Node::Literal(Slot::Date(Date::read(value).ok_or_else(|| value.clone())?.day_number()))
            }
            Condition::Int { value } => Node::Literal(Slot::Int(*value)),
            Condition::Enum { r#enum, value } => Node::Literal(Slot::Enum(self.names.value(r#enum, value)?)),
            Condition::Cases { cases, otherwise } => {
                let case = |case: &document::Case| Ok((self.condition(&case.when)?, self.condition(&case.value)?));
                Node::Cases(cases.iter().map(case).collect::<Lowered<_>>()?, one(otherwise)?)
            }
            Condition::Unknown {} => Node::Unknown,
            Condition::Not { of } => Node::Not(one(of)?),
            Condition::And { of } => Node::And(self.conditions(of)?),
            Condition::Or { of } => Node::Or(self.conditions(of)?),
            Condition::Eq { left, right } => compare(Order::Eq, left, right)?,
            Condition::Ne { left, right } => compare(Order::Ne, left, right)?,
            Condition::Lt { left, right } => compare(Order::Lt, left, right)?,
            Condition::Le { left, right } => compare(Order::Le, left, right)?,
            Condition::Gt { left, right } => compare(Order::Gt, left, right)?,
            Condition::Ge { left, right } => compare(Order::Ge, left, right)?,
            Condition::In { of, r#enum, values } => {
                let mut values: Vec<u16> =
                    values.iter().map(|value| self.names.value(r#enum, value)).collect::<Lowered<_>>()?;
                values.sort_unstable();
                match values.last() {
                    Some(64..) => Node::InList(one(of)?, values.into()),
                    _ => Node::InBits(one(of)?, values.iter().fold(0, |bits, value| bits | 1 << value)),
                }
            }
            Condition::Holds { of, r#enum, value } => Node::Holds(one(of)?, self.names.value(r#enum, value)?),
            Condition::InRow { of, table, key } => Node::InRow(both(of, key)?, find(&self.names.tables, table)?),
            Condition::Has { of } => Node::Has(one(of)?),
            Condition::IsWord { of, words } => Node::IsWord(one(of)?, Box::new(self.words(words)?)),
            Condition::Mentions { of, words } => {
                let patterns = self.searchers.of(sorted(self.words(words)?));
                Node::Mentions(one(of)?, Box::new(patterns.map_err(|error| error.to_string())?))
            }
            Condition::StartsWith { of, words } => Node::StartsWith(one(of)?, sorted(self.words(words)?).into()),
            Condition::EndsWith { of, words } => Node::EndsWith(one(of)?, sorted(self.words(words)?).into()),
            Condition::OnlyLatin { of } => Node::OnlyLatin(one(of)?),
            Condition::OnlyDigits { of } => Node::OnlyDigits(one(of)?),
            Condition::CharCount { of } => Node::CharCount(one(of)?),
            Condition::HanCount { of } => Node::HanCount(one(of)?),
            Condition::Any { list, of } => Node::Any(self.list(list)?, one(of)?),
            Condition::All { list, of } => Node::All(self.list(list)?, one(of)?),
            Condition::Count { list, of } => Node::Count(self.list(list)?, of.as_ref().map(|of| one(of)).transpose()?),
            Condition::CountDistinct { of } => Node::CountDistinct(self.conditions(of)?),
            Condition::DistinctMobiles { of } => Node::DistinctMobiles(self.conditions(of)?),
            Condition::Values { list, of } => Node::Values(self.list(list)?, one(of)?),
            Condition::Plus { left, right } => Node::Plus(both(left, right)?),
            Condition::Minus { left, right } => Node::Minus(both(left, right)?),
            Condition::Shift { of, amount, unit } => Node::Shift(one(of)?, *amount, self::unit(unit)?),
        })
    }

    pub fn obligation(&self, obligation: &Obligation) -> Lowered<Demand> {
        Ok(match obligation {
            Obligation::Condition { condition, .. } => Demand::Condition(self.condition(condition)?),
            Obligation::Provide { material, with, .. } => {
                Demand::Provide(find(&self.names.materials, material)?, self.guards(with)?)
            }
            Obligation::Remark { fact, template, .. } => {
                let fact = find(&self.names.facts, fact)?;
                Demand::Remark(Node::Fact(self.layout.places[fact as usize]), find(&self.names.templates, template)?)
            }
            Obligation::AllOf { parts } => Demand::AllOf(self.parts(parts)?),
            Obligation::OneOf { parts } | Obligation::Prefer { parts } => Demand::OneOf(self.parts(parts)?),
            Obligation::AtLeast { count, parts } => Demand::AtLeast(*count, self.parts(parts)?),
            Obligation::Unknown {} => Demand::Unknown,
        })
    }

    fn conditions(&self, conditions: &[Condition]) -> Lowered<Box<[Node]>> {
        conditions.iter().map(|condition| self.condition(condition)).collect()
    }

    /// In the order of the table, which explanations rely on.
    pub fn guards(&self, guards: &[document::Guard]) -> Lowered<Box<[Node]>> {
        guards.iter().map(|guard| self.condition(&guard.condition)).collect()
    }

    fn parts(&self, parts: &[document::Part]) -> Lowered<Box<[Part]>> {
        let part =
            |part: &document::Part| Ok(Part { item: self.obligation(&part.item)?, when: self.guards(&part.when)? });
        parts.iter().map(part).collect()
    }

    /// Arrays first, then roles.
    pub fn list(&self, name: &str) -> Lowered<u32> {
        match self.layout.lists.get(name) {
            Some(ListRef::Array(array)) => Ok(*array),
            Some(ListRef::Role(role)) => Ok(index(self.layout.arrays.len()) + role),
            None => Err(name.to_owned()),
        }
    }

    fn words(&self, set: &WordSet) -> Lowered<FxHashSet<Box<str>>> {
        let mut all: FxHashSet<Box<str>> = FxHashSet::default();
        for list in &set.words {
            all.extend(self.word_list(list)?.iter().map(|word| word.as_str().into()));
        }
        for table in &set.tables {
            let table = &self.names.documents.vocabulary.tables[find(&self.names.tables, table)? as usize];
            all.extend(table.rows.iter().map(|row| row.key.as_str().into()));
        }
        all.extend(set.texts.iter().map(|word| word.as_str().into()));
        for list in &set.except_words {
            for word in self.word_list(list)? {
                all.remove(word.as_str());
            }
        }
        for word in &set.except_texts {
            all.remove(word.as_str());
        }
        Ok(all)
    }

    fn word_list(&self, name: &str) -> Lowered<&[String]> {
        self.names.words.get(name).copied().ok_or_else(|| name.to_owned())
    }
}

/// What looks for words is built once for every set of them: the same ones hold in many provinces.
#[derive(Debug, Default)]
pub struct Searchers(Mutex<FxHashMap<Vec<Box<str>>, AhoCorasick>>);

impl Searchers {
    fn of(&self, words: Vec<Box<str>>) -> Result<AhoCorasick, aho_corasick::BuildError> {
        // A thread that panicked here left whole searchers behind, or none.
        let mut built = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(searcher) = built.get(&words) {
            return Ok(searcher.clone());
        }
        let patterns = words.iter().map(|word| word.as_bytes());
        // Names are short: what prepares a search of long texts would cost more than it saves.
        let searcher = AhoCorasick::builder().prefilter(false).kind(Some(AhoCorasickKind::DFA)).build(patterns)?;
        built.insert(words, searcher.clone());
        Ok(searcher)
    }
}

fn sorted(words: FxHashSet<Box<str>>) -> Vec<Box<str>> {
    let mut words: Vec<Box<str>> = words.into_iter().collect();
    words.sort_unstable();
    words
}

fn unit(name: &str) -> Lowered<Unit> {
    Ok(match name {
        "years" => Unit::Years,
        "months" => Unit::Months,
        "days" => Unit::Days,
        "workdays" => Unit::Workdays,
        "hours" => Unit::Hours,
        _ => return Err(name.to_owned()),
    })
}
