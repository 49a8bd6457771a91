//! Where lines are broken, how far they stand in, what is aligned.
//!
//! Every word stays, and every comment; empty lines between parts stay, one at most. Commas that
//! the language does not need go where lines are broken and come where they are joined.

use std::borrow::Cow;

use unicode_width::UnicodeWidthStr;

use crate::format::doc::{Break, Doc, flat_width, print};
use crate::format::tokens::{Kind, Token, Words, read};
use crate::syntax::{CITES, Columns, Concrete, Shape};
use crate::text::Span;

/// Columns that the inside of something stands further in.
const STEP: usize = 2;

const SPACE: Doc<'static> = Doc::Text(Cow::Borrowed(" "));

/// The text in lines as they should be; `None` when what was written cannot be read again.
pub fn lay_out(text: Words<'_>) -> Option<String> {
    let spelling = text.spelling;
    let (mut laid_out, mut has_moved) = print_all(text);
    for _ in 0..MOVES {
        if !has_moved {
            break;
        }
        (laid_out, has_moved) = print_all(read(&laid_out, Some(spelling))?);
    }
    Some(laid_out)
}

/// Comments that have changed their lines are laid out again so often; once is enough for most.
const MOVES: usize = 4;

fn print_all(text: Words<'_>) -> (String, bool) {
    let mut walker = Walker { tokens: text.tokens, next: 0 };
    let mut docs = walker.lines(&text.items);
    walker.last_comments(&mut docs);
    print(&docs)
}

struct Walker<'a> {
    tokens: Vec<Token<'a>>,
    next: usize,
}

impl<'a> Walker<'a> {
    fn peek(&self) -> Option<&Token<'a>> {
        self.tokens.get(self.next)
    }

    /// The text of the next token, which is not looked at again.
    fn text(&mut self) -> Cow<'a, str> {
        self.tokens.get_mut(self.next).map(|token| std::mem::take(&mut token.text)).unwrap_or_default()
    }

    fn is_comment(&self) -> bool {
        self.peek().is_some_and(|token| token.kind == Kind::Comment)
    }

    /// Whether the next token but comments is one of these signs.
    fn is_sign(&self, signs: &[char]) -> bool {
        let next = self.tokens[self.next..].iter().find(|token| token.kind != Kind::Comment);
        next.is_some_and(|token| token.kind == Kind::Sign && token.text.starts_with(signs))
    }

    /// The comments on lines of their own before the next word.
    fn lead(&mut self, docs: &mut Vec<Doc<'a>>) {
        let mut is_led = false;
        while self.is_comment() {
            docs.push(Doc::Hard);
            docs.push(Doc::Text(self.text()));
            self.next += 1;
            is_led = true;
        }
        if is_led {
            docs.push(Doc::Hard);
        }
    }

    /// The next word or sign as it is written, and the comment behind it on its line.
    fn take(&mut self, docs: &mut Vec<Doc<'a>>) {
        self.lead(docs);
        if self.peek().is_none() {
            return;
        }
        docs.push(Doc::Text(self.text()));
        self.next += 1;
        self.trail(docs);
    }

    /// Comments on the line of what was taken.
    fn trail(&mut self, docs: &mut Vec<Doc<'a>>) {
        while self.peek().is_some_and(|token| token.kind == Kind::Comment && token.breaks == 0) {
            docs.push(Doc::Suffix(self.text()));
            self.next += 1;
        }
    }

    /// Leaves out a comma, and keeps the comment behind it.
    fn drop_comma(&mut self, docs: &mut Vec<Doc<'a>>) -> bool {
        let is_comma = self.is_sign(COMMAS);
        if is_comma {
            self.lead(docs);
            self.next += 1;
            self.trail(docs);
        }
        is_comma
    }

    fn is_wide_comma(&self) -> bool {
        self.peek().is_some_and(|token| !token.text.is_ascii())
    }

    fn node(&mut self, part: &Concrete) -> Vec<Doc<'a>> {
        let mut docs = Vec::new();
        if part.parts.is_empty() {
            self.take(&mut docs);
            return docs;
        }
        match part.shape {
            Shape::Block => self.block(part, &mut docs),
            Shape::Assignments | Shape::Words | Shape::Template => self.braces(part, &mut docs),
            Shape::List => self.list(&part.parts, &mut docs),
            Shape::Brackets => self.brackets(part, &mut docs),
            Shape::Expression => self.expression(part, &mut docs),
            Shape::Answer => self.answer(part, &mut docs),
            Shape::Case => self.case(part, &mut docs),
            Shape::Defined => self.defined(part, &mut docs),
            Shape::Call => part.parts.iter().for_each(|part| docs.extend(self.node(part))),
            Shape::Number => self.number(part, &mut docs),
            Shape::Run | Shape::Row(_) => self.run(&part.parts, &mut docs),
            Shape::Word | Shape::Text | Shape::Unit | Shape::Open | Shape::And | Shape::Or => self.take(&mut docs),
        }
        docs
    }

    /// Parts with a space between each two, and the signs between them.
    fn run(&mut self, parts: &[Concrete], docs: &mut Vec<Doc<'a>>) {
        let mut is_glued = true;
        for part in parts {
            while self.peek().is_some_and(|token| token.kind == Kind::Sign && token.span.start < part.span.start) {
                is_glued = self.is_sign(&['.']) || self.is_sign(&['：']);
                self.take(docs);
            }
            if !is_glued {
                docs.push(SPACE);
            }
            docs.extend(self.node(part));
            is_glued = false;
        }
    }

    /// `18 years`, `18岁`.
    fn number(&mut self, part: &Concrete, docs: &mut Vec<Doc<'a>>) {
        for (index, part) in part.parts.iter().enumerate() {
            if index > 0 && self.peek().is_some_and(|token| token.text.is_ascii()) {
                docs.push(SPACE);
            }
            docs.extend(self.node(part));
        }
    }

    /// `a, b, c` behind a word, filled into lines.
    fn list(&mut self, parts: &[Concrete], docs: &mut Vec<Doc<'a>>) {
        let mut pieces = Vec::new();
        let mut before = Break::Space;
        for part in parts {
            if part.shape == Shape::Text {
                before = Break::Never;
            }
            let mut piece = self.node(part);
            let is_wide = self.comma(&mut piece);
            pieces.push((before, piece));
            before = if is_wide { Break::Nothing } else { Break::Space };
        }
        docs.push(Doc::Fill(STEP, pieces));
    }

    /// Keeps a comma; whether it was a wide one, behind which no space stands.
    fn comma(&mut self, docs: &mut Vec<Doc<'a>>) -> bool {
        if !self.is_sign(COMMAS) {
            return false;
        }
        self.lead(docs);
        let is_wide = self.is_wide_comma();
        self.take(docs);
        is_wide
    }

    /// `(a, b)`: one line, or a line for each part. A part that is all there is clings to the brackets.
    fn brackets(&mut self, part: &Concrete, docs: &mut Vec<Doc<'a>>) {
        self.take(docs);
        if let [only] = &*part.parts
            && clings(only)
            && !self.is_comment()
        {
            docs.extend(self.node(only));
            self.drop_comma(docs);
            self.take(docs);
            return;
        }
        if self.last_clings(&part.parts) {
            let mut inner = Vec::new();
            for (index, part) in part.parts.iter().enumerate() {
                if index > 0 {
                    let is_wide = self.comma(&mut inner);
                    inner.push(Doc::Text(Cow::Borrowed(if is_wide { "" } else { " " })));
                }
                inner.extend(self.node(part));
            }
            self.drop_comma(&mut inner);
            self.take(&mut inner);
            docs.extend(inner);
            return;
        }
        let mut inner = vec![Doc::Soft];
        for (index, part) in part.parts.iter().enumerate() {
            if index > 0 {
                let is_wide = self.comma(&mut inner);
                inner.push(if is_wide { Doc::Soft } else { Doc::Line });
            }
            inner.extend(self.node(part));
        }
        // A comma behind the last part goes.
        self.drop_comma(&mut inner);
        self.inner_comments(&mut inner);
        let mut group = vec![Doc::Indent(STEP, inner), Doc::Soft];
        self.take(&mut group);
        docs.push(Doc::Group(group));
    }

    /// `f(a, g(`: the last part may be broken while the short ones before it stay in the line.
    fn last_clings(&self, parts: &[Concrete]) -> bool {
        let Some((last, before)) = parts.split_last() else { return false };
        let (Some(first), true) = (before.first(), clings(last)) else { return false };
        let head = Span { start: first.span.start, end: last.span.start };
        let written = self.tokens[self.next..].iter().take_while(|token| token.span.start < head.end);
        let words = written.map(|token| (token.kind != Kind::Comment).then(|| token.text.width() + 1));
        words.sum::<Option<usize>>().is_some_and(|width| width <= SHORT)
    }

    /// Operands in a line, broken before `and` and `or`.
    fn expression(&mut self, part: &Concrete, docs: &mut Vec<Doc<'a>>) {
        let mut group = Vec::new();
        let mut is_first = true;
        for part in &part.parts {
            let is_joint = matches!(part.shape, Shape::And | Shape::Or);
            if !is_first {
                group.push(if is_joint { Doc::Line } else { SPACE });
            }
            group.extend(self.node(part));
            is_first = false;
        }
        let joints = part.parts.iter().any(|part| matches!(part.shape, Shape::And | Shape::Or));
        if joints {
            docs.push(Doc::Group(vec![Doc::Indent(STEP, group)]));
        } else {
            docs.extend(group);
        }
    }

    /// `policy: value` and its clauses: one line if all fits, else `cites` stays if it fits and each
    /// of the others has its line.
    fn answer(&mut self, part: &Concrete, docs: &mut Vec<Doc<'a>>) {
        let mut head = Vec::new();
        let mut cited = Vec::new();
        let mut others = Vec::new();
        for (index, part) in part.parts.iter().enumerate() {
            if index == 1 {
                let is_wide = self.is_sign(&['：']);
                self.take(&mut head);
                if !is_wide {
                    head.push(SPACE);
                }
            }
            let mut piece = self.node(part);
            self.drop_comma(&mut piece);
            if index < 2 {
                head.append(&mut piece);
            } else if part.place == Some(CITES) && others.is_empty() {
                cited.push((Break::Space, piece));
            } else {
                others.push(Doc::Line);
                others.append(&mut piece);
            }
        }
        cited.insert(0, (Break::Space, head));
        docs.push(Doc::Group(vec![Doc::Fill(STEP, cited), Doc::Indent(STEP, others)]));
    }

    /// `value when condition cites e-01`.
    fn case(&mut self, part: &Concrete, docs: &mut Vec<Doc<'a>>) {
        let mut pieces: Vec<(Break, Vec<Doc<'a>>)> = Vec::new();
        let mut is_open = false;
        for part in &part.parts {
            let piece = self.node(part);
            match pieces.last_mut() {
                Some((_, last)) if is_open => {
                    last.push(SPACE);
                    last.extend(piece);
                }
                _ => pieces.push((Break::Space, piece)),
            }
            // A word belongs to what stands behind it.
            is_open = part.shape == Shape::Word;
        }
        docs.push(Doc::Fill(STEP, pieces));
    }

    /// `let path "label" = value`: the value on the next line if it must.
    fn defined(&mut self, part: &Concrete, docs: &mut Vec<Doc<'a>>) {
        let Some((value, head)) = part.parts.split_last() else { return };
        self.run(head, docs);
        let is_compound = value.parts.len() > 1;
        let mut inner = vec![if is_compound { Doc::Line } else { SPACE }];
        inner.extend(self.node(value));
        docs.push(Doc::Group(vec![Doc::Indent(STEP, inner)]));
    }

    /// Words, `{`, a part on each line, `}`.
    fn block(&mut self, part: &Concrete, docs: &mut Vec<Doc<'a>>) {
        let opening = part.parts.iter().position(|part| part.shape == Shape::Open);
        let (head, inside) = part.parts.split_at(opening.map_or(part.parts.len(), |index| index + 1));
        self.run(head, docs);
        let mut inner = self.lines(inside);
        self.last_comments(&mut inner);
        if inner.is_empty() {
            docs.push(SPACE);
        } else {
            inner.insert(0, Doc::Hard);
            docs.push(Doc::Indent(STEP, inner));
            docs.push(Doc::Hard);
        }
        self.take(docs);
    }

    /// Parts on lines of their own, with the comments and the empty lines between them.
    fn lines(&mut self, parts: &[Concrete]) -> Vec<Doc<'a>> {
        let mut rows: Vec<Line<'a>> = Vec::new();
        for part in parts {
            let mut before = Vec::new();
            while self.is_sign(COMMAS) && !self.is_comment() {
                self.drop_comma(&mut before);
            }
            if let Some(last) = rows.last_mut() {
                last.rest.append(&mut before);
            }
            let is_blank = self.peek().is_some_and(|token| token.breaks > 1);
            let comments = self.own_comments();
            let is_apart = self.peek().is_some_and(|token| token.breaks > 1) && !comments.is_empty();
            rows.push(self.row(part, is_blank, comments, is_apart));
        }
        // Commas behind the last part.
        let mut behind = Vec::new();
        while self.is_sign(COMMAS) {
            self.drop_comma(&mut behind);
        }
        if let Some(last) = rows.last_mut() {
            last.rest.append(&mut behind);
        }
        sort_clauses(&mut rows);
        align(&mut rows);
        align_comments(&mut rows);
        let mut docs = Vec::new();
        for (index, row) in rows.into_iter().enumerate() {
            row.write(index == 0, &mut docs);
        }
        docs
    }

    /// Comments before a closing bracket.
    fn inner_comments(&mut self, docs: &mut Vec<Doc<'a>>) {
        for (_, comment) in self.own_comments() {
            docs.push(Doc::Hard);
            docs.push(Doc::Text(comment));
        }
    }

    /// The comments on lines of their own before the next part, each with whether it stands apart.
    fn own_comments(&mut self) -> Vec<(bool, Cow<'a, str>)> {
        let mut comments = Vec::new();
        while self.is_comment() {
            let is_apart = self.tokens[self.next].breaks > 1;
            comments.push((is_apart, self.text()));
            self.next += 1;
        }
        comments
    }

    /// What stands before a closing brace or the end.
    fn last_comments(&mut self, docs: &mut Vec<Doc<'a>>) {
        for (is_apart, comment) in self.own_comments() {
            if !docs.is_empty() {
                docs.push(if is_apart { Doc::Blank } else { Doc::Hard });
            }
            docs.push(Doc::Text(comment));
        }
    }

    fn row(
        &mut self,
        part: &Concrete,
        is_blank: bool,
        comments: Vec<(bool, Cow<'a, str>)>,
        is_apart: bool,
    ) -> Line<'a> {
        let columns = match part.shape {
            Shape::Row(Columns::Fact | Columns::Statement) => 2,
            Shape::Row(Columns::Enum | Columns::Material | Columns::Table) => 1,
            _ => 0,
        };
        let mut cells = Vec::new();
        for cell in part.parts.iter().take(columns) {
            let mut docs = self.node(cell);
            if part.shape == Shape::Row(Columns::Table) {
                self.take(&mut docs);
            }
            cells.push(docs);
        }
        let mut rest = Vec::new();
        match part.shape {
            Shape::Row(Columns::Table) => self.list(&part.parts[columns..], &mut rest),
            Shape::Row(_) => self.run(&part.parts[columns..], &mut rest),
            _ => rest = self.node(part),
        }
        Line { is_blank, comments, is_apart, shape: part.shape, place: part.place, cells, rest }
    }

    /// `given { a = b, c = d }`, `words x "y" { "a", "b" }`: one line if it fits.
    fn braces(&mut self, part: &Concrete, docs: &mut Vec<Doc<'a>>) {
        let opening = part.parts.iter().position(|part| part.shape == Shape::Open);
        let (head, inside) = part.parts.split_at(opening.map_or(part.parts.len(), |index| index + 1));
        self.run(head, docs);
        let is_wide = docs.iter().rev().any(|doc| matches!(doc, Doc::Text(text) if text == "｛"));
        let comma = if is_wide { "，" } else { "," };
        let mut inner = vec![Doc::Line];
        if part.shape == Shape::Assignments {
            for (index, part) in inside.iter().enumerate() {
                if index > 0 {
                    inner.push(Doc::Flat(comma));
                    inner.push(if is_wide { Doc::Soft } else { Doc::Line });
                }
                let is_blank = index > 0 && self.peek().is_some_and(|token| token.breaks > 1);
                if is_blank {
                    inner.push(Doc::Blank);
                }
                inner.extend(self.node(part));
                self.drop_comma(&mut inner);
            }
        } else {
            let has_commas = part.shape == Shape::Words;
            let before = if has_commas && is_wide { Break::Nothing } else { Break::Space };
            let mut pieces = Vec::new();
            for (index, part) in inside.iter().enumerate() {
                let mut piece = self.node(part);
                let written = piece.len();
                self.drop_comma(&mut piece);
                if has_commas && index + 1 < inside.len() {
                    // In front of a comment on the line.
                    let at = piece.iter().position(|doc| matches!(doc, Doc::Suffix(_))).unwrap_or(written);
                    piece.insert(at, Doc::Text(Cow::Borrowed(comma)));
                }
                pieces.push((before, piece));
            }
            inner.push(Doc::Fill(0, pieces));
        }
        self.inner_comments(&mut inner);
        let is_empty = inside.is_empty() && inner.len() == 1;
        let mut group = if is_empty { vec![Doc::Line] } else { vec![Doc::Indent(STEP, inner), Doc::Line] };
        self.take(&mut group);
        docs.push(Doc::Group(group));
    }
}

/// A part of a block on its line.
struct Line<'a> {
    /// An empty line stands before it.
    is_blank: bool,
    /// The comments above it, each with whether an empty line stands before it.
    comments: Vec<(bool, Cow<'a, str>)>,
    /// An empty line stands between the comments and the part.
    is_apart: bool,
    shape: Shape,
    place: Option<u8>,
    /// What is aligned with the lines above and below.
    cells: Vec<Vec<Doc<'a>>>,
    rest: Vec<Doc<'a>>,
}

impl<'a> Line<'a> {
    /// Columns without the comment at the end; `None` for several lines.
    fn width(&self) -> Option<usize> {
        let (_, rest) = self.rest.split_last()?;
        let cells = self.cells.iter().try_fold(0, |width, cell| Some(width + 1 + flat_width(cell)?))?;
        Some(cells + flat_width(rest)?)
    }

    fn write(self, is_first: bool, docs: &mut Vec<Doc<'a>>) {
        let gap = |is_blank: bool| if is_blank { Doc::Blank } else { Doc::Hard };
        if !is_first {
            docs.push(gap(self.is_blank));
        }
        for (index, (is_apart, comment)) in self.comments.iter().enumerate() {
            if index > 0 {
                docs.push(gap(*is_apart));
            }
            docs.push(Doc::Text(comment.clone()));
        }
        if !self.comments.is_empty() {
            docs.push(gap(self.is_apart));
        }
        for cell in self.cells {
            docs.extend(cell);
            docs.push(SPACE);
        }
        docs.extend(self.rest);
    }
}

/// Pads the cells of rows that follow one another without an empty line between.
fn align(rows: &mut [Line<'_>]) {
    let mut start = 0;
    while start < rows.len() {
        let is_next = |row: &Line<'_>| !row.is_blank && row.shape == rows[start].shape;
        let length = 1 + rows[start + 1..].iter().take_while(|row| is_next(row)).count();
        let columns = rows[start].cells.len();
        for column in 0..columns {
            let width = |row: &Line<'_>| row.cells.get(column).and_then(|cell| flat_width(cell));
            let widest = rows[start..start + length].iter().filter_map(width).filter(|width| *width <= WIDEST).max();
            for row in &mut rows[start..start + length] {
                if let (Some(widest), Some(own)) = (widest, width(row)) {
                    row.cells[column].push(Doc::Text(Cow::Owned(" ".repeat(widest.saturating_sub(own)))));
                }
            }
        }
        start += length;
    }
}

/// Columns of the parts before one that clings to the brackets.
const SHORT: usize = 40;

/// The clauses of a rule in their usual order, within paragraphs. Nothing else is moved.
fn sort_clauses(rows: &mut [Line<'_>]) {
    if rows.iter().any(|row| row.place.is_none()) {
        return;
    }
    for paragraph in rows.chunk_by_mut(|_, next| !next.is_blank) {
        let is_blank = paragraph[0].is_blank;
        paragraph[0].is_blank = false;
        paragraph.sort_by_key(|row| row.place);
        paragraph[0].is_blank = is_blank;
    }
}

/// Comments at the ends of lines that follow one another begin in one column.
fn align_comments(rows: &mut [Line<'_>]) {
    let has_comment = |row: &Line<'_>| matches!(row.rest.last(), Some(Doc::Suffix(_)));
    for lines in rows
        .chunk_by_mut(|row, next| has_comment(row) && has_comment(next) && !next.is_blank && next.comments.is_empty())
    {
        let widest = lines.iter().filter_map(Line::width).max().unwrap_or(0);
        for line in lines {
            let pad = line.width().map_or(0, |width| widest - width);
            if let Some(Doc::Suffix(comment)) = line.rest.last_mut()
                && pad <= WIDEST
            {
                comment.to_mut().insert_str(0, &" ".repeat(pad));
            }
        }
    }
}

/// Cells wider than this push no others away.
const WIDEST: usize = 48;

const COMMAS: &[char] = &[',', '，', '、', ';', '；'];

/// A call or a block of cases that is all there is between brackets: `f(g(` is closed by `))`.
fn clings(part: &Concrete) -> bool {
    match (part.shape, &*part.parts) {
        (Shape::Call, [_, brackets]) => brackets.shape == Shape::Brackets,
        (Shape::Block, _) => true,
        (Shape::Run | Shape::Expression, [only]) => clings(only),
        _ => false,
    }
}
