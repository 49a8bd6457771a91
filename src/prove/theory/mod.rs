//! Which combinations of atoms are possible, and the values that show it.
//!
//! Atoms are taken in groups of variables that are compared with one another. A group either has
//! values, or a smallest set of atoms that contradict one another; from the latter the solver learns.

mod choice;
mod lemmas;
mod number;
pub mod strings;
mod text;

pub use lemmas::lemmas;

use rustc_hash::{FxHashMap, FxHashSet};

use crate::prove::formula::AtomId;
use crate::prove::space::{Atom, Kind, Place, Space, VariableId};

/// An atom and whether it is true.
pub type Literal = (AtomId, bool);

/// The value of a variable.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Datum {
    /// Left empty.
    None,
    YesNo(bool),
    /// Also a date, in days.
    Number(i64),
    Text(String),
    /// Of its enum.
    Value(u16),
    Set(Vec<u16>),
}

/// The values of the variables of which something is asked.
pub type Values = FxHashMap<VariableId, Datum>;

/// Whether atoms can be as they are said to be.
#[derive(Clone, Debug)]
pub enum Realised {
    Possible(Values),
    /// These contradict one another.
    Impossible(Vec<Literal>),
    /// Neither was found within the budget.
    Unclear,
}

/// What a variable usually is: taken where it fits.
pub trait Usual {
    fn usual(&self, variable: VariableId) -> Option<Datum>;
}

/// Nothing is usual.
#[derive(Clone, Copy, Debug)]
pub struct Anything;

impl Usual for Anything {
    fn usual(&self, _: VariableId) -> Option<Datum> {
        None
    }
}

impl Usual for Values {
    fn usual(&self, variable: VariableId) -> Option<Datum> {
        self.get(&variable).cloned()
    }
}

/// One group of variables and what is said of them.
#[derive(Debug, Default)]
struct Group {
    variables: Vec<VariableId>,
    literals: Vec<Literal>,
}

/// Finds values for all atoms, or what contradicts.
pub fn realise(space: &Space<'_>, literals: &[Literal], usual: &impl Usual) -> Realised {
    let mut values = Values::default();
    let mut is_clear = true;
    for group in groups(space, literals, &mut values) {
        match realise_group(space, &group, usual) {
            Realised::Possible(found) => values.extend(found),
            Realised::Impossible(core) => return Realised::Impossible(smallest(space, &group, core)),
            Realised::Unclear => is_clear = false,
        }
    }
    if is_clear { Realised::Possible(values) } else { Realised::Unclear }
}

fn realise_group(space: &Space<'_>, group: &Group, usual: &impl Usual) -> Realised {
    let Some(first) = group.variables.first() else { return Realised::Possible(Values::default()) };
    match space.variable(*first).kind {
        Kind::YesNo => choice::yes_no(space, group),
        Kind::Set(_) => choice::set(space, group),
        Kind::Enum(_) => choice::realise(space, group, usual),
        Kind::Int { .. } | Kind::Date => number::realise(space, group, usual),
        Kind::Text | Kind::Phone => text::realise(space, group, usual),
    }
}

/// Leaves out of a contradiction what is not needed for it.
fn smallest(space: &Space<'_>, group: &Group, core: Vec<Literal>) -> Vec<Literal> {
    let mut core = core;
    let mut index = 0;
    while index < core.len() {
        let mut fewer = core.clone();
        fewer.remove(index);
        let smaller = Group { variables: group.variables.clone(), literals: fewer };
        match realise_group(space, &smaller, &Anything) {
            Realised::Impossible(_) => core = smaller.literals,
            Realised::Possible(_) | Realised::Unclear => index += 1,
        }
    }
    core
}

/// The groups of variables that are there; what is left empty gets its value at once.
fn groups(space: &Space<'_>, literals: &[Literal], values: &mut Values) -> Vec<Group> {
    let mut there: FxHashSet<Place> = FxHashSet::from_iter([Place::Application]);
    let mut empty: FxHashSet<VariableId> = FxHashSet::default();
    for (atom, is_true) in literals {
        match &space.atoms[atom.0 as usize] {
            Atom::There { array, copy } if *is_true => {
                there.insert(Place::Element { array: *array, copy: *copy });
            }
            Atom::Uploaded(material) if *is_true => {
                there.insert(Place::Material(*material));
            }
            Atom::Has(of) if !is_true => {
                empty.insert(*of);
            }
            _ => {}
        }
    }
    let is_there = |id: VariableId| {
        let variable = space.variable(id);
        (variable.is_count() || there.contains(&variable.place)) && !empty.contains(&id)
    };
    for id in &empty {
        let place = &space.variable(*id).place;
        if there.contains(place) {
            values.insert(*id, Datum::None);
        }
    }
    let mut sets = Sets::default();
    let mut kept: Vec<(VariableId, Literal)> = Vec::new();
    for literal in literals {
        let atom = &space.atoms[literal.0.0 as usize];
        let mut variables = Vec::new();
        atom.variables(|id| variables.push(id));
        let Some(first) = variables.first().copied() else { continue };
        if !variables.iter().all(|id| is_there(*id)) {
            continue;
        }
        variables.iter().for_each(|id| sets.join(first, *id));
        if !matches!(atom, Atom::Has(_)) {
            kept.push((first, *literal));
        }
    }
    let mut numbers: FxHashMap<VariableId, usize> = FxHashMap::default();
    let mut groups: Vec<Group> = Vec::new();
    let mut members: Vec<VariableId> = sets.parents.keys().copied().collect();
    members.sort_unstable();
    for id in members {
        let number = *numbers.entry(sets.find(id)).or_insert_with(|| {
            groups.push(Group::default());
            groups.len() - 1
        });
        groups[number].variables.push(id);
    }
    for (id, literal) in kept {
        if let Some(number) = numbers.get(&sets.find(id)) {
            groups[*number].literals.push(literal);
        }
    }
    groups
}

/// Disjoint sets of variables.
#[derive(Debug, Default)]
pub(in crate::prove) struct Sets {
    parents: FxHashMap<VariableId, VariableId>,
}

impl Sets {
    pub fn find(&mut self, id: VariableId) -> VariableId {
        let mut root = id;
        while let Some(parent) = self.parents.get(&root)
            && *parent != root
        {
            root = *parent;
        }
        self.parents.insert(id, root);
        root
    }

    /// The root of a joint set is its smallest member.
    pub fn join(&mut self, one: VariableId, other: VariableId) {
        let (one, other) = (self.find(one), self.find(other));
        self.parents.insert(one.max(other), one.min(other));
    }
}
