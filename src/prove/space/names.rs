//! The names of a table as numbers.

use rustc_hash::FxHashMap;

use crate::document::{Document, Type, WordSet};
use crate::prove::space::{Kind, Nature, TextTest};

/// An array of the application, or a role.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ListOf {
    /// By its number among the arrays.
    Array(usize),
    Role,
}

#[derive(Debug)]
pub struct Names<'t> {
    pub facts: FxHashMap<&'t str, usize>,
    pub derived: FxHashMap<&'t str, usize>,
    pub attributes: FxHashMap<&'t str, usize>,
    pub materials: FxHashMap<&'t str, usize>,
    pub templates: FxHashMap<&'t str, usize>,
    pub tables: FxHashMap<&'t str, usize>,
    pub enums: FxHashMap<&'t str, usize>,
    values: Vec<FxHashMap<&'t str, u16>>,
    words: FxHashMap<&'t str, &'t [String]>,
    lists: FxHashMap<&'t str, usize>,
    kinds: Vec<ListOf>,
    /// Facts that stand at a place, roles aside: by array and pointer.
    owners: FxHashMap<(Option<usize>, String), usize>,
    /// Of each array, whether something of its elements can be corrected: then one can be left out, too.
    correctable: Vec<bool>,
    document: &'t Document,
}

fn numbered<'t, T>(items: &'t [T], name: impl Fn(&'t T) -> &'t str) -> FxHashMap<&'t str, usize> {
    items.iter().enumerate().map(|(number, item)| (name(item), number)).collect()
}

impl<'t> Names<'t> {
    pub fn new(document: &'t Document) -> Names<'t> {
        let vocabulary = &document.vocabulary;
        let lists = numbered(&vocabulary.lists, |item| &item.id);
        let mut arrays = 0;
        let mut kind = |list: &crate::document::List| {
            if !list.members.is_empty() {
                return ListOf::Role;
            }
            arrays += 1;
            ListOf::Array(arrays - 1)
        };
        let kinds: Vec<ListOf> = vocabulary.lists.iter().map(&mut kind).collect();
        let values = |item: &'t crate::document::Enum| {
            item.values.iter().zip(0..).map(|(value, number)| (&*value.id, number)).collect()
        };
        let mut names = Names {
            facts: numbered(&vocabulary.facts, |item| &item.path),
            derived: numbered(&vocabulary.derived, |item| &item.path),
            attributes: numbered(&vocabulary.attributes, |item| &item.id),
            materials: numbered(&vocabulary.materials, |item| &item.id),
            templates: numbered(&vocabulary.templates, |item| &item.id),
            tables: numbered(&vocabulary.tables, |item| &item.id),
            enums: numbered(&vocabulary.enums, |item| &item.id),
            values: vocabulary.enums.iter().map(values).collect(),
            words: vocabulary.words.iter().map(|item| (&*item.id, &*item.words)).collect(),
            lists,
            kinds,
            owners: FxHashMap::default(),
            correctable: vec![false; arrays],
            document,
        };
        for (number, fact) in vocabulary.facts.iter().enumerate() {
            let array = match fact.list.as_deref() {
                None => None,
                Some(list) => match names.list(list) {
                    Some(ListOf::Array(array)) => Some(array),
                    Some(ListOf::Role) | None => continue,
                },
            };
            if let Some(array) = array {
                names.correctable[array] |= nature(&fact.nature) != Nature::Given;
            }
            names.owners.insert((array, fact.pointer.join("/")), number);
        }
        names
    }

    pub fn is_correctable(&self, array: usize) -> bool {
        self.correctable.get(array).copied().unwrap_or_default()
    }

    pub fn arrays(&self) -> usize {
        self.kinds.iter().filter(|kind| matches!(kind, ListOf::Array(_))).count()
    }

    /// The list of the vocabulary that is this array.
    pub fn array(&self, array: usize) -> Option<&'t crate::document::List> {
        let number = self.kinds.iter().position(|kind| *kind == ListOf::Array(array))?;
        self.document.vocabulary.lists.get(number)
    }

    pub fn list(&self, name: &str) -> Option<ListOf> {
        self.kinds.get(self.list_number(name)?).copied()
    }

    /// The number of a list or role in the vocabulary.
    pub fn list_number(&self, name: &str) -> Option<usize> {
        self.lists.get(name).copied()
    }

    pub fn value(&self, of: &str, value: &str) -> Option<u16> {
        self.enums.get(of).and_then(|number| self.values[*number].get(value)).copied()
    }

    /// The fact that stands at a place.
    pub fn owner(&self, array: Option<usize>, pointer: &[String]) -> Option<usize> {
        self.owners.get(&(array, pointer.join("/"))).copied()
    }

    pub fn kind(&self, of: &Type) -> Option<Kind> {
        let named = || of.r#enum.as_deref().and_then(|name| self.enums.get(name)).copied();
        Some(match of.kind.as_str() {
            "yes_no" => Kind::YesNo,
            // Numbers without bounds are as large as a count can be.
            "int" => Kind::Int { low: of.low.unwrap_or(-LARGE), high: of.high.unwrap_or(LARGE) },
            "date" => Kind::Date,
            "text" => Kind::Text,
            "phone" => Kind::Phone,
            "enum" => Kind::Enum(named()?),
            "set" => Kind::Set(named()?),
            _ => return None,
        })
    }

    /// The words of a set, sorted, each once.
    pub fn words(&self, set: &WordSet) -> Box<[Box<str>]> {
        let mut words: Vec<&str> = set.texts.iter().map(String::as_str).collect();
        let of_list = |name: &String| self.words.get(name.as_str()).copied().unwrap_or_default();
        words.extend(set.words.iter().flat_map(of_list).map(String::as_str));
        let of_table = |name: &String| {
            let rows = self.tables.get(name.as_str()).map(|number| &self.document.vocabulary.tables[*number].rows);
            rows.into_iter().flatten().map(|row| row.key.as_str())
        };
        words.extend(set.tables.iter().flat_map(of_table));
        let mut except: Vec<&str> = set.except_texts.iter().map(String::as_str).collect();
        except.extend(set.except_words.iter().flat_map(of_list).map(String::as_str));
        words.retain(|word| !except.contains(word));
        words.sort_unstable();
        words.dedup();
        words.into_iter().map(Box::from).collect()
    }
}

const LARGE: i64 = 1_000_000_000_000;

pub fn nature(of: &str) -> Nature {
    match of {
        "given" => Nature::Given,
        "attested" => Nature::Attested,
        _ => Nature::Remediable,
    }
}

impl TextTest {
    /// That the text is this one.
    pub fn is(text: &str) -> TextTest {
        TextTest::Among(Box::new([text.into()]))
    }
}
