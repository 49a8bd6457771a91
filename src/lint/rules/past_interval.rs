//! A rule that no longer stands on any day to come.

use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::lint::{Check, Lint, ProgramContext};
use crate::model::{Effective, Place};
use crate::say;
use crate::text::Date;

pub const LINT: Lint = Lint {
    code: Code {
        code: "L0501",
        name: "past-interval",
        severity: Severity::Warning,
        title: "已经失效的规则",
        page: PAGE,
    },
    fix: None,
    check: Check::Program(check),
};

const PAGE: &str = r#"
## 中文

规则或答复写了 `生效 … 至` 某一天，那一天已经过去，它对以后的申请都不起作用。
过期的规则留着，读的人容易当真。
删去它，在原处写 `已废止 编号`；还要继续的，改写日子。

## English

A rule or an answer is `effective … until` a day that is over; it holds for no application to come.
Readers take such rules for what holds.
Remove it and write `retired` with its id in its place, or write a later day if it goes on.

## Example

```gj bad
省份 湖北

适用于 单位备案 {
  规则 seal "须有公章" {
    要求 主办者有公章
    生效 自 2020-01-01 至 2021-12-31
  }
}
```

```gj good
省份 湖北

适用于 单位备案 {
  规则 seal "须有公章" {
    要求 主办者有公章
    生效 自 2020-01-01
  }
}
```
"#;

fn check(context: &ProgramContext<'_>, diagnostics: &mut Vec<Diagnostic>) {
    let Some(today) = context.settings.as_of else { return };
    for layer in &context.program.layers {
        // The rules of an answer share its place, and so do the tracks of a rule.
        let mut last = None;
        for rule in &layer.rules {
            if last != Some(rule.place) {
                report(rule.place, rule.effective, today, diagnostics);
            }
            last = Some(rule.place);
        }
    }
}

fn report(place: Place, effective: Effective, today: Date, diagnostics: &mut Vec<Diagnostic>) {
    let Some(until) = effective.until.filter(|until| *until < today) else { return };
    let message = say!("这条规则到 {until} 为止，已经失效", "this rule ended on {until}");
    let help = say!(
        "删去它，在原处写 `已废止` 和它的编号；还在施行的，改写 `生效` 的日子",
        "remove it and write `retired` with its id; if it still holds, write a later day"
    );
    diagnostics.push(Diagnostic::new(LINT.code, place.file, place.span, message).help(help));
}
