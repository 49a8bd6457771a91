//! A page for every policy: the choices with the rules they mean, and what every bureau answers.

use crate::emit::documents::book::Book;
use crate::emit::documents::markdown::escape;
use crate::emit::documents::page::Page;
use crate::emit::documents::{Document, address, answers, citations, sentence};
use crate::model::{Choice, EnumId, Layer, Parameter, ParameterKind, PolicyId, Type, Unit};

pub fn documents(book: &Book<'_>) -> Vec<Document> {
    std::iter::once(list(book)).chain(ids(book).map(|id| document(book, id))).collect()
}

fn ids(book: &Book<'_>) -> impl Iterator<Item = PolicyId> {
    (0..book.program.policies.len()).filter_map(|index| u32::try_from(index).ok().map(PolicyId))
}

fn list(book: &Book<'_>) -> Document {
    let mut page = Page::new(book, address::POLICIES, book.say("政策问题", "Policies"));
    page.paragraph(&page.link(book.say("返回总目录", "Back to the index"), address::INDEX));
    page.paragraph(book.say(
        "每个管局都要回答的问题；未明确也是一种答复。",
        "The questions that every bureau answers; “not stated” is an answer too.",
    ));
    let bullets: Vec<String> = ids(book)
        .map(|id| {
            let policy = book.policy(id);
            let link = page.link(&policy.label, &address::policy(book, id));
            book.aside(&link, &escape(&book.track_label(policy.tracks)))
        })
        .collect();
    page.bullets(&bullets);
    page.document()
}

fn document(book: &Book<'_>, id: PolicyId) -> Document {
    let policy = book.policy(id);
    let mut page = Page::new(book, &address::policy(book, id), &policy.label);
    page.paragraph(&page.link(book.say("返回政策目录", "Back to the policies"), address::POLICIES));
    page.paragraph(&book.titled(book.say("适用于", "For"), &escape(&book.track_label(policy.tracks))));
    page.heading(2, book.say("可能的答复", "Choices"));
    for choice in &policy.choices {
        choice_entry(&mut page, choice);
    }
    page.heading(2, book.say("各省的答复", "What the bureaus answer"));
    let rows: Vec<Vec<String>> = book.program.layers.iter().flat_map(|layer| rows(&page, layer, id)).collect();
    if rows.is_empty() {
        page.paragraph(book.say("还没有答复。", "There is no answer yet."));
        return page.document();
    }
    let head = [
        book.say("省份", "Province"),
        book.say("备案性质", "Track"),
        book.say("答复", "Answer"),
        book.say("依据", "Source"),
    ];
    page.table(&head, &rows);
    page.document()
}

fn choice_entry(page: &mut Page<'_>, choice: &Choice) {
    let book = page.book;
    page.anchor(&address::choice_anchor(&choice.name));
    page.heading(3, &escape(&choice.label));
    let mut bullets: Vec<String> = choice.parameters.iter().map(|given| parameter(page, given)).collect();
    for rule in &choice.rules {
        let text = sentence::choice_sentence(book.vocabulary(), &choice.parameters, rule, book.language);
        let text = escape(&text);
        bullets.push(match &rule.label {
            Some(label) => book.titled(&escape(label), &text),
            None => text,
        });
    }
    bullets.extend(choice.classifications.iter().map(|(derived, guard, id, value)| {
        let guard = escape(&sentence::condition(book.vocabulary(), guard, book.language));
        let link = page.link(&book.vocabulary().derived[derived.index()].label, &address::derived(book, *derived));
        let value = escape(&book.vocabulary().enums[id.index()].values[usize::from(*value)].label);
        let title = format!("{}{guard}", book.say("当", "When "));
        book.titled(&title, &format!("{link}{}{value}", book.say("归为", " is ")))
    }));
    if bullets.is_empty() {
        bullets.push(book.say("不产生规则。", "It makes no rule.").to_string());
    }
    page.bullets(&bullets);
}

fn parameter(page: &Page<'_>, given: &Parameter) -> String {
    let book = page.book;
    let title = book.aside(book.say("参数", "Parameter"), &escape(&given.label));
    book.titled(&title, &kind(page, given.kind))
}

fn kind(page: &Page<'_>, kind: ParameterKind) -> String {
    let book = page.book;
    match kind {
        ParameterKind::Value(kind) => type_text(page, kind),
        ParameterKind::Words => book.say("词表", "a word list").to_string(),
        ParameterKind::Material => book.say("一种材料", "a material").to_string(),
        ParameterKind::Obligation => book.say("材料要求", "what has to be shown").to_string(),
        ParameterKind::Condition => book.say("条件", "a condition").to_string(),
    }
}

fn type_text(page: &Page<'_>, kind: Type) -> String {
    let book = page.book;
    let enum_link = |id: EnumId| page.link(&book.vocabulary().enums[id.index()].label, &address::enumeration(book, id));
    match kind {
        Type::YesNo => book.say("是或否", "yes or no").to_string(),
        Type::Int { low, high, unit } => {
            let unit = unit.map_or("", |unit| unit_label(book, unit));
            format!("{low}–{high}{unit}")
        }
        Type::Date => book.say("日期", "a date").to_string(),
        Type::Text => book.say("文字", "a text").to_string(),
        Type::Phone => book.say("电话号码", "a telephone number").to_string(),
        Type::Enum(id) => enum_link(id),
        Type::Set(id) => book.aside(&enum_link(id), book.say("多选", "several")),
    }
}

fn unit_label<'t>(book: &Book<'_>, unit: Unit) -> &'t str {
    match unit {
        Unit::Years => book.say("岁", " years"),
        Unit::Months => book.say("个月", " months"),
        Unit::Days => book.say("天", " days"),
        Unit::Workdays => book.say("个工作日", " working days"),
        Unit::Hours => book.say("小时", " hours"),
    }
}

fn rows(page: &Page<'_>, layer: &Layer, id: PolicyId) -> Vec<Vec<String>> {
    let book = page.book;
    let own = layer.answers.iter().filter(|answer| answer.policy == id);
    own.map(|answer| {
        vec![
            page.link(&layer.label, &address::answer(book, layer, answer)),
            escape(&book.track_label(answer.tracks)),
            answers::full(page, answer),
            citations::cell(page, layer, &answer.cites),
        ]
    })
    .collect()
}
