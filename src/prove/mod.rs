//! Proves things about the rules of a table.

pub mod formula;
pub mod prover;
pub mod replay;
pub mod sat;
pub mod space;
pub mod theory;
pub mod witness;
