//! The space of applications: what can be true or false of one, and what must be.
//!
//! Facts, attributes and counts are variables; what rules ask of them are atoms. Which combinations
//! of atoms are possible is known by `theory`. A list has a few copies of an element: the one
//! that a rule with `for_each` looks at, and for every quantifier one that shows that it holds.
//!
//! Only complete applications are in the space: every fact is supplied, so every condition is true or
//! false. What cannot be said exactly is an atom that is free, so what is proved stays true, and what
//! is found is judged before it is shown.

mod atom;
mod compare;
mod dates;
mod lists;
mod lower;
mod names;
mod place;
mod rules;
mod scene;
mod value;

pub use atom::{Atom, TestId, TextTest};
pub use compare::is_mobile;
pub use dates::shifted;
pub use lists::{Distinct, FOCUS, Listed, Quantifier};
pub use place::{Kind, Nature, Place, Variable, VariableId};
pub use rules::{Instance, RuleOf, Scope};
pub use scene::{Scene, Side, TRACK, Tracks, is_effective};

use std::cell::RefCell;

use rustc_hash::{FxHashMap, FxHashSet};

use crate::document::{Document, Part};
use crate::prove::formula::{AtomId, Formula, Formulas};
use crate::prove::theory::strings::Found;
use names::Names;

/// Variables, atoms and formulas of one question: a province, a provider, a day.
#[derive(Debug)]
pub struct Space<'t> {
    pub document: &'t Document,
    pub(in crate::prove) names: Names<'t>,
    pub formulas: Formulas,
    pub variables: Vec<Variable>,
    variable_ids: FxHashMap<(Place, Box<str>), VariableId>,
    pub atoms: Vec<Atom>,
    atom_ids: FxHashMap<Atom, AtomId>,
    pub tests: Vec<TextTest>,
    test_ids: FxHashMap<TextTest, TestId>,
    pub quantifiers: Vec<Quantifier<'t>>,
    pub distinct: Vec<Distinct<'t>>,
    /// Of each array, how many copies of an element there are.
    pub copies: Vec<u32>,
    /// What holds for every application.
    pub constraints: Vec<Formula>,
    /// What holds for every element of a list.
    invariants_of_elements: Vec<(&'t str, &'t crate::document::Condition)>,
    /// Values of the derived facts: the cases of the layers in force come first.
    derived_cases: Vec<Vec<(&'t crate::document::Condition, u16)>>,
    derived_values: FxHashMap<(usize, lower::Frame), value::Term>,
    /// Parts of obligations that are not looked at.
    left_out: Vec<&'t Part>,
    /// The province, and the day of submission.
    fixed: scene::Fixed,
    /// How many atoms stand for something that could not be said.
    pub opaque: u32,
    /// Texts that were looked for already.
    pub(in crate::prove) texts: RefCell<Texts>,
}

/// What was found for a text: whether it is a phone, its tests, the texts of others.
pub(in crate::prove) type Texts = FxHashMap<(bool, Vec<(TestId, bool)>, Vec<String>), Found>;

impl<'t> Space<'t> {
    pub(in crate::prove) fn new(document: &'t Document, fixed: scene::Fixed) -> Space<'t> {
        let names = Names::new(document);
        Space {
            document,
            copies: vec![1; names.arrays()],
            derived_cases: vec![Vec::new(); document.vocabulary.derived.len()],
            names,
            formulas: Formulas::default(),
            variables: Vec::new(),
            variable_ids: FxHashMap::default(),
            atoms: Vec::new(),
            atom_ids: FxHashMap::default(),
            tests: Vec::new(),
            test_ids: FxHashMap::default(),
            quantifiers: Vec::new(),
            distinct: Vec::new(),
            constraints: Vec::new(),
            derived_values: FxHashMap::default(),
            left_out: Vec::new(),
            invariants_of_elements: Vec::new(),
            fixed,
            opaque: 0,
            texts: RefCell::default(),
        }
    }

    /// The atom as a formula.
    pub(in crate::prove) fn atom(&mut self, atom: Atom) -> Formula {
        let id = match self.atom_ids.get(&atom) {
            Some(id) => *id,
            None => {
                let id = AtomId(u32::try_from(self.atoms.len()).unwrap_or(u32::MAX));
                self.atoms.push(atom.clone());
                self.atom_ids.insert(atom, id);
                id
            }
        };
        self.formulas.atom(id)
    }

    /// The atom, if anything asks for it.
    pub fn find_atom(&self, atom: &Atom) -> Option<AtomId> {
        self.atom_ids.get(atom).copied()
    }

    /// Whether a test holds for the text of a variable.
    fn test(&mut self, of: VariableId, test: TextTest) -> Formula {
        let id = self.test_id(test);
        self.atom(Atom::Test(of, id))
    }

    fn test_id(&mut self, test: TextTest) -> TestId {
        match self.test_ids.get(&test) {
            Some(id) => *id,
            None => {
                let id = TestId(u32::try_from(self.tests.len()).unwrap_or(u32::MAX));
                self.tests.push(test.clone());
                self.test_ids.insert(test, id);
                id
            }
        }
    }

    /// The day of submission.
    pub fn day(&self) -> i64 {
        self.fixed.day.day_number().into()
    }

    /// Whether a fact is what the question says.
    pub(in crate::prove) fn is_fixed(&self, path: &str) -> bool {
        self.fixed.value(path).is_some()
    }

    /// The province of the question.
    pub fn own_province(&self) -> Option<u16> {
        self.fixed.province
    }

    /// An atom about which nothing is known.
    fn opaque(&mut self) -> Formula {
        self.opaque += 1;
        self.atom(Atom::Opaque(self.opaque))
    }

    pub fn variable(&self, id: VariableId) -> &Variable {
        &self.variables[id.0 as usize]
    }

    /// The variables of which formulas speak.
    pub fn variables_of(&self, formulas: &[Formula]) -> FxHashSet<VariableId> {
        let mut all = FxHashSet::default();
        for atom in self.formulas.atoms(formulas) {
            self.atoms[atom.0 as usize].variables(|id| {
                all.insert(id);
            });
        }
        all
    }

    /// The variable that stands where one of another space does.
    pub(in crate::prove) fn same_variable(&self, of: &Variable) -> Option<VariableId> {
        self.variable_ids.get(&(of.place.clone(), of.pointer.join("/").into_boxed_str())).copied()
    }

    /// The test that asks what one of another space does.
    pub(in crate::prove) fn same_test(&self, of: &TextTest) -> Option<TestId> {
        self.test_ids.get(of).copied()
    }

    fn declare(&mut self, variable: Variable) -> VariableId {
        let key = (variable.place.clone(), variable.pointer.join("/").into_boxed_str());
        if let Some(id) = self.variable_ids.get(&key) {
            return *id;
        }
        let id = VariableId(u32::try_from(self.variables.len()).unwrap_or(u32::MAX));
        self.variables.push(variable);
        self.variable_ids.insert(key, id);
        id
    }
}
