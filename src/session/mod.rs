//! The whole pipeline, in memory: from (path, bytes) to a program and diagnostics.
//!
//! Files of the vocabulary, the nation and the providers are taken together first. Then every
//! province goes through parsing, resolving and checking on its own, on as many threads as asked
//! for; its tree is dropped before the next one is begun.

mod decode;

use std::collections::{HashMap, HashSet};

use crate::check;
use crate::diagnostic::{self, Diagnostic, codes};
use crate::model::{Layer, LayerId, Place, Program, Scenario, Source};
use crate::parallel;
use crate::resolve::{self, Parsed, ResolvedProvince, World};
use crate::syntax;
use crate::syntax::ast::File;
use crate::text::{FileId, SourceFile};

/// A file as it was found. The path is relative to the folder, with `/` on every platform.
#[derive(Clone, Debug)]
pub struct Input {
    pub path: String,
    pub bytes: Vec<u8>,
}

/// What a compilation gives.
#[derive(Clone, Debug, Default)]
pub struct Session {
    /// In the order of their paths; a `FileId` is an index into this.
    pub files: Vec<SourceFile>,
    pub program: Program,
    /// Sorted by place.
    pub diagnostics: Vec<Diagnostic>,
}

impl Session {
    /// Whether something forbids the products to be made.
    pub fn has_errors(&self) -> bool {
        self.diagnostics.iter().any(|diagnostic| diagnostic.severity() == diagnostic::Severity::Error)
    }
}

/// The texts of files, and what is wrong with them before anything in them has a meaning.
pub fn parse_alone(inputs: Vec<Input>) -> (Vec<SourceFile>, Vec<Diagnostic>) {
    let decoded = decode::decode_all(inputs);
    let mut diagnostics = decoded.diagnostics;
    for (index, file) in decoded.files.iter().enumerate() {
        let id = FileId(u32::try_from(index).unwrap_or(u32::MAX));
        diagnostics.extend(syntax::parse(id, &file.text).1);
    }
    diagnostic::sort(&mut diagnostics);
    (decoded.files, diagnostics)
}

/// Compiles a set of files with at most so many threads.
pub fn compile(inputs: Vec<Input>, threads: usize) -> Session {
    let mut inputs = inputs;
    inputs.sort_by(|a, b| a.path.cmp(&b.path));
    let decoded = decode::decode_all(inputs);
    let mut diagnostics = decoded.diagnostics;
    let files = decoded.files;

    let ids = (0..files.len()).filter_map(|index| u32::try_from(index).ok()).map(FileId);
    let (provinces, others): (Vec<FileId>, Vec<FileId>) =
        ids.partition(|id| resolve::is_province(&files[id.0 as usize].text));
    let trees = parallel::map(&others, threads, |id| syntax::parse(*id, &files[id.0 as usize].text));
    let world = build_world(&files, &others, trees, &mut diagnostics);
    let resolved = parallel::map(&provinces, threads, |id| compile_province(&world, *id, &files[id.0 as usize].text));
    let program = assemble(world, resolved, &mut diagnostics);
    drop_consequences(&mut diagnostics);
    diagnostic::sort(&mut diagnostics);
    Session { files, program, diagnostics }
}

/// A broken rule is left out, and its citations with it: what a file with errors seems not to cite
/// is said when it has none. Policies without an answer break no rule.
fn drop_consequences(diagnostics: &mut Vec<Diagnostic>) {
    let breaks = |diagnostic: &&Diagnostic| {
        diagnostic.severity() == diagnostic::Severity::Error && diagnostic.code != codes::UNANSWERED_POLICY
    };
    let broken: HashSet<FileId> = diagnostics.iter().filter(breaks).map(|diagnostic| diagnostic.place().0).collect();
    let is_kept = |diagnostic: &Diagnostic| {
        diagnostic.code != codes::UNCITED_STATEMENT || !broken.contains(&diagnostic.place().0)
    };
    diagnostics.retain(is_kept);
}

fn build_world(
    files: &[SourceFile],
    ids: &[FileId],
    trees: Vec<(File, Vec<Diagnostic>)>,
    diagnostics: &mut Vec<Diagnostic>,
) -> World {
    let mut kept = Vec::new();
    for (id, (tree, mut found)) in ids.iter().zip(trees) {
        diagnostics.append(&mut found);
        kept.push((*id, tree));
    }
    let parsed: Vec<Parsed<'_>> =
        kept.iter().map(|(id, tree)| Parsed { id: *id, text: &files[id.0 as usize].text, tree }).collect();
    let (world, mut found) = resolve::resolve_world(&parsed);
    diagnostics.append(&mut found);
    diagnostics.extend(check::check_vocabulary(&world.vocabulary, &world.policies));
    for layer in &world.layers {
        diagnostics.extend(check::check_layer(&world.vocabulary, layer));
    }
    world
}

/// One province from its text to its checked layer.
fn compile_province(world: &World, id: FileId, text: &str) -> (Option<ResolvedProvince>, Vec<Diagnostic>) {
    let (tree, mut diagnostics) = syntax::parse(id, text);
    let parsed = Parsed { id, text, tree: &tree };
    let Some(mut province) = resolve::resolve_province(world, &parsed) else { return (None, diagnostics) };
    diagnostics.append(&mut province.resolved.diagnostics);
    if province.resolved.layer.name.is_empty() {
        return (None, diagnostics);
    }
    diagnostics.extend(check::check_layer(&world.vocabulary, &province.resolved.layer));
    let tracks = world.tracks();
    diagnostics.extend(check::check_answers(&world.policies, &tracks, &province.resolved.layer));
    (Some(province), diagnostics)
}

/// Puts the layers in their order and numbers their sources.
fn assemble(
    world: World,
    provinces: Vec<(Option<ResolvedProvince>, Vec<Diagnostic>)>,
    diagnostics: &mut Vec<Diagnostic>,
) -> Program {
    let World { vocabulary, policies, mut sources, layers, mut scenarios, .. } = world;
    let shared_sources = sources.len();
    let mut province_parts: Vec<(Layer, Vec<Source>, Vec<Scenario>)> = Vec::new();
    let mut places: HashMap<Box<str>, Place> = layers.iter().map(|layer| (layer.name.clone(), layer.place)).collect();
    for (province, mut found) in provinces {
        diagnostics.append(&mut found);
        let Some(ResolvedProvince { resolved, scenarios }) = province else { continue };
        if let Some(first) = places.get(&resolved.layer.name) {
            diagnostics.push(resolve::duplicate_layer(&resolved.layer.label, resolved.layer.place, *first));
            continue;
        }
        places.insert(resolved.layer.name.clone(), resolved.layer.place);
        province_parts.push((resolved.layer, resolved.sources, scenarios));
    }
    province_parts.sort_by(|a, b| a.0.name.cmp(&b.0.name));

    let mut program = Program { vocabulary, policies, ..Program::default() };
    // The nation comes before the providers; their sources keep their numbers.
    let mut order: Vec<(usize, Layer)> = layers.into_iter().enumerate().collect();
    order.sort_by(|(_, a), (_, b)| (a.kind, &a.name).cmp(&(b.kind, &b.name)));
    for source in &mut sources {
        let position = order.iter().position(|(index, _)| *index == source.layer.index()).unwrap_or(0);
        source.layer = LayerId(u32::try_from(position).unwrap_or(0));
    }
    program.sources = sources;
    program.layers.extend(order.into_iter().map(|(_, layer)| layer));
    for (mut layer, sources, mut own_scenarios) in province_parts {
        let id = LayerId(u32::try_from(program.layers.len()).unwrap_or(u32::MAX));
        let shift = program.sources.len() - shared_sources;
        check::citations::shift_sources(&mut layer, shared_sources, shift);
        for scenario in &mut own_scenarios {
            scenario.layer = Some(id);
            check::citations::shift(&mut scenario.cites, shared_sources, shift);
        }
        program.sources.extend(sources.into_iter().map(|source| Source { layer: id, ..source }));
        program.layers.push(layer);
        scenarios.append(&mut own_scenarios);
    }
    program.scenarios = scenarios;
    diagnostics.extend(check::check_program(&program));
    program
}
