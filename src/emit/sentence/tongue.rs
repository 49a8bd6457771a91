//! What a language gives to the shared writers: its connectives, its headings and its atoms.
//!
//! The shape of a sentence (what is bracketed, what is numbered) is the same in every language and
//! stands in `compound.rs` and `tree.rs`; the words stand in `zh/` and `en/`.

use crate::emit::sentence::shape::{Literal, Names};
use crate::model::{FactId, MaterialId, TemplateId};

/// How an atom is said.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mood {
    /// 为首次备案
    Plain,
    /// Without its subject, which the atom before has named.
    Continued,
    /// 须为首次备案, 不得含有…
    Must,
}

/// The heading of a tree of obligations.
pub struct Heading {
    pub one: &'static str,
    pub all: &'static str,
    /// Before and after the number.
    pub at_least: (&'static str, &'static str),
    pub prefer: &'static str,
}

pub struct Tongue {
    pub and: &'static str,
    pub or: &'static str,
    /// Between two atoms about the same value.
    pub and_same: &'static str,
    pub or_same: &'static str,
    pub open: &'static str,
    /// The same after a name, which English sets off by a space.
    pub open_after_name: &'static str,
    pub close: &'static str,
    /// Around a numbered list of cases of which one is enough.
    pub cases: (&'static str, &'static str),
    /// The same where all are needed.
    pub all_cases: (&'static str, &'static str),
    /// Between the things of a short list, before its last one of which one is enough, and before the last of all.
    pub list: [&'static str; 3],
    /// Between the parts of a list, and of a list in a list.
    pub semicolon: &'static str,
    pub comma: &'static str,
    pub provide: &'static str,
    pub satisfy: &'static str,
    /// For lists of materials, of mixed parts, and for lists within others.
    pub materials: Heading,
    pub demands: Heading,
    pub inner: Heading,
    pub inline: Heading,
    /// prefer A; without A, B.
    pub prefer: [&'static str; 3],
    /// Before what makes up for a condition on a material.
    pub or_else: &'static str,
    /// Between the denial of such a condition and what makes up for it, where a language says it so.
    pub lacking: Option<&'static str>,
    /// Instead of a template that the list has named before.
    pub same_remark: fn(&mut String, Names<'_>, FactId),
    /// Several texts contain the same words, or none does.
    pub mentions: fn(&mut String, Names<'_>, &[Literal<'_>], Mood),
    /// Around the guard of a part.
    pub when: (&'static str, &'static str),
    pub must: &'static str,
    /// Between (a) and what it numbers.
    pub after_letter: &'static str,
    pub number: fn(&mut String, usize),
    pub atom: fn(&mut String, Names<'_>, Literal<'_>, Mood),
    pub remark: fn(&mut String, Names<'_>, FactId, TemplateId),
    pub material: fn(&mut String, Names<'_>, MaterialId),
    pub bundle: fn(&mut String, Names<'_>, crate::model::BundleId),
    pub parameter: fn(&mut String, Names<'_>, u16),
}
