//! Which rules ask for a material, and what they demand of it.

use std::collections::BTreeMap;

use crate::model::{Also, Alternative, Effect, Expr, MaterialId, Obligation, Program, Rule, Vocabulary};

/// A rule that asks for a material, or advises it.
#[derive(Clone, Debug)]
pub struct Use {
    /// Index into the layers.
    pub layer: usize,
    /// Index into the rules of the layer.
    pub rule: usize,
    pub advised: bool,
    /// What each mention demands of the material; an empty one demands nothing.
    pub demands: Vec<Box<[Expr]>>,
}

pub fn uses(program: &Program) -> BTreeMap<MaterialId, Vec<Use>> {
    let mut all: BTreeMap<MaterialId, Vec<Use>> = BTreeMap::new();
    for (layer, own) in program.layers.iter().enumerate() {
        for (rule, given) in own.rules.iter().enumerate() {
            for ((material, advised), demands) in demanded(&program.vocabulary, given) {
                all.entry(material).or_default().push(Use { layer, rule, advised, demands });
            }
        }
    }
    all
}

type Demands = BTreeMap<(MaterialId, bool), Vec<Box<[Expr]>>>;

fn demanded(vocabulary: &Vocabulary, rule: &Rule) -> Demands {
    let mut demands = Demands::new();
    match &rule.effect {
        Effect::Require(obligation) => collect(vocabulary, obligation, false, &mut demands),
        Effect::Forbid | Effect::Permit | Effect::None => {}
    }
    for also in &rule.also {
        match also {
            Also::Advise(obligation) => collect(vocabulary, obligation, true, &mut demands),
            Also::AdviseText(_) | Also::Note(_) | Also::Duty(_) | Also::Deliver(_) => {}
        }
    }
    demands
}

fn collect(vocabulary: &Vocabulary, obligation: &Obligation, advised: bool, demands: &mut Demands) {
    match obligation {
        Obligation::Provide(material, conditions) => {
            let known = demands.entry((*material, advised)).or_default();
            if !known.contains(conditions) {
                known.push(conditions.clone());
            }
        }
        Obligation::Supplemented(supplemented) => {
            let known = demands.entry((supplemented.material, advised)).or_default();
            if !known.contains(&supplemented.with) {
                known.push(supplemented.with.clone());
            }
            for (_, otherwise) in &supplemented.supplements {
                collect(vocabulary, otherwise, advised, demands);
            }
        }
        Obligation::Bundle(bundle) => {
            collect(vocabulary, &vocabulary.bundles[bundle.index()].value, advised, demands);
        }
        Obligation::OneOf(parts)
        | Obligation::AllOf(parts)
        | Obligation::AtLeast(_, parts)
        | Obligation::Prefer(parts) => collect_all(vocabulary, parts, advised, demands),
        Obligation::Condition(_)
        | Obligation::ProvideParameter(..)
        | Obligation::Remark(..)
        | Obligation::Parameter(_) => {}
    }
}

fn collect_all(vocabulary: &Vocabulary, parts: &[Alternative], advised: bool, demands: &mut Demands) {
    for part in parts {
        collect(vocabulary, &part.value, advised, demands);
    }
}
