//! `guanju completions SHELL`: the completion script of a shell.

use clap::CommandFactory;

use crate::cli::arguments::{Arguments, Completions};
use crate::cli::texts::localize;
use crate::cli::{Console, Status};
use crate::io::Problem;

pub fn run(completions: &Completions, console: &mut Console) -> Result<Status, Problem> {
    let mut command = localize(Arguments::command(), console.language);
    let mut script = Vec::new();
    clap_complete::generate(completions.shell, &mut command, "guanju", &mut script);
    console.result(&String::from_utf8_lossy(&script));
    Ok(Status::Clean)
}
