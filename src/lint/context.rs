//! What a lint sees.

use std::hash::BuildHasher;
use std::sync::OnceLock;

use rustc_hash::{FxBuildHasher, FxHashSet};

use crate::lint::Settings;
use crate::model::{Place, Program};
use crate::syntax::ast::{Entry, File, Item, Rule};
use crate::syntax::references::{Use, each_reference};
use crate::syntax::{self};
use crate::text::{FileId, SourceFile};

/// One file as it is written.
#[derive(Clone, Copy, Debug)]
pub struct FileContext<'a> {
    pub id: FileId,
    pub file: &'a SourceFile,
    pub tree: &'a File,
    pub settings: &'a Settings,
}

/// The whole program.
#[derive(Debug)]
pub struct ProgramContext<'a> {
    pub files: &'a [SourceFile],
    pub program: &'a Program,
    /// The names that the files use.
    pub names: &'a Names,
    pub settings: &'a Settings,
    trees: Vec<OnceLock<File>>,
}

impl<'a> ProgramContext<'a> {
    pub fn new(
        files: &'a [SourceFile],
        program: &'a Program,
        names: &'a Names,
        settings: &'a Settings,
    ) -> ProgramContext<'a> {
        ProgramContext { files, program, names, settings, trees: files.iter().map(|_| OnceLock::new()).collect() }
    }

    /// The text of a file.
    pub fn text(&self, file: FileId) -> &'a str {
        self.files.get(file.0 as usize).map_or("", |file| &file.text)
    }

    /// A file as it is written. It is parsed again, so this is for files with a finding.
    pub fn tree(&self, file: FileId) -> Option<&File> {
        let slot = self.trees.get(file.0 as usize)?;
        Some(slot.get_or_init(|| syntax::parse(file, self.text(file)).0))
    }

    /// The rule that is written at this place. See [`ProgramContext::tree`].
    pub fn rule_at(&self, place: Place) -> Option<&Rule> {
        let entries = self.tree(place.file)?.items.iter().filter_map(|item| match item {
            Item::Block(block) => Some(&block.entries),
            _ => None,
        });
        entries.flatten().find_map(|entry| match entry {
            Entry::Rule(rule) if rule.span.start == place.span.start => Some(rule),
            _ => None,
        })
    }
}

/// Which names files use, by rules and by scenarios apart.
#[derive(Clone, Debug, Default)]
pub struct Names {
    by_rules: FxHashSet<u64>,
    by_scenarios: FxHashSet<u64>,
}

impl Names {
    /// The names that a file uses.
    pub fn of(file: &File, text: &str) -> Names {
        let mut names = Names::default();
        each_reference(file, |name, place| {
            let hash = hash(name.of(text));
            match place {
                Use::Rule => {
                    names.by_rules.insert(hash);
                }
                Use::Scenario => {
                    names.by_scenarios.insert(hash);
                }
                // That an attribute can be said of a material does not mean that a rule asks for it.
                Use::Material => {}
            }
        });
        names
    }

    pub fn add(&mut self, other: &Names) {
        self.by_rules.extend(&other.by_rules);
        self.by_scenarios.extend(&other.by_scenarios);
    }

    /// Whether the vocabulary, a policy, a rule or an answer names it.
    pub fn in_rules(&self, name: &str) -> bool {
        self.by_rules.contains(&hash(name))
    }

    /// Whether a scenario or a baseline names it.
    pub fn in_scenarios(&self, name: &str) -> bool {
        self.by_scenarios.contains(&hash(name))
    }
}

fn hash(name: &str) -> u64 {
    FxBuildHasher.hash_one(name)
}
