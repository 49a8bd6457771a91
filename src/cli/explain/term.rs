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
    let term = |kind, id, label, place| Term { kind, id, label, place };
    let facts = vocabulary.facts.iter().map(move |item| term(("事实", "fact"), &*item.path, &*item.label, item.place));
    let derived = vocabulary
        .derived
        .iter()
        .map(move |item| term(("推导", "derived fact"), &*item.path, &*item.label, item.place));
    let materials =
        vocabulary.materials.iter().map(move |item| term(("材料", "material"), &*item.name, &*item.label, item.place));
    let bundles =
        vocabulary.bundles.iter().map(move |item| term(("材料组", "bundle"), &*item.name, &*item.label, item.place));
    let attributes = vocabulary
        .attributes
        .iter()
        .map(move |item| term(("材料属性", "attribute"), &*item.name, &*item.label, item.place));
    let lets = vocabulary
        .attribute_lets
        .iter()
        .map(move |item| term(("材料属性", "attribute"), &*item.name, &*item.label, item.place));
    let words =
        vocabulary.words.iter().map(move |item| term(("词表", "word list"), &*item.name, &*item.label, item.place));
    let tables =
        vocabulary.tables.iter().map(move |item| term(("对照表", "table"), &*item.name, &*item.label, item.place));
    let templates = vocabulary
        .templates
        .iter()
        .map(move |item| term(("备注模板", "template"), &*item.name, &*item.label, item.place));
    facts
        .chain(derived)
        .chain(materials)
        .chain(bundles)
        .chain(attributes)
        .chain(lets)
        .chain(words)
        .chain(tables)
        .chain(templates)
}

/// The id and the label by which a term is called.
pub fn names<'a>(term: &Term<'a>) -> [&'a str; 2] {
    [term.id, term.label]
}

pub fn find<'a>(vocabulary: &'a Vocabulary, what: &str) -> Option<Term<'a>> {
    all(vocabulary).find(|term| names(term).contains(&what))
}

pub fn explain(session: &Session, term: &Term<'_>, folder: &str, language: Language) -> String {
    let (kind, colon, declared, used, nobody, more) = match language {
        Language::Chinese => (term.kind.0, "：", "声明", "用到它的地方：", "  没有", "另有"),
        Language::English => (term.kind.1, ": ", "Declared", "Used:", "  nowhere", "more:"),
    };
    let mut text = format!("{}  {}\n\n{kind}\n", term.id, term.label);
    // Writing to a text does not fail.
    let _ = writeln!(text, "{declared}{colon}{}", lines_of(session, term.place, folder));
    if let Some(file) = session.files.get(term.place.file.0 as usize) {
        let (line, _) = LineIndex::new(&file.text).lines(term.place.span);
        let own = file.text.lines().nth(line - 1);
        let _ = writeln!(text, "  {}", own.unwrap_or_default().trim());
    }
    let _ = writeln!(text, "\n{used}");
    let mut is_used = false;
    for (index, file) in session.files.iter().enumerate() {
        let is_own = index == term.place.file.0 as usize;
        let declared = if is_own { LineIndex::new(&file.text).lines(term.place.span).0 } else { 0 };
        let names_it = |line: &str| {
            let code = line.split('#').next().unwrap_or_default();
            names(term).into_iter().any(|name| has_whole_word(code, name))
        };
        let lines = (1..).zip(file.text.lines());
        let found: Vec<(usize, &str)> = lines.filter(|(number, line)| *number != declared && names_it(line)).collect();
        is_used |= !found.is_empty();
        for (number, line) in found.iter().take(SHOWN) {
            let _ = writeln!(text, "  {folder}{}:{number}  {}", file.path, line.trim());
        }
        if found.len() > SHOWN {
            let _ = writeln!(text, "  {folder}{}  {more} {}", file.path, found.len() - SHOWN);
        }
    }
    if !is_used {
        let _ = writeln!(text, "{nobody}");
    }
    text
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
