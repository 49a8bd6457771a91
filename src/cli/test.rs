//! `guanju test [DIR]`: runs the scenarios of the rule files.

use serde::Serialize;

use crate::cli::arguments::{OutputFormat, Test};
use crate::cli::{Console, Status, folder_prefix, has_errors, load, threads};
use crate::diagnostic::{Code, Language, Severity};
use crate::emit::table::table;
use crate::eval::table::Table;
use crate::io::{Problem, write_file_with};
use crate::report::{json, render, visible};
use crate::say;
use crate::testing::coverage::{Coverage, LayerCoverage};
use crate::testing::{run, vectors};

/// A filter that leaves nothing to run.
pub const NO_SUCH_SCENARIO: Code = Code {
    code: "E0014",
    name: "no-such-scenario",
    severity: Severity::Error,
    title: "没有这样的情形",
    page: include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/docs/diagnostics/E0014.md")),
};

pub fn run(test: &Test, format: OutputFormat, console: &mut Console) -> Result<Status, Problem> {
    let session = load(&test.dir)?;
    let options = console.options(&folder_prefix(&test.dir));
    if has_errors(&session.diagnostics) {
        console.result(&render(format.format(), &session.files, &session.diagnostics, &options));
        return Ok(Status::Findings);
    }
    let table = Table::read(&table(&session.program)).map_err(super::judge::not_a_table)?;
    let filter = test.filter.as_deref().unwrap_or_default();
    let is_wanted = test.vectors.is_some();
    let (outcome, seen) = run::run(&session.program, &table, filter, threads(), |judged| {
        (Coverage::of(judged), is_wanted.then(|| vectors::line(judged)))
    });
    let (tested, lines): (Vec<Coverage>, Vec<Option<String>>) = seen.into_iter().unzip();
    if outcome.passed + outcome.failed == 0 && !filter.is_empty() {
        return Err(Problem::new(
            &NO_SUCH_SCENARIO,
            say!("没有情形的标识或名称含有 `{filter}`", "no scenario has `{filter}` in its id or label"),
            say!("去掉 `--filter` 运行全部情形", "leave out `--filter` to run all scenarios"),
        ));
    }
    // Vectors are right answers: there are none while a scenario fails.
    if let Some(path) = test.vectors.as_ref().filter(|_| outcome.failed == 0) {
        write_file_with(path, |writer| lines.iter().flatten().try_for_each(|line| writer.write_all(line.as_bytes())))?;
    }
    let coverage = Coverage::sum(tested);
    let layers = if test.coverage { coverage.layers(&table) } else { Vec::new() };
    match format {
        OutputFormat::Json => {
            let report = json::report(&session.files, &outcome.diagnostics, &options);
            let coverage = layers.iter().map(json_layer).collect();
            console.result(&json::to_text(&Document {
                report,
                passed: outcome.passed,
                failed: outcome.failed,
                coverage,
            }));
        }
        OutputFormat::Concise
        | OutputFormat::Github
        | OutputFormat::Gitlab
        | OutputFormat::Sarif
        | OutputFormat::Junit => {
            console.result(&render(format.format(), &session.files, &outcome.diagnostics, &options))
        }
        OutputFormat::Human | OutputFormat::Jsonl | OutputFormat::Markdown => {
            if !outcome.diagnostics.is_empty() {
                console.result(&render(OutputFormat::Human.format(), &session.files, &outcome.diagnostics, &options));
            }
            let (passed, failed) = (outcome.passed, outcome.failed);
            console
                .say(&say!("情形：{passed} 个符合，{failed} 个不符", "scenarios: {passed} as expected, {failed} not"));
            for layer in &layers {
                console.result(&layer_lines(&table, layer, console.language));
            }
            if layers.iter().any(|layer| !layer.is_complete()) {
                console.say(&say!(
                    "\n给每条规则写两个情形：一个 `预期 编号 违反`，一个适用而 `预期 编号 符合`",
                    "\nwrite two scenarios for every rule: one with `expect RULE violated`, one to which it applies with `expect RULE ok`"
                ));
            }
        }
    }
    Ok(if outcome.failed == 0 { Status::Clean } else { Status::Findings })
}

/// The report as JSON and, beside its keys, what was counted.
#[derive(Serialize)]
struct Document<'a> {
    #[serde(flatten)]
    report: json::Report<'a>,
    passed: usize,
    failed: usize,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    coverage: Vec<JsonLayer<'a>>,
}

#[derive(Serialize)]
struct JsonLayer<'a> {
    layer: &'a str,
    rules: usize,
    never_violated: &'a [&'a str],
    never_satisfied: &'a [&'a str],
    alternatives: usize,
    never_chosen: &'a [(&'a str, String)],
    choices: usize,
    untested_choices: &'a [String],
}

fn json_layer<'a>(layer: &'a LayerCoverage<'a>) -> JsonLayer<'a> {
    JsonLayer {
        layer: &layer.layer.id,
        rules: layer.rules,
        never_violated: &layer.never_violated,
        never_satisfied: &layer.never_satisfied,
        alternatives: layer.alternatives,
        never_chosen: &layer.never_chosen,
        choices: layer.choices,
        untested_choices: &layer.untested_choices,
    }
}

/// The counts of a layer and, beneath them, what is not tested.
fn layer_lines(table: &Table, coverage: &LayerCoverage<'_>, language: Language) -> String {
    let counted = |all: usize, lacking: usize| format!("{}/{all}", all - lacking);
    let violated = counted(coverage.rules, coverage.never_violated.len());
    let satisfied = counted(coverage.rules, coverage.never_satisfied.len());
    let chosen = counted(coverage.alternatives, coverage.never_chosen.len());
    let choices = counted(coverage.choices, coverage.untested_choices.len());
    let (label, id) = (&coverage.layer.label, &coverage.layer.id);
    let (mut text, words) = match language {
        Language::Chinese => (
            format!("\n{label}  规则：违反过 {violated}，满足过 {satisfied}；任选项 {chosen}；政策选项 {choices}\n"),
            ["没有违反过", "没有满足过", "没有选用过", "没有验过的政策选项"],
        ),
        Language::English => (
            format!(
                "\n{id}  rules: violated {violated}, satisfied {satisfied}; alternatives {chosen}; choices {choices}\n"
            ),
            ["never violated", "never satisfied", "never chosen", "choices not tested"],
        ),
    };
    let mut push = |word: &str, what: &str| text.push_str(&format!("  {word}: {}\n", visible(what)));
    let named = |id: &str| {
        let label = table.rule(id).map_or("", |number| &table.document.rules[number as usize].label);
        if language == Language::Chinese { format!("{id}  {label}") } else { id.to_owned() }
    };
    coverage.never_violated.iter().for_each(|id| push(words[0], &named(id)));
    coverage.never_satisfied.iter().for_each(|id| push(words[1], &named(id)));
    coverage.never_chosen.iter().for_each(|(id, what)| push(words[2], &format!("{id}  {what}")));
    coverage.untested_choices.iter().for_each(|choice| push(words[3], choice));
    text
}
