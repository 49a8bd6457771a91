//! Visits the parts of resolved expressions.

use crate::model::Expr;

/// Calls `visit` on the expression and everything in it, outermost first.
pub(crate) fn each_expr(expr: &Expr, visit: &mut impl FnMut(&Expr)) {
    visit(expr);
    match expr {
        Expr::Fact(_)
        | Expr::Derived(_)
        | Expr::Attribute(_)
        | Expr::AttributeLet(_)
        | Expr::Parameter(_)
        | Expr::YesNo(_)
        | Expr::Int(..)
        | Expr::Date(_)
        | Expr::Text(_)
        | Expr::Value(..)
        | Expr::SameAsRecord(_) => {}
        Expr::Not(inner)
        | Expr::InValues(inner, ..)
        | Expr::SetHolds(inner, ..)
        | Expr::InParameter(inner, _)
        | Expr::InWords(inner, _)
        | Expr::Mentions(inner, _)
        | Expr::StartsWith(inner, _)
        | Expr::EndsWith(inner, _)
        | Expr::Has(inner)
        | Expr::Any(_, inner)
        | Expr::All(_, inner)
        | Expr::Remaining(_, inner, ..)
        | Expr::RemainingParameter(_, inner, ..)
        | Expr::CharCount(inner)
        | Expr::HanCount(inner)
        | Expr::OnlyLatin(inner)
        | Expr::OnlyDigits(inner)
        | Expr::Shift(inner, ..) => each_expr(inner, visit),
        Expr::Count(_, filter) => filter.iter().for_each(|filter| each_expr(filter, visit)),
        Expr::And(parts) | Expr::Or(parts) | Expr::CountDistinct(parts) | Expr::DistinctMobiles(parts) => {
            parts.iter().for_each(|part| each_expr(part, visit));
        }
        Expr::Compare(_, sides) | Expr::Add(sides) | Expr::Subtract(sides) => {
            each_expr(&sides.0, visit);
            each_expr(&sides.1, visit);
        }
        Expr::InRow(value, _, key) => {
            each_expr(value, visit);
            each_expr(key, visit);
        }
        Expr::Cases(cases, otherwise) => {
            for (guard, value) in cases {
                each_expr(guard, visit);
                each_expr(value, visit);
            }
            each_expr(otherwise, visit);
        }
    }
}

/// Indexes of the derived facts that an expression uses directly.
pub(crate) fn derived_in(expr: &Expr) -> Vec<usize> {
    let mut found = Vec::new();
    each_expr(expr, &mut |part| {
        if let Expr::Derived(id) = part {
            found.push(id.index());
        }
    });
    found
}
