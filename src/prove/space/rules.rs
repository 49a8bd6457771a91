//! Rules as formulas: where they apply, and what satisfies them.

use crate::document::{Condition, Obligation, Rule};
use crate::prove::formula::Formula;
use crate::prove::space::Space;
use crate::prove::space::lower::{Element, Frame};

/// A rule that is in force.
#[derive(Clone, Debug)]
pub struct RuleOf<'t> {
    pub rule: &'t Rule,
    /// Which of the sides that are compared has it.
    pub side: usize,
    /// One, or one for each kind of element that the rule looks at.
    pub instances: Vec<Instance>,
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
        RuleOf { rule, side, instances: instances.collect() }
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
        let satisfied = match (rule.effect.as_str(), &rule.require) {
            ("require", Some(obligation)) => self.obligation(obligation, &frame),
            ("forbid", _) => Formula::FALSE,
            _ => Formula::TRUE,
        };
        let violated = self.formulas.and([applies, !satisfied]);
        let element = element.map(|(_, element)| element);
        Instance { element, frame, there, track, guards, applies, satisfied, violated }
    }

    /// A condition where an instance of a rule stands.
    pub fn condition_in(&mut self, condition: &'t Condition, instance: &Instance) -> Formula {
        self.truth(condition, &instance.frame)
    }

    /// An obligation where an instance of a rule stands.
    pub fn obligation_in(&mut self, obligation: &'t Obligation, instance: &Instance) -> Formula {
        self.obligation(obligation, &instance.frame)
    }

    /// A condition that speaks of no element.
    pub fn condition(&mut self, condition: &'t Condition) -> Formula {
        self.truth(condition, &Frame::default())
    }

    /// Some finding of the rule is a violation.
    pub fn violated(&mut self, rule: &RuleOf<'_>) -> Formula {
        self.formulas.or(rule.instances.iter().map(|instance| instance.violated))
    }

    /// The rule applies somewhere.
    pub fn applies(&mut self, rule: &RuleOf<'_>) -> Formula {
        self.formulas.or(rule.instances.iter().map(|instance| instance.applies))
    }
}
