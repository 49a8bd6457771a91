//! The linter as a user meets it: fixes, exceptions, the baseline, the configuration, what is printed.

use std::fs;
use std::io::{BufRead, BufReader, Lines, Write};
use std::path::Path;
use std::process::{Child, ChildStderr, ChildStdout, Command, Output, Stdio};

use tempfile::TempDir;

use crate::common::{compiled, shared_files};

/// A province with three small sins: an English keyword, a rule without citation, an advice that is
/// expected to hold.
const SINS: &str = "省份 湖北\n\n适用于 单位备案 {\n  规则 seal \"须有公章\" {\n    require 主办者有公章\n  }\n}\n";

/// A folder with the shared rule files, and one province.
fn project(province: &str) -> TempDir {
    let folder = tempfile::tempdir().expect("a temporary folder can be made");
    for file in shared_files() {
        let text = String::from_utf8(file.bytes).expect("rule files are UTF-8");
        // The scenarios of these files speak of provinces that are not here.
        put(folder.path(), &format!("provinces/{}", file.path), text.split("# ── 情形").next().unwrap_or_default());
    }
    // What is not used by one province alone is of no interest here; nor is what it leaves open.
    put(folder.path(), "guanju.toml", LEVELS);
    put(folder.path(), "provinces/hubei.gj", &answered(province));
    folder
}

const LEVELS: &str = "[lint.levels]\nL0301 = \"off\"\n";

/// The province leaves every policy unstated.
fn answered(province: &str) -> String {
    let program = compiled(shared_files()).program;
    let blocks = program.vocabulary.tracks().iter().enumerate().map(|(track, value)| {
        let policies = program.policies.iter().filter(|policy| policy.tracks.holds(track));
        let names: Vec<&str> = policies.map(|policy| &*policy.name).collect();
        format!("\n适用于 {} {{\n  未明确 {}\n}}\n", value.name, names.join(", "))
    });
    format!("{province}{}", blocks.collect::<String>())
}

fn put(folder: &Path, path: &str, text: &str) {
    let path = folder.join(path);
    fs::create_dir_all(path.parent().expect("a file has a folder")).expect("a folder can be made");
    fs::write(path, text).expect("a file can be written");
}

fn read(folder: &Path, path: &str) -> String {
    fs::read_to_string(folder.join(path)).expect("the file is there")
}

fn command(folder: &Path, words: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_guanju"));
    command.current_dir(folder).args(words).stdin(Stdio::null());
    for name in ["NO_COLOR", "FORCE_COLOR", "GITHUB_STEP_SUMMARY", "FORCE_HYPERLINK"] {
        command.env_remove(name);
    }
    command
}

struct Outcome {
    status: i32,
    stdout: String,
    stderr: String,
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

/// The codes of what `check` prints, with their lines in the province.
fn codes(folder: &Path, words: &[&str]) -> Vec<String> {
    let outcome = run(folder, &[&["check", "--output-format", "concise", "--as-of", "2026-11-26"], words].concat());
    let code = |line: &str| {
        let place = line.split(':').nth(1).unwrap_or_default();
        let code = line.split(['[', ']']).nth(1).unwrap_or_default();
        format!("{place} {code}")
    };
    outcome.stdout.lines().map(code).collect()
}

#[test]
fn what_is_seldom_meant_is_a_warning() {
    let folder = project(SINS);
    assert_eq!(codes(folder.path(), &[]), ["4 W0602", "5 L0404"]);
    assert_eq!(run(folder.path(), &["check"]).status, 1);
    assert_eq!(run(folder.path(), &["check", "--max-warnings", "2"]).status, 0);
    assert_eq!(run(folder.path(), &["check", "--max-warnings", "1"]).status, 1);
    assert_eq!(run(folder.path(), &["check", "--exit-zero"]).status, 0);
    let quiet = run(folder.path(), &["check", "--quiet"]).stdout;
    assert!(!quiet.contains("个警告") && !quiet.contains("覆盖"), "{quiet}");
}

#[test]
fn fixes_are_shown_and_made_once() {
    let folder = project(SINS);
    let before = read(folder.path(), "provinces/hubei.gj");
    let diff = run(folder.path(), &["check", "--diff"]);
    assert_eq!(diff.status, 1);
    assert!(diff.stdout.contains("-    require 主办者有公章\n+    要求 主办者有公章\n"), "{}", diff.stdout);
    assert_eq!(read(folder.path(), "provinces/hubei.gj"), before);

    let fixed = run(folder.path(), &["check", "--fix"]);
    assert!(fixed.stderr.contains("改了 1 个文件里的 1 处"), "{}", fixed.stderr);
    assert_eq!(read(folder.path(), "provinces/hubei.gj"), before.replace("    require", "    要求"));
    assert_eq!(codes(folder.path(), &[]), ["4 W0602"]);
    assert_eq!(run(folder.path(), &["check", "--diff"]).stdout, "");
}

#[test]
fn a_file_of_a_windows_editor_keeps_its_form() {
    let folder = project(SINS);
    let windows = format!("\u{FEFF}{}", read(folder.path(), "provinces/hubei.gj").replace('\n', "\r\n"));
    put(folder.path(), "provinces/hubei.gj", &windows);
    run(folder.path(), &["check", "--fix"]);
    assert_eq!(read(folder.path(), "provinces/hubei.gj"), windows.replace("    require", "    要求"));
}

#[test]
fn a_file_in_gb18030_is_read_and_saved_anew() {
    let folder = project(SINS);
    let text = read(folder.path(), "provinces/hubei.gj");
    let (bytes, ..) = encoding_rs::GB18030.encode(&text);
    fs::write(folder.path().join("provinces/hubei.gj"), &bytes).expect("it can be written");
    assert_eq!(codes(folder.path(), &[]), ["1 E0102", "4 W0602", "5 L0404"]);
    assert!(run(folder.path(), &["check", "--diff"]).stdout.contains("要改存为 UTF-8"));
    run(folder.path(), &["check", "--fix"]);
    assert_eq!(read(folder.path(), "provinces/hubei.gj"), text.replace("    require", "    要求"));
}

#[test]
fn exceptions_are_granted_until_their_day() {
    let asked = |comment: &str| {
        let folder = project(
            &SINS.replace("  规则 seal", &format!("  {comment}\n  规则 seal")).replace("    require", "    要求"),
        );
        codes(folder.path(), &[])
    };
    assert_eq!(asked("# 忽略[W0602]：页面正在改版"), [""; 0]);
    assert_eq!(asked("# ignore[rule-without-citation] until 2027-01-01: the page is being rewritten"), [""; 0]);
    assert_eq!(asked("# 忽略[W0602] 至 2026-11-25：页面正在改版"), ["4 L0902", "5 W0602"]);
    assert_eq!(asked("# 忽略[W0602]"), ["4 L0903", "5 W0602"]);
    assert_eq!(asked("# 忽略[W0699]：没有这个编号"), ["4 L0904", "5 W0602"]);
    assert_eq!(asked("# 忽略[E0301]：不能忽略错误"), ["4 L0904", "5 W0602"]);
    assert_eq!(asked("# 忽略[L0404, W0602]：页面正在改版"), ["4 L0901"]);
}

#[test]
fn an_exception_for_part_of_the_codes_is_mended_to_that_part() {
    let comment = "  # 忽略[L0404, W0602]：页面正在改版\n  规则 seal";
    let folder = project(&SINS.replace("  规则 seal", comment).replace("    require", "    要求"));
    run(folder.path(), &["check", "--fix"]);
    assert!(read(folder.path(), "provinces/hubei.gj").contains("# 忽略[W0602]：页面正在改版"));
}

#[test]
fn a_baseline_knows_what_was_there() {
    let folder = project(SINS);
    let written = run(folder.path(), &["check", "--write-baseline"]);
    assert_eq!(written.status, 0, "{}{}", written.stdout, written.stderr);
    assert!(written.stderr.contains("guanju-baseline.json` 现有 2 条"), "{}", written.stderr);
    assert_eq!(codes(folder.path(), &[]), [""; 0]);

    // Lines may move, and new findings are shown.
    let moved = read(folder.path(), "provinces/hubei.gj").replace(
        "适用于 单位备案 {\n  规则",
        "\n# 新的一行\n适用于 单位备案 {\n  规则 hall \"字号\" { 要求 营业执照有字号 }\n  规则",
    );
    put(folder.path(), "provinces/hubei.gj", &moved);
    assert_eq!(codes(folder.path(), &[]), ["6 W0602"]);

    // What is gone must be taken out. What the baseline knows is not touched by fixes.
    run(folder.path(), &["check", "--fix"]);
    let mended = read(folder.path(), "provinces/hubei.gj");
    assert!(mended.contains("    require"), "{mended}");
    put(folder.path(), "provinces/hubei.gj", &mended.replace("    require", "    要求"));
    let gone = run(folder.path(), &["check", "--as-of", "2026-11-26"]);
    assert!(gone.stdout.contains("[L0905]") && gone.stdout.contains("guanju-baseline.json:"), "{}", gone.stdout);
    assert!(run(folder.path(), &["check", "--prune-baseline"]).stderr.contains("现有 1 条"));
    assert_eq!(codes(folder.path(), &[]), ["6 W0602"]);
}

#[test]
fn what_an_error_hides_does_not_count_as_gone() {
    let comment = "  # 忽略[L0404, W0602]：页面正在改版\n  规则 seal";
    let folder = project(&SINS.replace("  规则 seal", comment));
    assert_eq!(codes(folder.path(), &[]), [""; 0]);
    let damaged = read(folder.path(), "provinces/hubei.gj").replace("主办者有公章", "主办者有章");
    put(folder.path(), "provinces/hubei.gj", &damaged);
    assert_eq!(codes(folder.path(), &[]), ["6 E0301"]);
    run(folder.path(), &["check", "--fix"]);
    assert!(read(folder.path(), "provinces/hubei.gj").contains("# 忽略[L0404, W0602]"));

    let folder = project(SINS);
    run(folder.path(), &["check", "--write-baseline"]);
    let known = read(folder.path(), "guanju-baseline.json");
    let wrong = "\n适用于 单位备案 {\n  规则 wrong \"错\" { 要求 主办者有章 }\n}\n";
    put(folder.path(), "provinces/hubei.gj", &(read(folder.path(), "provinces/hubei.gj") + wrong));
    let found = codes(folder.path(), &[]);
    assert!(
        found.iter().all(|line| !line.contains("L09")) && found.iter().any(|line| line.contains("E0301")),
        "{found:?}"
    );
    assert!(run(folder.path(), &["check", "--prune-baseline"]).stderr.contains("先改掉错误"));
    assert_eq!(read(folder.path(), "guanju-baseline.json"), known);
}

#[test]
fn an_exception_outlives_the_formatter() {
    let one_line = "省份 湖北\n\n适用于 单位备案 {\n  规则 seal \"须有公章\" { 要求 主办者有公章 } # 忽略[W0602]：页面正在改版\n}\n";
    let folder = project(one_line);
    assert_eq!(codes(folder.path(), &[]), [""; 0]);
    assert_eq!(run(folder.path(), &["fmt", "provinces/hubei.gj"]).status, 0);
    assert_eq!(codes(folder.path(), &[]), [""; 0]);
}

#[test]
fn a_damaged_baseline_is_pointed_at() {
    let folder = project(SINS);
    put(folder.path(), "guanju-baseline.json", "[\n<<<<<<< HEAD\n]\n");
    for words in [&["check"][..], &["check", "--prune-baseline"]] {
        let outcome = run(folder.path(), words);
        assert!(outcome.stdout.contains("guanju-baseline.json:2:1"), "{}", outcome.stdout);
        assert_eq!(outcome.status, 1);
    }
    put(folder.path(), "guanju.toml", "[lint]\nbaseline = \"known.json\"\n");
    let missing = run(folder.path(), &["check"]);
    assert!(missing.status == 2 && missing.stderr.contains("--write-baseline"), "{}", missing.stderr);
}

#[test]
fn options_that_do_not_go_together_are_said_to() {
    let folder = project(SINS);
    let said = |words: &[&str]| {
        let outcome = run(folder.path(), words);
        assert_eq!((outcome.status, outcome.stdout.as_str()), (2, ""));
        outcome.stderr
    };
    assert!(said(&["check", "--write-baseline", "--prune-baseline"]).contains("不能一起用"));
    assert!(said(&["check", "--max-warnings", "x"]).contains("后面要写数"));
    assert!(said(&["check", "--as-of"]).contains("后面少了内容"));
    assert!(said(&["check", "--unsafe-fixes"]).contains("E0015"));
}

#[test]
fn help_says_that_unsafe_fixes_go_with_others() {
    let folder = project(SINS);
    let help = |language: &str| run(folder.path(), &["check", "--help", "--lang", language]).stdout;
    assert!(help("zh").contains("和 --fix 或 --diff 一起用"), "{}", help("zh"));
    assert!(help("en").contains("With --fix or --diff"), "{}", help("en"));
}

#[test]
fn the_configuration_is_found_above_and_its_slips_are_errors() {
    let folder = project(SINS);
    let configured = |text: &str| put(folder.path(), "guanju.toml", &format!("{LEVELS}{text}"));
    configured("W0602 = \"error\"\nmixed-keywords = \"off\"\n");
    assert_eq!(codes(folder.path(), &[]), ["4 W0602"]);
    assert!(run(folder.path(), &["check"]).stdout.contains("错误[W0602]"));
    configured("[[lint.paths]]\nfiles = [\"provinces/hu*.gj\"]\nlevels = { W0602 = \"off\" }\n");
    assert_eq!(codes(&folder.path().join("provinces"), &["."]), ["5 L0404"]);
    configured("[format]\nkeywords = \"en\"\n");
    assert!(codes(folder.path(), &[])[0].ends_with("1 L0404"));
    configured("W0602 = \"of\"\nL0403x = \"off\"\n[formt]\n");
    let outcome = run(folder.path(), &["check"]);
    assert_eq!((outcome.status, outcome.stdout.as_str()), (2, ""));
    for part in ["E0902", "E0903", "guanju.toml:3:9", "`format`", "`L0403`"] {
        assert!(outcome.stderr.contains(part), "`{part}` is missing in: {}", outcome.stderr);
    }
}

#[test]
fn one_file_comes_from_standard_input() {
    let folder = project(&SINS.replace("    require", "    要求"));
    let text = answered(SINS);
    let piped = |words: &[&str]| -> Outcome {
        let mut child = command(folder.path(), words)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the command can be started");
        // One that refuses its options does not read its input.
        let _ = child.stdin.take().expect("it has an input").write_all(text.as_bytes());
        child.wait_with_output().expect("it ends").into()
    };
    let before = read(folder.path(), "provinces/hubei.gj");
    let name = ["--stdin-filename", "provinces/hubei.gj"];
    let found = piped(&[&["check", "--output-format", "concise"], &name[..]].concat());
    assert!(found.stdout.contains("provinces/hubei.gj:5:5: 警告[L0404]"), "{}", found.stdout);
    let fixed = piped(&[&["check", "--fix"], &name[..]].concat());
    assert_eq!(fixed.stdout, text.replace("    require", "    要求"));
    assert!(fixed.stderr.contains("W0602"), "{}", fixed.stderr);
    assert_eq!(read(folder.path(), "provinces/hubei.gj"), before);
    let elsewhere = piped(&["check", "--stdin-filename", "hubei.gj"]);
    assert_eq!(elsewhere.status, 2);
    assert!(elsewhere.stderr.contains("E0015"), "{}", elsewhere.stderr);
}

#[test]
fn colours_follow_the_environment() {
    let folder = project(SINS);
    let colored = |variables: &[(&str, &str)], words: &[&str]| {
        let output = command(folder.path(), &[&["check"], words].concat()).envs(variables.iter().copied()).output();
        Outcome::from(output.expect("the command can be started")).stdout.contains('\u{1b}')
    };
    assert!(!colored(&[], &[]), "standard output is no terminal");
    assert!(colored(&[("FORCE_COLOR", "1")], &[]));
    assert!(!colored(&[("FORCE_COLOR", "0")], &[]));
    assert!(!colored(&[("NO_COLOR", "1")], &[]));
    assert!(colored(&[("NO_COLOR", "1")], &["--color", "always"]));
    assert!(!colored(&[("FORCE_COLOR", "1")], &["--color", "never"]));
}

/// `check --watch` while it runs.
struct Watching {
    child: Child,
    results: Lines<BufReader<ChildStdout>>,
    remarks: Lines<BufReader<ChildStderr>>,
}

impl Watching {
    /// Begins and checks once.
    fn begin(folder: &Path) -> Watching {
        let mut child = command(folder, &["check", "--watch", "--output-format", "concise"])
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the command can be started");
        let results = BufReader::new(child.stdout.take().expect("it has an output")).lines();
        let remarks = BufReader::new(child.stderr.take().expect("it has an output")).lines();
        let mut watching = Watching { child, results, remarks };
        watching.until_it_waits();
        watching
    }

    /// What it remarks until it waits for a change.
    fn until_it_waits(&mut self) -> String {
        let mut remarks = String::new();
        while !remarks.contains("等文件改动") {
            remarks += &self.remarks.next().expect("it goes on").expect("remarks are UTF-8");
        }
        remarks
    }

    /// The next findings.
    fn findings(&mut self, count: usize) -> Vec<String> {
        let lines = self.results.by_ref().take(count);
        lines.map(|line| line.expect("results are UTF-8")).collect()
    }

    fn end(mut self) {
        self.child.kill().expect("it still runs");
        self.child.wait().expect("it ends");
    }
}

#[test]
fn a_change_is_seen_while_watching() {
    let folder = project(SINS);
    let mut watching = Watching::begin(folder.path());
    put(folder.path(), "provinces/hubei.gj", &answered(&SINS.replace("    require", "    reqire")));
    watching.until_it_waits();
    let lines = watching.findings(3);
    watching.end();
    assert!(lines[1].contains("L0404") && lines[2].contains("E0"), "{lines:?}");
}

#[test]
fn a_change_of_the_configuration_is_seen_while_watching() {
    let folder = project(SINS);
    let mut watching = Watching::begin(folder.path());
    let before = watching.findings(2);
    assert!(before[0].contains("警告[W0602]") && before[1].contains("L0404"), "{before:?}");
    put(folder.path(), "guanju.toml", &format!("{LEVELS}L0404 = \"off\"\nW0602 = \"error\"\n"));
    watching.until_it_waits();
    let after = watching.findings(1);
    watching.end();
    assert!(after[0].contains("错误[W0602]"), "{after:?}");
}

#[test]
fn a_configuration_is_mended_while_watching() {
    let folder = project(SINS);
    put(folder.path(), "guanju.toml", "[lint.levels]\nL0301 = \"of\"\n");
    let mut watching = Watching::begin(folder.path());
    put(folder.path(), "guanju.toml", LEVELS);
    let remarks = watching.until_it_waits();
    let lines = watching.findings(2);
    watching.end();
    assert!(!remarks.contains("guanju.toml"), "{remarks}");
    assert!(lines[0].contains("W0602") && lines[1].contains("L0404"), "{lines:?}");
}

/// The project's own rules, by its own configuration, on a day when its pages were just read.
#[test]
fn the_rules_of_the_project_are_clean() {
    let root = crate::common::root();
    let outcome = run(&root, &["check", "provinces", "--as-of", "2026-11-26", "--no-coverage"]);
    assert_eq!((outcome.status, outcome.stdout.as_str()), (0, "没有发现问题\n"), "{}", outcome.stderr);
}
