//! What must hold of a resolved program beyond names and types.

mod answers;
pub mod citations;
pub mod coverage;
mod optional;
mod program;
mod scope;

use crate::diagnostic::Diagnostic;
use crate::model::{Layer, Policy, Program, Vocabulary};

/// Checks derived facts, invariants and the choices of policies.
pub fn check_vocabulary(vocabulary: &Vocabulary, policies: &[Policy]) -> Vec<Diagnostic> {
    let mut diagnostics = Vec::new();
    optional::check_vocabulary(vocabulary, policies, &mut diagnostics);
    diagnostics
}

/// Checks the rules of one layer.
pub fn check_layer(vocabulary: &Vocabulary, layer: &Layer) -> Vec<Diagnostic> {
    let mut diagnostics = Vec::new();
    scope::check_scopes(vocabulary, layer, &mut diagnostics);
    optional::check_rules(vocabulary, layer, &mut diagnostics);
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
