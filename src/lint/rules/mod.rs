//! All lints, a file each. Sorted by code.

pub mod boundary_against_wording;
pub mod boundary_neighbours;
pub mod changed_statements;
pub mod closed_way;
pub mod conflicting_rules;
pub mod confusable_labels;
pub mod contradicted_number;
pub mod contradicted_permit;
pub mod dead_end;
pub mod duplicate_label;
pub mod expired_suppression;
pub mod expiring_rule;
pub mod idle_change;
pub mod missing_label;
pub mod mixed_keywords;
pub mod nobody_passes;
pub mod open_list_as_closed;
pub mod past_interval;
pub mod province_condition;
pub mod redundant_condition;
pub mod redundant_rule;
pub mod repeated_rule;
pub mod rule_instead_of_policy;
pub mod scope_against_tab;
pub mod shadowed_rule;
pub mod stale_baseline_entry;
pub mod stale_source;
pub mod suppression_without_reason;
pub mod text_operator_against_wording;
pub mod undescribed_material;
pub mod uneven_versions;
pub mod unfailing_expectation;
pub mod unfailing_requirement;
pub mod unknown_suppression;
pub mod unreachable_rule;
pub mod unreached_case;
pub mod unstated_though_stated;
pub mod unused_item;
pub mod unused_suppression;

use crate::lint::Lint;

pub const ALL: &[&Lint] = &[
    &stale_source::LINT,
    &changed_statements::LINT,
    &scope_against_tab::LINT,
    &boundary_against_wording::LINT,
    &text_operator_against_wording::LINT,
    &open_list_as_closed::LINT,
    &contradicted_number::LINT,
    &unused_item::LINT,
    &rule_instead_of_policy::LINT,
    &repeated_rule::LINT,
    &province_condition::LINT,
    &undescribed_material::LINT,
    &unstated_though_stated::LINT,
    &missing_label::LINT,
    &duplicate_label::LINT,
    &confusable_labels::LINT,
    &mixed_keywords::LINT,
    &past_interval::LINT,
    &uneven_versions::LINT,
    &expiring_rule::LINT,
    &unfailing_expectation::LINT,
    &unreachable_rule::LINT,
    &unfailing_requirement::LINT,
    &shadowed_rule::LINT,
    &conflicting_rules::LINT,
    &dead_end::LINT,
    &redundant_rule::LINT,
    &redundant_condition::LINT,
    &unreached_case::LINT,
    &contradicted_permit::LINT,
    &idle_change::LINT,
    &boundary_neighbours::LINT,
    &nobody_passes::LINT,
    &closed_way::LINT,
    &unused_suppression::LINT,
    &expired_suppression::LINT,
    &suppression_without_reason::LINT,
    &unknown_suppression::LINT,
    &stale_baseline_entry::LINT,
];

/// Lints that find nothing without a day to judge by.
pub const NEED_THE_DAY: &[&str] = &["L0101", "L0501", "L0503"];
