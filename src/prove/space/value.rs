//! The value of an expression before an application is known.

use crate::document;
use crate::prove::formula::Formula;
use crate::prove::space::VariableId;

/// A value, or that it is left empty.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    None,
    Truth(Formula),
    /// A sum; dates count as days.
    Number(Sum),
    /// A date moved by months, years or workdays.
    Moved(VariableId, i64, DateUnit),
    Text(String),
    TextOf(VariableId),
    /// How many characters a text has.
    Length {
        of: VariableId,
        only_han: bool,
    },
    Constant(u16),
    Choice(VariableId),
    Set(VariableId),
    /// Nothing is known of it.
    Opaque,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DateUnit {
    Months,
    Workdays,
}

/// A sum of variables and a number. Sorted, no coefficient is zero.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sum {
    pub terms: Vec<(VariableId, i64)>,
    pub constant: i64,
}

/// A value by cases: exactly one of the conditions holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Term(pub Vec<(Formula, Value)>);

impl Term {
    pub fn of(value: Value) -> Term {
        Term(vec![(Formula::TRUE, value)])
    }

    /// Whether both are certainly one value. Of what nothing is known that cannot be said.
    pub fn is_same(&self, other: &Term) -> bool {
        self == other && self.0.iter().all(|(_, value)| *value != Value::Opaque)
    }
}

impl Sum {
    pub fn number(constant: i64) -> Sum {
        Sum { terms: Vec::new(), constant }
    }

    pub fn variable(id: VariableId) -> Sum {
        Sum { terms: vec![(id, 1)], constant: 0 }
    }

    /// The one and so many times the other.
    pub fn plus(&self, other: &Sum, times: i64) -> Sum {
        let mut terms = self.terms.clone();
        for (id, coefficient) in &other.terms {
            let more = coefficient.saturating_mul(times);
            match terms.iter_mut().find(|(own, _)| own == id) {
                Some((_, own)) => *own = own.saturating_add(more),
                None => terms.push((*id, more)),
            }
        }
        terms.retain(|(_, coefficient)| *coefficient != 0);
        terms.sort_unstable();
        Sum { terms, constant: self.constant.saturating_add(other.constant.saturating_mul(times)) }
    }
}

/// How two values are compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Order {
    Equal,
    NotEqual,
    Less,
    AtMost,
    AtLeast,
    More,
}

impl Order {
    /// The same with the sides exchanged.
    pub fn turned(self) -> Order {
        match self {
            Order::Less => Order::More,
            Order::AtMost => Order::AtLeast,
            Order::AtLeast => Order::AtMost,
            Order::More => Order::Less,
            Order::Equal | Order::NotEqual => self,
        }
    }

    /// The order and the sides of a comparison of the table.
    pub fn of(condition: &document::Condition) -> Option<(Order, &document::Condition, &document::Condition)> {
        use document::Condition as C;
        Some(match condition {
            C::Eq { left, right } => (Order::Equal, left, right),
            C::Ne { left, right } => (Order::NotEqual, left, right),
            C::Lt { left, right } => (Order::Less, left, right),
            C::Le { left, right } => (Order::AtMost, left, right),
            C::Ge { left, right } => (Order::AtLeast, left, right),
            C::Gt { left, right } => (Order::More, left, right),
            _ => return None,
        })
    }
}
