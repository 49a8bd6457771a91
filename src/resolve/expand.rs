//! Puts the arguments of an answer into the rules of a policy's choice.

use crate::model::{Also, Alternative, Argument, Cases, Effect, Expr, Obligation, Supplemented, WordSet};

/// The arguments of one answer, by parameter.
pub(crate) type Arguments<'a> = &'a [Argument];

pub(crate) fn expand_expr(expr: &Expr, arguments: Arguments<'_>) -> Expr {
    let one = |inner: &Expr| Box::new(expand_expr(inner, arguments));
    let many = |parts: &[Expr]| parts.iter().map(|part| expand_expr(part, arguments)).collect();
    let both = |sides: &(Expr, Expr)| Box::new((expand_expr(&sides.0, arguments), expand_expr(&sides.1, arguments)));
    match expr {
        Expr::Parameter(index) => match arguments.get(*index as usize) {
            Some(Argument::Value(value) | Argument::Condition(value)) => value.clone(),
            _ => Expr::YesNo(false),
        },
        Expr::InParameter(value, index) => match arguments.get(*index as usize) {
            Some(Argument::Values(of, values)) => Expr::in_values(expand_expr(value, arguments), *of, values.clone()),
            _ => Expr::YesNo(false),
        },
        Expr::RemainingParameter(comparison, date, index, unit) => match arguments.get(*index as usize) {
            Some(Argument::Value(Expr::Int(amount, _))) => Expr::Remaining(*comparison, one(date), *amount, *unit),
            _ => Expr::YesNo(false),
        },
        Expr::Fact(_)
        | Expr::Derived(_)
        | Expr::Attribute(_)
        | Expr::AttributeLet(_)
        | Expr::YesNo(_)
        | Expr::Int(..)
        | Expr::Date(_)
        | Expr::Text(_)
        | Expr::Value(..)
        | Expr::SameAsRecord(_) => expr.clone(),
        Expr::Not(inner) => expand_expr(inner, arguments).negated(),
        Expr::And(parts) => {
            parts.iter().map(|part| expand_expr(part, arguments)).reduce(Expr::and).unwrap_or(Expr::YesNo(true))
        }
        Expr::Or(parts) => Expr::Or(many(parts)),
        Expr::Compare(comparison, sides) => Expr::Compare(*comparison, both(sides)),
        Expr::InValues(inner) => Expr::in_values(expand_expr(&inner.value, arguments), inner.of, inner.values.clone()),
        Expr::SetHolds(set, of, value) => Expr::SetHolds(one(set), *of, *value),
        Expr::InRow(value, table, key) => Expr::InRow(one(value), *table, one(key)),
        Expr::InWords(text, words) => Expr::InWords(one(text), expand_words(words, arguments)),
        Expr::Mentions(text, words) => Expr::Mentions(one(text), expand_words(words, arguments)),
        Expr::StartsWith(text, words) => Expr::StartsWith(one(text), expand_words(words, arguments)),
        Expr::EndsWith(text, words) => Expr::EndsWith(one(text), expand_words(words, arguments)),
        Expr::Has(inner) => Expr::Has(one(inner)),
        Expr::Any(list, inner) => Expr::Any(*list, one(inner)),
        Expr::All(list, inner) => Expr::All(*list, one(inner)),
        Expr::Count(list, filter) => Expr::Count(*list, filter.as_ref().map(|filter| one(filter))),
        Expr::CountDistinct(parts) => Expr::CountDistinct(many(parts)),
        Expr::DistinctMobiles(parts) => Expr::DistinctMobiles(many(parts)),
        Expr::Remaining(comparison, date, amount, unit) => Expr::Remaining(*comparison, one(date), *amount, *unit),
        Expr::CharCount(inner) => Expr::CharCount(one(inner)),
        Expr::HanCount(inner) => Expr::HanCount(one(inner)),
        Expr::OnlyLatin(inner) => Expr::OnlyLatin(one(inner)),
        Expr::OnlyDigits(inner) => Expr::OnlyDigits(one(inner)),
        Expr::Add(sides) => Expr::Add(both(sides)),
        Expr::Subtract(sides) => Expr::Subtract(both(sides)),
        Expr::Shift(date, amount, unit) => Expr::Shift(one(date), *amount, *unit),
        Expr::Cases(inner) => {
            let cases =
                inner.cases.iter().map(|(guard, value)| (expand_expr(guard, arguments), expand_expr(value, arguments)));
            let otherwise = expand_expr(&inner.otherwise, arguments);
            Expr::Cases(Box::new(Cases { cases: cases.collect(), otherwise }))
        }
    }
}

fn expand_words(words: &WordSet, arguments: Arguments<'_>) -> Box<WordSet> {
    let mut expanded = words.clone();
    for index in std::mem::take(&mut expanded.parameters) {
        if let Some(Argument::Words(more)) = arguments.get(index as usize) {
            expanded.lists.extend(&more.lists);
            expanded.tables.extend(&more.tables);
            expanded.literals.extend(more.literals.iter().cloned());
            expanded.except.extend(&more.except);
            expanded.except_literals.extend(more.except_literals.iter().cloned());
        }
    }
    Box::new(expanded)
}

pub(crate) fn expand_obligation(obligation: &Obligation, arguments: Arguments<'_>) -> Obligation {
    let parts = |parts: &[Alternative]| {
        let expand = |part: &Alternative| Alternative {
            value: expand_obligation(&part.value, arguments),
            when: part.when.as_ref().map(|when| expand_expr(when, arguments)),
        };
        parts.iter().map(expand).collect()
    };
    let conditions = |with: &[Expr]| with.iter().map(|condition| expand_expr(condition, arguments)).collect();
    match obligation {
        Obligation::Parameter(index) => match arguments.get(*index as usize) {
            Some(Argument::Obligation(value)) => value.clone(),
            _ => Obligation::AllOf(Box::default()),
        },
        Obligation::ProvideParameter(index, with) => match arguments.get(*index as usize) {
            Some(Argument::Material(material)) => Obligation::Provide(*material, conditions(with)),
            _ => Obligation::AllOf(Box::default()),
        },
        Obligation::Condition(condition) => Obligation::Condition(expand_expr(condition, arguments)),
        Obligation::Provide(material, with) => Obligation::Provide(*material, conditions(with)),
        Obligation::Supplemented(supplemented) => Obligation::Supplemented(Box::new(Supplemented {
            material: supplemented.material,
            with: conditions(&supplemented.with),
            supplements: supplemented
                .supplements
                .iter()
                .map(|(condition, otherwise)| {
                    (expand_expr(condition, arguments), expand_obligation(otherwise, arguments))
                })
                .collect(),
        })),
        Obligation::Remark(fact, template) => Obligation::Remark(*fact, *template),
        Obligation::Bundle(id) => Obligation::Bundle(*id),
        Obligation::OneOf(alternatives) => Obligation::OneOf(parts(alternatives)),
        Obligation::AllOf(alternatives) => Obligation::AllOf(parts(alternatives)),
        Obligation::AtLeast(count, alternatives) => Obligation::AtLeast(*count, parts(alternatives)),
        Obligation::Prefer(alternatives) => Obligation::Prefer(parts(alternatives)),
    }
}

pub(crate) fn expand_effect(effect: &Effect, arguments: Arguments<'_>) -> Effect {
    match effect {
        Effect::Require(obligation) => Effect::Require(expand_obligation(obligation, arguments)),
        Effect::Forbid => Effect::Forbid,
        Effect::Permit => Effect::Permit,
        Effect::None => Effect::None,
    }
}

pub(crate) fn expand_also(also: &Also, arguments: Arguments<'_>) -> Also {
    match also {
        Also::Advise(obligation) => Also::Advise(expand_obligation(obligation, arguments)),
        Also::AdviseText(_) | Also::Note(_) | Also::Duty(_) | Also::Deliver(_) => also.clone(),
    }
}
