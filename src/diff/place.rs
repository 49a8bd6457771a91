//! Conditions that name the province in which they hold: alike in all provinces, once they say “the
//! province of the filing”.

use crate::diff::difference::{Case, Change, Named, Text};

/// The change as it reads without the name of its province; `None` where no condition names it.
pub fn placeless(change: &Change) -> Option<Change> {
    let [province] = &change.provinces[..] else { return None };
    let mut own = change.clone();
    let mut is_named = false;
    for case in cases(&mut own) {
        let general = general(&case.condition, province);
        is_named |= general != case.condition;
        case.condition = general;
    }
    for moved in &mut own.moved {
        let general = general(&moved.condition, province);
        is_named |= general != moved.condition;
        moved.condition = general;
    }
    is_named.then_some(own)
}

fn cases(change: &mut Change) -> impl Iterator<Item = &mut Case> {
    let lists = [&mut change.tighter, &mut change.looser, &mut change.applies, &mut change.no_longer_applies];
    lists.into_iter().flatten()
}

fn general(text: &Text, province: &Named) -> Text {
    let is_chinese_edge = |letter: Option<char>| letter.is_none_or(|letter| "为、或，".contains(letter));
    let is_english_edge = |letter: Option<char>| letter.is_none_or(|letter| " ,()".contains(letter));
    Text {
        zh: replaced(&text.zh, &province.label, "备案省份", is_chinese_edge),
        en: replaced(&text.en, &province.id, "filing.province", is_english_edge),
    }
}

/// The text with a value in place of another, where that stands between the edges of a value.
fn replaced(text: &str, value: &str, other: &str, is_edge: impl Fn(Option<char>) -> bool) -> String {
    if value.is_empty() {
        return text.to_owned();
    }
    let mut result = String::new();
    let mut rest = text;
    while let Some(at) = rest.find(value) {
        let (before, behind) = (&rest[..at], &rest[at + value.len()..]);
        result.push_str(before);
        let is_whole = is_edge(result.chars().next_back()) && is_edge(behind.chars().next());
        result.push_str(if is_whole { other } else { value });
        rest = behind;
    }
    result.push_str(rest);
    result
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_province_is_replaced_where_it_is_a_value() {
        let province = Named { id: "jilin".to_owned(), label: "吉林".to_owned() };
        let text = Text {
            zh: "住所市为吉林市，证件所在省不为吉林或北京，且归属地为吉林".to_owned(),
            en: "city is jilin_city, id.province is not jilin and phone is jilin".to_owned(),
        };
        let general = general(&text, &province);
        assert_eq!(general.zh, "住所市为吉林市，证件所在省不为备案省份或北京，且归属地为备案省份");
        assert_eq!(general.en, "city is jilin_city, id.province is not filing.province and phone is filing.province");
    }
}
