//! Finds the statements that rules cite.

use rustc_hash::FxHashMap;

use crate::diagnostic::codes;
use crate::model::{Source, SourceId, StatementRef};
use crate::resolve::context::Context;
use crate::resolve::world::id32;
use crate::say;
use crate::syntax::ast::Name;

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
                let message = say!(
                    "这个文件的来源里没有 `{written}` 这一条",
                    "no source of this file has a statement `{written}`"
                );
                let near: Vec<&str> = self.own.keys().copied().filter(|id| is_same_id(id, written)).collect();
                let is_alike = |id: &&str| id.chars().next() == written.chars().next();
                let mut known: Vec<&str> = self.own.keys().copied().filter(is_alike).collect();
                if known.is_empty() {
                    known = self.own.keys().copied().collect();
                }
                known.sort_unstable();
                let other = match (known.first(), known.last()) {
                    (Some(first), Some(last)) => say!(
                        "改正编号（有 `{first}` 到 `{last}`）；是新的一条的话，先在 `原文条目` 里加上它",
                        "mend the id (there are `{first}` to `{last}`), or add the new one to `statements` first"
                    ),
                    _ => say!(
                        "条目写在 `来源 … {{ 原文条目 {{ … }} }}` 里",
                        "statements stand in `source … {{ statements {{ … }} }}`"
                    ),
                };
                context.report_near(codes::UNKNOWN_STATEMENT, name.0, message, &near, other);
                None
            }
        }
    }
}

/// Whether two ids are one but for `O` and `0`, `l` and `1`, capitals, the hyphen and leading zeros.
fn is_same_id(left: &str, right: &str) -> bool {
    plain_id(left).eq(plain_id(right))
}

fn plain_id(id: &str) -> impl Iterator<Item = char> {
    let letters = id.char_indices().filter(|(_, letter)| *letter != '-').map(|(index, letter)| match letter {
        'O' | 'o' if index > 0 => '0',
        'l' | 'I' if index > 0 => '1',
        letter => letter.to_ascii_lowercase(),
    });
    // A zero in front of a digit of the same number says nothing.
    let letters: Vec<char> = letters.collect();
    let is_leading = |index: usize| {
        letters[index] == '0'
            && !index.checked_sub(1).is_some_and(|before| letters[before].is_ascii_digit() && letters[before] != '0')
            && letters.get(index + 1).is_some_and(char::is_ascii_digit)
    };
    let kept: Vec<char> = (0..letters.len()).filter(|index| !is_leading(*index)).map(|index| letters[index]).collect();
    kept.into_iter()
}
