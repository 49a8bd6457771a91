//! Resolves policies: their tracks, choices, parameters and rule templates.

use crate::diagnostic::{Diagnostic, codes};
use crate::model::{Choice, ChoiceClassification, ChoiceRule, Effect, Parameter, ParameterKind, Policy, Tracks, Type};
use crate::resolve::Parsed;
use crate::resolve::citations::Citations;
use crate::resolve::context::Context;
use crate::resolve::declare::malformed_id;
use crate::resolve::rules::{Body, Clauses};
use crate::resolve::world::{Named, ValueName, World, id32};
use crate::say;
use crate::syntax::ast::{self, Item, Name, TypeKind};
use crate::text::Span;

/// Adds the policies of all files to the world.
pub(crate) fn declare_policies(world: &mut World, files: &[Parsed<'_>], diagnostics: &mut Vec<Diagnostic>) {
    for file in files {
        for item in &file.tree.items {
            let Item::Policy(item) = item else { continue };
            if let Some(diagnostic) = malformed_id(file, item.name) {
                diagnostics.push(diagnostic);
                continue;
            }
            let mut context = Context::new(world, file);
            let policy = context.policy(item, file);
            diagnostics.append(&mut context.diagnostics);
            let id = id32(world.policies.len());
            let spellings = [(&policy.name, item.name.0), (&policy.label, item.label.0)];
            let taken = spellings.iter().find(|(spelling, _)| world.policy_names.contains_key(*spelling));
            if let Some((spelling, span)) = taken {
                let message = say!("已经有一个政策叫 `{spelling}`", "another policy is called `{spelling}`");
                let help = say!("换一个名称", "choose another name");
                diagnostics.push(Diagnostic::new(codes::DUPLICATE_NAME, file.id, *span, message).help(help));
                continue;
            }
            world.policy_names.insert(policy.name.clone(), id);
            world.policy_names.insert(policy.label.clone(), id);
            world.policies.push(policy);
        }
    }
}

impl Context<'_> {
    fn policy(&mut self, item: &ast::Policy, file: &Parsed<'_>) -> Policy {
        let tracks = self.tracks(&item.tracks);
        let mut choices: Vec<Choice> = Vec::new();
        for choice in &item.choices {
            let resolved = self.choice(choice, file);
            if choices.iter().any(|other| other.name == resolved.name || other.label == resolved.label) {
                let (label, name) = (&resolved.label, &resolved.name);
                let message = say!("这个政策已经有选项 `{label}`", "this policy already has a choice `{name}`");
                let help = say!("换一个名称", "choose another name");
                self.report(codes::DUPLICATE_NAME, choice.name.0, message, help);
                continue;
            }
            choices.push(resolved);
        }
        let (name, label) = (file.name(item.name), file.string(item.label));
        Policy { name, label, tracks, choices, place: file.place(item.name.0) }
    }

    /// The bit set of the named tracks.
    pub fn tracks(&mut self, names: &[Name]) -> Tracks {
        let Some((_, of)) = self.world.track() else {
            if let Some(name) = names.first() {
                let message = say!("词汇里没有 `sponsor.track`", "the vocabulary has no `sponsor.track`");
                let help =
                    say!("用 `定义 sponsor.track … 作为 …` 声明备案性质", "declare it with `let sponsor.track … as …`");
                self.report(codes::MISSING_FACT, name.0, message, help);
            }
            return Tracks::default();
        };
        let mut tracks = Tracks::default();
        for name in names {
            match self.enum_value(of, *name) {
                Some(ValueName::Value(value)) => tracks = tracks.with(value as usize),
                Some(ValueName::Group(group)) => {
                    let members = &self.world.vocabulary.enums[of.index()].groups[group as usize].members;
                    tracks = members.iter().fold(tracks, |tracks, value| tracks.with(*value as usize));
                }
                None => {}
            }
        }
        tracks
    }

    fn choice(&mut self, choice: &ast::Choice, file: &Parsed<'_>) -> Choice {
        self.diagnostics.extend(malformed_id(file, choice.name));
        let mut parameters: Vec<Parameter> = Vec::new();
        for parameter in &choice.parameters {
            self.diagnostics.extend(malformed_id(file, parameter.name));
            if let Some(kind) = self.parameter_kind(parameter.kind) {
                parameters.push(Parameter {
                    name: file.name(parameter.name),
                    label: file.string(parameter.label),
                    kind,
                });
            }
        }
        let mut inner = Context::new(self.world, file);
        inner.parameters = &parameters;
        let (rules, classifications) = inner.choice_rules(choice, file);
        self.diagnostics.append(&mut inner.diagnostics);
        let (name, label) = (file.name(choice.name), file.string(choice.label));
        Choice { name, label, parameters, rules, classifications }
    }

    fn parameter_kind(&mut self, kind: ast::Type) -> Option<ParameterKind> {
        Some(match kind.kind {
            TypeKind::Obligation => ParameterKind::Obligation,
            TypeKind::Condition => ParameterKind::Condition,
            TypeKind::Material => ParameterKind::Material,
            TypeKind::Words => ParameterKind::Words,
            TypeKind::YesNo
            | TypeKind::Int { .. }
            | TypeKind::Date
            | TypeKind::Text
            | TypeKind::Phone
            | TypeKind::SetOf(_)
            | TypeKind::Named(_) => ParameterKind::Value(self.value_type(kind)?),
        })
    }

    /// A type of values; types that only parameters have give `None` without a diagnostic.
    pub fn value_type(&mut self, kind: ast::Type) -> Option<Type> {
        Some(match kind.kind {
            TypeKind::YesNo => Type::YesNo,
            TypeKind::Date => Type::Date,
            TypeKind::Text => Type::Text,
            TypeKind::Phone => Type::Phone,
            TypeKind::Int { low, high, unit } => {
                if low > high {
                    let message = say!("范围 {low}..{high} 是空的", "the range {low}..{high} is empty");
                    let help = say!("小的数写在前面", "the smaller number comes first");
                    self.report(codes::EMPTY_RANGE, kind.span, message, help);
                    return None;
                }
                Type::Int { low, high, unit }
            }
            TypeKind::Named(name) => Type::Enum(self.enum_named(name)?),
            TypeKind::SetOf(name) => Type::Set(self.enum_named(name)?),
            TypeKind::Obligation | TypeKind::Condition | TypeKind::Material | TypeKind::Words => return None,
        })
    }

    fn enum_named(&mut self, name: Name) -> Option<crate::model::EnumId> {
        match self.find(name) {
            Some(Named::Enum(id)) => Some(id),
            Some(_) => {
                let written = self.of(name);
                let message = say!("`{written}` 不是枚举", "`{written}` is not an enum");
                let help = say!(
                    "类型写 `是否`、`文本`、`日期` 或一个枚举的标识",
                    "a type is `yes_no`, `text`, `date` or an enum"
                );
                self.report(codes::WRONG_KIND, name.0, message, help);
                None
            }
            None => {
                self.unknown_name(name, say!("类型或枚举", "type or enum"));
                None
            }
        }
    }

    fn choice_rules(
        &mut self,
        choice: &ast::Choice,
        file: &Parsed<'_>,
    ) -> (Vec<ChoiceRule>, Vec<ChoiceClassification>) {
        let citations = Citations::new(&[], &[], 0);
        let mut rules = Vec::new();
        let mut classifications = Vec::new();
        if !choice.clauses.is_empty() {
            let body = self.body(&choice.clauses, Clauses::Choice, &citations);
            self.classified(&body, choice.name.0, &mut classifications);
            rules.extend(choice_rule(None, body));
        }
        for rule in &choice.rules {
            self.diagnostics.extend(malformed_id(file, rule.name));
            let body = self.body(&rule.clauses, Clauses::Choice, &citations);
            self.classified(&body, rule.span, &mut classifications);
            rules.extend(choice_rule(Some((file.name(rule.name), file.string(rule.label))), body));
        }
        (rules, classifications)
    }

    fn classified(&mut self, body: &Body, span: Span, classifications: &mut Vec<ChoiceClassification>) {
        for (fact, value) in &body.classify {
            let Some(Named::Derived(derived)) = self.find(*fact) else {
                let written = self.of(*fact);
                let message = say!("`{written}` 不是用 `定义` 声明的", "`{written}` is not declared with `let`");
                let help =
                    say!("只有 `定义 … 作为 …` 的事实可以归类", "only a derived fact with an enum is classified");
                self.report(codes::WRONG_KIND, fact.0, message, help);
                continue;
            };
            let Type::Enum(of) = self.world.vocabulary.derived[derived.index()].kind else {
                let message = say!("只有取值是枚举的定义可以归类", "only a derived fact with an enum is classified");
                let help = say!("在定义里写 `作为 枚举名`", "declare it with `as ENUM`");
                self.report(codes::WRONG_KIND, fact.0, message, help);
                continue;
            };
            let Some(ValueName::Value(value)) = self.enum_value(of, *value) else { continue };
            let Some(when) = body.when.clone() else {
                let message = say!("`归为` 要有 `当`", "`classify` needs a `when`");
                let help =
                    say!("加一行 `当 …`，说明哪些申请归为这一类", "add `when …`: which applications are classified so");
                self.report(codes::UNGUARDED_CLASSIFY, span, message, help);
                continue;
            };
            classifications.push((derived, when, of, value));
        }
    }
}

fn choice_rule(name: Option<(Box<str>, Box<str>)>, body: Body) -> Option<ChoiceRule> {
    let does_nothing = body.effect == Effect::None && body.also.is_empty();
    if body.is_broken || does_nothing {
        return None;
    }
    let (name, label) = name.unzip();
    Some(ChoiceRule { name, label, for_each: body.for_each, when: body.when, effect: body.effect, also: body.also })
}
