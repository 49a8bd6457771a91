//! A block of applications: read, judged and written, on one thread.

use crate::cli::arguments::JudgementFormat;
use crate::cli::judge::input::Block;
use crate::diagnostic::{Diagnostic, codes};
use crate::eval::decode::Scratch;
use crate::eval::evaluate::Evaluation;
use crate::eval::judge::{Verdict, findings};
use crate::eval::plan::Plan;
use crate::eval::questions::questions;
use crate::eval::read::read;
use crate::eval::table::Table;
use crate::eval::words::Style;
use crate::judgement::{Judged, brief, human, json};
use crate::report::{self, Options};
use crate::say;
use crate::text::{FileId, SourceFile, Span};

/// What stays the same for all blocks.
pub struct Task<'a> {
    pub table: &'a Table,
    pub plan: &'a Plan,
    pub format: JudgementFormat,
    pub explain: Option<&'a str>,
    pub style: Style,
    pub color: bool,
    /// How problems look.
    pub problems: Options,
}

/// What a block gives.
#[derive(Debug, Default)]
pub struct Written {
    pub out: Vec<u8>,
    /// For standard error.
    pub problems: String,
    pub bytes: u64,
    pub judged: u64,
    pub failed: u64,
    /// Applications that are not sure to pass.
    pub not_passed: u64,
}

pub fn write_block(task: &Task<'_>, block: &Block) -> Written {
    let mut written = Written { bytes: block.bytes.len() as u64, ..Written::default() };
    let mut scratch = Scratch::default();
    if block.too_long {
        let message = say!("这份申请超过 16 MB，没有读", "this application is larger than 16 MB and was not read");
        let help = say!("申请通常只有几 KB；检查文件是否写错", "applications have a few kilobytes; check the file");
        let too_large = Diagnostic::new(codes::APPLICATION_TOO_LARGE, FileId(0), Span::default(), message).help(help);
        refuse(task, block, block.first_line, "", &[too_large], &mut written);
        return written;
    }
    match block.first_line {
        None => write_one(task, block, None, &block.bytes, &mut scratch, &mut written),
        Some(first) => {
            for (line, number) in block.bytes.split(|byte| *byte == b'\n').zip(first..) {
                if !line.iter().all(u8::is_ascii_whitespace) {
                    write_one(task, block, Some(number), line, &mut scratch, &mut written);
                }
            }
        }
    }
    written
}

fn write_one(
    task: &Task<'_>,
    block: &Block,
    line: Option<u64>,
    bytes: &[u8],
    scratch: &mut Scratch,
    written: &mut Written,
) {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let text = match std::str::from_utf8(bytes) {
        Ok(text) => text,
        Err(error) => {
            let lossy = String::from_utf8_lossy(bytes);
            return refuse(task, block, line, &lossy, &[not_utf8(&lossy, error.valid_up_to())], written);
        }
    };
    match read(task.table, task.plan, scratch, FileId(0), text) {
        Err(misfits) => refuse(task, block, line, text, &misfits, written),
        Ok(application) => {
            let evaluation = Evaluation::new(task.table, task.plan, &application);
            let judgement = findings(&evaluation);
            let questions = questions(&evaluation, &judgement);
            let (evaluation, judgement) = (&evaluation, &judgement);
            let judged = Judged { source: &block.source, line, evaluation, judgement, questions: &questions };
            written.judged += 1;
            written.not_passed += u64::from(judgement.verdict.at_most != Verdict::Pass);
            push(task, &judged, written);
        }
    }
}

fn push(task: &Task<'_>, judged: &Judged<'_>, written: &mut Written) {
    let out = &mut written.out;
    match task.format {
        JudgementFormat::Jsonl => brief::push(judged, out),
        JudgementFormat::Json => {
            separate(out);
            out.extend_from_slice(json::line(judged, task.explain).as_bytes());
        }
        JudgementFormat::Concise => out.extend_from_slice(concise(judged).as_bytes()),
        JudgementFormat::Human => {
            let text = match task.explain {
                // INVARIANT: the rule was looked up in the plan, so it has findings unless its list is empty.
                Some(rule) => human::render_rule(judged, rule, task.style, task.color),
                None => Some(human::render(judged, task.style, task.color)),
            };
            if written.judged > 1 {
                out.push(b'\n');
            }
            out.extend_from_slice(text.unwrap_or_else(|| no_element(task.style)).as_bytes());
        }
    }
}

/// Between two results of one document.
fn separate(out: &mut Vec<u8>) {
    if !out.is_empty() {
        out.extend_from_slice(b",\n");
    }
}

fn no_element(style: Style) -> String {
    style
        .pick(
            "这条规则逐项核对，而申请里没有这样的一项\n",
            "the rule is about every element of a list, and the list is empty\n",
        )
        .to_owned()
}

/// `a.jsonl:3: pass..correct`
fn concise(judged: &Judged<'_>) -> String {
    let line = judged.line.map(|line| format!(":{line}")).unwrap_or_default();
    let verdict = judged.judgement.verdict;
    let words = match verdict.is_decided() {
        true => verdict.at_least.word().to_owned(),
        false => format!("{}..{}", verdict.at_least.word(), verdict.at_most.word()),
    };
    format!("{}{line}: {words}\n", report::visible(judged.source))
}

fn not_utf8(lossy: &str, at: usize) -> Diagnostic {
    let message = say!("申请不是 UTF-8 编码", "the application is not UTF-8");
    let help = say!("在编辑器里另存为 UTF-8", "save it as UTF-8");
    let at = at.min(lossy.len());
    Diagnostic::new(codes::APPLICATION_NOT_UTF8, FileId(0), Span::new(at, at + 1), message).help(help)
}

/// What cannot be judged is said on standard error and, where results are data, in its place among them.
fn refuse(
    task: &Task<'_>,
    block: &Block,
    line: Option<u64>,
    text: &str,
    diagnostics: &[Diagnostic],
    written: &mut Written,
) {
    written.failed += 1;
    let mut file = SourceFile::new(&*block.source, text);
    file.lines_before = usize::try_from(line.unwrap_or(1).saturating_sub(1)).unwrap_or(0);
    match task.format {
        JudgementFormat::Json => {
            separate(&mut written.out);
            written.out.extend_from_slice(json::error_line(&block.source, line, &file, diagnostics).as_bytes());
        }
        JudgementFormat::Jsonl => {
            written.out.extend_from_slice(json::error_line(&block.source, line, &file, diagnostics).as_bytes());
            written.out.push(b'\n');
        }
        JudgementFormat::Human | JudgementFormat::Concise => {
            let format = task.format.format();
            let files = std::slice::from_ref(&file);
            written.problems.push_str(&report::render_without_summary(format, files, diagnostics, &task.problems));
        }
    }
}
