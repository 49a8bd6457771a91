//! The GitHub action and the pre-commit hooks, as far as a machine without them can run them: their
//! files are read, and the commands in them are called as they are.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use tempfile::TempDir;
use yaml_rust2::{Yaml, YamlLoader};

use crate::common::root;

fn yaml(path: &str) -> Yaml {
    let text = fs::read_to_string(root().join(path)).expect("the file is part of the project");
    YamlLoader::load_from_str(&text).expect("it is YAML").remove(0)
}

/// A folder with one rule file that has a warning and is not in the usual layout.
fn project() -> TempDir {
    let folder = tempfile::tempdir().expect("a temporary folder can be made");
    fs::create_dir(folder.path().join("provinces")).expect("a folder can be made");
    let text = "枚举 colours \"\" { red \"红\" }\n";
    fs::write(folder.path().join("provinces/colours.gj"), text).expect("a file can be written");
    folder
}

/// The command stands where the action's first step installs it.
fn install(folder: &Path) {
    let bin = folder.join("guanju/bin");
    fs::create_dir_all(&bin).expect("a folder can be made");
    fs::copy(env!("CARGO_BIN_EXE_guanju"), bin.join("guanju")).expect("the command can be copied");
}

/// The step of this name, run in the folder with the inputs as the workflow would give them.
fn step(name: &str, folder: &Path, inputs: &[(&str, &str)]) -> Output {
    let action = yaml("action.yml");
    let steps = action["runs"]["steps"].as_vec().expect("the action has steps");
    let step = steps.iter().find(|step| step["name"].as_str() == Some(name)).expect("the step is there");
    let mut command = Command::new("bash");
    command.current_dir(folder).args(["-e", "-o", "pipefail", "-c", step["run"].as_str().expect("it runs something")]);
    command.env("RUNNER_TEMP", folder).env("GITHUB_STEP_SUMMARY", folder.join("summary.md"));
    for (variable, value) in step["env"].as_hash().expect("it has an environment") {
        let input = value
            .as_str()
            .and_then(|value| value.strip_prefix("${{ inputs."))
            .and_then(|rest| rest.strip_suffix(" }}"));
        let input = input.expect("it is an input");
        let default = action["inputs"][input]["default"].as_str().expect("the input has a default");
        let given = inputs.iter().find(|(name, _)| *name == input).map_or(default, |(_, given)| given);
        command.env(variable.as_str().expect("it has a name"), given);
    }
    command.output().expect("there is a shell")
}

fn text(bytes: &[u8]) -> &str {
    std::str::from_utf8(bytes).expect("output is UTF-8")
}

#[test]
fn the_action_annotates_and_fails() {
    let folder = project();
    install(folder.path());
    let checked = step("Check the rules", folder.path(), &[]);
    assert_eq!(checked.status.code(), Some(1), "{}", text(&checked.stderr));
    assert!(text(&checked.stdout).contains("::warning file=provinces/colours.gj,line=1"), "{}", text(&checked.stdout));
    let summary = fs::read_to_string(folder.path().join("summary.md")).expect("the step has a summary");
    assert!(summary.contains("L0401") && summary.contains("provinces/colours.gj"), "{summary}");
    let many = step("Check the rules", folder.path(), &[("arguments", "--max-warnings 9")]);
    assert_eq!(many.status.code(), Some(0));
}

#[test]
fn the_action_looks_at_the_layout() {
    let folder = project();
    install(folder.path());
    let checked = step("Check the layout", folder.path(), &[]);
    assert_eq!((checked.status.code(), text(&checked.stdout)), (Some(1), "provinces/colours.gj\n"));
}

#[test]
fn the_action_writes_sarif() {
    let folder = project();
    install(folder.path());
    let written = step("Write SARIF", folder.path(), &[("sarif-file", "found.sarif")]);
    assert_eq!(written.status.code(), Some(0), "{}", text(&written.stderr));
    let sarif = fs::read_to_string(folder.path().join("found.sarif")).expect("it is there");
    let sarif: serde_json::Value = serde_json::from_str(&sarif).expect("it is JSON");
    assert_eq!(sarif["runs"][0]["results"][0]["ruleId"], "L0401");
}

#[test]
fn the_hooks_run_the_command() {
    let folder = project();
    let hooks = yaml(".pre-commit-hooks.yaml");
    let hooks = hooks.as_vec().expect("it is a list");
    assert_eq!(hooks.len(), 2);
    for hook in hooks {
        let mut words = hook["entry"].as_str().expect("it calls something").split(' ');
        assert_eq!((words.next(), hook["language"].as_str()), (Some("guanju"), Some("rust")));
        let mut words: Vec<&str> = words.collect();
        // The changed files are passed, unless the hook says otherwise.
        if hook["pass_filenames"].as_bool() != Some(false) {
            words.push("provinces/colours.gj");
        }
        let mut command = Command::new(env!("CARGO_BIN_EXE_guanju"));
        let output = command.current_dir(folder.path()).args(&words).output().expect("the command can be started");
        let is_check = words[0] == "check";
        assert_eq!(output.status.code(), Some(i32::from(is_check)), "{}", text(&output.stderr));
    }
    let formatted = fs::read_to_string(folder.path().join("provinces/colours.gj")).expect("it is there");
    assert_eq!(formatted, "枚举 colours “” ｛\n  red “红”\n｝\n");
}
