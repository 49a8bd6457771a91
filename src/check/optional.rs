//! An optional fact is compared only where `has` guards it.
//!
//! In a conjunction any part guards the others; in a disjunction a negated `has` does.

use crate::check::unguarded::{Optional, unguarded_use};
use crate::diagnostic::{Diagnostic, codes};
use crate::model::{Also, Alternative, Effect, Expr, Layer, ListId, Obligation, Place, Policy, Vocabulary};
use crate::resolve::Parsed;
use crate::say;

/// The guarded facts and attributes at one point of an expression.
#[derive(Clone, Default)]
struct Guards(Vec<Expr>);

pub(super) fn check_vocabulary(
    vocabulary: &Vocabulary,
    policies: &[Policy],
    files: &[Parsed<'_>],
    diagnostics: &mut Vec<Diagnostic>,
) {
    let mut check = Checking { vocabulary, files, place: Place::default(), diagnostics };
    for derived in &vocabulary.derived {
        check.place = derived.place;
        check.expr(&derived.value, &Guards::default());
    }
    for invariant in &vocabulary.invariants {
        check.place = invariant.place;
        check.expr(&invariant.value, &Guards::default());
    }
    for attribute in &vocabulary.attribute_lets {
        check.place = attribute.place;
        check.expr(&attribute.value, &Guards::default());
    }
    for policy in policies {
        check.place = policy.place;
        for rule in policy.choices.iter().flat_map(|choice| &choice.rules) {
            check.rule(rule.when.as_ref(), &rule.effect, &rule.also);
        }
        for (_, when, ..) in policy.choices.iter().flat_map(|choice| &choice.classifications) {
            check.expr(when, &Guards::default());
        }
    }
}

pub(super) fn check_rules(
    vocabulary: &Vocabulary,
    layer: &Layer,
    files: &[Parsed<'_>],
    diagnostics: &mut Vec<Diagnostic>,
) {
    let mut check = Checking { vocabulary, files, place: Place::default(), diagnostics };
    for rule in &layer.rules {
        check.place = rule.place;
        check.rule(rule.when.as_ref(), &rule.effect, &rule.also);
    }
}

struct Checking<'a> {
    vocabulary: &'a Vocabulary,
    files: &'a [Parsed<'a>],
    /// Of the item that is checked.
    place: Place,
    diagnostics: &'a mut Vec<Diagnostic>,
}

impl Checking<'_> {
    fn rule(&mut self, when: Option<&Expr>, effect: &Effect, also: &[Also]) {
        let mut guards = Guards::default();
        if let Some(when) = when {
            self.expr(when, &guards);
            guards = guards.with(when);
        }
        if let Effect::Require(obligation) = effect {
            self.obligation(obligation, &guards);
        }
        for also in also {
            if let Also::Advise(obligation) = also {
                self.obligation(obligation, &guards);
            }
        }
    }

    fn obligation(&mut self, obligation: &Obligation, guards: &Guards) {
        match obligation {
            Obligation::Condition(condition) => self.expr(condition, guards),
            Obligation::Provide(_, with) | Obligation::ProvideParameter(_, with) => {
                let guards = with.iter().fold(guards.clone(), |guards, condition| guards.with(condition));
                with.iter().for_each(|condition| self.expr(condition, &guards));
            }
            Obligation::Supplemented(supplemented) => {
                let with = &supplemented.with;
                let guards = with.iter().fold(guards.clone(), |guards, condition| guards.with(condition));
                with.iter().for_each(|condition| self.expr(condition, &guards));
                for (condition, otherwise) in &supplemented.supplements {
                    self.expr(condition, &guards);
                    self.obligation(otherwise, &guards);
                }
            }
            Obligation::Remark(..) | Obligation::Bundle(_) | Obligation::Parameter(_) => {}
            Obligation::AllOf(parts)
            | Obligation::OneOf(parts)
            | Obligation::AtLeast(_, parts)
            | Obligation::Prefer(parts) => {
                // `all_of(has a, a != b)` guards itself.
                let mut inner = guards.clone();
                if matches!(obligation, Obligation::AllOf(_)) {
                    for Alternative { value, when } in parts {
                        if let (Obligation::Condition(condition), None) = (value, when) {
                            inner = inner.with(condition);
                        }
                    }
                }
                for Alternative { value, when } in parts {
                    let mut own = inner.clone();
                    if let Some(when) = when {
                        self.expr(when, &own);
                        own = own.with(when);
                    }
                    self.obligation(value, &own);
                }
            }
        }
    }

    fn expr(&mut self, expr: &Expr, guards: &Guards) {
        match expr {
            Expr::Fact(_) | Expr::Attribute(_) => self.value(expr, guards),
            Expr::Has(_) | Expr::CountDistinct(_) | Expr::DistinctMobiles(_) | Expr::SameAsRecord(_) => {}
            Expr::And(parts) => {
                let inner = parts.iter().fold(guards.clone(), |guards, part| guards.with(part));
                parts.iter().for_each(|part| self.expr(part, &inner));
            }
            Expr::Or(parts) => {
                let inner = parts.iter().fold(guards.clone(), |guards, part| guards.without(part));
                parts.iter().for_each(|part| self.expr(part, &inner));
            }
            Expr::Cases(inner) => {
                for (guard, value) in &inner.cases {
                    self.expr(guard, guards);
                    self.expr(value, &guards.clone().with(guard));
                }
                self.expr(&inner.otherwise, guards);
            }
            Expr::Any(list, inner) | Expr::All(list, inner) => self.expr(inner, &self.outside(guards, *list)),
            Expr::Count(list, filter) => {
                filter.iter().for_each(|filter| self.expr(filter, &self.outside(guards, *list)));
            }
            _ => expr.parts(|part| self.expr(part, guards)),
        }
    }

    /// Guards of one element say nothing of the others of its list.
    fn outside(&self, guards: &Guards, list: ListId) -> Guards {
        let is_other = |guard: &&Expr| match guard {
            Expr::Fact(id) => self.vocabulary.facts[id.index()].list != Some(list),
            _ => true,
        };
        Guards(guards.0.iter().filter(is_other).cloned().collect())
    }

    fn value(&mut self, expr: &Expr, guards: &Guards) {
        let (name, label, negative, list, optional) = match expr {
            Expr::Fact(id) => {
                let fact = &self.vocabulary.facts[id.index()];
                (&fact.path, &fact.label, &fact.negative, fact.list, fact.optional)
            }
            Expr::Attribute(id) => {
                let attribute = &self.vocabulary.attributes[id.index()];
                (&attribute.name, &attribute.label, &attribute.negative, None, attribute.optional)
            }
            _ => return,
        };
        if !optional || guards.0.contains(expr) {
            return;
        }
        let message =
            say!("`{label}` 可以不填，这里没有先判断是否已填", "`{name}` may be empty and is not guarded by `has`");
        let help = say!(
            "加上 `已填 {label} 且 …`；必须填写的规定另写 `要求 已填 {label}`",
            "write `has {name} and …`; to ask for it write `require has {name}`"
        );
        let names = [name, label].into_iter().chain(negative).map(|name| &**name).collect();
        let optional = Optional { names, is_element: list.is_some() };
        let span = unguarded_use(self.files, self.place, &optional).unwrap_or(self.place.span);
        let diagnostic = Diagnostic::new(codes::UNGUARDED_OPTIONAL, self.place.file, span, message).help(help);
        if self.diagnostics.last() != Some(&diagnostic) {
            self.diagnostics.push(diagnostic);
        }
    }
}

impl Guards {
    /// What holds when this condition does.
    fn with(mut self, condition: &Expr) -> Guards {
        match condition {
            Expr::Has(inner) => self.0.push((**inner).clone()),
            Expr::And(parts) => return parts.iter().fold(self, Guards::with),
            _ => {}
        }
        self
    }

    /// What holds when this condition does not.
    fn without(self, condition: &Expr) -> Guards {
        match condition {
            Expr::Not(inner) => self.with(inner),
            _ => self,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::resolve::testing::resolved;
    use crate::syntax::parse;
    use crate::text::FileId;

    /// The places of what is said of the entries of a province's block.
    fn check_entries(entries: &str) -> Vec<String> {
        let text = format!("province guangdong for unit {{ {entries} }}");
        let (world, layer, found) = resolved("", &text);
        assert_eq!(found, "");
        let (tree, _) = parse(FileId(2), &text);
        let file = Parsed { id: FileId(2), text: &text, tree: &tree, mentions: None };
        let mut diagnostics = Vec::new();
        check_rules(&world.vocabulary, &layer.expect("it is a province"), &[file], &mut diagnostics);
        let places = diagnostics.iter().map(|diagnostic| diagnostic.place().1);
        places.map(|span| format!("{} {}", span.start, span.of(&text))).collect()
    }

    /// What stands between the marks is where the one use without a guard is.
    fn check(rule: &str) {
        let parts: Vec<&str> = rule.split('@').collect();
        let plain = format!("rule x \"甲\" {{ {} forbid }}", parts.concat());
        let expected = match parts[..] {
            [before, used, _] => {
                let start = "province guangdong for unit { rule x \"甲\" { ".len() + before.len();
                vec![format!("{start} {used}")]
            }
            _ => Vec::new(),
        };
        assert_eq!(check_entries(&plain), expected, "{rule}");
    }

    #[test]
    fn what_is_optional_is_guarded() {
        check("when @sponsor.remark@ mentions bad");
        check("when has sponsor.remark and sponsor.remark mentions bad");
        check("when not has sponsor.remark or sponsor.remark mentions bad");
        check("when has sponsor.remark or @主体备注@ mentions bad");
        check("when sponsor.remark mentions bad when has sponsor.remark");
        check("unless @sponsor.remark@ mentions bad");
    }

    #[test]
    fn a_guarded_use_is_not_the_place() {
        check("when (has sponsor.remark and sponsor.remark mentions bad) or @sponsor.remark@ mentions good");
        check("when (not has sponsor.remark or sponsor.remark mentions bad) and @sponsor.remark@ mentions good");
        check("when count_distinct(sponsor.remark) > 1 and @sponsor.remark@ mentions bad");
    }

    #[test]
    fn one_element_does_not_guard_the_others() {
        check("for_each site when has site.note and any(site where @site.note@ mentions bad)");
        check("when any(site where has site.note and site.note mentions bad)");
    }

    #[test]
    fn the_place_may_be_in_a_definition_or_a_policy() {
        let check = |text: &str| {
            let (world, ..) = resolved(text, "");
            let (tree, _) = parse(FileId(1), text);
            let file = Parsed { id: FileId(1), text, tree: &tree, mentions: None };
            let mut diagnostics = Vec::new();
            check_vocabulary(&world.vocabulary, &world.policies, &[file], &mut diagnostics);
            diagnostics.iter().map(|diagnostic| diagnostic.place().1.of(text).to_owned()).collect::<Vec<_>>()
        };
        let found = check("national let odd \"怪\" = sponsor.remark mentions bad or sponsor.age > 9 years");
        assert_eq!(found, ["sponsor.remark"]);
        let found =
            check("national policy why \"为何\" for unit { choice a \"甲\" { when 主体备注 mentions bad forbid } }");
        assert_eq!(found, ["主体备注"]);
    }

    #[test]
    fn the_place_may_be_in_an_answer() {
        let used = check_entries("ask: guarded(sponsor.remark mentions bad)");
        assert!(used.len() == 1 && used[0].ends_with(" sponsor.remark"), "{used:?}");
        let used = check_entries(
            "ask: first_match { guarded(sponsor.age > 9 years) when sponsor.remark mentions bad otherwise nothing }",
        );
        assert!(used.iter().all(|used| used.ends_with(" sponsor.remark")) && !used.is_empty(), "{used:?}");
    }
}
