//! Sets in English: values of an enum, words, rows of a table.

use crate::emit::sentence::en::atom::be;
use crate::emit::sentence::en::operand;
use crate::emit::sentence::shape::{self, MEMBERS_SHOWN, Membership, Names, WordPiece};
use crate::emit::sentence::tongue::Mood;
use crate::model::{EnumId, WordSet};
use std::fmt::Write;

/// is `a`, `b` or `c` / is in `new_filing` (`first` and `add_site`)
pub fn write_membership(out: &mut String, names: Names<'_>, id: EnumId, values: &[u16], positive: bool, mood: Mood) {
    let enumeration = &names.vocabulary.enums[id.index()];
    let Membership { positive, group, values } = shape::membership(enumeration, values, positive);
    match group {
        Some(group) => {
            be(out, positive, mood);
            out.push_str("in ");
            operand::write_id(out, &group.name);
            out.push_str(" (");
            write_members(out, names, id, &values);
            out.push(')');
        }
        None => {
            be(out, positive, mood);
            write_values(out, names, id, &values, " or ");
        }
    }
}

fn write_members(out: &mut String, names: Names<'_>, id: EnumId, values: &[u16]) {
    if values.len() <= MEMBERS_SHOWN {
        write_values(out, names, id, values, " and ");
    } else {
        // Writing to a string cannot fail.
        let _ = write!(out, "{} values", values.len());
    }
}

pub fn write_values(out: &mut String, names: Names<'_>, id: EnumId, values: &[u16], last: &'static str) {
    for (index, value) in values.iter().enumerate() {
        out.push_str(operand::joint(index, values.len(), last));
        operand::write_value(out, names, id, *value);
    }
}

/// “交易所”, “基金” or a similar word, followed by what does not count.
pub fn write_words(out: &mut String, names: Names<'_>, set: &WordSet) {
    let (pieces, open) = shape::word_pieces(names, set);
    write_pieces(out, names, &pieces, if open { ", " } else { " or " });
    out.push_str(if open { " or a similar word" } else { "" });
    let excepted = shape::excepted_pieces(names, set);
    if !excepted.is_empty() {
        out.push_str(" (not counting ");
        write_pieces(out, names, &excepted, " and ");
        out.push(')');
    }
}

fn write_pieces(out: &mut String, names: Names<'_>, pieces: &[WordPiece<'_>], last: &'static str) {
    for (index, piece) in pieces.iter().enumerate() {
        out.push_str(operand::joint(index, pieces.len(), last));
        match piece {
            WordPiece::Word(word) => operand::write_quoted(out, word),
            WordPiece::List(list) => write_named(out, &list.name),
            WordPiece::Table(table) => write_named(out, &table.name),
            WordPiece::Parameter(index) => {
                out.push_str("a word of ");
                operand::write_parameter(out, names, *index);
            }
        }
    }
}

fn write_named(out: &mut String, name: &str) {
    out.push_str("a word of ");
    operand::write_id(out, name);
}
