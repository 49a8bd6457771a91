//! All integration tests, in one binary.

mod cli;
mod common;
mod diff;
mod documents;
mod formatting;
mod generated;
mod hard;
mod house;
mod integrations;
mod judge;
mod judging;
mod linting;
mod lints;
mod maintaining;
mod messages;
mod mistakes;
mod names;
mod pages;
mod products;
mod proving;
mod random;
mod reports;
mod robust;
mod scenarios;
mod spelling;
mod validators;
