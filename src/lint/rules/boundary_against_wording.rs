//! A comparison that is off by one against the words of the statement: 超过5个 and `>= 5`.

use rustc_hash::FxHashMap;

use crate::diagnostic::{Code, Diagnostic, Fix, Message, Safety, Severity};
use crate::lint::wording::boundaries::{Boundary, boundaries};
use crate::lint::wording::constants::{Constant, Definitions};
use crate::lint::wording::numbers::Measure;
use crate::lint::wording::operators::operators;
use crate::lint::{Check, Lint, ProgramContext};
use crate::model::{Origin, Program, Rule, Statement, StatementRef};
use crate::say;
use crate::syntax::ast::ExprKind;

pub const LINT: Lint = Lint {
    code: Code {
        code: "L0201",
        name: "boundary-against-wording",
        severity: Severity::Warning,
        title: "界线与原文差一",
        page: PAGE,
    },
    fix: Some(Safety::Unsafe),
    check: Check::Program(check),
};

const PAGE: &str = r#"
## 中文

原文说「超过5个」，规则写的却是 `>= 5`：正好5个的，原文放过，规则却管住了。
「以上」「以下」「以内」「满」「至少」「不足」把写出的数算作达到，「超过」「多于」「以外」不算（参照民法典第一千二百五十九条）；后面写了（含）（不含）的，照所写的算。
`> 5` 和 `>= 6`、`<= 5` 和 `< 6` 是同一条界线，写哪个都可以。
改规则里的比较或数；原文别处另有说法的，用注释忽略并写明理由。

## English

The statement says 超过5个, more than five, and the rule says `>= 5`: exactly five pass the statement and not the rule.
以上, 以下, 以内, 满, 至少, 不足 take the number itself for reached, 超过, 多于, 以外 do not (Civil Code, article 1259); （含） or （不含） behind the number overrules that.
`> 5` and `>= 6`, `<= 5` and `< 6` draw the same line, and either may be written.
Change the comparison or the number; where the page says otherwise elsewhere, write an exception with the reason.

## Example

```gj bad
省份 湖北

适用于 单位备案 {
  规则 many_sites "网站太多" {
    依据 e-01
    当 本单网站数 至少 5
    不予备案
  }
}

来源 hubei "湖北省管局要求" {
  原文条目 { e-01 可判定 "一次提交的网站超过5个的不予备案" }
}
```

```gj good
省份 湖北

适用于 单位备案 {
  规则 many_sites "网站太多" {
    依据 e-01
    当 本单网站数 超过 5
    不予备案
  }
}

来源 hubei "湖北省管局要求" {
  原文条目 { e-01 可判定 "一次提交的网站超过5个的不予备案" }
}
```
"#;

/// The lines that statements draw, each statement read once.
type Read = FxHashMap<StatementRef, Vec<Boundary>>;

fn check(context: &ProgramContext<'_>, diagnostics: &mut Vec<Diagnostic>) {
    let program = context.program;
    let definitions = Definitions::new(&program.vocabulary);
    let mut read = Read::default();
    let mut constants = Vec::new();
    for layer in &program.layers {
        // The rules of one answer stand together and are one place.
        for rules in layer.rules.chunk_by(|a, b| a.place == b.place) {
            constants.clear();
            rules.iter().for_each(|rule| definitions.add_constants(rule, &mut constants));
            if !constants.iter().any(|constant| constant.last_low().is_some()) {
                continue;
            }
            let found = rules.iter().find_map(|rule| first_off_by_one(program, rule, &constants, &mut read));
            if let Some((rule, cite, boundary, constant)) = found {
                diagnostics.push(report(context, rule, statement(program, cite), &boundary, constant));
            }
        }
    }
}

fn statement(program: &Program, cite: StatementRef) -> &Statement {
    &program.sources[cite.source.index()].statements[cite.statement as usize]
}

type Found<'a> = (&'a Rule, StatementRef, Boundary, Constant);

fn first_off_by_one<'a>(
    program: &Program,
    rule: &'a Rule,
    constants: &[Constant],
    read: &mut Read,
) -> Option<Found<'a>> {
    for cite in &rule.cites {
        read.entry(*cite).or_insert_with(|| boundaries(statement(program, *cite).text()));
    }
    let demanded = |cite: &StatementRef| read.get(cite).into_iter().flatten();
    for cite in &rule.cites {
        for boundary in demanded(cite) {
            let is_kept =
                |constant: &Constant| boundary.fits(constant.measure) && constant.splits_above(boundary.last_low);
            if constants.iter().any(is_kept) {
                continue;
            }
            let is_off_by_one = |constant: &&Constant| {
                boundary.fits(constant.measure)
                    && constant.last_low().is_some_and(|last_low| (last_low - boundary.last_low).abs() == 1)
                    && !rule
                        .cites
                        .iter()
                        .flat_map(demanded)
                        .any(|other| other.fits(constant.measure) && constant.splits_above(other.last_low))
            };
            if let Some(constant) = constants.iter().find(is_off_by_one) {
                return Some((rule, *cite, boundary.clone(), *constant));
            }
        }
    }
    None
}

fn report(
    context: &ProgramContext<'_>,
    rule: &Rule,
    statement: &Statement,
    boundary: &Boundary,
    constant: Constant,
) -> Diagnostic {
    let (id, words) = (statement.id(), &statement.text()[boundary.range.clone()]);
    let wanted = boundary.last_low;
    let drawn = constant.last_low().unwrap_or(wanted);
    let is_duration = !matches!(constant.measure, Measure::Items | Measure::Characters | Measure::Age);
    let message = if is_duration && constant.value == boundary.number.value {
        let number = &statement.text()[boundary.number.range.clone()];
        let (zh, en, other_zh, other_en) =
            if drawn > wanted { ("多", "longer", "少", "shorter") } else { ("少", "shorter", "多", "longer") };
        say!(
            "原文 `{id}` 说「{words}」，正好{number}算在{zh}的一边，规则却把它算在{other_zh}的一边",
            "statement `{id}` says 「{words}」, by which exactly 「{number}」 counts with the {en}, and the rule counts it with the {other_en}"
        )
    } else {
        say!(
            "原文 `{id}` 说「{words}」，界线在 {wanted} 和 {} 之间，规则的界线却在 {drawn} 和 {} 之间",
            "statement `{id}` says 「{words}」, a line between {wanted} and {}, and the rule draws it between {drawn} and {}",
            wanted + 1,
            drawn + 1
        )
    };
    let low = boundary.number.value;
    let (kept, rest) = if wanted == low { ("<=", ">") } else { ("<", ">=") };
    let help = match rule.origin {
        Origin::Own | Origin::Change(_) => say!(
            "写 `{kept} {low}` 或 `{rest} {low}`；规则没有错的，写明理由来忽略",
            "write `{kept} {low}` or `{rest} {low}`; if the rule is right, ask for an exception and say why"
        ),
        Origin::Policy(_) => say!(
            "核对这个答复的选项和括号里的数；答复没有错的，写明理由来忽略",
            "see whether the choice or the number in its brackets is wrong; if not, ask for an exception and say why"
        ),
    };
    let diagnostic = Diagnostic::new(LINT.code, rule.place.file, rule.place.span, message).help(help).also(
        statement.place.file,
        statement.place.span,
        say!("原文这样说", "the statement says so"),
    );
    match fix(context, rule, boundary, constant) {
        Some(fix) => diagnostic.fix(fix),
        None => diagnostic,
    }
}

/// Operators that draw the line on the other side of their number.
const OTHER_SIDE: &[(&str, &str)] =
    &[("<", "<="), (">", ">="), ("＜", "≤"), ("＞", "≥"), ("<", "≤"), (">", "≥"), ("不足", "不超过"), ("至少", "超过")];

/// Exchanges the operator, where the rule compares with this number once.
fn fix(context: &ProgramContext<'_>, rule: &Rule, boundary: &Boundary, constant: Constant) -> Option<Fix> {
    if constant.value != boundary.number.value || rule.origin != Origin::Own {
        return None;
    }
    let text = context.text(rule.place.file);
    let written = operators(context.rule_at(rule.place)?, text);
    let mut same = written
        .iter()
        .filter(|written| matches!(written.right.kind, ExprKind::Number(number, _) if number == constant.value));
    let (one, None) = (same.next()?, same.next()) else { return None };
    let operator = one.span.of(text);
    let other = OTHER_SIDE.iter().find_map(|(a, b)| match operator {
        _ if operator == *a => Some(b),
        _ if operator == *b => Some(a),
        _ => None,
    })?;
    let message: Message = say!("把 `{operator}` 改成 `{other}`", "write `{other}` in place of `{operator}`");
    Some(Fix::new(Safety::Unsafe, message).replace(rule.place.file, one.span, *other))
}

#[cfg(test)]
mod tests {
    use super::LINT;
    use crate::lint::testing::{findings, fixed};

    fn province(statement: &str, clauses: &str) -> String {
        format!(
            "for unit {{ rule a \"甲\" {{ cites e-01 {clauses} }} }}\nsource hubei \"页\" {{ statements {{ e-01 decidable \"{statement}\" }} }}"
        )
    }

    fn check(statement: &str, clauses: &str) -> String {
        findings(&LINT, &province(statement, clauses))
    }

    #[test]
    fn more_than_five_is_not_five() {
        assert_eq!(
            check("网站超过5个的", "when sponsor.sites >= 5 forbid"),
            "statement `e-01` says 「超过5个」, a line between 5 and 6, and the rule draws it between 4 and 5"
        );
        assert_eq!(check("网站超过5个的", "when sponsor.sites > 5 forbid"), "");
        assert_eq!(check("网站超过5个的", "when sponsor.sites >= 6 forbid"), "");
        assert_eq!(check("网站超过5个的", "require sponsor.sites <= 5"), "");
    }

    #[test]
    fn brackets_say_on_which_side_the_number_is() {
        assert_eq!(
            check("网站在5个以上（不含5个）的", "when sponsor.sites >= 5 forbid"),
            "statement `e-01` says 「5个以上（不含5个）」, a line between 5 and 6, and the rule draws it between 4 and 5"
        );
        assert_eq!(check("网站在5个以上（不含5）的", "when sponsor.sites > 5 forbid"), "");
        assert_eq!(check("网站在5个以上（含5个）的", "when sponsor.sites >= 5 forbid"), "");
        assert_ne!(check("网站超过5个（含5个）的", "when sponsor.sites > 5 forbid"), "");
        assert_eq!(check("网站超过5个（含5个）的", "when sponsor.sites >= 5 forbid"), "");
        assert_ne!(check("限5个以内（不含5个）", "require sponsor.sites <= 5"), "");
        assert_eq!(check("限5个以内（不含5个）", "require sponsor.sites < 5"), "");
        assert_eq!(check("5个以下（含5个）", "require sponsor.sites <= 5"), "");
    }

    #[test]
    fn ages_and_durations_are_compared_too() {
        assert_ne!(check("不满十八周岁的", "when sponsor.age <= 18 years forbid"), "");
        assert_eq!(check("不满十八周岁的", "when minor forbid"), "");
        assert_eq!(
            check("有效期多于3个月", "require remaining(domain.expires_on) >= 3 months"),
            "statement `e-01` says 「多于3个月」, by which exactly 「3个月」 counts with the shorter, and the rule counts it with the longer"
        );
        assert_eq!(check("有效期多于3个月", "require remaining(domain.expires_on) > 3 months"), "");
    }

    #[test]
    fn another_number_is_another_matter() {
        assert_eq!(check("网站超过5个的", "when sponsor.sites > 8 forbid"), "");
        assert_eq!(check("网站超过5个的", "when sponsor.age > 6 years forbid"), "");
        assert_eq!(check("网站超过5个或者超过4个的", "when sponsor.sites > 4 forbid"), "");
        assert_eq!(check("网站只有5个的", "when sponsor.sites = 5 forbid"), "");
    }

    #[test]
    fn numbers_of_answers_are_compared() {
        let province = |answer: &str| {
            format!(
                "for unit {{ limit: {answer} cites e-01 }} source hubei \"页\" {{ statements {{ e-01 decidable \"最多提交5个网站\" }} }}"
            )
        };
        assert_ne!(findings(&LINT, &province("reached(5)")), "");
        assert_eq!(findings(&LINT, &province("reached(6)")), "");
        assert_eq!(findings(&LINT, &province("over(5)")), "");
    }

    #[test]
    fn the_fix_exchanges_the_operator() {
        let fixed = |clauses: &str| fixed(&LINT, &province("网站超过5个的", clauses));
        let wanted = |clauses: &str| province("网站超过5个的", clauses);
        assert_eq!(fixed("when sponsor.sites >= 5 forbid"), wanted("when sponsor.sites > 5 forbid"));
        assert_eq!(fixed("当 sponsor.sites 至少 5 forbid"), wanted("当 sponsor.sites 超过 5 forbid"));
        assert_eq!(fixed("require sponsor.sites < 5"), wanted("require sponsor.sites <= 5"));
        // Another number is for somebody to think about.
        assert_eq!(fixed("when sponsor.sites > 6 forbid"), wanted("when sponsor.sites > 6 forbid"));
    }
}
