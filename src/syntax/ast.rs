//! A file as it is written: names are places in the text, nothing is resolved.
//!
//! The tree holds no text; [`Name::of`] reads it from the source. That keeps it small, and it is
//! dropped as soon as its file is resolved.

use crate::text::{Date, Span};

/// A file after parsing. Broken parts are missing here and stand among the diagnostics.
#[derive(Clone, Debug, Default)]
pub struct File {
    pub header: Option<Header>,
    pub items: Vec<Item>,
}

/// A name, possibly with dots, as a place in the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Name(pub Span);

impl Name {
    pub fn of(self, text: &str) -> &str {
        self.0.of(text)
    }
}

/// A string: the place between the quotation marks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Text(pub Span);

impl Text {
    pub fn of(self, text: &str) -> &str {
        self.0.of(text)
    }
}

#[derive(Clone, Debug)]
pub struct Header {
    pub span: Span,
    pub kind: HeaderKind,
}

#[derive(Clone, Debug)]
pub enum HeaderKind {
    National,
    Provider { name: Name, label: Text },
    Province { name: Name, properties: Vec<Property> },
}

#[derive(Clone, Debug)]
pub enum Item {
    Enum(Enum),
    Facts(Facts),
    List(List),
    Role(Role),
    Attributes(Attributes),
    Materials(Vec<Material>),
    Bundle(Defined),
    Words(Words),
    Table(Table),
    Template(Template),
    Let(Let),
    Invariant(Defined),
    Policy(Policy),
    Block(Block),
    Bureau(Bureau),
    Source(Source),
    Scenario(Scenario),
}

#[derive(Clone, Debug)]
pub struct Enum {
    pub name: Name,
    pub label: Text,
    pub values: Vec<(Name, Text)>,
    pub groups: Vec<(Name, Text, Vec<Name>)>,
}

#[derive(Clone, Debug)]
pub struct Facts {
    pub name: Name,
    pub label: Text,
    pub list: Option<Name>,
    pub facts: Vec<Fact>,
}

#[derive(Clone, Debug)]
pub struct Fact {
    pub path: Name,
    pub kind: Type,
    pub label: Text,
    pub negative: Option<Text>,
    pub flags: Vec<(Flag, Span)>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Flag {
    Given,
    Remediable,
    Attested,
    Optional,
}

#[derive(Clone, Copy, Debug)]
pub struct Type {
    pub span: Span,
    pub kind: TypeKind,
}

#[derive(Clone, Copy, Debug)]
pub enum TypeKind {
    YesNo,
    Int { low: i64, high: i64, unit: Option<Unit> },
    Date,
    Text,
    Phone,
    SetOf(Name),
    Named(Name),
    Obligation,
    Condition,
    Material,
    Words,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Unit {
    Years,
    Months,
    Days,
    Workdays,
    Hours,
}

#[derive(Clone, Debug)]
pub struct List {
    pub name: Name,
    pub label: Text,
    pub key: Name,
    pub max: i64,
}

#[derive(Clone, Debug)]
pub struct Role {
    pub name: Name,
    pub label: Text,
    pub members: Vec<Name>,
}

#[derive(Clone, Debug)]
pub struct Attributes {
    pub span: Span,
    pub facts: Vec<Fact>,
    pub lets: Vec<Let>,
}

#[derive(Clone, Debug)]
pub struct Material {
    pub name: Name,
    pub label: Text,
    pub attributes: Vec<Name>,
}

/// `bundle` and `invariant`: a name, a label and an expression.
#[derive(Clone, Debug)]
pub struct Defined {
    pub name: Name,
    pub label: Text,
    pub value: Expr,
}

#[derive(Clone, Debug)]
pub struct Words {
    pub name: Name,
    pub label: Text,
    pub open: bool,
    pub words: Vec<Text>,
}

#[derive(Clone, Debug)]
pub struct Table {
    pub name: Name,
    pub label: Text,
    pub from: Type,
    pub to: Type,
    pub rows: Vec<(Expr, Vec<Expr>)>,
}

#[derive(Clone, Debug)]
pub struct Template {
    pub name: Name,
    pub label: Text,
    pub parts: Vec<TemplatePart>,
}

#[derive(Clone, Copy, Debug)]
pub enum TemplatePart {
    Fixed(Text),
    Hole(Name, Text),
}

#[derive(Clone, Debug)]
pub struct Let {
    pub name: Name,
    pub label: Text,
    pub negative: Option<Text>,
    pub kind: Option<Name>,
    pub value: Expr,
}

#[derive(Clone, Debug)]
pub struct Policy {
    pub name: Name,
    pub label: Text,
    pub tracks: Vec<Name>,
    pub choices: Vec<Choice>,
}

#[derive(Clone, Debug)]
pub struct Choice {
    pub name: Name,
    pub label: Text,
    pub parameters: Vec<Parameter>,
    /// Clauses that stand directly in the choice: its one rule.
    pub clauses: Vec<Clause>,
    pub rules: Vec<Rule>,
}

#[derive(Clone, Debug)]
pub struct Parameter {
    pub name: Name,
    pub kind: Type,
    pub label: Text,
}

/// `for unit { … }`.
#[derive(Clone, Debug)]
pub struct Block {
    pub span: Span,
    pub tracks: Vec<Name>,
    pub entries: Vec<Entry>,
}

#[derive(Clone, Debug)]
pub enum Entry {
    /// What could not be read, by its first word.
    Broken(Name),
    Rule(Rule),
    Answer(Answer),
    Unstated(Vec<Name>),
    Replace(Change),
    Waive(Change),
    Retired {
        rule: Name,
        superseded_by: Option<Name>,
    },
}

#[derive(Clone, Debug)]
pub struct Answer {
    pub span: Span,
    pub policy: Name,
    pub value: Expr,
    pub clauses: Vec<Clause>,
    /// A part could not be read, and what the rest means is not known.
    pub is_broken: bool,
}

#[derive(Clone, Debug)]
pub struct Rule {
    pub span: Span,
    pub name: Name,
    pub label: Text,
    pub clauses: Vec<Clause>,
    /// A clause could not be read and is left out.
    pub is_broken: bool,
}

/// `replace` and `waive`.
#[derive(Clone, Debug)]
pub struct Change {
    pub span: Span,
    pub rule: Name,
    pub fingerprint: Text,
    pub clauses: Vec<Clause>,
}

#[derive(Clone, Debug)]
pub struct Clause {
    pub span: Span,
    pub kind: ClauseKind,
}

#[derive(Clone, Debug)]
pub enum ClauseKind {
    ForEach(Name),
    When(Expr),
    Unless(Expr),
    Require(Expr),
    Forbid,
    Permit,
    Advise(Expr),
    Note(Text),
    Duty(Duty),
    Deliver(Recipient),
    Cites(Vec<Name>),
    Disputed(Vec<Name>, Text),
    Effective {
        from: Option<(Span, Option<Date>)>,
        until: Option<(Span, Option<Date>)>,
    },
    Classify {
        fact: Name,
        value: Name,
    },
    /// Whoever violates the rule by what cannot be mended is turned away on purpose.
    Closed(Text),
}

#[derive(Clone, Debug)]
pub struct Duty {
    pub filing: Name,
    pub purpose: Option<Text>,
    pub deadline: Option<Deadline>,
}

#[derive(Clone, Copy, Debug)]
pub struct Deadline {
    pub span: Span,
    pub amount: i64,
    pub unit: Option<Unit>,
    pub after: Name,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Recipient {
    Bureau,
    Provider,
}

#[derive(Clone, Debug)]
pub struct Bureau {
    pub span: Span,
    pub label: Text,
    pub properties: Vec<Property>,
    pub contacts: Vec<(Text, Text)>,
}

#[derive(Clone, Copy, Debug)]
pub struct Property {
    pub name: Name,
    pub value: Text,
}

#[derive(Clone, Debug)]
pub struct Source {
    pub name: Name,
    pub label: Text,
    pub properties: Vec<Property>,
    pub read: Option<(Span, Option<Date>)>,
    pub statements: Vec<Statement>,
}

#[derive(Clone, Copy, Debug)]
pub struct Statement {
    pub id: Name,
    pub check: Name,
    pub text: Text,
}

/// `scenario` and `baseline`.
#[derive(Clone, Debug)]
pub struct Scenario {
    pub span: Span,
    pub is_baseline: bool,
    pub name: Name,
    pub label: Text,
    pub parts: Vec<ScenarioPart>,
}

/// `name = value`; `None` for `left_empty`.
pub type Assignment = (Name, Option<Expr>);

#[derive(Clone, Debug)]
pub enum ScenarioPart {
    Base(Name),
    Given(Vec<Assignment>),
    Add(Name, Vec<Assignment>),
    /// Materials that are not uploaded, lists that are empty.
    Without(Vec<Name>),
    Unknown(Vec<Name>),
    ExpectVerdict(Name, Option<Name>),
    ExpectMissing(Vec<Name>),
    ExpectMaterials(Vec<Name>),
    ExpectFinding(Name, Name),
    Clause(Clause),
}

#[derive(Clone, Debug)]
pub struct Expr {
    pub span: Span,
    pub kind: ExprKind,
}

#[derive(Clone, Debug)]
pub enum ExprKind {
    /// What could not be read; that is already diagnosed.
    Missing,
    Number(i64, Option<Unit>),
    /// `None` for a day that does not exist; that is already diagnosed.
    Date(Option<Date>),
    Text(Text),
    Reference(Name),
    Call(Name, Vec<Arg>),
    Index(Name, Box<Expr>),
    Tuple(Vec<Expr>),
    Cases(Vec<Case>),
    Not(Box<Expr>),
    Has(Box<Expr>),
    Binary(Operator, Box<(Expr, Expr)>),
}

impl Expr {
    /// Calls `visit` on each expression directly in this one, in the order in which it is written.
    pub fn parts<'a>(&'a self, visit: &mut impl FnMut(&'a Expr)) {
        match &self.kind {
            ExprKind::Missing
            | ExprKind::Number(..)
            | ExprKind::Date(_)
            | ExprKind::Text(_)
            | ExprKind::Reference(_) => {}
            ExprKind::Call(_, args) => {
                for arg in args {
                    visit(&arg.value);
                    [&arg.filter, &arg.guard, &arg.otherwise].into_iter().flatten().for_each(&mut *visit);
                }
            }
            ExprKind::Index(_, inner) | ExprKind::Not(inner) | ExprKind::Has(inner) => visit(inner),
            ExprKind::Tuple(items) => items.iter().for_each(visit),
            ExprKind::Cases(cases) => {
                for case in cases {
                    visit(&case.value);
                    case.guard.iter().for_each(&mut *visit);
                }
            }
            ExprKind::Binary(_, sides) => {
                visit(&sides.0);
                visit(&sides.1);
            }
        }
    }
}

#[derive(Clone, Debug)]
pub struct Arg {
    pub value: Expr,
    /// Behind `where`.
    pub filter: Option<Expr>,
    /// Behind `when`.
    pub guard: Option<Expr>,
    /// Behind `otherwise`: what else is needed where a condition on a material does not hold.
    pub otherwise: Option<Expr>,
}

#[derive(Clone, Debug)]
pub struct Case {
    pub value: Expr,
    /// `None` for `otherwise`.
    pub guard: Option<Expr>,
    /// `cites` and `disputed` behind a case of an answer.
    pub clauses: Vec<Clause>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Operator {
    Or,
    And,
    Equal,
    NotEqual,
    Less,
    LessEqual,
    Greater,
    GreaterEqual,
    In,
    NotIn,
    Mentions,
    NotMentions,
    StartsWith,
    EndsWith,
    Plus,
    Minus,
}
