//! The page for policy maintainers: what it tells them to change can be changed, and works.

use std::fs;

use guanju::emit::table::table;
use guanju::eval::table::Table;
use guanju::session::{Input, compile};
use guanju::testing::run::run;

use crate::common::{input, listed, root, rule_files};

const PAGE: &str = "docs/maintaining.zh.md";

struct Recipe {
    /// Relative to the rule files.
    file: String,
    before: String,
    /// What may stand there instead.
    after: String,
}

fn page() -> String {
    fs::read_to_string(root().join(PAGE)).expect("the page is part of the project")
}

fn blocks(text: &str) -> impl Iterator<Item = &str> {
    text.split("```\n").skip(1).step_by(2)
}

/// 打开 `FILE`，找到： what stands there, and behind it what may stand there instead.
fn recipes(page: &str) -> Vec<Recipe> {
    let openings = page.split("打开 `provinces/").skip(1);
    let recipes = openings.flat_map(|rest| {
        let (file, rest) = rest.split_once("`，找到：").expect("the file is followed by what to find");
        let section = rest.split("\n##").next().expect("a split has a first part");
        let before = blocks(section).next().expect("what to find is shown");
        let afters = blocks(section).skip(1);
        afters.map(|after| Recipe { file: file.to_owned(), before: before.to_owned(), after: after.to_owned() })
    });
    recipes.collect()
}

fn changed(recipe: &Recipe, more: &str) -> Vec<Input> {
    let mut files = rule_files();
    let file = files.iter_mut().find(|file| file.path == recipe.file).expect("the file is there");
    let text = String::from_utf8(file.bytes.clone()).expect("rule files are UTF-8");
    let (before, after) = (recipe.before.trim_end(), recipe.after.trim_end());
    assert_eq!(text.matches(before).count(), 1, "{} has once\n{before}", recipe.file);
    *file = input(&recipe.file, &format!("{}{more}", text.replacen(before, after, 1)));
    files
}

#[test]
fn every_recipe_changes_the_real_file_without_a_complaint() {
    let recipes = recipes(&page());
    assert!(recipes.len() >= 5, "{} recipes", recipes.len());
    for recipe in &recipes {
        let session = compile(changed(recipe, ""), 2);
        assert_eq!(listed(&session, |_| false), "", "{}:\n{}", recipe.file, recipe.after);
    }
}

#[test]
fn the_scenario_of_the_page_tests_its_first_recipe() {
    let page = page();
    let scenario = blocks(&page).find(|block| block.starts_with("scenario ")).expect("the page has a scenario");
    let first = &recipes(&page)[0];
    let failures = |files: Vec<Input>| {
        let session = compile(files, 2);
        assert_eq!(listed(&session, |_| false), "");
        let table = Table::read(&table(&session.program)).expect("the table can be read");
        run(&session.program, &table, "guangdong_student_card", 2, |_| ()).0.failed
    };
    assert_eq!(failures(changed(first, scenario)), 0, "with the recipe it passes");
    let unchanged = Recipe { file: first.file.clone(), before: first.before.clone(), after: first.before.clone() };
    assert_eq!(failures(changed(&unchanged, scenario)), 1, "without it, it fails");
}

#[test]
fn the_doubtful_rule_of_the_page_is_the_language() {
    let page = page();
    let rule = blocks(&page).find(|block| block.contains("disputed")).expect("the page shows a doubt");
    let mut files = rule_files();
    let file = files.iter_mut().find(|file| file.path == "heilongjiang.gj").expect("the file is there");
    let text = String::from_utf8(file.bytes.clone()).expect("rule files are UTF-8");
    *file = input("heilongjiang.gj", &format!("{text}\nfor unit {{\n{rule}}}\n"));
    assert_eq!(listed(&compile(files, 2), |_| false), "", "{rule}");
}

/// What `guanju check` says when the rule file has this instead of that.
fn slip(file: &str, right: &str, wrong: &str) -> String {
    let recipe = Recipe { file: file.to_owned(), before: right.to_owned(), after: wrong.to_owned() };
    listed(&compile(changed(&recipe, ""), 2), |_| false)
}

/// One slip of a maintainer is one message, at the place, and nothing that merely comes of it.
#[test]
fn a_slip_in_an_answer_is_one_message() {
    let comma = slip(
        "guangdong.gj",
        "      property_certificate,\n      social_insurance_proof,",
        "      property_certificate,\n      student_card(unexpired) when filing.submitted_on not_before 2027-03-01\n      social_insurance_proof,",
    );
    assert!(is_one(&comma, "E0201 这里看不懂：`social_insurance_proof`"), "{comma}");
    let colon = slip("guangdong.gj", "  home_url_limit: one cites e-25", "  home_url_limit one cites e-25");
    assert!(is_one(&colon, "E0201 `home_url_limit` 后面少了冒号"), "{colon}");
    let choice =
        slip("heilongjiang.gj", "sites_per_order: limit(4) cites e-08", "sites_per_order: limits(4) cites e-08");
    assert!(is_one(&choice, "E0312"), "{choice}");
}

fn is_one(listed: &str, wanted: &str) -> bool {
    listed.contains(wanted) && listed.lines().count() == 1
}

#[test]
fn the_items_of_the_page_can_be_read() {
    let page = page();
    let items: Vec<&str> =
        blocks(&page).filter(|block| block.starts_with("source ") || block.starts_with("bureau ")).collect();
    assert_eq!(items.len(), 2);
    for item in items {
        let session = compile(vec![input("hebei.gj", &format!("province hebei\n{item}"))], 1);
        let is_of_syntax = |code: &str| code.starts_with("E02") || code == "E0301" || code == "E0302";
        assert_eq!(listed(&session, |code| !is_of_syntax(code) || code == "E0208"), "", "{item}");
    }
}
