//! What is said otherwise of a rule that may mean the same.

use crate::diff::difference::{Cite, Reworded, RuleOf, Text, What};
use crate::document::{Also, Document, Rule};
use crate::text::Date;

/// The texts of statements by their citations.
pub fn cite(document: &Document, id: &str) -> Cite {
    let text = id.split_once('/').and_then(|(source, statement)| {
        let source = document.sources.iter().find(|item| item.id == source)?;
        source.statements.iter().find(|item| item.id == statement)
    });
    Cite { id: id.to_owned(), text: text.map(|statement| statement.text.clone()).unwrap_or_default() }
}

pub fn rule_of(document: &Document, rule: &Rule) -> RuleOf {
    let day = |of: fn(&crate::document::Effective) -> &Option<String>| {
        rule.effective.as_ref().and_then(|own| of(own).clone())
    };
    RuleOf {
        id: rule.id.clone(),
        label: rule.label.clone(),
        effect: rule.effect.clone(),
        sentence: (&rule.sentence).into(),
        cites: rule.cites.iter().map(|id| cite(document, id)).collect(),
        from: day(|own| &own.from),
        until: day(|own| &own.until),
    }
}

/// Whether it says what applicants are to do beside what is judged.
pub fn is_of_checklist(what: What) -> bool {
    matches!(what, What::Recommended | What::Duty | What::Deliver)
}

/// What is said beside what is judged.
const ALSO: [What; 5] = [What::Note, What::Advice, What::Recommended, What::Duty, What::Deliver];

/// What is said otherwise.
pub fn reworded(old: &Rule, new: &Rule) -> Vec<Reworded> {
    let mut all = Vec::new();
    let mut add = |what: What, old: Option<Text>, new: Option<Text>| {
        // What is said in English names ids; the words that people read are the Chinese ones.
        if old.as_ref().map(|text| &text.zh) != new.as_ref().map(|text| &text.zh) {
            all.push(Reworded { what, old, new });
        }
    };
    let plain = |text: &str| (!text.is_empty()).then(|| Text { zh: text.to_owned(), en: text.to_owned() });
    add(What::Id, plain(&old.id), plain(&new.id));
    add(What::Label, plain(&old.label), plain(&new.label));
    add(What::Sentence, Some((&old.sentence).into()), Some((&new.sentence).into()));
    add(What::Cites, plain(&old.cites.join("、")), plain(&new.cites.join("、")));
    add(What::Effective, days(old), days(new));
    let disputed = |rule: &Rule, is_text: bool| {
        let own = rule.disputed.as_ref()?;
        if is_text { plain(&own.text) } else { plain(&own.statements.join("、")) }
    };
    // The same text with other citations need not be said again.
    add(What::Disputed, disputed(old, true), disputed(new, true));
    add(What::DisputedCites, disputed(old, false), disputed(new, false));
    let closed = |rule: &Rule| rule.closed.as_deref().and_then(plain);
    add(What::Closed, closed(old), closed(new));
    for what in ALSO {
        let said = |rule: &Rule| rule.also.iter().filter_map(|also| said(also, what)).collect::<Vec<Text>>();
        let (before, after) = (said(old), said(new));
        if before == after {
            continue;
        }
        let only = |own: &[Text], other: &[Text]| -> Vec<Text> {
            own.iter().filter(|text| !other.iter().any(|known| known.zh == text.zh)).cloned().collect()
        };
        let (gone, come) = (only(&before, &after), only(&after, &before));
        for index in 0..gone.len().max(come.len()) {
            add(what, gone.get(index).cloned(), come.get(index).cloned());
        }
    }
    // Where notes or advice changed, the sentence of the whole rule changed only because it holds them.
    if old.when == new.when && old.require == new.require && old.effect == new.effect && old.for_each == new.for_each {
        let is_repeated = all.iter().any(|own| ALSO.contains(&own.what));
        all.retain(|own| own.what != What::Sentence || !is_repeated);
    }
    all
}

/// That several rules are proved to find what others found.
pub fn split_or_merged() -> Reworded {
    let new = Text {
        zh: "拆分、合并或改写了，已证明每份申请的问题和结论都同原来一样".to_owned(),
        en: "split, merged or rewritten, and proved to find the same in every application".to_owned(),
    };
    Reworded { what: What::Split, old: None, new: Some(new) }
}

/// What several rules say on the checklist beside what is judged, and others do not.
pub fn beside(old: &[&Rule], new: &[&Rule]) -> Vec<Reworded> {
    let mut all = Vec::new();
    for what in ALSO.into_iter().filter(|what| is_of_checklist(*what)) {
        let said = |rules: &[&Rule]| -> Vec<Text> {
            rules.iter().flat_map(|rule| &rule.also).filter_map(|also| said(also, what)).collect()
        };
        let (before, after) = (said(old), said(new));
        for text in before.iter().filter(|text| !after.contains(text)) {
            all.push(Reworded { what, old: Some(text.clone()), new: None });
        }
        for text in after.iter().filter(|text| !before.contains(text)) {
            all.push(Reworded { what, old: None, new: Some(text.clone()) });
        }
    }
    all.dedup();
    all
}

/// The days on which a rule holds, where they are bounded.
fn days(rule: &Rule) -> Option<Text> {
    let own = rule.effective.as_ref()?;
    days_between(own.from.as_deref(), own.until.as_deref())
}

/// Days from the first to the last, if there is one of them.
pub fn days_between(from: Option<&str>, until: Option<&str>) -> Option<Text> {
    let (zh, en) = match (from, until) {
        (Some(from), Some(until)) => {
            (format!("自{}至{}", chinese_day(from), chinese_day(until)), format!("from {from} until {until}"))
        }
        (Some(from), None) => (format!("自{}起", chinese_day(from)), format!("from {from} on")),
        (None, Some(until)) => (format!("到{}为止", chinese_day(until)), format!("until {until}")),
        (None, None) => return None,
    };
    Some(Text { zh, en })
}

/// A day as it is written in Chinese.
pub fn chinese_day(day: &str) -> String {
    Date::read(day).map_or_else(|| day.to_owned(), |day| day.chinese())
}

fn said(also: &Also, what: What) -> Option<Text> {
    match (also, what) {
        (Also::Note { text }, What::Note) | (Also::AdviseText { text }, What::Advice) => {
            Some(Text { zh: text.clone(), en: text.clone() })
        }
        (Also::Advise { sentence, .. }, What::Recommended)
        | (Also::Duty { sentence, .. }, What::Duty)
        | (Also::Deliver { sentence, .. }, What::Deliver) => Some(sentence.into()),
        _ => None,
    }
}
