//! `guanju check [DIR]`: what is wrong, what is seldom meant, and how far the source pages are encoded.

mod coverage;
mod fix;
mod watch;

use std::path::Path;

use crate::check::coverage::coverage;
use crate::cli::arguments::{Check, OutputFormat};
use crate::cli::check::coverage::{coverage_table, json_entry};
use crate::cli::project::{Project, path_in, project, shown};
use crate::cli::{Console, Status, folder_prefix, threads};
use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::io::{self, Problem};
use crate::lint::known_proofs::KnownProofs;
use crate::lint::{Settings, is_negotiable, prune_baseline, read_baseline, without_known, write_baseline};
use crate::report::{json, render, render_without_summary, statistics, step_summary};
use crate::say;
use crate::session::{self, Input, Session};
use crate::text::{Date, FileId, SourceFile};

/// Options that ask for something that cannot be.
pub const WRONG_OPTION: Code = Code {
    code: "E0015",
    name: "wrong-option",
    severity: Severity::Error,
    title: "选项的值不对",
    page: include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/docs/diagnostics/E0015.md")),
};

pub fn run(check: &Check, format: OutputFormat, console: &mut Console) -> Result<Status, Problem> {
    if check.watch { watch::run(check, format, console) } else { once(check, format, console, None) }
}

fn once(
    check: &Check,
    format: OutputFormat,
    console: &mut Console,
    known_proofs: Option<&KnownProofs>,
) -> Result<Status, Problem> {
    if check.unsafe_fixes && !check.fix && !check.diff {
        return Err(Problem::new(
            &WRONG_OPTION,
            say!("`--unsafe-fixes` 要和 `--fix` 一起用", "`--unsafe-fixes` goes with `--fix`"),
            say!(
                "改写成 `--fix --unsafe-fixes`；先看改什么用 `--diff --unsafe-fixes`",
                "write `--fix --unsafe-fixes`, or `--diff --unsafe-fixes` to look first"
            ),
        ));
    }
    let Some(project) = project(&check.dir, console)? else { return Ok(Status::Failure) };
    let settings = Settings { known_proofs: known_proofs.cloned(), ..settings(check, &project, console)? };
    let inputs = inputs(check)?;
    if check.fix || check.diff {
        return fix::run(check, &project, &settings, inputs, format, console);
    }
    let keeps_baseline = !check.write_baseline && !check.prune_baseline;
    let baseline = if keeps_baseline { project.baseline()? } else { None };
    let mut session = session::check(inputs, threads(), &settings, baseline);
    if !keeps_baseline {
        record(check, &project, &settings, &mut session, console)?;
    }
    let status = report(check, &project, &mut session, format, console, false)?;
    // The process ends here; taking a large program apart piece by piece would only take time.
    std::mem::forget(session);
    Ok(status)
}

/// What the lints are to know: the configuration, and the day.
fn settings(check: &Check, project: &Project, console: &Console) -> Result<Settings, Problem> {
    let as_of = match &check.as_of {
        Some(written) => {
            Some(Date::read(written).filter(|day| Some(*day) >= Date::new(2000, 1, 1)).ok_or_else(|| {
                let message = say!("`{written}` 不是日期", "`{written}` is not a day");
                Problem::new(
                    &WRONG_OPTION,
                    message,
                    say!("写成 `--as-of 2026-11-23` 的样子", "write it like `--as-of 2026-11-23`"),
                )
            })?)
        }
        None => console.surroundings.today,
    };
    let lints = project.configuration.lints.clone();
    Ok(Settings { as_of, proofs: lints.proofs && !check.no_proofs, ..lints })
}

/// The rule files, one of them perhaps from standard input.
fn inputs(check: &Check) -> Result<Vec<Input>, Problem> {
    let files = io::read_folder(&check.dir)?.into_iter();
    let mut inputs: Vec<Input> = files.map(|file| Input { path: file.path, bytes: file.bytes }).collect();
    if let Some(file) = &check.stdin_filename {
        let path = path_of_input(file, &check.dir)?;
        let mut bytes = Vec::new();
        let place = Path::new("-");
        let mut input = io::open_input(place)?;
        input.read_to_end(&mut bytes).map_err(|error| io::unreadable(place, &error))?;
        match inputs.iter_mut().find(|input| input.path == path) {
            Some(input) => input.bytes = bytes,
            None => inputs.push(Input { path, bytes }),
        }
    }
    Ok(inputs)
}

/// The path within the folder of a file that need not be there yet.
fn path_of_input(file: &Path, folder: &Path) -> Result<String, Problem> {
    path_in(file, folder).ok_or_else(|| {
        let (shown, folder) = (file.display(), folder.display());
        Problem::new(
            &WRONG_OPTION,
            say!("`{shown}` 不在文件夹 `{folder}` 里", "`{shown}` is not in the folder `{folder}`"),
            say!(
                "`--stdin-filename` 写规则文件的路径，如 `provinces/hubei.gj`",
                "`--stdin-filename` is the path of a rule file, such as `provinces/hubei.gj`"
            ),
        )
    })
}

/// Writes the baseline, new or pruned, and takes from the findings what it knows.
fn record(
    check: &Check,
    project: &Project,
    settings: &Settings,
    session: &mut Session,
    console: &mut Console,
) -> Result<(), Problem> {
    let path = project.baseline_path();
    let known: Vec<_> = session.diagnostics.iter().filter(|found| is_negotiable(found.code)).cloned().collect();
    if check.prune_baseline && session.diagnostics.iter().any(Diagnostic::leaves_out) {
        console.remark(&say!(
            "先改掉错误，再整理基线：有错误的文件里，问题还看不全",
            "mend the errors before the baseline is pruned: not all findings are known yet"
        ));
        return Ok(());
    }
    let file = if check.prune_baseline { project.baseline()? } else { None };
    let id = FileId(u32::try_from(session.files.len()).unwrap_or(u32::MAX));
    let before = file.as_ref().map(|file| read_baseline(id, &file.text));
    if let (Some(file), Some((_, broken))) = (&file, &before)
        && !broken.is_empty()
    {
        session.files.push(SourceFile { is_beside: true, ..file.clone() });
        session.diagnostics.extend(broken.iter().cloned());
        return Ok(());
    }
    let text = match &before {
        Some((baseline, _)) => prune_baseline(baseline, &session.files, &known, settings),
        None if check.prune_baseline => return Ok(()),
        None => write_baseline(&session.files, &known),
    };
    io::write_file_with(&path, |writer| writer.write_all(text.as_bytes()))?;
    let (shown, count) = (shown(&path), text.lines().count().saturating_sub(2));
    console.remark(&say!("基线 `{shown}` 现有 {count} 条", "the baseline `{shown}` has {count} entries"));
    let (kept, _) = read_baseline(FileId(u32::MAX), &text);
    let diagnostics = std::mem::take(&mut session.diagnostics);
    session.diagnostics = without_known(&session.files, diagnostics, &kept);
    Ok(())
}

/// Prints the findings, to standard error when standard output holds something else.
fn report(
    check: &Check,
    project: &Project,
    session: &mut Session,
    format: OutputFormat,
    console: &mut Console,
    is_aside: bool,
) -> Result<Status, Problem> {
    if let Some(file) = &check.stdin_filename {
        let path = path_of_input(file, &check.dir)?;
        let is_meant = |id: FileId| session.files.get(id.0 as usize).is_some_and(|file| file.path == path);
        session.diagnostics.retain(|found| is_meant(found.place().0));
    }
    let Session { files, program, diagnostics, .. } = &*session;
    let prefix = folder_prefix(&check.dir);
    let mut options = if is_aside { console.problem_options(&prefix) } else { console.options(&prefix) };
    options.links = project.links().filter(|_| console.surroundings.has_links || format != OutputFormat::Human);
    let has_coverage = !check.no_coverage && !check.quiet && check.stdin_filename.is_none() && !is_aside;
    let text = match format {
        OutputFormat::Human | OutputFormat::Concise if check.statistics => statistics(diagnostics, console.language),
        OutputFormat::Human if check.quiet => render_without_summary(format.format(), files, diagnostics, &options),
        OutputFormat::Human | OutputFormat::Markdown => {
            let coverage = if has_coverage { coverage(program) } else { Vec::new() };
            let report = render(format.format(), files, diagnostics, &options);
            report + &coverage_table(program, &coverage, console.language)
        }
        OutputFormat::Json | OutputFormat::Jsonl => {
            let coverage = if has_coverage { coverage(program) } else { Vec::new() };
            let mut report = json::report(files, diagnostics, &options);
            report.coverage = Some(coverage.iter().map(|entry| json_entry(program, entry)).collect());
            json::to_text(&report)
        }
        OutputFormat::Github => {
            if let Some(path) = &console.surroundings.step_summary {
                io::append(path, &step_summary(files, diagnostics, &options))?;
            }
            render(format.format(), files, diagnostics, &options)
        }
        OutputFormat::Concise | OutputFormat::Gitlab | OutputFormat::Sarif | OutputFormat::Junit => {
            render(format.format(), files, diagnostics, &options)
        }
    };
    if is_aside {
        console.aside(&text);
    } else {
        console.result(&text);
    }
    Ok(status(check, session))
}

fn status(check: &Check, session: &Session) -> Status {
    let is_error = |found: &&Diagnostic| found.severity() == Severity::Error;
    let errors = session.diagnostics.iter().filter(is_error).count();
    let warnings = session.diagnostics.len() - errors;
    let is_clean = check.exit_zero || (errors == 0 && warnings <= check.max_warnings.unwrap_or(0));
    if is_clean { Status::Clean } else { Status::Findings }
}
