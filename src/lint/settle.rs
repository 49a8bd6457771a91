//! From what was found to what is reported: the configuration, the exceptions, the baseline.

use std::collections::HashMap;

use crate::diagnostic::{self, Diagnostic, Severity};
use crate::lint::baseline::{Baseline, Entry, entries};
use crate::lint::hygiene::{self, Asked};
use crate::lint::suppressions::suppressions;
use crate::lint::{Level, Settings, is_negotiable};
use crate::text::{FileId, SourceFile};

/// What remains of the findings, and what is wrong with the exceptions themselves. Errors of the
/// rule files always remain.
pub fn settle(
    files: &[SourceFile],
    diagnostics: Vec<Diagnostic>,
    settings: &Settings,
    baseline: Option<&Baseline>,
) -> Vec<Diagnostic> {
    let ids = (0..files.len()).filter_map(|index| u32::try_from(index).ok()).map(FileId);
    let mut asked: Vec<Asked> = Vec::new();
    for (id, file) in ids.zip(files).filter(|(_, file)| is_rule_file(file)) {
        asked.extend(suppressions(id, &file.text).into_iter().map(|comment| Asked::new(comment, &file.text)));
    }
    let mut kept: Vec<Diagnostic> = diagnostics
        .into_iter()
        .filter_map(|diagnostic| leveled(diagnostic, files, settings))
        .filter(|diagnostic| !is_excepted(diagnostic, &mut asked, settings))
        .collect();
    // What an error leaves out cannot be looked at: then nothing counts as gone.
    let is_whole = !kept.iter().any(Diagnostic::leaves_out);
    let own = hygiene::check(files, &asked, is_whole, settings);
    kept.extend(own.into_iter().filter_map(|diagnostic| leveled(diagnostic, files, settings)));
    diagnostic::sort(&mut kept);
    if let Some(baseline) = baseline {
        let stale = take_known(files, &mut kept, baseline).into_iter();
        let stale = stale.filter(|(entry, _)| is_whole && hygiene::is_looked_for(&entry.code, settings));
        kept.extend(stale.filter_map(|(_, diagnostic)| leveled(diagnostic, files, settings)));
    }
    kept
}

/// The baseline and the configuration stand among the files, so that messages can point at them.
fn is_rule_file(file: &SourceFile) -> bool {
    file.path.to_ascii_lowercase().ends_with(".gj")
}

/// With the severity that the configuration wants; `None` when it wants none.
fn leveled(diagnostic: Diagnostic, files: &[SourceFile], settings: &Settings) -> Option<Diagnostic> {
    if !is_negotiable(diagnostic.code) {
        return Some(diagnostic);
    }
    let path = files.get(diagnostic.place().0.0 as usize).map_or("", |file| &file.path);
    let severity = match settings.levels.of(diagnostic.code, &format!("{}{path}", settings.prefix)) {
        Level::Off => return None,
        Level::Warning => Severity::Warning,
        Level::Error => Severity::Error,
    };
    Some(Diagnostic { severity, ..diagnostic })
}

fn is_excepted(diagnostic: &Diagnostic, asked: &mut [Asked], settings: &Settings) -> bool {
    let (file, span) = diagnostic.place();
    let is_open = |asked: &Asked| asked.comment.has_reason && !asked.is_expired(settings);
    let mut is_excepted = false;
    if !is_negotiable(diagnostic.code) {
        return false;
    }
    for asked in asked.iter_mut().filter(|asked| asked.comment.covers(file, span)) {
        let Some(position) = asked.codes.iter().position(|code| *code == Some(diagnostic.code.code)) else { continue };
        asked.used[position] = true;
        is_excepted |= is_open(asked);
    }
    is_excepted
}

/// The findings that a baseline does not know.
pub fn without_known(files: &[SourceFile], mut diagnostics: Vec<Diagnostic>, baseline: &Baseline) -> Vec<Diagnostic> {
    take_known(files, &mut diagnostics, baseline);
    diagnostics
}

/// Takes out the findings that the baseline knows; gives the entries that know nothing any more.
fn take_known<'b>(
    files: &[SourceFile],
    kept: &mut Vec<Diagnostic>,
    baseline: &'b Baseline,
) -> Vec<(&'b Entry, Diagnostic)> {
    let mut known: HashMap<&Entry, bool> = baseline.entries.iter().map(|(entry, _)| (entry, false)).collect();
    let names = entries(files, kept);
    let mut names = names.iter();
    kept.retain(|diagnostic| {
        let is_known = names.next().and_then(|name| known.get_mut(name));
        match is_known.filter(|_| is_negotiable(diagnostic.code)) {
            Some(is_met) => {
                *is_met = true;
                false
            }
            None => true,
        }
    });
    let stale = baseline.entries.iter().filter(|(entry, _)| known.get(entry) == Some(&false));
    stale.map(|(entry, span)| (entry, hygiene::stale_entry(baseline.file, *span, entry))).collect()
}
