//! Keywords of one file in two spellings.

use crate::diagnostic::{Code, Diagnostic, Fix, Safety, Severity};
use crate::lint::{Check, FileContext, Lint};
use crate::say;
use crate::syntax::keywords::{self, Keyword, Place, Spelling};
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
    let is_chinese = |(span, keyword): &&(Span, &Keyword)| span.of(text) == keyword.chinese;
    let chinese = words.iter().filter(is_chinese).count();
    let usual = if chinese * 2 > words.len() { Spelling::Chinese } else { Spelling::English };
    let wanted = context.settings.keywords.unwrap_or(usual);
    let others: Vec<&(Span, &Keyword)> =
        words.iter().filter(|(span, keyword)| span.of(text) != keyword.in_spelling(wanted)).collect();
    let Some((first, keyword)) = others.first() else { return };
    let (written, meant, count) = (first.of(text), keyword.in_spelling(wanted), others.len());
    let message = match wanted {
        Spelling::Chinese => say!(
            "`{written}` 是英文关键词，这个文件用中文的（共 {count} 处）",
            "`{written}` is an English keyword in a file with Chinese ones ({count} in all)"
        ),
        Spelling::English => say!(
            "`{written}` 是中文关键词，这个文件用英文的（共 {count} 处）",
            "`{written}` is a Chinese keyword in a file with English ones ({count} in all)"
        ),
    };
    let mut fix = Fix::new(Safety::Safe, say!("全部改成一种写法", "write all of them in one spelling"));
    for (span, keyword) in others {
        // `18岁` is one word less than `18 years`.
        let touches = text[..span.start as usize].ends_with(|letter: char| letter.is_alphanumeric());
        let gap = if touches && wanted == Spelling::English { " " } else { "" };
        fix = fix.replace(context.id, *span, format!("{gap}{}", keyword.in_spelling(wanted)));
    }
    let help = say!("写成 `{meant}`，或运行 `guanju fmt`", "write `{meant}`, or run `guanju fmt`");
    diagnostics.push(Diagnostic::new(LINT.code, context.id, *first, message).help(help).fix(fix));
}

/// The words of the text that are keywords with two spellings, outside strings and comments. Names
/// of properties and values may be names of other things as well and are left out.
fn keyword_places(text: &str) -> Vec<(Span, &'static Keyword)> {
    let mut found = Vec::new();
    let mut offset = 0;
    while let Some(letter) = text[offset..].chars().next() {
        let rest = &text[offset..];
        let length = match letter {
            '#' => rest.find('\n').unwrap_or(rest.len()),
            '"' => closed(rest, '"'),
            '“' => closed(rest, '”'),
            letter if is_word(letter) => {
                let end = rest.find(|letter| !is_word(letter)).unwrap_or(rest.len());
                let digits = rest[..end].find(|letter: char| !letter.is_numeric()).unwrap_or(end);
                let word = &rest[digits..end];
                if let Some(keyword) = keywords::find(word).filter(|keyword| has_two_spellings(keyword, word)) {
                    found.push((Span::new(offset + digits, offset + end), keyword));
                }
                end
            }
            letter => letter.len_utf8(),
        };
        offset += length;
    }
    found
}

fn has_two_spellings(keyword: &Keyword, word: &str) -> bool {
    let is_fixed = match keyword.place {
        Place::Item | Place::Part | Place::Operator | Place::Function | Place::Type | Place::Unit => true,
        Place::Property | Place::Value => false,
    };
    // Other ways to write a keyword (`周岁`) are as good.
    is_fixed && keyword.english != keyword.chinese && (word == keyword.english || word == keyword.chinese)
}

/// The length of a string with its quotation marks; of one that is not closed, to the end of its line.
fn closed(text: &str, mark: char) -> usize {
    let opening = text.chars().next().map_or(0, char::len_utf8);
    let line = text.find('\n').unwrap_or(text.len());
    text[opening..line].find(mark).map_or(line, |end| opening + end + mark.len_utf8())
}

fn is_word(letter: char) -> bool {
    letter.is_alphanumeric() || matches!(letter, '_' | '.')
}
