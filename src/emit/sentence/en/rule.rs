//! Whole rules in English: For each `site`: if `site.name` contains “论坛”, the filing is refused.

use crate::emit::sentence::compound::{self, Standing};
use crate::emit::sentence::en::{ENGLISH, operand, words};
use crate::emit::sentence::parts::{self, Guard, RuleParts};
use crate::emit::sentence::shape::{Connective, Names};
use crate::emit::sentence::tree;
use crate::model::{Also, Argument, Duty, Effect, Effective, Recipient};

pub fn write(out: &mut String, names: Names<'_>, rule: RuleParts<'_>) {
    if let Some(list) = rule.for_each {
        out.push_str("for each ");
        operand::write_id(out, operand::list_name(names, list));
        out.push_str(": ");
    }
    let guard = parts::guard(names, &rule);
    if !guard.conjuncts.is_empty() {
        out.push_str("if ");
        compound::write_guard(out, &ENGLISH, names, &guard.conjuncts);
        out.push_str(", then ");
    }
    capitalise(out, 0);
    let start = out.len();
    write_effect(out, names, &rule);
    if start == 0 {
        capitalise(out, 0);
    }
    write_exceptions(out, names, &guard);
    write_alsos(out, names, &rule);
}

fn write_exceptions(out: &mut String, names: Names<'_>, guard: &Guard<'_>) {
    if guard.exceptions.is_empty() && guard.exempt.is_empty() {
        return;
    }
    out.push_str(" This does not apply");
    for (index, group) in guard.exempt.iter().enumerate() {
        out.push_str(if index == 0 { " to filings in " } else { " or " });
        operand::write_id(out, &group.name);
    }
    match &*guard.exceptions {
        [] => {}
        exceptions => {
            out.push_str(if guard.exempt.is_empty() { " if " } else { ", nor if " });
            match exceptions {
                [only] => compound::write_literal(out, &ENGLISH, names, *only, Standing::Guard),
                several => compound::write_cases(out, &ENGLISH, names, Connective::Or, several),
            }
        }
    }
    out.push('.');
}

fn write_alsos(out: &mut String, names: Names<'_>, rule: &RuleParts<'_>) {
    let remedy = matches!(rule.effect, Effect::Require(_) | Effect::Forbid);
    for also in rule.also {
        let begins_sentence = out.is_empty() || out.ends_with('.');
        out.push_str(if out.ends_with('.') { " " } else { "" });
        let start = out.len();
        write_also(out, names, also, remedy);
        if begins_sentence {
            capitalise(out, start);
        }
        out.push('.');
    }
}

fn capitalise(out: &mut str, start: usize) {
    if let Some(letter) = out.get_mut(start..start + 1) {
        letter.make_ascii_uppercase();
    }
}

fn write_effect(out: &mut String, names: Names<'_>, rule: &RuleParts<'_>) {
    match rule.effect {
        Effect::Require(obligation) => {
            tree::write_must(out, &ENGLISH, names, obligation);
            out.push('.');
        }
        Effect::Forbid if rule.when.is_none() => out.push_str("the filing is always refused."),
        Effect::Forbid => out.push_str("the filing is refused."),
        Effect::Permit => out.push_str("the filing is allowed (it may not be returned for this)."),
        Effect::None if rule.also.is_empty() => out.push_str("nothing is required."),
        Effect::None => {}
    }
}

/// Without the final stop. Beside a demand, advice says how to meet it.
pub fn write_also(out: &mut String, names: Names<'_>, also: &Also, remedy: bool) {
    match also {
        Also::Advise(obligation) => {
            out.push_str(if remedy { "remedy: " } else { "it is advised: " });
            tree::write(out, &ENGLISH, names, obligation);
        }
        Also::AdviseText(text) => {
            out.push_str(if remedy { "remedy: " } else { "it is advised: " });
            operand::write_quoted(out, without_stop(text));
        }
        Also::Note(text) => {
            out.push_str("note: ");
            operand::write_quoted(out, without_stop(text));
        }
        Also::Duty(duty) => write_duty(out, names, duty),
        Also::Deliver(Recipient::Bureau) => out.push_str("the papers go to the bureau"),
        Also::Deliver(Recipient::Provider) => out.push_str("the papers go to the access provider"),
    }
}

fn without_stop(text: &str) -> &str {
    text.trim_end_matches(['。', '；', ' '])
}

/// within 10 workdays after `filing.approved_on`, a `change_subject` filing must be made: “…”
fn write_duty(out: &mut String, names: Names<'_>, duty: &Duty) {
    match duty.deadline {
        Some((amount, unit, after)) => {
            out.push_str("within ");
            operand::write_amount(out, amount, Some(unit));
            out.push_str(" after ");
            operand::write_id(out, &names.vocabulary.facts[after.index()].path);
        }
        None => out.push_str("after approval"),
    }
    out.push_str(", a filing of type ");
    if let Some(id) = names.filing_types() {
        operand::write_value(out, names, id, duty.filing);
    }
    out.push_str(" must be made");
    if let Some(purpose) = &duty.purpose {
        out.push_str(": ");
        operand::write_quoted(out, without_stop(purpose));
    }
}

pub fn write_argument(out: &mut String, names: Names<'_>, argument: &Argument) {
    match argument {
        Argument::Value(value) => operand::write(out, names, value),
        Argument::Values(id, values) => words::write_values(out, names, *id, values, " and "),
        Argument::Words(set) => words::write_words(out, names, set),
        Argument::Material(id) => operand::write_id(out, &names.vocabulary.materials[id.index()].name),
        Argument::Obligation(obligation) => tree::write(out, &ENGLISH, names, obligation),
        Argument::Condition(condition) => {
            compound::write(out, &ENGLISH, names, condition, true, Standing::Guard);
        }
    }
}

/// Empty when the rule always holds.
pub fn effective(days: Effective) -> String {
    match (days.from, days.until) {
        (None, None) => String::new(),
        (Some(from), None) => format!("in force from {from}"),
        (None, Some(until)) => format!("in force until {until} inclusive"),
        (Some(from), Some(until)) => format!("in force from {from} until {until} inclusive"),
    }
}
