//! Names by their ids or by their labels: the table is the same, and the way back gives the first
//! file again.

use guanju::emit::table::table;
use guanju::format::format;
use guanju::resolve::Naming;
use guanju::session::{Input, Session, compile_noting, is_same_program, renamed};
use guanju::syntax::keywords::Spelling;
use guanju::text::edit::{Edit, apply};

use crate::common::{input, listed, rule_files, text};
use crate::random::{Random, seed};

fn noted(files: &[Input]) -> Session {
    let session = compile_noting(files.to_vec(), 2);
    assert!(!session.has_errors(), "{}", listed(&session, |code| code.starts_with('W')));
    session
}

/// The files in the usual layout, with their names and keywords so written.
fn written(files: &[Input], naming: Naming, spelling: Spelling) -> Vec<Input> {
    let session = noted(files);
    let texts = session.files.iter().zip(renamed(&session, naming));
    let written = |text: String| format(&text, Some(spelling)).expect("what can be compiled can be read");
    texts.map(|(file, text)| input(&file.path, &written(text))).collect()
}

fn check_same(found: &[Input], wanted: &[Input]) {
    for (found, wanted) in found.iter().zip(wanted) {
        for (line, (found, wanted)) in (1..).zip(text(found).lines().zip(text(wanted).lines())) {
            assert_eq!(found, wanted, "line {line}");
        }
        assert!(found.bytes == wanted.bytes, "{}", wanted.path);
    }
}

#[test]
fn labels_and_back_give_the_first_files_again() {
    let files = written(&rule_files(), Naming::Id, Spelling::English);
    for spelling in [Spelling::English, Spelling::Chinese] {
        let labels = written(&files, Naming::Label, spelling);
        let changed = files.iter().zip(&labels).filter(|(before, after)| before.bytes != after.bytes);
        assert!(changed.count() > 40, "most files have names");
        assert!(is_same_program(&noted(&files), labels.clone(), 2), "{spelling:?} labels change the table");
        check_same(&written(&labels, Naming::Label, spelling), &labels);
        check_same(&written(&labels, Naming::Id, Spelling::English), &files);
    }
}

/// Whichever way each name is written, it means the same and can be written in the other.
#[test]
fn each_name_may_be_written_in_its_own_way() {
    let mut random = Random::new(seed());
    let files = written(&rule_files(), Naming::Id, Spelling::English);
    let labels = written(&files, Naming::Label, Spelling::English);
    let session = noted(&files);
    let mixed: Vec<Input> = session
        .files
        .iter()
        .zip(&session.mentions)
        .map(|(file, mentions)| {
            let spellings = mentions.iter().filter_map(|mention| Some((mention.span, mention.spellings.as_ref()?)));
            let edits = spellings.filter(|_| random.percent(50)).map(|(span, both)| Edit::new(span, &*both.label));
            input(&file.path, &apply(&file.text, &edits.collect::<Vec<_>>()))
        })
        .collect();
    assert!(table(&noted(&mixed).program) == table(&session.program), "the table has changed");
    check_same(&written(&mixed, Naming::Id, Spelling::English), &files);
    check_same(&written(&mixed, Naming::Label, Spelling::English), &labels);
}

#[test]
fn only_names_change() {
    let session = noted(&rule_files());
    let labels = renamed(&session, Naming::Label);
    let comments = |text: &str| text.matches('#').count();
    let strings = |text: &str| text.split('"').skip(1).step_by(2).map(str::to_owned).collect::<Vec<_>>();
    for (file, labels) in session.files.iter().zip(labels) {
        assert_eq!(comments(&file.text), comments(&labels), "{}", file.path);
        assert_eq!(strings(&file.text), strings(&labels), "{}", file.path);
    }
}

const SHARED: &str = r#"
enum provinces "省份" { guangdong "广东" hubei "湖北" group south "南方" = guangdong }
enum kinds "性质" { unit "单位" individual "个人" }
enum types "类型" { first "首次备案" cancel "注销" group ends "注销类" = cancel }
enum areas "领域" { news "新闻" trade "网上交易" none "无 领域" }
list site "网站" key sites max 9
facts filing "备案" {
  province provinces "备案省份" type types "备案类型" submitted_on date "提交日期" areas set_of areas "涉及领域"
  was_first yes_no "首次备案"
}
facts sponsor "主体" {
  kind kinds "主体性质" age int 0..150 years "年龄" remark text "主体备注" optional
  has_seal yes_no "主办者有公章" not "主办者无公章"
}
facts site "网站组" in site { name text "网站名称" }
words bad "坏词" { "坏" }
table allowed "可用省份" from types to set_of provinces { first: guangdong, hubei cancel: south }
let sponsor.track "备案性质" as kinds = first_match { individual when sponsor.kind = individual otherwise unit }
let sponsor.old "年长" not "不年长" = sponsor.age > 60 years
attributes {
  stamped yes_no "盖章" expires_on date "有效期止"
  let unexpired "有效期内" not "已过期" = expires_on >= filing.submitted_on
}
materials { licence "许可证" with stamped, expires_on letter "说明信" when_asked "当" }
bundle papers "全套材料" = all_of(licence, letter)
template line "同一网站" { "同一网站" }
policy ask "年龄要求" for unit {
  choice above "须年满" (least int 0..150 years "年龄" paper obligation "所交材料") {
    when sponsor.age < least
    require paper
  }
  choice nothing "不要求"
}
"#;

const PROVINCE: &str = r#"
province guangdong code "CN-GD"
source page "页" { statements { s-1 prose "甲" } }
for unit {
  ask: above(18 years, licence(unexpired, stamped)) cites s-1
  rule names "名称" {
    for_each site
    when site.name mentions bad and filing.type not_in ends and news in filing.areas
    unless filing.province in allowed[filing.type] or 主办者无公章
    require one_of(papers, licence(expires_on > 2026-01-01, not unexpired), remark(sponsor.remark, line)) # 注
    duty cancel within 10 workdays after filing.submitted_on
  }
  rule several "个数" { when count(site where site.name ends_with bad) > 1 and not sponsor.old forbid }
  rule odd "另" { when none in filing.areas and filing.type in first and filing.type = first require when_asked }
}
baseline base "基线" { given { filing.type = first } add site { site.name = "好" } }
scenario case "情形" {
  base base
  given { sponsor.age = 20 }
  add licence { stamped = yes }
  without letter
  unknown licence.expires_on, filing.province
  expect guangdong.unit.names violated
  expect materials licence
}
"#;

/// The shared text and a province's beside it, with their names so written, in Chinese.
fn check(province: &str, naming: Naming) -> [String; 2] {
    let session = compile_noting(vec![input("a.gj", SHARED), input("b.gj", province)], 1);
    let texts: [String; 2] = renamed(&session, naming).try_into().expect("there are two files");
    texts.map(|text| format(&text, Some(Spelling::Chinese)).expect("it can be read"))
}

#[test]
fn every_kind_of_name() {
    let [_, labels] = check(PROVINCE, Naming::Label);
    insta::assert_snapshot!(labels, @r#"
    省份 广东 代码 “CN-GD”
    来源 page “页” ｛
      原文条目 ｛
        s-1 仅供阅读 “甲”
      ｝
    ｝
    适用于 单位 ｛
      年龄要求：须年满（18岁，许可证（有效期内，盖章）） 依据 s-1
      规则 names “名称” ｛
        逐个 网站
        当 网站名称 含有 坏词 且 备案类型 不属于 注销类 且 新闻 属于 涉及领域
        除非 备案省份 属于 可用省份【备案类型】 或 主办者无公章
        要求 任选其一（
          全套材料，
          许可证（有效期止 超过 2026年1月1日，非 有效期内），
          备注写明（主体备注，同一网站）
        ）  # 注
        事后须办 注销 限期 10个工作日 起算于 提交日期
      ｝
      规则 several “个数” ｛
        当 个数（网站 满足 网站名称 结尾为 坏词） 超过 1 且 非 年长
        不予备案
      ｝
      规则 odd “另” ｛
        当 none 属于 涉及领域 且 备案类型 属于 first 且 备案类型 为 首次备案
        要求 when_asked
      ｝
    ｝
    基准申请 base “基线” ｛
      既定 ｛ 备案类型 为 首次备案 ｝
      增加 网站 ｛ 网站名称 为 “好” ｝
    ｝
    情形 case “情形” ｛
      沿用 base
      既定 ｛ 年龄 为 20 ｝
      增加 许可证 ｛ 盖章 为 是 ｝
      没有 说明信
      未知 许可证.有效期止，备案省份
      预期 guangdong.unit.names 违反
      预期 材料 许可证
    ｝
    "#);
    assert_eq!(check(&labels, Naming::Label)[1], labels);
    assert_eq!(check(&labels, Naming::Id), check(PROVINCE, Naming::Id));
}

#[test]
fn names_in_the_vocabulary() {
    let [labels, _] = check(PROVINCE, Naming::Label);
    let lines = |word: &str| labels.lines().filter(|line| line.contains(word)).map(str::trim).collect::<Vec<_>>();
    assert_eq!(lines("带有"), ["licence    “许可证” 带有 盖章，有效期止"]);
    assert_eq!(lines("组 ends"), ["组 ends “注销类” 为 注销"]);
    assert_eq!(lines("全套材料"), ["材料组 papers “全套材料” 为 全部提供（许可证，说明信）"]);
    // The parameter hides the fact of the same name, which is known by its id only.
    assert_eq!(lines("不足"), ["当 sponsor.age 不足 年龄"]);
}

#[test]
fn another_value_is_another_program() {
    let files = rule_files();
    let changed =
        |file: &Input| input(&file.path, &text(file).replacen("filing.type = access", "filing.type = first", 1));
    let others: Vec<Input> = files.iter().map(changed).collect();
    assert!(others.iter().zip(&files).any(|(other, file)| other.bytes != file.bytes), "nothing was changed");
    assert!(!is_same_program(&noted(&files), others, 2), "what is written is compared with what was meant");
}

#[test]
fn names_stay_in_files_with_errors() {
    let broken = "province guangdong for unit { rule a \"甲\" { when filing.type = frist require licence } }";
    assert_eq!(check(broken, Naming::Label)[1], check(broken, Naming::Id)[1]);
    let mended = broken.replace("frist", "first");
    assert_ne!(check(&mended, Naming::Label)[1], check(&mended, Naming::Id)[1]);
}
