//! One layer: the nation, an access provider, or a province.

use crate::model::{
    DerivedId, Dispute, Effective, EnumId, Expr, MaterialId, Obligation, Place, PolicyId, Rule, StatementRef, Tracks,
    WordSet,
};

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum LayerKind {
    National,
    Provider,
    Province,
}

#[derive(Clone, Debug)]
pub struct Layer {
    pub kind: LayerKind,
    /// `national`, `tencent`, `guangdong`.
    pub name: Box<str>,
    pub label: Box<str>,
    /// ISO 3166-2 code of a province.
    pub code: Option<Box<str>>,
    pub bureau: Option<Bureau>,
    /// Own rules and those of the answers, in the order of the file.
    pub rules: Vec<Rule>,
    pub answers: Vec<Answer>,
    pub classifications: Vec<Classification>,
    pub changes: Vec<Change>,
    pub retired: Vec<Retired>,
    pub place: Place,
}

#[derive(Clone, Debug)]
pub struct Bureau {
    pub label: Box<str>,
    /// Property keyword (English) and text, in the order of the file.
    pub properties: Vec<(&'static str, Box<str>)>,
    pub contacts: Vec<(Box<str>, Box<str>)>,
}

/// What a bureau answers to a policy, for some tracks.
#[derive(Clone, Debug)]
pub struct Answer {
    pub policy: PolicyId,
    pub tracks: Tracks,
    /// Tried in order; empty for `unstated`.
    pub cases: Vec<AnswerCase>,
    pub cites: Vec<StatementRef>,
    pub disputed: Option<Box<Dispute>>,
    pub notes: Vec<Box<str>>,
    pub effective: Effective,
    pub place: Place,
}

#[derive(Clone, Debug)]
pub struct AnswerCase {
    /// Index into the policy's choices; `None` for unstated.
    pub choice: Option<u16>,
    pub arguments: Vec<Argument>,
    pub when: Option<Expr>,
    /// What this case alone cites; empty where the whole answer's citations hold for it.
    pub cites: Vec<StatementRef>,
    pub disputed: Option<Box<Dispute>>,
}

#[derive(Clone, Debug, PartialEq)]
pub enum Argument {
    Value(Expr),
    /// Values of an enum, for a `set_of` parameter.
    Values(EnumId, Vec<u16>),
    Words(Box<WordSet>),
    Material(MaterialId),
    Obligation(Obligation),
    Condition(Expr),
}

/// A first case that an answer gives to a derived fact in this province.
#[derive(Clone, Debug)]
pub struct Classification {
    pub derived: DerivedId,
    pub when: Expr,
    pub value: (EnumId, u16),
}

/// An inherited rule that this layer changes.
#[derive(Clone, Debug)]
pub struct Change {
    /// Whole id of the base rule.
    pub base: Box<str>,
    /// The tracks of the base rule that it speaks of; for the others the rule is written again.
    pub tracks: Tracks,
    pub kind: ChangeKind,
    /// Index into the layer's rules of the rule that stands in its place; `None` when it is waived
    /// altogether.
    pub rule: Option<u32>,
    pub cites: Vec<StatementRef>,
    pub place: Place,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ChangeKind {
    /// The guard is narrowed or the rule dropped: looser.
    Waived,
    ReplacedTighter,
    ReplacedLooser,
    Replaced,
}

/// A rule that was, and what stands in its place.
#[derive(Clone, Debug)]
pub struct Retired {
    pub rule: Box<str>,
    pub superseded_by: Option<Box<str>>,
    pub place: Place,
}
