//! Pieces of text with places where a line may be broken.
//!
//! They stand in one row, in which groups open and close. How wide a group is in one line is known
//! when it closes, from the columns of all pieces before its beginning and before its end.

use std::ops::Range;

/// Columns that a line should not go beyond.
pub const WIDTH: usize = 120;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Doc {
    /// The word, sign or comment of this number among the tokens.
    Token(u32),
    Spaces(u8),
    /// A comma that was not there.
    Comma(Comma),
    /// A comma in one line, nothing where the group is broken.
    FlatComma(Comma),
    /// A space, or a line.
    Line,
    /// Nothing, or a line.
    Soft,
    /// A line, whatever fits.
    Hard,
    /// An empty line.
    Blank,
    /// The comment of this number among the tokens, so many columns further behind, at the end of
    /// the line: what follows is a break.
    Suffix(u32, u8),
    /// The comment of this number among the tokens has met another on its line.
    Above(u32),
    /// Up to its `End` something in one line if it fits, else every one of its own breaks becomes a
    /// line.
    Group(Flat),
    /// Lines up to its `End` stand so many columns further in.
    Indent(u8),
    /// Parts up to its `End` with a break before each but the first, of which only those become
    /// lines that must; such lines stand so many columns further in.
    Fill(u8),
    /// Where a part of a fill begins that is not the first.
    Part(Break, Flat),
    End,
}

impl Doc {
    /// Whether a line may end here.
    fn is_break(self) -> bool {
        match self {
            Doc::Line | Doc::Soft | Doc::Hard | Doc::Blank => true,
            Doc::Part(before, _) => before != Break::Never,
            _ => false,
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Comma {
    Narrow,
    Wide,
}

impl Comma {
    pub fn text(self) -> &'static str {
        match self {
            Comma::Narrow => ",",
            Comma::Wide => "，",
        }
    }

    pub fn columns(self) -> usize {
        match self {
            Comma::Narrow => 1,
            Comma::Wide => 2,
        }
    }
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
    pub fn columns(self) -> u8 {
        u8::from(matches!(self, Break::Space | Break::Never))
    }
}

/// The columns of something in one line; `None` if it cannot stand in one or no line is so long.
pub type Flat = Option<u8>;

/// What the pieces up to some place take in one line.
#[derive(Clone, Copy, Debug, Default)]
pub struct Extent {
    columns: usize,
    /// How many of them cannot stand in one.
    breaks: usize,
}

impl Extent {
    /// The columns between an earlier place and this one; `None` if they cannot stand in one line.
    pub fn since(self, earlier: Extent) -> Option<usize> {
        (self.breaks == earlier.breaks).then(|| self.columns - earlier.columns)
    }

    /// The same without the comment at the end of the line.
    pub fn without_suffix(self) -> Extent {
        Extent { breaks: self.breaks.saturating_sub(1), ..self }
    }
}

/// The beginning of a group or of a part of a fill.
#[must_use]
pub struct Opened {
    index: usize,
    before: Extent,
}

/// The pieces of a text as they are made.
///
/// A comment at the end of a line goes behind all words that cannot be parted from the one before
/// it. So it stands where it will be read again, and what is around it is broken as it will be then.
pub struct Docs {
    all: Vec<Doc>,
    extent: Extent,
    /// The comment that stands before the next break.
    comment: Option<u32>,
    /// The groups and parts that have been closed behind the last token.
    closed: Vec<usize>,
}

impl Docs {
    pub fn with_capacity(capacity: usize) -> Docs {
        Docs { all: Vec::with_capacity(capacity), extent: Extent::default(), comment: None, closed: Vec::new() }
    }

    pub fn all(&self) -> &[Doc] {
        &self.all
    }

    pub fn len(&self) -> usize {
        self.all.len()
    }

    pub fn extent(&self) -> Extent {
        self.extent
    }

    pub fn push_token(&mut self, number: usize, columns: u32) {
        self.all.push(Doc::Token(number as u32));
        self.extent.columns += columns as usize;
        self.closed.clear();
    }

    pub fn push(&mut self, doc: Doc) {
        if self.comment.is_some() && doc.is_break() {
            self.end_line();
        }
        self.count(doc);
        self.all.push(doc);
    }

    /// The comment of this number among the tokens, behind the last one.
    pub fn comment_behind(&mut self, number: usize) {
        if let Some(first) = self.comment.replace(number as u32) {
            self.all.push(Doc::Above(first));
        }
    }

    /// Whether a comment waits for the next break.
    pub fn has_comment(&self) -> bool {
        self.comment.is_some()
    }

    /// What follows stands on another line: the comment has its place, and what closes in front of
    /// it cannot stand in one line with it.
    pub fn end_line(&mut self) {
        if let Some(comment) = self.comment.take() {
            while let Some(index) = self.closed.pop() {
                self.set_flat(index, None);
            }
            self.push(Doc::Suffix(comment, 0));
        }
    }

    fn count(&mut self, doc: Doc) {
        match doc {
            Doc::Spaces(columns) => self.extent.columns += usize::from(columns),
            Doc::Comma(comma) | Doc::FlatComma(comma) => self.extent.columns += comma.columns(),
            Doc::Line => self.extent.columns += 1,
            Doc::Part(before, _) => self.extent.columns += usize::from(before.columns()),
            Doc::Hard | Doc::Blank | Doc::Suffix(..) => self.extent.breaks += 1,
            Doc::Token(_) | Doc::Above(_) | Doc::Soft | Doc::Group(_) | Doc::Indent(_) | Doc::Fill(_) | Doc::End => {}
        }
    }

    /// Writes over a piece what takes no columns in one line, or is in no group.
    pub fn set(&mut self, index: usize, doc: Doc) {
        if let Some(place) = self.all.get_mut(index) {
            *place = doc;
        }
    }

    pub fn get(&self, index: usize) -> Option<Doc> {
        self.all.get(index).copied()
    }

    /// Other pieces of the same number instead.
    pub fn replace(&mut self, range: Range<usize>, docs: Vec<Doc>) {
        self.all.splice(range, docs);
    }

    pub fn group(&mut self) -> Opened {
        self.open(Doc::Group(None))
    }

    pub fn end_group(&mut self, group: Opened) {
        self.close(&group);
        self.push(Doc::End);
    }

    /// A part of a fill that is not the first.
    pub fn part(&mut self, before: Break) -> Opened {
        self.open(Doc::Part(before, None))
    }

    /// The first part of a fill has not been opened.
    pub fn end_part(&mut self, part: Option<Opened>) {
        if let Some(part) = part {
            self.close(&part);
        }
    }

    fn close(&mut self, opened: &Opened) {
        self.set_flat(opened.index, self.flat_since(opened));
        self.closed.push(opened.index);
    }

    fn set_flat(&mut self, index: usize, of_all: Flat) {
        if let Some(Doc::Group(flat) | Doc::Part(_, flat)) = self.all.get_mut(index) {
            *flat = of_all;
        }
    }

    fn open(&mut self, doc: Doc) -> Opened {
        self.push(doc);
        Opened { index: self.all.len() - 1, before: self.extent }
    }

    fn flat_since(&self, opened: &Opened) -> Flat {
        let columns = self.extent.since(opened.before)?;
        u8::try_from(columns).ok().filter(|columns| usize::from(*columns) <= WIDTH)
    }
}
