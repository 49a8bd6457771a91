//! Answers questions about a scene: whether an application can be so.

use rustc_hash::{FxHashMap, FxHashSet};

use crate::prove::diagram::Cube;
use crate::prove::formula::{AtomId, Formula, Shape};
use crate::prove::sat::{Answer, SatLiteral, Solver};
use crate::prove::space::{Scene, VariableId};
use crate::prove::theory::{Anything, Literal, Realised, Usual, Values, lemmas, realise};

/// Conflicts that one question may have.
const CONFLICTS: u64 = 20_000;
/// How often a question may learn from a contradiction among values.
const LESSONS: usize = 400;

/// Whether there is an application for which all parts of a question hold.
#[derive(Clone, Debug)]
pub enum Possible {
    Yes(Model),
    /// These parts of the question, by their order in it, cannot hold together.
    No(Vec<usize>),
    NotDecided,
}

impl Possible {
    pub fn is_no(&self) -> bool {
        matches!(self, Possible::No(_))
    }
}

/// What is true of an application that was found, as far as the question needs it.
#[derive(Clone, Debug, Default)]
pub struct Model {
    pub literals: Vec<Literal>,
    pub values: Values,
}

/// A scene and the solver that knows it.
#[derive(Debug)]
pub struct Prover<'t> {
    pub scene: Scene<'t>,
    solver: Solver,
    /// Of each formula that the solver knows, by number.
    literals: FxHashMap<usize, SatLiteral>,
    /// Of each atom and each variable, the constraints that speak of it.
    ties: FxHashMap<AtomId, Vec<usize>>,
    ties_of_variables: FxHashMap<VariableId, Vec<usize>>,
    /// What is known of atoms, from the beginning and learnt.
    clauses: Vec<Vec<Literal>>,
    /// Of each atom, the clauses that speak of it.
    clauses_of: FxHashMap<AtomId, Vec<usize>>,
    /// How many contradictions among values were learnt.
    pub lessons: usize,
}

impl<'t> Prover<'t> {
    pub fn new(scene: Scene<'t>) -> Prover<'t> {
        let mut prover = Prover {
            scene,
            solver: Solver::new(CONFLICTS),
            literals: FxHashMap::default(),
            ties: FxHashMap::default(),
            ties_of_variables: FxHashMap::default(),
            clauses: Vec::new(),
            clauses_of: FxHashMap::default(),
            lessons: 0,
        };
        for (index, constraint) in prover.scene.space.constraints.clone().into_iter().enumerate() {
            for atom in prover.scene.space.formulas.atoms(&[constraint]) {
                prover.ties.entry(atom).or_default().push(index);
                let of_variables = &mut prover.ties_of_variables;
                prover.scene.space.atoms[atom.0 as usize]
                    .variables(|id| of_variables.entry(id).or_default().push(index));
            }
            prover.assert(constraint);
        }
        for clause in lemmas(&prover.scene.space) {
            prover.learn(&clause);
        }
        prover
    }

    /// Holds from now on.
    fn assert(&mut self, formula: Formula) {
        // The parts of a disjunction are one clause.
        if formula.is_negated()
            && let Shape::And(parts) = self.scene.space.formulas.shape(formula).clone()
        {
            let clause: Vec<SatLiteral> = parts.iter().map(|part| !self.literal(*part)).collect();
            self.solver.add(clause);
            return;
        }
        let literal = self.literal(formula);
        self.solver.add([literal]);
    }

    fn learn(&mut self, clause: &[Literal]) {
        for (atom, _) in clause {
            self.clauses_of.entry(*atom).or_default().push(self.clauses.len());
        }
        self.clauses.push(clause.to_vec());
        let clause: Vec<SatLiteral> = clause
            .iter()
            .map(|(atom, sign)| {
                let literal = self.atom(*atom);
                if *sign { literal } else { !literal }
            })
            .collect();
        self.solver.add(clause);
    }

    fn atom(&mut self, atom: AtomId) -> SatLiteral {
        let formula = self.scene.space.formulas.atom(atom);
        self.literal(formula)
    }

    /// What stands for a formula in the solver.
    fn literal(&mut self, formula: Formula) -> SatLiteral {
        let positive = match self.literals.get(&formula.index()) {
            Some(known) => *known,
            None => {
                let new = self.define(formula.positive());
                self.literals.insert(formula.index(), new);
                new
            }
        };
        if formula.is_negated() { !positive } else { positive }
    }

    fn define(&mut self, formula: Formula) -> SatLiteral {
        match self.scene.space.formulas.shape(formula).clone() {
            Shape::True => {
                let new = self.solver.new_literal();
                self.solver.add([new]);
                new
            }
            Shape::Atom(_) => self.solver.new_literal(),
            Shape::And(parts) => {
                let parts: Vec<SatLiteral> = parts.iter().map(|part| self.literal(*part)).collect();
                let new = self.solver.new_literal();
                for part in &parts {
                    self.solver.add([!new, *part]);
                }
                self.solver.add(parts.iter().map(|part| !*part).chain([new]));
                new
            }
        }
    }

    /// Each part of a cube as a formula.
    pub fn formulas_of(&mut self, cube: &Cube) -> Vec<Formula> {
        let formulas = &mut self.scene.space.formulas;
        let literal = |(atom, sign): &(AtomId, bool)| {
            let atom = formulas.atom(*atom);
            if *sign { atom } else { !atom }
        };
        cube.iter().map(literal).collect()
    }

    /// What is known of some atoms alone.
    pub(in crate::prove) fn clauses_of(&self, atoms: &FxHashSet<AtomId>) -> Vec<Vec<Literal>> {
        let mut numbers: Vec<usize> =
            atoms.iter().filter_map(|atom| self.clauses_of.get(atom)).flatten().copied().collect();
        numbers.sort_unstable();
        numbers.dedup();
        let is_alone = |number: &&usize| self.clauses[**number].iter().all(|(atom, _)| atoms.contains(atom));
        numbers.iter().filter(is_alone).map(|number| self.clauses[*number].clone()).collect()
    }

    /// The constraints that speak of some atoms, and of their variables.
    pub(in crate::prove) fn ties_among(&self, atoms: &[AtomId]) -> Vec<Formula> {
        let atoms: FxHashSet<AtomId> = atoms.iter().copied().collect();
        self.constraints_of(&atoms)
    }

    /// The constraints that speak of some atoms alone.
    pub(in crate::prove) fn constraints_of(&self, atoms: &FxHashSet<AtomId>) -> Vec<Formula> {
        let mut numbers: Vec<usize> = atoms.iter().filter_map(|atom| self.ties.get(atom)).flatten().copied().collect();
        numbers.sort_unstable();
        numbers.dedup();
        let space = &self.scene.space;
        let constraints = numbers.into_iter().map(|number| space.constraints[number]);
        constraints
            .filter(|formula| space.formulas.atoms(&[*formula]).iter().all(|atom| atoms.contains(atom)))
            .collect()
    }

    /// Whether an application can be as all of these say.
    pub fn possible(&mut self, question: &[Formula]) -> Possible {
        self.possible_near(question, &Anything)
    }

    /// The fewest parts that contradict one another and what is fixed, by their numbers; `None` if they
    /// do not. Those that stand first are left out first.
    pub fn fewest(&mut self, fixed: &[Formula], parts: &[Formula]) -> Option<Vec<usize>> {
        let mut fewest = self.clashing(fixed, parts, &(0..parts.len()).collect::<Vec<_>>())?;
        let mut index = 0;
        while index < fewest.len() {
            let mut fewer = fewest.clone();
            fewer.remove(index);
            match self.clashing(fixed, parts, &fewer) {
                Some(smaller) => fewest = smaller,
                None => index += 1,
            }
        }
        Some(fewest)
    }

    /// Some of the kept parts that contradict one another and what is fixed.
    fn clashing(&mut self, fixed: &[Formula], parts: &[Formula], kept: &[usize]) -> Option<Vec<usize>> {
        let asked: Vec<Formula> = fixed.iter().copied().chain(kept.iter().map(|part| parts[*part])).collect();
        let Possible::No(mut core) = self.possible(&asked) else { return None };
        core.sort_unstable();
        Some(core.into_iter().filter_map(|part| Some(kept[part.checked_sub(fixed.len())?])).collect())
    }

    /// The same, and what these atoms are then.
    pub fn possible_with(&mut self, question: &[Formula], also: &[Formula]) -> Possible {
        self.possible_among(question, also, &Anything)
    }

    /// The same, with usual values where they fit.
    pub fn possible_near(&mut self, question: &[Formula], usual: &impl Usual) -> Possible {
        self.possible_among(question, &[], usual)
    }

    fn possible_among(&mut self, question: &[Formula], also: &[Formula], usual: &impl Usual) -> Possible {
        if let Some(index) = question.iter().position(|part| *part == Formula::FALSE) {
            return Possible::No(vec![index]);
        }
        let assumptions: Vec<SatLiteral> = question.iter().map(|part| self.literal(*part)).collect();
        also.iter().for_each(|part| {
            self.literal(*part);
        });
        let mut relevant: Option<Vec<AtomId>> = None;
        for _ in 0..LESSONS {
            match self.solver.solve(&assumptions) {
                Answer::GaveUp => return Possible::NotDecided,
                Answer::Contradiction(core) => {
                    let in_core = |literal: &SatLiteral| core.contains(literal);
                    return Possible::No((0..question.len()).filter(|index| in_core(&assumptions[*index])).collect());
                }
                Answer::Satisfiable => {}
            }
            let relevant = &*relevant.get_or_insert_with(|| self.relevant(&[question, also].concat()));
            let literals: Vec<Literal> = relevant.iter().filter_map(|atom| self.value(*atom)).collect();
            match realise(&self.scene.space, &literals, usual) {
                Realised::Possible(values) => return Possible::Yes(Model { literals, values }),
                Realised::Unclear => return Possible::NotDecided,
                Realised::Impossible(core) => self.learn_from(&core),
            }
        }
        Possible::NotDecided
    }

    /// These literals contradict one another.
    pub(in crate::prove) fn learn_from(&mut self, core: &[Literal]) {
        let clause: Vec<Literal> = core.iter().map(|(atom, sign)| (*atom, !sign)).collect();
        self.learn(&clause);
        self.lessons += 1;
    }

    /// Makes each atom in its order as preferred, if those before it and the question let it.
    pub(in crate::prove) fn settle(
        &mut self,
        question: &[Formula],
        atoms: &[AtomId],
        preferred: &FxHashMap<AtomId, bool>,
    ) -> Result<Vec<Literal>, Possible> {
        let mut assumptions: Vec<SatLiteral> = question.iter().map(|part| self.literal(*part)).collect();
        match self.solver.solve(&assumptions) {
            Answer::Satisfiable => {}
            Answer::GaveUp => return Err(Possible::NotDecided),
            Answer::Contradiction(_) => return Err(Possible::No(Vec::new())),
        }
        let mut settled = Vec::with_capacity(atoms.len());
        // The values in the last model: an atom that is already as preferred need not be asked for.
        let known: Vec<(AtomId, SatLiteral)> = atoms.iter().map(|atom| (*atom, self.atom(*atom))).collect();
        let mut last: Vec<bool> = known.iter().map(|(_, literal)| self.solver.is_true(*literal)).collect();
        for (index, (atom, literal)) in known.iter().enumerate() {
            let wanted = preferred.get(atom).copied().unwrap_or(false);
            assumptions.push(if wanted { *literal } else { !*literal });
            if last[index] != wanted {
                match self.solver.solve(&assumptions) {
                    Answer::Satisfiable => {
                        last = known.iter().map(|(_, literal)| self.solver.is_true(*literal)).collect();
                    }
                    Answer::Contradiction(_) => {
                        assumptions.pop();
                        assumptions.push(if wanted { !*literal } else { *literal });
                        settled.push((*atom, !wanted));
                        continue;
                    }
                    Answer::GaveUp => return Err(Possible::NotDecided),
                }
            }
            settled.push((*atom, wanted));
        }
        Ok(settled)
    }

    fn value(&self, atom: AtomId) -> Option<Literal> {
        let formula = self.scene.space.formulas.find_atom(atom)?;
        let literal = self.literals.get(&formula.index())?;
        Some((atom, self.solver.is_true(*literal)))
    }

    /// The atoms of which the answer depends: those of the question, and those tied to them.
    pub(in crate::prove) fn relevant(&self, question: &[Formula]) -> Vec<AtomId> {
        let formulas = &self.scene.space.formulas;
        let mut atoms: FxHashSet<AtomId> = FxHashSet::default();
        let mut seen: FxHashSet<usize> = FxHashSet::default();
        let mut waiting: Vec<AtomId> = formulas.atoms(question);
        while let Some(atom) = waiting.pop() {
            if !atoms.insert(atom) {
                continue;
            }
            let mut follow = |ties: Option<&Vec<usize>>| {
                for constraint in ties.into_iter().flatten() {
                    if seen.insert(*constraint) {
                        waiting.extend(formulas.atoms(&[self.scene.space.constraints[*constraint]]));
                    }
                }
            };
            follow(self.ties.get(&atom));
            self.scene.space.atoms[atom.0 as usize].variables(|id| follow(self.ties_of_variables.get(&id)));
        }
        let mut atoms: Vec<AtomId> = atoms.into_iter().collect();
        atoms.sort_unstable();
        atoms
    }
}
