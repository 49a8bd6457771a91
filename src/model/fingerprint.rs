//! A short text that changes when the meaning of a rule changes, and only then.
//!
//! A change of an inherited rule is pinned to it, so that a changed base is noticed. The meaning is
//! written down with the ids of the vocabulary, so the order of declarations does not count; neither
//! do labels, citations and places.

use std::fmt::Write;

use crate::model::{Alternative, Cases, EnumId, Expr, InValues, ListId, Obligation, Rule, Source, Vocabulary, WordSet};
use crate::model::{Effect, rule::Tracks};
use crate::text::fnv::Fnv;

/// Eight hexadecimal digits over what a rule means.
pub fn fingerprint(vocabulary: &Vocabulary, rule: &Rule) -> String {
    let mut meaning = Meaning { vocabulary, hash: Fnv::default() };
    meaning.rule(rule);
    short(meaning.hash)
}

/// Eight hexadecimal digits over what a source states.
pub fn of_statements(source: &Source) -> String {
    let mut hash = Fnv::default();
    for statement in &source.statements {
        let (id, check, text) = (statement.id(), statement.check, statement.text());
        // Hashing cannot fail.
        let _ = writeln!(hash, "{id} {check:?} {text}");
    }
    short(hash)
}

fn short(hash: Fnv) -> String {
    format!("{:08x}", hash.0 >> 32)
}

struct Meaning<'a> {
    vocabulary: &'a Vocabulary,
    /// Over the words written so far.
    hash: Fnv,
}

impl Meaning<'_> {
    /// Writes one word; hashing cannot fail.
    fn word(&mut self, word: impl std::fmt::Display) {
        let _ = write!(self.hash, "{word} ");
    }

    fn rule(&mut self, rule: &Rule) {
        let Tracks(tracks) = rule.tracks;
        self.word(tracks);
        self.list(rule.for_each);
        if let Some(when) = &rule.when {
            self.expr(when);
        }
        match &rule.effect {
            Effect::Require(obligation) => {
                self.word("require");
                self.obligation(obligation);
            }
            Effect::Forbid => self.word("forbid"),
            Effect::Permit => self.word("permit"),
            Effect::None => self.word("none"),
        }
        for date in [rule.effective.from, rule.effective.until] {
            self.word(date.map(|date| date.to_string()).unwrap_or_default());
        }
    }

    fn list(&mut self, list: Option<ListId>) {
        let vocabulary = self.vocabulary;
        self.word(list.map_or("-", |list| &vocabulary.lists[list.index()].name));
    }

    fn value(&mut self, of: EnumId, value: u16) {
        let vocabulary = self.vocabulary;
        self.word(&vocabulary.enums[of.index()].values[value as usize].name);
    }

    fn group(&mut self, name: &str, parts: &[Expr]) {
        self.word(name);
        self.word("(");
        parts.iter().for_each(|part| self.expr(part));
        self.word(")");
    }

    fn one(&mut self, name: &str, inner: &Expr) {
        self.group(name, std::slice::from_ref(inner));
    }

    fn words(&mut self, name: &str, text: &Expr, words: &WordSet) {
        let vocabulary = self.vocabulary;
        self.one(name, text);
        for list in &words.lists {
            self.word(&vocabulary.words[list.index()].name);
        }
        for table in &words.tables {
            self.word(&vocabulary.tables[table.index()].name);
        }
        words.literals.iter().for_each(|literal| self.word(literal));
        self.word("except");
        for list in &words.except {
            self.word(&vocabulary.words[list.index()].name);
        }
        words.except_literals.iter().for_each(|literal| self.word(literal));
        words.parameters.iter().for_each(|parameter| self.word(parameter));
    }

    fn expr(&mut self, expr: &Expr) {
        let vocabulary = self.vocabulary;
        match expr {
            Expr::Fact(id) => self.word(&vocabulary.facts[id.index()].path),
            Expr::Derived(id) => self.word(&vocabulary.derived[id.index()].path),
            Expr::Attribute(id) => self.word(&vocabulary.attributes[id.index()].name),
            Expr::AttributeLet(id) => self.word(&vocabulary.attribute_lets[id.index()].name),
            Expr::Parameter(index) => self.word(index),
            Expr::YesNo(value) => self.word(value),
            Expr::Int(number, unit) => self.word(format_args!("{number} {unit:?}")),
            Expr::Date(date) => self.word(date),
            Expr::Text(text) => self.word(text),
            Expr::Value(of, value) => self.value(*of, *value),
            Expr::Not(inner) => self.one("not", inner),
            Expr::And(parts) => self.group("and", parts),
            Expr::Or(parts) => self.group("or", parts),
            Expr::Compare(comparison, sides) => {
                self.word(format_args!("{comparison:?}"));
                self.expr(&sides.0);
                self.expr(&sides.1);
            }
            Expr::InValues(membership) => {
                let InValues { value: inner, of, values } = &**membership;
                self.one("in", inner);
                values.iter().for_each(|value| self.value(*of, *value));
                self.word(";");
            }
            Expr::SetHolds(inner, of, value) => {
                self.one("holds", inner);
                self.value(*of, *value);
            }
            Expr::InRow(value, table, key) => {
                self.one("row", value);
                self.word(&vocabulary.tables[table.index()].name);
                self.expr(key);
            }
            Expr::InParameter(inner, index) => {
                self.one("in", inner);
                self.word(index);
            }
            Expr::InWords(text, words) => self.words("is", text, words),
            Expr::Mentions(text, words) => self.words("mentions", text, words),
            Expr::StartsWith(text, words) => self.words("starts", text, words),
            Expr::EndsWith(text, words) => self.words("ends", text, words),
            Expr::Has(inner) => self.one("has", inner),
            Expr::Any(list, inner) => {
                self.list(Some(*list));
                self.one("any", inner);
            }
            Expr::All(list, inner) => {
                self.list(Some(*list));
                self.one("all", inner);
            }
            Expr::Count(list, filter) => {
                self.list(Some(*list));
                self.word("count");
                filter.iter().for_each(|filter| self.expr(filter));
            }
            Expr::CountDistinct(parts) => self.group("distinct", parts),
            Expr::DistinctMobiles(parts) => self.group("mobiles", parts),
            Expr::Remaining(comparison, date, amount, unit) => {
                self.word(format_args!("{comparison:?} {amount} {unit:?}"));
                self.one("remaining", date);
            }
            Expr::RemainingParameter(comparison, date, index, unit) => {
                self.word(format_args!("{comparison:?} {index} {unit:?}"));
                self.one("remaining", date);
            }
            Expr::CharCount(inner) => self.one("chars", inner),
            Expr::HanCount(inner) => self.one("han", inner),
            Expr::OnlyLatin(inner) => self.one("latin", inner),
            Expr::OnlyDigits(inner) => self.one("digits", inner),
            Expr::SameAsRecord(pairs) => {
                self.word("record");
                for (fact, _) in pairs {
                    self.word(&vocabulary.facts[fact.index()].path);
                }
            }
            Expr::Add(sides) => {
                self.one("add", &sides.0);
                self.expr(&sides.1);
            }
            Expr::Subtract(sides) => {
                self.one("subtract", &sides.0);
                self.expr(&sides.1);
            }
            Expr::Shift(date, amount, unit) => {
                self.word(format_args!("{amount} {unit:?}"));
                self.one("shift", date);
            }
            Expr::Cases(inner) => {
                let Cases { cases, otherwise } = &**inner;
                self.word("cases");
                for (guard, value) in cases {
                    self.expr(guard);
                    self.expr(value);
                }
                self.expr(otherwise);
            }
        }
    }

    fn obligation(&mut self, obligation: &Obligation) {
        let vocabulary = self.vocabulary;
        match obligation {
            Obligation::Condition(condition) => self.expr(condition),
            Obligation::Provide(material, with) => {
                let name = &vocabulary.materials[material.index()].name;
                self.group(name, with);
            }
            Obligation::Supplemented(supplemented) => {
                let name = &vocabulary.materials[supplemented.material.index()].name;
                self.group(name, &supplemented.with);
                for (condition, otherwise) in &supplemented.supplements {
                    self.one("or_else", condition);
                    self.obligation(otherwise);
                }
            }
            Obligation::ProvideParameter(index, with) => self.group(&index.to_string(), with),
            Obligation::Remark(fact, template) => {
                self.word(&vocabulary.facts[fact.index()].path);
                self.word(&vocabulary.templates[template.index()].name);
            }
            Obligation::Bundle(id) => self.word(&vocabulary.bundles[id.index()].name),
            Obligation::OneOf(parts) => self.parts("one_of", parts),
            Obligation::AllOf(parts) => self.parts("all_of", parts),
            Obligation::AtLeast(count, parts) => self.parts(&format!("at_least {count}"), parts),
            Obligation::Prefer(parts) => self.parts("prefer", parts),
            Obligation::Parameter(index) => self.word(index),
        }
    }

    fn parts(&mut self, name: &str, parts: &[Alternative]) {
        self.word(name);
        self.word("(");
        for Alternative { value, when } in parts {
            self.obligation(value);
            if let Some(when) = when {
                self.one("when", when);
            }
        }
        self.word(")");
    }
}
