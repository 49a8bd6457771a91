//! Annotations of GitHub Actions: workflow commands for the log, and a table for the summary.
//!
//! ```text
//! ::error file=provinces/hubei.gj,line=3,endLine=3,col=5,endColumn=7,title=E0301 没有这个名称::没有 `年令`%0A帮助: …
//! ```
//!
//! `endColumn` is the column behind the last character, as other linters write it. GitHub does not
//! say whether it takes in that column.
//!
//! GitHub shows the first ten errors and the first ten warnings of a step; the summary shows all.

use crate::diagnostic::{Diagnostic, Language, Severity};
use crate::report::Options;
use crate::report::places::{Places, Range};
use crate::report::words::{explained, severity_name, severity_word, summary, title, visible};
use crate::text::SourceFile;

/// More than this is refused for one step, with everything else that the step writes.
const SUMMARY_LIMIT: usize = 1024 * 1024;
/// Bytes kept free for the last line.
const RESERVE: usize = 1024;

/// A command per diagnostic, errors first.
pub fn render(files: &[SourceFile], diagnostics: &[Diagnostic], options: &Options) -> String {
    let places = Places::new(files);
    in_order(diagnostics).map(|diagnostic| command(&places, diagnostic, options)).collect()
}

/// A Markdown page with all findings, for the file that `GITHUB_STEP_SUMMARY` names.
pub fn step_summary(files: &[SourceFile], diagnostics: &[Diagnostic], options: &Options) -> String {
    let places = Places::new(files);
    let language = options.language;
    let mut text = format!("## guanju\n\n{}\n", escape_markdown(&summary(diagnostics, language)));
    if diagnostics.is_empty() {
        return text;
    }
    let header = language.pick("| 级别 | 编号 | 位置 | 问题 |", "| Severity | Code | Place | Message |");
    text.push_str(&format!("\n{header}\n|---|---|---|---|\n"));
    for (shown, diagnostic) in in_order(diagnostics).enumerate() {
        let row = row(&places, diagnostic, options);
        if text.len() + row.len() > SUMMARY_LIMIT - RESERVE {
            let left = diagnostics.len() - shown;
            text.push_str(&match language {
                Language::Chinese => format!("\n还有 {left} 个没有列出，见日志。\n"),
                Language::English => format!("\n{left} more are left out; see the log.\n"),
            });
            break;
        }
        text.push_str(&row);
    }
    text
}

fn in_order(diagnostics: &[Diagnostic]) -> impl Iterator<Item = &Diagnostic> {
    let of = |severity| diagnostics.iter().filter(move |diagnostic| diagnostic.severity() == severity);
    of(Severity::Error).chain(of(Severity::Warning))
}

fn command(places: &Places, diagnostic: &Diagnostic, options: &Options) -> String {
    let (file, span) = diagnostic.place();
    let mut properties = String::new();
    if let Some(source) = places.file(file) {
        let Range { start, end } = places.range(file, span);
        properties = format!("file={},line={},", escape_property(&options.repository_path(source)), start.line);
        properties.push_str(&format!("endLine={},", places.last_line(file, span)));
        // The runner refuses columns for a place of several lines.
        if start.line == end.line {
            properties.push_str(&format!("col={},endColumn={},", start.column, end.column));
        }
    }
    let title = format!("{} {}", diagnostic.code.code, title(diagnostic.code, options.language));
    let name = severity_name(diagnostic.severity());
    let message = escape_data(&explained(diagnostic, options.language));
    format!("::{name} {properties}title={}::{message}\n", escape_property(&title))
}

/// What stands behind `::` goes to the end of the line.
fn escape_data(text: &str) -> String {
    let text: Vec<String> = text.split('\n').map(visible).collect();
    text.join("\n").replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// A property ends at a comma or at `::`.
fn escape_property(text: &str) -> String {
    escape_data(text).replace(':', "%3A").replace(',', "%2C")
}

fn row(places: &Places, diagnostic: &Diagnostic, options: &Options) -> String {
    let (file, span) = diagnostic.place();
    let place = places.file(file).map_or(String::new(), |source| {
        let start = places.position(file, span.start);
        format!("{}:{}:{}", options.path(source), start.line, start.column)
    });
    let message = diagnostic.message.in_language(options.language);
    let word = severity_word(diagnostic.severity(), options.language);
    let code = diagnostic.code.code;
    let link = options.links.as_ref().and_then(|links| links.public(diagnostic.code, options.language));
    let code = link.map_or_else(|| code.to_owned(), |address| format!("[{code}]({})", escape_markdown(&address)));
    format!("| {word} | {code} | {} | {} |\n", escape_markdown(&place), escape_markdown(message))
}

/// Text that Markdown shows as it is, on one line.
fn escape_markdown(text: &str) -> String {
    let mut escaped = String::new();
    for letter in visible(text).chars() {
        match letter {
            '\\' | '`' | '*' | '_' | '[' | ']' | '|' | '~' | '#' | '$' | '!' => {
                escaped.push('\\');
                escaped.push(letter);
            }
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '&' => escaped.push_str("&amp;"),
            _ => escaped.push(letter),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::codes;
    use crate::report::Links;
    use crate::text::{FileId, Span};

    /// Reports a warning about `warned` and an error about `wrong`.
    fn found(text: &str, warned: &str, wrong: &str) -> (Vec<SourceFile>, Vec<Diagnostic>) {
        let span = |part: &str| {
            let start = text.find(part).expect("the text has the part");
            Span::new(start, start + part.len())
        };
        let warning =
            Diagnostic::new(codes::EMPTY_FILE, FileId(0), span(warned), crate::say!("空的: 100%", "empty: 100%"));
        let error =
            Diagnostic::new(codes::UNEXPECTED_TEXT, FileId(0), span(wrong), crate::say!("有 `a|b`", "`a|b` is there"))
                .help(crate::say!("写 `}}`，\n再看 <x>", "write `}}`,\nthen look at <x>"));
        (vec![SourceFile::new("湖北,1:2.gj", text)], vec![warning, error])
    }

    fn check(text: &str, warned: &str, wrong: &str, options: &Options) -> String {
        let (files, diagnostics) = found(text, warned, wrong);
        render(&files, &diagnostics, options)
    }

    #[test]
    fn errors_come_first_and_nothing_ends_a_command_early() {
        insta::assert_snapshot!(check("省份\n 𠮷 x\n", "省份", "x", &Options::default()), @r##"
        ::error file=湖北%2C1%3A2.gj,line=2,endLine=2,col=4,endColumn=5,title=E0201 看不懂的内容::有 `a|b`%0A帮助: 写 `}`，%0A再看 <x>
        ::warning file=湖北%2C1%3A2.gj,line=1,endLine=1,col=1,endColumn=3,title=W0105 文件是空的::空的: 100%25
        "##);
        let english = Options { language: Language::English, folder: "./provinces/".into(), ..Options::default() };
        insta::assert_snapshot!(check("省份\n 𠮷 x\n", "省份", "x", &english), @r##"
        ::error file=provinces/湖北%2C1%3A2.gj,line=2,endLine=2,col=4,endColumn=5,title=E0201 unexpected text::`a|b` is there%0Ahelp: write `}`,%0Athen look at <x>
        ::warning file=provinces/湖北%2C1%3A2.gj,line=1,endLine=1,col=1,endColumn=3,title=W0105 empty file::empty: 100%25
        "##);
    }

    #[test]
    fn a_place_of_several_lines_has_no_columns() {
        insta::assert_snapshot!(check("省份 {\n x\n}\n", "{\n x\n}", "x\n", &Options::default()), @r##"
        ::error file=湖北%2C1%3A2.gj,line=2,endLine=2,title=E0201 看不懂的内容::有 `a|b`%0A帮助: 写 `}`，%0A再看 <x>
        ::warning file=湖北%2C1%3A2.gj,line=1,endLine=3,title=W0105 文件是空的::空的: 100%25
        "##);
    }

    #[test]
    fn the_summary_is_a_table() {
        let (files, diagnostics) = found("省份\n 𠮷 x\n", "省份", "x");
        insta::assert_snapshot!(step_summary(&files, &diagnostics, &Options::default()), @r##"
        ## guanju

        1 个错误，1 个警告

        | 级别 | 编号 | 位置 | 问题 |
        |---|---|---|---|
        | 错误 | E0201 | 湖北,1:2.gj:2:4 | 有 \`a\|b\` |
        | 警告 | W0105 | 湖北,1:2.gj:1:1 | 空的: 100% |
        "##);
        let links = Some(Links::Template("https://example.org/a_{code}".into()));
        let text = step_summary(&files, &diagnostics, &Options { links, ..Options::default() });
        assert!(text.contains("| [W0105](https://example.org/a\\_W0105) |"), "{text}");
        assert_eq!(step_summary(&files, &[], &Options::default()), "## guanju\n\n没有发现问题\n");
    }

    #[test]
    fn a_summary_says_how_many_it_leaves_out() {
        let (files, diagnostics) = found("省份\n 𠮷 x\n", "省份", "x");
        let many = vec![diagnostics[0].clone(); 30_000];
        let text = step_summary(&files, &many, &Options::default());
        assert!(text.len() <= SUMMARY_LIMIT);
        let rows = text.lines().filter(|line| line.starts_with("| 警告")).count();
        assert!(text.ends_with(&format!("\n\n还有 {} 个没有列出，见日志。\n", 30_000 - rows)), "{rows}");
        assert!(rows > 10_000, "{rows}");
    }
}
