//! `guanju docs [DIR] --out FOLDER`: the documents only.

use crate::cli::arguments::{Build, OutputFormat};
use crate::cli::build::write_products;
use crate::cli::{Console, Status, load, threads};
use crate::diagnostic::Language;
use crate::emit::documents::documents;
use crate::io::{Content, Output, Problem};
use crate::session::Session;

pub fn run(build: &Build, format: OutputFormat, console: &mut Console) -> Result<Status, Problem> {
    let session = load(&build.dir)?;
    write_products(&session, build, format, console, outputs)
}

/// The pages in both languages.
pub fn outputs(session: &Session) -> Vec<Output<'_>> {
    let pages = documents(&session.program, &[Language::Chinese, Language::English], threads());
    pages.into_iter().map(|page| Output { path: page.path, content: Content::Bytes(page.text.into_bytes()) }).collect()
}
