//! Lines and columns, computed once per file and only for files that are reported on.

use std::cell::OnceCell;

use crate::text::{FileId, LineIndex, SourceFile, Span};

pub struct Places<'a> {
    files: &'a [SourceFile],
    indexes: Vec<OnceCell<LineIndex>>,
}

/// Line and column, both from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Position {
    pub line: usize,
    pub column: usize,
}

/// From the first position to the one behind the last character.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Range {
    pub start: Position,
    pub end: Position,
}

impl<'a> Places<'a> {
    pub fn new(files: &'a [SourceFile]) -> Places<'a> {
        Places { files, indexes: files.iter().map(|_| OnceCell::new()).collect() }
    }

    /// `None` for a file that the session does not hold.
    pub fn file(&self, file: FileId) -> Option<&'a SourceFile> {
        self.files.get(file.0 as usize)
    }

    pub fn position(&self, file: FileId, offset: u32) -> Position {
        let (Some(source), Some(cell)) = (self.file(file), self.indexes.get(file.0 as usize)) else {
            return Position { line: 1, column: 1 };
        };
        let index = cell.get_or_init(|| LineIndex::new(&source.text));
        let (line, column) = index.line_column(&source.text, clamp(&source.text, offset as usize));
        Position { line: line + source.lines_before, column }
    }

    pub fn range(&self, file: FileId, span: Span) -> Range {
        let end = span.end.max(span.start);
        Range { start: self.position(file, span.start), end: self.position(file, end) }
    }

    /// The line of the last character of a span: a line break belongs to the line that it ends.
    pub fn last_line(&self, file: FileId, span: Span) -> usize {
        let Range { start, end } = self.range(file, span);
        if end.column == 1 && end.line > start.line { end.line - 1 } else { end.line }
    }

    /// The bytes of the line in which an offset lies, without its line break.
    pub fn line_around(&self, file: FileId, offset: usize) -> Span {
        let text = self.file(file).map_or("", |source| &source.text);
        let offset = clamp(text, offset) as usize;
        let start = text[..offset].rfind('\n').map_or(0, |newline| newline + 1);
        let line = text[start..].split('\n').next().unwrap_or("");
        Span::new(start, start + line.trim_end_matches('\r').len())
    }
}

/// The nearest place at or before an offset that lies between two characters.
pub fn clamp(text: &str, offset: usize) -> u32 {
    let offset = (0..=offset.min(text.len())).rev().find(|offset| text.is_char_boundary(*offset));
    Span::new(offset.unwrap_or(0), 0).start
}
