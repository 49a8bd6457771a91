//! Conformance vectors made from a table: applications that tell every rule from what it could be
//! misread as, with what the evaluator finds.
//!
//! The prover chooses the applications, the evaluator says what is found: the two share nothing.

mod assemble;
mod cover;
mod goals;
mod homes;
mod lean;
mod merge;
mod missing;
mod search;
mod trial;
mod undecided;
pub mod variants;
mod vector;

pub use assemble::Made;
pub use vector::{FindingOf, Shown, Vector, schema};

use crate::eval::table::Table;
use crate::parallel;
use crate::text::Date;

/// The vectors of a table, or of one province, by the rules of a day.
pub fn vectors(table: &Table, province: Option<&str>, day: Date, threads: usize) -> Vec<Made> {
    let homes = homes::homes(&table.document, day, province);
    parallel::map(&homes, threads, |home| assemble::make(table, home))
}

/// The latest day on which a page was read: what a table says is known to be so then.
pub fn day_of(table: &Table) -> Option<Date> {
    table.document.sources.iter().filter_map(|source| source.read.as_deref().and_then(Date::read)).max()
}
