//! What atoms of one variable say of one another, for all atoms of a space at once.

use rustc_hash::FxHashMap;

use crate::prove::formula::AtomId;
use crate::prove::space::{Atom, Kind, Space, TextTest, VariableId};
use crate::prove::theory::Literal;

/// A sum, by its variables and their coefficients.
type Terms<'s> = &'s [(VariableId, i64)];

/// Clauses that hold of every application: a value is one of its enum, a smaller bound implies a
/// larger one, what is the same has the same value.
pub fn lemmas(space: &Space<'_>) -> Vec<Vec<Literal>> {
    let mut values: FxHashMap<VariableId, Vec<(u16, AtomId)>> = FxHashMap::default();
    let mut bounds: FxHashMap<Terms<'_>, Vec<(i64, AtomId)>> = FxHashMap::default();
    let mut tests: FxHashMap<VariableId, Vec<(&TextTest, AtomId)>> = FxHashMap::default();
    let mut same: FxHashMap<(VariableId, VariableId), AtomId> = FxHashMap::default();
    for (atom, id) in space.atoms.iter().zip(0..).map(|(atom, id)| (atom, AtomId(id))) {
        match atom {
            Atom::Is(of, value) => values.entry(*of).or_default().push((*value, id)),
            Atom::AtMost(terms, limit) => bounds.entry(terms).or_default().push((*limit, id)),
            Atom::Test(of, test) => {
                tests.entry(*of).or_default().push((&space.tests[test.0 as usize], id));
            }
            Atom::Same(one, other) => {
                same.insert((*one, *other), id);
            }
            _ => {}
        }
    }
    let mut clauses = Vec::new();
    let mut of_enums: Vec<_> = values.iter().collect();
    of_enums.sort_unstable_by_key(|(id, _)| **id);
    for (id, values) in of_enums {
        one_value(space, *id, values, &mut clauses);
    }
    let mut of_numbers: Vec<_> = bounds.into_values().collect();
    of_numbers.iter_mut().for_each(|bounds| bounds.sort_unstable());
    of_numbers.sort_unstable();
    for bounds in of_numbers {
        clauses.extend(bounds.windows(2).map(|pair| vec![(pair[0].1, false), (pair[1].1, true)]));
    }
    let mut of_texts: Vec<_> = tests.into_iter().collect();
    of_texts.sort_unstable_by_key(|(id, _)| *id);
    of_texts.iter().for_each(|(_, tests)| fewer_words(tests, &mut clauses));
    let mut pairs: Vec<_> = same.iter().map(|(pair, id)| (*pair, *id)).collect();
    pairs.sort_unstable();
    for ((one, other), id) in &pairs {
        share_values(*id, values.get(one), values.get(other), &mut clauses);
    }
    transitive(&pairs, &same, &mut clauses);
    clauses
}

fn one_value(space: &Space<'_>, id: VariableId, values: &[(u16, AtomId)], clauses: &mut Vec<Vec<Literal>>) {
    for (index, (_, one)) in values.iter().enumerate() {
        clauses.extend(values[..index].iter().map(|(_, other)| vec![(*one, false), (*other, false)]));
    }
    if let Kind::Enum(of) = space.variable(id).kind
        && values.len() == space.document.vocabulary.enums[of].values.len()
        && !space.variable(id).optional
    {
        clauses.push(values.iter().map(|(_, id)| (*id, true)).collect());
    }
}

/// What passes a test for some words passes it for more of them.
fn fewer_words(tests: &[(&TextTest, AtomId)], clauses: &mut Vec<Vec<Literal>>) {
    for (fewer, one) in tests {
        for (more, other) in tests.iter().filter(|(_, other)| other != one) {
            let words = match (fewer, more) {
                (TextTest::Among(fewer), TextTest::Among(more))
                | (TextTest::Mentions(fewer), TextTest::Mentions(more))
                | (TextTest::StartsWith(fewer), TextTest::StartsWith(more))
                | (TextTest::EndsWith(fewer), TextTest::EndsWith(more)) => (fewer, more),
                _ => continue,
            };
            // Words are sorted.
            if words.0.len() < words.1.len() && words.0.iter().all(|word| words.1.binary_search(word).is_ok()) {
                clauses.push(vec![(*one, false), (*other, true)]);
            }
        }
    }
}

/// Two enum facts that are the same have the same value, as far as anything asks for it.
fn share_values(
    same: AtomId,
    one: Option<&Vec<(u16, AtomId)>>,
    other: Option<&Vec<(u16, AtomId)>>,
    clauses: &mut Vec<Vec<Literal>>,
) {
    let (Some(one), Some(other)) = (one, other) else { return };
    for (value, of_one) in one {
        for (_, of_other) in other.iter().filter(|(other, _)| other == value) {
            clauses.push(vec![(same, false), (*of_one, false), (*of_other, true)]);
            clauses.push(vec![(same, false), (*of_one, true), (*of_other, false)]);
            clauses.push(vec![(same, true), (*of_one, false), (*of_other, false)]);
        }
    }
}

/// What is the same as a third is the same.
fn transitive(
    pairs: &[((VariableId, VariableId), AtomId)],
    same: &FxHashMap<(VariableId, VariableId), AtomId>,
    clauses: &mut Vec<Vec<Literal>>,
) {
    for ((one, middle), first) in pairs {
        for ((_, last), second) in pairs.iter().filter(|((from, _), _)| from == middle) {
            if let Some(third) = same.get(&(*one, *last)) {
                for (a, b, c) in [(first, second, third), (second, third, first), (first, third, second)] {
                    clauses.push(vec![(*a, false), (*b, false), (*c, true)]);
                }
            }
        }
    }
}
