//! How pieces of text become lines.
//!
//! A group is written in one line if it fits, else every one of its own breaks becomes a line.

use crate::format::doc::{Break, Doc, Flat, WIDTH};
use crate::format::tokens::Words;

/// What closes something has what is inside so many columns further in.
const CLOSED: usize = 2;

/// The text of the pieces, with a line break at its end, and whether a comment has changed its
/// line: then what is around it may have another layout.
pub fn print(docs: &[Doc], words: &Words<'_>) -> (String, bool) {
    let mut printer = Printer {
        words,
        out: String::with_capacity(words.length() + words.length() / 8),
        column: 0,
        suffix: None,
        has_moved: false,
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
    (text, printer.has_moved)
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
    has_moved: bool,
    /// Columns of the line that has been begun and has nothing on it yet.
    pending: usize,
    within: Within,
    /// What that stands in, from the outermost.
    around: Vec<Within>,
}

impl Printer<'_> {
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
            Doc::Suffix(number, pad) => self.suffix(number, usize::from(pad)),
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
        let stays = match before {
            Break::Never => self.suffix.is_none(),
            Break::Space | Break::Nothing => self.fits(flat, before.columns()),
        };
        if stays {
            self.spaces(usize::from(before.columns()));
        } else {
            self.line(self.within.hanging);
        }
    }

    fn token(&mut self, number: u32) {
        let words = self.words;
        if let Some(token) = words.tokens.get(number as usize) {
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

    /// A line has one comment at its end. Where lines were joined the first goes above.
    fn suffix(&mut self, number: u32, pad: usize) {
        let words = self.words;
        let comment = words.tokens.get(number as usize).map_or("", |token| words.written(token));
        if let Some((first, _)) = self.suffix.replace((comment, pad)) {
            let start = self.out.rfind('\n').map_or(0, |end| end + 1);
            let line = &self.out[start..];
            let is_closing = line.trim_start().starts_with(['}', '｝', ')', '）', ']', '】']);
            let columns = line.len() - line.trim_start().len() + if is_closing { CLOSED } else { 0 };
            self.out.insert_str(start, &format!("{}{first}\n", " ".repeat(columns)));
            self.has_moved = true;
        }
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
