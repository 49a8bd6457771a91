//! The limit of nesting, checked before the parse.
//!
//! A recursive walk over pairs would end the process where the parse does not; so the limit is ours
//! and stands before both.

use crate::diagnostic::{Diagnostic, codes};
use crate::say;
use crate::text::{FileId, Span};

/// How many brackets may be open at one place.
pub const DEEPEST: usize = 256;

/// The bytes with which a bracket, a quotation mark or a comment can begin. Han begins with others,
/// so that most of a text is passed over byte by byte.
const CAN_MATTER: [bool; 256] = {
    let mut bytes = [false; 256];
    let mut index = 0;
    while index < LEADING.len() {
        bytes[LEADING[index] as usize] = true;
        index += 1;
    }
    bytes
};
const LEADING: &[u8] = b"#\"()[]{}\xE2\xE3\xEF";

/// The first place where brackets are nested too deeply.
pub(super) fn check_nesting(file: FileId, text: &str) -> Option<Diagnostic> {
    let mut depth = 0usize;
    let mut outermost = Span::default();
    let mut offset = 0;
    while let Some(skipped) = text.as_bytes().get(offset..)?.iter().position(|byte| CAN_MATTER[*byte as usize]) {
        offset += skipped;
        let letter = text.get(offset..)?.chars().next()?;
        let place = Span::new(offset, offset + letter.len_utf8());
        match letter {
            '#' | '"' | '“' => {
                offset = end_of(letter, offset, text);
                continue;
            }
            '(' | '[' | '{' | '（' | '［' | '【' | '｛' => {
                if depth == 0 {
                    outermost = place;
                }
                depth += 1;
                if depth > DEEPEST {
                    return Some(too_deep(file, place, outermost));
                }
            }
            ')' | ']' | '}' | '）' | '］' | '】' | '｝' => depth = depth.saturating_sub(1),
            _ => {}
        }
        offset += letter.len_utf8();
    }
    None
}

/// Where the comment or string that begins here ends. A quotation mark without its partner on the
/// line begins nothing, as in the grammar.
pub(super) fn end_of(letter: char, offset: usize, text: &str) -> usize {
    let start = offset + letter.len_utf8();
    let rest = text.get(start..).unwrap_or("");
    let found = match letter {
        '#' => return start + rest.find('\n').unwrap_or(rest.len()),
        '"' => rest.find(['"', '\n']),
        _ => rest.find(['”', '“', '\n']),
    };
    let closing = found.and_then(|end| Some((end, rest.get(end..)?.chars().next()?)));
    match closing {
        Some((end, mark @ ('"' | '”'))) => start + end + mark.len_utf8(),
        _ => start,
    }
}

/// Where the comment of a line begins, outside of strings.
pub fn comment_of(line: &str) -> Option<usize> {
    let mut offset = 0;
    while let Some(letter) = line.get(offset..)?.chars().next() {
        offset = match letter {
            '#' => return Some(offset),
            '"' | '“' => end_of(letter, offset, line),
            letter => offset + letter.len_utf8(),
        };
    }
    None
}

fn too_deep(file: FileId, place: Span, outermost: Span) -> Diagnostic {
    let message = say!("括号一个套一个，超过 {DEEPEST} 层", "brackets are nested more than {DEEPEST} levels deep");
    Diagnostic::new(codes::TOO_DEEP, file, place, message)
        .also(file, outermost, say!("最外层的括号在这里", "the outermost bracket is here"))
        .help(say!(
            "检查是否重复粘贴了左括号；本文件其余内容没有检查",
            "look for brackets pasted twice; the rest of this file was not checked"
        ))
}
