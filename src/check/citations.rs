//! Rules say where they come from; and source numbers move when layers are put together.

use crate::diagnostic::{Diagnostic, codes};
use crate::model::{Layer, Origin, StatementRef};
use crate::say;

/// Own rules, answers and changes without `cites`.
pub(super) fn check_rules_cite(layer: &Layer, diagnostics: &mut Vec<Diagnostic>) {
    for rule in &layer.rules {
        if rule.origin == Origin::Own && rule.cites.is_empty() {
            let name = &rule.name;
            let label = if rule.label.is_empty() { name } else { &rule.label };
            let message = say!("规则 `{label}` 没有写依据", "rule `{name}` cites nothing");
            diagnostics.push(without_citation(rule.place, message));
        }
    }
    for answer in &layer.answers {
        if !answer.cases.is_empty() && answer.cites.is_empty() {
            let message = say!("这条答复没有写依据", "this answer cites nothing");
            diagnostics.push(without_citation(answer.place, message));
        }
    }
    for change in layer.changes.iter().filter(|change| change.cites.is_empty()) {
        let base = &change.base;
        let message = say!("改动 `{base}` 没有写依据", "the change of `{base}` cites nothing");
        diagnostics.push(without_citation(change.place, message));
    }
}

fn without_citation(place: crate::model::Place, message: crate::diagnostic::Message) -> Diagnostic {
    let help =
        say!("加上 `依据 e-01` 这样的一行，写明对应的原文条目", "add `cites e-01`, naming the statements this encodes");
    Diagnostic::new(codes::RULE_WITHOUT_CITATION, place.file, place.span, message).help(help)
}

/// Moves references to the file's own sources (those from `first` on) by `by`.
pub fn shift(cites: &mut [StatementRef], first: usize, by: usize) {
    for cite in cites {
        if cite.source.index() >= first {
            cite.source.0 += u32::try_from(by).unwrap_or(0);
        }
    }
}

/// Moves all references of a layer.
pub fn shift_sources(layer: &mut Layer, first: usize, by: usize) {
    if by == 0 {
        return;
    }
    for rule in &mut layer.rules {
        shift(&mut rule.cites, first, by);
        if let Some(dispute) = &mut rule.disputed {
            shift(&mut dispute.statements, first, by);
        }
    }
    for answer in layer.answers.iter_mut().filter_map(|answer| answer.stated.as_mut()) {
        shift(&mut answer.cites, first, by);
        for case in &mut answer.cases {
            shift(&mut case.cites, first, by);
            if let Some(dispute) = &mut case.disputed {
                shift(&mut dispute.statements, first, by);
            }
        }
        if let Some(dispute) = &mut answer.disputed {
            shift(&mut dispute.statements, first, by);
        }
    }
    for change in &mut layer.changes {
        shift(&mut change.cites, first, by);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::resolve::testing::resolved;

    /// What something without citations begins with.
    fn check(entries: &str) -> Vec<String> {
        let (world, ..) = resolved("", "");
        let now = crate::model::fingerprint::fingerprint(&world.vocabulary, &world.layers[0].rules[0]);
        let text = format!("province guangdong for unit, individual {{ {} }}", entries.replace('@', &now));
        let (_, layer, found) = resolved("", &text);
        assert_eq!(found, "");
        let mut diagnostics = Vec::new();
        check_rules_cite(&layer.expect("it is a province"), &mut diagnostics);
        diagnostics.iter().map(|found| found.place().1.of(&text).chars().take(8).collect()).collect()
    }

    #[test]
    fn rules_answers_and_changes_cite() {
        assert_eq!(check("rule own \"甲\" { forbid }"), ["rule own"]);
        assert_eq!(check("rule own \"甲\" { cites page/s-1 forbid }"), [""; 0]);
        assert_eq!(check("waive national.all.minor at \"@\" {}"), ["waive na"]);
        assert_eq!(check("waive national.all.minor at \"@\" { cites page/s-1 }"), [""; 0]);
    }

    #[test]
    fn an_unstated_answer_cites_nothing() {
        let (_, layer, _) = resolved("", "province guangdong for unit { ask: unstated }");
        let mut diagnostics = Vec::new();
        check_rules_cite(&layer.expect("it is a province"), &mut diagnostics);
        assert_eq!(diagnostics, []);
    }
}
