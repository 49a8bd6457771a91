//! What an expression or an obligation names, without following definitions.

use std::collections::BTreeSet;

use crate::model::{
    Also, Alternative, AttributeLetId, BundleId, DerivedId, Effect, Expr, FactId, MaterialId, Obligation, Rule,
    TableId, TemplateId, WordSet, WordsId,
};

#[derive(Clone, Debug, Default)]
pub struct Mentions {
    pub facts: BTreeSet<FactId>,
    pub derived: BTreeSet<DerivedId>,
    pub attribute_lets: BTreeSet<AttributeLetId>,
    pub materials: BTreeSet<MaterialId>,
    pub bundles: BTreeSet<BundleId>,
    pub words: BTreeSet<WordsId>,
    pub tables: BTreeSet<TableId>,
    pub templates: BTreeSet<TemplateId>,
}

impl Mentions {
    pub fn of_rule(rule: &Rule) -> Mentions {
        let mut mentions = Mentions::default();
        mentions.maybe(rule.when.as_ref());
        mentions.effect(&rule.effect);
        mentions.alsos(&rule.also);
        mentions
    }

    pub fn of_effect(effect: &Effect) -> Mentions {
        let mut mentions = Mentions::default();
        mentions.effect(effect);
        mentions
    }

    pub fn of_condition(condition: &Expr) -> Mentions {
        let mut mentions = Mentions::default();
        mentions.expression(condition);
        mentions
    }

    pub fn of_obligation(obligation: &Obligation) -> Mentions {
        let mut mentions = Mentions::default();
        mentions.obligation(obligation);
        mentions
    }

    fn effect(&mut self, effect: &Effect) {
        match effect {
            Effect::Require(obligation) => self.obligation(obligation),
            Effect::Forbid | Effect::Permit | Effect::None => {}
        }
    }

    fn alsos(&mut self, alsos: &[Also]) {
        for also in alsos {
            match also {
                Also::Advise(obligation) => self.obligation(obligation),
                Also::AdviseText(_) | Also::Note(_) | Also::Duty(_) | Also::Deliver(_) => {}
            }
        }
    }

    fn obligation(&mut self, obligation: &Obligation) {
        match obligation {
            Obligation::Condition(condition) => self.expression(condition),
            Obligation::Provide(material, conditions) => {
                self.materials.insert(*material);
                self.expressions(conditions);
            }
            Obligation::Supplemented(supplemented) => {
                self.materials.insert(supplemented.material);
                self.expressions(&supplemented.with);
                for (condition, otherwise) in &supplemented.supplements {
                    self.expressions(std::slice::from_ref(condition));
                    self.obligation(otherwise);
                }
            }
            Obligation::ProvideParameter(_, conditions) => self.expressions(conditions),
            Obligation::Remark(fact, template) => {
                self.facts.insert(*fact);
                self.templates.insert(*template);
            }
            Obligation::Bundle(bundle) => {
                self.bundles.insert(*bundle);
            }
            Obligation::OneOf(parts)
            | Obligation::AllOf(parts)
            | Obligation::AtLeast(_, parts)
            | Obligation::Prefer(parts) => self.alternatives(parts),
            Obligation::Parameter(_) => {}
        }
    }

    fn alternatives(&mut self, parts: &[Alternative]) {
        for part in parts {
            self.obligation(&part.value);
            self.maybe(part.when.as_ref());
        }
    }

    fn maybe(&mut self, expression: Option<&Expr>) {
        if let Some(expression) = expression {
            self.expression(expression);
        }
    }

    fn expressions(&mut self, expressions: &[Expr]) {
        for expression in expressions {
            self.expression(expression);
        }
    }

    fn expression(&mut self, expression: &Expr) {
        match expression {
            Expr::Fact(fact) => {
                self.facts.insert(*fact);
            }
            Expr::Derived(derived) => {
                self.derived.insert(*derived);
            }
            Expr::AttributeLet(attribute_let) => {
                self.attribute_lets.insert(*attribute_let);
            }
            Expr::InRow(_, table, _) => {
                self.tables.insert(*table);
            }
            Expr::InWords(_, words)
            | Expr::Mentions(_, words)
            | Expr::StartsWith(_, words)
            | Expr::EndsWith(_, words) => self.word_set(words),
            Expr::SameAsRecord(pairs) => self.facts.extend(pairs.iter().map(|(fact, _)| *fact)),
            _ => {}
        }
        expression.parts(|part| self.expression(part));
    }

    fn word_set(&mut self, words: &WordSet) {
        self.words.extend(words.lists.iter().chain(&words.except));
        self.tables.extend(&words.tables);
    }
}
