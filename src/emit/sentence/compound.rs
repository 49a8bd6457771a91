//! Conditions joined by and, or: what is bracketed, what is numbered, in any language.
//!
//! A nested compound always stands in brackets or in a numbered list, so that no reader has to know
//! which of and, or binds tighter.

use crate::emit::sentence::shape::{self, Connective, Literal, Names, Run};
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

/// The conditions of a guard, of which there is at least one. Many are numbered.
pub fn write_guard(out: &mut String, tongue: &Tongue, names: Names<'_>, conjuncts: &[Literal<'_>]) {
    if let [only] = conjuncts {
        write_literal(out, tongue, names, *only, Standing::Guard);
    } else if shape::runs(Connective::And, conjuncts).len() >= MANY {
        write_cases(out, tongue, names, Connective::And, conjuncts);
    } else {
        write_series(out, tongue, names, Connective::And, conjuncts, Standing::GuardPart);
    }
}

/// From so many conditions on, all of a guard are numbered.
const MANY: usize = 4;

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
    if let [run @ (Run::Mentions(_) | Run::Subject(_))] = shape::runs(connective, &parts)[..]
        && (standing != Standing::Part || matches!(run, Run::Mentions(_)))
    {
        return write_run(out, tongue, names, connective, run, &parts, Standing::Part);
    }
    if wants_numbers(connective, &parts, standing) {
        return write_cases(out, tongue, names, connective, &parts);
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
    in_guard && connective == Connective::Or && !are_short(parts)
}

fn are_short(parts: &[Literal<'_>]) -> bool {
    shape::runs(Connective::Or, parts).len() <= 2 && parts.iter().all(|part| shape::connective(*part).is_none())
}

/// A numbered list of which one is enough, or all are needed.
pub fn write_cases(out: &mut String, tongue: &Tongue, names: Names<'_>, connective: Connective, parts: &[Literal<'_>]) {
    let (before, after) = match connective {
        Connective::Or => tongue.cases,
        Connective::And => tongue.all_cases,
    };
    out.push_str(before);
    write_items(out, tongue, names, connective, parts);
    out.push_str(after);
}

/// ①…；②…
pub fn write_items(out: &mut String, tongue: &Tongue, names: Names<'_>, connective: Connective, parts: &[Literal<'_>]) {
    let mut rest = parts;
    let mut runs = shape::runs(connective, parts);
    if let [Run::Subject(length)] = runs[..] {
        runs = vec![Run::One; length];
    }
    for (index, run) in runs.into_iter().enumerate() {
        if index > 0 {
            out.push_str(tongue.semicolon);
        }
        (tongue.number)(out, index);
        let (these, others) = rest.split_at(run.length());
        write_run(out, tongue, names, connective, run, these, Standing::Item);
        rest = others;
    }
}

fn write_series(
    out: &mut String,
    tongue: &Tongue,
    names: Names<'_>,
    connective: Connective,
    parts: &[Literal<'_>],
    standing: Standing,
) {
    let runs = shape::runs(connective, parts);
    let mut rest = parts;
    for (index, run) in runs.iter().enumerate() {
        let is_last = index + 1 == runs.len();
        out.push_str(match connective {
            _ if index == 0 => "",
            Connective::And if standing == Standing::GuardPart && !is_last => tongue.comma,
            Connective::And => tongue.and,
            Connective::Or => tongue.or,
        });
        let (these, others) = rest.split_at(run.length());
        write_run(out, tongue, names, connective, *run, these, standing);
        rest = others;
    }
}

fn write_run(
    out: &mut String,
    tongue: &Tongue,
    names: Names<'_>,
    connective: Connective,
    run: Run,
    parts: &[Literal<'_>],
    standing: Standing,
) {
    match run {
        Run::One => parts.iter().for_each(|part| write_literal(out, tongue, names, *part, standing)),
        Run::Mentions(_) => (tongue.mentions)(out, names, parts, Mood::Plain),
        Run::Subject(_) => {
            let joint = match connective {
                Connective::And => tongue.and_same,
                Connective::Or => tongue.or_same,
            };
            for (index, part) in parts.iter().enumerate() {
                out.push_str(if index > 0 { joint } else { "" });
                (tongue.atom)(out, names, *part, if index > 0 { Mood::Continued } else { Mood::Plain });
            }
        }
    }
}
