//! The page of one layer: what it says itself, what it changes, what it inherits, and the check of
//! every statement of its sources.

use crate::diagnostic::Language;
use crate::emit::documents::book::{Book, TrackGroup};
use crate::emit::documents::markdown::{anchor, escape};
use crate::emit::documents::page::Page;
use crate::emit::documents::subject::{Subject, subject};
use crate::emit::documents::{Document, address, answers, changes, contact, coverage, inherited, rule, sentence};
use crate::model::{Answer, Classification, Layer, LayerKind, Origin, Rule};

pub fn document(book: &Book<'_>, layer: &Layer) -> Document {
    let mut page = Page::new(book, &address::layer(layer), &layer.label);
    introduction(&mut page, layer);
    if let Some(bureau) = &layer.bureau {
        contact::bureau(&mut page, bureau);
    }
    contact::sources(&mut page, layer);
    own_part(&mut page, layer);
    changes::section(&mut page, layer);
    inherited::section(&mut page, layer);
    unstated(&mut page, layer);
    changes::retired(&mut page, layer);
    coverage::section(&mut page, layer);
    page.document()
}

fn introduction(page: &mut Page<'_>, layer: &Layer) {
    let book = page.book;
    page.paragraph(&page.link(book.say("返回总目录", "Back to the index"), address::INDEX));
    if let Some(code) = &layer.code {
        page.paragraph(&book.titled(book.say("代码", "Code"), &escape(code)));
    }
    let reading = match layer.kind {
        LayerKind::National => book.say(
            "以下规则适用于所有省份，除非某省页面写明有改动。",
            "These rules hold in every province, unless the page of a province says that it changes them.",
        ),
        LayerKind::Provider => book.say(
            "以下规则适用于经本接入商提交的备案，与全国规则、省规则同时适用。",
            "These rules hold for filings through this access provider, together with the national and the provincial rules.",
        ),
        LayerKind::Province => book.say(
            "读法：先看本省与全国规定不同之处，再看同样适用的上层规则；每条规则的依据是来源页面的陈述。",
            "How to read: first what differs from the national rules, then the inherited rules that hold as well; every rule names the statements it comes from.",
        ),
    };
    page.paragraph(reading);
}

/// What the layer says itself; for a province that is what differs from the national baseline.
fn own_part(page: &mut Page<'_>, layer: &Layer) {
    let book = page.book;
    page.heading(
        2,
        match layer.kind {
            LayerKind::National | LayerKind::Provider => book.say("规则", "Rules"),
            LayerKind::Province => book.say("与全国规定不同之处", "What differs from the national rules"),
        },
    );
    classifications(page, layer);
    for group in book.track_groups() {
        track(page, layer, group);
    }
}

fn classifications(page: &mut Page<'_>, layer: &Layer) {
    if layer.classifications.is_empty() {
        return;
    }
    let bullets: Vec<String> = layer.classifications.iter().map(|given| classification(page, given)).collect();
    page.heading(3, page.book.say("归类", "Classification"));
    page.bullets(&bullets);
}

fn classification(page: &Page<'_>, given: &Classification) -> String {
    let book = page.book;
    let vocabulary = book.vocabulary();
    let guard = escape(&sentence::condition(vocabulary, &given.when, book.language));
    let derived = &vocabulary.derived[given.derived.index()];
    let link = page.link(&derived.label, &address::derived(book, given.derived));
    let value = escape(&vocabulary.enums[given.value.0.index()].values[usize::from(given.value.1)].label);
    let when = book.say("当", "When ");
    book.titled(&format!("{when}{guard}"), &format!("{link}{}{value}", book.say("归为", " is ")))
}

fn track(page: &mut Page<'_>, layer: &Layer, group: TrackGroup) {
    let book = page.book;
    let rules: Vec<&Rule> = layer.rules.iter().filter(|rule| is_listed(rule, book, group)).collect();
    let has_answers = layer.answers.iter().any(|answer| group.holds(book, answer.tracks) && answers::is_stated(answer));
    if rules.is_empty() && !has_answers {
        return;
    }
    page.heading(3, &escape(&book.group_label(group)));
    answers::section(page, layer, group);
    for part in Subject::ALL {
        subject_part(page, layer, &rules, part);
    }
}

/// The rules of changes stand with their changes.
fn is_listed(rule: &Rule, book: &Book<'_>, group: TrackGroup) -> bool {
    match rule.origin {
        Origin::Own | Origin::Policy(_) => group.holds(book, rule.tracks),
        Origin::Change(_) => false,
    }
}

fn subject_part(page: &mut Page<'_>, layer: &Layer, rules: &[&Rule], part: Subject) {
    let vocabulary = page.book.vocabulary();
    let mut own = rules.iter().filter(|rule| subject(vocabulary, rule) == part).peekable();
    if own.peek().is_none() {
        return;
    }
    page.heading(4, part.label(page.book));
    for given in own {
        rule::entry(page, layer, given);
    }
}

/// The policies on which the page of the bureau is silent, in one line.
fn unstated(page: &mut Page<'_>, layer: &Layer) {
    let book = page.book;
    let silent = || layer.answers.iter().filter(|answer| !answers::is_stated(answer));
    let links: Vec<String> = silent().map(|answer| unstated_link(page, answer)).collect();
    if links.is_empty() {
        return;
    }
    page.heading(2, book.say("未明确的政策", "Policies not stated"));
    let list = book.listed(&links);
    page.paragraph(&match book.language {
        Language::Chinese => format!("页面没有说明（不等于允许）：{list}。"),
        Language::English => format!("The page is silent, which does not mean allowed: {list}."),
    });
    let remarks: Vec<String> = silent().flat_map(|answer| answers::remarks(page, answer)).collect();
    page.bullets(&remarks);
}

fn unstated_link(page: &Page<'_>, answer: &Answer) -> String {
    let book = page.book;
    let policy = book.policy(answer.policy);
    let mut link = anchor(&address::answer_anchor(book, answer));
    link.push_str(&page.link(&policy.label, &address::policy(book, answer.policy)));
    if policy.tracks == answer.tracks { link } else { book.aside(&link, &escape(&book.track_label(answer.tracks))) }
}
