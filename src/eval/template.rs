//! How a remark is worded: fixed texts in their order, and holes to be filled.

use aho_corasick::{AhoCorasick, BuildError};

use crate::document;

/// White space at the ends of a remark, which does not count.
const SPACE: [char; 5] = ['\t', '\n', '\r', ' ', '\u{3000}'];

#[derive(Clone, Debug)]
pub struct Template {
    /// How many holes stand before a fixed text, and that text.
    fixed: Vec<(usize, AhoCorasick)>,
    /// Holes behind the last fixed text.
    holes: usize,
}

impl Template {
    pub fn new(template: &document::Template) -> Result<Template, BuildError> {
        let (mut fixed, mut holes) = (Vec::new(), 0);
        for part in &template.parts {
            match &part.fixed {
                Some(text) => fixed.push((std::mem::take(&mut holes), AhoCorasick::new([text])?)),
                None => holes += 1,
            }
        }
        Ok(Template { fixed, holes })
    }

    /// The fixed texts stand in this order, with at least one character for every hole.
    pub fn follows(&self, text: &str) -> bool {
        let mut rest = text.trim_matches(SPACE);
        for (holes, fixed) in &self.fixed {
            let Some(after_holes) = skip(rest, *holes) else { return false };
            let Some(found) = fixed.find(after_holes) else { return false };
            rest = &after_holes[found.end()..];
        }
        skip(rest, self.holes).is_some()
    }
}

fn skip(text: &str, count: usize) -> Option<&str> {
    let mut letters = text.chars();
    for _ in 0..count {
        letters.next()?;
    }
    Some(letters.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn follows(parts: &[Option<&str>], text: &str) -> bool {
        let part = |fixed: &Option<&str>| document::TemplatePart { fixed: fixed.map(str::to_owned) };
        let parts = parts.iter().map(part).collect();
        Template::new(&document::Template { id: "t".into(), label: "t".into(), parts }).unwrap().follows(text)
    }

    #[test]
    fn fixed_texts_stand_in_their_order_with_room_for_the_holes() {
        let parts = [Some("由"), None, Some("颁发，号码为"), None];
        assert!(follows(&parts, "许可证由广州市颁发，号码为1"));
        assert!(!follows(&parts, "许可证由颁发，号码为1"));
        assert!(!follows(&parts, "许可证由广州市颁发，号码为 "));
        assert!(!follows(&parts, "颁发，号码为1，由广州市"));
        assert!(!follows(&[None], "　\n"));
        assert!(follows(&[], ""));
    }
}
