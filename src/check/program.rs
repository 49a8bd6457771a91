//! What only the whole program shows: uncited statements, retired rules, baselines.

use std::collections::{HashMap, HashSet};

use crate::check::coverage::coverage;
use crate::diagnostic::{Diagnostic, Message, codes};
use crate::model::{Expectation, Layer, Place, Program, Scenario, Step};
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
            let (id, text) = (statement.id(), statement.text());
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
    let ids = RuleIds::new(program);
    for retired in program.layers.iter().flat_map(|layer| &layer.retired) {
        let rule = &retired.rule;
        if ids.contains(rule) {
            let message =
                say!("`{rule}` 已经废止，却还有一条规则叫这个", "`{rule}` is retired, but a rule has this id");
            let help = say!("编号不能重用；给那条规则换一个标识", "ids are never reused; give the rule another id");
            diagnostics.push(
                Diagnostic::new(codes::RETIRED_IN_USE, retired.place.file, retired.place.span, message).help(help),
            );
        }
        if let Some(successor) = &retired.superseded_by
            && !ids.contains(successor)
        {
            let message = say!("没有规则 `{successor}`", "there is no rule `{successor}`");
            let help = say!("写现在那条规则的完整编号", "write the whole id of the rule that stands in its place");
            diagnostics
                .push(Diagnostic::new(codes::UNKNOWN_RULE, retired.place.file, retired.place.span, message).help(help));
        }
    }
}

/// The layers by name, so that a rule is found by its id without writing down all ids.
struct RuleIds<'a> {
    program: &'a Program,
    layers: HashMap<&'a str, &'a Layer>,
}

impl<'a> RuleIds<'a> {
    fn new(program: &'a Program) -> RuleIds<'a> {
        RuleIds { program, layers: program.layers.iter().map(|layer| (&*layer.name, layer)).collect() }
    }

    fn contains(&self, id: &str) -> bool {
        let Some((layer, name)) = id.split_once('.') else { return false };
        self.layers
            .get(layer)
            .is_some_and(|layer| layer.rules.iter().any(|rule| &*rule.name == name) || self.is_of_unread(layer, name))
    }

    /// The rule may be one of an answer that has an error in it.
    fn is_of_unread(&self, layer: &Layer, name: &str) -> bool {
        let policy = name.split('.').nth(1);
        layer.unread.iter().any(|(id, _)| policy == Some(&*self.program.policies[id.index()].name))
    }

    /// The ids of the layer that a wrong id names, or of all layers.
    fn near(&self, id: &str) -> Vec<String> {
        // An answer with several choices has a rule for each: the policy alone is no rule.
        if let Some((layer, name)) = id.split_once('.')
            && let Some(layer) = self.layers.get(layer)
        {
            let starts =
                |rule: &&crate::model::Rule| rule.name.strip_prefix(name).is_some_and(|rest| rest.starts_with('.'));
            let longer: Vec<String> =
                layer.rules.iter().filter(starts).map(|rule| self.program.rule_id(layer, rule)).collect();
            if !longer.is_empty() {
                return longer;
            }
        }
        let layer = id.split_once('.').and_then(|(layer, _)| self.layers.get(layer).copied());
        let layers = self.program.layers.iter().filter(|other| layer.is_none_or(|layer| layer.name == other.name));
        let ids = layers.flat_map(|layer| layer.rules.iter().map(|rule| self.program.rule_id(layer, rule)));
        let ids: Vec<String> = ids.collect();
        crate::text::suggest::suggest(id, ids.iter().map(String::as_str)).into_iter().map(str::to_owned).collect()
    }
}

fn duplicate(scenario: &Scenario, first: Option<Place>) -> Option<Diagnostic> {
    let (first, place, name) = (first?, scenario.place, &scenario.name);
    let message = say!("情形 `{name}` 写了两次", "the scenario `{name}` is declared twice");
    let help = say!("给其中一个换一个标识", "give one of them another name");
    let diagnostic = Diagnostic::new(codes::DUPLICATE_NAME, place.file, place.span, message);
    Some(diagnostic.also(first.file, first.span, say!("先写在这里", "first declared here")).help(help))
}

/// A scenario that expects nothing cannot fail; a baseline is not run.
fn nothing_expected(scenario: &Scenario) -> Option<Diagnostic> {
    let (message, help) = match (scenario.is_baseline, scenario.expectations.is_empty()) {
        (true, false) => (
            say!("基准申请不运行，不能写预期", "a baseline is not run and expects nothing"),
            say!("把预期写到沿用它的情形里", "write what is expected in the scenarios that use it"),
        ),
        (false, true) => (
            say!("情形没有写预期，什么也没有验", "the scenario expects nothing, so it tests nothing"),
            say!("写 `预期 结论 …` 或 `预期 规则编号 违反`", "write `expect verdict …` or `expect RULE violated`"),
        ),
        (true, true) | (false, false) => return None,
    };
    let place = scenario.place;
    Some(Diagnostic::new(codes::NOTHING_EXPECTED, place.file, place.span, message).help(help))
}

fn report_scenarios(program: &Program, diagnostics: &mut Vec<Diagnostic>) {
    if program.scenarios.is_empty() {
        return;
    }
    let baselines: HashSet<&str> =
        program.scenarios.iter().filter(|scenario| scenario.is_baseline).map(|scenario| &*scenario.name).collect();
    let ids = RuleIds::new(program);
    let mut first_of: HashMap<&str, Place> = HashMap::new();
    for scenario in &program.scenarios {
        let place = scenario.place;
        diagnostics.extend(duplicate(scenario, first_of.insert(&scenario.name, place)));
        diagnostics.extend(nothing_expected(scenario));
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
            let place = expectation.place;
            if let Expectation::Finding(rule, _) = &expectation.what
                && !ids.contains(rule)
            {
                let near = ids.near(rule);
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
