//! Which rules, answers and changes cite a statement, so that a reader can check page against document.

use std::collections::BTreeMap;

use crate::emit::documents::address;
use crate::emit::documents::book::Book;
use crate::emit::documents::contact;
use crate::emit::documents::markdown::{anchor, escape};
use crate::emit::documents::page::Page;
use crate::model::{Check, Dispute, Layer, Origin, Program, Source, SourceId, StatementRef};

/// Something that cites, by the indexes of its layer and of itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Citer {
    Rule(usize, usize),
    Answer(usize, usize),
    Change(usize, usize),
}

/// Who cites what. A rule that an answer expands to is left out where the answer stands.
pub fn citers(program: &Program) -> BTreeMap<StatementRef, Vec<Citer>> {
    let mut all = BTreeMap::new();
    for (index, layer) in program.layers.iter().enumerate() {
        for (answer, given) in layer.answers.iter().enumerate() {
            add(&mut all, Citer::Answer(index, answer), &given.cites, given.disputed.as_deref());
        }
        for (rule, given) in layer.rules.iter().enumerate() {
            match given.origin {
                Origin::Own | Origin::Change(_) => {
                    add(&mut all, Citer::Rule(index, rule), &given.cites, given.disputed.as_deref());
                }
                Origin::Policy(_) => {}
            }
        }
        for (change, given) in layer.changes.iter().enumerate() {
            add(&mut all, Citer::Change(index, change), &given.cites, None);
        }
    }
    all
}

fn add(all: &mut BTreeMap<StatementRef, Vec<Citer>>, citer: Citer, cites: &[StatementRef], disputed: Option<&Dispute>) {
    let quoted = disputed.map_or(&[][..], |dispute| &dispute.statements);
    for cited in cites.iter().chain(quoted) {
        let known = all.entry(*cited).or_default();
        if !known.contains(&citer) {
            known.push(citer);
        }
    }
}

/// A table for every source of the layer.
pub fn section(page: &mut Page<'_>, layer: &Layer) {
    let book = page.book;
    let sources: Vec<(usize, &Source)> = contact::of_layer(page, layer).collect();
    if sources.iter().all(|(_, source)| source.statements.is_empty()) {
        return;
    }
    page.heading(2, book.say("陈述对照", "Statements"));
    page.paragraph(book.say("页面说了什么，写在本页哪里。", "What the page says, and where this document has it."));
    for (index, source) in sources {
        source_table(page, index, source);
    }
}

fn source_table(page: &mut Page<'_>, index: usize, source: &Source) {
    let book = page.book;
    let head = [
        book.say("陈述", "Statement"),
        book.say("可判定性", "Decidable"),
        book.say("内容", "Content"),
        book.say("引用之处", "Cited by"),
    ];
    let rows: Vec<Vec<String>> =
        (0..source.statements.len()).map(|statement| row(page, index, source, statement)).collect();
    page.heading(3, &escape(&source.label));
    page.table(&head, &rows);
}

fn row(page: &Page<'_>, index: usize, source: &Source, statement: usize) -> Vec<String> {
    let book = page.book;
    let said = &source.statements[statement];
    let reference = u32::try_from(index).ok().zip(u32::try_from(statement).ok());
    let cited = reference
        .and_then(|(source, statement)| book.facts.citers.get(&StatementRef { source: SourceId(source), statement }));
    let links: Vec<String> = cited.into_iter().flatten().map(|citer| citer_link(page, *citer)).collect();
    vec![
        format!("{}{}", anchor(&address::statement_anchor(source, statement)), escape(said.id())),
        check_label(book, said.check).to_string(),
        escape(said.text()),
        if links.is_empty() { book.say("**没有**", "**nothing**").to_string() } else { book.listed(&links) },
    ]
}

fn check_label<'t>(book: &Book<'_>, check: Check) -> &'t str {
    match check {
        Check::Decidable => book.say("可判定", "decidable"),
        Check::Attested => book.say("由审核员判定", "by a reviewer"),
        Check::Prose => book.say("仅供阅读", "prose"),
    }
}

fn citer_link(page: &Page<'_>, citer: Citer) -> String {
    let book = page.book;
    let layers = &book.program.layers;
    match citer {
        Citer::Rule(layer, rule) => {
            let own = &layers[layer];
            page.link(&own.rules[rule].label, &address::rule(own, &own.rules[rule]))
        }
        Citer::Answer(layer, answer) => {
            let given = &layers[layer].answers[answer];
            page.link(&book.policy(given.policy).label, &address::answer(book, &layers[layer], given))
        }
        Citer::Change(layer, change) => {
            let base = &layers[layer].changes[change].base;
            let label = book.program.find_rule(base).map_or(&**base, |(_, rule)| &rule.label);
            page.link(label, &address::change(&layers[layer], base))
        }
    }
}
