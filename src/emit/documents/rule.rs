//! One rule on the page of its layer: anchor, label, sentence, and what goes along with it.

use crate::emit::documents::markdown::escape;
use crate::emit::documents::mentions::Mentions;
use crate::emit::documents::page::Page;
use crate::emit::documents::{address, citations, sentence};
use crate::model::{Also, Effective, Layer, Origin, Recipient, Rule};

pub fn entry(page: &mut Page<'_>, layer: &Layer, rule: &Rule) {
    let book = page.book;
    page.anchor(&address::rule_anchor(layer, rule));
    page.heading(5, &escape(&rule.label));
    let said = sentence::rule_sentence(book.vocabulary(), rule, book.language);
    if !said.is_empty() {
        page.paragraph(&escape(&said));
    }
    if let Some(dispute) = &rule.disputed {
        page.paragraph(&quoted(&citations::dispute(page, dispute)));
    }
    if let Some(reason) = &rule.closed {
        page.paragraph(&format!("> {}", book.titled(book.say("不可补正", "Cannot be corrected"), &escape(reason))));
    }
    // The sentence says what goes along; only the address of the bureau is added here.
    let mut bullets: Vec<String> = rule.also.iter().filter_map(|also| delivery(page, layer, also)).collect();
    bullets.extend(effective(page, rule.effective));
    bullets.extend(terms(page, rule));
    bullets.extend(citations::bullets(page, &rule.cites));
    bullets.push(identity(page, layer, rule));
    page.bullets(&bullets);
}

/// Since when and until when, when that is limited.
pub fn effective(page: &Page<'_>, interval: Effective) -> Option<String> {
    let limited = interval.from.is_some() || interval.until.is_some();
    limited.then(|| escape(&sentence::effective(interval, page.book.language)))
}

/// Lines as a block quote: the first, then the rest as a list.
fn quoted(lines: &[String]) -> String {
    let mut text = String::new();
    for (index, line) in lines.iter().enumerate() {
        match index {
            0 => text.push_str(&format!("> {line}")),
            1 => text.push_str(&format!("\n>\n> - {line}")),
            _ => text.push_str(&format!("\n> - {line}")),
        }
    }
    text
}

/// Where papers for the bureau go.
fn delivery(page: &Page<'_>, layer: &Layer, also: &Also) -> Option<String> {
    match also {
        Also::Deliver(Recipient::Bureau) if layer.bureau.is_some() => {
            let text = escape(&sentence::also(page.book.vocabulary(), also, page.book.language));
            let link = page.link(page.book.say("地址", "address"), &format!("{}#bureau", address::layer(layer)));
            Some(page.book.aside(&text, &link))
        }
        Also::Deliver(Recipient::Bureau | Recipient::Provider)
        | Also::Advise(_)
        | Also::AdviseText(_)
        | Also::Note(_)
        | Also::Duty(_) => None,
    }
}

/// Links to what the sentence names: materials, definitions, word lists, tables, templates.
fn terms(page: &Page<'_>, rule: &Rule) -> Option<String> {
    let links = term_links(page, &Mentions::of_rule(rule));
    let title = page.book.say("详见", "See also");
    (!links.is_empty()).then(|| page.book.titled(title, &page.book.listed(&links)))
}

pub fn term_links(page: &Page<'_>, mentions: &Mentions) -> Vec<String> {
    let book = page.book;
    let vocabulary = book.vocabulary();
    let mut links = Vec::new();
    let mut link = |label: &str, address: String| links.push(page.link(label, &address));
    for &id in &mentions.materials {
        link(&vocabulary.materials[id.index()].label, address::material(book, id));
    }
    for &id in &mentions.bundles {
        link(&vocabulary.bundles[id.index()].label, address::bundle(book, id));
    }
    for &id in &mentions.attribute_lets {
        link(&vocabulary.attribute_lets[id.index()].label, address::attribute_let(book, id));
    }
    for &id in &mentions.derived {
        link(&vocabulary.derived[id.index()].label, address::derived(book, id));
    }
    for &id in &mentions.words {
        link(&vocabulary.words[id.index()].label, address::words(book, id));
    }
    for &id in &mentions.tables {
        link(&vocabulary.tables[id.index()].label, address::table(book, id));
    }
    for &id in &mentions.templates {
        link(&vocabulary.templates[id.index()].label, address::template(book, id));
    }
    links
}

fn identity(page: &Page<'_>, layer: &Layer, rule: &Rule) -> String {
    let book = page.book;
    let id = book.titled(book.say("编号", "Id"), &format!("`{}`", address::rule_anchor(layer, rule)));
    match rule.origin {
        Origin::Own => id,
        Origin::Policy(policy) => {
            let link = page.link(&book.policy(policy).label, &address::policy(book, policy));
            book.aside(&id, &format!("{}{link}", book.say("出自政策问题 ", "from the policy ")))
        }
        Origin::Change(_) => book.aside(&id, book.say("取代上层规则", "in place of an inherited rule")),
    }
}
