//! The codes as a whole: each has its number, its page, and examples that do what the page says.

use std::fs;
use std::path::Path;

use guanju::diagnostic::{Code, Diagnostic, codes};
use guanju::emit::table::table;
use guanju::eval::decode::Scratch;
use guanju::eval::read::read as read_application;
use guanju::eval::table::Table;
use guanju::session::{Input, Session, compile};
use guanju::testing::run::run;
use guanju::text::{Date, FileId};

use crate::common::rule_files;

/// About bytes, or so large that no page should show it; made by other tests.
const WITHOUT_EXAMPLE: &[&str] =
    &["E0101", "E0102", "E0103", "E0104", "W0105", "E0205", "E0802", "E0811", "E0901", "E0902", "E0903", "E0904"];

/// A fenced block of a page: a file with its path.
struct Block {
    is_bad: bool,
    path: String,
    text: String,
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The files that all provinces share.
fn shared() -> Vec<Input> {
    let provinces = root().join("provinces");
    let mut inputs: Vec<Input> = ["national.gj", "policies.gj", "baselines.gj"]
        .map(|name| read(&provinces, name.to_owned()))
        .into_iter()
        .collect();
    for folder in ["vocabulary", "providers"] {
        for entry in fs::read_dir(provinces.join(folder)).expect("the folder is part of the project") {
            let name = entry.expect("the entry can be read").file_name().into_string().expect("our names are ASCII");
            inputs.push(read(&provinces, format!("{folder}/{name}")));
        }
    }
    inputs
}

fn read(folder: &Path, path: String) -> Input {
    let text = fs::read_to_string(folder.join(&path)).expect("the file is part of the project");
    // The scenarios of these files speak of provinces that are not here.
    let rules = text.split("# ── 情形").next().unwrap_or_default();
    Input { bytes: rules.into(), path }
}

/// Compiles the shared files with these, which replace those of the same path.
fn compile_with(files: &[(&str, &str)]) -> Session {
    let mut inputs = shared();
    inputs.retain(|input| files.iter().all(|(path, _)| *path != input.path));
    inputs.extend(files.iter().map(|(path, text)| Input { path: (*path).to_owned(), bytes: (*text).into() }));
    compile(inputs, 2)
}

fn blocks(page: &str) -> Vec<Block> {
    let mut blocks: Vec<Block> = Vec::new();
    let mut is_open = false;
    for line in page.lines() {
        if let Some(info) = line.strip_prefix("```gj ") {
            let path = info.split_once("file=").map_or("hubei.gj", |(_, path)| path);
            blocks.push(Block { is_bad: info.starts_with("bad"), path: path.to_owned(), text: String::new() });
            is_open = true;
        } else if line == "```" {
            is_open = false;
        } else if let (true, Some(block)) = (is_open, blocks.last_mut()) {
            block.text.push_str(line);
            block.text.push('\n');
        }
    }
    blocks
}

/// The codes that the example files of one kind report, in the order of their places.
/// What is said of the shared files counts only if it is an error.
fn reported(page: &str, bad: bool) -> Option<Vec<&'static str>> {
    let blocks: Vec<Block> = blocks(page).into_iter().filter(|block| block.is_bad == bad).collect();
    if blocks.is_empty() {
        return None;
    }
    let files: Vec<(&str, &str)> = blocks.iter().map(|block| (&*block.path, &*block.text)).collect();
    let mut session = compile_with(&files);
    let is_broken =
        |diagnostic: &Diagnostic| diagnostic.code.code.starts_with('E') && !is_beside_the_point(diagnostic.code.code);
    if !session.diagnostics.iter().any(is_broken) {
        // The scenarios of the example are run as well.
        let table = Table::read(&table(&session.program)).expect("the table can be read");
        session.diagnostics.extend(run(&session.program, &table, "", 2, |_| ()).0.diagnostics);
    }
    let is_example = |diagnostic: &&Diagnostic| {
        let path = &*session.files[diagnostic.place().0.0 as usize].path;
        diagnostic.code.code.starts_with('E') || files.iter().any(|(file, _)| *file == path)
    };
    Some(session.diagnostics.iter().filter(is_example).map(|diagnostic| diagnostic.code.code).collect())
}

/// What an example may report besides: it answers few policies and cites little.
fn is_beside_the_point(code: &str) -> bool {
    code == "E0506" || code.starts_with("W06")
}

#[test]
fn codes_are_sorted_and_given_once() {
    for pair in codes::ALL.windows(2) {
        assert!(pair[0].code[1..] < pair[1].code[1..], "{} before {}", pair[0].code, pair[1].code);
    }
    let mut names: Vec<&str> = codes::ALL.iter().map(|code| code.name).collect();
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), codes::ALL.len(), "a name stands for one code");
}

#[test]
fn every_code_has_its_page() {
    for Code { code, name, title, page, .. } in codes::ALL {
        assert!(page.starts_with(&format!("# {code} {name} {title}\n\n## 中文\n\n")), "the head of {code}.md");
        assert!(page.contains("\n## English\n\n"), "{code}.md in English");
        let has = |mark: &str| ["gj", "json"].iter().any(|kind| page.contains(&format!("\n```{kind} {mark}")));
        let with_example = page.contains("\n## Example\n\n```") && has("bad");
        assert_eq!(with_example, !WITHOUT_EXAMPLE.contains(code), "the example of {code}.md");
        assert_eq!(with_example, has("good"), "the cure in {code}.md");
    }
}

#[test]
fn every_page_is_of_a_code() {
    for entry in fs::read_dir(root().join("docs/diagnostics")).expect("the pages are there") {
        let name = entry.expect("the entry can be read").file_name().into_string().expect("our names are ASCII");
        let code = name.strip_suffix(".md").expect("a page is Markdown");
        // The codes of the command and of the disk are tested where they are declared.
        assert!(codes::find(code).is_some() || code.starts_with("E00"), "no code {code}");
    }
}

#[test]
fn every_bad_example_reports_its_code_and_no_other() {
    for code in codes::ALL {
        let Some(found) = reported(code.page, true) else { continue };
        assert!(found.contains(&code.code), "the bad example of {} reports {found:?}", code.code);
        let others: Vec<&&str> =
            found.iter().filter(|found| **found != code.code && !is_beside_the_point(found)).collect();
        assert!(others.is_empty(), "the bad example of {} reports {others:?} as well", code.code);
    }
}

#[test]
fn every_good_example_is_good() {
    for code in codes::ALL {
        let Some(found) = reported(code.page, false) else { continue };
        let others: Vec<&&str> = found.iter().filter(|found| !is_beside_the_point(found)).collect();
        assert!(others.is_empty(), "the good example of {} reports {others:?}", code.code);
        let is_cured = code.code == "E0506" || !found.contains(&code.code);
        assert!(is_cured, "the good example of {} still reports it", code.code);
    }
}

/// The text of the block that begins so.
fn json_block<'a>(page: &'a str, mark: &str) -> Option<&'a str> {
    page.split(&format!("```json {mark}\n")).nth(1)?.split("\n```").next()
}

#[test]
fn every_example_of_an_application_is_what_its_page_says() {
    let session = compile(rule_files(), 2);
    let table = Table::read(&table(&session.program)).expect("the table can be read");
    let day = Date::new(2026, 11, 25).expect("it is a day");
    let plan = table.plan("guangdong", Some("tencent"), day).expect("the province is there");
    let codes_of = |text: &str| -> Vec<&str> {
        let outcome = read_application(&table, &plan, &mut Scratch::default(), FileId(0), text);
        outcome.err().unwrap_or_default().iter().map(|found| found.code.code).collect()
    };
    let mut examples = 0;
    for code in codes::ALL {
        let Some(bad) = json_block(code.page, "bad") else { continue };
        let good = json_block(code.page, "good").expect("a mistake has a cure");
        assert_eq!(codes_of(bad), [code.code], "the bad example of {}", code.code);
        assert_eq!(codes_of(good), [] as [&str; 0], "the good example of {}", code.code);
        examples += 1;
    }
    assert_eq!(examples, 9);
}

#[test]
fn brackets_nested_too_deeply_have_their_code() {
    let deep = format!("省份 湖北\n适用于 单位备案 {{ 规则 deep \"深\" {{ 要求 {}主办者有公章 }} }}", "（".repeat(300));
    let session = compile_with(&[("hubei.gj", &deep)]);
    assert!(session.diagnostics.iter().any(|diagnostic| diagnostic.code == codes::TOO_DEEP));
}

#[test]
fn ten_mistakes_are_reported_in_one_run() {
    let text = include_str!("suite/mistakes/ten.gj");
    let session = compile_with(&[("hubei.gj", text)]);
    let found = session.diagnostics.iter().filter(|diagnostic| {
        let place = diagnostic.place();
        session.files[place.0.0 as usize].path == "hubei.gj" && !is_beside_the_point(diagnostic.code.code)
    });
    let line = |offset: u32| text[..offset as usize].matches('\n').count() + 1;
    let found: Vec<(&str, usize)> = found.map(|found| (found.code.code, line(found.place().1.start))).collect();
    let expected = [
        ("E0407", 5),  // an answer without its age
        ("E0403", 8),  // 18 of what?
        ("E0301", 13), // a name misspelt
        ("E0201", 18), // 如果 for 当
        ("E0202", 23), // a string without its end
        ("E0408", 29), // materials joined with 或
        ("E0203", 32), // a brace without its end
        ("E0405", 36), // of which site?
        ("E0501", 43), // two effects
        ("E0412", 47), // an optional fact
    ];
    assert_eq!(found, expected);
}
