//! Conditions joined by and, or: what is bracketed, what is numbered, in any language.
//!
//! A nested compound always stands in brackets or in a numbered list, so that no reader has to know
//! which of and, or binds tighter.

use crate::emit::sentence::shape::{self, Connective, Literal, Names};
use crate::emit::sentence::tongue::{Mood, Tongue};
use crate::model::Expr;

/// Where a condition stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// Alone, as the guard of a rule: several cases are numbered.
    Guard,
    /// A part of such a guard.
    GuardPart,
    /// Alone, in a list that is itself numbered.
    Item,
    /// Within another condition.
    Part,
}

pub fn write(out: &mut String, tongue: &Tongue, names: Names<'_>, expr: &Expr, positive: bool, standing: Standing) {
    write_literal(out, tongue, names, shape::literal(expr, positive), standing);
}

/// The conditions of a guard, of which there is at least one.
pub fn write_guard(out: &mut String, tongue: &Tongue, names: Names<'_>, conjuncts: &[Literal<'_>]) {
    if let [only] = conjuncts {
        write_literal(out, tongue, names, *only, Standing::Guard);
    } else {
        write_series(out, tongue, names, Connective::And, conjuncts, Standing::GuardPart);
    }
}

/// Several conditions that must all hold, set off by commas: those on a material.
pub fn write_attributes(out: &mut String, tongue: &Tongue, names: Names<'_>, conditions: &[Expr]) {
    let standing = if conditions.len() == 1 { Standing::Item } else { Standing::Part };
    for (index, condition) in conditions.iter().enumerate() {
        if index > 0 {
            out.push_str(tongue.comma);
        }
        write(out, tongue, names, condition, true, standing);
    }
}

pub fn write_literal(out: &mut String, tongue: &Tongue, names: Names<'_>, literal: Literal<'_>, standing: Standing) {
    let Some(connective) = shape::connective(literal) else {
        return (tongue.atom)(out, names, literal, Mood::Plain);
    };
    let parts = shape::parts(literal);
    if wants_numbers(connective, &parts, standing) {
        return write_cases(out, tongue, names, &parts);
    }
    match standing {
        Standing::Guard => write_series(out, tongue, names, connective, &parts, Standing::GuardPart),
        Standing::Item => write_series(out, tongue, names, connective, &parts, Standing::Part),
        Standing::GuardPart | Standing::Part => {
            out.push_str(tongue.open);
            write_series(out, tongue, names, connective, &parts, Standing::Part);
            out.push_str(tongue.close);
        }
    }
}

fn wants_numbers(connective: Connective, parts: &[Literal<'_>], standing: Standing) -> bool {
    let in_guard = matches!(standing, Standing::Guard | Standing::GuardPart);
    in_guard && connective == Connective::Or && !are_short(parts) && !share_subject(parts)
}

fn are_short(parts: &[Literal<'_>]) -> bool {
    parts.len() <= 2 && parts.iter().all(|part| shape::connective(*part).is_none())
}

fn share_subject(parts: &[Literal<'_>]) -> bool {
    let first = parts.first().and_then(|part| shape::subject(*part));
    first.is_some() && parts.iter().all(|part| shape::subject(*part) == first)
}

fn write_cases(out: &mut String, tongue: &Tongue, names: Names<'_>, parts: &[Literal<'_>]) {
    out.push_str(tongue.cases.0);
    for (index, part) in parts.iter().enumerate() {
        if index > 0 {
            out.push_str(tongue.semicolon);
        }
        (tongue.number)(out, index);
        write_literal(out, tongue, names, *part, Standing::Item);
    }
    out.push_str(tongue.cases.1);
}

fn write_series(
    out: &mut String,
    tongue: &Tongue,
    names: Names<'_>,
    connective: Connective,
    parts: &[Literal<'_>],
    standing: Standing,
) {
    let (joint, same_joint) = match connective {
        Connective::And => (tongue.and, tongue.and_same),
        Connective::Or => (tongue.or, tongue.or_same),
    };
    let mut said = None;
    for (index, part) in parts.iter().enumerate() {
        let subject = shape::subject(*part);
        if index > 0 && subject.is_some() && subject == said {
            out.push_str(same_joint);
            (tongue.atom)(out, names, *part, Mood::Continued);
            continue;
        }
        if index > 0 {
            out.push_str(joint);
        }
        write_literal(out, tongue, names, *part, standing);
        said = subject;
    }
}
