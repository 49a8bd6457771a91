//! The one door to the SAT solver.

use std::cell::Cell;

use batsat::{Callbacks, ClauseKind, Lit, SolverInterface, SolverOpts, lbool};

/// Something that is true or false for the solver, or its opposite.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SatLiteral(Lit);

impl std::ops::Not for SatLiteral {
    type Output = SatLiteral;

    fn not(self) -> SatLiteral {
        SatLiteral(!self.0)
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    Satisfiable,
    /// Not all of these assumptions can be true together.
    Contradiction(Vec<SatLiteral>),
    /// The budget is used up.
    GaveUp,
}

/// Counts what was learnt, so that the budget is the same on every machine.
#[derive(Debug, Default)]
struct Budget {
    left: Cell<u64>,
}

impl Callbacks for Budget {
    fn on_new_clause(&mut self, _: &[Lit], kind: ClauseKind) {
        if kind == ClauseKind::Learnt {
            self.left.set(self.left.get().saturating_sub(1));
        }
    }

    fn stop(&self) -> bool {
        self.left.get() == 0
    }
}

/// Clauses, and questions to them.
pub struct Solver {
    inner: batsat::Solver<Budget>,
    /// Conflicts that one question may have.
    budget: u64,
}

impl std::fmt::Debug for Solver {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Solver").field("budget", &self.budget).finish_non_exhaustive()
    }
}

impl Solver {
    pub fn new(budget: u64) -> Solver {
        Solver { inner: batsat::Solver::new(SolverOpts::default(), Budget { left: Cell::new(budget) }), budget }
    }

    pub fn new_literal(&mut self) -> SatLiteral {
        SatLiteral(Lit::new(self.inner.new_var_default(), true))
    }

    /// One of these is true.
    pub fn add(&mut self, clause: impl IntoIterator<Item = SatLiteral>) {
        let mut clause: Vec<Lit> = clause.into_iter().map(|literal| literal.0).collect();
        self.inner.add_clause_reuse(&mut clause);
    }

    /// Whether all of these can be true.
    pub fn solve(&mut self, assumptions: &[SatLiteral]) -> Answer {
        self.inner.cb_mut().left.set(self.budget);
        let assumptions: Vec<Lit> = assumptions.iter().map(|literal| literal.0).collect();
        let answer = self.inner.solve_limited(&assumptions);
        if answer == lbool::TRUE {
            Answer::Satisfiable
        } else if answer == lbool::FALSE {
            // The core is a clause: the opposites of the assumptions that clash.
            Answer::Contradiction(self.inner.unsat_core().iter().map(|literal| SatLiteral(!*literal)).collect())
        } else {
            Answer::GaveUp
        }
    }

    /// Whether it is true in the last model; what the model leaves open is false.
    pub fn is_true(&self, literal: SatLiteral) -> bool {
        self.inner.value_lit(literal.0) == lbool::TRUE
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn assumptions_that_clash_are_named() {
        let mut solver = Solver::new(1000);
        let [a, b, c] = [solver.new_literal(), solver.new_literal(), solver.new_literal()];
        solver.add([!a, b]);
        assert_eq!(solver.solve(&[a, c]), Answer::Satisfiable);
        assert!(solver.is_true(b));
        let Answer::Contradiction(mut core) = solver.solve(&[c, a, !b]) else { panic!("a and not b clash") };
        core.sort_unstable();
        let mut wanted = vec![a, !b];
        wanted.sort_unstable();
        assert_eq!(core, wanted);
        // What was assumed does not stay.
        assert_eq!(solver.solve(&[!b]), Answer::Satisfiable);
    }

    #[test]
    fn what_is_too_hard_is_given_up() {
        // Nine pigeons in eight holes.
        let mut solver = Solver::new(20);
        let holes = 8;
        let sits: Vec<Vec<SatLiteral>> =
            (0..=holes).map(|_| (0..holes).map(|_| solver.new_literal()).collect()).collect();
        for pigeon in &sits {
            solver.add(pigeon.iter().copied());
        }
        for (index, one) in sits.iter().enumerate() {
            for other in &sits[..index] {
                one.iter().zip(other).for_each(|(own, others)| solver.add([!*own, !*others]));
            }
        }
        assert_eq!(solver.solve(&[]), Answer::GaveUp);
    }
}
