//! Word lists, tables, templates and values that the sentences name, printed whole.

use crate::emit::documents::book::Book;
use crate::emit::documents::markdown::escape;
use crate::emit::documents::page::Page;
use crate::emit::documents::{Document, address};
use crate::model::{Enum, Table, TableKey, Template, TemplatePart, Words};

pub fn documents(book: &Book<'_>) -> Vec<Document> {
    vec![words_page(book), tables_page(book), templates_page(book), enums_page(book)]
}

/// A page of the reference with the way back.
pub fn start<'a>(book: &'a Book<'a>, path: &str, title: &str) -> Page<'a> {
    let mut page = Page::new(book, path, title);
    page.paragraph(&page.link(book.say("返回总目录", "Back to the index"), address::INDEX));
    page
}

fn words_page(book: &Book<'_>) -> Document {
    let mut page = start(book, address::WORDS, book.say("词表", "Word lists"));
    for words in &book.vocabulary().words {
        words_entry(&mut page, words);
    }
    page.document()
}

fn words_entry(page: &mut Page<'_>, words: &Words) {
    let book = page.book;
    let all: Vec<String> = words.words.iter().map(|word| escape(word)).collect();
    page.anchor(&words.name);
    page.heading(2, &escape(&words.label));
    page.paragraph(&book.listed(&all));
    if words.open {
        page.paragraph(book.say(
            "来源页面列举后写有“等”，还可能有别的词。",
            "The source ends its list with “and the like”; there may be more words.",
        ));
    }
}

fn tables_page(book: &Book<'_>) -> Document {
    let mut page = start(book, address::TABLES, book.say("对照表", "Tables"));
    for table in &book.vocabulary().tables {
        table_entry(&mut page, table);
    }
    page.document()
}

fn table_entry(page: &mut Page<'_>, table: &Table) {
    let book = page.book;
    page.anchor(&table.name);
    page.heading(2, &escape(&table.label));
    match &table.key {
        TableKey::Enum { from, to, rows } => {
            let enums = &book.vocabulary().enums;
            let head = [*from, *to].map(|id| page.link(&enums[id.index()].label, &address::enumeration(book, id)));
            let keys = enums[from.index()].values.iter();
            let rows: Vec<Vec<String>> = keys
                .zip(rows)
                .map(|(key, row)| vec![escape(&key.label), values(book, &enums[to.index()], row)])
                .collect();
            page.table(&[&head[0], &head[1]], &rows);
        }
        TableKey::Text { rows } => {
            let rows: Vec<Vec<String>> = rows
                .iter()
                .map(|(key, texts)| {
                    let texts: Vec<String> = texts.iter().map(|text| escape(text)).collect();
                    vec![escape(key), book.listed(&texts)]
                })
                .collect();
            page.table(&[book.say("原文", "Key"), book.say("对应", "Value")], &rows);
        }
    }
}

/// The labels of these values of an enum.
fn values(book: &Book<'_>, of: &Enum, indexes: &[u16]) -> String {
    let labels: Vec<String> = indexes
        .iter()
        .filter_map(|&index| of.values.get(usize::from(index)))
        .map(|value| escape(&value.label))
        .collect();
    book.listed(&labels)
}

fn templates_page(book: &Book<'_>) -> Document {
    let mut page = start(book, address::TEMPLATES, book.say("备注模板", "Templates"));
    page.paragraph(book.say(
        "【】里的内容由填写人按实际情况写；…… 处可以写标点和别的文字。",
        "What stands in 【】 is filled in by the applicant; punctuation and other text may stand where …… is.",
    ));
    for template in &book.vocabulary().templates {
        page.anchor(&template.name);
        page.heading(2, &escape(&template.label));
        page.paragraph(&template_text(template));
    }
    page.document()
}

fn template_text(template: &Template) -> String {
    let mut text = String::new();
    let mut was_fixed = false;
    for part in &template.parts {
        match part {
            TemplatePart::Fixed(words) => {
                text.push_str(if was_fixed { "……" } else { "" });
                text.push_str(&escape(words));
            }
            TemplatePart::Hole { label, .. } => text.push_str(&format!("【{}】", escape(label))),
        }
        was_fixed = matches!(part, TemplatePart::Fixed(_));
    }
    format!("> {text}")
}

fn enums_page(book: &Book<'_>) -> Document {
    let mut page = start(book, address::ENUMS, book.say("取值", "Values"));
    for given in &book.vocabulary().enums {
        enum_entry(&mut page, given);
    }
    page.document()
}

fn enum_entry(page: &mut Page<'_>, given: &Enum) {
    let book = page.book;
    let all: Vec<String> = given.values.iter().map(|value| escape(&value.label)).collect();
    page.anchor(&given.name);
    page.heading(2, &escape(&given.label));
    page.paragraph(&book.listed(&all));
    let groups: Vec<String> = given
        .groups
        .iter()
        .map(|group| book.titled(&escape(&group.label), &values(book, given, &group.members)))
        .collect();
    page.bullets(&groups);
}
