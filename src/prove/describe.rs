//! What an application is like, in words: conditions of a change, and how a witness differs from the
//! usual application.

use crate::diagnostic::Message;
use crate::document::Type;
use crate::prove::diagram::Cube;
use crate::prove::formula::{AtomId, Formula, Shape};
use crate::prove::space::{Atom, Kind, Place, Space, TextTest, VariableId};
use crate::prove::theory::{Datum, Literal, Values};
use crate::prove::witness::{Typical, Witness};
use crate::say;
use crate::text::Date;

/// Words of a set that are shown.
const WORDS: usize = 4;
/// A condition with more atoms is not put into words.
const ATOMS: usize = 8;
/// Differences that a sentence names.
const MOST: usize = 6;

impl Space<'_> {
    /// All parts of a condition in one sentence.
    pub fn describe(&self, cube: &Cube) -> Message {
        let parts = self.parts(cube);
        if parts.is_empty() { say!("无论怎样", "anything") } else { joined(parts) }
    }

    /// The numbers of all values of an enum, or of those that a set can hold.
    pub fn values_of(&self, of: VariableId) -> Vec<u16> {
        let (Kind::Enum(number) | Kind::Set(number)) = self.variable(of).kind else { return Vec::new() };
        let values = self.document.vocabulary.enums.get(number).map_or(0, |own| own.values.len());
        (0..u16::try_from(values).unwrap_or(u16::MAX)).collect()
    }

    /// That a value is one of these, or none of those others.
    pub fn say_values(&self, of: VariableId, values: &[u16], sign: bool) -> Message {
        let name = self.name(of);
        let values: Vec<Message> = values.iter().map(|value| self.value_name(of, *value)).collect();
        let labels: Vec<&str> = values.iter().map(|value| value.chinese.as_str()).collect();
        let ids: Vec<&str> = values.iter().map(|value| value.english.as_str()).collect();
        let (zh, en) = if sign { ("", "") } else { ("不", "not ") };
        Message::new(
            format!("{}{zh}为{}", name.chinese, alternatives(&labels, "、", "或")),
            format!("{} is {en}{}", name.english, alternatives(&ids, ", ", " or ")),
        )
    }

    /// That a value is one of these, or left empty.
    pub fn say_values_or_empty(&self, of: VariableId, values: &[u16]) -> Message {
        let (name, said) = (self.name(of), self.say_values(of, values, true));
        let (zh, en) = (&said.chinese, &said.english);
        Message::new(format!("没有填{}，或{zh}", name.chinese), format!("{} is left empty or {en}", name.english))
    }

    /// That a number, or a day, lies between two, both included.
    pub fn say_range(&self, of: VariableId, low: i64, high: i64) -> Message {
        let name = self.name(of);
        let (zh, en) = (&name.chinese, &name.english);
        if self.variable(of).kind == Kind::Date {
            let (low, high) = (date(low), date(high));
            if low == high {
                return say!("{zh}为{low}", "{en} is {low}");
            }
            return say!("{zh}在{low}至{high}之间", "{en} is from {low} to {high}");
        }
        let unit = self.unit_words(of).unwrap_or_default();
        if low == high {
            return Message::new(format!("{zh}为{low}{unit}"), format!("{en} = {low}"));
        }
        Message::new(format!("{zh}为{low}至{high}{unit}"), format!("{en} is from {low} to {high}"))
    }

    /// Each part of a condition; what another part says already is left out.
    pub fn parts(&self, cube: &Cube) -> Vec<Message> {
        let says_value = |of: VariableId| {
            cube.iter()
                .any(|(atom, sign)| *sign && matches!(self.atoms[atom.0 as usize], Atom::Is(own, _) if own == of))
        };
        // The text that is one word passes other tests or not.
        let is_word = |of: VariableId| {
            cube.iter().find(|(atom, sign)| {
                *sign
                    && matches!(&self.atoms[atom.0 as usize], Atom::Test(own, test)
                        if *own == of && matches!(&self.tests[test.0 as usize], TextTest::Among(words) if words.len() == 1))
            })
        };
        let is_needed = |(atom, sign): &&Literal| match &self.atoms[atom.0 as usize] {
            Atom::Test(of, _) => is_word(*of).is_none_or(|(word, _)| word == atom),
            // That it is one value says that it is no other, and that it is filled in.
            Atom::Is(of, _) => *sign || !says_value(*of),
            Atom::Has(of) => {
                let of_same = |other: &Atom| {
                    let mut found = false;
                    other.variables(|own| found |= own == *of);
                    found
                };
                let others = cube.iter().filter(|(other, _)| other != atom);
                !*sign || !others.into_iter().any(|(other, _)| of_same(&self.atoms[other.0 as usize]))
            }
            // The element is what is spoken of.
            Atom::There { copy, .. } => *copy != 0 || !sign,
            _ => true,
        };
        let mut parts: Vec<Message> = Vec::new();
        let mut denied: Vec<VariableId> = Vec::new();
        for (atom, sign) in cube.iter().filter(is_needed) {
            match &self.atoms[atom.0 as usize] {
                // All that one fact is not is said together.
                Atom::Is(of, _) if !sign && denied.contains(of) => {}
                Atom::Is(of, _) if !sign => {
                    denied.push(*of);
                    parts.push(self.is_none_of(*of, cube));
                }
                _ => parts.push(self.say(*atom, *sign)),
            }
        }
        if parts.is_empty() {
            parts = cube.iter().map(|(atom, sign)| self.say(*atom, *sign)).collect();
        }
        parts
    }

    /// Which values a fact has not; which it has, where these are fewer.
    fn is_none_of(&self, of: VariableId, cube: &Cube) -> Message {
        let is_denied =
            |value: u16| cube.iter().any(|(atom, sign)| !sign && self.atoms[atom.0 as usize] == Atom::Is(of, value));
        let (denied, left): (Vec<u16>, Vec<u16>) = self.values_of(of).into_iter().partition(|value| is_denied(*value));
        let is_few = !left.is_empty() && left.len() < denied.len();
        self.say_values(of, if is_few { &left } else { &denied }, is_few)
    }

    /// What an atom says, or its opposite.
    pub fn say(&self, atom: AtomId, sign: bool) -> Message {
        let not = |zh: &'static str, en: &'static str| if sign { ("", "") } else { (zh, en) };
        match &self.atoms[atom.0 as usize] {
            Atom::Yes(of) => self.yes_no(*of, sign),
            Atom::Has(of) => {
                let name = self.name(*of);
                let ((zh, en), zh_name, en_name) = (not("未", "not "), name.chinese, name.english);
                let zh = if sign { "已" } else { zh };
                Message::new(format!("{zh}填{zh_name}"), format!("{en_name} is {en}filled in"))
            }
            Atom::Is(of, value) => {
                let (name, value) = (self.name(*of), self.value_name(*of, *value));
                let (zh, en) = not("不", "not ");
                Message::new(
                    format!("{}{zh}为{}", name.chinese, value.chinese),
                    format!("{} is {en}{}", name.english, value.english),
                )
            }
            Atom::Holds(of, value) => {
                let (name, value) = (self.name(*of), self.value_name(*of, *value));
                let zh = if sign { "" } else { "不" };
                let en = if sign { "holds" } else { "does not hold" };
                Message::new(
                    format!("{}{zh}含{}", name.chinese, value.chinese),
                    format!("{} {en} {}", name.english, value.english),
                )
            }
            Atom::AtMost(terms, limit) => self.bound(terms, *limit, sign),
            Atom::Test(of, test) => self.test_words(*of, &self.tests[test.0 as usize], sign),
            Atom::Same(one, other) => {
                let (one, other) = (self.name(*one), self.name(*other));
                let (_, en) = not("", "not ");
                let zh = if sign { "相同" } else { "不同" };
                Message::new(
                    format!("{}与{}{zh}", one.chinese, other.chinese),
                    format!("{} and {} are {en}the same", one.english, other.english),
                )
            }
            Atom::Some(number) => {
                let quantifier = &self.quantifiers[*number as usize];
                let list = self.names.array(quantifier.array);
                let (label, id) = list.map_or(("", ""), |list| (list.label.as_str(), list.id.as_str()));
                let inner = self.describe_formula(quantifier.focus);
                let (zh, en) = if sign { ("有", "some") } else { ("没有", "no") };
                Message::new(format!("{zh}{}的{label}", inner.chinese), format!("{en} {id} where {}", inner.english))
            }
            Atom::There { array, .. } => {
                let list = self.names.array(*array);
                let (label, id) = list.map_or(("", ""), |list| (list.label.as_str(), list.id.as_str()));
                let (zh, en) = if sign { ("有", "a") } else { ("没有", "no") };
                Message::new(format!("{zh}{label}"), format!("there is {en} {id}"))
            }
            Atom::Uploaded(material) => {
                let material = &self.document.vocabulary.materials[*material];
                let (label, id) = (&material.label, &material.id);
                let (zh, en) = if sign { ("交了", "uploaded") } else { ("没有交", "not uploaded") };
                Message::new(format!("{zh}{label}"), format!("{id} {en}"))
            }
            Atom::Opaque(number) => say!("条件{number}", "condition {number}"),
        }
    }

    /// A formula in words; a long one is only hinted at.
    fn describe_formula(&self, formula: Formula) -> Message {
        if self.formulas.atoms(&[formula]).len() > ATOMS {
            return say!("符合条件", "it is as the rule says");
        }
        self.joined_formula(formula)
    }

    fn joined_formula(&self, formula: Formula) -> Message {
        let literal = |part: &Formula| match self.formulas.shape(*part) {
            Shape::Atom(atom) => Some((*atom, !part.is_negated())),
            Shape::True | Shape::And(_) => None,
        };
        match self.formulas.shape(formula) {
            Shape::And(parts) if formula.is_negated() => {
                let parts: Vec<Message> = parts.iter().map(|part| self.joined_formula(!*part)).collect();
                let zh: Vec<&str> = parts.iter().map(|part| part.chinese.as_str()).collect();
                let en: Vec<&str> = parts.iter().map(|part| part.english.as_str()).collect();
                Message::new(format!("（{}）", zh.join("，或")), format!("({})", en.join(" or ")))
            }
            Shape::And(parts) => {
                let (literals, others): (Vec<Formula>, Vec<Formula>) =
                    parts.iter().copied().partition(|part| literal(part).is_some());
                let cube: Cube = literals.iter().filter_map(literal).collect();
                let mut said = if cube.is_empty() { Vec::new() } else { self.parts(&cube) };
                said.extend(others.into_iter().map(|part| self.joined_formula(part)));
                joined(said)
            }
            _ => self.describe(&literal(&formula).into_iter().collect::<Cube>()),
        }
    }

    fn yes_no(&self, of: VariableId, sign: bool) -> Message {
        let variable = self.variable(of);
        let name = self.name(of);
        if let Place::Material(material) = variable.place {
            let material = &self.document.vocabulary.materials[material].label;
            let attribute = self.document.vocabulary.attributes.get(variable.fact);
            let label = attribute.map_or("", |own| own.label.as_str());
            let (no, not) = if sign { ("", "") } else { ("不", "not ") };
            return Message::new(format!("{material}{no}符合“{label}”"), format!("{not}{}", name.english));
        }
        if sign {
            return name;
        }
        let negative = match variable.place {
            Place::Application | Place::Element { .. } => {
                self.document.vocabulary.facts.get(variable.fact).and_then(|fact| fact.negative.clone())
            }
            _ => None,
        };
        let english = format!("not {}", name.english);
        match negative {
            Some(negative) => Message { chinese: format!("{}{negative}", self.owner(of)), english },
            None => Message { chinese: format!("并非{}", name.chinese), english },
        }
    }

    fn bound(&self, terms: &[(VariableId, i64)], limit: i64, sign: bool) -> Message {
        let (mut zh, mut en) = (String::new(), String::new());
        for (index, (id, coefficient)) in terms.iter().enumerate() {
            let name = self.name(*id);
            let (joint_zh, joint_en) = match (index, *coefficient < 0) {
                (0, _) => ("", ""),
                (_, false) => ("加", " + "),
                (_, true) => ("减", " - "),
            };
            zh.push_str(joint_zh);
            zh.push_str(&name.chinese);
            en.push_str(joint_en);
            en.push_str(&name.english);
        }
        let first = terms.first().map(|(id, _)| *id);
        if let Some(id) = first
            && self.variable(id).kind == Kind::Date
            && terms.len() == 1
        {
            let (day, next) = (date(limit), date(limit + 1));
            return if sign {
                say!("{zh}不晚于{day}", "{en} <= {day}")
            } else {
                say!("{zh}不早于{next}", "{en} >= {next}")
            };
        }
        let unit = first.and_then(|id| self.unit_words(id)).unwrap_or_default();
        if let [(id, 1)] = *terms {
            if let Some(said) = self.none_different(id, limit, sign) {
                return said;
            }
            let (low, high) = self.variable(id).range();
            match sign {
                true if limit == low => return Message::new(format!("{zh}为{limit}{unit}"), format!("{en} = {limit}")),
                false if limit + 1 == high => {
                    return Message::new(format!("{zh}为{high}{unit}"), format!("{en} = {high}"));
                }
                _ => {}
            }
        }
        match (sign, limit) {
            (true, _) => Message::new(format!("{zh}不超过{limit}{unit}"), format!("{en} <= {limit}")),
            (false, _) => {
                let least = limit + 1;
                Message::new(format!("{zh}至少{least}{unit}"), format!("{en} >= {least}"))
            }
        }
    }

    /// That there is no value at all among different ones, or some.
    fn none_different(&self, of: VariableId, limit: i64, sign: bool) -> Option<Message> {
        let Place::Distinct(number) = self.variable(of).place else { return None };
        if limit != 0 {
            return None;
        }
        let distinct = &self.distinct[number as usize];
        let of = distinct.single_variables().into_iter().chain(distinct.listed.iter().map(|one| one.variable));
        let names: Vec<Message> = of.map(|id| self.name(id)).collect();
        let zh: Vec<&str> = names.iter().map(|name| name.chinese.as_str()).collect();
        let en: Vec<&str> = names.iter().map(|name| name.english.as_str()).collect();
        let (zh, en) = (zh.join("、"), en.join(", "));
        Some(match (distinct.only_mobiles, sign) {
            (true, true) => say!("{zh}中没有手机号", "no mobile number among {en}"),
            (true, false) => say!("{zh}中有手机号", "a mobile number among {en}"),
            (false, true) => say!("{zh}都没有填", "nothing among {en}"),
            (false, false) => say!("填了{zh}", "something among {en}"),
        })
    }

    /// That a set holds all of these, or none of them.
    pub fn say_holds(&self, of: VariableId, values: &[u16], sign: bool) -> Message {
        let name = self.name(of);
        let values: Vec<Message> = values.iter().map(|value| self.value_name(of, *value)).collect();
        let labels: Vec<&str> = values.iter().map(|value| value.chinese.as_str()).collect();
        let ids: Vec<&str> = values.iter().map(|value| value.english.as_str()).collect();
        let (zh, en, or) = if sign { ("含", "holds", " and ") } else { ("不含", "holds neither", " nor ") };
        let en = if sign || values.len() > 1 { en } else { "does not hold" };
        Message::new(
            format!("{}{zh}{}", name.chinese, alternatives(&labels, "、", "和")),
            format!("{} {en} {}", name.english, alternatives(&ids, ", ", or)),
        )
    }

    fn test_words(&self, of: VariableId, test: &TextTest, sign: bool) -> Message {
        let name = self.name(of);
        let (zh, en) = (&name.chinese, &name.english);
        let no = if sign { "" } else { "不" };
        let not = if sign { "" } else { "not " };
        match test {
            TextTest::Among(words) => {
                let words = quoted(words);
                Message::new(format!("{zh}{no}是{}", words.chinese), format!("{en} is {not}{}", words.english))
            }
            TextTest::Mentions(words) => {
                let (words, verb) = (quoted(words), if sign { "mentions" } else { "does not mention" });
                Message::new(format!("{zh}{no}含{}", words.chinese), format!("{en} {verb} {}", words.english))
            }
            TextTest::StartsWith(words) => {
                let (words, verb) = (quoted(words), if sign { "starts with" } else { "does not start with" });
                Message::new(format!("{zh}{no}以{}开头", words.chinese), format!("{en} {verb} {}", words.english))
            }
            TextTest::EndsWith(words) => {
                let (words, verb) = (quoted(words), if sign { "ends with" } else { "does not end with" });
                Message::new(format!("{zh}{no}以{}结尾", words.chinese), format!("{en} {verb} {}", words.english))
            }
            TextTest::OnlyLatin => {
                Message::new(format!("{zh}{no}是纯英文"), format!("{en} is {not}only Latin letters"))
            }
            TextTest::OnlyDigits => Message::new(format!("{zh}{no}是纯数字"), format!("{en} is {not}only digits")),
            TextTest::CharsAtMost(0) if sign => say!("{zh}是空的", "{en} is empty"),
            TextTest::CharsAtMost(0) => say!("{zh}不是空的", "{en} is not empty"),
            TextTest::HanAtMost(0) if sign => say!("{zh}没有汉字", "{en} has no Han character"),
            TextTest::HanAtMost(0) => say!("{zh}有汉字", "{en} has a Han character"),
            TextTest::CharsAtMost(limit) if sign => {
                say!("{zh}不超过{limit}个字", "{en} has at most {limit} characters")
            }
            TextTest::CharsAtMost(limit) => say!("{zh}超过{limit}个字", "{en} has more than {limit} characters"),
            TextTest::HanAtMost(limit) if sign => {
                say!("{zh}不超过{limit}个汉字", "{en} has at most {limit} Han characters")
            }
            TextTest::HanAtMost(limit) => say!("{zh}超过{limit}个汉字", "{en} has more than {limit} Han characters"),
            TextTest::Follows(template) => {
                let template = &self.document.vocabulary.templates[*template];
                let (label, id) = (&template.label, &template.id);
                let (wrote, verb) = if sign { ("写明了", "follows") } else { ("没有写明", "does not follow") };
                Message::new(format!("{zh}{wrote}“{label}”"), format!("{en} {verb} the template {id}"))
            }
            TextTest::Mobile => Message::new(format!("{zh}{no}是手机号"), format!("{en} is {not}a mobile number")),
        }
    }

    /// Whose value it is, where the label does not say it.
    fn owner(&self, of: VariableId) -> String {
        match self.variable(of).place {
            Place::Element { array, copy } if copy != 0 => {
                format!("另一{}的", self.names.array(array).map_or("", |list| list.label.as_str()))
            }
            Place::Material(material) => format!("{}的", self.document.vocabulary.materials[material].label),
            _ => String::new(),
        }
    }

    /// The label of a variable, and its path.
    pub fn name(&self, of: VariableId) -> Message {
        let variable = self.variable(of);
        let vocabulary = &self.document.vocabulary;
        match variable.place {
            Place::Application | Place::Element { .. } => {
                let fact = vocabulary.facts.get(variable.fact);
                let (label, path) = fact.map_or(("", ""), |fact| (fact.label.as_str(), fact.path.as_str()));
                let owner = self.owner(of);
                let other = if owner.is_empty() { "" } else { "other " };
                Message::new(format!("{owner}{label}"), format!("{other}{path}"))
            }
            Place::Material(material) => {
                let attribute = vocabulary.attributes.get(variable.fact);
                let (label, id) = attribute.map_or(("", ""), |own| (own.label.as_str(), own.id.as_str()));
                let (owner, material) = (self.owner(of), &vocabulary.materials[material].id);
                Message::new(format!("{owner}{label}"), format!("{material}.{id}"))
            }
            Place::Length(array) => {
                let list = self.names.array(array);
                let (label, id) = list.map_or(("", ""), |list| (list.label.as_str(), list.id.as_str()));
                Message::new(format!("列出的{label}数"), format!("count({id})"))
            }
            Place::Number(number) => {
                let inner = self.describe_formula(self.quantifiers[number as usize].focus);
                Message::new(format!("{}的个数", inner.chinese), format!("count({})", inner.english))
            }
            Place::Distinct(number) => {
                let distinct = &self.distinct[number as usize];
                let of = distinct.single_variables().into_iter().chain(distinct.listed.iter().map(|one| one.variable));
                let names: Vec<Message> = of.map(|id| self.name(id)).collect();
                let zh: Vec<&str> = names.iter().map(|name| name.chinese.as_str()).collect();
                let en: Vec<&str> = names.iter().map(|name| name.english.as_str()).collect();
                Message::new(format!("{}的不同个数", zh.join("、")), format!("count_distinct({})", en.join(", ")))
            }
        }
    }

    fn value_name(&self, of: VariableId, value: u16) -> Message {
        let (Kind::Enum(number) | Kind::Set(number)) = self.variable(of).kind else { return say!("", "") };
        let value = self.document.vocabulary.enums[number].values.get(usize::from(value));
        let (label, id) = value.map_or(("", ""), |value| (value.label.as_str(), value.id.as_str()));
        Message::new(label, id)
    }

    fn type_of(&self, of: VariableId) -> Option<&Type> {
        let variable = self.variable(of);
        match variable.place {
            Place::Material(_) => Some(&self.document.vocabulary.attributes.get(variable.fact)?.r#type),
            Place::Application | Place::Element { .. } => {
                Some(&self.document.vocabulary.facts.get(variable.fact)?.r#type)
            }
            Place::Length(_) | Place::Number(_) | Place::Distinct(_) => None,
        }
    }

    fn unit_words(&self, of: VariableId) -> Option<&'static str> {
        Some(match self.type_of(of)?.unit.as_deref()? {
            "years" => "岁",
            "months" => "个月",
            "days" => "天",
            "workdays" => "个工作日",
            "hours" => "小时",
            _ => return None,
        })
    }

    /// What a value is.
    fn say_value(&self, of: VariableId, datum: &Datum) -> Message {
        let name = self.name(of);
        let (zh, en) = (&name.chinese, &name.english);
        match (datum, self.variable(of).kind) {
            (Datum::None, _) => say!("未填{zh}", "{en} is left empty"),
            (Datum::YesNo(yes), _) => self.yes_no(of, *yes),
            (Datum::Number(day), Kind::Date) => {
                let day = date(*day);
                say!("{zh}为{day}", "{en} = {day}")
            }
            (Datum::Number(number), _) => {
                let unit = self.unit_words(of).unwrap_or_default();
                Message::new(format!("{zh}为{number}{unit}"), format!("{en} = {number}"))
            }
            (Datum::Text(text), _) if text.is_empty() => say!("{zh}没有填", "{en} is empty"),
            (Datum::Text(text), _) => say!("{zh}为“{text}”", "{en} = \"{text}\""),
            (Datum::Value(value), _) => {
                let value = self.value_name(of, *value);
                Message::new(format!("{zh}为{}", value.chinese), format!("{en} = {}", value.english))
            }
            (Datum::Set(values), _) if values.is_empty() => say!("{zh}为空", "{en} is empty"),
            (Datum::Set(values), _) => {
                let values: Vec<Message> = values.iter().map(|value| self.value_name(of, *value)).collect();
                let label: Vec<&str> = values.iter().map(|value| value.chinese.as_str()).collect();
                let ids: Vec<&str> = values.iter().map(|value| value.english.as_str()).collect();
                Message::new(format!("{zh}为{}", label.join("、")), format!("{en} = ({})", ids.join(", ")))
            }
        }
    }

    /// How a witness differs from the usual application, in one short sentence.
    pub fn deviation(&self, witness: &Witness, typical: Option<&Typical>) -> Message {
        let nothing = Values::default();
        let usual = typical.map_or(&nothing, Typical::values);
        let mut said: Vec<Message> = Vec::new();
        let mut values: Vec<_> = witness.model.values.iter().collect();
        values.sort_unstable_by_key(|(id, _)| **id);
        for (atom, is_true) in &witness.model.literals {
            let usually = typical.and_then(|typical| typical.atom(*atom));
            match &self.atoms[atom.0 as usize] {
                Atom::Uploaded(_) if *is_true != usually.unwrap_or(false) => said.push(self.say(*atom, *is_true)),
                Atom::There { copy: 0, .. } if usually.is_some_and(|usually| usually != *is_true) => {
                    said.push(self.say(*atom, *is_true));
                }
                _ => {}
            }
        }
        for (id, datum) in values {
            let variable = self.variable(*id);
            let is_new = usual.get(id) != Some(datum);
            if is_new && !variable.is_count() && !matches!(variable.place, Place::Element { copy: 1.., .. }) {
                said.push(self.say_value(*id, datum));
            }
        }
        if said.is_empty() {
            return say!("一份普通的申请", "a usual application");
        }
        let more = said.len().saturating_sub(MOST);
        let shown = &said[..said.len() - more];
        let zh: Vec<&str> = shown.iter().map(|part| part.chinese.as_str()).collect();
        let en: Vec<&str> = shown.iter().map(|part| part.english.as_str()).collect();
        let (zh, en) = (zh.join("，"), en.join(", "));
        match more {
            0 => say!("{zh}", "{en}"),
            _ => Message::new(format!("{zh}，等{}处", said.len()), format!("{en}, and {more} more")),
        }
    }
}

/// Conditions that all hold.
pub fn joined(parts: Vec<Message>) -> Message {
    let Some(last) = parts.len().checked_sub(1) else { return say!("所有申请", "every application") };
    let (mut zh, mut en) = (String::new(), String::new());
    for (index, part) in parts.into_iter().enumerate() {
        if index > 0 {
            zh.push_str(if index == last { "，且" } else { "，" });
            en.push_str(if index == last { " and " } else { ", " });
        }
        zh.push_str(&part.chinese);
        en.push_str(&part.english);
    }
    Message { chinese: zh, english: en }
}

/// `A、B或C`.
fn alternatives(items: &[&str], comma: &str, or: &str) -> String {
    match items {
        [] => String::new(),
        [only] => (*only).to_owned(),
        [several @ .., last] => format!("{}{or}{last}", several.join(comma)),
    }
}

fn date(day: i64) -> String {
    i32::try_from(day).ok().and_then(Date::from_day_number).map(|day| day.to_string()).unwrap_or_default()
}

/// Words, one of which is meant.
fn quoted(words: &[Box<str>]) -> Message {
    let shown: Vec<String> = words.iter().take(WORDS).map(|word| format!("“{word}”")).collect();
    let shown: Vec<&str> = shown.iter().map(String::as_str).collect();
    let count = words.len();
    if count > WORDS {
        let (zh, en) = (shown.join("、"), shown.join(", "));
        return Message::new(format!("{zh}等{count}个词之一"), format!("one of {count} words ({en}, …)"));
    }
    Message::new(shown.join("、"), alternatives(&shown, ", ", " or "))
}
