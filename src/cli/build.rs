//! `guanju build [DIR] --out FOLDER`: the rule table and the documents, when nothing is wrong.

use std::io::{self, Write};
use std::path::Path;

use crate::cli::arguments::{Build, OutputFormat};
use crate::cli::project::project;
use crate::cli::{Console, Status, docs, folder_prefix, has_errors, load, threads};
use crate::emit::application_schema::application_schema;
use crate::emit::schema::rule_table_schema;
use crate::emit::source_map::source_map;
use crate::emit::table::write_table;
use crate::io::{Content, Output, Problem, write_outputs};
use crate::judgement;
use crate::report::render;
use crate::say;
use crate::session::Session;

pub fn run(build: &Build, format: OutputFormat, console: &mut Console) -> Result<Status, Problem> {
    let Some(project) = project(&build.dir, console)? else { return Ok(Status::Failure) };
    let session = load(&build.dir)?;
    let status = write_products(&session, build, format, console, |session| {
        // The largest first, so that no thread waits for it at the end.
        let mut outputs =
            vec![streamed("rule-table.json", |mut writer| write_table(&session.program, threads(), &mut writer))];
        outputs.push(streamed("rule-table.schema.json", |writer| writer.write_all(rule_table_schema().as_bytes())));
        let application = application_schema(&session.program.vocabulary);
        outputs.push(bytes("application.schema.json", application));
        outputs.push(bytes("judgement.schema.json", judgement::json::schema()));
        outputs.push(streamed("source-map.json", |writer| {
            writer.write_all(source_map(&session.program, &session.files).as_bytes())
        }));
        outputs.extend(docs::outputs(session, &project.configuration.languages));
        outputs
    });
    // The process ends here; taking a large program apart piece by piece would only take time.
    std::mem::forget(session);
    status
}

/// Reports what was found and, unless there are errors, writes the products.
pub fn write_products<'a>(
    session: &'a Session,
    build: &Build,
    format: OutputFormat,
    console: &mut Console,
    outputs: impl FnOnce(&'a Session) -> Vec<Output<'a>>,
) -> Result<Status, Problem> {
    report(session, &build.dir, format, console);
    if has_errors(&session.diagnostics) {
        return Ok(Status::Findings);
    }
    let written = write_outputs(&build.out, &outputs(session), threads())?;
    let (folder, changed, unchanged) = (build.out.display(), written.changed, written.unchanged);
    console.say(&say!(
        "已写到 `{folder}`：{changed} 个文件，另有 {unchanged} 个没有变化",
        "written to `{folder}`: {changed} files, {unchanged} more are unchanged"
    ));
    Ok(Status::Clean)
}

/// Findings stand beside the products here, so they are not on standard output.
fn report(session: &Session, folder: &Path, format: OutputFormat, console: &mut Console) {
    let options = console.problem_options(&folder_prefix(folder));
    let is_wanted = !session.diagnostics.is_empty() || format == OutputFormat::Json;
    if is_wanted {
        console.aside(&render(format.format(), &session.files, &session.diagnostics, &options));
    }
}

fn bytes(path: &str, text: String) -> Output<'static> {
    Output { path: path.to_owned(), content: Content::Bytes(text.into_bytes()) }
}

fn streamed<'a>(path: &str, writing: impl Fn(&mut dyn Write) -> io::Result<()> + Sync + 'a) -> Output<'a> {
    Output { path: path.to_owned(), content: Content::Stream(Box::new(writing)) }
}
