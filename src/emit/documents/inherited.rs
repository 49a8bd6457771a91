//! The rules that also hold here because a layer below has them: their labels, as links.

use crate::emit::documents::book::TrackGroup;
use crate::emit::documents::page::Page;
use crate::emit::documents::{address, changes};
use crate::model::{Layer, Rule};

pub fn section(page: &mut Page<'_>, layer: &Layer) {
    let book = page.book;
    if book.bases(layer).all(|base| base.rules.is_empty()) {
        return;
    }
    page.heading(2, book.say("同样适用的上层规则", "Inherited rules"));
    for base in book.bases(layer).filter(|base| !base.rules.is_empty()) {
        page.heading(3, &page.link(&base.label, &address::layer(base)));
        let bullets: Vec<String> =
            book.track_groups().into_iter().filter_map(|group| group_bullet(page, layer, base, group)).collect();
        page.bullets(&bullets);
    }
}

fn group_bullet(page: &Page<'_>, layer: &Layer, base: &Layer, group: TrackGroup) -> Option<String> {
    let book = page.book;
    let rules = base.rules.iter().filter(|rule| group.holds(book, rule.tracks));
    let links: Vec<String> = rules.map(|rule| rule_link(page, layer, base, rule)).collect();
    (!links.is_empty()).then(|| book.titled(&book.group_label(group), &book.listed(&links)))
}

/// A rule that this layer changes says so, and leads to the change.
fn rule_link(page: &Page<'_>, layer: &Layer, base: &Layer, rule: &Rule) -> String {
    let link = page.link(&rule.label, &address::rule(base, rule));
    let id = address::rule_anchor(base, rule);
    match layer.changes.iter().find(|change| *change.base == *id) {
        Some(change) => {
            let what = changes::kind_label(page.book, change);
            page.book.aside(&link, &page.link(what, &address::change(layer, &id)))
        }
        None => link,
    }
}
