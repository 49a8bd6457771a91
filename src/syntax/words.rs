//! Keywords in a text that need not be a program: found without parsing it, by their spelling alone.
//!
//! ```
//! use guanju::syntax::keywords::Spelling;
//! use guanju::syntax::words::respell;
//! assert_eq!(respell("当 年龄 不足 18岁", Spelling::English), "when 年龄 < 18 years");
//! ```

use crate::syntax::keywords::{self, Keyword, Place, Spelling};
use crate::syntax::nesting::end_of;
use crate::text::{Edit, Span, edit};

/// The text with all such keywords in one spelling. Everything else stays.
pub fn respell(text: &str, spelling: Spelling) -> String {
    let edits: Vec<Edit> = keyword_places(text)
        .into_iter()
        .map(|(span, keyword)| Edit::new(span, respelled(text, span, keyword, spelling)))
        .collect();
    edit::apply(text, &edits)
}

/// A keyword of a text as it is to be written in its place.
pub fn respelled(text: &str, span: Span, keyword: &Keyword, spelling: Spelling) -> String {
    // `18岁` is one word less than `18 years`.
    let touches = text[..span.start as usize].ends_with(|letter: char| letter.is_alphanumeric());
    let gap = if touches && spelling == Spelling::English { " " } else { "" };
    format!("{gap}{}", keyword.in_spelling(spelling))
}

/// The spelling of most of these keywords of a text; English where there are none.
pub fn usual_spelling(text: &str, places: &[(Span, &'static Keyword)]) -> Spelling {
    let chinese = places.iter().filter(|(span, keyword)| span.of(text) == keyword.chinese).count();
    if chinese * 2 > places.len() { Spelling::Chinese } else { Spelling::English }
}

/// The words of the text that are keywords with two spellings, outside strings and comments. Names
/// of properties and values may be names of other things as well and are left out.
pub fn keyword_places(text: &str) -> Vec<(Span, &'static Keyword)> {
    let mut found = Vec::new();
    let mut offset = 0;
    while let Some(letter) = text[offset..].chars().next() {
        let rest = &text[offset..];
        let length = match letter {
            '#' | '"' | '“' => end_of(letter, offset, text) - offset,
            letter if is_word(letter) => {
                let end = rest.find(|letter| !is_word(letter)).unwrap_or(rest.len());
                let digits = rest[..end].find(|letter: char| !letter.is_numeric()).unwrap_or(end);
                let word = &rest[digits..end];
                // The name of a source may be any word: `source materials`, `cites materials/7`.
                let is_source = rest[end..].starts_with('/') || is_behind_source(text, &found, offset);
                let keyword = keywords::find(word).filter(|keyword| !is_source && has_two_spellings(keyword, word));
                if let Some(keyword) = keyword {
                    found.push((Span::new(offset + digits, offset + end), keyword));
                }
                end
            }
            letter => letter.len_utf8(),
        };
        offset += length;
    }
    found
}

/// Whether nothing but space is between the keyword `source` and this place.
fn is_behind_source(text: &str, found: &[(Span, &'static Keyword)], offset: usize) -> bool {
    found
        .last()
        .is_some_and(|(span, keyword)| keyword.english == "source" && text[span.end as usize..offset].trim().is_empty())
}

/// Whether a word is a keyword that could be written in the other language as well. Names of
/// properties and values may be names of other things and are left out.
pub fn has_two_spellings(keyword: &Keyword, word: &str) -> bool {
    let is_fixed = match keyword.place {
        Place::Item | Place::Part | Place::Operator | Place::Function | Place::Type | Place::Unit => true,
        Place::Property | Place::Value => false,
    };
    // Other ways to write a keyword (`周岁`) are as good.
    is_fixed && keyword.english != keyword.chinese && (word == keyword.english || word == keyword.chinese)
}

fn is_word(letter: char) -> bool {
    letter.is_alphanumeric() || matches!(letter, '_' | '.')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str) -> String {
        respell(text, Spelling::Chinese)
    }

    #[test]
    fn keywords_are_found_outside_strings_and_comments() {
        assert_eq!(check("when a.when = \"when\" # when"), "当 a.when = \"when\" # when");
        assert_eq!(check("age < 18 years"), "age < 18 岁");
        // A mark without its partner begins nothing, as in the grammar.
        assert_eq!(check("\"or\nwhen"), "\"或\n当");
    }

    #[test]
    fn the_name_of_a_source_is_no_keyword() {
        assert_eq!(check("source materials \"甲\" {} cites materials/7"), "来源 materials \"甲\" {} 依据 materials/7");
    }
}
