//! Joins applications that show different things, where one can show them all.

use serde_json::{Map, Value};

use crate::vectors::goals::Goal;
use crate::vectors::search::Found;
use crate::vectors::trial::{Strength, Trial};

/// With how many others one application is tried to be joined.
const TRIES: usize = 12;

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

/// Applications and the goals that each is needed for.
pub type Needed = Vec<(Found, Vec<usize>)>;

/// Joins applications of a question; none violates more than one of those that it is made of.
pub fn merge(
    needed: Needed,
    usual: &[Value],
    trial: &Trial<'_>,
    goals: &[Goal],
    strengths: &[Option<Strength>],
) -> Needed {
    let mut merged: Needed = Vec::new();
    for (found, own) in needed {
        let mut tries = 0;
        let together = merged.iter().enumerate().find_map(|(index, (other, others))| {
            let is_calm = found.violated == 0 || other.violated == 0;
            if !is_calm || tries >= TRIES {
                return None;
            }
            let base = nearest(usual, &found.application);
            let application = joined(base, Some(&other.application), Some(&found.application))??;
            tries += 1;
            let tried = trial.judge(&application)?;
            let violated = trial.violated(&tried).len();
            let mut needed = own.iter().chain(others);
            let shows_all = needed
                .all(|goal| strengths[*goal].is_some_and(|strength| trial.reaches(&tried, &goals[*goal], strength)));
            let is_better = shows_all && violated <= found.violated.max(other.violated);
            is_better.then(|| (index, Found { application, tried, violated, reached: Vec::new() }))
        });
        match together {
            Some((index, found)) => {
                merged[index].0 = found;
                merged[index].1.extend(own);
            }
            None => merged.push((found, own)),
        }
    }
    merged.iter_mut().for_each(|(_, goals)| goals.sort_unstable());
    merged.sort_by_key(|(_, goals)| goals.first().copied());
    merged
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
        assert_eq!(join(&json!({"a": 2, "b": [1]}), &json!({"a": 3, "b": [1]})), None);
        assert_eq!(join(&json!({"a": 1, "b": []}), &json!({"a": 1, "b": [2]})), None);
        assert_eq!(join(&json!({"b": [1]}), &json!({"a": 1, "b": [2]})), Some(Some(json!({"b": [2]}))));
    }
}
