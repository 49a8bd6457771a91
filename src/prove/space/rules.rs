//! Rules as formulas: where they apply, and what satisfies them.

use rustc_hash::FxHashSet;

use crate::document::parts::conditions_of_rule;
use crate::document::{Condition, Part, Rule, WordSet};
use crate::prove::formula::Formula;
use crate::prove::space::lower::{Element, Frame};
use crate::prove::space::{Place, Quantifier, Space, TextTest, VariableId};

/// A rule that is in force.
#[derive(Clone, Debug)]
pub struct RuleOf<'t> {
    pub rule: &'t Rule,
    /// Which of the sides that are compared has it.
    pub side: usize,
    /// One, or one for each kind of element that the rule looks at.
    pub instances: Vec<Instance>,
    /// Further elements that quantifiers speak of violate it.
    pub elsewhere: Vec<Formula>,
}

/// A rule for the application, or for one element.
#[derive(Clone, Debug)]
pub struct Instance {
    pub element: Option<Element>,
    frame: Frame,
    /// The element is in the application.
    pub there: Formula,
    /// The application is of one of the tracks of the rule.
    pub track: Formula,
    /// Each condition under which it applies.
    pub guards: Vec<Formula>,
    /// All of these together.
    pub applies: Formula,
    /// What it demands; for a rule that forbids, that it does not apply.
    pub satisfied: Formula,
    /// It applies and is not satisfied; never for a rule that neither requires nor forbids.
    pub violated: Formula,
}

/// Of what conditions within a rule speak besides what the rule itself is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope<'t> {
    Rule,
    /// The elements of a list over which a quantifier goes.
    Elements(&'t str),
    /// The attributes of a material.
    Material(&'t str),
}

impl RuleOf<'_> {
    pub fn forbids(&self) -> bool {
        self.rule.effect == "forbid"
    }

    pub fn requires(&self) -> bool {
        self.rule.effect == "require"
    }
}

impl<'t> Space<'t> {
    /// A rule, where this condition holds for the tracks.
    pub(super) fn rule(&mut self, rule: &'t Rule, side: usize, track: Formula) -> RuleOf<'t> {
        let elements = match &rule.for_each {
            None => vec![(None, Formula::TRUE)],
            Some(list) => self
                .focused(list)
                .into_iter()
                .map(|(cursor, element, there)| (Some((cursor, element)), there))
                .collect(),
        };
        let instances = elements.into_iter().map(|(element, there)| self.instance(rule, track, element, there));
        RuleOf { rule, side, instances: instances.collect(), elsewhere: Vec::new() }
    }

    fn instance(
        &mut self,
        rule: &'t Rule,
        track: Formula,
        element: Option<(usize, Element)>,
        there: Formula,
    ) -> Instance {
        let frame = element.map_or_else(Frame::default, |(cursor, element)| Frame::default().with(cursor, element));
        let guards: Vec<Formula> = rule.when.iter().map(|guard| self.truth(&guard.condition, &frame)).collect();
        let applies = self.formulas.and([there, track].into_iter().chain(guards.iter().copied()));
        let satisfied = self.satisfied(rule, &frame);
        let violated = self.formulas.and([applies, !satisfied]);
        let element = element.map(|(_, element)| element);
        Instance { element, frame, there, track, guards, applies, satisfied, violated }
    }

    fn satisfied(&mut self, rule: &'t Rule, frame: &Frame) -> Formula {
        match (rule.effect.as_str(), &rule.require) {
            ("require", Some(obligation)) => self.obligation(obligation, frame),
            ("forbid", _) => Formula::FALSE,
            _ => Formula::TRUE,
        }
    }

    /// What satisfies an instance of a rule when parts of what it demands are left out.
    pub fn satisfied_without(
        &mut self,
        rule: &'t Rule,
        instance: &Instance,
        left_out: impl IntoIterator<Item = &'t Part>,
    ) -> Formula {
        self.left_out.extend(left_out);
        let satisfied = self.satisfied(rule, &instance.frame);
        self.left_out.clear();
        satisfied
    }

    /// What conditions of a rule say where an instance of it stands: for each kind of element of the scope,
    /// that it is there, and the conditions.
    pub fn truths(
        &mut self,
        of: &[&'t Condition],
        instance: &Instance,
        scope: Scope<'_>,
    ) -> Vec<(Formula, Vec<Formula>)> {
        let frame = &instance.frame;
        let frames = match scope {
            Scope::Rule => vec![(Formula::TRUE, frame.clone())],
            Scope::Elements(list) => {
                let elements = self.focused(list).into_iter();
                elements.map(|(cursor, element, there)| (there, frame.with(cursor, element))).collect()
            }
            Scope::Material(material) => {
                let number = self.names.materials.get(material).copied();
                number.into_iter().map(|number| (Formula::TRUE, frame.with_material(number))).collect()
            }
        };
        let truths = |(there, frame)| (there, of.iter().map(|condition| self.truth(condition, &frame)).collect());
        frames.into_iter().map(truths).collect()
    }

    /// The words of a set.
    pub fn words(&self, words: &WordSet) -> Box<[Box<str>]> {
        self.names.words(words)
    }

    /// Whether a text contains a word where an instance of a rule stands.
    pub fn mentions(&mut self, of: &'t Condition, instance: &Instance, word: &str) -> Formula {
        self.text_test(of, &instance.frame, TextTest::Mentions(Box::new([word.into()])))
    }

    /// A condition that speaks of no element.
    pub fn condition(&mut self, condition: &'t Condition) -> Formula {
        self.truth(condition, &Frame::default())
    }

    /// Some finding of the rule is a violation.
    pub fn violated(&mut self, rule: &RuleOf<'_>) -> Formula {
        self.formulas.or(rule.instances.iter().map(|instance| instance.violated))
    }

    /// The same, where elements are looked at that quantifiers speak of, too: if this is false, nothing
    /// that is known of an element violates the rule.
    pub fn violated_anywhere(&mut self, rule: &RuleOf<'_>) -> Formula {
        let violated = self.violated(rule);
        self.formulas.or(rule.elsewhere.iter().copied().chain([violated]))
    }

    /// Where the elements by which quantifiers hold violate a rule about each element.
    pub(super) fn elsewhere(&mut self, rule: &RuleOf<'t>) -> Vec<Formula> {
        let mut looks_at_lists = false;
        conditions_of_rule(rule.rule, &mut |condition| looks_at_lists |= is_about_lists(condition));
        if looks_at_lists || !(rule.requires() || rule.forbids()) {
            return Vec::new();
        }
        let mut all = Vec::new();
        for instance in &rule.instances {
            let Some(Element { member, of: Some((array, _)) }) = instance.element else { continue };
            let Some(cursor) = rule.rule.for_each.as_deref().and_then(|list| self.names.list_number(list)) else {
                continue;
            };
            let asked = self.asked_of_elements(instance.violated, array);
            for index in 0..self.quantifiers.len() {
                let Quantifier { array: other, focus, witness, .. } = self.quantifiers[index];
                if other == array && !asked.is_disjoint(&self.asked_of_elements(focus, array)) {
                    let there = self.there(array, witness);
                    let element = Element { member, of: Some((array, witness)) };
                    all.push(self.instance(rule.rule, instance.track, Some((cursor, element)), there).violated);
                }
            }
        }
        all
    }

    /// The facts of the elements of an array of which a formula speaks.
    fn asked_of_elements(&self, formula: Formula, array: usize) -> FxHashSet<VariableId> {
        let is_own =
            |id: &VariableId| matches!(self.variable(*id).place, Place::Element { array: of, .. } if of == array);
        self.variables_of(&[formula]).into_iter().filter(is_own).collect()
    }

    /// The rule applies somewhere.
    pub fn applies(&mut self, rule: &RuleOf<'_>) -> Formula {
        self.formulas.or(rule.instances.iter().map(|instance| instance.applies))
    }
}

fn is_about_lists(condition: &Condition) -> bool {
    condition.any(&|part| {
        matches!(
            part,
            Condition::Any { .. }
                | Condition::All { .. }
                | Condition::Count { .. }
                | Condition::CountDistinct { .. }
                | Condition::DistinctMobiles { .. }
                | Condition::Values { .. }
                | Condition::Unknown {}
        )
    })
}
