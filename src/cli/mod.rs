//! The command line: a file per command, thin over the library.
//!
//! Results go to standard output, problems to standard error. Exit status 0: nothing found;
//! 1: findings; 2: wrong usage, or the disk failed.

mod arguments;
mod build;
mod check;
mod completions;
mod console;
mod diff;
mod docs;
mod explain;
mod fmt;
mod judge;
mod new;
mod project;
mod test;
mod texts;
mod usage;
mod vectors;

pub use console::{Console, Surroundings};

use std::ffi::OsString;
use std::path::Path;

use clap::{CommandFactory, FromArgMatches};

use crate::cli::arguments::{Arguments, Command};
use crate::diagnostic::{Diagnostic, Language, Severity};
use crate::io::{Problem, read_folder};
use crate::say;
use crate::session::{Input, Session, compile};

/// How a command ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    Clean,
    Findings,
    Failure,
}

impl Status {
    /// The exit status of the process.
    pub fn code(self) -> u8 {
        match self {
            Status::Clean => 0,
            Status::Findings => 1,
            Status::Failure => 2,
        }
    }
}

/// Runs a command line, the first word of which is the name of the program.
pub fn run(words: impl IntoIterator<Item = OsString>, console: &mut Console) -> u8 {
    let words: Vec<OsString> = words.into_iter().collect();
    console.language = language_of(&words);
    let command = texts::localize(Arguments::command(), console.language);
    let parsed = command.try_get_matches_from(words).and_then(|matches| Arguments::from_arg_matches(&matches));
    let status = match parsed {
        Ok(arguments) => {
            console.configure(&arguments.common);
            run_command(&arguments, console).unwrap_or_else(|problem| {
                console.problem(&problem);
                Status::Failure
            })
        }
        Err(error) => usage::answer(&error, console),
    };
    match console.finish() {
        Some(error) => {
            console.aside(&format!("{error}\n"));
            Status::Failure.code()
        }
        None => status.code(),
    }
}

fn run_command(arguments: &Arguments, console: &mut Console) -> Result<Status, Problem> {
    let format = arguments.common.output_format;
    let has_own_formats = matches!(arguments.command, Some(Command::Judge(_) | Command::Fmt(_) | Command::Diff(_)));
    if format == arguments::OutputFormat::Jsonl && !has_own_formats {
        return Err(Problem::new(
            &check::WRONG_OPTION,
            say!("只有 `judge` 有 jsonl 格式", "only `judge` writes jsonl"),
            say!("改用 `--output-format json`", "write `--output-format json`"),
        ));
    }
    if format == arguments::OutputFormat::Markdown && !has_own_formats {
        return Err(Problem::new(
            &check::WRONG_OPTION,
            say!("只有 `diff` 有 markdown 格式", "only `diff` writes markdown"),
            say!("改用 `--output-format human`", "write `--output-format human`"),
        ));
    }
    match &arguments.command {
        None => check::run(&arguments::Check::default(), format, console),
        Some(Command::Check(check)) => check::run(check, format, console),
        Some(Command::Build(build)) => build::run(build, format, console),
        Some(Command::Docs(docs)) => docs::run(docs, format, console),
        Some(Command::Judge(judge)) => judge::run(judge, format, console),
        Some(Command::Test(test)) => test::run(test, format, console),
        Some(Command::Diff(diff)) => diff::run(diff, format, console),
        Some(Command::Vectors(vectors)) => vectors::run(vectors, format, console),
        Some(Command::Fmt(fmt)) => fmt::run(fmt, format, console),
        Some(Command::Explain(explain)) => explain::run(explain, console),
        Some(Command::New(new)) => new::run(new, console),
        Some(Command::Completions(completions)) => completions::run(completions, console),
    }
}

/// The language must be known before the command line is read, because help is an answer to
/// reading it.
fn language_of(words: &[OsString]) -> Language {
    let words: Vec<&str> =
        words.iter().skip(1).filter_map(|word| word.to_str()).take_while(|word| *word != "--").collect();
    let behind = words.windows(2).filter(|pair| pair[0] == "--lang").map(|pair| pair[1]);
    let inside = words.iter().filter_map(|word| word.strip_prefix("--lang="));
    if behind.chain(inside).any(|value| value == "en") { Language::English } else { Language::Chinese }
}

/// Reads and compiles a folder.
fn load(folder: &Path) -> Result<Session, Problem> {
    let inputs = read_folder(folder)?.into_iter().map(|file| Input { path: file.path, bytes: file.bytes });
    Ok(compile(inputs.collect(), threads()))
}

/// As many threads as the machine has cores.
fn threads() -> usize {
    std::thread::available_parallelism().map_or(1, std::num::NonZero::get)
}

/// What stands before the path of a file in messages: the folder as it was given.
fn folder_prefix(folder: &Path) -> String {
    let shown = folder.to_string_lossy();
    match &*shown {
        "." | "./" => String::new(),
        shown if shown.ends_with('/') => shown.to_owned(),
        shown => format!("{shown}/"),
    }
}

fn has_errors(diagnostics: &[Diagnostic]) -> bool {
    diagnostics.iter().any(|diagnostic| diagnostic.severity() == Severity::Error)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn language(words: &[&str]) -> Language {
        language_of(&words.iter().map(OsString::from).collect::<Vec<_>>())
    }

    #[test]
    fn the_language_is_known_before_the_rest() {
        assert_eq!(language(&["guanju", "--lang", "en", "--help"]), Language::English);
        assert_eq!(language(&["guanju", "check", "--lang=en"]), Language::English);
        assert_eq!(language(&["guanju", "explain", "--", "--lang=en"]), Language::Chinese);
    }
}
