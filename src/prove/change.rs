//! What a change of an inherited rule means: whether it is tighter or looser, for some applications
//! or for none.

use crate::document::{Document, Layer};
use crate::prove::formula::Formula;
use crate::prove::prover::{Possible, Prover};
use crate::prove::question::Asked;
use crate::prove::space::{RuleOf, Scene, Side, TRACK};

/// Whom a change hits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    /// No application: it finds what the inherited rule finds.
    Nothing,
    Tighter,
    Looser,
    /// Tighter for some, looser for others.
    Both,
    /// It finds the same; only what is advised is another.
    Advice,
    NotDecided,
}

/// Compares what stands in a province in place of an inherited rule with that rule; `None` where the
/// rule does not hold for the question, or nothing changes it.
pub fn direction(document: &Document, asked: Asked<'_>, base: &str) -> Option<Direction> {
    let side = Side::new(document, asked.province, asked.provider, asked.day)?;
    side.layers.iter().find(|layer| layer.changes.iter().any(|change| change.base == base))?;
    // The same layers, without what changes this rule.
    let without: Vec<Layer> = side.layers.iter().map(|layer| unchanged(document, layer, base)).collect();
    let before = Side { layers: without.iter().collect(), day: asked.day, track: TRACK };
    let mut scene = Scene::of(document, asked.province, asked.day, vec![side, before]);
    let rules = scene.rules.clone();
    let now: Vec<&RuleOf<'_>> =
        rules.iter().filter(|rule| rule.side == 0 && stands_for(&rule.rule.chain, base)).collect();
    let old: Vec<&RuleOf<'_>> = rules.iter().filter(|rule| rule.side == 1 && rule.rule.id == base).collect();
    let first = old.first()?;
    // What the inherited rule advises is given up with it, wherever it applied.
    let says_more = !first.rule.also.is_empty();
    let mut found = |rules: &[&RuleOf<'_>]| -> [Formula; 2] {
        let violated: Vec<Formula> = rules.iter().map(|rule| scene.space.violated(rule)).collect();
        let applies: Vec<Formula> = rules.iter().map(|rule| scene.space.applies(rule)).collect();
        [scene.space.formulas.or(violated), scene.space.formulas.or(applies)]
    };
    let ([now_violated, now_applies], [old_violated, old_applies]) = (found(&now), found(&old));
    let is_as_severe = now.iter().all(|rule| {
        rule.rule.effect == first.rule.effect
            && rule.rule.severity == first.rule.severity
            && rule.rule.also == first.rule.also
    });
    let mut prover = Prover::new(scene);
    let tighter = prover.possible(&[now_violated, !old_violated]);
    let looser = prover.possible(&[old_violated, !now_violated]);
    let is_same_advice = !says_more || {
        let differ = !prover.scene.space.formulas.equal(now_applies, old_applies);
        prover.possible(&[differ]).is_no()
    };
    Some(match (tighter, looser) {
        (Possible::Yes(_), Possible::Yes(_)) => Direction::Both,
        (Possible::Yes(_), Possible::No(_)) => Direction::Tighter,
        (Possible::No(_), Possible::Yes(_)) => Direction::Looser,
        (Possible::No(_), Possible::No(_)) if is_as_severe && is_same_advice => Direction::Nothing,
        (Possible::No(_), Possible::No(_)) => by_severity(&now, first),
        _ => Direction::NotDecided,
    })
}

/// The same applications are hit: whether they are refused where they were to be corrected.
fn by_severity(now: &[&RuleOf<'_>], old: &RuleOf<'_>) -> Direction {
    let rank = |rule: &RuleOf<'_>| match rule.rule.severity.as_deref() {
        Some("refuse") => 2,
        Some(_) => 1,
        None => 0,
    };
    let (now, old) = (now.iter().map(|rule| rank(rule)).max().unwrap_or(0), rank(old));
    match now.cmp(&old) {
        std::cmp::Ordering::Greater => Direction::Tighter,
        std::cmp::Ordering::Less => Direction::Looser,
        std::cmp::Ordering::Equal => Direction::Advice,
    }
}

fn stands_for(chain: &[String], base: &str) -> bool {
    chain.split_last().is_some_and(|(_, before)| before.iter().any(|id| id == base))
}

fn unchanged(document: &Document, layer: &Layer, base: &str) -> Layer {
    let mut layer = layer.clone();
    let stands = |id: &String| {
        let rule = document.rules.iter().find(|rule| rule.id == *id);
        rule.is_some_and(|rule| stands_for(&rule.chain, base))
    };
    if layer.changes.iter().any(|change| change.base == base) {
        layer.except.retain(|id| id != base);
        layer.rules.retain(|id| !stands(id));
    }
    layer
}
