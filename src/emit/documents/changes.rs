//! What a layer changes of the rules it inherits, and the ids that are no longer in use.

use crate::emit::documents::book::Book;
use crate::emit::documents::markdown::{anchor, escape};
use crate::emit::documents::page::Page;
use crate::emit::documents::{address, citations, rule, sentence};
use crate::model::{Change, ChangeKind, Layer, Retired, StatementRef};

pub fn section(page: &mut Page<'_>, layer: &Layer) {
    if layer.changes.is_empty() {
        return;
    }
    page.heading(2, page.book.say("对上层规则的改动", "Changes to inherited rules"));
    for change in &layer.changes {
        entry(page, layer, change);
    }
}

fn entry(page: &mut Page<'_>, layer: &Layer, change: &Change) {
    let book = page.book;
    let base = book.program.find_rule(&change.base);
    page.anchor(&address::change_anchor(&change.base));
    page.heading(3, &book.titled(kind_label(book, change), &base_link(page, change)));
    if let Some((_, base)) = base {
        let before = escape(&sentence::rule_sentence(book.vocabulary(), base, book.language));
        page.paragraph(&book.titled(book.say("原规则", "Inherited"), &before));
    }
    let own = change.rule.and_then(|index| layer.rules.get(index as usize));
    let said: &[StatementRef] = own.map_or(&[], |own| &own.cites);
    let further: Vec<StatementRef> = change.cites.iter().copied().filter(|cited| !said.contains(cited)).collect();
    page.bullets(&citations::bullets(page, &further));
    if let Some(own) = own {
        rule::entry(page, layer, own);
    }
}

/// What was done, and whether it is tighter or looser.
pub fn kind_label<'t>(book: &Book<'_>, change: &Change) -> &'t str {
    match (change.kind, change.rule.is_some()) {
        (ChangeKind::Waived, false) => book.say("不再适用（更宽）", "Waived (looser)"),
        (ChangeKind::Waived, true) => book.say("适用范围缩小（更宽）", "Narrowed (looser)"),
        (ChangeKind::ReplacedTighter, _) => book.say("改写（更严）", "Replaced (tighter)"),
        (ChangeKind::ReplacedLooser, _) => book.say("改写（更宽）", "Replaced (looser)"),
        (ChangeKind::Replaced, _) => book.say("改写", "Replaced"),
    }
}

fn base_link(page: &Page<'_>, change: &Change) -> String {
    match page.book.program.find_rule(&change.base) {
        Some((base_layer, base)) => page.link(&base.label, &address::rule(base_layer, base)),
        None => escape(&change.base),
    }
}

/// Old ids keep their anchors, so that old links lead somewhere.
pub fn retired(page: &mut Page<'_>, layer: &Layer) {
    if layer.retired.is_empty() {
        return;
    }
    let bullets: Vec<String> = layer.retired.iter().map(|retired| retired_bullet(page, retired)).collect();
    page.heading(2, page.book.say("停用的编号", "Retired ids"));
    page.bullets(&bullets);
}

fn retired_bullet(page: &Page<'_>, retired: &Retired) -> String {
    let old = format!("{}{}", anchor(&retired.rule), escape(&retired.rule));
    let newer = retired.superseded_by.as_ref().and_then(|id| page.book.program.find_rule(id));
    match newer {
        Some((layer, rule)) => format!("{old} → {}", page.link(&rule.label, &address::rule(layer, rule))),
        None => old,
    }
}
