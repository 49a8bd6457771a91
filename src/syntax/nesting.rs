//! The limit of nesting, checked before the parse.
//!
//! A recursive walk over pairs would end the process where the parse does not; so the limit is ours
//! and stands before both.

use crate::diagnostic::{Diagnostic, codes};
use crate::say;
use crate::text::{FileId, Span};

/// How many brackets may be open at one place.
pub const DEEPEST: usize = 256;

/// The first place where brackets are nested too deeply.
pub(super) fn check_nesting(file: FileId, text: &str) -> Option<Diagnostic> {
    let mut depth = 0usize;
    let mut string_end: Option<char> = None;
    let mut in_comment = false;
    let mut outermost = Span::default();
    for (offset, letter) in text.char_indices() {
        if letter == '\n' {
            (in_comment, string_end) = (false, None);
        } else if in_comment {
            continue;
        } else if let Some(end) = string_end {
            if letter == end {
                string_end = None;
            }
        } else {
            match letter {
                '#' => in_comment = true,
                '"' => string_end = Some('"'),
                '“' => string_end = Some('”'),
                '(' | '[' | '{' | '（' | '［' | '【' | '｛' => {
                    if depth == 0 {
                        outermost = Span::new(offset, offset + letter.len_utf8());
                    }
                    depth += 1;
                    if depth > DEEPEST {
                        let place = Span::new(offset, offset + letter.len_utf8());
                        return Some(too_deep(file, place, outermost));
                    }
                }
                ')' | ']' | '}' | '）' | '］' | '】' | '｝' => depth = depth.saturating_sub(1),
                _ => {}
            }
        }
    }
    None
}

fn too_deep(file: FileId, place: Span, outermost: Span) -> Diagnostic {
    let message = say!("括号嵌套超过 {DEEPEST} 层", "brackets are nested more than {DEEPEST} levels deep");
    Diagnostic::new(codes::TOO_DEEP, file, place, message)
        .also(file, outermost, say!("最外层的括号在这里", "the outermost bracket is here"))
        .help(say!(
            "检查是否重复粘贴了左括号；本文件其余内容没有检查",
            "look for brackets pasted twice; the rest of this file was not checked"
        ))
}
