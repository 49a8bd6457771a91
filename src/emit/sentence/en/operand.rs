//! Values in English: what a comparison compares, what an argument gives.

use crate::emit::sentence::compound::{self, Standing};
use crate::emit::sentence::en::ENGLISH;
use crate::emit::sentence::shape::{self, Literal, Names};
use crate::model::{EnumId, Expr, ListId, Unit};
use std::fmt::Write;

/// A value as a noun.
pub fn write(out: &mut String, names: Names<'_>, expr: &Expr) {
    let vocabulary = names.vocabulary;
    match expr {
        Expr::Fact(id) => write_id(out, &vocabulary.facts[id.index()].path),
        Expr::Derived(id) => write_id(out, &vocabulary.derived[id.index()].path),
        Expr::Attribute(id) => write_id(out, &vocabulary.attributes[id.index()].name),
        Expr::Parameter(index) => write_parameter(out, names, *index),
        Expr::YesNo(value) => out.push_str(if *value { "yes" } else { "no" }),
        Expr::Int(number, unit) => write_amount(out, *number, *unit),
        Expr::Date(day) => {
            // Writing to a string cannot fail.
            let _ = write!(out, "{day}");
        }
        Expr::Text(text) => write_quoted(out, text),
        Expr::Value(id, value) => write_value(out, names, *id, *value),
        Expr::Count(list, None) => {
            out.push_str("the number of ");
            write_id(out, list_name(names, *list));
            out.push_str(" elements");
        }
        Expr::Count(list, Some(filter)) => {
            out.push_str("the number of ");
            write_elements(out, names, *list, shape::literal(filter, true));
        }
        Expr::CountDistinct(values) => {
            out.push_str("the number of distinct values of ");
            write_list(out, names, values);
        }
        Expr::DistinctMobiles(values) => {
            out.push_str("the number of distinct mobile numbers in ");
            write_list(out, names, values);
        }
        Expr::CharCount(text) => {
            out.push_str("the number of letters and digits in ");
            write(out, names, text);
        }
        Expr::HanCount(text) => {
            out.push_str("the number of Han characters in ");
            write(out, names, text);
        }
        Expr::Add(_) => write_sum(out, names, expr),
        Expr::Subtract(sides) => {
            out.push_str("the difference ");
            write(out, names, &sides.0);
            out.push_str(" − ");
            write(out, names, &sides.1);
        }
        Expr::Shift(date, amount, unit) => {
            write_amount(out, amount.saturating_abs(), Some(*unit));
            out.push_str(if *amount < 0 { " before " } else { " after " });
            write(out, names, date);
        }
        Expr::Cases(inner) => write_cases(out, names, &inner.cases, &inner.otherwise),
        Expr::AttributeLet(_)
        | Expr::Not(_)
        | Expr::And(_)
        | Expr::Or(_)
        | Expr::Compare(..)
        | Expr::InValues(..)
        | Expr::SetHolds(..)
        | Expr::InRow(..)
        | Expr::InParameter(..)
        | Expr::InWords(..)
        | Expr::Mentions(..)
        | Expr::StartsWith(..)
        | Expr::EndsWith(..)
        | Expr::Has(_)
        | Expr::Any(..)
        | Expr::All(..)
        | Expr::Remaining(..)
        | Expr::RemainingParameter(..)
        | Expr::OnlyLatin(_)
        | Expr::OnlyDigits(_)
        | Expr::SameAsRecord(_) => {
            out.push_str("whether [");
            compound::write(out, &ENGLISH, names, expr, true, Standing::Item);
            out.push(']');
        }
    }
}

pub fn write_id(out: &mut String, id: &str) {
    out.push('`');
    out.push_str(id);
    out.push('`');
}

pub fn write_parameter(out: &mut String, names: Names<'_>, index: u16) {
    out.push('〔');
    out.push_str(names.parameters.get(usize::from(index)).map_or("parameter", |parameter| &parameter.name));
    out.push('〕');
}

pub fn write_quoted(out: &mut String, text: &str) {
    out.push('“');
    out.push_str(text);
    out.push('”');
}

/// 18 years, 1 month, 31
pub fn write_amount(out: &mut String, number: i64, unit: Option<Unit>) {
    let _ = write!(out, "{number}");
    if let Some(unit) = unit {
        out.push_str(unit_name(unit));
        out.push_str(if number == 1 { "" } else { "s" });
    }
}

fn unit_name(unit: Unit) -> &'static str {
    match unit {
        Unit::Years => " year",
        Unit::Months => " month",
        Unit::Days => " day",
        Unit::Workdays => " workday",
        Unit::Hours => " hour",
    }
}

pub fn write_value(out: &mut String, names: Names<'_>, id: EnumId, value: u16) {
    if let Some(value) = names.vocabulary.enums[id.index()].values.get(usize::from(value)) {
        write_id(out, &value.name);
    }
}

/// `a`, `b` and `c`
pub fn write_list(out: &mut String, names: Names<'_>, values: &[Expr]) {
    for (index, value) in values.iter().enumerate() {
        out.push_str(joint(index, values.len(), " and "));
        write(out, names, value);
    }
}

/// What stands before the item at this index of an enumeration.
pub fn joint(index: usize, length: usize, last: &'static str) -> &'static str {
    if index == 0 {
        ""
    } else if index + 1 == length {
        last
    } else {
        ", "
    }
}

pub fn list_name<'a>(names: Names<'a>, list: ListId) -> &'a str {
    &names.vocabulary.lists[list.index()].name
}

/// `domain` elements where (`domain.suffix` is “.org”)
pub fn write_elements(out: &mut String, names: Names<'_>, list: ListId, filter: Literal<'_>) {
    write_id(out, list_name(names, list));
    out.push_str(" elements where (");
    compound::write_literal(out, &ENGLISH, names, filter, Standing::Item);
    out.push(')');
}

fn write_sum(out: &mut String, names: Names<'_>, sum: &Expr) {
    let summands = shape::summands(sum);
    out.push_str("the sum of ");
    for (index, summand) in summands.iter().enumerate() {
        out.push_str(joint(index, summands.len(), " and "));
        write(out, names, summand);
    }
}

fn write_cases(out: &mut String, names: Names<'_>, cases: &[(Expr, Expr)], otherwise: &Expr) {
    out.push_str("the first that applies [");
    for (guard, value) in cases {
        write(out, names, value);
        out.push_str(" when ");
        compound::write(out, &ENGLISH, names, guard, true, Standing::Item);
        out.push_str("; ");
    }
    out.push_str("otherwise ");
    write(out, names, otherwise);
    out.push(']');
}
