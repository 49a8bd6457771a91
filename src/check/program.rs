//! What only the whole program shows: uncited statements, retired rules, baselines.

use std::collections::HashSet;

use crate::check::coverage::coverage;
use crate::diagnostic::{Diagnostic, Message, codes};
use crate::model::{Expectation, Program, Step};
use crate::say;

pub(super) fn check_program(program: &Program) -> Vec<Diagnostic> {
    let mut diagnostics = Vec::new();
    report_uncited(program, &mut diagnostics);
    report_retired(program, &mut diagnostics);
    report_scenarios(program, &mut diagnostics);
    diagnostics
}

fn report_uncited(program: &Program, diagnostics: &mut Vec<Diagnostic>) {
    for entry in coverage(program) {
        for statement in entry.uncited {
            let statement = &program.sources[entry.source.index()].statements[statement as usize];
            let (id, text) = (&statement.id, &statement.text);
            let message =
                say!("没有规则、答复或说明引用 `{id}`：{text}", "no rule, answer or note cites `{id}`: {text}");
            let help = say!(
                "在对应的规则或答复里写 `依据 {id}`；不能判定的写成 `说明`",
                "write `cites {id}` in the rule or answer that encodes it; what cannot be decided becomes a `note`"
            );
            let place = statement.place;
            diagnostics.push(Diagnostic::new(codes::UNCITED_STATEMENT, place.file, place.span, message).help(help));
        }
    }
}

fn report_retired(program: &Program, diagnostics: &mut Vec<Diagnostic>) {
    if program.layers.iter().all(|layer| layer.retired.is_empty()) {
        return;
    }
    let ids = rule_ids(program);
    for retired in program.layers.iter().flat_map(|layer| &layer.retired) {
        let rule = &retired.rule;
        if ids.contains(&**rule) {
            let message =
                say!("`{rule}` 已经废止，却还有一条规则叫这个", "`{rule}` is retired, but a rule has this id");
            let help = say!("编号不能重用；给那条规则换一个标识", "ids are never reused; give the rule another id");
            diagnostics.push(
                Diagnostic::new(codes::RETIRED_IN_USE, retired.place.file, retired.place.span, message).help(help),
            );
        }
        if let Some(successor) = &retired.superseded_by
            && !ids.contains(&**successor)
        {
            let message = say!("没有规则 `{successor}`", "there is no rule `{successor}`");
            let help = say!("写现在那条规则的完整编号", "write the whole id of the rule that stands in its place");
            diagnostics
                .push(Diagnostic::new(codes::UNKNOWN_RULE, retired.place.file, retired.place.span, message).help(help));
        }
    }
}

fn rule_ids(program: &Program) -> HashSet<String> {
    let rules = program.layers.iter().flat_map(|layer| layer.rules.iter().map(move |rule| (layer, rule)));
    rules.map(|(layer, rule)| program.rule_id(layer, rule)).collect()
}

fn report_scenarios(program: &Program, diagnostics: &mut Vec<Diagnostic>) {
    if program.scenarios.is_empty() {
        return;
    }
    let baselines: HashSet<&str> =
        program.scenarios.iter().filter(|scenario| scenario.is_baseline).map(|scenario| &*scenario.name).collect();
    let ids = rule_ids(program);
    for scenario in &program.scenarios {
        let place = scenario.place;
        for step in &scenario.steps {
            if let Step::Base(base) = step
                && !baselines.contains(&**base)
            {
                let known: Vec<&str> = baselines.iter().copied().collect();
                let near = crate::text::suggest::suggest(base, known.iter().copied());
                let message = say!("没有叫 `{base}` 的基准申请", "no baseline is called `{base}`");
                let help = match near.first() {
                    Some(near) => say!("是不是想写 `{near}`？", "did you mean `{near}`?"),
                    None => say!("基准申请用 `基准申请 … {{ }}` 声明", "baselines are declared with `baseline`"),
                };
                diagnostics.push(Diagnostic::new(codes::DANGLING_BASELINE, place.file, place.span, message).help(help));
            }
        }
        for expectation in &scenario.expectations {
            if let Expectation::Finding(rule, _) = expectation
                && !ids.contains(&**rule)
            {
                let near = crate::text::suggest::suggest(rule, ids.iter().map(String::as_str));
                let message = say!("没有规则 `{rule}`", "there is no rule `{rule}`");
                let help = match near.first() {
                    Some(near) => say!("是不是想写 `{near}`？", "did you mean `{near}`?"),
                    None => Message::new("写规则的完整编号，如 `guangdong.unit.…`", "write the whole id of a rule"),
                };
                diagnostics.push(Diagnostic::new(codes::UNKNOWN_RULE, place.file, place.span, message).help(help));
            }
        }
    }
}
