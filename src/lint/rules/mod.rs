//! All lints, a file each. Sorted by code.

pub mod expired_suppression;
pub mod stale_baseline_entry;
pub mod suppression_without_reason;
pub mod unknown_suppression;
pub mod unused_suppression;

use crate::lint::Lint;

pub const ALL: &[&Lint] = &[
    &unused_suppression::LINT,
    &expired_suppression::LINT,
    &suppression_without_reason::LINT,
    &unknown_suppression::LINT,
    &stale_baseline_entry::LINT,
];

/// Lints that find nothing without a day to judge by.
pub const NEED_THE_DAY: &[&str] = &[];
