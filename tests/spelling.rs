//! Spelling and punctuation change no byte of the table.

use guanju::emit::table::table;
use guanju::format::format;
use guanju::session::Input;
use guanju::syntax::keywords::Spelling;

use crate::common::{compiled, input, listed, rule_files, text};

fn respelled(files: &[Input], spelling: Spelling) -> Vec<Input> {
    let written = |file| format(text(file), Some(spelling)).expect("rule files can be read");
    files.iter().map(|file| input(&file.path, &written(file))).collect()
}

fn table_of(files: Vec<Input>) -> String {
    let session = compiled(files);
    assert!(!session.has_errors(), "{}", listed(&session, |code| code.starts_with('W')));
    table(&session.program)
}

#[test]
fn every_rule_file_means_the_same_in_chinese_and_in_english() {
    let files = rule_files();
    let table = table_of(files.clone());
    for spelling in [Spelling::Chinese, Spelling::English] {
        assert!(table == table_of(respelled(&files, spelling)), "{spelling:?} spelling changes the table");
    }
}

#[test]
fn each_rule_file_alone_may_be_in_chinese() {
    let files = rule_files();
    let table = table_of(files.clone());
    for changed in 0..files.len() {
        let mut mixed = files.clone();
        mixed[changed] = respelled(&files[changed..=changed], Spelling::Chinese).remove(0);
        assert!(table == table_of(mixed), "{} means something else in Chinese", files[changed].path);
    }
}
