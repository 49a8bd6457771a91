//! Two rules of one layer with the same label.

use std::collections::HashMap;

use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::lint::{Check, Lint, ProgramContext};
use crate::model::{Origin, Rule};
use crate::say;

pub const LINT: Lint = Lint {
    code: Code {
        code: "L0402",
        name: "duplicate-label",
        severity: Severity::Warning,
        title: "两条规则同名",
        page: PAGE,
    },
    fix: None,
    check: Check::Program(check),
};

const PAGE: &str = r#"
## 中文

同一个省有两条规则的名称一样，适用的主体也有重合。
申请人收到的提示里只有名称，分不清是哪一条。
改其中一条的名称，说出它们的区别；同一条规则先后两个版本可以同名，但要写各自的 `生效` 期间。

## English

Two rules of one province have the same label and are for the same applicants.
Applicants see the label only and cannot tell which rule is meant.
Give one of them another label that says what is different; two versions of one rule may share it when each says when it is `effective`.

## Example

```gj bad
省份 湖北

适用于 单位备案 {
  规则 seal "须有公章" {
    要求 主办者有公章
  }
  规则 hall "须有公章" {
    要求 主体已在本接入商
  }
}
```

```gj good
省份 湖北

适用于 单位备案 {
  规则 seal "须有公章" {
    要求 主办者有公章
  }
  规则 hall "主体须已在本接入商" {
    要求 主体已在本接入商
  }
}
```
"#;

fn check(context: &ProgramContext<'_>, diagnostics: &mut Vec<Diagnostic>) {
    for layer in &context.program.layers {
        let mut first_of: HashMap<&str, &Rule> = HashMap::new();
        for rule in layer.rules.iter().filter(|rule| rule.origin == Origin::Own && !rule.label.is_empty()) {
            let Some(first) = first_of.get(&*rule.label) else {
                first_of.insert(&rule.label, rule);
                continue;
            };
            let is_version = first.effective != rule.effective;
            // A rule that is written for several tracks at once is one rule.
            if is_version || first.place == rule.place || first.tracks.common(rule.tracks).is_empty() {
                continue;
            }
            let (label, place) = (&rule.label, rule.place);
            let message = say!("已经有一条规则叫 `{label}`", "another rule has the label `{label}`");
            let help = say!("改其中一条的名称，说出区别", "give one of them another label that says what is different");
            diagnostics.push(
                Diagnostic::new(LINT.code, place.file, place.span, message)
                    .also(
                        first.place.file,
                        first.place.span,
                        say!("前面这条也叫这个名称", "this one has the same label"),
                    )
                    .help(help),
            );
        }
    }
}
