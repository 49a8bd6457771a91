//! One layer: the nation, an access provider, or a province.

use std::sync::LazyLock;

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
    /// Policies with an answer that has an error, and so makes no rules; and for which tracks.
    pub unread: Vec<(PolicyId, Tracks)>,
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
///
/// Most answers of most bureaus are `unstated`, and take no room for what they do not say: what
/// [`Stated`] holds is read through the answer itself, and is empty for them.
#[derive(Clone, Debug)]
pub struct Answer {
    pub policy: PolicyId,
    pub tracks: Tracks,
    pub place: Place,
    pub stated: Option<Box<Stated>>,
}

/// What an answer says.
#[derive(Clone, Debug, Default)]
pub struct Stated {
    /// Tried in order; empty for `unstated`.
    pub cases: Box<[AnswerCase]>,
    pub cites: Box<[StatementRef]>,
    pub disputed: Option<Box<Dispute>>,
    pub notes: Box<[Box<str>]>,
    pub effective: Effective,
    pub closed: Option<Box<str>>,
}

/// What an unstated answer says.
static NOTHING: LazyLock<Stated> = LazyLock::new(Stated::default);

impl std::ops::Deref for Answer {
    type Target = Stated;

    fn deref(&self) -> &Stated {
        self.stated.as_deref().unwrap_or(&NOTHING)
    }
}

#[derive(Clone, Debug)]
pub struct AnswerCase {
    /// Index into the policy's choices; `None` for unstated.
    pub choice: Option<u16>,
    pub arguments: Box<[Argument]>,
    pub when: Option<Expr>,
    /// What this case alone cites; empty where the whole answer's citations hold for it.
    pub cites: Box<[StatementRef]>,
    pub disputed: Option<Box<Dispute>>,
    pub closed: Option<Box<str>>,
}

#[derive(Clone, Debug, PartialEq)]
pub enum Argument {
    Value(Expr),
    /// Values of an enum, for a `set_of` parameter.
    Values(EnumId, Box<[u16]>),
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
    pub cites: Box<[StatementRef]>,
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
