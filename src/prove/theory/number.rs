//! Whole numbers and dates: bounds, and bounds on sums of a few.

use rustc_hash::FxHashMap;

use crate::prove::formula::AtomId;
use crate::prove::space::{Atom, Space, VariableId};
use crate::prove::theory::{Datum, Group, Realised, Usual, Values};

/// Σ coefficient · variable ≤ limit.
#[derive(Debug)]
struct Bound {
    terms: Vec<(usize, i64)>,
    limit: i64,
}

/// How often bounds are narrowed before it is given up.
const ROUNDS: usize = 400;
/// How many assignments are tried.
const BUDGET: u32 = 2_000;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Narrowed {
    Stable,
    Empty,
    GaveUp,
}

pub fn realise(space: &Space<'_>, group: &Group, usual: &impl Usual) -> Realised {
    let numbers: FxHashMap<VariableId, usize> =
        group.variables.iter().enumerate().map(|(index, id)| (*id, index)).collect();
    let mut ranges: Vec<(i64, i64)> = group.variables.iter().map(|id| space.variable(*id).range()).collect();
    let mut bounds = Vec::new();
    for (atom, is_true) in &group.literals {
        let Some(bound) = bound(space, *atom, *is_true, &numbers) else { continue };
        bounds.push(bound);
    }
    match narrow(&bounds, &mut ranges) {
        Narrowed::Empty => return Realised::Impossible(group.literals.clone()),
        Narrowed::GaveUp => return Realised::Unclear,
        Narrowed::Stable => {}
    }
    let wanted: Vec<i64> = group
        .variables
        .iter()
        .map(|id| match usual.usual(*id) {
            Some(Datum::Number(number)) => number,
            _ => default(space, *id),
        })
        .collect();
    let mut budget = BUDGET;
    match assign(&bounds, &ranges, &wanted, 0, &mut budget) {
        Some(found) => {
            let values: Values =
                group.variables.iter().zip(found).map(|(id, value)| (*id, Datum::Number(value))).collect();
            Realised::Possible(values)
        }
        None => Realised::Unclear,
    }
}

/// What a number is where nothing is asked of it.
fn default(space: &Space<'_>, id: VariableId) -> i64 {
    let variable = space.variable(id);
    match variable.kind {
        crate::prove::space::Kind::Date => space.day(),
        _ => 0,
    }
}

fn bound(space: &Space<'_>, atom: AtomId, is_true: bool, numbers: &FxHashMap<VariableId, usize>) -> Option<Bound> {
    let Atom::AtMost(terms, limit) = &space.atoms[atom.0 as usize] else { return None };
    // Not Σ ≤ limit is −Σ ≤ −limit − 1.
    let (sign, limit) = if is_true { (1, *limit) } else { (-1, limit.saturating_neg() - 1) };
    let terms = terms.iter().filter_map(|(id, coefficient)| Some((*numbers.get(id)?, coefficient * sign))).collect();
    Some(Bound { terms, limit })
}

/// Draws every range together as far as the bounds say.
fn narrow(bounds: &[Bound], ranges: &mut [(i64, i64)]) -> Narrowed {
    for _ in 0..ROUNDS {
        let mut has_changed = false;
        for bound in bounds {
            let least = |(index, coefficient): &(usize, i64)| {
                let (low, high) = ranges[*index];
                coefficient.saturating_mul(if *coefficient > 0 { low } else { high })
            };
            let all: i64 = bound.terms.iter().map(least).fold(0, i64::saturating_add);
            if all > bound.limit {
                return Narrowed::Empty;
            }
            for term in &bound.terms {
                let (index, coefficient) = *term;
                let rest = bound.limit.saturating_sub(all.saturating_sub(least_of(term, ranges)));
                let (low, high) = &mut ranges[index];
                let before = (*low, *high);
                if coefficient > 0 {
                    *high = (*high).min(rest.div_euclid(coefficient));
                } else {
                    // c·x ≤ rest with c < 0: x ≥ rest / c, rounded up.
                    *low = (*low).max(-rest.div_euclid(-coefficient));
                }
                if *low > *high {
                    return Narrowed::Empty;
                }
                has_changed |= before != (*low, *high);
            }
        }
        if !has_changed {
            return Narrowed::Stable;
        }
    }
    Narrowed::GaveUp
}

fn least_of((index, coefficient): &(usize, i64), ranges: &[(i64, i64)]) -> i64 {
    let (low, high) = ranges[*index];
    coefficient.saturating_mul(if *coefficient > 0 { low } else { high })
}

/// Values within the ranges that satisfy all bounds: the wanted one, or the nearest, or an end.
fn assign(bounds: &[Bound], ranges: &[(i64, i64)], wanted: &[i64], index: usize, budget: &mut u32) -> Option<Vec<i64>> {
    let Some((low, high)) = ranges.get(index).copied() else {
        return Some(ranges.iter().map(|(low, _)| *low).collect());
    };
    let mut tried = Vec::new();
    for value in [wanted[index].clamp(low, high), low, high] {
        if tried.contains(&value) {
            continue;
        }
        tried.push(value);
        if *budget == 0 {
            return None;
        }
        *budget -= 1;
        let mut own = ranges.to_vec();
        own[index] = (value, value);
        if narrow(bounds, &mut own) == Narrowed::Stable
            && let Some(found) = assign(bounds, &own, wanted, index + 1, budget)
        {
            return Some(found);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bound(terms: &[(usize, i64)], limit: i64) -> Bound {
        Bound { terms: terms.to_vec(), limit }
    }

    #[test]
    fn sums_are_split() {
        // a + b ≥ 30, a ≤ 12, b ≤ 20.
        let bounds = [bound(&[(0, -1), (1, -1)], -30), bound(&[(0, 1)], 12), bound(&[(1, 1)], 20)];
        let mut ranges = [(0, 1000), (0, 1000)];
        assert_eq!(narrow(&bounds, &mut ranges), Narrowed::Stable);
        assert_eq!(ranges, [(10, 12), (18, 20)]);
        let found = assign(&bounds, &ranges, &[0, 0], 0, &mut 100).expect("there are such numbers");
        assert!(found[0] + found[1] >= 30);
    }

    #[test]
    fn contradicting_bounds_leave_nothing() {
        // a ≥ b + 1, b ≥ 5, a ≤ 5.
        let bounds = [bound(&[(0, -1), (1, 1)], -1), bound(&[(1, -1)], -5), bound(&[(0, 1)], 5)];
        assert_eq!(narrow(&bounds, &mut [(0, 1000), (0, 1000)]), Narrowed::Empty);
    }
}
