//! A page of changes for applicants, in Markdown.

use crate::diagnostic::Language;
use crate::diff::difference::Difference;

pub fn render(difference: &Difference, language: Language) -> String {
    let _ = (difference, language);
    String::new()
}
