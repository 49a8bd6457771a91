//! Comparisons of values as formulas.

use crate::prove::formula::Formula;
use crate::prove::space::dates::latest_moved_to;
use crate::prove::space::value::{Order, Sum, Term, Value};
use crate::prove::space::{Atom, Kind, Space, TextTest, VariableId};

impl Space<'_> {
    /// Compares values by cases.
    pub(super) fn compare(&mut self, order: Order, left: &Term, right: &Term) -> Formula {
        let mut cases = Vec::new();
        for (one_when, one) in &left.0 {
            for (other_when, other) in &right.0 {
                let both = self.formulas.and([*one_when, *other_when]);
                if both == Formula::FALSE {
                    continue;
                }
                let holds = self.compare_values(order, one, other);
                cases.push(self.formulas.and([both, holds]));
            }
        }
        self.formulas.or(cases)
    }

    fn compare_values(&mut self, order: Order, left: &Value, right: &Value) -> Formula {
        match (left, right) {
            (Value::Opaque, _) | (_, Value::Opaque) => self.opaque(),
            (Value::None, Value::None) => (order == Order::Equal).into(),
            (Value::None, _) | (_, Value::None) => (order == Order::NotEqual).into(),
            (Value::Truth(one), Value::Truth(other)) => {
                let equal = self.formulas.equal(*one, *other);
                self.signed(order, equal)
            }
            (Value::Number(one), Value::Number(other)) => self.compare_sums(order, one, other),
            (Value::Moved(of, amount, unit), Value::Number(limit)) if limit.terms.is_empty() => {
                // Moved at most to a day is: before or on the latest day that is moved there.
                let at_most = |limit: i64| latest_moved_to(limit, *amount, *unit);
                let of = Sum::variable(*of);
                let (until, before) = (at_most(limit.constant), at_most(limit.constant - 1));
                let (until, before) = (self.at_most(&of, until), self.at_most(&of, before));
                match order {
                    Order::AtMost => until,
                    Order::More => !until,
                    Order::Less => before,
                    Order::AtLeast => !before,
                    Order::Equal => self.formulas.and([until, !before]),
                    Order::NotEqual => !self.formulas.and([until, !before]),
                }
            }
            (Value::Number(_), Value::Moved(..)) => self.compare_values(order.turned(), right, left),
            (Value::Length { of, only_han }, Value::Number(limit)) if limit.terms.is_empty() => {
                self.compare_length(order, *of, *only_han, limit.constant)
            }
            (Value::Number(_), Value::Length { .. }) => self.compare_values(order.turned(), right, left),
            (Value::Text(one), Value::Text(other)) => self.signed(order, (one == other).into()),
            (Value::TextOf(of), Value::Text(text)) | (Value::Text(text), Value::TextOf(of)) => {
                let text = match self.variable(*of).kind {
                    Kind::Phone => normal_phone(text),
                    _ => text.clone(),
                };
                let is_it = self.test(*of, TextTest::is(&text));
                self.signed(order, is_it)
            }
            (Value::TextOf(one), Value::TextOf(other)) | (Value::Choice(one), Value::Choice(other)) => {
                let same = self.same(*one, *other);
                self.signed(order, same)
            }
            (Value::Choice(of), Value::Constant(value)) | (Value::Constant(value), Value::Choice(of)) => {
                let is_it = self.is(*of, *value);
                self.signed(order, is_it)
            }
            (Value::Constant(one), Value::Constant(other)) => self.signed(order, (one == other).into()),
            _ => self.opaque(),
        }
    }

    /// What can only be equal or not.
    fn signed(&mut self, order: Order, equal: Formula) -> Formula {
        match order {
            Order::Equal => equal,
            Order::NotEqual => !equal,
            Order::Less | Order::AtMost | Order::AtLeast | Order::More => Formula::FALSE,
        }
    }

    /// Whether two facts are one value.
    pub(in crate::prove) fn same(&mut self, one: VariableId, other: VariableId) -> Formula {
        match one.cmp(&other) {
            std::cmp::Ordering::Less => self.atom(Atom::Same(one, other)),
            std::cmp::Ordering::Equal => Formula::TRUE,
            std::cmp::Ordering::Greater => self.atom(Atom::Same(other, one)),
        }
    }

    /// Whether a fact is this value of its enum.
    pub(super) fn is(&mut self, of: VariableId, value: u16) -> Formula {
        self.atom(Atom::Is(of, value))
    }

    fn compare_sums(&mut self, order: Order, left: &Sum, right: &Sum) -> Formula {
        let difference = left.plus(right, -1);
        let zero = -difference.constant;
        let terms = Sum { terms: difference.terms, constant: 0 };
        let at_most = self.at_most(&terms, zero);
        let less = self.at_most(&terms, zero - 1);
        match order {
            Order::AtMost => at_most,
            Order::More => !at_most,
            Order::Less => less,
            Order::AtLeast => !less,
            Order::Equal => self.formulas.and([at_most, !less]),
            Order::NotEqual => !self.formulas.and([at_most, !less]),
        }
    }

    /// Whether a sum without a constant is at most so much.
    pub(super) fn at_most(&mut self, sum: &Sum, limit: i64) -> Formula {
        let (mut low, mut high) = (0i64, 0i64);
        for (id, coefficient) in &sum.terms {
            let (least, most) = self.variable(*id).range();
            let ends = [least.saturating_mul(*coefficient), most.saturating_mul(*coefficient)];
            low = low.saturating_add(ends[0].min(ends[1]));
            high = high.saturating_add(ends[0].max(ends[1]));
        }
        if limit >= high {
            return Formula::TRUE;
        }
        if limit < low {
            return Formula::FALSE;
        }
        match sum.terms.first() {
            // −a ≤ −3 is a ≥ 3, is not a ≤ 2.
            Some((_, coefficient)) if *coefficient < 0 => {
                let turned: Vec<_> = sum.terms.iter().map(|(id, coefficient)| (*id, -coefficient)).collect();
                !self.atom(Atom::AtMost(turned.into(), -limit - 1))
            }
            Some(_) => self.atom(Atom::AtMost(sum.terms.clone().into(), limit)),
            None => (limit >= 0).into(),
        }
    }

    /// Of a sum of given and mendable numbers, what the given ones have to be where the others are as
    /// small or as large as they can.
    pub(in crate::prove) fn bounds_of_given(&mut self, terms: &[(VariableId, i64)], limit: i64) -> Vec<Formula> {
        let mut given = Sum::default();
        let (mut least, mut most) = (0i64, 0i64);
        let mut is_mixed = false;
        for (id, times) in terms {
            if self.is_mendable(*id) {
                is_mixed = true;
                let (low, high) = self.variable(*id).range();
                let (low, high) = if *times < 0 { (high, low) } else { (low, high) };
                least = least.saturating_add(low.saturating_mul(*times));
                most = most.saturating_add(high.saturating_mul(*times));
            } else {
                given = given.plus(&Sum::variable(*id), *times);
            }
        }
        if !is_mixed || given.terms.is_empty() {
            return Vec::new();
        }
        [least, most].map(|bound| self.at_most(&given, limit.saturating_sub(bound))).to_vec()
    }

    fn compare_length(&mut self, order: Order, of: VariableId, only_han: bool, limit: i64) -> Formula {
        let mut at_most = |limit: i64| {
            if limit < 0 {
                return Formula::FALSE;
            }
            self.test(of, if only_han { TextTest::HanAtMost(limit) } else { TextTest::CharsAtMost(limit) })
        };
        match order {
            Order::AtMost => at_most(limit),
            Order::More => !at_most(limit),
            Order::Less => at_most(limit - 1),
            Order::AtLeast => !at_most(limit - 1),
            Order::Equal | Order::NotEqual => {
                let (until, before) = (at_most(limit), at_most(limit - 1));
                let equal = self.formulas.and([until, !before]);
                if order == Order::Equal { equal } else { !equal }
            }
        }
    }

    /// How many of these values differ, as conditions on the count: at least so many do.
    pub(super) fn distinct_at_least(&mut self, items: &[Term], only_mobiles: bool, count: usize) -> Formula {
        let mut firsts = Vec::new();
        let mut present = Vec::new();
        for (index, item) in items.iter().enumerate() {
            let counts = self.counts(item, only_mobiles);
            let mut repeats = Vec::new();
            for (before, before_counts) in items[..index].iter().zip(&present) {
                let same = self.compare(Order::Equal, before, item);
                repeats.push(self.formulas.and([*before_counts, same]));
            }
            let repeated = self.formulas.or(repeats);
            firsts.push(self.formulas.and([counts, !repeated]));
            present.push(counts);
        }
        self.formulas.at_least(count, &firsts)
    }

    /// Whether a value is counted among different ones.
    fn counts(&mut self, item: &Term, only_mobiles: bool) -> Formula {
        let mut cases = Vec::new();
        for (when, value) in &item.0 {
            let counts = match value {
                Value::None => Formula::FALSE,
                _ if !only_mobiles => Formula::TRUE,
                Value::TextOf(of) => self.test(*of, TextTest::Mobile),
                Value::Text(text) => is_mobile(text).into(),
                Value::Opaque => self.opaque(),
                _ => Formula::FALSE,
            };
            cases.push(self.formulas.and([*when, counts]));
        }
        self.formulas.or(cases)
    }
}

/// As phones are compared.
pub fn normal_phone(text: &str) -> String {
    let plain = text.replace([' ', '-'], "");
    plain.strip_prefix("+86").map(str::to_owned).unwrap_or(plain)
}

pub fn is_mobile(text: &str) -> bool {
    let text = normal_phone(text);
    text.len() == 11 && text.starts_with('1') && text.bytes().all(|byte| byte.is_ascii_digit())
}
