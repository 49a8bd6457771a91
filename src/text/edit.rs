//! Replacing parts of a text.

use crate::text::Span;

/// What stands at this place is replaced by this text; an empty place is one to insert at.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Edit {
    pub span: Span,
    pub text: String,
}

impl Edit {
    pub fn new(span: Span, text: impl Into<String>) -> Edit {
        Edit { span, text: text.into() }
    }

    /// Whether both change the same place; two insertions at one place do.
    pub fn overlaps(&self, other: &Edit) -> bool {
        let (first, second) = if self.span <= other.span { (self, other) } else { (other, self) };
        first.span.start == second.span.start || second.span.start < first.span.end
    }
}

/// The text with these edits, none of which overlap. One that does not fit the text is left out.
pub fn apply(text: &str, edits: &[Edit]) -> String {
    let mut edits: Vec<&Edit> = edits.iter().collect();
    edits.sort();
    let mut written = String::with_capacity(text.len());
    let mut rest = 0;
    for edit in edits {
        let range = edit.span.range();
        let Some(before) = text.get(rest..range.start) else { continue };
        if text.get(range.clone()).is_none() {
            continue;
        }
        written.push_str(before);
        written.push_str(&edit.text);
        rest = range.end;
    }
    written.push_str(text.get(rest..).unwrap_or(""));
    written
}

#[cfg(test)]
mod tests {
    use super::*;

    fn edit(start: usize, end: usize, text: &str) -> Edit {
        Edit::new(Span::new(start, end), text)
    }

    #[test]
    fn edits_are_applied_in_the_order_of_their_places() {
        assert_eq!(apply("abcdef", &[edit(4, 5, "E!"), edit(0, 1, ""), edit(3, 3, "-")]), "bc-dE!f");
    }

    #[test]
    fn an_edit_that_does_not_fit_changes_nothing() {
        assert_eq!(apply("省份", &[edit(1, 3, "x"), edit(2, 99, "y"), edit(6, 6, "。")]), "省份。");
    }

    #[test]
    fn neighbours_do_not_overlap() {
        assert!(!edit(0, 2, "").overlaps(&edit(2, 3, "")));
        assert!(edit(0, 3, "").overlaps(&edit(2, 4, "")));
        assert!(edit(2, 2, "").overlaps(&edit(2, 2, "")));
    }
}
