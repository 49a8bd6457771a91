//! What vectors are to show in one question, and the table with all variants beside its rules.

use crate::document::{Document, Rule};
use crate::vectors::Shown;
use crate::vectors::homes::Home;
use crate::vectors::variants::{Against, Inline, Variant, Variants, with_lesser_templates};

/// Rules that may show that a derived fact is read right.
const WITNESSES: usize = 6;

/// Something to be shown.
#[derive(Clone, Debug)]
pub struct Goal {
    pub shown: Shown,
    pub tells: Tells,
}

/// What an application has to tell apart.
#[derive(Clone, Debug)]
pub enum Tells {
    /// A rule of the table from a variant of it, by their numbers; one pair is enough.
    Variants(Vec<(usize, usize)>),
    /// The first element of the list of a rule from another.
    Elements(usize),
}

impl Goal {
    /// Rules and their variants.
    pub fn pairs(&self) -> &[(usize, usize)] {
        match &self.tells {
            Tells::Variants(pairs) => pairs,
            Tells::Elements(_) => &[],
        }
    }
}

/// A table with further rules: the variants, in force in one question.
#[derive(Debug)]
pub struct Extended {
    pub document: Document,
    pub goals: Vec<Goal>,
    /// How many rules the table itself has.
    pub before: usize,
}

impl Extended {
    pub fn new(document: &Document, home: &Home) -> Extended {
        let mut goals = Goals { all: Vec::new(), rules: Vec::new(), before: document.rules.len() };
        let variants = Variants { document };
        for number in &home.rules {
            let rule = &document.rules[*number];
            for variant in variants.rule(rule) {
                let shown = Shown::of_variant(&rule.id, &variant);
                let pair = goals.add(*number, variant.item);
                goals.all.push(Goal { shown, tells: Tells::Variants(vec![pair]) });
            }
            if rule.for_each.is_some() && matches!(rule.effect.as_str(), "require" | "forbid") {
                let shown = Shown::of_rule(&rule.id, "/for_each", Against::Elements);
                goals.all.push(Goal { shown, tells: Tells::Elements(*number) });
            }
        }
        goals.add_derived(document, home);
        let Goals { all, rules, before } = goals;
        let mut document = Document { sources: Vec::new(), ..document.clone() };
        with_lesser_templates(&mut document.vocabulary);
        if let Some(layer) = document.layers.iter_mut().find(|layer| layer.id == home.province) {
            layer.rules.extend(rules.iter().map(|rule| rule.id.clone()));
        }
        document.rules.extend(rules);
        Extended { document, goals: all, before }
    }
}

/// Rules that depend on a derived fact: the first ones, and the one that asks for the least besides.
fn witnesses(document: &Document, home: &Home, inline: &Inline<'_>, path: &str) -> Vec<usize> {
    let depends = |rule: &usize| inline.depends(&document.rules[*rule], path);
    let depending: Vec<usize> = home.rules.iter().copied().filter(depends).collect();
    let plainest = depending.iter().copied().min_by_key(|rule| document.rules[*rule].when.len());
    let mut rules: Vec<usize> = depending.into_iter().take(WITNESSES).chain(plainest).collect();
    rules.sort_unstable();
    rules.dedup();
    rules
}

struct Goals {
    all: Vec<Goal>,
    /// The variants.
    rules: Vec<Rule>,
    /// How many rules stand before them.
    before: usize,
}

impl Goals {
    fn add(&mut self, of: usize, variant: Rule) -> (usize, usize) {
        let number = self.before + self.rules.len();
        self.rules.push(Rule { id: format!("{}#{number}", variant.id), ..variant });
        (of, number)
    }

    fn add_derived(&mut self, document: &Document, home: &Home) {
        let inline = home.inline(document);
        for number in &home.derived {
            let derived = &document.vocabulary.derived[*number];
            let rules = witnesses(document, home, &inline, &derived.path);
            for Variant { at, against, item } in inline.variants(derived) {
                let replaced = |rule: &usize| (*rule, inline.replaced(&document.rules[*rule], &derived.path, &item));
                let replaced: Vec<(usize, Rule)> = rules.iter().map(replaced).collect();
                let pairs = replaced.into_iter().map(|(rule, variant)| self.add(rule, variant)).collect();
                let shown = Shown::of_derived(&derived.path, at, against);
                self.all.push(Goal { shown, tells: Tells::Variants(pairs) });
            }
        }
    }
}
