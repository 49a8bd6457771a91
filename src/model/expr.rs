//! Conditions and obligations, resolved and typed.

use crate::model::{
    AttributeId, AttributeLetId, BundleId, DerivedId, EnumId, FactId, ListId, MaterialId, TableId, TemplateId, Unit,
    WordsId,
};
use crate::text::Date;

/// How two values are compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Comparison {
    Equal,
    NotEqual,
    Less,
    LessEqual,
    Greater,
    GreaterEqual,
}

/// An expression. Its type follows from its shape.
#[derive(Clone, Debug, PartialEq, Hash)]
pub enum Expr {
    Fact(FactId),
    Derived(DerivedId),
    /// An attribute of the material in whose parentheses this stands.
    Attribute(AttributeId),
    AttributeLet(AttributeLetId),
    /// A parameter of the policy choice in which this stands; replaced when the choice is expanded.
    Parameter(u16),

    YesNo(bool),
    Int(i64, Option<Unit>),
    Date(Date),
    Text(Box<str>),
    Value(EnumId, u16),

    Not(Box<Expr>),
    And(Box<[Expr]>),
    Or(Box<[Expr]>),
    Compare(Comparison, Box<(Expr, Expr)>),
    /// The value is one of these values of its enum.
    InValues(Box<InValues>),
    /// The set holds this value.
    SetHolds(Box<Expr>, EnumId, u16),
    /// The value stands in the row of an enum-keyed table.
    InRow(Box<Expr>, TableId, Box<Expr>),
    /// The value is one of the set that a parameter gives; becomes `InValues` when expanded.
    InParameter(Box<Expr>, u16),
    /// The text is one of the words.
    InWords(Box<Expr>, Box<WordSet>),
    /// The text contains one of the words.
    Mentions(Box<Expr>, Box<WordSet>),
    StartsWith(Box<Expr>, Box<WordSet>),
    EndsWith(Box<Expr>, Box<WordSet>),
    /// An optional fact, parameter or attribute has a value.
    Has(Box<Expr>),

    Any(ListId, Box<Expr>),
    All(ListId, Box<Expr>),
    Count(ListId, Option<Box<Expr>>),
    /// Facts, some of them perhaps element facts outside their list: then all their values.
    CountDistinct(Box<[Expr]>),
    DistinctMobiles(Box<[Expr]>),
    /// The date is later (…) than the submission date plus this duration.
    Remaining(Comparison, Box<Expr>, i64, Unit),
    /// As above, with the duration given by an int parameter of that unit.
    RemainingParameter(Comparison, Box<Expr>, u16, Unit),
    CharCount(Box<Expr>),
    HanCount(Box<Expr>),
    OnlyLatin(Box<Expr>),
    OnlyDigits(Box<Expr>),
    /// Each fact equals its mirror in the record.
    SameAsRecord(Box<[(FactId, FactId)]>),

    Add(Box<(Expr, Expr)>),
    Subtract(Box<(Expr, Expr)>),
    /// A date moved by a duration, negative for back.
    Shift(Box<Expr>, i64, Unit),
    /// The value of the first case whose guard holds, otherwise the last.
    Cases(Box<Cases>),
}

/// A value and those that it may be.
#[derive(Clone, Debug, PartialEq, Hash)]
pub struct InValues {
    pub value: Expr,
    pub of: EnumId,
    /// Sorted.
    pub values: Box<[u16]>,
}

/// Tried in order.
#[derive(Clone, Debug, PartialEq, Hash)]
pub struct Cases {
    /// Guard and value.
    pub cases: Box<[(Expr, Expr)]>,
    pub otherwise: Expr,
}

/// Words to look for: lists, literal texts, keys of text tables, minus some.
#[derive(Clone, Debug, Default, PartialEq, Hash)]
pub struct WordSet {
    pub lists: Vec<WordsId>,
    pub tables: Vec<TableId>,
    pub literals: Vec<Box<str>>,
    /// Words of these lists do not count.
    pub except: Vec<WordsId>,
    pub except_literals: Vec<Box<str>>,
    /// Word-list parameters of a policy choice; replaced when the choice is expanded.
    pub parameters: Vec<u16>,
}

/// What must be shown.
#[derive(Clone, Debug, PartialEq, Hash)]
pub enum Obligation {
    Condition(Expr),
    /// The material is in the upload list and these conditions on it hold.
    Provide(MaterialId, Box<[Expr]>),
    /// The same, with conditions that something else may make up for.
    Supplemented(Box<Supplemented>),
    /// A material parameter, with conditions on it.
    ProvideParameter(u16, Box<[Expr]>),
    /// The text of the fact follows the template.
    Remark(FactId, TemplateId),
    /// A named bundle; the same as its value.
    Bundle(BundleId),
    OneOf(Box<[Alternative]>),
    AllOf(Box<[Alternative]>),
    AtLeast(u32, Box<[Alternative]>),
    /// Any is enough, the earlier is advised.
    Prefer(Box<[Alternative]>),
    /// An obligation parameter; replaced when the choice is expanded.
    Parameter(u16),
}

/// A material whose shortcomings are made up for: 居住证，户籍地址不同的另交户口变更证明.
#[derive(Clone, Debug, PartialEq, Hash)]
pub struct Supplemented {
    pub material: MaterialId,
    /// What it must satisfy itself.
    pub with: Box<[Expr]>,
    /// Either the condition holds for it, or the obligation is satisfied.
    pub supplements: Box<[(Expr, Obligation)]>,
}

/// A part of a tree of obligations, with its own guard.
#[derive(Clone, Debug, PartialEq, Hash)]
pub struct Alternative {
    pub value: Obligation,
    pub when: Option<Expr>,
}

impl Expr {
    /// Both, without nesting.
    pub fn and(self, other: Expr) -> Expr {
        let mut parts = match self {
            Expr::And(parts) => parts.into_vec(),
            single => vec![single],
        };
        match other {
            Expr::And(more) => parts.extend(more),
            single => parts.push(single),
        }
        Expr::And(parts.into())
    }

    /// Calls `visit` on each expression directly in this one, in the order in which it is written.
    pub fn parts<'a>(&'a self, mut visit: impl FnMut(&'a Expr)) {
        match self {
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
            | Expr::SameAsRecord(_) => {}
            Expr::Not(inner)
            | Expr::SetHolds(inner, ..)
            | Expr::InParameter(inner, _)
            | Expr::InWords(inner, _)
            | Expr::Mentions(inner, _)
            | Expr::StartsWith(inner, _)
            | Expr::EndsWith(inner, _)
            | Expr::Has(inner)
            | Expr::Any(_, inner)
            | Expr::All(_, inner)
            | Expr::Remaining(_, inner, ..)
            | Expr::RemainingParameter(_, inner, ..)
            | Expr::CharCount(inner)
            | Expr::HanCount(inner)
            | Expr::OnlyLatin(inner)
            | Expr::OnlyDigits(inner)
            | Expr::Shift(inner, ..) => visit(inner),
            Expr::InValues(inner) => visit(&inner.value),
            Expr::Count(_, filter) => filter.iter().for_each(|filter| visit(filter)),
            Expr::And(parts) | Expr::Or(parts) | Expr::CountDistinct(parts) | Expr::DistinctMobiles(parts) => {
                parts.iter().for_each(visit);
            }
            Expr::Compare(_, sides) | Expr::Add(sides) | Expr::Subtract(sides) => {
                visit(&sides.0);
                visit(&sides.1);
            }
            Expr::InRow(value, _, key) => {
                visit(value);
                visit(key);
            }
            Expr::Cases(inner) => {
                for (guard, value) in &inner.cases {
                    visit(guard);
                    visit(value);
                }
                visit(&inner.otherwise);
            }
        }
    }

    /// The value is one of these of its enum.
    pub fn in_values(value: Expr, of: EnumId, values: impl Into<Box<[u16]>>) -> Expr {
        Expr::InValues(Box::new(InValues { value, of, values: values.into() }))
    }

    /// The opposite, without double negation.
    pub fn negated(self) -> Expr {
        match self {
            Expr::Not(inner) => *inner,
            other => Expr::Not(Box::new(other)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nodes_stay_small() {
        // Hundreds of thousands of rules are in memory at once.
        assert_eq!(std::mem::size_of::<Expr>(), 24);
        assert_eq!(std::mem::size_of::<Obligation>(), 32);
    }
}
