//! Values in Chinese: what a comparison compares, what an argument gives.

use crate::emit::sentence::compound::{self, Standing};
use crate::emit::sentence::shape::{self, Literal, Names};
use crate::emit::sentence::tongue::Mood;
use crate::emit::sentence::zh::{CHINESE, atom};
use crate::model::{EnumId, Expr, ListId, ListKind, Type, Unit};
use std::fmt::Write;

/// A value as a noun.
pub fn write(out: &mut String, names: Names<'_>, expr: &Expr) {
    let vocabulary = names.vocabulary;
    match expr {
        Expr::Fact(id) => {
            let fact = &vocabulary.facts[id.index()];
            write_name(out, &fact.label, fact.kind);
        }
        Expr::Derived(id) => {
            let derived = &vocabulary.derived[id.index()];
            write_name(out, &derived.label, derived.kind);
        }
        Expr::Attribute(id) => {
            let attribute = &vocabulary.attributes[id.index()];
            write_name(out, &attribute.label, attribute.kind);
        }
        Expr::Parameter(index) => write_parameter(out, names, *index),
        Expr::YesNo(value) => out.push(if *value { '是' } else { '否' }),
        Expr::Int(number, unit) => write_amount(out, *number, unit.map_or("", unit_name)),
        Expr::Date(day) => out.push_str(&day.chinese()),
        Expr::Text(text) => write_quoted(out, text),
        Expr::Value(id, value) => write_value(out, names, *id, *value),
        Expr::Count(list, None) => {
            out.push_str(list_label(names, *list));
            out.push('数');
        }
        Expr::Count(list, Some(filter)) => {
            write_elements(out, names, *list, shape::literal(filter, true));
            out.push_str("的个数");
        }
        Expr::CountDistinct(values) => write_distinct(out, names, values),
        Expr::DistinctMobiles(values) => {
            write_list(out, names, values);
            out.push_str("中不同的手机号");
        }
        Expr::CharCount(text) => {
            write(out, names, text);
            out.push_str("的字数");
        }
        Expr::HanCount(text) => {
            write(out, names, text);
            out.push_str("的汉字数");
        }
        Expr::Add(_) => write_sum(out, names, expr),
        Expr::Subtract(sides) => write_difference(out, names, sides),
        Expr::Shift(date, amount, unit) => {
            write(out, names, date);
            out.push(if *amount < 0 { '前' } else { '后' });
            write_amount(out, amount.saturating_abs(), unit_name(*unit));
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
            out.push('“');
            compound::write(out, &CHINESE, names, expr, true, Standing::Item);
            out.push('”');
        }
    }
}

/// A yes_no label is a statement; as a noun it is quoted.
fn write_name(out: &mut String, label: &str, kind: Type) {
    if kind == Type::YesNo {
        out.push('“');
        out.push_str(label);
        out.push('”');
    } else {
        out.push_str(label);
    }
}

pub fn write_parameter(out: &mut String, names: Names<'_>, index: u16) {
    out.push('〔');
    out.push_str(names.parameters.get(usize::from(index)).map_or("参数", |parameter| &parameter.label));
    out.push('〕');
}

pub fn write_quoted(out: &mut String, text: &str) {
    out.push('「');
    out.push_str(text);
    out.push('」');
}

pub fn write_amount(out: &mut String, number: i64, unit: &str) {
    // Writing to a string cannot fail.
    let _ = write!(out, "{number}{unit}");
}

pub fn unit_name(unit: Unit) -> &'static str {
    match unit {
        Unit::Years => "岁",
        Unit::Months => "个月",
        Unit::Days => "天",
        Unit::Workdays => "个工作日",
        Unit::Hours => "小时",
    }
}

pub fn write_value(out: &mut String, names: Names<'_>, id: EnumId, value: u16) {
    if let Some(value) = names.vocabulary.enums[id.index()].values.get(usize::from(value)) {
        out.push_str(&value.label);
    }
}

/// 甲、乙和丙
pub fn write_list(out: &mut String, names: Names<'_>, values: &[Expr]) {
    for (index, value) in values.iter().enumerate() {
        out.push_str(joint(index, values.len(), "和"));
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
        "、"
    }
}

pub fn list_label<'a>(names: Names<'a>, list: ListId) -> &'a str {
    &names.vocabulary.lists[list.index()].label
}

/// 位 for people, 个 for everything else.
pub fn counter(names: Names<'_>, list: ListId) -> &'static str {
    match names.vocabulary.lists[list.index()].kind {
        ListKind::Array { .. } => "个",
        ListKind::Role { .. } => "位",
    }
}

/// 后缀为「.org」的域名: elements with a property; the label of the list is said once.
pub fn write_elements(out: &mut String, names: Names<'_>, list: ListId, filter: Literal<'_>) {
    let label = list_label(names, list);
    if shape::connective(filter).is_some() {
        out.push_str("符合“");
        compound::write_literal(out, &CHINESE, names, filter, Standing::Item);
        out.push('”');
    } else {
        let start = out.len();
        atom::write(out, names, filter, Mood::Plain);
        strip_label(out, names, start, label);
    }
    out.push('的');
    out.push_str(label);
}

/// Takes away the label with which the text from `start` begins, unless nothing sensible remains.
/// 网站负责人 stays: the rest is the name of another list.
pub fn strip_label(out: &mut String, names: Names<'_>, start: usize, label: &str) {
    let Some(rest) = out.get(start..).and_then(|text| text.strip_prefix(label)) else {
        return;
    };
    let is_list = names.vocabulary.lists.iter().any(|list| rest.starts_with(&*list.label));
    if !is_list && rest.chars().next().is_some_and(|next| !"数、和与或均超至不的".contains(next)) {
        out.replace_range(start..start + label.len(), "");
    }
}

/// A value that stands for itself: 不同的域名前缀的个数.
pub fn write_number(out: &mut String, names: Names<'_>, expr: &Expr) {
    write(out, names, expr);
    if matches!(expr, Expr::CountDistinct(_) | Expr::DistinctMobiles(_)) {
        out.push_str("的个数");
    }
}

fn write_distinct(out: &mut String, names: Names<'_>, values: &[Expr]) {
    if let [single] = values {
        out.push_str("不同的");
        write(out, names, single);
    } else {
        write_list(out, names, values);
        out.push_str("合计（相同的计一个）");
    }
}

fn write_sum(out: &mut String, names: Names<'_>, sum: &Expr) {
    let summands = shape::summands(sum);
    for (index, summand) in summands.iter().enumerate() {
        out.push_str(joint(index, summands.len(), "与"));
        write(out, names, summand);
    }
    out.push_str("之和");
}

fn write_difference(out: &mut String, names: Names<'_>, sides: &(Expr, Expr)) {
    write(out, names, &sides.0);
    out.push_str("减去");
    write(out, names, &sides.1);
    out.push_str("之差");
}

fn write_cases(out: &mut String, names: Names<'_>, cases: &[(Expr, Expr)], otherwise: &Expr) {
    out.push_str("（按序取：");
    for (guard, value) in cases {
        out.push('当');
        compound::write(out, &CHINESE, names, guard, true, Standing::Item);
        out.push_str("时为");
        write(out, names, value);
        out.push('；');
    }
    out.push_str("其他情形为");
    write(out, names, otherwise);
    out.push('）');
}
