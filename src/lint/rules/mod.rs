//! All lints, a file each. Sorted by code.

pub mod expired_suppression;
pub mod province_condition;
pub mod repeated_rule;
pub mod rule_instead_of_policy;
pub mod stale_baseline_entry;
pub mod suppression_without_reason;
pub mod undescribed_material;
pub mod unknown_suppression;
pub mod unstated_though_stated;
pub mod unused_item;
pub mod unused_suppression;

use crate::lint::Lint;

pub const ALL: &[&Lint] = &[
    &unused_item::LINT,
    &rule_instead_of_policy::LINT,
    &repeated_rule::LINT,
    &province_condition::LINT,
    &undescribed_material::LINT,
    &unstated_though_stated::LINT,
    &unused_suppression::LINT,
    &expired_suppression::LINT,
    &suppression_without_reason::LINT,
    &unknown_suppression::LINT,
    &stale_baseline_entry::LINT,
];

/// Lints that find nothing without a day to judge by.
pub const NEED_THE_DAY: &[&str] = &[];
