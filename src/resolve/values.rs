//! Resolves expressions that stand for values, and finds their types.

use crate::diagnostic::{Message, codes};
use crate::model::{Cases, Expr, FactId, ListId, ParameterKind, Type, Unit, WordSet};
use crate::resolve::conditions::builtin;
use crate::resolve::context::{Context, Scope};
use crate::resolve::mentions::Meaning;
use crate::resolve::world::{AttributeName, Named, ValueName, World};
use crate::say;
use crate::syntax::ast::{self, ExprKind, Name, Operator};
use crate::syntax::keywords;

/// The type of counts and sums.
pub(crate) const COUNT: Type = Type::Int { low: 0, high: 1_000_000_000_000, unit: None };

impl Context<'_> {
    /// Resolves a value. `expected` lets a bare name be a value of that enum.
    pub fn value(&mut self, expr: &ast::Expr, expected: Option<Type>) -> Option<(Expr, Type)> {
        match &expr.kind {
            ExprKind::Number(number, unit) => {
                let kind = Type::Int { low: *number, high: *number, unit: *unit };
                Some((Expr::Int(*number, *unit), kind))
            }
            ExprKind::Date(date) => Some((Expr::Date((*date)?), Type::Date)),
            ExprKind::Text(text) => {
                let kind = if expected == Some(Type::Phone) { Type::Phone } else { Type::Text };
                Some((Expr::Text(self.string(*text)), kind))
            }
            ExprKind::Reference(name) => self.reference(*name, expected),
            ExprKind::Call(name, args) => self.call(expr, *name, args),
            ExprKind::Binary(operator @ (Operator::Plus | Operator::Minus), sides) => {
                self.sum(*operator, &sides.0, &sides.1)
            }
            ExprKind::Cases(cases) => self.cases(expr, cases, expected),
            ExprKind::Not(_) | ExprKind::Has(_) | ExprKind::Binary(..) => Some((self.condition(expr)?, Type::YesNo)),
            ExprKind::Missing => None,
            ExprKind::Index(..) | ExprKind::Tuple(_) => {
                let message = say!("这里应当是一个值", "one value stands here");
                let help = say!(
                    "几个取值要写在 `属于（…）` 里；对照表的行要写 `属于 表[…]`",
                    "several values stand in `in (…)`, a row of a table in `in TABLE[…]`"
                );
                self.report(codes::WRONG_KIND, expr.span, message, help);
                None
            }
        }
    }

    fn reference(&mut self, name: Name, expected: Option<Type>) -> Option<(Expr, Type)> {
        let written = self.of(name);
        let meaning = self.meaning(written, expected);
        if let Some(meaning) = meaning {
            self.note(name, meaning, |spelling| self.meaning(spelling, expected));
        }
        let named = match meaning {
            Some(Meaning::Parameter(index)) => return self.parameter_value(name, index),
            Some(Meaning::Attribute(attribute)) => return Some(self.attribute(name, attribute)),
            Some(Meaning::Value(of, ValueName::Value(value))) => {
                return Some((Expr::Value(of, value), Type::Enum(of)));
            }
            Some(Meaning::Named(named)) => Some(named),
            Some(Meaning::Value(..) | Meaning::AttributeOf(..) | Meaning::Policy(_) | Meaning::Choice(..)) | None => {
                None
            }
        };
        if expected == Some(Type::YesNo)
            && let Some(keyword) = keywords::find(written)
            && keyword.place == keywords::Place::Value
        {
            match keyword.english {
                "yes" => return Some((Expr::YesNo(true), Type::YesNo)),
                "no" => return Some((Expr::YesNo(false), Type::YesNo)),
                _ => {}
            }
        }
        match named {
            Some(Named::Fact(id)) => self.fact(name, id),
            Some(Named::Derived(id)) => self.derived(name, id),
            Some(Named::NotFact(id)) => {
                let (value, kind) = self.fact(name, id)?;
                Some((value.negated(), kind))
            }
            Some(Named::NotDerived(id)) => {
                let (value, kind) = self.derived(name, id)?;
                Some((value.negated(), kind))
            }
            Some(other) => {
                self.wrong_kind(name, other);
                None
            }
            None => {
                match expected {
                    Some(Type::Enum(of)) if !written.contains('.') => {
                        self.enum_value(of, name)?;
                    }
                    _ => self.unknown_name(name, say!("事实", "fact")),
                }
                None
            }
        }
    }

    /// What a bare name means where a value of this type is expected: the nearest comes first.
    fn meaning(&self, written: &str, expected: Option<Type>) -> Option<Meaning> {
        if let Some(index) = self.parameter(written) {
            return Some(Meaning::Parameter(index));
        }
        if self.material.is_some()
            && let Some(attribute) = self.world.attributes.get(written).copied()
        {
            return Some(Meaning::Attribute(attribute));
        }
        if let Some(Type::Enum(of)) = expected
            && let Some(value @ ValueName::Value(_)) = self.world.value(of, written)
        {
            return Some(Meaning::Value(of, value));
        }
        self.world.find(written).map(Meaning::Named)
    }

    fn parameter_value(&mut self, name: Name, index: u16) -> Option<(Expr, Type)> {
        let parameter = self.parameters.get(index as usize)?;
        match parameter.kind {
            ParameterKind::Value(kind) => Some((Expr::Parameter(index), kind)),
            ParameterKind::Condition => Some((Expr::Parameter(index), Type::YesNo)),
            ParameterKind::Words | ParameterKind::Material | ParameterKind::Obligation => {
                let message = say!("参数 `{}` 不是一个值", "parameter `{}` is not a value", parameter.label);
                let help = say!(
                    "材料和材料要求写在 `要求` 里，词表写在 `含有` 后面",
                    "materials and obligations stand in `require`, words behind `mentions`"
                );
                self.report(codes::WRONG_KIND, name.0, message, help);
                None
            }
        }
    }

    fn attribute(&mut self, name: Name, attribute: AttributeName) -> (Expr, Type) {
        let vocabulary = &self.world.vocabulary;
        match attribute {
            AttributeName::Attribute(id) => {
                if let Some(Some(material)) = self.material {
                    let material = &vocabulary.materials[material.index()];
                    if !material.attributes.contains(&id) {
                        self.unknown_attribute(name);
                    }
                }
                (Expr::Attribute(id), vocabulary.attributes[id.index()].kind)
            }
            AttributeName::Let(id) => (Expr::AttributeLet(id), Type::YesNo),
            AttributeName::NotLet(id) => (Expr::AttributeLet(id).negated(), Type::YesNo),
        }
    }

    fn unknown_attribute(&mut self, name: Name) {
        let Some(Some(material)) = self.material else { return };
        let vocabulary = &self.world.vocabulary;
        let material = &vocabulary.materials[material.index()];
        let attributes = material.attributes.iter().map(|id| &vocabulary.attributes[id.index()]);
        let (labels, names): (Vec<&str>, Vec<&str>) = attributes.map(|a| (&*a.label, &*a.name)).unzip();
        let written = self.of(name);
        let message = Message::new(
            format!("材料 `{}` 没有属性 `{written}`", material.label),
            format!("material `{}` has no attribute `{written}`", material.name),
        );
        let help = Message::new(
            format!("它有：{}；要增加属性，在材料的 `带有` 后面补上", labels.join("、")),
            format!("it has: {}; add others behind `with` in its declaration", names.join(", ")),
        );
        self.report(codes::UNKNOWN_ATTRIBUTE, name.0, message, help);
    }

    fn fact(&mut self, name: Name, id: FactId) -> Option<(Expr, Type)> {
        let fact = &self.world.vocabulary.facts[id.index()];
        let (list, kind) = (fact.list, fact.kind);
        self.check_scope(name, list)?;
        Some((Expr::Fact(id), kind))
    }

    fn derived(&mut self, name: Name, id: crate::model::DerivedId) -> Option<(Expr, Type)> {
        let derived = &self.world.vocabulary.derived[id.index()];
        let (list, kind) = (derived.list, derived.kind);
        self.check_scope(name, list)?;
        Some((Expr::Derived(id), kind))
    }

    /// An element fact needs its list's `for_each` or quantifier around it.
    fn check_scope(&mut self, name: Name, list: Option<ListId>) -> Option<()> {
        let Some(list) = list else { return Some(()) };
        match self.scope {
            Scope::Element(scope) if scope == list => Some(()),
            Scope::Free if self.used_list.is_none_or(|used| used == list) => {
                self.used_list = Some(list);
                Some(())
            }
            Scope::Application | Scope::Element(_) | Scope::Free => {
                let written = self.of(name);
                let list = &self.world.vocabulary.lists[list.index()];
                let message = Message::new(
                    format!("每个{}各有各的 `{written}`，这里不知道指哪一个", list.label),
                    format!("every `{}` has its own `{written}`; which one is meant here?", list.name),
                );
                let help = Message::new(
                    format!("在规则里加一行 `逐个 {}`，或写 `存在（{} 满足 …）`", list.label, list.label),
                    format!("add `for_each {0}` to the rule, or write `any({0} where …)`", list.name),
                );
                self.report(codes::ELEMENT_OUTSIDE_LIST, name.0, message, help);
                None
            }
        }
    }

    /// A name of the wrong kind where a value is wanted.
    fn wrong_kind(&mut self, name: Name, named: Named) {
        let written = self.of(name);
        if matches!(named, Named::Material(_) | Named::Bundle(_)) {
            let message =
                say!("`{written}` 是材料，条件里要写事实", "`{written}` is a material; conditions speak of facts");
            let help = say!(
                "要求提供材料写在 `要求` 里：`要求 {written}`；几项材料用 `任选其一（…）` 或 `全部提供（…）` 连接，不用 `或`、`且`",
                "ask for it in `require {written}`; join materials with `one_of(…)` or `all_of(…)`, not with `or` and `and`"
            );
            self.report(codes::MATERIAL_IN_CONDITION, name.0, message, help);
            return;
        }
        let what = match named {
            Named::Enum(_) => say!("枚举", "an enum"),
            Named::List(_) => say!("列表", "a list"),
            Named::Words(_) => say!("词表", "a word list"),
            Named::Table(_) => say!("对照表", "a table"),
            Named::Template(_) => say!("备注模板", "a template"),
            Named::Fact(_) | Named::Derived(_) | Named::NotFact(_) | Named::NotDerived(_) => say!("事实", "a fact"),
            Named::Material(_) | Named::Bundle(_) => say!("材料", "a material"),
        };
        let message = Message::new(
            format!("`{written}` 是{}，这里要写事实", what.chinese),
            format!("`{written}` is {}; a fact stands here", what.english),
        );
        let help = say!(
            "词表写在 `含有` 后面，列表写在 `个数（…）` 里，模板写在 `备注写明（…）` 里",
            "words stand behind `mentions`, lists in `count(…)`, templates in `remark(…)`"
        );
        self.report(codes::WRONG_KIND, name.0, message, help);
    }

    fn call(&mut self, expr: &ast::Expr, name: Name, args: &[ast::Arg]) -> Option<(Expr, Type)> {
        args.iter().for_each(|arg| self.no_otherwise_here(arg));
        self.plain_arguments(name, args)?;
        let written = self.of(name);
        let Some(function) = builtin(written) else {
            match self.world.find(written) {
                Some(named) => self.wrong_kind(name, named),
                None => self.unknown_name(name, say!("函数或材料", "function or material")),
            }
            return None;
        };
        match function {
            "any" | "all" | "count" => self.quantifier(expr, function, args),
            "count_distinct" => {
                let values = self.spread(expr, args, None)?;
                Some((Expr::CountDistinct(values.into()), COUNT))
            }
            "distinct_mobiles" => {
                let values = self.spread(expr, args, Some(Type::Phone))?;
                Some((Expr::DistinctMobiles(values.into()), COUNT))
            }
            "char_count" => Some((Expr::CharCount(Box::new(self.one_text(expr, args)?)), COUNT)),
            "han_count" => Some((Expr::HanCount(Box::new(self.one_text(expr, args)?)), COUNT)),
            "only_latin" => Some((Expr::OnlyLatin(Box::new(self.one_text(expr, args)?)), Type::YesNo)),
            "only_digits" => Some((Expr::OnlyDigits(Box::new(self.one_text(expr, args)?)), Type::YesNo)),
            "same_as_record" => self.same_as_record(expr, args),
            "remaining" => {
                let message = say!("剩余有效期要和期限比较", "`remaining` is compared with a duration");
                let help = say!(
                    "如 `剩余有效期（域名到期日） 超过 3个月`",
                    "such as `remaining(domain.expires_on) > 3 months`"
                );
                self.report(codes::WRONG_ARGUMENTS, expr.span, message, help);
                None
            }
            _ => {
                let message = say!(
                    "`{written}` 是对材料的要求，不能写在条件里",
                    "`{written}` is an obligation and cannot stand in a condition"
                );
                let help = say!(
                    "把它写在 `要求` 后面；条件之间用 `或`、`且`",
                    "write it behind `require`; join conditions with `or` and `and`"
                );
                self.report(codes::WRONG_KIND, expr.span, message, help);
                None
            }
        }
    }

    /// `where` follows a list, `when` a part of an obligation; nothing else in brackets takes either.
    fn plain_arguments(&mut self, name: Name, args: &[ast::Arg]) -> Option<()> {
        let takes_where = matches!(builtin(self.of(name)), Some("any" | "all" | "count"));
        let extra = args.iter().find_map(|arg| arg.guard.as_ref().or(arg.filter.as_ref().filter(|_| !takes_where)));
        let Some(extra) = extra else { return Some(()) };
        let message = say!("这里不能带 `当` 或 `满足`", "neither `when` nor `where` stands here");
        let help = say!(
            "`满足` 只跟在 `存在`、`全部`、`个数` 的列表后面；其他条件写成规则的 `当`",
            "`where` follows the list of `any`, `all` and `count`; other conditions are the rule's `when`"
        );
        self.report(codes::WRONG_ARGUMENTS, extra.span, message, help);
        None
    }

    fn quantifier(&mut self, expr: &ast::Expr, function: &str, args: &[ast::Arg]) -> Option<(Expr, Type)> {
        if self.in_quantifier {
            let message = say!("`存在`、`全部`、`个数` 里面不能再套一个", "quantifiers are not nested");
            let help = say!(
                "把里面的部分用 `定义` 起个名字，或拆成两条规则",
                "name the inner part with `let`, or write two rules"
            );
            self.report(codes::NESTED_QUANTIFIER, expr.span, message, help);
            return None;
        }
        let help =
            say!("如 `存在（域名 满足 域名在境外注册）`", "such as `any(domain where domain.registrar_overseas)`");
        let [arg] = args else {
            let message = say!("括号里要写一个列表", "one list stands in the brackets");
            self.report(codes::WRONG_ARGUMENTS, expr.span, message, help);
            return None;
        };
        let ExprKind::Reference(list_name) = &arg.value.kind else {
            let message = say!("括号里先写列表的名称", "the name of a list comes first");
            self.report(codes::WRONG_ARGUMENTS, arg.value.span, message, help);
            return None;
        };
        let list = self.list(*list_name)?;
        let before = (self.scope, self.in_quantifier);
        (self.scope, self.in_quantifier) = (Scope::Element(list), true);
        let filter = arg.filter.as_ref().map(|filter| self.condition(filter));
        (self.scope, self.in_quantifier) = before;
        let filter = match filter {
            Some(filter) => Some(filter?),
            None => None,
        };
        match (function, filter) {
            ("count", filter) => Some((Expr::Count(list, filter.map(Box::new)), COUNT)),
            ("any", Some(filter)) => Some((Expr::Any(list, Box::new(filter)), Type::YesNo)),
            ("all", Some(filter)) => Some((Expr::All(list, Box::new(filter)), Type::YesNo)),
            _ => {
                let message = say!("少了 `满足` 和条件", "`where` and a condition are missing");
                self.report(codes::WRONG_ARGUMENTS, expr.span, message, help);
                None
            }
        }
    }

    /// Facts whose values are counted; an element fact outside its list stands for all its values.
    fn spread(&mut self, expr: &ast::Expr, args: &[ast::Arg], only: Option<Type>) -> Option<Vec<Expr>> {
        let values = self.spread_any(expr, args)?;
        let mut first = only;
        for ((_, kind), arg) in values.iter().zip(args) {
            if let Some(wanted) = first
                && std::mem::discriminant(&wanted) != std::mem::discriminant(kind)
            {
                self.expect_type(&arg.value, *kind, wanted)?;
            }
            first = first.or(Some(*kind));
        }
        Some(values.into_iter().map(|(value, _)| value).collect())
    }

    fn spread_any(&mut self, expr: &ast::Expr, args: &[ast::Arg]) -> Option<Vec<(Expr, Type)>> {
        if args.is_empty() {
            let message = say!("括号里要写事实", "facts stand in the brackets");
            let help = say!(
                "如 `不同个数（域名前缀，已备案域名前缀）`",
                "such as `count_distinct(domain.label, filed_domain.label)`"
            );
            self.report(codes::WRONG_ARGUMENTS, expr.span, message, help);
            return None;
        }
        let mut values = Vec::new();
        for arg in args {
            let ExprKind::Reference(name) = &arg.value.kind else {
                let message = say!("这里只能写事实的名称", "only names of facts stand here");
                let help = say!("如 `主体联系方式1`", "such as `subject_resp.phone`");
                self.report(codes::WRONG_ARGUMENTS, arg.value.span, message, help);
                return None;
            };
            let (value, kind) = match self.find(*name) {
                Some(Named::Fact(id)) => (Expr::Fact(id), self.world.vocabulary.facts[id.index()].kind),
                _ => self.reference(*name, None)?,
            };
            values.push((value, kind));
        }
        Some(values)
    }

    fn one_text(&mut self, expr: &ast::Expr, args: &[ast::Arg]) -> Option<Expr> {
        let [arg] = args else {
            let message = say!("括号里写一个文本", "one text stands in the brackets");
            let help = say!("如 `汉字数（网站名称） 至少 3`", "such as `han_count(site.name) >= 3`");
            self.report(codes::WRONG_ARGUMENTS, expr.span, message, help);
            return None;
        };
        let (value, kind) = self.value(&arg.value, Some(Type::Text))?;
        self.expect_type(&arg.value, kind, Type::Text)?;
        Some(value)
    }

    fn same_as_record(&mut self, expr: &ast::Expr, args: &[ast::Arg]) -> Option<(Expr, Type)> {
        let facts = self.spread_any(expr, args)?;
        let mut pairs = Vec::new();
        for ((fact, _), arg) in facts.iter().zip(args) {
            let Expr::Fact(id) = fact else { continue };
            let fact = &self.world.vocabulary.facts[id.index()];
            if let (list, ExprKind::Reference(name)) = (fact.list, &arg.value.kind) {
                self.check_scope(*name, list)?;
            }
            let mirror = format!("history.record.{}", fact.path);
            match self.world.vocabulary.fact_by_path(&mirror) {
                Some(record) => pairs.push((*id, record)),
                None => {
                    let message = say!("备案库里没有登记 `{}`", "the record does not hold `{}`", fact.path);
                    let help = say!("在词汇里声明 `{mirror}`", "declare `{mirror}` in the vocabulary");
                    self.report(codes::MISSING_FACT, arg.value.span, message, help);
                }
            }
        }
        (pairs.len() == args.len()).then_some((Expr::SameAsRecord(pairs.into()), Type::YesNo))
    }

    fn sum(&mut self, operator: Operator, left: &ast::Expr, right: &ast::Expr) -> Option<(Expr, Type)> {
        let (left_value, kind) = self.value(left, None)?;
        match (kind, &right.kind) {
            (Type::Date, ExprKind::Number(amount, Some(unit @ (Unit::Months | Unit::Days | Unit::Workdays)))) => {
                let amount = if operator == Operator::Minus { -amount } else { *amount };
                Some((Expr::Shift(Box::new(left_value), amount, *unit), Type::Date))
            }
            (Type::Date, _) => {
                let message = say!("日期只能加减期限", "a date moves by a duration");
                let help = say!("如 `提交日期 + 3个月`", "such as `filing.submitted_on + 3 months`");
                self.report(codes::TYPE_MISMATCH, right.span, message, help);
                None
            }
            (Type::Int { unit, .. }, _) => {
                let (right_value, right_kind) = self.value(right, Some(kind))?;
                let Type::Int { unit: other, .. } = right_kind else {
                    self.expect_type(right, right_kind, COUNT)?;
                    return None;
                };
                if unit != other {
                    let message = say!("单位不同的数不能相加减", "numbers of different units are not added");
                    let help = say!("两边写同一个单位", "write the same unit on both sides");
                    self.report(codes::MISSING_UNIT, right.span, message, help);
                    return None;
                }
                let sides = Box::new((left_value, right_value));
                let sum = if operator == Operator::Plus { Expr::Add(sides) } else { Expr::Subtract(sides) };
                let high = 1_000_000_000_000;
                Some((sum, Type::Int { low: if operator == Operator::Plus { 0 } else { -high }, high, unit }))
            }
            _ => {
                self.expect_type(left, kind, COUNT)?;
                None
            }
        }
    }

    fn cases(&mut self, expr: &ast::Expr, cases: &[ast::Case], expected: Option<Type>) -> Option<(Expr, Type)> {
        let mut arms = Vec::new();
        let mut otherwise = None;
        let mut kind = expected;
        for case in cases {
            let (value, value_kind) = self.value(&case.value, kind)?;
            if let Some(wanted) = kind {
                self.expect_type(&case.value, value_kind, wanted)?;
            }
            kind = kind.or(Some(value_kind));
            match &case.guard {
                Some(guard) => arms.push((self.condition(guard)?, value)),
                None => otherwise = Some(value),
            }
        }
        let Some(otherwise) = otherwise.filter(|_| ends_with_otherwise(cases)) else {
            self.no_otherwise(expr);
            return None;
        };
        Some((Expr::Cases(Box::new(Cases { cases: arms.into(), otherwise })), kind?))
    }

    pub fn no_otherwise(&mut self, expr: &ast::Expr) {
        let message = say!("`按序取一` 的最后一行要写 `否则 …`", "the last line of `first_match` is `otherwise …`");
        let help = say!(
            "在 `}}` 前面加一行 `否则 …`，写其余情况怎样；页面没有说的写 `否则 未明确`",
            "add a line `otherwise …` before `}}` for all other cases; what the page does not say is `otherwise unstated`"
        );
        self.report(codes::INCOMPLETE_CASES, expr.span, message, help);
    }

    /// Word lists, texts, tables keyed by text, and sums and differences of these.
    pub fn word_set(&mut self, expr: &ast::Expr) -> Option<WordSet> {
        let mut words = WordSet::default();
        self.collect_words(expr, false, &mut words)?;
        Some(words)
    }

    fn collect_words(&mut self, expr: &ast::Expr, except: bool, words: &mut WordSet) -> Option<()> {
        match &expr.kind {
            ExprKind::Text(text) => {
                let literal = self.string(*text);
                if except {
                    words.except_literals.push(literal)
                } else {
                    words.literals.push(literal)
                }
                Some(())
            }
            ExprKind::Tuple(items) => items.iter().try_for_each(|item| self.collect_words(item, except, words)),
            ExprKind::Binary(operator @ (Operator::Plus | Operator::Minus), sides) => {
                self.collect_words(&sides.0, except, words)?;
                self.collect_words(&sides.1, except != (*operator == Operator::Minus), words)
            }
            ExprKind::Reference(name) => {
                let written = self.of(*name);
                if let Some(index) = self.parameter_named(*name)
                    && self.parameters.get(index as usize).is_some_and(|p| p.kind == ParameterKind::Words)
                {
                    if except {
                        let message = say!("参数不能从词表里减去", "a parameter is not taken away from words");
                        let help = say!("把 `{written}` 写在最前面", "write `{written}` first");
                        self.report(codes::WRONG_KIND, name.0, message, help);
                        return None;
                    }
                    words.parameters.push(index);
                    return Some(());
                }
                match self.find(*name) {
                    Some(Named::Words(id)) if except => words.except.push(id),
                    Some(Named::Words(id)) => words.lists.push(id),
                    Some(Named::Table(id)) if !except => words.tables.push(id),
                    Some(_) => {
                        let message = say!("`{written}` 不是词表", "`{written}` is not a word list");
                        let help = say!(
                            "写一个词表、引号里的词，或几个词 `（\"甲\"，\"乙\"）`",
                            "write a word list, a text, or several texts in brackets"
                        );
                        self.report(codes::WRONG_KIND, name.0, message, help);
                        return None;
                    }
                    None => {
                        self.unknown_name(*name, say!("词表", "word list"));
                        return None;
                    }
                }
                Some(())
            }
            _ => {
                let message = say!("这里要写词表或引号里的词", "a word list or a text stands here");
                let help = say!(
                    "如 `含有 \"金融\"` 或 `含有 上海金融词`",
                    "such as `mentions \"金融\"` or `mentions finance_sh`"
                );
                self.report(codes::WRONG_KIND, expr.span, message, help);
                None
            }
        }
    }

    /// The expression is of this type, or a diagnostic says what it is.
    pub fn expect_type(&mut self, expr: &ast::Expr, found: Type, wanted: Type) -> Option<()> {
        let fits = match (found, wanted) {
            (Type::Int { .. }, Type::Int { .. }) | (Type::Phone, Type::Text) => true,
            _ => found == wanted,
        };
        if fits {
            return Some(());
        }
        if self.needless_quotes(expr, wanted) {
            return None;
        }
        let help = self.write_instead(wanted);
        let (found, wanted) = (describe(self.world, found), describe(self.world, wanted));
        let written = expr.span.of(self.text);
        let message = Message::new(
            format!("`{written}` 是{}，这里要{}", found.chinese, wanted.chinese),
            format!("`{written}` is {}, but {} is needed here", found.english, wanted.english),
        );
        self.report(codes::TYPE_MISMATCH, expr.span, message, help);
        None
    }

    /// A name, a number or a date in quotation marks where it stands for itself.
    fn needless_quotes(&mut self, expr: &ast::Expr, wanted: Type) -> bool {
        let ExprKind::Text(text) = &expr.kind else { return false };
        let inside = text.of(self.text).trim();
        let is_meant = match wanted {
            Type::Enum(of) | Type::Set(of) => self.world.value(of, inside).is_some(),
            Type::Int { .. } => inside.starts_with(|letter: char| letter.is_ascii_digit()) && is_quantity(inside),
            Type::Date => crate::text::Date::read(inside).is_some(),
            Type::YesNo | Type::Text | Type::Phone => false,
        };
        if is_meant {
            let message = say!("`{inside}` 在这里不加引号", "`{inside}` stands here without quotation marks");
            self.drop_quotes(expr.span, inside, message);
        }
        is_meant
    }

    /// A fact in quotation marks on the left of a comparison.
    pub fn quoted_fact(&mut self, expr: &ast::Expr) -> bool {
        let ExprKind::Text(text) = &expr.kind else { return false };
        let inside = text.of(self.text).trim();
        let named = self.world.find(inside);
        let is_fact =
            matches!(named, Some(Named::Fact(_) | Named::Derived(_) | Named::NotFact(_) | Named::NotDerived(_)));
        if is_fact {
            let message = say!("`{inside}` 是事实，名称不加引号", "`{inside}` is a fact and takes no quotation marks");
            self.drop_quotes(expr.span, inside, message);
        }
        is_fact
    }

    fn drop_quotes(&mut self, place: crate::text::Span, inside: &str, message: Message) {
        let help = say!(
            "去掉引号，写成 `{inside}`；引号里只写要一字不差的文字",
            "write `{inside}`; only texts stand in quotation marks"
        );
        self.report_with_fix(codes::TYPE_MISMATCH, place, message, help, (place, inside));
    }

    /// How a value of this type is written.
    fn write_instead(&self, wanted: Type) -> Message {
        match wanted {
            Type::YesNo => say!("写 `是`、`否`，或一个能回答“是”或“否”的事实", "write `yes`, `no` or a yes-or-no fact"),
            Type::Int { .. } => say!("写一个数或一个数值的事实，不加引号", "write a number or a fact that is one"),
            Type::Date => say!(
                "日期写成 `2026-03-01` 或 `2026年3月1日`，或写一个日期的事实",
                "write a date such as `2026-03-01`, or a fact that is one"
            ),
            Type::Text => {
                say!("写引号里的文字，或一个文本的事实", "write a text in quotation marks or a fact that is one")
            }
            Type::Phone => {
                say!("写引号里的号码，或一个号码的事实", "write a number in quotation marks or a fact that is one")
            }
            Type::Enum(of) | Type::Set(of) => {
                let values = &self.world.vocabulary.enums[of.index()].values;
                let labels: Vec<&str> = values.iter().take(6).map(|value| &*value.label).collect();
                let names: Vec<&str> = values.iter().take(6).map(|value| &*value.name).collect();
                Message::new(
                    format!("写它的一个取值，不加引号，如 {}", labels.join("、")),
                    format!("write one of its values without quotation marks, such as {}", names.join(", ")),
                )
            }
        }
    }
}

/// Whether the last case, and only the last, holds for the rest.
pub(crate) fn ends_with_otherwise(cases: &[ast::Case]) -> bool {
    let Some((last, before)) = cases.split_last() else { return false };
    last.guard.is_none() && before.iter().all(|case| case.guard.is_some())
}

/// What a type is called when speaking to a person.
pub(crate) fn describe(world: &World, kind: Type) -> Message {
    match kind {
        Type::YesNo => say!("是否判断", "a yes-or-no fact"),
        Type::Int { .. } => say!("数", "a number"),
        Type::Date => say!("日期", "a date"),
        Type::Text => say!("文本", "a text"),
        Type::Phone => say!("号码", "a phone number"),
        Type::Enum(of) => {
            let label = world.enum_label(of);
            let name = &world.vocabulary.enums[of.index()].name;
            Message::new(format!("`{label}`的取值"), format!("a value of `{name}`"))
        }
        Type::Set(of) => {
            let label = world.enum_label(of);
            let name = &world.vocabulary.enums[of.index()].name;
            Message::new(format!("一组`{label}`"), format!("a set of `{name}`"))
        }
    }
}

/// `18岁`, `3 months`, `2`.
fn is_quantity(text: &str) -> bool {
    let unit = text.trim_start_matches(|letter: char| letter.is_ascii_digit()).trim();
    unit.is_empty() || keywords::find(unit).is_some_and(|keyword| keyword.place == keywords::Place::Unit)
}

/// What a unit is called.
pub(crate) fn unit_label(unit: Option<Unit>) -> Message {
    match unit {
        None => say!("个", "no unit"),
        Some(Unit::Years) => say!("岁", "years"),
        Some(Unit::Months) => say!("个月", "months"),
        Some(Unit::Days) => say!("天", "days"),
        Some(Unit::Workdays) => say!("个工作日", "workdays"),
        Some(Unit::Hours) => say!("小时", "hours"),
    }
}

#[cfg(test)]
mod tests {
    use crate::resolve::testing::{check_shared, check_unit};

    #[test]
    fn all_cases_are_of_one_type() {
        assert_eq!(
            check_shared("let x \"甲\" as kinds = first_match { unit when sponsor.age > 18 years otherwise 5 }"),
            "E0402 5\n"
        );
    }

    #[test]
    fn a_let_of_cases_is_a_number_where_one_of_them_is() {
        let cases = |last: &str| {
            format!("let x \"甲\" = first_match {{ count(site) when sponsor.age > 9 years otherwise {last} }}")
        };
        assert_eq!(check_shared(&cases("0")), "");
        assert_eq!(check_shared(&cases("2018-01-01")), "E0402 2018-01-01\n");
    }

    #[test]
    fn otherwise_comes_last() {
        let middle = "let x \"甲\" as kinds = first_match { otherwise unit individual when sponsor.age > 9 years otherwise unit }";
        assert!(check_shared(middle).starts_with("E0414"), "{}", check_shared(middle));
        let middle = check_unit("ask: first_match { otherwise nothing otherwise nothing }");
        assert!(middle.starts_with("E0414"), "{middle}");
    }

    #[test]
    fn guards_in_brackets_are_not_lost() {
        let lost = |condition: &str| check_unit(&format!("rule x \"甲\" {{ when {condition} forbid }}"));
        assert!(lost("count_distinct(sponsor.age when has sponsor.remark) > 1").starts_with("E0407"));
        assert!(lost("any(site where site.name mentions bad when has sponsor.remark)").starts_with("E0407"));
        assert!(lost("sponsor.age in ()").starts_with("E0407"));
    }

    #[test]
    fn constants_on_either_side_are_in_range() {
        assert!(check_unit("rule x \"甲\" { when 200 years < sponsor.age forbid }").starts_with("E0404"));
        assert!(check_unit("rule x \"甲\" { when sponsor.age in (7 years, 200 years) forbid }").starts_with("E0404"));
    }
}
