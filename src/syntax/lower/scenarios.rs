//! Lowers baselines and scenarios.

use crate::syntax::ast::{Assignment, Scenario, ScenarioPart};
use crate::syntax::grammar::{Node, Rule};
use crate::syntax::lower::{Lowering, name_of, names_in, trimmed_span_of};

impl<'a> Lowering<'a> {
    pub(super) fn scenario_item(&mut self, node: Node<'a>) -> Scenario {
        let span = trimmed_span_of(&node);
        let is_baseline = node.as_rule() == Rule::baseline_item;
        let mut scenario_parts = Vec::new();
        let parts = self.parts(node, |lowering, child| scenario_parts.extend(lowering.scenario_part(child)));
        Scenario { span, is_baseline, name: parts.name(0), label: parts.text(0), parts: scenario_parts }
    }

    fn scenario_part(&mut self, node: Node<'a>) -> Option<ScenarioPart> {
        Some(match node.as_rule() {
            Rule::base => ScenarioPart::Base(names_in(node).first().copied()?),
            Rule::given => ScenarioPart::Given(self.assignments(node)),
            Rule::added => {
                let mut assignments = Vec::new();
                let parts = self.parts(node, |lowering, child| assignments.extend(lowering.assignments(child)));
                ScenarioPart::Add(parts.name(0), assignments)
            }
            Rule::without => ScenarioPart::Without(names_in(node)),
            Rule::unknown => ScenarioPart::Unknown(names_in(node)),
            Rule::expected => self.expected(node)?,
            _ => ScenarioPart::Clause(self.clause(node)?),
        })
    }

    fn assignments(&mut self, node: Node<'a>) -> Vec<Assignment> {
        let mut assignments = Vec::new();
        self.parts(node, |lowering, child| {
            if child.as_rule() != Rule::assignment {
                return;
            }
            let mut value = Some(lowering.no_expr(&child));
            let parts = lowering.parts(child, |lowering, child| match child.as_rule() {
                Rule::expr => value = Some(lowering.expr(child)),
                Rule::kw_left_empty => value = None,
                _ => {}
            });
            assignments.push((parts.name(0), value));
        });
        assignments
    }

    fn expected(&mut self, node: Node<'a>) -> Option<ScenarioPart> {
        let child = node.into_inner().find(|child| child.as_rule() != Rule::kw_expect)?;
        Some(match child.as_rule() {
            Rule::expected_verdict => {
                let names = names_in(child);
                ScenarioPart::ExpectVerdict(*names.first()?, names.get(1).copied())
            }
            Rule::expected_missing => ScenarioPart::ExpectMissing(names_in(child)),
            Rule::expected_materials => ScenarioPart::ExpectMaterials(child.into_inner().flat_map(names_in).collect()),
            _ => {
                let mut words = child.into_inner().map(|word| name_of(&word));
                ScenarioPart::ExpectFinding(words.next()?, words.next()?)
            }
        })
    }
}
