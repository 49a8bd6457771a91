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
    let mut words = read(&text, spelling).ok_or(Unformatted::Unreadable)?;
    let laid_out = lay_out(&mut words).ok_or(Unformatted::Altered)?;
    // What was written must be the same words; a file is never worse for having been formatted.
    let is_same = |read: Words<'_>| read.fingerprint() == words.fingerprint();
    if laid_out != text && !read(&laid_out, Some(words.spelling)).is_some_and(is_same) {
        return Err(Unformatted::Altered);
    }
    Ok(if is_windows { laid_out.replace('\n', "\r\n") } else { laid_out })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is written the first time is written again.
    fn check(text: &str, wanted: &str) {
        assert_eq!(format(text, None).as_deref(), Ok(wanted), "{text}");
        assert_eq!(format(wanted, None).as_deref(), Ok(wanted), "{text}");
        for spelling in [Spelling::English, Spelling::Chinese] {
            let once = format(text, Some(spelling)).expect("it can be read");
            assert_eq!(format(&once, Some(spelling)).as_ref(), Ok(&once), "{text}");
        }
    }

    #[test]
    fn a_comment_goes_behind_what_cannot_be_parted() {
        check("rule a \"x\" { when # c\n a and b forbid }", "rule a \"x\" {\n  when a  # c\n    and b\n  forbid\n}\n");
        check("rule a # c\n \"x\" { }", "rule a \"x\" { }  # c\n");
    }

    #[test]
    fn a_comment_goes_behind_what_cannot_begin_a_line() {
        check("rule a \"x\" # c\n{ forbid }", "rule a \"x\" {  # c\n  forbid\n}\n");
        check("rule a \"x\"\n# c\n{ forbid }", "rule a \"x\" {\n  # c\n  forbid\n}\n");
        check("facts f \"x\" { a int 1\n# c\n..5 \"y\" }", "facts f \"x\" {\n  a int 1..\n  # c\n  5 \"y\"\n}\n");
    }

    #[test]
    fn a_comment_behind_a_comma_that_goes_stays() {
        check("rule a \"x\" { , # c\n forbid }", "rule a \"x\" {  # c\n  forbid\n}\n");
        check("rule a \"x\" { forbid\n# c\n, # d\n permit }", "rule a \"x\" {\n  forbid\n  # c\n  # d\n  permit\n}\n");
        check(
            "rule a \"x\" { require f(b, c), # c\n forbid }",
            "rule a \"x\" {\n  require f(\n    b,\n    c\n  )  # c\n  forbid\n}\n",
        );
    }

    #[test]
    fn of_comments_that_meet_on_a_line_the_first_goes_above() {
        check("rule a \"x\" { require # c\n a # d\n}", "rule a \"x\" {\n  # c\n  require a  # d\n}\n");
        check(
            "rule a \"x\" { forbid\n\nrequire # c\n a # d\n in # e\n b # f\n}",
            "rule a \"x\" {\n  forbid\n\n  # c\n  # d\n  # e\n  require a in b  # f\n}\n",
        );
    }

    #[test]
    fn a_comment_stands_in_empty_brackets() {
        check("rule a \"x\" { require f( # c\n) }", "rule a \"x\" {\n  require f(  # c\n  )\n}\n");
        check("rule a \"x\" { require f( ) }", "rule a \"x\" {\n  require f()\n}\n");
    }

    #[test]
    fn short_parts_have_no_comment_among_them() {
        check(
            "rule a \"x\" { when # c\n (f(b), f(c)) }",
            "rule a \"x\" {\n  when (  # c\n    f(b),\n    f(c)\n  )\n}\n",
        );
    }

    /// In English `forbid` would be the name of a second citation.
    #[test]
    fn a_comma_behind_a_list_goes() {
        let english = format("规则 a “x” ｛ 依据 e-01，不予备案 ｝", Some(Spelling::English));
        assert_eq!(english.as_deref(), Ok("rule a \"x\" {\n  cites e-01\n  forbid\n}\n"));
        check("规则 a “x” ｛ 依据 e-01，不予备案 允许 ｝", "规则 a “x” ｛\n  依据 e-01\n  不予备案\n  允许\n｝\n");
    }
}
