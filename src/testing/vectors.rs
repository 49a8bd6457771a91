//! Conformance vectors of scenarios: every scenario as a question with its answer, for authors of
//! validators.
//!
//! ```json
//! {"name":"…","table":"…","province":"guangdong","provider":"tencent","as_of":"2026-11-24","application":{…},
//!  "verdict":["correct","correct"],"findings":[{"rule":"…","element":"sites[0]","applies":"yes","finding":"violated"}]}
//! ```
//!
//! One per line, in the format of [`crate::vectors`], which makes further ones from the table.
//! `docs/consuming-the-table.md` says how to use them.

use crate::eval::table::Table;
use crate::model::Program;
use crate::testing::run::{Judged, run};
use crate::vectors::Vector;

/// The vectors of all scenarios that can be judged, in their order.
pub fn vectors(program: &Program, table: &Table, threads: usize) -> String {
    run(program, table, "", threads, line).1.concat()
}

/// The vector of one scenario, with the end of its line.
pub fn line(judged: &Judged<'_>) -> String {
    let (name, application) = (judged.scenario.name.to_string(), judged.application.clone());
    Vector::new(judged.evaluation, judged.judgement, name, application, Vec::new()).line()
}
