//! Labels that differ only in what nobody sees or in a variant of a character.

use std::collections::HashMap;

use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::lint::{Check, Lint, ProgramContext};
use crate::model::Place;
use crate::say;

pub const LINT: Lint = Lint {
    code: Code {
        code: "L0403",
        name: "confusable-labels",
        severity: Severity::Warning,
        title: "名称容易混淆",
        page: PAGE,
    },
    fix: None,
    check: Check::Program(check),
};

const PAGE: &str = r#"
## 中文

两样东西的名称只差异体字（帐、账）、全角半角、大小写或标点。
写规则的人会以为是同一个，写错了也看不出来。
改其中一个的名称；本来就是一样东西的，只留一个。

## English

Two labels differ only in a variant of a character (帐, 账), in full-width forms, in case or in punctuation.
Whoever writes rules takes them for one, and a mistake cannot be seen.
Rename one of them; if they are the same thing, keep one.

## Example

```gj bad file=vocabulary/extra.gj
词表 accounts "账号用词" { "账号" }
词表 accounts_too "帐号用词" { "帐号" }
```

```gj good file=vocabulary/extra.gj
词表 accounts "账号用词" { "账号"，"帐号" }
```
"#;

fn check(context: &ProgramContext<'_>, diagnostics: &mut Vec<Diagnostic>) {
    let vocabulary = &context.program.vocabulary;
    let mut first_of: HashMap<String, (&str, Place)> = HashMap::new();
    let mut see = |label: &'static str, written, place| compare(label, written, place, &mut first_of, diagnostics);
    vocabulary.enums.iter().for_each(|item| see("enum", &item.label, item.place));
    vocabulary.lists.iter().for_each(|item| see("list", &item.label, item.place));
    vocabulary.facts.iter().for_each(|item| see("", &item.label, item.place));
    vocabulary.derived.iter().for_each(|item| see("", &item.label, item.place));
    vocabulary.materials.iter().for_each(|item| see("", &item.label, item.place));
    vocabulary.bundles.iter().for_each(|item| see("", &item.label, item.place));
    vocabulary.words.iter().for_each(|item| see("", &item.label, item.place));
    vocabulary.tables.iter().for_each(|item| see("", &item.label, item.place));
    vocabulary.templates.iter().for_each(|item| see("", &item.label, item.place));
    vocabulary.attributes.iter().for_each(|item| see("attribute", &item.label, item.place));
    context.program.policies.iter().for_each(|item| see("policy", &item.label, item.place));
}

/// Labels that stand in different places of the language are not confused: `kind` keeps them apart.
fn compare<'a>(
    kind: &str,
    label: &'a str,
    place: Place,
    first_of: &mut HashMap<String, (&'a str, Place)>,
    diagnostics: &mut Vec<Diagnostic>,
) {
    let (first, first_place) = *first_of.entry(format!("{kind}:{}", plain(label))).or_insert((label, place));
    if first == label {
        return;
    }
    let message = say!("`{label}` 和 `{first}` 容易混淆", "`{label}` is easily taken for `{first}`");
    let help =
        say!("改其中一个的名称；是同一样东西的只留一个", "rename one of them, or keep only one if they are the same");
    diagnostics.push(
        Diagnostic::new(LINT.code, place.file, place.span, message)
            .also(first_place.file, first_place.span, say!("和这个只差一点", "differs from this by little"))
            .help(help),
    );
}

/// Variants of characters and words that mean the same, and the form that is compared.
const VARIANTS: &[(&str, &str)] = &[
    ("帐", "账"),
    ("登陆", "登录"),
    ("身分", "身份"),
    ("其它", "其他"),
    ("渡过", "度过"),
    ("陜", "陕"),
    ("佔", "占"),
    ("週", "周"),
];

/// A label without what is easily overlooked.
fn plain(label: &str) -> String {
    let mut text: String = label.chars().filter_map(plain_letter).flat_map(char::to_lowercase).collect();
    for (variant, usual) in VARIANTS {
        if text.contains(variant) {
            text = text.replace(variant, usual);
        }
    }
    text
}

/// The half-width form of a letter; `None` for spaces and punctuation.
fn plain_letter(letter: char) -> Option<char> {
    let half = match letter {
        '！'..='～' => char::from_u32(u32::from(letter) - 0xFEE0).unwrap_or(letter),
        letter => letter,
    };
    half.is_alphanumeric().then_some(half)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_overlooked_does_not_count() {
        for (one, other) in
            [("帐号", "账号"), ("ＩＣＰ 备案", "icp备案"), ("居住证（本省）", "居住证本省"), ("登陆名", "登录名")]
        {
            assert_eq!(plain(one), plain(other));
        }
        assert_ne!(plain("主体负责人"), plain("网站负责人"));
    }
}
