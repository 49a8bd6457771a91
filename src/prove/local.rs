//! The local functions of a few rules as decision diagrams, with what is possible at all.

use rustc_hash::FxHashSet;

use crate::prove::diagram::{Cube, Diagrams, Function, TooLarge};
use crate::prove::formula::{AtomId, Formula};
use crate::prove::prover::Prover;
use crate::prove::space::{Atom, FOCUS, Nature, Place, Space, VariableId};
use crate::prove::theory::{Anything, Literal, Realised, realise};

/// Nodes that the diagrams of one question may have.
const NODES: usize = 60_000;
/// How many contradictions among values one question learns.
const LESSONS: usize = 200;

/// Some formulas as functions of their atoms.
#[derive(Debug)]
pub struct Local {
    pub diagrams: Diagrams,
    pub functions: Vec<Function>,
    /// Where the atoms are as an application can have them, as far as is known.
    pub possible: Function,
    atoms: FxHashSet<AtomId>,
}

impl Prover<'_> {
    /// # Errors
    ///
    /// The functions are not small.
    pub fn local(&mut self, formulas: &[Formula]) -> Result<Local, TooLarge> {
        self.local_within(formulas, NODES)
    }

    /// The same with so many nodes.
    ///
    /// # Errors
    ///
    /// The functions are not small.
    pub fn local_within(&mut self, formulas: &[Formula], nodes: usize) -> Result<Local, TooLarge> {
        let space = &self.scene.space;
        let order = self.by_nearness(formulas);
        let atoms: FxHashSet<AtomId> = order.iter().copied().collect();
        let mut diagrams = Diagrams::new(order.clone(), self.exclusive(&order), nodes);
        let mut possible = Function::TRUE;
        for clause in self.clauses_of(&atoms) {
            let clause = diagrams.clause(&clause)?;
            possible = diagrams.and(possible, clause)?;
        }
        for constraint in self.constraints_of(&atoms) {
            let constraint = diagrams.formula(&space.formulas, constraint)?;
            possible = diagrams.and(possible, constraint)?;
        }
        let functions: Result<Vec<Function>, TooLarge> =
            formulas.iter().map(|formula| diagrams.formula(&space.formulas, *formula)).collect();
        Ok(Local { diagrams, functions: functions?, possible, atoms })
    }

    /// Of each enum fact, the atoms that say which value it is.
    fn exclusive(&self, order: &[AtomId]) -> Vec<Vec<AtomId>> {
        let mut groups: Vec<(VariableId, Vec<AtomId>)> = Vec::new();
        for atom in order {
            let Atom::Is(of, _) = self.scene.space.atoms[atom.0 as usize] else { continue };
            match groups.iter_mut().find(|(own, _)| *own == of) {
                Some((_, group)) => group.push(*atom),
                None => groups.push((of, vec![*atom])),
            }
        }
        groups.into_iter().map(|(_, group)| group).collect()
    }

    /// The atoms of some formulas, those of one variable side by side.
    fn by_nearness(&self, formulas: &[Formula]) -> Vec<AtomId> {
        let space = &self.scene.space;
        let mut atoms = space.formulas.atoms(formulas);
        let first = |atom: &AtomId| {
            let mut first = None;
            space.atoms[atom.0 as usize].variables(|id| first = first.min(Some(id)).or(Some(id)));
            first
        };
        atoms.sort_by_key(|atom| (first(atom), *atom));
        atoms
    }

    /// Cubes that cover a function, none of them impossible.
    ///
    /// # Errors
    ///
    /// The function is not small.
    pub fn cover(&mut self, local: &mut Local, function: Function) -> Result<Vec<Cube>, TooLarge> {
        self.cover_within(local, function, Function::TRUE)
    }

    /// The same for those of whom something else is known already.
    ///
    /// # Errors
    ///
    /// The function is not small.
    pub fn cover_within(
        &mut self,
        local: &mut Local,
        function: Function,
        known: Function,
    ) -> Result<Vec<Cube>, TooLarge> {
        for _ in 0..LESSONS {
            let all = local.diagrams.and(known, local.possible)?;
            let least = local.diagrams.and(function, all)?;
            let most = local.diagrams.implies(all, function)?;
            let cubes = local.diagrams.cover(least, most)?;
            let Some(core) = cubes.iter().find_map(|cube| self.contradiction(cube)) else { return Ok(cubes) };
            self.teach(local, &core)?;
        }
        Err(TooLarge)
    }

    /// The cube with the fewest parts that covers some of a function.
    ///
    /// # Errors
    ///
    /// The function is not small.
    pub fn plainest(
        &mut self,
        local: &mut Local,
        function: Function,
        known: Function,
    ) -> Result<Option<Cube>, TooLarge> {
        let cubes = self.cover_within(local, function, known)?;
        Ok(cubes.into_iter().min_by_key(|cube| (cube.len(), cube.clone())))
    }

    /// Makes what was learnt known to a question.
    ///
    /// # Errors
    ///
    /// The function is not small.
    pub fn teach(&mut self, local: &mut Local, core: &[Literal]) -> Result<(), TooLarge> {
        self.learn_from(core);
        if core.iter().all(|(atom, _)| local.atoms.contains(atom)) {
            let clause: Vec<Literal> = core.iter().map(|(atom, sign)| (*atom, !sign)).collect();
            let clause = local.diagrams.clause(&clause)?;
            local.possible = local.diagrams.and(local.possible, clause)?;
        }
        Ok(())
    }

    /// What in a cube contradicts itself, if anything does.
    pub fn contradiction(&self, cube: &Cube) -> Option<Vec<Literal>> {
        let space = &self.scene.space;
        match realise(space, &self.with_presence(cube), &Anything) {
            Realised::Impossible(core) => Some(core),
            Realised::Possible(_) | Realised::Unclear => None,
        }
    }

    /// A cube with the elements and materials of which it speaks.
    fn with_presence(&self, cube: &Cube) -> Vec<Literal> {
        let space = &self.scene.space;
        let mut literals = cube.clone();
        for (atom, _) in cube {
            space.atoms[atom.0 as usize].variables(|id| {
                let presence = match space.variable(id).place {
                    Place::Element { array, copy } => space.find_atom(&Atom::There { array, copy }),
                    Place::Material(material) => space.find_atom(&Atom::Uploaded(material)),
                    _ => None,
                };
                if let Some(presence) = presence
                    && !literals.iter().any(|(known, _)| *known == presence)
                {
                    literals.push((presence, true));
                }
            });
        }
        literals
    }
}

/// Who decides what an atom is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Decided {
    /// The applicant's situation: it cannot be mended.
    Given,
    /// Another value can be filled in, another paper uploaded, what a reviewer found be mended.
    Mendable,
}

impl Space<'_> {
    /// Whether an applicant can change what an atom says.
    pub fn decided(&self, atom: AtomId) -> Decided {
        match &self.atoms[atom.0 as usize] {
            Atom::Uploaded(_) => Decided::Mendable,
            // Whether there are more elements than rules look at is nobody's nature.
            Atom::There { copy, .. } if *copy == FOCUS => Decided::Given,
            Atom::There { .. } | Atom::Opaque(_) => Decided::Mendable,
            Atom::Some(number) => {
                let inner = self.formulas.atoms(&[self.quantifiers[*number as usize].focus]);
                let given = inner.iter().all(|atom| self.decided(*atom) == Decided::Given);
                if given { Decided::Given } else { Decided::Mendable }
            }
            other => {
                let mut decided = Decided::Given;
                other.variables(|id| {
                    if self.is_mendable(id) {
                        decided = Decided::Mendable;
                    }
                });
                decided
            }
        }
    }

    /// Whether an applicant can change a value.
    pub fn is_mendable(&self, id: VariableId) -> bool {
        let variable = self.variable(id);
        match variable.place {
            Place::Length(array) => self.names.is_correctable(array),
            Place::Number(_) | Place::Distinct(_) | Place::Material(_) => true,
            Place::Application | Place::Element { .. } => variable.nature != Nature::Given,
        }
    }
}
