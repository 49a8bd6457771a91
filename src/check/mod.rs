//! Checks of the whole program that need everything resolved.

pub mod coverage;
