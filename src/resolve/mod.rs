//! From trees of names to the model: what every name means, what type every expression has.
//!
//! First the files without a province are taken together: they make the [`World`]. Then every
//! province is resolved against it, on its own, so that its tree lives no longer than that.
//!
//! Architecture Invariant: a stage returns what it could build plus diagnostics; a wrong part never
//! hides the next one.

mod answers;
mod changes;
mod citations;
mod conditions;
mod context;
mod declare;
mod expand;
mod expansion;
mod layers;
mod lets;
mod mentions;
mod obligations;
mod policies;
mod rules;
mod scenarios;
mod simplify;
#[cfg(test)]
pub(crate) mod testing;
mod values;
mod walk;
mod world;

pub use layers::ResolvedLayer;
pub use mentions::{Mention, Mentions, Naming, Spellings};
pub(crate) use values::unit_label;
pub use world::World;

use crate::diagnostic::{Diagnostic, codes};
use crate::model::{LayerId, LayerKind, Place, Scenario};
use crate::resolve::citations::Citations;
use crate::resolve::world::id32;
use crate::say;
use crate::syntax::ast::{File, HeaderKind, Item, Name, Text};
use crate::text::{FileId, Span};

/// A parsed file with its text.
#[derive(Clone, Copy, Debug)]
pub struct Parsed<'a> {
    pub id: FileId,
    pub text: &'a str,
    pub tree: &'a File,
    /// Where to note what the names in it stand for, if that is asked.
    pub mentions: Option<&'a Mentions>,
}

impl Parsed<'_> {
    pub(crate) fn name(&self, name: Name) -> Box<str> {
        name.of(self.text).into()
    }

    pub(crate) fn string(&self, text: Text) -> Box<str> {
        text.of(self.text).into()
    }

    pub(crate) fn place(&self, span: Span) -> Place {
        Place { file: self.id, span }
    }
}

/// What a province's file gives.
#[derive(Debug)]
pub struct ResolvedProvince {
    pub resolved: ResolvedLayer,
    pub scenarios: Vec<Scenario>,
}

/// Resolves all files but those of provinces.
pub fn resolve_world(files: &[Parsed<'_>]) -> (World, Vec<Diagnostic>) {
    let mut diagnostics = Vec::new();
    let mut world = declare::declare(files, &mut diagnostics);
    lets::declare_expressions(&mut world, files, &mut diagnostics);
    policies::declare_policies(&mut world, files, &mut diagnostics);
    for file in files {
        report_misplaced(file, &mut diagnostics);
        let Some(resolved) = layers::resolve_layer(&world, file, world.sources.len()) else { continue };
        add_layer(&mut world, resolved, &mut diagnostics);
    }
    resolve_world_scenarios(&mut world, files, &mut diagnostics);
    (world, diagnostics)
}

fn add_layer(world: &mut World, resolved: ResolvedLayer, diagnostics: &mut Vec<Diagnostic>) {
    let ResolvedLayer { layer, sources, diagnostics: mut found } = resolved;
    diagnostics.append(&mut found);
    if let Some(first) = world.layers.iter().find(|other| other.name == layer.name) {
        diagnostics.push(duplicate_layer(&layer.label, layer.place, first.place));
        return;
    }
    let id = LayerId(id32(world.layers.len()));
    for (index, rule) in layer.rules.iter().enumerate() {
        world.rule_ids.insert(format!("{}.{}", layer.name, rule.name), (id.index(), index));
    }
    world.sources.extend(sources.into_iter().map(|source| crate::model::Source { layer: id, ..source }));
    world.layers.push(layer);
}

/// Two files for one layer.
pub fn duplicate_layer(label: &str, place: Place, first: Place) -> Diagnostic {
    let message = say!("`{label}` 已经有一个文件", "`{label}` already has a file");
    Diagnostic::new(codes::DUPLICATE_LAYER, place.file, place.span, message)
        .also(first.file, first.span, say!("前面的文件", "the first file"))
        .help(say!(
            "从别的省复制来的，把名称改成本省的；真有两个文件的，合并成一个",
            "if it was copied from another province, write its own name; otherwise join the two files"
        ))
}

/// Two provinces with one code: most likely the file of one was copied from that of the other.
pub fn duplicate_code(code: &str, place: Place, (label, first): (&str, Place)) -> Diagnostic {
    let message = say!("代码 `{code}` 是`{label}`的", "the code `{code}` is that of `{label}`");
    Diagnostic::new(codes::DUPLICATE_NAME, place.file, place.span, message)
        .also(first.file, first.span, say!("前面在这里", "the first one is here"))
        .help(say!("写本省自己的代码", "write the province's own code"))
}

/// Rules and bureaus need a layer to stand in.
fn report_misplaced(file: &Parsed<'_>, diagnostics: &mut Vec<Diagnostic>) {
    if file.tree.header.is_some() {
        return;
    }
    for item in &file.tree.items {
        let span = match item {
            Item::Block(block) => block.span,
            Item::Bureau(bureau) => bureau.span,
            Item::Source(source) => source.name.0,
            _ => continue,
        };
        let first_line = Span { start: span.start, end: span.end.min(span.start + first_word(span.of(file.text))) };
        let message = say!("这个文件没有说明规则属于哪一层", "this file does not say which layer its rules belong to");
        let help = say!(
            "在文件开头写 `省份 广东`、`接入商 … \"…\"` 或 `全国`",
            "begin the file with `province guangdong`, `provider … \"…\"` or `national`"
        );
        diagnostics.push(Diagnostic::new(codes::MISPLACED_ITEM, file.id, first_line, message).help(help));
    }
}

fn first_word(text: &str) -> u32 {
    let end = text.find(char::is_whitespace).unwrap_or(text.len());
    id32(end)
}

fn resolve_world_scenarios(world: &mut World, files: &[Parsed<'_>], diagnostics: &mut Vec<Diagnostic>) {
    let mut scenarios = Vec::new();
    for file in files {
        // A file's own sources stand together among those of the world.
        let is_own = |source: &crate::model::Source| source.place.file == file.id;
        let first = world.sources.iter().position(is_own).unwrap_or(world.sources.len());
        let own = world.sources[first..].iter().take_while(|source| is_own(source)).count();
        let citations = Citations::new(&world.sources, &world.sources[first..first + own], first);
        scenarios.extend(scenarios::resolve_scenarios(world, file, &citations, diagnostics));
    }
    world.scenarios = scenarios;
}

/// Resolves one province's file against the world. Its sources are counted after those of the world.
pub fn resolve_province(world: &World, file: &Parsed<'_>) -> Option<ResolvedProvince> {
    let mut resolved = layers::resolve_layer(world, file, world.sources.len())?;
    let mut diagnostics = Vec::new();
    report_vocabulary_in_province(file, &mut diagnostics);
    let citations = Citations::new(&world.sources, &resolved.sources, world.sources.len());
    let scenarios = scenarios::resolve_scenarios(world, file, &citations, &mut diagnostics);
    drop(citations);
    resolved.diagnostics.append(&mut diagnostics);
    Some(ResolvedProvince { resolved, scenarios })
}

/// A province's file holds what is the province's; shared words stand in the vocabulary.
fn report_vocabulary_in_province(file: &Parsed<'_>, diagnostics: &mut Vec<Diagnostic>) {
    for item in &file.tree.items {
        let name = match item {
            Item::Enum(item) => item.name,
            Item::Facts(item) => item.name,
            Item::List(item) => item.name,
            Item::Role(item) => item.name,
            Item::Bundle(item) | Item::Invariant(item) => item.name,
            Item::Words(item) => item.name,
            Item::Table(item) => item.name,
            Item::Template(item) => item.name,
            Item::Let(item) => item.name,
            Item::Policy(item) => item.name,
            Item::Materials(items) => match items.first() {
                Some(item) => item.name,
                None => continue,
            },
            Item::Attributes(item) => Name(item.span),
            Item::Block(_) | Item::Bureau(_) | Item::Source(_) | Item::Scenario(_) => continue,
        };
        let message = say!("词汇和政策不写在省份文件里", "vocabulary and policies do not stand in a province's file");
        let help = say!(
            "移到 `vocabulary` 文件夹或 `policies.gj`，所有省份都能用",
            "move it to the `vocabulary` folder or to `policies.gj`, where all provinces can use it"
        );
        diagnostics.push(Diagnostic::new(codes::MISPLACED_ITEM, file.id, name.0, message).help(help));
    }
}

/// Whether a file is a province's, from its first words, before it is parsed.
pub fn is_province(text: &str) -> bool {
    let mut rest = text.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{3000}');
    // Comments with another sign are reported, and are comments all the same.
    while let Some(after) = ["#", "＃", "//", "／／", "、、"].iter().find_map(|sign| rest.strip_prefix(sign)) {
        rest = after.split_once('\n').map_or("", |(_, rest)| rest).trim_start();
    }
    ["province", "省份"]
        .iter()
        .any(|word| rest.strip_prefix(word).is_some_and(|after| !after.starts_with(continues_a_word)))
}

fn continues_a_word(letter: char) -> bool {
    letter.is_alphanumeric() || letter == '_'
}

/// The layer kind that a tree's header names.
pub fn layer_kind(tree: &File) -> Option<LayerKind> {
    Some(match tree.header.as_ref()?.kind {
        HeaderKind::National => LayerKind::National,
        HeaderKind::Provider { .. } => LayerKind::Provider,
        HeaderKind::Province { .. } => LayerKind::Province,
    })
}
