//! A page that was read too long ago.

use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::lint::{Check, Lint, ProgramContext};
use crate::say;

pub const LINT: Lint = Lint {
    code: Code {
        code: "L0101",
        name: "stale-source",
        severity: Severity::Warning,
        title: "页面很久没有查阅",
        page: PAGE,
    },
    fix: None,
    check: Check::Program(check),
};

const PAGE: &str = r#"
## 中文

来源里的 `查阅于` 离今天已经超过配置的月数（`stale-months`，默认 12 个月）。
管局的要求常变，很久没看过的页面多半已经不是这样。
重新打开页面，核对原文条目，再改写日期。

## English

The day on which the page of a source was `read` is further back than the configured number of months (`stale-months`, 12 by default).
Bureaus change their requirements, and a page that nobody looked at for so long may say something else now.
Open the page, hold the statements against it, and write the new day.

## Example

```gj bad
省份 湖北

适用于 单位备案 {
  规则 seal "须有公章" {
    依据 e-01
    要求 主办者有公章
  }
}

来源 hubei "湖北省管局要求" {
  查阅于 2024-03-01
  原文条目 { e-01 可判定 "单位须有公章" }
}
```

```gj good
省份 湖北

适用于 单位备案 {
  规则 seal "须有公章" {
    依据 e-01
    要求 主办者有公章
  }
}

来源 hubei "湖北省管局要求" {
  查阅于 2026-11-01
  原文条目 { e-01 可判定 "单位须有公章" }
}
```
"#;

fn check(context: &ProgramContext<'_>, diagnostics: &mut Vec<Diagnostic>) {
    let Some(today) = context.settings.as_of else { return };
    let months = context.settings.stale_months;
    for source in &context.program.sources {
        let Some(read) = source.read else { continue };
        if read.plus_months(i64::from(months)).is_none_or(|last| last >= today) {
            continue;
        }
        let label = &source.label;
        let message = say!(
            "`{label}` 是 {read} 查阅的，到 {today} 已经超过 {months} 个月",
            "`{label}` was read on {read}, more than {months} months before {today}"
        );
        let help = say!(
            "重新打开页面，核对原文条目，再把 `查阅于` 改成那一天",
            "open the page again, check the statements, then write the new day behind `read`"
        );
        let place = source.place;
        diagnostics.push(Diagnostic::new(LINT.code, place.file, place.span, message).help(help));
    }
}
