//! The steps from token to token that every layout is made of: words with the comments around
//! them, and commas that stay or go.

use crate::format::doc::{Doc, Docs};
use crate::format::rows::Row;
use crate::format::tokens::{Kind, Sign, Token, Words};

/// Makes pieces of the tokens of a text, in their order.
pub struct Walker<'a> {
    pub words: &'a Words<'a>,
    /// The number of the next token.
    next: usize,
    pub docs: Docs,
    /// The rows of the blocks that have begun and not ended.
    pub rows: Vec<Row>,
}

impl<'a> Walker<'a> {
    pub fn new(words: &'a Words<'a>) -> Walker<'a> {
        Walker { words, next: 0, docs: Docs::with_capacity(words.tokens.len() * 2), rows: Vec::new() }
    }

    /// The tokens that are left.
    pub fn rest(&self) -> &'a [Token] {
        self.words.tokens.get(self.next..).unwrap_or_default()
    }

    pub fn peek(&self) -> Option<&'a Token> {
        self.words.tokens.get(self.next)
    }

    pub fn is_comment(&self) -> bool {
        self.peek().is_some_and(Token::is_comment)
    }

    /// Whether an empty line stands before the next token.
    pub fn is_blank(&self) -> bool {
        self.peek().is_some_and(|token| token.breaks > 1)
    }

    /// The next token, if it is this sign.
    pub fn sign(&self, sign: Sign) -> Option<&'a Token> {
        self.peek().filter(|token| token.kind == Kind::Sign(sign))
    }

    pub fn push(&mut self, doc: Doc) {
        self.docs.push(doc);
    }

    pub fn space(&mut self) {
        self.push(Doc::Spaces(1));
    }

    /// The next token as it is written.
    pub fn token(&mut self) {
        if let Some(token) = self.peek() {
            self.docs.push_token(self.next, token.columns);
            self.next += 1;
        }
    }

    /// The comments on lines of their own before the next word.
    pub fn lead(&mut self) {
        if !self.is_comment() {
            return;
        }
        self.inner_comments();
        self.push(Doc::Hard);
    }

    /// Comments before a closing bracket.
    pub fn inner_comments(&mut self) {
        while self.is_comment() {
            self.push(Doc::Hard);
            self.token();
        }
    }

    /// The comments on lines of their own before the next part or the end; `start` is where the
    /// pieces of a block begin.
    pub fn own_comments(&mut self, start: usize) {
        while self.is_comment() {
            if self.docs.len() > start {
                self.push(if self.is_blank() { Doc::Blank } else { Doc::Hard });
            }
            self.token();
        }
    }

    /// The next word or sign as it is written, and the comment behind it on its line.
    pub fn take(&mut self) {
        self.lead();
        if self.peek().is_some() {
            self.token();
            self.trail();
        }
    }

    /// The comment on the line of what was taken.
    fn trail(&mut self) {
        if self.peek().is_some_and(|token| token.is_comment() && token.breaks == 0) {
            self.docs.comment_behind(self.next);
            self.next += 1;
        }
    }

    /// Leaves out commas, and keeps the comment behind them.
    pub fn drop_commas(&mut self) {
        while self.sign(Sign::Comma).is_some() {
            self.next += 1;
            self.trail();
        }
    }

    /// Keeps a comma; whether it was a wide one, behind which no space stands.
    pub fn comma(&mut self) -> bool {
        let Some(comma) = self.sign(Sign::Comma) else { return false };
        self.take();
        comma.is_wide()
    }
}
