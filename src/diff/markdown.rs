//! A page of changes for applicants, in Markdown.

use crate::diagnostic::Language;
use crate::diff::difference::{
    Case, Change, Cite, Class, Difference, Direction, Named, PageChange, RuleOf, Text, What,
};
use crate::diff::wording::days_between;
use crate::diff::words::Words;
use crate::emit::documents::markdown::escape;

/// Conditions of one kind that are shown.
const MOST: usize = 12;

/// The whole page.
pub fn render(difference: &Difference, language: Language) -> String {
    let mut page = Page { words: Words(language), of: difference, text: String::new() };
    page.head(difference);
    page.changes(&difference.changes, "");
    for later in &difference.later {
        let since = page.words.since(&later.day);
        if !later.ended.is_empty() {
            let title = format!("\n## {}\n\n", escape(&since));
            page.text.push_str(&title);
        }
        for change in &later.ended {
            let provinces = page.words.provinces(&change.provinces, &page.of.provinces);
            let line = escape(&page.words.ended(change, &provinces));
            page.item(0, &line);
        }
        page.changes(&later.changes, &since);
    }
    page.pages(difference);
    page.text
}

/// Headings, and the classes that stand under them.
const SECTIONS: &[(&[Class], &str, &str)] = &[
    (&[Class::Added], "新的要求", "New"),
    (&[Class::Tighter], "更严了", "Tighter"),
    (&[Class::Both], "有的更严，有的更宽", "Tighter for some, looser for others"),
    (&[Class::Looser], "更宽了", "Looser"),
    (&[Class::Removed], "不再要求", "Gone"),
    (&[Class::Checklist], "清单上的提示", "Only the checklist"),
    (&[Class::Wording], "只改了说法，要求不变", "Only the wording; nothing else changed"),
];

struct Page<'d> {
    words: Words,
    of: &'d Difference,
    text: String,
}

impl Page<'_> {
    fn head(&mut self, difference: &Difference) {
        let (old, new) = (&difference.old, &difference.new);
        let (old_name, new_name) = (escape(&old.name), escape(&new.name));
        self.text.push_str(self.words.pick("# 备案规则的变化\n\n", "# Changes of the filing rules\n\n"));
        let line = match (self.words.0, old.as_of == new.as_of) {
            (Language::Chinese, true) => format!("{old_name} 到 {new_name}，{} 施行的规则。", new.as_of),
            (Language::English, true) => format!("From {old_name} to {new_name}, by the rules of {}.", new.as_of),
            (Language::Chinese, false) => {
                format!("{new_name}：{} 施行的规则，到 {} 施行的规则。", old.as_of, new.as_of)
            }
            (Language::English, false) => {
                format!("{new_name}: from the rules of {} to those of {}.", old.as_of, new.as_of)
            }
        };
        let (totals, stop) = (self.words.totals(difference), self.words.pick("。", "."));
        self.text.push_str(&format!("{line}\n{}{stop}\n", escape(&totals)));
    }

    /// The changes of each place under a heading, with the day from which on they hold.
    fn changes(&mut self, changes: &[Change], since: &str) {
        let mut rest: Vec<&Change> = changes.iter().collect();
        while let Some(first) = rest.first().copied() {
            let is_here = |change: &&Change| change.provinces == first.provinces && change.provider == first.provider;
            let (here, others): (Vec<&Change>, Vec<&Change>) = rest.into_iter().partition(is_here);
            self.place(&here, since);
            rest = others;
        }
    }

    fn place(&mut self, changes: &[&Change], since: &str) {
        let Some(first) = changes.first() else { return };
        let provinces = self.words.provinces(&first.provinces, &self.of.provinces);
        let provider =
            first.provider.as_ref().map(|id| format!(" {}", self.words.provider(self.of, id))).unwrap_or_default();
        let since = if since.is_empty() { String::new() } else { format!("{since}{}", self.words.pick("：", ": ")) };
        self.text.push_str(&format!("\n## {}\n", escape(&format!("{since}{provinces}{provider}"))));
        for (classes, chinese, english) in SECTIONS {
            let own: Vec<&&Change> = changes.iter().filter(|change| classes.contains(&change.class)).collect();
            if own.is_empty() {
                continue;
            }
            self.text.push_str(&format!("\n### {}\n\n", self.words.pick(chinese, english)));
            own.iter().for_each(|change| self.change(change));
        }
    }

    fn item(&mut self, depth: usize, text: &str) {
        self.text.push_str(&format!("{}- {text}\n", "  ".repeat(depth)));
    }

    fn field(&mut self, chinese: &str, english: &str, text: &str) {
        if !text.is_empty() {
            let (word, separator) = (self.words.pick(chinese, english).to_owned(), self.words.pick("：", ": "));
            let line = format!("{word}{separator}{}", escape(text));
            self.item(1, &line);
        }
    }

    fn change(&mut self, change: &Change) {
        let words = self.words;
        let rules = if change.new.is_empty() { &change.old } else { &change.new };
        let labels: Vec<&str> = rules.iter().map(|rule| words.pick(&rule.label, &rule.id)).collect();
        let label = match change.moved.is_empty() {
            true => words.some(&labels, MOST, None),
            false => words.pick("按哪一类核对", "Which track applies").to_owned(),
        };
        let tracks = words.names(&change.tracks);
        let tracks = match words.0 {
            Language::Chinese => format!("（{tracks}）"),
            Language::English => format!(" ({tracks})"),
        };
        let head = format!("**{}**{}", escape(&label), escape(&tracks));
        self.item(0, &head);
        if change.class == Class::Wording {
            if let Some(split) = change.wording.iter().find(|own| own.what == What::Split) {
                let text = split.new.as_ref().map(|text| text.in_language(words.0)).unwrap_or_default();
                self.field("证明", "Proved", text);
            }
            return;
        }
        let sentences = |rules: &[RuleOf]| -> Vec<String> {
            rules.iter().map(|rule| rule.sentence.in_language(words.0).to_owned()).collect()
        };
        let is_many = change.cause.is_some() && change.new.len() > 1;
        let (old, new) = match is_many {
            true => (Vec::new(), Vec::new()),
            false => (sentences(&change.old), sentences(&change.new)),
        };
        if let Some(cause) = &change.cause {
            let mut line = words.cause(cause, change.new.len());
            let term = self.of.terms.iter().find(|term| (term.kind, &term.id) == (cause.kind, &cause.id));
            let text = |text: &Option<Text>| text.as_ref().map(|text| text.in_language(words.0).to_owned());
            if let Some((old, new)) = term.and_then(|term| text(&term.old).zip(text(&term.new))) {
                line.push_str(&match words.0 {
                    Language::Chinese => format!("；原来是：{old}；现在是：{new}"),
                    Language::English => format!("; it was: {old}; it is: {new}"),
                });
            }
            self.field("缘由", "Because", &line);
        }
        if old != new {
            old.iter().for_each(|text| self.field("原来", "Before", text));
        }
        new.iter().for_each(|text| self.field("现在", "Now", text));
        let days = |rule: &RuleOf| days_between(rule.from.as_deref(), rule.until.as_deref());
        let is_same = change.new.windows(2).all(|pair| days(&pair[0]) == days(&pair[1]));
        if let Some(days) = change.new.first().and_then(days).filter(|_| is_same && !is_many) {
            self.field("施行日期", "In force", days.in_language(words.0));
        }
        self.whom(change);
        for text in words.verdicts(change) {
            self.field("结论", "Verdict", &text);
        }
        for witness in &change.witnesses {
            self.field("例如", "For example", &words.witness(witness));
        }
        if !is_many {
            self.cites(rules);
        }
    }

    /// For whom something changed.
    fn whom(&mut self, change: &Change) {
        let words = self.words;
        if let Some(scope) = &change.scope {
            self.field("涉及", "Concerns", scope.in_language(words.0));
        }
        for own in &change.moved {
            let (from, to) = (words.name(&own.from), words.name(&own.to));
            let condition = own.condition.in_language(words.0);
            let line = match words.0 {
                Language::Chinese => format!("{condition}的申请，原来按{from}核对，现在按{to}核对"),
                Language::English => format!("where {condition}: {from} before, {to} now"),
            };
            self.field("换页签", "Judged as", &line);
        }
        if change.is_said && (change.old.is_empty() || change.new.is_empty()) {
            return;
        }
        let lists: [(&[Case], &str); 4] = [
            (&change.tighter, words.direction(Direction::Worse)),
            (&change.looser, words.direction(Direction::Better)),
            (&change.applies, words.pick("新适用于", "applies newly to")),
            (&change.no_longer_applies, words.pick("不再适用于", "no longer applies to")),
        ];
        for (cases, word) in lists {
            for case in cases.iter().take(MOST) {
                self.field(word, word, &words.case(case, change));
            }
            if let Some(more) = cases.len().checked_sub(MOST).filter(|more| *more > 0) {
                let line = match words.0 {
                    Language::Chinese => format!("另有 {more} 种情形"),
                    Language::English => format!("{more} more cases"),
                };
                self.field(word, word, &line);
            }
        }
        if !change.exact {
            self.field(
                "注意",
                "Note",
                words.pick(
                    "条件没有完全判定，以“现在”一句为准",
                    "not everything was decided; the sentence under “Now” holds",
                ),
            );
        }
    }

    fn cites(&mut self, rules: &[RuleOf]) {
        let mut cites: Vec<&Cite> = rules.iter().flat_map(|rule| &rule.cites).collect();
        cites.dedup();
        for cite in cites {
            let line = match self.words.0 {
                Language::Chinese => format!("「{}」（{}）", cite.text, cite.id),
                Language::English => format!("“{}” ({})", cite.text, cite.id),
            };
            self.field("依据", "Source", &line);
        }
    }

    fn pages(&mut self, difference: &Difference) {
        // All that a province says came or went with it.
        let whole = [&difference.added_provinces, &difference.removed_provinces];
        let is_whole = |page: &&PageChange| whole.into_iter().flatten().any(|own| own.id == page.source.id);
        let pages: Vec<&PageChange> = difference.pages.iter().filter(|page| !is_whole(page)).collect();
        if pages.is_empty() {
            return;
        }
        self.text.push_str(self.words.pick("\n## 来源页面的变化\n\n", "\n## Changes of the source pages\n\n"));
        for page in pages {
            let Named { label, .. } = &page.source;
            let label = escape(label);
            self.item(0, &label);
            for cite in &page.added {
                self.field("新增", "added", &cite.text);
            }
            for cite in &page.removed {
                self.field("删除", "removed", &cite.text);
            }
            for changed in &page.changed {
                let line = format!("{} → {}", changed.old, changed.new);
                self.field("改写", "reworded", &line);
            }
        }
    }
}
