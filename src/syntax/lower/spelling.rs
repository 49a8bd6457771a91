//! Finds the words of a text that are keywords where they stand.
//!
//! A word is a keyword by its place, not by its letters: `phone` is a type in `phone phone "…"` only
//! the second time.

use std::sync::OnceLock;

use rustc_hash::FxHashMap;

use crate::syntax::grammar::{Node, Nodes, Rule};
use crate::syntax::keywords::{self, Keyword, Place};
use crate::syntax::lower::span_of;
use crate::text::Span;

/// Every keyword, operator, unit and builtin function with its place, in the order of the text.
pub(in crate::syntax) fn keywords_of(nodes: Nodes<'_>) -> Vec<(Span, &'static Keyword)> {
    let mut found = Vec::new();
    nodes.for_each(|node| collect(node, &mut found));
    found.sort_by_key(|(span, _)| *span);
    found.dedup_by_key(|(span, _)| *span);
    found
}

fn collect(node: Node<'_>, found: &mut Vec<(Span, &'static Keyword)>) {
    let rule = node.as_rule();
    match rule {
        Rule::reference => called(&node, found),
        Rule::property => first_word(&node, Place::Property, found),
        Rule::statement | Rule::expected_finding => value_words(&node, 1, found),
        Rule::expected_verdict => value_words(&node, 0, found),
        _ => {}
    }
    let mut children = node.clone().into_inner().peekable();
    if children.peek().is_some() {
        children.for_each(|child| collect(child, found));
        return;
    }
    if let Some(keyword) = by_rule(rule) {
        found.push((span_of(&node), keyword));
    }
}

/// The keyword that a rule of the grammar stands for.
fn by_rule(rule: Rule) -> Option<&'static Keyword> {
    static KEYWORDS: OnceLock<FxHashMap<Rule, &'static Keyword>> = OnceLock::new();
    let named = |rule: &Rule| Some((*rule, keywords::by_rule(&format!("{rule:?}"))?));
    KEYWORDS.get_or_init(|| Rule::all_rules().iter().filter_map(named).collect()).get(&rule).copied()
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
