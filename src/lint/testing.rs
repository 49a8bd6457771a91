//! Runs one lint over a few small files, for the tests beside the lints.

use crate::check::citations::shift_sources;
use crate::diagnostic::{Diagnostic, Safety};
use crate::lint::{Check, FileContext, Lint, Names, ProgramContext, Settings, apply_fixes};
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

/// A vocabulary whose policies and words have numbers and lists, for lints about wording.
const OF_WORDING: &str = r#"
enum provinces "省份" { hubei "湖北" }
enum kinds "性质" { unit "单位" individual "个人" }
list site "网站" key sites max 99
facts filing "备案" { province provinces "备案省份" submitted_on date "提交日期" }
facts sponsor "主体" { kind kinds "主体性质" age int 0..150 years "年龄" sites int 0..999 "网站数" name text "名称" }
facts domain "域名" { expires_on date "到期日" }
words state "国字头词" { "中国", "中华", "国家" }
words state_open "国字头等词" open { "中国", "中华" }
let sponsor.track "备案性质" as kinds = first_match { individual when sponsor.kind = individual otherwise unit }
let minor "未成年" = sponsor.age < 18 years
policy limit "网站数限制" for unit {
  choice over "超过时" (most int 0..999 "上限") { when sponsor.sites > most forbid }
  choice reached "达到时" (least int 0..999 "下限") { when sponsor.sites >= least forbid }
}
"#;

/// What a lint finds in these files besides [`VOCABULARY`]: `path: message`.
pub(in crate::lint) fn found(lint: &Lint, texts: &[(&str, &str)]) -> Vec<String> {
    let (files, diagnostics) = run(lint, VOCABULARY, texts);
    let lines = diagnostics.iter().map(|diagnostic| {
        let file = &files[diagnostic.place().0.0 as usize];
        format!("{}: {}", file.path, diagnostic.message.english)
    });
    lines.collect()
}

const HEADER: &str = "province hubei\n";

/// What a lint about wording says of the text of a province below its header, one a line.
pub(in crate::lint) fn findings(lint: &Lint, province: &str) -> String {
    let (_, diagnostics) = run(lint, OF_WORDING, &[("hubei.gj", &format!("{HEADER}{province}"))]);
    listed(&diagnostics).join("\n")
}

/// The text of such a province after the fixes of the lint.
pub(in crate::lint) fn fixed(lint: &Lint, province: &str) -> String {
    let (files, diagnostics) = run(lint, OF_WORDING, &[("hubei.gj", &format!("{HEADER}{province}"))]);
    let applied = apply_fixes(&files, &diagnostics, Safety::Unsafe).texts;
    let text = applied.first().map_or(&files[1].text, |(_, text)| text);
    text.trim_start_matches(HEADER).to_owned()
}

fn run(lint: &Lint, vocabulary: &str, texts: &[(&str, &str)]) -> (Vec<SourceFile>, Vec<Diagnostic>) {
    let mut files = vec![SourceFile::new("vocabulary.gj", vocabulary)];
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
        Check::Proof(_) | Check::Settled => {}
    }
    (files, diagnostics)
}

fn listed(diagnostics: &[Diagnostic]) -> Vec<&str> {
    diagnostics.iter().map(|diagnostic| diagnostic.message.english.as_str()).collect()
}

fn program(files: &[SourceFile], trees: &[(FileId, File)]) -> Program {
    let parsed: Vec<Parsed<'_>> = trees
        .iter()
        .map(|(id, tree)| Parsed { id: *id, text: &files[id.0 as usize].text, tree, mentions: None })
        .collect();
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
