//! The few words that belong to reports themselves, in both languages.

use crate::diagnostic::{Code, Diagnostic, Language, Severity};

/// `错误`, `warning`.
pub fn severity_word(severity: Severity, language: Language) -> &'static str {
    match (severity, language) {
        (Severity::Error, Language::Chinese) => "错误",
        (Severity::Error, Language::English) => "error",
        (Severity::Warning, Language::Chinese) => "警告",
        (Severity::Warning, Language::English) => "warning",
    }
}

/// The word that programs know: `error`, `warning`.
pub fn severity_name(severity: Severity) -> &'static str {
    severity_word(severity, Language::English)
}

/// The pattern in a few words: that of the code in Chinese, its name in English.
pub fn title(code: Code, language: Language) -> String {
    match language {
        Language::Chinese => code.title.to_owned(),
        Language::English => code.name.replace('-', " "),
    }
}

/// The message and, on lines of their own, what to write instead.
pub fn explained(diagnostic: &Diagnostic, language: Language) -> String {
    let mut text = diagnostic.message.in_language(language).to_owned();
    for help in &diagnostic.help {
        text.push_str(&format!("\n{}{}", help_word(language), help.in_language(language)));
    }
    text
}

/// What stands before a remedy.
pub fn help_word(language: Language) -> &'static str {
    match language {
        Language::Chinese => "帮助: ",
        Language::English => "help: ",
    }
}

/// `2 个错误，1 个警告`.
pub fn summary(diagnostics: &[Diagnostic], language: Language) -> String {
    let (errors, warnings) = count(diagnostics);
    match language {
        Language::Chinese => match (errors, warnings) {
            (0, 0) => "没有发现问题".to_owned(),
            (errors, 0) => format!("{errors} 个错误"),
            (0, warnings) => format!("{warnings} 个警告"),
            (errors, warnings) => format!("{errors} 个错误，{warnings} 个警告"),
        },
        Language::English => {
            let plural = |count: usize, word: &str| format!("{count} {word}{}", if count == 1 { "" } else { "s" });
            match (errors, warnings) {
                (0, 0) => "no problems found".to_owned(),
                (errors, 0) => plural(errors, "error"),
                (0, warnings) => plural(warnings, "warning"),
                (errors, warnings) => {
                    format!("{}, {}", plural(errors, "error"), plural(warnings, "warning"))
                }
            }
        }
    }
}

/// Errors and warnings.
pub fn count(diagnostics: &[Diagnostic]) -> (usize, usize) {
    let errors = diagnostics.iter().filter(|diagnostic| diagnostic.severity() == Severity::Error).count();
    (errors, diagnostics.len() - errors)
}

/// A text that cannot command a terminal: control characters, and those that turn the direction of
/// writing, are replaced; tabs stay.
pub fn visible(text: &str) -> String {
    text.chars().map(|letter| if is_unruly(letter) { char::REPLACEMENT_CHARACTER } else { letter }).collect()
}

fn is_unruly(letter: char) -> bool {
    let turns_direction = matches!(letter, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    // The mark and the separators would break a line in some terminals, or have no width in none.
    let breaks_lines = matches!(letter, '\u{2028}' | '\u{2029}' | '\u{feff}');
    turns_direction || breaks_lines || (letter.is_control() && letter != '\t')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_terminal_gets_no_commands() {
        assert_eq!(visible("a\u{1b}[31m\t\u{202e}省"), "a\u{fffd}[31m\t\u{fffd}省");
    }
}
