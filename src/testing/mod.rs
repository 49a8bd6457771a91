//! Runs the scenarios of the rule files: each is an application, a question and what is expected.
//!
//! The application goes the way of every other one: written as JSON, read against the rule table,
//! judged by `eval`. Nothing here knows what a rule means.

pub mod application;
pub mod coverage;
pub mod run;
pub mod vectors;
