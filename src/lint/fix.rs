//! Making the fixes of diagnostics: those that may be made, and of overlapping ones the first.

use crate::diagnostic::{Diagnostic, Safety};
use crate::text::{Edit, FileId, SourceFile, edit};

/// Files with the fixes of one round.
#[derive(Clone, Debug, Default)]
pub struct Applied {
    /// The new texts of the files that changed.
    pub texts: Vec<(FileId, String)>,
    /// How many fixes were made.
    pub count: usize,
}

/// Makes the fixes of at most this safety. One that overlaps another is left for the next round.
pub fn apply_fixes(files: &[SourceFile], diagnostics: &[Diagnostic], most: Safety) -> Applied {
    let mut chosen: Vec<Vec<Edit>> = vec![Vec::new(); files.len()];
    let mut applied = Applied::default();
    let fixes = diagnostics.iter().filter_map(|diagnostic| diagnostic.fix.as_deref());
    for fix in fixes.filter(|fix| fix.safety <= most && fix.safety != Safety::Shown) {
        let is_free = fix.edits.iter().all(|(file, edit)| {
            chosen.get(file.0 as usize).is_some_and(|edits| edits.iter().all(|other| !other.overlaps(edit)))
        });
        if is_free && !fix.edits.is_empty() {
            for (file, edit) in &fix.edits {
                chosen[file.0 as usize].push(edit.clone());
            }
            applied.count += 1;
        }
    }
    for (index, edits) in chosen.iter().enumerate().filter(|(_, edits)| !edits.is_empty()) {
        let text = edit::apply(&files[index].text, edits);
        applied.texts.push((FileId(u32::try_from(index).unwrap_or(u32::MAX)), text));
    }
    applied
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::{Fix, codes};
    use crate::say;
    use crate::text::Span;

    fn finding(start: usize, end: usize, text: &str, safety: Safety) -> Diagnostic {
        let span = Span::new(start, end);
        let fix = Fix::new(safety, say!("改", "change")).replace(FileId(0), span, text);
        Diagnostic::new(codes::EMPTY_FILE, FileId(0), span, say!("一", "one")).fix(fix)
    }

    #[test]
    fn overlapping_fixes_wait_for_the_next_round() {
        let file = SourceFile::new("a.gj", "abcd");
        let found =
            [finding(0, 2, "X", Safety::Safe), finding(1, 3, "Y", Safety::Safe), finding(3, 4, "Z", Safety::Safe)];
        let applied = apply_fixes(&[file], &found, Safety::Safe);
        assert_eq!((applied.texts, applied.count), (vec![(FileId(0), "XcZ".to_owned())], 2));
    }

    #[test]
    fn a_fix_is_trusted_no_further_than_asked_for() {
        let file = SourceFile::new("a.gj", "abcd");
        let found = [finding(0, 1, "X", Safety::Unsafe), finding(1, 2, "Y", Safety::Shown)];
        assert_eq!(apply_fixes(std::slice::from_ref(&file), &found, Safety::Safe).count, 0);
        assert_eq!(apply_fixes(&[file], &found, Safety::Unsafe).texts, [(FileId(0), "Xbcd".to_owned())]);
    }
}
