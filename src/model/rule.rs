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
    pub also: Box<[Also]>,
    pub cites: Box<[StatementRef]>,
    pub disputed: Option<Box<Dispute>>,
    pub effective: Effective,
    /// Why those who violate it by what they cannot mend are turned away on purpose.
    pub closed: Option<Box<str>>,
    pub place: Place,
}

/// The values of `sponsor.track` for which a rule stands, as a bit set.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Tracks(pub u8);

impl Tracks {
    pub fn holds(self, track: usize) -> bool {
        track < 8 && self.0 & (1 << track) != 0
    }

    /// Those of both.
    pub fn common(self, other: Tracks) -> Tracks {
        Tracks(self.0 & other.0)
    }

    /// Those that the other does not hold.
    pub fn without(self, other: Tracks) -> Tracks {
        Tracks(self.0 & !other.0)
    }

    pub fn is_empty(self) -> bool {
        self.0 == 0
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

#[derive(Clone, Debug, PartialEq, Hash)]
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
#[derive(Clone, Debug, PartialEq, Hash)]
pub enum Also {
    Advise(Obligation),
    AdviseText(Box<str>),
    Note(Box<str>),
    /// A filing (a value of the enum of `filing.type`) to be made after approval.
    Duty(Box<Duty>),
    Deliver(Recipient),
}

#[derive(Clone, Debug, PartialEq, Hash)]
pub struct Duty {
    pub filing: u16,
    pub purpose: Option<Box<str>>,
    pub deadline: Option<(i64, Unit, FactId)>,
}

pub use crate::syntax::ast::Recipient;

/// The page contradicts itself, or is unclear.
#[derive(Clone, Debug, PartialEq)]
pub struct Dispute {
    pub statements: Box<[StatementRef]>,
    pub text: Box<str>,
}

/// Both days included; an absent day is no bound.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Effective {
    pub from: Option<Date>,
    pub until: Option<Date>,
}

impl Effective {
    /// The days of both; `None` when there are none.
    pub fn intersection(self, other: Effective) -> Option<Effective> {
        let from = self.from.max(other.from);
        let until = match (self.until, other.until) {
            (Some(one), Some(two)) => Some(one.min(two)),
            (one, two) => one.or(two),
        };
        let is_empty = matches!((from, until), (Some(from), Some(until)) if until < from);
        (!is_empty).then_some(Effective { from, until })
    }

    /// The days before and the days after.
    pub fn outside(self) -> impl Iterator<Item = Effective> {
        let before = self.from.and_then(Date::previous).map(|day| Effective { from: None, until: Some(day) });
        let after = self.until.and_then(Date::next).map(|day| Effective { from: Some(day), until: None });
        before.into_iter().chain(after)
    }
}
