//! From the expressions of the model to the conditions of the table.
//!
//! What the table does not know is written out here: attribute lets, `remaining`, `same_as_record`.

use crate::emit::table::condition::{Case, Condition};
use crate::emit::table::text::Day;
use crate::emit::table::{names, words};
use crate::model::{Comparison, Expr, FactId, ListId, Unit, Vocabulary};

/// The day against which `remaining` counts.
const SUBMISSION: &str = "filing.submitted_on";

/// Where an expression stands.
#[derive(Clone, Copy)]
pub struct Scope<'a> {
    pub vocabulary: &'a Vocabulary,
    /// The list of whose element this is said.
    pub element: Option<ListId>,
}

pub fn condition<'a>(scope: Scope<'a>, expression: &'a Expr) -> Condition<'a> {
    let vocabulary = scope.vocabulary;
    match expression {
        Expr::Fact(id) => fact(vocabulary, *id),
        Expr::Derived(id) => Condition::Derived { derived: &vocabulary.derived[id.index()].path },
        Expr::Attribute(id) => Condition::Attribute { attribute: &vocabulary.attributes[id.index()].name },
        Expr::AttributeLet(id) => condition(scope, &vocabulary.attribute_lets[id.index()].value),

        Expr::YesNo(value) => Condition::YesNo { value: *value },
        Expr::Int(value, unit) => Condition::Int { value: *value, unit: unit.map(names::unit) },
        Expr::Date(date) => Condition::Date { value: Day(*date) },
        Expr::Text(text) => Condition::Text { value: text },
        Expr::Value(id, value) => {
            Condition::Enum { r#enum: &vocabulary.enums[id.index()].name, value: names::value(vocabulary, *id, *value) }
        }
        Expr::Cases(inner) => {
            let case =
                |(when, value): &'a (Expr, Expr)| Case { when: condition(scope, when), value: condition(scope, value) };
            Condition::Cases {
                cases: inner.cases.iter().map(case).collect(),
                otherwise: boxed(scope, &inner.otherwise),
            }
        }
        // INVARIANT: answers are expanded in the model; a parameter is left only behind an error.
        Expr::Parameter(_) | Expr::InParameter(..) | Expr::RemainingParameter(..) => Condition::Unknown {},

        Expr::Not(inner) => Condition::Not { of: boxed(scope, inner) },
        Expr::And(parts) => Condition::And { of: all(scope, parts) },
        Expr::Or(parts) => Condition::Or { of: all(scope, parts) },
        Expr::Compare(comparison, sides) => {
            compare(*comparison, condition(scope, &sides.0), condition(scope, &sides.1))
        }
        Expr::InValues(inner) => Condition::In {
            of: boxed(scope, &inner.value),
            r#enum: &vocabulary.enums[inner.of.index()].name,
            values: names::values(vocabulary, inner.of, &inner.values),
        },
        Expr::SetHolds(inner, id, value) => Condition::Holds {
            of: boxed(scope, inner),
            r#enum: &vocabulary.enums[id.index()].name,
            value: names::value(vocabulary, *id, *value),
        },
        Expr::InRow(inner, table, key) => {
            Condition::InRow { of: boxed(scope, inner), table: &vocabulary.table(*table).name, key: boxed(scope, key) }
        }
        Expr::Has(inner) => Condition::Has { of: boxed(scope, inner) },

        Expr::InWords(inner, set) => {
            Condition::IsWord { of: boxed(scope, inner), words: words::words(vocabulary, set) }
        }
        Expr::Mentions(inner, set) => {
            Condition::Mentions { of: boxed(scope, inner), words: words::words(vocabulary, set) }
        }
        Expr::StartsWith(inner, set) => {
            Condition::StartsWith { of: boxed(scope, inner), words: words::words(vocabulary, set) }
        }
        Expr::EndsWith(inner, set) => {
            Condition::EndsWith { of: boxed(scope, inner), words: words::words(vocabulary, set) }
        }
        Expr::OnlyLatin(inner) => Condition::OnlyLatin { of: boxed(scope, inner) },
        Expr::OnlyDigits(inner) => Condition::OnlyDigits { of: boxed(scope, inner) },
        Expr::CharCount(inner) => Condition::CharCount { of: boxed(scope, inner) },
        Expr::HanCount(inner) => Condition::HanCount { of: boxed(scope, inner) },

        Expr::Any(list, inner) => {
            Condition::Any { list: list_name(vocabulary, *list), of: boxed(scope.inside(*list), inner) }
        }
        Expr::All(list, inner) => {
            Condition::All { list: list_name(vocabulary, *list), of: boxed(scope.inside(*list), inner) }
        }
        Expr::Count(list, inner) => Condition::Count {
            list: list_name(vocabulary, *list),
            of: inner.as_ref().map(|inner| boxed(scope.inside(*list), inner)),
        },
        Expr::CountDistinct(parts) => Condition::CountDistinct { of: all_values(scope, parts) },
        Expr::DistinctMobiles(parts) => Condition::DistinctMobiles { of: all_values(scope, parts) },

        Expr::Add(sides) => Condition::Plus { left: boxed(scope, &sides.0), right: boxed(scope, &sides.1) },
        Expr::Subtract(sides) => Condition::Minus { left: boxed(scope, &sides.0), right: boxed(scope, &sides.1) },
        Expr::Shift(inner, amount, unit) => shift(condition(scope, inner), *amount, *unit),
        Expr::Remaining(comparison, inner, amount, unit) => {
            let submission = Condition::Fact { fact: SUBMISSION };
            compare(*comparison, condition(scope, inner), shift(submission, *amount, *unit))
        }
        Expr::SameAsRecord(pairs) => same_as_record(vocabulary, pairs),
    }
}

impl<'a> Scope<'a> {
    /// Outside any list.
    pub fn application(vocabulary: &'a Vocabulary) -> Scope<'a> {
        Scope { vocabulary, element: None }
    }

    fn inside(self, list: ListId) -> Scope<'a> {
        Scope { element: Some(list), ..self }
    }
}

fn boxed<'a>(scope: Scope<'a>, expression: &'a Expr) -> Box<Condition<'a>> {
    Box::new(condition(scope, expression))
}

fn all<'a>(scope: Scope<'a>, expressions: &'a [Expr]) -> Vec<Condition<'a>> {
    expressions.iter().map(|expression| condition(scope, expression)).collect()
}

fn fact(vocabulary: &Vocabulary, id: FactId) -> Condition<'_> {
    Condition::Fact { fact: &vocabulary.facts[id.index()].path }
}

fn list_name(vocabulary: &Vocabulary, id: ListId) -> &str {
    &vocabulary.lists[id.index()].name
}

fn shift(date: Condition<'_>, amount: i64, unit: Unit) -> Condition<'_> {
    Condition::Shift { of: Box::new(date), amount, unit: names::unit(unit) }
}

fn compare<'a>(comparison: Comparison, left: Condition<'a>, right: Condition<'a>) -> Condition<'a> {
    let (left, right) = (Box::new(left), Box::new(right));
    match comparison {
        Comparison::Equal => Condition::Eq { left, right },
        Comparison::NotEqual => Condition::Ne { left, right },
        Comparison::Less => Condition::Lt { left, right },
        Comparison::LessEqual => Condition::Le { left, right },
        Comparison::Greater => Condition::Gt { left, right },
        Comparison::GreaterEqual => Condition::Ge { left, right },
    }
}

/// An element fact outside its list stands for all its values.
fn all_values<'a>(scope: Scope<'a>, expressions: &'a [Expr]) -> Vec<Condition<'a>> {
    let values = |expression| match list_of(scope.vocabulary, expression) {
        Some(list) if scope.element != Some(list) => {
            Condition::Values { list: list_name(scope.vocabulary, list), of: boxed(scope.inside(list), expression) }
        }
        Some(_) | None => condition(scope, expression),
    };
    expressions.iter().map(values).collect()
}

/// The list of whose elements this is a fact.
fn list_of(vocabulary: &Vocabulary, expression: &Expr) -> Option<ListId> {
    if let Expr::Fact(id) = expression {
        return vocabulary.facts[id.index()].list;
    }
    if let Expr::Derived(id) = expression {
        return vocabulary.derived[id.index()].list;
    }
    None
}

fn same_as_record<'a>(vocabulary: &'a Vocabulary, pairs: &[(FactId, FactId)]) -> Condition<'a> {
    let equal = |(now, recorded): &(FactId, FactId)| {
        compare(Comparison::Equal, fact(vocabulary, *now), fact(vocabulary, *recorded))
    };
    Condition::And { of: pairs.iter().map(equal).collect() }
}
