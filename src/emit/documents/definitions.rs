//! Named conditions: derived facts, conditions on materials, bundles of materials.

use crate::emit::documents::book::Book;
use crate::emit::documents::markdown::escape;
use crate::emit::documents::mentions::Mentions;
use crate::emit::documents::page::Page;
use crate::emit::documents::{Document, address, reference, rule, sentence};
use crate::model::Type;

pub fn document(book: &Book<'_>) -> Document {
    let mut page = reference::start(book, address::DEFINITIONS, book.say("定义", "Definitions"));
    derived(&mut page);
    attribute_lets(&mut page);
    bundles(&mut page);
    page.document()
}

fn derived(page: &mut Page<'_>) {
    let book = page.book;
    page.heading(2, book.say("推导的事实", "Derived facts"));
    for given in &book.vocabulary().derived {
        let text = match given.kind {
            Type::YesNo => sentence::condition(book.vocabulary(), &given.value, book.language),
            Type::Int { .. } | Type::Date | Type::Text | Type::Phone | Type::Enum(_) | Type::Set(_) => {
                sentence::value(book.vocabulary(), &given.value, book.language)
            }
        };
        let anchor = address::derived_anchor(&given.path);
        entry(page, &anchor, &given.label, &text, &Mentions::of_condition(&given.value));
    }
}

fn attribute_lets(page: &mut Page<'_>) {
    let book = page.book;
    page.heading(2, book.say("对材料的要求", "Conditions on a material"));
    for given in &book.vocabulary().attribute_lets {
        let text = sentence::condition(book.vocabulary(), &given.value, book.language);
        let anchor = address::attribute_let_anchor(&given.name);
        entry(page, &anchor, &given.label, &text, &Mentions::of_condition(&given.value));
    }
}

fn bundles(page: &mut Page<'_>) {
    let book = page.book;
    page.heading(2, book.say("成套材料", "Bundles"));
    for given in &book.vocabulary().bundles {
        let text = sentence::obligation(book.vocabulary(), &given.value, book.language);
        let anchor = address::bundle_anchor(&given.name);
        entry(page, &anchor, &given.label, &text, &Mentions::of_obligation(&given.value));
    }
}

fn entry(page: &mut Page<'_>, anchor: &str, label: &str, text: &str, mentions: &Mentions) {
    let book = page.book;
    page.anchor(anchor);
    page.heading(3, &escape(label));
    page.paragraph(&escape(text));
    let links = rule::term_links(page, mentions);
    if !links.is_empty() {
        page.paragraph(&book.titled(book.say("详见", "See also"), &book.listed(&links)));
    }
}
