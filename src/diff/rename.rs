//! Names of the old table that mean something else in the new one, and conditions rewritten to them.

use rustc_hash::{FxHashMap, FxHashSet};

use crate::document::{Also, Condition, Guard, Layer, Obligation, Part, Rule, WordSet};

/// What a name stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Named {
    Fact,
    Derived,
    List,
    Attribute,
    Words,
    Table,
    Template,
}

/// The names of the old table that are taken by something else.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Renames {
    taken: FxHashMap<Named, FxHashSet<String>>,
}

/// What stands before a name of the old table.
const OLD: &str = "old:";

/// The name under which something of the old table is kept beside that of the new one.
pub fn old_name(name: &str) -> String {
    format!("{OLD}{name}")
}

/// The name as the old table has it.
pub fn own_name(name: &str) -> &str {
    name.strip_prefix(OLD).unwrap_or(name)
}

impl Renames {
    pub fn is_empty(&self) -> bool {
        self.taken.is_empty()
    }

    /// Whether this is new.
    pub fn add(&mut self, kind: Named, name: &str) -> bool {
        self.taken.entry(kind).or_default().insert(name.to_owned())
    }

    pub fn has(&self, kind: Named, name: &str) -> bool {
        self.taken.get(&kind).is_some_and(|taken| taken.contains(name))
    }

    /// The name under which something of the old table is found.
    pub fn name(&self, kind: Named, name: &str) -> String {
        if !self.is_empty() && self.has(kind, name) { old_name(name) } else { name.to_owned() }
    }

    fn apply(&self, kind: Named, name: &mut String) {
        if self.has(kind, name) {
            *name = old_name(name);
        }
    }

    pub fn condition(&self, condition: &Condition) -> Condition {
        let mut own = condition.clone();
        if !self.is_empty() {
            self.in_condition(&mut own);
        }
        own
    }

    /// A rule of the old table as it reads in both.
    pub fn rule(&self, rule: &Rule) -> Rule {
        let mut own = rule.clone();
        if self.is_empty() {
            return own;
        }
        if let Some(list) = &mut own.for_each {
            self.apply(Named::List, list);
        }
        self.in_guards(&mut own.when);
        if let Some(obligation) = &mut own.require {
            self.in_obligation(obligation);
        }
        for also in &mut own.also {
            if let Also::Advise { obligation, .. } = also {
                self.in_obligation(obligation);
            }
        }
        own
    }

    /// A layer of the old table: its cases of derived facts.
    pub fn layer(&self, layer: &Layer) -> Layer {
        let mut own = layer.clone();
        for case in &mut own.derived {
            self.apply(Named::Derived, &mut case.derived);
            self.in_condition(&mut case.when);
        }
        own
    }

    fn in_guards(&self, guards: &mut [Guard]) {
        guards.iter_mut().for_each(|guard| self.in_condition(&mut guard.condition));
    }

    fn in_obligation(&self, obligation: &mut Obligation) {
        match obligation {
            Obligation::Condition { condition, .. } => self.in_condition(condition),
            Obligation::Provide { with, .. } => self.in_guards(with),
            Obligation::Remark { fact, template, .. } => {
                self.apply(Named::Fact, fact);
                self.apply(Named::Template, template);
            }
            Obligation::AllOf { parts }
            | Obligation::OneOf { parts }
            | Obligation::Prefer { parts }
            | Obligation::AtLeast { parts, .. } => {
                for Part { item, when } in parts {
                    self.in_obligation(item);
                    self.in_guards(when);
                }
            }
            Obligation::Unknown {} => {}
        }
    }

    fn in_words(&self, set: &mut WordSet) {
        set.words.iter_mut().chain(&mut set.except_words).for_each(|name| self.apply(Named::Words, name));
        set.tables.iter_mut().for_each(|name| self.apply(Named::Table, name));
    }

    fn in_condition(&self, condition: &mut Condition) {
        use Condition as C;
        match condition {
            C::Fact { fact } => self.apply(Named::Fact, fact),
            C::Derived { derived } => self.apply(Named::Derived, derived),
            C::Attribute { attribute } => self.apply(Named::Attribute, attribute),
            C::InRow { table, .. } => self.apply(Named::Table, table),
            C::IsWord { words, .. }
            | C::Mentions { words, .. }
            | C::StartsWith { words, .. }
            | C::EndsWith { words, .. } => self.in_words(words),
            C::Any { list, .. } | C::All { list, .. } | C::Values { list, .. } | C::Count { list, .. } => {
                self.apply(Named::List, list);
            }
            _ => {}
        }
        condition.parts_mut().into_iter().for_each(|part| self.in_condition(part));
    }
}
