//! No text makes the compiler panic, hang, or take what cannot be read for what can.
//!
//! The real rule files are damaged at random, always in the same way: `GUANJU_EDITS=10000 cargo test
//! random_edits` makes more of them, `GUANJU_SEED=7` others. Lints, fixes and the formatter see one
//! in eight, or every one with `GUANJU_FIXES=1`.

use std::sync::mpsc;
use std::time::Duration;

use guanju::diagnostic::Safety;
use guanju::emit::table::table;
use guanju::format::format;
use guanju::lint::{Settings, apply_fixes};
use guanju::session::{Input, Session, compile, fix};
use guanju::syntax::keywords::Spelling;
use guanju::text::Date;

use crate::common::{input, listed, rule_files, shared_files, text};
use crate::random::Random;

/// Every edit must be compiled in this time, on a busy machine and without optimisation.
const PATIENCE: Duration = Duration::from_secs(60);

/// Words and signs that open, close or turn something.
const INSERTED: &[&str] = &[
    "{",
    "}",
    "(",
    ")",
    "（",
    "）",
    "｛",
    "｝",
    "[",
    "]",
    "\"",
    "“",
    "”",
    "#",
    ",",
    "，",
    "、",
    ":",
    "：",
    "=",
    "-",
    "规则",
    "rule",
    "for",
    "适用于",
    "not",
    "非",
    "and",
    "且",
    "or",
    "first_match {",
    "按序取一 {",
    "otherwise",
    "否则",
    "when",
    "当",
    "require",
    "要求",
    "province",
    "省份",
    "national",
    "policy",
    "enum",
    "let",
    "定义",
    "waive",
    "choice",
    "99999999999999999999",
    "2023-02-29",
    "18岁",
    "３",
    "а",
    "\u{200b}",
    "\u{feff}",
    "\r\n",
    "e-",
    "/",
    "..",
    "any(site",
    "＃",
    "//",
    "、、",
    "\u{a0}",
    "如果",
    "并且",
    "三个",
    "十八岁",
    "2026/3/1",
    "e-O1",
    "“18岁”",
    "# 忽略[L0201]：甲\n",
    "# ignore-file[W0602, L0404]: x\n",
    "# ignore[L0301] until 2026-13-01\n",
];

const PUNCTUATION: &[(&str, &str)] =
    &[("(", "（"), (")", "）"), ("{", "｛"), ("}", "｝"), (",", "，"), (":", "："), ("\"", "“"), ("=", "＝")];

/// Words, signs and white space, each a token.
fn tokens(text: &str) -> Vec<&str> {
    let mut tokens = Vec::new();
    let mut start = 0;
    let mut before = None;
    for (offset, letter) in text.char_indices() {
        let kind = if letter.is_alphanumeric() || letter == '_' { 0 } else { 1 + u32::from(letter) };
        if before.is_some_and(|before| before != kind) {
            tokens.push(&text[start..offset]);
            start = offset;
        }
        before = Some(kind);
    }
    tokens.push(&text[start..]);
    tokens
}

pub fn edited(random: &mut Random, text: &str) -> String {
    let is_line = random.below(3) == 0;
    let mut parts: Vec<&str> = if is_line { text.split_inclusive('\n').collect() } else { tokens(text) };
    // An edit before this one may have left nothing.
    if parts.is_empty() {
        return (*random.of::<&str>(INSERTED)).to_owned();
    }
    let (at, other) = (random.below(parts.len()), random.below(parts.len()));
    match random.below(8) {
        0 => drop(parts.remove(at)),
        1 => parts.insert(at, parts[at]),
        2 => parts.swap(at, other),
        3 => parts.truncate(at),
        4 => parts.insert(at, parts[other]),
        5 | 6 => parts.insert(at, random.of::<&str>(INSERTED)),
        _ => {
            let (half, full) = *random.of(PUNCTUATION);
            let (from, to) = if random.below(2) == 0 { (half, full) } else { (full, half) };
            return text.replacen(from, to, 1 + random.below(40));
        }
    }
    let text = parts.concat();
    // Now and then a cut in the middle of a word.
    match random.below(12) {
        0 => text.chars().take(random.below(text.chars().count())).collect(),
        _ => text,
    }
}

/// Whether braces outside strings and comments do not match: then the file cannot be read.
fn is_unbalanced(text: &str) -> bool {
    let mut depth = 0i64;
    for line in text.split('\n') {
        let mut rest = line;
        while let Some(letter) = rest.chars().next() {
            let after = &rest[letter.len_utf8()..];
            rest = match letter {
                '#' => "",
                '"' => after.find('"').map_or(after, |end| &after[end + 1..]),
                '“' => match after.find(['“', '”']) {
                    Some(end) if after[end..].starts_with('”') => &after[end + '”'.len_utf8()..],
                    _ => after,
                },
                _ => after,
            };
            depth += match letter {
                '{' | '｛' => 1,
                '}' | '｝' => -1,
                _ => 0,
            };
            if depth < 0 {
                return true;
            }
        }
    }
    depth != 0
}

/// Compiles on a thread with a small stack.
fn patiently(files: Vec<Input>, threads: usize) -> Session {
    with_patience(move || {
        let session = compile(files, threads);
        // Even the program of a broken file can be written, if it is asked for.
        assert!(!table(&session.program).is_empty());
        session
    })
}

/// Runs this on a thread with a small stack; panics when it takes too long or panics itself.
fn with_patience<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> T {
    let (sender, receiver) = mpsc::channel();
    let worker = std::thread::Builder::new().stack_size(2 << 20).spawn(move || {
        let _ = sender.send(work());
    });
    let worker = worker.expect("a thread can be had");
    match receiver.recv_timeout(PATIENCE) {
        Ok(result) => result,
        Err(mpsc::RecvTimeoutError::Timeout) => panic!("it hangs"),
        Err(mpsc::RecvTimeoutError::Disconnected) => match worker.join() {
            Err(problem) => std::panic::resume_unwind(problem),
            Ok(()) => unreachable!("the worker sends before it ends"),
        },
    }
}

/// What else is done with rule files: lints with all exceptions, both kinds of fixes, the formatter.
fn lint_fix_and_format(files: Vec<Input>, path: &str, session: &Session) {
    let settings = Settings { as_of: Date::new(2026, 11, 26), ..Settings::default() };
    let unread = |session: &Session| session.diagnostics.iter().filter(|d| d.code.code.starts_with("E02")).count();
    let before = unread(session);
    for safety in [Safety::Safe, Safety::Unsafe] {
        let fixed = fix(files.clone(), 2, &settings, None, safety);
        assert!(!fixed.is_refused, "a fix does harm");
        assert!(unread(&fixed.session) <= before, "a fix makes a file harder to read");
        for changed in &fixed.changed {
            let after = std::str::from_utf8(&changed.after).expect("what is written is UTF-8");
            assert!(!after.is_empty(), "a fix leaves nothing of {}", changed.path);
        }
        // Once more there is nothing to do, unless a fix was held back.
        if safety == Safety::Safe && fixed.count > 0 {
            let again = apply_fixes(&fixed.session.files, &fixed.session.diagnostics, safety);
            assert!(again.count == 0 || unread(&fixed.session) > 0, "the fixes come to no end");
        }
    }
    let file = session.files.iter().find(|file| file.path == path).expect("the file is there");
    for spelling in [None, Some(Spelling::Chinese), Some(Spelling::English)] {
        if let Ok(written) = format(&file.text, spelling) {
            assert!(format(&written, spelling).as_deref() == Ok(&*written), "the formatter changes what it wrote");
        }
    }
}

fn number(name: &str, default: u64) -> u64 {
    std::env::var(name).ok().and_then(|value| value.parse().ok()).unwrap_or(default)
}

#[test]
fn random_edits_give_diagnostics_and_never_panic() {
    let shared = shared_files();
    let all = rule_files();
    let seed = number("GUANJU_SEED", 1);
    for round in 0..number("GUANJU_EDITS", 400) {
        let mut random = Random::new(seed << 32 | round);
        let chosen = random.of(&all).clone();
        let mut broken = text(&chosen).to_owned();
        for _ in 0..=random.below(3) {
            broken = edited(&mut random, &broken);
        }
        let files: Vec<Input> = std::iter::once(input(&chosen.path, &broken))
            .chain(shared.iter().filter(|file| file.path != chosen.path).cloned())
            .collect();
        let is_whole = round % 8 == 0 || number("GUANJU_FIXES", 0) > 0;
        let found = std::panic::catch_unwind(|| {
            let (files, path) = (files.clone(), chosen.path.clone());
            let session = patiently(files.clone(), 2);
            if !is_whole {
                return session;
            }
            with_patience(move || {
                lint_fix_and_format(files, &path, &session);
                session
            })
        });
        let Ok(session) = found else {
            std::fs::write(std::env::temp_dir().join("guanju-edit.gj"), &broken).expect("it can be kept");
            panic!("edit {round} of {} (kept as guanju-edit.gj)", chosen.path);
        };
        if is_unbalanced(&broken) {
            assert!(session.has_errors(), "edit {round} of {}: braces do not match", chosen.path);
        }
        if round % 16 == 0 {
            let again = patiently(files.into_iter().rev().collect(), 1);
            assert!(session.diagnostics == again.diagnostics, "edit {round} of {}", chosen.path);
            assert!(table(&session.program) == table(&again.program), "edit {round} of {}", chosen.path);
        }
    }
}

/// The diagnostics of one file beside the shared ones: `line:column: code message`.
fn check(text: &str) -> String {
    check_bytes(text.as_bytes().to_vec())
}

fn check_bytes(bytes: Vec<u8>) -> String {
    let mut files = shared_files();
    files.push(Input { path: "x.gj".into(), bytes });
    let found = listed(&patiently(files, 2), |code| code.starts_with("W06") || code == "E0506");
    found.lines().filter_map(|line| line.strip_prefix("x.gj:")).map(|line| format!("{line}\n")).collect()
}

/// The codes alone, each once, in the order of their places.
fn codes(text: &str) -> Vec<String> {
    let mut codes: Vec<String> =
        check(text).lines().filter_map(|line| line.split(' ').nth(1)).map(str::to_owned).collect();
    codes.dedup();
    codes
}

fn rule(condition: &str) -> String {
    format!("省份 广东\n适用于 单位备案 {{\n规则 x \"甲\" {{ 当 {condition} 不予备案 依据 e-1 }}\n}}\n")
}

#[test]
fn deep_brackets_are_one_clear_diagnostic() {
    assert_eq!(codes(&rule(&format!("{}是{}", "(".repeat(20_000), ")".repeat(20_000)))), ["E0205"]);
    assert_eq!(codes(&rule(&"(".repeat(20_000))), ["E0205"]);
    assert_eq!(codes(&"{".repeat(20_000)), ["E0205"]);
    // A quotation mark without a partner hides nothing.
    assert!(codes(&format!("x \" {}", "{".repeat(20_000))).contains(&"E0205".to_owned()));
    assert!(codes(&format!("x “ {}", "(".repeat(20_000))).contains(&"E0205".to_owned()));
}

#[test]
fn long_rows_are_one_clear_diagnostic() {
    assert!(codes(&rule(&format!("{}外省证件", "非 ".repeat(30_000)))).contains(&"E0205".to_owned()));
    assert!(codes(&rule(&format!("外省证件{}", " 且 外省证件".repeat(30_000)))).contains(&"E0205".to_owned()));
}

#[test]
fn rows_in_brackets_do_not_add_up() {
    let not = "非 ".repeat(200);
    let deep = format!("{}外省证件{}", format!("{not}(").repeat(250), ")".repeat(250));
    assert!(codes(&rule(&deep)).contains(&"E0205".to_owned()));
    let and = " 且 外省证件".repeat(100);
    let deep = format!("{}外省证件{}", "(".repeat(250), format!("{and})").repeat(250));
    assert!(codes(&rule(&deep)).contains(&"E0205".to_owned()));
}

#[test]
fn braces_that_are_not_closed_are_read_once() {
    assert!(!check(&format!("x {}", "{ y ".repeat(200))).is_empty());
    assert!(!check(&rule(&"{ y ".repeat(200))).is_empty());
    assert!(!check(&"规则 a \"b\" {".repeat(120)).is_empty());
    assert!(!check(&rule(&"按序取一 { ".repeat(120))).is_empty());
}

#[test]
fn long_files_of_nothing_take_no_longer_than_their_length() {
    for junk in ["“", "\"", "x ", "{ } ", "1.", "规则 ", "，", "#", "e-", "\u{200b}", "{\n", "[ "] {
        assert!(!check(&junk.repeat(60_000)).is_empty() || junk == "#", "{junk}");
    }
}

#[test]
fn long_names_and_many_unknown_names_are_bearable() {
    assert!(codes(&rule(&"甲".repeat(300_000))).contains(&"E0301".to_owned()));
    let many: String =
        (0..3_000).map(|index| format!("规则 r{index} \"甲{index}\" {{ 当 外省证{index} 不予备案 }}\n")).collect();
    let found = check(&format!("省份 广东\n适用于 单位备案 {{\n{many}}}"));
    assert_eq!(found.matches("E0301").count(), 3_000);
}

#[test]
fn files_that_are_no_rule_files_are_explained() {
    assert_eq!(check(""), "1:1: W0105 文件是空的\n");
    assert_eq!(check("省份\0广东"), "1:1: E0103 第 1 行有一个空字节，这不是文本文件\n");
    assert_eq!(check_bytes(vec![b'#'; 17 << 20]), "1:1: E0104 文件超过 16 MB，没有读取\n");
    assert_eq!(check("# 只有一行说明\n"), "");
    assert_eq!(check("}"), "1:1: E0204 多了一个 `}`\n");
}

#[test]
fn a_mark_and_carriage_returns_change_nothing() {
    let plain = "省份 广东\n适用于 单位备案 {\n  规则 x \"甲\" { 当 外省证 不予备案 }\n}\n";
    let marked = format!("\u{feff}{}", plain.replace('\n', "\r\n"));
    assert_eq!(check(plain), check(&marked));
    assert!(check(plain).starts_with("3:16: E0301"), "{}", check(plain));
}

#[test]
fn spaces_of_word_processors_are_spaces() {
    let plain = rule("外省证");
    assert_eq!(codes(&plain), codes(&plain.replace(' ', "\u{a0}")));
    assert_eq!(codes(&plain), codes(&plain.replace(' ', "\u{2003}")));
}

#[test]
fn two_provinces_do_not_have_one_code() {
    let mut files = shared_files();
    files.push(input("shanxi.gj", "省份 山西 代码 \"CN-SX\"\n"));
    files.push(input("shaanxi.gj", "省份 陕西 代码 \"CN-SX\"\n"));
    let found = listed(&patiently(files, 2), |code| code != "E0302");
    assert_eq!(found, "shanxi.gj:1:1: E0302 代码 `CN-SX` 是`陕西`的\n");
}

#[test]
fn a_comment_with_another_sign_hides_nothing() {
    let text = rule("外省证").replace("省份", "// 说明\n＃ 说明\n省份");
    assert_eq!(codes(&text)[..2], ["E0201", "E0301"]);
}

#[test]
fn the_opening_mark_is_pointed_at() {
    let text = "省份 广东\n适用于 单位备案 {\n  规则 x \"甲 {\n    不予备案\n  }\n}\n";
    assert!(check(text).contains("3:8: E0202"), "{}", check(text));
    let text = "省份 广东\n适用于 单位备案 {\n  规则 x “外“内”” {\n    不予备案\n  }\n}\n";
    assert!(check(text).contains("3:8: E0202"), "{}", check(text));
    let text = "省份 广东\n适用于 单位备案 {\n  规则 x \"甲\" {\n    不予备案\n";
    assert!(check(text).contains("3:12: E0203"), "{}", check(text));
}

#[test]
fn what_has_a_taken_name_is_left_out() {
    let of_enum = "枚举 x1 \"甲乙\" { a1 \"甲1\" b1 \"乙1\" a1 \"丙1\" 组 g1 \"组1\" = a1 组 g1 \"组2\" = b1 }
事实 x2 \"丙\" { k x1 \"甲乙丙\" }\n定义 x3 \"丁\" = x2.k 为 a1 或 x2.k 属于 g1\n";
    assert_eq!(codes(of_enum), ["E0302"]);
    let of_let = "定义 x3 \"外省证件\" = 是\n定义 x4 \"丁\" = x3\n材料组 x5 \"外省证件\" = 全部提供（身份证）\n";
    assert!(codes(of_let).contains(&"E0302".to_owned()), "{}", check(of_let));
    let of_policy = "政策 cross_province \"甲\" 适用于 单位备案 { 选项 a1 \"乙\" }\n";
    assert_eq!(codes(of_policy), ["E0302"]);
}

#[test]
fn conditions_on_materials_do_not_use_themselves() {
    let circle = "材料属性 { 定义 x1 \"甲\" = x2  定义 x2 \"乙\" = 非 x1 }\n";
    assert_eq!(codes(circle), ["E0413"]);
    let doubling: String = (1..60).map(|n| format!("定义 x{n} \"甲{n}\" = x{0} 或 非 x{0}\n", n - 1)).collect();
    assert_eq!(codes(&format!("材料属性 {{ x0 是否 \"甲0\"\n{doubling} }}\n")), ["E0205"]);
    let doubling: String =
        (1..60).map(|n| format!("材料组 b{n} \"甲{n}\" = 全部提供（b{0}，b{0}）\n", n - 1)).collect();
    assert_eq!(codes(&format!("材料 {{ b0 \"甲0\" }}\n{doubling}\n")), ["E0205"]);
}
