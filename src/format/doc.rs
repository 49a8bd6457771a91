//! Pieces of text with places where a line may be broken, and how they become lines.
//!
//! A group is written in one line if it fits, else every one of its own breaks becomes a line.
//! Widths are those of a terminal: a Han character is two columns wide.

use std::borrow::Cow;

use unicode_width::UnicodeWidthStr;

/// Columns that a line should not go beyond.
pub const WIDTH: usize = 120;

#[derive(Clone, Debug)]
pub enum Doc<'a> {
    Text(Cow<'a, str>),
    /// A space, or a line.
    Line,
    /// Nothing, or a line.
    Soft,
    /// A line, whatever fits.
    Hard,
    /// An empty line.
    Blank,
    /// Something in one line, nothing where the group is broken.
    Flat(&'static str),
    /// A comment: at the end of the line, wherever that is.
    Suffix(Cow<'a, str>),
    Group(Vec<Doc<'a>>),
    /// Lines inside stand so many columns further in.
    Indent(usize, Vec<Doc<'a>>),
    /// Parts with a break before each but the first, of which only those become lines that must;
    /// such lines stand so many columns further in.
    Fill(usize, Vec<(Break, Vec<Doc<'a>>)>),
}

/// What stands before a part where the line is not broken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Break {
    Space,
    Nothing,
    /// A space, never a line: what follows cannot be broken anyway.
    Never,
}

impl Break {
    fn width(self) -> usize {
        usize::from(matches!(self, Break::Space | Break::Never))
    }
}

/// What closes something has what is inside so many columns further in.
const CLOSED: usize = 2;

/// The text of the pieces, with a line break at its end, and whether a comment has changed its
/// line: then what is around it may have another layout.
pub fn print(docs: &[Doc<'_>]) -> (String, bool) {
    let mut printer = Printer { out: String::new(), column: 0, suffix: None, has_moved: false, pending: 0 };
    printer.all(docs, 0, false);
    printer.end_line();
    let mut text = printer.out;
    let end = text.trim_end().len();
    text.truncate(end);
    if !text.is_empty() {
        text.push('\n');
    }
    (text, printer.has_moved)
}

/// The width of the pieces in one line; `None` if they cannot stand in one.
pub fn flat_width(docs: &[Doc<'_>]) -> Option<usize> {
    docs.iter().try_fold(0, |width, doc| Some(width + one_width(doc)?))
}

fn one_width(doc: &Doc<'_>) -> Option<usize> {
    Some(match doc {
        Doc::Text(text) => text.width(),
        Doc::Line => 1,
        Doc::Soft => 0,
        Doc::Flat(text) => text.width(),
        Doc::Hard | Doc::Blank | Doc::Suffix(_) => return None,
        Doc::Group(inner) | Doc::Indent(_, inner) => flat_width(inner)?,
        Doc::Fill(_, parts) => {
            parts.iter().enumerate().try_fold(0, |width, (index, (before, part))| match (index, before) {
                (0, _) => Some(width + flat_width(part)?),
                (_, before) => Some(width + before.width() + flat_width(part)?),
            })?
        }
    })
}

struct Printer {
    out: String,
    column: usize,
    suffix: Option<String>,
    has_moved: bool,
    /// Columns of the line that has been begun and has nothing on it yet.
    pending: usize,
}

impl Printer {
    fn all(&mut self, docs: &[Doc<'_>], indent: usize, is_broken: bool) {
        for doc in docs {
            self.one(doc, indent, is_broken);
        }
    }

    fn one(&mut self, doc: &Doc<'_>, indent: usize, is_broken: bool) {
        match doc {
            Doc::Text(text) => self.text(text),
            Doc::Line if is_broken => self.line(indent),
            Doc::Line => self.text(" "),
            Doc::Soft if is_broken => self.line(indent),
            Doc::Soft => {}
            Doc::Hard => self.line(indent),
            Doc::Blank => {
                self.line(indent);
                if !self.out.is_empty() && !self.out.ends_with("\n\n") {
                    self.out.push('\n');
                }
            }
            Doc::Flat(text) if !is_broken => self.text(text),
            Doc::Flat(_) => {}
            Doc::Suffix(comment) => self.suffix(comment),
            Doc::Group(inner) => {
                let fits = flat_width(inner).is_some_and(|width| self.fits(width));
                self.all(inner, indent, !fits);
            }
            Doc::Indent(columns, inner) => self.all(inner, indent + columns, is_broken),
            Doc::Fill(hang, parts) => self.fill(parts, indent, *hang),
        }
    }

    fn fits(&self, width: usize) -> bool {
        self.suffix.is_none() && self.column.max(self.pending) + width <= WIDTH
    }

    fn fill(&mut self, parts: &[(Break, Vec<Doc<'_>>)], indent: usize, hang: usize) {
        for (index, (before, part)) in parts.iter().enumerate() {
            if index == 0 {
                self.all(part, indent, false);
                continue;
            }
            let fits = || flat_width(part).is_some_and(|width| self.fits(width + before.width()));
            let stays = match before {
                Break::Never => self.suffix.is_none(),
                Break::Space | Break::Nothing => fits(),
            };
            if stays {
                self.text(&" ".repeat(before.width()));
            } else {
                self.line(indent + hang);
            }
            self.all(part, indent + hang, false);
        }
    }

    fn text(&mut self, text: &str) {
        if self.pending > 0 || self.out.is_empty() || self.out.ends_with('\n') {
            if text.trim().is_empty() {
                return;
            }
            self.out.push_str(&" ".repeat(self.pending));
            self.column = self.pending;
            self.pending = 0;
        }
        self.out.push_str(text);
        self.column += text.width();
    }

    /// A line has one comment at its end. Where lines were joined the first goes above.
    fn suffix(&mut self, comment: &str) {
        if let Some(first) = self.suffix.replace(comment.to_owned()) {
            let start = self.out.rfind('\n').map_or(0, |end| end + 1);
            let line = &self.out[start..];
            let is_closing = line.trim_start().starts_with(['}', '｝', ')', '）', ']', '】']);
            let columns = line.len() - line.trim_start().len() + if is_closing { CLOSED } else { 0 };
            self.out.insert_str(start, &format!("{}{}\n", " ".repeat(columns), first.trim_start()));
            self.has_moved = true;
        }
    }

    /// What is left to say on this line.
    fn end_line(&mut self) {
        if let Some(comment) = self.suffix.take() {
            self.out.truncate(self.out.trim_end_matches(' ').len());
            if !self.out.is_empty() && !self.out.ends_with('\n') {
                self.out.push_str("  ");
            }
            self.out.push_str(&comment);
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
