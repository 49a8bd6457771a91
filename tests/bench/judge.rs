//! Judging against parsing, from one run: `cargo bench --bench judge`.
//!
//! One application: the median time to judge it when it is decoded, beside the time that serde_json
//! takes to parse its text. Many: applications per second from JSON Lines with all cores, beside the
//! time to read the same lines and parse them with serde_json. Every batch runs in a process of its
//! own, which prints its time and its peak memory.

#![allow(clippy::print_stdout, reason = "a benchmark prints its figures")]

#[allow(dead_code, reason = "shared with the other benchmark")]
mod generate;

use std::hint::black_box;
use std::io::{BufRead, BufReader, Write};
use std::process::Command;
use std::time::{Duration, Instant};

use guanju::cli::{Console, run};
use guanju::emit::table::table;
use guanju::eval::application::Application;
use guanju::eval::decode::Scratch;
use guanju::eval::judge::judge;
use guanju::eval::plan::Plan;
use guanju::eval::read::read;
use guanju::eval::table::Table;
use guanju::parallel::in_order;
use guanju::session::{Session, compile};
use guanju::testing::vectors::vectors;
use guanju::text::{Date, FileId};

const RUNS: usize = 3;
/// Lines that travel together, as in the command.
const BLOCK: usize = 64;

fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    if let Some(position) = arguments.iter().position(|argument| argument == "--measure") {
        return measure(&arguments[position + 1], &arguments[position + 2], &arguments[position + 3]);
    }
    let session = compile(generate::real_files(), 2);
    let table = Table::read(&table(&session.program)).expect("the project's table can be read");
    let (province, plan) = largest(&table);
    let text = complete(&session, &table, &province);
    one(&table, &plan, &text);
    many(&province, &text);
}

/// The province with the most rules.
fn largest(table: &Table) -> (String, Plan) {
    let day = Date::new(2026, 11, 25).expect("it is a day");
    let plan = |id: &str| table.plan(id, Some("tencent"), day).expect("the province is in the table");
    let plans = table.layers("province").map(|layer| (layer.id.clone(), plan(&layer.id)));
    plans.max_by_key(|(_, plan)| plan.rules.len()).expect("there is a province")
}

/// The longest application of its scenarios that leaves nothing unknown.
fn complete(session: &Session, table: &Table, province: &str) -> String {
    let lines = vectors(&session.program, table, 2);
    let parsed = lines.lines().map(|line| serde_json::from_str::<serde_json::Value>(line).expect("a vector is JSON"));
    let is_complete = |vector: &serde_json::Value| {
        let findings = vector["findings"].as_array().expect("a vector has findings");
        let few = vector["application"]["filed_domains"].as_array().is_none_or(|list| list.len() < 5);
        vector["province"] == *province && few && findings.iter().all(|finding| finding["finding"] != "unknown")
    };
    let texts = parsed.filter(is_complete).map(|vector| vector["application"].to_string());
    texts.max_by_key(String::len).expect("a scenario of the province is complete")
}

fn one(table: &Table, plan: &Plan, text: &str) {
    let decode = || read(table, plan, &mut Scratch::default(), FileId(0), text).expect("the application is legal");
    let application: Application<'_> = decode();
    let judgement = judge(table, plan, &application);
    let rules = plan.rules.len();
    let parse = median(|| drop(black_box(serde_json::from_str::<serde_json::Value>(black_box(text)))));
    let skip = median(|| drop(black_box(serde_json::from_str::<serde::de::IgnoredAny>(black_box(text)))));
    let decoding = median(|| drop(black_box(decode())));
    let judging = median(|| drop(black_box(judge(table, plan, black_box(&application)))));
    println!("one application: {} bytes, {rules} rules, {} findings", text.len(), judgement.findings.len());
    println!("  serde_json parses it to a value   {parse:>8.2} µs");
    println!("  serde_json reads over it          {skip:>8.2} µs   {:.2} of the parse", skip / parse);
    println!("  it is read and checked            {decoding:>8.2} µs   {:.2} of the parse", decoding / parse);
    println!("  it is judged once decoded         {judging:>8.2} µs   {:.2} of the parse", judging / parse);
    println!("  per 60 rules                      {:>8.2} µs", judging * 60.0 / rules as f64);
}

/// Microseconds.
fn median(mut work: impl FnMut()) -> f64 {
    let mut times: Vec<f64> = Vec::new();
    for _ in 0..101 {
        let start = Instant::now();
        for _ in 0..100 {
            work();
        }
        times.push(start.elapsed().as_secs_f64() * 1e4);
    }
    times.sort_by(f64::total_cmp);
    times[times.len() / 2]
}

fn many(province: &str, text: &str) {
    let folder = tempfile::tempdir().expect("a folder can be made");
    println!("many applications, all cores, best of {RUNS}");
    let header = ["lines", "MB", "parse s", "judge s", "lines/s", "of parse", "parse MB", "judge MB"];
    println!("{}", header.map(|word| format!("{word:>10}")).concat());
    for lines in [20_000, 200_000] {
        let path = folder.path().join(format!("{lines}.jsonl"));
        let mut out = std::io::BufWriter::new(create(&path));
        (0..lines).for_each(|_| writeln!(out, "{text}").expect("the file can be written"));
        drop(out);
        let path = path.to_str().expect("the path is UTF-8");
        let (parse, judge) = (best("parse", path, province), best("judge", path, province));
        println!(
            "{lines:>10}{:>10.0}{:>10.3}{:>10.3}{:>10.0}{:>10.2}{:>10.1}{:>10.1}",
            (text.len() * lines) as f64 / 1e6,
            parse.0,
            judge.0,
            lines as f64 / judge.0,
            parse.0 / judge.0,
            parse.1,
            judge.1
        );
    }
}

#[expect(clippy::disallowed_types, reason = "a benchmark makes its own files")]
fn create(path: &std::path::Path) -> std::fs::File {
    std::fs::File::create(path).expect("the file can be made")
}

#[expect(clippy::disallowed_types, reason = "a benchmark reads its own files")]
fn open(path: &str) -> std::fs::File {
    std::fs::File::open(path).expect("the file is there")
}

/// Seconds and peak megabytes of the fastest of some processes.
fn best(what: &str, path: &str, province: &str) -> (f64, f64) {
    let runs = (0..RUNS).map(|_| {
        let program = std::env::current_exe().expect("this program has a path");
        let output = Command::new(program).args(["--measure", what, path, province]).output().expect("it starts again");
        let text = String::from_utf8_lossy(&output.stdout).into_owned();
        let last = text.lines().last().unwrap_or_default();
        let numbers: Vec<f64> = last.split_whitespace().filter_map(|word| word.parse().ok()).collect();
        let [seconds, megabytes] = numbers[..] else { panic!("{what} printed {text:?}") };
        (seconds, megabytes)
    });
    runs.min_by(|a, b| a.0.total_cmp(&b.0)).expect("there is a run")
}

fn measure(what: &str, path: &str, province: &str) {
    let start = Instant::now();
    match what {
        "parse" => parse_lines(path),
        "judge" => judge_lines(path, province),
        other => panic!("no measurement is called {other}"),
    }
    let elapsed: Duration = start.elapsed();
    println!("{} {}", elapsed.as_secs_f64(), peak_kilobytes() as f64 / 1e3);
}

/// Reads the lines in blocks and parses them on all cores.
fn parse_lines(path: &str) {
    let threads = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    let mut reader = BufReader::with_capacity(1 << 18, open(path));
    let blocks = std::iter::from_fn(move || {
        let mut block = Vec::new();
        for _ in 0..BLOCK {
            if reader.read_until(b'\n', &mut block).expect("the file can be read") == 0 {
                break;
            }
        }
        (!block.is_empty()).then_some(block)
    });
    let parse = |block: Vec<u8>| {
        let lines = block.split(|byte| *byte == b'\n').filter(|line| !line.is_empty());
        lines.filter(|line| serde_json::from_slice::<serde_json::Value>(line).is_ok()).count()
    };
    let mut total = 0;
    let outcome: Result<(), ()> = in_order(blocks, threads, parse, |count| {
        total += count;
        Ok(())
    });
    outcome.expect("nothing fails");
    black_box(total);
}

/// The command itself, with its output thrown away.
fn judge_lines(path: &str, province: &str) {
    let (mut out, mut aside) = (std::io::sink(), std::io::sink());
    let mut console = Console::new(&mut out, &mut aside, guanju::cli::Surroundings::default());
    let folder = format!("{}/provinces", env!("CARGO_MANIFEST_DIR"));
    let words = ["guanju", "judge", path, "--province", province, "--as-of", "2026-11-25", "--table", &folder];
    let words = words.iter().chain(["--output-format", "jsonl"].iter()).map(std::ffi::OsString::from);
    assert_ne!(run(words, &mut console), 2, "the command runs");
}

/// Peak resident memory of this process, where the system tells.
fn peak_kilobytes() -> usize {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find(|line| line.starts_with("VmHWM"));
    line.and_then(|line| line.split_whitespace().nth(1)).and_then(|number| number.parse().ok()).unwrap_or(0)
}
