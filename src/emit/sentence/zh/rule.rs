//! Whole rules in Chinese: 对每个网站：名称含有「论坛」字样的，不予备案。

use std::fmt::Write;

use crate::emit::sentence::compound::{self, Standing};
use crate::emit::sentence::parts::{self, Guard, RuleParts};
use crate::emit::sentence::shape::{self, Connective, Literal, Names};
use crate::emit::sentence::tree;
use crate::emit::sentence::zh::{CHINESE, operand, words};
use crate::model::{Also, Argument, Duty, Effect, Effective, ListId, Recipient};

pub fn write(out: &mut String, names: Names<'_>, rule: RuleParts<'_>) {
    if let Some(list) = rule.for_each {
        write_scope(out, names, list);
    }
    let guard = parts::guard(names, &rule);
    if !guard.conjuncts.is_empty() {
        write_guard(out, names, &guard.conjuncts, rule.for_each);
    }
    write_effect(out, names, &rule);
    write_exceptions(out, names, &guard, rule.for_each);
    let remedy = matches!(rule.effect, Effect::Require(_) | Effect::Forbid);
    for also in rule.also {
        write_also(out, names, also, remedy);
        out.push('。');
    }
}

fn write_scope(out: &mut String, names: Names<'_>, list: ListId) {
    out.push_str("对每");
    out.push_str(operand::counter(names, list));
    out.push_str(operand::list_label(names, list));
    out.push('：');
}

fn write_guard(out: &mut String, names: Names<'_>, guard: &[Literal<'_>], for_each: Option<ListId>) {
    let start = out.len();
    compound::write_guard(out, &CHINESE, names, guard);
    // 网站名称或主办单位名称 is said in full.
    let is_compound = guard.first().is_some_and(|first| shape::connective(*first).is_some());
    if let Some(list) = for_each
        && !is_compound
    {
        operand::strip_label(out, names, start, operand::list_label(names, list));
    }
    out.push_str("的，");
}

/// 但备案类型为接入备案的除外。 A sentence of its own, so that it is not read as part of ② before it.
fn write_exceptions(out: &mut String, names: Names<'_>, guard: &Guard<'_>, for_each: Option<ListId>) {
    let exempt: Vec<&str> = guard.exempt.iter().map(|group| &*group.label).collect();
    let exempt = exempt.join("、");
    // Writing to a string cannot fail.
    let _ = match (&*guard.exceptions, &*exempt) {
        ([], "") => Ok(()),
        ([], exempt) => write!(out, "但{exempt}除外。"),
        (exceptions, exempt) => {
            out.push('但');
            let start = out.len();
            match exceptions {
                [only] => compound::write_literal(out, &CHINESE, names, *only, Standing::Guard),
                several => compound::write_cases(out, &CHINESE, names, Connective::Or, several),
            }
            if let Some(list) = for_each {
                operand::strip_label(out, names, start, operand::list_label(names, list));
            }
            let also = if exempt.is_empty() { "" } else { "也除外" };
            let comma = if exempt.is_empty() { "" } else { "，" };
            write!(out, "的除外{comma}{exempt}{also}。")
        }
    };
}

fn write_effect(out: &mut String, names: Names<'_>, rule: &RuleParts<'_>) {
    match rule.effect {
        Effect::Require(obligation) => {
            tree::write_must(out, &CHINESE, names, obligation);
            out.push('。');
        }
        Effect::Forbid if rule.when.is_none() => out.push_str("一律不予备案。"),
        Effect::Forbid => out.push_str("不予备案。"),
        Effect::Permit => out.push_str("允许备案（不得据此退回）。"),
        Effect::None if rule.also.is_empty() => out.push_str("没有要求。"),
        Effect::None => {}
    }
}

/// Without the final stop. Beside a demand, advice says how to meet it.
pub fn write_also(out: &mut String, names: Names<'_>, also: &Also, remedy: bool) {
    match also {
        Also::Advise(obligation) => {
            out.push_str(if remedy { "处理办法：" } else { "建议" });
            tree::write(out, &CHINESE, names, obligation);
        }
        Also::AdviseText(text) => {
            out.push_str(if remedy { "处理办法：" } else { "建议：" });
            out.push_str(without_stop(text));
        }
        Also::Note(text) => {
            out.push_str("说明：");
            out.push_str(without_stop(text));
        }
        Also::Duty(duty) => write_duty(out, names, duty),
        Also::Deliver(Recipient::Bureau) => out.push_str("材料递交至管局"),
        Also::Deliver(Recipient::Provider) => out.push_str("材料递交至接入商"),
    }
}

fn without_stop(text: &str) -> &str {
    text.trim_end_matches(['。', '；', ' '])
}

/// 管局通过后10个工作日内，须办理变更主体：把主体负责人变更为法定代表人
fn write_duty(out: &mut String, names: Names<'_>, duty: &Duty) {
    match duty.deadline {
        Some((amount, unit, after)) => {
            let label = &names.vocabulary.facts[after.index()].label;
            out.push_str(label.strip_suffix("日期").or(label.strip_suffix("日")).unwrap_or(label));
            out.push('后');
            operand::write_amount(out, amount, operand::unit_name(unit));
            out.push_str("内，须办理");
        }
        None => out.push_str("备案通过后，须办理"),
    }
    match names.filing_types() {
        Some(id) => operand::write_value(out, names, id, duty.filing),
        None => out.push_str("备案"),
    }
    if let Some(purpose) = &duty.purpose {
        out.push('：');
        out.push_str(without_stop(purpose));
    }
}

pub fn write_argument(out: &mut String, names: Names<'_>, argument: &Argument) {
    match argument {
        Argument::Value(value) => operand::write(out, names, value),
        Argument::Values(id, values) => words::write_values(out, names, *id, values, "、"),
        Argument::Words(set) => words::write_words(out, names, set, ""),
        Argument::Material(id) => out.push_str(&names.vocabulary.materials[id.index()].label),
        Argument::Obligation(obligation) => tree::write(out, &CHINESE, names, obligation),
        Argument::Condition(condition) => {
            compound::write(out, &CHINESE, names, condition, true, Standing::Guard);
        }
    }
}

/// Empty when the rule always holds.
pub fn effective(days: Effective) -> String {
    match (days.from, days.until) {
        (None, None) => String::new(),
        (Some(from), None) => format!("自{}起施行", from.chinese()),
        (None, Some(until)) => format!("施行至{}（含当日）", until.chinese()),
        (Some(from), Some(until)) => format!("自{}起施行，至{}止（含当日）", from.chinese(), until.chinese()),
    }
}
