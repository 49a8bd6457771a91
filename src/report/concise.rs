//! One line per diagnostic, for editors and `grep`: `path:line:column: 错误[E0201]: message`.

use crate::diagnostic::Diagnostic;
use crate::report::Options;
use crate::report::places::Places;
use crate::report::words::{severity_word, visible};
use crate::text::SourceFile;

pub fn render(files: &[SourceFile], diagnostics: &[Diagnostic], options: &Options) -> String {
    let places = Places::new(files);
    diagnostics.iter().map(|diagnostic| line(&places, diagnostic, options)).collect()
}

fn line(places: &Places, diagnostic: &Diagnostic, options: &Options) -> String {
    let word = severity_word(diagnostic.severity(), options.language);
    let message = visible(diagnostic.message.in_language(options.language));
    let rest = format!("{word}[{}]: {message}\n", diagnostic.code.code);
    let (file, span) = diagnostic.place();
    let Some(source) = places.file(file) else {
        return rest;
    };
    let position = places.position(file, span.start);
    let path = visible(&options.path(source));
    format!("{path}:{}:{}: {rest}", position.line, position.column)
}

#[cfg(test)]
mod tests {
    use crate::diagnostic::{Diagnostic, Language, codes};
    use crate::report::{Format, Options, render};
    use crate::text::{FileId, SourceFile, Span};

    fn check(options: &Options) -> String {
        let file = SourceFile::new("a.gj", "省份\n 主体 x\n");
        let at = file.text.find('x').expect("there is an x");
        let message = crate::say!("没有 `x`", "no `x`");
        let diagnostic = Diagnostic::new(codes::UNEXPECTED_TEXT, FileId(0), Span::new(at, at + 1), message);
        render(Format::Concise, &[file], &[diagnostic], options)
    }

    #[test]
    fn a_line_can_be_opened_in_an_editor() {
        assert_eq!(check(&Options::default()), "a.gj:2:5: 错误[E0201]: 没有 `x`\n");
        let english = Options { language: Language::English, folder: "provinces/".into(), ..Options::default() };
        assert_eq!(check(&english), "provinces/a.gj:2:5: error[E0201]: no `x`\n");
    }
}
