//! How many columns of a terminal a text takes: a Han character is two wide.

use unicode_width::UnicodeWidthStr;

/// The columns of a text. Most texts are of letters, Han and their punctuation, each of which has
/// its width whatever stands beside it; others go through all of Unicode's rules.
pub fn columns(text: &str) -> usize {
    let mut columns = 0;
    for letter in text.chars() {
        match plain_width(letter) {
            Some(width) => columns += width,
            None => return text.width(),
        }
    }
    columns
}

fn plain_width(letter: char) -> Option<usize> {
    match letter {
        ' '..='~' | '“' | '”' => Some(1),
        '\u{3000}'..='\u{3029}' | '\u{4E00}'..='\u{9FFF}' | '\u{FF01}'..='\u{FF60}' => Some(2),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_letters_are_as_wide_as_unicode_says() {
        let plain = (' '..='\u{FFFF}').filter(|letter| plain_width(*letter).is_some());
        for letter in plain {
            for text in [letter.to_string(), format!("a{letter}"), format!("“{letter}、=1*“{letter}")] {
                assert_eq!(columns(&text), text.width(), "{letter:?} in {text:?}");
            }
        }
    }

    #[test]
    fn signs_that_join_are_measured_together() {
        for text in ["e\u{301}", "=\u{338}", "“\u{FE01}", "👩\u{200D}🔬", "a\tb"] {
            assert_eq!(columns(text), text.width(), "{text:?}");
        }
    }
}
