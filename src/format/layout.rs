//! Where lines are broken and how far they stand in.
//!
//! Every word stays, and every comment; empty lines between parts stay, one at most. Commas that
//! the language does not need go where lines are broken and come where they are joined.

use crate::format::doc::{Break, Comma, Doc, Docs};
use crate::format::print::print;
use crate::format::rows::{Row, arrange};
use crate::format::tokens::{Kind, Sign, Token, Words, read};
use crate::syntax::keywords::Spelling;
use crate::syntax::{CITES, Columns, Part, Parts, Shape};

/// Columns that the inside of something stands further in.
const STEP: u8 = 2;

/// Columns of the parts before one that clings to the brackets.
const SHORT: usize = 40;

/// Comments that have changed their lines are laid out again so often; once is enough for most.
const MOVES: usize = 4;

/// The text in lines as they should be; `None` when what was written cannot be read again.
pub fn lay_out(words: &Words<'_>) -> Option<String> {
    let (mut laid_out, mut has_moved) = print_all(words);
    for _ in 0..MOVES {
        if !has_moved {
            break;
        }
        (laid_out, has_moved) = print_all(&read(&laid_out, Some(words.spelling))?);
    }
    Some(laid_out)
}

fn print_all(words: &Words<'_>) -> (String, bool) {
    let docs = Docs::with_capacity(words.tokens.len() * 2);
    let mut walker = Walker { words, next: 0, docs, rows: Vec::new() };
    walker.lines(words.tree.items());
    walker.own_comments(0);
    print(walker.docs.all(), words)
}

struct Walker<'a> {
    words: &'a Words<'a>,
    /// The number of the next token.
    next: usize,
    docs: Docs,
    /// The rows of the blocks that have begun and not ended.
    rows: Vec<Row>,
}

impl<'a> Walker<'a> {
    fn peek(&self) -> Option<&'a Token> {
        self.words.tokens.get(self.next)
    }

    fn is_comment(&self) -> bool {
        self.peek().is_some_and(Token::is_comment)
    }

    /// Whether an empty line stands before the next token.
    fn is_blank(&self) -> bool {
        self.peek().is_some_and(|token| token.breaks > 1)
    }

    /// The next token but comments, if it is this sign.
    fn sign(&self, sign: Sign) -> Option<&'a Token> {
        let next = self.words.tokens.get(self.next..)?.iter().find(|token| !token.is_comment())?;
        (next.kind == Kind::Sign(sign)).then_some(next)
    }

    fn is_comma(&self) -> bool {
        self.sign(Sign::Comma).is_some()
    }

    fn push(&mut self, doc: Doc) {
        self.docs.push(doc);
    }

    fn space(&mut self) {
        self.push(Doc::Spaces(1));
    }

    /// The next token as it is written.
    fn token(&mut self) {
        if let Some(token) = self.peek() {
            self.docs.push_token(self.next, token.columns);
            self.next += 1;
        }
    }

    /// The comments on lines of their own before the next word.
    fn lead(&mut self) {
        if !self.is_comment() {
            return;
        }
        self.inner_comments();
        self.push(Doc::Hard);
    }

    /// Comments before a closing bracket.
    fn inner_comments(&mut self) {
        while self.is_comment() {
            self.push(Doc::Hard);
            self.token();
        }
    }

    /// The next word or sign as it is written, and the comment behind it on its line.
    fn take(&mut self) {
        self.lead();
        if self.peek().is_some() {
            self.token();
            self.trail();
        }
    }

    /// Comments on the line of what was taken.
    fn trail(&mut self) {
        while self.peek().is_some_and(|token| token.is_comment() && token.breaks == 0) {
            self.push(Doc::Suffix(self.next as u32, 0));
            self.next += 1;
        }
    }

    /// Leaves out a comma, and keeps the comment behind it.
    fn drop_comma(&mut self) {
        if self.is_comma() {
            self.lead();
            self.next += 1;
            self.trail();
        }
    }

    /// Keeps a comma; whether it was a wide one, behind which no space stands.
    fn comma(&mut self) -> bool {
        let Some(comma) = self.sign(Sign::Comma) else { return false };
        self.take();
        comma.is_wide()
    }

    fn node(&mut self, part: Part<'_>) {
        if part.is_leaf() {
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
    fn run(&mut self, parts: Parts<'_>) {
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
    fn list(&mut self, parts: Parts<'_>) {
        self.push(Doc::Fill(STEP));
        let mut before = Break::Space;
        for (index, part) in parts.enumerate() {
            if part.shape == Shape::Text {
                before = Break::Never;
            }
            let opened = (index > 0).then(|| self.docs.part(before));
            self.node(part);
            before = if self.comma() { Break::Nothing } else { Break::Space };
            self.docs.end_part(opened);
        }
        self.push(Doc::End);
    }

    /// `(a, b)`: one line, or a line for each part. A part that is all there is clings to the brackets.
    fn brackets(&mut self, parts: Parts<'_>) {
        self.take();
        match parts.only() {
            Some(only) if clings(only) && !self.is_comment() => {
                self.node(only);
                self.drop_comma();
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
        self.drop_comma();
    }

    /// `f(a, g(`: the last part may be broken while the short ones before it stay in the line.
    fn last_clings(&self, parts: &Parts<'_>) -> bool {
        let Some((last, before)) = parts.split_last() else { return false };
        if before.is_empty() || !clings(last) {
            return false;
        }
        let mut columns = 0;
        let tokens = self.words.tokens.get(self.next..).unwrap_or_default();
        for token in tokens.iter().take_while(|token| token.span.start < last.span.start) {
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
            self.drop_comma();
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

    /// Words, `{`, a part on each line, `}`.
    fn block(&mut self, part: Part<'_>) {
        let (head, inside) = part.parts().split_behind(Shape::Open);
        self.run(head);
        let (start, extent) = (self.docs.len(), self.docs.extent());
        self.push(Doc::Indent(STEP));
        self.push(Doc::Hard);
        let inner = self.docs.len();
        self.lines(inside);
        self.own_comments(inner);
        if self.docs.len() == inner {
            self.docs.truncate(start, extent);
            self.space();
        } else {
            self.push(Doc::End);
            self.push(Doc::Hard);
        }
        self.take();
    }

    /// Parts on lines of their own, with the comments and the empty lines between them.
    fn lines(&mut self, parts: Parts<'_>) {
        let first = self.rows.len();
        for part in parts {
            self.drop_commas(first, Walker::is_comment);
            let is_blank = self.is_blank();
            let start = self.docs.len();
            // What separates it from the row above, as soon as that is known.
            self.push(Doc::Spaces(0));
            self.own_comments(start + 1);
            if self.docs.len() > start + 1 {
                self.push(if self.is_blank() { Doc::Blank } else { Doc::Hard });
            }
            let row = Row::begin(start, part.shape, part.place, &self.docs).blank(is_blank);
            self.row(part, row);
        }
        self.drop_commas(first, |_| false);
        arrange(self.rows.get_mut(first..).unwrap_or_default(), &mut self.docs);
        self.rows.truncate(first);
    }

    /// Leaves out the commas behind the last row of a block. It ends behind them.
    fn drop_commas(&mut self, first: usize, is_end: fn(&Walker<'a>) -> bool) {
        let (start, extent) = (self.docs.len(), self.docs.extent());
        while !is_end(self) && self.is_comma() {
            self.drop_comma();
        }
        match self.rows.get_mut(first..).and_then(<[Row]>::last_mut) {
            Some(last) => last.end(&self.docs),
            None => self.docs.truncate(start, extent),
        }
    }

    /// The comments on lines of their own before the next part or the end; `start` is where the
    /// pieces of a block begin.
    fn own_comments(&mut self, start: usize) {
        while self.is_comment() {
            if self.docs.len() > start {
                self.push(if self.is_blank() { Doc::Blank } else { Doc::Hard });
            }
            self.token();
        }
    }

    fn row(&mut self, part: Part<'_>, mut row: Row) {
        let cells = match part.shape {
            Shape::Row(Columns::Fact | Columns::Statement) => 2,
            Shape::Row(Columns::Enum | Columns::Material | Columns::Table) => 1,
            _ => {
                self.node(part);
                return self.rows.push(row);
            }
        };
        let is_table = part.shape == Shape::Row(Columns::Table);
        let mut parts = part.parts();
        for (number, cell) in parts.by_ref().take(cells).enumerate() {
            let before = self.docs.extent();
            self.node(cell);
            if is_table {
                self.take();
            }
            row.end_cell(number, before, &mut self.docs);
        }
        if is_table {
            self.list(parts);
        } else {
            self.run(parts);
        }
        self.rows.push(row);
    }

    /// `given { a = b, c = d }`: one line if it fits.
    fn assignments(&mut self, part: Part<'_>) {
        let (head, inside) = part.parts().split_behind(Shape::Open);
        self.run(head);
        let group = self.docs.group();
        if inside.is_empty() && !self.is_comment() {
            self.push(Doc::Line);
        } else {
            self.push(Doc::Indent(STEP));
            self.push(Doc::Line);
            let (comma, behind) = match self.added_comma() {
                Comma::Wide => (Comma::Wide, Doc::Soft),
                Comma::Narrow => (Comma::Narrow, Doc::Line),
            };
            for (index, part) in inside.enumerate() {
                if index > 0 {
                    self.push(Doc::FlatComma(comma));
                    self.push(behind);
                    if self.is_blank() {
                        self.push(Doc::Blank);
                    }
                }
                self.node(part);
                self.drop_comma();
            }
            self.end_braces();
        }
        self.take();
        self.docs.end_group(group);
    }

    /// `words x "y" { "a", "b" }`, `template x "y" { "a" b "c" }`: one line if it fits.
    fn strings(&mut self, part: Part<'_>) {
        let (head, mut inside) = part.parts().split_behind(Shape::Open);
        self.run(head);
        let comma = (part.shape == Shape::Words).then(|| self.added_comma());
        let before = if comma == Some(Comma::Wide) { Break::Nothing } else { Break::Space };
        let group = self.docs.group();
        self.push(Doc::Indent(STEP));
        self.push(Doc::Line);
        self.push(Doc::Fill(0));
        let mut opened = None;
        while let Some(part) = inside.next() {
            let start = self.docs.len();
            self.node(part);
            let end = self.docs.len();
            self.drop_comma();
            if let Some(comma) = comma.filter(|_| !inside.is_empty()) {
                // In front of a comment on the line.
                let is_suffix = |doc: &Doc| matches!(doc, Doc::Suffix(..));
                let pieces = self.docs.all().get(start..).unwrap_or_default();
                let at = pieces.iter().position(is_suffix).map_or(end, |index| start + index);
                self.docs.insert(at, Doc::Comma(comma));
            }
            self.docs.end_part(opened);
            opened = (!inside.is_empty()).then(|| self.docs.part(before));
        }
        self.push(Doc::End);
        self.end_braces();
        self.take();
        self.docs.end_group(group);
    }

    /// The comma that braces in one line need.
    fn added_comma(&self) -> Comma {
        match self.words.spelling {
            Spelling::Chinese => Comma::Wide,
            Spelling::English => Comma::Narrow,
        }
    }

    /// What stands before a closing brace.
    fn end_braces(&mut self) {
        self.inner_comments();
        self.push(Doc::End);
        self.push(Doc::Line);
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
