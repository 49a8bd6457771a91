//! Which statements of the sources something encodes.

use crate::model::{LayerId, Program, SourceId, StatementRef};

/// What is known of one source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Coverage {
    pub layer: LayerId,
    pub source: SourceId,
    /// Number of its statements.
    pub total: usize,
    /// Indexes of the statements that nothing cites.
    pub uncited: Vec<u32>,
}

/// The coverage of every source, in their order.
pub fn coverage(program: &Program) -> Vec<Coverage> {
    let mut cited: Vec<Vec<bool>> = program.sources.iter().map(|source| vec![false; source.statements.len()]).collect();
    each_citation(program, &mut |cite| {
        if let Some(slot) =
            cited.get_mut(cite.source.index()).and_then(|source| source.get_mut(cite.statement as usize))
        {
            *slot = true;
        }
    });
    let sources = program.sources.iter().zip(cited).enumerate();
    sources
        .map(|(index, (source, cited))| Coverage {
            layer: source.layer,
            source: SourceId(u32::try_from(index).unwrap_or(u32::MAX)),
            total: cited.len(),
            uncited: (0u32..).zip(cited).filter_map(|(statement, is_cited)| (!is_cited).then_some(statement)).collect(),
        })
        .collect()
}

fn each_citation(program: &Program, visit: &mut impl FnMut(&StatementRef)) {
    for layer in &program.layers {
        for rule in &layer.rules {
            rule.cites.iter().for_each(&mut *visit);
            rule.disputed.iter().for_each(|dispute| dispute.statements.iter().for_each(&mut *visit));
        }
        for answer in &layer.answers {
            answer.cites.iter().for_each(&mut *visit);
            let disputes = answer.cases.iter().filter_map(|case| case.disputed.as_ref());
            let disputes = disputes.chain(&answer.disputed);
            disputes.for_each(|dispute| dispute.statements.iter().for_each(&mut *visit));
        }
        for change in &layer.changes {
            change.cites.iter().for_each(&mut *visit);
        }
    }
}
