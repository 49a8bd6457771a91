//! Source excerpts with carets, for a person at a terminal.
//!
//! The only file that names codespan-reporting. Its header words are English, so the header is
//! written here; the excerpt below it is codespan's, which counts a Han character as two columns.
//! Characters whose width depends on the terminal (`“`, `—`) count as one, as terminals do.

use codespan_reporting::diagnostic as codespan;
use codespan_reporting::files::{Error, Files};
use codespan_reporting::term::termcolor::{Ansi, NoColor, WriteColor};
use codespan_reporting::term::{Chars, Config, emit};

use crate::diagnostic::{Diagnostic, Label, Language, Safety, Severity};
use crate::report::Options;
use crate::report::excerpt::{Excerpt, excerpt};
use crate::report::places::Places;
use crate::report::words::{help_word, severity_word, summary, visible};
use crate::text::{FileId, SourceFile};

pub fn render(files: &[SourceFile], diagnostics: &[Diagnostic], options: &Options) -> String {
    let mut text = render_each(files, diagnostics, options);
    text.push_str(&summary(diagnostics, options.language));
    text.push('\n');
    text
}

pub fn render_each(files: &[SourceFile], diagnostics: &[Diagnostic], options: &Options) -> String {
    let places = Places::new(files);
    diagnostics.iter().map(|diagnostic| one(&places, diagnostic, options)).collect()
}

fn one(places: &Places, diagnostic: &Diagnostic, options: &Options) -> String {
    let bytes = if options.color {
        let mut writer = Ansi::new(Vec::new());
        write(&mut writer, places, diagnostic, options).map(|()| writer.into_inner())
    } else {
        let mut writer = NoColor::new(Vec::new());
        write(&mut writer, places, diagnostic, options).map(|()| writer.into_inner())
    };
    let bytes = bytes.expect("INVARIANT: writing to memory does not fail and an excerpt holds its own marks");
    String::from_utf8_lossy(&bytes).into_owned()
}

fn write(
    writer: &mut dyn WriteColor,
    places: &Places,
    diagnostic: &Diagnostic,
    options: &Options,
) -> Result<(), Error> {
    let config =
        Config { chars: if options.ascii { Chars::ascii() } else { Chars::box_drawing() }, ..Config::default() };
    let severity = match diagnostic.severity() {
        Severity::Error => codespan::Severity::Error,
        Severity::Warning => codespan::Severity::Warning,
    };

    writer.set_color(config.styles.header(severity))?;
    write!(writer, "{}[{}]", severity_word(diagnostic.severity(), options.language), code(diagnostic, options))?;
    writer.set_color(&config.styles.header_message)?;
    write!(writer, ": {}", visible(diagnostic.message.in_language(options.language)))?;
    writer.reset()?;
    writeln!(writer)?;

    let excerpts = Excerpts::of(places, diagnostic, options);
    let mut body: Vec<u8> = Vec::new();
    let below_header = codespan::Diagnostic::new(severity)
        .with_labels(labels(&excerpts, diagnostic, options))
        .with_notes(notes(diagnostic, options));
    if options.color {
        emit(&mut Ansi::new(&mut body), &config, &excerpts, &below_header)?;
    } else {
        emit(&mut NoColor::new(&mut body), &config, &excerpts, &below_header)?;
    }
    let header_end = body.iter().position(|byte| *byte == b'\n').map_or(body.len(), |newline| newline + 1);
    writer.write_all(&body[header_end..])?;
    Ok(())
}

/// The code; a terminal that knows links opens its page.
fn code(diagnostic: &Diagnostic, options: &Options) -> String {
    let code = diagnostic.code;
    match &options.links {
        Some(links) => {
            let address = visible(&links.to(code, options.language));
            format!("\u{1b}]8;;{address}\u{1b}\\{}\u{1b}]8;;\u{1b}\\", code.code)
        }
        None => code.code.to_owned(),
    }
}

fn labels(excerpts: &Excerpts, diagnostic: &Diagnostic, options: &Options) -> Vec<codespan::Label<usize>> {
    let mut labels = Vec::new();
    for (file, (excerpt, members)) in excerpts.0.iter().enumerate() {
        for (mark, label) in excerpt.marks.iter().zip(members) {
            let is_place = diagnostic.labels.first().is_some_and(|first| std::ptr::eq(first, *label));
            let message = visible(label.message.in_language(options.language));
            let range = mark.range.clone();
            let label =
                if is_place { codespan::Label::primary(file, range) } else { codespan::Label::secondary(file, range) };
            labels.push(label.with_message(message));
        }
    }
    labels
}

fn notes(diagnostic: &Diagnostic, options: &Options) -> Vec<String> {
    let word = help_word(options.language);
    let lines = |text: &str| text.lines().map(visible).collect::<Vec<_>>().join("\n");
    let helps = diagnostic.help.iter().map(|help| format!("{word}{}", lines(help.in_language(options.language))));
    helps.chain(fix(diagnostic, options.language).map(|fix| lines(&fix))).collect()
}

/// That there is a fix, and how it is made.
fn fix(diagnostic: &Diagnostic, language: Language) -> Option<String> {
    let fix = diagnostic.fix.as_deref()?;
    let message = fix.message.in_language(language);
    Some(match (fix.safety, language) {
        (Safety::Safe, Language::Chinese) => format!("修正: {message}（--fix 自动修改）"),
        (Safety::Safe, Language::English) => format!("fix: {message} (--fix does it)"),
        (Safety::Unsafe, Language::Chinese) => format!("修正: {message}（--fix --unsafe-fixes 修改，改后要看）"),
        (Safety::Unsafe, Language::English) => {
            format!("fix: {message} (--fix --unsafe-fixes does it; look at it afterwards)")
        }
        (Safety::Shown, Language::Chinese) => format!("可以这样改: {message}"),
        (Safety::Shown, Language::English) => format!("one way: {message}"),
    })
}

/// The excerpts of one diagnostic, one per file, with the labels that stand on each.
struct Excerpts<'a>(Vec<(Excerpt, Vec<&'a Label>)>);

impl<'a> Excerpts<'a> {
    fn of(places: &Places, diagnostic: &'a Diagnostic, options: &Options) -> Excerpts<'a> {
        let mut by_file: Vec<(FileId, Vec<&Label>)> = Vec::new();
        for label in &diagnostic.labels {
            match by_file.iter_mut().find(|(file, _)| *file == label.file) {
                Some((_, members)) => members.push(label),
                None => by_file.push((label.file, vec![label])),
            }
        }
        let excerpts = by_file.into_iter().map(|(file, members)| (excerpt(places, file, &members, options), members));
        Excerpts(excerpts.collect())
    }

    fn get(&self, file: usize) -> Result<&Excerpt, Error> {
        self.0.get(file).map(|(excerpt, _)| excerpt).ok_or(Error::FileMissing)
    }
}

impl<'a> Files<'a> for Excerpts<'_> {
    type FileId = usize;
    type Name = &'a str;
    type Source = &'a str;

    fn name(&'a self, file: usize) -> Result<&'a str, Error> {
        Ok(&self.get(file)?.path)
    }

    fn source(&'a self, file: usize) -> Result<&'a str, Error> {
        Ok(&self.get(file)?.text)
    }

    fn line_index(&'a self, file: usize, offset: usize) -> Result<usize, Error> {
        let lines = &self.get(file)?.lines;
        let found = lines.iter().find(|(_, range)| range.contains(&offset));
        found.map(|(number, _)| number - 1).ok_or(Error::IndexTooLarge { given: offset, max: 0 })
    }

    fn line_range(&'a self, file: usize, line_index: usize) -> Result<std::ops::Range<usize>, Error> {
        let lines = &self.get(file)?.lines;
        lines.get(&(line_index + 1)).cloned().ok_or(Error::LineTooLarge { given: line_index, max: 0 })
    }

    fn column_number(&'a self, file: usize, _line_index: usize, offset: usize) -> Result<usize, Error> {
        let marks = &self.get(file)?.marks;
        Ok(marks.iter().find(|mark| mark.range.start == offset).map_or(1, |mark| mark.column))
    }
}

#[cfg(test)]
mod tests {
    use crate::diagnostic::{Diagnostic, Fix, Language, Safety, codes};
    use crate::report::{Format, Links, Options, render};
    use crate::text::{FileId, SourceFile, Span};

    /// The report about the first `wrong` and then every `also` in the text.
    fn check(text: &str, wrong: &str, also: &[&str], options: &Options) -> String {
        let span = |part: &str| {
            let start = text.find(part).expect("the text has the part");
            Span::new(start, start + part.len())
        };
        let message = crate::say!("看不懂 `{wrong}`", "cannot read `{wrong}`");
        let mut diagnostic = Diagnostic::new(codes::UNEXPECTED_TEXT, FileId(0), span(wrong), message)
            .here(crate::say!("这里", "here"))
            .help(crate::say!("换一个写法", "write something else"));
        for part in also {
            diagnostic = diagnostic.also(FileId(0), span(part), crate::say!("先写在这里", "first written here"));
        }
        let file = SourceFile::new("guangdong.gj", text);
        render(Format::Human, &[file], &[diagnostic], options)
    }

    #[test]
    fn carets_stand_under_wide_characters() {
        insta::assert_snapshot!(check("# 注\n  当　主体：年龄 不足 18岁\n", "年龄", &["主体"], &Options::default()), @r#"
        错误[E0201]: 看不懂 `年龄`
          ┌─ guangdong.gj:2:8
          │
        2 │   当　主体：年龄 不足 18岁
          │       ----  ^^^^ 这里
          │       │       
          │       先写在这里
          │
          = 帮助: 换一个写法

        1 个错误
        "#);
    }

    #[test]
    fn another_language_and_plain_characters() {
        let options =
            Options { language: Language::English, ascii: true, folder: "provinces/".into(), ..Options::default() };
        insta::assert_snapshot!(check("for 单位 {\n\n  规则 x\n}\n", "规则", &["单位"], &options), @r#"
        error[E0201]: cannot read `规则`
          --> provinces/guangdong.gj:3:3
          |
        1 | for 单位 {
          |     ---- first written here
        2 | 
        3 |   规则 x
          |   ^^^^ here
          |
          = help: write something else

        1 error
        "#);
    }

    #[test]
    fn colours_are_there_when_asked_for() {
        let options = Options { color: true, ..Options::default() };
        let text = check("省份\n", "省份", &[], &options);
        assert!(text.contains("\u{1b}[31m"), "{text:?}");
        assert!(!check("省份\n", "省份", &[], &Options::default()).contains('\u{1b}'));
    }

    #[test]
    fn a_fix_says_how_it_is_made() {
        let fixed = |safety: Safety, language: Language| {
            let file = SourceFile::new("a.gj", "省\n");
            let fix = Fix::new(safety, crate::say!("改成 `省份`", "write `省份`"));
            let found = Diagnostic::new(codes::UNEXPECTED_TEXT, FileId(0), Span::new(0, 3), crate::say!("坏", "bad"));
            let text = render(Format::Human, &[file], &[found.fix(fix)], &Options { language, ..Options::default() });
            text.lines().find(|line| line.starts_with("  = ")).unwrap_or_default().to_owned()
        };
        let all = [Safety::Safe, Safety::Unsafe, Safety::Shown];
        let lines = [Language::Chinese, Language::English].map(|language| all.map(|safety| fixed(safety, language)));
        insta::assert_snapshot!(lines.concat().join("\n"), @r##"
        = 修正: 改成 `省份`（--fix 自动修改）
        = 修正: 改成 `省份`（--fix --unsafe-fixes 修改，改后要看）
        = 可以这样改: 改成 `省份`
        = fix: write `省份` (--fix does it)
        = fix: write `省份` (--fix --unsafe-fixes does it; look at it afterwards)
        = one way: write `省份`
        "##);
    }

    #[test]
    fn a_code_is_a_link_to_its_page() {
        let options = Options { links: Some(Links::Folder("file:///docs".into())), ..Options::default() };
        let text = check("省份\n", "省份", &[], &options);
        let link = "错误[\u{1b}]8;;file:///docs/diagnostics/E0201.md\u{1b}\\E0201\u{1b}]8;;\u{1b}\\]: ";
        assert!(text.starts_with(link), "{text:?}");
    }

    #[test]
    fn a_place_of_several_lines_is_marked_on_its_first() {
        insta::assert_snapshot!(check("一\r\n二 {\r\n三\r\n}\r\n", "{\r\n三\r\n}", &[], &Options::default()), @r#"
        错误[E0201]: 看不懂 `{��三��}`
          ┌─ guangdong.gj:2:3
          │
        2 │ 二 {
          │    ^ 这里
          │
          = 帮助: 换一个写法

        1 个错误
        "#);
    }

    #[test]
    fn the_end_of_the_file_can_be_marked() {
        let file = SourceFile::new("a.gj", "规则 {");
        let end = file.text.len();
        let diagnostic = Diagnostic::new(
            codes::UNCLOSED_BRACE,
            FileId(0),
            Span::new(end, end),
            crate::say!("少了 `}}`", "`}}` is missing"),
        );
        insta::assert_snapshot!(render(Format::Human, &[file], &[diagnostic], &Options::default()), @r#"
        错误[E0203]: 少了 `}`
          ┌─ a.gj:1:5
          │
        1 │ 规则 {
          │       ^

        1 个错误
        "#);
    }

    #[test]
    fn a_long_line_is_cut_around_the_place() {
        let text = format!("{}错{}\n", "（".repeat(20_000), "）".repeat(20_000));
        insta::assert_snapshot!(check(&text, "错", &[], &Options::default()), @r#"
        错误[E0201]: 看不懂 `错`
          ┌─ guangdong.gj:1:20001
          │
        1 │ …（（（（（（（（（（（（（（（（（（（（（（（（（（（（（（错）））））））））））））））））））））））））））））））））））））））））））））））））…
          │                                                              ^^ 这里
          │
          = 帮助: 换一个写法

        1 个错误
        "#);
    }

    const ALL: [Format; 7] =
        [Format::Human, Format::Concise, Format::Json, Format::Sarif, Format::Github, Format::Gitlab, Format::Junit];

    #[test]
    fn spans_that_do_not_fit_are_no_panic() {
        let file = SourceFile::new("a.gj", "省\n");
        for span in [Span::new(1, 2), Span::new(3, 99), Span::new(99, 99), Span { start: 3, end: 0 }] {
            for file_id in [FileId(0), FileId(7)] {
                let diagnostic = Diagnostic::new(codes::UNEXPECTED_TEXT, file_id, span, crate::say!("坏", "bad"));
                for format in ALL {
                    let files = std::slice::from_ref(&file);
                    assert!(
                        render(format, files, std::slice::from_ref(&diagnostic), &Options::default()).contains("E0201")
                    );
                }
            }
        }
    }
}
