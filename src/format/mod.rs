//! Writes rule files anew: the same program in another spelling, or in the usual layout.

mod braces;
mod columns;
mod doc;
mod layout;
mod print;
mod respell;
mod rows;
mod tokens;
mod walker;

use std::borrow::Cow;

use layout::lay_out;
use tokens::{Words, read};

use crate::syntax::keywords::Spelling;

/// Why a text was not written anew. It is best left as it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unformatted {
    /// A part of it cannot be read; parsing it says which.
    Unreadable,
    /// Words would have been lost or changed, which is a defect of this module.
    Altered,
}

/// The text as it should be written, with keywords and punctuation in one spelling: the wanted one,
/// or that of most of its keywords. Line ends stay as they are.
///
/// ```
/// use guanju::format::{Unformatted, format};
/// let written = format("适用于 unit{规则 a“甲”{要求 sponsor.has_seal，依据 e-01}}", None);
/// let wanted = "适用于 unit ｛\n  规则 a “甲” ｛\n    依据 e-01\n    要求 sponsor.has_seal\n  ｝\n｝\n";
/// assert_eq!(written.as_deref(), Ok(wanted));
/// assert_eq!(format("适用于 unit{", None), Err(Unformatted::Unreadable));
/// ```
///
/// # Errors
///
/// See [`Unformatted`].
pub fn format(text: &str, spelling: Option<Spelling>) -> Result<String, Unformatted> {
    let is_windows = text.contains("\r\n");
    let text = text.trim_start_matches('\u{feff}');
    let text = if is_windows { Cow::Owned(text.replace("\r\n", "\n")) } else { Cow::Borrowed(text) };
    let words = read(&text, spelling).ok_or(Unformatted::Unreadable)?;
    let laid_out = lay_out(&words).ok_or(Unformatted::Altered)?;
    // What was written must be the same words; a file is never worse for having been formatted.
    let is_same = |read: Words<'_>| read.fingerprint() == words.fingerprint();
    if laid_out != text && !read(&laid_out, Some(words.spelling)).is_some_and(is_same) {
        return Err(Unformatted::Altered);
    }
    Ok(if is_windows { laid_out.replace('\n', "\r\n") } else { laid_out })
}
