//! Decision diagrams of small functions: the local ones of a rule, of a pair of rules, of a change.
//! Never one for a whole province.
//!
//! An ordered diagram has one shape for every function, so that equal functions are one number.

use rustc_hash::{FxHashMap, FxHashSet};

use crate::prove::formula::{AtomId, Formula, Formulas, Shape};

/// A function of the atoms of its diagrams.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Function(u32);

impl Function {
    pub const FALSE: Function = Function(0);
    pub const TRUE: Function = Function(1);
}

/// Some atoms and what they must be, all together.
pub type Cube = Vec<(AtomId, bool)>;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
struct Node {
    level: u32,
    low: Function,
    high: Function,
}

/// Diagrams over atoms in one order.
///
/// Of atoms that exclude one another, as the values of one fact do, the first that is set is the one
/// that is true. So no diagram has a branch for two of them at once.
#[derive(Debug)]
pub struct Diagrams {
    nodes: Vec<Node>,
    unique: FxHashMap<Node, Function>,
    if_else: FxHashMap<(Function, Function, Function), Function>,
    levels: FxHashMap<AtomId, u32>,
    atoms: Vec<AtomId>,
    /// Of each atom that excludes others, those of them that stand before it.
    before: FxHashMap<AtomId, Vec<AtomId>>,
    exclusive: Vec<Vec<AtomId>>,
    of_formulas: FxHashMap<usize, Function>,
    /// Nodes that may still be made.
    budget: usize,
}

/// More nodes were needed than are allowed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TooLarge;

/// Level of the two constants: below all atoms.
const BOTTOM: u32 = u32::MAX;

impl Diagrams {
    /// Over these atoms in their order; at most one of each exclusive group is true, in the order of
    /// the group.
    pub fn new(atoms: Vec<AtomId>, exclusive: Vec<Vec<AtomId>>, budget: usize) -> Diagrams {
        let before = exclusive
            .iter()
            .flat_map(|group| group.iter().enumerate().map(|(index, atom)| (*atom, group[..index].to_vec())));
        let before = before.collect();
        let constant = |low, high| Node { level: BOTTOM, low, high };
        Diagrams {
            nodes: vec![constant(Function::FALSE, Function::FALSE), constant(Function::TRUE, Function::TRUE)],
            unique: FxHashMap::default(),
            if_else: FxHashMap::default(),
            levels: atoms.iter().copied().zip(0..).collect(),
            atoms,
            before,
            exclusive,
            of_formulas: FxHashMap::default(),
            budget,
        }
    }

    fn node(&self, function: Function) -> Node {
        self.nodes[function.0 as usize]
    }

    /// How many nodes there are.
    pub fn size(&self) -> usize {
        self.nodes.len()
    }

    fn make(&mut self, level: u32, low: Function, high: Function) -> Result<Function, TooLarge> {
        if low == high {
            return Ok(low);
        }
        let node = Node { level, low, high };
        if let Some(known) = self.unique.get(&node) {
            return Ok(*known);
        }
        if self.nodes.len() >= self.budget {
            return Err(TooLarge);
        }
        let new = Function(u32::try_from(self.nodes.len()).map_err(|_| TooLarge)?);
        self.nodes.push(node);
        self.unique.insert(node, new);
        Ok(new)
    }

    pub fn atom(&mut self, atom: AtomId) -> Result<Function, TooLarge> {
        let level = *self.levels.get(&atom).ok_or(TooLarge)?;
        let mut function = self.make(level, Function::FALSE, Function::TRUE)?;
        for other in self.before.get(&atom).cloned().unwrap_or_default().into_iter().rev() {
            let level = *self.levels.get(&other).ok_or(TooLarge)?;
            function = self.make(level, function, Function::FALSE)?;
        }
        Ok(function)
    }

    /// What a cube of the diagram says of the atoms: of a group that excludes one another, which one is
    /// true, or which are not. Where several can be it, a cube for each.
    fn spoken(&self, cube: &Cube) -> Vec<Cube> {
        let set = |atom: &AtomId| cube.iter().find(|(own, _)| own == atom).map(|(_, sign)| *sign);
        let is_alone = |(atom, _): &&(AtomId, bool)| !self.before.contains_key(atom);
        let mut cubes: Vec<Cube> = vec![cube.iter().filter(is_alone).copied().collect()];
        for group in &self.exclusive {
            let chosen: Vec<Cube> = match group.iter().position(|atom| set(atom) == Some(true)) {
                None => {
                    let denied = group.iter().filter(|atom| set(atom) == Some(false));
                    vec![denied.map(|atom| (*atom, false)).collect()]
                }
                Some(first) => {
                    let can_be = group[..first].iter().filter(|atom| set(atom).is_none());
                    can_be.chain([&group[first]]).map(|atom| vec![(*atom, true)]).collect()
                }
            };
            cubes = cubes.iter().flat_map(|cube| chosen.iter().map(move |own| [&cube[..], own].concat())).collect();
        }
        cubes.iter_mut().for_each(|cube| cube.sort_unstable());
        cubes
    }

    /// Where the first is true the second, elsewhere the third.
    pub fn if_else(&mut self, condition: Function, then: Function, otherwise: Function) -> Result<Function, TooLarge> {
        match (condition, then, otherwise) {
            (Function::TRUE, _, _) => return Ok(then),
            (Function::FALSE, _, _) => return Ok(otherwise),
            _ if then == otherwise => return Ok(then),
            (_, Function::TRUE, Function::FALSE) => return Ok(condition),
            _ => {}
        }
        if let Some(known) = self.if_else.get(&(condition, then, otherwise)) {
            return Ok(*known);
        }
        let level = [condition, then, otherwise].map(|function| self.node(function).level).into_iter().min();
        let level = level.unwrap_or(BOTTOM);
        let part = |function: Function, high: bool| {
            let node = self.node(function);
            match (node.level == level, high) {
                (false, _) => function,
                (true, false) => node.low,
                (true, true) => node.high,
            }
        };
        let low = [part(condition, false), part(then, false), part(otherwise, false)];
        let high = [part(condition, true), part(then, true), part(otherwise, true)];
        let low = self.if_else(low[0], low[1], low[2])?;
        let high = self.if_else(high[0], high[1], high[2])?;
        let made = self.make(level, low, high)?;
        self.if_else.insert((condition, then, otherwise), made);
        Ok(made)
    }

    pub fn not(&mut self, function: Function) -> Result<Function, TooLarge> {
        self.if_else(function, Function::FALSE, Function::TRUE)
    }

    pub fn and(&mut self, one: Function, other: Function) -> Result<Function, TooLarge> {
        self.if_else(one, other, Function::FALSE)
    }

    pub fn or(&mut self, one: Function, other: Function) -> Result<Function, TooLarge> {
        self.if_else(one, Function::TRUE, other)
    }

    pub fn and_not(&mut self, one: Function, other: Function) -> Result<Function, TooLarge> {
        let not = self.not(other)?;
        self.and(one, not)
    }

    pub fn implies(&mut self, one: Function, other: Function) -> Result<Function, TooLarge> {
        self.if_else(one, other, Function::TRUE)
    }

    /// The function of a formula over these atoms.
    pub fn formula(&mut self, formulas: &Formulas, formula: Formula) -> Result<Function, TooLarge> {
        let positive = match self.of_formulas.get(&formula.index()) {
            Some(known) => *known,
            None => {
                let made = match formulas.shape(formula) {
                    Shape::True => Function::TRUE,
                    Shape::Atom(atom) => self.atom(*atom)?,
                    Shape::And(parts) => {
                        let mut all = Function::TRUE;
                        for part in parts {
                            let part = self.formula(formulas, *part)?;
                            all = self.and(all, part)?;
                        }
                        all
                    }
                };
                self.of_formulas.insert(formula.index(), made);
                made
            }
        };
        if formula.is_negated() { self.not(positive) } else { Ok(positive) }
    }

    /// One of these atoms is as said.
    pub fn clause(&mut self, literals: &[(AtomId, bool)]) -> Result<Function, TooLarge> {
        let mut all = Function::FALSE;
        for (atom, sign) in literals {
            let atom = self.atom(*atom)?;
            let literal = if *sign { atom } else { self.not(atom)? };
            all = self.or(all, literal)?;
        }
        Ok(all)
    }

    /// True where some values of these atoms make the function true.
    pub fn exists(&mut self, function: Function, atoms: &FxHashSet<AtomId>) -> Result<Function, TooLarge> {
        self.quantify(function, atoms, &mut FxHashMap::default())
    }

    /// True where all values of these atoms make the function true.
    pub fn for_all(&mut self, function: Function, atoms: &FxHashSet<AtomId>) -> Result<Function, TooLarge> {
        let not = self.not(function)?;
        let exists = self.exists(not, atoms)?;
        self.not(exists)
    }

    fn quantify(
        &mut self,
        function: Function,
        atoms: &FxHashSet<AtomId>,
        known: &mut FxHashMap<Function, Function>,
    ) -> Result<Function, TooLarge> {
        let node = self.node(function);
        if node.level == BOTTOM {
            return Ok(function);
        }
        if let Some(known) = known.get(&function) {
            return Ok(*known);
        }
        let low = self.quantify(node.low, atoms, known)?;
        let high = self.quantify(node.high, atoms, known)?;
        let made = if atoms.contains(&self.atoms[node.level as usize]) {
            self.or(low, high)?
        } else {
            self.make(node.level, low, high)?
        };
        known.insert(function, made);
        Ok(made)
    }

    /// The atoms of which a function depends.
    pub fn support(&self, function: Function) -> Vec<AtomId> {
        let (mut seen, mut waiting) = (FxHashSet::default(), vec![function]);
        let mut levels = FxHashSet::default();
        while let Some(function) = waiting.pop() {
            let node = self.node(function);
            if node.level != BOTTOM && seen.insert(function) {
                levels.insert(node.level);
                waiting.extend([node.low, node.high]);
            }
        }
        let mut levels: Vec<u32> = levels.into_iter().collect();
        levels.sort_unstable();
        levels.into_iter().map(|level| self.atoms[level as usize]).collect()
    }

    /// The part of all values of all atoms for which the function is true.
    pub fn share(&self, function: Function) -> f64 {
        let mut known: FxHashMap<Function, f64> = FxHashMap::default();
        self.share_of(function, &mut known)
    }

    fn share_of(&self, function: Function, known: &mut FxHashMap<Function, f64>) -> f64 {
        match function {
            Function::FALSE => return 0.0,
            Function::TRUE => return 1.0,
            _ => {}
        }
        if let Some(known) = known.get(&function) {
            return *known;
        }
        let node = self.node(function);
        let share = (self.share_of(node.low, known) + self.share_of(node.high, known)) / 2.0;
        known.insert(function, share);
        share
    }

    /// The fewest conditions that make the function true; the smaller atoms decide between equals.
    pub fn shortest(&self, function: Function) -> Option<Cube> {
        let mut known: FxHashMap<Function, Option<Cube>> = FxHashMap::default();
        // Where several values of a fact will do, the one on the way.
        self.shortest_of(function, &mut known).and_then(|cube| self.spoken(&cube).pop())
    }

    fn shortest_of(&self, function: Function, known: &mut FxHashMap<Function, Option<Cube>>) -> Option<Cube> {
        match function {
            Function::FALSE => return None,
            Function::TRUE => return Some(Vec::new()),
            _ => {}
        }
        if let Some(known) = known.get(&function) {
            return known.clone();
        }
        let node = self.node(function);
        let with = |sign: bool, rest: Option<Cube>| {
            rest.map(|rest| [vec![(self.atoms[node.level as usize], sign)], rest].concat())
        };
        let low = with(false, self.shortest_of(node.low, known));
        let high = with(true, self.shortest_of(node.high, known));
        let best = match (low, high) {
            (Some(low), Some(high)) => Some(if high.len() < low.len() { high } else { low }),
            (low, high) => low.or(high),
        };
        known.insert(function, best.clone());
        best
    }

    /// A short list of cubes that together are true wherever `least` is, and nowhere where `most` is
    /// not. None of them can be left out (Minato and Morreale).
    pub fn cover(&mut self, least: Function, most: Function) -> Result<Vec<Cube>, TooLarge> {
        let mut cubes = Vec::new();
        self.cover_into(least, most, &mut Vec::new(), &mut cubes)?;
        let mut spoken: Vec<Cube> = cubes.iter().flat_map(|cube| self.spoken(cube)).collect();
        spoken.sort_unstable();
        spoken.dedup();
        // Of several values of a fact some may be those that nobody of `least` has.
        let mut covering = Vec::new();
        for cube in spoken {
            let mut met = least;
            for (atom, sign) in &cube {
                let atom = self.atom(*atom)?;
                met = if *sign { self.and(met, atom)? } else { self.and_not(met, atom)? };
            }
            if met != Function::FALSE {
                covering.push(cube);
            }
        }
        let mut spoken = covering;
        // That one value is the fact says that another is not, so a cube may be part of another.
        let is_part = |index: usize| {
            let others = spoken.iter().enumerate().filter(|(other, _)| *other != index);
            others.into_iter().any(|(_, other)| self.implies_cube(&spoken[index], other))
        };
        let kept: Vec<bool> = (0..spoken.len()).map(|index| !is_part(index)).collect();
        let mut kept = kept.iter();
        spoken.retain(|_| kept.next().copied().unwrap_or(true));
        Ok(spoken)
    }

    /// Whether a cube says all that another says.
    fn implies_cube(&self, cube: &Cube, other: &Cube) -> bool {
        let excludes = |one: &AtomId, other: &AtomId| {
            one != other && self.exclusive.iter().any(|group| group.contains(one) && group.contains(other))
        };
        other.iter().all(|(atom, sign)| {
            cube.iter()
                .any(|(own, own_sign)| own == atom && own_sign == sign || !*sign && *own_sign && excludes(own, atom))
        })
    }

    /// Adds the cubes behind what is on the way; gives their function.
    fn cover_into(
        &mut self,
        least: Function,
        most: Function,
        way: &mut Cube,
        cubes: &mut Vec<Cube>,
    ) -> Result<Function, TooLarge> {
        if least == Function::FALSE {
            return Ok(Function::FALSE);
        }
        if most == Function::TRUE {
            cubes.push(way.clone());
            return Ok(Function::TRUE);
        }
        let level = self.node(least).level.min(self.node(most).level);
        let atom = self.atoms[level as usize];
        let [(least_low, least_high), (most_low, most_high)] = [least, most].map(|function| {
            let node = self.node(function);
            if node.level == level { (node.low, node.high) } else { (function, function) }
        });
        let only_low = self.and_not(least_low, most_high)?;
        way.push((atom, false));
        let low = self.cover_into(only_low, most_low, way, cubes);
        way.pop();
        let low = low?;
        let only_high = self.and_not(least_high, most_low)?;
        way.push((atom, true));
        let high = self.cover_into(only_high, most_high, way, cubes);
        way.pop();
        let high = high?;
        let (left_low, left_high) = (self.and_not(least_low, low)?, self.and_not(least_high, high)?);
        let (left, both) = (self.or(left_low, left_high)?, self.and(most_low, most_high)?);
        let common = self.cover_into(left, both, way, cubes)?;
        let own = self.make(level, low, high)?;
        self.or(own, common)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ATOMS: u32 = 6;

    #[test]
    fn values_that_nobody_has_are_not_listed() {
        // The fact is the second or the third value, or none of the three.
        let atoms: Vec<AtomId> = (0..3).map(AtomId).collect();
        let mut diagrams = Diagrams::new(atoms.clone(), vec![atoms.clone()], 10_000);
        let [first, second, _] = [0, 1, 2].map(|index| diagrams.atom(atoms[index]).expect("it is small"));
        let known = diagrams.not(first).expect("it is small");
        let least = diagrams.and(known, second).expect("it is small");
        let most = diagrams.implies(known, second).expect("it is small");
        assert_eq!(diagrams.cover(least, most), Ok(vec![vec![(atoms[1], true)]]));
    }

    fn diagrams() -> Diagrams {
        Diagrams::new((0..ATOMS).map(AtomId).collect(), Vec::new(), 10_000)
    }

    /// The value of a function for the bits of a number.
    fn value(diagrams: &Diagrams, function: Function, bits: u32) -> bool {
        let mut at = function;
        loop {
            let node = diagrams.node(at);
            match at {
                Function::TRUE => return true,
                Function::FALSE => return false,
                _ => at = if bits >> diagrams.atoms[node.level as usize].0 & 1 == 1 { node.high } else { node.low },
            }
        }
    }

    /// A function with the truth table of a number: bit `n` is its value for the atoms `n`.
    fn of_table(diagrams: &mut Diagrams, table: u64) -> Function {
        let mut all = Function::FALSE;
        for bits in (0..64u32).filter(|bits| table >> bits & 1 == 1) {
            let mut cube = Function::TRUE;
            for atom in 0..ATOMS {
                let atom_function = diagrams.atom(AtomId(atom)).expect("small");
                let literal =
                    if bits >> atom & 1 == 1 { atom_function } else { diagrams.not(atom_function).expect("small") };
                cube = diagrams.and(cube, literal).expect("small");
            }
            all = diagrams.or(all, cube).expect("small");
        }
        all
    }

    /// Numbers that look random and are the same every time.
    fn tables() -> impl Iterator<Item = u64> {
        let next =
            |last: &u64| Some(last.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407));
        std::iter::successors(Some(7), next).map(|number| number ^ number >> 29).take(40)
    }

    #[test]
    fn functions_are_what_their_tables_say() {
        let mut diagrams = diagrams();
        for table in tables() {
            let function = of_table(&mut diagrams, table);
            assert!((0..64).all(|bits| value(&diagrams, function, bits) == (table >> bits & 1 == 1)));
            let not = diagrams.not(function).expect("small");
            assert_eq!(not, of_table(&mut diagrams, !table));
            assert!((diagrams.share(function) * 64.0 - f64::from(table.count_ones())).abs() < 1e-9);
        }
    }

    #[test]
    fn quantifiers_join_or_meet_both_halves() {
        let mut diagrams = diagrams();
        let atoms = FxHashSet::from_iter([AtomId(1), AtomId(4)]);
        for table in tables() {
            let function = of_table(&mut diagrams, table);
            let exists = diagrams.exists(function, &atoms).expect("small");
            let for_all = diagrams.for_all(function, &atoms).expect("small");
            for bits in 0..64u32 {
                let mut others = [0, 2, 16, 18].into_iter().map(|own| bits & !18 | own);
                let values: Vec<bool> = others.by_ref().map(|bits| table >> bits & 1 == 1).collect();
                assert_eq!(value(&diagrams, exists, bits), values.contains(&true));
                assert_eq!(value(&diagrams, for_all, bits), !values.contains(&false));
            }
        }
    }

    #[test]
    fn a_cover_lies_between_its_bounds_and_has_no_cube_too_many() {
        let mut diagrams = diagrams();
        let all: Vec<u64> = tables().collect();
        for pair in all.windows(2) {
            let (least, most) = (pair[0] & pair[1], pair[0] | pair[1]);
            let (least_function, most_function) = (of_table(&mut diagrams, least), of_table(&mut diagrams, most));
            let cubes = diagrams.cover(least_function, most_function).expect("small");
            let holds = |cube: &Cube, bits: u32| cube.iter().all(|(atom, sign)| (bits >> atom.0 & 1 == 1) == *sign);
            let covered = |cubes: &[Cube], bits: u32| cubes.iter().any(|cube| holds(cube, bits));
            for bits in 0..64u32 {
                let is_covered = covered(&cubes, bits);
                assert!(is_covered || least >> bits & 1 == 0);
                assert!(!is_covered || most >> bits & 1 == 1);
            }
            for index in 0..cubes.len() {
                let mut fewer = cubes.clone();
                fewer.remove(index);
                let is_needed = (0..64u32).any(|bits| least >> bits & 1 == 1 && !covered(&fewer, bits));
                assert!(is_needed, "cube {index} of {cubes:?}");
            }
        }
    }

    #[test]
    fn the_shortest_cube_is_true_and_none_is_shorter() {
        let mut diagrams = diagrams();
        for table in tables() {
            let function = of_table(&mut diagrams, table);
            let cube = diagrams.shortest(function).expect("it is true somewhere");
            let holds = |bits: u32| cube.iter().all(|(atom, sign)| (bits >> atom.0 & 1 == 1) == *sign);
            assert!((0..64).all(|bits| !holds(bits) || table >> bits & 1 == 1));
        }
    }

    #[test]
    fn values_of_one_fact_exclude_one_another() {
        let group: Vec<AtomId> = (0..30).map(AtomId).collect();
        let mut diagrams = Diagrams::new(group.clone(), vec![group.clone()], 1000);
        let values: Vec<Function> = group.iter().map(|atom| diagrams.atom(*atom).expect("small")).collect();
        assert_eq!(diagrams.and(values[3], values[7]), Ok(Function::FALSE));
        let one_of = diagrams.or(values[3], values[7]).expect("small");
        let neither = diagrams.not(one_of).expect("small");
        let said = diagrams.cover(one_of, one_of).expect("small");
        assert_eq!(said, [vec![(AtomId(3), true)], vec![(AtomId(7), true)]]);
        let said = diagrams.cover(neither, neither).expect("small");
        assert_eq!(said, [vec![(AtomId(3), false), (AtomId(7), false)]]);
        assert_eq!(diagrams.shortest(values[7]), Some(vec![(AtomId(7), true)]));
    }

    #[test]
    fn what_is_too_large_is_said() {
        let mut diagrams = Diagrams::new((0..40).map(AtomId).collect(), Vec::new(), 200);
        let mut parity = Ok(Function::FALSE);
        for atom in 0..40 {
            parity = parity.and_then(|parity| {
                let atom = diagrams.atom(AtomId(atom))?;
                let not = diagrams.not(parity)?;
                diagrams.if_else(atom, not, parity)
            });
        }
        // Two nodes for each atom, and what is thrown away between.
        assert_eq!(parity, Err(TooLarge));
    }
}
