//! How pieces of text become lines.
//!
//! A group is written in one line if it fits, else every one of its own breaks becomes a line.

use crate::format::doc::{Break, Doc, Flat, WIDTH};
use crate::format::tokens::Words;

/// A comment that has met another on its line. It is not in what was printed.
pub struct Met {
    /// The number of the token that begins the line, when those that were met before stand above it.
    pub first: usize,
    pub comment: usize,
}

/// The text of the pieces, with a line break at its end, and the comments that have met others.
pub fn print(docs: &[Doc], words: &Words<'_>) -> (String, Vec<Met>) {
    let mut printer = Printer {
        words,
        out: String::with_capacity(words.length() + words.length() / 8),
        column: 0,
        suffix: None,
        first: 0,
        met: Vec::new(),
        pending: 0,
        within: Within::default(),
        around: Vec::new(),
    };
    docs.iter().for_each(|doc| printer.one(*doc));
    printer.end_line();
    let mut text = printer.out;
    let end = text.trim_end().len();
    text.truncate(end);
    if !text.is_empty() {
        text.push('\n');
    }
    (text, printer.met)
}

/// What a piece stands in.
#[derive(Clone, Copy, Default)]
struct Within {
    /// Columns that its lines stand in.
    indent: usize,
    /// Columns that those parts of a fill stand in that are not the first.
    hanging: usize,
    is_broken: bool,
}

struct Printer<'a> {
    words: &'a Words<'a>,
    out: String,
    column: usize,
    /// The comment at the end of the line, and the columns in front of it.
    suffix: Option<(&'a str, usize)>,
    /// The number of the token that begins the line.
    first: usize,
    met: Vec<Met>,
    /// Columns of the line that has been begun and has nothing on it yet.
    pending: usize,
    within: Within,
    /// What that stands in, from the outermost.
    around: Vec<Within>,
}

impl<'a> Printer<'a> {
    fn one(&mut self, doc: Doc) {
        match doc {
            Doc::Token(number) => self.token(number),
            Doc::Spaces(columns) => self.spaces(usize::from(columns)),
            Doc::Comma(comma) => self.text(comma.text(), comma.columns()),
            Doc::FlatComma(comma) if !self.within.is_broken => self.text(comma.text(), comma.columns()),
            Doc::FlatComma(_) => {}
            Doc::Line if !self.within.is_broken => self.spaces(1),
            Doc::Soft if !self.within.is_broken => {}
            Doc::Line | Doc::Soft | Doc::Hard => self.line(self.within.indent),
            Doc::Blank => {
                self.line(self.within.indent);
                if !self.out.is_empty() && !self.out.ends_with("\n\n") {
                    self.out.push('\n');
                }
            }
            Doc::Suffix(number, pad) => self.suffix = Some((self.comment(number), usize::from(pad))),
            Doc::Above(number) => {
                self.met.push(Met { first: self.first, comment: number as usize });
                self.first += 1;
            }
            Doc::Group(flat) => {
                let is_broken = !self.fits(flat, 0);
                self.enter(Within { is_broken, ..self.within });
            }
            Doc::Indent(columns) => {
                let indent = self.within.indent + usize::from(columns);
                self.enter(Within { indent, ..self.within });
            }
            Doc::Fill(hang) => {
                let hanging = self.within.indent + usize::from(hang);
                self.enter(Within { hanging, is_broken: false, ..self.within });
            }
            Doc::Part(before, flat) => self.part(before, flat),
            Doc::End => self.within = self.around.pop().unwrap_or_default(),
        }
    }

    fn enter(&mut self, inside: Within) {
        self.around.push(self.within);
        self.within = inside;
    }

    fn fits(&self, flat: Flat, before: u8) -> bool {
        let columns = |flat: u8| self.column.max(self.pending) + usize::from(flat) + usize::from(before);
        self.suffix.is_none() && flat.is_some_and(|flat| columns(flat) <= WIDTH)
    }

    fn part(&mut self, before: Break, flat: Flat) {
        self.within.indent = self.within.hanging;
        if before == Break::Never || self.fits(flat, before.columns()) {
            self.spaces(usize::from(before.columns()));
        } else {
            self.line(self.within.hanging);
        }
    }

    fn token(&mut self, number: u32) {
        let words = self.words;
        if let Some(token) = words.tokens.get(number as usize) {
            if self.is_at_start() {
                self.first = number as usize;
            }
            self.text(words.written(token), token.columns as usize);
        }
    }

    fn text(&mut self, text: &str, columns: usize) {
        if self.is_at_start() {
            push_spaces(self.pending, &mut self.out);
            self.column = self.pending;
            self.pending = 0;
        }
        self.out.push_str(text);
        self.column += columns;
    }

    /// Spaces between two texts; none at the beginning of a line.
    fn spaces(&mut self, columns: usize) {
        if !self.is_at_start() {
            push_spaces(columns, &mut self.out);
            self.column += columns;
        }
    }

    fn is_at_start(&self) -> bool {
        self.pending > 0 || matches!(self.out.as_bytes().last(), None | Some(b'\n'))
    }

    fn comment(&self, number: u32) -> &'a str {
        let words = self.words;
        words.tokens.get(number as usize).map_or("", |token| words.written(token))
    }

    /// What is left to say on this line.
    fn end_line(&mut self) {
        if let Some((comment, pad)) = self.suffix.take() {
            self.out.truncate(self.out.trim_end_matches(' ').len());
            if !self.out.is_empty() && !self.out.ends_with('\n') {
                self.out.push_str("  ");
            }
            push_spaces(pad, &mut self.out);
            self.out.push_str(comment);
            self.out.push('\n');
        }
    }

    fn line(&mut self, indent: usize) {
        self.end_line();
        self.out.truncate(self.out.trim_end_matches(' ').len());
        if !self.out.is_empty() && !self.out.ends_with('\n') {
            self.out.push('\n');
        }
        self.column = 0;
        self.pending = indent;
    }
}

fn push_spaces(columns: usize, out: &mut String) {
    const SPACES: &str = "                                                                ";
    let mut left = columns;
    while left > 0 {
        let some = SPACES.get(..left).unwrap_or(SPACES);
        out.push_str(some);
        left -= some.len();
    }
}
