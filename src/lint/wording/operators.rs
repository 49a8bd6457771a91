//! Where the operators of a rule are written, for fixes that exchange one.

use crate::syntax::ast::{ClauseKind, Expr, ExprKind, Operator, Rule};
use crate::text::Span;

/// An operator between two sides.
#[derive(Clone, Copy, Debug)]
pub struct Written<'a> {
    pub operator: Operator,
    /// The operator alone.
    pub span: Span,
    pub right: &'a Expr,
}

/// The operators of a rule as they are written, with their places. One that has a bracket or a
/// comment beside it is left out.
pub fn operators<'a>(rule: &'a Rule, text: &str) -> Vec<Written<'a>> {
    let mut found = Vec::new();
    for clause in &rule.clauses {
        if let ClauseKind::When(expr) | ClauseKind::Unless(expr) | ClauseKind::Require(expr) = &clause.kind {
            collect(expr, text, &mut found);
        }
    }
    found
}

fn collect<'a>(expr: &'a Expr, text: &str, found: &mut Vec<Written<'a>>) {
    if let ExprKind::Binary(operator, sides) = &expr.kind {
        let between = Span { start: sides.0.span.end, end: sides.1.span.start };
        let written = between.of(text);
        let trimmed = written.trim();
        if !trimmed.is_empty() && !trimmed.contains(['(', ')', '（', '）', '#', '\n', '\r', ' ', '"', '“', '”']) {
            let start = between.start as usize + (written.len() - written.trim_start().len());
            let span = Span::new(start, start + trimmed.len());
            found.push(Written { operator: *operator, span, right: &sides.1 });
        }
    }
    expr.parts(&mut |part| collect(part, text, found));
}
