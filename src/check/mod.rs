//! What must hold of a resolved program beyond names and types.

mod answers;
pub mod citations;
pub mod coverage;
mod optional;
mod program;
mod scope;
mod unguarded;

use crate::diagnostic::Diagnostic;
use crate::model::{Layer, Policy, Program, Vocabulary};
use crate::resolve::Parsed;

/// Checks derived facts, invariants and the choices of policies, which are written in these files.
pub fn check_vocabulary(vocabulary: &Vocabulary, policies: &[Policy], files: &[Parsed<'_>]) -> Vec<Diagnostic> {
    let mut diagnostics = Vec::new();
    optional::check_vocabulary(vocabulary, policies, files, &mut diagnostics);
    diagnostics
}

/// Checks the rules of one layer, which are written in these files.
pub fn check_layer(vocabulary: &Vocabulary, layer: &Layer, files: &[Parsed<'_>]) -> Vec<Diagnostic> {
    let mut diagnostics = Vec::new();
    scope::check_scopes(vocabulary, layer, &mut diagnostics);
    optional::check_rules(vocabulary, layer, files, &mut diagnostics);
    citations::check_rules_cite(layer, &mut diagnostics);
    diagnostics
}

/// Checks that a province answers every policy for every track, once.
pub fn check_answers(policies: &[Policy], tracks: &[(Box<str>, Box<str>)], layer: &Layer) -> Vec<Diagnostic> {
    answers::check_answers(policies, tracks, layer)
}

/// Checks what only the whole program shows.
pub fn check_program(program: &Program) -> Vec<Diagnostic> {
    program::check_program(program)
}
