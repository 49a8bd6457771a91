//! The door to pest: the parser that `grammar/*.pest` describes, and nothing else.
//!
//! Architecture Invariant: pest is called in this file only; its pairs are walked in `lower/` only.

use pest::Parser;
use pest::error::{ErrorVariant, InputLocation};
use pest::iterators::{Pair, Pairs, Tokens};

#[derive(pest_derive::Parser)]
#[grammar = "grammar/keywords.pest"]
#[grammar = "grammar/guanju.pest"]
struct Grammar;

pub(super) type Node<'a> = Pair<'a, Rule>;
pub(super) type Nodes<'a> = Pairs<'a, Rule>;

/// Parses a whole file. `None` cannot happen with a grammar whose last alternative takes anything,
/// and is reported as an unreadable file.
pub(super) fn parse_file(text: &str) -> Option<Nodes<'_>> {
    let mut parsed = Grammar::parse(Rule::file, text).ok()?;
    Some(parsed.next()?.into_inner())
}

/// Parses a whole file, and tells where each node of it begins and ends, in the order of the text:
/// for those who go through all of it once.
pub(super) fn parse_tokens(text: &str) -> Option<Tokens<'_, Rule>> {
    Some(Grammar::parse(Rule::file, text).ok()?.tokens())
}

/// Whether a text is one name, possibly with dots.
pub fn is_path(text: &str) -> bool {
    Grammar::parse(Rule::path, text).is_ok_and(|parsed| parsed.as_str().len() == text.len())
}

/// The bare parse and nothing after it: the limit that the benchmark compares with.
/// Gives the length of what was parsed, so that the work cannot be left out.
pub fn bare_parse(text: &str) -> usize {
    Grammar::parse(Rule::file, text).map_or(0, |parsed| parsed.as_str().len())
}

/// Where a text stops being what `probe` describes, and what could stand there.
pub(super) struct Failure {
    /// Byte offset in the probed text.
    pub offset: usize,
    pub expected: Vec<Rule>,
}

/// Parses a broken part again with a strict rule; `None` when the rule takes it.
pub(super) fn probe(rule: Rule, text: &str) -> Option<Failure> {
    let error = Grammar::parse(rule, text).err()?;
    let offset = match error.location {
        InputLocation::Pos(offset) | InputLocation::Span((offset, _)) => offset,
    };
    let expected = match error.variant {
        ErrorVariant::ParsingError { positives, .. } => positives,
        ErrorVariant::CustomError { .. } => Vec::new(),
    };
    Some(Failure { offset, expected })
}
