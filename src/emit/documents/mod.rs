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
pub mod markdown;
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
use crate::model::{Layer, Program};
use crate::parallel;

use self::book::{Book, Facts};

/// One Markdown file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Document {
    /// Relative to the output folder, with `/` on every platform: `zh/provinces/guangdong.md`.
    pub path: String,
    pub text: String,
}

/// All pages in these languages, sorted by language as given and then in the order of a reader.
pub fn documents(program: &Program, languages: &[Language], threads: usize) -> Vec<Document> {
    let facts = Facts::gather(program);
    let book = |&language| Book { program, facts: &facts, language, languages };
    let books: Vec<Book<'_>> = languages.iter().map(book).collect();
    let parts: Vec<(&Book<'_>, Part<'_>)> =
        books.iter().flat_map(|book| parts(program).map(move |part| (book, part))).collect();
    parallel::map(&parts, threads, |(book, part)| part.documents(book)).into_iter().flatten().collect()
}

/// Pages that are made together.
enum Part<'a> {
    Index,
    Layer(&'a Layer),
    Matrix,
    Policies,
    Materials,
    Reference,
    Definitions,
}

/// All parts in the order of a reader.
fn parts(program: &Program) -> impl Iterator<Item = Part<'_>> {
    let layers = program.layers.iter().map(Part::Layer);
    let last = [Part::Matrix, Part::Policies, Part::Materials, Part::Reference, Part::Definitions];
    std::iter::once(Part::Index).chain(layers).chain(last)
}

impl Part<'_> {
    fn documents(&self, book: &Book<'_>) -> Vec<Document> {
        match self {
            Part::Index => vec![index::document(book)],
            Part::Layer(layer) => vec![layer::document(book, layer)],
            Part::Matrix => matrix::documents(book),
            Part::Policies => policy::documents(book),
            Part::Materials => material::documents(book),
            Part::Reference => reference::documents(book),
            Part::Definitions => vec![definitions::document(book)],
        }
    }
}
