//! What statements, labels and comments say in words, and what rules say in signs, side by side.
//!
//! Several lints hold a rule against the words it encodes: 超过5个 against `> 5`. Reading both sides
//! stands here, what is wrong about a difference in the lints. Nothing here understands Chinese; what
//! is not recognised for certain is left out, because a false alarm costs more than a missed one.

pub mod boundaries;
pub mod constants;
pub mod numbers;
pub mod operators;
pub mod texts;
pub mod walk;
