//! One rule: a guard, at most one deciding effect, and what goes along with it.

use crate::model::{Expr, FactId, ListId, Obligation, Place, PolicyId, StatementRef, Unit};
use crate::text::Date;

#[derive(Clone, Debug)]
pub struct Rule {
    /// `track.name`, unique in its layer: `unit.many_labels`.
    pub name: Box<str>,
    pub label: Box<str>,
    pub tracks: Tracks,
    pub origin: Origin,
    pub for_each: Option<ListId>,
    /// `when`s and negated `unless`es together; `None` for always.
    pub when: Option<Expr>,
    pub effect: Effect,
    pub also: Vec<Also>,
    pub cites: Vec<StatementRef>,
    pub disputed: Option<Box<Dispute>>,
    pub effective: Effective,
    pub place: Place,
}

/// The values of `sponsor.track` for which a rule stands, as a bit set.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Tracks(pub u8);

impl Tracks {
    pub fn holds(self, track: usize) -> bool {
        track < 8 && self.0 & (1 << track) != 0
    }

    pub fn with(self, track: usize) -> Tracks {
        Tracks(if track < 8 { self.0 | 1 << track } else { self.0 })
    }
}

/// Where a rule comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    /// Written as a rule.
    Own,
    /// From the answer to a policy.
    Policy(PolicyId),
    /// In place of an inherited rule: the index into the layer's changes.
    Change(u32),
}

#[derive(Clone, Debug, PartialEq)]
pub enum Effect {
    /// Not satisfied: 补正.
    Require(Obligation),
    /// Applies: 拒绝.
    Forbid,
    /// Nothing refuses what the guard describes.
    Permit,
    /// Only advice, duties, notes.
    None,
}

/// What never changes the verdict.
#[derive(Clone, Debug, PartialEq)]
pub enum Also {
    Advise(Obligation),
    AdviseText(Box<str>),
    Note(Box<str>),
    /// A filing (a value of the enum of `filing.type`) to be made after approval.
    Duty {
        filing: u16,
        purpose: Option<Box<str>>,
        deadline: Option<(i64, Unit, FactId)>,
    },
    Deliver(Recipient),
}

pub use crate::syntax::ast::Recipient;

/// The page contradicts itself, or is unclear.
#[derive(Clone, Debug, PartialEq)]
pub struct Dispute {
    pub statements: Vec<StatementRef>,
    pub text: Box<str>,
}

/// Both days included.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Effective {
    pub from: Option<Date>,
    pub until: Option<Date>,
}
