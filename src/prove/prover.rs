//! Answers questions about a scene: whether an application can be so.

use rustc_hash::{FxHashMap, FxHashSet};

use crate::prove::formula::{AtomId, Formula, Shape};
use crate::prove::sat::{Answer, SatLiteral, Solver};
use crate::prove::space::{Atom, Scene};
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
    /// Of each atom, the constraints that speak of it.
    ties: FxHashMap<AtomId, Vec<usize>>,
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
            lessons: 0,
        };
        for (index, constraint) in prover.scene.space.constraints.clone().into_iter().enumerate() {
            for atom in prover.scene.space.formulas.atoms(&[constraint]) {
                if !matches!(prover.scene.space.atoms[atom.0 as usize], Atom::There { .. }) {
                    prover.ties.entry(atom).or_default().push(index);
                }
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

    /// Whether an application can be as all of these say.
    pub fn possible(&mut self, question: &[Formula]) -> Possible {
        self.possible_near(question, &Anything)
    }

    /// The same, with usual values where they fit.
    pub fn possible_near(&mut self, question: &[Formula], usual: &impl Usual) -> Possible {
        if let Some(index) = question.iter().position(|part| *part == Formula::FALSE) {
            return Possible::No(vec![index]);
        }
        let assumptions: Vec<SatLiteral> = question.iter().map(|part| self.literal(*part)).collect();
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
            let relevant = &*relevant.get_or_insert_with(|| self.relevant(question));
            let literals: Vec<Literal> = relevant.iter().filter_map(|atom| self.value(*atom)).collect();
            match realise(&self.scene.space, &literals, usual) {
                Realised::Possible(values) => return Possible::Yes(Model { literals, values }),
                Realised::Unclear => return Possible::NotDecided,
                Realised::Impossible(core) => {
                    let clause: Vec<Literal> = core.iter().map(|(atom, sign)| (*atom, !sign)).collect();
                    self.learn(&clause);
                    self.lessons += 1;
                }
            }
        }
        Possible::NotDecided
    }

    fn value(&self, atom: AtomId) -> Option<Literal> {
        let formula = self.scene.space.formulas.find_atom(atom)?;
        let literal = self.literals.get(&formula.index())?;
        Some((atom, self.solver.is_true(*literal)))
    }

    /// The atoms of which the answer depends: those of the question, and those tied to them.
    fn relevant(&self, question: &[Formula]) -> Vec<AtomId> {
        let formulas = &self.scene.space.formulas;
        let mut atoms: FxHashSet<AtomId> = FxHashSet::default();
        let mut seen: FxHashSet<usize> = FxHashSet::default();
        let mut waiting: Vec<AtomId> = formulas.atoms(question);
        while let Some(atom) = waiting.pop() {
            if !atoms.insert(atom) {
                continue;
            }
            for constraint in self.ties.get(&atom).into_iter().flatten() {
                if seen.insert(*constraint) {
                    waiting.extend(formulas.atoms(&[self.scene.space.constraints[*constraint]]));
                }
            }
        }
        let mut atoms: Vec<AtomId> = atoms.into_iter().collect();
        atoms.sort_unstable();
        atoms
    }
}
