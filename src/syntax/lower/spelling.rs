//! Finds the words of a text that are keywords where they stand.
//!
//! A word is a keyword by its place, not by its letters: `phone` is a type in `phone phone "…"` only
//! the second time.

use std::sync::OnceLock;

use crate::syntax::grammar::{Node, Rule};
use crate::syntax::keywords::{self, Keyword, Place};
use crate::syntax::lower::span_of;
use crate::text::Span;

/// Every keyword, operator, unit and builtin function of a text with its place. The nodes are shown
/// to it one by one, by whoever walks the tree.
#[derive(Default)]
pub(in crate::syntax) struct Keywords(Vec<(Span, &'static Keyword)>);

impl Keywords {
    /// Looks at one node, not at those in it.
    pub fn see(&mut self, node: &Node<'_>, is_leaf: bool) {
        let rule = node.as_rule();
        match rule {
            Rule::reference => called(node, &mut self.0),
            Rule::property => first_word(node, Place::Property, &mut self.0),
            Rule::statement | Rule::expected_finding => value_words(node, 1, &mut self.0),
            Rule::expected_verdict => value_words(node, 0, &mut self.0),
            _ => {}
        }
        if is_leaf && let Some(keyword) = by_rule(rule) {
            self.0.push((span_of(node), keyword));
        }
    }

    /// In the order of the text.
    pub fn in_order(self) -> Vec<(Span, &'static Keyword)> {
        let mut found = self.0;
        found.sort_by_key(|(span, _)| *span);
        found.dedup_by_key(|(span, _)| *span);
        found
    }
}

/// The keyword that a rule of the grammar stands for.
fn by_rule(rule: Rule) -> Option<&'static Keyword> {
    static KEYWORDS: OnceLock<Vec<Option<&'static Keyword>>> = OnceLock::new();
    let by_number = || {
        let rules = Rule::all_rules();
        let mut keywords = vec![None; rules.iter().map(|rule| *rule as usize + 1).max().unwrap_or(0)];
        rules.iter().for_each(|rule| keywords[*rule as usize] = keywords::by_rule(&format!("{rule:?}")));
        keywords
    };
    KEYWORDS.get_or_init(by_number).get(rule as usize).copied().flatten()
}

/// A builtin function in front of brackets, a yes or no, an `unstated`.
fn called(node: &Node<'_>, found: &mut Vec<(Span, &'static Keyword)>) {
    let mut children = node.clone().into_inner();
    let Some(path) = children.next() else { return };
    let is_call = children.next().is_some_and(|next| next.as_rule() == Rule::arguments);
    let Some(keyword) = keywords::find(path.as_str()) else { return };
    let is_word = match keyword.place {
        Place::Function => is_call,
        Place::Value => !is_call && matches!(keyword.english, "yes" | "no"),
        Place::Part => !is_call && keyword.english == "unstated",
        Place::Item | Place::Operator | Place::Type | Place::Unit | Place::Property => false,
    };
    if is_word {
        found.push((span_of(&path), keyword));
    }
}

fn first_word(node: &Node<'_>, place: Place, found: &mut Vec<(Span, &'static Keyword)>) {
    if let Some(name) = node.clone().into_inner().next()
        && let Some(keyword) = keywords::find(name.as_str())
        && keyword.place == place
    {
        found.push((span_of(&name), keyword));
    }
}

/// Fixed values such as verdicts among the names of a node, after the first `skip`.
fn value_words(node: &Node<'_>, skip: usize, found: &mut Vec<(Span, &'static Keyword)>) {
    for name in node.clone().into_inner().skip(skip).filter(|child| child.as_rule() == Rule::name) {
        if let Some(keyword) = keywords::find(name.as_str())
            && keyword.place == Place::Value
        {
            found.push((span_of(&name), keyword));
        }
    }
}
