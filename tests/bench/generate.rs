//! Rule sets of any size, shaped like the corpus: the real shared files, and the real provinces
//! again and again under other names.

use std::path::Path;

use guanju::session::Input;

/// The rule files of the project, as they are.
pub fn real_files() -> Vec<Input> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("provinces");
    let files = guanju::io::read_folder(&folder).expect("the project's rule files can be read");
    files.into_iter().map(|file| Input { path: file.path, bytes: file.bytes }).collect()
}

/// The shared files and so many provinces.
pub fn files(provinces: usize) -> Vec<Input> {
    let (templates, mut files): (Vec<Input>, Vec<Input>) =
        real_files().into_iter().partition(|file| guanju::resolve::is_province(text_of(file)));
    for file in &mut files {
        if let Some(start) = text_of(file).find("enum provinces") {
            let mut text = text_of(file).to_owned();
            let opening = start + text[start..].find('{').expect("an enum has a body") + 1;
            let more: String = (0..provinces).map(|number| format!("  p{number} \"省{number}\"\n")).collect();
            text.insert_str(opening, &format!("\n{more}"));
            file.bytes = text.into_bytes();
        }
    }
    for number in 0..provinces {
        let template = &templates[number % templates.len()];
        files.push(province(template, number));
    }
    files
}

/// A real province's file under another name.
fn province(template: &Input, number: usize) -> Input {
    let name = template.path.trim_end_matches(".gj").to_owned();
    let mut text = text_of(template)
        .replace(&format!("province {name} code \"CN-"), &format!("province p{number} code \"{number}-"))
        .replace(&format!("source {name}"), &format!("source p{number}"))
        .replace(&format!("expect {name}."), &format!("expect p{number}."))
        .replace("\nscenario ", &format!("\nscenario p{number}_"));
    for baseline in own_baselines(template) {
        text = text
            .replace(&format!("baseline {baseline} "), &format!("baseline p{number}_{baseline} "))
            .replace(&format!("base {baseline}\n"), &format!("base p{number}_{baseline}\n"));
    }
    // A file that was read takes no more room than its bytes.
    let bytes = text.into_bytes().into_boxed_slice().into_vec();
    Input { path: format!("p{number}.gj"), bytes }
}

/// The baselines that the file of a province declares.
fn own_baselines(template: &Input) -> Vec<&str> {
    let names = text_of(template).lines().filter_map(|line| line.strip_prefix("baseline "));
    names.filter_map(|rest| rest.split(' ').next()).collect()
}

fn text_of(file: &Input) -> &str {
    std::str::from_utf8(&file.bytes).expect("the project's files are UTF-8")
}
