//! The words, signs and comments of a text in their order, each as it is to be written.

use std::hash::BuildHasher;

use rustc_hash::FxBuildHasher;

use crate::format::columns::columns;
use crate::format::respell::{respell_part, respell_sign};
use crate::syntax::keywords::Spelling;
use crate::syntax::{Concrete, Shape, Written, concrete};
use crate::text::Span;

/// A text in one spelling.
pub struct Words<'a> {
    pub tree: Written,
    pub tokens: Vec<Token>,
    pub spelling: Spelling,
    text: &'a str,
    /// What is to be written otherwise than it stands in the text, one behind the other.
    respelled: String,
}

/// A word, a comment or a sign, and how many line breaks stand before it. A comment without one
/// stands on the line of what is before it, which is no comment.
#[derive(Clone, Copy, Debug)]
pub struct Token {
    pub kind: Kind,
    pub breaks: u8,
    is_respelled: bool,
    /// As it is to be written; 0 for a comment, behind which nothing stands on its line.
    pub columns: u32,
    pub span: Span,
    /// As it is to be written, in the text or in what is respelled.
    written: Span,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Word,
    Comment,
    Sign(Sign),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sign {
    Comma,
    Colon,
    /// `..`
    Dots,
    Bracket,
}

impl Token {
    pub fn is_sign(&self) -> bool {
        matches!(self.kind, Kind::Sign(_))
    }

    pub fn is_comment(&self) -> bool {
        self.kind == Kind::Comment
    }

    /// Of a sign: behind a full-width one no space stands.
    pub fn is_wide(&self) -> bool {
        self.columns > 1
    }
}

/// The words of a text in this spelling, or in that of most of its keywords; `None` when a part of
/// it cannot be read.
pub fn read(text: &str, spelling: Option<Spelling>) -> Option<Words<'_>> {
    let tree = concrete(text)?;
    let spelling = spelling.unwrap_or_else(|| usual_spelling(text, &tree));
    let mut reader = Reader { text, spelling, tokens: Vec::new(), respelled: String::new(), end: 0 };
    for leaf in tree.leaves() {
        reader.word(leaf);
    }
    reader.gap(text.len());
    let Reader { tokens, respelled, .. } = reader;
    Some(Words { tree, tokens, spelling, text, respelled })
}

/// That of most keywords; English where there is none.
fn usual_spelling(text: &str, tree: &Written) -> Spelling {
    // Some are signs and the same in both.
    let words = tree.keywords().filter(|(_, keyword)| keyword.english != keyword.chinese);
    let (count, chinese) = words.fold((0, 0), |(count, chinese), (span, keyword)| {
        (count + 1, chinese + usize::from(span.of(text) == keyword.chinese))
    });
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
    /// A token of these words as it is to be written.
    pub fn written(&self, token: &Token) -> &str {
        token.written.of(if token.is_respelled { &self.respelled } else { self.text })
    }

    /// About how long the text will be.
    pub fn length(&self) -> usize {
        self.text.len() + self.respelled.len()
    }

    /// Puts a comment on a line of its own above the token that begins its line.
    pub fn put_above(&mut self, first: usize, comment: usize) {
        let Some([begins, .., own]) = self.tokens.get_mut(first..=comment) else { return };
        own.breaks = begins.breaks.max(1);
        begins.breaks = 1;
        if let Some(line) = self.tokens.get_mut(first..=comment) {
            line.rotate_right(1);
        }
    }

    pub fn fingerprint(&self) -> Fingerprint {
        let kept = self.tokens.iter().filter(|token| !token.is_sign());
        let hash = |token: &Token| FxBuildHasher.hash_one(self.written(token).as_bytes());
        kept.fold(Fingerprint { count: 0, sum: 0 }, |all, token| Fingerprint {
            count: all.count + 1,
            sum: all.sum.wrapping_add(hash(token)),
        })
    }
}

/// Goes through a text from word to word.
struct Reader<'a> {
    text: &'a str,
    spelling: Spelling,
    tokens: Vec<Token>,
    respelled: String,
    /// Where the last token ends, or the white space behind it.
    end: usize,
}

impl Reader<'_> {
    fn word(&mut self, leaf: &Concrete) {
        // Empty brackets are signs, and a comment may stand between them.
        if leaf.shape == Shape::Brackets {
            return;
        }
        let breaks = self.gap(leaf.span.start as usize);
        let own = leaf.span.of(self.text);
        match leaf.keyword.map(|keyword| keyword.in_spelling(self.spelling)) {
            Some(keyword) if keyword == own => self.push(Kind::Word, leaf.span, breaks),
            Some(keyword) => self.push_respelled(Kind::Word, leaf.span, keyword, breaks),
            None if is_the_same_in(own, self.spelling) => self.push(Kind::Word, leaf.span, breaks),
            None => {
                let written = half_width_digits(respell_part(own, self.spelling));
                self.push_respelled(Kind::Word, leaf.span, &written, breaks);
            }
        }
        self.end = leaf.span.end as usize;
        if leaf.shape == Shape::Open {
            self.put_before_comments();
        }
    }

    /// Takes the signs and comments up to a word, and gives the line breaks behind them.
    fn gap(&mut self, end: usize) -> u8 {
        let mut breaks: u8 = 0;
        while self.end < end {
            match self.text.as_bytes().get(self.end) {
                Some(b'\n') => {
                    breaks = breaks.saturating_add(1);
                    self.end += 1;
                }
                Some(b' ') => self.end += 1,
                _ => {
                    let Some(rest) = self.text.get(self.end..end) else { break };
                    let Some(letter) = rest.chars().next() else { break };
                    if letter.is_whitespace() {
                        self.end += letter.len_utf8();
                    } else {
                        self.between(letter, rest, breaks);
                        breaks = 0;
                    }
                }
            }
        }
        breaks
    }

    /// Takes the sign or comment that begins here.
    fn between(&mut self, letter: char, rest: &str, breaks: u8) {
        let start = self.end;
        let span = |length: usize| Span::new(start, start + length);
        let kind = Kind::Sign(match letter {
            '#' => {
                let line = rest.split('\n').next().unwrap_or(rest).trim_end();
                let is_first = !self.tokens.last().is_some_and(Token::is_comment);
                self.push(Kind::Comment, span(line.len()), if is_first { breaks } else { breaks.max(1) });
                return;
            }
            '.' => {
                let dots = rest.len() - rest.trim_start_matches('.').len();
                self.push(Kind::Sign(Sign::Dots), span(dots), breaks);
                self.put_before_comments();
                return;
            }
            ',' | '，' | '、' | ';' | '；' => Sign::Comma,
            ':' | '：' => Sign::Colon,
            _ => Sign::Bracket,
        });
        let span = span(letter.len_utf8());
        match respell_sign(letter, self.spelling) {
            same if same == letter => self.push(kind, span, breaks),
            other => self.push_respelled(kind, span, other.encode_utf8(&mut [0; 4]), breaks),
        }
        if kind != Kind::Sign(Sign::Bracket) {
            self.put_before_comments();
        }
    }

    /// What has been taken last cannot begin a line: comments in front of it go behind it.
    fn put_before_comments(&mut self) {
        let comments = self.tokens.iter().rev().skip(1).take_while(|token| token.is_comment()).count();
        let start = self.tokens.len().saturating_sub(comments + 1);
        if let Some(moved) = self.tokens.get_mut(start..) {
            moved.rotate_right(1.min(moved.len()));
        }
    }

    /// A token that is written as it stands.
    fn push(&mut self, kind: Kind, span: Span, breaks: u8) {
        let columns = if kind == Kind::Comment { 0 } else { columns(span.of(self.text)) as u32 };
        self.tokens.push(Token { kind, breaks, is_respelled: false, columns, span, written: span });
        self.end = span.end as usize;
    }

    fn push_respelled(&mut self, kind: Kind, span: Span, text: &str, breaks: u8) {
        let start = self.respelled.len();
        self.respelled.push_str(text);
        let written = Span::new(start, self.respelled.len());
        self.tokens.push(Token { kind, breaks, is_respelled: true, columns: columns(text) as u32, span, written });
        self.end = span.end as usize;
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
