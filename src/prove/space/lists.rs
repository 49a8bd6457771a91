//! Lists: elements that there are, quantifiers and counts over them.

use crate::document::Condition;
use crate::prove::formula::{Formula, Shape};
use crate::prove::space::lower::{Element, Frame};
use crate::prove::space::names::ListOf;
use crate::prove::space::value::{Sum, Term, Value};
use crate::prove::space::{Atom, Kind, Nature, Place, Space, Variable, VariableId};

/// The copy of an element that rules with `for_each` look at.
pub const FOCUS: u32 = 0;

/// That some element of an array is as a condition says.
#[derive(Clone, Debug)]
pub struct Quantifier<'t> {
    pub array: usize,
    /// The list or role by whose facts the condition speaks of the element.
    cursor: usize,
    member: usize,
    /// `None` for any element at all.
    condition: Option<&'t Condition>,
    /// Its opposite is meant.
    is_negated: bool,
    frame: Frame,
    /// The condition for the copy that rules look at.
    pub focus: Formula,
    /// The copy that shows that it holds.
    pub witness: u32,
    /// How many elements are so, if something counts them.
    pub number: Option<VariableId>,
}

/// How many different values there are.
#[derive(Clone, Debug)]
pub struct Distinct<'t> {
    pub variable: VariableId,
    pub only_mobiles: bool,
    /// Values over arrays.
    pub listed: Vec<Listed>,
    /// Single values.
    pub single: Vec<Term>,
    of: &'t [Condition],
    frame: Frame,
}

/// The values of one fact over an array.
#[derive(Clone, Debug)]
pub struct Listed {
    pub array: usize,
    /// The variable of the copy that rules look at; others have the same pointer.
    pub variable: VariableId,
}

impl Distinct<'_> {
    /// The variables of the single values.
    pub fn single_variables(&self) -> Vec<VariableId> {
        self.single.iter().filter_map(variable_of).collect()
    }
}

impl<'t> Space<'t> {
    /// The arrays in which elements of a list stand, with the member of the role.
    pub(super) fn members(&self, list: &str) -> Vec<(usize, Option<usize>)> {
        match self.names.list(list) {
            Some(ListOf::Array(array)) => vec![(0, Some(array))],
            Some(ListOf::Role) => {
                let number = self.names.list_number(list).unwrap_or_default();
                let members = self.document.vocabulary.lists[number].members.iter().enumerate();
                let array = |name: &String| match self.names.list(name) {
                    Some(ListOf::Array(array)) => Some(array),
                    _ => None,
                };
                members.map(|(index, member)| (index, member.list.as_ref().and_then(array))).collect()
            }
            None => Vec::new(),
        }
    }

    /// The elements of a list that rules look at, each with the condition that it is there.
    pub(super) fn focused(&mut self, list: &str) -> Vec<(usize, Element, Formula)> {
        let Some(cursor) = self.names.list_number(list) else { return Vec::new() };
        let mut all = Vec::new();
        for (member, array) in self.members(list) {
            let there = array.map_or(Formula::TRUE, |array| self.there(array, FOCUS));
            all.push((cursor, Element { member, of: array.map(|array| (array, FOCUS)) }, there));
        }
        all
    }

    /// Whether a copy of an element is in the application.
    pub(in crate::prove) fn there(&mut self, array: usize, copy: u32) -> Formula {
        self.atom(Atom::There { array, copy })
    }

    /// Whether a condition, or its opposite, holds for some element.
    pub(super) fn any(&mut self, list: &str, of: &'t Condition, frame: &Frame, is_negated: bool) -> Formula {
        let Some(cursor) = self.names.list_number(list) else { return self.opaque() };
        let mut found = Vec::new();
        for (member, array) in self.members(list) {
            match array {
                None => {
                    let frame = frame.with(cursor, Element { member, of: None });
                    let holds = self.truth(of, &frame);
                    found.push(if is_negated { !holds } else { holds });
                }
                Some(array) => {
                    let number = self.quantifier(array, (cursor, member), Some(of), is_negated, frame);
                    found.push(number.map_or(Formula::FALSE, |number| self.atom(Atom::Some(number))));
                }
            }
        }
        self.formulas.or(found)
    }

    /// The number of a quantifier; `None` where no element can be so.
    fn quantifier(
        &mut self,
        array: usize,
        (cursor, member): (usize, usize),
        condition: Option<&'t Condition>,
        is_negated: bool,
        frame: &Frame,
    ) -> Option<u32> {
        let element = Element { member, of: Some((array, FOCUS)) };
        let holds = condition.map_or(Formula::TRUE, |of| self.truth(of, &frame.with(cursor, element)));
        let focus = if is_negated { !holds } else { holds };
        if focus == Formula::FALSE {
            return None;
        }
        let same = |other: &Quantifier<'_>| other.array == array && other.focus == focus;
        let number = self.quantifiers.iter().position(same).unwrap_or_else(|| {
            let witness = self.copies[array];
            self.copies[array] += 1;
            let frame = frame.clone();
            let new = Quantifier { array, cursor, member, condition, is_negated, frame, focus, witness, number: None };
            self.quantifiers.push(new);
            self.quantifiers.len() - 1
        });
        u32::try_from(number).ok()
    }

    /// How many elements there are, or how many are as a condition says.
    pub(super) fn count(&mut self, list: &str, of: Option<&'t Condition>, frame: &Frame) -> Option<Sum> {
        let cursor = self.names.list_number(list)?;
        let mut sum = Sum::default();
        for (member, array) in self.members(list) {
            let one = match (array, of) {
                (Some(array), None) => Sum::variable(self.length_of(array)),
                (Some(array), Some(of)) => match self.quantifier(array, (cursor, member), Some(of), false, frame) {
                    Some(number) => Sum::variable(self.number_of(number)),
                    None => Sum::default(),
                },
                (None, None) => Sum::number(1),
                // A condition on a single record is a case, not a number.
                (None, Some(_)) => return None,
            };
            sum = sum.plus(&one, 1);
        }
        Some(sum)
    }

    /// How many elements an array has.
    pub(in crate::prove) fn length_of(&mut self, array: usize) -> VariableId {
        let max = self.names.array(array).and_then(|list| list.max).and_then(|max| i64::try_from(max).ok());
        self.declare(counter(Place::Length(array), max.unwrap_or(i64::from(u32::MAX))))
    }

    /// That there are at least so many elements of a list; `None` for a role.
    pub fn has_elements(&mut self, list: &str, count: usize) -> Option<Formula> {
        let Some(ListOf::Array(array)) = self.names.list(list) else { return None };
        let length = Sum::variable(self.length_of(array));
        let fewer = i64::try_from(count).unwrap_or(i64::MAX) - 1;
        Some(!self.at_most(&length, fewer))
    }

    fn number_of(&mut self, quantifier: u32) -> VariableId {
        let array = self.quantifiers[quantifier as usize].array;
        if let Some(known) = self.quantifiers[quantifier as usize].number {
            return known;
        }
        let length = self.length_of(array);
        let (_, max) = self.variable(length).range();
        let number = self.declare(counter(Place::Number(quantifier), max));
        self.quantifiers[quantifier as usize].number = Some(number);
        let none = self.at_most(&Sum::variable(number), 0);
        let some = self.atom(Atom::Some(quantifier));
        let agree = self.formulas.equal(none, !some);
        let fits = self.at_most(&Sum::variable(number).plus(&Sum::variable(length), -1), 0);
        self.constraints.extend([agree, fits]);
        number
    }

    pub(super) fn count_distinct(&mut self, of: &'t [Condition], only_mobiles: bool, frame: &Frame) -> Term {
        let known = self
            .distinct
            .iter()
            .find(|known| std::ptr::eq(known.of, of) && known.only_mobiles == only_mobiles && known.frame == *frame);
        if let Some(known) = known {
            return Term::of(Value::Number(Sum::variable(known.variable)));
        }
        let (mut listed, mut single) = (Vec::new(), Vec::new());
        for item in of {
            let Condition::Values { list, of } = item else {
                single.push(self.term(item, frame));
                continue;
            };
            for (cursor, element, _) in self.focused(list) {
                match (element.of, self.term(of, &frame.with(cursor, element))) {
                    (Some((array, _)), term) => match variable_of(&term) {
                        Some(variable) => listed.push(Listed { array, variable }),
                        None => return Term::of(Value::Opaque),
                    },
                    (None, term) => single.push(term),
                }
            }
        }
        // What two places count alike is one number, in whatever order they name it.
        let same = |known: &Distinct<'_>| {
            let is_listed = |all: &[Listed], one: &Listed| all.iter().any(|other| other.variable == one.variable);
            let is_single = |all: &[Term], one: &Term| all.iter().any(|other| other.is_same(one));
            known.only_mobiles == only_mobiles
                && known.listed.iter().all(|one| is_listed(&listed, one))
                && listed.iter().all(|one| is_listed(&known.listed, one))
                && known.single.iter().all(|one| is_single(&single, one))
                && single.iter().all(|one| is_single(&known.single, one))
        };
        if let Some(known) = self.distinct.iter().find(|known| same(known)) {
            return Term::of(Value::Number(Sum::variable(known.variable)));
        }
        let number = u32::try_from(self.distinct.len()).unwrap_or(u32::MAX);
        let lengths: Vec<VariableId> = listed.iter().map(|one| self.length_of(one.array)).collect();
        let max = lengths.iter().map(|length| self.variable(*length).range().1).sum::<i64>();
        let max = max.saturating_add(i64::try_from(single.len()).unwrap_or(i64::MAX));
        let variable = self.declare(counter(Place::Distinct(number), max));
        self.bound_distinct(variable, &listed, &single, only_mobiles);
        self.compare_counts(variable, &listed, single.len(), only_mobiles);
        self.distinct.push(Distinct { variable, only_mobiles, listed, single, of, frame: frame.clone() });
        Term::of(Value::Number(Sum::variable(variable)))
    }

    /// What single values, the element that rules look at, and lengths say of a count of different
    /// values.
    fn bound_distinct(&mut self, count: VariableId, listed: &[Listed], single: &[Term], only_mobiles: bool) {
        let mut known: Vec<Term> = single.to_vec();
        let mut lengths = Sum::default();
        let mut is_all_known = Formula::TRUE;
        for one in listed {
            let there = self.there(one.array, FOCUS);
            known.push(self.if_there(one.variable, there));
            let length = Sum::variable(self.length_of(one.array));
            let (none, one_at_most) = (self.at_most(&length, 0), self.at_most(&length, 1));
            let only_focus = self.formulas.and([one_at_most, there]);
            let is_known = self.formulas.or([none, only_focus]);
            is_all_known = self.formulas.and([is_all_known, is_known]);
            lengths = lengths.plus(&length, 1);
        }
        let own = Sum::variable(count);
        for number in 0..=known.len() {
            let limit = i64::try_from(number).unwrap_or(i64::MAX);
            let more = self.distinct_at_least(&known, only_mobiles, number + 1);
            let at_most = self.at_most(&own, limit);
            let not_fewer = self.formulas.implies(more, !at_most);
            let exact = self.formulas.and([is_all_known, !more]);
            let not_more = self.formulas.implies(exact, at_most);
            self.constraints.extend([not_fewer, not_more]);
            if number <= single.len() {
                // No list has more different values than elements.
                let more = self.distinct_at_least(single, only_mobiles, number + 1);
                let within = self.at_most(&own.plus(&lengths, -1), limit);
                let fits = self.formulas.or([more, within]);
                self.constraints.push(fits);
            }
        }
    }

    /// The value of an element, where it is there.
    fn if_there(&mut self, variable: VariableId, there: Formula) -> Term {
        let value = match self.variable(variable).kind {
            Kind::Text | Kind::Phone => Value::TextOf(variable),
            Kind::Enum(_) => Value::Choice(variable),
            Kind::Int { .. } | Kind::Date => Value::Number(Sum::variable(variable)),
            Kind::YesNo | Kind::Set(_) => Value::Opaque,
        };
        let filled = match self.variable(variable).optional {
            true => {
                let has = self.atom(Atom::Has(variable));
                self.formulas.and([there, has])
            }
            false => there,
        };
        Term(vec![(filled, value), (!filled, Value::None)])
    }

    /// A count over more values is not smaller, and larger by no more than the further ones.
    fn compare_counts(&mut self, count: VariableId, listed: &[Listed], single: usize, only_mobiles: bool) {
        let holds = |all: &[Listed], one: &Listed| all.iter().any(|other| other.variable == one.variable);
        for index in 0..self.distinct.len() {
            let other = &self.distinct[index];
            if other.only_mobiles != only_mobiles {
                continue;
            }
            let further = |all: &[Listed], few: &[Listed]| -> Vec<usize> {
                all.iter().filter(|one| !holds(few, one)).map(|one| one.array).collect()
            };
            let (larger, smaller, lists, more) =
                if other.single.is_empty() && other.listed.iter().all(|one| holds(listed, one)) {
                    (count, other.variable, further(listed, &other.listed), single)
                } else if single == 0 && listed.iter().all(|one| holds(&other.listed, one)) {
                    (other.variable, count, further(&other.listed, listed), other.single.len())
                } else {
                    continue;
                };
            let difference = Sum::variable(smaller).plus(&Sum::variable(larger), -1);
            let not_smaller = self.at_most(&difference, 0);
            self.constraints.push(not_smaller);
            let mut difference = Sum::variable(larger).plus(&Sum::variable(smaller), -1);
            for list in lists {
                difference = difference.plus(&Sum::variable(self.length_of(list)), -1);
            }
            let not_larger = self.at_most(&difference, i64::try_from(more).unwrap_or(i64::MAX));
            self.constraints.push(not_larger);
        }
    }

    /// What ties the copies of elements to quantifiers and lengths. To be called once, when all rules
    /// are known.
    pub(super) fn tie_copies(&mut self) {
        let mut index = 0;
        while index < self.quantifiers.len() {
            self.tie_quantifier(index);
            index += 1;
        }
        self.tie_opposites();
        for (array, copies) in self.copies.clone().into_iter().enumerate() {
            (0..copies).for_each(|copy| self.take_invariants_of(array, copy));
            let there: Vec<Formula> = (0..copies).map(|copy| self.there(array, copy)).collect();
            let length = Sum::variable(self.length_of(array));
            // The element that rules look at is any that is there.
            let empty = self.at_most(&length, 0);
            let focused = self.formulas.or([empty, there[FOCUS as usize]]);
            self.constraints.push(focused);
            for count in 1..=there.len() {
                let reached = self.formulas.at_least(count, &there);
                let limit = i64::try_from(count).unwrap_or(i64::MAX) - 1;
                let too_short = self.at_most(&length, limit);
                let fits = !self.formulas.and([reached, too_short]);
                self.constraints.push(fits);
            }
        }
    }

    /// Elements are as one quantifier asks, or as its opposite does.
    fn tie_opposites(&mut self) {
        for index in 0..self.quantifiers.len() {
            let Quantifier { array, focus, number: Some(count), .. } = self.quantifiers[index] else { continue };
            let is_opposite = |other: &Quantifier<'_>| other.array == array && other.focus == !focus;
            let Some(opposite) = self.quantifiers.iter().position(is_opposite) else { continue };
            let others = self.quantifiers[opposite].number;
            let some = self.atom(Atom::Some(u32::try_from(opposite).unwrap_or(u32::MAX)));
            let rest = Sum::variable(count).plus(&Sum::variable(self.length_of(array)), -1);
            // Fewer than all are so just where some are not.
            let fewer = self.at_most(&rest, -1);
            let agree = self.formulas.equal(fewer, some);
            self.constraints.push(agree);
            if let Some(others) = others {
                let all = rest.plus(&Sum::variable(others), 1);
                let (not_more, too_few) = (self.at_most(&all, 0), self.at_most(&all, -1));
                self.constraints.extend([not_more, !too_few]);
            }
        }
    }

    fn tie_quantifier(&mut self, index: usize) {
        let Quantifier { array, witness, .. } = self.quantifiers[index];
        let number = u32::try_from(index).unwrap_or(u32::MAX);
        let some = self.atom(Atom::Some(number));
        let mut shown = Vec::new();
        for copy in 0..self.copies[array] {
            let (there, holds) = (self.there(array, copy), self.quantified(index, copy));
            let here = self.formulas.and([there, holds]);
            let tied = self.formulas.implies(here, some);
            self.constraints.push(tied);
            if copy == FOCUS || copy == witness {
                shown.push(here);
            }
        }
        let shown = self.formulas.or(shown);
        let tied = self.formulas.implies(some, shown);
        self.constraints.push(tied);
    }

    /// The condition of a quantifier for a copy of an element.
    fn quantified(&mut self, index: usize, copy: u32) -> Formula {
        let Quantifier { array, cursor, member, condition, is_negated, ref frame, focus, .. } = self.quantifiers[index];
        if copy == FOCUS {
            return focus;
        }
        let frame = frame.with(cursor, Element { member, of: Some((array, copy)) });
        let holds = condition.map_or(Formula::TRUE, |of| self.truth(of, &frame));
        if is_negated { !holds } else { holds }
    }

    /// Whether a formula has parts that are about elements of an array.
    pub fn is_about_elements(&self, formula: Formula) -> bool {
        self.formulas.atoms(&[formula]).into_iter().any(|atom| {
            let mut about = matches!(self.atoms[atom.0 as usize], Atom::There { .. } | Atom::Some(_));
            self.atoms[atom.0 as usize]
                .variables(|id| about |= matches!(self.variable(id).place, Place::Element { .. }));
            about
        })
    }

    /// The parts of a conjunction; the formula itself if it is none.
    pub fn conjuncts(&self, formula: Formula) -> Vec<Formula> {
        match self.formulas.shape(formula) {
            Shape::And(parts) if !formula.is_negated() => parts.to_vec(),
            _ => vec![formula],
        }
    }
}

/// The one variable of which a value is.
fn variable_of(term: &Term) -> Option<VariableId> {
    let mut values = term.0.iter().filter_map(|(_, value)| match value {
        Value::TextOf(of) | Value::Choice(of) => Some(Some(*of)),
        Value::Number(sum) => match &*sum.terms {
            [(of, 1)] if sum.constant == 0 => Some(Some(*of)),
            _ => Some(None),
        },
        Value::None => None,
        _ => Some(None),
    });
    let first = values.next()??;
    values.next().is_none().then_some(first)
}

fn counter(place: Place, max: i64) -> Variable {
    Variable {
        place,
        pointer: Vec::new(),
        fact: 0,
        kind: Kind::Int { low: 0, high: max },
        optional: false,
        nature: Nature::Remediable,
    }
}
