//! Every condition and demand of a rule, with those of the bundles that it names.

use crate::lint::walk::{self, Part};
use crate::model::{Expr, Obligation, Rule, Vocabulary};

/// Calls `visit` with every expression of a rule, each before what is in it.
pub fn each_expr<'a>(vocabulary: &'a Vocabulary, rule: &'a Rule, visit: &mut impl FnMut(&'a Expr)) {
    each_part(vocabulary, rule, &mut |part| {
        if let Part::Expr(expr) = part {
            visit(expr);
        }
    });
}

/// Calls `visit` with every demand and advice of a rule, each before what is in it.
pub fn each_obligation<'a>(vocabulary: &'a Vocabulary, rule: &'a Rule, visit: &mut impl FnMut(&'a Obligation)) {
    each_part(vocabulary, rule, &mut |part| {
        if let Part::Obligation(obligation) = part {
            visit(obligation);
        }
    });
}

/// Calls `visit` with an expression and every one in it.
pub fn in_expr<'a>(expr: &'a Expr, visit: &mut impl FnMut(&'a Expr)) {
    walk::each_in_expr(expr, &mut |part| {
        if let Part::Expr(expr) = part {
            visit(expr);
        }
    });
}

fn each_part<'a>(vocabulary: &'a Vocabulary, rule: &'a Rule, visit: &mut dyn FnMut(Part<'a>)) {
    walk::each_part(rule.when.as_ref(), &rule.effect, &rule.also, &mut |part| with_bundle(vocabulary, part, visit));
}

fn with_bundle<'a>(vocabulary: &'a Vocabulary, part: Part<'a>, visit: &mut dyn FnMut(Part<'a>)) {
    visit(part);
    if let Part::Obligation(Obligation::Bundle(id)) = part {
        // INVARIANT: bundles name only bundles before them, so this ends.
        let value = &vocabulary.bundles[id.index()].value;
        walk::each_in_obligation(value, &mut |part| with_bundle(vocabulary, part, visit));
    }
}
