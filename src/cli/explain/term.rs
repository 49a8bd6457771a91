//! A term of the vocabulary: where it is declared, and every line that uses it.
//!
//! Who shares a word list decides whom a new word in it hits.

use std::fmt::Write;

use crate::cli::explain::lines_of;
use crate::diagnostic::Language;
use crate::model::{Place, Vocabulary};
use crate::session::Session;
use crate::text::LineIndex;

/// Lines that are shown of each file.
const SHOWN: usize = 6;

pub struct Term<'a> {
    kind: (&'static str, &'static str),
    id: &'a str,
    label: &'a str,
    place: Place,
}

/// All terms that rules can name.
pub fn all(vocabulary: &Vocabulary) -> impl Iterator<Item = Term<'_>> {
    /// The terms of one kind; `$id` is the field that holds the id.
    macro_rules! terms {
        ($items:ident, $id:ident, $chinese:literal, $english:literal) => {
            vocabulary.$items.iter().map(|item| Term {
                kind: ($chinese, $english),
                id: &item.$id,
                label: &item.label,
                place: item.place,
            })
        };
    }
    terms!(facts, path, "事实", "fact")
        .chain(terms!(derived, path, "推导", "derived fact"))
        .chain(terms!(materials, name, "材料", "material"))
        .chain(terms!(bundles, name, "材料组", "bundle"))
        .chain(terms!(attributes, name, "材料属性", "attribute"))
        .chain(terms!(attribute_lets, name, "材料属性", "attribute"))
        .chain(terms!(words, name, "词表", "word list"))
        .chain(terms!(tables, name, "对照表", "table"))
        .chain(terms!(templates, name, "备注模板", "template"))
}

/// The id and the label by which a term is called.
pub fn names<'a>(term: &Term<'a>) -> [&'a str; 2] {
    [term.id, term.label]
}

pub fn find<'a>(vocabulary: &'a Vocabulary, what: &str) -> Option<Term<'a>> {
    all(vocabulary).find(|term| names(term).contains(&what))
}

pub fn explain(session: &Session, term: &Term<'_>, folder: &str, language: Language) -> String {
    let say = |chinese, english| language.pick(chinese, english);
    let kind = say(term.kind.0, term.kind.1);
    let mut text = format!("{}  {}\n\n{kind}\n", term.id, term.label);
    // Writing to a text does not fail.
    let _ = writeln!(text, "{}{}", say("声明：", "Declared: "), lines_of(session, term.place, folder));
    let own = session.files.get(term.place.file.0 as usize);
    let own_line = own.map_or(0, |file| LineIndex::new(&file.text).lines(term.place.span).0);
    let declaration = own.and_then(|file| file.text.lines().nth(own_line.saturating_sub(1)));
    let _ = writeln!(text, "  {}", declaration.unwrap_or_default().trim());
    let _ = writeln!(text, "\n{}", say("用到它的地方：", "Used:"));
    let mut is_used = false;
    for (index, file) in session.files.iter().enumerate() {
        let is_declaration = |number| index == term.place.file.0 as usize && number == own_line;
        let lines = (1..).zip(file.text.lines());
        let found: Vec<(usize, &str)> =
            lines.filter(|(number, line)| !is_declaration(*number) && names_it(line, term)).collect();
        is_used |= !found.is_empty();
        for (number, line) in found.iter().take(SHOWN) {
            let _ = writeln!(text, "  {folder}{}:{number}  {}", file.path, line.trim());
        }
        if found.len() > SHOWN {
            let more = found.len() - SHOWN;
            let _ = writeln!(text, "  {folder}{}  {} {more}", file.path, say("另有", "more:"));
        }
    }
    if !is_used {
        let _ = writeln!(text, "  {}", say("没有", "nowhere"));
    }
    text
}

/// Whether a line, without its comment, has the id or the label in it.
fn names_it(line: &str, term: &Term<'_>) -> bool {
    let code = line.split('#').next().unwrap_or_default();
    names(term).into_iter().any(|name| has_whole_word(code, name))
}

/// Whether the name stands there as a whole word: `name` is not in `site.name`, nor in `names`.
fn has_whole_word(line: &str, name: &str) -> bool {
    let is_part = |letter: char| letter.is_alphanumeric() || letter == '_' || letter == '.';
    let mut found = line.match_indices(name).filter(|(start, _)| {
        let before = line[..*start].chars().next_back();
        let after = line[start + name.len()..].chars().next();
        !before.is_some_and(is_part) && !after.is_some_and(is_part)
    });
    found.next().is_some()
}

#[cfg(test)]
mod tests {
    use super::has_whole_word;

    #[test]
    fn a_name_is_a_whole_word() {
        assert!(!has_whole_word("site.name mentions name_bbs + 论坛词表", "name"));
        assert!(!has_whole_word("site.name mentions name_bbs + 论坛词表", "论坛词"));
        assert!(has_whole_word("banned(name_bbs)", "name_bbs"));
        assert!(has_whole_word("含有 论坛词，", "论坛词"));
    }
}
