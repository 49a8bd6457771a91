//! Resolves what rules require: materials, remarks, trees of these, conditions.

use crate::diagnostic::{Message, codes};
use crate::model::{Alternative, Expr, MaterialId, Obligation, ParameterKind, Supplemented};
use crate::resolve::conditions::builtin;
use crate::resolve::context::Context;
use crate::resolve::world::{AttributeName, Named};
use crate::say;
use crate::syntax::ast::{self, Arg, ExprKind, Name, Operator};

impl Context<'_> {
    pub fn obligation(&mut self, expr: &ast::Expr) -> Option<Obligation> {
        match &expr.kind {
            ExprKind::Reference(name) => match self.material_like(*name) {
                Some(obligation) => Some(obligation),
                None => Some(Obligation::Condition(self.condition(expr)?)),
            },
            ExprKind::Call(name, args) => match (self.material_like(*name), builtin(self.of(*name))) {
                (Some(obligation), _) => self.provided(*name, obligation, args),
                (None, Some("one_of")) => Some(Obligation::OneOf(self.alternatives(expr, args)?.into())),
                (None, Some("all_of")) => Some(Obligation::AllOf(self.alternatives(expr, args)?.into())),
                (None, Some("prefer")) => Some(Obligation::Prefer(self.alternatives(expr, args)?.into())),
                (None, Some("at_least")) => self.at_least(expr, args),
                (None, Some("remark")) => self.remark(expr, args),
                (None, _) => Some(Obligation::Condition(self.condition(expr)?)),
            },
            ExprKind::Binary(operator @ (Operator::And | Operator::Or), sides) if self.speaks_of_material(sides) => {
                let is_and = *operator == Operator::And;
                let message = if is_and {
                    say!("材料之间不能用 `且` 连接", "materials are not joined with `and`")
                } else {
                    say!("材料之间不能用 `或` 连接", "materials are not joined with `or`")
                };
                let mut parts = Vec::new();
                self.joined(*operator, expr, &mut parts);
                let (chinese, english) = (parts.join("，"), parts.join(", "));
                let help = if is_and {
                    say!("写成 `全部提供（{chinese}）`", "write `all_of({english})`")
                } else {
                    say!("写成 `任选其一（{chinese}）`", "write `one_of({english})`")
                };
                let written = match (is_and, self.is_english()) {
                    (true, false) => format!("全部提供（{chinese}）"),
                    (false, false) => format!("任选其一（{chinese}）"),
                    (true, true) => format!("all_of({english})"),
                    (false, true) => format!("one_of({english})"),
                };
                let fix = (expr.span, &*written);
                self.report_with_fix(codes::MATERIAL_IN_CONDITION, expr.span, message, help, fix);
                None
            }
            _ => Some(Obligation::Condition(self.condition(expr)?)),
        }
    }

    /// The texts of what one operator joins, from the left.
    fn joined(&self, operator: Operator, expr: &ast::Expr, parts: &mut Vec<String>) {
        match &expr.kind {
            ExprKind::Binary(found, sides) if *found == operator => {
                self.joined(operator, &sides.0, parts);
                self.joined(operator, &sides.1, parts);
            }
            _ => parts.push(expr.span.of(self.text).to_owned()),
        }
    }

    fn speaks_of_material(&self, sides: &(ast::Expr, ast::Expr)) -> bool {
        let is_material = |expr: &ast::Expr| match &expr.kind {
            ExprKind::Reference(name) | ExprKind::Call(name, _) => {
                matches!(self.world.find(self.of(*name)), Some(Named::Material(_) | Named::Bundle(_)))
                    || builtin(self.of(*name)).is_some_and(|function| {
                        matches!(function, "one_of" | "all_of" | "at_least" | "prefer" | "remark")
                    })
            }
            ExprKind::Missing
            | ExprKind::Number(..)
            | ExprKind::Date(_)
            | ExprKind::Text(_)
            | ExprKind::Index(..)
            | ExprKind::Tuple(_)
            | ExprKind::Cases(_)
            | ExprKind::Not(_)
            | ExprKind::Has(_)
            | ExprKind::Binary(..) => false,
        };
        is_material(&sides.0) || is_material(&sides.1)
    }

    /// A material, a bundle, or a parameter that stands for one.
    fn material_like(&self, name: Name) -> Option<Obligation> {
        if let Some(index) = self.parameter_named(name) {
            return match self.parameters.get(index as usize)?.kind {
                ParameterKind::Material => Some(Obligation::ProvideParameter(index, Box::default())),
                ParameterKind::Obligation => Some(Obligation::Parameter(index)),
                ParameterKind::Condition | ParameterKind::Value(_) | ParameterKind::Words => None,
            };
        }
        match self.find(name) {
            Some(Named::Material(id)) => Some(Obligation::Provide(id, Box::default())),
            Some(Named::Bundle(id)) => Some(Obligation::Bundle(id)),
            _ => None,
        }
    }

    /// `material(condition, …)`.
    fn provided(&mut self, name: Name, obligation: Obligation, args: &[Arg]) -> Option<Obligation> {
        match obligation {
            Obligation::Provide(id, _) => self.provided_material(id, args),
            Obligation::ProvideParameter(index, _) => {
                args.iter().for_each(|arg| self.no_otherwise_here(arg));
                let args: Vec<&Arg> = args.iter().collect();
                Some(Obligation::ProvideParameter(index, self.attributes_of(None, &args)?.into()))
            }
            _ => {
                let written = self.of(name);
                let message = say!("`{written}` 后面不能再写括号", "`{written}` takes no brackets");
                let help =
                    say!("把要求写在其中每一种材料的括号里", "write the conditions behind each of its materials");
                self.report(codes::WRONG_ARGUMENTS, name.0, message, help);
                None
            }
        }
    }

    /// A material; conditions with `otherwise` are those that something else may make up for.
    fn provided_material(&mut self, id: MaterialId, args: &[Arg]) -> Option<Obligation> {
        let (supplemented, plain): (Vec<&Arg>, Vec<&Arg>) = args.iter().partition(|arg| arg.otherwise.is_some());
        let with = self.attributes_of(Some(id), &plain)?;
        if supplemented.is_empty() {
            return Some(Obligation::Provide(id, with.into()));
        }
        let mut supplements = Vec::new();
        for arg in supplemented {
            let condition = self.attributes_of(Some(id), &[arg])?.pop()?;
            supplements.push((condition, self.obligation(arg.otherwise.as_ref()?)?));
        }
        Some(Obligation::Supplemented(Box::new(Supplemented {
            material: id,
            with: with.into(),
            supplements: supplements.into(),
        })))
    }

    fn attributes_of(&mut self, material: Option<MaterialId>, args: &[&Arg]) -> Option<Vec<Expr>> {
        let before = self.material.replace(material);
        let conditions: Vec<Option<Expr>> = args.iter().map(|arg| self.attribute_condition(arg)).collect();
        self.material = before;
        conditions.into_iter().collect()
    }

    fn attribute_condition(&mut self, arg: &Arg) -> Option<Expr> {
        if let Some(extra) = arg.guard.as_ref().or(arg.filter.as_ref()) {
            let message = say!("材料括号里的要求不能再带 `当`", "a condition on a material takes no `when`");
            let help = say!(
                "把 `当` 写到材料的括号外面：`居住证（有效期内） 当 …`",
                "write `when` behind the material: `residence_permit(unexpired) when …`"
            );
            self.report(codes::WRONG_ARGUMENTS, extra.span, message, help);
            return None;
        }
        if let ExprKind::Reference(name) = &arg.value.kind {
            let written = self.of(*name);
            if !self.world.attributes.contains_key(written)
                && self.world.find(written).is_none()
                && self.parameter(written).is_none()
            {
                self.no_such_attribute(*name);
                return None;
            }
        }
        self.condition(&arg.value)
    }

    fn no_such_attribute(&mut self, name: Name) {
        if let Some(diagnostic) = self.look_alike(name) {
            self.diagnostics.push(diagnostic);
            return;
        }
        let written = self.of(name);
        let known = self.world.attributes.keys().map(|key| &**key);
        let near = crate::text::suggest::suggest(written, known);
        let message = say!("没有叫 `{written}` 的材料属性", "no attribute of materials is called `{written}`");
        let other = self.attributes_help();
        self.report_near(codes::UNKNOWN_ATTRIBUTE, name.0, message, &near, other);
    }

    fn attributes_help(&self) -> Message {
        let vocabulary = &self.world.vocabulary;
        let mut labels = Vec::new();
        let mut names = Vec::new();
        let mut entries: Vec<&AttributeName> = self.world.attributes.values().collect();
        entries.sort_by_key(|entry| match entry {
            AttributeName::Let(id) => (0, id.0),
            AttributeName::NotLet(id) => (2, id.0),
            AttributeName::Attribute(id) => (1, id.0),
        });
        entries.dedup();
        for entry in entries.into_iter().take(10) {
            let (label, name) = match entry {
                AttributeName::Let(id) | AttributeName::NotLet(id) => {
                    let attribute = &vocabulary.attribute_lets[id.index()];
                    (&attribute.label, &attribute.name)
                }
                AttributeName::Attribute(id) => {
                    let attribute = &vocabulary.attributes[id.index()];
                    (&attribute.label, &attribute.name)
                }
            };
            labels.push(&**label);
            names.push(&**name);
        }
        Message::new(format!("可以写：{} 等", labels.join("、")), format!("such as: {}", names.join(", ")))
    }

    fn alternatives(&mut self, expr: &ast::Expr, args: &[Arg]) -> Option<Vec<Alternative>> {
        if args.is_empty() {
            let message = say!("括号里至少写一项", "at least one part stands in the brackets");
            let help =
                say!("如 `任选其一（房产证，居住证）`", "such as `one_of(property_certificate, residence_permit)`");
            self.report(codes::WRONG_ARGUMENTS, expr.span, message, help);
            return None;
        }
        let alternatives: Vec<Option<Alternative>> = args.iter().map(|arg| self.alternative(arg)).collect();
        alternatives.into_iter().collect()
    }

    fn alternative(&mut self, arg: &Arg) -> Option<Alternative> {
        if let Some(filter) = &arg.filter {
            let message = say!("这里用 `当`，不用 `满足`", "`when` stands here, not `where`");
            let help = say!("`满足` 只跟在列表后面", "`where` stands behind a list");
            self.report(codes::WRONG_ARGUMENTS, filter.span, message, help);
        }
        self.no_otherwise_here(arg);
        let value = self.obligation(&arg.value);
        let when = match &arg.guard {
            Some(guard) => Some(self.condition(guard)?),
            None => None,
        };
        Some(Alternative { value: value?, when })
    }

    /// `otherwise` makes up for a condition on a material, and stands nowhere else in brackets.
    pub fn no_otherwise_here(&mut self, arg: &Arg) {
        let Some(otherwise) = &arg.otherwise else { return };
        let message = say!("这里不能写 `否则`", "`otherwise` does not stand here");
        let help = say!(
            "`否则` 写在材料的括号里：`居住证（户籍地址与证件住址一致 否则 户口变更证明）`；几样选一样写 `任选其一（甲，乙）`",
            "it stands in a material's brackets: `permit(condition otherwise other_paper)`; for alternatives write `one_of(a, b)`"
        );
        self.report(codes::WRONG_ARGUMENTS, otherwise.span, message, help);
    }

    fn at_least(&mut self, expr: &ast::Expr, args: &[Arg]) -> Option<Obligation> {
        let help = say!("如 `至少几项（2，甲，乙，丙）`", "such as `at_least(2, a, b, c)`");
        let Some((first, rest)) = args.split_first() else {
            let message = say!("先写要几项，再写各项", "the number comes first, then the parts");
            self.report(codes::WRONG_ARGUMENTS, expr.span, message, help);
            return None;
        };
        let ExprKind::Number(count, None) = first.value.kind else {
            let message = say!("第一个要写数", "the first argument is a number");
            self.report(codes::WRONG_ARGUMENTS, first.value.span, message, help);
            return None;
        };
        let parts = self.alternatives(expr, rest)?;
        let possible = usize::try_from(count).is_ok_and(|count| (1..=parts.len()).contains(&count));
        if !possible {
            let all = parts.len();
            let message =
                say!("一共 {all} 项，不能要 {count} 项", "there are {all} parts, {count} cannot be asked for");
            self.report(codes::OUT_OF_RANGE, first.value.span, message, help);
            return None;
        }
        Some(Obligation::AtLeast(u32::try_from(count).unwrap_or(1), parts.into()))
    }

    /// `remark(field, template)`.
    fn remark(&mut self, expr: &ast::Expr, args: &[Arg]) -> Option<Obligation> {
        let help = say!("如 `备注写明（网站备注，域名指向同一网站）`", "such as `remark(site.remark, same_site)`");
        let [field, template] = args else {
            let message = say!("`备注写明` 的括号里写备注栏和备注模板", "`remark` takes a field and a template");
            self.report(codes::WRONG_ARGUMENTS, expr.span, message, help);
            return None;
        };
        if let Some(extra) = args.iter().find_map(|arg| arg.guard.as_ref().or(arg.filter.as_ref())) {
            let message = say!("`备注写明` 的括号里不能带 `当`", "`remark` takes no `when` in its brackets");
            self.report(codes::WRONG_ARGUMENTS, extra.span, message, help);
            return None;
        }
        let (value, kind) = self.value(&field.value, None)?;
        self.expect_type(&field.value, kind, crate::model::Type::Text)?;
        let Expr::Fact(fact) = value else {
            let message = say!("这里要写备注栏的名称", "the name of a field stands here");
            self.report(codes::WRONG_ARGUMENTS, field.value.span, message, help);
            return None;
        };
        let ExprKind::Reference(name) = &template.value.kind else {
            let message = say!("这里要写备注模板的名称", "the name of a template stands here");
            self.report(codes::WRONG_ARGUMENTS, template.value.span, message, help);
            return None;
        };
        match self.find(*name) {
            Some(Named::Template(id)) => Some(Obligation::Remark(fact, id)),
            Some(_) => {
                let written = self.of(*name);
                let message = say!("`{written}` 不是备注模板", "`{written}` is not a template");
                self.report(codes::WRONG_KIND, name.0, message, help);
                None
            }
            None => {
                self.unknown_name(*name, say!("备注模板", "template"));
                None
            }
        }
    }
}
