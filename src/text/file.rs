//! One source file in memory, and where its lines begin.

use crate::text::Span;

/// Number of a file in its session, in the order of the paths.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct FileId(pub u32);

/// A file as the compiler sees it: valid UTF-8, without a byte order mark.
#[derive(Clone, Debug)]
pub struct SourceFile {
    /// Relative to the folder that was given, with `/` between the parts on every platform.
    pub path: String,
    pub text: String,
    /// Lines that stand before this text in the file: a text may be one line of many.
    pub lines_before: usize,
    /// It is no rule file: its path is whole, and not relative to the folder.
    pub is_beside: bool,
}

impl SourceFile {
    /// A whole file.
    pub fn new(path: impl Into<String>, text: impl Into<String>) -> SourceFile {
        SourceFile { path: path.into(), text: text.into(), lines_before: 0, is_beside: false }
    }
}

/// Byte offsets at which the lines of a text begin.
#[derive(Clone, Debug)]
pub struct LineIndex {
    starts: Vec<u32>,
}

impl LineIndex {
    pub fn new(text: &str) -> LineIndex {
        let newlines = text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n');
        let after = newlines.map(|(offset, _)| Span::new(offset + 1, offset + 1).start);
        LineIndex { starts: std::iter::once(0).chain(after).collect() }
    }

    /// Line of an offset, from 1.
    pub fn line(&self, offset: u32) -> usize {
        self.starts.partition_point(|start| *start <= offset)
    }

    /// Where a line begins, counted from 1; the last line if there are not so many.
    pub fn start(&self, line: usize) -> u32 {
        self.starts.get(line.saturating_sub(1)).or(self.starts.last()).copied().unwrap_or(0)
    }

    /// Line and column of an offset, both from 1; columns count Unicode scalar values.
    pub fn line_column(&self, text: &str, offset: u32) -> (usize, usize) {
        let line = self.line(offset);
        let start = self.starts.get(line - 1).copied().unwrap_or(0);
        let before = Span { start, end: offset }.of(text);
        (line, before.chars().count() + 1)
    }

    /// First and last line of a span, from 1.
    pub fn lines(&self, span: Span) -> (usize, usize) {
        (self.line(span.start), self.line(span.end.saturating_sub(1).max(span.start)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_count_characters_not_bytes() {
        let text = "当 年龄\n要求 x\n";
        let index = LineIndex::new(text);
        assert_eq!(index.line_column(text, 0), (1, 1));
        assert_eq!(index.line_column(text, 4), (1, 3));
        let second = u32::try_from(text.find('x').unwrap()).unwrap();
        assert_eq!(index.line_column(text, second), (2, 4));
    }
}
