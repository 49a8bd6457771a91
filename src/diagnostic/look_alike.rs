//! Characters that look like others or like nothing: input methods and web pages bring them in.

use crate::diagnostic::{Diagnostic, Fix, Safety, codes};
use crate::say;
use crate::text::{FileId, Span};

/// A word with full-width, foreign or unseen letters, which is another without them.
pub fn look_alike(file: FileId, written: &str, place: Span) -> Option<Diagnostic> {
    let (offset, letter) = written.char_indices().find(|(_, letter)| plain(*letter).is_some())?;
    let mended = mended(written);
    let start = place.start as usize + offset;
    let odd = Span::new(start, start + letter.len_utf8());
    let code = letter as u32;
    let message = match plain(letter).flatten() {
        Some(meant) => say!(
            "`{written}` 里的 `{letter}` 不是 `{meant}`，只是看着像（U+{code:04X}）",
            "`{letter}` in `{written}` is not `{meant}` but only looks like it (U+{code:04X})"
        ),
        None => {
            say!(
                "这里有一个看不见的字符（U+{code:04X}）",
                "there is a character here that cannot be seen (U+{code:04X})"
            )
        }
    };
    let diagnostic = Diagnostic::new(codes::LOOK_ALIKE, file, odd, message);
    let (help, fix) = if mended.is_empty() {
        (say!("删掉它，或把这一行重新打一遍", "delete it, or type the line again"), say!("删掉它", "delete it"))
    } else {
        (say!("把它重新打一遍：`{mended}`", "type it again: `{mended}`"), say!("改成 `{mended}`", "write `{mended}`"))
    };
    let fix = Fix::new(Safety::Safe, fix).replace(file, place, mended);
    Some(diagnostic.help(help).fix(fix))
}

/// The word with plain characters only.
pub fn mended(written: &str) -> String {
    written.chars().filter_map(|letter| plain(letter).unwrap_or(Some(letter))).collect()
}

/// The plain character that a look-alike stands for; `Some(None)` for one that cannot be seen.
fn plain(letter: char) -> Option<Option<char>> {
    let code = letter as u32;
    match letter {
        '\u{200B}'..='\u{200D}' => Some(None),
        '\u{FF10}'..='\u{FF19}' | '\u{FF21}'..='\u{FF3A}' | '\u{FF41}'..='\u{FF5A}' | '\u{FF3F}' => {
            Some(char::from_u32(code - 0xFEE0))
        }
        'а' => Some(Some('a')),
        'е' => Some(Some('e')),
        'о' | 'ο' => Some(Some('o')),
        'р' => Some(Some('p')),
        'с' => Some(Some('c')),
        'х' => Some(Some('x')),
        'у' => Some(Some('y')),
        'і' | 'ı' => Some(Some('i')),
        // The traditional form, in 陜西.
        '陜' => Some(Some('陕')),
        _ => None,
    }
}
