//! .

pub mod sentence;
