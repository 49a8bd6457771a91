//! A rule table in the form that is evaluated: names are indexes, literals are values.

use rustc_hash::FxHashSet;

use aho_corasick::AhoCorasick;

use crate::eval::value::Slot;

/// Where the value of a fact stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Place {
    /// Slot of the application.
    Application(u32),
    /// Slot of the current element of an array.
    Element { list: u32, slot: u32 },
    /// Fact of the current element of a role, by its order among those of the role.
    Role { role: u32, fact: u32 },
}

/// Shorter than, equal to … as in the operations of the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Order {
    Eq,
    Ne,
    Lt,
    Le,
    Gt,
    Ge,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    Years,
    Months,
    Days,
    Workdays,
    Hours,
}

/// What is asked of one fact, or its opposite.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Test {
    pub negated: bool,
    pub what: Asked,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Asked {
    /// It is yes.
    Yes,
    /// It is one of these values of its enum, as bits.
    In(u64),
    /// The set holds this value.
    Holds(u16),
    /// It is not left empty.
    Given,
}

/// An expression.
#[derive(Clone, Debug)]
pub enum Node {
    Fact(Place),
    /// A test of one fact, looked at in place: most conditions are this.
    Test(Place, Test),
    /// A condition that several rules have, by its number in the plan; worked out once.
    Shared(u32),
    Derived(u32),
    Attribute(u32),
    Literal(Slot<'static>),
    Unknown,
    Cases(Box<[(Node, Node)]>, Box<Node>),
    Not(Box<Node>),
    And(Box<[Node]>),
    Or(Box<[Node]>),
    Compare(Order, Box<(Node, Node)>),
    /// Bits of a small enum.
    InBits(Box<Node>, u64),
    InList(Box<Node>, Box<[u16]>),
    Holds(Box<Node>, u16),
    InRow(Box<(Node, Node)>, u32),
    Has(Box<Node>),
    IsWord(Box<Node>, Box<FxHashSet<Box<str>>>),
    Mentions(Box<Node>, Box<AhoCorasick>),
    StartsWith(Box<Node>, Box<[Box<str>]>),
    EndsWith(Box<Node>, Box<[Box<str>]>),
    OnlyLatin(Box<Node>),
    OnlyDigits(Box<Node>),
    CharCount(Box<Node>),
    HanCount(Box<Node>),
    Any(u32, Box<Node>),
    All(u32, Box<Node>),
    Count(u32, Option<Box<Node>>),
    CountDistinct(Box<[Node]>),
    DistinctMobiles(Box<[Node]>),
    /// All values over a list; only in the two above.
    Values(u32, Box<Node>),
    Plus(Box<(Node, Node)>),
    Minus(Box<(Node, Node)>),
    Shift(Box<Node>, i64, Unit),
}

/// What must be shown.
#[derive(Clone, Debug)]
pub enum Demand {
    Condition(Node),
    Provide(u32, Box<[Node]>),
    Remark(Node, u32),
    AllOf(Box<[Part]>),
    OneOf(Box<[Part]>),
    AtLeast(usize, Box<[Part]>),
    Unknown,
}

#[derive(Clone, Debug)]
pub struct Part {
    pub item: Demand,
    /// All of these must hold.
    pub when: Box<[Node]>,
}

impl Node {
    /// Calls `visit` on each expression directly in this one.
    pub fn parts<'a>(&'a self, visit: &mut impl FnMut(&'a Node)) {
        match self {
            Node::Fact(_)
            | Node::Test(..)
            | Node::Shared(_)
            | Node::Derived(_)
            | Node::Attribute(_)
            | Node::Literal(_)
            | Node::Unknown => {}
            Node::Cases(cases, otherwise) => {
                for (when, value) in cases {
                    visit(when);
                    visit(value);
                }
                visit(otherwise);
            }
            Node::And(parts) | Node::Or(parts) | Node::CountDistinct(parts) | Node::DistinctMobiles(parts) => {
                parts.iter().for_each(visit);
            }
            Node::Not(of)
            | Node::InBits(of, _)
            | Node::InList(of, _)
            | Node::Holds(of, _)
            | Node::Has(of)
            | Node::IsWord(of, _)
            | Node::Mentions(of, _)
            | Node::StartsWith(of, _)
            | Node::EndsWith(of, _)
            | Node::OnlyLatin(of)
            | Node::OnlyDigits(of)
            | Node::CharCount(of)
            | Node::HanCount(of)
            | Node::Any(_, of)
            | Node::All(_, of)
            | Node::Values(_, of)
            | Node::Shift(of, ..) => visit(of),
            Node::Count(_, of) => of.iter().for_each(|of| visit(of)),
            Node::Compare(_, sides) | Node::InRow(sides, _) | Node::Plus(sides) | Node::Minus(sides) => {
                visit(&sides.0);
                visit(&sides.1);
            }
        }
    }

    /// Whether its value is the same wherever it stands: it names no element and no material.
    pub fn stands_alone(&self) -> bool {
        let is_of_application = |place: &Place| matches!(place, Place::Application(_));
        let mut alone = match self {
            Node::Fact(place) | Node::Test(place, _) => is_of_application(place),
            // A derived fact may be one of an element.
            Node::Attribute(_) | Node::Derived(_) => false,
            _ => true,
        };
        self.parts(&mut |part| alone &= part.stands_alone());
        alone
    }

    /// The derived facts that it names.
    pub fn derived(&self, out: &mut Vec<u32>) {
        if let Node::Derived(number) = self {
            out.push(*number);
        }
        self.parts(&mut |part| part.derived(out));
    }
}

impl Node {
    /// The same, as a test of one fact where it is one.
    pub fn compact(self) -> Node {
        let test = |place, what| Node::Test(place, Test { negated: false, what });
        match self {
            Node::Not(of) => match *of {
                Node::Test(place, test) => Node::Test(place, Test { negated: !test.negated, ..test }),
                Node::Fact(place) => Node::Test(place, Test { negated: true, what: Asked::Yes }),
                other => Node::Not(Box::new(other)),
            },
            Node::InBits(of, bits) => match *of {
                Node::Fact(place) => test(place, Asked::In(bits)),
                other => Node::InBits(Box::new(other), bits),
            },
            Node::Holds(of, value) => match *of {
                Node::Fact(place) => test(place, Asked::Holds(value)),
                other => Node::Holds(Box::new(other), value),
            },
            Node::Has(of) => match *of {
                Node::Fact(place) => test(place, Asked::Given),
                other => Node::Has(Box::new(other)),
            },
            Node::Compare(order, sides) => match (order, *sides) {
                (Order::Eq | Order::Ne, (Node::Fact(place), Node::Literal(Slot::Enum(value)))) if value < 64 => {
                    Node::Test(place, Test { negated: order == Order::Ne, what: Asked::In(1 << value) })
                }
                (order, sides) => Node::Compare(order, Box::new(sides)),
            },
            other => other,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nodes_stay_small() {
        // A plan is gone through for every application; what is small stays near.
        assert_eq!(std::mem::size_of::<Node>(), 40);
    }
}
