//! From the conditions and obligations of a table to formulas.

use crate::document::{Condition, Guard, Obligation, Part};
use crate::prove::formula::Formula;
use crate::prove::space::names::{ListOf, nature};
use crate::prove::space::value::{DateUnit, Order, Sum, Term, Value};
use crate::prove::space::{Atom, Kind, Nature, Place, Space, TextTest, Variable};
use crate::text::Date;

/// The current element of each list, and the material whose attributes are meant.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Frame {
    elements: Vec<(usize, Element)>,
    material: Option<usize>,
}

/// A current element: of an array, or of a role.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Element {
    /// The member of the role; 0 for arrays.
    pub member: usize,
    /// The array in which it stands, and the copy; `None` for a single record.
    pub of: Option<(usize, u32)>,
}

impl Frame {
    /// The same where a material is meant.
    pub fn with_material(&self, material: usize) -> Frame {
        Frame { material: Some(material), ..self.clone() }
    }

    /// The same with another current element of a list.
    pub fn with(&self, list: usize, element: Element) -> Frame {
        let mut frame = self.clone();
        frame.elements.retain(|(other, _)| *other != list);
        frame.elements.push((list, element));
        frame.elements.sort_unstable_by_key(|(list, _)| *list);
        frame
    }

    fn element(&self, list: usize) -> Option<Element> {
        self.elements.iter().find(|(other, _)| *other == list).map(|(_, element)| *element)
    }
}

impl<'t> Space<'t> {
    /// Whether a condition holds.
    pub(super) fn truth(&mut self, condition: &'t Condition, frame: &Frame) -> Formula {
        use Condition as C;
        match condition {
            C::Not { of } => !self.truth(of, frame),
            C::And { of } => {
                let parts: Vec<Formula> = of.iter().map(|part| self.truth(part, frame)).collect();
                self.formulas.and(parts)
            }
            C::Or { of } => {
                let parts: Vec<Formula> = of.iter().map(|part| self.truth(part, frame)).collect();
                self.formulas.or(parts)
            }
            C::Any { list, of } => self.any(list, of, frame, false),
            C::All { list, of } => !self.any(list, of, frame, true),
            C::Has { of } => {
                let term = self.term(of, frame);
                self.by_cases(term, |_, value| (!matches!(value, Value::None)).into())
            }
            C::In { of, r#enum, values } => {
                let values: Vec<u16> = values.iter().filter_map(|value| self.names.value(r#enum, value)).collect();
                let term = self.term(of, frame);
                self.by_cases(term, |space, value| space.is_one_of(value, &values))
            }
            C::Holds { of, r#enum, value } => {
                let wanted = self.names.value(r#enum, value);
                let term = self.term(of, frame);
                self.by_cases(term, |space, value| match (value, wanted) {
                    (Value::Set(of), Some(wanted)) => space.atom(Atom::Holds(*of, wanted)),
                    (Value::Opaque, _) => space.opaque(),
                    _ => Formula::FALSE,
                })
            }
            C::InRow { of, table, key } => self.in_row(of, table, key, frame),
            C::IsWord { of, words } => self.text_test(of, frame, TextTest::Among(self.names.words(words))),
            C::Mentions { of, words } => self.text_test(of, frame, TextTest::Mentions(self.names.words(words))),
            C::StartsWith { of, words } => self.text_test(of, frame, TextTest::StartsWith(self.names.words(words))),
            C::EndsWith { of, words } => self.text_test(of, frame, TextTest::EndsWith(self.names.words(words))),
            C::OnlyLatin { of } => self.text_test(of, frame, TextTest::OnlyLatin),
            C::OnlyDigits { of } => self.text_test(of, frame, TextTest::OnlyDigits),
            C::Eq { .. } | C::Ne { .. } | C::Lt { .. } | C::Le { .. } | C::Gt { .. } | C::Ge { .. } => {
                let Some((order, left, right)) = Order::of(condition) else { return self.opaque() };
                self.comparison(order, left, right, frame)
            }
            C::Fact { .. } | C::Derived { .. } | C::Attribute { .. } | C::YesNo { .. } | C::Cases { .. } => {
                let term = self.term(condition, frame);
                self.by_cases(term, |space, value| match value {
                    Value::Truth(formula) => *formula,
                    Value::Opaque => space.opaque(),
                    _ => Formula::FALSE,
                })
            }
            C::Unknown {} => self.opaque(),
            C::Text { .. }
            | C::Date { .. }
            | C::Int { .. }
            | C::Enum { .. }
            | C::CharCount { .. }
            | C::HanCount { .. }
            | C::Count { .. }
            | C::CountDistinct { .. }
            | C::DistinctMobiles { .. }
            | C::Values { .. }
            | C::Plus { .. }
            | C::Minus { .. }
            | C::Shift { .. } => Formula::FALSE,
        }
    }

    fn comparison(&mut self, order: Order, left: &'t Condition, right: &'t Condition, frame: &Frame) -> Formula {
        // Different values among a few facts are counted out; those over lists are numbers.
        for (order, counted, other) in [(order, left, right), (order.turned(), right, left)] {
            let (items, only_mobiles) = match counted {
                Condition::CountDistinct { of } => (of, false),
                Condition::DistinctMobiles { of } => (of, true),
                _ => continue,
            };
            if let Condition::Int { value } = other
                && !items.iter().any(|item| matches!(item, Condition::Values { .. }))
            {
                let items: Vec<Term> = items.iter().map(|item| self.term(item, frame)).collect();
                return self.compare_distinct(order, &items, only_mobiles, *value);
            }
        }
        let (left, right) = (self.term(left, frame), self.term(right, frame));
        self.compare(order, &left, &right)
    }

    fn compare_distinct(&mut self, order: Order, items: &[Term], only_mobiles: bool, limit: i64) -> Formula {
        let mut at_least = |limit: i64| match usize::try_from(limit) {
            Ok(limit) if limit <= items.len() => self.distinct_at_least(items, only_mobiles, limit),
            Ok(_) => Formula::FALSE,
            Err(_) => Formula::TRUE,
        };
        match order {
            Order::AtLeast => at_least(limit),
            Order::Less => !at_least(limit),
            Order::More => at_least(limit.saturating_add(1)),
            Order::AtMost => !at_least(limit.saturating_add(1)),
            Order::Equal | Order::NotEqual => {
                let (here, above) = (at_least(limit), at_least(limit.saturating_add(1)));
                let equal = self.formulas.and([here, !above]);
                if order == Order::Equal { equal } else { !equal }
            }
        }
    }

    /// Joins what holds in each case of a value.
    fn by_cases(&mut self, term: Term, mut holds: impl FnMut(&mut Self, &Value) -> Formula) -> Formula {
        let mut cases = Vec::new();
        for (when, value) in &term.0 {
            let holds = holds(self, value);
            cases.push(self.formulas.and([*when, holds]));
        }
        self.formulas.or(cases)
    }

    fn is_one_of(&mut self, value: &Value, values: &[u16]) -> Formula {
        match value {
            Value::Constant(value) => values.contains(value).into(),
            Value::Choice(of) => {
                let each: Vec<Formula> = values.iter().map(|value| self.is(*of, *value)).collect();
                self.formulas.or(each)
            }
            Value::Opaque => self.opaque(),
            _ => Formula::FALSE,
        }
    }

    pub(super) fn text_test(&mut self, of: &'t Condition, frame: &Frame, test: TextTest) -> Formula {
        let term = self.term(of, frame);
        self.by_cases(term, |space, value| match value {
            Value::TextOf(of) => space.test(*of, test.clone()),
            Value::Text(_) | Value::Opaque => space.opaque(),
            _ => Formula::FALSE,
        })
    }

    fn in_row(&mut self, of: &'t Condition, table: &str, key: &'t Condition, frame: &Frame) -> Formula {
        let Some(number) = self.names.tables.get(table).copied() else { return self.opaque() };
        let table = &self.document.vocabulary.tables[number];
        let (key, value) = (self.term(key, frame), self.term(of, frame));
        let mut rows = Vec::new();
        for row in &table.rows {
            let here = match &table.from {
                Some(from) => {
                    let Some(wanted) = self.names.value(from, &row.key) else { continue };
                    self.compare_with(&key, Value::Constant(wanted))
                }
                None => self.compare_with(&key, Value::Text(row.key.clone())),
            };
            let mut holds = Vec::new();
            for wanted in &row.values {
                let wanted = match &table.to {
                    Some(to) => match self.names.value(to, wanted) {
                        Some(wanted) => Value::Constant(wanted),
                        None => continue,
                    },
                    None => Value::Text(wanted.clone()),
                };
                holds.push(self.compare_with(&value, wanted));
            }
            let holds = self.formulas.or(holds);
            rows.push(self.formulas.and([here, holds]));
        }
        self.formulas.or(rows)
    }

    fn compare_with(&mut self, term: &Term, value: Value) -> Formula {
        self.compare(Order::Equal, term, &Term::of(value))
    }

    /// The value of an expression.
    pub(super) fn term(&mut self, condition: &'t Condition, frame: &Frame) -> Term {
        use Condition as C;
        match condition {
            C::Fact { fact } => self.fact(fact, frame),
            C::Attribute { attribute } => self.attribute(attribute, frame),
            C::Derived { derived } => self.derived(derived, frame),
            C::YesNo { value } => Term::of(Value::Truth((*value).into())),
            C::Text { value } => Term::of(Value::Text(value.clone())),
            C::Int { value } => Term::of(Value::Number(Sum::number(*value))),
            C::Date { value } => {
                let day = Date::read(value).map(|day| i64::from(day.day_number()));
                Term::of(day.map_or(Value::Opaque, |day| Value::Number(Sum::number(day))))
            }
            C::Enum { r#enum, value } => {
                Term::of(self.names.value(r#enum, value).map_or(Value::Opaque, Value::Constant))
            }
            C::Cases { cases, otherwise } => {
                let mut all = Vec::new();
                let mut left = Formula::TRUE;
                for case in cases {
                    let when = self.truth(&case.when, frame);
                    let here = self.formulas.and([left, when]);
                    left = self.formulas.and([left, !when]);
                    let value = self.term(&case.value, frame);
                    self.add_cases(&mut all, here, value);
                }
                let value = self.term(otherwise, frame);
                self.add_cases(&mut all, left, value);
                Term(all)
            }
            C::CharCount { of } => self.length(of, frame, false),
            C::HanCount { of } => self.length(of, frame, true),
            C::Count { list, of } => {
                let sum = self.count(list, of.as_deref(), frame);
                Term::of(sum.map_or(Value::Opaque, Value::Number))
            }
            C::CountDistinct { of } => self.count_distinct(of, false, frame),
            C::DistinctMobiles { of } => self.count_distinct(of, true, frame),
            C::Plus { left, right } => self.sum(left, right, 1, frame),
            C::Minus { left, right } => self.sum(left, right, -1, frame),
            C::Shift { of, amount, unit } => self.shift(of, *amount, unit, frame),
            C::Values { .. } | C::Unknown {} => Term::of(Value::Opaque),
            _ => {
                let truth = self.truth(condition, frame);
                Term::of(Value::Truth(truth))
            }
        }
    }

    /// Adds the cases of a value, where this holds.
    fn add_cases(&mut self, cases: &mut Vec<(Formula, Value)>, here: Formula, term: Term) {
        for (when, value) in term.0 {
            let both = self.formulas.and([here, when]);
            if both != Formula::FALSE {
                cases.push((both, value));
            }
        }
    }

    fn length(&mut self, of: &'t Condition, frame: &Frame, only_han: bool) -> Term {
        let term = self.term(of, frame);
        let length = |value: Value| match value {
            Value::TextOf(of) => Value::Length { of, only_han },
            Value::None => Value::None,
            _ => Value::Opaque,
        };
        Term(term.0.into_iter().map(|(when, value)| (when, length(value))).collect())
    }

    fn sum(&mut self, left: &'t Condition, right: &'t Condition, times: i64, frame: &Frame) -> Term {
        let (left, right) = (self.term(left, frame), self.term(right, frame));
        let mut cases = Vec::new();
        for (one_when, one) in &left.0 {
            for (other_when, other) in &right.0 {
                let both = self.formulas.and([*one_when, *other_when]);
                let value = match (one, other) {
                    (Value::Number(one), Value::Number(other)) => Value::Number(one.plus(other, times)),
                    (Value::None, _) | (_, Value::None) => Value::None,
                    _ => Value::Opaque,
                };
                if both != Formula::FALSE {
                    cases.push((both, value));
                }
            }
        }
        Term(cases)
    }

    fn shift(&mut self, of: &'t Condition, amount: i64, unit: &str, frame: &Frame) -> Term {
        let term = self.term(of, frame);
        let moved = |value: Value| match value {
            Value::Number(sum) => moved(&sum, amount, unit),
            Value::None => Value::None,
            _ => Value::Opaque,
        };
        Term(term.0.into_iter().map(|(when, value)| (when, moved(value))).collect())
    }

    fn attribute(&mut self, name: &str, frame: &Frame) -> Term {
        let (Some(number), Some(material)) = (self.names.attributes.get(name).copied(), frame.material) else {
            return Term::of(Value::Opaque);
        };
        let attribute = &self.document.vocabulary.attributes[number];
        let Some(kind) = self.names.kind(&attribute.r#type) else { return Term::of(Value::Opaque) };
        self.value_at(Variable {
            place: Place::Material(material),
            pointer: vec![attribute.id.as_str().into()],
            fact: number,
            kind,
            optional: attribute.optional,
            nature: Nature::Remediable,
        })
    }

    fn fact(&mut self, path: &str, frame: &Frame) -> Term {
        if let Some(term) = self.fixed.value(path) {
            return term;
        }
        self.place_of_fact(path, frame).map_or(Term::of(Value::Opaque), |variable| self.value_at(variable))
    }

    /// The variable of a fact, for the current element of its list.
    pub(super) fn place_of_fact(&self, path: &str, frame: &Frame) -> Option<Variable> {
        let mut number = self.names.facts.get(path).copied()?;
        let facts = &self.document.vocabulary.facts;
        let mut pointer = facts[number].pointer.clone();
        let place = match facts[number].list.as_deref() {
            None => Place::Application,
            Some(list) => {
                let element = frame.element(self.names.list_number(list)?)?;
                if self.names.list(list)? == ListOf::Role {
                    let role = &self.document.vocabulary.lists[self.names.list_number(list)?];
                    pointer = [&role.members.get(element.member)?.pointer[..], &pointer[..]].concat();
                    number = self.names.owner(element.of.map(|(array, _)| array), &pointer).unwrap_or(number);
                }
                match element.of {
                    Some((array, copy)) => Place::Element { array, copy },
                    None => Place::Application,
                }
            }
        };
        let fact = &facts[number];
        Some(Variable {
            place,
            pointer: pointer.iter().map(|key| key.as_str().into()).collect(),
            fact: number,
            kind: self.names.kind(&fact.r#type)?,
            optional: fact.optional,
            nature: nature(&fact.nature),
        })
    }

    fn value_at(&mut self, variable: Variable) -> Term {
        let (kind, optional) = (variable.kind, variable.optional);
        let id = self.declare(variable);
        let value = match kind {
            Kind::YesNo => Value::Truth(self.atom(Atom::Yes(id))),
            Kind::Int { .. } | Kind::Date => Value::Number(Sum::variable(id)),
            Kind::Text | Kind::Phone => Value::TextOf(id),
            Kind::Enum(_) => Value::Choice(id),
            Kind::Set(_) => Value::Set(id),
        };
        if !optional {
            return Term::of(value);
        }
        let has = self.atom(Atom::Has(id));
        Term(vec![(has, value), (!has, Value::None)])
    }

    /// A derived fact, after the cases that layers give it.
    pub(super) fn derived(&mut self, path: &str, frame: &Frame) -> Term {
        let Some(number) = self.names.derived.get(path).copied() else { return Term::of(Value::Opaque) };
        let derived = &self.document.vocabulary.derived[number];
        let list = derived.list.as_deref().and_then(|list| self.names.list_number(list));
        let mut own = Frame::default();
        if let Some((list, element)) = list.and_then(|list| Some((list, frame.element(list)?))) {
            own = own.with(list, element);
        }
        let key = (number, own);
        if let Some(known) = self.derived_values.get(&key) {
            return known.clone();
        }
        let own = &key.1;
        let mut all = Vec::new();
        let mut left = Formula::TRUE;
        for (when, value) in self.derived_cases[number].clone() {
            let when = self.truth(when, own);
            let here = self.formulas.and([left, when]);
            left = self.formulas.and([left, !when]);
            self.add_cases(&mut all, here, Term::of(Value::Constant(value)));
        }
        let value = self.term(&derived.value, own);
        self.add_cases(&mut all, left, value);
        let term = Term(all);
        self.derived_values.insert(key, term.clone());
        term
    }

    /// Whether a derived fact about the application is so; `None` for other facts.
    pub fn derived_truth(&mut self, path: &str) -> Option<Formula> {
        let number = self.names.derived.get(path).copied()?;
        let derived = &self.document.vocabulary.derived[number];
        if derived.list.is_some() || self.names.kind(&derived.r#type) != Some(Kind::YesNo) {
            return None;
        }
        let term = self.derived(path, &Frame::default());
        Some(self.by_cases(term, |space, value| match value {
            Value::Truth(formula) => *formula,
            Value::Opaque => space.opaque(),
            _ => Formula::FALSE,
        }))
    }

    /// All guards together.
    pub(super) fn guards(&mut self, guards: &'t [Guard], frame: &Frame) -> Formula {
        let all: Vec<Formula> = guards.iter().map(|guard| self.truth(&guard.condition, frame)).collect();
        self.formulas.and(all)
    }

    /// Whether an obligation is satisfied.
    pub(super) fn obligation(&mut self, obligation: &'t Obligation, frame: &Frame) -> Formula {
        match obligation {
            Obligation::Condition { condition, .. } => self.truth(condition, frame),
            Obligation::Provide { material, with, .. } => {
                let Some(number) = self.names.materials.get(material.as_str()).copied() else { return self.opaque() };
                let own = frame.with_material(number);
                let (uploaded, with) = (self.atom(Atom::Uploaded(number)), self.guards(with, &own));
                self.formulas.and([uploaded, with])
            }
            Obligation::Remark { fact, template, .. } => {
                let Some(template) = self.names.templates.get(template.as_str()).copied() else {
                    return self.opaque();
                };
                let term = self.fact(fact, frame);
                self.by_cases(term, |space, value| match value {
                    Value::TextOf(of) => space.test(*of, TextTest::Follows(template)),
                    Value::Opaque => space.opaque(),
                    _ => Formula::FALSE,
                })
            }
            Obligation::AllOf { parts } => {
                let parts = self.obligations(parts, frame, true);
                self.formulas.and(parts)
            }
            Obligation::OneOf { parts } | Obligation::Prefer { parts } => {
                let parts = self.obligations(parts, frame, false);
                self.formulas.or(parts)
            }
            Obligation::AtLeast { count, parts } => {
                let parts = self.obligations(parts, frame, false);
                self.formulas.at_least(*count, &parts)
            }
            Obligation::Unknown {} => self.opaque(),
        }
    }

    fn obligations(&mut self, parts: &'t [Part], frame: &Frame, all_needed: bool) -> Vec<Formula> {
        let is_left_out = |part: &Part| self.left_out.iter().any(|left_out| std::ptr::eq(*left_out, part));
        let left: Vec<&'t Part> = parts.iter().filter(|part| !is_left_out(part)).collect();
        left.into_iter().map(|part| self.part(part, frame, all_needed)).collect()
    }

    /// A part that is not asked for is satisfied where all are needed, and does not count elsewhere.
    fn part(&mut self, part: &'t Part, frame: &Frame, all_needed: bool) -> Formula {
        let (when, item) = (self.guards(&part.when, frame), self.obligation(&part.item, frame));
        if all_needed { self.formulas.implies(when, item) } else { self.formulas.and([when, item]) }
    }
}

fn moved(sum: &Sum, amount: i64, unit: &str) -> Value {
    let (amount, unit) = match unit {
        "days" => {
            return Value::Number(Sum { terms: sum.terms.clone(), constant: sum.constant.saturating_add(amount) });
        }
        "hours" => {
            let days = amount.div_euclid(24) + i64::from(amount.rem_euclid(24) > 0);
            return Value::Number(Sum { terms: sum.terms.clone(), constant: sum.constant.saturating_add(days) });
        }
        "years" => (amount.saturating_mul(12), DateUnit::Months),
        "months" => (amount, DateUnit::Months),
        "workdays" => (amount, DateUnit::Workdays),
        _ => return Value::Opaque,
    };
    match &*sum.terms {
        [] => Value::Number(Sum::number(super::dates::moved(sum.constant, amount, unit))),
        [(of, 1)] if sum.constant == 0 => Value::Moved(*of, amount, unit),
        _ => Value::Opaque,
    }
}
