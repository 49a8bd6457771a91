//! A label that says nothing.

use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::lint::{Check, FileContext, Lint};
use crate::say;
use crate::syntax::declarations::each_declaration;

pub const LINT: Lint = Lint {
    code: Code {
        code: "L0401", name: "missing-label", severity: Severity::Warning, title: "没有写名称", page: PAGE
    },
    fix: None,
    check: Check::File(check),
};

const PAGE: &str = r#"
## 中文

引号里的名称是空的，或者只是把标识照抄了一遍。
名称会出现在提示、文档和申请人看到的清单里，空着就没有人知道说的是什么。
在引号里写一个中文名称。

## English

The label between the quotation marks is empty, or only repeats the id.
Labels are what messages, documents and checklists show; without one nobody knows what is meant.
Write a name for people between the quotation marks.

## Example

```gj bad
省份 湖北

适用于 单位备案 {
  规则 seal "" {
    要求 主办者有公章
  }
}
```

```gj good
省份 湖北

适用于 单位备案 {
  规则 seal "须有公章" {
    要求 主办者有公章
  }
}
```
"#;

fn check(context: &FileContext<'_>, diagnostics: &mut Vec<Diagnostic>) {
    let text = &*context.file.text;
    each_declaration(context.tree, |declared| {
        let (name, label) = (declared.name.of(text), declared.label.of(text));
        // A broken declaration has no place of its own.
        if declared.label.0.start == 0 || (!label.trim().is_empty() && label != name) {
            return;
        }
        let message = say!("`{name}` 没有写名称", "`{name}` has no label");
        let help = say!("在引号里写一个中文名称", "write a name for people between the quotation marks");
        diagnostics.push(Diagnostic::new(LINT.code, context.id, declared.name.0, message).help(help));
    });
}
