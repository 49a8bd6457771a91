//! .

pub mod documents;
