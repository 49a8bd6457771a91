//! How strict to be, and by which day.

use std::collections::BTreeMap;

use globset::GlobSet;

use crate::diagnostic::{Code, Severity};
use crate::lint::known_proofs::KnownProofs;
use crate::syntax::keywords::Spelling;
use crate::text::Date;

/// What lints are to know beside the files.
#[derive(Clone, Debug)]
pub struct Settings {
    /// The day by which pages are old and exceptions expire; without one nothing does.
    pub as_of: Option<Date>,
    /// A page that was read more than so many months ago is stale.
    pub stale_months: u32,
    /// Own rules of so many provinces that say the same are a policy.
    pub several_provinces: usize,
    /// A rule that ends within so many days expires soon.
    pub expiring_days: u32,
    /// Whether lints that prove something look at all.
    pub proofs: bool,
    /// What earlier runs of the same process proved, if there may be some.
    pub known_proofs: Option<KnownProofs>,
    /// The spelling of keywords; `None` for that of most in the file.
    pub keywords: Option<Spelling>,
    pub levels: Levels,
    /// What stands before the path of a file in the patterns of `levels`: the folder of the rule
    /// files as the configuration sees it, `provinces/`.
    pub prefix: String,
}

impl Default for Settings {
    fn default() -> Settings {
        Settings {
            as_of: None,
            stale_months: 12,
            several_provinces: 3,
            expiring_days: 60,
            proofs: true,
            known_proofs: None,
            keywords: None,
            levels: Levels::default(),
            prefix: String::new(),
        }
    }
}

/// What becomes of a finding.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Level {
    Off,
    Warning,
    Error,
}

/// The levels of codes, for all files and for some.
#[derive(Clone, Debug, Default)]
pub struct Levels {
    pub all: BTreeMap<&'static str, Level>,
    /// A later one wins over an earlier one.
    pub some: Vec<(GlobSet, BTreeMap<&'static str, Level>)>,
}

impl Levels {
    /// The level of a code in a file.
    pub fn of(&self, code: Code, path: &str) -> Level {
        let special = self.some.iter().rev().find_map(|(paths, levels)| {
            let level = levels.get(code.code)?;
            paths.is_match(path).then_some(*level)
        });
        special.or_else(|| self.all.get(code.code).copied()).unwrap_or(match code.severity {
            Severity::Warning => Level::Warning,
            Severity::Error => Level::Error,
        })
    }
}

impl Settings {
    /// Whether a code can be reported anywhere.
    pub fn is_on(&self, code: Code) -> bool {
        let is_wanted = |level: &Level| *level != Level::Off;
        self.levels.all.get(code.code).is_none_or(is_wanted)
            || self.levels.some.iter().any(|(_, levels)| levels.get(code.code).is_some_and(is_wanted))
    }
}
