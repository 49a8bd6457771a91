//! Which applications are meant, in words: from cubes over atoms to short sentences.

use std::collections::{BTreeMap, BTreeSet};

use crate::diagnostic::Message;
use crate::diff::cover::{Choice, PossibleValues};
use crate::prove::describe::joined;
use crate::prove::diagram::Cube;
use crate::prove::formula::{AtomId, Formula};
use crate::prove::space::{Atom, Kind, Place, Space, TextTest, VariableId};
use crate::prove::theory::Literal;
use crate::say;

/// A condition of which some parts say that a value is one of several.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Condition {
    values: BTreeMap<VariableId, BTreeSet<Choice>>,
    rest: Cube,
}

/// The cubes as sentences, as few as can be without saying anything else, and what they say as a
/// formula.
pub fn sentences(space: &mut Space<'_>, possible: &PossibleValues, cubes: &[Cube]) -> (Vec<Message>, Formula) {
    let mut conditions: Vec<Condition> = cubes.iter().map(|cube| Condition::of(space, possible, cube)).collect();
    while let Some((kept, dropped, joint)) = mergeable(space, possible, &conditions) {
        conditions[kept] = joint;
        conditions.remove(dropped);
    }
    let formulas: Vec<Formula> = conditions.iter().map(|condition| condition.formula(space, possible)).collect();
    let all = space.formulas.or(formulas);
    (conditions.iter().map(|condition| condition.say(space, possible)).collect(), all)
}

/// Two conditions that are one together.
fn mergeable(
    space: &Space<'_>,
    possible: &PossibleValues,
    conditions: &[Condition],
) -> Option<(usize, usize, Condition)> {
    for (index, one) in conditions.iter().enumerate() {
        for (other_index, other) in conditions.iter().enumerate().skip(index + 1) {
            if let Some(joint) = one.with(space, possible, other) {
                return Some((index, other_index, joint));
            }
        }
    }
    None
}

impl Condition {
    fn of(space: &Space<'_>, possible: &PossibleValues, cube: &Cube) -> Condition {
        let mut values: BTreeMap<VariableId, BTreeSet<Choice>> = BTreeMap::new();
        let mut rest = Vec::new();
        for (atom, sign) in cube {
            let mut keep = |of: VariableId, is_kept: &dyn Fn(Choice) -> bool| {
                values.entry(of).or_insert_with(|| possible.of(space, of)).retain(|known| is_kept(*known) == *sign);
            };
            match space.atoms[atom.0 as usize] {
                Atom::Is(of, value) => keep(of, &|known| known == Some(value)),
                // That it is filled in, or left empty, says which values it can have, too.
                Atom::Has(of) if is_choice(space, of) => keep(of, &|known| known.is_some()),
                _ => rest.push((*atom, *sign)),
            }
        }
        // What can be nothing else need not be said.
        values.retain(|of, own| *own != possible.of(space, *of));
        rest.sort_unstable();
        Condition { values, rest }
    }

    /// Both in one, if only the values of one variable tell them apart.
    fn with(&self, space: &Space<'_>, possible: &PossibleValues, other: &Condition) -> Option<Condition> {
        if self.rest != other.rest || !self.values.keys().eq(other.values.keys()) {
            return None;
        }
        let differing: Vec<&VariableId> =
            self.values.keys().filter(|of| self.values.get(of) != other.values.get(of)).collect();
        let [of] = differing[..] else { return None };
        let mut joint = self.clone();
        let values: BTreeSet<Choice> = self.values.get(of)?.union(other.values.get(of)?).copied().collect();
        match values == possible.of(space, *of) {
            true => joint.values.remove(of),
            false => joint.values.insert(*of, values),
        };
        Some(joint)
    }

    /// What it says, as a formula.
    fn formula(&self, space: &mut Space<'_>, possible: &PossibleValues) -> Formula {
        let mut parts: Vec<Formula> = Vec::new();
        for (atom, sign) in &self.rest {
            let atom = space.formulas.atom(*atom);
            parts.push(if *sign { atom } else { !atom });
        }
        for (of, own) in &self.values {
            let others: BTreeSet<Choice> = possible.of(space, *of).difference(own).copied().collect();
            // Whatever a cube speaks of has its atom; what is not asked anywhere has none.
            let (named, sign) = if is_known(space, *of, own) { (own, true) } else { (&others, false) };
            let mut each = Vec::new();
            for value in named.iter().flatten() {
                if let Some(atom) = space.find_atom(&Atom::Is(*of, *value)) {
                    each.push(space.formulas.atom(atom));
                }
            }
            let one = space.formulas.or(each);
            let has = match space.find_atom(&Atom::Has(*of)) {
                Some(atom) => space.formulas.atom(atom),
                None => Formula::TRUE,
            };
            let one = space.formulas.and([has, one]);
            let empty = if named.contains(&None) { !has } else { Formula::FALSE };
            let is_named = space.formulas.or([one, empty]);
            parts.push(if sign { is_named } else { !is_named });
        }
        space.formulas.and(parts)
    }

    fn say(&self, space: &Space<'_>, possible: &PossibleValues) -> Message {
        let mut parts: Parts = Vec::new();
        for (of, values) in &self.values {
            let order = place_of(space, *of);
            parts.extend(say_values(space, possible, *of, values).into_iter().map(|part| (order, part)));
        }
        let is_shown = |material: usize| {
            let is_of = |of: VariableId| space.variable(of).place == Place::Material(material);
            self.values.keys().any(|of| is_of(*of))
                || self.rest.iter().any(|(atom, _)| {
                    let mut found = false;
                    space.atoms[atom.0 as usize].variables(|of| found |= is_of(of));
                    found
                })
        };
        // What is said of a paper says that it is there.
        let is_needed = |(atom, sign): &&Literal| !matches!(space.atoms[atom.0 as usize], Atom::Uploaded(material) if *sign && is_shown(material));
        // What is said of an element says that there is one.
        let of_focus = |array: usize| {
            let is_of = |of: VariableId| space.variable(of).place == (Place::Element { array, copy: 0 });
            let mut found = self.values.keys().any(|of| is_of(*of));
            for (atom, _) in &self.rest {
                space.atoms[atom.0 as usize].variables(|of| found |= is_of(of));
            }
            found
        };
        let is_element = |(atom, sign): &Literal| match space.atoms[atom.0 as usize] {
            Atom::There { array, copy: 0 } => *sign && of_focus(array),
            _ => false,
        };
        let is_said = |literal: &&Literal| is_needed(literal) && !is_element(literal);
        let rest: Vec<Literal> = self.rest.iter().filter(is_said).copied().collect();
        let (bounds, rest) = bounds(space, &rest);
        parts.extend(bounds);
        let (lengths, rest) = lengths(space, &rest);
        parts.extend(lengths);
        let (texts, rest) = text_tests(space, &rest);
        parts.extend(texts);
        let (sets, rest) = sets(space, &rest);
        parts.extend(sets);
        for (atom, sign) in &rest {
            parts.extend(space.parts(&vec![(*atom, *sign)]).into_iter().map(|part| (place(space, *atom), part)));
        }
        // Parts about one thing stand together, the papers last.
        parts.sort_by_key(|(of, _)| *of);
        joined(parts.into_iter().map(|(_, part)| part).collect())
    }
}

/// Where a part stands in a sentence: facts first, then each paper with what is said of it.
type Order = (usize, u32);

fn place_of(space: &Space<'_>, of: VariableId) -> Order {
    match space.variable(of).place {
        Place::Material(material) => (material + 1, of.0),
        _ => (0, of.0),
    }
}

fn place(space: &Space<'_>, atom: AtomId) -> Order {
    let mut first: Option<VariableId> = None;
    space.atoms[atom.0 as usize].variables(|id| first = first.min(Some(id)).or(Some(id)));
    match (&space.atoms[atom.0 as usize], first) {
        (Atom::Uploaded(material), _) => (material + 1, 0),
        (_, Some(of)) => place_of(space, of),
        (_, None) => (0, u32::MAX),
    }
}

/// What several parts say of one set.
fn sets(space: &Space<'_>, literals: &[Literal]) -> (Parts, Vec<Literal>) {
    let mut held: BTreeMap<(VariableId, bool), Vec<u16>> = BTreeMap::new();
    let mut rest = Vec::new();
    for literal in literals {
        match space.atoms[literal.0.0 as usize] {
            Atom::Holds(of, value) => held.entry((of, literal.1)).or_default().push(value),
            _ => rest.push(*literal),
        }
    }
    let parts = held.into_iter().map(|((of, sign), values)| (place_of(space, of), space.say_holds(of, &values, sign)));
    (parts.collect(), rest)
}

/// Whether it is one of the values of an enum.
pub fn is_choice(space: &Space<'_>, of: VariableId) -> bool {
    matches!(space.variable(of).kind, Kind::Enum(_))
}

/// Whether something asks for each of these values.
fn is_known(space: &Space<'_>, of: VariableId, values: &BTreeSet<Choice>) -> bool {
    values.iter().flatten().all(|value| space.find_atom(&Atom::Is(of, *value)).is_some())
}

/// Which values are meant: those, or all but the others, whichever are fewer.
fn say_values(space: &Space<'_>, possible: &PossibleValues, of: VariableId, values: &BTreeSet<Choice>) -> Vec<Message> {
    let all = possible.of(space, of);
    let others: Vec<u16> = all.difference(values).copied().flatten().collect();
    let named: Vec<u16> = values.iter().copied().flatten().collect();
    let filled = |sign: bool| space.find_atom(&Atom::Has(of)).map(|atom| space.say(atom, sign));
    let is_shorter = !others.is_empty() && (others.len() < named.len() || named.is_empty());
    match (all.contains(&None), values.contains(&None)) {
        (true, true) if named.is_empty() => filled(false).into_iter().collect(),
        (true, true) if !is_shorter => vec![space.say_values_or_empty(of, &named)],
        (true, false) if others.is_empty() => filled(true).into_iter().collect(),
        (true, false) if is_shorter => filled(true).into_iter().chain([space.say_values(of, &others, false)]).collect(),
        _ if is_shorter => vec![space.say_values(of, &others, false)],
        _ => vec![space.say_values(of, &named, true)],
    }
}

type Parts = Vec<(Order, Message)>;

/// A lower and an upper bound of one number are a range.
fn bounds(space: &Space<'_>, literals: &[Literal]) -> (Parts, Vec<Literal>) {
    let single = |literal: &Literal| match &space.atoms[literal.0.0 as usize] {
        Atom::AtMost(terms, limit) => match terms[..] {
            [(of, 1)] => Some((of, *limit)),
            _ => None,
        },
        _ => None,
    };
    let mut ranges: BTreeMap<VariableId, (Option<i64>, Option<i64>)> = BTreeMap::new();
    for literal in literals {
        let Some((of, limit)) = single(literal) else { continue };
        let (low, high) = ranges.entry(of).or_default();
        match literal.1 {
            true => *high = Some(high.map_or(limit, |high| high.min(limit))),
            false => *low = Some(low.map_or(limit + 1, |low| low.max(limit + 1))),
        }
    }
    let mut parts = Vec::new();
    ranges.retain(|of, (low, high)| {
        let (Some(low), Some(high)) = (low, high) else { return false };
        parts.push((place_of(space, *of), space.say_range(*of, *low, *high)));
        true
    });
    let is_left = |literal: &&Literal| single(literal).is_none_or(|(of, _)| !ranges.contains_key(&of));
    (parts, literals.iter().filter(is_left).copied().collect())
}

/// The limit of a length: of which text, only its Han characters, how many.
fn length_of(space: &Space<'_>, literal: &Literal) -> Option<(VariableId, bool, i64)> {
    let Atom::Test(of, test) = space.atoms[literal.0.0 as usize] else { return None };
    match space.tests[test.0 as usize] {
        TextTest::CharsAtMost(limit) => Some((of, false, limit)),
        TextTest::HanAtMost(limit) => Some((of, true, limit)),
        _ => None,
    }
}

/// More characters than one number and no more than another are a range.
fn lengths(space: &Space<'_>, literals: &[Literal]) -> (Parts, Vec<Literal>) {
    let mut left: Vec<Literal> = literals.to_vec();
    let mut parts = Vec::new();
    for upper in literals.iter().filter(|(_, sign)| *sign) {
        let Some((of, only_han, high)) = length_of(space, upper) else { continue };
        let is_lower = |other: &&Literal| {
            !other.1 && length_of(space, other).is_some_and(|(own, han, _)| (own, han) == (of, only_han))
        };
        let Some(lower) = literals.iter().find(is_lower) else { continue };
        let Some((_, _, limit)) = length_of(space, lower) else { continue };
        let (name, low) = (space.name(of), limit + 1);
        let (zh, en) = (&name.chinese, &name.english);
        let (zh_unit, en_unit) = if only_han { ("个汉字", "Han characters") } else { ("个字", "characters") };
        let said = if low == high {
            Message::new(format!("{zh}正好{low}{zh_unit}"), format!("{en} has just {low} {en_unit}"))
        } else {
            Message::new(format!("{zh}为{low}至{high}{zh_unit}"), format!("{en} has {low} to {high} {en_unit}"))
        };
        parts.push((place_of(space, of), said));
        left.retain(|other| other != upper && other != lower);
    }
    (parts, left)
}

/// Words of two lists, how a text is held against them.
#[derive(Clone, Copy, PartialEq, Eq)]
enum How {
    Is,
    Mentions,
    Starts,
    Ends,
}

fn words(test: &TextTest) -> Option<(How, &[Box<str>])> {
    Some(match test {
        TextTest::Among(words) => (How::Is, words),
        TextTest::Mentions(words) => (How::Mentions, words),
        TextTest::StartsWith(words) => (How::Starts, words),
        TextTest::EndsWith(words) => (How::Ends, words),
        _ => return None,
    })
}

/// A word of one list and none of another: only those are named that the other has not.
fn text_tests(space: &Space<'_>, literals: &[Literal]) -> (Parts, Vec<Literal>) {
    let test = |literal: &Literal| match &space.atoms[literal.0.0 as usize] {
        Atom::Test(of, test) => words(&space.tests[test.0 as usize]).map(|(how, words)| (*of, how, words)),
        _ => None,
    };
    let mut left: Vec<Literal> = literals.to_vec();
    let mut parts = Vec::new();
    for literal in literals.iter().filter(|(_, sign)| *sign) {
        let Some((of, how, wanted)) = test(literal) else { continue };
        let is_rival = |other: &&Literal| {
            !other.1
                && test(other).is_some_and(|(other_of, other_how, unwanted)| {
                    other_of == of && other_how == how && unwanted.iter().any(|word| wanted.contains(word))
                })
        };
        let Some(rival) = literals.iter().find(is_rival) else { continue };
        let Some((_, _, unwanted)) = test(rival) else { continue };
        let more: Vec<&str> = wanted.iter().filter(|word| !unwanted.contains(word)).map(|word| &**word).collect();
        parts.push((place_of(space, of), say_words(space, of, how, &more, unwanted.len())));
        left.retain(|other| other != literal && other != rival);
    }
    (parts, left)
}

fn say_words(space: &Space<'_>, of: VariableId, how: How, words: &[&str], others: usize) -> Message {
    let name = space.name(of);
    let (zh, en) = (&name.chinese, &name.english);
    let quoted: Vec<String> = words.iter().map(|word| format!("“{word}”")).collect();
    let (zh_words, en_words) = (quoted.join("、"), quoted.join(", "));
    match how {
        How::Is => say!("{zh}是{zh_words}", "{en} is one of {en_words}"),
        How::Mentions => say!(
            "{zh}含{zh_words}，而不含另外那{others}个词",
            "{en} mentions {en_words} and none of the other {others} words"
        ),
        How::Starts => say!(
            "{zh}以{zh_words}开头，而不以另外那{others}个词开头",
            "{en} starts with {en_words} and with none of the other {others} words"
        ),
        How::Ends => say!(
            "{zh}以{zh_words}结尾，而不以另外那{others}个词结尾",
            "{en} ends with {en_words} and with none of the other {others} words"
        ),
    }
}
