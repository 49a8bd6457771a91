//! What goes along with a rule and never changes the verdict.

use schemars::JsonSchema;
use serde::Serialize;

use crate::emit::table::lower::Scope;
use crate::emit::table::names;
use crate::emit::table::obligation::{self, Obligation};
use crate::emit::table::sentence::{self, Sentence};
use crate::model::{FactId, Recipient, Unit, Vocabulary};

/// Advice, notes and duties, by `op`.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(tag = "op", rename_all = "snake_case")]
pub enum Also<'a> {
    /// The applicant should show this.
    Advise { obligation: Obligation<'a>, sentence: Sentence },
    /// Advice in prose.
    AdviseText { text: &'a str },
    /// What cannot be decided.
    Note { text: &'a str },
    /// A filing to be made after approval.
    Duty {
        /// A value of the enum of `filing.type`.
        filing: &'a str,
        #[serde(skip_serializing_if = "Option::is_none")]
        purpose: Option<&'a str>,
        #[serde(skip_serializing_if = "Option::is_none")]
        deadline: Option<Deadline<'a>>,
        sentence: Sentence,
    },
    /// Where papers go.
    Deliver { to: Recipients, sentence: Sentence },
}

/// So long after the day that a fact names.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Deadline<'a> {
    pub amount: i64,
    pub unit: &'a str,
    pub after: &'a str,
}

/// Who takes papers.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Recipients {
    Bureau,
    Provider,
}

pub fn also<'a>(scope: Scope<'a>, also: &'a crate::model::Also) -> Also<'a> {
    let sentence = || sentence::also(scope.vocabulary, also);
    match also {
        crate::model::Also::Advise(tree) => {
            Also::Advise { obligation: obligation::obligation(scope, tree), sentence: sentence() }
        }
        crate::model::Also::AdviseText(text) => Also::AdviseText { text },
        crate::model::Also::Note(text) => Also::Note { text },
        crate::model::Also::Duty(duty) => Also::Duty {
            filing: filing_name(scope.vocabulary, duty.filing),
            purpose: duty.purpose.as_deref(),
            deadline: duty.deadline.map(|deadline| self::deadline(scope.vocabulary, deadline)),
            sentence: sentence(),
        },
        crate::model::Also::Deliver(recipient) => Also::Deliver { to: recipients(*recipient), sentence: sentence() },
    }
}

fn filing_name(vocabulary: &Vocabulary, filing: u16) -> &str {
    let values = names::filing_enum(vocabulary).map_or(&[][..], |enumeration| &enumeration.values);
    values.get(usize::from(filing)).map_or("", |value| &value.name)
}

fn deadline(vocabulary: &Vocabulary, (amount, unit, after): (i64, Unit, FactId)) -> Deadline<'_> {
    Deadline { amount, unit: names::unit(unit), after: &vocabulary.facts[after.index()].path }
}

fn recipients(recipient: Recipient) -> Recipients {
    match recipient {
        Recipient::Bureau => Recipients::Bureau,
        Recipient::Provider => Recipients::Provider,
    }
}
