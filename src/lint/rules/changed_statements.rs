//! A page whose statements changed since they were held against the rules.

use crate::diagnostic::{Code, Diagnostic, Fix, Safety, Severity};
use crate::lint::{Check, Lint, ProgramContext};
use crate::model::Source;
use crate::model::fingerprint::of_statements;
use crate::say;
use crate::syntax::ast::{Item, Property};
use crate::text::Span;

pub const LINT: Lint = Lint {
    code: Code {
        code: "L0102",
        name: "changed-statements",
        severity: Severity::Warning,
        title: "原文条目改过，规则还没有核对",
        page: PAGE,
    },
    fix: Some(Safety::Unsafe),
    check: Check::Program(check),
};

const PAGE: &str = r#"
## 中文

来源里写着 `核对 "…"`：规则上一次同原文条目逐条核对时，条目的指纹。
现在的条目和那时不同了：有人增删或改写了条目，引用它们的规则可能还是按旧的写的。
按改后的条目核对规则，再把 `核对` 改成提示里的新指纹。
没有写 `核对` 的来源不检查。

## English

A source says `reviewed "…"`: the fingerprint of its statements when the rules were last held against them.
The statements are different now: some were added, removed or written anew, and the rules that cite them may still follow the old ones.
Hold the rules against the statements, then write the new fingerprint behind `reviewed`.
A source without `reviewed` is not looked at.

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
  核对 "00000000"
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
  核对 "8bcff006"
  原文条目 { e-01 可判定 "单位须有公章" }
}
```
"#;

fn check(context: &ProgramContext<'_>, diagnostics: &mut Vec<Diagnostic>) {
    for source in &context.program.sources {
        let Some((_, reviewed)) = source.properties.iter().find(|(key, _)| *key == PROPERTY) else { continue };
        let now = of_statements(source);
        if **reviewed == *now {
            continue;
        }
        let (label, place) = (&source.label, source.place);
        let message = say!(
            "`{label}` 的原文条目在核对之后改过",
            "the statements of `{label}` changed since they were held against the rules"
        );
        let help = say!(
            "按改后的条目核对引用它们的规则，再写 `核对 \"{now}\"`",
            "hold the rules that cite them against the new statements, then write `reviewed \"{now}\"`"
        );
        let span = written(context, source).unwrap_or(place.span);
        let fix = Fix::new(Safety::Unsafe, say!("核对过了，改写指纹", "they agree; write the new fingerprint"));
        let diagnostic = Diagnostic::new(LINT.code, place.file, span, message).help(help);
        diagnostics.push(diagnostic.fix(fix.replace(place.file, span, now)));
    }
}

const PROPERTY: &str = "reviewed";

/// Where the fingerprint is written.
fn written(context: &ProgramContext<'_>, source: &Source) -> Option<Span> {
    let (file, text) = (source.place.file, context.text(source.place.file));
    let is_it = |property: &&Property| {
        crate::syntax::keywords::find(property.name.of(text)).is_some_and(|keyword| keyword.english == PROPERTY)
    };
    let sources = context.tree(file)?.items.iter().filter_map(|item| match item {
        Item::Source(item) if item.name.0 == source.place.span => Some(item),
        _ => None,
    });
    sources.flat_map(|item| &item.properties).find(is_it).map(|property| property.value.0)
}
