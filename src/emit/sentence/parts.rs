//! What a rule and the rule of a choice have in common.

use crate::emit::sentence::shape::{self, Connective, Literal};
use crate::model::{Also, ChoiceRule, Effect, Expr, ListId, Obligation, Rule};

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

/// The conditions of the guard that a sentence needs; empty for always. `when not c require c`
/// demands `c`, and is said so: 主体负责人须是法定代表人.
pub fn conjuncts<'a>(rule: &RuleParts<'a>) -> Vec<Literal<'a>> {
    let Some(guard) = rule.when.map(|guard| shape::literal(guard, true)) else {
        return Vec::new();
    };
    let mut conjuncts = match shape::connective(guard) {
        Some(Connective::And) => shape::parts(guard),
        Some(Connective::Or) | None => vec![guard],
    };
    if let Effect::Require(Obligation::Condition(demand)) = rule.effect {
        let demand = shape::literal(demand, true);
        conjuncts.retain(|conjunct| !shape::are_opposite(*conjunct, demand));
    }
    conjuncts
}
