//! The names in a tree that stand for something declared elsewhere.

use crate::syntax::ast::{
    Answer, Case, Change, Clause, ClauseKind, Entry, Expr, ExprKind, Fact, File, Item, Let, Name, Rule, Scenario,
    ScenarioPart, Type, TypeKind,
};

/// Where a name is used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Use {
    /// In the vocabulary, a policy, a rule or an answer.
    Rule,
    /// In the list of what can be said of a material.
    Material,
    /// In a scenario or a baseline.
    Scenario,
}

/// Calls `visit` with every name that refers to something, in no particular order. Names that are
/// declared are not among them, nor are citations and the names of properties.
pub fn each_reference(file: &File, mut visit: impl FnMut(Name, Use)) {
    for item in &file.items {
        match item {
            Item::Scenario(item) => scenario(item, &mut |name| visit(name, Use::Scenario)),
            Item::Materials(items) => {
                items.iter().for_each(|item| all(&item.attributes, &mut |name| visit(name, Use::Material)));
            }
            other => of_item(other, &mut |name| visit(name, Use::Rule)),
        }
    }
}

fn of_item(item: &Item, visit: &mut impl FnMut(Name)) {
    match item {
        Item::Enum(item) => item.groups.iter().for_each(|(.., members)| all(members, visit)),
        Item::Facts(item) => {
            item.list.iter().for_each(|name| visit(*name));
            item.facts.iter().for_each(|item| fact(item, visit));
        }
        Item::Role(item) => all(&item.members, visit),
        Item::Attributes(item) => {
            item.facts.iter().for_each(|item| fact(item, visit));
            item.lets.iter().for_each(|item| definition(item, visit));
        }
        Item::Bundle(item) | Item::Invariant(item) => expression(&item.value, visit),
        Item::Table(item) => {
            kind(&item.from, visit);
            kind(&item.to, visit);
            for (key, values) in &item.rows {
                expression(key, visit);
                values.iter().for_each(|value| expression(value, visit));
            }
        }
        Item::Let(item) => definition(item, visit),
        Item::Policy(item) => {
            all(&item.tracks, visit);
            for choice in &item.choices {
                choice.parameters.iter().for_each(|parameter| kind(&parameter.kind, visit));
                choice.clauses.iter().for_each(|item| clause(item, visit));
                choice.rules.iter().for_each(|item| rule(item, visit));
            }
        }
        Item::Block(item) => {
            all(&item.tracks, visit);
            item.entries.iter().for_each(|item| entry(item, visit));
        }
        // What materials list is told apart by the caller.
        Item::List(_) | Item::Materials(_) | Item::Words(_) | Item::Template(_) | Item::Bureau(_) | Item::Source(_) => {
        }
        Item::Scenario(item) => scenario(item, visit),
    }
}

fn all(names: &[Name], visit: &mut impl FnMut(Name)) {
    names.iter().for_each(|name| visit(*name));
}

fn fact(item: &Fact, visit: &mut impl FnMut(Name)) {
    kind(&item.kind, visit);
}

fn kind(kind: &Type, visit: &mut impl FnMut(Name)) {
    match kind.kind {
        TypeKind::SetOf(name) | TypeKind::Named(name) => visit(name),
        TypeKind::YesNo
        | TypeKind::Int { .. }
        | TypeKind::Date
        | TypeKind::Text
        | TypeKind::Phone
        | TypeKind::Obligation
        | TypeKind::Condition
        | TypeKind::Material
        | TypeKind::Words => {}
    }
}

fn definition(item: &Let, visit: &mut impl FnMut(Name)) {
    item.kind.iter().for_each(|name| visit(*name));
    expression(&item.value, visit);
}

fn entry(entry: &Entry, visit: &mut impl FnMut(Name)) {
    match entry {
        Entry::Broken(_) => {}
        Entry::Rule(item) => rule(item, visit),
        Entry::Answer(item) => answer(item, visit),
        Entry::Unstated(policies) => all(policies, visit),
        Entry::Replace(item) | Entry::Waive(item) => change(item, visit),
        Entry::Retired { rule, superseded_by } => {
            visit(*rule);
            superseded_by.iter().for_each(|name| visit(*name));
        }
    }
}

fn answer(item: &Answer, visit: &mut impl FnMut(Name)) {
    visit(item.policy);
    expression(&item.value, visit);
    item.clauses.iter().for_each(|item| clause(item, visit));
}

fn rule(item: &Rule, visit: &mut impl FnMut(Name)) {
    item.clauses.iter().for_each(|item| clause(item, visit));
}

fn change(item: &Change, visit: &mut impl FnMut(Name)) {
    visit(item.rule);
    item.clauses.iter().for_each(|item| clause(item, visit));
}

fn clause(clause: &Clause, visit: &mut impl FnMut(Name)) {
    match &clause.kind {
        ClauseKind::ForEach(name) => visit(*name),
        ClauseKind::When(value)
        | ClauseKind::Unless(value)
        | ClauseKind::Require(value)
        | ClauseKind::Advise(value) => {
            expression(value, visit);
        }
        ClauseKind::Duty(duty) => {
            visit(duty.filing);
            duty.deadline.iter().for_each(|deadline| visit(deadline.after));
        }
        ClauseKind::Classify { fact, value } => {
            visit(*fact);
            visit(*value);
        }
        ClauseKind::Forbid
        | ClauseKind::Permit
        | ClauseKind::Note(_)
        | ClauseKind::Deliver(_)
        | ClauseKind::Cites(_)
        | ClauseKind::Disputed(..)
        | ClauseKind::Closed(_)
        | ClauseKind::Effective { .. } => {}
    }
}

fn scenario(item: &Scenario, visit: &mut impl FnMut(Name)) {
    for part in &item.parts {
        match part {
            ScenarioPart::Base(name) => visit(*name),
            ScenarioPart::Given(assignments) => assigned(assignments, visit),
            ScenarioPart::Add(name, assignments) => {
                visit(*name);
                assigned(assignments, visit);
            }
            ScenarioPart::Without(names)
            | ScenarioPart::Unknown(names)
            | ScenarioPart::ExpectMissing(names)
            | ScenarioPart::ExpectMaterials(names) => all(names, visit),
            ScenarioPart::ExpectFinding(rule, _) => visit(*rule),
            ScenarioPart::ExpectVerdict(..) => {}
            ScenarioPart::Clause(item) => clause(item, visit),
        }
    }
}

fn assigned(assignments: &[(Name, Option<Expr>)], visit: &mut impl FnMut(Name)) {
    for (name, value) in assignments {
        visit(*name);
        value.iter().for_each(|value| expression(value, visit));
    }
}

fn expression(expr: &Expr, visit: &mut impl FnMut(Name)) {
    match &expr.kind {
        ExprKind::Reference(name) | ExprKind::Call(name, _) | ExprKind::Index(name, _) => visit(*name),
        ExprKind::Missing
        | ExprKind::Number(..)
        | ExprKind::Date(_)
        | ExprKind::Text(_)
        | ExprKind::Tuple(_)
        | ExprKind::Cases(_)
        | ExprKind::Not(_)
        | ExprKind::Has(_)
        | ExprKind::Binary(..) => {}
    }
    expr.parts(&mut |part| expression(part, visit));
    if let ExprKind::Cases(cases) = &expr.kind {
        let clauses = cases.iter().flat_map(|Case { clauses, .. }| clauses);
        clauses.for_each(|item| clause(item, visit));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::syntax::parse;
    use crate::text::FileId;

    fn check(text: &str, place: Use) -> Vec<&str> {
        let (tree, diagnostics) = parse(FileId(0), text);
        assert_eq!(diagnostics, []);
        let mut names = Vec::new();
        each_reference(&tree, |name, found| {
            if found == place {
                names.push(name.of(text));
            }
        });
        names
    }

    #[test]
    fn names_in_conditions_and_demands_are_references() {
        let text = "for unit { rule a \"甲\" { cites e-01 when b.c in (d, e) require one_of(f(g), h) } }";
        assert_eq!(check(text, Use::Rule), ["unit", "b.c", "d", "e", "one_of", "f", "g", "h"]);
    }

    #[test]
    fn scenarios_are_told_apart() {
        let text = "scenario s \"景\" { base b given { x = y } expect r.s violated }";
        assert_eq!(check(text, Use::Scenario), ["b", "x", "y", "r.s"]);
        assert_eq!(check(text, Use::Rule), [""; 0]);
    }

    #[test]
    fn attributes_that_a_material_lists_are_told_apart() {
        let text = "materials { permit \"居住证\" with form, city }";
        assert_eq!(check(text, Use::Material), ["form", "city"]);
        assert_eq!(check(text, Use::Rule), [""; 0]);
    }
}
