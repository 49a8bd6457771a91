//! What the compiler has to say to a person: a code, places, both languages, what to do.
//!
//! Architecture Invariant: a diagnostic is plain data. How it looks is decided in `report/`.
//! Every diagnostic has a code that is listed in [`codes`], a span, and a help.

pub mod codes;
mod fix;
mod look_alike;
mod message;

pub use codes::{Code, Severity};
pub use fix::{Fix, Safety};
pub use look_alike::{look_alike, mended};
pub use message::{Language, Message};

use crate::text::{FileId, Span};

/// One problem, complete.
#[derive(Clone, Debug, PartialEq)]
pub struct Diagnostic {
    pub code: Code,
    /// That of the code, unless the configuration says otherwise.
    pub severity: Severity,
    /// Lower case, one sentence, no final stop, names in backticks.
    pub message: Message,
    /// Where; the first is the place itself, the others explain it.
    pub labels: Vec<Label>,
    /// What to write instead.
    pub help: Vec<Message>,
    /// What a program can do about it.
    pub fix: Option<Box<Fix>>,
}

/// A place in a file with a few words on it.
#[derive(Clone, Debug, PartialEq)]
pub struct Label {
    pub file: FileId,
    pub span: Span,
    pub message: Message,
}

impl Diagnostic {
    /// A diagnostic about one place.
    pub fn new(code: Code, file: FileId, span: Span, message: Message) -> Diagnostic {
        let place = Label { file, span, message: Message::empty() };
        Diagnostic { code, severity: code.severity, message, labels: vec![place], help: Vec::new(), fix: None }
    }

    /// Says a few words on the place itself.
    pub fn here(mut self, message: Message) -> Diagnostic {
        if let Some(place) = self.labels.first_mut() {
            place.message = message;
        }
        self
    }

    /// Points at a further place.
    pub fn also(mut self, file: FileId, span: Span, message: Message) -> Diagnostic {
        self.labels.push(Label { file, span, message });
        self
    }

    /// Adds what to write instead.
    pub fn help(mut self, message: Message) -> Diagnostic {
        self.help.push(message);
        self
    }

    /// Adds what a program can do about it.
    pub fn fix(mut self, fix: Fix) -> Diagnostic {
        self.fix = Some(Box::new(fix));
        self
    }

    pub fn severity(&self) -> Severity {
        self.severity
    }

    /// Whether it leaves something out of the program, so that not all is known of the rest. A policy
    /// without an answer does not, and neither does what only the configuration calls an error.
    pub fn leaves_out(&self) -> bool {
        self.code.code.starts_with('E') && self.code != codes::UNANSWERED_POLICY
    }

    /// The place itself.
    pub fn place(&self) -> (FileId, Span) {
        self.labels.first().map_or((FileId(0), Span::default()), |label| (label.file, label.span))
    }
}

/// Sorts by place and drops exact repetitions, so that output does not depend on the order of work.
pub fn sort(diagnostics: &mut Vec<Diagnostic>) {
    diagnostics.sort_by(|a, b| {
        (a.place(), a.code.code, &a.message.english).cmp(&(b.place(), b.code.code, &b.message.english))
    });
    diagnostics.dedup();
}
