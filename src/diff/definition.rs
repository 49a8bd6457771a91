//! What a derived fact says, in words: for telling how its definition changed.

use crate::diff::difference::Text;
use crate::document::{Condition, Document, WordSet};

/// The definition in words; `None` where it has a part for which there are no short words.
pub fn of(document: &Document, condition: &Condition) -> Option<Text> {
    Some(Text {
        zh: Saying { document, chinese: true }.whole(condition)?,
        en: Saying { document, chinese: false }.whole(condition)?,
    })
}

/// One language, and the labels of a table.
#[derive(Clone, Copy)]
struct Saying<'t> {
    document: &'t Document,
    chinese: bool,
}

impl Saying<'_> {
    fn pick<'a>(self, zh: &'a str, en: &'a str) -> &'a str {
        if self.chinese { zh } else { en }
    }

    fn whole(self, condition: &Condition) -> Option<String> {
        use Condition as C;
        let joined = |parts: &[Condition], zh: &str, en: &str| -> Option<String> {
            let parts: Option<Vec<String>> = parts.iter().map(|part| self.part(part)).collect();
            Some(parts?.join(self.pick(zh, en)))
        };
        let two = |left: &Condition, right: &Condition, zh: &str, en: &str| -> Option<String> {
            Some(format!("{}{}{}", self.value(left)?, self.pick(zh, en), self.value(right)?))
        };
        let of = |of: &Condition, zh: &str, en: &str, what: &str| -> Option<String> {
            Some(format!("{}{}{what}", self.value(of)?, self.pick(zh, en)))
        };
        Some(match condition {
            C::And { of } => joined(of, "，且", " and ")?,
            C::Or { of } => joined(of, "，或", " or ")?,
            C::Not { of } => format!("{}{}", self.pick("不是：", "not "), self.part(of)?),
            C::Eq { left, right } => two(left, right, "为", " is ")?,
            C::Ne { left, right } => two(left, right, "不为", " is not ")?,
            C::Lt { left, right } => two(left, right, "小于", " < ")?,
            C::Le { left, right } => two(left, right, "不超过", " <= ")?,
            C::Gt { left, right } => two(left, right, "超过", " > ")?,
            C::Ge { left, right } => two(left, right, "至少为", " >= ")?,
            C::In { of: whose, r#enum, values } => {
                let labels: Vec<String> = values.iter().map(|value| self.label(r#enum, value)).collect();
                of(whose, "为", " is ", &labels.join(self.pick("、", ", ")))?
            }
            C::Holds { of: whose, r#enum, value } => of(whose, "含", " holds ", &self.label(r#enum, value))?,
            C::Has { of: whose } => of(whose, "已填", " is filled in", "")?,
            C::IsWord { of: whose, words } => of(whose, "是", " is ", &self.words(words))?,
            C::Mentions { of: whose, words } => of(whose, "含", " mentions ", &self.words(words))?,
            C::StartsWith { of: whose, words } => of(whose, "开头是", " starts with ", &self.words(words))?,
            C::EndsWith { of: whose, words } => of(whose, "结尾是", " ends with ", &self.words(words))?,
            C::Cases { cases, otherwise } => {
                let mut all = Vec::new();
                for case in cases {
                    let (when, value) = (self.part(&case.when)?, self.value(&case.value)?);
                    all.push(if self.chinese { format!("{when}时为{value}") } else { format!("{value} if {when}") });
                }
                let otherwise = self.value(otherwise)?;
                let rest = self.pick("其他为", "else ");
                format!("{}{}{rest}{otherwise}", all.join(self.pick("；", "; ")), self.pick("；", "; "))
            }
            other => self.value(other)?,
        })
    }

    /// A condition among others.
    fn part(self, condition: &Condition) -> Option<String> {
        let whole = self.whole(condition)?;
        let is_row = matches!(condition, Condition::And { .. } | Condition::Or { .. } | Condition::Cases { .. });
        Some(if is_row { format!("{}{whole}{}", self.pick("（", "("), self.pick("）", ")")) } else { whole })
    }

    fn value(self, condition: &Condition) -> Option<String> {
        use Condition as C;
        let vocabulary = &self.document.vocabulary;
        Some(match condition {
            C::Fact { fact } => {
                let label = vocabulary.facts.iter().find(|own| own.path == *fact).map(|own| own.label.as_str());
                self.pick(label.unwrap_or(fact), fact).to_owned()
            }
            C::Derived { derived } => {
                let label = vocabulary.derived.iter().find(|own| own.path == *derived).map(|own| own.label.as_str());
                self.pick(label.unwrap_or(derived), derived).to_owned()
            }
            C::YesNo { value } => {
                self.pick(if *value { "是" } else { "否" }, if *value { "yes" } else { "no" }).to_owned()
            }
            C::Text { value } => format!("“{value}”"),
            C::Date { value } => value.clone(),
            C::Int { value } => value.to_string(),
            C::Enum { r#enum, value } => self.label(r#enum, value),
            C::Plus { left, right } => {
                format!("{}{}{}", self.value(left)?, self.pick("加", " + "), self.value(right)?)
            }
            C::Minus { left, right } => {
                format!("{}{}{}", self.value(left)?, self.pick("减", " - "), self.value(right)?)
            }
            C::And { .. } | C::Or { .. } | C::Not { .. } | C::Eq { .. } | C::Ne { .. } | C::In { .. } => {
                self.part(condition)?
            }
            _ => return None,
        })
    }

    fn label(self, of: &str, value: &str) -> String {
        let values = self.document.vocabulary.enums.iter().filter(|own| own.id == of).flat_map(|own| &own.values);
        let label = values.into_iter().find(|own| own.id == value).map_or(value, |own| own.label.as_str());
        self.pick(label, value).to_owned()
    }

    fn words(self, set: &WordSet) -> String {
        let label = |id: &String| {
            let words = self.document.vocabulary.words.iter().find(|own| own.id == *id);
            self.pick(words.map_or(id.as_str(), |own| own.label.as_str()), id).to_owned()
        };
        let lists = set.words.iter().map(label).map(|name| format!("《{name}》"));
        let texts = set.texts.iter().map(|text| format!("“{text}”"));
        lists.chain(texts).collect::<Vec<String>>().join(self.pick("、", ", "))
    }
}
