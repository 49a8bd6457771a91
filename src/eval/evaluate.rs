//! Evaluates nodes over one application. Total: every expression has a value, and no order of
//! evaluation matters.

use rustc_hash::FxHashSet;
use std::cell::Cell;
use std::num::NonZeroU32;

use unicode_properties::{GeneralCategoryGroup, UnicodeGeneralCategory};
use unicode_script::{Script, UnicodeScript};

use crate::eval::application::Application;
use crate::eval::bounds::{self, Bounds, Counted};
use crate::eval::layout::RoleMember;
use crate::eval::node::{Asked, Demand, Node, Order, Part, Place, Test, Unit};
use crate::eval::plan::Plan;
use crate::eval::spot::Spot;
use crate::eval::table::Table;
use crate::eval::value::{Slot, Truth, Value};
use crate::text::Date;

/// An element of an array or of a role. In one word of the machine with `None`: there are many.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Element {
    /// One more than the member of the role.
    member: NonZeroU32,
    /// Of the array; 0 for a single record.
    pub index: u32,
}

impl Element {
    /// The member of a role, 0 for arrays, and the element of the array.
    pub fn new(member: u32, index: u32) -> Element {
        Element { member: NonZeroU32::MIN.saturating_add(member), index }
    }

    pub fn member(self) -> u32 {
        self.member.get() - 1
    }
}

/// One application under one plan.
pub struct Evaluation<'a> {
    pub table: &'a Table,
    pub plan: &'a Plan,
    pub application: &'a Application<'a>,
    /// The elements of every array, then of every role.
    elements: Vec<Element>,
    lists: Vec<ListRange>,
    /// The current element of each of these.
    cursors: Vec<Cell<Option<Element>>>,
    /// The material whose conditions are evaluated.
    material: Cell<Option<u32>>,
    /// Values of the derived facts without a list, once they are known to be needed.
    memo: Vec<Cell<Option<Value<'a>>>>,
    truths: Vec<Cell<Option<Truth>>>,
    shared: Vec<Cell<Option<Truth>>>,
}

/// Where the elements of a list stand among all.
#[derive(Clone, Copy, Debug)]
struct ListRange {
    start: usize,
    end: usize,
    is_complete: bool,
}

/// The elements of every array, then of every role.
fn lists(table: &Table, application: &Application<'_>) -> (Vec<Element>, Vec<ListRange>) {
    let layout = &table.layout;
    let (mut elements, mut lists) = (Vec::new(), Vec::with_capacity(layout.arrays.len() + layout.roles.len()));
    for array in (0..).take(layout.arrays.len()) {
        let (start, count) = (elements.len(), application.count(array));
        elements.extend((0..count.unwrap_or(0)).map(|index| Element::new(0, index)));
        lists.push(ListRange { start, end: elements.len(), is_complete: count.is_some() });
    }
    for role in &layout.roles {
        let (start, mut is_complete) = (elements.len(), true);
        for (member, number) in role.members.iter().zip(0..) {
            // A single record is always there.
            let count = member.list.map_or(Some(1), |array| application.count(array));
            is_complete &= count.is_some();
            elements.extend((0..count.unwrap_or(0)).map(|index| Element::new(number, index)));
        }
        lists.push(ListRange { start, end: elements.len(), is_complete });
    }
    (elements, lists)
}

impl<'a> Evaluation<'a> {
    pub fn new(table: &'a Table, plan: &'a Plan, application: &'a Application<'a>) -> Evaluation<'a> {
        let (elements, lists) = lists(table, application);
        Evaluation {
            table,
            plan,
            application,
            cursors: vec![Cell::new(None); lists.len()],
            elements,
            lists,
            material: Cell::new(None),
            memo: vec![Cell::new(None); plan.derived.len()],
            truths: vec![Cell::new(None); plan.derived.len()],
            shared: vec![Cell::new(None); plan.shared.len()],
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

    /// Runs `work` with each element of a list that is there as the current one.
    pub fn for_each_element(&self, list: u32, mut work: impl FnMut(Element)) {
        let Some(cursor) = self.cursors.get(list as usize) else { return };
        let before = cursor.get();
        for element in self.elements(list) {
            cursor.set(Some(*element));
            work(*element);
        }
        cursor.set(before);
    }

    /// The elements of a list that are there.
    pub fn elements(&self, list: u32) -> &[Element] {
        let range = self.lists.get(list as usize).map_or(0..0, |range| range.start..range.end);
        self.elements.get(range).unwrap_or_default()
    }

    /// Whether the elements that are there are all.
    pub fn is_complete(&self, list: u32) -> bool {
        self.lists.get(list as usize).is_none_or(|range| range.is_complete)
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
                match *layout.roles[role as usize].members[element.member() as usize].places.get(fact as usize)? {
                    Place::Application(slot) => Some(Spot::Fact { slot }),
                    Place::Element { list, slot } => Some(Spot::Element { array: list, index: element.index, slot }),
                    Place::Role { .. } => None,
                }
            }
        }
    }

    #[inline]
    fn slot(&self, place: Place) -> &'a Slot<'a> {
        let application = self.application;
        match place {
            Place::Application(slot) => application.fact_slot(slot),
            Place::Element { list, slot } => match self.cursors.get(list as usize).and_then(Cell::get) {
                Some(element) => application.element_slot(list, element.index, slot),
                None => &Slot::Unknown,
            },
            Place::Role { .. } => match self.spot(place) {
                Some(Spot::Fact { slot }) => application.fact_slot(slot),
                Some(Spot::Element { array, index, slot }) => application.element_slot(array, index, slot),
                _ => &Slot::Unknown,
            },
        }
    }

    /// A value that is stored somewhere, and need not be computed.
    fn stored(&self, node: &'a Node) -> Option<&'a Slot<'a>> {
        match node {
            Node::Fact(place) => Some(self.slot(*place)),
            Node::Literal(slot) => Some(slot),
            _ => None,
        }
    }

    /// A comparison of two stored values of one kind, which most comparisons are.
    fn compare_stored(&self, order: Order, sides: &'a (Node, Node)) -> Option<Truth> {
        let ordering = match (self.stored(&sides.0)?, self.stored(&sides.1)?) {
            (Slot::Int(left), Slot::Int(right)) => left.cmp(right),
            (Slot::Date(left), Slot::Date(right)) => left.cmp(right),
            (Slot::Text(left), Slot::Text(right)) => match order {
                Order::Eq => return Some((left == right).into()),
                Order::Ne => return Some((left != right).into()),
                _ => return None,
            },
            _ => return None,
        };
        Some(holds(order, ordering).into())
    }

    fn test(&self, place: Place, test: Test) -> Truth {
        let truth = match (self.slot(place), test.what) {
            (Slot::Unknown, _) => return Truth::Unknown,
            (Slot::YesNo(value), Asked::Yes) => *value,
            (Slot::Enum(value), Asked::In(bits)) => *value < 64 && bits >> value & 1 == 1,
            (Slot::Set(values), Asked::Holds(value)) => values.contains(&value),
            (Slot::None, Asked::Given) => false,
            (_, Asked::Given) => true,
            _ => false,
        };
        (truth != test.negated).into()
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

    fn shared(&self, number: u32) -> Truth {
        let Some(known) = self.shared.get(number as usize) else { return Truth::Unknown };
        if let Some(truth) = known.get() {
            return truth;
        }
        let truth = self.plan.shared.get(number as usize).map_or(Truth::Unknown, |node| self.truth(node));
        known.set(Some(truth));
        truth
    }

    /// Whether a guard holds: the quick ones without a call.
    #[inline]
    pub fn holds(&self, guard: &'a Node) -> Truth {
        match guard {
            Node::Shared(number) => self.shared(*number),
            Node::Test(place, test) => self.test(*place, *test),
            other => self.truth(other),
        }
    }

    /// The same for a condition: most derived facts are conditions that many rules ask for.
    fn derived_truth(&self, number: u32) -> Truth {
        let Some(known) = self.truths.get(number as usize) else { return Truth::Unknown };
        if let Some(truth) = known.get() {
            return truth;
        }
        let Some(node) = self.plan.derived.get(number as usize) else { return Truth::Unknown };
        let truth = self.truth(node);
        if self.table.document.vocabulary.derived[number as usize].list.is_none() {
            known.set(Some(truth));
        }
        truth
    }

    pub fn value(&self, node: &'a Node) -> Value<'a> {
        match node {
            Node::Fact(place) => self.slot(*place).value(),
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
            Node::HanCount(of) => number_of(self.value(of), |text| text.chars().filter(|c| is_han(*c)).count()),
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
            Node::Fact(place) => match self.slot(*place) {
                Slot::YesNo(value) => (*value).into(),
                Slot::Unknown => Truth::Unknown,
                _ => Truth::False,
            },
            Node::Test(place, test) => self.test(*place, *test),
            Node::Shared(number) => self.shared(*number),
            Node::Derived(number) => self.derived_truth(*number),
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
                if let Some(truth) = self.compare_stored(*order, sides) {
                    return truth;
                }
                let (left, right) = (self.value(&sides.0), self.value(&sides.1));
                if left == Value::Unknown || right == Value::Unknown {
                    return self.compare_bounds(*order, sides);
                }
                compare(*order, left, right)
            }
            Node::InBits(of, bits) => match self.value(of) {
                Value::Enum(value) => (value < 64 && bits >> value & 1 == 1).into(),
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
            all = all.and(self.with_element(list, Some(*element), || holds(self)));
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
                for element in self.elements(*list).iter().copied() {
                    let truth = of
                        .as_ref()
                        .map_or(Truth::True, |of| self.with_element(*list, Some(element), || self.truth(of)));
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
        let mut found = Distinct::default();
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
                    .iter()
                    .copied()
                    .for_each(|element| add(self.with_element(*list, Some(element), || self.value(inner))));
            } else {
                add(self.value(node));
            }
        }
        counted.is_open = is_open;
        counted
    }

    fn text(&self, of: &'a Node, test: impl Fn(&str) -> bool) -> Truth {
        if let Some(Slot::Text(text)) = self.stored(of) {
            return test(text).into();
        }
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
            Demand::Remark(fact, template) => match self.table.templates.get(*template as usize) {
                Some(template) => self.text(fact, |text| template.follows(text)),
                None => Truth::Unknown,
            },
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

/// Different values. Two phones are compared sooner than hashed.
#[derive(Default)]
struct Distinct<'a> {
    few: [Option<Value<'a>>; 4],
    more: FxHashSet<Value<'a>>,
}

impl<'a> Distinct<'a> {
    /// Whether the value is new.
    fn insert(&mut self, value: Value<'a>) -> bool {
        for place in &mut self.few {
            match place {
                Some(known) if *known == value => return false,
                Some(_) => {}
                None => {
                    *place = Some(value);
                    return true;
                }
            }
        }
        self.more.insert(value)
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
        (Value::Int(left), Value::Int(right)) => left.cmp(&right),
        (Value::Date(left), Value::Date(right)) => left.cmp(&right),
        _ => {
            return match order {
                Order::Eq => left == right,
                Order::Ne => left != right,
                Order::Lt | Order::Le | Order::Gt | Order::Ge => false,
            }
            .into();
        }
    };
    holds(order, ordering).into()
}

fn holds(order: Order, ordering: std::cmp::Ordering) -> bool {
    match order {
        Order::Eq => ordering.is_eq(),
        Order::Ne => ordering.is_ne(),
        Order::Lt => ordering.is_lt(),
        Order::Le => ordering.is_le(),
        Order::Gt => ordering.is_gt(),
        Order::Ge => ordering.is_ge(),
    }
}

/// The block that nearly all Chinese texts are written in; looking it up takes longer.
fn is_common_han(letter: char) -> bool {
    ('\u{4e00}'..='\u{9fff}').contains(&letter)
}

fn is_han(letter: char) -> bool {
    is_common_han(letter) || letter.script() == Script::Han
}

/// By the general category of the Unicode standard.
fn is_letter_or_digit(letter: char) -> bool {
    letter.is_ascii_alphanumeric()
        || is_common_han(letter)
        || matches!(letter.general_category_group(), GeneralCategoryGroup::Letter | GeneralCategoryGroup::Number)
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

/// Numbers of the days of the years 1 to 9999.
const CALENDAR: std::ops::RangeInclusive<i32> = -719_162..=2_932_896;

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
    moved.filter(|day| CALENDAR.contains(day)).unwrap_or(end)
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
