//! A usual application taken over into another space of the same question, where more is asked.

use rustc_hash::FxHashMap;

use crate::prove::formula::AtomId;
use crate::prove::space::{Atom, Space, TestId, VariableId};
use crate::prove::theory::{Datum, Values};
use crate::prove::witness::Typical;

impl Typical {
    /// The same application in a space with further variables and atoms. What it says of them follows
    /// from its values, where it has some.
    pub fn carried(&self, from: &Space<'_>, to: &Space<'_>) -> Typical {
        let variable = |id: VariableId| to.same_variable(from.variable(id));
        let values = self.values().iter().filter_map(|(id, datum)| Some((variable(*id)?, datum.clone())));
        let values: Values = values.collect();
        let known = self.atoms().iter().filter_map(|(id, is_true)| {
            let atom = renamed(&from.atoms[id.0 as usize], variable, |test| to.same_test(&from.tests[test.0 as usize]));
            Some((to.find_atom(&atom?)?, *is_true))
        });
        let mut atoms: FxHashMap<AtomId, bool> = known.collect();
        for (atom, number) in to.atoms.iter().zip(0..) {
            if let Some(is_true) = truth(to, atom, &values) {
                atoms.entry(AtomId(number)).or_insert(is_true);
            }
        }
        Typical::new(self.application.clone(), values, atoms)
    }
}

/// The atom with the numbers of another space.
fn renamed(
    atom: &Atom,
    variable: impl Fn(VariableId) -> Option<VariableId>,
    test: impl Fn(TestId) -> Option<TestId>,
) -> Option<Atom> {
    let renamed = match atom {
        Atom::Yes(of) => Atom::Yes(variable(*of)?),
        Atom::Has(of) => Atom::Has(variable(*of)?),
        Atom::Is(of, value) => Atom::Is(variable(*of)?, *value),
        Atom::Holds(of, value) => Atom::Holds(variable(*of)?, *value),
        Atom::Test(of, own) => Atom::Test(variable(*of)?, test(*own)?),
        Atom::AtMost(terms, limit) => {
            let terms = terms.iter().map(|(of, factor)| Some((variable(*of)?, *factor)));
            Atom::AtMost(terms.collect::<Option<_>>()?, *limit)
        }
        Atom::Same(one, other) => Atom::Same(variable(*one)?, variable(*other)?),
        Atom::There { .. } | Atom::Uploaded(_) => atom.clone(),
        // Their numbers say nothing elsewhere.
        Atom::Some(_) | Atom::Opaque(_) => return None,
    };
    Some(renamed)
}

/// Whether an atom is true of these values.
fn truth(space: &Space<'_>, atom: &Atom, values: &Values) -> Option<bool> {
    match atom {
        Atom::Yes(of) => Some(*values.get(of)? == Datum::YesNo(true)),
        Atom::Has(of) => Some(*values.get(of)? != Datum::None),
        Atom::Is(of, value) => Some(*values.get(of)? == Datum::Value(*value)),
        Atom::Holds(of, value) => match values.get(of)? {
            Datum::Set(all) => Some(all.contains(value)),
            _ => None,
        },
        Atom::Test(of, test) => match values.get(of)? {
            Datum::Text(text) => Some(space.passes(*test, text)),
            _ => None,
        },
        Atom::AtMost(terms, limit) => {
            let number = |of: &VariableId| match values.get(of)? {
                Datum::Number(number) => Some(*number),
                _ => None,
            };
            let parts = terms.iter().map(|(of, factor)| number(of)?.checked_mul(*factor));
            Some(parts.sum::<Option<i64>>()? <= *limit)
        }
        Atom::Same(one, other) => Some(values.get(one)? == values.get(other)?),
        Atom::Some(_) | Atom::There { .. } | Atom::Uploaded(_) | Atom::Opaque(_) => None,
    }
}
