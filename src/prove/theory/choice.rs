//! Yes or no, values of enums, sets.

use rustc_hash::FxHashMap;

use crate::prove::space::{Atom, Kind, Space, VariableId};
use crate::prove::theory::{Datum, Group, Realised, Sets, Usual, Values};

pub fn yes_no(space: &Space<'_>, group: &Group) -> Realised {
    let mut values = Values::default();
    for (atom, is_true) in &group.literals {
        if let Atom::Yes(of) = space.atoms[atom.0 as usize] {
            values.insert(of, Datum::YesNo(*is_true));
        }
    }
    Realised::Possible(values)
}

pub fn set(space: &Space<'_>, group: &Group) -> Realised {
    let mut values = Values::default();
    for id in &group.variables {
        let mut held = Vec::new();
        for (atom, is_true) in &group.literals {
            if let Atom::Holds(of, value) = space.atoms[atom.0 as usize]
                && of == *id
                && *is_true
            {
                held.push(value);
            }
        }
        held.sort_unstable();
        values.insert(*id, Datum::Set(held));
    }
    Realised::Possible(values)
}

/// How many assignments are tried.
const BUDGET: u32 = 20_000;

/// Values of one enum, some of them the same, some different.
pub fn realise(space: &Space<'_>, group: &Group, usual: &impl Usual) -> Realised {
    let Some(Kind::Enum(number)) = group.variables.first().map(|id| space.variable(*id).kind) else {
        return Realised::Unclear;
    };
    let count = u16::try_from(space.document.vocabulary.enums[number].values.len()).unwrap_or(u16::MAX);
    let mut sets = Sets::default();
    group.variables.iter().for_each(|id| sets.join(*id, *id));
    for (atom, is_true) in &group.literals {
        if let (Atom::Same(one, other), true) = (&space.atoms[atom.0 as usize], is_true) {
            sets.join(*one, *other);
        }
    }
    let mut classes: Vec<VariableId> = group.variables.iter().map(|id| sets.find(*id)).collect();
    classes.sort_unstable();
    classes.dedup();
    let numbers: FxHashMap<VariableId, usize> = classes.iter().enumerate().map(|(index, id)| (*id, index)).collect();
    let mut allowed: Vec<Vec<bool>> = vec![vec![true; usize::from(count)]; classes.len()];
    let mut differ: Vec<(usize, usize)> = Vec::new();
    for (atom, is_true) in &group.literals {
        match &space.atoms[atom.0 as usize] {
            Atom::Is(of, value) => {
                let own = &mut allowed[numbers[&sets.find(*of)]];
                for (other, allowed) in own.iter_mut().enumerate() {
                    *allowed &= (other == usize::from(*value)) == *is_true;
                }
            }
            Atom::Same(one, other) if !is_true => {
                differ.push((numbers[&sets.find(*one)], numbers[&sets.find(*other)]));
            }
            _ => {}
        }
    }
    // The usual value of a member is tried first.
    let orders: Vec<Vec<u16>> = classes
        .iter()
        .enumerate()
        .map(|(index, class)| {
            let mut order: Vec<u16> = (0..count).filter(|value| allowed[index][usize::from(*value)]).collect();
            let members = group.variables.iter().filter(|id| sets.find(**id) == *class);
            let wanted = members.filter_map(|id| usual.usual(*id)).find_map(|datum| match datum {
                Datum::Value(value) => Some(value),
                _ => None,
            });
            if let Some(position) = wanted.and_then(|wanted| order.iter().position(|value| *value == wanted)) {
                let first = order.remove(position);
                order.insert(0, first);
            }
            order
        })
        .collect();
    let mut budget = BUDGET;
    let mut chosen = Vec::new();
    match choose(&orders, &differ, &mut chosen, &mut budget) {
        true => {
            let value = |id: &VariableId, sets: &mut Sets| (*id, Datum::Value(chosen[numbers[&sets.find(*id)]]));
            Realised::Possible(group.variables.iter().map(|id| value(id, &mut sets)).collect())
        }
        false if budget == 0 => Realised::Unclear,
        false => Realised::Impossible(group.literals.clone()),
    }
}

fn choose(orders: &[Vec<u16>], differ: &[(usize, usize)], chosen: &mut Vec<u16>, budget: &mut u32) -> bool {
    let index = chosen.len();
    let Some(order) = orders.get(index) else { return true };
    for value in order {
        if *budget == 0 {
            return false;
        }
        *budget -= 1;
        chosen.push(*value);
        let fits = differ.iter().all(|(one, other)| *one.max(other) != index || chosen.get(*one) != chosen.get(*other));
        if fits && choose(orders, differ, chosen, budget) {
            return true;
        }
        chosen.pop();
    }
    false
}
