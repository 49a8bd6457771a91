//! Conditions as propositional formulas over atoms: each is stored once, and simplified where that
//! costs nothing.

use rustc_hash::FxHashMap;

/// A formula of a [`Formulas`], or its opposite.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Formula(u32);

/// What can be true or false of an application, by its number in the space.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct AtomId(pub u32);

/// What a formula says, without the sign of the formula.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Shape {
    True,
    Atom(AtomId),
    /// Two or more, sorted, none of them the opposite of another.
    And(Box<[Formula]>),
}

impl Formula {
    pub const TRUE: Formula = Formula(0);
    pub const FALSE: Formula = Formula(1);

    /// Whether the formula is the opposite of its shape.
    pub fn is_negated(self) -> bool {
        self.0 & 1 == 1
    }

    /// The same without its sign.
    pub fn positive(self) -> Formula {
        Formula(self.0 & !1)
    }

    /// The number of its shape.
    pub fn index(self) -> usize {
        (self.0 >> 1) as usize
    }
}

impl std::ops::Not for Formula {
    type Output = Formula;

    fn not(self) -> Formula {
        Formula(self.0 ^ 1)
    }
}

impl From<bool> for Formula {
    fn from(value: bool) -> Formula {
        if value { Formula::TRUE } else { Formula::FALSE }
    }
}

/// All formulas of a space. A part has a smaller number than what it is part of.
#[derive(Clone, Debug)]
pub struct Formulas {
    shapes: Vec<Shape>,
    numbers: FxHashMap<Shape, u32>,
}

impl Default for Formulas {
    fn default() -> Self {
        Formulas { shapes: vec![Shape::True], numbers: FxHashMap::from_iter([(Shape::True, 0)]) }
    }
}

impl Formulas {
    pub fn shape(&self, formula: Formula) -> &Shape {
        &self.shapes[formula.index()]
    }

    fn intern(&mut self, shape: Shape) -> Formula {
        if let Some(number) = self.numbers.get(&shape) {
            return Formula(number << 1);
        }
        let number = u32::try_from(self.shapes.len()).unwrap_or(u32::MAX >> 1);
        self.shapes.push(shape.clone());
        self.numbers.insert(shape, number);
        Formula(number << 1)
    }

    pub fn atom(&mut self, atom: AtomId) -> Formula {
        self.intern(Shape::Atom(atom))
    }

    /// The atom as a formula, if it is one already.
    pub fn find_atom(&self, atom: AtomId) -> Option<Formula> {
        self.numbers.get(&Shape::Atom(atom)).map(|number| Formula(number << 1))
    }

    pub fn and(&mut self, parts: impl IntoIterator<Item = Formula>) -> Formula {
        let mut all = Vec::new();
        for part in parts {
            match self.shape(part) {
                Shape::And(inner) if !part.is_negated() => all.extend_from_slice(inner),
                _ => all.push(part),
            }
        }
        all.sort_unstable();
        all.dedup();
        // A formula and its opposite stand side by side.
        if all.contains(&Formula::FALSE) || all.windows(2).any(|pair| pair[0] == !pair[1]) {
            return Formula::FALSE;
        }
        all.retain(|part| *part != Formula::TRUE);
        match &*all {
            [] => Formula::TRUE,
            [only] => *only,
            _ => self.intern(Shape::And(all.into())),
        }
    }

    pub fn or(&mut self, parts: impl IntoIterator<Item = Formula>) -> Formula {
        let negated: Vec<Formula> = parts.into_iter().map(|part| !part).collect();
        !self.and(negated)
    }

    /// Not the one, or the other.
    pub fn implies(&mut self, condition: Formula, consequence: Formula) -> Formula {
        !self.and([condition, !consequence])
    }

    pub fn equal(&mut self, one: Formula, other: Formula) -> Formula {
        let (forth, back) = (self.implies(one, other), self.implies(other, one));
        self.and([forth, back])
    }

    pub fn if_else(&mut self, condition: Formula, then: Formula, otherwise: Formula) -> Formula {
        if then == otherwise {
            return then;
        }
        let (then, otherwise) = (self.implies(condition, then), self.implies(!condition, otherwise));
        self.and([then, otherwise])
    }

    /// Whether at least so many are true.
    pub fn at_least(&mut self, count: usize, parts: &[Formula]) -> Formula {
        // reached[n]: at least n of the parts seen so far.
        let mut reached = vec![Formula::FALSE; count + 1];
        reached[0] = Formula::TRUE;
        for part in parts {
            for number in (1..=count).rev() {
                let one_more = self.and([reached[number - 1], *part]);
                reached[number] = self.or([reached[number], one_more]);
            }
        }
        reached[count]
    }

    /// The atoms below some formulas, in the order of their numbers.
    pub fn atoms(&self, formulas: &[Formula]) -> Vec<AtomId> {
        let mut seen = rustc_hash::FxHashSet::default();
        let mut waiting: Vec<Formula> = formulas.to_vec();
        let mut atoms = Vec::new();
        while let Some(formula) = waiting.pop() {
            if !seen.insert(formula.index()) {
                continue;
            }
            match self.shape(formula) {
                Shape::True => {}
                Shape::Atom(atom) => atoms.push(*atom),
                Shape::And(parts) => waiting.extend_from_slice(parts),
            }
        }
        atoms.sort_unstable();
        atoms
    }

    /// The atoms of a formula, in their order, with how they stand in it: false helps, true helps.
    pub fn signs(&self, formula: Formula) -> Vec<(AtomId, [bool; 2])> {
        let mut seen: rustc_hash::FxHashSet<Formula> = rustc_hash::FxHashSet::default();
        let mut waiting = vec![formula];
        let mut signs: FxHashMap<AtomId, [bool; 2]> = FxHashMap::default();
        while let Some(formula) = waiting.pop() {
            if !seen.insert(formula) {
                continue;
            }
            match self.shape(formula) {
                Shape::True => {}
                Shape::Atom(atom) => signs.entry(*atom).or_default()[usize::from(!formula.is_negated())] = true,
                Shape::And(parts) => {
                    waiting.extend(parts.iter().map(|part| if formula.is_negated() { !*part } else { *part }));
                }
            }
        }
        let mut signs: Vec<(AtomId, [bool; 2])> = signs.into_iter().collect();
        signs.sort_unstable();
        signs
    }

    /// The formula where some atoms have a value.
    pub fn assign(&mut self, formula: Formula, values: &FxHashMap<AtomId, bool>) -> Formula {
        self.assign_with(formula, values, &mut FxHashMap::default())
    }

    /// The same, with the formulas that were already worked out.
    pub fn assign_with(
        &mut self,
        formula: Formula,
        values: &FxHashMap<AtomId, bool>,
        known: &mut FxHashMap<usize, Formula>,
    ) -> Formula {
        let positive = match known.get(&formula.index()) {
            Some(positive) => *positive,
            None => {
                let positive = match self.shape(formula).clone() {
                    Shape::True => Formula::TRUE,
                    Shape::Atom(atom) => match values.get(&atom) {
                        Some(true) => Formula::TRUE,
                        Some(false) => Formula::FALSE,
                        None => formula.positive(),
                    },
                    Shape::And(parts) => {
                        let parts: Vec<Formula> =
                            parts.iter().map(|part| self.assign_with(*part, values, known)).collect();
                        self.and(parts)
                    }
                };
                known.insert(formula.index(), positive);
                positive
            }
        };
        if formula.is_negated() { !positive } else { positive }
    }

    /// Whether a formula is true where these atoms have a value, whatever others have.
    pub fn is_true_in(&self, formula: Formula, values: &FxHashMap<AtomId, bool>) -> bool {
        self.partly(formula, values, &mut FxHashMap::default()) == Some(true)
    }

    fn partly(
        &self,
        formula: Formula,
        values: &FxHashMap<AtomId, bool>,
        known: &mut FxHashMap<usize, Option<bool>>,
    ) -> Option<bool> {
        let positive = match known.get(&formula.index()) {
            Some(positive) => *positive,
            None => {
                let positive = match self.shape(formula) {
                    Shape::True => Some(true),
                    Shape::Atom(atom) => values.get(atom).copied(),
                    Shape::And(parts) => {
                        let mut all = Some(true);
                        for part in parts.iter() {
                            match self.partly(*part, values, known) {
                                Some(true) => {}
                                Some(false) => {
                                    all = Some(false);
                                    break;
                                }
                                None => all = None,
                            }
                        }
                        all
                    }
                };
                known.insert(formula.index(), positive);
                positive
            }
        };
        positive.map(|positive| positive != formula.is_negated())
    }

    /// The value of a formula where every atom has one.
    pub fn evaluate(&self, formula: Formula, value: &mut impl FnMut(AtomId) -> bool) -> bool {
        let mut known: FxHashMap<usize, bool> = FxHashMap::default();
        self.evaluate_with(formula, value, &mut known)
    }

    /// The same, with the values of formulas that were already worked out.
    pub fn evaluate_with(
        &self,
        formula: Formula,
        value: &mut impl FnMut(AtomId) -> bool,
        known: &mut FxHashMap<usize, bool>,
    ) -> bool {
        let positive = match known.get(&formula.index()) {
            Some(positive) => *positive,
            None => {
                let positive = match self.shape(formula) {
                    Shape::True => true,
                    Shape::Atom(atom) => value(*atom),
                    Shape::And(parts) => parts.iter().all(|part| self.evaluate_with(*part, value, known)),
                };
                known.insert(formula.index(), positive);
                positive
            }
        };
        positive != formula.is_negated()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_formulas_are_one_and_opposites_cancel() {
        let mut formulas = Formulas::default();
        let (a, b) = (formulas.atom(AtomId(0)), formulas.atom(AtomId(1)));
        let (one, other) = (formulas.and([a, b]), formulas.and([b, a, Formula::TRUE, a]));
        assert_eq!(one, other);
        assert_eq!(formulas.and([a, b, !a]), Formula::FALSE);
        assert_eq!(formulas.or([a, !a]), Formula::TRUE);
        assert_eq!(formulas.and([]), Formula::TRUE);
        assert_eq!(formulas.or([b]), b);
        assert_eq!(formulas.atoms(&[one]), [AtomId(0), AtomId(1)]);
    }

    #[test]
    fn values_are_put_in() {
        let mut formulas = Formulas::default();
        let (a, b, c) = (formulas.atom(AtomId(0)), formulas.atom(AtomId(1)), formulas.atom(AtomId(2)));
        let either = formulas.or([b, c]);
        let formula = formulas.and([a, !either]);
        let mut assign = |values: &[(u32, bool)]| {
            let values = values.iter().map(|(atom, value)| (AtomId(*atom), *value)).collect();
            formulas.assign(formula, &values)
        };
        assert_eq!(assign(&[]), formula);
        assert_eq!(assign(&[(0, false)]), Formula::FALSE);
        assert_eq!(assign(&[(1, true)]), Formula::FALSE);
        assert_eq!(assign(&[(0, true), (1, false)]), !c);
        assert_eq!(assign(&[(0, true), (1, false), (2, false)]), Formula::TRUE);
        let is_true_in = |values: &[(u32, bool)]| {
            formulas.is_true_in(formula, &values.iter().map(|(atom, value)| (AtomId(*atom), *value)).collect())
        };
        assert!(is_true_in(&[(0, true), (1, false), (2, false)]));
        assert!(!is_true_in(&[(0, true), (1, false)]));
        assert!(!is_true_in(&[(0, false)]));
    }

    #[test]
    fn thresholds_count() {
        let mut formulas = Formulas::default();
        let parts: Vec<Formula> = (0..5).map(|number| formulas.atom(AtomId(number))).collect();
        for count in 0..=6 {
            let formula = formulas.at_least(count, &parts);
            for bits in 0u32..32 {
                let holds = formulas.evaluate(formula, &mut |atom| bits >> atom.0 & 1 == 1);
                assert_eq!(holds, bits.count_ones() as usize >= count, "{count} of {bits:b}");
            }
        }
    }
}
