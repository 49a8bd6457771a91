//! What stays of a finding when lines move: its code, its file, the words of its line.

use std::collections::HashMap;
use std::fmt::Write;

use crate::diagnostic::Diagnostic;
use crate::report::Options;
use crate::report::places::{Places, clamp};
use crate::text::SourceFile;
use crate::text::fnv::Fnv;

/// One for each diagnostic, all different: 16 hexadecimal digits.
pub fn fingerprints(files: &[SourceFile], diagnostics: &[Diagnostic], options: &Options) -> Vec<String> {
    let places = Places::new(files);
    let mut seen: HashMap<u64, u64> = HashMap::new();
    let mut of = |diagnostic: &Diagnostic| {
        let (file, span) = diagnostic.place();
        let source = places.file(file);
        let path = source.map_or(String::new(), |source| options.repository_path(source));
        let line = source.map_or("", |source| {
            places.line_around(file, clamp(&source.text, span.start as usize) as usize).of(&source.text)
        });
        let words = line.chars().filter(|letter| !letter.is_whitespace());
        let hash = hash(diagnostic.code.code.chars().chain(['\n']).chain(path.chars()).chain(['\n']).chain(words));
        // The same code twice in one line.
        let count = seen.entry(hash).and_modify(|count| *count += 1).or_insert(0);
        format!("{:016x}", hash.wrapping_add(*count))
    };
    diagnostics.iter().map(&mut of).collect()
}

fn hash(letters: impl Iterator<Item = char>) -> u64 {
    let mut hash = Fnv::default();
    // Hashing cannot fail.
    for letter in letters {
        let _ = hash.write_char(letter);
    }
    hash.0
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::codes;
    use crate::text::{FileId, Span};

    fn check(text: &str, marks: &[&str]) -> Vec<String> {
        let file = SourceFile::new("a.gj", text);
        let diagnostic = |mark: &&str| {
            let start = text.find(*mark).expect("it is there");
            Diagnostic::new(codes::EMPTY_FILE, FileId(0), Span::new(start, start + 1), crate::say!("一", "one"))
        };
        let diagnostics: Vec<Diagnostic> = marks.iter().map(diagnostic).collect();
        fingerprints(&[file], &diagnostics, &Options::default())
    }

    #[test]
    fn a_finding_is_the_same_on_another_line() {
        assert_eq!(check("省份 湖北\n  规则 x\n", &["规则"]), check("\n\n规则   x\n", &["规则"]));
        assert_ne!(check("规则 x\n", &["规则"]), check("规则 y\n", &["规则"]));
    }

    #[test]
    fn two_in_one_line_are_two() {
        let both = check("规则 x\n", &["规则", "x"]);
        assert_ne!(both[0], both[1]);
    }
}
