//! The same bound of the same fact, once with the number itself and once without.

use crate::diagnostic::{Code, Diagnostic, Message, Severity};
use crate::lint::walk::{Part, each_in_obligation};
use crate::lint::{Check, Lint, ProgramContext};
use crate::model::{Comparison, Effect, Expr, Layer, Obligation, Program, Rule, Unit};
use crate::resolve::unit_label;
use crate::say;
use crate::text::Date;

pub const LINT: Lint = Lint {
    code: Code {
        code: "L0711",
        name: "boundary-neighbours",
        severity: Severity::Warning,
        title: "同一个界限，含与不含不一样",
        page: PAGE,
    },
    fix: None,
    check: Check::Program(check),
};

const PAGE: &str = r#"
## 中文

两条规则用同一个数比同一个事实，一条从这个数起算，一条超过这个数才算：正好是这个数的申请，两处的结果不同。
比的是同一个省的两个页签，和不同的省。两页真的这样写也是有的，但更多是有一处抄错了“以上”和“超过”。
方向不同的不比：一条要求至少这么多，一条要求至多这么多，界限相同也没有错。
对着两处的原文看；确实不同的，在规则前写 `# 忽略[L0711]：` 和理由。

## English

Two rules compare the same fact with the same number, one from that number on, the other above it: an application with exactly this number gets different answers.
Compared are the two tabs of a province, and provinces. Pages do differ like this; more often one `at least` was written down as `more than`.
Bounds of different directions, at least so many here and at most so many there, are not compared.
Read both statements. Where they really differ, except the finding by `# ignore[L0711]: ` with the reason.

## Example

```gj bad
省份 湖北

适用于 单位备案 {
  规则 many_unit "单位网站多" {
    依据 e-01
    当 本单网站数 > 5
    不予备案
  }
}

适用于 个人备案 {
  规则 many_person "个人网站多" {
    依据 e-02
    当 本单网站数 >= 5
    不予备案
  }
}

来源 hubei "湖北省管局要求" {
  原文条目 { e-01 可判定 "单位每单网站数有上限"  e-02 可判定 "个人每单网站数有上限" }
}
```

```gj good
省份 湖北

适用于 单位备案 {
  规则 many_unit "单位网站多" {
    依据 e-01
    当 本单网站数 > 5
    不予备案
  }
}

适用于 个人备案 {
  规则 many_person "个人网站多" {
    依据 e-02
    当 本单网站数 > 5
    不予备案
  }
}

来源 hubei "湖北省管局要求" {
  原文条目 { e-01 可判定 "单位每单网站数有上限"  e-02 可判定 "个人每单网站数有上限" }
}
```
"#;

/// What something is compared with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Limit {
    Number(i64),
    Day(Date),
    /// So much time is left until a date.
    Left(i64, Unit),
}

impl Limit {
    fn said(self) -> Message {
        match self {
            Limit::Number(number) => Message::new(number.to_string(), number.to_string()),
            Limit::Day(day) => Message::new(day.to_string(), day.to_string()),
            Limit::Left(amount, unit) => {
                let unit = unit_label(Some(unit));
                let (zh, en) = (unit.chinese, unit.english);
                say!("{amount}{zh}", "{amount} {en}")
            }
        }
    }
}

/// A comparison of something with a bound.
struct Bound<'a> {
    layer: &'a Layer,
    rule: &'a Rule,
    what: &'a Expr,
    limit: Limit,
    /// Something is asked of those above the bound, not of those below it.
    is_upper: bool,
    /// The bound itself stands with the larger ones: at least, or less than.
    is_from: bool,
}

impl Bound<'_> {
    /// Whether both rules judge or both only advise, and are in force on one day: others say different
    /// things on purpose.
    fn may_meet(&self, other: &Bound<'_>) -> bool {
        let judges = |bound: &Bound<'_>| !matches!(bound.rule.effect, Effect::None | Effect::Permit);
        judges(self) == judges(other) && self.rule.effective.intersection(other.rule.effective).is_some()
    }
}

fn check(context: &ProgramContext<'_>, diagnostics: &mut Vec<Diagnostic>) {
    let bounds = bounds(context.program);
    for (index, own) in bounds.iter().enumerate() {
        let same =
            |other: &&Bound<'_>| other.what == own.what && other.limit == own.limit && other.is_upper == own.is_upper;
        let (like, unlike): (Vec<&Bound<'_>>, Vec<&Bound<'_>>) = bounds
            .iter()
            .filter(same)
            .filter(|other| other.may_meet(own))
            .partition(|other| other.is_from == own.is_from);
        let Some(first) = unlike.first() else { continue };
        // The rarer is told; of two equally rare ones the later.
        let is_rarer = like.len() < unlike.len()
            || like.len() == unlike.len() && bounds[index + 1..].iter().all(|other| !std::ptr::eq(other, *first));
        let is_first_of_rule = !bounds[..index].iter().any(|other| same(&other) && std::ptr::eq(other.rule, own.rule));
        if !is_rarer || !is_first_of_rule {
            continue;
        }
        let (label, id) = (&own.rule.label, context.program.rule_id(own.layer, own.rule));
        let (other_label, other) = (&first.rule.label, context.program.rule_id(first.layer, first.rule));
        let limit = own.limit.said();
        let (limit_zh, limit_en) = (limit.chinese, limit.english);
        let (more, less) = match own.limit {
            Limit::Number(_) => (("大", "above"), ("小", "below")),
            Limit::Day(_) => (("晚", "after"), ("早", "before")),
            Limit::Left(..) => (("长", "above"), ("短", "below")),
        };
        let [(own_zh, own_en), (other_zh, other_en)] = [own, first].map(|bound| {
            let (zh, en) = if bound.is_upper { more } else { less };
            // Whom the rule is about: what is asked above a bound is asked of the bound itself or not.
            match bound.is_upper == bound.is_from {
                true => {
                    (format!("这里管它本身和比它{zh}的"), format!("here it is about the bound itself and what is {en}"))
                }
                false => (format!("这里只管比它{zh}的"), format!("here it is only about what is {en}")),
            }
        });
        let place = own.rule.place;
        let message = say!(
            "“{label}”与“{other_label}”用同一个界限 {limit_zh}，含与不含不一样",
            "`{id}` and `{other}` have the bound {limit_en} in common, and differ at the bound itself"
        );
        diagnostics.push(
            Diagnostic::new(LINT.code, place.file, place.span, message)
                .here(say!("{own_zh}", "{own_en}"))
                .also(first.rule.place.file, first.rule.place.span, say!("{other_zh}", "{other_en}"))
                .help(say!(
                    "对着两处的原文看；确实不同的，写 `# 忽略[L0711]：理由`",
                    "read both statements; where they really differ, write `# ignore[L0711]: reason`"
                )),
        );
    }
}

/// The comparisons with a bound of the rules of provinces.
fn bounds(program: &Program) -> Vec<Bound<'_>> {
    let mut all = Vec::new();
    for layer in program.provinces() {
        for rule in &layer.rules {
            let mut add = |comparison, what, limit| {
                let (is_upper, is_from) = match comparison {
                    Comparison::GreaterEqual => (true, true),
                    Comparison::Greater => (true, false),
                    Comparison::Less => (false, true),
                    Comparison::LessEqual => (false, false),
                    Comparison::Equal | Comparison::NotEqual => return,
                };
                // None or some is no bound that can be misread.
                if !matches!(limit, Limit::Number(..=0) | Limit::Left(..=0, _)) {
                    all.push(Bound { layer, rule, what, limit, is_upper, is_from });
                }
            };
            rule.when.iter().for_each(|when| each_comparison(when, true, &mut add));
            match &rule.effect {
                // What is required is asked of those of whom it is not true.
                Effect::Require(Obligation::Condition(condition)) => each_comparison(condition, false, &mut add),
                Effect::Require(obligation) => each_in_obligation(obligation, &mut |part| {
                    if let Part::Expr(expr @ (Expr::Compare(..) | Expr::Remaining(..))) = part {
                        each_comparison(expr, false, &mut add);
                    }
                }),
                Effect::Forbid | Effect::Permit | Effect::None => {}
            }
        }
    }
    all
}

/// The comparisons with a bound, as they are where something is asked.
fn each_comparison<'a>(expr: &'a Expr, is_asked: bool, add: &mut impl FnMut(Comparison, &'a Expr, Limit)) {
    match expr {
        Expr::Not(inner) => each_comparison(inner, !is_asked, add),
        Expr::Compare(comparison, sides) => {
            let (comparison, what, limit) = match (&sides.0, &sides.1) {
                (what, Expr::Int(number, _)) => (*comparison, what, Limit::Number(*number)),
                (Expr::Int(number, _), what) => (turned(*comparison), what, Limit::Number(*number)),
                (what, Expr::Date(day)) => (*comparison, what, Limit::Day(*day)),
                (Expr::Date(day), what) => (turned(*comparison), what, Limit::Day(*day)),
                _ => return,
            };
            add(if is_asked { comparison } else { opposite(comparison) }, what, limit);
        }
        // What is left of one paper has nothing to do with what is left of another.
        Expr::Remaining(comparison, what, amount, unit) if !matches!(**what, Expr::Attribute(_)) => {
            let comparison = if is_asked { *comparison } else { opposite(*comparison) };
            add(comparison, what, Limit::Left(*amount, *unit));
        }
        other => other.parts(|part| each_comparison(part, is_asked, add)),
    }
}

fn opposite(comparison: Comparison) -> Comparison {
    match comparison {
        Comparison::Less => Comparison::GreaterEqual,
        Comparison::LessEqual => Comparison::Greater,
        Comparison::Greater => Comparison::LessEqual,
        Comparison::GreaterEqual => Comparison::Less,
        Comparison::Equal => Comparison::NotEqual,
        Comparison::NotEqual => Comparison::Equal,
    }
}

fn turned(comparison: Comparison) -> Comparison {
    match comparison {
        Comparison::Less => Comparison::Greater,
        Comparison::LessEqual => Comparison::GreaterEqual,
        Comparison::Greater => Comparison::Less,
        Comparison::GreaterEqual => Comparison::LessEqual,
        Comparison::Equal | Comparison::NotEqual => comparison,
    }
}
