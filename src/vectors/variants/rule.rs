//! Variants of whole rules.

use crate::document::{Condition, Guard, Rule, Sentence};
use crate::vectors::variants::{Against, Variant, Variants};

impl Variants<'_> {
    /// Everything that can be misread in a rule, derived facts aside.
    pub fn rule(&self, rule: &Rule) -> Vec<Variant<Rule>> {
        let rule = bare(rule);
        let guards = self.guards(&rule.when).into_iter();
        let mut all: Vec<Variant<Rule>> =
            guards.map(|variant| variant.within("when", |when| Rule { when, ..rule.clone() })).collect();
        if let Some(obligation) = &rule.require {
            let variants = self.obligation(obligation).into_iter();
            all.extend(
                variants.map(|variant| {
                    variant.within("require", |require| Rule { require: Some(require), ..rule.clone() })
                }),
            );
        }
        all.extend(self.tracks(&rule));
        all
    }

    /// A track too few, a track too many; without any, the rule is left out.
    fn tracks(&self, rule: &Rule) -> Vec<Variant<Rule>> {
        let with = |tracks: Vec<String>| {
            Variant::new(Against::Value, Rule { tracks, ..rule.clone() }).within("tracks", |rule| rule)
        };
        let without = |track: &String| rule.tracks.iter().filter(|other| *other != track).cloned().collect();
        let fewer = rule.tracks.iter().map(|track| with(without(track)));
        let others = self.all_tracks().into_iter().filter(|track| !rule.tracks.contains(track));
        let more = others.map(|track| with(rule.tracks.iter().cloned().chain([track]).collect()));
        fewer.chain(more).collect()
    }

    fn all_tracks(&self) -> Vec<String> {
        let of = self.type_of(&track()).and_then(|of| of.r#enum.as_deref());
        let values = of.and_then(|of| self.enumeration(of)).into_iter().flat_map(|of| &of.values);
        values.map(|value| value.id.clone()).collect()
    }

    /// A rule for some tracks as one for all, with the condition that it is one of these.
    pub fn with_track_as_guard(&self, rule: &Rule) -> Rule {
        let all = self.all_tracks();
        let mut rule = bare(rule);
        if rule.tracks.len() < all.len()
            && let Some(of) = self.type_of(&track()).and_then(|of| of.r#enum.clone())
        {
            let condition = Condition::In { of: Box::new(track()), r#enum: of, values: rule.tracks };
            rule.when.insert(0, Guard { condition, sentence: Sentence::default() });
            rule.tracks = all;
        }
        rule
    }
}

/// The derived fact that says which rules stand.
pub const TRACK: &str = "sponsor.track";

fn track() -> Condition {
    Condition::Derived { derived: TRACK.to_owned() }
}

/// Whether a derived fact is the track.
pub fn stands_on_track(path: &str) -> bool {
    path == TRACK
}

/// A rule without what decides nothing.
pub fn bare(rule: &Rule) -> Rule {
    Rule { also: Vec::new(), cites: Vec::new(), disputed: None, sentence: Sentence::default(), ..rule.clone() }
}
