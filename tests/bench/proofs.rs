//! What proofs cost: `cargo bench --bench proofs`.
//!
//! The real provinces, and the same with 2, 4 and 8 times the rules in each province, the further ones
//! with other numbers. Each figure is the best of three processes; ratios are to the check without
//! proofs in the same run.

#![allow(clippy::print_stdout, reason = "a benchmark prints its figures")]

use std::process::Command;
use std::time::Instant;

use guanju::lint::known_proofs::KnownProofs;
use guanju::lint::{Names, ProgramContext, Settings, proof};
use guanju::model::{Comparison, Effect, Expr, LayerKind, Obligation, Program, Rule};
use guanju::session::{Input, check, compile};

const THREADS: usize = 2;
const RUNS: usize = 3;

fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    if let Some(position) = arguments.iter().position(|argument| argument == "--measure") {
        measure(&arguments[position + 1], arguments[position + 2].parse().expect("a factor"));
        return;
    }
    println!("{THREADS} threads, best of {RUNS} processes each");
    let without = run("without", 1);
    let with = run("with", 1);
    println!("{:<44} {:>9.4} s {:>9} KB", "check of all provinces without proofs", without.seconds, without.peak_kb);
    println!(
        "{:<44} {:>9.4} s {:>9} KB ({:.1} times)",
        "check of all provinces with proofs",
        with.seconds,
        with.peak_kb,
        with.seconds / without.seconds
    );
    let one = run("one", 1);
    println!("{:<44} {:>9.4} s {:>9} KB", "proofs of one province, nation and provider", one.seconds, one.peak_kb);
    let edited = run("edited", 1);
    println!("{:<44} {:>9.4} s {:>9} KB", "proofs again after an edit of one province", edited.seconds, edited.peak_kb);
    let mut base: Option<f64> = None;
    for factor in [1, 2, 4, 8] {
        let figure = run("proofs", factor);
        let base = *base.get_or_insert(figure.seconds);
        println!(
            "{:<44} {:>9.4} s {:>9} KB ({:.1} times the first, {} findings)",
            format!("proofs, {factor} times the rules per province"),
            figure.seconds,
            figure.peak_kb,
            figure.seconds / base,
            figure.findings
        );
    }
}

struct Figure {
    seconds: f64,
    findings: usize,
    peak_kb: usize,
}

fn run(what: &str, factor: usize) -> Figure {
    let figures = (0..RUNS).map(|_| {
        let program = std::env::current_exe().expect("this program has a path");
        let output = Command::new(program).args(["--measure", what, &factor.to_string()]).output();
        let output = output.expect("this program can be started again");
        let text = String::from_utf8_lossy(&output.stdout).into_owned();
        let numbers: Vec<f64> = text.split_whitespace().filter_map(|word| word.parse().ok()).collect();
        let [seconds, findings, peak_kb] = numbers[..] else { panic!("{what} printed {text:?}") };
        Figure { seconds, findings: findings as usize, peak_kb: peak_kb as usize }
    });
    figures.min_by(|a, b| a.seconds.total_cmp(&b.seconds)).expect("there is a run")
}

fn measure(what: &str, factor: usize) {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("provinces");
    let read = guanju::io::read_folder(&folder).expect("provinces/ can be read").into_iter();
    let files: Vec<Input> = read.map(|file| Input { path: file.path, bytes: file.bytes }).collect();
    let start;
    let findings = match what {
        "without" | "with" => {
            start = Instant::now();
            let settings = Settings { proofs: what == "with", ..Settings::default() };
            check(files, THREADS, &settings, None).diagnostics.len()
        }
        "edited" => {
            let mut session = compile(files, THREADS);
            let known_proofs = Some(KnownProofs::default());
            let (names, settings) = (Names::default(), Settings { known_proofs, ..Settings::default() });
            proof::check(&ProgramContext::new(&session.files, &session.program, &names, &settings), THREADS);
            let mut provinces = session.program.layers.iter_mut().filter(|layer| layer.kind == LayerKind::Province);
            let layer = provinces.next().expect("there is a province");
            let more: Vec<Rule> = layer.rules.iter().map(|rule| varied(rule, 1)).collect();
            layer.rules = more;
            let context = ProgramContext::new(&session.files, &session.program, &names, &settings);
            start = Instant::now();
            proof::check(&context, THREADS).len()
        }
        "one" | "proofs" => {
            let mut session = compile(files, THREADS);
            if what == "one" {
                let mut provinces = 0;
                session.program.layers.retain(|layer| {
                    provinces += usize::from(layer.kind == LayerKind::Province);
                    layer.kind != LayerKind::Province || provinces == 1
                });
            }
            multiply(&mut session.program, factor);
            let (names, settings) = (Names::default(), Settings::default());
            let context = ProgramContext::new(&session.files, &session.program, &names, &settings);
            start = Instant::now();
            proof::check(&context, THREADS).len()
        }
        other => panic!("no measurement is called {other}"),
    };
    println!("{} {findings} {}", start.elapsed().as_secs_f64(), peak_kilobytes());
}

/// Gives every province so many times the rules, the further ones with larger numbers.
fn multiply(program: &mut Program, factor: usize) {
    for layer in program.layers.iter_mut().filter(|layer| layer.kind == LayerKind::Province) {
        let own = layer.rules.clone();
        for time in 1..factor {
            layer.rules.extend(own.iter().map(|rule| varied(rule, time)));
        }
    }
}

fn varied(rule: &Rule, time: usize) -> Rule {
    let more = i64::try_from(time).expect("a small factor");
    let effect = match &rule.effect {
        Effect::Require(Obligation::Condition(condition)) => {
            Effect::Require(Obligation::Condition(larger(condition, more)))
        }
        other => other.clone(),
    };
    Rule {
        name: format!("{}_{time}", rule.name).into(),
        when: rule.when.as_ref().map(|when| larger(when, more)),
        effect,
        ..rule.clone()
    }
}

fn larger(expression: &Expr, more: i64) -> Expr {
    match expression {
        Expr::And(parts) => Expr::And(parts.iter().map(|part| larger(part, more)).collect()),
        Expr::Or(parts) => Expr::Or(parts.iter().map(|part| larger(part, more)).collect()),
        Expr::Not(part) => Expr::Not(Box::new(larger(part, more))),
        Expr::Compare(comparison, sides) if *comparison != Comparison::Equal => {
            let number = |side: &Expr| match side {
                Expr::Int(number, unit) => Expr::Int(number + more, *unit),
                other => other.clone(),
            };
            Expr::Compare(*comparison, Box::new((number(&sides.0), number(&sides.1))))
        }
        other => other.clone(),
    }
}

/// Peak resident memory of this process, where the system tells.
fn peak_kilobytes() -> usize {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find(|line| line.starts_with("VmHWM"));
    line.and_then(|line| line.split_whitespace().nth(1)).and_then(|number| number.parse().ok()).unwrap_or(0)
}
