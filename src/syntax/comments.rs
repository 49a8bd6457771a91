//! Comments that begin with another sign than `#`: they are said to be wrong, and read as comments.
//!
//! Whoever writes `// 通知第一条` means a comment. Only the sign is a mistake, so nothing behind it
//! is looked at: `#` and blanks take its place, byte for byte, before the text is parsed.

use crate::diagnostic::{Diagnostic, Fix, Safety, codes};
use crate::say;
use crate::syntax::nesting::end_of;
use crate::text::{FileId, Span};

/// What people begin comments with. A Chinese input method turns `//` into `、、`.
const SIGNS: &[&str] = &["＃", "//", "／／", "、、"];

/// The text with `#` in front of its comments, if some begin otherwise.
pub(super) fn mend_comments(file: FileId, text: &str) -> (Option<String>, Vec<Diagnostic>) {
    let mut mended: Option<String> = None;
    let mut diagnostics = Vec::new();
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        if SIGNS.iter().any(|sign| line.contains(sign))
            && let Some((offset, sign)) = comment(line)
        {
            let place = Span::new(start + offset, start + offset + sign.len());
            let plain = format!("#{}", " ".repeat(sign.len() - 1));
            mended.get_or_insert_with(|| text.to_owned()).replace_range(place.range(), &plain);
            diagnostics.push(wrong_sign(file, place, sign));
        }
        start += line.len();
    }
    (mended, diagnostics)
}

/// The first sign of a line that stands outside of strings, unless `#` stands before it.
fn comment(line: &str) -> Option<(usize, &'static str)> {
    let mut offset = 0;
    while let Some(letter) = line.get(offset..)?.chars().next() {
        let rest = line.get(offset..)?;
        if let Some(sign) = SIGNS.iter().find(|sign| rest.starts_with(**sign)) {
            // Elsewhere two commas are two commas.
            if *sign != "、、" || line.get(..offset)?.trim().is_empty() {
                return Some((offset, sign));
            }
        }
        offset = match letter {
            '#' => return None,
            '"' | '“' => end_of(letter, offset, line),
            _ => offset + letter.len_utf8(),
        };
    }
    None
}

fn wrong_sign(file: FileId, place: Span, sign: &str) -> Diagnostic {
    let message = match sign {
        "＃" => {
            say!("注释要用半角的 `#` 开头，这个 `{sign}` 是全角的", "a comment begins with `#`, not with `{sign}`")
        }
        _ => say!("注释用 `#` 开头，不用 `{sign}`", "a comment begins with `#`, not with `{sign}`"),
    };
    let fix = Fix::new(Safety::Safe, say!("改成 `#`", "write `#`")).replace(file, place, "#");
    Diagnostic::new(codes::UNEXPECTED_TEXT, file, place, message).help(say!("改成 `#`", "write `#`")).fix(fix)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str) -> (Option<String>, usize) {
        let (mended, diagnostics) = mend_comments(FileId(0), text);
        (mended, diagnostics.len())
    }

    #[test]
    fn other_signs_are_read_as_comments() {
        assert_eq!(check("当 甲 // 乙\n＃ 丙\n"), (Some("当 甲 #  乙\n#   丙\n".to_owned()), 2));
        assert_eq!(check("  、、 甲\n").1, 1);
    }

    #[test]
    fn addresses_strings_and_comments_are_left_alone() {
        assert_eq!(check("网址 \"https://a.cn\" 页面 “//＃”\n# // 甲\n甲、、乙\n"), (None, 0));
    }
}
