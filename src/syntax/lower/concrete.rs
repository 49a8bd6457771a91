//! The tree of what is written, down to every word, for those who write it anew.
//!
//! It knows shapes, not meanings: which parts stand on lines of their own, which are rows of a
//! table, which may be broken into lines. The tree is one row of parts, each followed by the parts
//! in it: a big file is read without an allocation for each part.

use std::ops::Deref;

use pest::Token;

use crate::syntax::grammar::{Rule, parse_tokens};
use crate::syntax::keywords::Keyword;
use crate::syntax::lower::spelling::{by_rule, mark_names};
use crate::text::Span;

/// A part of a text. Brackets, commas and colons are between the parts, not among them.
#[derive(Clone, Copy, Debug)]
pub struct Concrete {
    pub shape: Shape,
    /// Where a clause usually stands in a rule; clauses of one place keep their order, which the
    /// table shows.
    pub place: Option<u8>,
    pub span: Span,
    /// What the word means to the language; `None` for a name and for what is more than a word.
    pub keyword: Option<&'static Keyword>,
    /// How many parts stand in it, those in its parts included.
    inside: u32,
}

impl Concrete {
    /// A word, a number, a date, a string.
    pub fn is_leaf(&self) -> bool {
        self.inside == 0
    }
}

/// A part with what stands in it.
#[derive(Clone, Copy, Debug)]
pub struct Part<'t> {
    own: &'t Concrete,
    inside: &'t [Concrete],
}

impl<'t> Part<'t> {
    pub fn parts(self) -> Parts<'t> {
        Parts(self.inside)
    }
}

impl Deref for Part<'_> {
    type Target = Concrete;

    fn deref(&self) -> &Concrete {
        self.own
    }
}

/// Parts that follow one another.
#[derive(Clone, Debug)]
pub struct Parts<'t>(&'t [Concrete]);

impl<'t> Parts<'t> {
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The part that is all there is.
    pub fn only(&self) -> Option<Part<'t>> {
        let mut parts = self.clone();
        let part = parts.next()?;
        parts.is_empty().then_some(part)
    }

    /// The parts up to the first of this shape, and those behind it.
    pub fn split_behind(self, shape: Shape) -> (Parts<'t>, Parts<'t>) {
        let mut behind = self.clone();
        behind.find(|part| part.shape == shape);
        let (head, _) = self.0.split_at(self.0.len() - behind.0.len());
        (Parts(head), behind)
    }

    /// The last part, and those before it.
    pub fn split_last(&self) -> Option<(Part<'t>, Parts<'t>)> {
        let last = self.clone().last()?;
        let (head, _) = self.0.split_at(self.0.len() - last.inside.len() - 1);
        Some((last, Parts(head)))
    }
}

impl<'t> Iterator for Parts<'t> {
    type Item = Part<'t>;

    fn next(&mut self) -> Option<Part<'t>> {
        let (own, rest) = self.0.split_first()?;
        let (inside, rest) = rest.split_at_checked(own.inside as usize)?;
        self.0 = rest;
        Some(Part { own, inside })
    }
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
#[derive(Clone, Debug, Default)]
pub struct Written {
    /// Each part, then the parts in it.
    all: Vec<Concrete>,
}

impl Written {
    /// The items of the file.
    pub fn items(&self) -> Parts<'_> {
        Parts(&self.all)
    }

    /// The words of the text in their order.
    pub fn leaves(&self) -> impl Iterator<Item = &Concrete> {
        self.all.iter().filter(|part| part.is_leaf())
    }

    /// Every keyword with its place, in the order of the text.
    pub fn keywords(&self) -> impl Iterator<Item = (Span, &'static Keyword)> {
        self.all.iter().filter_map(|part| Some((part.span, part.keyword?)))
    }
}

/// `None` when a part of the text cannot be read.
pub(in crate::syntax) fn concrete(text: &str) -> Option<Written> {
    let tokens = parse_tokens(text)?;
    let mut builder = Builder { text, all: Vec::with_capacity(tokens.len() / 2), open: Vec::new(), last: 0 };
    for token in tokens {
        match token {
            Token::Start { rule: Rule::file | Rule::EOI, .. } | Token::End { rule: Rule::file | Rule::EOI, .. } => {}
            Token::Start { rule, pos } => builder.begin(rule, pos.pos())?,
            Token::End { rule, pos } => builder.end(rule, pos.pos())?,
        }
    }
    Some(Written { all: builder.all })
}

/// Takes where parts begin and end, in the order of the text.
struct Builder<'a> {
    text: &'a str,
    all: Vec<Concrete>,
    /// The parts that have begun and not ended.
    open: Vec<usize>,
    /// The part that has ended last.
    last: usize,
}

impl Builder<'_> {
    fn begin(&mut self, rule: Rule, start: usize) -> Option<()> {
        let (shape, place) = (shape(rule)?, place(rule));
        self.open.push(self.all.len());
        self.all.push(Concrete { shape, place, span: Span::new(start, start), keyword: None, inside: 0 });
        Some(())
    }

    fn end(&mut self, rule: Rule, end: usize) -> Option<()> {
        let index = self.open.pop()?;
        let last = self.all.get(self.last).map_or(0, |part| part.span.end);
        let (part, inside) = self.all.get_mut(index..)?.split_first_mut()?;
        part.span.end = Span::new(end, end).end;
        part.inside = u32::try_from(inside.len()).ok()?;
        if inside.is_empty() {
            part.keyword = by_rule(rule);
            if part.shape == Shape::Run {
                part.shape = Shape::Word;
            }
        } else if matches!(part.shape, Shape::Run | Shape::List | Shape::Expression | Shape::Number) {
            // White space that was skipped at the end is no part of it.
            part.span.end = last;
        }
        mark_names(rule, inside, self.text);
        self.last = index;
        Some(())
    }
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

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "facts unit \"单位\" { kind yes_no \"甲\" }\nlet a \"乙\" = any(b, yes, any)  # c\n";

    /// The words of each part, and what is in it.
    fn shown(parts: Parts<'_>) -> String {
        let of = |part: Part<'_>| match part.is_leaf() {
            true => part.span.of(TEXT).to_owned(),
            false => format!("({})", shown(part.parts())),
        };
        parts.map(of).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn parts_stand_in_parts() {
        let written = concrete(TEXT).expect("it can be read");
        let facts = "(facts unit \"单位\" { (kind (yes_no) \"甲\"))";
        let value = "((any ((((b))) (((yes))) (((any))))))";
        assert_eq!(shown(written.items()), format!("{facts} (let a \"乙\" = {value})"));
        let (last, head) = written.items().last().and_then(|part| part.parts().split_last()).expect("it has parts");
        assert_eq!(
            (shown(head), format!("({})", shown(last.parts()))),
            ("let a \"乙\" =".to_owned(), value.to_owned())
        );
        let (head, inside) = written.items().next().expect("there are two items").parts().split_behind(Shape::Open);
        assert_eq!((shown(head), inside.count()), ("facts unit \"单位\" {".to_owned(), 1));
    }

    #[test]
    fn a_keyword_is_one_by_its_place() {
        let written = concrete(TEXT).expect("it can be read");
        let words: Vec<&str> = written.keywords().map(|(span, _)| span.of(TEXT)).collect();
        assert_eq!(words, ["facts", "yes_no", "let", "=", "any", "yes"]);
    }

    #[test]
    fn a_text_with_a_broken_part_has_no_tree() {
        assert!(concrete("let a \"甲\" = ").is_none());
        assert!(concrete("").is_some_and(|written| written.items().is_empty()));
    }
}
