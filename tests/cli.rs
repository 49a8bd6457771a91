//! The command as a user meets it: exit status, and what it says about folders and its own usage.

use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use tempfile::TempDir;

/// What a call of the command gave.
struct Outcome {
    status: i32,
    stdout: String,
    stderr: String,
}

fn command(folder: &Path, words: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_guanju"));
    command.current_dir(folder).args(words).env_remove("NO_COLOR").stdin(Stdio::null());
    command
}

impl From<Output> for Outcome {
    fn from(output: Output) -> Outcome {
        Outcome {
            status: output.status.code().expect("the command ends by itself"),
            stdout: String::from_utf8(output.stdout).expect("results are UTF-8"),
            stderr: String::from_utf8(output.stderr).expect("problems are UTF-8"),
        }
    }
}

fn run(folder: &Path, words: &[&str]) -> Outcome {
    command(folder, words).output().expect("the command can be started").into()
}

/// A folder with these files, which may be empty.
fn folder(files: &[&str]) -> TempDir {
    let folder = tempfile::tempdir().expect("a temporary folder can be made");
    for file in files {
        let path = folder.path().join(file);
        fs::create_dir_all(path.parent().expect("a file has a folder")).expect("a folder can be made");
        fs::write(path, "enum provinces \"省级行政区\" {\n  shaanxi \"陕西\"\n}\n").expect("a file can be written");
    }
    folder
}

/// The call fails with this code, in both languages, and gives no results.
fn check_problem(folder: &Path, words: &[&str], code: &str, chinese: &str, english: &str) {
    for (language, said, help) in [("zh", chinese, "帮助: "), ("en", english, "help: ")] {
        let outcome = run(folder, &[words, &["--lang", language]].concat());
        assert_eq!(outcome.status, 2, "{}", outcome.stderr);
        assert_eq!(outcome.stdout, "");
        for part in [code, said, help] {
            assert!(outcome.stderr.contains(part), "`{part}` is missing in: {}", outcome.stderr);
        }
    }
}

#[test]
fn a_missing_folder() {
    let place = folder(&[]);
    check_problem(place.path(), &[], "E0001", "没有文件夹 `provinces`", "there is no folder `provinces`");
    check_problem(place.path(), &["check", "rules"], "E0001", "没有文件夹 `rules`", "there is no folder `rules`");
}

#[test]
fn a_file_instead_of_a_folder() {
    let place = folder(&["rules/a.gj"]);
    check_problem(place.path(), &["check", "rules/a.gj"], "E0002", "是文件，不是文件夹", "is a file, not a folder");
}

#[test]
fn an_empty_folder() {
    let place = folder(&["rules/readme.md", "rules/.git/a.gj", "rules/target/a.gj"]);
    check_problem(place.path(), &["check", "rules"], "E0003", "没有规则文件", "there are no rule files");
}

#[cfg(unix)]
#[test]
fn links_that_go_in_a_circle() {
    let place = folder(&["rules/a.gj"]);
    std::os::unix::fs::symlink("..", place.path().join("rules/back")).expect("a link can be made");
    check_problem(place.path(), &["check", "."], "E0005", "绕成了圈", "in a circle");
}

#[cfg(unix)]
#[test]
fn a_link_that_leads_nowhere() {
    let place = folder(&["rules/a.gj"]);
    std::os::unix::fs::symlink("gone", place.path().join("rules/b.gj")).expect("a link can be made");
    check_problem(place.path(), &["check", "rules"], "E0004", "读不了 `rules/b.gj`", "cannot read `rules/b.gj`");
}

#[cfg(unix)]
#[test]
fn linked_files_are_read() {
    let place = folder(&["elsewhere/a.gj", "rules/readme.md"]);
    std::os::unix::fs::symlink("../elsewhere/a.gj", place.path().join("rules/a.gj")).expect("a link can be made");
    assert_ne!(run(place.path(), &["check", "rules"]).status, 2);
}

#[cfg(target_os = "linux")]
#[test]
fn a_name_that_is_not_utf8() {
    use std::os::unix::ffi::OsStrExt;
    let place = folder(&["rules/a.gj"]);
    let name = std::ffi::OsStr::from_bytes(b"rules/\xb9\xe3.gj");
    fs::write(place.path().join(name), "").expect("a file can be written");
    check_problem(place.path(), &["check", "rules"], "E0006", "文件名不是 UTF-8", "is not UTF-8");
}

#[test]
fn an_output_folder_that_cannot_be() {
    let place = folder(&["rules/a.gj", "taken"]);
    let words = ["build", "rules", "--out", "taken/out"];
    check_problem(place.path(), &words, "E0008", "写不了 `taken/out", "cannot write `taken/out");
}

#[test]
fn what_is_unchanged_is_not_written_again() {
    let place = folder(&["rules/a.gj"]);
    let first = run(place.path(), &["build", "rules", "--out", "out"]);
    assert_eq!((first.status, first.stderr.as_str()), (0, ""));
    let second = run(place.path(), &["build", "rules", "--out", "out"]);
    assert!(second.stdout.starts_with("已写到 `out`：0 个文件"), "{}", second.stdout);
}

#[test]
fn help_is_in_the_language_that_is_asked_for() {
    let place = folder(&[]);
    let chinese = run(place.path(), &["--help"]);
    assert_eq!(chinese.status, 0);
    for part in ["用法: guanju", "命令:", "选项:", "检查规则", "退出状态"] {
        assert!(chinese.stdout.contains(part), "`{part}` is missing in:\n{}", chinese.stdout);
    }
    for part in ["Usage", "Options", "Commands", "default"] {
        assert!(!chinese.stdout.contains(part), "`{part}` stands in:\n{}", chinese.stdout);
    }
    let english = run(place.path(), &["build", "-h", "--lang=en"]);
    assert_eq!(english.status, 0);
    for part in ["Usage: guanju build", "Arguments:", "Options:", "Show this help"] {
        assert!(english.stdout.contains(part), "`{part}` is missing in:\n{}", english.stdout);
    }
    assert!(english.stdout.is_ascii(), "{}", english.stdout);
}

#[test]
fn wrong_usage_is_no_finding() {
    let place = folder(&[]);
    let typo = run(place.path(), &["chekc"]);
    assert_eq!((typo.status, typo.stdout.as_str()), (2, ""));
    assert_eq!(typo.stderr, "错误: 没有命令 `chekc`\n  = 帮助: 可以是 `check`\n");
    assert_eq!(run(place.path(), &["check", "--lang", "fr"]).status, 2);
    assert_eq!(run(place.path(), &["explain"]).status, 2);
    assert!(run(place.path(), &["chekc", "--lang", "en"]).stderr.starts_with("error: unrecognized"));
}

#[test]
fn codes_are_explained_without_rule_files() {
    let place = folder(&[]);
    let outcome = run(place.path(), &["explain", "e0201"]);
    assert_eq!((outcome.status, outcome.stderr.as_str()), (0, ""));
    assert!(outcome.stdout.starts_with("错误[E0201]: "), "{}", outcome.stdout);
    check_problem(place.path(), &["explain", "E9999"], "E0010", "没有编号 `E9999`", "there is no code `E9999`");
}

#[test]
fn a_province_that_is_not_one() {
    let place = folder(&["provinces/a.gj"]);
    check_problem(
        place.path(),
        &["new", "atlantis"],
        "E0011",
        "没有省份 `atlantis`",
        "there is no province `atlantis`",
    );
}

#[test]
fn json_is_one_document() {
    let place = folder(&["rules/a.gj"]);
    let outcome = run(place.path(), &["check", "rules", "--output-format", "json"]);
    let document: serde_json::Value = serde_json::from_str(&outcome.stdout).expect("it is JSON");
    for key in ["format", "errors", "warnings", "diagnostics", "coverage"] {
        assert!(document.get(key).is_some(), "`{key}` is missing in {document}");
    }
}

#[test]
fn colours_only_where_they_are_welcome() {
    let place = folder(&[]);
    assert!(!run(place.path(), &["check"]).stderr.contains('\u{1b}'));
    assert!(run(place.path(), &["check", "--color", "always"]).stderr.contains('\u{1b}'));
    let output = command(place.path(), &["check"]).env("NO_COLOR", "1").output().expect("the command can be started");
    assert!(!String::from_utf8_lossy(&output.stderr).contains('\u{1b}'));
}

#[test]
fn a_reader_may_go_away() {
    let place = folder(&[]);
    let mut child = command(place.path(), &["completions", "bash"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the command can be started");
    drop(child.stdout.take());
    let output = child.wait_with_output().expect("the command ends");
    assert_eq!(String::from_utf8_lossy(&output.stderr), "");
    assert_eq!(output.status.code(), Some(0));
}

#[test]
fn the_readme_names_commands_that_exist() {
    let readme = include_str!("../README.md");
    let chinese = include_str!("../README.zh.md");
    for text in [readme, chinese] {
        assert!(text.contains("cargo run --release -- build provinces --out out"));
        assert!(text.contains("cargo test"));
    }
}

const MESSY: &str = "enum provinces \"省级行政区\" {\n\n  shaanxi   \"陕西\"  # 西北\n}\n";
const TIDY: &str = "enum provinces \"省级行政区\" {\n  shaanxi \"陕西\"  # 西北\n}\n";

#[test]
fn files_are_formatted_and_broken_ones_left_as_they_are() {
    let place = folder(&["rules/tidy.gj"]);
    let broken = "province 陕西\nfor unit {\n";
    let write = |name: &str, text: &str| fs::write(place.path().join(name), text).expect("a file can be written");
    let read = |name: &str| fs::read_to_string(place.path().join(name)).expect("it is there");
    write("rules/messy.gj", MESSY);
    write("rules/broken.gj", broken);

    let looked = run(place.path(), &["fmt", "rules", "--check"]);
    assert_eq!((looked.status, looked.stdout.as_str()), (1, "rules/messy.gj\n"), "{}", looked.stderr);
    assert!(
        looked.stderr.contains("1 个文件要重排，1 个不用") && looked.stderr.contains("1 个文件没有动"),
        "{}",
        looked.stderr
    );
    assert!(looked.stderr.contains("错误[E0203]") && looked.stderr.contains("rules/broken.gj"), "{}", looked.stderr);
    let difference = run(place.path(), &["fmt", "rules/messy.gj", "--diff"]);
    assert_eq!(difference.status, 1);
    for line in ["--- rules/messy.gj", "-  shaanxi   \"陕西\"  # 西北", "+  shaanxi \"陕西\"  # 西北"] {
        assert!(difference.stdout.contains(line), "`{line}` is missing in: {}", difference.stdout);
    }
    assert_eq!(read("rules/messy.gj"), MESSY);

    let outcome = run(place.path(), &["fmt", "rules"]);
    assert_eq!(outcome.status, 1, "a file could not be read");
    assert_eq!((read("rules/messy.gj").as_str(), read("rules/broken.gj").as_str()), (TIDY, broken));
    assert_eq!(run(place.path(), &["fmt", "rules/messy.gj", "rules/tidy.gj", "--check"]).status, 0);

    assert_eq!(run(place.path(), &["fmt", "rules/messy.gj", "--keywords", "zh"]).status, 0);
    assert_eq!(read("rules/messy.gj"), "枚举 provinces “省级行政区” ｛\n  shaanxi “陕西”  # 西北\n｝\n");
}

#[test]
fn formatting_has_no_reports_for_services() {
    let place = folder(&["rules/tidy.gj"]);
    for format in ["json", "jsonl", "github", "gitlab", "sarif", "junit"] {
        let words = ["fmt", "rules", "--check", "--output-format", format];
        check_problem(place.path(), &words, "E0015", "human 或 concise", "human or concise");
    }
    assert_eq!(run(place.path(), &["fmt", "rules", "--check", "--output-format", "concise"]).status, 0);
}

#[test]
fn standard_input_is_formatted_to_standard_output() {
    let place = folder(&[]);
    let outcome: Outcome = run_with_input(place.path(), &["fmt", "-"], MESSY).into();
    assert_eq!((outcome.status, outcome.stdout.as_str(), outcome.stderr.as_str()), (0, TIDY, ""));
    let broken = "enum provinces {";
    let outcome: Outcome = run_with_input(place.path(), &["fmt", "-"], broken).into();
    assert_eq!((outcome.status, outcome.stdout.as_str()), (1, broken), "what cannot be read comes back unchanged");
    assert!(outcome.stderr.contains("E02"), "{}", outcome.stderr);
    let outcome: Outcome =
        run_with_input(place.path(), &["fmt", "-", "--stdin-filename", "provinces/天津.gj"], broken).into();
    assert!(outcome.stderr.contains("provinces/天津.gj:1:"), "{}", outcome.stderr);
    let output = run_with_input(place.path(), &["fmt", "-"], b"enum \xff");
    assert_eq!((output.status.code(), &*output.stdout), (Some(1), &b"enum \xff"[..]), "nor is what is no text lost");
    let outcome: Outcome = run_with_input(place.path(), &["fmt", "-", "--check"], MESSY).into();
    assert_eq!((outcome.status, outcome.stdout.as_str()), (1, "-\n"));
}

#[test]
fn names_are_written_by_their_labels() {
    let project = Path::new(env!("CARGO_MANIFEST_DIR"));
    let before = fs::read_to_string(project.join("provinces/hubei.gj")).expect("the file is there");
    let difference = run(project, &["fmt", "provinces/hubei.gj", "--names", "label", "--diff"]);
    assert_eq!(difference.status, 1, "{}", difference.stderr);
    assert!(difference.stdout.contains("-province hubei") && difference.stdout.contains("+province 湖北"));

    let stdin = ["fmt", "-", "--stdin-filename", "provinces/hubei.gj", "--names"];
    let labels: Outcome = run_with_input(project, &[&stdin[..], &["label"]].concat(), &before).into();
    assert_eq!(labels.status, 0, "{}", labels.stderr);
    assert!(labels.stdout.contains("province 湖北"), "{}", labels.stdout);
    let ids: Outcome = run_with_input(project, &[&stdin[..], &["id"]].concat(), &labels.stdout).into();
    assert!(ids.stdout == before, "the way back gives the file again");
    // Of a file from nowhere it is not known what its names mean.
    let words = ["fmt", "-", "--names", "id"];
    let outcome: Outcome = run_with_input(project, &words, &before).into();
    assert_eq!((outcome.status, outcome.stdout.as_str()), (2, ""));
    assert!(outcome.stderr.contains("E0015") && outcome.stderr.contains("--stdin-filename"), "{}", outcome.stderr);
}

#[test]
fn the_configuration_says_how_names_are_written() {
    let place = folder(&["rules/a.gj"]);
    let write = |name: &str, text: &str| fs::write(place.path().join(name), text).expect("a file can be written");
    write("guanju.toml", "[format]\nnames = \"label\"\n");
    write("rules/b.gj", "facts filing \"备案\" {\n  old yes_no \"旧\"\n}\nlet new \"新\" = not filing.old\n");
    let outcome = run(place.path(), &["fmt", "rules/b.gj", "--dir", "rules", "--diff"]);
    assert!(outcome.stdout.contains("+let new \"新\" = not 旧"), "{}{}", outcome.stdout, outcome.stderr);
    assert_eq!(run(place.path(), &["fmt", "rules"]).status, 0);
    let unknown = "enum kinds \"种类\" { a \"甲\" }\nlet odd \"怪\" = kind\n";
    write("rules/c.gj", unknown);
    let outcome = run(place.path(), &["fmt", "rules", "--lang", "en"]);
    assert!(outcome.stderr.contains("the names in 1 files stay"), "{}", outcome.stderr);
}

/// A call with these bytes on its standard input.
fn run_with_input(folder: &Path, words: &[&str], input: impl AsRef<[u8]>) -> Output {
    let mut command = command(folder, words);
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().expect("the command can be started");
    child.stdin.take().expect("it is piped").write_all(input.as_ref()).expect("the command reads its input");
    child.wait_with_output().expect("the command ends")
}
