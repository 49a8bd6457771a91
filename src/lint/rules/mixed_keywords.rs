//! Keywords of one file in two spellings.

use crate::diagnostic::{Code, Diagnostic, Fix, Safety, Severity};
use crate::lint::{Check, FileContext, Lint};
use crate::say;
use crate::syntax;
use crate::syntax::keywords::{Keyword, Spelling};
use crate::syntax::words::{has_two_spellings, keyword_places, respelled, usual_spelling};
use crate::text::Span;

pub const LINT: Lint = Lint {
    code: Code {
        code: "L0404",
        name: "mixed-keywords",
        severity: Severity::Warning,
        title: "关键词中英文混用",
        page: PAGE,
    },
    fix: Some(Safety::Safe),
    check: Check::File(check),
};

const PAGE: &str = r#"
## 中文

一个文件里，有的关键词用中文写，有的用英文写。
两种写法意思一样，混着用难读，搜索时也会漏。
`guanju check --fix` 或 `guanju fmt` 会统一成文件里多数的写法；`guanju.toml` 的 `keywords` 可以规定用哪一种。

## English

Some keywords of a file are written in Chinese, others in English.
Both mean the same, but the mixture is hard to read, and searching finds only half.
`guanju check --fix` or `guanju fmt` writes all in the spelling of most; `keywords` in `guanju.toml` says which is wanted.

## Example

```gj bad
省份 湖北

适用于 单位备案 {
  规则 seal "须有公章" {
    require 主办者有公章
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
    let words = keyword_places(text);
    let is_mixed = |spelling| words.iter().any(|(span, keyword)| span.of(text) == keyword.in_spelling(spelling));
    let is_as_wanted = context.settings.keywords.is_none_or(|wanted| !is_mixed(wanted.other()));
    if is_as_wanted && !(is_mixed(Spelling::English) && is_mixed(Spelling::Chinese)) {
        return;
    }
    // A fact may be called `phone`: only reading the file tells which words are keywords.
    let Some(words) = exact_places(text) else { return };
    let wanted = context.settings.keywords.unwrap_or_else(|| usual_spelling(text, &words));
    let others: Vec<&(Span, &Keyword)> =
        words.iter().filter(|(span, keyword)| span.of(text) != keyword.in_spelling(wanted)).collect();
    let Some((first, keyword)) = others.first() else { return };
    let (written, meant, count) = (first.of(text), keyword.in_spelling(wanted), others.len());
    let message = match (context.settings.keywords, wanted) {
        (None, Spelling::Chinese) => say!(
            "`{written}` 是英文关键词，这个文件用中文的（共 {count} 处）",
            "`{written}` is an English keyword in a file with Chinese ones ({count} in all)"
        ),
        (None, Spelling::English) => say!(
            "`{written}` 是中文关键词，这个文件用英文的（共 {count} 处）",
            "`{written}` is a Chinese keyword in a file with English ones ({count} in all)"
        ),
        (Some(_), Spelling::Chinese) => say!(
            "`{written}` 是英文关键词，配置规定用中文的（共 {count} 处）",
            "`{written}` is an English keyword, and the configuration wants Chinese ones ({count} in all)"
        ),
        (Some(_), Spelling::English) => say!(
            "`{written}` 是中文关键词，配置规定用英文的（共 {count} 处）",
            "`{written}` is a Chinese keyword, and the configuration wants English ones ({count} in all)"
        ),
    };
    let mut fix = Fix::new(Safety::Safe, say!("全部改成一种写法", "write all of them in one spelling"));
    for (span, keyword) in others {
        fix = fix.replace(context.id, *span, respelled(text, *span, keyword, wanted));
    }
    let help = say!("写成 `{meant}`，或运行 `guanju fmt`", "write `{meant}`, or run `guanju fmt`");
    diagnostics.push(Diagnostic::new(LINT.code, context.id, *first, message).help(help).fix(fix));
}

/// The keywords with two spellings, as the grammar reads them.
fn exact_places(text: &str) -> Option<Vec<(Span, &'static Keyword)>> {
    let written = syntax::concrete(text)?;
    Some(written.keywords().filter(|(span, keyword)| has_two_spellings(keyword, span.of(text))).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lint::testing::found;

    #[test]
    fn a_name_is_no_keyword() {
        let text = "词表 phones \"电话号码\" { \"甲\" }\n事实 person \"人\" { phone 号码 \"电话\" 可补正 }\n";
        assert_eq!(found(&LINT, &[("people.gj", text)]), [""; 0]);
    }

    #[test]
    fn the_rarer_spelling_is_pointed_at() {
        let text = "词表 a \"甲\" 未穷尽 { \"甲\" }\nwords b \"乙\" { \"乙\" }\n";
        assert_eq!(
            found(&LINT, &[("words.gj", text)]),
            ["words.gj: `words` is an English keyword in a file with Chinese ones (1 in all)"]
        );
    }
}
