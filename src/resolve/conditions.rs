//! Resolves expressions that are true or false.
//!
//! `condition` gives `None` when a problem was reported; its caller then leaves the clause out.

use crate::diagnostic::{Message, codes};
use crate::model::{Comparison, Expr, Type, Unit};
use crate::resolve::context::Context;
use crate::resolve::values::{describe, unit_label};
use crate::resolve::world::{Named, ValueName};
use crate::say;
use crate::syntax::ast::{self, ExprKind, Operator};
use crate::syntax::keywords;

impl Context<'_> {
    pub fn condition(&mut self, expr: &ast::Expr) -> Option<Expr> {
        match &expr.kind {
            ExprKind::Not(inner) => Some(self.condition(inner)?.negated()),
            ExprKind::Has(inner) => self.has(inner),
            ExprKind::Binary(Operator::And, sides) => {
                let (left, right) = (self.condition(&sides.0), self.condition(&sides.1));
                Some(left?.and(right?))
            }
            ExprKind::Binary(Operator::Or, sides) => {
                let (left, right) = (self.condition(&sides.0), self.condition(&sides.1));
                Some(or(left?, right?))
            }
            ExprKind::Binary(Operator::Plus | Operator::Minus, _) => {
                self.not_a_condition(expr);
                None
            }
            ExprKind::Binary(operator, sides) => self.comparison(*operator, &sides.0, &sides.1),
            ExprKind::Reference(_) | ExprKind::Call(..) => {
                let (value, kind) = self.value(expr, Some(Type::YesNo))?;
                if kind == Type::YesNo {
                    return Some(value);
                }
                let described = describe(self.world, kind);
                let written = expr.span.of(self.text);
                let message = Message::new(
                    format!("`{written}` 是{}，不是一个条件", described.chinese),
                    format!("`{written}` is {}, not a condition", described.english),
                );
                let help =
                    say!("把它和一个值比较，如 `{written} 为 …`", "compare it with a value, such as `{written} = …`");
                self.report(codes::TYPE_MISMATCH, expr.span, message, help);
                None
            }
            ExprKind::Missing => None,
            ExprKind::Number(..)
            | ExprKind::Date(_)
            | ExprKind::Text(_)
            | ExprKind::Index(..)
            | ExprKind::Tuple(_)
            | ExprKind::Cases(_) => {
                self.not_a_condition(expr);
                None
            }
        }
    }

    fn not_a_condition(&mut self, expr: &ast::Expr) {
        let message = say!("这里应当是一个条件", "a condition stands here");
        let help = say!(
            "条件是能回答“是”或“否”的，如 `主体负责人年龄 不足 18岁`",
            "a condition is yes or no, such as `subject_resp.age < 18 years`"
        );
        self.report(codes::TYPE_MISMATCH, expr.span, message, help);
    }

    fn has(&mut self, inner: &ast::Expr) -> Option<Expr> {
        let (value, _) = self.value(inner, None)?;
        let optional = match &value {
            Expr::Fact(id) => self.world.vocabulary.facts[id.index()].optional,
            Expr::Attribute(id) => self.world.vocabulary.attributes[id.index()].optional,
            _ => false,
        };
        if !optional {
            let written = inner.span.of(self.text);
            let message = say!("`{written}` 是必填的，不用判断是否已填", "`{written}` is never empty");
            let help = say!(
                "删掉这个 `已填`；如果它可以不填，在词汇里加上 `可不填`",
                "drop `has`, or declare the fact `optional`"
            );
            self.report(codes::WRONG_KIND, inner.span, message, help);
            return None;
        }
        Some(Expr::Has(Box::new(value)))
    }

    fn comparison(&mut self, operator: Operator, left: &ast::Expr, right: &ast::Expr) -> Option<Expr> {
        let comparison = match operator {
            Operator::In | Operator::NotIn => {
                let holds = self.membership(left, right)?;
                return Some(if operator == Operator::NotIn { holds.negated() } else { holds });
            }
            Operator::Mentions | Operator::NotMentions | Operator::StartsWith | Operator::EndsWith => {
                return self.text_test(operator, left, right);
            }
            Operator::Equal => Comparison::Equal,
            Operator::NotEqual => Comparison::NotEqual,
            Operator::Less => Comparison::Less,
            Operator::LessEqual => Comparison::LessEqual,
            Operator::Greater => Comparison::Greater,
            Operator::GreaterEqual => Comparison::GreaterEqual,
            Operator::Or | Operator::And | Operator::Plus | Operator::Minus => return None,
        };
        if let ExprKind::Call(name, args) = &left.kind
            && builtin(self.of(*name)) == Some("remaining")
        {
            return self.remaining(comparison, left, args, right);
        }
        if self.quoted_fact(left) {
            return None;
        }
        let (left_value, kind) = self.value(left, None)?;
        self.compared(comparison, left_value, kind, left, right)
    }

    fn compared(
        &mut self,
        comparison: Comparison,
        left_value: Expr,
        kind: Type,
        left: &ast::Expr,
        right: &ast::Expr,
    ) -> Option<Expr> {
        let is_order = !matches!(comparison, Comparison::Equal | Comparison::NotEqual);
        if is_order && !matches!(kind, Type::Int { .. } | Type::Date) {
            let described = describe(self.world, kind);
            let written = left.span.of(self.text);
            let message = Message::new(
                format!("`{written}` 是{}，没有大小先后之分", described.chinese),
                format!("`{written}` is {}, which has no order", described.english),
            );
            let help = say!("改用 `为`、`不为` 或 `属于（…）`", "use `=`, `!=` or `in (…)`");
            self.report(codes::TYPE_MISMATCH, left.span, message, help);
            return None;
        }
        if matches!(kind, Type::Set(_)) {
            let message = say!("多选的事实要问其中有没有某个值", "a set is asked whether it holds a value");
            let written = left.span.of(self.text);
            let help = say!("写成 `取值 属于 {written}`", "write `value in {written}`");
            self.report(codes::TYPE_MISMATCH, left.span, message, help);
            return None;
        }
        if !is_order && matches!(&right.kind, ExprKind::Tuple(values) if !values.is_empty()) {
            self.equals_a_list(comparison, left, right);
            return None;
        }
        let (right_value, right_kind) = self.value(right, Some(kind))?;
        self.same_type(left, kind, right, right_kind)?;
        self.in_range(left, kind, &right_value, right);
        self.in_range(right, right_kind, &left_value, left);
        if let Expr::YesNo(yes) = right_value {
            let wanted = yes == (comparison == Comparison::Equal);
            return Some(if wanted { left_value } else { left_value.negated() });
        }
        Some(Expr::Compare(comparison, Box::new((left_value, right_value))))
    }

    /// `备案类型 为 （首次备案，新增网站）`
    fn equals_a_list(&mut self, comparison: Comparison, left: &ast::Expr, right: &ast::Expr) {
        let (between, operator) = (crate::text::Span { start: left.span.end, end: right.span.start }, comparison);
        let (chinese, english) = if operator == Comparison::Equal { ("属于", "in") } else { ("不属于", "not_in") };
        let written = between.of(self.text).trim();
        let (list, subject) = (right.span.of(self.text), left.span.of(self.text));
        let message = say!("`{written}` 后面只能写一个", "one value stands behind `{written}`");
        let help = Message::new(
            format!("是其中之一用 `{chinese}`：`{subject} {chinese}{list}`"),
            format!("for one of several write `{english}`: `{subject} {english} {list}`"),
        );
        let fix = if self.is_english() { format!(" {english} ") } else { format!(" {chinese}") };
        self.report_with_fix(codes::WRONG_KIND, right.span, message, help, (between, &fix));
    }

    /// `remaining(date) > 3 months`.
    fn remaining(
        &mut self,
        comparison: Comparison,
        call: &ast::Expr,
        args: &[ast::Arg],
        right: &ast::Expr,
    ) -> Option<Expr> {
        let [arg] = args else {
            let message = say!("`剩余有效期` 的括号里写一个日期", "`remaining` takes one date");
            let help =
                say!("如 `剩余有效期（域名到期日） 超过 3个月`", "such as `remaining(domain.expires_on) > 3 months`");
            self.report(codes::WRONG_ARGUMENTS, call.span, message, help);
            return None;
        };
        let (date, kind) = self.value(&arg.value, Some(Type::Date))?;
        self.expect_type(&arg.value, kind, Type::Date)?;
        let help = say!("写成 `3个月`、`30天` 这样的期限", "write a duration such as `3 months` or `30 days`");
        match &right.kind {
            ExprKind::Number(amount, Some(unit @ (Unit::Months | Unit::Days))) => {
                Some(Expr::Remaining(comparison, Box::new(date), *amount, *unit))
            }
            ExprKind::Reference(name) if self.parameter(self.of(*name)).is_some() => {
                let index = self.parameter_named(*name)?;
                let kind = self.parameters.get(index as usize)?.kind;
                match kind {
                    crate::model::ParameterKind::Value(Type::Int {
                        unit: Some(unit @ (Unit::Months | Unit::Days)),
                        ..
                    }) => Some(Expr::RemainingParameter(comparison, Box::new(date), index, unit)),
                    _ => {
                        let message = say!("这个参数不是期限", "this parameter is not a duration");
                        self.report(codes::TYPE_MISMATCH, right.span, message, help);
                        None
                    }
                }
            }
            _ => {
                let message = say!("剩余有效期要和期限比较", "`remaining` is compared with a duration");
                self.report(codes::MISSING_UNIT, right.span, message, help);
                None
            }
        }
    }

    /// `left in right`.
    fn membership(&mut self, left: &ast::Expr, right: &ast::Expr) -> Option<Expr> {
        if self.quoted_fact(left) {
            return None;
        }
        if matches!(&right.kind, ExprKind::Tuple(items) if items.is_empty()) {
            let message = say!("括号里是空的", "nothing stands in the brackets");
            let help =
                say!("写上取值，如 `属于（首次备案，新增网站）`", "write values, such as `in (first, add_site)`");
            self.report(codes::WRONG_ARGUMENTS, right.span, message, help);
            return None;
        }
        match &right.kind {
            ExprKind::Index(table, key) => return self.in_row(left, *table, key),
            ExprKind::Reference(name) => {
                if let Some(index) = self.parameter_named(*name) {
                    return self.in_parameter(left, index, right);
                }
                let attribute = self.material.is_some() && self.world.attributes.contains_key(self.of(*name));
                match self.world.find(self.of(*name)) {
                    Some(Named::Words(_) | Named::Table(_)) if !attribute => {
                        let words = self.word_set(right)?;
                        let text = self.text_value(left)?;
                        return Some(Expr::InWords(Box::new(text), Box::new(words)));
                    }
                    Some(Named::Fact(_)) => return self.set_holds(left, right),
                    _ if attribute => return self.set_holds(left, right),
                    _ => {}
                }
            }
            _ => {}
        }
        let (value, kind) = self.value(left, None)?;
        match kind {
            Type::Enum(of) => {
                let values = self.values_of(of, right)?;
                Some(Expr::in_values(value, of, values))
            }
            Type::Text | Type::Phone => {
                let words = self.word_set(right)?;
                Some(Expr::InWords(Box::new(value), Box::new(words)))
            }
            Type::Int { .. } => self.one_of_numbers(&value, kind, left, right),
            Type::YesNo | Type::Date | Type::Set(_) => {
                let described = describe(self.world, kind);
                let message = Message::new(
                    format!("`属于` 左边不能是{}", described.chinese),
                    format!("the left of `in` cannot be {}", described.english),
                );
                let help = say!("`属于` 用于选项、文字和数", "`in` is for values of enums, texts and numbers");
                self.report(codes::TYPE_MISMATCH, left.span, message, help);
                None
            }
        }
    }

    fn one_of_numbers(&mut self, value: &Expr, kind: Type, left: &ast::Expr, right: &ast::Expr) -> Option<Expr> {
        let one = [right.clone()];
        let items = if let ExprKind::Tuple(items) = &right.kind { items.as_slice() } else { &one };
        let mut parts = Vec::new();
        for item in items {
            let (number, number_kind) = self.value(item, Some(kind))?;
            self.same_type(left, kind, item, number_kind)?;
            self.in_range(left, kind, &number, item);
            parts.push(Expr::Compare(Comparison::Equal, Box::new((value.clone(), number))));
        }
        Some(Expr::Or(parts.into()))
    }

    fn in_parameter(&mut self, left: &ast::Expr, index: u16, right: &ast::Expr) -> Option<Expr> {
        use crate::model::ParameterKind;
        let kind = self.parameters.get(index as usize)?.kind;
        match kind {
            ParameterKind::Value(Type::Set(of)) => {
                let (value, left_kind) = self.value(left, Some(Type::Enum(of)))?;
                self.expect_type(left, left_kind, Type::Enum(of))?;
                Some(Expr::InParameter(Box::new(value), index))
            }
            ParameterKind::Words => {
                let text = self.text_value(left)?;
                let words = self.word_set(right)?;
                Some(Expr::InWords(Box::new(text), Box::new(words)))
            }
            ParameterKind::Value(_)
            | ParameterKind::Material
            | ParameterKind::Obligation
            | ParameterKind::Condition => {
                let message = say!("这个参数不是一组取值", "this parameter is not a set of values");
                let help = say!("参数的类型要写 `多选 …`", "its type must be `set_of …`");
                self.report(codes::TYPE_MISMATCH, right.span, message, help);
                None
            }
        }
    }

    fn set_holds(&mut self, left: &ast::Expr, right: &ast::Expr) -> Option<Expr> {
        let (set, kind) = self.value(right, None)?;
        let Type::Set(of) = kind else {
            let described = describe(self.world, kind);
            let message = Message::new(
                format!("`属于` 右边要是一组取值，这里是{}", described.chinese),
                format!("the right of `in` is a set of values, this is {}", described.english),
            );
            let help =
                say!("写成 `属于（甲，乙）`；比较两个事实用 `为`", "write `in (a, b)`; compare two facts with `=`");
            self.report(codes::TYPE_MISMATCH, right.span, message, help);
            return None;
        };
        let values = self.values_of(of, left)?;
        let holds = values.into_iter().map(|value| Expr::SetHolds(Box::new(set.clone()), of, value));
        holds.reduce(or)
    }

    fn in_row(&mut self, left: &ast::Expr, table: ast::Name, key: &ast::Expr) -> Option<Expr> {
        let Some(Named::Table(id)) = self.find(table) else {
            self.unknown_name(table, say!("对照表", "table"));
            return None;
        };
        let crate::model::TableKey::Enum { from, to, .. } = self.world.vocabulary.table(id).key else {
            let written = self.of(table);
            let message = say!("`{written}` 按文字查，不能用 `[…]`", "`{written}` is keyed by text and has no `[…]`");
            let help = say!(
                "写成 `… 含有 {written}` 或 `… 属于 {written}`",
                "write `… mentions {written}` or `… in {written}`"
            );
            self.report(codes::WRONG_KIND, table.0, message, help);
            return None;
        };
        let (key_value, key_kind) = self.value(key, Some(Type::Enum(from)))?;
        self.expect_type(key, key_kind, Type::Enum(from))?;
        let (value, kind) = self.value(left, Some(Type::Enum(to)))?;
        self.expect_type(left, kind, Type::Enum(to))?;
        Some(Expr::InRow(Box::new(value), id, Box::new(key_value)))
    }

    fn text_test(&mut self, operator: Operator, left: &ast::Expr, right: &ast::Expr) -> Option<Expr> {
        if self.quoted_fact(left) {
            return None;
        }
        let text = self.text_value(left);
        let words = self.word_set(right);
        let (text, words) = (Box::new(text?), Box::new(words?));
        Some(match operator {
            Operator::StartsWith => Expr::StartsWith(text, words),
            Operator::EndsWith => Expr::EndsWith(text, words),
            Operator::NotMentions => Expr::Not(Box::new(Expr::Mentions(text, words))),
            _ => Expr::Mentions(text, words),
        })
    }

    fn text_value(&mut self, expr: &ast::Expr) -> Option<Expr> {
        let (value, kind) = self.value(expr, Some(Type::Text))?;
        if matches!(kind, Type::Text | Type::Phone) {
            return Some(value);
        }
        self.expect_type(expr, kind, Type::Text)?;
        None
    }

    /// The values that a name, a group or a row of them in brackets stands for, sorted.
    pub fn values_of(&mut self, of: crate::model::EnumId, expr: &ast::Expr) -> Option<Vec<u16>> {
        let one = [expr.clone()];
        let items = if let ExprKind::Tuple(items) = &expr.kind { items.as_slice() } else { &one };
        let mut values = Vec::new();
        let mut complete = true;
        for item in items {
            if matches!(item.kind, ExprKind::Missing) {
                return None;
            }
            let ExprKind::Reference(name) = &item.kind else {
                let label = self.world.enum_label(of);
                let message = say!("这里要写`{label}`的取值", "a value of `{label}` stands here");
                let help = say!(
                    "写取值的名称，如 `首次备案`，不加引号",
                    "write the name of the value, without quotation marks"
                );
                self.report(codes::WRONG_KIND, item.span, message, help);
                complete = false;
                continue;
            };
            match self.enum_value(of, *name) {
                Some(ValueName::Value(value)) => values.push(value),
                Some(ValueName::Group(group)) => {
                    values.extend(&self.world.vocabulary.enums[of.index()].groups[group as usize].members);
                }
                None => complete = false,
            }
        }
        values.sort_unstable();
        values.dedup();
        complete.then_some(values)
    }

    /// Both sides are of one type, or a diagnostic says what they are.
    fn same_type(&mut self, left: &ast::Expr, kind: Type, right: &ast::Expr, right_kind: Type) -> Option<()> {
        match (kind, right_kind) {
            (Type::Int { unit, .. }, Type::Int { unit: other, .. }) => self.same_unit(left, unit, right, other),
            (Type::Text | Type::Phone, Type::Text | Type::Phone) => Some(()),
            _ => self.expect_type(right, right_kind, kind),
        }
    }

    fn same_unit(
        &mut self,
        left: &ast::Expr,
        unit: Option<Unit>,
        right: &ast::Expr,
        other: Option<Unit>,
    ) -> Option<()> {
        if unit == other {
            return Some(());
        }
        let (left_text, right_text) = (left.span.of(self.text), right.span.of(self.text));
        let wanted = unit_label(unit);
        let message = match other {
            None => say!("`{right_text}` 后面没有写单位", "`{right_text}` has no unit"),
            Some(_) => say!(
                "`{left_text}` 和 `{right_text}` 的单位不同",
                "`{left_text}` and `{right_text}` have different units"
            ),
        };
        let number = match &right.kind {
            ExprKind::Number(number, _) => *number,
            _ => 18,
        };
        let help = match unit {
            Some(_) => Message::new(
                format!("`{left_text}` 以{}计，写成 `{number}{}`", wanted.chinese, wanted.chinese),
                format!("`{left_text}` is in {0}, write `{number} {0}`", wanted.english),
            ),
            None => say!("`{left_text}` 没有单位，只写数：`{number}`", "`{left_text}` has no unit, write `{number}`"),
        };
        match &right.kind {
            ExprKind::Number(number, None) => {
                let fix = self.with_unit(*number, unit);
                self.report_with_fix(codes::MISSING_UNIT, right.span, message, help, (right.span, &fix));
            }
            _ => self.report(codes::MISSING_UNIT, right.span, message, help),
        }
        None
    }

    /// `18岁`, or `18 years` in a file with English words.
    pub fn with_unit(&self, number: i64, unit: Option<Unit>) -> String {
        let label = unit_label(unit);
        match (unit, self.is_english()) {
            (None, _) => number.to_string(),
            (Some(_), true) => format!("{number} {}", label.english),
            (Some(_), false) => format!("{number}{}", label.chinese),
        }
    }

    /// A constant that the left side can never be.
    fn in_range(&mut self, left: &ast::Expr, kind: Type, value: &Expr, right: &ast::Expr) {
        let (Type::Int { low, high, .. }, Expr::Int(number, _)) = (kind, value) else { return };
        if (low..=high).contains(number) {
            return;
        }
        let written = left.span.of(self.text);
        let message = say!(
            "`{written}` 只能在 {low} 到 {high} 之间，不会是 {number}",
            "`{written}` is between {low} and {high} and never {number}"
        );
        let help = say!(
            "写一个 {low} 到 {high} 之间的数；这个数没有写错的话，到词汇里改 `{written}` 的范围",
            "write a number from {low} to {high}; if this one is right, widen the range of `{written}` in the vocabulary"
        );
        self.report(codes::OUT_OF_RANGE, right.span, message, help);
    }
}

/// The English name of a builtin function, if this is one.
pub(crate) fn builtin(name: &str) -> Option<&'static str> {
    let keyword = keywords::find(name)?;
    (keyword.place == keywords::Place::Function).then_some(keyword.english)
}

fn or(left: Expr, right: Expr) -> Expr {
    let mut parts = if let Expr::Or(parts) = left { parts.into_vec() } else { vec![left] };
    if let Expr::Or(more) = right {
        parts.extend(more)
    } else {
        parts.push(right)
    }
    Expr::Or(parts.into())
}
