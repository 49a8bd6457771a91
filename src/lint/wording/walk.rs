//! Visits all expressions of a resolved rule: guard, demand, advice.

use crate::model::{Also, Alternative, Effect, Expr, Obligation, Rule, Vocabulary};

/// Calls `visit` on every expression in a rule, also inside others and inside bundles. What derived
/// facts and named conditions stand for is not visited.
pub fn each_expr<'a>(vocabulary: &'a Vocabulary, rule: &'a Rule, visit: &mut impl FnMut(&'a Expr)) {
    if let Some(when) = &rule.when {
        in_expr(when, visit);
    }
    each_obligation(vocabulary, rule, &mut |obligation| match obligation {
        Obligation::Condition(condition) => in_expr(condition, visit),
        Obligation::Provide(_, with) | Obligation::ProvideParameter(_, with) => {
            with.iter().for_each(|condition| in_expr(condition, visit));
        }
        Obligation::Supplemented(supplemented) => {
            supplemented.with.iter().for_each(|condition| in_expr(condition, visit));
            supplemented.supplements.iter().for_each(|(condition, _)| in_expr(condition, visit));
        }
        Obligation::OneOf(parts)
        | Obligation::AllOf(parts)
        | Obligation::AtLeast(_, parts)
        | Obligation::Prefer(parts) => {
            parts.iter().filter_map(|part| part.when.as_ref()).for_each(|when| in_expr(when, visit));
        }
        Obligation::Remark(..) | Obligation::Bundle(_) | Obligation::Parameter(_) => {}
    });
}

/// Calls `visit` on every obligation in a rule, outermost first.
pub fn each_obligation<'a>(vocabulary: &'a Vocabulary, rule: &'a Rule, visit: &mut impl FnMut(&'a Obligation)) {
    if let Effect::Require(obligation) = &rule.effect {
        in_obligation(vocabulary, obligation, visit);
    }
    for also in &rule.also {
        if let Also::Advise(obligation) = also {
            in_obligation(vocabulary, obligation, visit);
        }
    }
}

/// Calls `visit` on an expression and everything in it, outermost first.
pub fn in_expr<'a>(expr: &'a Expr, visit: &mut impl FnMut(&'a Expr)) {
    visit(expr);
    expr.parts(|part| in_expr(part, visit));
}

fn in_obligation<'a>(vocabulary: &'a Vocabulary, obligation: &'a Obligation, visit: &mut impl FnMut(&'a Obligation)) {
    visit(obligation);
    match obligation {
        Obligation::Bundle(id) => in_obligation(vocabulary, &vocabulary.bundles[id.index()].value, visit),
        Obligation::Supplemented(supplemented) => {
            supplemented.supplements.iter().for_each(|(_, otherwise)| in_obligation(vocabulary, otherwise, visit));
        }
        Obligation::OneOf(parts)
        | Obligation::AllOf(parts)
        | Obligation::AtLeast(_, parts)
        | Obligation::Prefer(parts) => {
            parts.iter().for_each(|Alternative { value, .. }| in_obligation(vocabulary, value, visit));
        }
        Obligation::Condition(_)
        | Obligation::Provide(..)
        | Obligation::ProvideParameter(..)
        | Obligation::Remark(..)
        | Obligation::Parameter(_) => {}
    }
}
