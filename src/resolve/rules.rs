//! Resolves the clauses of a rule.

use crate::diagnostic::codes;
use crate::model::{Also, Dispute, Duty, Effect, Effective, Expr, ListId, StatementRef, Type};
use crate::resolve::citations::Citations;
use crate::resolve::context::{Context, Scope};
use crate::resolve::world::{Named, ValueName};
use crate::say;
use crate::syntax::ast::{self, Clause, ClauseKind, ExprKind, Name};
use crate::text::{Date, Span};

/// What the clauses of a rule say, resolved.
#[derive(Clone, Debug)]
pub(crate) struct Body {
    pub for_each: Option<ListId>,
    pub when: Option<Expr>,
    pub effect: Effect,
    pub also: Vec<Also>,
    pub cites: Vec<StatementRef>,
    pub disputed: Option<Box<Dispute>>,
    pub effective: Effective,
    pub closed: Option<Box<str>>,
    /// `classify` clauses: the fact, its value, their places.
    pub classify: Vec<(Name, Name)>,
    /// Something was left out because it is wrong; the rule must not be used.
    pub is_broken: bool,
}

/// Which clauses may stand where.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Clauses {
    Rule,
    Choice,
    Answer,
}

impl Context<'_> {
    pub fn body(&mut self, clauses: &[Clause], kind: Clauses, citations: &Citations<'_>) -> Body {
        let mut body = Body {
            for_each: None,
            when: None,
            effect: Effect::None,
            also: Vec::new(),
            cites: Vec::new(),
            disputed: None,
            effective: Effective::default(),
            closed: None,
            classify: Vec::new(),
            is_broken: false,
        };
        let scope = self.scope;
        for clause in clauses {
            if let ClauseKind::ForEach(name) = &clause.kind {
                self.for_each(*name, clause.span, &mut body);
            }
        }
        let mut effect: Option<Span> = None;
        for clause in clauses {
            if self.is_misplaced(clause, kind) {
                continue;
            }
            self.clause(clause, &mut body, &mut effect, citations);
        }
        self.once(clauses, |kind| matches!(kind, ClauseKind::Effective { .. }));
        self.once(clauses, |kind| matches!(kind, ClauseKind::Disputed(..)));
        self.once(clauses, |kind| matches!(kind, ClauseKind::Closed(_)));
        self.scope = scope;
        body
    }

    fn for_each(&mut self, name: Name, span: Span, body: &mut Body) {
        if body.for_each.is_some() {
            let message = say!("`逐个` 写了两次", "`for_each` stands twice");
            let help = say!("一条规则只能逐个一种；拆成两条规则", "a rule visits one list; write two rules");
            self.report(codes::REPEATED_CLAUSE, span, message, help);
            return;
        }
        match self.list(name) {
            Some(list) => {
                body.for_each = Some(list);
                self.scope = Scope::Element(list);
            }
            None => body.is_broken = true,
        }
    }

    /// Of these clauses the second would silently take the place of the first.
    fn once(&mut self, clauses: &[Clause], is_it: impl Fn(&ClauseKind) -> bool) {
        let Some(second) = clauses.iter().filter(|clause| is_it(&clause.kind)).nth(1) else { return };
        let message = say!("这种子句已经写了一次", "this clause stands twice");
        let help = say!("合并成一行，或拆成两条规则", "join them, or write two rules");
        self.report(codes::REPEATED_CLAUSE, second.span, message, help);
    }

    fn is_misplaced(&mut self, clause: &Clause, kind: Clauses) -> bool {
        let allowed = match &clause.kind {
            ClauseKind::Classify { .. } => kind == Clauses::Choice,
            ClauseKind::Cites(_) | ClauseKind::Disputed(..) | ClauseKind::Effective { .. } => kind != Clauses::Choice,
            ClauseKind::Closed(_) => kind != Clauses::Choice,
            ClauseKind::Note(_) => true,
            ClauseKind::ForEach(_)
            | ClauseKind::When(_)
            | ClauseKind::Unless(_)
            | ClauseKind::Require(_)
            | ClauseKind::Forbid
            | ClauseKind::Permit
            | ClauseKind::Advise(_)
            | ClauseKind::Duty(_)
            | ClauseKind::Deliver(_) => kind != Clauses::Answer,
        };
        if allowed {
            return false;
        }
        let written = clause.span.of(self.text);
        let word = written.split(|c: char| c.is_whitespace() || c == '(' || c == '（').next().unwrap_or("");
        let message = match kind {
            Clauses::Rule => say!("`{word}` 只能写在政策的选项里", "`{word}` stands only in the choice of a policy"),
            Clauses::Choice => {
                say!("`{word}` 不能写在政策的选项里", "`{word}` does not stand in the choice of a policy")
            }
            Clauses::Answer => say!("答复后面不能写 `{word}`", "`{word}` does not stand behind an answer"),
        };
        let help = match kind {
            Clauses::Rule => say!("归类由政策的答复决定", "the answer to a policy classifies"),
            Clauses::Choice => say!(
                "依据、存疑和生效期间写在各省的答复后面",
                "citations, disputes and intervals stand behind each bureau's answer"
            ),
            Clauses::Answer => say!(
                "另写一条 `规则`；有条件的答复写 `按序取一 {{ … 当 … 否则 … }}`",
                "write a `rule`, or `first_match {{ … when … otherwise … }}`"
            ),
        };
        let place = Span { start: clause.span.start, end: clause.span.start + crate::resolve::world::id32(word.len()) };
        self.report(codes::MISPLACED_CLAUSE, place, message, help);
        true
    }

    fn clause(&mut self, clause: &Clause, body: &mut Body, effect: &mut Option<Span>, citations: &Citations<'_>) {
        match &clause.kind {
            ClauseKind::ForEach(_) => {}
            ClauseKind::When(expr) => match self.condition(expr) {
                Some(condition) => body.when = Some(join(body.when.take(), condition)),
                None => body.is_broken = true,
            },
            ClauseKind::Unless(expr) => match self.condition(expr) {
                Some(condition) => body.when = Some(join(body.when.take(), condition.negated())),
                None => body.is_broken = true,
            },
            ClauseKind::Require(expr) => {
                self.one_effect(clause.span, effect);
                match self.obligation(expr) {
                    Some(obligation) => body.effect = Effect::Require(obligation),
                    None => body.is_broken = true,
                }
            }
            ClauseKind::Forbid => {
                self.one_effect(clause.span, effect);
                body.effect = Effect::Forbid;
            }
            ClauseKind::Permit => {
                self.one_effect(clause.span, effect);
                body.effect = Effect::Permit;
            }
            ClauseKind::Advise(expr) => match &expr.kind {
                ExprKind::Text(text) => body.also.push(Also::AdviseText(self.string(*text))),
                _ => match self.obligation(expr) {
                    Some(obligation) => body.also.push(Also::Advise(obligation)),
                    None => body.is_broken = true,
                },
            },
            ClauseKind::Note(text) => body.also.push(Also::Note(self.string(*text))),
            ClauseKind::Duty(duty) => match self.duty(duty) {
                Some(duty) => body.also.push(duty),
                None => body.is_broken = true,
            },
            ClauseKind::Deliver(recipient) => body.also.push(Also::Deliver(*recipient)),
            ClauseKind::Cites(names) => body.cites.extend(names.iter().filter_map(|name| citations.find(self, *name))),
            ClauseKind::Disputed(names, text) => {
                let statements = names.iter().filter_map(|name| citations.find(self, *name)).collect();
                body.disputed = Some(Box::new(Dispute { statements, text: self.string(*text) }));
            }
            ClauseKind::Effective { from, until } => body.effective = self.effective(clause.span, *from, *until),
            ClauseKind::Closed(text) => body.closed = Some(self.string(*text)),
            ClauseKind::Classify { fact, value } => body.classify.push((*fact, *value)),
        }
    }

    fn one_effect(&mut self, span: Span, effect: &mut Option<Span>) {
        let Some(first) = effect.replace(span) else { return };
        let message =
            say!("一条规则只能有一个 `要求`、`不予备案` 或 `允许`", "a rule has one `require`, `forbid` or `permit`");
        let diagnostic = crate::diagnostic::Diagnostic::new(codes::TWO_EFFECTS, self.file, span, message)
            .also(self.file, first, say!("前面已经写了", "the first one is here"))
            .help(say!(
                "留下一个，或拆成两条规则；几样都要求的写成 `要求 全部提供（甲，乙）`",
                "keep one, or write two rules; several things that are asked for become `require all_of(a, b)`"
            ));
        self.diagnostics.push(diagnostic);
    }

    fn duty(&mut self, duty: &ast::Duty) -> Option<Also> {
        let Some(types) = self.world.filing_types() else {
            let message = say!("词汇里没有 `filing.type`", "the vocabulary has no `filing.type`");
            let help = say!("在词汇里声明备案类型", "declare it as an enum fact");
            self.report(codes::MISSING_FACT, duty.filing.0, message, help);
            return None;
        };
        let Some(ValueName::Value(filing)) = self.enum_value(types, duty.filing) else { return None };
        let deadline = match duty.deadline {
            None => None,
            Some(deadline) => {
                let Some(unit) = deadline.unit else {
                    let message = say!("期限要写单位", "a deadline has a unit");
                    let help = say!("如 `10个工作日`", "such as `10 workdays`");
                    self.report(codes::MISSING_UNIT, deadline.span, message, help);
                    return None;
                };
                let after = match self.find(deadline.after) {
                    Some(Named::Fact(id)) if self.world.vocabulary.facts[id.index()].kind == Type::Date => id,
                    _ => {
                        let written = self.of(deadline.after);
                        let message = say!(
                            "期限要从一个日期起算，`{written}` 不是日期",
                            "a deadline counts from a date, and `{written}` is none"
                        );
                        let help = say!("写成 `起算于 管局通过日期`", "write `after filing.approved_on`");
                        self.report(codes::WRONG_DUTY, deadline.after.0, message, help);
                        return None;
                    }
                };
                Some((deadline.amount, unit, after))
            }
        };
        let purpose = duty.purpose.map(|text| self.string(text));
        Some(Also::Duty(Box::new(Duty { filing, purpose, deadline })))
    }

    fn effective(
        &mut self,
        span: Span,
        from: Option<(Span, Option<Date>)>,
        until: Option<(Span, Option<Date>)>,
    ) -> Effective {
        let from = from.and_then(|(_, date)| date);
        let until = until.and_then(|(_, date)| date);
        if let (Some(first), Some(last)) = (from, until)
            && last < first
        {
            let message = say!("生效期间在开始之前就结束了", "the interval ends before it begins");
            let help = say!(
                "交换两个日期，或改正年份；两端的日子都算在内",
                "swap the dates or mend the year; both days are included"
            );
            self.report(codes::EMPTY_INTERVAL, span, message, help);
        }
        Effective { from, until }
    }
}

pub(crate) fn join(before: Option<Expr>, condition: Expr) -> Expr {
    match before {
        None => condition,
        Some(before) => before.and(condition),
    }
}
