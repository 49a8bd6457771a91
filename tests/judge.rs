//! The command `judge`, as it is called.

use std::fs;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use guanju::emit::table::table;
use serde_json::Value;

use crate::common::{compiled, root, rule_files};

const PERSON: &str = r#"{"filing": {"type": "first"}, "sponsor": {"kind": "individual"},
 "subject_resp": {"id": {"province": "hunan"}},
 "materials": {"residence_permit": {"expires_on": "2026-11-22"}}}"#;

struct Place {
    folder: tempfile::TempDir,
}

impl Place {
    fn new() -> Place {
        let place = Place { folder: tempfile::tempdir().expect("a folder can be made") };
        place.put("table.json", table(&compiled(rule_files()).program).as_bytes());
        place
    }

    fn path(&self) -> &Path {
        self.folder.path()
    }

    fn put(&self, name: &str, bytes: &[u8]) {
        fs::write(self.path().join(name), bytes).expect("the file can be written");
    }

    /// Runs `guanju judge` for Guangdong, with these words behind it.
    fn judge(&self, words: &[&str]) -> Outcome {
        let common = ["--province", "guangdong", "--as-of", "2026-11-23", "--table", "table.json"];
        self.run(&[words, &common].concat(), None)
    }

    fn run(&self, words: &[&str], input: Option<&[u8]>) -> Outcome {
        let mut child = Command::new(env!("CARGO_BIN_EXE_guanju"))
            .arg("judge")
            .args(words)
            .current_dir(self.path())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the command can be started");
        let mut pipe = child.stdin.take().expect("the input is a pipe");
        if let Some(input) = input {
            std::io::Write::write_all(&mut pipe, input).expect("the command reads");
        }
        drop(pipe);
        child.wait_with_output().expect("the command ends").into()
    }
}

struct Outcome {
    status: i32,
    out: String,
    aside: String,
}

impl From<Output> for Outcome {
    fn from(output: Output) -> Outcome {
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        let status = output.status.code().expect("the command ends by itself");
        Outcome { status, out: text(&output.stdout), aside: text(&output.stderr) }
    }
}

#[test]
fn an_applicant_reads_what_to_provide_and_why() {
    let place = Place::new();
    place.put("a.json", PERSON.as_bytes());
    let outcome = place.judge(&["a.json", "--provider", "none"]);
    assert_eq!((outcome.status, outcome.aside.as_str()), (1, ""));
    for part in [
        "申请 a.json：广东，2026-11-23\n结论：还不能确定，最好 补正，最坏 拒绝\n",
        "要提供的材料\n",
        "✗ 提供居住证（有效期内）\n",
        "✗ 有效期内（居住证的有效期止：2026-11-22；提交日期：2026-11-23）\n",
        "因为 ✓ 证件不在备案省份（主体负责人证件所在省：湖南；备案省份：广东）\n",
        "规则 guangdong.individual.cross_province.with_evidence，依据 guangdong/i-06",
        "还要知道",
    ] {
        assert!(outcome.out.contains(part), "`{part}` is missing in:\n{}", outcome.out);
    }
    let english = place.judge(&["a.json", "--lang", "en", "--glyphs", "ascii"]);
    assert!(english.out.contains("x provide `residence_permit` (`unexpired`)"), "{}", english.out);
}

#[test]
fn one_rule_is_explained_with_its_source() {
    let place = Place::new();
    place.put("a.json", PERSON.as_bytes());
    let rule = "guangdong.individual.cross_province.with_evidence";
    let outcome = place.judge(&["a.json", "--explain", rule]);
    for part in [
        rule,
        "\n  依据 guangdong/i-06  腾讯云《广东省管局要求》 ",
        "\n违反\n  ✓ 备案类型为首次备案、新增网站或接入备案",
    ] {
        assert!(outcome.out.contains(part), "`{part}` is missing in:\n{}", outcome.out);
    }
    let wrong = place.judge(&["a.json", "--explain", "guangdong.individual.cross_provinc.with_evidence"]);
    assert_eq!((wrong.status, wrong.out.as_str()), (2, ""));
    assert!(wrong.aside.contains(&format!("是不是 `{rule}`")), "{}", wrong.aside);
}

#[test]
fn json_is_what_the_published_schema_says() {
    let place = Place::new();
    place.put("a.json", PERSON.as_bytes());
    place.put("bad.json", b"{\"filing\": {\"typ\": 1}}");
    let outcome = place.judge(&["a.json", "bad.json", "a.json", "--output-format", "json"]);
    assert_eq!((outcome.status, outcome.aside.as_str()), (1, ""));
    let document: Value = serde_json::from_str(&outcome.out).expect("it is JSON");
    let schema = fs::read_to_string(root().join("docs/schema/judgement.schema.json")).expect("the schema is there");
    let schema: Value = serde_json::from_str(&schema).expect("the schema is JSON");
    let validator = jsonschema::validator_for(&schema).expect("the schema is a schema");
    let problems: Vec<String> = validator.iter_errors(&document).map(|error| error.to_string()).collect();
    assert_eq!(problems, [] as [String; 0]);
    assert_eq!(document["results"].as_array().map(Vec::len), Some(3));
    assert_eq!(document["results"][1]["errors"][0]["code"], "E0803");
    let judgement = &document["results"][2]["judgement"];
    assert_eq!(judgement["verdict"], serde_json::json!({"at_least": "correct", "at_most": "refuse"}));
    let findings = judgement["findings"].as_array().expect("there are findings");
    let is_cross = |finding: &&Value| finding["rule"] == "guangdong.individual.cross_province.with_evidence";
    let finding = findings.iter().find(is_cross).expect("the rule has a finding");
    assert_eq!(finding["finding"], "violated");
    assert_eq!(finding["explanation"]["conditions"][1]["values"][0]["value"], "hunan");
    assert_eq!(finding["explanation"]["cites"][0]["id"], "guangdong/i-06");
}

#[test]
fn a_bad_line_is_reported_with_its_number_and_the_rest_is_judged() {
    let place = Place::new();
    let person = PERSON.replace('\n', "");
    let lines = format!("{person}\n\n{{\"filing\":{{\"type\":\"erste\"}}}}\nnonsense\n{person}");
    place.put("many.jsonl", lines.as_bytes());
    let outcome = place.judge(&["many.jsonl", "--output-format", "concise"]);
    assert_eq!(outcome.status, 1);
    assert_eq!(outcome.out, "many.jsonl:1: correct..refuse\nmany.jsonl:5: correct..refuse\n");
    for part in ["many.jsonl:3:19: 错误[E0806]", "many.jsonl:4:2: 错误[E0801]", "核对了 2 份申请", "另有 2 份不能核对"]
    {
        assert!(outcome.aside.contains(part), "`{part}` is missing in:\n{}", outcome.aside);
    }
    let data = place.judge(&["many.jsonl", "--output-format", "jsonl"]);
    let places: Vec<(u64, bool)> = data
        .out
        .lines()
        .map(|line| serde_json::from_str(line).expect("every line is JSON"))
        .map(|line: Value| (line["line"].as_u64().expect("a line has a number"), line.get("errors").is_some()))
        .collect();
    assert_eq!(places, [(1, false), (3, true), (4, true), (5, false)]);
}

#[test]
fn standard_input_is_one_document_or_many_lines() {
    let place = Place::new();
    let words =
        ["-", "--province", "广东", "--as-of", "2026年11月23日", "--table", "table.json", "--output-format", "concise"];
    let document = place.run(&words, Some(PERSON.as_bytes()));
    assert_eq!(document.out, "-: correct..refuse\n", "{}", document.aside);
    let lines = place.run(&words, Some(format!("{}\n{{}}\n", PERSON.replace('\n', "")).as_bytes()));
    assert_eq!(lines.out, "-:1: correct..refuse\n-:2: pass..refuse\n", "{}", lines.aside);
}

#[test]
fn what_is_wrong_with_an_application_is_shown_in_its_place() {
    let place = Place::new();
    place.put(
        "a.json",
        "{\n  \"filing\": {\"type\": \"首次备案\"},\n  \"subject_resp\": {\"provnce\": \"hunan\", \"age\": -1}\n}\n"
            .as_bytes(),
    );
    let outcome = place.judge(&["a.json"]);
    assert_eq!((outcome.status, outcome.out.as_str()), (1, ""));
    insta::assert_snapshot!(outcome.aside, @r#"
    错误[E0806]: `filing.type` 没有取值 `"首次备案"`
      ┌─ a.json:2:22
      │
    2 │   "filing": {"type": "首次备案"},
      │                      ^^^^^^^^^^
      │
      = 帮助: 写标识 `first`（首次备案）

    错误[E0803]: 申请里没有 `subject_resp.provnce` 这一项
      ┌─ a.json:3:20
      │
    3 │   "subject_resp": {"provnce": "hunan", "age": -1}
      │                    ^^^^^^^^^
      │
      = 帮助: 是不是 `subject_resp.id.province`（主体负责人证件所在省）？

    错误[E0805]: `subject_resp.age` 不能是 `-1`
      ┌─ a.json:3:47
      │
    3 │   "subject_resp": {"provnce": "hunan", "age": -1}
      │                                               ^^
      │
      = 帮助: 写 0 到 150 之间的整数
    "#);
}

#[test]
fn a_question_that_cannot_be_asked_ends_the_run() {
    let place = Place::new();
    place.put("a.json", b"{}");
    let asked = |province: &str, day: &str, table: &str| {
        let outcome = place.run(&["a.json", "--province", province, "--as-of", day, "--table", table], None);
        assert_eq!((outcome.status, outcome.out.as_str()), (2, ""));
        outcome.aside
    };
    assert!(
        asked("guangdon", "2026-11-23", "table.json")
            .contains("错误[E0013]: 规则表里没有省份 `guangdon`；可以是 guangdong")
    );
    assert!(asked("guangdong", "2026-02-30", "table.json").contains("错误[E0013]: `2026-02-30` 不是日期"));
    assert!(asked("guangdong", "2026-11-23", "a.json").contains("错误[E0012]: 这不是规则表"));
    assert!(asked("guangdong", "2026-11-23", "none.json").contains("错误[E0004]"));
    let missing = place.judge(&["a.json", "b.json"]);
    assert_eq!((missing.status, missing.out.as_str()), (2, ""), "nothing is judged when a file is missing");
}

#[test]
fn bytes_of_any_kind_are_no_panic() {
    let place = Place::new();
    let gb18030 = [b"{\"sponsor\": {\"name\": \"".as_slice(), b"\xb9\xe3\xb6\xab", b"\"}}"].concat();
    let deep = format!("{{\"filing\": {}{}}}", "[".repeat(100_000), "]".repeat(100_000));
    for (bytes, expected) in [
        (gb18030.as_slice(), "E0802"),
        (deep.as_bytes(), "E0804"),
        (b"\xef\xbb\xbf{\"filing\": {}}\r\n".as_slice(), "结论"),
        (b"".as_slice(), "E0801"),
        (b"\0\0".as_slice(), "E0801"),
        (b"[{}]".as_slice(), "E0804"),
    ] {
        place.put("a.json", bytes);
        let outcome = place.judge(&["a.json"]);
        let all = format!("{}{}", outcome.out, outcome.aside);
        assert!(all.contains(expected) && outcome.status == 1, "{expected} is missing in:\n{all}");
    }
}
