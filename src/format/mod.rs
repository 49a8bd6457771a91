//! Writes rule files anew: the same program in another spelling, or in the usual layout.

mod doc;
mod layout;
mod respell;

pub use layout::lay_out;
pub use respell::respell;

use crate::syntax::keyword_places;
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
    let text = text.trim_start_matches('\u{feff}').replace("\r\n", "\n");
    let spelled = respell(&text, spelling.unwrap_or_else(|| usual_spelling(&text)));
    let laid_out = lay_out(&spelled).ok_or(Unformatted::Unreadable)?;
    // What was written must be the same words; a file is never worse for having been formatted.
    let before = words(&spelled).ok_or(Unformatted::Unreadable)?;
    if words(&laid_out).ok_or(Unformatted::Altered)? != before {
        return Err(Unformatted::Altered);
    }
    Ok(if is_windows { laid_out.replace('\n', "\r\n") } else { laid_out })
}

/// That of most keywords; English where there is none.
fn usual_spelling(text: &str) -> Spelling {
    let (mut english, mut chinese) = (0, 0);
    for (span, keyword) in keyword_places(text) {
        let word = span.of(text);
        // Some are signs and the same in both.
        if keyword.english != keyword.chinese {
            english += usize::from(word == keyword.english);
            chinese += usize::from(word == keyword.chinese);
        }
    }
    if chinese > english { Spelling::Chinese } else { Spelling::English }
}

/// All words and comments, in an order of their own: clauses may have changed places.
fn words(text: &str) -> Option<Vec<String>> {
    let mut words = layout::words(text)?;
    words.sort_unstable();
    Some(words)
}
