//! What lints of the whole program find in a province beside a vocabulary as small as tests can do with.

use crate::diagnostic::Safety;
use crate::lint::{Check, Lint, Names, ProgramContext, Settings, apply_fixes};
use crate::model::Program;
use crate::resolve::{Parsed, resolve_province, resolve_world};
use crate::syntax::parse;
use crate::text::{FileId, SourceFile};

const SHARED: &str = r#"
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

/// The English messages in a province's text below its header, one a line.
pub(super) fn findings(lint: &Lint, province: &str) -> String {
    run(lint, province).0
}

/// The text below the header after the fixes.
pub(super) fn fixed(lint: &Lint, province: &str) -> String {
    run(lint, province).1
}

const HEADER: &str = "province hubei\n";

fn run(lint: &Lint, province: &str) -> (String, String) {
    let files = [SourceFile::new("shared.gj", SHARED), SourceFile::new("hubei.gj", format!("{HEADER}{province}"))];
    let trees: Vec<_> = (0..).map(FileId).zip(&files).map(|(id, file)| (id, file, parse(id, &file.text))).collect();
    let parsed: Vec<Parsed<'_>> =
        trees.iter().map(|(id, file, (tree, _))| Parsed { id: *id, text: &file.text, tree }).collect();
    let mut wrong: Vec<_> = trees.iter().flat_map(|(.., (_, diagnostics))| diagnostics.clone()).collect();
    let (world, found) = resolve_world(&parsed[..1]);
    wrong.extend(found);
    let resolved = resolve_province(&world, &parsed[1]).expect("the header is a province's").resolved;
    wrong.extend(resolved.diagnostics);
    assert!(wrong.is_empty(), "{wrong:#?}");
    let sources = world.sources.into_iter().chain(resolved.sources).collect();
    let layers = vec![resolved.layer];
    let program =
        Program { vocabulary: world.vocabulary, policies: world.policies, sources, layers, scenarios: Vec::new() };
    let (names, settings) = (Names::default(), Settings::default());
    let context = ProgramContext::new(&files, &program, &names, &settings);
    let mut diagnostics = Vec::new();
    match lint.check {
        Check::Program(check) => check(&context, &mut diagnostics),
        Check::File(_) | Check::Settled => {}
    }
    let messages: Vec<&str> = diagnostics.iter().map(|found| found.message.english.as_str()).collect();
    let applied = apply_fixes(&files, &diagnostics, Safety::Unsafe).texts;
    let text = applied.first().map_or(&files[1].text, |(_, text)| text);
    (messages.join("\n"), text.trim_start_matches(HEADER).to_owned())
}
