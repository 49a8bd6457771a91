//! Evaluates nodes over one application. Total: every expression has a value, and no order of
//! evaluation matters.

use std::cell::Cell;
use std::collections::HashSet;

use unicode_properties::{GeneralCategoryGroup, UnicodeGeneralCategory};
use unicode_script::{Script, UnicodeScript};

use crate::eval::application::Application;
use crate::eval::bounds::{self, Bounds, Counted};
use crate::eval::layout::RoleMember;
use crate::eval::node::{Demand, Node, Order, Part, Place, Unit};
use crate::eval::plan::Plan;
use crate::eval::spot::Spot;
use crate::eval::table::Table;
use crate::eval::value::{Slot, Truth, Value};
use crate::text::Date;

/// An element of an array or a role: the member of the role (0 for arrays), and the element of the
/// array (0 for a single record).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Element {
    pub member: u32,
    pub index: u32,
}

/// One application under one plan.
pub struct Evaluation<'a> {
    pub table: &'a Table,
    pub plan: &'a Plan,
    pub application: &'a Application<'a>,
    /// The current element of every array, then of every role.
    cursors: Vec<Cell<Option<Element>>>,
    /// The material whose conditions are evaluated.
    material: Cell<Option<u32>>,
    /// Values of the derived facts without a list, once they are known to be needed.
    memo: Vec<Cell<Option<Value<'a>>>>,
}

impl<'a> Evaluation<'a> {
    pub fn new(table: &'a Table, plan: &'a Plan, application: &'a Application<'a>) -> Evaluation<'a> {
        let lists = table.layout.arrays.len() + table.layout.roles.len();
        Evaluation {
            table,
            plan,
            application,
            cursors: vec![Cell::new(None); lists],
            material: Cell::new(None),
            memo: vec![Cell::new(None); plan.derived.len()],
        }
    }

    /// Runs `work` with a current element of a list; `None` for one of which nothing is known.
    pub fn with_element<R>(&self, list: u32, element: Option<Element>, work: impl FnOnce() -> R) -> R {
        let Some(cursor) = self.cursors.get(list as usize) else { return work() };
        let before = cursor.replace(element);
        let result = work();
        cursor.set(before);
        result
    }

    /// The elements of a list that are there.
    pub fn elements(&self, list: u32) -> impl Iterator<Item = Element> + use<'a> {
        let (application, layout) = (self.application, &self.table.layout);
        let role = (list as usize).checked_sub(layout.arrays.len()).and_then(|role| layout.roles.get(role));
        let is_array = (list as usize) < layout.arrays.len();
        let members: &'a [RoleMember] = role.map_or(&[], |role| &role.members);
        let of_role = members.iter().zip(0..).flat_map(move |(member, number)| {
            let count = member.list.map_or(1, |array| application.count(array).unwrap_or(0));
            (0..count).map(move |index| Element { member: number, index })
        });
        let count = if is_array { application.count(list).unwrap_or(0) } else { 0 };
        (0..count).map(|index| Element { member: 0, index }).chain(of_role)
    }

    /// The arrays of a list that were not supplied.
    pub fn lacking(&self, list: u32) -> impl Iterator<Item = u32> + use<'a> {
        let (application, layout) = (self.application, &self.table.layout);
        let is_array = (list as usize) < layout.arrays.len();
        let role = (list as usize).checked_sub(layout.arrays.len()).and_then(|role| layout.roles.get(role));
        let members: &'a [RoleMember] = role.map_or(&[], |role| &role.members);
        let arrays = members.iter().filter_map(|member| member.list).chain(is_array.then_some(list));
        arrays.filter(move |array| application.count(*array).is_none())
    }

    /// Whether the elements that are there are all.
    pub fn is_complete(&self, list: u32) -> bool {
        self.lacking(list).next().is_none()
    }

    /// Where the value of a fact stands now; `None` for a fact of an element of which nothing is known.
    pub fn spot(&self, place: Place) -> Option<Spot> {
        match place {
            Place::Application(slot) => Some(Spot::Fact { slot }),
            Place::Element { list, slot } => {
                let element = self.cursors.get(list as usize).and_then(Cell::get)?;
                Some(Spot::Element { array: list, index: element.index, slot })
            }
            Place::Role { role, fact } => {
                let layout = &self.table.layout;
                let element = self.cursors.get(layout.arrays.len() + role as usize).and_then(Cell::get)?;
                match *layout.roles[role as usize].members[element.member as usize].places.get(&fact)? {
                    Place::Application(slot) => Some(Spot::Fact { slot }),
                    Place::Element { list, slot } => Some(Spot::Element { array: list, index: element.index, slot }),
                    Place::Role { .. } => None,
                }
            }
        }
    }

    fn slot(&self, place: Place) -> Value<'a> {
        match self.spot(place) {
            Some(spot) => spot.value(self.application),
            None => Value::Unknown,
        }
    }

    /// The material whose conditions are evaluated.
    pub fn current_material(&self) -> Option<u32> {
        self.material.get()
    }

    pub fn derived(&self, number: u32) -> Value<'a> {
        let (Some(node), Some(memo)) = (self.plan.derived.get(number as usize), self.memo.get(number as usize)) else {
            return Value::Unknown;
        };
        if self.table.document.vocabulary.derived[number as usize].list.is_some() {
            return self.value(node);
        }
        if let Some(value) = memo.get() {
            return value;
        }
        let value = self.value(node);
        memo.set(Some(value));
        value
    }

    pub fn value(&self, node: &'a Node) -> Value<'a> {
        match node {
            Node::Fact(_, place) => self.slot(*place),
            Node::Derived(number) => self.derived(*number),
            Node::Attribute(attribute) => match self.material.get() {
                Some(material) => self.application.attribute(material, *attribute),
                None => Value::Unknown,
            },
            Node::Literal(slot) => slot.value(),
            Node::Unknown => Value::Unknown,
            Node::Cases(cases, otherwise) => self.cases(cases, otherwise),
            Node::CharCount(of) => {
                number_of(self.value(of), |text| text.chars().filter(|c| is_letter_or_digit(*c)).count())
            }
            Node::HanCount(of) => {
                number_of(self.value(of), |text| text.chars().filter(|c| c.script() == Script::Han).count())
            }
            Node::Count(..) => self.bounds(node).map_or(Value::Unknown, Bounds::value),
            Node::CountDistinct(of) => self.count_distinct(of, |_| true),
            Node::DistinctMobiles(of) => self.count_distinct(of, is_mobile),
            Node::Plus(sides) => sum(self.value(&sides.0), self.value(&sides.1), i64::saturating_add),
            Node::Minus(sides) => sum(self.value(&sides.0), self.value(&sides.1), i64::saturating_sub),
            Node::Shift(of, amount, unit) => match self.value(of) {
                Value::Date(day) => Value::Date(shift(day, *amount, *unit)),
                other => other,
            },
            Node::Values(..) => Value::Unknown,
            _ => self.truth(node).into(),
        }
    }

    pub fn truth(&self, node: &'a Node) -> Truth {
        match node {
            Node::Not(of) => !self.truth(of),
            Node::And(parts) => self.and(parts),
            Node::Or(parts) => {
                let mut all = Truth::False;
                for part in parts {
                    all = all.or(self.truth(part));
                    if all == Truth::True {
                        break;
                    }
                }
                all
            }
            Node::Compare(order, sides) => {
                let (left, right) = (self.value(&sides.0), self.value(&sides.1));
                if left == Value::Unknown || right == Value::Unknown {
                    return self.compare_bounds(*order, sides);
                }
                compare(*order, left, right)
            }
            Node::InBits(of, bits) => match self.value(of) {
                Value::Enum(value) => (value < 128 && bits >> value & 1 == 1).into(),
                other => unknown_or_false(other),
            },
            Node::InList(of, values) => match self.value(of) {
                Value::Enum(value) => values.contains(&value).into(),
                other => unknown_or_false(other),
            },
            Node::Holds(of, value) => match self.value(of) {
                Value::Set(values) => values.contains(value).into(),
                other => unknown_or_false(other),
            },
            Node::InRow(sides, table) => self.in_row(&sides.0, &sides.1, *table),
            Node::Has(of) => match self.value(of) {
                Value::Unknown => Truth::Unknown,
                Value::None => Truth::False,
                _ => Truth::True,
            },
            Node::IsWord(of, words) => self.text(of, |text| words.contains(text)),
            Node::Mentions(of, words) => self.text(of, |text| words.is_match(text)),
            Node::StartsWith(of, words) => self.text(of, |text| words.iter().any(|word| text.starts_with(&**word))),
            Node::EndsWith(of, words) => self.text(of, |text| words.iter().any(|word| text.ends_with(&**word))),
            Node::OnlyLatin(of) => self.text(of, is_latin),
            Node::OnlyDigits(of) => {
                self.text(of, |text| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit()))
            }
            Node::Any(list, of) => !self.every(*list, |evaluation| !evaluation.truth(of)),
            Node::All(list, of) => self.every(*list, |evaluation| evaluation.truth(of)),
            _ => self.value(node).truth(),
        }
    }

    /// All of these.
    pub fn and(&self, parts: &'a [Node]) -> Truth {
        let mut all = Truth::True;
        for part in parts {
            all = all.and(self.truth(part));
            if all == Truth::False {
                break;
            }
        }
        all
    }

    /// The `and` over a list; unknown if the list is not supplied.
    fn every(&self, list: u32, holds: impl Fn(&Self) -> Truth) -> Truth {
        let mut all = Truth::from(true);
        for element in self.elements(list) {
            all = all.and(self.with_element(list, Some(element), || holds(self)));
            if all == Truth::False {
                return all;
            }
        }
        if self.is_complete(list) { all } else { Truth::Unknown }
    }

    /// The first case that holds. Unknown once a guard is unknown, unless nothing else remains possible.
    fn cases(&self, cases: &'a [(Node, Node)], otherwise: &'a Node) -> Value<'a> {
        let mut possible: Option<Value<'a>> = None;
        for (when, value) in cases {
            let holds = self.truth(when);
            if holds == Truth::False {
                continue;
            }
            let value = self.value(value);
            match possible {
                Some(other) if other != value => return Value::Unknown,
                _ => possible = Some(value),
            }
            if holds == Truth::True || value == Value::Unknown {
                return value;
            }
        }
        let last = self.value(otherwise);
        if possible.is_none_or(|value| value == last) { last } else { Value::Unknown }
    }

    /// Counts that are not known may still be known to be larger or smaller.
    fn compare_bounds(&self, order: Order, sides: &'a (Node, Node)) -> Truth {
        match (self.bounds(&sides.0), self.bounds(&sides.1)) {
            (Some(left), Some(right)) => bounds::compare(order, left, right),
            _ => Truth::Unknown,
        }
    }

    /// Between which values a count lies, or a number that is known; `None` for all else.
    fn bounds(&self, node: &'a Node) -> Option<Bounds> {
        match node {
            Node::Derived(number) => self.bounds(self.plan.derived.get(*number as usize)?),
            Node::Count(list, of) => {
                let mut counted = Counted::default();
                for element in self.elements(*list) {
                    let truth = of.as_ref().map_or(Truth::True, |of| {
                        self.with_element(*list, Some(element), || self.truth(of))
                    });
                    counted.add(truth);
                }
                counted.is_open = !self.is_complete(*list);
                Some(counted.bounds())
            }
            Node::CountDistinct(parts) => Some(self.distinct(parts, |_| true).bounds()),
            Node::DistinctMobiles(parts) => Some(self.distinct(parts, is_mobile).bounds()),
            _ => match self.value(node) {
                Value::Int(value) => Some(Bounds::exactly(value)),
                _ => None,
            },
        }
    }

    /// How many different values there are, and how many are not known.
    fn distinct(&self, of: &'a [Node], counts: impl Fn(Value<'_>) -> bool) -> Counted {
        let mut counted = Counted::default();
        let mut found = HashSet::new();
        let mut add = |value: Value<'a>| match value {
            Value::Unknown => counted.add(Truth::Unknown),
            Value::None => {}
            value if counts(value) && found.insert(value) => counted.add(Truth::True),
            _ => {}
        };
        let mut is_open = false;
        for node in of {
            if let Node::Values(list, inner) = node {
                is_open |= !self.is_complete(*list);
                self.elements(*list)
                    .for_each(|element| add(self.with_element(*list, Some(element), || self.value(inner))));
            } else {
                add(self.value(node));
            }
        }
        counted.is_open = is_open;
        counted
    }

    fn text(&self, of: &'a Node, test: impl Fn(&str) -> bool) -> Truth {
        match self.value(of) {
            Value::Text(text) => test(text).into(),
            other => unknown_or_false(other),
        }
    }

    fn in_row(&self, of: &'a Node, key: &'a Node, table: u32) -> Truth {
        let (value, key) = (self.value(of), self.value(key));
        if value == Value::Unknown || key == Value::Unknown {
            return Truth::Unknown;
        }
        let rows = self.table.rows.get(table as usize).map_or(&[][..], |rows| rows);
        let is_in = |values: &[Slot]| values.iter().any(|slot| slot.value() == value);
        rows.iter().any(|(row, values)| row.value() == key && is_in(values)).into()
    }

    fn count_distinct(&self, of: &'a [Node], counts: impl Fn(Value<'_>) -> bool) -> Value<'a> {
        self.distinct(of, counts).bounds().value()
    }

    /// Whether an obligation is satisfied.
    pub fn satisfied(&self, demand: &'a Demand) -> Truth {
        match demand {
            Demand::Condition(node) => self.truth(node),
            Demand::Provide(material, with) => {
                if !self.application.has_material(*material) {
                    return Truth::False;
                }
                self.with_material(*material, || self.and(with))
            }
            Demand::Remark(fact, template) => {
                let parts = self.table.document.vocabulary.templates.get(*template as usize);
                let fixed: Vec<Option<&str>> = parts
                    .map(|template| template.parts.iter().map(|part| part.fixed.as_deref()).collect())
                    .unwrap_or_default();
                self.text(fact, |text| follows(text, &fixed))
            }
            Demand::AllOf(parts) => {
                let part = |part: &'a Part| !self.stands(part) | self.satisfied(&part.item);
                parts.iter().map(part).fold(Truth::True, Truth::and)
            }
            Demand::OneOf(parts) => {
                parts.iter().map(|part| self.stands(part).and(self.satisfied(&part.item))).fold(Truth::False, Truth::or)
            }
            Demand::AtLeast(count, parts) => {
                let each = parts.iter().map(|part| self.stands(part).and(self.satisfied(&part.item)));
                let (mut sure, mut possible) = (0, 0);
                for truth in each {
                    sure += usize::from(truth == Truth::True);
                    possible += usize::from(truth != Truth::False);
                }
                if sure >= *count {
                    Truth::True
                } else if possible < *count {
                    Truth::False
                } else {
                    Truth::Unknown
                }
            }
            Demand::Unknown => Truth::Unknown,
        }
    }

    /// Runs `work` with the attributes of a material.
    pub fn with_material<R>(&self, material: u32, work: impl FnOnce() -> R) -> R {
        let before = self.material.replace(Some(material));
        let result = work();
        self.material.set(before);
        result
    }

    /// Whether the guards of a part hold.
    pub fn stands(&self, part: &'a Part) -> Truth {
        self.and(&part.when)
    }
}

impl std::ops::BitOr for Truth {
    type Output = Truth;

    fn bitor(self, other: Truth) -> Truth {
        self.or(other)
    }
}

fn unknown_or_false(value: Value<'_>) -> Truth {
    if value == Value::Unknown { Truth::Unknown } else { Truth::False }
}

fn number(count: usize) -> Value<'static> {
    Value::Int(i64::try_from(count).unwrap_or(i64::MAX))
}

fn number_of<'a>(value: Value<'a>, count: impl Fn(&str) -> usize) -> Value<'a> {
    match value {
        Value::Text(text) => number(count(text)),
        other => other,
    }
}

fn sum<'a>(left: Value<'a>, right: Value<'a>, join: impl Fn(i64, i64) -> i64) -> Value<'a> {
    match (left, right) {
        (Value::Int(left), Value::Int(right)) => Value::Int(join(left, right)),
        (Value::Unknown, _) | (_, Value::Unknown) => Value::Unknown,
        _ => Value::None,
    }
}

fn compare(order: Order, left: Value<'_>, right: Value<'_>) -> Truth {
    if left == Value::Unknown || right == Value::Unknown {
        return Truth::Unknown;
    }
    let ordering = match (left, right) {
        (Value::Int(left), Value::Int(right)) => Some(left.cmp(&right)),
        (Value::Date(left), Value::Date(right)) => Some(left.cmp(&right)),
        _ => None,
    };
    let holds = match order {
        Order::Eq => left == right,
        Order::Ne => left != right,
        Order::Lt => ordering.is_some_and(std::cmp::Ordering::is_lt),
        Order::Le => ordering.is_some_and(std::cmp::Ordering::is_le),
        Order::Gt => ordering.is_some_and(std::cmp::Ordering::is_gt),
        Order::Ge => ordering.is_some_and(std::cmp::Ordering::is_ge),
    };
    holds.into()
}

/// By the general category of the Unicode standard.
fn is_letter_or_digit(letter: char) -> bool {
    letter.is_ascii_alphanumeric()
        || matches!(
            letter.general_category_group(),
            GeneralCategoryGroup::Letter | GeneralCategoryGroup::Number
        )
}

/// Eleven digits, the first of them 1; phones are normalised where they are read.
fn is_mobile(value: Value<'_>) -> bool {
    match value {
        Value::Text(text) => {
            text.len() == 11 && text.starts_with('1') && text.bytes().all(|byte| byte.is_ascii_digit())
        }
        _ => false,
    }
}

fn is_latin(text: &str) -> bool {
    let fits = |byte: u8| byte.is_ascii_alphanumeric() || b" ()-._&'".contains(&byte);
    text.bytes().any(|byte| byte.is_ascii_alphabetic()) && text.bytes().all(fits)
}

/// The fixed texts stand in this order, with room for the holes between them.
fn follows(text: &str, parts: &[Option<&str>]) -> bool {
    let mut rest = text.trim_matches(['\t', '\n', '\r', ' ', '\u{3000}']);
    let mut holes = 0;
    for part in parts {
        let Some(fixed) = part else {
            holes += 1;
            continue;
        };
        let Some(after_holes) = skip(rest, holes) else { return false };
        let Some(start) = after_holes.find(fixed) else { return false };
        rest = &after_holes[start + fixed.len()..];
        holes = 0;
    }
    skip(rest, holes).is_some()
}

fn skip(text: &str, count: usize) -> Option<&str> {
    let mut letters = text.chars();
    for _ in 0..count {
        letters.next()?;
    }
    Some(letters.as_str())
}

/// A day moved. One outside the calendar is later, or earlier, than all others.
fn shift(day: i32, amount: i64, unit: Unit) -> i32 {
    let end = if amount < 0 { i32::MIN } else { i32::MAX };
    let months = |count: i64| Date::from_day_number(day)?.plus_months(count).map(Date::day_number);
    let days = |amount: i64| i32::try_from(i64::from(day).saturating_add(amount)).ok();
    let moved = match unit {
        Unit::Years => months(amount.saturating_mul(12)),
        Unit::Months => months(amount),
        Unit::Days => days(amount),
        Unit::Hours => days(amount.div_euclid(24) + i64::from(amount.rem_euclid(24) > 0)),
        Unit::Workdays => Some(workdays(day, amount, end)),
    };
    moved.filter(|day| Date::from_day_number(*day).is_some()).unwrap_or(end)
}

/// Day 0 was a Thursday.
fn workdays(day: i32, amount: i64, end: i32) -> i32 {
    let of_week = |day: i64| (day + 3).rem_euclid(7);
    let step = amount.signum();
    let mut today = i64::from(day);
    // From a weekend one counts as from the workday before it, seen in the direction of counting.
    while amount != 0 && of_week(today) > 4 {
        today -= step;
    }
    // Whole weeks first: a rule file may say any number.
    today = today.saturating_add((amount / 5).saturating_mul(7)).clamp(i32::MIN.into(), i32::MAX.into());
    let mut left = (amount % 5).abs();
    while left > 0 {
        today += step;
        left -= i64::from(of_week(today) <= 4);
    }
    i32::try_from(today).unwrap_or(end)
}
