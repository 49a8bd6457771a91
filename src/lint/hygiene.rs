//! What is wrong with exceptions themselves: no reason, no such code, expired, not needed.

use crate::diagnostic::{Code, Diagnostic, Fix, Message, Safety};
use crate::lint::baseline::Entry;
use crate::lint::removal::with_its_line;
use crate::lint::rules::{
    expired_suppression, stale_baseline_entry, suppression_without_reason, unknown_suppression, unused_suppression,
};
use crate::lint::suppressions::{Scope, Suppression};
use crate::lint::{Check, Level, Settings, find, find_code, is_negotiable, rules};
use crate::say;
use crate::text::suggest::suggest;
use crate::text::{FileId, SourceFile, Span};

/// A comment that asks for an exception, and which of its codes were needed.
pub(super) struct Asked {
    pub comment: Suppression,
    /// The codes; `None` for what is no code.
    pub codes: Vec<Option<&'static str>>,
    pub used: Vec<bool>,
}

impl Asked {
    pub fn new(comment: Suppression, text: &str) -> Asked {
        let codes: Vec<_> = comment
            .codes
            .iter()
            .map(|span| find_code(span.of(text)).filter(|code| is_negotiable(*code)).map(|code| code.code))
            .collect();
        let used = vec![false; codes.len()];
        Asked { comment, codes, used }
    }

    pub fn is_expired(&self, settings: &Settings) -> bool {
        match (self.comment.until, settings.as_of) {
            (Some(Some(until)), Some(today)) => until < today,
            (Some(None), _) => true,
            (Some(Some(_)), None) | (None, _) => false,
        }
    }
}

/// `is_whole` says that nothing was left out, so that what was not found is not there.
pub(super) fn check(files: &[SourceFile], asked: &[Asked], is_whole: bool, settings: &Settings) -> Vec<Diagnostic> {
    let mut diagnostics = Vec::new();
    for asked in asked {
        let text = files.get(asked.comment.file.0 as usize).map_or("", |file| file.text.as_str());
        let path = files.get(asked.comment.file.0 as usize).map_or("", |file| file.path.as_str());
        let is_judged = |code: &'static str| is_whole && is_judged(code, path, settings);
        check_one(text, asked, asked.is_expired(settings), is_judged, &mut diagnostics);
    }
    diagnostics
}

fn check_one(
    text: &str,
    asked: &Asked,
    is_expired: bool,
    is_judged: impl Fn(&'static str) -> bool,
    diagnostics: &mut Vec<Diagnostic>,
) {
    let comment = &asked.comment;
    let report = |code: Code, span: Span, message: Message, help: Message| {
        Diagnostic::new(code, comment.file, span, message).help(help)
    };
    if !comment.has_reason {
        let message = say!("忽略提示却没有写理由", "an exception without a reason");
        let help = say!(
            "在方括号（和日期）后面写 `：` 和理由，让以后的人知道为什么",
            "write `: ` and the reason behind the brackets and the date, for those who come later"
        );
        diagnostics.push(report(suppression_without_reason::LINT.code, comment.span, message, help));
    }
    if comment.codes.is_empty() {
        let message = say!("方括号里没有写编号", "there is no code between the brackets");
        let help = say!("写要忽略的编号，如 `[L0301]`", "write the code that is meant, such as `[L0301]`");
        diagnostics.push(report(unknown_suppression::LINT.code, comment.span, message, help));
    }
    for (span, code) in comment.codes.iter().zip(&asked.codes) {
        if code.is_none() {
            diagnostics.push(unknown_code(comment.file, text, *span));
        }
    }
    if comment.until == Some(None) {
        let message = say!("看不懂截止的日子", "the last day cannot be read");
        let help = say!("写成 `至 2027-01-01：理由`", "write `until 2027-01-01: reason`");
        diagnostics.push(report(unknown_suppression::LINT.code, comment.span, message, help));
    } else if is_expired {
        let message = say!("这条忽略已经到期", "this exception has expired");
        let help = say!("改正规则后删去它；确要延长，改写日期", "mend the rule and remove it, or write a later day");
        let diagnostic = report(expired_suppression::LINT.code, comment.span, message, help);
        diagnostics.push(diagnostic.fix(removal(text, comment, Safety::Safe)));
        return;
    }
    // A broken comment is not also unused.
    if !comment.has_reason || comment.until == Some(None) {
        return;
    }
    let unused: Vec<&Span> = comment
        .codes
        .iter()
        .zip(asked.codes.iter().zip(&asked.used))
        .filter(|(_, (code, is_used))| code.is_some_and(&is_judged) && !**is_used)
        .map(|(span, _)| span)
        .collect();
    if unused.is_empty() {
        return;
    }
    let names: Vec<&str> = unused.iter().map(|span| span.of(text)).collect();
    let (chinese, english) = (names.join("`、`"), names.join("`, `"));
    let message = say!("这里没有 `{chinese}` 可以忽略", "nothing here is `{english}`");
    let help = match comment.scope {
        Scope::Nothing => say!("这条忽略后面没有内容；删去它", "nothing follows this exception; remove it"),
        Scope::File | Scope::Part(_) => say!("问题已经没有了；删去它", "the problem is gone; remove it"),
    };
    let fix = if unused.len() == comment.codes.len() {
        removal(text, comment, Safety::Safe)
    } else {
        let kept = comment.codes.iter().filter(|span| !unused.contains(span)).map(|span| span.of(text));
        let inside = comment.codes.iter().fold(comment.codes[0], |all, span| all.to(*span));
        Fix::new(Safety::Safe, say!("只留下还需要的编号", "keep the codes that are needed")).replace(
            comment.file,
            inside,
            kept.collect::<Vec<_>>().join(", "),
        )
    };
    diagnostics.push(report(unused_suppression::LINT.code, comment.span, message, help).fix(fix));
}

/// Whether a code would have been found: what depends on the day is not without one, what is proved is
/// not without proofs, and what is turned off is not.
fn is_judged(code: &str, path: &str, settings: &Settings) -> bool {
    let has_its_day = settings.as_of.is_some() || !rules::NEED_THE_DAY.contains(&code);
    let path = format!("{}{path}", settings.prefix);
    has_its_day
        && is_looked_for(code, settings)
        && find_code(code).is_some_and(|code| settings.levels.of(code, &path) != Level::Off)
}

/// Whether anything looks for a code: what is proved is not found where nothing is proved.
pub(super) fn is_looked_for(code: &str, settings: &Settings) -> bool {
    settings.proofs || !find(code).is_some_and(|lint| matches!(lint.check, Check::Proof(_)))
}

fn unknown_code(file: FileId, text: &str, span: Span) -> Diagnostic {
    let written = span.of(text);
    let (message, help) = match find_code(written) {
        Some(code) => {
            let code = code.code;
            (
                say!("`{code}` 是错误，不能忽略", "`{code}` is an error and cannot be ignored"),
                say!("改正它；只有警告可以忽略", "mend it; only warnings can be ignored"),
            )
        }
        None => {
            let known = rules::ALL.iter().map(|lint| lint.code.code);
            let help = match suggest(written, known).first() {
                Some(near) => say!("是不是想写 `{near}`？", "did you mean `{near}`?"),
                None => {
                    say!("编号在提示的方括号里，如 `警告[L0301]`", "codes stand in brackets, as in `warning[L0301]`")
                }
            };
            (say!("没有编号 `{written}`", "there is no code `{written}`"), help)
        }
    };
    Diagnostic::new(unknown_suppression::LINT.code, file, span, message).help(help)
}

/// Removes the comment, with its line when nothing else stands on it.
fn removal(text: &str, comment: &Suppression, safety: Safety) -> Fix {
    let lines = with_its_line(text, comment.span);
    let before = &text[..comment.span.start as usize];
    let span = if lines == comment.span {
        Span::new(before.trim_end_matches([' ', '\t', '\u{3000}']).len(), comment.span.end as usize)
    } else {
        lines
    };
    Fix::new(safety, say!("删去这条注释", "remove this comment")).replace(comment.file, span, "")
}

pub(super) fn stale_entry(file: FileId, span: Span, entry: &Entry) -> Diagnostic {
    let (code, path) = (&entry.code, &entry.path);
    let message = say!(
        "基线记着 `{path}` 的 {code}，但它已经没有了",
        "the baseline knows a {code} in `{path}` that is no longer there"
    );
    let help = say!("运行 `guanju check --prune-baseline` 删去它", "remove it with `guanju check --prune-baseline`");
    Diagnostic::new(stale_baseline_entry::LINT.code, file, span, message).help(help)
}
