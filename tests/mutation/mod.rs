//! Changes a rule table in many small ways and counts the changed tables that vectors notice.
//!
//! It works on the JSON of the table and knows nothing of how vectors are made.

pub mod operators;
pub mod run;

use std::collections::BTreeMap;

/// How the mutants of one operator ended.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Count {
    pub made: usize,
    pub caught: usize,
    /// Nothing can tell them from the table, as the prover says.
    pub equivalent: usize,
}

impl Count {
    pub fn survived(self) -> usize {
        self.made - self.caught - self.equivalent
    }

    fn add(&mut self, other: Count) {
        self.made += other.made;
        self.caught += other.caught;
        self.equivalent += other.equivalent;
    }
}

/// By operator; and the survivors in words.
#[derive(Clone, Debug, Default)]
pub struct Score {
    pub counts: BTreeMap<&'static str, Count>,
    pub survivors: Vec<String>,
}

impl Score {
    pub fn add(&mut self, other: Score) {
        for (operator, count) in other.counts {
            self.counts.entry(operator).or_default().add(count);
        }
        self.survivors.extend(other.survivors);
    }

    pub fn total(&self) -> Count {
        let mut total = Count::default();
        self.counts.values().for_each(|count| total.add(*count));
        total
    }

    /// The part of the mutants that are not equivalent which is caught.
    pub fn share(&self) -> f64 {
        let total = self.total();
        total.caught as f64 / (total.made - total.equivalent).max(1) as f64
    }

    pub fn lines(&self) -> String {
        let line = |name: &str, count: Count| {
            let Count { made, caught, equivalent } = count;
            format!("{name:20} {made:7} {caught:7} {equivalent:10} {:8}\n", count.survived())
        };
        let mut lines = format!("{:20} {:>7} {:>7} {:>10} {:>8}\n", "", "made", "caught", "equivalent", "survived");
        self.counts.iter().for_each(|(operator, count)| lines.push_str(&line(operator, *count)));
        lines.push_str(&line("all", self.total()));
        lines.push_str(&format!("{:.3} % of those that are not equivalent are caught\n", self.share() * 100.0));
        lines
    }
}
