//! Proves things about the rules of a table.

mod carry;
pub mod change;
pub mod describe;
pub mod diagram;
pub mod formula;
pub mod impasse;
pub mod local;
pub mod prover;
pub mod question;
pub mod replay;
pub mod sat;
pub mod smt;
pub mod space;
pub mod theory;
pub mod witness;
