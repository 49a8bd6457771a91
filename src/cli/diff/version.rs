//! A version of the rules: a folder, a rule table, or a git revision.

use std::path::{Path, PathBuf};

use crate::cli::arguments::DEFAULT_FOLDER;
use crate::cli::judge::not_a_table;
use crate::cli::{Console, folder_prefix, has_errors, threads};
use crate::emit::table::table;
use crate::eval::table::Table;
use crate::io::git::{self, Stored};
use crate::io::{self, FoundFile, Problem};
use crate::report::{Format, render};
use crate::session::{Input, compile};

/// The table of a version; `None` if its rule files have errors, which are written to the console.
pub fn read(name: &str, other: Option<&str>, console: &mut Console) -> Result<Option<Table>, Problem> {
    let path = PathBuf::from(name);
    // What `guanju build` wrote is a table, too.
    let built = path.join("rule-table.json");
    if io::length(&built).is_some() {
        return from_text(&io::read_text(&built)?).map(Some);
    }
    if io::is_folder(&path) {
        return compiled(io::read_folder(&path)?, &folder_prefix(&path), console);
    }
    if io::length(&path).is_some() {
        return from_text(&io::read_text(&path)?).map(Some);
    }
    let (revision, folder) = match name.split_once(':') {
        Some((revision, folder)) => (revision, folder.trim_end_matches('/').to_owned()),
        None => (name, default_folder(other)),
    };
    match git::read(revision, &folder)? {
        Stored::Folder(files) => compiled(files, &format!("{revision}:{folder}/"), console),
        Stored::File(bytes) => from_text(&String::from_utf8_lossy(&bytes)).map(Some),
    }
}

/// Where the rules are in a revision of which no folder is named: where they are on the other side.
fn default_folder(other: Option<&str>) -> String {
    let usual = || format!("./{DEFAULT_FOLDER}");
    let Some(other) = other else { return usual() };
    if let Some((_, folder)) = other.split_once(':') {
        return folder.trim_end_matches('/').to_owned();
    }
    let other = Path::new(other);
    if !io::is_folder(other) {
        return usual();
    }
    git::top_folder().and_then(|top| io::path_within(other, &top)).unwrap_or_else(usual)
}

fn from_text(text: &str) -> Result<Table, Problem> {
    Table::read(text).map_err(not_a_table)
}

fn compiled(files: Vec<FoundFile>, prefix: &str, console: &mut Console) -> Result<Option<Table>, Problem> {
    let inputs = files.into_iter().map(|file| Input { path: file.path, bytes: file.bytes }).collect();
    let session = compile(inputs, threads());
    if has_errors(&session.diagnostics) {
        let options = console.problem_options(prefix);
        console.aside(&render(Format::Human, &session.files, &session.diagnostics, &options));
        return Ok(None);
    }
    from_text(&table(&session.program)).map(Some)
}
