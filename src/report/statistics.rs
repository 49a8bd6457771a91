//! How often each code was found, the most frequent first.

use crate::diagnostic::{Code, Diagnostic, Language, Safety, Severity};
use crate::report::words::severity_word;

/// What is said of one code.
struct Line {
    code: Code,
    /// The worst of those found: the configuration may say otherwise in some files.
    severity: Severity,
    count: usize,
    is_fixable: bool,
}

/// `12  错误  E0301  没有这个名称  [可修正]`, one line per code.
pub fn statistics(diagnostics: &[Diagnostic], language: Language) -> String {
    let lines = lines(diagnostics);
    let width = lines.first().map_or(0, |line| line.count.to_string().len());
    lines.iter().map(|line| text(line, width, language)).collect()
}

fn lines(diagnostics: &[Diagnostic]) -> Vec<Line> {
    let mut lines: Vec<Line> = Vec::new();
    for diagnostic in diagnostics {
        let is_fixable = diagnostic.fix.as_ref().is_some_and(|fix| fix.safety != Safety::Shown);
        match lines.iter_mut().find(|line| line.code.code == diagnostic.code.code) {
            Some(line) => {
                line.count += 1;
                line.severity = line.severity.max(diagnostic.severity());
                line.is_fixable |= is_fixable;
            }
            None => {
                lines.push(Line { code: diagnostic.code, severity: diagnostic.severity(), count: 1, is_fixable });
            }
        }
    }
    lines.sort_by_key(|line| (std::cmp::Reverse(line.count), line.code.code));
    lines
}

fn text(line: &Line, width: usize, language: Language) -> String {
    let Line { code, severity, count, is_fixable } = line;
    // `warning` is longer than `error`; the Chinese words are equally long.
    let (word, title) = match language {
        Language::Chinese => (severity_word(*severity, language).to_owned(), code.title),
        Language::English => (format!("{:<7}", severity_word(*severity, language)), code.name),
    };
    let mark = match is_fixable {
        true => language.pick("  [可修正]", "  [fixable]"),
        false => "",
    };
    format!("{count:>width$}  {word}  {}  {title}{mark}\n", code.code)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::{Fix, codes};
    use crate::text::{FileId, Span};

    fn check(codes: &[Code], language: Language) -> String {
        let diagnostic = |code: &Code| {
            let found = Diagnostic::new(*code, FileId(0), Span::new(0, 0), crate::say!("一", "one"));
            match code.code {
                "E0301" => found.fix(Fix::new(Safety::Unsafe, crate::say!("改", "change"))),
                "W0105" => found.fix(Fix::new(Safety::Shown, crate::say!("看", "look"))),
                _ => found,
            }
        };
        statistics(&codes.iter().map(diagnostic).collect::<Vec<_>>(), language)
    }

    #[test]
    fn the_most_frequent_code_comes_first() {
        let found = [vec![codes::UNKNOWN_NAME; 10], vec![codes::EMPTY_FILE, codes::NO_EFFECT]].concat();
        insta::assert_snapshot!(check(&found, Language::Chinese), @"
        10  错误  E0301  没有这个名称  [可修正]
         1  错误  E0502  规则什么也没要求
         1  警告  W0105  文件是空的
        ");
        insta::assert_snapshot!(check(&found, Language::English), @"
        10  error    E0301  unknown-name  [fixable]
         1  error    E0502  no-effect
         1  warning  W0105  empty-file
        ");
        assert_eq!(check(&[], Language::English), "");
    }
}
