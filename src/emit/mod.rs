//! What the compiler writes from a program: documents and the rule table.

pub mod documents;
pub mod sentence;
