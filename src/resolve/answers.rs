//! Resolves answers to policies and expands them into rules.

use crate::diagnostic::{Message, codes};
use crate::model::{
    Answer, AnswerCase, Argument, Classification, Expr, Layer, Origin, Parameter, ParameterKind, Policy, PolicyId,
    Rule, Stated, Tracks, Type,
};
use crate::resolve::citations::Citations;
use crate::resolve::context::Context;
use crate::resolve::expand::{expand_also, expand_effect, expand_expr};
use crate::resolve::mentions::Meaning;
use crate::resolve::rules::{Clauses, join};
use crate::resolve::simplify::conjoin;
use crate::resolve::values::ends_with_otherwise;
use crate::resolve::world::{Named, ValueName};
use crate::say;
use crate::syntax::ast::{self, Arg, ExprKind, Name};
use crate::syntax::keywords;
use crate::text::suggest::suggest;

impl Context<'_> {
    /// The policy of this name, if there is one; nothing is reported.
    pub fn policy_called(&self, name: Name) -> Option<PolicyId> {
        self.world.policy_names.get(self.of(name)).map(|index| PolicyId(*index))
    }

    /// The policy of this name, if it is for these tracks; what is wrong with it is reported.
    pub fn policy_named(&mut self, name: Name, tracks: Tracks) -> Option<PolicyId> {
        let written = self.of(name);
        let Some(index) = self.world.policy_names.get(written).copied() else {
            if let Some(diagnostic) = self.look_alike(name) {
                self.diagnostics.push(diagnostic);
                return None;
            }
            let known = self.world.policy_names.keys().map(|key| &**key);
            let near = suggest(written, known);
            let message = say!("没有叫 `{written}` 的政策", "no policy is called `{written}`");
            let other = say!(
                "政策的名称在 `docs/rules` 的“政策问题”里；本省自己的规定写成 `规则 标识 “名称” {{ … }}`",
                "policies are listed in `docs/rules`; a bureau's own requirement is a `rule id \"name\" {{ … }}`"
            );
            self.report_near(codes::UNKNOWN_NAME, name.0, message, &near, other);
            return None;
        };
        self.note(name, Meaning::Policy(PolicyId(index)), |spelling| {
            self.world.policy_names.get(spelling).map(|index| Meaning::Policy(PolicyId(*index)))
        });
        let policy = &self.world.policies[index as usize];
        if tracks.0 & !policy.tracks.0 != 0 {
            let (label, id) = (&policy.label, &policy.name);
            let (tracks_zh, tracks_en) =
                (self.tracks_named(policy.tracks, true), self.tracks_named(policy.tracks, false));
            let message = Message::new(
                format!("政策 `{label}` 只问{tracks_zh}，不能写在这里"),
                format!("policy `{id}` is for {tracks_en} only"),
            );
            let help = Message::new(
                format!("把这条答复移到 `适用于 {tracks_zh} {{ … }}` 里"),
                format!("move the answer into `for {tracks_en} {{ … }}`"),
            );
            self.report(codes::POLICY_NOT_FOR_TRACK, name.0, message, help);
            return None;
        }
        Some(PolicyId(index))
    }

    /// The labels or the names of some tracks.
    fn tracks_named(&self, tracks: Tracks, is_label: bool) -> String {
        let Some((_, of)) = self.world.track() else { return String::new() };
        let values = self.world.vocabulary.enums[of.index()].values.iter().enumerate();
        let named = values.filter(|(index, _)| tracks.holds(*index));
        let words: Vec<&str> = named.map(|(_, value)| if is_label { &*value.label } else { &*value.name }).collect();
        words.join(if is_label { "，" } else { ", " })
    }

    pub fn answer(&mut self, item: &ast::Answer, tracks: Tracks, citations: &Citations<'_>) -> Option<Answer> {
        let body = self.body(&item.clauses, Clauses::Answer, citations);
        let policy = self.policy_named(item.policy, tracks)?;
        let cases = match &item.value.kind {
            ExprKind::Cases(cases) => self.answer_cases(policy, &item.value, cases, citations)?,
            _ => vec![self.answer_case(policy, &item.value)?],
        };
        let is_unstated = cases.len() == 1 && cases[0].choice.is_none();
        let mut cites = body.cites;
        for cite in cases.iter().flat_map(|case| &case.cites) {
            if !cites.contains(cite) {
                cites.push(*cite);
            }
        }
        let notes = body.also.into_iter().filter_map(|also| match also {
            crate::model::Also::Note(text) => Some(text),
            _ => None,
        });
        Some(Answer {
            policy,
            tracks,
            place: self.place(item.span),
            stated: Some(Box::new(Stated {
                cases: if is_unstated { Box::default() } else { cases.into() },
                cites: cites.into(),
                disputed: body.disputed,
                notes: notes.collect(),
                effective: body.effective,
                closed: body.closed,
            })),
        })
    }

    fn answer_cases(
        &mut self,
        policy: PolicyId,
        expr: &ast::Expr,
        cases: &[ast::Case],
        citations: &Citations<'_>,
    ) -> Option<Vec<AnswerCase>> {
        let mut resolved = Vec::new();
        let mut is_complete = true;
        for case in cases {
            let answer = self.answer_case(policy, &case.value);
            let when = match &case.guard {
                Some(guard) => self.condition(guard).map(Some),
                None => Some(None),
            };
            match (answer, when) {
                (Some(answer), Some(when)) => {
                    let body = self.body(&case.clauses, Clauses::Answer, citations);
                    let (cites, disputed, closed) = (body.cites.into(), body.disputed, body.closed);
                    resolved.push(AnswerCase { when, cites, disputed, closed, ..answer });
                }
                _ => is_complete = false,
            }
        }
        if !ends_with_otherwise(cases) {
            self.no_otherwise(expr);
            return None;
        }
        is_complete.then_some(resolved)
    }

    fn answer_case(&mut self, policy: PolicyId, expr: &ast::Expr) -> Option<AnswerCase> {
        let (name, args): (Name, &[Arg]) = match &expr.kind {
            ExprKind::Reference(name) => (*name, &[]),
            ExprKind::Call(name, args) => (*name, args),
            _ => {
                let message = say!("答复要写成政策的一个选项", "an answer is one of the policy's choices");
                let help = self.choices_help(policy);
                self.report(codes::UNKNOWN_CHOICE, expr.span, message, help);
                return None;
            }
        };
        let written = self.of(name);
        if keywords::find(written).is_some_and(|keyword| keyword.english == "unstated") {
            return Some(AnswerCase {
                choice: None,
                arguments: Box::default(),
                when: None,
                cites: Box::default(),
                disputed: None,
                closed: None,
            });
        }
        let world = self.world;
        let found = &world.policies[policy.index()];
        let choice_called = |spelling: &str| {
            let is_it = |choice: &crate::model::Choice| &*choice.name == spelling || &*choice.label == spelling;
            found.choices.iter().position(is_it)
        };
        let Some(index) = choice_called(written) else {
            let spellings = found.choices.iter().flat_map(|choice| [&*choice.name, &*choice.label]);
            let near = suggest(written, spellings);
            let message = Message::new(
                format!("政策 `{}` 没有选项 `{written}`", found.label),
                format!("policy `{}` has no choice `{written}`", found.name),
            );
            if let Some(diagnostic) = self.look_alike(name) {
                self.diagnostics.push(diagnostic);
                return None;
            }
            let other = self.choices_help(policy);
            self.report_near(codes::UNKNOWN_CHOICE, name.0, message, &near, other);
            return None;
        };
        let meaning = |index: usize| Meaning::Choice(policy, crate::resolve::world::id16(index));
        self.note(name, meaning(index), |spelling| choice_called(spelling).map(meaning));
        let parameters = &found.choices[index].parameters;
        if parameters.len() != args.len() {
            let wanted: Vec<&str> = parameters.iter().map(|parameter| &*parameter.label).collect();
            let names: Vec<&str> = parameters.iter().map(|parameter| &*parameter.name).collect();
            let such: Vec<Message> = parameters.iter().map(|parameter| self.such_as(parameter.kind)).collect();
            let chinese: Vec<&str> = such.iter().map(|one| &*one.chinese).collect();
            let english: Vec<&str> = such.iter().map(|one| &*one.english).collect();
            let (count, given) = (parameters.len(), args.len());
            let message = if args.is_empty() {
                say!(
                    "选项 `{written}` 后面少了括号和里面的内容（{count} 项）",
                    "choice `{written}` lacks what stands in its brackets ({count} in all)"
                )
            } else {
                say!(
                    "选项 `{written}` 的括号里要写 {count} 项，这里写了 {given} 项",
                    "choice `{written}` takes {count} parts, {given} are given"
                )
            };
            let help = if parameters.is_empty() {
                say!("去掉括号，写成 `{written}`", "drop the brackets: `{written}`")
            } else {
                Message::new(
                    format!("括号里写{}，如 `{written}（{}）`", wanted.join("、"), chinese.join("，")),
                    format!("in the brackets stand {}, such as `{written}({})`", names.join(", "), english.join(", ")),
                )
            };
            self.report(codes::WRONG_ARGUMENTS, expr.span, message, help);
            return None;
        }
        let arguments: Vec<Option<Argument>> =
            parameters.iter().zip(args).map(|(parameter, arg)| self.argument(parameter, arg)).collect();
        let arguments = arguments.into_iter().collect::<Option<Vec<_>>>()?;
        Some(AnswerCase {
            choice: Some(crate::resolve::world::id16(index)),
            arguments: arguments.into(),
            when: None,
            cites: Box::default(),
            disputed: None,
            closed: None,
        })
    }

    /// An example of what is written for a parameter.
    fn such_as(&self, kind: ParameterKind) -> Message {
        match kind {
            ParameterKind::Obligation => say!("居住证（有效期内）", "residence_permit(unexpired)"),
            ParameterKind::Material => say!("居住证", "residence_permit"),
            ParameterKind::Condition => say!("主办者有公章", "sponsor.has_seal"),
            ParameterKind::Words => say!("“金融”", "\"金融\""),
            ParameterKind::Value(Type::Int { low, high, unit }) => {
                let label = crate::resolve::values::unit_label(unit);
                let number = if unit.is_some() { 18 } else { 1 }.clamp(low, high);
                match unit {
                    Some(_) => {
                        Message::new(format!("{number}{}", label.chinese), format!("{number} {}", label.english))
                    }
                    None => Message::new(number.to_string(), number.to_string()),
                }
            }
            ParameterKind::Value(Type::Enum(of) | Type::Set(of)) => {
                let first = self.world.vocabulary.enums[of.index()].values.first();
                first.map_or_else(|| say!("…", "…"), |value| Message::new(&*value.label, &*value.name))
            }
            ParameterKind::Value(Type::Date) => say!("2026年3月1日", "2026-03-01"),
            ParameterKind::Value(Type::Text | Type::Phone) => say!("“文字”", "\"text\""),
            ParameterKind::Value(Type::YesNo) => say!("是", "yes"),
        }
    }

    fn choices_help(&self, policy: PolicyId) -> Message {
        let policy: &Policy = &self.world.policies[policy.index()];
        let labels: Vec<&str> = policy.choices.iter().map(|choice| &*choice.label).collect();
        let names: Vec<&str> = policy.choices.iter().map(|choice| &*choice.name).collect();
        Message::new(
            format!("可以写：{}，或 未明确", labels.join("、")),
            format!("choices: {}, or unstated", names.join(", ")),
        )
    }

    fn argument(&mut self, parameter: &Parameter, arg: &Arg) -> Option<Argument> {
        let expr = &arg.value;
        match parameter.kind {
            ParameterKind::Obligation => {
                // Arguments may speak of the elements that the choice visits.
                Some(Argument::Obligation(self.free(|context| context.obligation(expr))?))
            }
            ParameterKind::Condition => Some(Argument::Condition(self.free(|context| context.condition(expr))?)),
            ParameterKind::Words => Some(Argument::Words(Box::new(self.word_set(expr)?))),
            ParameterKind::Material => self.material_argument(expr),
            ParameterKind::Value(Type::Set(of)) => Some(Argument::Values(of, self.values_of(of, expr)?.into())),
            ParameterKind::Value(Type::Enum(of)) => match &expr.kind {
                ExprKind::Reference(name) => match self.enum_value(of, *name)? {
                    ValueName::Value(value) => Some(Argument::Value(Expr::Value(of, value))),
                    ValueName::Group(_) => {
                        let message = say!("这里只能写一个取值，不能写一组", "one value stands here, not a group");
                        let help = say!("写其中一个取值", "write one of its values");
                        self.report(codes::WRONG_ARGUMENTS, expr.span, message, help);
                        None
                    }
                },
                _ => {
                    self.values_of(of, expr);
                    None
                }
            },
            ParameterKind::Value(kind) => {
                let (value, found) = self.value(expr, Some(kind))?;
                self.expect_type(expr, found, kind)?;
                self.argument_range(kind, found, &value, expr)?;
                Some(Argument::Value(value))
            }
        }
    }

    fn free<T>(&mut self, resolve: impl FnOnce(&mut Self) -> Option<T>) -> Option<T> {
        let before = std::mem::replace(&mut self.scope, crate::resolve::context::Scope::Free);
        let used = self.used_list.take();
        let value = resolve(self);
        (self.scope, self.used_list) = (before, used);
        value
    }

    fn material_argument(&mut self, expr: &ast::Expr) -> Option<Argument> {
        if let ExprKind::Reference(name) = &expr.kind {
            match self.find(*name) {
                Some(Named::Material(id)) => return Some(Argument::Material(id)),
                Some(_) => {}
                None => {
                    self.unknown_name(*name, say!("材料", "material"));
                    return None;
                }
            }
        }
        let message = say!("这里要写一种材料", "a material stands here");
        let help = say!("写材料的名称，如 `居住证`", "write the name of a material, such as `residence_permit`");
        self.report(codes::WRONG_KIND, expr.span, message, help);
        None
    }

    /// A number is in the unit and the range of what it is given for.
    pub fn argument_range(&mut self, kind: Type, found: Type, value: &Expr, expr: &ast::Expr) -> Option<()> {
        let (Type::Int { low, high, unit }, Type::Int { unit: other, .. }) = (kind, found) else { return Some(()) };
        if unit != other {
            let written = expr.span.of(self.text);
            let message = match (unit, other) {
                (Some(_), None) => say!("`{written}` 后面没有写单位", "`{written}` has no unit"),
                _ => say!("`{written}` 的单位不对", "`{written}` has the wrong unit"),
            };
            match &expr.kind {
                ExprKind::Number(number, given) => {
                    let wanted = crate::resolve::values::unit_label(unit);
                    let help = match unit {
                        Some(_) => Message::new(
                            format!("写成 `{number}{}`", wanted.chinese),
                            format!("write `{number} {}`", wanted.english),
                        ),
                        None => say!("这里不写单位：`{number}`", "no unit stands here: `{number}`"),
                    };
                    let fix = self.with_unit(*number, unit);
                    match given {
                        None => self.report_with_fix(codes::MISSING_UNIT, expr.span, message, help, (expr.span, &fix)),
                        Some(_) => self.report(codes::MISSING_UNIT, expr.span, message, help),
                    }
                }
                _ => {
                    let help = say!("写一个单位合适的数或事实", "write a number or a fact of the right unit");
                    self.report(codes::MISSING_UNIT, expr.span, message, help);
                }
            }
            return None;
        }
        if let Expr::Int(number, _) = value
            && !(low..=high).contains(number)
        {
            let message = say!("{number} 不在 {low} 到 {high} 之间", "{number} is not between {low} and {high}");
            let help = say!("检查这个数", "check the number");
            self.report(codes::OUT_OF_RANGE, expr.span, message, help);
            return None;
        }
        Some(())
    }

    /// Adds the rules and classifications that an answer makes.
    pub fn expand(&mut self, answer: &Answer, layer: &mut Layer) {
        let policy = &self.world.policies[answer.policy.index()];
        let mut before: Option<Expr> = None;
        for case in &answer.cases {
            let guard = match (&before, &case.when) {
                (None, when) => when.clone(),
                (Some(before), None) => Some(before.clone()),
                (Some(before), Some(when)) => Some(conjoin(before.clone(), when.clone())),
            };
            if let Some(choice) = case.choice.and_then(|index| policy.choices.get(index as usize)) {
                // The choice is always part of the id: dividing an answer into cases renames nothing.
                let prefix = format!("{}.{}", policy.name, choice.name);
                self.expand_choice(answer, case, choice, policy, guard.as_ref(), &prefix, layer);
            }
            if let Some(when) = &case.when {
                before = Some(join(before, when.clone().negated()));
            }
        }
    }

    #[allow(clippy::too_many_arguments, reason = "the parts of one expansion, used once")]
    fn expand_choice(
        &mut self,
        answer: &Answer,
        case: &AnswerCase,
        choice: &crate::model::Choice,
        policy: &Policy,
        guard: Option<&Expr>,
        prefix: &str,
        layer: &mut Layer,
    ) {
        for template in &choice.rules {
            let own = template.when.as_ref().map(|when| expand_expr(when, &case.arguments));
            let when = match (guard.cloned(), own) {
                (None, own) => own,
                (Some(guard), None) => Some(guard),
                (Some(guard), Some(own)) => Some(conjoin(guard, own)),
            };
            let local = match &template.name {
                Some(name) => format!("{prefix}.{name}"),
                None => prefix.to_owned(),
            };
            let name = self.rule_name(answer.tracks, &local, layer);
            let label = match &template.label {
                Some(label) => label.clone(),
                None => format!("{}：{}", policy.label, choice.label).into(),
            };
            layer.rules.push(Rule {
                name,
                label,
                tracks: answer.tracks,
                origin: Origin::Policy(answer.policy),
                for_each: template.for_each,
                when,
                effect: expand_effect(&template.effect, &case.arguments),
                also: template.also.iter().map(|also| expand_also(also, &case.arguments)).collect(),
                cites: if case.cites.is_empty() { answer.cites.clone() } else { case.cites.clone() },
                disputed: case.disputed.clone().or_else(|| answer.disputed.clone()),
                effective: answer.effective,
                closed: case.closed.clone().or_else(|| answer.closed.clone()),
                place: answer.place,
            });
        }
        for (derived, when, of, value) in &choice.classifications {
            let own = expand_expr(when, &case.arguments);
            let when = match guard {
                Some(guard) => guard.clone().and(own),
                None => own,
            };
            layer.classifications.push(Classification { derived: *derived, when, value: (*of, *value) });
        }
    }

    /// `unit.name`, with a number where an answer makes several rules of one name.
    fn rule_name(&self, tracks: Tracks, local: &str, layer: &Layer) -> Box<str> {
        let track = self.track_word(tracks);
        let name = format!("{track}.{local}");
        let taken = |name: &str| layer.rules.iter().rev().take(64).any(|rule| &*rule.name == name);
        if !taken(&name) {
            return name.into();
        }
        let numbered = (2..).map(|number| format!("{name}_{number}")).find(|name| !taken(name));
        numbered.unwrap_or(name).into()
    }

    /// The word for a set of tracks in rule ids: the track's id, or `all`.
    pub fn track_word(&self, tracks: Tracks) -> &str {
        let Some((_, of)) = self.world.track() else { return "all" };
        let values = &self.world.vocabulary.enums[of.index()].values;
        let mut named = values.iter().enumerate().filter(|(index, _)| tracks.holds(*index));
        match (named.next(), named.next()) {
            (Some((_, value)), None) => &value.name,
            _ => "all",
        }
    }
}
