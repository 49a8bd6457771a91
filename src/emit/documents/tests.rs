//! The pages of the sample program: every link leads somewhere, every rule has its place.

use std::collections::{BTreeMap, BTreeSet};

use crate::diagnostic::Language;
use crate::emit::documents::{Document, documents, sample};
use crate::model::Program;

fn pages() -> Vec<Document> {
    documents(&sample::program(), &[Language::Chinese, Language::English], 2)
}

fn page(path: &str) -> String {
    pages().into_iter().find(|document| document.path == path).expect("the page is written").text
}

#[track_caller]
fn check(path: &str, parts: &[&str]) {
    let text = page(path);
    for part in parts {
        assert!(text.contains(part), "{path} has no {part:?}:\n{text}");
    }
}

#[test]
fn every_link_leads_somewhere() {
    let anchors: BTreeMap<String, BTreeSet<String>> =
        pages().into_iter().map(|document| (document.path, anchors_of(&document.text).into_iter().collect())).collect();
    for document in pages() {
        for link in links_of(&document.text).into_iter().filter(|link| !link.contains("://")) {
            let (path, anchor) = link.split_once('#').unwrap_or((&link, ""));
            let target = if path.is_empty() { document.path.clone() } else { joined(&document.path, path) };
            let known = anchors.get(&target).unwrap_or_else(|| panic!("{}: no page {link}", document.path));
            assert!(anchor.is_empty() || known.contains(anchor), "{}: no anchor {link}", document.path);
        }
    }
}

#[test]
fn every_rule_has_one_anchor_in_each_language() {
    let all: Vec<String> = pages().iter().flat_map(|document| anchors_of(&document.text)).collect();
    let program = sample::program();
    for layer in &program.layers {
        for rule in &layer.rules {
            let id = program.rule_id(layer, rule);
            assert_eq!(all.iter().filter(|anchor| **anchor == id).count(), 2, "{id}");
        }
    }
}

#[test]
fn an_anchor_stands_once_on_a_page() {
    for document in pages() {
        let anchors = anchors_of(&document.text);
        let different: BTreeSet<&String> = anchors.iter().collect();
        assert_eq!(different.len(), anchors.len(), "{}", document.path);
    }
}

#[test]
fn the_same_program_gives_the_same_pages() {
    assert_eq!(pages(), pages());
}

#[test]
fn an_empty_program_has_an_index() {
    let documents = documents(&Program::default(), &[Language::Chinese], 2);
    assert!(documents.iter().any(|document| document.path == "zh/index.md"));
}

#[test]
fn the_matrix_has_a_row_for_each_track_that_is_answered_apart() {
    check(
        "zh/matrix/others.md",
        &[
            "| [跨省备案](../policies/cross_province.md)（单位备案） | [支持](../provinces/guangdong.md#answer.unit.cross_province) ⚠ |",
            "| [跨省备案](../policies/cross_province.md)（个人备案） | [按情形](../provinces/guangdong.md#answer.individual.cross_province) ⚠ |",
            "[未明确](../provinces/guangdong.md#answer.individual.emergency_contact)",
        ],
    );
}

#[test]
fn a_dispute_is_shown_with_its_statements() {
    check(
        "zh/provinces/guangdong.md",
        &["> ⚠ 存疑：两处\\<矛盾\\>\n>\n> - [e-24](#statement.guangdong.e-24) \\*方案书\\*写明六个方面"],
    );
    check("en/provinces/guangdong.md", &["> ⚠ Disputed: 两处\\<矛盾\\>"]);
}

#[test]
fn what_differs_comes_before_what_is_inherited() {
    let text = page("zh/provinces/guangdong.md");
    let order = [
        "## 来源",
        "## 与全国规定不同之处",
        "### 单位备案",
        "#### 答复",
        "#### 服务",
        "#### 材料",
        "### 个人备案",
        "### 两类都适用",
        "## 对上层规则的改动",
        "## 同样适用的上层规则",
        "## 未明确的政策",
        "## 停用的编号",
        "## 陈述对照",
    ];
    let places: Vec<Option<usize>> = order.iter().map(|heading| text.find(&format!("\n{heading}\n"))).collect();
    assert!(places.iter().all(Option::is_some), "{places:?}\n{text}");
    assert!(places.is_sorted(), "{places:?}\n{text}");
}

#[test]
fn a_citation_gives_page_and_version() {
    check(
        "zh/provinces/guangdong.md",
        &[
            "- 依据：[《要求》](#source.guangdong)（版本 1a421bcb6c09）\n  - [e-22](#statement.guangdong.e-22) 前缀 \\| 超过 \\<31\\> 个",
            "- 依据：[《要求》](../layers/national.md#source.domain)",
            "[《要求》](https://github.com/tencentyun/qcloud-documents/blob/1a421bcb6c093a659d20c16754844220b166dcc6/product/%E5%A4%87%E6%A1%88/%E8%A6%81%E6%B1%82%20%281%29.md)",
        ],
    );
}

#[test]
fn every_statement_says_who_cites_it() {
    check(
        "zh/provinces/guangdong.md",
        &[
            "</a>e-22 | 可判定 | 前缀 \\| 超过 \\<31\\> 个 | [跨省备案](#answer.individual.cross_province)",
            "</a>i-06 | 仅供阅读 | 没有引用 | **没有** |",
        ],
    );
    check("zh/layers/national.md", &["[前缀\\|过多](../provinces/guangdong.md#guangdong.unit.many_labels)"]);
}

#[test]
fn a_change_says_whether_it_is_tighter() {
    check(
        "zh/provinces/guangdong.md",
        &[
            "### 不再适用（更宽）：[每个网站一个域名](../layers/tencent.md#tencent.unit.one_domain)",
            "### 改写（更严）：[域名后缀](../layers/national.md#national.all.suffix)",
            "[域名后缀](../layers/national.md#national.all.suffix)（[改写（更严）](#change.national.all.suffix)）",
        ],
    );
}

#[test]
fn silence_keeps_its_notes() {
    check("zh/provinces/guangdong.md", &["- 应急联系人：⚠ 存疑：页面自相矛盾", "- 应急联系人（说明）：以管局为准"]);
}

#[test]
fn a_material_lists_who_asks_for_it() {
    check(
        "zh/materials/site_plan.md",
        &[
            "| [广东](../provinces/guangdong.md) | 单位备案 | [前缀\\|过多](../provinces/guangdong.md#guangdong.unit.many_labels) | — |",
        ],
    );
    check("zh/materials/index.md", &["| [居住证](residence_permit.md) | 1 |"]);
}

#[test]
fn a_policy_lists_what_the_bureaus_answer() {
    check(
        "en/policies/emergency_contact.md",
        &[
            "| [广东](../provinces/guangdong.md#answer.individual.emergency_contact) | 个人备案 | not stated<br>⚠ disputed |",
        ],
    );
}

#[test]
fn a_text_never_breaks_its_table() {
    for document in pages() {
        let mut columns = None;
        for line in document.text.lines() {
            let found = line.starts_with('|').then(|| line.replace("\\|", "").matches('|').count());
            assert!(columns.is_none() || found.is_none() || columns == found, "{}: {line}", document.path);
            columns = found;
        }
    }
}

fn anchors_of(text: &str) -> Vec<String> {
    between(text, "<a id=\"", '"')
}

fn links_of(text: &str) -> Vec<String> {
    between(text, "](", ')')
}

fn between(text: &str, before: &str, after: char) -> Vec<String> {
    let rest = text.split(before).skip(1);
    rest.filter_map(|part| part.split_once(after).map(|(found, _)| found.to_string())).collect()
}

/// The path that a relative link on the page leads to.
fn joined(page: &str, link: &str) -> String {
    let mut parts: Vec<&str> = page.split('/').collect();
    parts.pop();
    for part in link.split('/') {
        match part {
            ".." => assert!(parts.pop().is_some(), "{page}: {link}"),
            part => parts.push(part),
        }
    }
    parts.join("/")
}
