//! The whole pipeline, in memory: from (path, bytes) to a program and diagnostics.
//!
//! Files of the vocabulary, the nation and the providers are taken together first. Then every
//! province goes through parsing, resolving and checking on its own, on as many threads as asked
//! for; its tree is dropped before the next one is begun.

mod decode;
mod fix;
mod names;

pub use fix::{Changed, Fixed, fix};
pub use names::{is_same_program, renamed};

use std::collections::{HashMap, HashSet};

use crate::check;
use crate::diagnostic::{self, Code, Diagnostic, codes};
use crate::lint::{self, FileContext, Names, ProgramContext, Settings};
use crate::model::{Layer, LayerId, Place, Program, Scenario, Source};
use crate::parallel;
use crate::resolve::{self, Mention, Mentions, Parsed, ResolvedProvince, World};
use crate::syntax::ast::File;
use crate::syntax::keywords::Spelling;
use crate::syntax::{self, words};
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
    /// What the names in each file stand for, if that was asked: see [`compile_noting`].
    pub mentions: Vec<Vec<Mention>>,
}

impl Session {
    /// Whether something forbids the products to be made.
    pub fn has_errors(&self) -> bool {
        self.diagnostics.iter().any(|diagnostic| diagnostic.severity() == diagnostic::Severity::Error)
    }

    /// Files with an error that leaves something out, so that not all in them is known.
    pub fn broken_files(&self) -> HashSet<FileId> {
        broken_files(&self.diagnostics)
    }
}

/// The texts of files in their order, and what is wrong with their bytes.
pub fn texts(inputs: Vec<Input>) -> (Vec<SourceFile>, Vec<Diagnostic>) {
    let decoded = decode::decode_all(inputs);
    (decoded.files, decoded.diagnostics)
}

/// What is wrong with some of the files before anything in them has a meaning.
pub fn parse_alone(files: &[SourceFile], some: &[FileId], threads: usize) -> Vec<Diagnostic> {
    let found = parallel::map(some, threads, |id| syntax::parse(*id, &files[id.0 as usize].text).1);
    found.into_iter().flatten().collect()
}

/// Compiles a set of files with at most so many threads.
pub fn compile(inputs: Vec<Input>, threads: usize) -> Session {
    run(inputs, threads, Asked::default())
}

/// Compiles a set of files and notes what every name in them stands for.
pub fn compile_noting(inputs: Vec<Input>, threads: usize) -> Session {
    run(inputs, threads, Asked { mentions: true, ..Asked::default() })
}

/// Compiles a set of files and lints them. A baseline becomes the last of the session's files.
pub fn check(inputs: Vec<Input>, threads: usize, settings: &Settings, baseline: Option<SourceFile>) -> Session {
    let mut session = run(inputs, threads, Asked { lints: Some(settings), ..Asked::default() });
    let known = baseline.map(|file| {
        let id = FileId(u32::try_from(session.files.len()).unwrap_or(u32::MAX));
        let (known, mut found) = lint::read_baseline(id, &file.text);
        session.files.push(SourceFile { is_beside: true, ..file });
        session.diagnostics.append(&mut found);
        known
    });
    let diagnostics = std::mem::take(&mut session.diagnostics);
    session.diagnostics = lint::settle(&session.files, diagnostics, settings, known.as_ref());
    session
}

/// What a compilation gives beside the program.
#[derive(Clone, Copy, Debug, Default)]
struct Asked<'a> {
    lints: Option<&'a Settings>,
    mentions: bool,
}

fn run(inputs: Vec<Input>, threads: usize, asked: Asked<'_>) -> Session {
    let mut inputs = inputs;
    inputs.sort_by(|a, b| a.path.cmp(&b.path));
    let decoded = decode::decode_all(inputs);
    let mut diagnostics = decoded.diagnostics;
    let files = decoded.files;

    let ids = (0..files.len()).filter_map(|index| u32::try_from(index).ok()).map(FileId);
    let (provinces, others): (Vec<FileId>, Vec<FileId>) =
        ids.partition(|id| resolve::is_province(&files[id.0 as usize].text));
    let trees = parallel::map(&others, threads, |id| parse(&files, *id, asked));
    let mut mentions: Vec<Vec<Mention>> = vec![Vec::new(); if asked.mentions { files.len() } else { 0 }];
    let mut names = Names::default();
    let (world, found) = build_world(&files, trees, &mut names, &mut diagnostics);
    let mut resolved = parallel::map(&provinces, threads, |id| compile_province(&world, &files, *id, asked));
    resolved.iter().for_each(|province| names.add(&province.names));
    let of_provinces = provinces.iter().zip(&mut resolved).map(|(id, province)| (*id, province.mentions.take()));
    for (id, found) in others.iter().copied().zip(found).chain(of_provinces) {
        if let Some(found) = found {
            mentions[id.0 as usize] = found.into_list();
        }
    }
    let program = assemble(world, resolved, &mut diagnostics);
    drop_consequences(&mut diagnostics);
    if let Some(settings) = asked.lints {
        let found = lint::check_program(&ProgramContext::new(&files, &program, &names, settings), threads);
        add_findings(found, &mut diagnostics);
    }
    speak_as_the_files(&files, &mut diagnostics);
    diagnostic::sort(&mut diagnostics);
    Session { files, program, diagnostics, mentions }
}

/// What to write is said with keywords as the file has them: whoever follows it does not mix spellings.
fn speak_as_the_files(files: &[SourceFile], diagnostics: &mut [Diagnostic]) {
    let mut spellings: HashMap<FileId, Spelling> = HashMap::new();
    for diagnostic in diagnostics {
        let (id, _) = diagnostic.place();
        let Some(file) = files.get(id.0 as usize) else { continue };
        // It is about the spelling itself.
        if diagnostic.code == lint::rules::mixed_keywords::LINT.code {
            continue;
        }
        let spelling = *spellings
            .entry(id)
            .or_insert_with(|| words::usual_spelling(&file.text, &words::keyword_places(&file.text)));
        let mut fix = diagnostic.fix.as_deref_mut();
        let said = diagnostic.help.iter_mut().chain(fix.as_mut().map(|fix| &mut fix.message));
        for text in said.flat_map(|said| [&mut said.chinese, &mut said.english]) {
            *text = respell_code(text, spelling);
        }
        for (_, edit) in fix.into_iter().flat_map(|fix| &mut fix.edits) {
            edit.text = words::respell(&edit.text, spelling);
        }
    }
}

/// A message with what stands in backticks in one spelling.
fn respell_code(text: &str, spelling: Spelling) -> String {
    let parts = text.split('`').enumerate();
    let parts: Vec<String> = parts
        .map(|(index, part)| if index % 2 == 1 { words::respell(part, spelling) } else { part.to_owned() })
        .collect();
    parts.join("`")
}

/// A file as it is written, with what lints find in it and the names it uses.
struct Tree {
    id: FileId,
    tree: File,
    diagnostics: Vec<Diagnostic>,
    names: Names,
    mentions: Option<Mentions>,
}

impl Tree {
    fn parsed<'a>(&'a self, files: &'a [SourceFile]) -> Parsed<'a> {
        let Tree { id, tree, mentions, .. } = self;
        Parsed { id: *id, text: &files[id.0 as usize].text, tree, mentions: mentions.as_ref() }
    }
}

fn parse(files: &[SourceFile], id: FileId, asked: Asked<'_>) -> Tree {
    let file = &files[id.0 as usize];
    let (tree, mut diagnostics) = syntax::parse(id, &file.text);
    let mut names = Names::default();
    if let Some(settings) = asked.lints {
        let found = lint::check_file(&FileContext { id, file, tree: &tree, settings });
        add_findings(found, &mut diagnostics);
        names = Names::of(&tree, &file.text);
    }
    Tree { id, tree, diagnostics, names, mentions: asked.mentions.then(Mentions::default) }
}

/// Adds what lints found, except in files with errors: what is broken there is not known yet.
fn add_findings(found: Vec<Diagnostic>, diagnostics: &mut Vec<Diagnostic>) {
    if found.is_empty() {
        return;
    }
    let broken = broken_files(diagnostics);
    diagnostics.extend(found.into_iter().filter(|diagnostic| !broken.contains(&diagnostic.place().0)));
}

/// Files with an error that leaves something out. Policies without an answer break no rule.
fn broken_files(diagnostics: &[Diagnostic]) -> HashSet<FileId> {
    let broken = diagnostics.iter().filter(|diagnostic| diagnostic.leaves_out());
    broken.map(|diagnostic| diagnostic.place().0).collect()
}

/// A broken rule is left out, and its citations with it: what a file with errors seems not to cite
/// is said when it has none. Whoever cites what there is not does cite.
fn drop_consequences(diagnostics: &mut Vec<Diagnostic>) {
    let broken = broken_files(diagnostics);
    let is_miscited = |code: Code| code == codes::UNKNOWN_STATEMENT;
    let miscited: Vec<_> = diagnostics.iter().filter(|found| is_miscited(found.code)).map(Diagnostic::place).collect();
    diagnostics.retain(|diagnostic| {
        let (file, span) = diagnostic.place();
        let cites_wrongly =
            || miscited.iter().any(|(other, at)| *other == file && span.start <= at.start && at.end <= span.end);
        match diagnostic.code {
            codes::UNCITED_STATEMENT => !broken.contains(&file),
            codes::RULE_WITHOUT_CITATION => !cites_wrongly(),
            _ => true,
        }
    });
}

fn build_world(
    files: &[SourceFile],
    mut trees: Vec<Tree>,
    names: &mut Names,
    diagnostics: &mut Vec<Diagnostic>,
) -> (World, Vec<Option<Mentions>>) {
    for tree in &mut trees {
        diagnostics.append(&mut tree.diagnostics);
        names.add(&tree.names);
    }
    let parsed: Vec<Parsed<'_>> = trees.iter().map(|tree| tree.parsed(files)).collect();
    let (world, mut found) = resolve::resolve_world(&parsed);
    diagnostics.append(&mut found);
    diagnostics.extend(check::check_vocabulary(&world.vocabulary, &world.policies, &parsed));
    for layer in &world.layers {
        diagnostics.extend(check::check_layer(&world.vocabulary, layer, &parsed));
    }
    (world, trees.into_iter().map(|tree| tree.mentions).collect())
}

/// One province as far as it could be compiled.
struct Compiled {
    province: Option<ResolvedProvince>,
    diagnostics: Vec<Diagnostic>,
    names: Names,
    mentions: Option<Mentions>,
}

/// One province from its text to its checked layer.
fn compile_province(world: &World, files: &[SourceFile], id: FileId, asked: Asked<'_>) -> Compiled {
    let mut tree = parse(files, id, asked);
    let mut diagnostics = std::mem::take(&mut tree.diagnostics);
    let parsed = tree.parsed(files);
    let mut province = resolve::resolve_province(world, &parsed);
    if let Some(ResolvedProvince { resolved, .. }) = &mut province {
        diagnostics.append(&mut resolved.diagnostics);
    }
    let province = province.filter(|province| !province.resolved.layer.name.is_empty());
    if let Some(ResolvedProvince { resolved, .. }) = &province {
        diagnostics.extend(check::check_layer(&world.vocabulary, &resolved.layer, &[parsed]));
        diagnostics.extend(check::check_answers(&world.policies, &world.tracks(), &resolved.layer));
    }
    Compiled { province, diagnostics, names: tree.names, mentions: tree.mentions }
}

/// Puts the layers in their order and numbers their sources.
fn assemble(world: World, provinces: Vec<Compiled>, diagnostics: &mut Vec<Diagnostic>) -> Program {
    let World { vocabulary, policies, mut sources, layers, mut scenarios, .. } = world;
    let shared_sources = sources.len();
    let mut province_parts: Vec<(Layer, Vec<Source>, Vec<Scenario>)> = Vec::new();
    let mut places: HashMap<Box<str>, Place> = layers.iter().map(|layer| (layer.name.clone(), layer.place)).collect();
    let mut by_code: HashMap<Box<str>, (Box<str>, Place)> = HashMap::new();
    for Compiled { province, diagnostics: mut found, .. } in provinces {
        diagnostics.append(&mut found);
        let Some(ResolvedProvince { resolved, scenarios }) = province else { continue };
        if let Some(first) = places.get(&resolved.layer.name) {
            diagnostics.push(resolve::duplicate_layer(&resolved.layer.label, resolved.layer.place, *first));
            continue;
        }
        places.insert(resolved.layer.name.clone(), resolved.layer.place);
        if let Some(code) = &resolved.layer.code {
            if let Some((label, first)) = by_code.get(code) {
                diagnostics.push(resolve::duplicate_code(code, resolved.layer.place, (label, *first)));
            } else {
                by_code.insert(code.clone(), (resolved.layer.label.clone(), resolved.layer.place));
            }
        }
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
