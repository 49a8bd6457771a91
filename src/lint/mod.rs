//! What is allowed and yet seldom meant: lints, their fixes, and what people say against them.
//!
//! A lint is one file in `rules/` and its line in the list there. It holds its code, its page, its
//! check and its tests. What a lint finds is a diagnostic like any other; then [`settle`] applies
//! the configuration, the comments that ask for an exception, and the baseline.
//!
//! Architecture Invariant: a lint never changes what the compiler makes of the files.

mod baseline;
mod context;
mod fix;
mod hygiene;
pub mod known_proofs;
mod pages;
pub mod proof;
mod removal;
pub mod rules;
mod settings;
mod settle;
mod statement_text;
mod suppressions;
#[cfg(test)]
mod testing;
mod unify;
mod walk;
mod wording;

pub use baseline::{Baseline, prune_baseline, read_baseline, write_baseline};
pub use context::{FileContext, Names, ProgramContext};
pub use fix::{Applied, apply_fixes};
pub use pages::{LintPage, pages};
pub use settings::{Level, Levels, Settings};
pub use settle::{settle, without_known};

use crate::diagnostic::{Code, Diagnostic, Safety};
use crate::parallel;
use crate::prove::question::Question;
use proof::Claim;

/// A pattern that can be found, with everything there is to know of it.
#[derive(Clone, Copy, Debug)]
pub struct Lint {
    pub code: Code,
    /// How far its fixes can be trusted; `None` when it has none.
    pub fix: Option<Safety>,
    pub check: Check,
}

/// When a lint looks, and at what.
#[derive(Clone, Copy, Debug)]
pub enum Check {
    /// At each file as it is written, before it is resolved.
    File(fn(&FileContext<'_>, &mut Vec<Diagnostic>)),
    /// At the whole program.
    Program(fn(&ProgramContext<'_>, &mut Vec<Diagnostic>)),
    /// At what can be proved about one question to the rules: see [`proof`].
    Proof(fn(&mut Question<'_>, &mut Vec<Claim>)),
    /// At what the other lints found, by [`settle`].
    Settled,
}

/// The lint of this code or name.
pub fn find(code_or_name: &str) -> Option<&'static Lint> {
    let is_it = |lint: &&&Lint| lint.code.code.eq_ignore_ascii_case(code_or_name) || lint.code.name == code_or_name;
    rules::ALL.iter().find(is_it).copied()
}

/// The code, of the compiler or of a lint, of this number or name.
pub fn find_code(code_or_name: &str) -> Option<Code> {
    crate::diagnostic::codes::find(code_or_name).or_else(|| find(code_or_name).map(|lint| lint.code))
}

/// Whether a configuration or a comment may speak of it: what is no error of the rule files.
pub fn is_negotiable(code: Code) -> bool {
    code.severity == crate::diagnostic::Severity::Warning || find(code.code).is_some()
}

/// What the lints that look at single files find in one.
pub fn check_file(context: &FileContext<'_>) -> Vec<Diagnostic> {
    let mut diagnostics = Vec::new();
    for lint in rules::ALL.iter().filter(|lint| context.settings.is_on(lint.code)) {
        if let Check::File(check) = lint.check {
            check(context, &mut diagnostics);
        }
    }
    diagnostics
}

/// What the lints that look at the whole program find.
pub fn check_program(context: &ProgramContext<'_>, threads: usize) -> Vec<Diagnostic> {
    let is_on = |lint: &&&Lint| context.settings.is_on(lint.code);
    let checks = rules::ALL.iter().filter(is_on).filter_map(|lint| match lint.check {
        Check::Program(check) => Some(check),
        Check::File(_) | Check::Proof(_) | Check::Settled => None,
    });
    let checks: Vec<_> = checks.collect();
    let found = parallel::map(&checks, threads, |check| {
        let mut diagnostics = Vec::new();
        check(context, &mut diagnostics);
        diagnostics
    });
    let mut found: Vec<Diagnostic> = found.into_iter().flatten().collect();
    found.extend(proof::check(context, threads));
    found
}
