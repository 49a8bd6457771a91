//! After an answer is expanded, facts of elements still stand where their element is known.
//!
//! An argument may speak of the elements that the choice visits; only the expanded rule shows
//! whether it visits any.

use crate::diagnostic::{Diagnostic, Message, codes};
use crate::model::{Also, Alternative, Effect, Expr, Layer, ListId, Obligation, Origin, Place, Vocabulary};

pub(super) fn check_scopes(vocabulary: &Vocabulary, layer: &Layer, diagnostics: &mut Vec<Diagnostic>) {
    for rule in layer.rules.iter().filter(|rule| matches!(rule.origin, Origin::Policy(_))) {
        let mut check = Checking { vocabulary, place: rule.place, diagnostics };
        rule.when.iter().for_each(|when| check.expr(when, rule.for_each));
        if let Effect::Require(obligation) = &rule.effect {
            check.obligation(obligation, rule.for_each);
        }
        for also in &rule.also {
            if let Also::Advise(obligation) = also {
                check.obligation(obligation, rule.for_each);
            }
        }
    }
    for case in &layer.classifications {
        let mut check = Checking { vocabulary, place: layer.place, diagnostics };
        check.expr(&case.when, vocabulary.derived[case.derived.index()].list);
    }
}

struct Checking<'a> {
    vocabulary: &'a Vocabulary,
    place: Place,
    diagnostics: &'a mut Vec<Diagnostic>,
}

impl Checking<'_> {
    fn obligation(&mut self, obligation: &Obligation, scope: Option<ListId>) {
        match obligation {
            Obligation::Condition(condition) => self.expr(condition, scope),
            Obligation::Provide(_, with) | Obligation::ProvideParameter(_, with) => {
                with.iter().for_each(|condition| self.expr(condition, scope));
            }
            Obligation::Supplemented(supplemented) => {
                supplemented.with.iter().for_each(|condition| self.expr(condition, scope));
                for (condition, otherwise) in &supplemented.supplements {
                    self.expr(condition, scope);
                    self.obligation(otherwise, scope);
                }
            }
            Obligation::Remark(fact, _) => self.expr(&Expr::Fact(*fact), scope),
            Obligation::Bundle(_) | Obligation::Parameter(_) => {}
            Obligation::OneOf(parts)
            | Obligation::AllOf(parts)
            | Obligation::AtLeast(_, parts)
            | Obligation::Prefer(parts) => {
                for Alternative { value, when } in parts {
                    when.iter().for_each(|when| self.expr(when, scope));
                    self.obligation(value, scope);
                }
            }
        }
    }

    fn expr(&mut self, expr: &Expr, scope: Option<ListId>) {
        let vocabulary = self.vocabulary;
        match expr {
            Expr::Fact(id) => {
                let fact = &vocabulary.facts[id.index()];
                self.element(&fact.label, &fact.path, fact.list, scope);
            }
            Expr::Derived(id) => {
                let derived = &vocabulary.derived[id.index()];
                self.element(&derived.label, &derived.path, derived.list, scope);
            }
            Expr::SameAsRecord(pairs) => pairs.iter().for_each(|(fact, _)| self.expr(&Expr::Fact(*fact), scope)),
            // Outside its list an element fact stands here for all its values.
            Expr::CountDistinct(_) | Expr::DistinctMobiles(_) => {}
            Expr::Any(list, inner) | Expr::All(list, inner) => self.expr(inner, Some(*list)),
            Expr::Count(list, filter) => filter.iter().for_each(|filter| self.expr(filter, Some(*list))),
            _ => expr.parts(|part| self.expr(part, scope)),
        }
    }

    fn element(&mut self, label: &str, name: &str, list: Option<ListId>, scope: Option<ListId>) {
        let Some(list) = list.filter(|list| scope != Some(*list)) else { return };
        let list = &self.vocabulary.lists[list.index()];
        let message = Message::new(
            format!("每个{}各有各的 `{label}`，这个选项却不逐个看{}", list.label, list.label),
            format!("every `{}` has its own `{name}`, but this choice does not visit them", list.name),
        );
        let help = Message::new(
            format!("换成 `存在（{} 满足 …）`，或写成自己的 `规则`，带上 `逐个 {}`", list.label, list.label),
            format!("write `any({0} where …)`, or a `rule` of its own with `for_each {0}`", list.name),
        );
        let diagnostic = Diagnostic::new(codes::ELEMENT_OUTSIDE_LIST, self.place.file, self.place.span, message);
        let diagnostic = diagnostic.help(help);
        if self.diagnostics.last() != Some(&diagnostic) {
            self.diagnostics.push(diagnostic);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::resolve::testing::resolved;

    fn check(answer: &str) -> Vec<&'static str> {
        let (world, layer, found) = resolved("", &format!("province guangdong for unit {{ {answer} }}"));
        assert_eq!(found, "");
        let mut diagnostics = Vec::new();
        check_scopes(&world.vocabulary, &layer.expect("it is a province"), &mut diagnostics);
        diagnostics.iter().map(|diagnostic| diagnostic.code.code).collect()
    }

    #[test]
    fn arguments_speak_of_elements_that_the_choice_visits() {
        assert_eq!(check("ask: each(site.name mentions bad)"), [""; 0]);
        assert_eq!(check("ask: guarded(site.name mentions bad)"), ["E0405"]);
        assert_eq!(check("ask: guarded(any(site where site.name mentions bad))"), [""; 0]);
    }
}
