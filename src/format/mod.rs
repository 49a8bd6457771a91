//! Writes rule files anew: the same program in another spelling.

mod respell;

pub use respell::respell;
