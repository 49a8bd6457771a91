//! Who the bureau is and how to reach it, and the pages that were read.

use crate::emit::documents::address;
use crate::emit::documents::citations::property;
use crate::emit::documents::markdown::{anchor, escape, url};
use crate::emit::documents::page::Page;
use crate::model::{Bureau, Layer, Source};
use crate::syntax::keywords::{Spelling, respell};

pub fn bureau(page: &mut Page<'_>, bureau: &Bureau) {
    let book = page.book;
    let properties = bureau.properties.iter().map(|(key, text)| vec![property_label(page, key), web(text)]);
    let contacts = bureau.contacts.iter().map(|(who, number)| vec![escape(who), escape(number)]);
    let rows: Vec<Vec<String>> = properties.chain(contacts).collect();
    page.anchor("bureau");
    page.heading(2, &escape(&bureau.label));
    if rows.is_empty() {
        page.paragraph(book.say("页面没有给出联系方式。", "The page gives no contact."));
        return;
    }
    page.table(&[book.say("项目", "Item"), book.say("内容", "Content")], &rows);
}

/// The sources of a layer, each with its repository, path, commit and the day it was read.
pub fn sources(page: &mut Page<'_>, layer: &Layer) {
    let book = page.book;
    let bullets: Vec<String> = of_layer(page, layer).map(|(_, source)| source_bullet(page, source)).collect();
    if bullets.is_empty() {
        return;
    }
    page.heading(2, book.say("来源", "Sources"));
    page.bullets(&bullets);
}

/// The sources that the file of the layer holds, with their indexes.
pub fn of_layer<'a>(page: &Page<'a>, layer: &Layer) -> impl Iterator<Item = (usize, &'a Source)> {
    let program = page.book.program;
    let own = program.layers.iter().position(|known| known.name == layer.name && known.kind == layer.kind);
    program.sources.iter().enumerate().filter(move |(_, source)| Some(source.layer.index()) == own)
}

fn source_bullet(page: &Page<'_>, source: &Source) -> String {
    let book = page.book;
    let mut bullet = format!("{}{}", anchor(&address::source_anchor(source)), source_title(source));
    // The mark of a review is for maintainers.
    for (key, text) in source.properties.iter().filter(|(key, _)| *key != "reviewed") {
        bullet.push_str("\n  - ");
        bullet.push_str(&book.titled(&property_label(page, key), &web(text)));
    }
    if let Some(read) = source.read {
        bullet.push_str("\n  - ");
        bullet.push_str(&book.titled(book.say("读取日期", "Read on"), &read.to_string()));
    }
    bullet
}

/// Linked to the page at its version, when the source says enough.
fn source_title(source: &Source) -> String {
    let label = escape(&source.label);
    match page_address(source) {
        Some(address) => format!("[{label}]({address})"),
        None => label,
    }
}

fn page_address(source: &Source) -> Option<String> {
    let repository = property(source, "repository")?;
    let path = property(source, "path")?;
    let commit = property(source, "commit")?;
    let base =
        if repository.contains("://") { url(repository) } else { format!("https://github.com/{}", url(repository)) };
    Some(format!("{base}/blob/{}/{}", url(commit), url(path).replace(['#', '?'], "")))
}

fn property_label(page: &Page<'_>, key: &str) -> String {
    let spelling = page.book.say("zh", "en");
    let chinese = if spelling == "zh" { respell(key, Spelling::Chinese) } else { None };
    escape(chinese.unwrap_or(key))
}

/// An address of the web as a link, any other text as it is.
fn web(text: &str) -> String {
    if text.starts_with("http://") || text.starts_with("https://") {
        format!("[{}]({})", escape(text), url(text))
    } else {
        escape(text)
    }
}
