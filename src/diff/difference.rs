//! What a change of the rules means, as data: the shape that `--output-format json` prints.
//!
//! A member that would be empty is absent. New members may come; `format` changes when one goes or
//! changes its meaning.

use schemars::JsonSchema;
use serde::Serialize;
use serde_json::Value;

use crate::diagnostic::{Language, Message};
use crate::document::Sentence;

/// The version of the shape.
pub const FORMAT: u32 = 1;

/// The answer of `guanju diff --output-format json`.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[schemars(title = "guanju diff")]
pub struct Difference {
    /// The version of this shape.
    pub format: u32,
    pub old: Version,
    pub new: Version,
    /// The access providers whose rules were in force beside those of the bureaus.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub providers: Vec<String>,
    /// The names of these providers.
    #[serde(skip)]
    pub provider_names: Vec<Named>,
    /// The provinces that both tables have.
    #[serde(skip)]
    pub provinces: Vec<Named>,
    /// How many provinces both tables have.
    pub compared_provinces: usize,
    pub totals: Totals,
    /// Provinces that only the new table has.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub added_provinces: Vec<Named>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub removed_provinces: Vec<Named>,
    /// Words in which rules speak: facts, materials, lists of words and the like.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub terms: Vec<TermChange>,
    /// Changes of rules, those of the most provinces first.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub changes: Vec<Change>,
    /// Answers to policies that are not what they were.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub answers: Vec<AnswerChange>,
    /// What the pages say now.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub pages: Vec<PageChange>,
    /// Of each province of which anything changed: whether verdicts do.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub verdicts: Vec<ProvinceVerdicts>,
    /// Rules that changed and are not in force on the day.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub not_in_force: Vec<NotInForce>,
    /// Later days from which on the difference is another one.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub later: Vec<Later>,
}

/// A day from which on two versions differ otherwise than on the day before.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Later {
    /// The first day, `2027-03-01`.
    pub day: String,
    /// How many of `changes` there are of each class.
    pub totals: Totals,
    /// Changes of the old version on this day into the new one that are not those of the day before.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub changes: Vec<Change>,
    /// Changes of the day before that are none any longer.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub ended: Vec<Change>,
    /// Of each province of which anything changes on this day: whether verdicts do, all its changes
    /// together.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub verdicts: Vec<ProvinceVerdicts>,
}

/// One of the two that are compared.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Version {
    /// As it was given: a folder, a file, a revision.
    pub name: String,
    /// `data_version` of the rule table.
    pub table: String,
    /// The day whose rules are compared, `2026-11-23`.
    pub as_of: String,
}

/// How many changes there are of each class.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Totals {
    pub tighter: usize,
    pub looser: usize,
    pub both: usize,
    pub added: usize,
    pub removed: usize,
    pub checklist: usize,
    pub wording: usize,
    /// Rules written otherwise that are proved to mean the same and say the same.
    pub proved_equal: usize,
    /// Changes of which not everything could be decided.
    pub not_decided: usize,
}

impl Totals {
    /// Whether there is a change that is shown.
    pub fn any(&self) -> bool {
        [self.tighter, self.looser, self.both, self.added, self.removed, self.checklist, self.wording]
            .iter()
            .any(|count| *count > 0)
    }
}

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, JsonSchema)]
pub struct Named {
    pub id: String,
    pub label: String,
}

/// The same in both languages.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, JsonSchema)]
pub struct Text {
    pub zh: String,
    pub en: String,
}

impl Text {
    pub fn in_language(&self, language: Language) -> &str {
        match language {
            Language::Chinese => &self.zh,
            Language::English => &self.en,
        }
    }
}

impl From<Message> for Text {
    fn from(message: Message) -> Text {
        Text { zh: message.chinese, en: message.english }
    }
}

impl From<&Sentence> for Text {
    fn from(sentence: &Sentence) -> Text {
        Text { zh: sentence.zh.clone(), en: sentence.en.clone() }
    }
}

/// What a change does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Class {
    /// Some applications get a finding or a worse one, none gets rid of one.
    Tighter,
    Looser,
    Both,
    Added,
    Removed,
    /// Findings stay; what applicants are told to do, or where, is not what it was.
    Checklist,
    /// Proved to change no finding.
    Wording,
    /// Written otherwise; neither meaning nor words changed.
    Equal,
}

/// A rule, or several that are compared as one, before and after.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Change {
    pub class: Class,
    /// Everything was decided, and the conditions say exactly which applications are meant.
    pub exact: bool,
    pub provinces: Vec<Named>,
    /// The provider beside which this holds, if it does not hold beside every one that was asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub provider: Option<String>,
    pub tracks: Vec<Named>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub policy: Option<Named>,
    /// The word that means something else now, where the rules themselves are written as they were.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cause: Option<Cause>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub old: Vec<RuleOf>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub new: Vec<RuleOf>,
    /// The sentences of the rules say already whom this is about.
    #[serde(skip)]
    pub is_said: bool,
    /// What all applications have in common that are meant below.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub scope: Option<Text>,
    /// Which applications get a finding, or a worse one.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub tighter: Vec<Case>,
    /// Which applications lose a finding, or get a milder one.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub looser: Vec<Case>,
    /// Which applications are judged by the rules of another track.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub moved: Vec<Move>,
    /// To which applications the rule applies newly, where findings stay.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub applies: Vec<Case>,
    /// To which it no longer applies.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub no_longer_applies: Vec<Case>,
    /// Whether some verdict is worse because of this.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub worse_verdicts: Option<Decided>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub better_verdicts: Option<Decided>,
    /// Provinces where no verdict is worse because other rules ask for the same.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub not_worse_in: Vec<Named>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub not_better_in: Vec<Named>,
    /// All of this is about applications that only one of the tables knows.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub only_one_table_knows: bool,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub witnesses: Vec<Witness>,
    /// What is said otherwise.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub wording: Vec<Reworded>,
}

/// A word of the vocabulary because of which rules mean something else.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, JsonSchema)]
pub struct Cause {
    pub kind: TermKind,
    pub id: String,
    pub label: String,
}

/// Whether something is so.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Decided {
    Yes,
    No,
    NotDecided,
}

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, JsonSchema)]
pub struct RuleOf {
    pub id: String,
    pub label: String,
    pub effect: String,
    pub sentence: Text,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub cites: Vec<Cite>,
    /// First day on which it holds.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from: Option<String>,
    /// Last day.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub until: Option<String>,
}

/// A statement of a page.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, JsonSchema)]
pub struct Cite {
    /// `source/statement`.
    pub id: String,
    pub text: String,
}

/// Applications that are so; together with the other cases these are all.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, JsonSchema)]
pub struct Case {
    pub tracks: Vec<Named>,
    pub condition: Text,
}

/// Applications that go from one track to another.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, JsonSchema)]
pub struct Move {
    pub from: Named,
    pub to: Named,
    pub condition: Text,
}

/// An application with what both tables find of it.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Witness {
    /// It gets a finding (`worse`), or loses one (`better`).
    pub direction: Direction,
    pub province: String,
    /// How it differs from a usual application.
    pub differs: Text,
    pub before: Judged,
    pub after: Judged,
    /// The application itself, with everything that either table asks for.
    pub application: Value,
}

impl Witness {
    /// Whether its verdict is worse, or better, as its direction says.
    pub fn changes_verdict(&self) -> bool {
        let (Some(before), Some(after)) = (self.before.rank(), self.after.rank()) else { return false };
        match self.direction {
            Direction::Worse => before < after,
            Direction::Better => before > after,
        }
    }
}

impl Judged {
    /// How bad the verdict is; `None` where there is none.
    fn rank(&self) -> Option<u8> {
        match self.verdict.as_deref()? {
            "pass" => Some(0),
            "correct" => Some(1),
            _ => Some(2),
        }
    }
}

impl Decided {
    /// That one of two is so.
    pub fn or(self, other: Decided) -> Decided {
        match (self, other) {
            (Decided::Yes, _) | (_, Decided::Yes) => Decided::Yes,
            (Decided::No, Decided::No) => Decided::No,
            _ => Decided::NotDecided,
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Direction {
    Worse,
    Better,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Judged {
    /// `pass`, `correct` or `refuse`; absent where this table cannot say such an application.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub verdict: Option<String>,
    /// Of the rules of the change: those that are violated.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub violated: Vec<String>,
}

/// Something that is said otherwise.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, JsonSchema)]
pub struct Reworded {
    pub what: What,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub old: Option<Text>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub new: Option<Text>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum What {
    Id,
    Label,
    Sentence,
    Cites,
    Effective,
    Disputed,
    /// The statements that are disputed.
    DisputedCites,
    /// Several rules in place of one, or one in place of several, proved to find the same.
    Split,
    /// Why a violation that cannot be mended is meant.
    Closed,
    Note,
    /// How a mistake is mended.
    Advice,
    /// What is recommended, without effect on the verdict.
    Recommended,
    Duty,
    Deliver,
}

/// A word of the vocabulary.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
pub struct TermChange {
    pub kind: TermKind,
    pub id: String,
    pub label: String,
    /// `added`, `removed`, `changed`.
    pub change: TermEvent,
    /// Words, values, rows that are there now.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub added: Vec<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub removed: Vec<String>,
    /// The label that was.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub old_label: Option<String>,
    /// What it was, and what it is, in words.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub old: Option<Text>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub new: Option<Text>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum TermKind {
    Fact,
    Derived,
    Enum,
    /// A name for several values of an enum.
    Group,
    List,
    Material,
    Attribute,
    Words,
    Table,
    Template,
    Invariant,
    Policy,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum TermEvent {
    Added,
    Removed,
    Changed,
}

/// The answer of a bureau to a policy.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
pub struct AnswerChange {
    pub layers: Vec<Named>,
    pub tracks: Vec<Named>,
    pub policy: Named,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub old: Option<Text>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub new: Option<Text>,
}

/// The statements of a page.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
pub struct PageChange {
    pub source: Named,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub added: Vec<Cite>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub removed: Vec<Cite>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub changed: Vec<StatementChange>,
}

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
pub struct StatementChange {
    pub id: String,
    pub old: String,
    pub new: String,
}

/// Which verdicts change in a province, all its changes together.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
pub struct ProvinceVerdicts {
    pub provinces: Vec<Named>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub provider: Option<String>,
    /// Some application passes no longer, or is refused now.
    pub worse: Decided,
    pub better: Decided,
}

/// A rule that changed but does not hold on the day.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
pub struct NotInForce {
    pub rule: Named,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub until: Option<String>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_verdict_changes_only_in_the_direction_of_the_witness() {
        let judged = |verdict: &str| Judged { verdict: Some(verdict.to_owned()), violated: Vec::new() };
        let changes = |direction, before: Judged, after: Judged| {
            let (differs, application) = (Text::default(), Value::Null);
            let province = String::new();
            Witness { direction, province, differs, before, after, application }.changes_verdict()
        };
        assert!(changes(Direction::Worse, judged("correct"), judged("refuse")));
        assert!(!changes(Direction::Better, judged("correct"), judged("refuse")));
        assert!(changes(Direction::Better, judged("refuse"), judged("pass")));
        assert!(!changes(Direction::Worse, judged("correct"), judged("correct")));
        let none = Judged { verdict: None, violated: Vec::new() };
        assert!(!changes(Direction::Worse, none, judged("refuse")));
    }
}
