//! A scenario that expects what is always so.

use std::collections::HashMap;

use crate::diagnostic::{Code, Diagnostic, Fix, Safety, Severity};
use crate::lint::removal::with_its_line;
use crate::lint::{Check, Lint, ProgramContext};
use crate::model::{Effect, Expectation, Layer, Place};
use crate::say;
use crate::text::Span;

pub const LINT: Lint = Lint {
    code: Code {
        code: "L0601",
        name: "unfailing-expectation",
        severity: Severity::Warning,
        title: "不会失败的预期",
        page: PAGE,
    },
    fix: Some(Safety::Safe),
    check: Check::Program(check),
};

const PAGE: &str = r#"
## 中文

情形预期一条规则 `符合`，但那条规则只有建议、说明、允许或事后义务，从来不会 `违反`。
这样的预期总是成立，什么也没有验。
改成预期结论，或预期真正作判定的那条规则；只想说明的写成 `说明`。

## English

A scenario expects `ok` of a rule that only advises, notes, permits or sets a duty and is never `violated`.
Such an expectation always holds and tests nothing.
Expect the verdict, or a rule that decides; what is only to be said becomes a `note`.

## Example

```gj bad
省份 湖北

适用于 单位备案 {
  规则 tip "宜有公章" {
    建议 "宜有公章"
  }
}

情形 with_seal "有公章" {
  预期 结论 通过 到 拒绝
  预期 hubei.unit.tip 符合
}
```

```gj good
省份 湖北

适用于 单位备案 {
  规则 seal "须有公章" {
    要求 主办者有公章
  }
}

情形 with_seal "有公章" {
  预期 hubei.unit.seal 符合
}
```
"#;

fn check(context: &ProgramContext<'_>, diagnostics: &mut Vec<Diagnostic>) {
    let program = context.program;
    let layers: HashMap<&str, &Layer> = program.layers.iter().map(|layer| (&*layer.name, layer)).collect();
    let mut idle: HashMap<&str, Vec<&str>> = HashMap::new();
    let expected = program
        .scenarios
        .iter()
        .flat_map(|scenario| scenario.expectations.iter().map(|expected| (expected, scenario.expectations.len())));
    for (expected, count) in expected {
        let Expectation::Finding(id, "ok") = &expected.what else { continue };
        let Some((layer, name)) = id.split_once('.') else { continue };
        let Some(known) = layers.get(layer) else { continue };
        let idle = idle.entry(layer).or_insert_with(|| idle_rules(known));
        if !idle.contains(&name) {
            continue;
        }
        let message = say!("`{id}` 从不会违反，预期符合总是成立", "`{id}` is never violated, so this always holds");
        let help = say!("改成预期结论，或预期作判定的规则", "expect the verdict, or a rule that decides");
        let place = expected.place;
        let diagnostic = Diagnostic::new(LINT.code, place.file, place.span, message).help(help);
        // A scenario has to expect something.
        let line = line_of(context.text(place.file), place.span).filter(|_| count > 1);
        diagnostics.push(match line {
            Some(line) => diagnostic.fix(removal(place, line)),
            None => diagnostic,
        });
    }
}

fn removal(place: Place, line: Span) -> Fix {
    Fix::new(Safety::Safe, say!("删去这一行", "remove this line")).replace(place.file, line, "")
}

/// The line of an expectation, with its line break, if nothing else stands on it.
fn line_of(text: &str, span: Span) -> Option<Span> {
    let before = text[..span.start as usize].trim_end();
    let keyword = ["expect", "预期"].iter().find(|word| before.ends_with(**word))?;
    let whole = Span::new(before.len() - keyword.len(), span.end as usize);
    let lines = with_its_line(text, whole);
    (lines != whole).then_some(lines)
}

/// The rules of a layer that decide nothing.
fn idle_rules(layer: &Layer) -> Vec<&str> {
    let is_idle = |effect: &Effect| matches!(effect, Effect::None | Effect::Permit);
    layer.rules.iter().filter(|rule| is_idle(&rule.effect)).map(|rule| &*rule.name).collect()
}
