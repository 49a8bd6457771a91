//! Variants of guards and obligations.

use crate::document::{Guard, Obligation, Part, Sentence};
use crate::vectors::variants::{Against, Variant, Variants, without_each};

impl Variants<'_> {
    /// Each guard misread; one that is always true is left out.
    pub(super) fn guards(&self, guards: &[Guard]) -> Vec<Variant<Vec<Guard>>> {
        let mut all = Vec::new();
        for (index, guard) in guards.iter().enumerate() {
            for variant in self.condition(&guard.condition, true) {
                all.push(variant.within(&format!("{index}/condition"), |condition| {
                    let mut guards = guards.to_vec();
                    guards[index].condition = condition;
                    guards
                }));
            }
        }
        all
    }

    /// Everything that can be misread in an obligation.
    pub(super) fn obligation(&self, obligation: &Obligation) -> Vec<Variant<Obligation>> {
        let mut all = vec![
            Variant::new(Against::AlwaysTrue, Obligation::AllOf { parts: Vec::new() }),
            Variant::new(Against::AlwaysFalse, Obligation::OneOf { parts: Vec::new() }),
        ];
        match obligation {
            Obligation::Condition { condition, .. } => {
                let variants = self.condition(condition, true).into_iter();
                all.extend(variants.map(|variant| {
                    variant.within("condition", |condition| Obligation::Condition {
                        condition,
                        sentence: Sentence::default(),
                    })
                }));
            }
            Obligation::Provide { material, with, .. } => {
                let provide =
                    |with| Obligation::Provide { material: material.clone(), with, sentence: Sentence::default() };
                all.extend(self.guards(with).into_iter().map(|variant| variant.within("with", provide)));
            }
            Obligation::Remark { fact, template, .. } => {
                let remark = |template: String| Obligation::Remark {
                    fact: fact.clone(),
                    template,
                    sentence: Sentence::default(),
                };
                let lesser = self.lesser_templates(template).into_iter();
                all.extend(lesser.map(|template| Variant::new(Against::Part, remark(template))));
            }
            Obligation::AllOf { parts } => {
                all.push(Variant::new(Against::Operation, Obligation::OneOf { parts: parts.clone() }));
                all.extend(self.parts(parts, |parts| Obligation::AllOf { parts }));
            }
            Obligation::OneOf { parts } => {
                all.push(Variant::new(Against::Operation, Obligation::AllOf { parts: parts.clone() }));
                all.extend(self.parts(parts, |parts| Obligation::OneOf { parts }));
            }
            Obligation::Prefer { parts } => {
                all.push(Variant::new(Against::Operation, Obligation::AllOf { parts: parts.clone() }));
                all.extend(self.parts(parts, |parts| Obligation::Prefer { parts }));
            }
            Obligation::AtLeast { count, parts } => {
                for count in [count + 1, count.saturating_sub(1)] {
                    all.push(Variant::new(Against::Limit, Obligation::AtLeast { count, parts: parts.clone() }));
                }
                all.extend(self.parts(parts, |parts| Obligation::AtLeast { count: *count, parts }));
            }
            Obligation::Unknown {} => {}
        }
        all
    }

    fn parts(&self, parts: &[Part], whole: impl Fn(Vec<Part>) -> Obligation + Copy) -> Vec<Variant<Obligation>> {
        let fewer = without_each(parts).map(whole).enumerate();
        let mut all: Vec<Variant<Obligation>> = fewer
            .map(|(index, fewer)| Variant::new(Against::Part, fewer).within(&format!("parts/{index}"), |fewer| fewer))
            .collect();
        for (index, part) in parts.iter().enumerate() {
            let with = |part: Part| {
                let mut parts = parts.to_vec();
                parts[index] = part;
                whole(parts)
            };
            for variant in self.guards(&part.when) {
                let own = |when| with(Part { when, item: part.item.clone() });
                all.push(variant.within(&format!("parts/{index}/when"), own));
            }
            for variant in self.obligation(&part.item) {
                let own = |item| with(Part { item, when: part.when.clone() });
                all.push(variant.within(&format!("parts/{index}/item"), own));
            }
        }
        all
    }
}
