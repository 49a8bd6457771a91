//! Help, version, and command lines that cannot be read.

use clap::error::{ContextKind, ContextValue, ErrorKind};

use crate::cli::{Console, Status};
use crate::diagnostic::{Language, Severity};
use crate::report::{help_word, severity_word, visible};

/// Answers what clap did not take for a command.
pub fn answer(error: &clap::Error, console: &mut Console) -> Status {
    if matches!(error.kind(), ErrorKind::DisplayHelp | ErrorKind::DisplayVersion) {
        let text = error.render();
        let is_colorful = console.options("").color;
        let text = if is_colorful { text.ansi().to_string() } else { text.to_string() };
        console.result(&format!("{}\n", text.trim_end()));
        return Status::Clean;
    }
    let chinese = if console.language == Language::Chinese { in_chinese(error) } else { None };
    console.aside(&chinese.unwrap_or_else(|| error.render().to_string()));
    Status::Failure
}

/// The usual mistakes in Chinese; `None` for the others, which clap explains in English.
fn in_chinese(error: &clap::Error) -> Option<String> {
    let part = |kind| error.get(kind).map(shown);
    let (message, known) = match error.kind() {
        ErrorKind::InvalidSubcommand => {
            (format!("没有命令 `{}`", part(ContextKind::InvalidSubcommand)?), part(ContextKind::SuggestedSubcommand))
        }
        ErrorKind::UnknownArgument => {
            (format!("没有选项或参数 `{}`", part(ContextKind::InvalidArg)?), part(ContextKind::SuggestedArg))
        }
        ErrorKind::InvalidValue if part(ContextKind::InvalidValue).is_none_or(|value| value.is_empty()) => {
            (format!("`{}` 后面少了内容", part(ContextKind::InvalidArg)?), None)
        }
        ErrorKind::ValueValidation => {
            let (argument, value) = (part(ContextKind::InvalidArg)?, part(ContextKind::InvalidValue)?);
            (format!("`{argument}` 后面要写数，`{value}` 不是"), None)
        }
        ErrorKind::InvalidValue => {
            let value = part(ContextKind::InvalidValue).unwrap_or_default();
            let argument = part(ContextKind::InvalidArg)?;
            (format!("`{argument}` 不能是 `{value}`"), part(ContextKind::ValidValue))
        }
        ErrorKind::MissingRequiredArgument => (format!("少了 `{}`", part(ContextKind::InvalidArg)?), None),
        ErrorKind::ArgumentConflict => {
            let (argument, other) = (part(ContextKind::InvalidArg)?, part(ContextKind::PriorArg));
            match other.filter(|other| *other != argument) {
                Some(other) => (format!("`{argument}` 和 `{other}` 不能一起用"), None),
                None => (format!("`{argument}` 重复了"), None),
            }
        }
        _ => return None,
    };
    let word = severity_word(Severity::Error, Language::Chinese);
    let help = match known {
        Some(known) => format!("可以是 `{known}`"),
        None => "运行 `guanju --help` 看用法".to_owned(),
    };
    let help_word = help_word(Language::Chinese);
    Some(format!("{word}: {}\n  = {help_word}{}\n", visible(&message), visible(&help)))
}

fn shown(value: &ContextValue) -> String {
    match value {
        ContextValue::Strings(values) => values.join("`、`"),
        value => value.to_string(),
    }
}
