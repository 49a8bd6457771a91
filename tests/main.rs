//! All integration tests, in one binary.

mod cli;
mod common;
mod documents;
mod generated;
mod hard;
mod house;
mod judging;
mod pages;
mod products;
mod random;
mod robust;
mod spelling;
mod validators;
