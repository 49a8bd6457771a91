//! Comments that ask for an exception: `# ignore[L0201] until 2027-01-01: reason`,
//! `# 忽略[L0201] 至 2027年1月1日：理由`.
//!
//! Alone on its line it speaks of the item that follows: a rule, an answer, a row, a whole block.
//! Behind something it speaks of that line, and of what ends there if it begins further above: so
//! the formatter may break an item into lines. `ignore-file` and `全文忽略` speak of the whole file.

use crate::syntax::{self, Part, Parts, Written};
use crate::text::{Date, FileId, Span};

/// One comment.
#[derive(Clone, Debug, PartialEq)]
pub struct Suppression {
    pub file: FileId,
    /// From `#` to the end of the comment.
    pub span: Span,
    /// The codes or names between the brackets.
    pub codes: Vec<Span>,
    /// The last day; `None` for no end, `Some(None)` for what is no day.
    pub until: Option<Option<Date>>,
    pub has_reason: bool,
    pub scope: Scope,
}

/// What a comment speaks of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope {
    File,
    Part(Span),
    /// Nothing follows.
    Nothing,
}

impl Suppression {
    pub fn covers(&self, file: FileId, span: Span) -> bool {
        file == self.file
            && match self.scope {
                Scope::File => true,
                Scope::Part(part) => part.start <= span.start && span.start <= part.end,
                Scope::Nothing => false,
            }
    }
}

/// The words that begin such a comment, and whether they speak of the whole file.
const WORDS: &[(&str, bool)] = &[("ignore-file", true), ("全文忽略", true), ("ignore", false), ("忽略", false)];

/// All suppressions of a file, in the order of the text.
pub fn suppressions(file: FileId, text: &str) -> Vec<Suppression> {
    // Most files have none, and are not looked at twice.
    if !["ignore", "忽略"].iter().any(|word| text.contains(word)) {
        return Vec::new();
    }
    let mut found = Vec::new();
    let mut tree = None;
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        if let Some(offset) = syntax::comment_of(line)
            && let Some(mut suppression) = read(file, text, start + offset, line[offset..].trim_end().len())
        {
            if suppression.scope == Scope::Nothing {
                let is_alone = line[..offset].trim().is_empty();
                let tree = tree.get_or_insert_with(|| syntax::concrete(text));
                let items = tree.as_ref().map(Written::items);
                let own = Span::new(start, start + offset);
                suppression.scope = match (is_alone, items) {
                    (true, Some(items)) => {
                        let below = Span::new(start + line.len(), text.len());
                        next(items, below.start).map_or(Scope::Nothing, Scope::Part)
                    }
                    (true, None) => Scope::Nothing,
                    (false, Some(items)) => Scope::Part(own.to(Span { start: ended(items, text, own), end: own.end })),
                    (false, None) => Scope::Part(own),
                };
            }
            found.push(suppression);
        }
        start += line.len();
    }
    found
}

/// A comment that begins like a suppression. Its scope is `File` or still open.
fn read(file: FileId, text: &str, start: usize, length: usize) -> Option<Suppression> {
    let whole = Span::new(start, start + length);
    let comment = whole.of(text);
    let mut rest = comment.trim_start_matches('#').trim_start();
    let (word, is_file) = WORDS.iter().find(|(word, _)| rest.starts_with(word))?;
    rest = rest[word.len()..].trim_start();
    rest = rest.strip_prefix(['[', '［', '【'])?;
    let end = rest.find([']', '］', '】'])?;
    let at = |part: &str| start + (part.as_ptr() as usize - comment.as_ptr() as usize);
    let codes =
        rest[..end].split([',', '，', '、', ' ', '\t', '\u{3000}']).map(str::trim).filter(|code| !code.is_empty());
    let codes = codes.map(|code| Span::new(at(code), at(code) + code.len())).collect();
    rest = rest[end..].trim_start_matches([']', '］', '】']).trim_start();
    let until = ["until", "直到", "截至", "到", "至"].iter().find_map(|word| rest.strip_prefix(word)).map(|after| {
        let day_end = after.find([':', '：']).unwrap_or(after.len());
        let day = after[..day_end].trim();
        rest = &after[day_end..];
        Date::read(day.trim_end_matches('日'))
    });
    let has_reason = rest.strip_prefix([':', '：']).is_some_and(|reason| !reason.trim().is_empty());
    let scope = if *is_file { Scope::File } else { Scope::Nothing };
    Some(Suppression { file, span: whole, codes, until, has_reason, scope })
}

/// Where the largest part begins that ends on this line; the line's own start if none does.
fn ended(items: Parts<'_>, text: &str, line: Span) -> u32 {
    let mut first = line.start;
    let mut level: Vec<Part<'_>> = items.collect();
    while let Some(part) = level.pop() {
        // White space and comments may have been skipped at its end.
        if part.span.start >= line.end || part.span.end <= line.start {
            continue;
        }
        let end = part.span.start as usize + part.span.of(text).trim_end().len();
        if end > line.start as usize && end <= line.end as usize {
            first = first.min(part.span.start);
        }
        level.extend(part.parts());
    }
    first
}

/// The largest part that begins first at or after a place.
fn next(items: Parts<'_>, place: u32) -> Option<Span> {
    let mut best: Option<Span> = None;
    let mut level: Vec<Part<'_>> = items.collect();
    while let Some(part) = level.pop() {
        if part.span.end < place {
            continue;
        }
        if part.span.start >= place {
            let is_better = best.is_none_or(|best| {
                part.span.start < best.start || (part.span.start == best.start && part.span.end > best.end)
            });
            if is_better {
                best = Some(part.span);
            }
            // What stands in it begins no earlier and ends no later.
            continue;
        }
        level.extend(part.parts());
    }
    best
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The scope of the first suppression, or what the comment lacks.
    fn check(text: &str) -> String {
        let found = suppressions(FileId(0), text);
        let Some(first) = found.first() else { return "none".into() };
        let codes: Vec<&str> = first.codes.iter().map(|span| span.of(text)).collect();
        let until = first.until.map_or(String::new(), |day| format!(" until {day:?}"));
        let scope = match first.scope {
            Scope::File => "file",
            Scope::Part(span) => span.of(text).trim(),
            Scope::Nothing => "nothing",
        };
        format!("{}{until} {}: {scope}", codes.join("+"), if first.has_reason { "reason" } else { "no reason" })
    }

    #[test]
    fn a_comment_speaks_of_the_item_that_follows() {
        let text = "for unit {\n  # ignore[L0201]: the page says so\n  rule a \"甲\" {\n    forbid\n  }\n  rule b \"乙\" { forbid }\n}\n";
        assert_eq!(check(text), "L0201 reason: rule a \"甲\" {\n    forbid\n  }");
    }

    #[test]
    fn chinese_words_and_signs_are_the_same() {
        let text = "# 忽略【L0201，L0301】至 2027年1月1日：原文如此\n适用于 unit ｛ ｝\n";
        assert_eq!(
            check(text),
            "L0201+L0301 until Some(Date { year: 2027, month: 1, day: 1 }) reason: 适用于 unit ｛ ｝"
        );
    }

    #[test]
    fn behind_something_it_speaks_of_that_line() {
        assert_eq!(
            check("source s \"源\" { statements {\n  e-01 prose \"甲\" # ignore[W0601]: x\n} }"),
            "W0601 reason: e-01 prose \"甲\""
        );
    }

    #[test]
    fn behind_the_end_of_an_item_it_speaks_of_the_item() {
        let text = "for unit {\n  rule a \"甲\" {\n    forbid\n  } # ignore[W0602]: x\n  rule b \"乙\" { forbid }\n}\n";
        assert_eq!(check(text), "W0602 reason: rule a \"甲\" {\n    forbid\n  }");
        let text = "materials {\n  paper \"证\" with form,\n    slot # 忽略[L0301 L0305] 截至 2027-01-01：甲\n}\n";
        assert!(check(text).ends_with("reason: paper \"证\" with form,\n    slot"), "{}", check(text));
    }

    #[test]
    fn a_whole_file_can_be_meant() {
        assert_eq!(check("# ignore-file[L0301]: old\nnational\n"), "L0301 reason: file");
        assert_eq!(check("# 全文忽略[L0301]\nnational\n"), "L0301 no reason: file");
    }

    #[test]
    fn other_comments_and_texts_are_none() {
        assert_eq!(check("# we ignore[x] this\nnational \"# ignore[L0201]: a\"\n"), "none");
        assert_eq!(check("# ignore this\n"), "none");
    }

    #[test]
    fn the_end_of_the_file_has_no_item() {
        assert_eq!(check("national\n# ignore[L0201]: x\n"), "L0201 reason: nothing");
    }
}
