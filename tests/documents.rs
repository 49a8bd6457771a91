//! What the documents of the project say is so: links lead somewhere, examples are the language.

use std::fs;
use std::path::{Path, PathBuf};

use guanju::session::compile;

use crate::common::{input, listed, root, shared_files};

const READMES: &[&str] = &["README.md", "README.zh.md"];
const MANUALS: &[&str] = &["docs/reference.md", "docs/reference-card.zh.md"];

fn read(path: &str) -> String {
    fs::read_to_string(root().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// Every page that people read: at the top and under `docs/`.
fn pages() -> Vec<PathBuf> {
    let mut pages = Vec::new();
    collect(&root(), false, &mut pages);
    collect(&root().join("docs"), true, &mut pages);
    pages.sort();
    assert!(pages.len() > 6, "the pages are found");
    pages
}

fn collect(folder: &Path, deep: bool, pages: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("the folder is part of the project") {
        let path = entry.expect("the entry can be read").path();
        if path.is_dir() && deep {
            collect(&path, deep, pages);
        } else if path.extension().is_some_and(|extension| extension == "md") {
            pages.push(path);
        }
    }
}

/// The text outside fenced blocks, and the blocks without what stands behind their fence.
fn split(page: &str) -> (String, Vec<String>) {
    let (mut prose, mut blocks, mut is_open) = (String::new(), Vec::new(), false);
    for line in page.lines() {
        if line.starts_with("```") {
            is_open = !is_open;
            if is_open {
                blocks.push(String::new());
            }
            continue;
        }
        let target = if is_open { blocks.last_mut().expect("a block is open") } else { &mut prose };
        target.push_str(line);
        target.push('\n');
    }
    assert!(!is_open, "a block has no end");
    (prose, blocks)
}

/// The destinations of `[…](…)`.
fn links(prose: &str) -> Vec<&str> {
    let behind = prose.split("](").skip(1);
    behind.filter_map(|rest| rest.split_once(')')).map(|(link, _)| link).collect()
}

/// The examples of a page: what is no command.
fn examples(path: &str) -> Vec<String> {
    let (_, blocks) = split(&read(path));
    blocks.into_iter().filter(|block| !block.starts_with("cargo ")).collect()
}

#[test]
fn every_link_leads_somewhere() {
    for page in pages() {
        let text = fs::read_to_string(&page).expect("a page is text");
        let folder = page.parent().expect("a page lies in a folder");
        for link in links(&split(&text).0) {
            if link.starts_with("https://") || link.starts_with('#') {
                continue;
            }
            let file = link.split('#').next().expect("a split has a first part");
            assert!(folder.join(file).exists(), "{} links to `{link}`", page.display());
        }
    }
}

#[test]
fn every_example_of_the_manuals_can_be_read() {
    for path in MANUALS {
        let examples = examples(path);
        assert!(!examples.is_empty(), "{path} has examples");
        for example in examples {
            // The three ways to begin a file stand in one example, and no file begins twice.
            let session = compile(vec![input("example.gj", &example)], 1);
            let found = listed(&session, |code| !code.starts_with("E02") || code == "E0208");
            assert_eq!(found, "", "{path} shows\n{example}");
        }
    }
}

#[test]
fn the_rules_of_a_province_mean_what_they_say() {
    for path in READMES.iter().chain(MANUALS) {
        for example in examples(path) {
            let is_province = ["province ", "省份 "].iter().any(|word| example.starts_with(word));
            let is_block = ["for ", "适用于 "].iter().any(|word| example.starts_with(word));
            if !is_province && !is_block {
                continue;
            }
            let text = if is_province { example } else { format!("province guangdong\n{example}") };
            let mut files = shared_files();
            files.push(input("guangdong.gj", &text));
            // An example answers few policies, has no page to cite, and is pinned to no rule.
            let beside = |code: &str| matches!(code, "E0506" | "E0307" | "E0510") || code.starts_with('W');
            assert_eq!(listed(&compile(files, 2), beside), "", "{path} shows\n{text}");
        }
    }
}

#[test]
fn both_readmes_show_the_same_commands_and_files() {
    let commands = |path: &str| -> Vec<String> {
        let (_, blocks) = split(&read(path));
        blocks.into_iter().filter(|block| block.starts_with("cargo ")).collect()
    };
    assert_eq!(commands("README.md"), commands("README.zh.md"));
    assert_eq!(commands("README.md").concat().lines().count(), 2, "two commands");
    let files = |path: &str| -> Vec<String> {
        let (prose, _) = split(&read(path));
        // Some pages are there in each language.
        let in_any_language = |link: &str| link.replace(".zh.md", ".md").replace("lints/zh/", "lints/en/");
        let mut files: Vec<String> =
            links(&prose).into_iter().filter(|link| !link.starts_with("README")).map(in_any_language).collect();
        files.sort();
        files
    };
    assert_eq!(files("README.md"), files("README.zh.md"));
}
