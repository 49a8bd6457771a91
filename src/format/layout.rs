//! Where lines are broken and how far they stand in.
//!
//! Every word stays, and every comment; empty lines between parts stay, one at most. Commas that
//! the language does not need go where lines are broken and come where they are joined.

use crate::format::doc::{Break, Doc};
use crate::format::print::{Met, print};
use crate::format::tokens::{Kind, Sign, Token, Words};
use crate::format::walker::Walker;
use crate::syntax::{CITES, Part, Parts, Shape};

/// Columns that the inside of something stands further in.
pub const STEP: u8 = 2;

/// Columns of the parts before one that clings to the brackets.
const SHORT: usize = 40;

/// How often a text is laid out at most until no comments meet on a line. Twice is usually enough.
const ROUNDS: usize = 8;

/// The text in lines as they should be; `None` when comments meet on a line again and again.
pub fn lay_out(words: &mut Words<'_>) -> Option<String> {
    for _ in 0..ROUNDS {
        let (laid_out, met) = print_all(words);
        if met.is_empty() {
            return Some(laid_out);
        }
        met.into_iter().for_each(|met| words.put_above(met.first, met.comment));
    }
    None
}

fn print_all(words: &Words<'_>) -> (String, Vec<Met>) {
    let mut walker = Walker::new(words);
    walker.lines(words.tree.items());
    walker.own_comments(0);
    print(walker.docs.all(), words)
}

impl Walker<'_> {
    pub fn node(&mut self, part: Part<'_>) {
        if part.is_leaf() && part.shape != Shape::Brackets {
            return self.take();
        }
        match part.shape {
            Shape::Block => self.block(part),
            Shape::Assignments => self.assignments(part),
            Shape::Words | Shape::Template => self.strings(part),
            Shape::List => self.list(part.parts()),
            Shape::Brackets => self.brackets(part.parts()),
            Shape::Expression => self.expression(part.parts()),
            Shape::Answer => self.answer(part.parts()),
            Shape::Case => self.case(part.parts()),
            Shape::Defined => self.defined(&part.parts()),
            Shape::Call => part.parts().for_each(|part| self.node(part)),
            Shape::Number => self.number(part.parts()),
            Shape::Run | Shape::Row(_) => self.run(part.parts()),
            Shape::Word | Shape::Text | Shape::Unit | Shape::Open | Shape::And | Shape::Or => self.take(),
        }
    }

    /// Parts with a space between each two, and the signs between them.
    pub fn run(&mut self, parts: Parts<'_>) {
        let mut is_glued = true;
        for part in parts {
            while let Some(sign) = self.peek().filter(|token| token.is_sign() && token.span.start < part.span.start) {
                is_glued = match sign.kind {
                    Kind::Sign(Sign::Dots) => true,
                    Kind::Sign(Sign::Colon) => sign.is_wide(),
                    _ => false,
                };
                self.take();
            }
            if !is_glued {
                self.space();
            }
            self.node(part);
            is_glued = false;
        }
    }

    /// `18 years`, `18岁`.
    fn number(&mut self, parts: Parts<'_>) {
        for (index, part) in parts.enumerate() {
            if index > 0 && self.peek().is_some_and(|token| self.words.written(token).is_ascii()) {
                self.space();
            }
            self.node(part);
        }
    }

    /// `a, b, c` behind a word, filled into lines.
    pub fn list(&mut self, mut parts: Parts<'_>) {
        self.push(Doc::Fill(STEP));
        let mut before = Break::Space;
        let mut is_first = true;
        while let Some(part) = parts.next() {
            if part.shape == Shape::Text {
                before = Break::Never;
            }
            let opened = (!is_first).then(|| self.docs.part(before));
            self.node(part);
            // A comma behind the list is not its own.
            before = if !parts.is_empty() && self.comma() { Break::Nothing } else { Break::Space };
            self.docs.end_part(opened);
            is_first = false;
        }
        self.push(Doc::End);
    }

    /// `(a, b)`: one line, or a line for each part. A part that is all there is clings to the brackets.
    fn brackets(&mut self, parts: Parts<'_>) {
        self.take();
        match parts.only() {
            Some(only) if clings(only) && !self.is_comment() => {
                self.node(only);
                self.drop_commas();
                self.take();
            }
            _ if self.last_clings(&parts) => {
                self.in_brackets(parts, |is_wide| if is_wide { Doc::Spaces(0) } else { Doc::Spaces(1) });
                self.take();
            }
            _ => {
                let group = self.docs.group();
                self.push(Doc::Indent(STEP));
                self.push(Doc::Soft);
                self.in_brackets(parts, |is_wide| if is_wide { Doc::Soft } else { Doc::Line });
                self.inner_comments();
                self.push(Doc::End);
                self.push(Doc::Soft);
                self.take();
                self.docs.end_group(group);
            }
        }
    }

    /// Parts with commas between; what stands behind a comma is told by whether it is a wide one.
    /// A comma behind the last part goes.
    fn in_brackets(&mut self, parts: Parts<'_>, behind: fn(bool) -> Doc) {
        for (index, part) in parts.enumerate() {
            if index > 0 {
                let is_wide = self.comma();
                self.push(behind(is_wide));
            }
            self.node(part);
        }
        self.drop_commas();
    }

    /// `f(a, g(`: the last part may be broken while the short ones before it stay in the line.
    fn last_clings(&self, parts: &Parts<'_>) -> bool {
        let Some((last, before)) = parts.split_last() else { return false };
        // A comment in front would come to stand among the short parts.
        if before.is_empty() || !clings(last) || self.docs.has_comment() {
            return false;
        }
        let mut columns = 0;
        for token in self.rest().iter().take_while(|token| token.span.start < last.span.start) {
            columns += token.columns as usize + 1;
            if token.is_comment() || columns > SHORT {
                return false;
            }
        }
        true
    }

    /// Operands in a line, broken before `and` and `or`.
    fn expression(&mut self, parts: Parts<'_>) {
        if !parts.clone().any(is_joint) {
            return self.operands(parts);
        }
        let group = self.docs.group();
        self.push(Doc::Indent(STEP));
        self.operands(parts);
        self.push(Doc::End);
        self.docs.end_group(group);
    }

    fn operands(&mut self, parts: Parts<'_>) {
        for (index, part) in parts.enumerate() {
            if index > 0 {
                self.push(if is_joint(part) { Doc::Line } else { Doc::Spaces(1) });
            }
            self.node(part);
        }
    }

    /// `policy: value` and its clauses: one line if all fits, else `cites` stays if it fits and each
    /// of the others has its line.
    fn answer(&mut self, parts: Parts<'_>) {
        let group = self.docs.group();
        self.push(Doc::Fill(STEP));
        let mut is_below = false;
        for (index, part) in parts.enumerate() {
            let mut cited = None;
            match index {
                0 => {}
                1 => self.colon(),
                _ if part.place == Some(CITES) && !is_below => cited = Some(self.docs.part(Break::Space)),
                _ => {
                    if !is_below {
                        self.push(Doc::End);
                        self.push(Doc::Indent(STEP));
                        is_below = true;
                    }
                    self.push(Doc::Line);
                }
            }
            self.node(part);
            self.drop_commas();
            self.docs.end_part(cited);
        }
        self.push(Doc::End);
        self.docs.end_group(group);
    }

    /// The colon behind the name of a policy.
    fn colon(&mut self) {
        let is_wide = self.sign(Sign::Colon).is_some_and(Token::is_wide);
        self.take();
        if !is_wide {
            self.space();
        }
    }

    /// `value when condition cites e-01`.
    fn case(&mut self, parts: Parts<'_>) {
        self.push(Doc::Fill(STEP));
        let mut opened = None;
        // A word belongs to what stands behind it.
        let mut is_open = false;
        for (index, part) in parts.enumerate() {
            if is_open {
                self.space();
            } else if index > 0 {
                self.docs.end_part(opened.take());
                opened = Some(self.docs.part(Break::Space));
            }
            self.node(part);
            is_open = part.shape == Shape::Word;
        }
        self.docs.end_part(opened);
        self.push(Doc::End);
    }

    /// `let path "label" = value`: the value on the next line if it must.
    fn defined(&mut self, parts: &Parts<'_>) {
        let Some((value, head)) = parts.split_last() else { return };
        self.run(head);
        let is_compound = value.parts().nth(1).is_some();
        let group = self.docs.group();
        self.push(Doc::Indent(STEP));
        self.push(if is_compound { Doc::Line } else { Doc::Spaces(1) });
        self.node(value);
        self.push(Doc::End);
        self.docs.end_group(group);
    }
}

fn is_joint(part: Part<'_>) -> bool {
    matches!(part.shape, Shape::And | Shape::Or)
}

/// A call or a block of cases that is all there is between brackets: `f(g(` is closed by `))`.
fn clings(part: Part<'_>) -> bool {
    match part.shape {
        Shape::Call => {
            let mut behind = part.parts().skip(1);
            behind.next().is_some_and(|brackets| brackets.shape == Shape::Brackets) && behind.next().is_none()
        }
        Shape::Block => true,
        Shape::Run | Shape::Expression => part.parts().only().is_some_and(clings),
        _ => false,
    }
}
