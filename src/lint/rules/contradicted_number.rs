//! A label or a comment with a number that the rule beside it contradicts.

use crate::diagnostic::{Code, Diagnostic, Fix, Message, Safety, Severity};
use crate::lint::wording::boundaries::boundaries;
use crate::lint::wording::constants::{Constant, Definitions};
use crate::lint::wording::numbers::{Measure, Number, numbers};
use crate::lint::{Check, Lint, ProgramContext};
use crate::model::{Origin, Place, Rule};
use crate::say;
use crate::syntax::comment_of;
use crate::text::{FileId, Span};

pub const LINT: Lint = Lint {
    code: Code {
        code: "L0204",
        name: "contradicted-number",
        severity: Severity::Warning,
        title: "名称或注释里的数与规则不符",
        page: PAGE,
    },
    fix: Some(Safety::Shown),
    check: Check::Program(check),
};

const PAGE: &str = r#"
## 中文

规则的名称或旁边的注释写着一个数，如「超过5个」，规则里同类的数却都不是它。
多半是改了规则而忘了改名称，读的人会相信名称。
把两处改成一样；更好的是名称里不写数，数只写在规则里一处。

## English

The label of a rule or a comment beside it gives a number, such as 超过5个, and the rule has others of that kind but not this one.
Most often the rule was changed and its label was not, and people believe the label.
Make them agree; better still, leave numbers out of labels, so that each stands in one place.

## Example

```gj bad
省份 湖北

适用于 单位备案 {
  规则 many_sites "网站超过5个" {
    依据 e-01
    当 本单网站数 超过 8
    不予备案
  }
}

来源 hubei "湖北省管局要求" {
  原文条目 { e-01 可判定 "一次提交的网站超过8个的不予备案" }
}
```

```gj good
省份 湖北

适用于 单位备案 {
  规则 many_sites "网站太多" {
    依据 e-01
    当 本单网站数 超过 8
    不予备案
  }
}

来源 hubei "湖北省管局要求" {
  原文条目 { e-01 可判定 "一次提交的网站超过8个的不予备案" }
}
```
"#;

fn check(context: &ProgramContext<'_>, diagnostics: &mut Vec<Diagnostic>) {
    let program = context.program;
    let definitions = Definitions::new(&program.vocabulary);
    let mut constants = Vec::new();
    for layer in &program.layers {
        // The rules of one answer stand together and are one place.
        for rules in layer.rules.chunk_by(|a, b| a.place == b.place) {
            constants.clear();
            rules.iter().for_each(|rule| definitions.add_constants(rule, &mut constants));
            if !constants.is_empty() {
                check_labels(context, rules, &constants, diagnostics);
                check_comments(context, rules[0].place, &constants, diagnostics);
            }
        }
    }
}

fn check_labels(
    context: &ProgramContext<'_>,
    rules: &[Rule],
    constants: &[Constant],
    diagnostics: &mut Vec<Diagnostic>,
) {
    let found = rules.iter().find_map(|rule| Some((rule, contradicted(&rule.label, constants)?)));
    let Some((rule, number)) = found else { return };
    let (label, written) = (&rule.label, &rule.label[number.range.clone()]);
    let message = say!(
        "名称 `{label}` 写着「{written}」，规则里却没有这个数",
        "the label `{label}` says 「{written}」, and the rule has no such number"
    );
    let Place { file, span } = rule.place;
    let diagnostic = Diagnostic::new(LINT.code, file, span, message).help(help(&number, constants));
    // The label of an answer's rule stands in the policy, where other provinces use it too.
    let place = (rule.origin == Origin::Own).then(|| context.rule_at(rule.place)).flatten().map(|rule| rule.label.0);
    let said = place
        .map(|place| Span::new(place.start as usize + number.range.start, place.start as usize + number.range.end));
    let fix = said.and_then(|said| fix(context.text(file), file, said, &number, constants));
    diagnostics.push(with_fix(diagnostic, fix));
}

/// Comments in a rule, behind its last line and right above it.
fn check_comments(
    context: &ProgramContext<'_>,
    place: Place,
    constants: &[Constant],
    diagnostics: &mut Vec<Diagnostic>,
) {
    let text = context.text(place.file);
    let around = with_comments(text, place.span);
    let inside = around.of(text);
    if !inside.contains('#') {
        return;
    }
    let mut start = around.start as usize;
    for line in inside.split_inclusive('\n') {
        let found = comment_of(line).and_then(|offset| Some((offset, contradicted(&line[offset..], constants)?)));
        if let Some((offset, number)) = found {
            let said = Span::new(start + offset + number.range.start, start + offset + number.range.end);
            let written = said.of(text);
            let message = say!(
                "注释写着「{written}」，旁边的规则里却没有这个数",
                "a comment says 「{written}」, and the rule beside it has no such number"
            );
            // The place is the rule, so that an exception above the rule covers it.
            let diagnostic = Diagnostic::new(LINT.code, place.file, place.span, message)
                .help(help(&number, constants))
                .also(place.file, said, say!("注释在这里", "the comment is here"));
            diagnostics.push(with_fix(diagnostic, fix(text, place.file, said, &number, constants)));
        }
        start += line.len();
    }
}

/// From the first of the comment lines right above to the end of the last line.
fn with_comments(text: &str, span: Span) -> Span {
    let line_start = |place: usize| text[..place].rfind('\n').map_or(0, |newline| newline + 1);
    let mut start = line_start(span.start as usize);
    while start > 0 {
        let above = line_start(start - 1);
        if !text[above..start].trim_start().starts_with('#') {
            break;
        }
        start = above;
    }
    let end = span.end as usize;
    Span::new(start, text[end..].find('\n').map_or(text.len(), |newline| end + newline))
}

/// The first number of a text that counts what the rule counts, and is none of the rule's.
fn contradicted(text: &str, constants: &[Constant]) -> Option<Number> {
    let found = numbers(text);
    if found.is_empty() {
        return None;
    }
    let lines = boundaries(text);
    found.into_iter().find(|number| {
        let mut same = constants.iter().filter(|constant| number.measure == Some(constant.measure)).peekable();
        let line = lines.iter().find(|line| line.number == *number);
        let agrees = |constant: &Constant| {
            constant.value == number.value || line.is_some_and(|line| constant.splits_above(line.last_low))
        };
        // 两个负责人, 四处号码: what is counted in words and compared with nothing is a way of speaking.
        let is_said = number.measure != Some(Measure::Items)
            || line.is_some()
            || text[number.range.clone()].starts_with(|first: char| first.is_ascii_digit());
        is_said && same.peek().is_some() && !same.any(agrees)
    })
}

/// The rule's numbers of the same kind.
fn values(number: &Number, constants: &[Constant]) -> Vec<i64> {
    let same = constants.iter().filter(|constant| number.measure == Some(constant.measure));
    let mut values: Vec<i64> = same.map(|constant| constant.value).collect();
    values.sort_unstable();
    values.dedup();
    values
}

fn help(number: &Number, constants: &[Constant]) -> Message {
    let values: Vec<String> = values(number, constants).iter().map(i64::to_string).collect();
    let (zh, en) = (values.join("`、`"), values.join("`, `"));
    say!("规则里写的是 `{zh}`；把两处改成一样", "the rule has `{en}`; make both agree")
}

/// Writes the rule's number, where there is but one.
fn fix(text: &str, file: FileId, said: Span, number: &Number, constants: &[Constant]) -> Option<Fix> {
    let values = values(number, constants);
    let [value] = values.as_slice() else { return None };
    let written = said.of(text);
    let measure = written.trim_start_matches(|letter: char| letter.is_numeric() || letter == '两').trim_start();
    if measure.contains('年') {
        return None;
    }
    let message =
        say!("把「{written}」改成「{value}{measure}」", "write 「{value}{measure}」 in place of 「{written}」");
    Some(Fix::new(Safety::Shown, message).replace(file, said, format!("{value}{measure}")))
}

fn with_fix(diagnostic: Diagnostic, fix: Option<Fix>) -> Diagnostic {
    match fix {
        Some(fix) => diagnostic.fix(fix),
        None => diagnostic,
    }
}

#[cfg(test)]
mod tests {
    use super::LINT;
    use crate::lint::testing::findings;

    fn check(label: &str, inside: &str) -> String {
        findings(
            &LINT,
            &format!(
                "for unit {{\n  rule b \"乙\" {{ cites e-01 forbid }}\n  {label} {{\n    cites e-01\n    {inside}\n    forbid\n  }}\n}}\nsource hubei \"页\" {{ statements {{ e-01 prose \"甲\" }} }}"
            ),
        )
    }

    #[test]
    fn a_label_agrees_with_its_rule() {
        let message = "the label `网站超过5个` says 「5个」, and the rule has no such number";
        assert_eq!(check("rule a \"网站超过5个\"", "when sponsor.sites > 8"), message);
        assert_eq!(check("rule a \"网站超过5个\"", "when sponsor.sites > 5"), "");
        assert_eq!(check("rule a \"网站超过5个\"", "when sponsor.sites >= 6"), "");
        assert_ne!(check("rule a \"未满十六周岁\"", "when minor"), "");
    }

    #[test]
    fn comments_inside_above_and_behind_agree_too() {
        let message = "a comment says 「6个」, and the rule beside it has no such number";
        assert_eq!(check("rule a \"甲\"", "# 最多6个\n    when sponsor.sites > 5"), message);
        assert_eq!(check("rule a \"甲\"", "when sponsor.sites > 5  # 最多6个"), message);
        assert_eq!(check("# 最多6个\n  rule a \"甲\"", "when sponsor.sites > 5"), message);
        assert_eq!(check("# 最多6个\n\n  rule a \"甲\"", "when sponsor.sites > 5"), "");
    }

    #[test]
    fn numbers_of_other_things_are_left_alone() {
        assert_eq!(check("rule a \"满3个月\"", "when sponsor.sites > 5"), "");
        assert_eq!(check("rule a \"网站超过5个\"", "when sponsor.kind = unit"), "");
        assert_eq!(check("rule a \"两个页签共同的一条\"", "when sponsor.sites > 5"), "");
        assert_eq!(check("rule a \"四处至少五个不同号码\"", "when sponsor.sites >= 5"), "");
    }
}
