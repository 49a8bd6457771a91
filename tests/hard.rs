//! The forty hard statements: each compiles, and its snapshot holds source, table and sentences.
//!
//! A file of `tests/suite/hard/` is a province's file, or several of them, divided by lines
//! `#== name.gj`. It stands beside the shared files; a policy it does not answer is left aside.

use std::fmt::Write;

use guanju::diagnostic::Language;
use guanju::emit::sentence::{argument, rule_sentence};
use guanju::emit::table::layer_rules;
use guanju::model::{Answer, Layer, LayerKind, Program};
use guanju::session::Input;

use crate::common::{compiled, input, listed, shared_files};

#[test]
fn the_forty_hard_statements_read_like_the_notice() {
    let mut count = 0;
    insta::glob!("suite/hard/*.gj", |path| {
        let source = std::fs::read_to_string(path).expect("the file can be read");
        let mut files = shared_files();
        files.extend(provinces_of(&source));
        let session = compiled(files);
        let problems = listed(&session, |code| code == "E0506");
        let snapshot = format!("{}\n{problems}{}", source.trim_end(), shown(&session.program));
        insta::with_settings!({ prepend_module_to_snapshot => false, omit_expression => true, snapshot_path => path.parent().expect("a folder") }, {
            insta::assert_snapshot!(path.file_stem().expect("a name").to_string_lossy().into_owned(), snapshot);
        });
        assert_eq!(problems, "", "{}", path.display());
        count += 1;
    });
    assert_eq!(count, 40);
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
        format!("{choice}（{}）", arguments.collect::<Vec<_>>().join("；"))
    });
    format!("{}：{}", policy.label, cases.collect::<Vec<_>>().join(" / "))
}

fn table_of(program: &Program, layer: &Layer) -> String {
    layer_rules(program, layer)
}
