//! Lowers expressions: precedence, numbers with units, dates.
//!
//! The grammar gives a flat row of operands and operators. `or` binds loosest, then `and`, `not`,
//! comparisons, and `+` and `-`.

use crate::diagnostic::{Diagnostic, Message, codes};
use crate::say;
use crate::syntax::ast::{Arg, Case, Expr, ExprKind, Operator, Unit};
use crate::syntax::grammar::{Node, Rule};
use crate::syntax::lower::{Lowering, name_of, span_of, text_of, trimmed_span_of};
use crate::syntax::recover;
use crate::text::calendar::digit_value;
use crate::text::{Date, Span};

/// Longest row of operands in one expression. A row becomes a tree as deep as it is long.
const LONGEST_ROW: usize = 256;

/// As many parts may stand in the rows on the way to one operand, through all brackets.
const DEEPEST_TREE: usize = 512;

/// A row of operands and operators, read from the left.
type Row<'a> = std::iter::Peekable<std::vec::IntoIter<Node<'a>>>;

impl<'a> Lowering<'a> {
    /// Lowers an `expr` node.
    pub(super) fn expr(&mut self, node: Node<'a>) -> Expr {
        let span = trimmed_span_of(&node);
        let mut children = node.into_inner();
        let Some(first) = children.next() else { return placeholder(span) };
        let Some(second) = children.next() else { return self.primary(first) };
        let mut row = vec![first, second];
        row.extend(children);
        if row.len() > LONGEST_ROW || self.depth + row.len() > DEEPEST_TREE {
            let message =
                say!("这个条件太长，超过 {LONGEST_ROW} 项", "this expression has more than {LONGEST_ROW} parts");
            let help = say!(
                "用 `定义` 把其中一部分起个名字，或改用 `属于（…）`",
                "name a part of it with `let`, or use `in (…)`"
            );
            self.report(Diagnostic::new(codes::TOO_DEEP, self.file, span, message).help(help));
            return placeholder(span);
        }
        let length = row.len();
        self.depth += length;
        let mut row = row.into_iter().peekable();
        let tree = self.climb(&mut row, 0).unwrap_or_else(|| placeholder(span));
        self.depth -= length;
        tree
    }

    /// Precedence climbing: takes operators that bind at least as tight as `floor`.
    fn climb(&mut self, row: &mut Row<'a>, floor: u8) -> Option<Expr> {
        let mut left = self.prefixed(row)?;
        while let Some(operator) = row.peek().and_then(|node| operator(node.as_rule())) {
            let strength = strength(operator);
            if strength < floor {
                break;
            }
            row.next();
            let right = self.climb(row, strength + 1)?;
            let span = left.span.to(right.span);
            left = Expr { span, kind: ExprKind::Binary(operator, Box::new((left, right))) };
        }
        Some(left)
    }

    fn prefixed(&mut self, row: &mut Row<'a>) -> Option<Expr> {
        let node = row.next()?;
        let start = span_of(&node);
        match node.as_rule() {
            Rule::kw_not => {
                let value = self.climb(row, strength(Operator::Equal))?;
                Some(Expr { span: start.to(value.span), kind: ExprKind::Not(Box::new(value)) })
            }
            Rule::kw_has => {
                let value = self.climb(row, strength(Operator::Plus) + 1)?;
                Some(Expr { span: start.to(value.span), kind: ExprKind::Has(Box::new(value)) })
            }
            _ => Some(self.primary(node)),
        }
    }

    fn primary(&mut self, node: Node<'a>) -> Expr {
        let span = trimmed_span_of(&node);
        let kind = match node.as_rule() {
            Rule::number => {
                let (amount, unit) = self.quantity(node);
                ExprKind::Number(amount, unit)
            }
            Rule::date => ExprKind::Date(self.date(&node)),
            Rule::string => ExprKind::Text(text_of(&node)),
            Rule::reference => self.reference(node),
            Rule::tuple => {
                let mut values: Vec<Expr> = Vec::new();
                for child in node.into_inner() {
                    match child.as_rule() {
                        Rule::missing_paren => self.missing_paren(span),
                        _ => values.push(self.expr(child)),
                    }
                }
                if values.len() == 1 {
                    return values.remove(0);
                }
                ExprKind::Tuple(values)
            }
            Rule::cases => self.cases(node),
            _ => return self.simple(&node),
        };
        Expr { span, kind }
    }

    fn reference(&mut self, node: Node<'a>) -> ExprKind {
        let whole = span_of(&node);
        let mut children = node.into_inner();
        let name = children.next().map_or(crate::syntax::ast::Name(whole), |child| name_of(&child));
        match children.next() {
            None => ExprKind::Reference(name),
            Some(node) if node.as_rule() == Rule::index => {
                let key = node.into_inner().next().map_or_else(|| placeholder(whole), |key| self.expr(key));
                ExprKind::Index(name, Box::new(key))
            }
            Some(node) => {
                let span = span_of(&node);
                let mut args = Vec::new();
                for child in node.into_inner() {
                    match child.as_rule() {
                        Rule::missing_paren => self.missing_paren(span),
                        _ => args.push(self.arg(child)),
                    }
                }
                ExprKind::Call(name, args)
            }
        }
    }

    /// Brackets that begin at `span` and are never closed.
    fn missing_paren(&mut self, span: Span) {
        let opening = span.of(self.text).chars().next().map_or(1, char::len_utf8);
        let place = Span::new(span.start as usize, span.start as usize + opening);
        let message = say!("这个括号没有对应的 `）`", "this bracket has no matching `)`");
        let help = say!("在这一处的末尾补上 `）`", "write `)` where it ends");
        self.report(Diagnostic::new(codes::UNCLOSED_BRACE, self.file, place, message).help(help));
    }

    fn arg(&mut self, node: Node<'a>) -> Arg {
        let mut arg = Arg { value: self.no_expr(&node), filter: None, guard: None, otherwise: None };
        let mut before = Rule::arg;
        for child in node.into_inner() {
            let rule = child.as_rule();
            if rule == Rule::expr {
                let value = self.expr(child);
                match before {
                    Rule::kw_where => arg.filter = Some(value),
                    Rule::kw_when => arg.guard = Some(value),
                    Rule::kw_otherwise => arg.otherwise = Some(value),
                    _ => arg.value = value,
                }
            }
            before = rule;
        }
        arg
    }

    fn cases(&mut self, node: Node<'a>) -> ExprKind {
        let mut cases = Vec::new();
        let mut opening = None;
        for child in node.into_inner() {
            match child.as_rule() {
                Rule::open => opening = Some(span_of(&child)),
                Rule::missing_close => self.missing_close(opening, &child),
                Rule::broken_clause => recover::explain(self, &child, Rule::probe_clause),
                Rule::case | Rule::otherwise_case => {
                    cases.extend(self.case(child));
                }
                _ => {}
            }
        }
        ExprKind::Cases(cases)
    }

    fn case(&mut self, node: Node<'a>) -> Option<Case> {
        let mut exprs = Vec::new();
        let mut clauses = Vec::new();
        for child in node.into_inner() {
            match child.as_rule() {
                Rule::expr => exprs.push(self.expr(child)),
                _ => clauses.extend(self.clause(child)),
            }
        }
        let mut exprs = exprs.into_iter();
        Some(Case { value: exprs.next()?, guard: exprs.next(), clauses })
    }

    /// A name or a string that stands alone, such as the key of a table row.
    pub(super) fn simple(&mut self, node: &Node<'a>) -> Expr {
        let span = trimmed_span_of(node);
        let kind = match node.as_rule() {
            Rule::string => ExprKind::Text(text_of(node)),
            _ => ExprKind::Reference(name_of(node)),
        };
        Expr { span, kind }
    }

    /// Stands for an expression that the grammar guarantees.
    pub(super) fn no_expr(&self, node: &Node<'_>) -> Expr {
        placeholder(trimmed_span_of(node))
    }

    pub(super) fn quantity(&mut self, node: Node<'a>) -> (i64, Option<Unit>) {
        let (mut amount, mut unit) = (0, None);
        for child in node.into_inner() {
            match child.as_rule() {
                Rule::digits => amount = self.number(&child),
                Rule::unit => unit = self.unit(child),
                _ => {}
            }
        }
        (amount, unit)
    }

    pub(super) fn unit(&mut self, node: Node<'a>) -> Option<Unit> {
        Some(match node.into_inner().next()?.as_rule() {
            Rule::unit_years => Unit::Years,
            Rule::unit_months => Unit::Months,
            Rule::unit_days => Unit::Days,
            Rule::unit_workdays => Unit::Workdays,
            _ => Unit::Hours,
        })
    }

    pub(super) fn number(&mut self, node: &Node<'a>) -> i64 {
        let mut value: i64 = 0;
        for digit in node.as_str().chars().filter_map(digit_value) {
            value = value.saturating_mul(10).saturating_add(i64::from(digit));
        }
        if value > 1_000_000_000_000 {
            let message = say!("这个数太大", "this number is too large");
            let help = say!(
                "看看是不是多打了几位，最大可以写 1000000000000；编号和电话是文字，要放在引号里",
                "the largest number is 1000000000000; codes and telephone numbers are texts in quotation marks"
            );
            self.report(Diagnostic::new(codes::NUMBER_TOO_LARGE, self.file, span_of(node), message).help(help));
            return 1_000_000_000_000;
        }
        value
    }

    pub(super) fn date(&mut self, node: &Node<'a>) -> Option<Date> {
        let date = Date::read(node.as_str());
        if date.is_none() {
            let written = node.as_str();
            let message = say!("没有 `{written}` 这一天", "there is no day `{written}`");
            let help = no_such_day_help(written);
            self.report(Diagnostic::new(codes::NO_SUCH_DAY, self.file, span_of(node), message).help(help));
        }
        date
    }
}

/// Which part of a date cannot be.
fn no_such_day_help(written: &str) -> Message {
    let mut numbers = written.split(|letter: char| digit_value(letter).is_none()).filter(|part| !part.is_empty());
    let mut next = || {
        numbers.next().map(|part| {
            part.chars().filter_map(digit_value).fold(0u32, |sum, digit| sum.saturating_mul(10).saturating_add(digit))
        })
    };
    let (Some(year), Some(month)) = (next(), next()) else {
        return say!("日期写成 `2026-03-01` 或 `2026年3月1日`", "write a date as `2026-03-01`");
    };
    if !(1..=12).contains(&month) {
        return say!("月份写 1 到 12，这里是 {month}", "a month is 1 to 12, this is {month}");
    }
    let is_day = |day: &u32| {
        let (year, month, day) = (u16::try_from(year), u8::try_from(month), u8::try_from(*day));
        matches!((year, month, day), (Ok(year), Ok(month), Ok(day)) if Date::new(year, month, day).is_some())
    };
    match (28..=31).rev().find(is_day) {
        Some(last) => say!("{year} 年 {month} 月只有 {last} 天", "month {month} of {year} has {last} days"),
        None => say!("日期写成 `2026-03-01` 或 `2026年3月1日`", "write a date as `2026-03-01`"),
    }
}

fn placeholder(span: Span) -> Expr {
    Expr { span, kind: ExprKind::Missing }
}

fn operator(rule: Rule) -> Option<Operator> {
    Some(match rule {
        Rule::kw_or => Operator::Or,
        Rule::kw_and => Operator::And,
        Rule::op_eq => Operator::Equal,
        Rule::op_ne => Operator::NotEqual,
        Rule::op_lt | Rule::op_before => Operator::Less,
        Rule::op_le | Rule::op_not_after => Operator::LessEqual,
        Rule::op_gt | Rule::op_later_than => Operator::Greater,
        Rule::op_ge | Rule::op_not_before => Operator::GreaterEqual,
        Rule::op_in => Operator::In,
        Rule::op_not_in => Operator::NotIn,
        Rule::op_mentions => Operator::Mentions,
        Rule::op_not_mentions => Operator::NotMentions,
        Rule::op_starts_with => Operator::StartsWith,
        Rule::op_ends_with => Operator::EndsWith,
        Rule::plus => Operator::Plus,
        Rule::minus => Operator::Minus,
        _ => return None,
    })
}

fn strength(operator: Operator) -> u8 {
    match operator {
        Operator::Or => 1,
        Operator::And => 2,
        Operator::Plus | Operator::Minus => 6,
        Operator::Equal
        | Operator::NotEqual
        | Operator::Less
        | Operator::LessEqual
        | Operator::Greater
        | Operator::GreaterEqual
        | Operator::In
        | Operator::NotIn
        | Operator::Mentions
        | Operator::NotMentions
        | Operator::StartsWith
        | Operator::EndsWith => 4,
    }
}
