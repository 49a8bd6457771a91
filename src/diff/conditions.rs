//! Which applications are meant, in words: from cubes over atoms to short sentences.

use std::collections::{BTreeMap, BTreeSet};

use crate::diagnostic::Message;
use crate::diff::cover::PossibleValues;
use crate::prove::describe::joined;
use crate::prove::diagram::Cube;
use crate::prove::formula::AtomId;
use crate::prove::space::{Atom, Place, Space, TextTest, VariableId};
use crate::prove::theory::Literal;
use crate::say;

/// A condition of which some parts say that a value is one of several.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Condition {
    values: BTreeMap<VariableId, BTreeSet<u16>>,
    rest: Cube,
}

/// The cubes as sentences, as few as can be without saying anything else.
pub fn sentences(space: &Space<'_>, possible: &PossibleValues, cubes: &[Cube]) -> Vec<Message> {
    let mut conditions: Vec<Condition> = cubes.iter().map(|cube| Condition::of(space, possible, cube)).collect();
    while let Some((kept, dropped, joint)) = mergeable(space, possible, &conditions) {
        conditions[kept] = joint;
        conditions.remove(dropped);
    }
    conditions.iter().map(|condition| condition.say(space, possible)).collect()
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
        let mut values: BTreeMap<VariableId, BTreeSet<u16>> = BTreeMap::new();
        let mut rest = Vec::new();
        for (atom, sign) in cube {
            let Atom::Is(of, value) = space.atoms[atom.0 as usize] else {
                rest.push((*atom, *sign));
                continue;
            };
            let own = values.entry(of).or_insert_with(|| possible.of(space, of));
            own.retain(|known| (*known == value) == *sign);
        }
        // What holds of all that are meant need not be said.
        values.retain(|of, own| space.variable(*of).optional || *own != possible.of(space, *of));
        // What has a value is filled in.
        rest.retain(
            |(atom, sign)| !matches!(space.atoms[atom.0 as usize], Atom::Has(of) if *sign && values.contains_key(&of)),
        );
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
        let values: BTreeSet<u16> = self.values.get(of)?.union(other.values.get(of)?).copied().collect();
        let is_all = !space.variable(*of).optional && values == possible.of(space, *of);
        match is_all {
            true => joint.values.remove(of),
            false => joint.values.insert(*of, values),
        };
        Some(joint)
    }

    fn say(&self, space: &Space<'_>, possible: &PossibleValues) -> Message {
        let mut parts: Parts = Vec::new();
        for (of, values) in &self.values {
            parts.push((place_of(space, *of), say_values(space, possible, *of, values)));
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
        let rest: Vec<Literal> = self.rest.iter().filter(is_needed).copied().collect();
        let (bounds, rest) = bounds(space, &rest);
        parts.extend(bounds);
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

fn say_values(space: &Space<'_>, possible: &PossibleValues, of: VariableId, values: &BTreeSet<u16>) -> Message {
    let others: Vec<u16> = possible.of(space, of).difference(values).copied().collect();
    let values: Vec<u16> = values.iter().copied().collect();
    let is_shorter = others.len() < values.len() || values.is_empty();
    if is_shorter && !others.is_empty() {
        space.say_values(of, &others, false)
    } else {
        space.say_values(of, &values, true)
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
