//! `guanju judge APPLICATION … --province P --as-of DAY`: judges applications from the rule table.

mod batch;
mod input;

use std::path::Path;
use std::sync::Arc;

use indicatif::{ProgressBar, ProgressStyle};

use crate::cli::arguments::{Judge, JudgementFormat, OutputFormat};
use crate::cli::check::WRONG_OPTION;
use crate::cli::judge::batch::{Task, Written, write_block};
use crate::cli::judge::input::{Block, Blocks, Mode};
use crate::cli::{Console, Status, folder_prefix, has_errors, load, threads};
use crate::diagnostic::{Code, Message, Severity};
use crate::emit::table::table;
use crate::eval::plan::Plan;
use crate::eval::table::Table;
use crate::eval::words::Style;
use crate::io::{self, Problem};
use crate::judgement::json::{FORMAT, Head, head_text};
use crate::parallel::in_order;
use crate::report::{Format, render};
use crate::say;
use crate::text::Date;
use crate::text::suggest::suggest;

/// A table that cannot be read or does not have what is asked for.
pub const NOT_A_TABLE: Code = Code {
    code: "E0012",
    name: "not-a-table",
    severity: Severity::Error,
    title: "规则表不能用",
    page: include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/docs/diagnostics/E0012.md")),
};
/// The question cannot be asked: a province, provider, day or rule that is not there.
pub const WRONG_QUESTION: Code = Code {
    code: "E0013",
    name: "wrong-question",
    severity: Severity::Error,
    title: "要核对的省份、接入商、日期或规则不对",
    page: include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/docs/diagnostics/E0013.md")),
};

pub fn run(judge: &Judge, format: OutputFormat, console: &mut Console) -> Result<Status, Problem> {
    let format = format.of_judgements().ok_or_else(|| {
        Problem::new(
            &WRONG_OPTION,
            say!("`judge` 没有这种输出格式", "`judge` has no such output format"),
            say!(
                "写 `--output-format` human、concise、json 或 jsonl",
                "write `--output-format` human, concise, json or jsonl"
            ),
        )
    })?;
    let Some(table) = table_at(&judge.table, format.format(), console)? else { return Ok(Status::Findings) };
    let plan = plan(judge, &table)?;
    if let Some(rule) = &judge.explain {
        expect_rule(&table, &plan, rule)?;
    }
    let language = console.language;
    let options = console.options("");
    let task = Task {
        table: &table,
        plan: &plan,
        format,
        explain: judge.explain.as_deref(),
        style: Style { language, ascii: options.ascii },
        color: options.color,
        problems: console.problem_options(""),
    };
    let total = judge_all(judge, &task, console)?;
    if total.judged + total.failed > 1 && format != JudgementFormat::Json {
        let (judged, failed, not_passed) = (total.judged, total.failed, total.not_passed);
        let summary = say!(
            "核对了 {judged} 份申请，其中 {not_passed} 份不能确定通过；另有 {failed} 份不能核对\n",
            "judged {judged} applications, of which {not_passed} are not sure to pass; {failed} more could not be judged\n"
        );
        console.aside(summary.in_language(language));
    }
    Ok(if total.failed + total.not_passed == 0 { Status::Clean } else { Status::Findings })
}

/// A `rule-table.json`, or the folder of the rule files, which is compiled. `None` if it has errors.
pub fn table_at(path: &Path, format: Format, console: &mut Console) -> Result<Option<Table>, Problem> {
    // What `guanju build` wrote is a table, too.
    let built = path.join("rule-table.json");
    let path = if io::length(&built).is_some() { &built } else { path };
    if !io::is_folder(path) {
        return Table::read(&io::read_text(path)?).map(Some).map_err(not_a_table);
    }
    let session = load(path)?;
    if has_errors(&session.diagnostics) {
        let options = console.problem_options(&folder_prefix(path));
        console.aside(&render(format, &session.files, &session.diagnostics, &options));
        return Ok(None);
    }
    Table::read(&table(&session.program)).map(Some).map_err(not_a_table)
}

pub fn not_a_table(message: Message) -> Problem {
    let help = say!(
        "用 `guanju build` 生成的 `rule-table.json`，或写规则文件所在的文件夹",
        "give the `rule-table.json` that `guanju build` writes, or the folder of the rule files"
    );
    Problem::new(&NOT_A_TABLE, message, help)
}

pub fn wrong_question(message: Message, help: Message) -> Problem {
    Problem::new(&WRONG_QUESTION, message, help)
}

fn plan(judge: &Judge, table: &Table) -> Result<Plan, Problem> {
    let day = day(&judge.as_of)?;
    let provider = provider(judge, table)?;
    table.plan(&judge.province, provider.as_deref(), day).map_err(|message| {
        wrong_question(
            message,
            say!("写代号（guangdong）或名称（广东）", "write the id (guangdong) or the name (广东)"),
        )
    })
}

pub fn day(text: &str) -> Result<Date, Problem> {
    Date::read(text).ok_or_else(|| {
        wrong_question(
            say!("`{text}` 不是日期", "`{text}` is not a day"),
            say!("写成 `--as-of 2026-11-23` 的样子", "write it like `--as-of 2026-11-23`"),
        )
    })
}

/// The provider that is named, or the only one; `none` for the bureau's rules alone.
fn provider(judge: &Judge, table: &Table) -> Result<Option<String>, Problem> {
    let known: Vec<&str> = table.layers("provider").map(|layer| layer.id.as_str()).collect();
    match (judge.provider.as_deref(), &known[..]) {
        (Some("none"), _) | (None, []) => Ok(None),
        (Some(named), _) => Ok(Some(named.to_owned())),
        (None, [only]) => Ok(Some((*only).to_owned())),
        (None, several) => {
            let several = several.join("、");
            Err(wrong_question(
                say!("规则表里有几个接入商：{several}", "the table has several providers: {several}"),
                say!("用 `--provider` 写其中一个，或写 `none`", "name one with `--provider`, or write `none`"),
            ))
        }
    }
}

fn expect_rule(table: &Table, plan: &Plan, id: &str) -> Result<(), Problem> {
    let mut ids = plan.rules.iter().map(|rule| table.document.rules[rule.rule as usize].id.as_str());
    if ids.clone().any(|own| own == id) {
        return Ok(());
    }
    let longer = ids.clone().find(|own| own.strip_prefix(id).is_some_and(|rest| rest.starts_with('.')));
    let near = longer.map_or_else(|| suggest(id, ids.by_ref()), |longer| vec![longer]);
    let help = match near.first() {
        Some(near) => say!("是不是 `{near}`？", "did you mean `{near}`?"),
        None => say!("`--output-format json` 列出所有规则", "`--output-format json` lists all rules"),
    };
    Err(wrong_question(say!("规则 `{id}` 在这里不施行", "no rule `{id}` holds here"), help))
}

/// Judges the applications of all sources, in order.
fn judge_all(judge: &Judge, task: &Task<'_>, console: &mut Console) -> Result<Written, Problem> {
    // What cannot be opened is said before anything is judged.
    let mut sources = Vec::new();
    for path in &judge.applications {
        let source = path.to_string_lossy();
        let is_lines = judge.lines || path.extension().is_some_and(|end| end == "jsonl" || end == "ndjson");
        let mode = if is_lines { Mode::Lines } else { Mode::Unknown };
        sources.push((Arc::<str>::from(&*source), mode, io::open_input(path)?));
    }
    let progress = progress(judge, console);
    let blocks = sources.into_iter().flat_map(|(source, mode, reader)| {
        let path = source.to_string();
        Blocks::new(reader, source, mode)
            .map(move |block| block.map_err(|error| io::unreadable(Path::new(&path), &error)))
    });
    let mut total = Written::default();
    if task.format == JudgementFormat::Json {
        console.result(&format!("{},\"results\":[\n", head_text(&head(task))));
    }
    let make = |block: Result<Block, Problem>| block.map(|block| write_block(task, &block));
    let outcome = in_order(blocks, threads(), make, |written| {
        let written = written?;
        let is_first = total.judged + total.failed == 0;
        let separator: &[u8] = match task.format {
            JudgementFormat::Json if !is_first && !written.out.is_empty() => b",\n",
            JudgementFormat::Human if !is_first && !written.out.is_empty() => b"\n",
            _ => b"",
        };
        console.result_bytes(separator);
        console.result_bytes(&written.out);
        if !written.problems.is_empty() {
            progress.suspend(|| console.aside(&written.problems));
        }
        progress.inc(written.bytes);
        total.judged += written.judged;
        total.failed += written.failed;
        total.not_passed += written.not_passed;
        Ok(())
    });
    progress.finish_and_clear();
    outcome?;
    if task.format == JudgementFormat::Json {
        console.result("\n]}\n");
    }
    Ok(total)
}

fn head<'a>(task: &Task<'a>) -> Head<'a> {
    Head {
        format: FORMAT,
        table: &task.table.document.data_version,
        province: &task.plan.province,
        provider: task.plan.provider.as_deref(),
        as_of: task.plan.day.to_string(),
    }
}

/// Bytes that are judged, of all; on a terminal, and only for what takes long.
fn progress(judge: &Judge, console: &Console) -> ProgressBar {
    let lengths: Option<Vec<u64>> = judge.applications.iter().map(|path| io::length(path)).collect();
    let total = lengths.map(|lengths| lengths.iter().sum::<u64>());
    if !console.is_terminal() || total.is_some_and(|total| total < 64 << 20) {
        return ProgressBar::hidden();
    }
    let template = match total {
        Some(_) => "{bar:32} {bytes}/{total_bytes} {binary_bytes_per_sec} {eta}",
        None => "{spinner} {bytes} {binary_bytes_per_sec}",
    };
    let style = ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_bar());
    let bar = total.map_or_else(ProgressBar::new_spinner, ProgressBar::new);
    bar.with_style(style)
}
