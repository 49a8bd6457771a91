//! A condition on the province of the filing, in the file of a province.

use crate::diagnostic::{Code, Diagnostic, Fix, Safety, Severity};
use crate::lint::removal::with_its_line;
use crate::lint::walk::{self, Part};
use crate::lint::{Check, Lint, ProgramContext};
use crate::model::{Argument, Enum, Expr, FactId, Layer, Origin, Place, Type};
use crate::say;
use crate::syntax::ast::{self, Clause, ClauseKind, Entry, ExprKind, Item, Operator};
use crate::text::Span;

pub const LINT: Lint = Lint {
    code: Code {
        code: "L0304",
        name: "province-condition",
        severity: Severity::Warning,
        title: "省份文件里判断备案省份",
        page: PAGE,
    },
    fix: Some(Safety::Unsafe),
    check: Check::Program(check),
};

const PAGE: &str = r#"
## 中文

一个省的文件里的规则和答复，只对在这个省备案的申请起作用。
在里面再判断 `备案省份` 是哪一个省，结果总是一样的：不是多余，就是这条规则永远用不上。
删去这个条件；若想说的是证件所在的省，写 `主体负责人证件所在省` 这样的事实。

## English

The rules and answers of a province's file are only about applications filed in that province.
Asking there which province it is has always the same outcome: it is idle, or the rule never applies.
Remove the condition; if it was meant to be the province of a document, write a fact such as `subject_resp.id.province`.

## Example

```gj bad
省份 湖北

适用于 单位备案 {
  规则 no_outsiders "本省证件" {
    依据 e-01
    当 备案省份 为 湖北
    要求 主体负责人证件所在省 为 备案省份
  }
}

来源 hubei "湖北省管局要求" {
  原文条目 { e-01 可判定 "主体负责人须持本省证件" }
}
```

```gj good
省份 湖北

适用于 单位备案 {
  规则 no_outsiders "本省证件" {
    依据 e-01
    要求 主体负责人证件所在省 为 备案省份
  }
}

来源 hubei "湖北省管局要求" {
  原文条目 { e-01 可判定 "主体负责人须持本省证件" }
}
```
"#;

const PROVINCE: &str = "filing.province";

fn check(context: &ProgramContext<'_>, diagnostics: &mut Vec<Diagnostic>) {
    let vocabulary = &context.program.vocabulary;
    let Some(fact) = vocabulary.fact_by_path(PROVINCE) else { return };
    let Type::Enum(of) = vocabulary.facts[fact.index()].kind else { return };
    let provinces = &vocabulary.enums[of.index()];
    let label = &*vocabulary.facts[fact.index()].label;
    for layer in context.program.provinces() {
        for place in suspects(layer, fact) {
            let text = context.text(place.file);
            let finder = Finder { text, label, provinces, layer, place };
            if let Some(entry) = entry_at(context, place) {
                finder.entry(entry, diagnostics);
            }
        }
    }
}

/// The rules and answers whose own words compare the province with a constant, by the resolved
/// program: files are only parsed again for these.
fn suspects(layer: &Layer, fact: FactId) -> Vec<Place> {
    let mut places = Vec::new();
    for rule in layer.rules.iter().filter(|rule| rule.origin == Origin::Own) {
        let mut is_suspect = false;
        walk::each_part(rule.when.as_ref(), &rule.effect, &rule.also, &mut |part| is_suspect |= compares(part, fact));
        if is_suspect {
            places.push(rule.place);
        }
    }
    for answer in &layer.answers {
        let mut is_suspect = false;
        let mut visit = |part: Part<'_>| is_suspect |= compares(part, fact);
        for case in &answer.cases {
            case.when.iter().for_each(|when| walk::each_in_expr(when, &mut visit));
            for argument in &case.arguments {
                match argument {
                    Argument::Value(value) | Argument::Condition(value) => walk::each_in_expr(value, &mut visit),
                    Argument::Obligation(value) => walk::each_in_obligation(value, &mut visit),
                    Argument::Values(..) | Argument::Words(_) | Argument::Material(_) => {}
                }
            }
        }
        if is_suspect {
            places.push(answer.place);
        }
    }
    places
}

fn compares(part: Part<'_>, fact: FactId) -> bool {
    let is_it = |expr: &Expr| matches!(expr, Expr::Fact(id) if *id == fact);
    match part {
        Part::Expr(Expr::Compare(_, sides)) => is_it(&sides.0) && matches!(sides.1, Expr::Value(..)),
        Part::Expr(Expr::InValues(inner)) => is_it(&inner.value),
        Part::Expr(_) | Part::Obligation(_) => false,
    }
}

fn entry_at<'a>(context: &'a ProgramContext<'_>, place: Place) -> Option<&'a Entry> {
    let blocks = context.tree(place.file)?.items.iter().filter_map(|item| match item {
        Item::Block(block) => Some(&block.entries),
        _ => None,
    });
    blocks.flatten().find(|entry| match entry {
        Entry::Rule(rule) => rule.span == place.span,
        Entry::Answer(answer) => answer.span == place.span,
        Entry::Broken(_) | Entry::Unstated(_) | Entry::Replace(_) | Entry::Waive(_) | Entry::Retired { .. } => false,
    })
}

/// Finds the comparisons in what is written.
struct Finder<'a> {
    text: &'a str,
    /// The label of the fact.
    label: &'a str,
    provinces: &'a Enum,
    layer: &'a Layer,
    place: Place,
}

impl Finder<'_> {
    fn entry(&self, entry: &Entry, diagnostics: &mut Vec<Diagnostic>) {
        match entry {
            Entry::Rule(rule) => rule.clauses.iter().for_each(|clause| self.clause(clause, diagnostics)),
            Entry::Answer(answer) => self.expr(&answer.value, diagnostics),
            Entry::Broken(_) | Entry::Unstated(_) | Entry::Replace(_) | Entry::Waive(_) | Entry::Retired { .. } => {}
        }
    }

    fn clause(&self, clause: &Clause, diagnostics: &mut Vec<Diagnostic>) {
        match &clause.kind {
            ClauseKind::When(expr) | ClauseKind::Unless(expr) => {
                // `when` of what is always so, `unless` of what is never so.
                let is_idle = self.comparison(expr) == Some(matches!(clause.kind, ClauseKind::When(_)));
                if is_idle {
                    diagnostics.push(self.finding(expr.span, !is_unless(clause)).fix(self.without(clause.span)));
                } else {
                    self.expr(expr, diagnostics);
                }
            }
            ClauseKind::Require(expr) | ClauseKind::Advise(expr) => self.expr(expr, diagnostics),
            ClauseKind::ForEach(_)
            | ClauseKind::Forbid
            | ClauseKind::Permit
            | ClauseKind::Note(_)
            | ClauseKind::Duty(_)
            | ClauseKind::Deliver(_)
            | ClauseKind::Cites(_)
            | ClauseKind::Disputed(..)
            | ClauseKind::Closed(_)
            | ClauseKind::Effective { .. }
            | ClauseKind::Classify { .. } => {}
        }
    }

    fn expr(&self, expr: &ast::Expr, diagnostics: &mut Vec<Diagnostic>) {
        match self.comparison(expr) {
            Some(is_true) => diagnostics.push(self.finding(expr.span, is_true)),
            None => expr.parts(&mut |part| self.expr(part, diagnostics)),
        }
    }

    /// What a comparison of the filing's province with constants comes to here; `None` for any
    /// other expression.
    fn comparison(&self, expr: &ast::Expr) -> Option<bool> {
        let ExprKind::Binary(operator, sides) = &expr.kind else { return None };
        // Values stand on the right.
        if !self.is_province(&sides.0) {
            return None;
        }
        let holds = self.names_this_province(&sides.1)?;
        match operator {
            Operator::Equal | Operator::In => Some(holds),
            Operator::NotEqual | Operator::NotIn => Some(!holds),
            Operator::Or
            | Operator::And
            | Operator::Less
            | Operator::LessEqual
            | Operator::Greater
            | Operator::GreaterEqual
            | Operator::Mentions
            | Operator::NotMentions
            | Operator::StartsWith
            | Operator::EndsWith
            | Operator::Plus
            | Operator::Minus => None,
        }
    }

    fn is_province(&self, expr: &ast::Expr) -> bool {
        let ExprKind::Reference(name) = &expr.kind else { return false };
        let written = name.of(self.text);
        written == PROVINCE || written == self.label
    }

    /// Whether a province, a group of them or one of several is that of this file; `None` for what
    /// is no constant.
    fn names_this_province(&self, expr: &ast::Expr) -> Option<bool> {
        match &expr.kind {
            ExprKind::Reference(name) => {
                let written = name.of(self.text);
                let is_it = |name: &str, label: &str| written == name || written == label;
                let values = &self.provinces.values;
                if let Some(value) = values.iter().find(|value| is_it(&value.name, &value.label)) {
                    return Some(value.name == self.layer.name);
                }
                let group = self.provinces.groups.iter().find(|group| is_it(&group.name, &group.label))?;
                Some(group.members.iter().any(|member| values[usize::from(*member)].name == self.layer.name))
            }
            ExprKind::Tuple(items) => {
                items.iter().try_fold(false, |holds, item| Some(holds | self.names_this_province(item)?))
            }
            _ => None,
        }
    }

    fn finding(&self, span: Span, is_true: bool) -> Diagnostic {
        let (fact_label, label, name) = (self.label, &self.layer.label, &self.layer.name);
        let (chinese, english) = if is_true { ("总是成立", "always") } else { ("从不成立", "never") };
        let message = say!(
            "在{label}的文件里 `{fact_label}` 只能是{label}，这个条件{chinese}",
            "in the file of `{name}`, `{PROVINCE}` is `{name}`, and this condition {english} holds"
        );
        let help = say!(
            "删去这个条件；若想说证件所在的省，写 `主体负责人证件所在省` 这样的事实",
            "remove the condition; if the province of a document is meant, write a fact such as `subject_resp.id.province`"
        );
        Diagnostic::new(LINT.code, self.place.file, span, message).help(help)
    }

    fn without(&self, clause: Span) -> Fix {
        let message = say!("删去这个条件", "remove the condition");
        Fix::new(Safety::Unsafe, message).replace(self.place.file, with_its_line(self.text, clause), "")
    }
}

fn is_unless(clause: &Clause) -> bool {
    matches!(clause.kind, ClauseKind::Unless(_))
}

#[cfg(test)]
mod tests {
    use super::LINT;
    use crate::lint::testing::found;

    /// The findings in the file of Hubei with this clause in a rule.
    fn check(clause: &str) -> Vec<String> {
        let rule = format!("rule a \"甲\" {{ {clause} require sponsor.province = filing.province }}");
        found(&LINT, &[("hubei.gj", &format!("province hubei for unit {{ {rule} }}"))])
    }

    const ALWAYS: &str =
        "hubei.gj: in the file of `hubei`, `filing.province` is `hubei`, and this condition always holds";
    const NEVER: &str =
        "hubei.gj: in the file of `hubei`, `filing.province` is `hubei`, and this condition never holds";

    #[test]
    fn a_constant_is_always_or_never_the_province() {
        assert_eq!(check("when filing.province = hubei"), [ALWAYS]);
        assert_eq!(check("when filing.province = hunan"), [NEVER]);
        assert_eq!(check("when filing.province != hunan"), [ALWAYS]);
        assert_eq!(check("unless 备案省份 in (hunan, henan)"), [NEVER]);
        assert_eq!(check("when sponsor.sealed and filing.province in central"), [ALWAYS]);
    }

    #[test]
    fn another_fact_is_no_constant() {
        assert_eq!(check("when sponsor.province = filing.province"), [""; 0]);
        assert_eq!(check("when sponsor.province = hubei"), [""; 0]);
    }
}
