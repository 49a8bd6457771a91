//! What a rule is about, in the order of the filing form: 主体, 负责人, 服务, 材料.
//!
//! The effect decides; where it names no fact, the guard. The most particular wins: a rule that
//! compares the site's name with the sponsor's is about the site.

use crate::emit::documents::book::Book;
use crate::emit::documents::mentions::Mentions;
use crate::model::{Also, DerivedId, Effect, ListKind, Rule, Vocabulary};

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Subject {
    Sponsor,
    Person,
    Service,
    Materials,
    Other,
    Permissions,
    Notes,
}

impl Subject {
    pub const ALL: [Subject; 7] = [
        Subject::Sponsor,
        Subject::Person,
        Subject::Service,
        Subject::Materials,
        Subject::Other,
        Subject::Permissions,
        Subject::Notes,
    ];

    pub fn label<'t>(self, book: &Book<'_>) -> &'t str {
        match self {
            Subject::Sponsor => book.say("主体", "Sponsor"),
            Subject::Person => book.say("负责人", "Responsible persons"),
            Subject::Service => book.say("服务", "Services"),
            Subject::Materials => book.say("材料", "Materials"),
            Subject::Other => book.say("其他", "Other"),
            Subject::Permissions => book.say("允许", "Permissions"),
            Subject::Notes => book.say("说明", "Notes"),
        }
    }
}

pub fn subject(vocabulary: &Vocabulary, rule: &Rule) -> Subject {
    match &rule.effect {
        Effect::Permit => Subject::Permissions,
        Effect::None if only_notes(rule) => Subject::Notes,
        Effect::None | Effect::Forbid => of_guard(vocabulary, rule).unwrap_or(Subject::Other),
        Effect::Require(_) => of_requirement(vocabulary, rule),
    }
}

fn only_notes(rule: &Rule) -> bool {
    rule.also.iter().all(|also| match also {
        Also::Note(_) => true,
        Also::Advise(_) | Also::AdviseText(_) | Also::Duty(_) | Also::Deliver(_) => false,
    })
}

fn of_requirement(vocabulary: &Vocabulary, rule: &Rule) -> Subject {
    let effect = Mentions::of_effect(&rule.effect);
    let gives_materials = !effect.materials.is_empty() || !effect.bundles.is_empty();
    of_mentions(vocabulary, &effect)
        .or_else(|| gives_materials.then_some(Subject::Materials))
        .or_else(|| of_guard(vocabulary, rule))
        .unwrap_or(Subject::Other)
}

fn of_guard(vocabulary: &Vocabulary, rule: &Rule) -> Option<Subject> {
    let guard = rule.when.as_ref().map(Mentions::of_condition);
    let of_element = rule.for_each.map(|list| match &vocabulary.lists[list.index()].kind {
        ListKind::Array { .. } => Subject::Service,
        ListKind::Role { .. } => Subject::Person,
    });
    of_element.or_else(|| of_mentions(vocabulary, &guard?))
}

/// The most particular of what is named; later in the order of subjects is more particular.
fn of_mentions(vocabulary: &Vocabulary, mentions: &Mentions) -> Option<Subject> {
    let facts = mentions.facts.iter().filter_map(|id| of_path(&vocabulary.facts[id.index()].path));
    let derived = mentions.derived.iter().filter_map(|id| of_derived(vocabulary, *id));
    facts.chain(derived).max()
}

/// A derived fact is about what its path says, or else about what it follows from.
fn of_derived(vocabulary: &Vocabulary, id: DerivedId) -> Option<Subject> {
    let derived = &vocabulary.derived[id.index()];
    of_path(&derived.path).or_else(|| of_mentions(vocabulary, &Mentions::of_condition(&derived.value)))
}

/// By the record that the path begins with; `None` for those about the filing itself.
fn of_path(path: &str) -> Option<Subject> {
    let record = path.split('.').next()?;
    match record {
        "sponsor" | "change" | "history" | "account" => Some(Subject::Sponsor),
        "subject_resp" | "site_resp" | "responsible" | "legal_rep" | "guardian" => Some(Subject::Person),
        "site" | "domain" | "filed_site" | "filed_domain" | "probe" | "review" | "cloud" | "order" => {
            Some(Subject::Service)
        }
        _ => None,
    }
}
