//! All lints, a file each. Sorted by code.

pub mod boundary_against_wording;
pub mod contradicted_number;
pub mod expired_suppression;
pub mod open_list_as_closed;
pub mod scope_against_tab;
pub mod stale_baseline_entry;
pub mod suppression_without_reason;
pub mod text_operator_against_wording;
pub mod unknown_suppression;
pub mod unused_suppression;

use crate::lint::Lint;

pub const ALL: &[&Lint] = &[
    &scope_against_tab::LINT,
    &boundary_against_wording::LINT,
    &text_operator_against_wording::LINT,
    &open_list_as_closed::LINT,
    &contradicted_number::LINT,
    &unused_suppression::LINT,
    &expired_suppression::LINT,
    &suppression_without_reason::LINT,
    &unknown_suppression::LINT,
    &stale_baseline_entry::LINT,
];

/// Lints that find nothing without a day to judge by.
pub const NEED_THE_DAY: &[&str] = &[];
