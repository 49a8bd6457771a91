//! The compiler and linter for the rules by which China's provincial communications bureaus accept
//! ICP filings (备案).
//!
//! Architecture Invariant: a module names only modules on lower floors; `tests/house.rs` points at
//! any upward use. The library does no input or output outside `io` and `cli`, and does not panic on
//! any input.

pub mod text;

pub mod parallel;

pub mod diagnostic;

pub mod syntax;

pub mod report;

pub mod model;

pub mod format;

pub mod resolve;

pub mod check;

pub mod emit;

pub mod document;

pub mod eval;

pub mod prove;

pub mod diff;

pub mod vectors;

pub mod lint;

pub mod config;

pub mod session;

pub mod testing;

pub mod judgement;

pub mod io;

pub mod cli;
