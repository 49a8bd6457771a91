//! Where an optional fact is used without a `has` that guards it.
//!
//! That there is such a use shows in the resolved program, which does not say where a part of a rule
//! is written. So the use is sought among the words, with the same guards.

use crate::model::Place;
use crate::resolve::Parsed;
use crate::syntax::ast::{Arg, Choice, Clause, ClauseKind, Entry, Expr, ExprKind, Item, Name, Operator};
use crate::syntax::keywords;
use crate::text::Span;

/// An optional fact or attribute.
pub(super) struct Optional<'a> {
    /// All that it may be called.
    pub names: Vec<&'a str>,
    /// Every element of a list has its own.
    pub is_element: bool,
}

/// The first use without a guard in the item that has this place; `None` where the words do not tell.
pub(super) fn unguarded_use(files: &[Parsed<'_>], item: Place, optional: &Optional<'_>) -> Option<Span> {
    let file = files.iter().find(|file| file.id == item.file)?;
    Search { text: file.text, optional }.in_items(&file.tree.items, item.span)
}

struct Search<'a> {
    text: &'a str,
    optional: &'a Optional<'a>,
}

impl Search<'_> {
    fn in_items(&self, items: &[Item], place: Span) -> Option<Span> {
        items.iter().find_map(|item| match item {
            Item::Let(item) if item.name.0 == place => self.in_expr(&item.value, false),
            Item::Invariant(item) if item.name.0 == place => self.in_expr(&item.value, false),
            Item::Attributes(item) => {
                let definition = item.lets.iter().find(|definition| definition.name.0 == place)?;
                self.in_expr(&definition.value, false)
            }
            Item::Policy(item) if item.name.0 == place => item.choices.iter().find_map(|choice| self.in_choice(choice)),
            Item::Block(item) => item.entries.iter().find_map(|entry| self.in_entry(entry, place)),
            _ => None,
        })
    }

    fn in_choice(&self, choice: &Choice) -> Option<Span> {
        let rules = choice.rules.iter().map(|rule| &rule.clauses);
        std::iter::once(&choice.clauses).chain(rules).find_map(|clauses| self.in_clauses(clauses))
    }

    fn in_entry(&self, entry: &Entry, place: Span) -> Option<Span> {
        match entry {
            Entry::Rule(rule) if rule.span == place => self.in_clauses(&rule.clauses),
            Entry::Replace(change) | Entry::Waive(change) if change.span == place => self.in_clauses(&change.clauses),
            Entry::Answer(answer) if answer.span == place => self.in_expr(&answer.value, false),
            _ => None,
        }
    }

    fn in_clauses(&self, clauses: &[Clause]) -> Option<Span> {
        let is_guarded = clauses.iter().any(|clause| match &clause.kind {
            ClauseKind::When(condition) => self.guards(condition),
            ClauseKind::Unless(condition) => self.guards_unless(condition),
            _ => false,
        });
        clauses.iter().find_map(|clause| match &clause.kind {
            ClauseKind::When(expr)
            | ClauseKind::Unless(expr)
            | ClauseKind::Require(expr)
            | ClauseKind::Advise(expr) => self.in_expr(expr, is_guarded),
            _ => None,
        })
    }

    fn in_expr(&self, expr: &Expr, is_guarded: bool) -> Option<Span> {
        match &expr.kind {
            ExprKind::Reference(name) => (!is_guarded && self.is_meant(*name)).then_some(expr.span),
            ExprKind::Has(_) => None,
            ExprKind::Call(name, args) => self.in_call(*name, args, is_guarded),
            ExprKind::Cases(cases) => {
                cases.iter().find_map(|case| self.in_branch(&case.value, case.guard.as_ref(), is_guarded))
            }
            ExprKind::Binary(Operator::And, _) => self.in_parts(expr, is_guarded || self.guards(expr)),
            ExprKind::Binary(Operator::Or, _) => self.in_parts(expr, is_guarded || self.guards_unless(expr)),
            _ => self.in_parts(expr, is_guarded),
        }
    }

    fn in_parts(&self, expr: &Expr, is_guarded: bool) -> Option<Span> {
        let mut found = None;
        expr.parts(&mut |part| found = found.or_else(|| self.in_expr(part, is_guarded)));
        found
    }

    /// A value that counts only where its guard holds.
    fn in_branch(&self, value: &Expr, guard: Option<&Expr>, is_guarded: bool) -> Option<Span> {
        let is_value_guarded = is_guarded || guard.is_some_and(|guard| self.guards(guard));
        self.in_expr(value, is_value_guarded).or_else(|| self.in_expr(guard?, is_guarded))
    }

    fn in_call(&self, name: Name, args: &[Arg], is_guarded: bool) -> Option<Span> {
        let function = keywords::find(name.of(self.text)).map(|keyword| keyword.english);
        // These take what is empty.
        if matches!(function, Some("count_distinct" | "distinct_mobiles" | "same_as_record")) {
            return None;
        }
        // `all_of(has a, a != b)` guards itself, and so do the conditions on a material.
        let is_together = matches!(function, Some("all_of") | None);
        let is_guarded =
            is_guarded || (is_together && args.iter().any(|arg| arg.guard.is_none() && self.guards(&arg.value)));
        args.iter().find_map(|arg| self.in_arg(arg, is_guarded))
    }

    fn in_arg(&self, arg: &Arg, is_guarded: bool) -> Option<Span> {
        // Guards of one element say nothing of the others of its list.
        let is_filter_guarded = is_guarded && !self.optional.is_element;
        self.in_branch(&arg.value, arg.guard.as_ref(), is_guarded)
            .or_else(|| self.in_expr(arg.filter.as_ref()?, is_filter_guarded))
            .or_else(|| self.in_expr(arg.otherwise.as_ref()?, is_guarded))
    }

    /// Whether it has a value where this holds.
    fn guards(&self, condition: &Expr) -> bool {
        match &condition.kind {
            ExprKind::Has(inner) => matches!(inner.kind, ExprKind::Reference(name) if self.is_meant(name)),
            ExprKind::Binary(Operator::And, sides) => self.guards(&sides.0) || self.guards(&sides.1),
            _ => false,
        }
    }

    /// Whether it has a value where this does not hold.
    fn guards_unless(&self, condition: &Expr) -> bool {
        match &condition.kind {
            ExprKind::Not(inner) => self.guards(inner),
            ExprKind::Binary(Operator::Or, sides) => self.guards_unless(&sides.0) || self.guards_unless(&sides.1),
            _ => false,
        }
    }

    fn is_meant(&self, name: Name) -> bool {
        self.optional.names.contains(&name.of(self.text))
    }
}
