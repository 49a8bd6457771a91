//! The words, signs and comments of a text in their order, each as it is to be written.

use std::borrow::Cow;
use std::hash::BuildHasher;

use rustc_hash::FxBuildHasher;

use crate::format::respell::{respell_part, respell_sign};
use crate::syntax::keywords::{Keyword, Spelling};
use crate::syntax::{Concrete, Written, concrete};
use crate::text::Span;

/// A text in one spelling.
pub struct Words<'a> {
    pub items: Vec<Concrete>,
    pub tokens: Vec<Token<'a>>,
    pub spelling: Spelling,
}

/// The words of a text in this spelling, or in that of most of its keywords; `None` when a part of
/// it cannot be read.
pub fn read(text: &str, spelling: Option<Spelling>) -> Option<Words<'_>> {
    let written = concrete(text)?;
    let spelling = spelling.unwrap_or_else(|| usual_spelling(text, &written.keywords));
    let tokens = tokens(text, &written, spelling);
    Some(Words { items: written.items, tokens, spelling })
}

/// That of most keywords; English where there is none.
fn usual_spelling(text: &str, keywords: &[(Span, &'static Keyword)]) -> Spelling {
    // Some are signs and the same in both.
    let words = keywords.iter().filter(|(_, keyword)| keyword.english != keyword.chinese);
    let is_chinese = |(span, keyword): &&(Span, &Keyword)| span.of(text) == keyword.chinese;
    let (count, chinese) = (words.clone().count(), words.filter(is_chinese).count());
    if chinese * 2 > count { Spelling::Chinese } else { Spelling::English }
}

/// Tells whether two texts in one spelling have the same words and comments in some order, as
/// clauses may change places.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fingerprint {
    count: usize,
    sum: u64,
}

impl Words<'_> {
    pub fn fingerprint(&self) -> Fingerprint {
        let kept = self.tokens.iter().filter(|token| token.kind != Kind::Sign);
        let hash = |token: &Token<'_>| FxBuildHasher.hash_one(token.text.as_bytes());
        kept.fold(Fingerprint { count: 0, sum: 0 }, |all, token| Fingerprint {
            count: all.count + 1,
            sum: all.sum.wrapping_add(hash(token)),
        })
    }
}

/// A word, a comment or a sign, and how many line breaks stand before it.
pub struct Token<'a> {
    pub kind: Kind,
    pub span: Span,
    /// As it is to be written.
    pub text: Cow<'a, str>,
    pub breaks: usize,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Word,
    Comment,
    /// A bracket, a comma, a colon, `..`.
    Sign,
}

fn tokens<'a>(text: &'a str, written: &Written, spelling: Spelling) -> Vec<Token<'a>> {
    let mut leaves = Vec::new();
    written.items.iter().for_each(|item| collect(item, &mut leaves));
    let mut all = Vec::with_capacity(leaves.len() * 2);
    let mut keywords = &*written.keywords;
    let mut end = 0;
    for leaf in leaves {
        gap(text, end, leaf.start as usize, spelling, &mut all);
        let breaks = breaks_before(text, &all, leaf.start as usize);
        let skipped = keywords.iter().take_while(|(span, _)| span.start < leaf.start).count();
        keywords = &keywords[skipped..];
        let within = keywords.iter().take_while(|(span, _)| span.start < leaf.end).count();
        let (own, rest) = keywords.split_at(within);
        keywords = rest;
        all.push(Token { kind: Kind::Word, span: leaf, text: spelled(text, leaf, own, spelling), breaks });
        end = leaf.end as usize;
    }
    gap(text, end, text.len(), spelling, &mut all);
    all
}

/// A word as it is to be written.
fn spelled<'a>(text: &'a str, word: Span, keywords: &[(Span, &'static Keyword)], spelling: Spelling) -> Cow<'a, str> {
    match keywords {
        [(span, keyword)] if *span == word => Cow::Borrowed(keyword.in_spelling(spelling)),
        _ => {
            let own = word.of(text);
            if keywords.is_empty() && is_the_same_in(own, spelling) {
                Cow::Borrowed(own)
            } else {
                Cow::Owned(half_width_digits(respell_part(text, word, keywords, spelling)))
            }
        }
    }
}

/// Whether a word that is no keyword plainly stays: a name, a citation, a string in the quotation
/// marks of the spelling. Most do, and are not copied.
fn is_the_same_in(word: &str, spelling: Spelling) -> bool {
    let quotation_mark = match spelling {
        Spelling::English => '"',
        Spelling::Chinese => '“',
    };
    let is_of_name = |letter: char| letter.is_alphanumeric() || matches!(letter, '_' | '.' | '-' | '/');
    word.starts_with(quotation_mark)
        || word.starts_with(|letter: char| letter.is_alphabetic() || letter == '_') && word.chars().all(is_of_name)
}

fn collect(part: &Concrete, leaves: &mut Vec<Span>) {
    if part.parts.is_empty() {
        leaves.push(part.span);
    }
    part.parts.iter().for_each(|part| collect(part, leaves));
}

/// The signs and comments between two words.
fn gap<'a>(text: &'a str, start: usize, end: usize, spelling: Spelling, all: &mut Vec<Token<'a>>) {
    let mut offset = start;
    while let Some(letter) = text.get(offset..end).and_then(|rest| rest.chars().next()) {
        let (kind, length) = match letter {
            '#' => {
                let line = text[offset..end].find('\n').unwrap_or(end - offset);
                (Kind::Comment, text[offset..offset + line].trim_end().len())
            }
            '.' => (Kind::Sign, text[offset..end].len() - text[offset..end].trim_start_matches('.').len()),
            letter if letter.is_whitespace() => {
                offset += letter.len_utf8();
                continue;
            }
            letter => (Kind::Sign, letter.len_utf8()),
        };
        let breaks = breaks_before(text, all, offset);
        let span = Span::new(offset, offset + length);
        let text = match kind {
            Kind::Sign => respell_sign(span.of(text), spelling),
            Kind::Word | Kind::Comment => Cow::Borrowed(span.of(text)),
        };
        all.push(Token { kind, span, text, breaks });
        offset += length;
    }
}

fn breaks_before(text: &str, all: &[Token<'_>], offset: usize) -> usize {
    let start = all.last().map_or(0, |token| token.span.end as usize);
    text.get(start..offset).map_or(0, |between| between.matches('\n').count())
}

/// Digits of an input method as digits.
fn half_width_digits(word: String) -> String {
    let is_number = !word.is_ascii() && word.chars().all(|letter| matches!(letter, '０'..='９'));
    let half = |letter: char| match letter {
        '０'..='９' => char::from_u32(u32::from(letter) - u32::from('０') + u32::from('0')).unwrap_or(letter),
        other => other,
    };
    if is_number { word.chars().map(half).collect() } else { word }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fingerprint_tells_words_and_comments_but_not_their_order() {
        let of = |text: &str| read(text, None).expect("it can be read").fingerprint();
        let first = of("for unit { rule a \"甲\" { cites e-01 forbid } }  # 一");
        assert_eq!(first, of("for unit { rule a \"甲\" {\n  forbid cites e-01 } }\n# 一"));
        for other in [
            "for unit { rule a \"甲\" { cites e-02 forbid } }  # 一",
            "for unit { rule a \"甲\" { cites e-01 forbid } }  # 二",
            "for unit { rule a \"甲\" { cites e-01 forbid } }",
            "for unit { rule a \"乙\" { cites e-01 forbid } }  # 一",
        ] {
            assert_ne!(first, of(other), "{other}");
        }
    }
}
