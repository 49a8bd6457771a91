//! Which statements of the sources nothing in the rule files encodes.

use std::collections::BTreeSet;

use crate::model::{Dispute, Layer, LayerId, Program, SourceId, StatementRef};

/// How far one source is encoded.
#[derive(Clone, Debug, PartialEq)]
pub struct Coverage {
    pub layer: LayerId,
    pub source: SourceId,
    pub total: usize,
    /// Indexes into the statements of the source, sorted.
    pub uncited: Vec<u32>,
}

/// One entry per source, in the order of the sources.
pub fn coverage(program: &Program) -> Vec<Coverage> {
    let by_layers = program.layers.iter().flat_map(cited_by_layer);
    let by_scenarios = program.scenarios.iter().flat_map(|scenario| scenario.cites.iter().copied());
    let cited: BTreeSet<StatementRef> = by_layers.chain(by_scenarios).collect();
    let entries = program.sources.iter().zip(0u32..).map(|(source, index)| {
        let is_cited =
            |statement: &u32| cited.contains(&StatementRef { source: SourceId(index), statement: *statement });
        let statements = (0u32..).take(source.statements.len());
        Coverage {
            layer: source.layer,
            source: SourceId(index),
            total: source.statements.len(),
            uncited: statements.filter(|statement| !is_cited(statement)).collect(),
        }
    });
    entries.collect()
}

fn cited_by_layer(layer: &Layer) -> Vec<StatementRef> {
    let rules = layer.rules.iter().flat_map(|rule| cited_by(&rule.cites, rule.disputed.as_deref()));
    let answers = layer.answers.iter().flat_map(|answer| cited_by(&answer.cites, answer.disputed.as_deref()));
    let changes = layer.changes.iter().flat_map(|change| cited_by(&change.cites, None));
    rules.chain(answers).chain(changes).collect()
}

fn cited_by<'a>(cites: &'a [StatementRef], disputed: Option<&'a Dispute>) -> impl Iterator<Item = StatementRef> + 'a {
    cites.iter().chain(disputed.into_iter().flat_map(|dispute| &dispute.statements)).copied()
}
