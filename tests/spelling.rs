//! Spelling and punctuation change no byte of the table.

use guanju::emit::table::table;
use guanju::format::respell;
use guanju::session::Input;
use guanju::syntax::keywords::Spelling;

use crate::common::{compiled, input, listed, rule_files, text};

fn respelled(files: &[Input], spelling: Spelling) -> Vec<Input> {
    files.iter().map(|file| input(&file.path, &respell(text(file), spelling))).collect()
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
        mixed[changed] = input(&files[changed].path, &respell(text(&files[changed]), Spelling::Chinese));
        assert!(table == table_of(mixed), "{} means something else in Chinese", files[changed].path);
    }
}

#[test]
fn chinese_and_back_gives_the_first_file_again() {
    for file in respelled(&rule_files(), Spelling::English) {
        let chinese = respell(text(&file), Spelling::Chinese);
        assert!(respell(&chinese, Spelling::English) == text(&file), "{} changes on the way", file.path);
    }
}
