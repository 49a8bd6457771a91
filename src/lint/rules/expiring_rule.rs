//! A rule that ends soon.

use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::lint::{Check, Lint, ProgramContext};
use crate::say;

pub const LINT: Lint = Lint {
    code: Code {
        code: "L0503",
        name: "expiring-rule",
        severity: Severity::Warning,
        title: "就要失效的规则",
        page: PAGE,
    },
    fix: None,
    check: Check::Program(check),
};

const PAGE: &str = r#"
## 中文

规则的生效期间快到头了。到期以后它就不再管事，问一问管局是不是延长，或者以后怎么办。
提前多少天提醒，由 `guanju.toml` 的 `expiring-days` 决定，不写是 60 天；按今天算，或按 `--as-of`。
到期前后谁的结论会变，用 `guanju diff 文件夹 --from 今天 --to 到期以后` 看。

## English

The rule ends soon. After that day it says nothing: ask the bureau whether it is prolonged, or what holds then.
How many days ahead is `expiring-days` in `guanju.toml`, 60 if it does not say; today counts, or `--as-of`.
For whom something changes says `guanju diff FOLDER --from TODAY --to LATER`.

## Example

```gj bad
省份 湖北

适用于 单位备案 {
  规则 seal "须有公章" {
    要求 主办者有公章
    生效 至 2026-12-31
  }
}
```

```gj good
省份 湖北

适用于 单位备案 {
  规则 seal "须有公章" {
    要求 主办者有公章
    生效 至 2027-12-31
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
            let is_told = last.replace(rule.place) == Some(rule.place);
            let Some(until) = rule.effective.until.filter(|until| *until >= today && !is_told) else { continue };
            let days = until.day_number() - today.day_number();
            if i64::from(days) > i64::from(context.settings.expiring_days) {
                continue;
            }
            let message = say!("这条规则到 {until} 为止，还有{days}天", "this rule ends on {until}, in {days} days");
            let help = say!(
                "问清楚到期以后怎么办：延长的改写 `生效` 的日子，有新办法的另写一条从次日生效的规则",
                "ask what holds then: write a later day, or a rule that is effective from the day after"
            );
            diagnostics.push(Diagnostic::new(LINT.code, rule.place.file, rule.place.span, message).help(help));
        }
    }
}
