//! Documents for people: Markdown pages in Chinese and English, made from the resolved program.
//!
//! Every sentence is generated from the expressions, so a page cannot disagree with the rules.
//! A page is one file below the folder of its language: `zh/provinces/guangdong.md`.
//! There is no clock here and no path of the machine; the same program gives the same bytes.
//!
//! Architecture Invariant: an address is made in `address.rs` only, text is escaped in `markdown.rs`
//! only, and a link is written by [`page::Page`] only; the tests follow every link.

mod address;
mod answers;
mod book;
mod changes;
mod citations;
mod contact;
mod coverage;
mod definitions;
mod index;
mod inherited;
mod layer;
mod markdown;
mod material;
mod matrix;
mod mentions;
mod page;
mod policy;
mod reference;
mod rule;
mod sentence;
mod subject;
mod uses;

#[cfg(test)]
mod sample;
#[cfg(test)]
mod tests;

use crate::diagnostic::Language;
use crate::model::Program;

use self::book::{Book, Facts};

/// One Markdown file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Document {
    /// Relative to the output folder, with `/` on every platform: `zh/provinces/guangdong.md`.
    pub path: String,
    pub text: String,
}

/// All pages in these languages, sorted by language as given and then in the order of a reader.
pub fn documents(program: &Program, languages: &[Language]) -> Vec<Document> {
    let facts = Facts::gather(program);
    languages.iter().flat_map(|&language| pages(&Book { program, facts: &facts, language, languages })).collect()
}

fn pages(book: &Book<'_>) -> Vec<Document> {
    let mut documents = vec![index::document(book)];
    documents.extend(book.program.layers.iter().map(|layer| layer::document(book, layer)));
    documents.extend(policy::documents(book));
    documents.extend(material::documents(book));
    documents.extend(reference::documents(book));
    documents.push(definitions::document(book));
    documents
}
