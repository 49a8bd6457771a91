//! A vocabulary as small as tests can do with, and what comes of a text beside it.

use crate::model::Layer;
use crate::resolve::{Parsed, World, resolve_province, resolve_world};
use crate::syntax::parse;
use crate::text::FileId;

const SHARED: &str = r#"
national
enum provinces "省份" { guangdong "广东" }
enum kinds "性质" { unit "单位" individual "个人" }
list site "网站" key sites max 9
facts filing "备案" { province provinces "备案省份" submitted_on date "提交日期" }
facts sponsor "主体" { kind kinds "主体性质" age int 0..150 years "年龄" remark text "主体备注" optional }
facts site "网站组" in site { name text "网站名称" note text "网站说明" optional }
words bad "坏词" { "坏" }
words good "好词" { "好" }
let sponsor.track "备案性质" as kinds = first_match { individual when sponsor.kind = individual otherwise unit }
attributes { stamped yes_no "盖章" }
materials { licence "许可证" with stamped }
template line "一句" { "一句" }
policy ask "问" for unit {
  choice nothing "不要"
  choice guarded "有条件" (what condition "何时") { when what forbid }
  choice each "逐个" (what condition "何样") { for_each site when what forbid }
}
source page "页" { statements { s-1 prose "甲" } }
for unit, individual { rule minor "未成年" { when sponsor.age < 18 years forbid } }
for unit { rule dated "有期" { effective from 2020-01-01 until 2024-12-31 when sponsor.age > 60 years forbid } }
"#;

/// The shared text, one more like it, and a province's: the world, the layer, `code place` per line.
pub(crate) fn resolved(shared: &str, province: &str) -> (World, Option<Layer>, String) {
    let texts = [SHARED, shared, province];
    let trees: Vec<_> = (0..).map(FileId).zip(texts).map(|(id, text)| (id, text, parse(id, text))).collect();
    let mut found: Vec<_> = trees.iter().flat_map(|(.., (_, diagnostics))| diagnostics.clone()).collect();
    let parsed: Vec<Parsed<'_>> =
        trees.iter().map(|(id, text, (tree, _))| Parsed { id: *id, text, tree, mentions: None }).collect();
    let (world, mut diagnostics) = resolve_world(&parsed[..2]);
    found.append(&mut diagnostics);
    let layer = resolve_province(&world, &parsed[2]).map(|mut province| {
        found.append(&mut province.resolved.diagnostics);
        province.resolved.layer
    });
    let lines = found.iter().map(|diagnostic| {
        let (file, span) = diagnostic.place();
        format!("{} {}\n", diagnostic.code.code, span.of(texts[file.0 as usize]))
    });
    let lines = lines.collect();
    (world, layer, lines)
}

/// What is wrong with a further text of the vocabulary.
pub(crate) fn check_shared(text: &str) -> String {
    resolved(text, "").2
}

/// What is wrong with the entries of a province's block for units.
pub(crate) fn check_unit(entries: &str) -> String {
    resolved("", &format!("province guangdong for unit {{ {entries} }}")).2
}
