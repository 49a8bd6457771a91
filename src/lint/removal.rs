//! Where something that is declared begins and ends, with its lines.

use crate::text::Span;

/// The lines of the item or row in which this name is declared: its line, those that are indented
/// deeper, and the one that closes its bracket. `None` where something else stands before it on
/// its line.
pub(super) fn declared_lines(text: &str, name: Span) -> Option<Span> {
    let start = text[..name.start as usize].rfind('\n').map_or(0, |newline| newline + 1);
    if text[start..name.start as usize].contains(['{', '｛', '}', '｝', '"', '“', '=', '＝']) {
        return None;
    }
    let indent = indent(&text[start..]);
    let mut end = start;
    for line in text[start..].split_inclusive('\n') {
        let content = line.trim();
        let is_inside = end == start || content.is_empty() || self::indent(line) > indent;
        let closes = self::indent(line) == indent && content.starts_with(['}', '｝', ')', '）']);
        if is_inside || closes {
            end += line.len();
        }
        // `) {` closes the parameters of a choice and opens its body.
        let goes_on = is_inside || closes && content.ends_with(['{', '｛']);
        if !goes_on {
            break;
        }
    }
    let kept = text[start..end].trim_end().len();
    let end = text[start + kept..].find('\n').map_or(text.len(), |newline| start + kept + newline + 1);
    Some(Span::new(start, end))
}

/// A part of the text, with its line when nothing else stands on it.
pub(super) fn with_its_line(text: &str, span: Span) -> Span {
    let start = text[..span.start as usize].rfind('\n').map_or(0, |newline| newline + 1);
    let end = text[span.end as usize..].find('\n').map_or(text.len(), |newline| span.end as usize + newline + 1);
    let is_alone = text[start..span.start as usize].trim().is_empty() && text[span.end as usize..end].trim().is_empty();
    if is_alone { Span::new(start, end) } else { span }
}

fn indent(line: &str) -> usize {
    line.chars().take_while(|letter| matches!(letter, ' ' | '\t' | '\u{3000}')).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is left when the lines of this name are taken out.
    fn check(text: &str, name: &str) -> Option<String> {
        let start = text.find(name).expect("the name is in the text");
        let lines = declared_lines(text, Span::new(start, start + name.len()))?;
        Some([&text[..lines.start as usize], &text[lines.end as usize..]].concat())
    }

    #[test]
    fn a_row_goes_with_the_lines_that_continue_it() {
        let text = "materials {\n  permit \"居住证\" with form,\n    city\n  card \"学生证\"\n}\n";
        assert_eq!(check(text, "permit").as_deref(), Some("materials {\n  card \"学生证\"\n}\n"));
        assert_eq!(check(text, "card").as_deref(), Some("materials {\n  permit \"居住证\" with form,\n    city\n}\n"));
    }

    #[test]
    fn a_block_goes_with_its_bracket() {
        let text = "choice a \"甲\" (\n  x obligation \"材料\"\n) {\n  require x\n}\nchoice b \"乙\"\n";
        assert_eq!(check(text, "a \"甲").as_deref(), Some("choice b \"乙\"\n"));
    }

    #[test]
    fn what_shares_its_line_stays() {
        assert_eq!(check("materials { permit \"居住证\" }\n", "permit"), None);
    }
}
