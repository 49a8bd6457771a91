//! Where things stand: the page and the anchor of every rule, answer, statement, material, policy
//! and term, from the folder of the language. `provinces/guangdong.md#guangdong.unit.many_labels`.

use crate::emit::documents::book::Book;
use crate::model::{
    Answer, AttributeLetId, BundleId, DerivedId, EnumId, Layer, LayerKind, MaterialId, PolicyId, Rule, Source,
    StatementRef, TableId, TemplateId, WordsId,
};

pub const INDEX: &str = "index.md";
pub const POLICIES: &str = "policies/index.md";
pub const MATERIALS: &str = "materials/index.md";
pub const DEFINITIONS: &str = "reference/definitions.md";
pub const WORDS: &str = "reference/words.md";
pub const TABLES: &str = "reference/tables.md";
pub const TEMPLATES: &str = "reference/templates.md";
pub const ENUMS: &str = "reference/enums.md";

pub fn layer(layer: &Layer) -> String {
    match layer.kind {
        LayerKind::National | LayerKind::Provider => format!("layers/{}.md", layer.name),
        LayerKind::Province => format!("provinces/{}.md", layer.name),
    }
}

/// The page on which the provinces of a region stand side by side.
pub fn matrix(region: &str) -> String {
    format!("matrix/{region}.md")
}

pub fn rule_anchor(layer: &Layer, rule: &Rule) -> String {
    format!("{}.{}", layer.name, rule.name)
}

pub fn rule(own: &Layer, rule: &Rule) -> String {
    format!("{}#{}", layer(own), rule_anchor(own, rule))
}

pub fn answer_anchor(book: &Book<'_>, answer: &Answer) -> String {
    format!("answer.{}.{}", book.track_name(answer.tracks), book.policy(answer.policy).name)
}

pub fn answer(book: &Book<'_>, own: &Layer, given: &Answer) -> String {
    format!("{}#{}", layer(own), answer_anchor(book, given))
}

pub fn change_anchor(base: &str) -> String {
    format!("change.{base}")
}

pub fn change(own: &Layer, base: &str) -> String {
    format!("{}#{}", layer(own), change_anchor(base))
}

pub fn source_anchor(source: &Source) -> String {
    format!("source.{}", source.name)
}

/// On the page of the layer whose file holds the source.
pub fn source(book: &Book<'_>, of: &Source) -> String {
    format!("{}#{}", layer(&book.program.layers[of.layer.index()]), source_anchor(of))
}

pub fn statement_anchor(source: &Source, index: usize) -> String {
    format!("statement.{}.{}", source.name, source.statements[index].id())
}

pub fn statement(book: &Book<'_>, cited: StatementRef) -> String {
    let source = &book.program.sources[cited.source.index()];
    let page = layer(&book.program.layers[source.layer.index()]);
    format!("{page}#{}", statement_anchor(source, cited.statement as usize))
}

pub fn policy(book: &Book<'_>, id: PolicyId) -> String {
    format!("policies/{}.md", book.policy(id).name)
}

pub fn choice_anchor(name: &str) -> String {
    format!("choice.{name}")
}

pub fn material(book: &Book<'_>, id: MaterialId) -> String {
    format!("materials/{}.md", book.vocabulary().materials[id.index()].name)
}

pub fn words(book: &Book<'_>, id: WordsId) -> String {
    format!("{WORDS}#{}", book.vocabulary().words[id.index()].name)
}

pub fn table(book: &Book<'_>, id: TableId) -> String {
    format!("{TABLES}#{}", book.vocabulary().tables[id.index()].name)
}

pub fn template(book: &Book<'_>, id: TemplateId) -> String {
    format!("{TEMPLATES}#{}", book.vocabulary().templates[id.index()].name)
}

pub fn enumeration(book: &Book<'_>, id: EnumId) -> String {
    format!("{ENUMS}#{}", book.vocabulary().enums[id.index()].name)
}

pub fn derived(book: &Book<'_>, id: DerivedId) -> String {
    format!("{DEFINITIONS}#{}", derived_anchor(&book.vocabulary().derived[id.index()].path))
}

pub fn derived_anchor(path: &str) -> String {
    format!("fact.{path}")
}

pub fn attribute_let(book: &Book<'_>, id: AttributeLetId) -> String {
    format!("{DEFINITIONS}#{}", attribute_let_anchor(&book.vocabulary().attribute_lets[id.index()].name))
}

pub fn attribute_let_anchor(name: &str) -> String {
    format!("attribute.{name}")
}

pub fn bundle(book: &Book<'_>, id: BundleId) -> String {
    format!("{DEFINITIONS}#{}", bundle_anchor(&book.vocabulary().bundles[id.index()].name))
}

pub fn bundle_anchor(name: &str) -> String {
    format!("bundle.{name}")
}
