//! Between which values a count lies that is not known exactly.
//!
//! Three phone numbers that differ are at least three, whatever the fourth is.

use crate::eval::node::Order;
use crate::eval::value::{Truth, Value};

/// Both included; `None` for no bound.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bounds {
    pub low: Option<i64>,
    pub high: Option<i64>,
}

impl Bounds {
    pub fn exactly(value: i64) -> Bounds {
        Bounds { low: Some(value), high: Some(value) }
    }

    /// Known where both bounds are the same.
    pub fn value(self) -> Value<'static> {
        match (self.low, self.high) {
            (Some(low), Some(high)) if low == high => Value::Int(low),
            _ => Value::Unknown,
        }
    }
}

/// Things counted, some of them perhaps.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counted {
    sure: usize,
    possible: usize,
    /// There may be more that nothing is known of.
    pub is_open: bool,
}

impl Counted {
    pub fn add(&mut self, counts: Truth) {
        match counts {
            Truth::True => self.sure += 1,
            Truth::Unknown => self.possible += 1,
            Truth::False => {}
        }
    }

    pub fn bounds(self) -> Bounds {
        let number = |count: usize| i64::try_from(count).unwrap_or(i64::MAX);
        let high = if self.is_open { None } else { Some(number(self.sure + self.possible)) };
        Bounds { low: Some(number(self.sure)), high }
    }
}

/// Unknown where some values that are possible would give another answer.
pub fn compare(order: Order, left: Bounds, right: Bounds) -> Truth {
    let below = |one: Option<i64>, other: Option<i64>| one.zip(other).is_some_and(|(one, other)| one < other);
    let not_above = |one: Option<i64>, other: Option<i64>| one.zip(other).is_some_and(|(one, other)| one <= other);
    // left < right for all that is possible, or for nothing.
    let less = (below(left.high, right.low), not_above(right.high, left.low));
    let greater = (below(right.high, left.low), not_above(left.high, right.low));
    let same = left.value() != Value::Unknown && left.value() == right.value();
    let apart = less.0 || greater.0;
    let truth = |(always, never): (bool, bool)| match (always, never) {
        (true, _) => Truth::True,
        (false, true) => Truth::False,
        (false, false) => Truth::Unknown,
    };
    match order {
        Order::Lt => truth(less),
        Order::Ge => !truth(less),
        Order::Gt => truth(greater),
        Order::Le => !truth(greater),
        Order::Eq => truth((same, apart)),
        Order::Ne => !truth((same, apart)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_surely_more_is_more() {
        let some = |low, high| Bounds { low, high };
        let three = Bounds::exactly(3);
        assert_eq!(compare(Order::Ge, some(Some(3), Some(4)), three), Truth::True);
        assert_eq!(compare(Order::Gt, some(Some(3), Some(4)), three), Truth::Unknown);
        assert_eq!(compare(Order::Lt, some(Some(3), None), three), Truth::False);
        assert_eq!(compare(Order::Eq, some(Some(4), None), three), Truth::False);
        assert_eq!(compare(Order::Ne, some(None, Some(2)), three), Truth::True);
        assert_eq!(compare(Order::Le, some(None, None), three), Truth::Unknown);
    }
}
