//! Evaluates applications against a rule table, and sees nothing but the table.
//!
//! `docs/table.md` says what every member and operation means; what is here is what any other
//! validator can do with the same document.
//!
//! Architecture Invariant: total and free of order. Every expression has a value for every
//! application, and what is not supplied is unknown, never false.

pub mod application;
pub mod bounds;
pub mod deciders;
pub mod decode;
pub mod evaluate;
pub mod explain;
pub mod judge;
pub mod layout;
pub mod locate;
pub mod lower;
pub mod misfit;
pub mod node;
pub mod plan;
pub mod questions;
pub mod read;
pub mod spot;
pub mod table;
pub mod template;
pub mod value;
pub mod words;

#[cfg(test)]
mod tests;
