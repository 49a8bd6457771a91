//! Versions of one rule that overlap, or leave days between them.

use std::collections::BTreeMap;

use crate::diagnostic::{Code, Diagnostic, Message, Severity};
use crate::lint::{Check, Lint, ProgramContext};
use crate::model::{Origin, Rule};
use crate::say;

pub const LINT: Lint = Lint {
    code: Code {
        code: "L0502",
        name: "uneven-versions",
        severity: Severity::Warning,
        title: "前后两版的期间不衔接",
        page: PAGE,
    },
    fix: None,
    check: Check::Program(check),
};

const PAGE: &str = r#"
## 中文

同一个省有两条同名的规则，各写了 `生效` 期间，是同一条规则的前后两版。
两版之间空出了几天，那几天就没有这条规则；或者有几天两版同时生效。
把前一版的 `至` 写成后一版的 `自` 的前一天。

## English

Two rules of one province share a label and each says when it is `effective`: they are versions of one rule.
There are days between them on which the rule does not hold, or days on which both do.
Let the first end on the day before the second begins.

## Example

```gj bad
省份 湖北

适用于 单位备案 {
  规则 seal "须有公章" {
    要求 主办者有公章
    生效 至 2026-12-31
  }
  规则 seal_2027 "须有公章" {
    要求 主体已在本接入商
    生效 自 2027-02-01
  }
}
```

```gj good
省份 湖北

适用于 单位备案 {
  规则 seal "须有公章" {
    要求 主办者有公章
    生效 至 2026-12-31
  }
  规则 seal_2027 "须有公章" {
    要求 主体已在本接入商
    生效 自 2027-01-01
  }
}
```
"#;

fn check(context: &ProgramContext<'_>, diagnostics: &mut Vec<Diagnostic>) {
    for layer in &context.program.layers {
        let mut versions: BTreeMap<&str, Vec<&Rule>> = BTreeMap::new();
        let is_dated = |rule: &&Rule| rule.effective.from.is_some() || rule.effective.until.is_some();
        for rule in layer.rules.iter().filter(|rule| rule.origin == Origin::Own).filter(is_dated) {
            versions.entry(&rule.label).or_default().push(rule);
        }
        for mut rules in versions.into_values() {
            rules.sort_by_key(|rule| (rule.effective.from, rule.effective.until));
            for pair in rules.windows(2) {
                if pair[0].place != pair[1].place && !pair[0].tracks.common(pair[1].tracks).is_empty() {
                    report(pair[0], pair[1], diagnostics);
                }
            }
        }
    }
}

fn report(earlier: &Rule, later: &Rule, diagnostics: &mut Vec<Diagnostic>) {
    let Some((message, help)) = unevenness(earlier, later) else { return };
    let place = later.place;
    diagnostics.push(
        Diagnostic::new(LINT.code, place.file, place.span, message)
            .also(earlier.place.file, earlier.place.span, say!("前一版", "the version before it"))
            .help(help),
    );
}

fn unevenness(earlier: &Rule, later: &Rule) -> Option<(Message, Message)> {
    let label = &later.label;
    match (earlier.effective.until, later.effective.from) {
        (Some(until), Some(from)) if until.next() == Some(from) => None,
        (Some(until), Some(from)) if until < from => {
            let last = from.previous()?;
            Some((
                say!(
                    "`{label}` 前后两版之间空着 {until} 以后到 {last} 的日子",
                    "no version of `{label}` holds after {until} until {last}"
                ),
                say!("把前一版写成 `至 {last}`", "let the version before it end with `until {last}`"),
            ))
        }
        (_, Some(from)) => {
            let last = from.previous()?;
            Some((
                say!("`{label}` 前后两版从 {from} 起同时生效", "two versions of `{label}` hold from {from} on"),
                say!("把前一版写成 `至 {last}`", "let the version before it end with `until {last}`"),
            ))
        }
        (_, None) => Some((
            say!("`{label}` 的两版同时生效", "two versions of `{label}` hold at once"),
            say!("给后一版写 `生效 自` 的日子", "say from which day the later one is effective"),
        )),
    }
}
