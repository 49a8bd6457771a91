//! Sets in Chinese: values of an enum, words, rows of a table.

use crate::emit::sentence::shape::{self, MEMBERS_SHOWN, Membership, Names, WordPiece};
use crate::emit::sentence::tongue::Mood;
use crate::emit::sentence::zh::atom::verb;
use crate::emit::sentence::zh::operand;
use crate::model::{EnumId, WordSet};
use std::fmt::Write;

/// 为甲、乙或丙 / 属于新增备案（首次备案、新增网站）
pub fn write_membership(out: &mut String, names: Names<'_>, id: EnumId, values: &[u16], positive: bool, mood: Mood) {
    let enumeration = &names.vocabulary.enums[id.index()];
    let Membership { positive, group, values } = shape::membership(enumeration, values, positive);
    match group {
        Some(group) => {
            verb(out, positive, mood, "属于", "不属于");
            out.push_str(&group.label);
            out.push('（');
            write_members(out, names, id, &values);
            out.push('）');
        }
        None => {
            verb(out, positive, mood, "为", "不为");
            write_values(out, names, id, &values, "或");
        }
    }
}

fn write_members(out: &mut String, names: Names<'_>, id: EnumId, values: &[u16]) {
    if values.len() <= MEMBERS_SHOWN {
        write_values(out, names, id, values, "、");
    } else {
        // Writing to a string cannot fail.
        let _ = write!(out, "共{}项", values.len());
    }
}

pub fn write_values(out: &mut String, names: Names<'_>, id: EnumId, values: &[u16], last: &'static str) {
    for (index, value) in values.iter().enumerate() {
        out.push_str(operand::joint(index, values.len(), last));
        operand::write_value(out, names, id, *value);
    }
}

/// 「交易所」「基金」等 / 「博客」或「论坛」, followed by what does not count.
pub fn write_words(out: &mut String, names: Names<'_>, set: &WordSet, noun: &str) {
    let (pieces, open) = shape::word_pieces(names, set);
    write_pieces(out, names, &pieces, !open);
    let ends_named = matches!(pieces.last(), Some(WordPiece::List(_) | WordPiece::Table(_)));
    out.push_str(match (open, ends_named) {
        (false, _) => "",
        (true, false) => "等",
        (true, true) => "或类似",
    });
    out.push_str(noun);
    let excepted = shape::excepted_pieces(names, set);
    if !excepted.is_empty() {
        out.push('（');
        write_pieces(out, names, &excepted, false);
        out.push_str("除外）");
    }
}

/// 为「甲」或「乙」 / 在《词表》所列范围内
pub fn write_among(out: &mut String, names: Names<'_>, set: &WordSet, positive: bool, mood: Mood) {
    let only_named = set.literals.is_empty()
        && !shape::word_pieces(names, set).0.iter().any(|piece| matches!(piece, WordPiece::Word(_)));
    if only_named {
        verb(out, positive, mood, "在", "不在");
        write_words(out, names, set, "范围内");
    } else {
        verb(out, positive, mood, "为", "不为");
        write_words(out, names, set, "");
    }
}

fn write_pieces(out: &mut String, names: Names<'_>, pieces: &[WordPiece<'_>], closed: bool) {
    for (index, piece) in pieces.iter().enumerate() {
        let is_last = index > 0 && index + 1 == pieces.len();
        let is_word = matches!(piece, WordPiece::Word(_));
        // Quotation marks already set words apart.
        out.push_str(match (is_last && closed, is_word || index == 0) {
            (true, _) => "或",
            (false, true) => "",
            (false, false) => "、",
        });
        match piece {
            WordPiece::Word(word) => operand::write_quoted(out, word),
            WordPiece::List(list) => write_named(out, &list.label),
            WordPiece::Table(table) => write_named(out, &table.label),
            WordPiece::Parameter(index) => {
                operand::write_parameter(out, names, *index);
                out.push_str("所列");
            }
        }
    }
}

fn write_named(out: &mut String, label: &str) {
    out.push('《');
    out.push_str(label);
    out.push_str("》所列");
}
