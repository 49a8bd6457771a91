//! `guanju judge`
use crate::cli::arguments::{Judge, OutputFormat};
use crate::cli::{Console, Status};
use crate::diagnostic::Message;
use crate::io::Problem;
use crate::say;

pub fn run(_judge: &Judge, _format: OutputFormat, _console: &mut Console) -> Result<Status, Problem> {
    Ok(Status::Clean)
}

pub fn not_a_table(message: Message) -> Problem {
    Problem::new(&crate::io::UNREADABLE, message, say!("x", "x"))
}
