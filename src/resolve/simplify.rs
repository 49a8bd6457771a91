//! Joins guards so that their sentences say a thing once.
//!
//! The guard of a case and the guard of the choice often speak of the same fact: “为新增网站，且为新增
//! 网站或接入备案” is “为新增网站”. Only conjunctions about one fact's values are joined; the meaning
//! stays the same for every application, unknown values included.

use crate::model::{Comparison, EnumId, Expr};

/// `guard and own`, with repetitions dropped and values of one fact intersected.
pub(crate) fn conjoin(guard: Expr, own: Expr) -> Expr {
    let Expr::And(parts) = guard.and(own) else { return Expr::YesNo(true) };
    let mut kept: Vec<Expr> = Vec::with_capacity(parts.len());
    for part in parts {
        if !kept.contains(&part) && !merge(&mut kept, &part) {
            kept.push(part);
        }
    }
    match kept.len() {
        1 => kept.remove(0),
        _ => Expr::And(kept.into()),
    }
}

/// Takes a part up into one about the same fact; false when there is none.
fn merge(kept: &mut [Expr], part: &Expr) -> bool {
    let Some((fact, of, values, is_in)) = values_of(part) else { return false };
    for slot in kept {
        let Some((other, _, before, was_in)) = values_of(slot) else { continue };
        if other != fact {
            continue;
        }
        let joined: Vec<u16> = match (was_in, is_in) {
            (true, true) => before.iter().copied().filter(|value| values.contains(value)).collect(),
            (true, false) => before.iter().copied().filter(|value| !values.contains(value)).collect(),
            (false, true) => values.iter().copied().filter(|value| !before.contains(value)).collect(),
            (false, false) => continue,
        };
        // A guard that never holds is left as it was written, to be seen.
        if joined.is_empty() {
            return false;
        }
        *slot = Expr::in_values(fact.clone(), of, joined);
        return true;
    }
    false
}

/// The fact, its enum and the values that a part names; and whether it asks for them or excludes them.
fn values_of(part: &Expr) -> Option<(&Expr, EnumId, Vec<u16>, bool)> {
    match part {
        Expr::InValues(inner) => Some((&inner.value, inner.of, inner.values.to_vec(), true)),
        Expr::Compare(comparison @ (Comparison::Equal | Comparison::NotEqual), sides) => match &sides.1 {
            Expr::Value(of, value) => Some((&sides.0, *of, vec![*value], *comparison == Comparison::Equal)),
            _ => None,
        },
        Expr::Not(inner) => values_of(inner).map(|(fact, of, values, is_in)| (fact, of, values, !is_in)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::FactId;

    fn in_values(values: &[u16]) -> Expr {
        Expr::in_values(Expr::Fact(FactId(0)), EnumId(0), values)
    }

    #[test]
    fn values_of_one_fact_are_intersected() {
        assert_eq!(conjoin(in_values(&[1]), in_values(&[1, 2])), in_values(&[1]));
    }

    #[test]
    fn excluded_values_are_taken_away() {
        assert_eq!(conjoin(in_values(&[1]).negated(), in_values(&[1, 2])), in_values(&[2]));
    }

    #[test]
    fn a_guard_that_never_holds_stays_visible() {
        let never = conjoin(in_values(&[1]), in_values(&[2]));
        assert_eq!(never, Expr::And(Box::new([in_values(&[1]), in_values(&[2])])));
    }
}
