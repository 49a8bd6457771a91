//! Texts and places in them. Knows nothing of the language.
//!
//! Architecture Invariant: a [`Span`] counts bytes in one file; lines and columns exist only in
//! reports, and are computed from a [`LineIndex`] made when the first report needs it.

pub mod calendar;
pub mod edit;
pub mod file;
pub mod fnv;
pub mod span;
pub mod suggest;

pub use calendar::Date;
pub use edit::Edit;
pub use file::{FileId, LineIndex, SourceFile};
pub use span::Span;
