//! `guanju docs [DIR] --out FOLDER`: the documents only.

use crate::cli::arguments::{Build, OutputFormat};
use crate::cli::build::write_products;
use crate::cli::project::project;
use crate::cli::{Console, Status, load, threads};
use crate::diagnostic::Language;
use crate::emit::documents::documents;
use crate::io::{Content, Output, Problem};
use crate::session::Session;

pub fn run(build: &Build, format: OutputFormat, console: &mut Console) -> Result<Status, Problem> {
    let Some(project) = project(&build.dir, console)? else { return Ok(Status::Failure) };
    let session = load(&build.dir)?;
    write_products(&session, build, format, console, |session| outputs(session, &project.configuration.languages))
}

/// The pages in these languages.
pub fn outputs<'a>(session: &'a Session, languages: &[Language]) -> Vec<Output<'a>> {
    let pages = documents(&session.program, languages, threads());
    pages.into_iter().map(|page| Output { path: page.path, content: Content::Bytes(page.text.into_bytes()) }).collect()
}
