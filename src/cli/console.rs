//! Where a command writes: results to one side, problems to the other.
//!
//! A reader that goes away (`guanju check | head`) is not an error; a full disk is.

use std::io::{self, Write};
use std::path::PathBuf;

use crate::cli::arguments::{ColorChoice, Common, Glyphs};
use crate::diagnostic::{Language, Message};
use crate::io::Problem;
use crate::report::{Options, help_word, severity_word, visible};
use crate::text::Date;

/// What the process knows of where it runs. Only `main` asks the machine.
#[derive(Clone, Debug, Default)]
pub struct Surroundings {
    /// Whether colours are welcome, unless the command line says otherwise.
    pub stdout_color: bool,
    pub stderr_color: bool,
    /// Whether standard output shows links.
    pub has_links: bool,
    /// Whether somebody watches standard error.
    pub is_watched: bool,
    /// Where a step of GitHub's workflows says more than its annotations show.
    pub step_summary: Option<PathBuf>,
    /// The day by which pages are old, unless the command line says otherwise.
    pub today: Option<Date>,
}

/// The two outputs of the process and how to speak on them.
pub struct Console<'a> {
    stdout: &'a mut dyn Write,
    stderr: &'a mut dyn Write,
    pub surroundings: Surroundings,
    pub language: Language,
    ascii: bool,
    failed: Option<io::Error>,
}

impl<'a> Console<'a> {
    pub fn new(stdout: &'a mut dyn Write, stderr: &'a mut dyn Write, surroundings: Surroundings) -> Console<'a> {
        Console { stdout, stderr, surroundings, language: Language::Chinese, ascii: false, failed: None }
    }

    /// Takes over what the command line says about speaking.
    pub fn configure(&mut self, common: &Common) {
        self.language = common.lang.language();
        self.ascii = matches!(common.glyphs, Glyphs::Ascii);
        let wanted = match common.color {
            ColorChoice::Auto => return,
            ColorChoice::Always => true,
            ColorChoice::Never => false,
        };
        (self.surroundings.stdout_color, self.surroundings.stderr_color) = (wanted, wanted);
    }

    /// How a report on standard output looks.
    pub fn options(&self, folder: &str) -> Options {
        let color = self.surroundings.stdout_color;
        Options { language: self.language, color, ascii: self.ascii, folder: folder.to_owned(), ..Options::default() }
    }

    /// How a report on standard error looks.
    pub fn problem_options(&self, folder: &str) -> Options {
        Options { color: self.surroundings.stderr_color, ..self.options(folder) }
    }

    /// Writes a result.
    pub fn result(&mut self, text: &str) {
        let outcome = self.stdout.write_all(text.as_bytes());
        self.remember(outcome);
    }

    /// Writes a part of a result.
    pub fn result_bytes(&mut self, bytes: &[u8]) {
        let outcome = self.stdout.write_all(bytes);
        self.remember(outcome);
    }

    /// Whether somebody watches standard error.
    pub fn is_terminal(&self) -> bool {
        self.surroundings.is_watched
    }

    /// Writes a result of one line.
    pub fn say(&mut self, message: &Message) {
        let line = format!("{}\n", message.in_language(self.language));
        self.result(&line);
    }

    /// Writes something that is not a result.
    pub fn aside(&mut self, text: &str) {
        let outcome = self.stderr.write_all(text.as_bytes());
        self.remember(outcome);
    }

    /// Writes a line that is not a result.
    pub fn remark(&mut self, message: &Message) {
        let line = format!("{}\n", message.in_language(self.language));
        self.aside(&line);
    }

    /// Writes what hinders the command.
    pub fn problem(&mut self, problem: &Problem) {
        let (red, bold, plain) =
            if self.surroundings.stderr_color { ("\u{1b}[1;31m", "\u{1b}[0;1m", "\u{1b}[0m") } else { ("", "", "") };
        let word = severity_word(problem.code.severity, self.language);
        let message = visible(problem.message.in_language(self.language));
        let help = visible(problem.help.in_language(self.language));
        let code = problem.code.code;
        let help_word = help_word(self.language);
        self.aside(&format!("{red}{word}[{code}]{bold}: {message}{plain}\n  = {help_word}{help}\n"));
    }

    /// Sends what is written so far on its way, when the process goes on.
    pub fn flush(&mut self) {
        let outcome = self.stdout.flush();
        self.remember(outcome);
    }

    /// Writes the rest; the error is that of a write that failed for another reason than a reader
    /// that went away.
    pub fn finish(&mut self) -> Option<io::Error> {
        let outcome = self.stdout.flush();
        self.remember(outcome);
        self.failed.take()
    }

    fn remember(&mut self, outcome: io::Result<()>) {
        if let Err(error) = outcome
            && error.kind() != io::ErrorKind::BrokenPipe
        {
            self.failed.get_or_insert(error);
        }
    }
}
