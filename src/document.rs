//! The rule table as it is read: of every member only what deciding and explaining need.
//!
//! Members that are not known are ignored, operations that are not known are refused, as
//! `docs/table.md` asks of a validator.

pub mod parts;

use std::collections::BTreeMap;

use serde::Deserialize;

#[derive(Clone, Debug, Default, Deserialize, PartialEq)]
pub struct Document {
    pub schema_version: String,
    #[serde(default)]
    pub data_version: String,
    pub vocabulary: Vocabulary,
    #[serde(default)]
    pub sources: Vec<Source>,
    #[serde(default)]
    pub policies: Vec<Policy>,
    #[serde(default)]
    pub rules: Vec<Rule>,
    #[serde(default)]
    pub layers: Vec<Layer>,
}

#[derive(Clone, Debug, Default, Deserialize, PartialEq)]
#[serde(default)]
pub struct Vocabulary {
    pub enums: Vec<Enum>,
    pub lists: Vec<List>,
    pub facts: Vec<Fact>,
    pub derived: Vec<Derived>,
    pub attributes: Vec<Attribute>,
    pub materials: Vec<Material>,
    pub words: Vec<Words>,
    pub tables: Vec<Table>,
    pub templates: Vec<Template>,
    pub invariants: Vec<Invariant>,
}

#[derive(Clone, Debug, Deserialize, PartialEq)]
pub struct Material {
    pub id: String,
    pub label: String,
    #[serde(default)]
    pub attributes: Vec<String>,
}

#[derive(Clone, Debug, Deserialize, PartialEq)]
pub struct Named {
    pub id: String,
    pub label: String,
}

/// A page at a version.
#[derive(Clone, Debug, Deserialize, PartialEq)]
pub struct Source {
    pub id: String,
    pub label: String,
    /// The day on which the page was read.
    pub read: Option<String>,
    #[serde(default)]
    pub statements: Vec<Statement>,
}

#[derive(Clone, Debug, Deserialize, PartialEq)]
pub struct Statement {
    pub id: String,
    pub text: String,
}

/// A question that bureaus answer.
#[derive(Clone, Debug, Deserialize, PartialEq)]
pub struct Policy {
    pub id: String,
    pub label: String,
    #[serde(default)]
    pub choices: Vec<Choice>,
}

#[derive(Clone, Debug, Deserialize, PartialEq)]
pub struct Choice {
    pub id: String,
    pub label: String,
    #[serde(default)]
    pub parameters: Vec<Parameter>,
}

#[derive(Clone, Debug, Deserialize, PartialEq)]
pub struct Parameter {
    pub id: String,
    pub label: String,
    pub r#type: Type,
}

#[derive(Clone, Debug, Deserialize, PartialEq)]
pub struct Enum {
    pub id: String,
    #[serde(default)]
    pub label: String,
    pub values: Vec<Named>,
    /// Names for several values together; conditions write them out.
    #[serde(default)]
    pub groups: Vec<ValueGroup>,
}

#[derive(Clone, Debug, Deserialize, PartialEq)]
pub struct ValueGroup {
    pub id: String,
    #[serde(default)]
    pub label: String,
    pub values: Vec<String>,
}

#[derive(Clone, Debug, Deserialize, PartialEq)]
pub struct List {
    pub id: String,
    pub label: String,
    pub key: Option<String>,
    pub max: Option<usize>,
    #[serde(default)]
    pub members: Vec<Member>,
}

#[derive(Clone, Debug, Deserialize, PartialEq)]
pub struct Member {
    #[serde(default)]
    pub label: String,
    pub list: Option<String>,
    #[serde(default)]
    pub pointer: Vec<String>,
}

#[derive(Clone, Debug, Deserialize, PartialEq)]
pub struct Type {
    pub kind: String,
    pub r#enum: Option<String>,
    pub low: Option<i64>,
    pub high: Option<i64>,
    pub unit: Option<String>,
}

#[derive(Clone, Debug, Deserialize, PartialEq)]
pub struct Fact {
    pub path: String,
    pub label: String,
    pub negative: Option<String>,
    pub r#type: Type,
    #[serde(default)]
    pub nature: String,
    #[serde(default)]
    pub optional: bool,
    pub list: Option<String>,
    #[serde(default)]
    pub pointer: Vec<String>,
}

#[derive(Clone, Debug, Deserialize, PartialEq)]
pub struct Derived {
    pub path: String,
    pub label: String,
    pub r#type: Type,
    pub list: Option<String>,
    pub value: Condition,
}

#[derive(Clone, Debug, Deserialize, PartialEq)]
pub struct Attribute {
    pub id: String,
    pub label: String,
    pub r#type: Type,
    #[serde(default)]
    pub optional: bool,
}

#[derive(Clone, Debug, Deserialize, PartialEq)]
pub struct Words {
    pub id: String,
    #[serde(default)]
    pub label: String,
    pub words: Vec<String>,
}

#[derive(Clone, Debug, Deserialize, PartialEq)]
pub struct Table {
    pub id: String,
    #[serde(default)]
    pub label: String,
    pub from: Option<String>,
    pub to: Option<String>,
    pub rows: Vec<Row>,
}

#[derive(Clone, Debug, Deserialize, PartialEq)]
pub struct Row {
    pub key: String,
    pub values: Vec<String>,
}

#[derive(Clone, Debug, Deserialize, PartialEq)]
pub struct Template {
    pub id: String,
    pub label: String,
    pub parts: Vec<TemplatePart>,
}

#[derive(Clone, Debug, Deserialize, PartialEq)]
pub struct TemplatePart {
    pub fixed: Option<String>,
}

#[derive(Clone, Debug, Deserialize, PartialEq)]
pub struct Invariant {
    pub id: String,
    pub label: String,
    pub list: Option<String>,
    pub condition: Condition,
}

#[derive(Clone, Debug, Default, Deserialize, PartialEq)]
#[serde(default)]
pub struct WordSet {
    pub words: Vec<String>,
    pub tables: Vec<String>,
    pub texts: Vec<String>,
    pub except_words: Vec<String>,
    pub except_texts: Vec<String>,
}

#[derive(Clone, Debug, Deserialize, PartialEq)]
#[serde(tag = "op", rename_all = "snake_case")]
pub enum Condition {
    Fact { fact: String },
    Derived { derived: String },
    Attribute { attribute: String },
    YesNo { value: bool },
    Text { value: String },
    Date { value: String },
    Int { value: i64 },
    Enum { r#enum: String, value: String },
    Cases { cases: Vec<Case>, otherwise: Box<Condition> },
    Unknown {},
    Not { of: Box<Condition> },
    And { of: Vec<Condition> },
    Or { of: Vec<Condition> },
    Eq { left: Box<Condition>, right: Box<Condition> },
    Ne { left: Box<Condition>, right: Box<Condition> },
    Lt { left: Box<Condition>, right: Box<Condition> },
    Le { left: Box<Condition>, right: Box<Condition> },
    Gt { left: Box<Condition>, right: Box<Condition> },
    Ge { left: Box<Condition>, right: Box<Condition> },
    In { of: Box<Condition>, r#enum: String, values: Vec<String> },
    Holds { of: Box<Condition>, r#enum: String, value: String },
    InRow { of: Box<Condition>, table: String, key: Box<Condition> },
    Has { of: Box<Condition> },
    IsWord { of: Box<Condition>, words: WordSet },
    Mentions { of: Box<Condition>, words: WordSet },
    StartsWith { of: Box<Condition>, words: WordSet },
    EndsWith { of: Box<Condition>, words: WordSet },
    OnlyLatin { of: Box<Condition> },
    OnlyDigits { of: Box<Condition> },
    CharCount { of: Box<Condition> },
    HanCount { of: Box<Condition> },
    Any { list: String, of: Box<Condition> },
    All { list: String, of: Box<Condition> },
    Count { list: String, of: Option<Box<Condition>> },
    CountDistinct { of: Vec<Condition> },
    DistinctMobiles { of: Vec<Condition> },
    Values { list: String, of: Box<Condition> },
    Plus { left: Box<Condition>, right: Box<Condition> },
    Minus { left: Box<Condition>, right: Box<Condition> },
    Shift { of: Box<Condition>, amount: i64, unit: String },
}

#[derive(Clone, Debug, Deserialize, PartialEq)]
pub struct Case {
    pub when: Condition,
    pub value: Condition,
}

/// A condition with the sentence that says it.
#[derive(Clone, Debug, Deserialize, PartialEq)]
pub struct Guard {
    pub condition: Condition,
    #[serde(default)]
    pub sentence: Sentence,
}

#[derive(Clone, Debug, Deserialize, PartialEq)]
#[serde(tag = "op", rename_all = "snake_case")]
pub enum Obligation {
    Condition {
        condition: Condition,
        #[serde(default)]
        sentence: Sentence,
    },
    Provide {
        material: String,
        #[serde(default)]
        with: Vec<Guard>,
        #[serde(default)]
        sentence: Sentence,
    },
    Remark {
        fact: String,
        template: String,
        #[serde(default)]
        sentence: Sentence,
    },
    AllOf {
        parts: Vec<Part>,
    },
    OneOf {
        parts: Vec<Part>,
    },
    Prefer {
        parts: Vec<Part>,
    },
    AtLeast {
        count: usize,
        parts: Vec<Part>,
    },
    Unknown {},
}

#[derive(Clone, Debug, Deserialize, PartialEq)]
pub struct Part {
    pub item: Obligation,
    #[serde(default)]
    pub when: Vec<Guard>,
}

/// The same in Chinese and in English, generated by the compiler.
#[derive(Clone, Debug, Default, Deserialize, PartialEq)]
pub struct Sentence {
    pub zh: String,
    pub en: String,
}

#[derive(Clone, Debug, Deserialize, PartialEq)]
pub struct Rule {
    pub id: String,
    pub label: String,
    #[serde(default)]
    pub layer: String,
    pub tracks: Vec<String>,
    pub effect: String,
    pub severity: Option<String>,
    pub for_each: Option<String>,
    #[serde(default)]
    pub when: Vec<Guard>,
    pub require: Option<Obligation>,
    #[serde(default)]
    pub also: Vec<Also>,
    #[serde(default)]
    pub sentence: Sentence,
    #[serde(default)]
    pub chain: Vec<String>,
    pub effective: Option<Effective>,
    pub policy: Option<String>,
    #[serde(default)]
    pub cites: Vec<String>,
    pub disputed: Option<Disputed>,
    pub closed: Option<String>,
}

/// The page contradicts itself, or is unclear.
#[derive(Clone, Debug, Deserialize, PartialEq)]
pub struct Disputed {
    #[serde(default)]
    pub statements: Vec<String>,
    #[serde(default)]
    pub text: String,
}

#[derive(Clone, Debug, Deserialize, PartialEq)]
#[serde(tag = "op", rename_all = "snake_case")]
pub enum Also {
    Advise {
        obligation: Obligation,
        #[serde(default)]
        sentence: Sentence,
    },
    AdviseText {
        text: String,
    },
    Note {
        text: String,
    },
    Duty {
        filing: String,
        purpose: Option<String>,
        deadline: Option<Deadline>,
        #[serde(default)]
        sentence: Sentence,
    },
    Deliver {
        to: String,
        #[serde(default)]
        sentence: Sentence,
    },
}

#[derive(Clone, Debug, Deserialize, PartialEq)]
pub struct Deadline {
    pub amount: i64,
    pub unit: String,
    pub after: String,
}

#[derive(Clone, Debug, Deserialize, PartialEq)]
pub struct Effective {
    pub from: Option<String>,
    pub until: Option<String>,
}

#[derive(Clone, Debug, Deserialize, PartialEq)]
pub struct Layer {
    pub id: String,
    pub kind: String,
    pub label: String,
    pub bureau: Option<Bureau>,
    #[serde(default)]
    pub rules: Vec<String>,
    #[serde(default)]
    pub except: Vec<String>,
    #[serde(default)]
    pub changes: Vec<Change>,
    #[serde(default)]
    pub derived: Vec<DerivedCase>,
    #[serde(default)]
    pub retired: Vec<Retired>,
    /// By track, then by policy.
    #[serde(default)]
    pub policies: BTreeMap<String, BTreeMap<String, Answer>>,
}

/// An inherited rule that a layer changes.
#[derive(Clone, Debug, Deserialize, PartialEq)]
pub struct Change {
    pub base: String,
    pub kind: String,
    pub rule: Option<String>,
}

#[derive(Clone, Debug, Deserialize, PartialEq)]
pub struct Bureau {
    pub label: String,
    #[serde(default)]
    pub properties: Vec<Property>,
}

#[derive(Clone, Debug, Deserialize, PartialEq)]
pub struct Property {
    pub id: String,
    pub text: String,
}

#[derive(Clone, Debug, Deserialize, PartialEq)]
pub struct DerivedCase {
    pub derived: String,
    pub when: Condition,
    pub value: String,
}

/// An id that was, and what has come in its place.
#[derive(Clone, Debug, Deserialize, PartialEq)]
pub struct Retired {
    pub rule: String,
    pub superseded_by: Option<String>,
}

#[derive(Clone, Debug, Deserialize, PartialEq)]
pub struct Answer {
    pub value: String,
    #[serde(default)]
    pub parameters: BTreeMap<String, serde_json::Value>,
    #[serde(default)]
    pub cases: Vec<AnswerCase>,
    #[serde(default)]
    pub rules: Vec<String>,
    #[serde(default)]
    pub cites: Vec<String>,
    #[serde(default)]
    pub notes: Vec<String>,
    pub disputed: Option<Disputed>,
    pub effective: Option<Effective>,
}

#[derive(Clone, Debug, Deserialize, PartialEq)]
pub struct AnswerCase {
    pub value: String,
    #[serde(default)]
    pub parameters: BTreeMap<String, serde_json::Value>,
    pub when: Option<Condition>,
}
