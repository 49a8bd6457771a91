//! Lints that prove something: they look at one question to the rules at a time — a province, a
//! provider, a time between two changes — and what they claim of one is held against all others.
//!
//! A rule that several provinces share is only useless if it is so in each of them.

use std::sync::Arc;

use rustc_hash::FxHashMap;

use crate::diagnostic::{Code, Diagnostic, Message};
use crate::emit::table::table;
use crate::eval::table::Table;
use crate::lint::known_proofs::{Keys, Proof, Proved};
use crate::lint::{Check, ProgramContext, rules};
use crate::model::{Answer, LayerKind, Place, Rule};
use crate::parallel;
use crate::prove::question::{Asked, Question, Settled, questions};
use crate::say;
use crate::syntax::ast::ClauseKind;
use crate::text::{Date, Span};

/// What a lint has proved for one question.
#[derive(Clone, Debug)]
pub struct Claim {
    /// Where it is reported.
    pub subject: Subject,
    /// Tells claims about one subject apart.
    pub key: String,
    pub reach: Reach,
    pub message: Message,
    /// Where in the rule it stands, and what is to be said there.
    pub here: (Part, Message),
    /// Other rules that have to do with it.
    pub others: Vec<(Subject, Part, Message)>,
    pub help: Vec<Message>,
}

/// What a claim is about.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Subject {
    /// A rule, by its id.
    Rule(String),
    /// What a layer answers to a policy, for a track.
    Answer { layer: String, policy: String, track: String },
    /// A case that an answer gives to a derived fact, by its number in the layer.
    Case { layer: String, number: usize },
    /// A derived fact, by its path.
    Derived(String),
    /// What a layer makes of an inherited rule, by the id of that rule.
    Change { layer: String, base: String },
}

/// For how many of the questions in which the rule holds something must be so to be told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reach {
    Some,
    Every,
}

/// A part of a rule as it is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    Whole,
    /// The condition of this number, of so many.
    When {
        number: usize,
        of: usize,
    },
    Effect,
}

/// All that is proved about a program, in the order of the rules.
pub fn check(context: &ProgramContext<'_>, threads: usize) -> Vec<Diagnostic> {
    let is_on = |lint: &&&crate::lint::Lint| context.settings.is_on(lint.code);
    let checks: Vec<Prove> = rules::ALL
        .iter()
        .filter(is_on)
        .filter_map(|lint| match lint.check {
            Check::Proof(check) => Some((lint.code, check)),
            Check::File(_) | Check::Program(_) | Check::Settled => None,
        })
        .collect();
    if !context.settings.proofs || checks.is_empty() || context.program.provinces().next().is_none() {
        return Vec::new();
    }
    let Ok(table) = Table::read(&table(context.program)) else { return Vec::new() };
    let asked = newest_page(context).map(|day| questions(&table.document, day)).unwrap_or_default();
    let memory = context.settings.known_proofs.as_ref();
    let memory = memory.map(|known| (known, Keys::new(context.program, checks.iter().map(|(code, _)| *code))));
    let mut answers: Vec<Proved> = Vec::new();
    let mut settled = None;
    if memory.is_none()
        && let Some(first) = asked.first()
    {
        // What is not so in the first question need not be asked in the others of rules that all share.
        // Proofs that are kept must not depend on one another.
        let proved = answer(&table, *first, &checks, None);
        settled = Some(Arc::new(settle(&proved)));
        answers.push(proved);
    }
    answers.extend(parallel::map(&asked[answers.len()..], threads, |asked| {
        let known = memory.as_ref().and_then(|(known, keys)| known.get(keys.of(asked)));
        known.unwrap_or_else(|| answer(&table, *asked, &checks, settled.clone()))
    }));
    if let Some((known, keys)) = &memory {
        known.replace(asked.iter().map(|asked| keys.of(asked)).zip(answers.iter().cloned()));
    }
    let mut standing: FxHashMap<&str, usize> = FxHashMap::default();
    for name in answers.iter().flat_map(|answer| &answer.standing) {
        *standing.entry(name).or_default() += 1;
    }
    let mut order: Vec<(Code, &Claim)> = Vec::new();
    let mut times: FxHashMap<(&str, &Subject, &str), usize> = FxHashMap::default();
    for answer in &answers {
        for (code, claim) in &answer.claims {
            let seen = times.entry((code.code, &claim.subject, &claim.key)).or_default();
            *seen += 1;
            if *seen == 1 {
                order.push((*code, claim));
            }
        }
    }
    let is_told = |(code, claim): &&(Code, &Claim)| match claim.reach {
        Reach::Some => true,
        Reach::Every => {
            let seen = times.get(&(code.code, &claim.subject, &*claim.key)).copied();
            let all = match &claim.subject {
                Subject::Rule(id) => standing.get(id.as_str()).copied(),
                Subject::Derived(path) => standing.get(path.as_str()).copied(),
                Subject::Answer { layer, .. } | Subject::Case { layer, .. } | Subject::Change { layer, .. } => {
                    Some(asked.iter().filter(|asked| asked.province == layer).count())
                }
            };
            seen == all
        }
    };
    let all: Vec<(Asked<'_>, &Proved)> = asked.iter().copied().zip(&answers).collect();
    let told = order.iter().filter(is_told);
    told.filter_map(|(code, claim)| diagnostic(context, *code, claim, period(&all, *code, claim))).collect()
}

/// When something is so, if not always.
#[derive(Clone, Copy, Debug)]
struct Period {
    from: Option<Date>,
    /// The last day.
    until: Option<Date>,
}

/// When what is claimed is so, wherever it is.
fn period(all: &[(Asked<'_>, &Proved)], code: Code, claim: &Claim) -> Period {
    let is_it = |(own, known): &(Code, Claim)| {
        own.code == code.code && known.subject == claim.subject && known.key == claim.key
    };
    let is_so = |(_, proved): &&(Asked<'_>, &Proved)| proved.claims.iter().any(is_it);
    let days: Vec<Asked<'_>> = all.iter().filter(is_so).map(|(asked, _)| *asked).collect();
    let first = all.iter().map(|(asked, _)| asked.day).min();
    let from = days.iter().map(|asked| asked.day).min();
    // Each place has its own days: it stays where it is so on the last of them.
    let end = |place: &Asked<'_>| {
        let is_here = |own: &&Asked<'_>| (own.province, own.provider) == (place.province, place.provider);
        let last = days.iter().filter(is_here).map(|asked| asked.day).max()?;
        all.iter().map(|(asked, _)| asked).filter(is_here).map(|asked| asked.day).filter(|day| *day > last).min()
    };
    let ends: Option<Vec<Date>> = days.iter().map(end).collect();
    let until = ends.and_then(|ends| ends.into_iter().max());
    let until = until.and_then(|day| Date::from_day_number(day.day_number().saturating_sub(1)));
    Period { from: from.filter(|day| Some(*day) != first), until }
}

/// The day by which rules are looked at: that of the page that was read last. The clock has no say.
fn newest_page(context: &ProgramContext<'_>) -> Option<Date> {
    context.program.sources.iter().filter_map(|source| source.read).max().or_else(|| Date::new(2000, 1, 1))
}

/// A lint that proves something.
type Prove = (Code, fn(&mut Question<'_>, &mut Vec<Claim>));

fn settle(proved: &Proved) -> Settled {
    let told = proved.claims.iter().filter_map(|(code, claim)| match &claim.subject {
        Subject::Rule(id) => Some((code.code, id.clone())),
        _ => None,
    });
    Settled { standing: proved.standing.iter().cloned().collect(), told: told.collect() }
}

fn answer(table: &Table, asked: Asked<'_>, checks: &[Prove], settled: Option<Arc<Settled>>) -> Proved {
    let Some(mut question) = Question::new(table, asked) else { return Proved::default() };
    question.settled = settled;
    let mut all = Vec::new();
    for (code, check) in checks {
        let mut claims = Vec::new();
        check(&mut question, &mut claims);
        all.extend(claims.into_iter().map(|claim| (*code, claim)));
    }
    let rules = question.rules.iter().map(|rule| rule.rule.id.clone());
    let standing = rules.chain(question.derived_in_rules().into_iter().map(str::to_owned)).collect();
    Proved::new(Proof { standing, claims: all })
}

/// A claim as it is told, and when it is so.
fn diagnostic(context: &ProgramContext<'_>, code: Code, claim: &Claim, period: Period) -> Option<Diagnostic> {
    let place = place_of(context, &claim.subject, claim.here.0)?;
    let mut diagnostic = Diagnostic::new(code, place.file, place.span, claim.message.clone());
    let (zh, en) = (&claim.here.1.chinese, &claim.here.1.english);
    diagnostic = diagnostic.here(match (period.from, period.until) {
        (Some(from), Some(until)) if from == until => say!("只在 {from} 这一天：{zh}", "on {from} only: {en}"),
        (Some(from), Some(until)) => say!("自 {from} 至 {until}：{zh}", "from {from} to {until}: {en}"),
        (Some(from), None) => say!("自 {from} 起：{zh}", "from {from} on: {en}"),
        (None, Some(until)) => say!("到 {until} 为止：{zh}", "until {until}: {en}"),
        (None, None) => claim.here.1.clone(),
    });
    for (other, part, message) in &claim.others {
        if let Some(other) = place_of(context, other, *part) {
            diagnostic = diagnostic.also(other.file, other.span, message.clone());
        }
    }
    Some(claim.help.iter().cloned().fold(diagnostic, Diagnostic::help))
}

fn place_of(context: &ProgramContext<'_>, subject: &Subject, part: Part) -> Option<Place> {
    let program = context.program;
    let layer = |name: &String| program.layers.iter().find(|layer| &*layer.name == name.as_str());
    match subject {
        Subject::Rule(id) => place(context, id, part),
        Subject::Answer { layer: name, policy, track } => {
            let policy = program.policies.iter().position(|own| &*own.name == policy.as_str())?;
            let track = program.vocabulary.tracks().iter().position(|own| &*own.name == track.as_str())?;
            let mut answers = layer(name)?.answers.iter();
            let is_it = |answer: &&Answer| answer.policy.index() == policy && answer.tracks.holds(track);
            answers.find(is_it).map(|answer| answer.place)
        }
        Subject::Case { layer: name, number } => {
            let given = layer(name)?.answers.iter().flat_map(|answer| {
                let choices = answer.cases.iter().filter_map(|case| case.choice);
                let policy = &program.policies[answer.policy.index()];
                let count =
                    |choice: u16| policy.choices.get(usize::from(choice)).map_or(0, |own| own.classifications.len());
                choices.flat_map(move |choice| std::iter::repeat_n(answer.place, count(choice)))
            });
            given.collect::<Vec<_>>().get(*number).copied()
        }
        Subject::Change { layer: name, base } => {
            let mut changes = layer(name)?.changes.iter();
            changes.find(|change| &*change.base == base.as_str()).map(|change| change.place)
        }
        Subject::Derived(path) => program
            .vocabulary
            .derived
            .iter()
            .find(|derived| &*derived.path == path.as_str())
            .map(|derived| derived.place),
    }
}

/// Where a part of a rule is written; the rule itself where the part comes from a policy.
fn place(context: &ProgramContext<'_>, id: &str, part: Part) -> Option<Place> {
    let (_, rule) = context.program.find_rule(id)?;
    let span = (part != Part::Whole).then(|| span_of_part(context, rule, part)).flatten();
    Some(Place { span: span.unwrap_or(rule.place.span), ..rule.place })
}

fn span_of_part(context: &ProgramContext<'_>, rule: &Rule, part: Part) -> Option<Span> {
    let written = context.rule_at(rule.place)?;
    let is_wanted = |kind: &ClauseKind| match part {
        Part::Whole => false,
        Part::When { .. } => matches!(kind, ClauseKind::When(_) | ClauseKind::Unless(_)),
        Part::Effect => matches!(kind, ClauseKind::Require(_) | ClauseKind::Forbid | ClauseKind::Permit),
    };
    let clauses: Vec<Span> =
        written.clauses.iter().filter(|clause| is_wanted(&clause.kind)).map(|clause| clause.span).collect();
    match part {
        // A clause with `and` is several conditions: then it is not plain which is meant.
        Part::When { number, of } => (clauses.len() == of).then(|| clauses.get(number).copied()).flatten(),
        Part::Whole | Part::Effect => clauses.first().copied(),
    }
}

/// Of rules that have to do with one another the most special, by its number: where they are told. A
/// province may speak of all, the nation only of its own; of several it is the last.
pub fn most_special(ids: &[&str], asked: &Asked<'_>) -> Option<usize> {
    let rank = |id: &str| match id.split('.').next() {
        Some(layer) if layer == asked.province => LayerKind::Province,
        Some(layer) if Some(layer) == asked.provider => LayerKind::Provider,
        _ => LayerKind::National,
    };
    (0..ids.len()).max_by_key(|index| rank(ids[*index]))
}
