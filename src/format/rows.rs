//! The parts of a block, each on lines of its own: their order, and what is aligned.

use std::ops::Range;

use crate::format::doc::{Doc, Docs, Extent};
use crate::syntax::{Part, Shape};

/// Cells and comments wider than this push no others away.
const WIDEST: usize = 48;

/// A part of a block with the pieces that are made of it.
pub struct Row {
    /// An empty line stands before it.
    is_blank: bool,
    /// Comments stand on lines above it.
    has_comments: bool,
    shape: Shape,
    place: Option<u8>,
    /// Its pieces, of which the first separates it from the row above.
    docs: Range<usize>,
    /// What is aligned with the rows above and below.
    cells: [Cell; 2],
    /// Where the pieces behind the cells begin.
    rest: Extent,
    /// What the pieces behind the cells take in one line, without the comment at the end.
    rest_columns: Option<usize>,
    /// A comment stands at the end of its line.
    has_suffix: bool,
}

#[derive(Clone, Copy, Default)]
struct Cell {
    /// Where among the pieces of the row the spaces stand that fill it up; 0 for no cell.
    spaces: usize,
    columns: Option<usize>,
    /// How many spaces these are.
    pad: usize,
}

impl Row {
    /// A row that has been separated from the one above, at `start`, and has the comments above it.
    pub fn begin(part: Part<'_>, start: usize, is_blank: bool, docs: &Docs) -> Row {
        Row {
            is_blank,
            has_comments: docs.len() > start + 1,
            shape: part.shape,
            place: part.place,
            docs: start..docs.len(),
            cells: [Cell::default(); 2],
            rest: docs.extent(),
            rest_columns: None,
            has_suffix: false,
        }
    }

    /// The pieces since `before` are the cell of this number.
    pub fn end_cell(&mut self, number: usize, before: Extent, docs: &mut Docs) {
        let columns = docs.extent().since(before);
        if let Some(cell) = self.cells.get_mut(number) {
            *cell = Cell { spaces: docs.len() - self.docs.start, columns, pad: 0 };
            docs.push(Doc::Spaces(0));
            docs.push(Doc::Spaces(1));
        }
        self.rest = docs.extent();
    }

    /// All pieces up to here are of this row.
    pub fn end(&mut self, docs: &mut Docs) {
        let end = docs.len();
        docs.end_line();
        self.docs.end = docs.len();
        // Behind what could be broken into lines a comment has no column.
        let before = end.checked_sub(1).and_then(|last| docs.get(last));
        self.has_suffix = docs.len() > end && matches!(before, Some(Doc::Token(_)));
        if self.has_suffix {
            self.rest_columns = docs.extent().without_suffix().since(self.rest);
        }
    }

    /// Columns without the comment at the end; `None` for several lines.
    fn columns(&self) -> Option<usize> {
        let cells = self.cells.iter().filter(|cell| cell.spaces > 0);
        let cells = cells.map(|cell| Some(cell.columns? + cell.pad + 1)).sum::<Option<usize>>()?;
        Some(cells + self.rest_columns?)
    }
}

/// Sorts and aligns the rows of a block.
pub fn arrange(rows: &mut [Row], docs: &mut Docs) {
    sort_clauses(rows, docs);
    for (index, row) in rows.iter().enumerate() {
        match (index, row.is_blank) {
            (0, _) => {}
            (_, true) => docs.set(row.docs.start, Doc::Blank),
            (_, false) => docs.set(row.docs.start, Doc::Hard),
        }
    }
    for rows in rows.chunk_by_mut(|row, next| !next.is_blank && next.shape == row.shape) {
        if matches!(rows, [Row { shape: Shape::Row(_), .. }, ..]) {
            align(rows, docs);
        }
    }
    align_comments(rows, docs);
}

/// The clauses of a rule in their usual order, within paragraphs. Nothing else is moved.
fn sort_clauses(rows: &mut [Row], docs: &mut Docs) {
    if rows.iter().any(|row| row.place.is_none()) {
        return;
    }
    for paragraph in rows.chunk_by_mut(|_, next| !next.is_blank) {
        if paragraph.is_sorted_by_key(|row| row.place) {
            continue;
        }
        let (Some(first), Some(last)) = (paragraph.first(), paragraph.last()) else { continue };
        let (is_blank, all) = (first.is_blank, first.docs.start..last.docs.end);
        paragraph[0].is_blank = false;
        paragraph.sort_by_key(|row| row.place);
        paragraph[0].is_blank = is_blank;
        let mut moved = Vec::with_capacity(all.len());
        for row in paragraph {
            let start = all.start + moved.len();
            moved.extend(docs.all().get(row.docs.clone()).unwrap_or_default());
            row.docs = start..all.start + moved.len();
        }
        docs.replace(all, moved);
    }
}

/// Pads the cells of rows that follow one another without an empty line between.
fn align(rows: &mut [Row], docs: &mut Docs) {
    for number in 0..2 {
        let columns = |row: &Row| row.cells[number].columns;
        let Some(widest) = rows.iter().filter_map(columns).filter(|columns| *columns <= WIDEST).max() else { continue };
        for row in rows.iter_mut() {
            let cell = &mut row.cells[number];
            cell.pad = cell.columns.map_or(0, |own| widest.saturating_sub(own));
            if cell.spaces > 0 {
                docs.set(row.docs.start + cell.spaces, Doc::Spaces(cell.pad as u8));
            }
        }
    }
}

/// Comments at the ends of lines that follow one another begin in one column.
fn align_comments(rows: &mut [Row], docs: &mut Docs) {
    let is_next = |row: &Row, next: &Row| row.has_suffix && next.has_suffix && !next.is_blank && !next.has_comments;
    for lines in rows.chunk_by(is_next).filter(|lines| lines.len() > 1) {
        let widest = lines.iter().filter_map(Row::columns).max().unwrap_or(0);
        for line in lines {
            let pad = line.columns().map_or(0, |columns| widest - columns);
            let last = line.docs.end - 1;
            if let Some(Doc::Suffix(comment, _)) = docs.get(last)
                && pad <= WIDEST
            {
                docs.set(last, Doc::Suffix(comment, pad as u8));
            }
        }
    }
}
