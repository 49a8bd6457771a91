//! Single conditions in English: is less than 18 years, must be `first`, must not contain “论坛”.

use crate::emit::sentence::compound::{self, Standing};
use crate::emit::sentence::en::{ENGLISH, operand, words};
use crate::emit::sentence::shape::{self, Literal, Names};
use crate::emit::sentence::tongue::Mood;
use crate::model::{Comparison, Expr, FactId, ListId};

pub fn write(out: &mut String, names: Names<'_>, atom: Literal<'_>, mood: Mood) {
    let positive = atom.positive;
    match atom.expr {
        Expr::Fact(_) | Expr::Derived(_) | Expr::Attribute(_) | Expr::Parameter(_) => {
            operand::write(out, names, atom.expr);
            verb(out, positive, mood, "holds", "hold");
        }
        Expr::AttributeLet(id) => {
            out.push_str(if positive { "" } else { "not " });
            operand::write_id(out, &names.vocabulary.attribute_lets[id.index()].name);
        }
        Expr::YesNo(value) => out.push_str(if *value == positive { "always" } else { "never" }),
        Expr::Compare(comparison, sides) => write_comparison(out, names, *comparison, sides, positive, mood),
        Expr::InValues(inner) => {
            write_subject(out, names, &inner.value, mood);
            words::write_membership(out, names, inner.of, &inner.values, positive, mood);
        }
        Expr::SetHolds(inner, id, value) => {
            write_subject(out, names, inner, mood);
            verb(out, positive, mood, "includes ", "include ");
            operand::write_value(out, names, *id, *value);
        }
        Expr::InRow(inner, table, key) => {
            write_subject(out, names, inner, mood);
            be(out, positive, mood);
            out.push_str("in the row of table ");
            operand::write_id(out, &names.vocabulary.table(*table).name);
            out.push_str(" for ");
            operand::write(out, names, key);
        }
        Expr::InParameter(inner, index) => {
            write_subject(out, names, inner, mood);
            be(out, positive, mood);
            out.push_str("in ");
            operand::write_parameter(out, names, *index);
        }
        Expr::InWords(inner, set) => {
            write_subject(out, names, inner, mood);
            be(out, positive, mood);
            words::write_words(out, names, set);
        }
        Expr::Mentions(inner, set) => {
            write_subject(out, names, inner, mood);
            verb(out, positive, mood, "contains ", "contain ");
            words::write_words(out, names, set);
        }
        Expr::StartsWith(inner, set) => {
            write_subject(out, names, inner, mood);
            verb(out, positive, mood, "begins with ", "begin with ");
            words::write_words(out, names, set);
        }
        Expr::EndsWith(inner, set) => {
            write_subject(out, names, inner, mood);
            verb(out, positive, mood, "ends with ", "end with ");
            words::write_words(out, names, set);
        }
        Expr::Has(inner) => {
            operand::write(out, names, inner);
            be(out, positive, mood);
            out.push_str("given");
        }
        Expr::Any(list, filter) => write_some(out, names, *list, shape::literal(filter, true), positive, mood),
        Expr::All(list, filter) if positive => {
            write_must(out, mood);
            out.push_str("for every ");
            write_filtered(out, names, *list, shape::literal(filter, true));
        }
        Expr::All(list, filter) => write_some(out, names, *list, shape::literal(filter, false), true, mood),
        Expr::Remaining(comparison, date, amount, unit) => {
            write_remaining(out, names, *comparison, date, positive, mood);
            operand::write_amount(out, *amount, Some(*unit));
        }
        Expr::RemainingParameter(comparison, date, index, _) => {
            write_remaining(out, names, *comparison, date, positive, mood);
            operand::write_parameter(out, names, *index);
        }
        Expr::OnlyLatin(inner) => {
            write_subject(out, names, inner, mood);
            be(out, positive, mood);
            out.push_str("entirely Latin letters");
        }
        Expr::OnlyDigits(inner) => {
            write_subject(out, names, inner, mood);
            be(out, positive, mood);
            out.push_str("entirely digits");
        }
        Expr::SameAsRecord(pairs) => write_same_as_record(out, names, pairs, positive, mood),
        Expr::And(_) | Expr::Or(_) | Expr::Not(_) => {
            compound::write_literal(out, &ENGLISH, names, atom, Standing::Part);
        }
        Expr::Int(..)
        | Expr::Date(_)
        | Expr::Text(_)
        | Expr::Value(..)
        | Expr::Count(..)
        | Expr::CountDistinct(_)
        | Expr::DistinctMobiles(_)
        | Expr::CharCount(_)
        | Expr::HanCount(_)
        | Expr::Add(_)
        | Expr::Subtract(_)
        | Expr::Shift(..)
        | Expr::Cases(..) => {
            operand::write(out, names, atom.expr);
            verb(out, positive, mood, "holds", "hold");
        }
    }
}

/// at least one of `sponsor.name` and `site.name` contains “论坛” / none of them may contain it
pub fn write_mentions(out: &mut String, names: Names<'_>, atoms: &[Literal<'_>], mood: Mood) {
    let positive = atoms.first().is_some_and(|atom| atom.positive);
    out.push_str(if positive { "at least one of " } else { "none of " });
    for (index, mention) in atoms.iter().filter_map(|atom| shape::mention(*atom)).enumerate() {
        out.push_str(operand::joint(index, atoms.len(), " and "));
        out.push_str(if mention.list.is_some() { "any " } else { "" });
        operand::write(out, names, mention.text);
    }
    if let Some(mention) = atoms.first().and_then(|atom| shape::mention(*atom)) {
        out.push_str(match (mood, positive) {
            (Mood::Must, true) => " must contain ",
            (Mood::Must, false) => " may contain ",
            _ => " contains ",
        });
        words::write_words(out, names, mention.words);
    }
}

/// After a subject: is, is not, must be, must not be. Without one there is nothing to set off.
pub fn be(out: &mut String, positive: bool, mood: Mood) {
    write_space(out, mood);
    out.push_str(match (mood, positive) {
        (Mood::Plain | Mood::Continued, true) => "is ",
        (Mood::Plain | Mood::Continued, false) => "is not ",
        (Mood::Must, true) => "must be ",
        (Mood::Must, false) => "must not be ",
    });
}

/// The same for other verbs: contains, does not contain, must contain.
fn verb(out: &mut String, positive: bool, mood: Mood, third_person: &str, infinitive: &str) {
    write_space(out, mood);
    let (auxiliary, form) = match (mood, positive) {
        (Mood::Plain | Mood::Continued, true) => ("", third_person),
        (Mood::Plain | Mood::Continued, false) => ("does not ", infinitive),
        (Mood::Must, true) => ("must ", infinitive),
        (Mood::Must, false) => ("must not ", infinitive),
    };
    out.push_str(auxiliary);
    out.push_str(form);
}

fn write_space(out: &mut String, mood: Mood) {
    if mood != Mood::Continued {
        out.push(' ');
    }
}

fn write_subject(out: &mut String, names: Names<'_>, subject: &Expr, mood: Mood) {
    if mood != Mood::Continued {
        operand::write(out, names, subject);
    }
}

/// Before a condition that has no subject of its own.
fn write_must(out: &mut String, mood: Mood) {
    if mood == Mood::Must {
        out.push_str("this must hold ");
    }
}

fn write_comparison(
    out: &mut String,
    names: Names<'_>,
    comparison: Comparison,
    sides: &(Expr, Expr),
    positive: bool,
    mood: Mood,
) {
    let (comparison, left, right) = shape::oriented(comparison, sides, positive);
    write_subject(out, names, left, mood);
    match comparison {
        Comparison::Equal | Comparison::NotEqual => {
            be(out, comparison == Comparison::Equal, mood);
            out.push_str(if shape::is_constant(right) { "" } else { "the same as " });
        }
        Comparison::Less | Comparison::LessEqual | Comparison::Greater | Comparison::GreaterEqual => {
            let is_date = shape::is_date(names, left) || shape::is_date(names, right);
            be(out, true, mood);
            out.push_str(if is_date { date_order(comparison) } else { order(comparison) });
        }
    }
    operand::write(out, names, right);
}

fn order(comparison: Comparison) -> &'static str {
    match comparison {
        Comparison::Greater => "more than ",
        Comparison::GreaterEqual => "at least ",
        Comparison::Less => "less than ",
        Comparison::LessEqual => "at most ",
        Comparison::Equal => "",
        Comparison::NotEqual => "not ",
    }
}

fn date_order(comparison: Comparison) -> &'static str {
    match comparison {
        Comparison::Greater => "after ",
        Comparison::GreaterEqual => "on or after ",
        Comparison::Less => "before ",
        Comparison::LessEqual => "on or before ",
        Comparison::Equal => "",
        Comparison::NotEqual => "not ",
    }
}

fn write_some(out: &mut String, names: Names<'_>, list: ListId, filter: Literal<'_>, positive: bool, mood: Mood) {
    write_must(out, mood);
    out.push_str(if positive { "for at least one " } else { "for no " });
    write_filtered(out, names, list, filter);
}

fn write_filtered(out: &mut String, names: Names<'_>, list: ListId, filter: Literal<'_>) {
    operand::write_id(out, operand::list_name(names, list));
    out.push_str(" (");
    compound::write_literal(out, &ENGLISH, names, filter, Standing::Item);
    out.push(')');
}

fn write_remaining(
    out: &mut String,
    names: Names<'_>,
    comparison: Comparison,
    date: &Expr,
    positive: bool,
    mood: Mood,
) {
    out.push_str("the time left until ");
    operand::write(out, names, date);
    be(out, true, mood);
    out.push_str(order(if positive { comparison } else { shape::opposite(comparison) }));
}

fn write_same_as_record(out: &mut String, names: Names<'_>, pairs: &[(FactId, FactId)], positive: bool, mood: Mood) {
    let several = pairs.len() > 1;
    if several {
        out.push_str(if positive { "each of " } else { "at least one of " });
    }
    for (index, (fact, _)) in pairs.iter().enumerate() {
        out.push_str(operand::joint(index, pairs.len(), " and "));
        operand::write_id(out, &names.vocabulary.facts[fact.index()].path);
    }
    if positive || !several {
        verb(out, positive, mood, "equals the record", "equal the record");
    } else {
        verb(out, true, mood, "differs from the record", "differ from the record");
    }
}
