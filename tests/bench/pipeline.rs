//! Ratios of the pipeline to two limits, from one run: `cargo bench`.
//!
//! Each figure is measured in a process of its own, which prints its time and its peak memory, so
//! that one does not spoil the other. The limits are UTF-8 validation of the same bytes and a bare
//! parse of them on one core. The formatter is measured on files of their own, and on one file that
//! grows.

#![allow(clippy::print_stdout, reason = "a benchmark prints its figures")]

mod generate;

use std::process::Command;
use std::time::{Duration, Instant};

use guanju::lint::Settings;
use guanju::session::{Input, check, compile};
use guanju::text::Date;

const THREADS: usize = 2;
const RUNS: usize = 3;

fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    if let Some(position) = arguments.iter().position(|argument| argument == "--measure") {
        measure(&arguments[position + 1], arguments[position + 2].parse().expect("a number of provinces"));
        return;
    }
    println!("{THREADS} threads; best of {RUNS} runs each; ratios are to the bare one-core parse of the same bytes");
    println!(
        "{:>9} {:>9} {:>9} | {:>22} | {:>22} | {:>30} | {:>30}",
        "provinces",
        "rules",
        "MB",
        "utf-8 s (ratio)",
        "bare parse s (MB/s)",
        "check s (ratio) KB/rule",
        "table s (ratio) KB/rule"
    );
    let mut before: Option<f64> = None;
    for provinces in [31, 310, 3100] {
        let utf8 = run("utf8", provinces);
        let parse = run("parse", provinces);
        let check = run("check", provinces);
        let table = run("table", provinces);
        let megabytes = parse.bytes as f64 / 1e6;
        let rules = check.rules.max(1) as f64;
        let ratio = |figure: &Figure| figure.seconds / parse.seconds;
        println!(
            "{provinces:>9} {:>9} {megabytes:>9.2} | {:>12.4} ({:>6.3}) | {:>12.4} ({:>6.1}) | {:>9.4} ({:>5.2}) {:>8.2} | {:>9.4} ({:>5.2}) {:>8.2}",
            check.rules,
            utf8.seconds,
            ratio(&utf8),
            parse.seconds,
            megabytes / parse.seconds,
            check.seconds,
            ratio(&check),
            check.peak_kb as f64 / rules,
            table.seconds,
            ratio(&table),
            table.peak_kb as f64 / rules,
        );
        let per_rule = check.seconds / rules;
        if let Some(before) = before {
            println!("{:>9} time per rule against the line above: {:.2}", "", per_rule / before);
        }
        before = Some(per_rule);
    }
    println!(
        "\n{:>9} {:>9} | {:>9} | {:>9} | {:>22}",
        "provinces", "rules", "check s", "with lints", "lints alone (to check)"
    );
    for provinces in [31, 310, 3100] {
        let (check, lint) = (run("check", provinces), run("lint", provinces));
        let alone = lint.seconds - check.seconds;
        println!(
            "{provinces:>9} {:>9} | {:>9.4} | {:>10.4} | {alone:>12.4} ({:>5.2})",
            check.rules,
            check.seconds,
            lint.seconds,
            alone / check.seconds
        );
    }
    println!("\n{:>24} {:>9} | {:>12} | {:>22}", "formatted", "MB", "bare parse s", "format s (ratio)");
    for (what, count) in [("files of provinces", 310), ("times in one file", 10), ("times in one file", 100)] {
        let suffix = if what == "times in one file" { "-one" } else { "" };
        let parse = run(&format!("parse{suffix}"), count);
        let format = run(&format!("format{suffix}"), count);
        println!(
            "{count:>5} {what:>18} {:>9.2} | {:>12.4} | {:>12.4} ({:>6.2})",
            parse.bytes as f64 / 1e6,
            parse.seconds,
            format.seconds,
            format.seconds / parse.seconds
        );
    }
}

struct Figure {
    seconds: f64,
    bytes: usize,
    rules: usize,
    peak_kb: usize,
}

/// The best of some runs of one measurement, each in its own process.
fn run(what: &str, provinces: usize) -> Figure {
    let figures = (0..RUNS).map(|_| {
        let program = std::env::current_exe().expect("this program has a path");
        let output = Command::new(program)
            .args(["--measure", what, &provinces.to_string()])
            .output()
            .expect("this program can be started again");
        let text = String::from_utf8_lossy(&output.stdout).into_owned();
        let numbers: Vec<f64> = text.split_whitespace().filter_map(|word| word.parse().ok()).collect();
        let [seconds, bytes, rules, peak_kb] = numbers[..] else { panic!("{what} printed {text:?}") };
        Figure { seconds, bytes: bytes as usize, rules: rules as usize, peak_kb: peak_kb as usize }
    });
    figures.min_by(|a, b| a.seconds.total_cmp(&b.seconds)).expect("there is a run")
}

fn measure(what: &str, provinces: usize) {
    let files = match what.strip_suffix("-one") {
        Some(_) => vec![repeated(provinces)],
        None => generate::files(provinces),
    };
    let bytes: usize = files.iter().map(|file| file.bytes.len()).sum();
    let start = Instant::now();
    let rules = match what.trim_end_matches("-one") {
        "utf8" => files.iter().filter(|file| std::str::from_utf8(&file.bytes).is_ok()).count(),
        "parse" => files.iter().map(parse).sum(),
        "format" => files.iter().map(format).sum(),
        "check" => kept(compile(files, THREADS)),
        "lint" => {
            // What proofs cost has a benchmark of its own.
            let settings = Settings { as_of: Date::new(2026, 11, 26), proofs: false, ..Settings::default() };
            kept(check(files, THREADS, &settings, None))
        }
        "table" => {
            let session = compile(files, THREADS);
            let mut out = std::io::BufWriter::with_capacity(1 << 20, std::io::sink());
            guanju::emit::table::write_table(&session.program, THREADS, &mut out).expect("a sink takes everything");
            kept(session)
        }
        other => panic!("no measurement is called {other}"),
    };
    let elapsed: Duration = start.elapsed();
    println!("{} {bytes} {rules} {}", elapsed.as_secs_f64(), peak_kilobytes());
}

/// The file of a province so many times in one, which need not mean anything.
fn repeated(times: usize) -> Input {
    let mut files = generate::files(1);
    let mut file = files.pop().expect("a set has the file of a province");
    file.bytes = file.bytes.repeat(times);
    file
}

/// On one core, as the bare parse.
fn format(file: &Input) -> usize {
    let text = std::str::from_utf8(&file.bytes).expect("generated files are UTF-8");
    guanju::format::format(text, None).expect("generated files can be read").len()
}

fn parse(file: &Input) -> usize {
    guanju::syntax::bare_parse(std::str::from_utf8(&file.bytes).expect("generated files are UTF-8"))
}

/// The number of rules of a session that is left to the end of the process, as the command does.
fn kept(session: guanju::session::Session) -> usize {
    let rules = rules_of(&session);
    std::mem::forget(session);
    rules
}

fn rules_of(session: &guanju::session::Session) -> usize {
    assert!(!session.has_errors(), "generated rule sets are free of errors: {:?}", session.diagnostics.first());
    session.program.layers.iter().map(|layer| layer.rules.len()).sum()
}

/// Peak resident memory of this process, where the system tells.
fn peak_kilobytes() -> usize {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find(|line| line.starts_with("VmHWM"));
    line.and_then(|line| line.split_whitespace().nth(1)).and_then(|number| number.parse().ok()).unwrap_or(0)
}
