//! The answers of a bureau: as a table on its page, and as a cell elsewhere.

use crate::emit::documents::book::TrackGroup;
use crate::emit::documents::markdown::{anchor, escape};
use crate::emit::documents::page::Page;
use crate::emit::documents::{address, citations, rule, sentence};
use crate::model::{Answer, AnswerCase, Dispute, Layer, Policy};

/// The table of what the bureau answers for these tracks, and the notes to it.
pub fn section(page: &mut Page<'_>, layer: &Layer, group: TrackGroup) {
    let book = page.book;
    let stated = || layer.answers.iter().filter(|answer| group.holds(book, answer.tracks) && is_stated(answer));
    if stated().next().is_none() {
        return;
    }
    let rows: Vec<Vec<String>> = stated().map(|answer| row(page, layer, answer)).collect();
    page.heading(4, book.say("答复", "Answers"));
    page.table(&[book.say("政策", "Policy"), book.say("答复", "Answer"), book.say("依据", "Source")], &rows);
    let remarks: Vec<String> = stated().flat_map(|answer| remarks(page, answer)).collect();
    page.bullets(&remarks);
}

/// The page says something.
pub fn is_stated(answer: &Answer) -> bool {
    answer.cases.iter().any(|case| case.choice.is_some())
}

/// The doubts about the whole answer and about each of its cases.
pub fn disputes(answer: &Answer) -> impl Iterator<Item = &Dispute> {
    let of_cases = answer.cases.iter().filter_map(|case| case.disputed.as_deref());
    answer.disputed.as_deref().into_iter().chain(of_cases)
}

/// The whole answer: every case with its parameters and its guard.
pub fn full(page: &Page<'_>, answer: &Answer) -> String {
    let book = page.book;
    let mut lines: Vec<String> = answer.cases.iter().map(|case| full_case(page, answer, case)).collect();
    if lines.is_empty() {
        lines.push(book.say("未明确", "not stated").to_string());
    }
    if disputes(answer).next().is_some() {
        lines.push(book.say("⚠ 存疑", "⚠ disputed").to_string());
    }
    lines.extend(rule::effective(page, answer.effective));
    lines.join("<br>")
}

fn row(page: &Page<'_>, layer: &Layer, answer: &Answer) -> Vec<String> {
    let book = page.book;
    let policy = page.link(&book.policy(answer.policy).label, &address::policy(book, answer.policy));
    let name = format!("{}{policy}", anchor(&address::answer_anchor(book, answer)));
    vec![name, full(page, answer), citations::cell(page, layer, &answer.cites)]
}

fn full_case(page: &Page<'_>, answer: &Answer, case: &AnswerCase) -> String {
    let book = page.book;
    let said = match case_parts(page, book.policy(answer.policy), case) {
        Some((label, arguments)) if arguments.is_empty() => label,
        Some((label, arguments)) => book.aside(&label, &arguments.join(book.say("；", "; "))),
        None => book.say("未明确", "not stated").to_string(),
    };
    match &case.when {
        Some(guard) => {
            let guard = escape(&sentence::condition(book.vocabulary(), guard, book.language));
            book.titled(&format!("{}{guard}", book.say("当", "When ")), &said)
        }
        None if answer.cases.len() > 1 => book.titled(book.say("其他情形", "Otherwise"), &said),
        None => said,
    }
}

/// The label of the choice and `parameter: argument` for each parameter.
fn case_parts(page: &Page<'_>, policy: &Policy, case: &AnswerCase) -> Option<(String, Vec<String>)> {
    let book = page.book;
    let choice = policy.choices.get(usize::from(case.choice?))?;
    let arguments = choice.parameters.iter().zip(&case.arguments).map(|(parameter, argument)| {
        let text = sentence::argument(book.vocabulary(), argument, book.language);
        book.titled(&escape(&parameter.label), &escape(&text))
    });
    Some((escape(&choice.label), arguments.collect()))
}

/// Disputes and notes, which need more room than a cell has.
pub fn remarks(page: &Page<'_>, answer: &Answer) -> Vec<String> {
    let book = page.book;
    let name = escape(&book.policy(answer.policy).label);
    let disputed = disputes(answer).map(|dispute| {
        let lines = citations::dispute(page, dispute).join("\n  - ");
        book.titled(&name, &lines)
    });
    let notes = answer.notes.iter().map(|note| {
        let title = book.aside(&name, book.say("说明", "note"));
        book.titled(&title, &escape(note))
    });
    disputed.chain(notes).collect()
}
