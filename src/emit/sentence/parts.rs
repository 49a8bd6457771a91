//! What a rule and the rule of a choice have in common.

use crate::model::{Also, ChoiceRule, Effect, Expr, ListId, Rule};

#[derive(Clone, Copy)]
pub struct RuleParts<'a> {
    pub for_each: Option<ListId>,
    pub when: Option<&'a Expr>,
    pub effect: &'a Effect,
    pub also: &'a [Also],
}

pub fn of_rule(rule: &Rule) -> RuleParts<'_> {
    RuleParts { for_each: rule.for_each, when: rule.when.as_ref(), effect: &rule.effect, also: &rule.also }
}

pub fn of_choice_rule(rule: &ChoiceRule) -> RuleParts<'_> {
    RuleParts { for_each: rule.for_each, when: rule.when.as_ref(), effect: &rule.effect, also: &rule.also }
}
