//! Which values of an application decided that an expression has the value it has.
//!
//! Of an `and` that is false, the false parts decided; of one that is unknown, the unknown ones; of
//! one that is true, all. So explanations show what matters, and the unknown values among the
//! deciders are the questions whose answers would change something.

use crate::eval::evaluate::Evaluation;
use crate::eval::node::{Demand, Node, Part, Place};
use crate::eval::spot::Spot;
use crate::eval::value::{Truth, Value};

impl<'a> Evaluation<'a> {
    /// Appends the deciders of an expression, in the order in which it names them, each once.
    pub fn deciders(&self, node: &'a Node, out: &mut Vec<Spot>) {
        match node {
            Node::Fact(place) | Node::Test(place, _) => match self.spot(*place) {
                Some(spot) => push(out, spot),
                None => self.lacking_of(*place, out),
            },
            Node::Shared(number) => {
                if let Some(node) = self.plan.shared.get(*number as usize) {
                    self.deciders(node, out);
                }
            }
            Node::Derived(number) => {
                if let Some(node) = self.plan.derived.get(*number as usize) {
                    self.deciders(node, out);
                }
            }
            Node::Attribute(attribute) => {
                if let Some(material) = self.current_material() {
                    push(out, Spot::Attribute { material, attribute: *attribute });
                }
            }
            Node::Literal(_) | Node::Unknown => {}
            Node::Cases(cases, otherwise) => self.deciders_of_cases(cases, otherwise, out),
            Node::And(parts) | Node::Or(parts) => {
                let whole = self.truth(node);
                let neutral = if matches!(node, Node::And(_)) { Truth::True } else { Truth::False };
                for part in parts.iter().filter(|part| whole == neutral || self.truth(part) == whole) {
                    self.deciders(part, out);
                }
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
            | Node::Shift(of, ..) => self.deciders(of, out),
            Node::Compare(_, sides) | Node::InRow(sides, _) | Node::Plus(sides) | Node::Minus(sides) => {
                // One unknown side is enough for an unknown whole, whatever the other is.
                let is_unknown = self.value(node) == Value::Unknown;
                for side in [&sides.0, &sides.1] {
                    if !is_unknown || self.value(side) == Value::Unknown {
                        self.deciders(side, out);
                    }
                }
            }
            Node::Any(list, of) | Node::All(list, of) => {
                let whole = self.truth(node);
                let neutral = if matches!(node, Node::All(..)) { Truth::True } else { Truth::False };
                self.lacking_in(*list, out);
                self.deciders_over(*list, of, out, |truth| whole == neutral || truth == whole);
            }
            Node::Count(list, of) => {
                self.lacking_in(*list, out);
                if let Some(of) = of {
                    let is_unknown = self.value(node) == Value::Unknown;
                    self.deciders_over(*list, of, out, |truth| !is_unknown || truth == Truth::Unknown);
                }
            }
            Node::CountDistinct(parts) | Node::DistinctMobiles(parts) => {
                let is_unknown = self.value(node) == Value::Unknown;
                for part in parts {
                    if let Node::Values(list, of) = part {
                        self.lacking_in(*list, out);
                        self.deciders_over(*list, of, out, |_| true);
                    } else if !is_unknown || self.value(part) == Value::Unknown {
                        self.deciders(part, out);
                    }
                }
            }
            Node::Values(list, of) => self.deciders_over(*list, of, out, |_| true),
        }
    }

    /// Of a derived fact.
    pub fn deciders_of_derived(&self, number: u32) -> Vec<Spot> {
        let mut out = Vec::new();
        if let Some(node) = self.plan.derived.get(number as usize) {
            self.deciders(node, &mut out);
        }
        out
    }

    /// The same for an obligation.
    pub fn deciders_of_demand(&self, demand: &'a Demand, out: &mut Vec<Spot>) {
        match demand {
            Demand::Condition(node) | Demand::Remark(node, _) => self.deciders(node, out),
            Demand::Provide(material, with) => {
                if self.application.has_material(*material) {
                    self.with_material(*material, || self.deciders_of_all(with, out));
                }
            }
            Demand::AllOf(parts) | Demand::OneOf(parts) | Demand::AtLeast(_, parts) => {
                let is_unknown = self.satisfied(demand) == Truth::Unknown;
                for part in parts {
                    self.deciders_of_part(part, is_unknown, out);
                }
            }
            Demand::Unknown => {}
        }
    }

    fn deciders_of_part(&self, part: &'a Part, only_unknown: bool, out: &mut Vec<Spot>) {
        let stands = self.stands(part);
        if stands == Truth::False {
            return;
        }
        if !only_unknown || stands == Truth::Unknown {
            self.deciders_of_all(&part.when, out);
        }
        if !only_unknown || self.satisfied(&part.item) == Truth::Unknown {
            self.deciders_of_demand(&part.item, out);
        }
    }

    /// The deciders of the `and` of some conditions.
    pub fn deciders_of_all(&self, conditions: &'a [Node], out: &mut Vec<Spot>) {
        let whole = self.and(conditions);
        for condition in conditions.iter().filter(|condition| whole == Truth::True || self.truth(condition) == whole) {
            self.deciders(condition, out);
        }
    }

    fn deciders_of_cases(&self, cases: &'a [(Node, Node)], otherwise: &'a Node, out: &mut Vec<Spot>) {
        for (when, value) in cases {
            self.deciders(when, out);
            match self.truth(when) {
                Truth::False => {}
                Truth::Unknown => self.deciders(value, out),
                Truth::True => return self.deciders(value, out),
            }
        }
        self.deciders(otherwise, out);
    }

    fn deciders_over(&self, list: u32, of: &'a Node, out: &mut Vec<Spot>, counts: impl Fn(Truth) -> bool) {
        for element in self.elements(list) {
            self.with_element(list, Some(*element), || {
                if counts(self.truth(of)) {
                    self.deciders(of, out);
                }
            });
        }
    }

    /// The arrays of a list that were not supplied.
    pub fn lacking_in(&self, list: u32, out: &mut Vec<Spot>) {
        self.lacking(list).for_each(|array| push(out, Spot::Array { array }));
    }

    /// The arrays in which the element would be of which a fact was asked.
    fn lacking_of(&self, place: Place, out: &mut Vec<Spot>) {
        match place {
            Place::Application(_) => {}
            Place::Element { list, .. } => self.lacking_in(list, out),
            Place::Role { role, .. } => {
                let arrays = self.table.layout.arrays.len();
                self.lacking_in(u32::try_from(arrays).unwrap_or(u32::MAX).saturating_add(role), out);
            }
        }
    }
}

fn push(out: &mut Vec<Spot>, spot: Spot) {
    if !out.contains(&spot) {
        out.push(spot);
    }
}
