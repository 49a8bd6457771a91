//! The words with which differences are told, in both languages.

use crate::diagnostic::Language;
use crate::diff::difference::{
    AnswerChange, Case, Cause, Change, Class, Decided, Difference, Direction, Named, TermEvent, TermKind, Totals, What,
    Witness,
};
use crate::diff::wording::chinese_day;

/// How the effect on verdicts is said.
struct VerdictWords {
    some: (&'static str, &'static str),
    none: (&'static str, &'static str),
    maybe: (&'static str, &'static str),
}

/// Speaks one language.
#[derive(Clone, Copy, Debug)]
pub struct Words(pub Language);

impl Words {
    pub fn pick<'a>(self, chinese: &'a str, english: &'a str) -> &'a str {
        match self.0 {
            Language::Chinese => chinese,
            Language::English => english,
        }
    }

    pub fn class(self, class: Class) -> &'static str {
        let (chinese, english) = match class {
            Class::Tighter => ("收紧", "tighter"),
            Class::Looser => ("放宽", "looser"),
            Class::Both => ("收紧且放宽", "tighter and looser"),
            Class::Added => ("新增", "added"),
            Class::Removed => ("删除", "removed"),
            Class::Checklist => ("仅清单", "checklist only"),
            Class::Wording => ("仅文字", "wording only"),
            Class::Equal => ("写法不同", "written otherwise"),
        };
        match self.0 {
            Language::Chinese => chinese,
            Language::English => english,
        }
    }

    pub fn verdict(self, verdict: Option<&str>) -> &'static str {
        let (chinese, english) = match verdict {
            Some("pass") => ("通过", "pass"),
            Some("correct") => ("补正", "correct"),
            Some(_) => ("拒绝", "refuse"),
            None => ("没有这种申请", "no such application"),
        };
        match self.0 {
            Language::Chinese => chinese,
            Language::English => english,
        }
    }

    /// The label in Chinese, the id in English.
    pub fn name(self, named: &Named) -> &str {
        self.pick(&named.label, &named.id)
    }

    pub fn names(self, all: &[Named]) -> String {
        let names: Vec<&str> = all.iter().map(|named| self.name(named)).collect();
        names.join(self.pick("、", ", "))
    }

    /// Names one after the other, each once; the first of them where they are many, with how many rules
    /// these are.
    pub fn some(self, names: &[&str], most: usize, of: Option<usize>) -> String {
        let mut own: Vec<&str> = Vec::new();
        names.iter().for_each(|name| {
            if !own.contains(name) {
                own.push(name);
            }
        });
        let shown = own.iter().take(most).copied().collect::<Vec<&str>>().join(self.pick("、", ", "));
        match (own.len() > most, of, self.0) {
            (false, ..) => shown,
            (true, Some(count), Language::Chinese) => format!("{shown}等 {count} 条"),
            (true, None, Language::Chinese) => format!("{shown}等"),
            (true, Some(count), Language::English) => format!("{shown} and others, {count} rules"),
            (true, None, Language::English) => format!("{shown} and others"),
        }
    }

    /// Why rules mean something else.
    pub fn cause(self, cause: &Cause, rules: usize) -> String {
        let (kind, many) = (self.kind(cause.kind), rules > 1);
        match self.0 {
            Language::Chinese if many => format!("{kind}“{}”改动了，这 {rules} 条规则写法没有变", cause.label),
            Language::Chinese => format!("{kind}“{}”改动了，规则的写法没有变", cause.label),
            Language::English if many => {
                format!("{kind} `{}` changed, the {rules} rules are written as before", cause.id)
            }
            Language::English => format!("{kind} `{}` changed, the rule is written as before", cause.id),
        }
    }

    /// Provinces by name; all of them are the nation, all but a few are said by those few.
    pub fn provinces(self, provinces: &[Named], all: &[Named]) -> String {
        let (count, of) = (provinces.len(), all.len());
        let others: Vec<Named> = all.iter().filter(|own| !provinces.contains(own)).cloned().collect();
        let is_within = count + others.len() == of;
        if is_within && of > 1 && others.is_empty() {
            return match self.0 {
                Language::Chinese => format!("全部 {of} 省"),
                Language::English => format!("all {of} provinces"),
            };
        }
        if is_within && others.len() <= 3 && count > 10 {
            let names = self.names(&others);
            return match self.0 {
                Language::Chinese => format!("除{names}外 {count} 省"),
                Language::English => format!("{count} provinces, all but {names}"),
            };
        }
        let names = self.names(provinces);
        match self.0 {
            Language::Chinese if count > 3 => format!("{names}（{count} 省）"),
            Language::English if count > 3 => format!("{names} ({count} provinces)"),
            _ => names,
        }
    }

    /// The name of a provider in Chinese, its id in English.
    pub fn provider<'a>(self, difference: &'a Difference, id: &'a str) -> &'a str {
        let name = difference.provider_names.iter().find(|own| own.id == id);
        name.map_or(id, |name| self.pick(&name.label, &name.id))
    }

    pub fn direction(self, direction: Direction) -> &'static str {
        match (direction, self.0) {
            (Direction::Worse, Language::Chinese) => "更严",
            (Direction::Worse, Language::English) => "tighter",
            (Direction::Better, Language::Chinese) => "更宽",
            (Direction::Better, Language::English) => "looser",
        }
    }

    /// The condition of a case, with its tracks where they are not those of the whole change.
    pub fn case(self, case: &Case, change: &Change) -> String {
        let condition = case.condition.in_language(self.0);
        if case.tracks.len() == change.tracks.len() || case.tracks.is_empty() {
            return condition.to_owned();
        }
        format!("{}{}{condition}", self.names(&case.tracks), self.pick("：", ": "))
    }

    /// What the change does to whole verdicts.
    pub fn verdicts(self, change: &Change) -> Vec<String> {
        let worse = VerdictWords {
            some: ("有申请的结论因此变差", "some verdicts get worse by this"),
            none: (
                "不会有申请因此变差，别的规则本来就这样要求",
                "no verdict gets worse: other rules ask for this already",
            ),
            maybe: ("可能有申请的结论因此变差", "some verdicts may get worse by this"),
        };
        let better = VerdictWords {
            some: ("有申请的结论因此变好", "some verdicts get better by this"),
            none: ("不会有申请因此变好，别的规则仍这样要求", "no verdict gets better: other rules still ask for this"),
            maybe: ("可能有申请的结论因此变好", "some verdicts may get better by this"),
        };
        let said = [
            (change.worse_verdicts, worse, &change.not_worse_in),
            (change.better_verdicts, better, &change.not_better_in),
        ];
        said.into_iter()
            .filter_map(|(decided, words, not_in)| self.verdict_sentence(decided?, &words, not_in, change))
            .collect()
    }

    fn verdict_sentence(
        self,
        decided: Decided,
        words: &VerdictWords,
        not_in: &[Named],
        change: &Change,
    ) -> Option<String> {
        let (chinese, english) = match decided {
            Decided::Yes => words.some,
            Decided::No => words.none,
            Decided::NotDecided => words.maybe,
        };
        let mut text = self.pick(chinese, english).to_owned();
        if decided != Decided::No && !not_in.is_empty() && not_in.len() < change.provinces.len() {
            let names = self.names(not_in);
            text.push_str(&match self.0 {
                Language::Chinese => format!("；{names}没有，因为那里有别的规则"),
                Language::English => format!("; not in {names}, because of other rules there"),
            });
        }
        Some(text)
    }

    /// `主体负责人年龄为17岁：原来通过，现在补正`.
    pub fn witness(self, witness: &Witness) -> String {
        let differs = witness.differs.in_language(self.0);
        let (before, after) =
            (self.verdict(witness.before.verdict.as_deref()), self.verdict(witness.after.verdict.as_deref()));
        match (self.0, before == after) {
            (Language::Chinese, false) => format!("{differs}：原来{before}，现在{after}"),
            (Language::Chinese, true) => format!("{differs}：结论不变，都是{after}"),
            (Language::English, false) => format!("{differs}: {before} before, {after} now"),
            (Language::English, true) => format!("{differs}: {after} before and now"),
        }
    }

    pub fn what(self, what: What) -> &'static str {
        let (chinese, english) = match what {
            What::Id => ("编号", "id"),
            What::Label => ("名称", "label"),
            What::Sentence => ("说法", "sentence"),
            What::Cites => ("依据", "citations"),
            What::Effective => ("施行日期", "days"),
            What::Disputed => ("存疑", "dispute"),
            What::DisputedCites => ("存疑的依据", "disputed citations"),
            What::Split => ("证明", "proved"),
            What::Closed => ("不能改正的缘由", "why closed"),
            What::Note => ("说明", "note"),
            What::Advice => ("处理办法", "remedy"),
            What::Recommended => ("建议", "recommended"),
            What::Duty => ("后续办理", "later filing"),
            What::Deliver => ("递交", "delivery"),
        };
        match self.0 {
            Language::Chinese => chinese,
            Language::English => english,
        }
    }

    pub fn kind(self, kind: TermKind) -> &'static str {
        let (chinese, english) = match kind {
            TermKind::Fact => ("事实", "fact"),
            TermKind::Derived => ("推导的事实", "derived fact"),
            TermKind::Enum => ("取值", "values"),
            TermKind::Group => ("取值的组", "group of values"),
            TermKind::List => ("列表", "list"),
            TermKind::Material => ("材料", "material"),
            TermKind::Attribute => ("材料的要求", "attribute"),
            TermKind::Words => ("词表", "words"),
            TermKind::Table => ("对照表", "table"),
            TermKind::Template => ("备注模板", "template"),
            TermKind::Invariant => ("约束", "invariant"),
            TermKind::Policy => ("政策", "policy"),
        };
        match self.0 {
            Language::Chinese => chinese,
            Language::English => english,
        }
    }

    pub fn event(self, event: TermEvent) -> &'static str {
        let (chinese, english) = match event {
            TermEvent::Added => ("新增", "added"),
            TermEvent::Removed => ("删除", "removed"),
            TermEvent::Changed => ("改动", "changed"),
        };
        match self.0 {
            Language::Chinese => chinese,
            Language::English => english,
        }
    }

    /// `2 条收紧，1 条仅文字`; empty where there is none.
    pub fn counts(self, totals: &Totals) -> String {
        let counted = [
            (Class::Tighter, totals.tighter),
            (Class::Looser, totals.looser),
            (Class::Both, totals.both),
            (Class::Added, totals.added),
            (Class::Removed, totals.removed),
            (Class::Checklist, totals.checklist),
            (Class::Wording, totals.wording),
        ];
        let parts: Vec<String> = counted
            .iter()
            .filter(|(_, count)| *count > 0)
            .map(|(class, count)| match self.0 {
                Language::Chinese => format!("{} {count} 条", self.class(*class)),
                Language::English => format!("{count} {}", self.class(*class)),
            })
            .collect();
        parts.join(self.pick("，", ", "))
    }

    /// How many changes there are, and from when on there are more.
    pub fn totals(self, difference: &Difference) -> String {
        let totals = &difference.totals;
        let (gone, counts) = (self.whole_provinces(difference), self.counts(totals));
        let mut parts = vec![match (counts.is_empty(), gone.is_empty(), difference.later.is_empty()) {
            (false, _, _) => counts,
            (true, true, true) => self.pick("没有规则变化", "no rule changed").to_owned(),
            (true, true, false) => self.pick("当天的要求不变", "nothing changed for the day itself").to_owned(),
            (true, false, _) => self.pick("其余各省没有变化", "nothing changed in the other provinces").to_owned(),
        }];
        let equal = totals.proved_equal;
        if equal > 0 {
            parts.push(match self.0 {
                Language::Chinese => format!("另有 {equal} 条写法不同，已证明对任何申请都没有影响"),
                Language::English => format!("{equal} more are written otherwise and proved to change nothing"),
            });
        }
        if totals.not_decided > 0 {
            let count = totals.not_decided;
            parts.push(match self.0 {
                Language::Chinese => format!("其中 {count} 条没有完全判定"),
                Language::English => format!("{count} of them not fully decided"),
            });
        }
        if let Some(later) = difference.later.first() {
            let since = self.since(&later.day);
            let more = if totals.any() { ("另有变化", "more changes") } else { ("有变化", "there are changes") };
            parts.push(match self.0 {
                Language::Chinese => format!("{since}{}", more.0),
                Language::English => format!("{} {since}", more.1),
            });
        }
        let rest = parts.join(self.pick("，", ", "));
        gone.into_iter().chain([rest]).collect::<Vec<String>>().join(self.pick("；", "; "))
    }

    /// How the days of a rule changed: `改为到2027年2月28日为止`.
    pub fn days(self, old: Option<String>, new: Option<String>) -> String {
        match (self.0, old, new) {
            (Language::Chinese, None, Some(new)) => format!("改为{new}"),
            (Language::Chinese, Some(old), Some(new)) => format!("原来{old}，改为{new}"),
            (Language::Chinese, Some(old), None) => format!("不再有期限，原来{old}"),
            (Language::English, None, Some(new)) => format!("now {new}"),
            (Language::English, Some(old), Some(new)) => format!("now {new}, was {old}"),
            (Language::English, Some(old), None) => format!("no longer bounded, was {old}"),
            (_, None, None) => String::new(),
        }
    }

    /// `自2027年3月1日起`.
    pub fn since(self, day: &str) -> String {
        match self.0 {
            Language::Chinese => format!("自{}起", chinese_day(day)),
            Language::English => format!("from {day} on"),
        }
    }

    /// That something is changed no longer.
    pub fn ended(self, change: &Change, place: &str) -> String {
        let rules = if change.new.is_empty() { &change.old } else { &change.new };
        let mut labels: Vec<&str> = rules.iter().map(|rule| self.pick(&rule.label, &rule.id)).collect();
        labels.dedup();
        let labels = labels.join(self.pick("、", ", "));
        match self.0 {
            Language::Chinese => format!("{place}：{labels}，到前一天为止的变化不再有"),
            Language::English => format!("{place}: {labels}, what changed until the day before is as it was"),
        }
    }

    /// Provinces that came or went with all their rules.
    fn whole_provinces(self, difference: &Difference) -> Vec<String> {
        let (removed, added) = (&difference.removed_provinces, &difference.added_provinces);
        let is_ambiguous = removed.iter().any(|own| added.iter().any(|other| other.label == own.label));
        let names = |all: &[Named]| -> String {
            let name = |own: &Named| match self.0 {
                Language::Chinese if is_ambiguous => format!("{}（{}）", own.label, own.id),
                Language::Chinese | Language::English => self.name(own).to_owned(),
            };
            all.iter().map(name).collect::<Vec<String>>().join(self.pick("、", ", "))
        };
        let mut said = Vec::new();
        for (provinces, chinese, english) in [(removed, "删除", "removed"), (added, "新增", "added")] {
            if !provinces.is_empty() {
                let names = names(provinces);
                said.push(match self.0 {
                    Language::Chinese => format!("{chinese}了{names}的全部规则"),
                    Language::English => format!("all rules of {names} were {english}"),
                });
            }
        }
        said
    }

    pub fn answer(self, change: &AnswerChange) -> String {
        let none = self.pick("没有答复", "no answer");
        let text = |text: &Option<crate::diff::difference::Text>| {
            text.as_ref().map_or(none, |text| text.in_language(self.0)).to_owned()
        };
        let (old, new) = (text(&change.old), text(&change.new));
        let old = match (&change.old, self.0) {
            (Some(said), Language::Chinese) if said.zh != crate::diff::answers::UNSTATED => format!("是{old}"),
            _ => old,
        };
        let (policy, tracks) = (self.name(&change.policy), self.names(&change.tracks));
        match self.0 {
            Language::Chinese => format!("{policy}（{tracks}）：原来{old}，现在是{new}"),
            Language::English => format!("{policy} ({tracks}): from {old} to {new}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_provinces_but_a_few_are_said_by_those_few() {
        let all: Vec<Named> =
            (1..=31).map(|number| Named { id: number.to_string(), label: format!("省{number}") }).collect();
        let words = Words(Language::Chinese);
        assert_eq!(words.provinces(&all, &all), "全部 31 省");
        assert_eq!(words.provinces(&all[1..], &all), "除省1外 30 省");
        assert_eq!(words.provinces(&all[..2], &all), "省1、省2");
        assert_eq!(words.provinces(&all[..4], &all), "省1、省2、省3、省4（4 省）");
        assert_eq!(Words(Language::English).provinces(&all[2..], &all), "29 provinces, all but 1, 2");
    }
}
