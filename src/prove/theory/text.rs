//! Texts and phones: which are the same, which differ, and what each must be like.

use rustc_hash::FxHashMap;

use crate::prove::space::{Atom, Kind, Space, TestId, VariableId};
use crate::prove::theory::strings::{Found, Search};
use crate::prove::theory::{Datum, Group, Literal, Realised, Sets, Usual, Values};

/// Variables that have one text.
#[derive(Debug, Default)]
struct Class {
    members: Vec<VariableId>,
    tests: Vec<(TestId, bool)>,
    literals: Vec<Literal>,
    /// Numbers of the classes that have another text.
    others: Vec<usize>,
}

pub fn realise(space: &Space<'_>, group: &Group, usual: &impl Usual) -> Realised {
    let (classes, clash) = classes(space, group);
    if clash {
        // Two that are the same through others, and are said to differ.
        return Realised::Impossible(
            group.literals.iter().copied().filter(|(atom, _)| is_same(space, *atom)).collect(),
        );
    }
    // Those that can only be a few texts choose first.
    let mut order: Vec<usize> = (0..classes.len()).collect();
    order.sort_by_key(|index| !classes[*index].tests.iter().any(|(test, sign)| *sign && space.is_closed(*test)));
    let mut texts: Vec<Option<String>> = vec![None; classes.len()];
    for index in order {
        let class = &classes[index];
        let taken: Vec<&str> = class.others.iter().filter_map(|other| texts[*other].as_deref()).collect();
        let wanted = class.members.iter().filter_map(|id| usual.usual(*id)).find_map(|datum| match datum {
            Datum::Text(text) => Some(text),
            _ => None,
        });
        let is_phone = space.variable(class.members[0]).kind == Kind::Phone;
        let search = Search { space, is_phone, tests: &class.tests, taken: &taken, wanted: wanted.as_deref() };
        match search.run() {
            Found::Text(text) => texts[index] = Some(text),
            // There is no such text at all, whatever others have.
            Found::None if taken.is_empty() || matches!(Search { taken: &[], ..search }.run(), Found::None) => {
                let mut core = class.literals.clone();
                core.extend(group.literals.iter().filter(|(atom, sign)| *sign && is_same(space, *atom)));
                core.sort_unstable();
                core.dedup();
                return Realised::Impossible(core);
            }
            Found::None if class.tests.iter().any(|(test, sign)| *sign && space.is_closed(*test)) => {
                return exhausted(space, group, &classes);
            }
            Found::None | Found::GaveUp => return Realised::Unclear,
        }
    }
    let mut values = Values::default();
    for (class, text) in classes.iter().zip(texts) {
        for id in &class.members {
            values.insert(*id, Datum::Text(text.clone().unwrap_or_default()));
        }
    }
    Realised::Possible(values)
}

fn is_same(space: &Space<'_>, atom: crate::prove::formula::AtomId) -> bool {
    matches!(space.atoms[atom.0 as usize], Atom::Same(..))
}

/// The classes, and whether two of one are said to differ.
fn classes(space: &Space<'_>, group: &Group) -> (Vec<Class>, bool) {
    let mut sets = Sets::default();
    group.variables.iter().for_each(|id| sets.join(*id, *id));
    for (atom, is_true) in &group.literals {
        if let (Atom::Same(one, other), true) = (&space.atoms[atom.0 as usize], is_true) {
            sets.join(*one, *other);
        }
    }
    let mut numbers: FxHashMap<VariableId, usize> = FxHashMap::default();
    let mut classes: Vec<Class> = Vec::new();
    for id in &group.variables {
        let number = *numbers.entry(sets.find(*id)).or_insert_with(|| {
            classes.push(Class::default());
            classes.len() - 1
        });
        classes[number].members.push(*id);
    }
    let mut clash = false;
    for literal in &group.literals {
        match &space.atoms[literal.0.0 as usize] {
            Atom::Test(of, test) => {
                let class = &mut classes[numbers[&sets.find(*of)]];
                class.tests.push((*test, literal.1));
                class.literals.push(*literal);
            }
            Atom::Same(one, other) if !literal.1 => {
                let (one, other) = (numbers[&sets.find(*one)], numbers[&sets.find(*other)]);
                clash |= one == other;
                classes[one].others.push(other);
                classes[other].others.push(one);
            }
            _ => {}
        }
    }
    for class in &mut classes {
        class.tests.sort_unstable();
        class.tests.dedup();
    }
    (classes, clash)
}

/// A few closed lists that must differ: every choice is tried.
fn exhausted(space: &Space<'_>, group: &Group, classes: &[Class]) -> Realised {
    let mut closed: Vec<(usize, Vec<String>)> = Vec::new();
    for (index, class) in classes.iter().enumerate() {
        if class.tests.iter().any(|(test, sign)| *sign && space.is_closed(*test)) {
            let is_phone = space.variable(class.members[0]).kind == Kind::Phone;
            let search = Search { space, is_phone, tests: &class.tests, taken: &[], wanted: None };
            closed.push((index, search.all_of_closed()));
        }
    }
    let mut chosen: Vec<&str> = Vec::new();
    let mut budget = 20_000u32;
    match choose(&closed, classes, &mut chosen, &mut budget) {
        // The other classes have endless texts, but were chosen in another order.
        true => Realised::Unclear,
        false if budget == 0 => Realised::Unclear,
        false => Realised::Impossible(group.literals.clone()),
    }
}

fn choose<'c>(
    closed: &'c [(usize, Vec<String>)],
    classes: &[Class],
    chosen: &mut Vec<&'c str>,
    budget: &mut u32,
) -> bool {
    let position = chosen.len();
    let Some((index, texts)) = closed.get(position) else { return true };
    for text in texts {
        if *budget == 0 {
            return false;
        }
        *budget -= 1;
        let clashes = closed[..position].iter().zip(chosen.iter());
        let clashes = clashes.filter(|((other, _), _)| classes[*index].others.contains(other));
        if clashes.into_iter().any(|(_, taken)| taken == text) {
            continue;
        }
        chosen.push(text);
        if choose(closed, classes, chosen, budget) {
            return true;
        }
        chosen.pop();
    }
    false
}
