//! How many changed tables the vectors of `guanju vectors` notice: `cargo bench --bench mutants`.
//!
//! Every mutant of every rule and derived fact of all provinces; `cargo bench --bench mutants --
//! henan` for one province.

#![allow(clippy::print_stdout, reason = "a benchmark prints its figures")]

#[allow(dead_code, reason = "shared with the other benchmarks")]
mod generate;
#[path = "../mutation/mod.rs"]
mod mutation;

use std::time::Instant;

use guanju::emit::table::table;
use guanju::eval::table::Table;
use guanju::session::compile;
use guanju::vectors::{Vector, day_of, vectors};

fn main() {
    let province = std::env::args().skip(1).find(|argument| !argument.starts_with('-'));
    let threads = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    let session = compile(generate::real_files(), threads);
    let text = table(&session.program);
    let table = Table::read(&text).expect("the project's table can be read");
    let day = day_of(&table).expect("pages were read");
    let start = Instant::now();
    let made = vectors(&table, province.as_deref(), day, threads);
    let all: Vec<Vector> = made.iter().flat_map(|made| made.vectors.iter().cloned()).collect();
    println!("{} vectors in {:.1?}", all.len(), start.elapsed());
    made.iter().flat_map(|made| &made.missed).for_each(|shown| println!("no application for {shown:?}"));
    let value = serde_json::from_str(&text).expect("the table is JSON");
    let start = Instant::now();
    let score = mutation::run::Trial::new(&value, &all).run(1, threads);
    score.survivors.iter().for_each(|survivor| println!("survived: {survivor}"));
    println!("{}in {:.1?}", score.lines(), start.elapsed());
}
