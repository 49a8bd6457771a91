//! Rules as they stand for what is submitted on one day: what the day alone decides is decided.
//!
//! `forbidden when filing.submitted_on before 2027-03-01` is a rule on the day before, and none on the
//! day itself. A comparison with another date of the application stays as it is.

use std::borrow::Cow;
use std::collections::BTreeSet;

use rustc_hash::FxHashMap;

use crate::document::parts::conditions_of_rule;
use crate::document::{Condition, Document, Guard, Obligation, Part, Rule};
use crate::prove::space::shifted;
use crate::text::Date;

/// The fact that is the day of submission.
pub const SUBMITTED: &str = "filing.submitted_on";

/// How far a condition looks for a day that changes it.
const DAYS: i32 = 365 * 60;

/// Derived facts that are the day of submission, perhaps moved, under another name.
type Names<'t> = FxHashMap<&'t str, &'t Condition>;

fn names(document: &Document) -> Names<'_> {
    let mut names = Names::default();
    loop {
        let count = names.len();
        for own in &document.vocabulary.derived {
            let has_cases =
                document.layers.iter().flat_map(|layer| &layer.derived).any(|case| case.derived == own.path);
            if own.list.is_none() && !has_cases && is_date(&own.value, &names) {
                names.insert(&own.path, &own.value);
            }
        }
        if names.len() == count {
            return names;
        }
    }
}

/// What is decided of a document on a day.
struct Known<'t> {
    day: Date,
    names: Names<'t>,
    /// Derived facts that are certainly so, or not.
    truths: FxHashMap<String, bool>,
}

/// The document as it is for what is submitted on a day.
pub fn on_day(document: &Document, day: Date) -> Cow<'_, Document> {
    let names = names(document);
    let mut asks = false;
    each_condition(document, &mut |condition| asks |= asks_for_the_day(condition, &names));
    if !asks {
        return Cow::Borrowed(document);
    }
    let mut own = document.clone();
    let mut known = Known { day, names, truths: FxHashMap::default() };
    // What is derived from what the day decides is decided, too.
    loop {
        let count = known.truths.len();
        for derived in &mut own.vocabulary.derived {
            let is_decided = decide(&mut derived.value, &known);
            let is_alone = own.layers.iter().all(|layer| layer.derived.iter().all(|case| case.derived != derived.path));
            if let (true, true, Condition::YesNo { value }) = (is_decided, is_alone, &derived.value) {
                known.truths.insert(derived.path.clone(), *value);
            }
        }
        if known.truths.len() == count {
            break;
        }
    }
    for invariant in &mut own.vocabulary.invariants {
        decide(&mut invariant.condition, &known);
    }
    for layer in &mut own.layers {
        layer.derived.retain_mut(|case| !decide(&mut case.when, &known) || case.when != no());
    }
    own.rules.retain_mut(|rule| stands(rule, &known));
    Cow::Owned(own)
}

/// The days after one on which something of the document begins, or is no more.
pub fn days_after(document: &Document, day: Date) -> BTreeSet<Date> {
    let mut days = BTreeSet::new();
    for effective in document.rules.iter().filter_map(|rule| rule.effective.as_ref()) {
        let read = |text: &Option<String>| text.as_deref().and_then(Date::read);
        days.extend(read(&effective.from));
        days.extend(read(&effective.until).and_then(Date::next));
    }
    let names = names(document);
    each_condition(document, &mut |condition| turns(condition, day, &names, &mut days));
    days.retain(|own| *own > day);
    days
}

fn no() -> Condition {
    Condition::YesNo { value: false }
}

fn each_condition(document: &Document, visit: &mut dyn FnMut(&Condition)) {
    let vocabulary = &document.vocabulary;
    vocabulary.derived.iter().for_each(|own| visit(&own.value));
    vocabulary.invariants.iter().for_each(|own| visit(&own.condition));
    document.layers.iter().flat_map(|layer| &layer.derived).for_each(|case| visit(&case.when));
    document.rules.iter().for_each(|rule| conditions_of_rule(rule, visit));
}

/// Whether some part of a condition compares the day of submission with a date.
fn asks_for_the_day(condition: &Condition, names: &Names<'_>) -> bool {
    condition.any(&|part| compared(part, names).is_some())
}

/// The sides of a comparison of the day of submission with a date.
fn compared<'c>(condition: &'c Condition, names: &Names<'_>) -> Option<(&'c Condition, &'c Condition)> {
    use Condition as C;
    let (C::Eq { left, right }
    | C::Ne { left, right }
    | C::Lt { left, right }
    | C::Le { left, right }
    | C::Gt { left, right }
    | C::Ge { left, right }) = condition
    else {
        return None;
    };
    let is_given = |side: &Condition| matches!(side, C::Date { .. });
    let are_dates = is_date(left, names) && is_date(right, names);
    (are_dates && !(is_given(left) && is_given(right))).then_some((left, right))
}

/// Whether something is a date that is given, or the day of submission, perhaps moved.
fn is_date(condition: &Condition, names: &Names<'_>) -> bool {
    match condition {
        Condition::Fact { fact } => fact == SUBMITTED,
        Condition::Derived { derived } => names.contains_key(derived.as_str()),
        Condition::Date { .. } => true,
        Condition::Shift { of, .. } => is_date(of, names),
        _ => false,
    }
}

/// Which date that is on a day; `None` outside the calendar.
fn date_of(condition: &Condition, day: Date, names: &Names<'_>) -> Option<Date> {
    match condition {
        Condition::Fact { fact } if fact == SUBMITTED => Some(day),
        Condition::Derived { derived } => date_of(names.get(derived.as_str())?, day, names),
        Condition::Date { value } => Date::read(value),
        Condition::Shift { of, amount, unit } => shifted(date_of(of, day, names)?, *amount, unit),
        _ => None,
    }
}

/// Whether a comparison holds on a day, if the day decides it.
fn holds(condition: &Condition, day: Date, names: &Names<'_>) -> Option<bool> {
    use Condition as C;
    let (left, right) = compared(condition, names)?;
    let (left, right) = (date_of(left, day, names)?, date_of(right, day, names)?);
    Some(match condition {
        C::Eq { .. } => left == right,
        C::Ne { .. } => left != right,
        C::Lt { .. } => left < right,
        C::Le { .. } => left <= right,
        C::Gt { .. } => left > right,
        C::Ge { .. } => left >= right,
        _ => return None,
    })
}

/// The days after one on which a comparison turns.
fn turns(condition: &Condition, after: Date, names: &Names<'_>, days: &mut BTreeSet<Date>) {
    condition.parts().into_iter().for_each(|part| turns(part, after, names, days));
    let Some((left, right)) = compared(condition, names) else { return };
    let at = |number: i32| {
        let day = Date::from_day_number(number)?;
        Some(date_of(left, day, names)?.cmp(&date_of(right, day, names)?))
    };
    // One side stays, the other only grows: it turns once from one to equal, and once from equal.
    let (mut from, last) = (after.day_number(), after.day_number().saturating_add(DAYS));
    while let (Some(known), Some(end)) = (at(from), at(last))
        && known != end
    {
        let (mut same, mut other) = (from, last);
        while other - same > 1 {
            let middle = same + (other - same) / 2;
            match at(middle) == Some(known) {
                true => same = middle,
                false => other = middle,
            }
        }
        days.extend(Date::from_day_number(other));
        from = other;
    }
}

/// Decides what the day decides; whether anything was.
fn decide(condition: &mut Condition, known: &Known<'_>) -> bool {
    use Condition as C;
    let decided = match &*condition {
        C::Derived { derived } => known.truths.get(derived).copied(),
        other => holds(other, known.day, &known.names),
    };
    if let Some(value) = decided {
        *condition = C::YesNo { value };
        return true;
    }
    let mut is_decided = false;
    for part in condition.parts_mut() {
        is_decided |= decide(part, known);
    }
    if is_decided {
        simplify(condition);
    }
    is_decided
}

/// The condition without the parts that are certain.
fn simplify(condition: &mut Condition) {
    use Condition as C;
    let certain = |part: &Condition| match part {
        C::YesNo { value } => Some(*value),
        _ => None,
    };
    let simple = match condition {
        C::Not { of } => certain(of).map(|value| C::YesNo { value: !value }),
        C::And { of } => simple_row(of, true),
        C::Or { of } => simple_row(of, false),
        C::Cases { cases, otherwise } => {
            cases.retain(|case| certain(&case.when) != Some(false));
            if let Some(index) = cases.iter().position(|case| certain(&case.when) == Some(true)) {
                **otherwise = cases[index].value.clone();
                cases.truncate(index);
            }
            cases.is_empty().then(|| (**otherwise).clone())
        }
        _ => None,
    };
    if let Some(simple) = simple {
        *condition = simple;
    }
}

/// The parts of a conjunction, or of a disjunction, without those that are certain.
fn simple_row(parts: &mut Vec<Condition>, neutral: bool) -> Option<Condition> {
    let is = |part: &Condition, wanted: bool| *part == Condition::YesNo { value: wanted };
    if parts.iter().any(|part| is(part, !neutral)) {
        return Some(Condition::YesNo { value: !neutral });
    }
    parts.retain(|part| !is(part, neutral));
    match &mut parts[..] {
        [] => Some(Condition::YesNo { value: neutral }),
        [only] => Some(only.clone()),
        _ => None,
    }
}

/// Decides the conditions of a rule; whether it applies to anything on the day.
fn stands(rule: &mut Rule, known: &Known<'_>) -> bool {
    if let Some(obligation) = &mut rule.require {
        decide_obligation(obligation, known);
    }
    for also in &mut rule.also {
        if let crate::document::Also::Advise { obligation, .. } = also {
            decide_obligation(obligation, known);
        }
    }
    decide_guards(&mut rule.when, known)
}

/// Leaves out what is certain; whether the rest can hold.
fn decide_guards(guards: &mut Vec<Guard>, known: &Known<'_>) -> bool {
    let mut can_hold = true;
    guards.retain_mut(|guard| {
        let is_decided = decide(&mut guard.condition, known);
        can_hold &= !is_decided || guard.condition != no();
        !is_decided || guard.condition != Condition::YesNo { value: true }
    });
    can_hold
}

fn decide_obligation(obligation: &mut Obligation, known: &Known<'_>) {
    match obligation {
        Obligation::Condition { condition, .. } => {
            decide(condition, known);
        }
        Obligation::Provide { with, .. } => {
            for guard in with {
                decide(&mut guard.condition, known);
            }
        }
        // What is not asked for is no part.
        Obligation::AllOf { parts }
        | Obligation::OneOf { parts }
        | Obligation::Prefer { parts }
        | Obligation::AtLeast { parts, .. } => parts.retain_mut(|Part { item, when }| {
            decide_obligation(item, known);
            decide_guards(when, known)
        }),
        Obligation::Remark { .. } | Obligation::Unknown {} => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::{Value, json};

    fn day(text: &str) -> Date {
        Date::read(text).expect("a day")
    }

    fn before(date: &str) -> Value {
        json!({
            "op": "lt", "left": {"op": "fact", "fact": SUBMITTED}, "right": {"op": "date", "value": date},
        })
    }

    fn document(when: &Value, derived: &Value) -> Document {
        let rule = |id: &str, when: &Value| {
            json!({
                "id": id, "label": "", "tracks": [], "effect": "forbid", "when": [{"condition": when}],
            })
        };
        let read = json!({
            "schema_version": "1.0.0",
            "vocabulary": {"derived": [
                {"path": "early", "label": "", "type": {"kind": "yes_no"}, "value": derived},
            ]},
            "rules": [rule("dated", when), rule("by_name", &json!({"op": "derived", "derived": "early"}))],
        });
        serde_json::from_value(read).expect("a table")
    }

    fn left(document: &Document, on: &str) -> Vec<(String, usize)> {
        let own = on_day(document, day(on));
        own.rules.iter().map(|rule| (rule.id.clone(), rule.when.len())).collect()
    }

    #[test]
    fn a_rule_until_a_day_is_none_on_that_day() {
        let other = json!({"op": "fact", "fact": "other"});
        let both = json!({"op": "and", "of": [before("2027-03-01"), other]});
        let document = document(&both, &json!({"op": "not", "of": before("2027-03-01")}));
        assert_eq!(left(&document, "2027-02-28"), [("dated".to_owned(), 1)]);
        assert_eq!(left(&document, "2027-03-01"), [("by_name".to_owned(), 0)]);
    }

    #[test]
    fn days_on_which_conditions_turn_are_found() {
        let moved = json!({
            "op": "ge",
            "left": {"op": "shift", "of": {"op": "fact", "fact": SUBMITTED}, "amount": 10, "unit": "days"},
            "right": {"op": "date", "value": "2027-06-11"},
        });
        let found = days_after(&document(&before("2027-03-01"), &moved), day("2026-11-26"));
        let days: Vec<String> = found.iter().map(Date::to_string).collect();
        // On the day itself both are equal, on the next the one is later.
        assert_eq!(days, ["2027-03-01", "2027-03-02", "2027-06-01", "2027-06-02"]);
        assert!(days_after(&document(&before("2020-01-01"), &before("2020-01-01")), day("2026-11-26")).is_empty());
    }

    #[test]
    fn the_day_under_another_name_is_the_day() {
        let named = json!({"op": "lt", "left": {"op": "derived", "derived": "early"},
            "right": {"op": "date", "value": "2027-03-01"}});
        let document = document(&named, &json!({"op": "fact", "fact": SUBMITTED}));
        assert!(left(&document, "2027-02-28").contains(&("dated".to_owned(), 0)));
        assert!(!left(&document, "2027-03-01").iter().any(|(id, _)| id == "dated"));
        let days: Vec<String> = days_after(&document, day("2026-11-26")).iter().map(Date::to_string).collect();
        assert_eq!(days, ["2027-03-01", "2027-03-02"]);
    }

    #[test]
    fn what_does_not_ask_for_the_day_stays() {
        let document = document(&json!({"op": "fact", "fact": "other"}), &json!({"op": "yes_no", "value": true}));
        assert!(matches!(on_day(&document, day("2027-03-01")), Cow::Borrowed(_)));
    }
}
