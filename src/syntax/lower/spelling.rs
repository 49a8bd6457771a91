//! Finds the words of a text that are keywords where they stand.
//!
//! A word is a keyword by its place, not by its letters: `phone` is a type in `phone phone "…"` only
//! the second time.

use std::sync::OnceLock;

use crate::syntax::grammar::Rule;
use crate::syntax::keywords::{self, Keyword, Place};
use crate::syntax::lower::concrete::Concrete;

/// The keyword that a rule of the grammar stands for.
pub(super) fn by_rule(rule: Rule) -> Option<&'static Keyword> {
    static KEYWORDS: OnceLock<Vec<Option<&'static Keyword>>> = OnceLock::new();
    let by_number = || {
        let rules = Rule::all_rules();
        let mut keywords = vec![None; rules.iter().map(|rule| *rule as usize + 1).max().unwrap_or(0)];
        rules.iter().for_each(|rule| keywords[*rule as usize] = keywords::by_rule(&format!("{rule:?}")));
        keywords
    };
    KEYWORDS.get_or_init(by_number).get(rule as usize).copied().flatten()
}

/// Marks the names in a node that mean something to the language: builtin functions, properties,
/// fixed values.
pub(super) fn mark_names(rule: Rule, inside: &mut [Concrete], text: &str) {
    match rule {
        Rule::reference => mark_called(inside, text),
        Rule::property => mark_places(inside.iter_mut().take(1), Place::Property, text),
        Rule::statement | Rule::expected_finding => mark_places(inside.iter_mut().skip(1), Place::Value, text),
        Rule::expected_verdict => mark_places(inside.iter_mut(), Place::Value, text),
        _ => {}
    }
}

/// A builtin function in front of brackets, a yes or no, an `unstated`.
fn mark_called(inside: &mut [Concrete], text: &str) {
    let Some((path, behind)) = inside.split_first_mut() else { return };
    let Some(keyword) = keywords::find(path.span.of(text)) else { return };
    // `[` begins an index.
    let is_call = behind.first().is_some_and(|next| next.span.of(text).starts_with(['(', '（']));
    let is_word = match keyword.place {
        Place::Function => is_call,
        Place::Value => !is_call && matches!(keyword.english, "yes" | "no"),
        Place::Part => !is_call && keyword.english == "unstated",
        Place::Item | Place::Operator | Place::Type | Place::Unit | Place::Property => false,
    };
    if is_word {
        path.keyword = Some(keyword);
    }
}

/// The words among these that are keywords of one place.
fn mark_places<'t>(words: impl Iterator<Item = &'t mut Concrete>, place: Place, text: &str) {
    for word in words {
        if let Some(keyword) = keywords::find(word.span.of(text))
            && keyword.place == place
        {
            word.keyword = Some(keyword);
        }
    }
}
