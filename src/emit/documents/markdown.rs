//! Text inside Markdown: what would be read as markup is escaped, here and nowhere else.
//!
//! `a|b` becomes `a\|b`; a line break becomes a space, so that a text stays in its line or cell.

/// The text as Markdown that shows just this text, wherever it stands in a line.
pub fn escape(text: &str) -> String {
    let marker = list_marker(text);
    if marker.is_none() && !text.bytes().any(is_special) {
        return text.to_owned();
    }
    let mut escaped = String::with_capacity(text.len() + 8);
    let mut code_end = 0;
    for (offset, letter) in text.char_indices() {
        if offset < code_end {
            escaped.push(if letter.is_control() { ' ' } else { letter });
            continue;
        }
        match letter {
            // What stands between two backticks is shown as it is.
            '`' if code_span(&text[offset..]).is_some() => {
                escaped.push('`');
                code_end = offset + code_span(&text[offset..]).unwrap_or(0);
            }
            '\n' | '\r' | '\t' => escaped.push(' '),
            letter if is_markup(letter) || marker == Some(offset) => {
                escaped.push('\\');
                escaped.push(letter);
            }
            letter => escaped.push(letter),
        }
    }
    escaped
}

/// A byte that may need something done: markup, or a control character.
fn is_special(byte: u8) -> bool {
    byte < b' ' || byte == 0x7F || byte.is_ascii() && is_markup(char::from(byte))
}

/// Length of the code span at the beginning of a text, backticks included.
fn code_span(text: &str) -> Option<usize> {
    let inner = text.strip_prefix('`')?;
    let length = inner.find('`')?;
    let is_plain = length > 0 && !inner[..length].contains(['|', '\n', '\\']);
    is_plain.then_some(length + 2)
}

fn is_markup(letter: char) -> bool {
    matches!(letter, '\\' | '`' | '*' | '_' | '<' | '>' | '|' | '[' | ']' | '#' | '~' | '&' | '$')
}

/// Where the sign stands that would make the beginning of a line a list: `-`, `+`, `1.`, `1)`, and
/// the `=` of an underlined heading.
fn list_marker(text: &str) -> Option<usize> {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let sign = *text.as_bytes().get(digits)?;
    let is_marker = if digits == 0 { matches!(sign, b'-' | b'+' | b'=') } else { matches!(sign, b'.' | b')') };
    is_marker.then_some(digits)
}

const HEX: &[u8; 16] = b"0123456789ABCDEF";

/// A destination that needs no escaping: everything but what an address may hold is encoded.
pub fn url(text: &str) -> String {
    let mut encoded = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~/:?=%#".contains(&byte) {
            encoded.push(char::from(byte));
        } else {
            encoded.push('%');
            encoded.push(char::from(HEX[usize::from(byte >> 4)]));
            encoded.push(char::from(HEX[usize::from(byte & 15)]));
        }
    }
    encoded
}

/// A place that links lead to.
pub fn anchor(id: &str) -> String {
    format!("<a id=\"{id}\"></a>")
}

/// A table; the cells are Markdown already.
pub fn table(head: &[&str], rows: &[Vec<String>]) -> String {
    let mut text = line(head.iter().copied());
    text.push_str(&line(head.iter().map(|_| "---")));
    for row in rows {
        text.push_str(&line(row.iter().map(String::as_str)));
    }
    text
}

fn line<'a>(cells: impl Iterator<Item = &'a str>) -> String {
    let mut text = String::from("|");
    for cell in cells {
        text.push(' ');
        text.push_str(cell);
        text.push_str(" |");
    }
    text.push('\n');
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, markdown: &str) {
        assert_eq!(escape(text), markdown);
    }

    #[test]
    fn markup_is_escaped() {
        check("a|b <i> *x* _y_ `z` [k](v)", "a\\|b \\<i\\> \\*x\\* \\_y\\_ `z` \\[k\\](v)");
        check("C:\\x & #1", "C:\\\\x \\& \\#1");
    }

    #[test]
    fn the_beginning_of_a_line_is_no_list() {
        check("- x", "\\- x");
        check("12. x", "12\\. x");
        check("3.5 米", "3\\.5 米");
        check("2020-08-17", "2020-08-17");
    }

    #[test]
    fn a_text_stays_in_its_line() {
        check("一\n二", "一 二");
    }

    #[test]
    fn an_address_is_encoded() {
        assert_eq!(url("a b/管.md"), "a%20b/%E7%AE%A1.md");
    }
}
