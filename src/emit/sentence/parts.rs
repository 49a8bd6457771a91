//! What a rule and the rule of a choice have in common.

use crate::emit::sentence::shape::{self, Connective, Literal, Names};
use crate::model::{Also, ChoiceRule, Effect, Expr, Group, ListId, Obligation, Rule};

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

/// The fact that says which kind of filing it is.
const FILING_TYPE: &str = "filing.type";

/// The guard as a sentence says it.
#[derive(Default)]
pub struct Guard<'a> {
    /// What must hold; empty for always.
    pub conjuncts: Vec<Literal<'a>>,
    /// `unless a and b`: said after the effect, each without its denial.
    pub exceptions: Vec<Literal<'a>>,
    /// `unless filing.type in cancels`, which nearly every rule has: the name of the group is enough.
    pub exempt: Vec<&'a Group>,
}

/// The conditions of the guard that a sentence needs. `when not c require c` demands `c`, and is
/// said so: 主体负责人须是法定代表人.
pub fn guard<'a>(names: Names<'a>, rule: &RuleParts<'a>) -> Guard<'a> {
    let Some(guard) = rule.when.map(|guard| shape::literal(guard, true)) else {
        return Guard::default();
    };
    let all = match shape::connective(guard) {
        Some(Connective::And) => shape::parts(guard),
        Some(Connective::Or) | None => vec![guard],
    };
    let demand = demanded(rule).map(|demand| shape::literal(demand, true));
    let is_said = |one: &Literal<'_>| {
        !demand.is_some_and(|demand| shape::are_opposite(*one, demand)) && !shape::is_implied(names, *one, &all)
    };
    let (exceptions, conjuncts) = all.iter().copied().filter(is_said).partition(|one| is_exception(names, rule, *one));
    let denied = |one: Literal<'a>| Literal { positive: !one.positive, ..one };
    let exceptions: Vec<Literal<'a>> = exceptions;
    let mut exceptions: Vec<Literal<'a>> = exceptions.into_iter().map(denied).collect();
    let mut exempt: Vec<&Group> = exceptions.iter().filter_map(|one| exempt_filings(names, one)).collect();
    exempt.dedup_by_key(|group| &*group.name);
    exceptions.retain(|one| exempt_filings(names, one).is_none());
    Guard { conjuncts, exceptions, exempt }
}

fn demanded<'a>(rule: &RuleParts<'a>) -> Option<&'a Expr> {
    match (rule.effect, rule.also) {
        (Effect::Require(Obligation::Condition(demand)), _)
        | (Effect::None, [Also::Advise(Obligation::Condition(demand))]) => Some(demand),
        _ => None,
    }
}

/// That several conditions do not hold together is said as an exception to a demand or a refusal,
/// and so is that the filing is of certain types: 但注销类备案除外.
fn is_exception(names: Names<'_>, rule: &RuleParts<'_>, condition: Literal<'_>) -> bool {
    let has_effect = matches!(rule.effect, Effect::Require(_) | Effect::Forbid);
    let denied = match condition.expr {
        // Its negation has a name: 主体信息与备案库不全一致.
        Expr::Derived(id) if names.vocabulary.derived[id.index()].negative.is_some() => return false,
        Expr::Derived(id) => &names.vocabulary.derived[id.index()].value,
        other => other,
    };
    let is_exception = match denied {
        Expr::And(_) => true,
        Expr::InValues(inner) => is_filing_type(names, &inner.value),
        _ => false,
    };
    has_effect && !condition.positive && is_exception
}

fn is_filing_type(names: Names<'_>, value: &Expr) -> bool {
    matches!(value, Expr::Fact(id) if &*names.vocabulary.facts[id.index()].path == FILING_TYPE)
}

/// The group of filings that an exception is about.
fn exempt_filings<'a>(names: Names<'a>, exception: &Literal<'_>) -> Option<&'a Group> {
    let Literal { expr: Expr::InValues(inner), positive: true } = exception else { return None };
    let is_filing = is_filing_type(names, &inner.value);
    is_filing.then(|| shape::group_of(&names.vocabulary.enums[inner.of.index()], &inner.values)).flatten()
}
