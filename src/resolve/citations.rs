//! Finds the statements that rules cite.

use rustc_hash::FxHashMap;

use crate::diagnostic::codes;
use crate::model::{Source, SourceId, StatementRef};
use crate::resolve::context::{Context, did_you_mean};
use crate::resolve::world::id32;
use crate::say;
use crate::syntax::ast::Name;
use crate::text::suggest::suggest;

/// The statements that one file can cite: its own, and by name those of the files before it.
#[derive(Debug)]
pub(crate) struct Citations<'a> {
    /// Statement id to statement, over all sources of the file; `None` where two sources share it.
    own: FxHashMap<&'a str, Option<StatementRef>>,
    before: &'a [Source],
    sources: &'a [Source],
    first: usize,
}

impl<'a> Citations<'a> {
    /// `first` is the id of the first of the file's own sources.
    pub fn new(before: &'a [Source], sources: &'a [Source], first: usize) -> Citations<'a> {
        let mut own: FxHashMap<&str, Option<StatementRef>> = FxHashMap::default();
        for (offset, source) in sources.iter().enumerate() {
            for (statement, entry) in source.statements.iter().enumerate() {
                let found = StatementRef { source: SourceId(id32(first + offset)), statement: id32(statement) };
                own.entry(entry.id()).and_modify(|slot| *slot = None).or_insert(Some(found));
            }
        }
        Citations { own, before, sources, first }
    }

    /// A statement as `source/statement`.
    fn find_named(&self, written: &str) -> Option<StatementRef> {
        let (source_name, id) = written.split_once('/')?;
        let before = self.before.iter().enumerate();
        let own = self.sources.iter().enumerate().map(|(offset, source)| (self.first + offset, source));
        let (index, source) = own.chain(before).find(|(_, source)| &*source.name == source_name)?;
        let statement = source.statements.iter().position(|entry| entry.id() == id)?;
        Some(StatementRef { source: SourceId(id32(index)), statement: id32(statement) })
    }

    pub fn find(&self, context: &mut Context<'_>, name: Name) -> Option<StatementRef> {
        let written = context.of(name);
        let found = match self.own.get(written) {
            None => self.find_named(written).map(Some),
            found => found.copied(),
        };
        match found {
            Some(Some(found)) => Some(found),
            Some(None) => {
                let message =
                    say!("本文件有两个来源都有 `{written}`", "two sources of this file have a statement `{written}`");
                let help = say!("写上来源的名称，如 `来源名/{written}`", "name the source, such as `source/{written}`");
                context.report(codes::UNKNOWN_STATEMENT, name.0, message, help);
                None
            }
            None => {
                let message = say!("来源里没有 `{written}` 这一条", "no statement has the id `{written}`");
                let near: Vec<String> =
                    suggest(written, self.own.keys().copied()).into_iter().map(str::to_owned).collect();
                let help = did_you_mean(&near).unwrap_or_else(|| {
                    say!(
                        "条目写在 `来源 … {{ 原文条目 {{ … }} }}` 里",
                        "statements stand in `source … {{ statements {{ … }} }}`"
                    )
                });
                context.report(codes::UNKNOWN_STATEMENT, name.0, message, help);
                None
            }
        }
    }
}
