//! What a condition looks like to a writer of any language: negations pushed inward, equals
//! merged, comparisons turned the way people say them. No words here.
//!
//! `not (a > 5 or b)` is seen as the conjunction of `a <= 5` and `not b`.

use crate::model::{
    Comparison, Enum, EnumId, Expr, Group, ListId, Parameter, ParameterKind, Type, Vocabulary, WordSet, Words, WordsId,
};
use std::borrow::Cow;

/// Where names come from; `parameters` is empty outside the choices of a policy.
#[derive(Clone, Copy)]
pub struct Names<'a> {
    pub vocabulary: &'a Vocabulary,
    pub parameters: &'a [Parameter],
}

impl Names<'_> {
    /// The enum of `filing.type`, in which duties name the filing to be made.
    pub fn filing_types(self) -> Option<EnumId> {
        let id = self.vocabulary.fact_by_path("filing.type")?;
        match self.vocabulary.facts[id.index()].kind {
            Type::Enum(id) => Some(id),
            Type::YesNo | Type::Int { .. } | Type::Date | Type::Text | Type::Phone | Type::Set(_) => None,
        }
    }
}

/// What joins the parts of a compound condition.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Connective {
    And,
    Or,
}

/// A condition without outer negation, and whether it is asserted or denied.
#[derive(Clone, Copy)]
pub struct Literal<'a> {
    pub expr: &'a Expr,
    pub positive: bool,
}

/// Strips negations, comparisons with yes or no, and compounds of one part.
pub fn literal(mut expr: &Expr, mut positive: bool) -> Literal<'_> {
    loop {
        if let Expr::Not(inner) = expr {
            positive = !positive;
            expr = inner;
        } else if let Expr::And(parts) | Expr::Or(parts) = expr
            && let [only] = &**parts
        {
            expr = only;
        } else if let Some((side, value)) = compared_with_yes_no(expr) {
            positive = positive == value;
            expr = side;
        } else {
            return Literal { expr, positive };
        }
    }
}

/// `fact = no` is the denial of the fact.
fn compared_with_yes_no(expr: &Expr) -> Option<(&Expr, bool)> {
    let Expr::Compare(comparison @ (Comparison::Equal | Comparison::NotEqual), sides) = expr else {
        return None;
    };
    let ((side, Expr::YesNo(value)) | (Expr::YesNo(value), side)) = &**sides else {
        return None;
    };
    Some((side, *value == (*comparison == Comparison::Equal)))
}

/// The connective of a compound condition, after De Morgan.
pub fn connective(literal: Literal<'_>) -> Option<Connective> {
    let is_and = matches!(literal.expr, Expr::And(_));
    if !is_and && !matches!(literal.expr, Expr::Or(_)) {
        return None;
    }
    Some(if is_and == literal.positive { Connective::And } else { Connective::Or })
}

/// The parts of a compound condition; nested ones of the same connective are taken apart.
pub fn parts(compound: Literal<'_>) -> Vec<Literal<'_>> {
    let mut found = Vec::new();
    collect_parts(compound, connective(compound), &mut found);
    found
}

fn collect_parts<'a>(part: Literal<'a>, joined_by: Option<Connective>, found: &mut Vec<Literal<'a>>) {
    if let Expr::And(inner) | Expr::Or(inner) = part.expr
        && connective(part) == joined_by
    {
        inner.iter().for_each(|each| collect_parts(literal(each, part.positive), joined_by, found));
    } else {
        found.push(part);
    }
}

/// A comparison as it is said: what is compared stands left, a constant right.
pub fn oriented(comparison: Comparison, sides: &(Expr, Expr), positive: bool) -> (Comparison, &Expr, &Expr) {
    let comparison = if positive { comparison } else { opposite(comparison) };
    let (comparison, left, right) = if is_constant(&sides.0) && !is_constant(&sides.1) {
        (mirrored(comparison), &sides.1, &sides.0)
    } else {
        (comparison, &sides.0, &sides.1)
    };
    // Numbers are whole: more than 0 is at least 1.
    match (comparison, right) {
        (Comparison::Greater, Expr::Int(0, None)) => (Comparison::GreaterEqual, left, &ONE),
        (Comparison::LessEqual, Expr::Int(0, None)) => (Comparison::Less, left, &ONE),
        _ => (comparison, left, right),
    }
}

static ONE: Expr = Expr::Int(1, None);

/// The comparison that holds exactly where this one does not.
pub fn opposite(comparison: Comparison) -> Comparison {
    match comparison {
        Comparison::Equal => Comparison::NotEqual,
        Comparison::NotEqual => Comparison::Equal,
        Comparison::Less => Comparison::GreaterEqual,
        Comparison::LessEqual => Comparison::Greater,
        Comparison::Greater => Comparison::LessEqual,
        Comparison::GreaterEqual => Comparison::Less,
    }
}

fn mirrored(comparison: Comparison) -> Comparison {
    match comparison {
        Comparison::Equal | Comparison::NotEqual => comparison,
        Comparison::Less => Comparison::Greater,
        Comparison::LessEqual => Comparison::GreaterEqual,
        Comparison::Greater => Comparison::Less,
        Comparison::GreaterEqual => Comparison::LessEqual,
    }
}

/// Whether one is the denial of the other, as far as their spelling shows.
pub fn are_opposite(one: Literal<'_>, other: Literal<'_>) -> bool {
    if one.expr == other.expr {
        return one.positive != other.positive;
    }
    if let (Expr::Compare(first, first_sides), Expr::Compare(second, second_sides)) = (one.expr, other.expr) {
        let (first, left, right) = oriented(*first, first_sides, one.positive);
        let (second, other_left, other_right) = oriented(*second, second_sides, !other.positive);
        return first == second && left == other_left && right == other_right;
    }
    let (Some(first), Some(second)) = (connective(one), connective(other)) else {
        return false;
    };
    let (these, those) = (parts(one), parts(other));
    first != second && these.len() == those.len() && these.iter().zip(&those).all(|(a, b)| are_opposite(*a, *b))
}

/// Whether a condition need not be said because others of the same guard say it already: a
/// derived fact whose definition contains it, or a fact that equals another and so is given.
pub fn is_implied(names: Names<'_>, condition: Literal<'_>, others: &[Literal<'_>]) -> bool {
    others.iter().any(|other| match other.expr {
        Expr::Derived(id) if other.positive => {
            let definition = literal(&names.vocabulary.derived[id.index()].value, true);
            connective(definition) == Some(Connective::And)
                && parts(definition)
                    .iter()
                    .any(|part| part.expr == condition.expr && part.positive == condition.positive)
        }
        Expr::Compare(comparison, sides) => {
            let Expr::Has(given) = condition.expr else {
                return false;
            };
            let is_equal = oriented(*comparison, sides, other.positive).0 == Comparison::Equal;
            condition.positive && is_equal && (sides.0 == **given || sides.1 == **given)
        }
        _ => false,
    })
}

/// Texts of which it is said that they contain the same words, or that none does.
#[derive(Clone, Copy)]
pub struct Mention<'a> {
    /// Every or any element of the list, if the text belongs to one.
    pub list: Option<ListId>,
    pub text: &'a Expr,
    pub words: &'a WordSet,
}

pub fn mention<'a>(atom: Literal<'a>) -> Option<Mention<'a>> {
    match atom.expr {
        Expr::Mentions(text, words) => Some(Mention { list: None, text, words }),
        Expr::Any(list, filter) => match literal(filter, true) {
            Literal { expr: Expr::Mentions(text, words), positive: true } => {
                Some(Mention { list: Some(*list), text, words })
            }
            _ => None,
        },
        _ => None,
    }
}

/// How many of the first parts are said together.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Run {
    One,
    /// The same words in several texts.
    Mentions(usize),
    /// Statements about one value.
    Subject(usize),
}

impl Run {
    pub fn length(self) -> usize {
        match self {
            Self::One => 1,
            Self::Mentions(length) | Self::Subject(length) => length,
        }
    }
}

/// The parts of a compound, those that are said together as one.
pub fn runs(connective: Connective, parts: &[Literal<'_>]) -> Vec<Run> {
    let mut runs = Vec::new();
    let mut rest = parts;
    while let Some(first) = rest.first() {
        let run = first_run(connective, *first, rest);
        runs.push(run);
        rest = &rest[run.length()..];
    }
    runs
}

fn first_run(connective: Connective, first: Literal<'_>, parts: &[Literal<'_>]) -> Run {
    if first.positive == (connective == Connective::Or)
        && let Some(said) = mention(first)
    {
        let same = |part: &&Literal<'_>| {
            part.positive == first.positive && mention(**part).is_some_and(|other| other.words == said.words)
        };
        let length = parts.iter().take_while(same).count();
        if length > 1 {
            return Run::Mentions(length);
        }
    }
    if let Some(said) = subject(first) {
        let length = parts.iter().take_while(|part| subject(**part) == Some(said)).count();
        if length > 1 {
            return Run::Subject(length);
        }
    }
    Run::One
}

pub fn is_constant(expr: &Expr) -> bool {
    matches!(
        expr,
        Expr::YesNo(_) | Expr::Int(..) | Expr::Date(_) | Expr::Text(_) | Expr::Value(..) | Expr::Parameter(_)
    )
}

/// What an atom speaks about, if it is a statement about one value: two atoms about the same
/// value need not name it twice.
pub fn subject<'a>(atom: Literal<'a>) -> Option<&'a Expr> {
    match atom.expr {
        Expr::Compare(comparison, sides) => Some(oriented(*comparison, sides, true).1),
        Expr::InValues(inner) => Some(&inner.value),
        Expr::SetHolds(inner, ..)
        | Expr::InRow(inner, ..)
        | Expr::InParameter(inner, _)
        | Expr::InWords(inner, _)
        | Expr::Mentions(inner, _)
        | Expr::StartsWith(inner, _)
        | Expr::EndsWith(inner, _)
        | Expr::OnlyLatin(inner)
        | Expr::OnlyDigits(inner)
        | Expr::Has(inner) => Some(inner),
        Expr::Fact(_)
        | Expr::Derived(_)
        | Expr::Attribute(_)
        | Expr::AttributeLet(_)
        | Expr::Parameter(_)
        | Expr::YesNo(_)
        | Expr::Int(..)
        | Expr::Date(_)
        | Expr::Text(_)
        | Expr::Value(..)
        | Expr::Not(_)
        | Expr::And(_)
        | Expr::Or(_)
        | Expr::Any(..)
        | Expr::All(..)
        | Expr::Count(..)
        | Expr::CountDistinct(_)
        | Expr::DistinctMobiles(_)
        | Expr::Remaining(..)
        | Expr::RemainingParameter(..)
        | Expr::CharCount(_)
        | Expr::HanCount(_)
        | Expr::SameAsRecord(_)
        | Expr::Add(_)
        | Expr::Subtract(_)
        | Expr::Shift(..)
        | Expr::Cases(..) => None,
    }
}

/// Dates are later or earlier, other values more or less.
pub fn is_date(names: Names<'_>, expr: &Expr) -> bool {
    matches!(expr, Expr::Date(_) | Expr::Shift(..)) || kind(names, expr) == Some(Type::Date)
}

/// The declared type of what has a name.
pub fn kind(names: Names<'_>, expr: &Expr) -> Option<Type> {
    if let Expr::Fact(id) = expr {
        Some(names.vocabulary.facts[id.index()].kind)
    } else if let Expr::Derived(id) = expr {
        Some(names.vocabulary.derived[id.index()].kind)
    } else if let Expr::Attribute(id) = expr {
        Some(names.vocabulary.attributes[id.index()].kind)
    } else if let Expr::Cases(inner) = expr {
        kind(names, &inner.otherwise)
    } else if let Expr::Parameter(index) = expr
        && let Some(Parameter { kind: ParameterKind::Value(kind), .. }) = names.parameters.get(usize::from(*index))
    {
        Some(*kind)
    } else {
        None
    }
}

/// The summands of a chain of additions.
pub fn summands(expr: &Expr) -> Vec<&Expr> {
    let mut found = Vec::new();
    collect_summands(expr, &mut found);
    found
}

fn collect_summands<'a>(expr: &'a Expr, found: &mut Vec<&'a Expr>) {
    if let Expr::Add(sides) = expr {
        collect_summands(&sides.0, found);
        collect_summands(&sides.1, found);
    } else {
        found.push(expr);
    }
}

/// Groups with more members are named without them.
pub const MEMBERS_SHOWN: usize = 8;

/// Which values of an enum are meant, said the shortest way.
pub struct Membership<'a> {
    pub positive: bool,
    pub group: Option<&'a Group>,
    pub values: Cow<'a, [u16]>,
}

/// Prefers the name of a group; says what is left out where that is much shorter.
pub fn membership<'a>(enumeration: &'a Enum, values: &'a [u16], positive: bool) -> Membership<'a> {
    let left_out = enumeration.values.len().saturating_sub(values.len());
    let group = group_of(enumeration, values);
    let group_is_long = values.len() > MEMBERS_SHOWN && left_out <= 3;
    if group.is_some() && !group_is_long {
        return Membership { positive, group, values: Cow::Borrowed(values) };
    }
    // With two values, to be none of one is to be the other.
    let denies_one_of_two = !positive && values.len() == 1 && left_out == 1;
    if left_out > 0 && (left_out * 2 < values.len() || denies_one_of_two) {
        let others = complement(enumeration, values);
        return Membership { positive: !positive, group: group_of(enumeration, &others), values: Cow::Owned(others) };
    }
    Membership { positive, group: None, values: Cow::Borrowed(values) }
}

pub fn group_of<'a>(enumeration: &'a Enum, values: &[u16]) -> Option<&'a Group> {
    if values.len() < 2 {
        return None;
    }
    // A label that lists its members (新增或接入) says less than the members themselves.
    let is_name = |group: &&Group| values.len() > MEMBERS_SHOWN || !group.label.contains('或');
    enumeration.groups.iter().filter(is_name).find(|group| group.members == values)
}

fn complement(enumeration: &Enum, values: &[u16]) -> Vec<u16> {
    (0..enumeration.values.len())
        .filter_map(|index| u16::try_from(index).ok())
        .filter(|v| !values.contains(v))
        .collect()
}

/// A word list longer than this is named instead of printed.
pub const WORDS_SHOWN: usize = 20;

/// The same for words that do not count, which stand in brackets.
pub const EXCEPTED_WORDS_SHOWN: usize = 6;

/// One thing of an enumeration of words.
#[derive(Clone, Copy)]
pub enum WordPiece<'a> {
    Word(&'a str),
    List(&'a Words),
    Table(&'a crate::model::Table),
    Parameter(u16),
}

/// The words of a set in the order in which they are said: printed ones first, then named lists.
/// The second value says whether a list is open.
pub fn word_pieces<'a>(names: Names<'a>, set: &'a WordSet) -> (Vec<WordPiece<'a>>, bool) {
    let (mut pieces, named) = words_and_lists(names, &set.literals, &set.lists, WORDS_SHOWN);
    pieces.extend(named);
    pieces.extend(set.tables.iter().map(|id| WordPiece::Table(names.vocabulary.table(*id))));
    pieces.extend(set.parameters.iter().map(|index| WordPiece::Parameter(*index)));
    (pieces, set.lists.iter().any(|id| names.vocabulary.words[id.index()].open))
}

/// The words that do not count.
pub fn excepted_pieces<'a>(names: Names<'a>, set: &'a WordSet) -> Vec<WordPiece<'a>> {
    let (mut pieces, named) = words_and_lists(names, &set.except_literals, &set.except, EXCEPTED_WORDS_SHOWN);
    pieces.extend(named);
    pieces
}

fn words_and_lists<'a>(
    names: Names<'a>,
    literals: &'a [Box<str>],
    lists: &[WordsId],
    shown: usize,
) -> (Vec<WordPiece<'a>>, Vec<WordPiece<'a>>) {
    let mut printed: Vec<_> = literals.iter().map(|word| WordPiece::Word(word)).collect();
    let mut named = Vec::new();
    for id in lists {
        let list = &names.vocabulary.words[id.index()];
        if printed.len() + list.words.len() <= shown {
            printed.extend(list.words.iter().map(|word| WordPiece::Word(word)));
        } else {
            named.push(WordPiece::List(list));
        }
    }
    (printed, named)
}
