//! Where something changes, as short lists of conditions.

use std::collections::BTreeSet;

use rustc_hash::FxHashSet;

use crate::diagnostic::Message;
use crate::diff::conditions::{is_choice, sentences};
use crate::diff::effect::{Bench, Bundle};
use crate::prove::diagram::{Cube, TooLarge};
use crate::prove::formula::{AtomId, Formula};
use crate::prove::space::{Atom, Space, VariableId};

/// Conditions that are listed of one change.
const MOST: usize = 40;

/// Where a change is to be described.
#[derive(Clone, Copy, Debug)]
pub struct Within<'b> {
    pub bundle: &'b Bundle,
    /// Numbers of tracks.
    pub tracks: &'b [usize],
    /// What is known beside the scope.
    pub base: Formula,
}

/// Which values of enums occur at all among the applications that are spoken of.
#[derive(Clone, Debug, Default)]
pub struct PossibleValues {
    excluded: FxHashSet<(VariableId, Choice)>,
}

/// A value of an enum; `None` for one that is left empty.
pub type Choice = Option<u16>;

impl PossibleValues {
    /// The values that a variable can have.
    pub fn of(&self, space: &Space<'_>, of: VariableId) -> BTreeSet<Choice> {
        let empty = space.variable(of).optional.then_some(None);
        let all = empty.into_iter().chain(space.values_of(of).into_iter().map(Some));
        all.filter(|value| !self.excluded.contains(&(of, *value))).collect()
    }
}

impl Bench<'_> {
    /// What is known of all applications that are spoken of.
    fn context(&mut self, within: Within<'_>) -> Formula {
        let known: Vec<Formula> =
            within.tracks.iter().filter_map(|number| self.tracks.get(*number)).map(|(_, formula)| *formula).collect();
        let track = if known.is_empty() { Formula::TRUE } else { self.or(known) };
        let scope = within.bundle.scope.iter().map(|(formula, _)| *formula);
        self.and([track, within.base].into_iter().chain(scope))
    }

    /// Cubes that say where a target holds among the applications of some tracks, the scope and what
    /// else is known aside.
    ///
    /// # Errors
    ///
    /// The function is not small.
    pub fn cubes(&mut self, within: Within<'_>, target: Formula) -> Result<Vec<Cube>, TooLarge> {
        let scope = self.context(within);
        let mut local = self.prover.local(&[target, scope])?;
        let (function, within) = (local.functions[0], local.functions[1]);
        local.possible = local.diagrams.and(local.possible, within)?;
        let cubes = self.prover.cover(&mut local, function)?;
        if cubes.len() > MOST {
            return Err(TooLarge);
        }
        let mut short = Vec::new();
        for cube in cubes {
            if let Some(cube) = self.shortened(cube, target, scope)
                && !short.contains(&cube)
            {
                let cube = self.with_known_words(cube, target, scope);
                short.push(cube);
            }
        }
        Ok(short)
    }

    /// The values that the variables of some cubes can have among the applications that are spoken
    /// of. What holds of all that are meant is no reason to leave a value out: it is what is to be said.
    fn possible_values(&mut self, within: Within<'_>, cubes: &[Cube]) -> PossibleValues {
        let mut asked: Vec<VariableId> = Vec::new();
        for (atom, _) in cubes.iter().flatten() {
            let space = &self.prover.scene.space;
            if let Atom::Is(of, _) | Atom::Has(of) = space.atoms[atom.0 as usize]
                && is_choice(space, of)
                && !asked.contains(&of)
            {
                asked.push(of);
            }
        }
        let context = self.context(within);
        let mut values = PossibleValues::default();
        for of in asked {
            for value in PossibleValues::default().of(&self.prover.scene.space, of) {
                let space = &mut self.prover.scene.space;
                let atom = match value {
                    Some(value) => space.find_atom(&Atom::Is(of, value)).map(|atom| (atom, true)),
                    None => space.find_atom(&Atom::Has(of)).map(|atom| (atom, false)),
                };
                let Some((atom, sign)) = atom else { continue };
                let is = space.formulas.atom(atom);
                let is = if sign { is } else { !is };
                if self.prover.possible(&[context, is]).is_no() {
                    values.excluded.insert((of, value));
                }
            }
        }
        values
    }

    /// Whether a condition is proved to mean just those applications for which a target holds, among
    /// those that are spoken of.
    pub fn is_exactly(&mut self, within: Within<'_>, target: Formula, condition: Formula) -> bool {
        let context = self.context(within);
        self.prover.possible(&[context, target, !condition]).is_no()
            && self.prover.possible(&[context, !target, condition]).is_no()
    }

    /// Some cubes in words, and whether these are proved to mean the target.
    pub fn said(&mut self, within: Within<'_>, target: Formula, cubes: &[Cube]) -> (Vec<Message>, bool) {
        let possible = self.possible_values(within, cubes);
        let (conditions, formula) = sentences(&mut self.prover.scene.space, &possible, cubes);
        (conditions, self.is_exactly(within, target, formula))
    }

    /// Whether whoever is meant by a target is so.
    pub fn follows(&mut self, target: Formula, consequence: Formula) -> bool {
        self.prover.possible(&[target, !consequence]).is_no()
    }

    /// The cube with what is known of other lists of words that the same text is held against.
    fn with_known_words(&mut self, cube: Cube, target: Formula, scope: Formula) -> Cube {
        let space = &self.prover.scene.space;
        let tested = |atom: AtomId| match space.atoms[atom.0 as usize] {
            Atom::Test(of, _) => Some(of),
            _ => None,
        };
        let texts: Vec<_> = cube.iter().filter(|(_, sign)| *sign).filter_map(|(atom, _)| tested(*atom)).collect();
        let others: Vec<AtomId> = space.formulas.atoms(&[target]);
        let is_other = |atom: &AtomId| {
            tested(*atom).is_some_and(|of| texts.contains(&of)) && !cube.iter().any(|(known, _)| known == atom)
        };
        let others: Vec<AtomId> = others.into_iter().filter(is_other).collect();
        let mut whole = cube;
        for atom in others {
            let (all, formula) = (self.conjunction(&whole), self.prover.scene.space.formulas.atom(atom));
            if self.prover.possible(&[all, scope, formula]).is_no() {
                whole.push((atom, false));
            }
        }
        whole
    }

    fn conjunction(&mut self, cube: &Cube) -> Formula {
        let formulas = &mut self.prover.scene.space.formulas;
        let literals: Vec<Formula> = cube
            .iter()
            .map(|(atom, sign)| {
                let atom = formulas.atom(*atom);
                if *sign { atom } else { !atom }
            })
            .collect();
        formulas.and(literals)
    }

    /// The cube without what follows from the rest; `None` where no application is so.
    fn shortened(&mut self, cube: Cube, target: Formula, scope: Formula) -> Option<Cube> {
        let whole = self.conjunction(&cube);
        if self.prover.possible(&[whole, scope]).is_no() {
            return None;
        }
        let mut short = cube;
        let mut index = 0;
        while index < short.len() {
            let mut fewer = short.clone();
            fewer.remove(index);
            let shorter = self.conjunction(&fewer);
            match self.prover.possible(&[shorter, scope, !target]).is_no() {
                true => short = fewer,
                false => index += 1,
            }
        }
        Some(short)
    }
}
