//! All integration tests, in one binary.

mod cli;
mod common;
mod documents;
mod generated;
mod hard;
mod house;
mod pages;
mod products;
mod robust;
mod spelling;
