//! Citations: the id of a statement, our words for it, its page and the version of the page.

use crate::emit::documents::address;
use crate::emit::documents::markdown::escape;
use crate::emit::documents::page::Page;
use crate::model::{Dispute, Layer, Source, StatementRef};

/// Bullets: one for every source, its statements below.
pub fn bullets(page: &Page<'_>, cites: &[StatementRef]) -> Vec<String> {
    sources(cites).into_iter().map(|own| source_bullet(page, &own)).collect()
}

/// The statements within a table cell; a source is named when it is not of this layer.
pub fn cell(page: &Page<'_>, layer: &Layer, cites: &[StatementRef]) -> String {
    let lines: Vec<String> = cites.iter().map(|&cited| cell_line(page, layer, cited)).collect();
    lines.join("<br>")
}

/// The marker of what is disputed, with the statements quoted, each as a line.
pub fn dispute(page: &Page<'_>, dispute: &Dispute) -> Vec<String> {
    let marker = page.book.titled(page.book.say("⚠ 存疑", "⚠ Disputed"), &escape(&dispute.text));
    let quotes = dispute.statements.iter().map(|&cited| statement(page, cited));
    std::iter::once(marker).chain(quotes).collect()
}

/// `[e-22](#statement.guangdong.e-22) our words`.
pub fn statement(page: &Page<'_>, cited: StatementRef) -> String {
    let source = &page.book.program.sources[cited.source.index()];
    let said = &source.statements[cited.statement as usize];
    format!("{} {}", id_link(page, cited), escape(said.text()))
}

/// The version of a page, short enough to read.
pub fn version(source: &Source) -> &str {
    let commit = property(source, "commit").unwrap_or("");
    commit.get(..12).unwrap_or(commit)
}

pub fn property<'s>(source: &'s Source, name: &str) -> Option<&'s str> {
    source.properties.iter().find(|(key, _)| *key == name).map(|(_, text)| &**text)
}

/// The statements of one source together, in the order in which they are cited first.
fn sources(cites: &[StatementRef]) -> Vec<Vec<StatementRef>> {
    let mut groups: Vec<Vec<StatementRef>> = Vec::new();
    for cited in cites {
        match groups.iter_mut().find(|group| group.iter().any(|known| known.source == cited.source)) {
            Some(group) => group.push(*cited),
            None => groups.push(vec![*cited]),
        }
    }
    groups
}

fn source_bullet(page: &Page<'_>, cites: &[StatementRef]) -> String {
    let Some(first) = cites.first() else { return String::new() };
    let source = &page.book.program.sources[first.source.index()];
    let mut bullet = page.book.titled(page.book.say("依据", "Source"), &source_name(page, source));
    for &cited in cites {
        bullet.push_str("\n  - ");
        bullet.push_str(&statement(page, cited));
    }
    bullet
}

/// The linked name of a source with its version, as far as it has one.
fn source_name(page: &Page<'_>, source: &Source) -> String {
    let link = page.link(&source.label, &address::source(page.book, source));
    match version(source) {
        "" => link,
        version => page.book.aside(&link, &format!("{} {}", page.book.say("版本", "version"), escape(version))),
    }
}

fn id_link(page: &Page<'_>, cited: StatementRef) -> String {
    let source = &page.book.program.sources[cited.source.index()];
    let id = source.statements[cited.statement as usize].id();
    page.link(id, &address::statement(page.book, cited))
}

fn cell_line(page: &Page<'_>, layer: &Layer, cited: StatementRef) -> String {
    let source = &page.book.program.sources[cited.source.index()];
    let own = page.book.program.layers[source.layer.index()].name == layer.name;
    let line = statement(page, cited);
    if own { line } else { page.book.aside(&line, &escape(&source.label)) }
}
