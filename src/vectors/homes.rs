//! In which question each rule is tried: a province's own rules there, the nation's and the
//! providers' once, where most of them hold.

use rustc_hash::{FxHashMap, FxHashSet};

use crate::document::{Document, Effective, Layer};
use crate::prove::space::Scene;
use crate::text::Date;
use crate::vectors::variants::Inline;

/// A question and what is tried in it.
#[derive(Clone, Debug)]
pub struct Home {
    pub province: String,
    pub provider: Option<String>,
    pub day: Date,
    /// Numbers of rules in the table.
    pub rules: Vec<usize>,
    /// Numbers of derived facts.
    pub derived: Vec<usize>,
}

impl Home {
    /// The layers in force: the nation, the provider, the province.
    pub fn layers<'t>(&self, document: &'t Document) -> Vec<&'t Layer> {
        let is_in_force = |layer: &&Layer| match layer.kind.as_str() {
            "national" => true,
            "provider" => Some(&layer.id) == self.provider.as_ref(),
            _ => layer.id == self.province,
        };
        let mut layers: Vec<&Layer> = document.layers.iter().filter(is_in_force).collect();
        layers.sort_by_key(|layer| ["national", "provider"].iter().position(|kind| *kind == layer.kind).unwrap_or(2));
        layers
    }

    pub fn inline<'t>(&self, document: &'t Document) -> Inline<'t> {
        Inline::new(document, self.layers(document))
    }
}

/// The questions of a table on a day, each with what is tried in it. Rules that do not hold on the
/// day are tried on one on which they do.
pub fn homes(document: &Document, day: Date, only: Option<&str>) -> Vec<Home> {
    let mut days = vec![day];
    for effective in document.rules.iter().filter_map(|rule| rule.effective.as_ref()) {
        days.extend(own_day(effective, day));
    }
    days.dedup();
    let mut left: FxHashSet<&str> = document.rules.iter().map(|rule| rule.id.as_str()).collect();
    let mut homes: Vec<Home> = Vec::new();
    for day in days {
        let mut questions = questions(document, day, only);
        let is_own = |id: &str, home: &Home| id.split('.').next() == Some(home.province.as_str());
        // The province with the fewest rules of its own disturbs the others least.
        let best = (0..questions.len()).max_by_key(|index| {
            let (home, ids) = &questions[*index];
            let shared = ids.iter().filter(|id| left.contains(**id) && !is_own(id, home)).count();
            let own = ids.iter().filter(|id| is_own(id, home)).count();
            (shared, std::cmp::Reverse(own), std::cmp::Reverse(*index))
        });
        if let Some(best) = best {
            questions.swap(0, best);
        }
        if let Some((first, rest)) = questions.split_first_mut() {
            take(document, std::slice::from_mut(first), &mut left, |_, _| true);
            take(document, rest, &mut left, is_own);
            take(document, rest, &mut left, |_, _| true);
        }
        homes.extend(questions.into_iter().map(|(home, _)| home).filter(|home| !home.rules.is_empty()));
    }
    take_derived(document, &mut homes);
    homes
}

/// The last day on which a rule holds, or the first, if it does not hold on this one.
fn own_day(effective: &Effective, day: Date) -> Option<Date> {
    let read = |text: &Option<String>| text.as_deref().and_then(Date::read);
    let (from, until) = (read(&effective.from), read(&effective.until));
    until.filter(|until| *until < day).or(from.filter(|from| day < *from))
}

type Question<'t> = (Home, Vec<&'t str>);

/// Every province with every provider, and the rules in force there.
fn questions<'t>(document: &'t Document, day: Date, only: Option<&str>) -> Vec<Question<'t>> {
    let of_kind = |kind: &'static str| document.layers.iter().filter(move |layer| layer.kind == kind);
    let mut providers: Vec<Option<&str>> = of_kind("provider").map(|layer| Some(layer.id.as_str())).collect();
    if providers.is_empty() {
        providers.push(None);
    }
    let mut questions = Vec::new();
    for province in of_kind("province").filter(|layer| only.is_none_or(|only| layer.id == only)) {
        for provider in &providers {
            let Some(scene) = Scene::new(document, &province.id, *provider, day) else { continue };
            let ids = scene.rules.iter().map(|rule| rule.rule.id.as_str()).collect();
            let provider = provider.map(str::to_owned);
            let (rules, derived) = (Vec::new(), Vec::new());
            questions.push((Home { province: province.id.clone(), provider, day, rules, derived }, ids));
        }
    }
    questions
}

/// Gives each question the rules that no other has yet.
fn take<'t>(
    document: &'t Document,
    questions: &mut [Question<'t>],
    left: &mut FxHashSet<&'t str>,
    is_wanted: impl Fn(&str, &Home) -> bool,
) {
    let numbers: FxHashMap<&str, usize> =
        document.rules.iter().enumerate().map(|(number, rule)| (rule.id.as_str(), number)).collect();
    for (home, ids) in questions {
        let wanted: Vec<&str> = ids.iter().copied().filter(|id| is_wanted(id, home)).collect();
        for id in wanted {
            if left.remove(id)
                && let Some(number) = numbers.get(id)
            {
                home.rules.push(*number);
            }
        }
        home.rules.sort_unstable();
    }
}

/// Gives each derived fact to the first question with a rule that depends on it.
fn take_derived(document: &Document, homes: &mut [Home]) {
    for (number, derived) in document.vocabulary.derived.iter().enumerate() {
        let depends = |home: &&mut Home| {
            let inline = home.inline(document);
            home.rules.iter().any(|rule| inline.depends(&document.rules[*rule], &derived.path))
        };
        if let Some(home) = homes.iter_mut().find(depends) {
            home.derived.push(number);
        }
    }
}
