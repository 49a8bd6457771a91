//! From the applications that were found to the vectors of a question.

use rustc_hash::FxHashMap;
use serde_json::Value;

use crate::document::Effective;
use crate::eval::decode::Scratch;
use crate::eval::evaluate::Evaluation;
use crate::eval::judge::{State, findings};
use crate::eval::plan::Plan;
use crate::eval::read::read;
use crate::eval::table::Table;
use crate::text::{Date, FileId};
use crate::vectors::cover::{Shows, cover};
use crate::vectors::goals::Extended;
use crate::vectors::homes::Home;
use crate::vectors::lean::Asked;
use crate::vectors::merge::merge;
use crate::vectors::search::{Found, Outcome, search};
use crate::vectors::trial::{Trial, Tried};
use crate::vectors::undecided::{Bases, undecided};
use crate::vectors::variants::Against;
use crate::vectors::{Shown, Vector};

/// An application for a question that may be another than that of its rules.
#[derive(Clone, Debug)]
struct Draft {
    application: Value,
    shows: Vec<Shown>,
    provider: Option<String>,
    day: Date,
}

/// What was made for one question.
#[derive(Clone, Debug, Default)]
pub struct Made {
    pub vectors: Vec<Vector>,
    /// What can be shown, and no application was found for.
    pub missed: Vec<Shown>,
    /// What is shown.
    pub shown: usize,
}

impl Shows for Found {
    fn goals(&self) -> &[usize] {
        &self.reached
    }

    fn cost(&self) -> usize {
        self.violated.len()
    }
}

/// The vectors of one question.
pub fn make(table: &Table, home: &Home) -> Made {
    let extended = Extended::new(&table.document, home);
    let Ok(all) = Table::of(extended.document.clone()) else { return Made::default() };
    let Some(trial) = Trial::new(&all, home, extended.before) else { return Made::default() };
    let Outcome { found, missed, strengths, usual } = search(&extended, home, &trial);
    let chosen = cover(&found, extended.goals.len());
    let chosen = chosen.into_iter().map(|(index, goals)| (found[index].clone(), goals)).collect();
    let chosen = merge(chosen, &usual, &trial, &extended.goals, &strengths);
    let shown = chosen.iter().map(|(_, goals)| goals.len()).sum();
    let drafts = chosen.into_iter().map(|(found, goals)| Draft {
        application: found.application,
        shows: goals.iter().map(|goal| extended.goals[*goal].shown.clone()).collect(),
        provider: home.provider.clone(),
        day: home.day,
    });
    let mut drafts: Vec<Draft> = drafts.collect();
    drop(trial);
    if let Some(trial) = Trial::new(table, home, extended.before) {
        let tried: Vec<Option<Tried>> = drafts.iter().map(|draft| trial.judge(&draft.application)).collect();
        let mut more = with_missing_facts(table, home, &trial, &drafts, &tried);
        more.extend(on_other_days(table, home, &trial, &drafts, &tried));
        more.extend(without_provider(table, home, &trial, &drafts, &tried));
        drafts.extend(more);
    }
    let missed = missed.into_iter().map(|goal| extended.goals[goal].shown.clone()).collect();
    Made { vectors: judged(table, home, drafts), missed, shown }
}

/// Applications in which facts are missing that decided.
fn with_missing_facts(
    table: &Table,
    home: &Home,
    trial: &Trial<'_>,
    drafts: &[Draft],
    tried: &[Option<Tried>],
) -> Vec<Draft> {
    let rules = &table.document.rules;
    let applications: Vec<&Value> = drafts.iter().map(|draft| &draft.application).collect();
    let is_of_rule = |draft: usize, rule: usize| {
        drafts[draft].shows.iter().any(|shown| shown.rule.as_ref() == Some(&rules[rule].id))
    };
    let bases = Bases { applications: &applications, tried };
    let all = undecided(&table.document, home, trial, bases, is_of_rule).into_iter().map(|undecided| Draft {
        application: undecided.application,
        shows: undecided.shows.iter().map(|(rule, name)| Shown::of_missing(&rules[*rule].id, name)).collect(),
        provider: home.provider.clone(),
        day: home.day,
    });
    all.collect()
}

/// The first and the last day of a rule, and the day before and behind them.
fn on_other_days(
    table: &Table,
    home: &Home,
    trial: &Trial<'_>,
    drafts: &[Draft],
    tried: &[Option<Tried>],
) -> Vec<Draft> {
    let mut all = Vec::new();
    for number in &home.rules {
        let rule = &table.document.rules[*number];
        let Some(Effective { from, until }) = &rule.effective else { continue };
        let Some(draft) = telling(trial, drafts, tried, *number) else { continue };
        let day = |text: &Option<String>| text.as_deref().and_then(Date::read);
        let (from, until) = (day(from), day(until));
        let days = [from, from.and_then(Date::previous), until, until.and_then(Date::next)];
        all.extend(days.into_iter().flatten().map(|day| Draft {
            shows: vec![Shown::of_rule(&rule.id, "/effective", Against::Day)],
            day,
            ..draft.clone()
        }));
    }
    all
}

/// Rules that hold only beside a provider's, and one of the provider's own, without the provider.
fn without_provider(
    table: &Table,
    home: &Home,
    trial: &Trial<'_>,
    drafts: &[Draft],
    tried: &[Option<Tried>],
) -> Vec<Draft> {
    let Some(provider) = &home.provider else { return Vec::new() };
    let is_of = |id: &String| id.split('.').next() == Some(provider.as_str());
    let rule = |number: &usize| &table.document.rules[*number];
    let own = home.rules.iter().find(|number| is_of(&rule(number).id) && rule(number).effect == "require");
    let beside = home.rules.iter().filter(|number| !is_of(&rule(number).id) && rule(number).chain.iter().any(is_of));
    let drafts = own.into_iter().chain(beside).filter_map(|number| {
        let draft = telling(trial, drafts, tried, *number)?;
        let shows = vec![Shown::of_rule(&rule(number).id, "", Against::Layer)];
        Some(Draft { shows, provider: None, ..draft.clone() })
    });
    drafts.collect()
}

/// An application that violates a rule and as little else as possible, or one to which it applies.
fn telling<'d>(trial: &Trial<'_>, drafts: &'d [Draft], tried: &[Option<Tried>], rule: usize) -> Option<&'d Draft> {
    let judged = drafts.iter().zip(tried).filter_map(|(draft, tried)| Some((draft, tried.as_ref()?)));
    let telling = judged.filter(|(_, tried)| trial.applies(tried, rule));
    let is_quiet = |tried| trial.worst(tried, rule) != Some(State::Violated);
    telling.min_by_key(|(_, tried)| (is_quiet(tried), trial.violated(tried).len())).map(|(draft, _)| draft)
}

/// The vectors with what the table itself says of them.
fn judged(table: &Table, home: &Home, drafts: Vec<Draft>) -> Vec<Vector> {
    let mut counts: FxHashMap<String, usize> = FxHashMap::default();
    let mut questions: Vec<Question> = Vec::new();
    let mut vectors = Vec::new();
    for mut draft in drafts {
        let is_same = |known: &Question| known.plan.provider == draft.provider && known.plan.day == draft.day;
        let Some(index) = questions.iter().position(is_same).or_else(|| {
            questions.push(question(table, home, &draft)?);
            Some(questions.len() - 1)
        }) else {
            continue;
        };
        let Question { plan, asked } = &questions[index];
        asked.lean(&mut draft.application);
        let text = draft.application.to_string();
        let Ok(application) = read(table, plan, &mut Scratch::default(), FileId(0), &text) else { continue };
        let evaluation = Evaluation::new(table, plan, &application);
        let judgement = findings(&evaluation);
        let owner = draft.shows.first().map(|shown| shown.owner().to_owned()).unwrap_or_default();
        let count = counts.entry(owner.clone()).or_default();
        *count += 1;
        let name = format!("{owner}/{count}");
        vectors.push(Vector::new(&evaluation, &judgement, name, draft.application, draft.shows));
    }
    vectors
}

/// What holds for some vectors, and what it asks for.
struct Question {
    plan: Plan,
    asked: Asked,
}

fn question(table: &Table, home: &Home, draft: &Draft) -> Option<Question> {
    let plan = table.plan(&home.province, draft.provider.as_deref(), draft.day).ok()?;
    let rules = plan.rules.iter().map(|rule| &table.document.rules[rule.rule as usize]);
    let asked = Asked::new(&table.document, &home.inline(&table.document), rules);
    Some(Question { plan, asked })
}
