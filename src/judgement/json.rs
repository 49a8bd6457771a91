//! Judgements as JSON: one object per application, with every finding explained.
//!
//! The structs are the published schema, `docs/schema/judgement.schema.json`. A member that would be
//! empty is absent. New members may come; `format` changes when one goes or changes its meaning.

use schemars::JsonSchema;
use schemars::generate::SchemaSettings;
use serde::Serialize;
use serde_json::Value;

use crate::diagnostic::{self, Diagnostic};
use crate::document;
use crate::eval::explain::{Branch, Explanation, Kind, Requirement, Said, What, explain, shown};
use crate::eval::judge::Finding;
use crate::eval::spot::Spot;
use crate::eval::value::Truth;
use crate::eval::words;
use crate::judgement::Judged;
use crate::judgement::checklist::{Advice, Checklist, Entry, Later, checklist};
use crate::text::{LineIndex, SourceFile};

/// The version of the shape.
pub const FORMAT: u32 = 1;

/// The answer of `guanju judge --output-format json`.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(title = "guanju judgement")]
pub struct Document<'a> {
    #[serde(flatten)]
    pub head: Head<'a>,
    pub results: Vec<ResultOf<'a>>,
}

/// For what the applications were judged.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Head<'a> {
    /// The version of this shape.
    pub format: u32,
    /// `data_version` of the rule table.
    pub table: &'a str,
    pub province: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub provider: Option<&'a str>,
    /// The day, `2026-11-23`.
    pub as_of: String,
}

/// One application: judged, or what is wrong with it.
#[derive(Debug, Serialize, JsonSchema)]
pub struct ResultOf<'a> {
    /// The file, or `-` for standard input.
    pub source: &'a str,
    /// The line of a JSON Lines file, from 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub line: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub judgement: Option<JudgementOf<'a>>,
    /// Why it could not be judged.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub errors: Vec<ErrorOf<'a>>,
}

/// What was found.
#[derive(Debug, Serialize, JsonSchema)]
pub struct JudgementOf<'a> {
    pub verdict: Interval,
    /// Materials to provide, those that are there included.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub materials: Vec<Item<'a>>,
    /// What else is to be corrected.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub corrections: Vec<Item<'a>>,
    /// What is refused, or may be.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub refusals: Vec<Item<'a>>,
    /// Filings to be made after approval.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub duties: Vec<Duty<'a>>,
    /// What is advised and not done; never changes the verdict.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub advice: Vec<HintOf<'a>>,
    /// Missing facts that would narrow the verdict, the most useful first.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub missing: Vec<Missing<'a>>,
    /// Of every rule, for every element that it is about.
    pub findings: Vec<FindingOf<'a>>,
}

/// The verdict: at least this, at most that. Equal when it is decided.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Interval {
    pub at_least: &'static str,
    pub at_most: &'static str,
}

/// Something to do.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Item<'a> {
    /// `ok` for what is done already, else `violated` or `unknown`.
    pub state: &'static str,
    pub rules: Vec<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub element: Option<ElementOf>,
    /// All that is required; absent for what is refused.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub requirement: Option<RequirementOf<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub advice: Vec<Text<'a>>,
    /// `bureau` or `provider`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub deliver: Option<&'a str>,
}

#[derive(Debug, Serialize, JsonSchema)]
pub struct Duty<'a> {
    pub rule: &'a str,
    pub sentence: Text<'a>,
    /// `yes`, or `unknown` while it is not known whether the rule applies.
    pub applies: &'static str,
}

#[derive(Debug, Serialize, JsonSchema)]
pub struct HintOf<'a> {
    pub rule: &'a str,
    pub text: Text<'a>,
}

/// A fact that was not supplied.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Missing<'a> {
    /// Where it stands in the application: `sites[0].name`.
    pub path: String,
    pub label: String,
    /// `given`, `remediable`, `attested`; absent for lists and attributes of materials.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub nature: Option<&'a str>,
    /// `refuse` if it decides about a refusal, else `correct`.
    pub decides: &'static str,
    /// Rules that wait for it.
    pub rules: Vec<&'a str>,
}

/// What one rule says.
#[derive(Debug, Serialize, JsonSchema)]
pub struct FindingOf<'a> {
    pub rule: &'a str,
    pub label: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub element: Option<ElementOf>,
    /// `yes`, `no`, `unknown`.
    pub applies: &'static str,
    /// `ok`, `violated`, `unknown`.
    pub finding: &'static str,
    /// `correct` or `refuse`; absent for rules that never change the verdict.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub severity: Option<&'a str>,
    pub explanation: ExplanationOf<'a>,
}

/// The element of a list that a finding is about.
#[derive(Debug, Serialize, JsonSchema)]
pub struct ElementOf {
    /// `sites[0]`, `sites[0].site_resp`.
    pub path: String,
    pub label: String,
}

/// Why a finding is what it is.
#[derive(Debug, Serialize, JsonSchema)]
pub struct ExplanationOf<'a> {
    /// The whole rule.
    pub sentence: Text<'a>,
    /// The rule is for other tracks than that of the application.
    #[serde(skip_serializing_if = "is_false")]
    pub other_track: bool,
    /// When it applies: all of these must hold.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub conditions: Vec<Condition<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub requirement: Option<RequirementOf<'a>>,
    /// What would satisfy it: the requirement without what is done.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub remedy: Option<RequirementOf<'a>>,
    /// Paths of the facts on which the finding waits.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub missing: Vec<String>,
    /// The rules that this one stands in place of, the first of them first, then itself.
    pub chain: Vec<&'a str>,
    /// The statements that it encodes.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub cites: Vec<Cite<'a>>,
    /// What is unclear in the source.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub disputed: Option<&'a str>,
    /// Why a violation by facts that cannot be mended is meant.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub closed: Option<&'a str>,
}

/// A statement of a page.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Cite<'a> {
    pub id: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub source: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text: Option<&'a str>,
}

/// A condition, whether it holds, and the values that decided it.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Condition<'a> {
    pub sentence: Text<'a>,
    /// `yes`, `no`, `unknown`.
    pub holds: &'static str,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub values: Vec<ValueOf>,
}

/// A value of the application.
#[derive(Debug, Serialize, JsonSchema)]
pub struct ValueOf {
    pub path: String,
    pub label: String,
    /// Whether it was supplied.
    pub known: bool,
    /// As in the application: an id, a number, `null` for what is left empty. Absent if not known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub value: Option<Value>,
    /// For people, in Chinese. Absent if not known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
}

/// A node of the tree of what is required.
#[derive(Debug, Serialize, JsonSchema)]
pub struct RequirementOf<'a> {
    /// `condition`, `material`, `remark`, `all_of`, `one_of`, `prefer`, `at_least`, `unknown`.
    pub kind: &'static str,
    /// `yes`, `no`, `unknown`.
    pub satisfied: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sentence: Option<Text<'a>>,
    /// With `material`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub material: Option<MaterialOf<'a>>,
    /// With `at_least`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub count: Option<usize>,
    /// Values that decided a condition or a remark.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub values: Vec<ValueOf>,
    /// With trees.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub parts: Vec<Part<'a>>,
}

#[derive(Debug, Serialize, JsonSchema)]
pub struct MaterialOf<'a> {
    pub id: &'a str,
    pub label: &'a str,
    /// Whether it is in the upload list.
    pub provided: bool,
    /// What its attributes must be; only of a material that is provided.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub conditions: Vec<Condition<'a>>,
}

#[derive(Debug, Serialize, JsonSchema)]
pub struct Part<'a> {
    /// Whether this part is asked for: `yes`, `no`, `unknown`.
    pub applies: &'static str,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub when: Vec<Condition<'a>>,
    pub item: RequirementOf<'a>,
}

/// The same in both languages; advice of a rule file is in Chinese only.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Text<'a> {
    pub zh: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub en: Option<&'a str>,
}

/// What is wrong with an application.
#[derive(Debug, Serialize, JsonSchema)]
pub struct ErrorOf<'a> {
    pub code: &'static str,
    pub message: Text<'a>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub help: Vec<Text<'a>>,
    /// Of the file, from 1.
    pub line: usize,
    /// In Unicode scalar values, from 1.
    pub column: usize,
}

fn is_false(value: &bool) -> bool {
    !value
}

/// JSON Schema draft 2020-12 of [`Document`].
pub fn schema() -> String {
    let schema = SchemaSettings::draft2020_12().for_serialize().into_generator().into_root_schema_for::<Document>();
    // INVARIANT: a schema is JSON already.
    let mut text = serde_json::to_string_pretty(&schema).expect("a schema is JSON");
    text.push('\n');
    text
}

/// The object of one application, on one line; with the findings of one rule only, if it is named.
pub fn line(judged: &Judged<'_>, rule: Option<&str>) -> String {
    let mut judgement = judgement(judged);
    judgement.findings.retain(|finding| rule.is_none_or(|rule| finding.rule == rule));
    to_line(&ResultOf { source: judged.source, line: judged.line, judgement: Some(judgement), errors: Vec::new() })
}

/// The object of an application that cannot be judged.
pub fn error_line(source: &str, line: Option<u64>, file: &SourceFile, diagnostics: &[Diagnostic]) -> String {
    let index = LineIndex::new(&file.text);
    let errors = diagnostics.iter().map(|diagnostic| error(file, &index, diagnostic)).collect();
    to_line(&ResultOf { source, line, judgement: None, errors })
}

/// The members of a document before its results.
pub fn head_text(head: &Head<'_>) -> String {
    let mut text = to_line(head);
    text.pop();
    text
}

fn to_line(value: &impl Serialize) -> String {
    // INVARIANT: these structs have text keys only, which is all that can fail.
    serde_json::to_string(value).expect("plain structs are JSON")
}

fn error<'a>(file: &SourceFile, index: &LineIndex, diagnostic: &'a Diagnostic) -> ErrorOf<'a> {
    let (line, column) = index.line_column(&file.text, diagnostic.place().1.start);
    ErrorOf {
        code: diagnostic.code.code,
        message: message(&diagnostic.message),
        help: diagnostic.help.iter().map(message).collect(),
        line: line + file.lines_before,
        column,
    }
}

fn message(message: &diagnostic::Message) -> Text<'_> {
    Text { zh: &message.chinese, en: Some(&message.english) }
}

/// Everything about one application.
pub fn judgement<'a>(judged: &Judged<'a>) -> JudgementOf<'a> {
    let Checklist { materials, corrections, refusals, duties, advice: hints } = checklist(judged);
    let items = |entries: Vec<Entry<'a>>| entries.iter().map(|entry| item(judged, entry)).collect();
    let verdict = judged.judgement.verdict;
    JudgementOf {
        verdict: Interval { at_least: verdict.at_least.word(), at_most: verdict.at_most.word() },
        materials: items(materials),
        corrections: items(corrections),
        refusals: items(refusals),
        duties: duties.iter().map(duty).collect(),
        advice: hints.iter().map(|hint| HintOf { rule: hint.rule, text: advice(&hint.advice) }).collect(),
        missing: missing(judged),
        findings: judged.judgement.findings.iter().map(|own| finding(judged, own)).collect(),
    }
}

fn item<'a>(judged: &Judged<'a>, entry: &Entry<'a>) -> Item<'a> {
    Item {
        state: entry.state.word(),
        rules: entry.rules.clone(),
        element: element(judged, &entry.explanation.finding),
        requirement: entry.explanation.requirement.as_ref().map(|own| requirement(judged, own)),
        advice: entry.advice.iter().map(advice).collect(),
        deliver: entry.deliver,
    }
}

fn advice<'a>(advice: &Advice<'a>) -> Text<'a> {
    match advice {
        Advice::Said(said) => sentence(said),
        Advice::Text(text) => Text { zh: text, en: None },
    }
}

fn duty<'a>(later: &Later<'a>) -> Duty<'a> {
    Duty { rule: later.rule, sentence: sentence(later.sentence), applies: later.applies.word() }
}

fn missing<'a>(judged: &Judged<'a>) -> Vec<Missing<'a>> {
    let table = judged.evaluation.table;
    let rules = &judged.evaluation.plan.rules;
    let id = |rule: &u32| table.document.rules[rules[*rule as usize].rule as usize].id.as_str();
    let one = |question: &crate::eval::questions::Question| Missing {
        path: question.spot.path(table),
        label: question.spot.label(table),
        nature: question.spot.fact(table).map(|fact| fact.nature.as_str()),
        decides: question.severity.word(),
        rules: question.rules.iter().map(id).collect(),
    };
    judged.questions.iter().map(one).collect()
}

fn finding<'a>(judged: &Judged<'a>, finding: &Finding) -> FindingOf<'a> {
    let rule = judged.rule(finding);
    FindingOf {
        rule: &rule.id,
        label: &rule.label,
        element: element(judged, finding),
        applies: finding.applies().word(),
        finding: finding.state().word(),
        severity: rule.severity.as_deref(),
        explanation: explanation(judged, &explain(judged.evaluation, finding)),
    }
}

fn element(judged: &Judged<'_>, finding: &Finding) -> Option<ElementOf> {
    let list = judged.evaluation.plan.rules[finding.rule as usize].for_each?;
    let (path, label) = words::element(judged.evaluation, list, finding.element?);
    Some(ElementOf { path, label })
}

/// The explanation of one finding.
pub fn explanation<'a>(judged: &Judged<'a>, explained: &Explanation<'a>) -> ExplanationOf<'a> {
    let rule = explained.rule;
    let remedy = || explained.requirement.as_ref()?.remaining();
    let is_done = explained.finding.applies() == Truth::False;
    ExplanationOf {
        sentence: sentence(&rule.sentence),
        other_track: explained.other_track,
        conditions: conditions(judged, &explained.guards),
        requirement: explained.requirement.as_ref().map(|own| requirement(judged, own)),
        remedy: if is_done { None } else { remedy().map(|own| requirement(judged, &own)) },
        missing: explained.missing.iter().map(|spot| spot.path(judged.evaluation.table)).collect(),
        chain: if rule.chain.is_empty() { vec![&rule.id] } else { rule.chain.iter().map(String::as_str).collect() },
        cites: rule.cites.iter().map(|id| cite(judged, id)).collect(),
        disputed: rule.disputed.as_ref().map(|disputed| disputed.text.as_str()),
        closed: rule.closed.as_deref(),
    }
}

fn cite<'a>(judged: &Judged<'a>, id: &'a str) -> Cite<'a> {
    let found = judged.evaluation.table.statement(id);
    let (source, text) =
        found.map_or((None, None), |(source, statement)| (Some(&*source.label), Some(&*statement.text)));
    Cite { id, source, text }
}

fn conditions<'a>(judged: &Judged<'a>, guards: &[Said<'a>]) -> Vec<Condition<'a>> {
    let one = |said: &Said<'a>| Condition {
        sentence: sentence(said.sentence),
        holds: said.truth.word(),
        values: values(judged, &said.deciders),
    };
    guards.iter().map(one).collect()
}

fn values(judged: &Judged<'_>, spots: &[Spot]) -> Vec<ValueOf> {
    let table = judged.evaluation.table;
    let one = |spot: &Spot| {
        let shown = shown(judged.evaluation, *spot);
        let known = shown.is_some();
        let (value, text) = shown.map(|shown| (shown.json, shown.chinese)).unzip();
        ValueOf { path: spot.path(table), label: spot.label(table), known, value, text }
    };
    spots.iter().map(one).collect()
}

fn requirement<'a>(judged: &Judged<'a>, own: &Requirement<'a>) -> RequirementOf<'a> {
    let mut node = RequirementOf {
        kind: "unknown",
        satisfied: own.truth.word(),
        sentence: None,
        material: None,
        count: None,
        values: Vec::new(),
        parts: Vec::new(),
    };
    match &own.what {
        What::Condition { sentence: said, deciders } => {
            node.kind = "condition";
            node.sentence = Some(sentence(said));
            node.values = values(judged, deciders);
        }
        What::Remark { sentence: said, deciders } => {
            node.kind = "remark";
            node.sentence = Some(sentence(said));
            node.values = values(judged, deciders);
        }
        What::Material { material, is_there, sentence: said, with } => {
            let named = &judged.evaluation.table.document.vocabulary.materials[*material as usize];
            node.kind = "material";
            node.sentence = Some(sentence(said));
            node.material = Some(MaterialOf {
                id: &named.id,
                label: &named.label,
                provided: *is_there,
                conditions: conditions(judged, with),
            });
        }
        What::Tree { kind, parts } => {
            node.kind = match kind {
                Kind::All => "all_of",
                Kind::One => "one_of",
                Kind::Prefer => "prefer",
                Kind::AtLeast(_) => "at_least",
            };
            node.count = if let Kind::AtLeast(count) = kind { Some(*count) } else { None };
            node.parts = parts.iter().map(|own| part(judged, own)).collect();
        }
        What::Unknown => {}
    }
    node
}

fn part<'a>(judged: &Judged<'a>, branch: &Branch<'a>) -> Part<'a> {
    Part {
        applies: branch.stands.word(),
        when: conditions(judged, &branch.when),
        item: requirement(judged, &branch.item),
    }
}

fn sentence(sentence: &document::Sentence) -> Text<'_> {
    Text { zh: &sentence.zh, en: Some(&sentence.en) }
}
