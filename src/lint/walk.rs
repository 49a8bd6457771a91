//! Visits everything that a rule says: expressions and obligations, outermost first.

use crate::model::{Also, Alternative, Effect, Expr, Obligation};

/// A node of what a rule says.
#[derive(Clone, Copy, Debug)]
pub(super) enum Part<'a> {
    Expr(&'a Expr),
    Obligation(&'a Obligation),
}

/// Everything in a guard, an effect and what goes along with it.
pub(super) fn each_part<'a>(
    when: Option<&'a Expr>,
    effect: &'a Effect,
    also: &'a [Also],
    visit: &mut impl FnMut(Part<'a>),
) {
    when.iter().for_each(|when| each_in_expr(when, visit));
    match effect {
        Effect::Require(obligation) => each_in_obligation(obligation, visit),
        Effect::Forbid | Effect::Permit | Effect::None => {}
    }
    for also in also {
        match also {
            Also::Advise(obligation) => each_in_obligation(obligation, visit),
            Also::AdviseText(_) | Also::Note(_) | Also::Duty(_) | Also::Deliver(_) => {}
        }
    }
}

pub(super) fn each_in_expr<'a>(expr: &'a Expr, visit: &mut impl FnMut(Part<'a>)) {
    visit(Part::Expr(expr));
    expr.parts(|part| each_in_expr(part, visit));
}

pub(super) fn each_in_obligation<'a>(obligation: &'a Obligation, visit: &mut impl FnMut(Part<'a>)) {
    visit(Part::Obligation(obligation));
    match obligation {
        Obligation::Condition(condition) => each_in_expr(condition, visit),
        Obligation::Provide(_, with) | Obligation::ProvideParameter(_, with) => {
            with.iter().for_each(|condition| each_in_expr(condition, visit));
        }
        Obligation::Supplemented(supplemented) => {
            supplemented.with.iter().for_each(|condition| each_in_expr(condition, visit));
            for (condition, otherwise) in &supplemented.supplements {
                each_in_expr(condition, visit);
                each_in_obligation(otherwise, visit);
            }
        }
        Obligation::Remark(..) | Obligation::Bundle(_) | Obligation::Parameter(_) => {}
        Obligation::OneOf(parts)
        | Obligation::AllOf(parts)
        | Obligation::AtLeast(_, parts)
        | Obligation::Prefer(parts) => {
            for Alternative { value, when } in parts {
                each_in_obligation(value, visit);
                when.iter().for_each(|when| each_in_expr(when, visit));
            }
        }
    }
}
