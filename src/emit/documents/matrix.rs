//! The matrix policy × province: what every bureau answers, side by side, a page for each region.

use crate::emit::documents::book::Book;
use crate::emit::documents::markdown::escape;
use crate::emit::documents::page::Page;
use crate::emit::documents::{Document, address, answers, sentence};
use crate::model::{Answer, Group, Layer, Policy, PolicyId, Tracks};

/// Parameters longer than this are cut.
const LONGEST_ARGUMENT: usize = 16;

/// The enum of provinces, whose groups are the regions.
const PROVINCES: &str = "provinces";

/// Provinces that stand side by side.
pub struct Region<'a> {
    /// `None` for the provinces that are in no group.
    group: Option<&'a Group>,
    pub provinces: Vec<&'a Layer>,
}

impl Region<'_> {
    pub fn label<'t>(&'t self, book: &'t Book<'_>) -> &'t str {
        self.group.map_or_else(|| book.say("其他省份", "Other provinces"), |group| &group.label)
    }

    pub fn address(&self) -> String {
        address::matrix(self.group.map_or("others", |group| &group.name))
    }
}

/// The regions that have a province, in the order of the vocabulary; each province is in the first
/// group that holds it.
pub fn regions<'a>(book: &Book<'a>) -> Vec<Region<'a>> {
    let enumeration = book.vocabulary().enums.iter().find(|item| &*item.name == PROVINCES);
    let groups = enumeration.map_or(&[][..], |item| &item.groups);
    let group_of = |layer: &Layer| {
        let value = enumeration?.values.iter().position(|value| value.name == layer.name)?;
        groups.iter().position(|group| group.members.iter().any(|member| usize::from(*member) == value))
    };
    let mut regions: Vec<Region<'a>> =
        groups.iter().map(Some).chain([None]).map(|group| Region { group, provinces: Vec::new() }).collect();
    for province in book.program.provinces() {
        regions[group_of(province).unwrap_or(groups.len())].provinces.push(province);
    }
    regions.retain(|region| !region.provinces.is_empty());
    regions
}

/// A page for each region.
pub fn documents(book: &Book<'_>) -> Vec<Document> {
    regions(book).iter().map(|region| document(book, region)).collect()
}

fn document(book: &Book<'_>, region: &Region<'_>) -> Document {
    let title = book.titled(book.say("政策对照", "Policies by province"), region.label(book));
    let mut page = Page::new(book, &region.address(), &title);
    page.paragraph(&page.link(book.say("返回总目录", "Back to the index"), address::INDEX));
    page.paragraph(book.say(
        "未明确表示该省页面没有说明，不等于允许；⚠ 表示页面有疑义；— 表示该省没有答复这一问题。",
        "“Not stated” means that the page of the bureau is silent, not that it allows; ⚠ that the page is doubtful; — that there is no answer.",
    ));
    let labels: Vec<String> =
        region.provinces.iter().map(|province| page.link(&province.label, &address::layer(province))).collect();
    let mut head = vec![book.say("政策", "Policy")];
    head.extend(labels.iter().map(String::as_str));
    let rows: Vec<Vec<String>> = (0..book.program.policies.len())
        .filter_map(|index| u32::try_from(index).ok().map(PolicyId))
        .flat_map(|policy| policy_rows(&page, &region.provinces, policy))
        .collect();
    page.table(&head, &rows);
    page.document()
}

/// A row for each track of the policy; tracks that every bureau answers together share one.
fn policy_rows(page: &Page<'_>, provinces: &[&Layer], id: PolicyId) -> Vec<Vec<String>> {
    let policy = page.book.policy(id);
    let mut rows: Vec<(Tracks, Vec<Option<usize>>)> = Vec::new();
    for track in (0..8).filter(|&track| policy.tracks.holds(track)) {
        let answers: Vec<Option<usize>> = provinces.iter().map(|province| position(province, id, track)).collect();
        match rows.iter_mut().find(|(_, known)| *known == answers) {
            Some((tracks, _)) => *tracks = tracks.with(track),
            None => rows.push((Tracks::default().with(track), answers)),
        }
    }
    rows.iter().map(|(tracks, answers)| row(page, provinces, id, *tracks, answers)).collect()
}

fn position(province: &Layer, policy: PolicyId, track: usize) -> Option<usize> {
    province.answers.iter().position(|answer| answer.policy == policy && answer.tracks.holds(track))
}

fn row(page: &Page<'_>, provinces: &[&Layer], id: PolicyId, tracks: Tracks, answers: &[Option<usize>]) -> Vec<String> {
    let book = page.book;
    let policy = book.policy(id);
    let link = page.link(&policy.label, &address::policy(book, id));
    let name = if tracks == policy.tracks { link } else { book.aside(&link, &escape(&book.track_label(tracks))) };
    let cells = provinces.iter().zip(answers).map(|(province, answer)| match answer {
        Some(index) => cell(page, province, &province.answers[*index]),
        None => "—".to_string(),
    });
    std::iter::once(name).chain(cells).collect()
}

fn cell(page: &Page<'_>, province: &Layer, answer: &Answer) -> String {
    let text = short(page, page.book.policy(answer.policy), answer);
    let link = page.link(&text, &address::answer(page.book, province, answer));
    if answers::disputes(answer).next().is_some() { format!("{link} ⚠") } else { link }
}

/// The label of the one choice with its parameters, plain text; guards make it 按情形.
fn short(page: &Page<'_>, policy: &Policy, answer: &Answer) -> String {
    let book = page.book;
    let case = match &*answer.cases {
        [] => return book.say("未明确", "not stated").to_string(),
        [only] if only.when.is_none() => only,
        _ => return book.say("按情形", "depends").to_string(),
    };
    let Some(choice) = case.choice.and_then(|index| policy.choices.get(usize::from(index))) else {
        return book.say("未明确", "not stated").to_string();
    };
    let arguments: Vec<String> = case
        .arguments
        .iter()
        .map(|argument| shortened(&sentence::argument(book.vocabulary(), argument, book.language)))
        .collect();
    if arguments.is_empty() { choice.label.to_string() } else { book.aside(&choice.label, &book.listed(&arguments)) }
}

fn shortened(text: &str) -> String {
    match text.char_indices().nth(LONGEST_ARGUMENT) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_string(),
    }
}
