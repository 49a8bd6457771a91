//! Punctuation, strings and dates in the other spelling.
//!
//! Names, comments and the contents of strings stay as they are.

use crate::syntax::keywords::Spelling;
use crate::text::Date;

/// A part of a text without keywords in the other spelling.
pub fn respell_part(text: &str, spelling: Spelling) -> String {
    let mut written = String::with_capacity(text.len() * 5 / 4);
    punctuate(text, spelling, &mut written);
    written
}

fn is_word(letter: char) -> bool {
    letter.is_alphanumeric() || letter == '_'
}

/// Copies a text: punctuation and dates change, strings and comments do not.
fn punctuate(text: &str, spelling: Spelling, written: &mut String) {
    let mut rest = text;
    while let Some(letter) = rest.chars().next() {
        let length = match letter {
            '#' => rest.find('\n').unwrap_or(rest.len()),
            '"' | '“' => quote(rest, spelling, written),
            '0'..='9' => number(rest, spelling, written),
            _ => 0,
        };
        match (letter, length) {
            ('#', length) => written.push_str(&rest[..length]),
            (_, 0) => written.push(respell_sign(letter, spelling)),
            _ => {}
        }
        rest = &rest[length.max(letter.len_utf8())..];
    }
}

/// Copies a string with the quotation marks of the spelling, and gives its length.
fn quote(text: &str, spelling: Spelling, written: &mut String) -> usize {
    let closing = if text.starts_with('“') { '”' } else { '"' };
    let opening = text.chars().next().map_or(0, char::len_utf8);
    let Some(end) = text[opening..].find(closing).map(|end| opening + end) else { return 0 };
    let inner = &text[opening..end];
    let (left, right) = match spelling {
        Spelling::Chinese if !inner.contains('”') => ('“', '”'),
        Spelling::English if !inner.contains('"') => ('"', '"'),
        Spelling::Chinese => ('"', '"'),
        Spelling::English => ('“', '”'),
    };
    written.push(left);
    written.push_str(inner);
    written.push(right);
    end + closing.len_utf8()
}

/// Copies a number or a date, and gives its length.
fn number(text: &str, spelling: Spelling, written: &mut String) -> usize {
    let is_date = |letter: char| letter.is_ascii_digit() || matches!(letter, '-' | '年' | '月' | '日');
    let end = text.find(|letter| !is_date(letter)).unwrap_or(text.len());
    let is_whole_word =
        !written.chars().next_back().is_some_and(|letter| is_word(letter) || matches!(letter, '-' | '/'));
    if is_whole_word
        && (8..=17).contains(&end)
        && text[..end].contains(['-', '年'])
        && let Some(date) = Date::read(&text[..end])
    {
        match spelling {
            Spelling::English => written.push_str(&date.to_string()),
            Spelling::Chinese => written.push_str(&date.chinese()),
        }
        return end;
    }
    let digits = text.find(|letter: char| !letter.is_ascii_digit()).unwrap_or(text.len());
    written.push_str(&text[..digits]);
    digits
}

/// Pairs of a sign and its full-width form.
const SIGNS: &[(char, char)] =
    &[('(', '（'), (')', '）'), ('[', '【'), (']', '】'), ('{', '｛'), ('}', '｝'), (',', '，'), (':', '：')];

/// A sign, which is one letter.
pub fn respell_sign(letter: char, spelling: Spelling) -> char {
    let pair = SIGNS.iter().find(|(half, full)| letter == *half || letter == *full);
    match (pair, spelling) {
        (Some((half, _)), Spelling::English) => *half,
        (Some((_, full)), Spelling::Chinese) => *full,
        (None, Spelling::English) if letter == '、' => ',',
        (None, _) => letter,
    }
}
