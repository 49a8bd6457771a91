//! Joins applications that show different things, where one can show them all.

use serde_json::{Map, Value};

use crate::vectors::goals::Goal;
use crate::vectors::search::Found;
use crate::vectors::trial::{Strength, Trial};
use crate::vectors::variants::Against;

/// With how many others one application is tried to be joined.
const TRIES: usize = 30;
/// Rules that one application may violate that is only about values of enums.
const MOST_VIOLATED: usize = 12;

/// What has changed in either of two since the base; `None` where they contradict each other.
fn joined(base: Option<&Value>, one: Option<&Value>, other: Option<&Value>) -> Option<Option<Value>> {
    if one == other || other == base {
        return Some(one.cloned());
    }
    if one == base {
        return Some(other.cloned());
    }
    match (one, other) {
        (Some(Value::Object(one)), Some(Value::Object(other))) => {
            let before = |key: &str| base.and_then(|base| base.get(key));
            let mut keys: Vec<&String> = one.keys().chain(other.keys()).collect();
            keys.sort_unstable();
            keys.dedup();
            let mut all = Map::new();
            for key in keys {
                if let Some(value) = joined(before(key), one.get(key), other.get(key))? {
                    all.insert(key.clone(), value);
                }
            }
            Some(Some(Value::Object(all)))
        }
        (Some(Value::Array(one)), Some(Value::Array(other))) if one.len() == other.len() => {
            let before = |index: usize| base.and_then(|base| base.get(index));
            let elements = one.iter().zip(other).enumerate();
            let all = elements.map(|(index, (one, other))| joined(before(index), Some(one), Some(other))?);
            Some(Some(Value::Array(all.collect::<Option<_>>()?)))
        }
        _ => None,
    }
}

/// Whether two can be joined; it is asked much oftener than not.
fn agree(base: Option<&Value>, one: Option<&Value>, other: Option<&Value>) -> bool {
    if one == other || other == base || one == base {
        return true;
    }
    match (one, other) {
        (Some(Value::Object(one)), Some(Value::Object(other))) => {
            let before = |key: &str| base.and_then(|base| base.get(key));
            let mut own = one.iter();
            let mut new = other.iter().filter(|(key, _)| !one.contains_key(*key));
            own.all(|(key, value)| agree(before(key), Some(value), other.get(key)))
                && new.all(|(key, value)| agree(before(key), None, Some(value)))
        }
        (Some(Value::Array(one)), Some(Value::Array(other))) if one.len() == other.len() => {
            let before = |index: usize| base.and_then(|base| base.get(index));
            let mut elements = one.iter().zip(other).enumerate();
            elements.all(|(index, (one, other))| agree(before(index), Some(one), Some(other)))
        }
        _ => false,
    }
}

/// Applications and the goals that each is needed for.
pub type Needed = Vec<(Found, Vec<usize>)>;

/// Joins applications of a question. None violates more rules than one of those that it is made of,
/// but for those that are only about further values of enums: they are many and much alike, and each
/// of their rules is violated alone by another.
pub fn merge(
    needed: Needed,
    usual: &[Value],
    trial: &Trial<'_>,
    goals: &[Goal],
    strengths: &[Option<Strength>],
) -> Needed {
    let joining = Joining { usual, trial, goals, strengths };
    let (calm, others): (Needed, Needed) = needed.into_iter().partition(|(found, _)| found.violated.is_empty());
    let mut merged = joining.all(Needed::new(), others, larger);
    let calm = joining.all(Needed::new(), calm, larger);
    merged = joining.all(merged, calm, larger);
    let (values, mut merged): (Needed, Needed) = merged.into_iter().partition(|needed| joining.is_of_values(needed));
    merged.extend(joining.all(Needed::new(), values, both));
    merged.iter_mut().for_each(|(_, goals)| goals.sort_unstable());
    merged.sort_by_key(|(_, goals)| goals.first().copied());
    merged
}

/// What is needed to judge whether two are one.
struct Joining<'s> {
    usual: &'s [Value],
    trial: &'s Trial<'s>,
    goals: &'s [Goal],
    strengths: &'s [Option<Strength>],
}

/// Which rules may be violated by two applications together, if they may be joined at all.
type Limit = fn(&[usize], &[usize]) -> Option<Vec<usize>>;

impl Joining<'_> {
    /// Joins each with one of those before it where it can be.
    fn all(&self, merged: Needed, needed: Needed, limit: Limit) -> Needed {
        let mut merged = merged;
        for (found, own) in needed {
            match self.place(&merged, &found, &own, limit) {
                Some((index, found)) => {
                    merged[index].0 = found;
                    merged[index].1.extend(own);
                }
                None => merged.push((found, own)),
            }
        }
        merged
    }

    /// The first with which an application can be joined, and both together.
    fn place(&self, merged: &Needed, found: &Found, own: &[usize], limit: Limit) -> Option<(usize, Found)> {
        let base = nearest(self.usual, &found.application);
        let candidates = merged.iter().enumerate().filter_map(|(index, (other, others))| {
            let violated = limit(&found.violated, &other.violated)?;
            let (one, other) = (Some(&other.application), Some(&found.application));
            let application = agree(base, one, other).then(|| joined(base, one, other))???;
            Some((index, application, others, violated))
        });
        candidates.take(TRIES).find_map(|(index, application, others, violated)| {
            let needed = own.iter().chain(others).copied();
            Some((index, self.judged(application, needed, &violated)?))
        })
    }

    /// The application, if it shows all these goals and violates no other rules.
    fn judged(
        &self,
        application: Value,
        needed: impl Iterator<Item = usize> + Clone,
        violated: &[usize],
    ) -> Option<Found> {
        let variants = needed.clone().flat_map(|goal| self.goals[goal].pairs()).map(|(_, variant)| *variant);
        let tried = self.trial.judge_with(&application, variants)?;
        let own = self.trial.violated(&tried);
        let shows = |goal: usize| {
            self.strengths[goal].is_some_and(|strength| self.trial.reaches(&tried, &self.goals[goal], strength))
        };
        let is_quiet = own.iter().all(|rule| violated.contains(rule));
        let mut needed = needed;
        (is_quiet && needed.all(shows)).then(|| Found { application, tried, violated: own, reached: Vec::new() })
    }

    /// Whether a rule is violated only to show that it holds for a value too.
    fn is_of_values(&self, (found, goals): &(Found, Vec<usize>)) -> bool {
        !found.violated.is_empty() && goals.iter().all(|goal| self.goals[*goal].shown.against == Against::Value)
    }
}

/// The larger of two sets of rules, if it holds the other.
fn larger(one: &[usize], other: &[usize]) -> Option<Vec<usize>> {
    let (small, large) = if one.len() < other.len() { (one, other) } else { (other, one) };
    small.iter().all(|rule| large.contains(rule)).then(|| large.to_vec())
}

/// Two sets of rules together, if they are few.
fn both(one: &[usize], other: &[usize]) -> Option<Vec<usize>> {
    let mut all = [one, other].concat();
    all.sort_unstable();
    all.dedup();
    (all.len() <= MOST_VIOLATED).then_some(all)
}

/// The usual application from which one differs least.
fn nearest<'v>(usual: &'v [Value], application: &Value) -> Option<&'v Value> {
    usual.iter().min_by_key(|usual| differences(usual, application))
}

fn differences(one: &Value, other: &Value) -> usize {
    match (one, other) {
        (Value::Object(one), Value::Object(other)) => {
            let own = one.iter().map(|(key, value)| other.get(key).map_or(1, |other| differences(value, other)));
            own.sum::<usize>() + other.keys().filter(|key| !one.contains_key(*key)).count()
        }
        (Value::Array(one), Value::Array(other)) => {
            let own = one.iter().zip(other).map(|(one, other)| differences(one, other));
            own.sum::<usize>() + one.len().abs_diff(other.len())
        }
        _ => usize::from(one != other),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn changes_of_both_are_joined() {
        let base = json!({"a": 1, "b": {"c": [{"d": 1, "e": 1}]}});
        let one = json!({"a": 2, "b": {"c": [{"d": 1, "e": 2}]}});
        let other = json!({"a": 1, "b": {"c": [{"d": 2, "e": 1}], "f": 1}});
        let all = json!({"a": 2, "b": {"c": [{"d": 2, "e": 2}], "f": 1}});
        assert_eq!(joined(Some(&base), Some(&one), Some(&other)), Some(Some(all)));
    }

    #[test]
    fn what_contradicts_is_not_joined() {
        let base = json!({"a": 1, "b": [1]});
        let join = |one: &Value, other: &Value| joined(Some(&base), Some(one), Some(other));
        assert!(!agree(Some(&base), Some(&json!({"a": 2})), Some(&json!({"a": 3}))));
        assert!(agree(Some(&base), Some(&json!({"a": 2, "b": [1]})), Some(&json!({"a": 1, "b": [2]}))));
        assert_eq!(join(&json!({"a": 2, "b": [1]}), &json!({"a": 3, "b": [1]})), None);
        assert_eq!(join(&json!({"a": 1, "b": []}), &json!({"a": 1, "b": [2]})), None);
        assert_eq!(join(&json!({"b": [1]}), &json!({"a": 1, "b": [2]})), Some(Some(json!({"b": [2]}))));
    }
}
