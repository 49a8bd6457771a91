//! Runs vectors against changed tables.

use std::collections::BTreeMap;

use guanju::document::{Derived, Document, Layer, Rule};
use guanju::eval::decode::Scratch;
use guanju::eval::judge::{Finding, State, judge};
use guanju::eval::plan::Plan;
use guanju::eval::read::read;
use guanju::eval::table::Table;
use guanju::eval::value::Truth;
use guanju::parallel;
use guanju::prove::formula::Formula;
use guanju::prove::prover::Prover;
use guanju::prove::space::{RuleOf, Scene, Side};
use guanju::text::{Date, FileId};
use guanju::vectors::Vector;
use guanju::vectors::variants::{Inline, TRACK};
use serde_json::Value;

use super::Score;
use super::operators::{DAYS, Mutant, Names};

/// Mutants that are tried in one table.
const MOST: usize = 4000;

/// A province, a provider, a day.
type Question = (String, Option<String>, String);

/// Vectors and the table from which they were made.
pub struct Trial<'t> {
    table: &'t Value,
    document: Document,
    names: Names,
    vectors: BTreeMap<Question, Vec<String>>,
    /// Where each rule and each derived fact is shown.
    homes: BTreeMap<String, Question>,
}

impl<'t> Trial<'t> {
    pub fn new(table: &'t Value, vectors: &[Vector]) -> Trial<'t> {
        let mut document: Document = serde_json::from_value(table.clone()).expect("it is a table");
        document.sources.clear();
        let (mut by_question, mut homes) = (BTreeMap::<Question, Vec<String>>::new(), BTreeMap::new());
        for vector in vectors {
            let question = (vector.province.clone(), vector.provider.clone(), vector.as_of.clone());
            for shown in &vector.shows {
                homes.entry(shown.owner().to_owned()).or_insert_with(|| question.clone());
            }
            by_question.entry(question).or_default().push(vector.application.to_string());
        }
        Trial { table, document, names: Names::new(table), vectors: by_question, homes }
    }

    /// Every so many'th mutant of all rules and derived facts.
    pub fn run(&self, every: usize, threads: usize) -> Score {
        let questions: Vec<&Question> = self.vectors.keys().collect();
        let scores = parallel::map(&questions, threads, |question| {
            let mut score = self.rules(question, every);
            score.add(self.derived(question, every));
            score
        });
        let mut all = Score::default();
        scores.into_iter().for_each(|score| all.add(score));
        all
    }

    fn plan(&self, table: &Table, (province, provider, day): &Question) -> Plan {
        let day = Date::read(day).expect("a vector has a day");
        table.plan(province, provider.as_deref(), day).expect("the question can be asked")
    }

    fn is_home(&self, name: &str, question: &Question) -> bool {
        self.homes.get(name) == Some(question)
    }

    fn rules(&self, question: &Question, every: usize) -> Score {
        let mut score = Score::default();
        let mut mutants: Vec<(usize, Mutant)> = Vec::new();
        for (number, rule) in self.table["rules"].as_array().into_iter().flatten().enumerate() {
            if self.is_home(rule["id"].as_str().expect("a rule has an id"), question) {
                mutants.push((number, Mutant { operator: "dropped rule", at: String::new(), value: Value::Null }));
                mutants.extend(self.names.rule(rule).into_iter().map(|mutant| (number, mutant)));
            }
        }
        let mutants: Vec<(usize, Mutant)> = mutants.into_iter().step_by(every).collect();
        for chunk in mutants.chunks(MOST) {
            let changed: Vec<(usize, Option<Rule>)> =
                chunk.iter().map(|(number, mutant)| (*number, rule_of(&mutant.value))).collect();
            let mut caught = self.caught(question, &changed);
            self.catch_on_other_days(question, chunk, &changed, &mut caught);
            for (((number, mutant), (_, rule)), is_caught) in chunk.iter().zip(&changed).zip(caught) {
                let id = &self.document.rules[*number].id;
                let pairs: Vec<(usize, Rule)> = rule.iter().map(|rule| (*number, rule.clone())).collect();
                // The prover knows the day of the question only.
                let is_provable = rule.is_some() && mutant.operator != DAYS;
                let is_equivalent = || is_provable && self.is_equivalent(question, pairs);
                score.take(mutant, id, is_caught, is_equivalent);
            }
        }
        score
    }

    /// Which of these changed rules some vector tells from the rule.
    fn caught(&self, question: &Question, changed: &[(usize, Option<Rule>)]) -> Vec<bool> {
        let rules: Vec<Rule> = changed.iter().filter_map(|(_, rule)| rule.clone()).collect();
        let (document, numbers) = extended(&self.document, &question.0, rules);
        let mut numbers = numbers.into_iter();
        let pairs: Vec<(usize, Option<usize>)> =
            changed.iter().map(|(number, rule)| (*number, rule.as_ref().and_then(|_| numbers.next()))).collect();
        let table = Table::of(document).expect("a mutant is a table");
        let plan = self.plan(&table, question);
        let mut caught = vec![false; changed.len()];
        for application in self.vectors.get(question).into_iter().flatten() {
            let findings = by_rule(&table, &plan, application);
            for (is_caught, (rule, mutant)) in caught.iter_mut().zip(&pairs) {
                let (rule, mutant) = (findings.get(rule), mutant.and_then(|mutant| findings.get(&mutant)));
                *is_caught |= listed(rule) != listed(mutant);
            }
        }
        caught
    }

    /// Tries changed days on all days of which there are vectors.
    fn catch_on_other_days(
        &self,
        question: &Question,
        mutants: &[(usize, Mutant)],
        changed: &[(usize, Option<Rule>)],
        caught: &mut [bool],
    ) {
        let numbers: Vec<usize> = (0..mutants.len()).filter(|number| mutants[*number].1.operator == DAYS).collect();
        let own: Vec<_> = numbers.iter().map(|number| changed[*number].clone()).collect();
        let is_same = |other: &&Question| other.0 == question.0 && other.1 == question.1 && !own.is_empty();
        for other in self.vectors.keys().filter(is_same) {
            for (number, is_caught) in numbers.iter().zip(self.caught(other, &own)) {
                caught[*number] |= is_caught;
            }
        }
    }

    fn derived(&self, question: &Question, every: usize) -> Score {
        let mut score = Score::default();
        let items = self.table["vocabulary"]["derived"].as_array().into_iter().flatten();
        let own = items.enumerate().filter(|(_, item)| self.is_home(item["path"].as_str().unwrap_or(""), question));
        for (number, item) in own {
            for mutant in self.names.derived(item).into_iter().step_by(every) {
                let derived: Derived = serde_json::from_value(mutant.value.clone()).expect("it is a derived fact");
                // One that names itself, or one that stands behind it, is no table.
                let Some(is_caught) = self.catches_derived(question, number, &derived) else { continue };
                let path = &derived.path;
                score.take(&mutant, path, is_caught, || {
                    let inline = Inline::new(&self.document, layers(&self.document, question));
                    let rules = self.document.rules.iter().enumerate();
                    let depends = rules.filter(|(_, rule)| inline.depends(rule, path));
                    let pairs = depends.map(|(number, rule)| (number, inline.replaced(rule, path, &derived.value)));
                    self.is_equivalent(question, pairs.collect())
                });
            }
        }
        score
    }

    fn catches_derived(&self, question: &Question, number: usize, derived: &Derived) -> Option<bool> {
        let one = Table::of(self.document.clone()).expect("it is a table");
        let mut document = self.document.clone();
        document.vocabulary.derived[number] = derived.clone();
        let other = Table::of(document).expect("a mutant is a table");
        let day = Date::read(&question.2).expect("a vector has a day");
        let plans = (self.plan(&one, question), other.plan(&question.0, question.1.as_deref(), day).ok()?);
        let mut applications = self.vectors.get(question).into_iter().flatten();
        let is_caught = applications.any(|application| {
            let (own, changed) = (by_rule(&one, &plans.0, application), by_rule(&other, &plans.1, application));
            own.iter().any(|(rule, findings)| listed(Some(findings)) != listed(changed.get(rule)))
        });
        Some(is_caught)
    }

    /// Whether no application tells any of these rules from its changed copy.
    fn is_equivalent(&self, question: &Question, pairs: Vec<(usize, Rule)>) -> bool {
        let (numbers, rules): (Vec<usize>, Vec<Rule>) = pairs.into_iter().unzip();
        let (document, mutants) = extended(&self.document, &question.0, rules);
        let layers = layers(&document, question);
        let day = Date::read(&question.2).expect("a vector has a day");
        let scene = Scene::of(&document, &question.0, day, vec![Side { layers, day, track: TRACK }]);
        let rules = scene.rules.clone();
        let mut prover = Prover::new(scene);
        let find = |number: &usize| rules.iter().find(|rule| rule.rule.id == document.rules[*number].id);
        let pairs: Vec<_> =
            numbers.iter().zip(&mutants).filter_map(|(one, other)| find(one).zip(find(other))).collect();
        let mut differences = Vec::new();
        for (one, other) in pairs {
            differences.extend(difference(&mut prover, one, other));
        }
        let any = prover.scene.space.formulas.or(differences);
        prover.possible(&[any]).is_no()
    }
}

fn difference(prover: &mut Prover<'_>, one: &RuleOf<'_>, other: &RuleOf<'_>) -> Vec<Formula> {
    let formulas = &mut prover.scene.space.formulas;
    let pairs = one.instances.iter().zip(&other.instances);
    pairs
        .flat_map(|(one, other)| {
            [!formulas.equal(one.violated, other.violated), !formulas.equal(one.applies, other.applies)]
        })
        .collect()
}

impl Score {
    fn take(&mut self, mutant: &Mutant, owner: &str, is_caught: bool, is_equivalent: impl FnOnce() -> bool) {
        let count = self.counts.entry(mutant.operator).or_default();
        count.made += 1;
        if is_caught {
            count.caught += 1;
        } else if is_equivalent() {
            count.equivalent += 1;
        } else {
            self.survivors.push(format!("{owner} {} {}", mutant.at, mutant.operator));
        }
    }
}

fn rule_of(value: &Value) -> Option<Rule> {
    (!value.is_null()).then(|| serde_json::from_value(value.clone()).expect("a mutant is a rule"))
}

/// The table with further rules in a province; their numbers.
fn extended(document: &Document, province: &str, rules: Vec<Rule>) -> (Document, Vec<usize>) {
    let mut document = document.clone();
    let mut numbers = Vec::new();
    for rule in rules {
        let number = document.rules.len();
        let rule = Rule { id: format!("{}@{number}", rule.id), ..rule };
        let layer = document.layers.iter_mut().find(|layer| layer.id == province).expect("it is a province");
        layer.rules.push(rule.id.clone());
        document.rules.push(rule);
        numbers.push(number);
    }
    (document, numbers)
}

fn layers<'d>(document: &'d Document, (province, provider, _): &Question) -> Vec<&'d Layer> {
    let of = |kind: &str, id: Option<&str>| {
        let is_it = |layer: &&Layer| layer.kind == kind && id.is_none_or(|id| layer.id == id);
        document.layers.iter().filter(is_it).collect::<Vec<_>>()
    };
    let provider = provider.as_deref().map(|provider| of("provider", Some(provider))).unwrap_or_default();
    [of("national", None), provider, of("province", Some(province))].concat()
}

/// The findings of each rule of the table, by its number.
fn by_rule(table: &Table, plan: &Plan, application: &str) -> BTreeMap<usize, Vec<Finding>> {
    let mut scratch = Scratch::default();
    let application = read(table, plan, &mut scratch, FileId(0), application).expect("a vector is legal");
    let mut all = BTreeMap::<usize, Vec<Finding>>::new();
    for finding in judge(table, plan, &application).findings {
        all.entry(plan.rules[finding.rule as usize].rule as usize).or_default().push(finding);
    }
    all
}

/// What a vector says of a rule: where it applies or may apply, and what is found.
fn listed(findings: Option<&Vec<Finding>>) -> Vec<(usize, Truth, State)> {
    let findings = findings.into_iter().flatten().enumerate();
    let applying = findings.filter(|(_, finding)| finding.applies() != Truth::False);
    applying.map(|(index, finding)| (index, finding.applies(), finding.state())).collect()
}
