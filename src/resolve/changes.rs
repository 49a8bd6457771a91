//! Resolves `replace` and `waive`: what stands in place of an inherited rule.
//!
//! A change takes the whole base rule out of force where its layer is. So what it does not speak of
//! (other tracks, days outside its interval) is written again beside what stands in its place.

use crate::diagnostic::{Diagnostic, codes};
use crate::model::{
    Also, Change, ChangeKind, Effect, Layer, Origin, Rule, StatementRef, Tracks, fingerprint::fingerprint,
};
use crate::resolve::citations::Citations;
use crate::resolve::context::{Context, Scope};
use crate::resolve::rules::{Body, Clauses, join};
use crate::resolve::world::id32;
use crate::say;
use crate::syntax::ast;
use crate::text::suggest::suggest;

impl<'w> Context<'w> {
    pub fn change(
        &mut self,
        item: &ast::Change,
        replaces: bool,
        tracks: Tracks,
        layer: &mut Layer,
        citations: &Citations<'_>,
    ) {
        let Some(base) = self.base_of(item) else { return };
        let base_id = self.of(item.rule);
        let now = self.pinned(item, base);
        let before = self.scope;
        if let (Some(list), false) = (base.for_each, replaces) {
            // A waiver speaks of the element that the rule is about.
            self.scope = Scope::Element(list);
        }
        let body = self.body(&item.clauses, Clauses::Rule, citations);
        self.scope = before;
        if body.is_broken || !self.fits_change(item, replaces, base, &body) {
            return;
        }
        let common = base.tracks.common(tracks);
        let during = base.effective.intersection(body.effective);
        let (Some(during), false) = (during, common.is_empty()) else {
            return self.changes_nothing(item);
        };
        let again =
            layer.changes.iter().find(|change| &*change.base == base_id && !change.tracks.common(common).is_empty());
        if let Some(first) = again {
            let message = say!("规则 `{base_id}` 改写了两次", "rule `{base_id}` is changed twice");
            let diagnostic = Diagnostic::new(codes::REPEATED_CLAUSE, self.file, item.rule.0, message)
                .also(first.place.file, first.place.span, say!("前面已经改写", "the first change is here"))
                .help(say!("合并成一处，条件用 `或` 连接", "make them one, with their conditions joined by `or`"));
            self.diagnostics.push(diagnostic);
            return;
        }
        let cites = body.cites.clone();
        let origin = Origin::Change(id32(layer.changes.len()));
        let place = self.place(item.span);
        let outside = body.effective;
        let standing = standing_rule(replaces, base, body);
        if standing.as_ref().is_some_and(|rule| fingerprint(&self.world.vocabulary, rule) == now) {
            return self.changes_nothing(item);
        }
        let kind = change_kind(replaces, base, standing.as_ref());
        let rule = standing.map(|rule| {
            let name = change_name(base_id, layer);
            layer.rules.push(Rule { name, tracks: common, origin, effective: during, place, ..rule });
            id32(layer.rules.len() - 1)
        });
        for effective in outside.outside().filter_map(|days| days.intersection(base.effective)) {
            let name = change_name(base_id, layer);
            let cites = again_cites(base, &cites);
            layer.rules.push(Rule {
                name,
                tracks: common,
                origin,
                effective,
                place,
                cites: cites.into(),
                ..base.clone()
            });
        }
        layer.changes.push(Change { base: base_id.into(), tracks: common, kind, rule, cites: cites.into(), place });
    }

    /// Writes the base rules again for the tracks that no change speaks of.
    pub fn keep_other_tracks(&mut self, layer: &mut Layer) {
        for index in 0..layer.changes.len() {
            let change = &layer.changes[index];
            let is_first = layer.changes[..index].iter().all(|other| other.base != change.base);
            let Some(base) = self.world.rule_ids.get(&*change.base).filter(|_| is_first) else { continue };
            let base = &self.world.layers[base.0].rules[base.1];
            let same_base = layer.changes.iter().filter(|other| other.base == change.base);
            let tracks = same_base.fold(base.tracks, |rest, other| rest.without(other.tracks));
            if tracks.is_empty() {
                continue;
            }
            let (name, cites) = (change_name(&change.base, layer), again_cites(base, &change.cites));
            let (origin, place) = (Origin::Change(id32(index)), change.place);
            layer.rules.push(Rule { name, tracks, origin, place, cites: cites.into(), ..base.clone() });
        }
    }

    fn base_of(&mut self, item: &ast::Change) -> Option<&'w Rule> {
        let base_id = self.of(item.rule);
        let world = self.world;
        if let Some((layer, rule)) = world.rule_ids.get(base_id).copied() {
            return Some(&world.layers[layer].rules[rule]);
        }
        let near = suggest(base_id, world.rule_ids.keys().map(String::as_str));
        let message = say!("没有可以改写的规则 `{base_id}`", "there is no inherited rule `{base_id}`");
        let other = say!(
            "写全国层或接入商层规则的完整编号，如 `national.unit.…`",
            "write the whole id of a national or provider rule"
        );
        self.report_near(codes::UNKNOWN_RULE, item.rule.0, message, &near, other);
        None
    }

    /// Compares the base rule with the one that the change was written against, and gives its fingerprint.
    fn pinned(&mut self, item: &ast::Change, base: &Rule) -> String {
        let base_id = self.of(item.rule);
        let now = fingerprint(&self.world.vocabulary, base);
        if now != item.fingerprint.of(self.text) {
            let message = say!(
                "规则 `{base_id}` 变了，不是写这一条时的样子",
                "rule `{base_id}` is not what this was written against"
            );
            let diagnostic = Diagnostic::new(codes::CHANGED_BASE, self.file, item.fingerprint.0, message)
                .also(base.place.file, base.place.span, say!("现在的规则在这里", "the rule as it is now"))
                .help(say!(
                    "重新读一遍那条规则；仍然要这样改的话，把引号里换成 `{now}`",
                    "read it again; if the change still holds, write `{now}` here"
                ));
            self.diagnostics.push(diagnostic);
        }
        now
    }

    /// A waiver has only conditions; what replaces a rule asks for something.
    fn fits_change(&mut self, item: &ast::Change, replaces: bool, base: &Rule, body: &Body) -> bool {
        let asks = body.effect != Effect::None || body.also.iter().any(|also| !matches!(also, Also::Note(_)));
        let visits_other = body.for_each.is_some_and(|list| Some(list) != base.for_each);
        if !replaces && (asks || visits_other) {
            let message = say!("`豁免` 里只写条件和依据", "a waiver has only conditions and citations");
            let help = say!(
                "要换成别的要求写 `改写`；对象和原规则一样，不另写 `逐个`",
                "to ask for something else write `replace`; it visits what the base rule visits"
            );
            self.report(codes::MISPLACED_CLAUSE, item.rule.0, message, help);
            return false;
        }
        if replaces && body.effect == Effect::None && body.also.is_empty() {
            let message = say!("这个改写没有说怎么办", "this replacement asks for nothing");
            let help = say!("写上 `要求 …` 等；不再要求的写 `豁免`", "write `require …`, or `waive` the rule");
            self.report(codes::NO_EFFECT, item.rule.0, message, help);
            return false;
        }
        true
    }

    fn changes_nothing(&mut self, item: &ast::Change) {
        let base_id = self.of(item.rule);
        let message = say!("这个改写没有改变 `{base_id}`", "this change leaves `{base_id}` as it is");
        let help = say!(
            "删掉它，或写上真正的不同；它所在的 `适用于` 和生效期间要与那条规则有交集",
            "delete it, or write what is different; its track and its days must be among those of the rule"
        );
        self.report(codes::CHANGES_NOTHING, item.rule.0, message, help);
    }
}

/// What stands in place of the base rule on the days and tracks of the change; its name, tracks and
/// days are still those of the base rule.
fn standing_rule(replaces: bool, base: &Rule, body: Body) -> Option<Rule> {
    let changed = if replaces {
        Rule {
            for_each: body.for_each,
            when: body.when,
            effect: body.effect,
            also: body.also.into(),
            cites: body.cites.into(),
            disputed: body.disputed,
            closed: body.closed,
            ..base.clone()
        }
    } else {
        let when = Some(join(base.when.clone(), body.when?.negated()));
        Rule {
            when,
            cites: body.cites.into(),
            disputed: body.disputed.or_else(|| base.disputed.clone()),
            closed: body.closed.or_else(|| base.closed.clone()),
            ..base.clone()
        }
    };
    Some(changed)
}

/// `all.national.unit.naming`, with a number where a change leaves several rules.
fn change_name(base_id: &str, layer: &Layer) -> Box<str> {
    let name = format!("all.{base_id}");
    let is_free = |name: &String| layer.rules.iter().all(|rule| *rule.name != **name);
    if is_free(&name) {
        return name.into();
    }
    (2..).map(|number| format!("{name}_{number}")).find(is_free).unwrap_or_default().into()
}

/// A base rule that is written again keeps its citations; those of the change say why it is.
fn again_cites(base: &Rule, cites: &[StatementRef]) -> Vec<StatementRef> {
    let more = cites.iter().filter(|cite| !base.cites.contains(cite));
    base.cites.iter().chain(more).copied().collect()
}

/// Tighter or looser where the shapes alone prove it.
fn change_kind(replaces: bool, base: &Rule, standing: Option<&Rule>) -> ChangeKind {
    let Some(rule) = standing.filter(|_| replaces) else { return ChangeKind::Waived };
    let same_guard = rule.when == base.when && rule.for_each == base.for_each;
    match (&base.effect, &rule.effect) {
        (Effect::Require(_), Effect::Forbid) if same_guard => ChangeKind::ReplacedTighter,
        (Effect::Forbid, Effect::Require(_)) if same_guard => ChangeKind::ReplacedLooser,
        (Effect::Require(_) | Effect::Forbid, Effect::None | Effect::Permit) => ChangeKind::ReplacedLooser,
        (before, after) if before == after && rule.when.is_none() && base.when.is_some() => ChangeKind::ReplacedTighter,
        _ => ChangeKind::Replaced,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::resolve::testing::resolved;

    /// The rules that a change leaves: id, tracks, days. `@` stands for the fingerprint of the base.
    fn check(province: &str) -> String {
        let (world, ..) = resolved("", "");
        let (_, rule) = world.rule_ids.iter().find(|(id, _)| province.contains(&***id)).expect("the base is named");
        let now = fingerprint(&world.vocabulary, &world.layers[rule.0].rules[rule.1]);
        let (_, layer, found) = resolved("", &format!("province guangdong {}", province.replace('@', &now)));
        let layer = layer.expect("it is a province");
        let day = |day: Option<crate::text::Date>| day.map(|day| day.to_string()).unwrap_or_default();
        let rules = layer.rules.iter().map(|rule| {
            let Tracks(tracks) = rule.tracks;
            format!("{} {tracks} {}..{}\n", rule.name, day(rule.effective.from), day(rule.effective.until))
        });
        found + &rules.collect::<String>()
    }

    #[test]
    fn other_tracks_keep_the_rule() {
        let waived = check("for unit { waive national.all.minor at \"@\" {} }");
        assert_eq!(waived, "all.national.all.minor 2 ..\n");
        let waived = check("for unit, individual { waive national.all.minor at \"@\" {} }");
        assert_eq!(waived, "");
    }

    #[test]
    fn each_track_may_change_a_rule_in_its_own_way() {
        let changed = check(
            "for unit { waive national.all.minor at \"@\" {} }
             for individual { replace national.all.minor at \"@\" { when sponsor.age < 16 years forbid } }",
        );
        assert_eq!(changed, "all.national.all.minor 2 ..\n");
    }

    #[test]
    fn other_days_keep_the_rule() {
        let waived =
            check("for unit { waive national.unit.dated at \"@\" { effective from 2021-03-01 until 2022-02-28 } }");
        assert_eq!(
            waived,
            "all.national.unit.dated 1 2020-01-01..2021-02-28\nall.national.unit.dated_2 1 2022-03-01..2024-12-31\n"
        );
    }

    #[test]
    fn a_waiver_with_a_condition_holds_on_its_days() {
        let waived = check(
            "for unit { waive national.unit.dated at \"@\" { effective from 2023-01-01 when has sponsor.remark } }",
        );
        assert_eq!(
            waived,
            "all.national.unit.dated 1 2023-01-01..2024-12-31\nall.national.unit.dated_2 1 2020-01-01..2022-12-31\n"
        );
    }

    #[test]
    fn a_change_without_effect_is_an_error() {
        let never = check("for individual { waive national.unit.dated at \"@\" {} }");
        assert_eq!(never, "E0511 national.unit.dated\n");
        let never = check("for unit { waive national.unit.dated at \"@\" { effective from 2025-01-01 } }");
        assert_eq!(never, "E0511 national.unit.dated\n");
        let same = check("for unit { replace national.all.minor at \"@\" { when sponsor.age < 18 years forbid } }");
        assert!(same.starts_with("E0511"), "{same}");
    }

    #[test]
    fn a_rule_is_changed_once_for_a_track() {
        let twice = check(
            "for unit { waive national.unit.dated at \"@\" { when has sponsor.remark }
                        waive national.unit.dated at \"@\" { when sponsor.age > 70 years } }",
        );
        assert!(twice.starts_with("E0503 national.unit.dated"), "{twice}");
    }

    #[test]
    fn a_waiver_asks_for_nothing() {
        let asking = check("for unit { waive national.unit.dated at \"@\" { require licence } }");
        assert!(asking.starts_with("E0504"), "{asking}");
    }
}
