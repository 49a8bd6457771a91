//! The tree of what is written, down to every word, for those who write it anew.
//!
//! It knows shapes, not meanings: which parts stand on lines of their own, which are rows of a
//! table, which may be broken into lines.

use crate::syntax::grammar::{Node, Rule, parse_file};
use crate::syntax::keywords::Keyword;
use crate::syntax::lower::span_of;
use crate::syntax::lower::spelling::Keywords;
use crate::text::Span;

/// A part of a text. Brackets, commas and colons are between the parts, not among them.
#[derive(Clone, Debug)]
pub struct Concrete {
    pub shape: Shape,
    /// Where a clause usually stands in a rule; clauses of one place keep their order, which the
    /// table shows.
    pub place: Option<u8>,
    pub span: Span,
    /// Empty for a word, a number, a date, a string.
    pub parts: Vec<Concrete>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// The parts follow one another in a line.
    Run,
    /// Words, then braces with a part on each line.
    Block,
    /// Words, then braces that may be on one line: assignments.
    Assignments,
    /// Words, then braces with a list that is filled into lines; with or without commas.
    Words,
    Template,
    /// `a, b, c`, filled into lines.
    List,
    /// Brackets around parts of which each may have a line.
    Brackets,
    /// Operands and operators.
    Expression,
    And,
    Or,
    /// `policy: value` and its clauses.
    Answer,
    /// `value when condition` and its clauses.
    Case,
    /// `let path "label" = value`.
    Defined,
    /// A row of a table with so many columns of one width.
    Row(Columns),
    /// A name with brackets behind it.
    Call,
    /// A number behind which a unit may stand.
    Number,
    Unit,
    /// The opening brace.
    Open,
    Word,
    Text,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Columns {
    Enum,
    Fact,
    Material,
    Statement,
    Table,
}

/// A text with all its words.
#[derive(Clone, Debug)]
pub struct Written {
    pub items: Vec<Concrete>,
    /// Every keyword with its place, in the order of the text.
    pub keywords: Vec<(Span, &'static Keyword)>,
}

/// `None` when a part of the text cannot be read.
pub(in crate::syntax) fn concrete(text: &str) -> Option<Written> {
    let nodes = parse_file(text)?;
    let mut keywords = Keywords::default();
    let items = nodes.filter(|node| node.as_rule() != Rule::EOI).map(|node| part(node, &mut keywords));
    let items = items.collect::<Option<_>>()?;
    Some(Written { items, keywords: keywords.in_order() })
}

fn part(node: Node<'_>, keywords: &mut Keywords) -> Option<Concrete> {
    let span = span_of(&node);
    let rule = node.as_rule();
    let (shape, place) = (shape(rule)?, place(rule));
    let parts: Vec<Concrete> = node.clone().into_inner().map(|node| part(node, keywords)).collect::<Option<_>>()?;
    keywords.see(&node, parts.is_empty());
    // A node of one part is that part, unless it has a shape of its own.
    let shape = if parts.is_empty() && shape == Shape::Run { Shape::Word } else { shape };
    let span = match (parts.first(), parts.last(), shape) {
        // White space that was skipped at the end is no part of it.
        (Some(first), Some(last), Shape::Run | Shape::List | Shape::Expression | Shape::Number) => {
            Span { start: first.span.start.min(span.start), end: last.span.end }
        }
        _ => span,
    };
    Some(Concrete { shape, place, span, parts })
}

/// The place of the clause that comes first.
pub const CITES: u8 = 0;

fn place(rule: Rule) -> Option<u8> {
    Some(match rule {
        Rule::cites_clause => CITES,
        Rule::for_each_clause => 1,
        Rule::when_clause | Rule::unless_clause => 2,
        Rule::require_clause | Rule::forbid_clause | Rule::permit_clause | Rule::classify_clause => 3,
        Rule::advise_clause | Rule::duty_clause | Rule::deliver_clause | Rule::note_clause => 4,
        Rule::disputed_clause => 5,
        Rule::effective_clause => 6,
        Rule::closed_clause => 7,
        _ => return None,
    })
}

fn shape(rule: Rule) -> Option<Shape> {
    Some(match rule {
        Rule::broken_item
        | Rule::broken_rule
        | Rule::broken_entry
        | Rule::broken_clause
        | Rule::missing_close
        | Rule::missing_paren => return None,
        Rule::enum_item
        | Rule::facts_item
        | Rule::attributes_item
        | Rule::materials_item
        | Rule::table_item
        | Rule::policy_item
        | Rule::choice_body
        | Rule::track_block
        | Rule::rule_item
        | Rule::replace_item
        | Rule::waive_item
        | Rule::bureau_item
        | Rule::source_item
        | Rule::statements
        | Rule::baseline_item
        | Rule::scenario_item
        | Rule::cases => Shape::Block,
        Rule::given | Rule::assignments => Shape::Assignments,
        Rule::words_item => Shape::Words,
        Rule::template_item => Shape::Template,
        Rule::names
        | Rule::cites_clause
        | Rule::disputed_clause
        | Rule::without
        | Rule::unknown
        | Rule::expected_missing => Shape::List,
        Rule::parameters | Rule::arguments | Rule::tuple | Rule::index => Shape::Brackets,
        Rule::expr => Shape::Expression,
        Rule::kw_and => Shape::And,
        Rule::kw_or => Shape::Or,
        Rule::answer => Shape::Answer,
        Rule::case | Rule::otherwise_case => Shape::Case,
        Rule::let_item | Rule::invariant_item | Rule::bundle_item => Shape::Defined,
        Rule::enum_entry => Shape::Row(Columns::Enum),
        Rule::fact_entry => Shape::Row(Columns::Fact),
        Rule::material_entry => Shape::Row(Columns::Material),
        Rule::statement => Shape::Row(Columns::Statement),
        Rule::table_entry => Shape::Row(Columns::Table),
        Rule::reference => Shape::Call,
        Rule::number => Shape::Number,
        Rule::unit_years | Rule::unit_months | Rule::unit_days | Rule::unit_workdays | Rule::unit_hours => Shape::Unit,
        Rule::string => Shape::Text,
        Rule::open => Shape::Open,
        _ => Shape::Run,
    })
}
