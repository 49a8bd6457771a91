//! The lines of a file that a report shows, as a small text of their own.
//!
//! Long lines are cut around the first place that is marked on them, and characters that would
//! command a terminal are replaced, so the excerpt keeps its own offsets. A place of several lines
//! is marked on its first.

use std::collections::BTreeMap;
use std::ops::Range;

use crate::diagnostic::Label;
use crate::report::Options;
use crate::report::places::{Places, clamp};
use crate::report::words::visible;
use crate::text::{FileId, Span};

/// Columns of a terminal that a line may take.
const WIDTH: usize = 160;
/// Columns shown before the first marked place of a line that is cut.
const LEAD: usize = 60;

#[derive(Debug, Default)]
pub struct Excerpt {
    pub path: String,
    /// Lines of the excerpt, each ended by a line break.
    pub text: String,
    /// Number of each line in its file, from 1, and its bytes in `text`.
    pub lines: BTreeMap<usize, Range<usize>>,
    /// Where the labels stand in `text`, in their order, and their column in the file.
    pub marks: Vec<Mark>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Mark {
    pub range: Range<usize>,
    pub column: usize,
}

/// The lines of one file on which these labels stand; all of them are about that file.
pub fn excerpt(places: &Places, file: FileId, labels: &[&Label], options: &Options) -> Excerpt {
    let Some(source) = places.file(file) else {
        return Excerpt::default();
    };
    let mut lines: BTreeMap<usize, (Span, usize)> = BTreeMap::new();
    for label in labels {
        let line = places.line_around(file, label.span.start as usize);
        let focus = clamp(&source.text, label.span.start as usize) as usize;
        let (_, first) = lines.entry(places.position(file, label.span.start).line).or_insert((line, focus));
        *first = focus.min(*first);
    }
    fill_gaps(places, file, &source.text, &mut lines);

    let mut excerpt = Excerpt { path: visible(&options.path(source)), ..Excerpt::default() };
    let mut cuts: BTreeMap<usize, Cut> = BTreeMap::new();
    for (number, (line, focus)) in lines {
        let window = window(&source.text, line, focus);
        let cut = excerpt.push(number, &source.text, line, window, if options.ascii { "..." } else { "…" });
        cuts.insert(number, cut);
    }
    for label in labels {
        let position = places.position(file, label.span.start);
        if let Some(cut) = cuts.get(&position.line) {
            let start = cut.place(&source.text, label.span.start as usize);
            let end = cut.place(&source.text, label.span.end as usize).max(start);
            excerpt.marks.push(Mark { range: start..end, column: position.column });
        }
    }
    excerpt
}

/// One line between two marked ones is shown rather than left out.
fn fill_gaps(places: &Places, file: FileId, text: &str, lines: &mut BTreeMap<usize, (Span, usize)>) {
    let numbers: Vec<usize> = lines.keys().copied().collect();
    for pair in numbers.windows(2) {
        let &[before, after] = pair else { continue };
        let end = lines.get(&before).map_or(0, |(line, _)| line.end as usize);
        let next = text.get(end..).and_then(|rest| rest.find('\n')).map(|newline| end + newline + 1);
        if let (2, Some(next)) = (after - before, next) {
            lines.insert(before + 1, (places.line_around(file, next), next));
        }
    }
}

/// The part of a line that is shown.
fn window(text: &str, line: Span, focus: usize) -> Range<usize> {
    let Range { start, end } = line.range();
    if line.of(text).chars().map(columns).sum::<usize>() <= WIDTH {
        return start..end;
    }
    let focus = focus.clamp(start, end);
    let before = text[start..focus].char_indices().rev();
    let left = within(before.map(|(offset, letter)| (start + offset, letter)), LEAD).unwrap_or(focus);
    let after = text[left..end].char_indices();
    let right = within(after.map(|(offset, letter)| (left + offset + letter.len_utf8(), letter)), WIDTH);
    left..right.unwrap_or(end)
}

/// The last offset before the letters take more than so many columns.
fn within(letters: impl Iterator<Item = (usize, char)>, limit: usize) -> Option<usize> {
    let mut taken = 0;
    let fitting = letters.take_while(|(_, letter)| {
        taken += columns(*letter);
        taken <= limit
    });
    fitting.last().map(|(offset, _)| offset)
}

/// Good enough to decide where to cut; carets are placed by better knowledge.
fn columns(letter: char) -> usize {
    if letter.is_ascii() { 1 } else { 2 }
}

/// How a line of the file lies in the excerpt.
struct Cut {
    window: Range<usize>,
    /// Where the window begins in the excerpt.
    start: usize,
}

impl Cut {
    /// The place in the excerpt of a place in the file.
    fn place(&self, text: &str, offset: usize) -> usize {
        let offset = clamp(text, offset.clamp(self.window.start, self.window.end)) as usize;
        self.start + visible(&text[self.window.start..offset]).len()
    }
}

impl Excerpt {
    fn push(&mut self, number: usize, text: &str, line: Span, window: Range<usize>, ellipsis: &str) -> Cut {
        let start = self.text.len();
        if window.start > line.start as usize {
            self.text.push_str(ellipsis);
        }
        let cut = Cut { window: window.clone(), start: self.text.len() };
        self.text.push_str(&visible(&text[window.clone()]));
        if window.end < line.end as usize {
            self.text.push_str(ellipsis);
        }
        self.text.push('\n');
        self.lines.insert(number, start..self.text.len());
        cut
    }
}
