//! Runs scenarios and compares what is found with what is expected.

use std::collections::HashMap;

use crate::diagnostic::{Diagnostic, Language, Message, codes};
use crate::eval::decode::Scratch;
use crate::eval::evaluate::Evaluation;
use crate::eval::explain::{self, explain};
use crate::eval::judge::{Finding, Interval, Judgement, State, Verdict, findings};
use crate::eval::plan::Plan;
use crate::eval::questions::{Question, questions};
use crate::eval::read::read;
use crate::eval::table::Table;
use crate::eval::value::Truth;
use crate::eval::words::{self, Style};
use crate::model::{Datum, Expectation, Expected, Expr, LayerKind, MaterialId, Place, Program, Scenario, Step};
use crate::parallel;
use crate::say;
use crate::testing::application::{Baselines, Impossible, path_of};
use crate::text::{Date, FileId};

const PROVINCE: &str = "filing.province";
const SUBMITTED: &str = "filing.submitted_on";

/// Rules that one message lists.
const MOST: usize = 5;
/// Statements that are shown of a rule.
const CITED: usize = 3;

/// What an application is judged for.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Asked {
    pub province: String,
    pub provider: Option<String>,
    pub day: Date,
}

/// A scenario that could be judged, for those who want to know more than whether it passed.
pub struct Judged<'a> {
    pub scenario: &'a Scenario,
    pub asked: &'a Asked,
    pub application: &'a serde_json::Value,
    pub evaluation: &'a Evaluation<'a>,
    pub judgement: &'a Judgement,
}

/// How the scenarios of a program went.
#[derive(Debug, Default)]
pub struct Outcome {
    pub passed: usize,
    pub failed: usize,
    /// One for every scenario that failed or could not be judged, in the order of the files.
    pub diagnostics: Vec<Diagnostic>,
}

/// Runs the scenarios whose names contain `filter`, those of different files side by side; `seen`
/// is shown each one that could be judged, and what it makes of them is kept in their order.
pub fn run<R: Send>(
    program: &Program,
    table: &Table,
    filter: &str,
    threads: usize,
    seen: impl Fn(&Judged<'_>) -> R + Sync,
) -> (Outcome, Vec<R>) {
    let is_wanted = |scenario: &&Scenario| {
        !scenario.is_baseline && (scenario.name.contains(filter) || scenario.label.contains(filter))
    };
    let wanted: Vec<&Scenario> = program.scenarios.iter().filter(is_wanted).collect();
    // Those of one file ask for one province: what holds there is made ready once.
    let files: Vec<&[&Scenario]> = wanted.chunk_by(|a, b| a.place.file == b.place.file).collect();
    let baselines = Baselines::new(program);
    let runs = parallel::map(&files, threads, |file| run_file(program, table, &baselines, file, &seen));
    let mut outcome = Outcome::default();
    let mut results = Vec::new();
    for (of_file, made) in runs {
        outcome.passed += of_file.passed;
        outcome.failed += of_file.failed;
        outcome.diagnostics.extend(of_file.diagnostics);
        results.extend(made);
    }
    crate::diagnostic::sort(&mut outcome.diagnostics);
    (outcome, results)
}

fn run_file<R>(
    program: &Program,
    table: &Table,
    baselines: &Baselines<'_>,
    scenarios: &[&Scenario],
    seen: &impl Fn(&Judged<'_>) -> R,
) -> (Outcome, Vec<R>) {
    let mut plans: HashMap<Asked, Result<Plan, Message>> = HashMap::new();
    let mut outcome = Outcome::default();
    let mut results = Vec::new();
    for scenario in scenarios {
        let found = asked(program, baselines, scenario).and_then(|asked| {
            let plan = plans
                .entry(asked.clone())
                .or_insert_with(|| table.plan(&asked.province, asked.provider.as_deref(), asked.day));
            let plan = plan.as_ref().map_err(|message| {
                let place = scenario.place;
                Box::new(Diagnostic::new(codes::SCENARIO_IMPOSSIBLE, place.file, place.span, message.clone()))
            })?;
            let application = application(program, baselines, scenario, &asked.province)?;
            judge(program, table, plan, scenario, &asked, &application, &mut |judged| results.push(seen(judged)))
        });
        match found {
            Ok(()) => outcome.passed += 1,
            Err(diagnostic) => {
                outcome.failed += 1;
                outcome.diagnostics.push(*diagnostic);
            }
        }
    }
    (outcome, results)
}

/// For which province, provider and day a scenario asks: its file says the province, or the fact
/// does; the provider is that of its file, or the only one there is.
fn asked(program: &Program, baselines: &Baselines<'_>, scenario: &Scenario) -> Result<Asked, Box<Diagnostic>> {
    let fact = |path| program.vocabulary.fact_by_path(path);
    let own = scenario.layer.and_then(|id| program.layers.get(id.index()));
    let province = own.filter(|layer| layer.kind == LayerKind::Province).map(|layer| layer.name.to_string());
    let given = || match baselines.last_given(scenario, fact(PROVINCE)?)? {
        Expr::Value(of, value) => {
            Some(program.vocabulary.enums[of.index()].values[usize::from(*value)].name.to_string())
        }
        _ => None,
    };
    let day = || match baselines.last_given(scenario, fact(SUBMITTED)?)? {
        Expr::Date(date) => Some(*date),
        _ => None,
    };
    let of_file = program.providers().find(|layer| layer.place.file == scenario.place.file);
    let mut providers = program.providers();
    let only = providers.next().filter(|_| providers.next().is_none());
    let provider = of_file.or(only).map(|layer| layer.name.to_string());
    match (province.or_else(given), day()) {
        (Some(province), Some(day)) => Ok(Asked { province, provider, day }),
        (province, _) => {
            let path = if province.is_none() { PROVINCE } else { SUBMITTED };
            let label = fact(path).map_or("", |id| &program.vocabulary.facts[id.index()].label);
            let message = say!("情形没有说{label}", "the scenario does not say `{path}`");
            let help = say!(
                "在 `既定` 里写 `{label} 为 …`，或沿用写了它的基准申请",
                "write `{path} = …` in `given`, or use a baseline that has it"
            );
            let place = scenario.place;
            Err(Box::new(Diagnostic::new(codes::SCENARIO_WITHOUT_QUESTION, place.file, place.span, message).help(help)))
        }
    }
}

/// The application of a scenario. In the file of a province it is about that province, whatever a
/// baseline of another file says.
fn application(
    program: &Program,
    baselines: &Baselines<'_>,
    scenario: &Scenario,
    province: &str,
) -> Result<serde_json::Value, Box<Diagnostic>> {
    let mut application = plain_application(program, baselines, scenario)?;
    let fact = program.vocabulary.fact_by_path(PROVINCE);
    let says_itself = scenario.steps.iter().any(|step| matches!(step, Step::Set(id, _) if Some(*id) == fact));
    let own = scenario.layer.and_then(|id| program.layers.get(id.index()));
    if !says_itself
        && own.is_some_and(|layer| layer.kind == LayerKind::Province)
        && let Some(said) = application.pointer_mut("/filing/province")
    {
        *said = province.into();
    }
    Ok(application)
}

fn plain_application(
    program: &Program,
    baselines: &Baselines<'_>,
    scenario: &Scenario,
) -> Result<serde_json::Value, Box<Diagnostic>> {
    baselines.application(scenario).map_err(|impossible| {
        let (message, help) = match impossible {
            Impossible::Circle => (
                say!("基准申请互相沿用，绕成了圈", "baselines stand on one another in a circle"),
                say!("删去一处 `沿用`", "remove one `base`"),
            ),
            Impossible::NoElement(fact) => {
                let fact = &program.vocabulary.facts[fact.index()];
                let (path, label) = (&fact.path, &fact.label);
                (
                    say!(
                        "「{label}」属于列表里的一项，而列表里还一项也没有",
                        "`{path}` belongs to an element of a list, and the list has none yet"
                    ),
                    say!("先用 `增加` 写出这一项", "write the element with `add` first"),
                )
            }
        };
        let place = scenario.place;
        Box::new(Diagnostic::new(codes::SCENARIO_IMPOSSIBLE, place.file, place.span, message).help(help))
    })
}

fn judge(
    program: &Program,
    table: &Table,
    plan: &Plan,
    scenario: &Scenario,
    asked: &Asked,
    json: &serde_json::Value,
    seen: &mut impl FnMut(&Judged<'_>),
) -> Result<(), Box<Diagnostic>> {
    let text = json.to_string();
    let application = read(table, plan, &mut Scratch::default(), FileId(0), &text)
        .map_err(|misfits| Box::new(impossible(scenario, &misfits)))?;
    let evaluation = Evaluation::new(table, plan, &application);
    let judgement = findings(&evaluation);
    seen(&Judged { scenario, asked, application: json, evaluation: &evaluation, judgement: &judgement });
    let compared = Compared { program, evaluation: &evaluation, judgement: &judgement };
    let mismatches: Vec<(Place, Mismatch)> = scenario
        .expectations
        .iter()
        .filter_map(|expected| Some((expected.place, compared.mismatch(expected)?)))
        .collect();
    if mismatches.is_empty() { Ok(()) } else { Err(Box::new(failure(scenario, mismatches))) }
}

fn impossible(scenario: &Scenario, misfits: &[Diagnostic]) -> Diagnostic {
    let (label, name) = (&scenario.label, &scenario.name);
    let message = say!("情形「{label}」里的申请不成立", "the application of the scenario `{name}` cannot be");
    let place = scenario.place;
    let mut diagnostic = Diagnostic::new(codes::SCENARIO_IMPOSSIBLE, place.file, place.span, message);
    for misfit in misfits {
        diagnostic = diagnostic.help(misfit.message.clone());
    }
    diagnostic
}

/// What was found instead, in few words and with its reasons.
struct Mismatch {
    found: Message,
    reasons: Vec<Message>,
}

fn failure(scenario: &Scenario, mismatches: Vec<(Place, Mismatch)>) -> Diagnostic {
    let (place, label, name) = (scenario.place, &scenario.label, &scenario.name);
    let found = |language| mismatches.first().map_or("", |(_, first)| first.found.in_language(language));
    let (zh, en) = (found(Language::Chinese), found(Language::English));
    let message = say!("情形「{label}」与预期不符，{zh}", "the scenario `{name}` is not as expected, {en}");
    let mut diagnostic = Diagnostic::new(codes::SCENARIO_FAILED, place.file, place.span, message);
    for (place, mismatch) in mismatches {
        diagnostic = diagnostic.also(place.file, place.span, mismatch.found);
        for reason in mismatch.reasons {
            // A verdict and a finding often fail for one reason.
            if !diagnostic.help.contains(&reason) {
                diagnostic = diagnostic.help(reason);
            }
        }
    }
    diagnostic
}

struct Compared<'a> {
    program: &'a Program,
    evaluation: &'a Evaluation<'a>,
    judgement: &'a Judgement,
}

impl<'a> Compared<'a> {
    fn mismatch(&self, expected: &Expected) -> Option<Mismatch> {
        match &expected.what {
            Expectation::Verdict(low, high) => self.verdict(*low, *high),
            Expectation::Finding(rule, state) => self.finding(rule, state),
            Expectation::Missing(wanted) => self.missing(wanted),
            Expectation::Materials(wanted) => self.materials(wanted),
        }
    }

    fn verdict(&self, low: u8, high: u8) -> Option<Mismatch> {
        let found = self.judgement.verdict;
        if (found.at_least as u8, found.at_most as u8) == (low, high) {
            return None;
        }
        let words = both(|language| format!("{}{}", found_word(language), interval_words(found, language)));
        let of = |state| self.judgement.findings.iter().filter(move |finding| finding.state() == state);
        // The worst decide.
        let severity = |finding: &&Finding| std::cmp::Reverse(self.rule(finding).severity.as_deref() == Some("refuse"));
        let mut deciding: Vec<&Finding> = of(State::Violated).collect();
        if !found.is_decided() || deciding.is_empty() {
            deciding.extend(of(State::Unknown));
        }
        deciding.sort_by_key(|finding| severity(finding));
        if found.at_least == Verdict::Refuse {
            // A rule that only asks to correct explains no refusal.
            deciding.retain(|finding| self.rule(finding).severity.as_deref() == Some("refuse"));
        }
        let count = deciding.len();
        let mut reasons: Vec<Message> = deciding.iter().take(MOST).map(|finding| self.reason(finding)).collect();
        if reasons.is_empty() {
            reasons.push(say!("没有一条规则被违反", "no rule is violated"));
        }
        if count > MOST {
            let rest = count - MOST;
            reasons.push(say!("另有 {rest} 条规则违反或未知", "{rest} further rules are violated or unknown"));
        }
        Some(Mismatch { found: words, reasons })
    }

    /// The worst finding of a rule counts, of all its elements.
    fn finding(&self, id: &str, expected: &str) -> Option<Mismatch> {
        let own = self.judgement.findings.iter().filter(|finding| self.rule(finding).id == id);
        let Some(worst) = own.max_by_key(|finding| finding.state()) else {
            return (expected != "ok" || !self.is_in_force(id)).then(|| self.absent(id));
        };
        let found = worst.state().word();
        if found == expected {
            return None;
        }
        let words = both(|language| format!("{}{}", found_word(language), state_words(worst.state(), language)));
        Some(Mismatch { found: words, reasons: vec![self.reason(worst)] })
    }

    fn is_in_force(&self, id: &str) -> bool {
        let table = self.evaluation.table;
        self.evaluation.plan.rules.iter().any(|rule| table.document.rules[rule.rule as usize].id == id)
    }

    fn absent(&self, id: &str) -> Mismatch {
        if self.is_in_force(id) {
            let found = say!("实际：没有结果", "found: nothing");
            return Mismatch {
                found,
                reasons: vec![say!(
                    "这条规则逐项核对，而申请里没有这样的一项",
                    "the rule is about every element of a list, and the list is empty"
                )],
            };
        }
        let found = say!("实际：这条规则在这里不施行", "found: the rule does not hold here");
        let reason = say!(
            "它属于另一个省或接入商，已被本省豁免或改写，或者当天没有生效：{id}",
            "it is another province's or provider's, waived or replaced here, or not in force that day: {id}"
        );
        Mismatch { found, reasons: vec![reason] }
    }

    fn missing(&self, wanted: &[Datum]) -> Option<Mismatch> {
        let asked = questions(self.evaluation, self.judgement);
        let table = self.evaluation.table;
        let paths: Vec<String> = asked.iter().map(|question| without_numbers(&question.spot.path(table))).collect();
        let is_asked = |datum: &Datum| paths.contains(&path_of(&self.program.vocabulary, *datum));
        if wanted.iter().all(is_asked) {
            return None;
        }
        let named = |language| {
            let style = Style { language, ascii: false };
            let all: Vec<String> = asked
                .iter()
                .take(12)
                .map(|question: &Question| words::named(self.evaluation, question.spot, style))
                .collect();
            let nothing = style.pick("没有要补的信息", "nothing is missing").to_owned();
            format!(
                "{}{}",
                found_word(language),
                if all.is_empty() { nothing } else { all.join(style.pick("、", ", ")) }
            )
        };
        let reason = match asked.is_empty() {
            true => say!(
                "结论已经定了，补什么都不会变，所以没有待补的信息",
                "the verdict is decided, so nothing is missing that could change it"
            ),
            false => {
                say!("只有还能改变结论的信息才算待补", "only facts that can still change the verdict are missing")
            }
        };
        Some(Mismatch { found: both(named), reasons: vec![reason] })
    }

    fn materials(&self, wanted: &[MaterialId]) -> Option<Mismatch> {
        let mut open = Vec::new();
        for finding in self.judgement.findings.iter().filter(|finding| finding.state() != State::Ok) {
            let remaining = explain(self.evaluation, finding).requirement.and_then(|whole| whole.remaining());
            remaining.iter().for_each(|requirement| requirement.materials(&mut open));
        }
        let documents = &self.evaluation.table.document.vocabulary.materials;
        let is_open = |id: &MaterialId| {
            let name = &*self.program.vocabulary.materials[id.index()].name;
            open.iter().any(|material| documents[*material as usize].id == name)
        };
        if wanted.iter().all(is_open) {
            return None;
        }
        let named = |language| {
            let name = |material: &u32| {
                let material = &documents[*material as usize];
                if language == Language::Chinese { material.label.clone() } else { format!("`{}`", material.id) }
            };
            let all: Vec<String> = open.iter().map(name).collect();
            let style = Style { language, ascii: false };
            let nothing = style.pick("没有要交的材料", "no material is to be provided").to_owned();
            format!(
                "{}{}",
                found_word(language),
                if all.is_empty() { nothing } else { all.join(style.pick("、", ", ")) }
            )
        };
        Some(Mismatch { found: both(named), reasons: Vec::new() })
    }

    fn rule(&self, finding: &Finding) -> &'a crate::document::Rule {
        let number = self.evaluation.plan.rules[finding.rule as usize].rule;
        &self.evaluation.table.document.rules[number as usize]
    }

    /// A rule, its finding, and the conditions and values behind it.
    fn reason(&self, finding: &Finding) -> Message {
        let explanation: explain::Explanation<'_> = explain(self.evaluation, finding);
        let rule = self.rule(finding);
        both(|language| {
            let style = Style { language, ascii: false };
            let state = state_words(finding.state(), language);
            let applies = match (finding.state(), finding.applies()) {
                (State::Ok, Truth::False) => style.pick("（不适用）", " (does not apply)"),
                _ => "",
            };
            let name = style.pick(&rule.label, "").to_owned();
            let name = if name.is_empty() { String::new() } else { format!("「{name}」") };
            let mut text = format!("`{}`{name} {state}{applies}", rule.id);
            let mut push = |line: &str| {
                text.push_str("\n  ");
                text.push_str(line);
            };
            push(style.sentence(&rule.sentence));
            words::explanation_lines(self.evaluation, &explanation, style).iter().for_each(|line| push(line));
            // The page decides whether the rule or the scenario is wrong.
            for cite in rule.cites.iter().take(CITED) {
                if let Some((_, statement)) = self.evaluation.table.statement(cite) {
                    push(&format!("{}{cite}  {}", style.pick("依据 ", "cites "), statement.text));
                }
            }
            text
        })
    }
}

/// `sites[0].name` is `sites.name`.
fn without_numbers(path: &str) -> String {
    path.split('[').map(|part| part.split_once(']').map_or(part, |(_, rest)| rest)).collect()
}

fn both(text: impl Fn(Language) -> String) -> Message {
    Message::new(text(Language::Chinese), text(Language::English))
}

fn found_word(language: Language) -> &'static str {
    match language {
        Language::Chinese => "实际：",
        Language::English => "found: ",
    }
}

/// As a rule file writes it.
fn interval_words(found: Interval, language: Language) -> String {
    let word = |verdict: Verdict| match (language, verdict) {
        (Language::Chinese, Verdict::Pass) => "通过",
        (Language::Chinese, Verdict::Correct) => "补正",
        (Language::Chinese, Verdict::Refuse) => "拒绝",
        (Language::English, Verdict::Pass) => "pass",
        (Language::English, Verdict::Correct) => "correct",
        (Language::English, Verdict::Refuse) => "refuse",
    };
    let (low, high) = (word(found.at_least), word(found.at_most));
    match language {
        _ if found.is_decided() => low.to_owned(),
        Language::Chinese => format!("{low} 到 {high}"),
        Language::English => format!("{low} to {high}"),
    }
}

/// As a rule file writes it.
fn state_words(state: State, language: Language) -> &'static str {
    match (language, state) {
        (Language::Chinese, State::Ok) => "符合",
        (Language::Chinese, State::Unknown) => "未知",
        (Language::Chinese, State::Violated) => "违反",
        (Language::English, state) => state.word(),
    }
}
