//! The names that a tree declares, with their labels.

use crate::syntax::ast::{Entry, File, Item, Name, Text};

/// What is declared.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Kind {
    Enum,
    /// A value or a group of an enum.
    Value,
    Record,
    Fact,
    List,
    Attribute,
    Material,
    Bundle,
    Words,
    Table,
    Template,
    Let,
    Invariant,
    Policy,
    Choice,
    Parameter,
    Rule,
    Scenario,
}

/// A name and its label.
#[derive(Clone, Copy, Debug)]
pub struct Declared {
    pub kind: Kind,
    pub name: Name,
    pub label: Text,
    /// What it is declared in: the enum of a value, the policy of a choice.
    pub within: Option<Name>,
}

/// Calls `visit` with everything that a file declares, in its order. Rules of an answer have no
/// declaration, and those of a choice may have none.
pub fn each_declaration(file: &File, mut visit: impl FnMut(Declared)) {
    for item in &file.items {
        let mut one = |kind, name, label, within| visit(Declared { kind, name, label, within });
        match item {
            Item::Enum(item) => {
                one(Kind::Enum, item.name, item.label, None);
                let groups = item.groups.iter().map(|(name, label, _)| (*name, *label));
                for (name, label) in item.values.iter().copied().chain(groups) {
                    one(Kind::Value, name, label, Some(item.name));
                }
            }
            Item::Facts(item) => {
                one(Kind::Record, item.name, item.label, None);
                item.facts.iter().for_each(|fact| one(Kind::Fact, fact.path, fact.label, None));
            }
            Item::List(item) => one(Kind::List, item.name, item.label, None),
            Item::Role(item) => one(Kind::List, item.name, item.label, None),
            Item::Attributes(item) => {
                item.facts.iter().for_each(|fact| one(Kind::Attribute, fact.path, fact.label, None));
                item.lets.iter().for_each(|item| one(Kind::Attribute, item.name, item.label, None));
            }
            Item::Materials(items) => items.iter().for_each(|item| one(Kind::Material, item.name, item.label, None)),
            Item::Bundle(item) => one(Kind::Bundle, item.name, item.label, None),
            Item::Words(item) => one(Kind::Words, item.name, item.label, None),
            Item::Table(item) => one(Kind::Table, item.name, item.label, None),
            Item::Template(item) => one(Kind::Template, item.name, item.label, None),
            Item::Let(item) => one(Kind::Let, item.name, item.label, None),
            Item::Invariant(item) => one(Kind::Invariant, item.name, item.label, None),
            Item::Policy(policy) => {
                one(Kind::Policy, policy.name, policy.label, None);
                for choice in &policy.choices {
                    one(Kind::Choice, choice.name, choice.label, Some(policy.name));
                    for parameter in &choice.parameters {
                        one(Kind::Parameter, parameter.name, parameter.label, Some(choice.name));
                    }
                    choice.rules.iter().for_each(|rule| one(Kind::Rule, rule.name, rule.label, Some(choice.name)));
                }
            }
            Item::Block(block) => {
                for entry in &block.entries {
                    if let Entry::Rule(rule) = entry {
                        one(Kind::Rule, rule.name, rule.label, None);
                    }
                }
            }
            Item::Scenario(item) => one(Kind::Scenario, item.name, item.label, None),
            Item::Bureau(_) | Item::Source(_) => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::syntax::parse;
    use crate::text::FileId;

    #[test]
    fn names_come_with_their_labels() {
        let text = "enum a \"甲\" { b \"乙\" group c \"丙\" = b }\nfor unit { rule d \"丁\" { forbid } }";
        let (tree, diagnostics) = parse(FileId(0), text);
        assert_eq!(diagnostics, []);
        let mut found = Vec::new();
        each_declaration(&tree, |declared| {
            found.push((declared.kind, declared.name.of(text), declared.label.of(text)));
        });
        let wanted =
            [(Kind::Enum, "a", "甲"), (Kind::Value, "b", "乙"), (Kind::Value, "c", "丙"), (Kind::Rule, "d", "丁")];
        assert_eq!(found, wanted);
    }
}
