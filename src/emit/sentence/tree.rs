//! Trees of obligations: headings, numbers, guards of the parts, in any language.
//!
//! The first level is numbered ①②③, the second (a)(b)(c), what lies deeper stands in brackets.
//! A list of plain materials of which one is enough needs no numbers.

use crate::emit::sentence::compound::{self, Standing};
use crate::emit::sentence::shape::{self, Connective, Literal, Names, Run};
use crate::emit::sentence::tongue::{Heading, Mood, Tongue};
use crate::model::{Alternative, Expr, Obligation, Supplemented, TemplateId};
use std::fmt::Write;

/// What has to be done, as a clause with a verb and without “must”.
pub fn write(out: &mut String, tongue: &Tongue, names: Names<'_>, obligation: &Obligation) {
    match tree(obligation) {
        None => write_leaf(out, tongue, names, obligation, true, Standing::Item),
        Some((_, [Alternative { value, when: None }])) => write(out, tongue, names, value),
        Some((Kind::Prefer, [first, second])) if are_plain_materials(&[first, second]) => {
            write_preference(out, tongue, names, first, second);
        }
        Some((kind, parts)) => {
            let with_verbs = !only_materials(names, obligation);
            let (verb, headings) =
                if with_verbs { (tongue.satisfy, &tongue.demands) } else { (tongue.provide, &tongue.materials) };
            out.push_str(verb);
            write_heading(out, headings, kind);
            let numbered = kind != Kind::One || !parts.iter().all(is_plain);
            let level = if numbered { Level::First } else { Level::Plain };
            write_parts(out, tongue, names, parts, with_verbs, level);
        }
    }
}

/// The same with “must”; a condition says it of its own subject: 备案类型须为首次备案.
pub fn write_must(out: &mut String, tongue: &Tongue, names: Names<'_>, obligation: &Obligation) {
    match obligation {
        Obligation::Condition(condition) => write_must_hold(out, tongue, names, condition),
        Obligation::OneOf(parts) | Obligation::AllOf(parts) | Obligation::Prefer(parts)
            if parts.len() == 1 && parts[0].when.is_none() =>
        {
            write_must(out, tongue, names, &parts[0].value);
        }
        Obligation::Provide(..)
        | Obligation::Supplemented(_)
        | Obligation::ProvideParameter(..)
        | Obligation::Remark(..)
        | Obligation::Bundle(_)
        | Obligation::OneOf(_)
        | Obligation::AllOf(_)
        | Obligation::AtLeast(..)
        | Obligation::Prefer(_)
        | Obligation::Parameter(_) => {
            out.push_str(tongue.must);
            write(out, tongue, names, obligation);
        }
    }
}

fn write_must_hold(out: &mut String, tongue: &Tongue, names: Names<'_>, condition: &Expr) {
    let literal = shape::literal(condition, true);
    let kind = match shape::connective(literal) {
        None => return (tongue.atom)(out, names, literal, Mood::Must),
        Some(Connective::And) => Kind::All,
        Some(Connective::Or) => Kind::One,
    };
    let connective = if kind == Kind::All { Connective::And } else { Connective::Or };
    let parts = shape::parts(literal);
    if let [Run::Mentions(_)] = shape::runs(connective, &parts)[..] {
        return (tongue.mentions)(out, names, &parts, Mood::Must);
    }
    out.push_str(tongue.must);
    out.push_str(tongue.satisfy);
    write_heading(out, &tongue.demands, kind);
    compound::write_items(out, tongue, names, connective, &parts);
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    One,
    All,
    AtLeast(u32),
    Prefer,
}

/// How the parts of a list are set off.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Level {
    Plain,
    First,
    Second,
    Inline,
}

fn tree(obligation: &Obligation) -> Option<(Kind, &[Alternative])> {
    match obligation {
        Obligation::OneOf(parts) => Some((Kind::One, parts)),
        Obligation::AllOf(parts) => Some((Kind::All, parts)),
        Obligation::AtLeast(least, parts) => Some((Kind::AtLeast(*least), parts)),
        Obligation::Prefer(parts) => Some((Kind::Prefer, parts)),
        Obligation::Condition(_)
        | Obligation::Provide(..)
        | Obligation::Supplemented(_)
        | Obligation::ProvideParameter(..)
        | Obligation::Remark(..)
        | Obligation::Bundle(_)
        | Obligation::Parameter(_) => None,
    }
}

/// Whether “provide” fits every part.
fn only_materials(names: Names<'_>, obligation: &Obligation) -> bool {
    match obligation {
        Obligation::Provide(..) | Obligation::Supplemented(_) | Obligation::ProvideParameter(..) => true,
        Obligation::Bundle(id) => only_materials(names, &names.vocabulary.bundles[id.index()].value),
        Obligation::Condition(_) | Obligation::Remark(..) | Obligation::Parameter(_) => false,
        Obligation::OneOf(parts)
        | Obligation::AllOf(parts)
        | Obligation::AtLeast(_, parts)
        | Obligation::Prefer(parts) => parts.iter().all(|part| only_materials(names, &part.value)),
    }
}

fn is_plain(part: &Alternative) -> bool {
    part.when.is_none() && tree(&part.value).is_none()
}

fn are_plain_materials(parts: &[&Alternative]) -> bool {
    parts.iter().all(|part| part.when.is_none() && matches!(part.value, Obligation::Provide(..)))
}

fn write_preference(out: &mut String, tongue: &Tongue, names: Names<'_>, first: &Alternative, second: &Alternative) {
    let [before, without, then] = tongue.prefer;
    out.push_str(before);
    write_leaf(out, tongue, names, &first.value, false, Standing::Item);
    out.push_str(without);
    write_leaf(out, tongue, names, &first.value, false, Standing::Item);
    out.push_str(then);
    write_leaf(out, tongue, names, &second.value, false, Standing::Item);
}

fn write_heading(out: &mut String, heading: &Heading, kind: Kind) {
    match kind {
        Kind::One => out.push_str(heading.one),
        Kind::All => out.push_str(heading.all),
        Kind::Prefer => out.push_str(heading.prefer),
        Kind::AtLeast(least) => {
            let (before, after) = heading.at_least;
            // Writing to a string cannot fail.
            let _ = write!(out, "{before}{least}{after}");
        }
    }
}

fn write_parts(
    out: &mut String,
    tongue: &Tongue,
    names: Names<'_>,
    parts: &[Alternative],
    with_verbs: bool,
    level: Level,
) {
    for (index, part) in parts.iter().enumerate() {
        if index > 0 {
            out.push_str(if level == Level::Second { tongue.comma } else { tongue.semicolon });
        }
        match level {
            Level::First => (tongue.number)(out, index),
            Level::Second => {
                write_letter(out, index);
                out.push_str(tongue.after_letter);
            }
            Level::Plain | Level::Inline => {}
        }
        if let Alternative { value: Obligation::Remark(fact, template), when } = part
            && is_said_before(&parts[..index], *template)
        {
            write_when(out, tongue, names, when.as_ref());
            (tongue.same_remark)(out, names, *fact);
            continue;
        }
        write_part(out, tongue, names, part, with_verbs, level);
    }
}

fn write_part(out: &mut String, tongue: &Tongue, names: Names<'_>, part: &Alternative, with_verbs: bool, level: Level) {
    write_when(out, tongue, names, part.when.as_ref());
    write_verb(out, tongue.provide, part.when.is_some() && !with_verbs);
    if let Some((kind, parts)) = tree(&part.value)
        && is_short(kind, parts)
    {
        write_verb(out, tongue.provide, with_verbs);
        return write_short(out, tongue, names, kind, parts);
    }
    match (tree(&part.value), level) {
        (None, Level::Inline) => write_leaf(out, tongue, names, &part.value, with_verbs, Standing::Part),
        (None, Level::Plain | Level::First | Level::Second) => {
            write_leaf(out, tongue, names, &part.value, with_verbs, Standing::Item);
        }
        (Some((kind, parts)), Level::Plain | Level::First) => {
            write_heading(out, &tongue.inner, kind);
            write_parts(out, tongue, names, parts, with_verbs, Level::Second);
        }
        (Some((kind, parts)), Level::Second | Level::Inline) => {
            out.push_str(tongue.open);
            write_inline(out, tongue, names, kind, parts, with_verbs);
        }
    }
}

fn write_when(out: &mut String, tongue: &Tongue, names: Names<'_>, when: Option<&Expr>) {
    if let Some(guard) = when {
        out.push_str(tongue.when.0);
        compound::write(out, tongue, names, guard, true, Standing::Item);
        out.push_str(tongue.when.1);
    }
}

fn is_said_before(parts: &[Alternative], template: TemplateId) -> bool {
    parts.iter().any(|part| matches!(part.value, Obligation::Remark(_, other) if other == template))
}

/// A few materials within another list need no numbers: 章程或证明.
fn is_short(kind: Kind, parts: &[Alternative]) -> bool {
    let is_material = |part: &Alternative| part.when.is_none() && matches!(part.value, Obligation::Provide(..));
    matches!(kind, Kind::One | Kind::All) && (2..=3).contains(&parts.len()) && parts.iter().all(is_material)
}

fn write_short(out: &mut String, tongue: &Tongue, names: Names<'_>, kind: Kind, parts: &[Alternative]) {
    let [between, or, and] = tongue.list;
    for (index, part) in parts.iter().enumerate() {
        let last = if kind == Kind::One { or } else { and };
        out.push_str(if index == 0 {
            ""
        } else if index + 1 == parts.len() {
            last
        } else {
            between
        });
        write_leaf(out, tongue, names, &part.value, false, Standing::Item);
    }
}

/// A list within brackets, and the closing one.
fn write_inline(
    out: &mut String,
    tongue: &Tongue,
    names: Names<'_>,
    kind: Kind,
    parts: &[Alternative],
    with_verbs: bool,
) {
    write_heading(out, &tongue.inline, kind);
    write_parts(out, tongue, names, parts, with_verbs, Level::Inline);
    out.push_str(tongue.close);
}

fn write_leaf(
    out: &mut String,
    tongue: &Tongue,
    names: Names<'_>,
    leaf: &Obligation,
    with_verb: bool,
    standing: Standing,
) {
    match leaf {
        Obligation::Condition(condition) => compound::write(out, tongue, names, condition, true, standing),
        Obligation::Provide(id, conditions) => {
            write_verb(out, tongue.provide, with_verb);
            (tongue.material)(out, names, *id);
            write_conditions(out, tongue, names, conditions);
        }
        Obligation::Supplemented(supplemented) => {
            write_verb(out, tongue.provide, with_verb);
            (tongue.material)(out, names, supplemented.material);
            write_supplements(out, tongue, names, supplemented);
        }
        Obligation::ProvideParameter(index, conditions) => {
            write_verb(out, tongue.provide, with_verb);
            (tongue.parameter)(out, names, *index);
            write_conditions(out, tongue, names, conditions);
        }
        Obligation::Remark(fact, template) => (tongue.remark)(out, names, *fact, *template),
        Obligation::Parameter(index) => {
            write_verb(out, tongue.satisfy, with_verb);
            (tongue.parameter)(out, names, *index);
        }
        Obligation::Bundle(id) => {
            let value = &names.vocabulary.bundles[id.index()].value;
            let verb = if only_materials(names, value) { tongue.provide } else { tongue.satisfy };
            write_verb(out, verb, with_verb);
            (tongue.bundle)(out, names, *id);
            write_bundle_value(out, tongue, names, value);
        }
        Obligation::OneOf(_) | Obligation::AllOf(_) | Obligation::AtLeast(..) | Obligation::Prefer(_) => {
            write(out, tongue, names, leaf);
        }
    }
}

/// （有效期内；户籍地址与证件住址一致，否则另交户口变更证明）
fn write_supplements(out: &mut String, tongue: &Tongue, names: Names<'_>, supplemented: &Supplemented) {
    out.push_str(tongue.open_after_name);
    if !supplemented.with.is_empty() {
        compound::write_attributes(out, tongue, names, &supplemented.with);
    }
    for (index, (condition, otherwise)) in supplemented.supplements.iter().enumerate() {
        if index > 0 || !supplemented.with.is_empty() {
            out.push_str(tongue.semicolon);
        }
        let denial = shape::literal(condition, false);
        match tongue.lacking {
            Some(lacking) if has_label(names, denial) => {
                (tongue.atom)(out, names, denial, Mood::Plain);
                out.push_str(lacking);
            }
            _ => {
                compound::write_attributes(out, tongue, names, std::slice::from_ref(condition));
                out.push_str(tongue.or_else);
            }
        }
        match tree(otherwise) {
            Some((kind, parts)) if is_short(kind, parts) => write_short(out, tongue, names, kind, parts),
            Some((kind, parts)) => {
                write_heading(out, &tongue.inner, kind);
                write_parts(out, tongue, names, parts, false, Level::Second);
            }
            None => write_leaf(out, tongue, names, otherwise, false, Standing::Part),
        }
    }
    out.push_str(tongue.close);
}

/// Whether the vocabulary names a condition on a material as it stands.
fn has_label(names: Names<'_>, atom: Literal<'_>) -> bool {
    match atom.expr {
        Expr::AttributeLet(id) => atom.positive || names.vocabulary.attribute_lets[id.index()].negative.is_some(),
        _ => shape::connective(atom).is_none(),
    }
}

fn write_verb(out: &mut String, verb: &str, with_verb: bool) {
    if with_verb {
        out.push_str(verb);
    }
}

fn write_conditions(out: &mut String, tongue: &Tongue, names: Names<'_>, conditions: &[Expr]) {
    if !conditions.is_empty() {
        out.push_str(tongue.open_after_name);
        compound::write_attributes(out, tongue, names, conditions);
        out.push_str(tongue.close);
    }
}

fn write_bundle_value(out: &mut String, tongue: &Tongue, names: Names<'_>, value: &Obligation) {
    out.push_str(tongue.open_after_name);
    match tree(value) {
        Some((kind, parts)) if is_short(kind, parts) => {
            write_short(out, tongue, names, kind, parts);
            out.push_str(tongue.close);
        }
        Some((kind, parts)) => write_inline(out, tongue, names, kind, parts, !only_materials(names, value)),
        None => {
            write_leaf(out, tongue, names, value, false, Standing::Item);
            out.push_str(tongue.close);
        }
    }
}

/// (a), (b) … and plain numbers after (z).
fn write_letter(out: &mut String, index: usize) {
    let letter = u8::try_from(index).ok().filter(|small| *small < 26).map(|small| char::from(b'a' + small));
    let _ = match letter {
        Some(letter) => write!(out, "({letter})"),
        None => write!(out, "({})", index + 1),
    };
}
