//! Runs one lint over a few small files, for the tests beside the lints.

use crate::check::citations::shift_sources;
use crate::diagnostic::Diagnostic;
use crate::lint::{Check, FileContext, Lint, Names, ProgramContext, Settings};
use crate::model::{LayerId, Program, Source};
use crate::resolve::{Parsed, is_province, resolve_province, resolve_world};
use crate::syntax::{ast::File, parse};
use crate::text::{FileId, SourceFile};

/// A vocabulary with what the language itself needs, three provinces and two tracks.
pub(in crate::lint) const VOCABULARY: &str = r#"
enum provinces "省份" { henan "河南" hubei "湖北" hunan "湖南" group central "华中" = hubei, hunan }
enum tracks "性质" { unit "单位备案" individual "个人备案" }
facts filing "备案" { province provinces "备案省份" given  submitted_on date "提交日期" given }
facts sponsor "主办者" {
  kind tracks "主办者性质" given
  age int 0..150 years "主办者年龄" given
  province provinces "主办者所在省" given
  sealed yes_no "主办者有公章" given
}
let sponsor.track "备案性质" as tracks = first_match { individual when sponsor.kind = individual otherwise unit }
"#;

/// What a lint finds in these files besides [`VOCABULARY`]: `path: message`.
pub(in crate::lint) fn found(lint: &Lint, texts: &[(&str, &str)]) -> Vec<String> {
    let mut files = vec![SourceFile::new("vocabulary.gj", VOCABULARY)];
    files.extend(texts.iter().map(|(path, text)| SourceFile::new(*path, *text)));
    let trees: Vec<(FileId, File)> = (0..)
        .map(FileId)
        .zip(&files)
        .map(|(id, file)| {
            let (tree, diagnostics) = parse(id, &file.text);
            assert_eq!(listed(&diagnostics), [""; 0]);
            (id, tree)
        })
        .collect();
    let mut names = Names::default();
    trees.iter().zip(&files).for_each(|((_, tree), file)| names.add(&Names::of(tree, &file.text)));
    let program = program(&files, &trees);
    let settings = Settings::default();
    let mut diagnostics = Vec::new();
    match lint.check {
        Check::Program(check) => {
            check(&ProgramContext::new(&files, &program, &names, &settings), &mut diagnostics);
        }
        Check::File(check) => {
            for ((id, tree), file) in trees.iter().zip(&files) {
                check(&FileContext { id: *id, file, tree, settings: &settings }, &mut diagnostics);
            }
        }
        Check::Settled => {}
    }
    let lines = diagnostics.iter().map(|diagnostic| {
        let file = &files[diagnostic.place().0.0 as usize];
        format!("{}: {}", file.path, diagnostic.message.english)
    });
    lines.collect()
}

fn listed(diagnostics: &[Diagnostic]) -> Vec<&str> {
    diagnostics.iter().map(|diagnostic| diagnostic.message.english.as_str()).collect()
}

fn program(files: &[SourceFile], trees: &[(FileId, File)]) -> Program {
    let parsed: Vec<Parsed<'_>> =
        trees.iter().map(|(id, tree)| Parsed { id: *id, text: &files[id.0 as usize].text, tree }).collect();
    let (provinces, others): (Vec<_>, Vec<_>) = parsed.iter().partition(|file| is_province(file.text));
    let (world, diagnostics) = resolve_world(&others);
    assert_eq!(listed(&diagnostics), [""; 0]);
    let resolved: Vec<_> = provinces.iter().filter_map(|file| resolve_province(&world, file)).collect();
    let shared = world.sources.len();
    let mut program = Program {
        vocabulary: world.vocabulary,
        policies: world.policies,
        sources: world.sources,
        layers: world.layers,
        scenarios: world.scenarios,
    };
    for province in resolved {
        assert_eq!(listed(&province.resolved.diagnostics), [""; 0]);
        let mut layer = province.resolved.layer;
        let id = LayerId(u32::try_from(program.layers.len()).expect("a test has few layers"));
        shift_sources(&mut layer, shared, program.sources.len() - shared);
        program.sources.extend(province.resolved.sources.into_iter().map(|source| Source { layer: id, ..source }));
        program.layers.push(layer);
        program.scenarios.extend(province.scenarios);
    }
    program
}
