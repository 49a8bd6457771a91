//! A page for every material: who asks for it and when; and the list of all of them.

use crate::emit::documents::book::Book;
use crate::emit::documents::markdown::escape;
use crate::emit::documents::page::Page;
use crate::emit::documents::uses::Use;
use crate::emit::documents::{Document, address, sentence};
use crate::model::{Expr, Material, MaterialId};

pub fn documents(book: &Book<'_>) -> Vec<Document> {
    let ids = (0..book.vocabulary().materials.len()).filter_map(|index| u32::try_from(index).ok().map(MaterialId));
    std::iter::once(list(book)).chain(ids.map(|id| document(book, id))).collect()
}

fn list(book: &Book<'_>) -> Document {
    let mut page = Page::new(book, address::MATERIALS, book.say("材料", "Materials"));
    page.paragraph(&page.link(book.say("返回总目录", "Back to the index"), address::INDEX));
    let rows: Vec<Vec<String>> = (0..book.vocabulary().materials.len())
        .filter_map(|index| u32::try_from(index).ok().map(MaterialId))
        .map(|id| {
            let material = &book.vocabulary().materials[id.index()];
            vec![page.link(&material.label, &address::material(book, id)), uses(book, id).len().to_string()]
        })
        .collect();
    page.table(&[book.say("材料", "Material"), book.say("要求它的规则数", "Rules that ask for it")], &rows);
    page.document()
}

fn uses<'a>(book: &Book<'a>, id: MaterialId) -> &'a [Use] {
    book.facts.uses.get(&id).map_or(&[], Vec::as_slice)
}

fn document(book: &Book<'_>, id: MaterialId) -> Document {
    let material = &book.vocabulary().materials[id.index()];
    let mut page = Page::new(book, &address::material(book, id), &material.label);
    page.paragraph(&page.link(book.say("返回材料目录", "Back to the materials"), address::MATERIALS));
    attributes(&mut page, material);
    page.heading(2, book.say("谁要求，何时要求", "Who asks for it, and when"));
    let rows: Vec<Vec<String>> = uses(book, id).iter().map(|given| row(&page, given)).collect();
    if rows.is_empty() {
        page.paragraph(book.say("没有规则要求这种材料。", "No rule asks for this material."));
        return page.document();
    }
    let head = [
        book.say("要求方", "Who"),
        book.say("备案性质", "Track"),
        book.say("规则", "Rule"),
        book.say("对材料的要求", "Demanded of it"),
        book.say("何时", "When"),
    ];
    page.table(&head, &rows);
    page.document()
}

fn attributes(page: &mut Page<'_>, material: &Material) {
    let book = page.book;
    let labels: Vec<String> =
        material.attributes.iter().map(|id| escape(&book.vocabulary().attributes[id.index()].label)).collect();
    if !labels.is_empty() {
        let title = book.say("可填的属性", "What can be said of it");
        page.paragraph(&book.titled(title, &book.listed(&labels)));
    }
}

fn row(page: &Page<'_>, given: &Use) -> Vec<String> {
    let book = page.book;
    let layer = &book.program.layers[given.layer];
    let rule = &layer.rules[given.rule];
    let link = page.link(&rule.label, &address::rule(layer, rule));
    vec![
        page.link(&layer.label, &address::layer(layer)),
        escape(&book.track_label(rule.tracks)),
        if given.advised { book.aside(&link, book.say("建议", "advised")) } else { link },
        demands(book, &given.demands),
        escape(&sentence::rule_sentence(book.vocabulary(), rule, book.language)),
    ]
}

/// Each mention of the material in the rule, as a line.
fn demands(book: &Book<'_>, all: &[Box<[Expr]>]) -> String {
    let lines: Vec<String> = all.iter().map(|conditions| demand(book, conditions)).collect();
    lines.join("<br>")
}

fn demand(book: &Book<'_>, conditions: &[Expr]) -> String {
    if conditions.is_empty() {
        return "—".to_string();
    }
    let parts: Vec<String> = conditions
        .iter()
        .map(|condition| escape(&sentence::condition(book.vocabulary(), condition, book.language)))
        .collect();
    parts.join(book.say("，且", " and "))
}
