//! Findings that were there when somebody began to lint: they are known and not shown.
//!
//! The file is JSON, an entry a line, sorted, so that a change of it reads well. An entry knows its
//! finding by a fingerprint of its line, not by the number of the line.

use std::collections::HashSet;

use serde::{Deserialize, Serialize};

use crate::diagnostic::{Diagnostic, codes};
use crate::lint::Settings;
use crate::lint::hygiene::is_looked_for;
use crate::report::{Options, fingerprints};
use crate::say;
use crate::text::{FileId, SourceFile, Span};

/// The entries of a file, with their places in it.
#[derive(Clone, Debug, Default)]
pub struct Baseline {
    pub file: FileId,
    pub entries: Vec<(Entry, Span)>,
}

/// A finding that is known.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Entry {
    pub path: String,
    pub code: String,
    pub fingerprint: String,
}

/// Reads a baseline: a line that is an entry each, between brackets. What is not is a diagnostic.
pub fn read_baseline(id: FileId, text: &str) -> (Baseline, Vec<Diagnostic>) {
    let mut baseline = Baseline { file: id, entries: Vec::new() };
    let mut diagnostics = Vec::new();
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let entry = line.trim().trim_end_matches(',');
        let offset = start + line.find(entry).unwrap_or(0);
        let span = Span::new(offset, offset + entry.len());
        if !matches!(entry, "" | "[" | "]" | "[]") {
            match serde_json::from_str(entry) {
                Ok(entry) => baseline.entries.push((entry, span)),
                Err(_) => {
                    let message = say!("这一行不是基线条目", "this line is no entry of a baseline");
                    let help = say!(
                        "用 `guanju check --write-baseline` 重新生成",
                        "write it anew with `guanju check --write-baseline`"
                    );
                    diagnostics.push(Diagnostic::new(codes::MALFORMED_BASELINE, id, span, message).help(help));
                }
            }
        }
        start += line.len();
    }
    (baseline, diagnostics)
}

/// The baseline that knows all of these findings.
pub fn write_baseline(files: &[SourceFile], diagnostics: &[Diagnostic]) -> String {
    to_text(entries(files, diagnostics))
}

/// A baseline without the entries that none of these findings needs.
pub fn prune_baseline(
    baseline: &Baseline,
    files: &[SourceFile],
    diagnostics: &[Diagnostic],
    settings: &Settings,
) -> String {
    let needed: HashSet<Entry> = entries(files, diagnostics).into_iter().collect();
    let known = baseline.entries.iter().map(|(entry, _)| entry);
    let is_kept = |entry: &&Entry| needed.contains(entry) || !is_looked_for(&entry.code, settings);
    to_text(known.filter(is_kept).cloned().collect())
}

fn to_text(mut entries: Vec<Entry>) -> String {
    entries.sort();
    let lines: Vec<String> = entries
        .iter()
        .map(|entry| serde_json::to_string(entry).expect("INVARIANT: an entry is three texts"))
        .map(|line| format!("  {line}"))
        .collect();
    if lines.is_empty() { "[]\n".to_owned() } else { format!("[\n{}\n]\n", lines.join(",\n")) }
}

/// What a baseline would call these findings, in their order.
pub(super) fn entries(files: &[SourceFile], diagnostics: &[Diagnostic]) -> Vec<Entry> {
    let fingerprints = fingerprints(files, diagnostics, &Options::default());
    let of = |(diagnostic, fingerprint): (&Diagnostic, String)| {
        let path = files.get(diagnostic.place().0.0 as usize).map_or("", |file| &file.path);
        Entry { path: path.to_owned(), code: diagnostic.code.code.to_owned(), fingerprint }
    };
    diagnostics.iter().zip(fingerprints).map(of).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_can_be_read() {
        let file = SourceFile::new("a.gj", "national\n");
        let found = Diagnostic::new(codes::EMPTY_FILE, FileId(0), Span::new(0, 8), say!("一", "one"));
        let text = write_baseline(std::slice::from_ref(&file), &[found.clone(), found]);
        let (read, diagnostics) = read_baseline(FileId(1), &text);
        assert_eq!((read.entries.len(), diagnostics), (2, vec![]));
        assert_eq!(read_baseline(FileId(1), "[]\n").0.entries, []);
    }

    #[test]
    fn a_damaged_line_is_pointed_at() {
        let (read, diagnostics) = read_baseline(FileId(1), "[\n  {\"path\":1}\n]\n");
        assert_eq!(read.entries, []);
        assert_eq!(diagnostics[0].place().1, Span::new(4, 14));
    }
}
