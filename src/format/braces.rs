//! What stands between braces: a part on each line, or as many as fit.

use crate::format::doc::{Break, Comma, Doc};
use crate::format::layout::STEP;
use crate::format::rows::{Row, arrange};
use crate::format::walker::Walker;
use crate::syntax::keywords::Spelling;
use crate::syntax::{Columns, Part, Parts, Shape};

impl Walker<'_> {
    /// Words, `{`, a part on each line, `}`.
    pub fn block(&mut self, part: Part<'_>) {
        let (head, inside) = part.parts().split_behind(Shape::Open);
        self.run(head);
        self.drop_commas();
        if inside.is_empty() && !self.is_comment() {
            self.space();
        } else {
            self.push(Doc::Indent(STEP));
            self.push(Doc::Hard);
            let inner = self.docs.len();
            self.lines(inside);
            self.own_comments(inner);
            self.push(Doc::End);
            self.push(Doc::Hard);
        }
        self.take();
    }

    /// Parts on lines of their own, with the comments and the empty lines between them.
    pub fn lines(&mut self, parts: Parts<'_>) {
        let first = self.rows.len();
        for part in parts {
            let is_blank = self.is_blank();
            let start = self.docs.len();
            // What separates it from the row above, as soon as that is known.
            self.push(Doc::Spaces(0));
            self.own_comments(start + 1);
            if self.docs.len() > start + 1 {
                self.push(if self.is_blank() { Doc::Blank } else { Doc::Hard });
            }
            self.row(part, Row::begin(part, start, is_blank, &self.docs));
        }
        arrange(self.rows.get_mut(first..).unwrap_or_default(), &mut self.docs);
        self.rows.truncate(first);
    }

    /// A part that is a row of a block. It ends behind its commas, which go.
    fn row(&mut self, part: Part<'_>, mut row: Row) {
        self.cells(part, &mut row);
        self.drop_commas();
        row.end(&mut self.docs);
        self.rows.push(row);
    }

    fn cells(&mut self, part: Part<'_>, row: &mut Row) {
        let cells = match part.shape {
            Shape::Row(Columns::Fact | Columns::Statement) => 2,
            Shape::Row(Columns::Enum | Columns::Material | Columns::Table) => 1,
            _ => return self.node(part),
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
    }

    /// `given { a = b, c = d }`: one line if it fits.
    pub fn assignments(&mut self, part: Part<'_>) {
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
                self.drop_commas();
            }
            self.end_braces();
        }
        self.take();
        self.docs.end_group(group);
    }

    /// `words x "y" { "a", "b" }`, `template x "y" { "a" b "c" }`: one line if it fits.
    pub fn strings(&mut self, part: Part<'_>) {
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
            self.node(part);
            self.drop_commas();
            if let Some(comma) = comma.filter(|_| !inside.is_empty()) {
                self.push(Doc::Comma(comma));
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
