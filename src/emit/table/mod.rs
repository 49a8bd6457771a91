//! The rule table: one JSON document that says all that another validator needs.
//!
//! The document is written in pieces, in order, so that it never stands in memory as a whole:
//! a head, an entry for each source, the rules of each layer, an entry for each layer, a tail. Every piece is a text made
//! from the serialised types of this folder; the JSON Schema is made from the same types.
//! `docs/table.md` says what each member means.
//!
//! Architecture Invariant: the same program gives the same bytes. No clock, no path, no order of
//! a hash map comes in here.

pub mod answer;
pub mod argument;
pub mod assembly;
pub mod condition;
pub mod document;
pub mod effect;
pub mod guard;
pub mod layer;
pub mod lines;
pub mod lower;
pub mod names;
pub mod obligation;
pub mod policy;
pub mod rule;
pub mod sentence;
pub mod source;
pub mod term;
pub mod text;
pub mod types;
pub mod vocabulary;
pub mod words;

#[cfg(test)]
pub mod sample;
#[cfg(test)]
mod tests;

use std::io;

use crate::emit::table::assembly::Assembly;
use crate::model::Program;
use crate::parallel;

pub use document::{head, middle};
pub use layer::layer_entry;
pub use rule::layer_rules;
pub use source::source_entry;

/// Writes the table with at most so many threads; holds a few layers in memory at a time.
pub fn write_table(program: &Program, threads: usize, out: &mut impl io::Write) -> io::Result<()> {
    let layers = &program.layers;
    let mut assembly = Assembly::begin(out, &head(program))?;
    parallel::in_order(
        program.sources.iter(),
        threads,
        |source| source_entry(program, source),
        |entry| assembly.piece(&entry),
    )?;
    assembly.between(&middle(program))?;
    parallel::in_order(layers.iter(), threads, |layer| layer_rules(program, layer), |rules| assembly.piece(&rules))?;
    assembly.between("\n],\n\"layers\":[")?;
    parallel::in_order(layers.iter(), threads, |layer| layer_entry(program, layer), |entry| assembly.piece(&entry))?;
    assembly.finish()
}

/// The whole table as one text; for tests and small programs.
pub fn table(program: &Program) -> String {
    let mut bytes = Vec::new();
    // INVARIANT: writing to a vector does not fail, and every piece is a `String`.
    write_table(program, 1, &mut bytes).expect("a vector takes every byte");
    String::from_utf8(bytes).expect("the pieces are UTF-8")
}
