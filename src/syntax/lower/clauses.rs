//! Lowers rules and their clauses.

use crate::syntax::ast::{Clause, ClauseKind, Deadline, Duty, Name, Recipient, Rule as RuleItem};
use crate::syntax::grammar::{Node, Rule};
use crate::syntax::lower::{Lowering, item_span_of, name_of, names_in, span_of, text_of, trimmed_span_of};
use crate::text::Span;

impl<'a> Lowering<'a> {
    pub(super) fn rule_item(&mut self, node: Node<'a>) -> RuleItem {
        let span = item_span_of(&node);
        let mut clauses = Vec::new();
        let parts = self.parts(node, |lowering, child| clauses.extend(lowering.clause(child)));
        cut_clauses(&mut clauses, &parts.broken, self.text);
        let is_broken = !parts.broken.is_empty();
        RuleItem { span, name: parts.name(0), label: parts.text(0), clauses, is_broken }
    }

    pub(super) fn clause(&mut self, node: Node<'a>) -> Option<Clause> {
        let span = trimmed_span_of(&node);
        let kind = match node.as_rule() {
            Rule::for_each_clause => ClauseKind::ForEach(names_in(node).first().copied()?),
            Rule::when_clause => ClauseKind::When(self.expr_in(node)?),
            Rule::unless_clause => ClauseKind::Unless(self.expr_in(node)?),
            Rule::require_clause => ClauseKind::Require(self.expr_in(node)?),
            Rule::advise_clause => ClauseKind::Advise(self.expr_in(node)?),
            Rule::forbid_clause => ClauseKind::Forbid,
            Rule::permit_clause => ClauseKind::Permit,
            Rule::note_clause => ClauseKind::Note(self.parts(node, |_, _| {}).text(0)),
            Rule::duty_clause => ClauseKind::Duty(self.duty(node)),
            Rule::deliver_clause => ClauseKind::Deliver(recipient(node)),
            Rule::cites_clause => ClauseKind::Cites(names_in(node)),
            Rule::disputed_clause => self.disputed(node),
            Rule::effective_clause => self.effective(node),
            Rule::closed_clause => ClauseKind::Closed(self.parts(node, |_, _| {}).text(0)),
            Rule::classify_clause => {
                let names = names_in(node);
                ClauseKind::Classify { fact: *names.first()?, value: *names.get(1)? }
            }
            _ => return None,
        };
        Some(Clause { span, kind })
    }

    fn expr_in(&mut self, node: Node<'a>) -> Option<crate::syntax::ast::Expr> {
        let node = node.into_inner().find(|child| child.as_rule() == Rule::expr)?;
        Some(self.expr(node))
    }

    fn duty(&mut self, node: Node<'a>) -> Duty {
        let mut deadline = None;
        let parts = self.parts(node, |lowering, child| {
            if child.as_rule() == Rule::duty_deadline {
                deadline = Some(lowering.deadline(child));
            }
        });
        Duty { filing: parts.name(0), purpose: parts.texts.first().copied(), deadline }
    }

    fn deadline(&mut self, node: Node<'a>) -> Deadline {
        let span = trimmed_span_of(&node);
        let mut deadline = Deadline { span, amount: 0, unit: None, after: Name(span) };
        for child in node.into_inner() {
            match child.as_rule() {
                Rule::number => (deadline.amount, deadline.unit) = self.quantity(child),
                Rule::path => deadline.after = name_of(&child),
                _ => {}
            }
        }
        deadline
    }

    fn disputed(&mut self, node: Node<'a>) -> ClauseKind {
        let mut statements = Vec::new();
        let mut text = crate::syntax::ast::Text(span_of(&node));
        for child in node.into_inner() {
            match child.as_rule() {
                Rule::citation => statements.push(name_of(&child)),
                Rule::string => text = text_of(&child),
                _ => {}
            }
        }
        ClauseKind::Disputed(statements, text)
    }

    fn effective(&mut self, node: Node<'a>) -> ClauseKind {
        let (mut from, mut until) = (None, None);
        for child in node.into_inner() {
            match child.as_rule() {
                Rule::from_date => from = self.date_in(child),
                Rule::until_date => until = self.date_in(child),
                _ => {}
            }
        }
        ClauseKind::Effective { from, until }
    }
}

/// Leaves out clauses that broke off in the middle, so that what is left of them is not judged.
pub(super) fn cut_clauses(clauses: &mut Vec<Clause>, broken: &[Span], text: &str) {
    let breaks_off = |clause: &Clause| {
        // Broken parts stand in order; the first behind the clause is the one that could touch it.
        let next = broken.partition_point(|broken| broken.start < clause.span.end);
        broken.get(next).is_some_and(|broken| {
            let between = text.get(clause.span.end as usize..broken.start as usize);
            between.is_some_and(|between| !between.contains('\n') && between.trim().is_empty())
        })
    };
    clauses.retain(|clause| !breaks_off(clause));
}

fn recipient(node: Node<'_>) -> Recipient {
    let to_provider = node.into_inner().any(|child| child.as_rule() == Rule::kw_provider);
    if to_provider { Recipient::Provider } else { Recipient::Bureau }
}
