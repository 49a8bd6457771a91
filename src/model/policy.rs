//! Policies: typed questions whose choices are templates of rules.

use crate::model::{Also, DerivedId, Effect, EnumId, Expr, ListId, Place, Tracks, Type};

#[derive(Clone, Debug)]
pub struct Policy {
    pub name: Box<str>,
    pub label: Box<str>,
    pub tracks: Tracks,
    pub choices: Vec<Choice>,
    pub place: Place,
}

#[derive(Clone, Debug)]
pub struct Choice {
    pub name: Box<str>,
    pub label: Box<str>,
    pub parameters: Vec<Parameter>,
    pub rules: Vec<ChoiceRule>,
    pub classifications: Vec<ChoiceClassification>,
}

/// A case that a choice puts before those of a derived fact: the derived fact, guard, value.
pub type ChoiceClassification = (DerivedId, Expr, EnumId, u16);

/// A rule with parameters in it.
#[derive(Clone, Debug)]
pub struct ChoiceRule {
    /// `None` for the one rule of a choice.
    pub name: Option<Box<str>>,
    pub label: Option<Box<str>>,
    pub for_each: Option<ListId>,
    pub when: Option<Expr>,
    pub effect: Effect,
    pub also: Vec<Also>,
}

#[derive(Clone, Debug)]
pub struct Parameter {
    pub name: Box<str>,
    pub label: Box<str>,
    pub kind: ParameterKind,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ParameterKind {
    Value(Type),
    Words,
    Material,
    Obligation,
    Condition,
}
