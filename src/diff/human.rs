//! A difference for people at a terminal.

use crate::diagnostic::Language;
use crate::diff::difference::{
    AnswerChange, Change, Class, Difference, Direction, Later, Named, PageChange, ProvinceVerdicts, RuleOf, TermChange,
    What,
};
use crate::diff::words::Words;
use crate::report::visible;

/// Conditions and statements of one kind that are shown.
const MOST: usize = 12;

/// Rules that are named one by one.
const FEW: usize = 6;

/// The whole difference.
pub fn render(difference: &Difference, language: Language, color: bool) -> String {
    let mut page = Page { words: Words(language), color, of: difference, text: String::new() };
    page.head(difference);
    page.terms(&difference.terms);
    page.changes(&difference.changes);
    difference.later.iter().for_each(|later| page.later(later));
    page.answers(difference);
    page.pages(&difference.pages);
    page.verdicts(&difference.verdicts);
    page.not_in_force(difference);
    page.text
}

struct Page<'d> {
    words: Words,
    color: bool,
    of: &'d Difference,
    text: String,
}

impl Page<'_> {
    fn line(&mut self, depth: usize, text: &str) {
        self.text.push_str(&"  ".repeat(depth));
        self.text.push_str(visible(text).trim_end());
        self.text.push('\n');
    }

    fn painted(&self, text: &str, color: &str) -> String {
        if self.color { format!("\u{1b}[{color}m{text}\u{1b}[0m") } else { text.to_owned() }
    }

    fn title(&mut self, title: &str) {
        let title = self.painted(&visible(title), "1");
        self.text.push_str(&format!("\n{title}\n"));
    }

    /// A line with a word before it.
    fn field(&mut self, word: (&str, &str), text: &str) {
        if !text.is_empty() {
            let word = self.words.pick(word.0, word.1);
            let separator = self.words.pick("：", ": ");
            self.line(2, &format!("{word}{separator}{text}"));
        }
    }

    fn head(&mut self, difference: &Difference) {
        let (old, new) = (&difference.old, &difference.new);
        let days = if old.as_of == new.as_of {
            match self.words.0 {
                Language::Chinese => format!("按 {} 施行的规则", new.as_of),
                Language::English => format!("by the rules of {}", new.as_of),
            }
        } else {
            match self.words.0 {
                Language::Chinese => format!("{} 施行的规则和 {} 施行的规则", old.as_of, new.as_of),
                Language::English => format!("the rules of {} and those of {}", old.as_of, new.as_of),
            }
        };
        let names = match self.words.0 {
            _ if old.name == new.name => new.name.clone(),
            Language::Chinese => format!("{} 到 {}", old.name, new.name),
            Language::English => format!("{} to {}", old.name, new.name),
        };
        let (comma, beside) = (self.words.pick("，", ", "), self.words.pick("接入商：", "provider "));
        let providers = self.words.names(&difference.provider_names);
        let providers = if providers.is_empty() { String::new() } else { format!("{comma}{beside}{providers}") };
        self.line(0, &format!("{names}{}{days}{providers}", self.words.pick("：", ": ")));
        let totals = self.words.totals(difference);
        self.line(0, &totals);
    }

    fn terms(&mut self, terms: &[TermChange]) {
        if terms.is_empty() {
            return;
        }
        self.title(self.words.pick("词汇", "Vocabulary"));
        for term in terms {
            let words = self.words;
            let mut line =
                format!("{} {} {}", words.event(term.change), words.kind(term.kind), words.pick(&term.label, &term.id));
            if words.0 == Language::Chinese {
                line.push_str(&format!("（{}）", term.id));
            }
            if let Some(old) = &term.old_label {
                line.push_str(&match words.0 {
                    Language::Chinese => format!("，原名“{old}”"),
                    Language::English => format!(", was “{old}”"),
                });
            }
            for (sign, parts) in [("+", &term.added), ("-", &term.removed)] {
                if !parts.is_empty() {
                    line.push_str(&format!(" {sign}{}", shortened(parts).join(words.pick("、", ", "))));
                }
            }
            self.line(1, &line);
            let definitions = [(&term.old, ("原来", "was")), (&term.new, ("现在", "now"))];
            for (text, word) in definitions {
                self.field(word, text.as_ref().map(|text| text.in_language(words.0)).unwrap_or_default());
            }
        }
    }

    /// Where a change holds: provinces, perhaps a provider.
    fn place(&self, change: &Change) -> String {
        let provinces = self.words.provinces(&change.provinces, &self.of.provinces);
        match &change.provider {
            Some(provider) => {
                let provider = self.words.provider(self.of, provider);
                format!("{provinces}{}{provider}", self.words.pick("，接入商：", ", provider "))
            }
            None => provinces,
        }
    }

    fn change(&mut self, change: &Change) {
        let words = self.words;
        let class = self.class(change.class);
        let labels = |rules: &[RuleOf]| {
            let named: Vec<&str> = rules.iter().map(|rule| words.pick(&rule.label, &rule.id)).collect();
            words.some(&named, FEW, None)
        };
        let label = match (change.moved.is_empty(), change.new.is_empty()) {
            (false, _) => words.pick("按哪一类核对", "which track applies").to_owned(),
            (true, true) => labels(&change.old),
            (true, false) => labels(&change.new),
        };
        let tracks = words.names(&change.tracks);
        let head = match words.0 {
            Language::Chinese => format!("{class}  {}（{tracks}）", visible(&label)),
            Language::English => format!("{class}  {} ({tracks})", visible(&label)),
        };
        self.text.push_str(&format!("  {head}\n"));
        self.ids(change);
        if let Some(cause) = &change.cause {
            let line = words.cause(cause, change.new.len());
            self.field(("缘由", "because"), &line);
        }
        let is_many = change.cause.is_some() && change.new.len() > 1;
        let is_said = |rules: &[RuleOf]| rules.iter().map(|rule| rule.sentence.clone()).collect::<Vec<_>>();
        if is_many {
            // Written as they were, and too many to repeat.
        } else if change.class != Class::Wording && is_said(&change.old) != is_said(&change.new) {
            for rule in &change.old {
                self.field(("原", "was"), rule.sentence.in_language(words.0));
            }
            for rule in &change.new {
                self.field(("现", "now"), rule.sentence.in_language(words.0));
            }
        } else if change.class != Class::Wording {
            for rule in &change.new {
                self.field(("规则", "rule"), rule.sentence.in_language(words.0));
            }
        }
        self.conditions(change);
        for text in words.verdicts(change) {
            self.field(("结论", "verdict"), &text);
        }
        for witness in &change.witnesses {
            self.field(("例", "example"), &words.witness(witness));
        }
        for reworded in change.wording.iter().filter(|own| is_worth_saying(change, own.what)) {
            let text = |text: &Option<crate::diff::difference::Text>| {
                text.as_ref().map(|text| text.in_language(words.0).to_owned())
            };
            let line = match (text(&reworded.old), text(&reworded.new)) {
                (old, new) if reworded.what == What::Effective => words.days(old, new),
                (None, Some(new)) if reworded.what == What::Split => new,
                (Some(old), Some(new)) => format!("{old} → {new}"),
                (Some(old), None) => format!("{}{old}", words.pick("删去 ", "removed: ")),
                (None, Some(new)) => format!("{}{new}", words.pick("加上 ", "added: ")),
                (None, None) => continue,
            };
            let word = words.what(reworded.what);
            self.field((word, word), &line);
        }
    }

    fn ids(&mut self, change: &Change) {
        let words = self.words;
        let ids = |rules: &[RuleOf]| {
            let ids: Vec<&str> = rules.iter().map(|rule| rule.id.as_str()).collect();
            words.some(&ids, FEW, Some(ids.len()))
        };
        let (old, new) = (ids(&change.old), ids(&change.new));
        let line = match (old.is_empty(), new.is_empty()) {
            (false, false) if old != new => format!("{old} → {new}"),
            (_, true) => old,
            _ => new,
        };
        // In English the head has the ids already, unless they changed.
        let is_said = self.words.0 == Language::English && !line.contains('→');
        if !line.is_empty() && !is_said {
            self.line(2, &line);
        }
        let rules = if change.new.is_empty() { &change.old } else { &change.new };
        let days = |rule: &RuleOf| {
            let from = rule.from.as_ref().map(|day| format!("{} {day}", self.words.pick("自", "from")));
            let until = rule.until.as_ref().map(|day| format!("{} {day}", self.words.pick("至", "until")));
            let all: Vec<String> = from.into_iter().chain(until).collect();
            (!all.is_empty()).then(|| all.join(" "))
        };
        let all: Vec<Option<String>> = rules.iter().map(days).collect();
        // Of several rules each says its own days, unless all have the same.
        let is_one = all.windows(2).all(|pair| pair[0] == pair[1]);
        let told: Vec<String> = rules
            .iter()
            .zip(&all)
            .take(if is_one { 1 } else { usize::MAX })
            .filter_map(|(rule, days)| {
                let (days, name) = (days.as_ref()?, self.words.pick(&rule.label, &rule.id));
                Some(if is_one {
                    days.clone()
                } else {
                    format!("{days}{}", self.words.pick(&format!("（{name}）"), &format!(" ({name})")))
                })
            })
            .collect();
        if !told.is_empty() && change.class != Class::Wording {
            self.field(("施行", "in force"), &told.join(self.words.pick("；", "; ")));
        }
    }

    fn class(&self, class: Class) -> String {
        let color = match class {
            Class::Tighter | Class::Both | Class::Added => "31",
            Class::Looser | Class::Removed => "32",
            Class::Checklist => "33",
            Class::Wording | Class::Equal => "2",
        };
        self.painted(self.words.class(class), color)
    }

    fn conditions(&mut self, change: &Change) {
        let words = self.words;
        if let Some(scope) = &change.scope {
            self.field(("适用", "where"), scope.in_language(words.0));
        }
        for own in &change.moved {
            let (from, to) = (words.name(&own.from), words.name(&own.to));
            let condition = own.condition.in_language(words.0);
            let line = match words.0 {
                Language::Chinese => format!("{condition}的申请，原来按{from}核对，现在按{to}核对"),
                Language::English => format!("where {condition}: {from} before, {to} now"),
            };
            self.field(("换页签", "judged as"), &line);
        }
        let is_plain = change.is_said && (change.new.is_empty() || change.old.is_empty());
        let lists = [
            (&change.tighter, (words.direction(Direction::Worse), words.direction(Direction::Worse))),
            (&change.looser, (words.direction(Direction::Better), words.direction(Direction::Better))),
            (&change.applies, ("新适用于", "applies newly to")),
            (&change.no_longer_applies, ("不再适用于", "no longer applies to")),
        ];
        // Of a rule that is new or gone its own sentence says what it asks for, except where it is for
        // each of several persons.
        for (cases, word) in lists.into_iter().filter(|_| !is_plain) {
            for case in cases.iter().take(MOST) {
                self.field(word, &words.case(case, change));
            }
            if cases.len() > MOST {
                let more = cases.len() - MOST;
                self.field(
                    word,
                    &match words.0 {
                        Language::Chinese => format!("另有 {more} 种情形（`--output-format json` 全部列出）"),
                        Language::English => format!("{more} more cases (`--output-format json` lists all)"),
                    },
                );
            }
        }
        if change.only_one_table_knows {
            self.field(
                ("注意", "note"),
                words.pick(
                    "只涉及新旧规则中有一份不认识的申请",
                    "this is only about applications that one of the two tables does not know",
                ),
            );
        }
        if !change.exact {
            self.field(
                ("注意", "note"),
                words.pick("条件没有完全判定，可能不准", "not everything was decided, the conditions may be inexact"),
            );
        }
    }

    fn answers(&mut self, difference: &Difference) {
        // What a changed rule says need not be said again.
        let all = difference.changes.iter().chain(difference.later.iter().flat_map(|later| &later.changes));
        let told: Vec<&Change> = all.filter(|change| change.class != Class::Wording).collect();
        let is_told = |answer: &&AnswerChange| {
            answer.layers.iter().all(|layer| {
                let is_it = |change: &&&Change| {
                    change.policy.as_ref() == Some(&answer.policy) && change.provinces.contains(layer)
                };
                let tracks: Vec<&Named> = told.iter().filter(is_it).flat_map(|change| &change.tracks).collect();
                answer.tracks.iter().all(|track| tracks.contains(&track))
            })
        };
        let answers: Vec<&AnswerChange> = difference.answers.iter().filter(|answer| !is_told(answer)).collect();
        if answers.is_empty() {
            return;
        }
        self.title(self.words.pick("答复", "Answers"));
        for change in answers {
            let layers = self.words.provinces(&change.layers, &difference.provinces);
            let line = format!("{layers}  {}", self.words.answer(change));
            self.line(1, &line);
        }
    }

    fn pages(&mut self, pages: &[PageChange]) {
        if pages.is_empty() {
            return;
        }
        self.title(self.words.pick("来源页面", "Source pages"));
        for page in pages {
            let name = self.words.name(&page.source).to_owned();
            let counts = [
                (page.added.len(), ("新增", "added")),
                (page.removed.len(), ("删除", "removed")),
                (page.changed.len(), ("改写", "reworded")),
            ];
            let counts: Vec<String> = counts
                .iter()
                .filter(|(count, _)| *count > 0)
                .map(|(count, word)| match self.words.0 {
                    Language::Chinese => format!("{} {count} 句", word.0),
                    Language::English => format!("{count} statements {}", word.1),
                })
                .collect();
            let line = format!("{name}{}{}", self.words.pick("：", ": "), counts.join(self.words.pick("，", ", ")));
            self.line(1, &line);
            // All that a province says came or went with it.
            let whole = [&self.of.added_provinces, &self.of.removed_provinces];
            if whole.into_iter().flatten().any(|own| own.id == page.source.id) {
                continue;
            }
            for (sign, cites) in [("+", &page.added), ("-", &page.removed)] {
                for cite in cites.iter().take(MOST) {
                    self.line(2, &format!("{sign} {} {}", cite.id, cite.text));
                }
            }
            for changed in page.changed.iter().take(MOST) {
                self.line(2, &format!("~ {} {} → {}", changed.id, changed.old, changed.new));
            }
        }
    }

    fn changes(&mut self, changes: &[Change]) {
        let mut last: Option<String> = None;
        for change in changes {
            let place = self.place(change);
            if last.as_ref() != Some(&place) {
                self.title(&place);
                last = Some(place);
            }
            self.change(change);
        }
    }

    /// What is otherwise from a later day on.
    fn later(&mut self, later: &Later) {
        let title = self.words.since(&later.day);
        self.title(&title);
        let totals = self.words.counts(&later.totals);
        if !totals.is_empty() {
            self.line(1, &totals);
        }
        for change in &later.ended {
            let place = self.place(change);
            let line = self.words.ended(change, &place);
            self.line(1, &line);
        }
        self.changes(&later.changes);
        self.verdicts(&later.verdicts);
    }

    fn verdicts(&mut self, verdicts: &[ProvinceVerdicts]) {
        use crate::diff::difference::Decided;
        if verdicts.is_empty() {
            return;
        }
        self.title(self.words.pick("所有变化合起来", "All changes together"));
        for own in verdicts {
            let provinces = self.words.provinces(&own.provinces, &self.of.provinces);
            let provider =
                own.provider.as_ref().map(|id| format!(" {}", self.words.provider(self.of, id))).unwrap_or_default();
            let say = |decided: Decided,
                       some: (&'static str, &'static str),
                       none: (&'static str, &'static str),
                       maybe: (&'static str, &'static str)| {
                let (chinese, english) = match decided {
                    Decided::Yes => some,
                    Decided::No => none,
                    Decided::NotDecided => maybe,
                };
                self.words.pick(chinese, english)
            };
            let worse = say(
                own.worse,
                ("有申请的结论变差", "some verdicts get worse"),
                ("没有申请的结论变差", "no verdict gets worse"),
                ("可能有申请的结论变差", "some verdicts may get worse"),
            );
            let better = say(
                own.better,
                ("有申请的结论变好", "some get better"),
                ("没有申请的结论变好", "none gets better"),
                ("可能有申请的结论变好", "some may get better"),
            );
            let (colon, comma) = (self.words.pick("：", ": "), self.words.pick("，", ", "));
            let line = format!("{provinces}{provider}{colon}{worse}{comma}{better}");
            self.line(1, &line);
        }
    }

    fn not_in_force(&mut self, difference: &Difference) {
        if difference.not_in_force.is_empty() {
            return;
        }
        self.title(self.words.pick("有变化而在这一天不施行的规则", "Changed rules that are not in force on the day"));
        for own in &difference.not_in_force {
            let rule = &own.rule;
            let label = self.words.pick(&rule.label, "");
            let from = own.from.as_ref().map(|day| format!(" {} {day}", self.words.pick("自", "from")));
            let until = own.until.as_ref().map(|day| format!(" {} {day}", self.words.pick("至", "until")));
            let line = format!("{} {label}{}{}", rule.id, from.unwrap_or_default(), until.unwrap_or_default());
            self.line(1, &line);
        }
        let day = difference.not_in_force.iter().find_map(|own| own.from.clone());
        if let Some(day) = day {
            let line = match self.words.0 {
                Language::Chinese => format!("看它们的影响：加 `--as-of {day}`"),
                Language::English => format!("to see what they do, add `--as-of {day}`"),
            };
            self.line(1, &line);
        }
    }
}

/// Sentences of rules that changed in meaning are shown already.
fn is_worth_saying(change: &Change, what: What) -> bool {
    match what {
        What::Id => false,
        What::Sentence | What::Effective => change.class == Class::Wording,
        _ => true,
    }
}

fn shortened(parts: &[String]) -> Vec<String> {
    let mut shown: Vec<String> = parts.iter().take(MOST).cloned().collect();
    if parts.len() > MOST {
        shown.push(format!("… {}", parts.len()));
    }
    shown
}
