//! The forty hard statements: each compiles, and its snapshot holds source, table and sentences.
//!
//! A file of `tests/suite/hard/` is a province's file, or several of them, divided by lines
//! `#== name.gj`. It stands beside the shared files; a policy it does not answer is left aside.

use std::fmt::Write;
use std::path::PathBuf;

use guanju::diagnostic::Language;
use guanju::emit::sentence::{argument, rule_sentence};
use guanju::emit::table::layer_rules;
use guanju::model::{Answer, Layer, LayerKind, Program};
use guanju::session::Input;

use crate::common::{compiled, input, listed, shared_files};

#[test]
fn the_forty_hard_statements_read_like_the_notice() {
    let folder = crate::common::root().join("tests/suite/hard");
    let entries = std::fs::read_dir(&folder).expect("the folder can be read");
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.expect("an entry").path()).collect();
    paths.retain(|path| path.extension().is_some_and(|extension| extension == "gj"));
    paths.sort();
    assert_eq!(paths.len(), 40);
    let mut problems = String::new();
    for path in paths {
        let source = std::fs::read_to_string(&path).expect("the file can be read");
        let mut files = shared_files();
        files.extend(provinces_of(&source));
        let session = compiled(files);
        let found = listed(&session, |code| code == "E0506");
        if !found.is_empty() {
            problems.push_str(&format!("{}\n{found}\n", path.display()));
        }
        let name = path.file_stem().expect("a name").to_string_lossy().into_owned();
        let mut settings = insta::Settings::clone_current();
        settings.set_snapshot_path(&folder);
        settings.set_prepend_module_to_snapshot(false);
        settings.set_omit_expression(true);
        settings.bind(|| {
            insta::assert_snapshot!(name, format!("{}\n{}", source.trim_end(), shown(&session.program)));
        });
    }
    assert_eq!(problems, "");
}

fn provinces_of(source: &str) -> Vec<Input> {
    let mut files: Vec<Input> = Vec::new();
    let mut lines = String::new();
    let mut name = "province.gj".to_owned();
    for line in source.lines() {
        if let Some(next) = line.strip_prefix("#== ") {
            if guanju::resolve::is_province(&lines) {
                files.push(input(&name, &lines));
            }
            lines.clear();
            name = next.trim().to_owned();
        } else {
            lines.push_str(line);
            lines.push('\n');
        }
    }
    files.push(input(&name, &lines));
    files
}

fn shown(program: &Program) -> String {
    let mut text = String::new();
    for layer in program.layers.iter().filter(|layer| layer.kind == LayerKind::Province) {
        let _ = writeln!(text, "\n──── {} ────", layer.label);
        for answer in &layer.answers {
            let _ = writeln!(text, "答复 {}", shown_answer(program, answer));
        }
        for rule in &layer.rules {
            let _ = writeln!(text, "\n{}.{}", layer.name, rule.name);
            let _ = writeln!(text, "  {}", rule_sentence(&program.vocabulary, rule, Language::Chinese));
            let _ = writeln!(text, "  {}", rule_sentence(&program.vocabulary, rule, Language::English));
        }
        let _ = writeln!(text, "\n{}", table_of(program, layer));
    }
    text
}

fn shown_answer(program: &Program, answer: &Answer) -> String {
    let policy = &program.policies[answer.policy.index()];
    let cases = answer.cases.iter().map(|case| {
        let choice = case.choice.map_or("未明确", |choice| &policy.choices[choice as usize].label);
        let arguments = case.arguments.iter().map(|one| argument(&program.vocabulary, one, Language::Chinese));
        let arguments = arguments.collect::<Vec<_>>().join("；");
        if arguments.is_empty() { choice.to_string() } else { format!("{choice}（{arguments}）") }
    });
    format!("{}：{}", policy.label, cases.collect::<Vec<_>>().join(" / "))
}

fn table_of(program: &Program, layer: &Layer) -> String {
    layer_rules(program, layer)
}
