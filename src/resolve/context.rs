//! Where resolving stands: file, scope, parameters; and how names are looked up and missed.

use crate::diagnostic::{Code, Diagnostic, Fix, Message, Safety, codes};
use crate::model::{EnumId, ListId, MaterialId, Parameter};
use crate::resolve::Parsed;
use crate::resolve::mentions::{Meaning, Mentions};
use crate::resolve::world::{AttributeName, Named, ValueName, World};
use crate::say;
use crate::syntax::ast::{Name, Text};
use crate::syntax::keywords;
use crate::text::suggest::{suggest, suggest_longer};
use crate::text::{FileId, Span};

/// What every resolving function needs.
pub(crate) struct Context<'w> {
    pub world: &'w World,
    pub file: FileId,
    pub text: &'w str,
    pub scope: Scope,
    /// Inside a quantifier, where no other may stand.
    pub in_quantifier: bool,
    /// The material in whose parentheses we are; `Some(None)` where any material is meant.
    pub material: Option<Option<MaterialId>>,
    pub parameters: &'w [Parameter],
    /// The list whose element facts were used where `scope` is free.
    pub used_list: Option<ListId>,
    pub mentions: Option<&'w Mentions>,
    pub diagnostics: Vec<Diagnostic>,
}

/// Which element facts may be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Scope {
    /// None: the application as a whole.
    Application,
    /// Those of this list or role.
    Element(ListId),
    /// Those of any one list, which is noted: the body of a `let`.
    Free,
}

impl<'w> Context<'w> {
    pub fn new(world: &'w World, file: &Parsed<'w>) -> Context<'w> {
        Context {
            world,
            file: file.id,
            text: file.text,
            scope: Scope::Application,
            in_quantifier: false,
            material: None,
            parameters: &[],
            used_list: None,
            mentions: file.mentions,
            diagnostics: Vec::new(),
        }
    }

    pub fn of(&self, name: Name) -> &'w str {
        name.of(self.text)
    }

    pub fn string(&self, text: Text) -> Box<str> {
        text.of(self.text).into()
    }

    pub fn place(&self, span: Span) -> crate::model::Place {
        crate::model::Place { file: self.file, span }
    }

    pub fn report(&mut self, code: Code, span: Span, message: Message, help: Message) {
        let diagnostic = Diagnostic::new(code, self.file, span, message);
        self.diagnostics.push(if help.is_empty() { diagnostic } else { diagnostic.help(help) });
    }

    /// What has this name in the whole project.
    pub fn find(&self, name: Name) -> Option<Named> {
        let named = self.world.find(self.of(name))?;
        self.note(name, Meaning::Named(named), |spelling| {
            self.world.find(spelling).filter(|_| !self.is_taken_here(spelling)).map(Meaning::Named)
        });
        Some(named)
    }

    /// Whether something that is known at this place only comes before what has the name elsewhere.
    fn is_taken_here(&self, spelling: &str) -> bool {
        self.parameter(spelling).is_some() || (self.material.is_some() && self.world.attributes.contains_key(spelling))
    }

    /// A value of an enum, or a group of values.
    pub fn value_named(&self, of: EnumId, name: Name) -> Option<ValueName> {
        let value = self.world.value(of, self.of(name))?;
        self.note(name, Meaning::Value(of, value), |spelling| {
            // Behind `in` these are looked for first.
            let is_found_first =
                matches!(self.world.find(spelling), Some(Named::Words(_) | Named::Table(_) | Named::Fact(_)));
            let value = self.world.value(of, spelling);
            value.filter(|_| !is_found_first && !self.is_taken_here(spelling)).map(|value| Meaning::Value(of, value))
        });
        Some(value)
    }

    /// An attribute of materials, or a condition on them.
    pub fn attribute_named(&self, name: Name) -> Option<AttributeName> {
        let find = |spelling: &str| self.world.attributes.get(spelling).copied();
        let attribute = find(self.of(name))?;
        self.note(name, Meaning::Attribute(attribute), |spelling| find(spelling).map(Meaning::Attribute));
        Some(attribute)
    }

    /// The parameter that a name stands for.
    pub fn parameter_named(&self, name: Name) -> Option<u16> {
        let index = self.parameter(self.of(name))?;
        self.note(name, Meaning::Parameter(index), |spelling| {
            // In some places facts are looked for first.
            let is_fact = matches!(self.world.find(spelling), Some(Named::Fact(_)));
            self.parameter(spelling).filter(|_| !is_fact).map(Meaning::Parameter)
        });
        Some(index)
    }

    /// Reports a name that nothing has: what it may have been mistaken for, or else the other help.
    /// If only one name is near, a program can write it.
    pub fn report_near(&mut self, code: Code, place: Span, message: Message, near: &[&str], other: Message) {
        let help = did_you_mean(near).unwrap_or(other);
        let diagnostic = Diagnostic::new(code, self.file, place, message).help(help);
        self.diagnostics.push(match near {
            [only] => diagnostic.fix(replacement(Safety::Unsafe, self.file, place, only)),
            _ => diagnostic,
        });
    }

    /// Whether the file begins with an English word, and is to be mended with such.
    pub fn is_english(&self) -> bool {
        let mut lines = self.text.lines().map(str::trim_start);
        let first = lines.find(|line| !line.is_empty() && !line.starts_with(['#', '＃', '/', '、']));
        first.is_some_and(|line| line.starts_with(|letter: char| letter.is_ascii_alphabetic()))
    }

    /// Reports what can be mended by writing this at that place.
    pub fn report_with_fix(&mut self, code: Code, span: Span, message: Message, help: Message, fix: (Span, &str)) {
        let fix = replacement(Safety::Unsafe, self.file, fix.0, fix.1);
        self.diagnostics.push(Diagnostic::new(code, self.file, span, message).help(help).fix(fix));
    }

    /// The parameter of this name, if a policy choice is being resolved.
    pub fn parameter(&self, name: &str) -> Option<u16> {
        let is_it = |parameter: &Parameter| &*parameter.name == name || &*parameter.label == name;
        self.parameters.iter().position(is_it).map(crate::resolve::world::id16)
    }

    /// Says that nothing has this name, and what may have been meant.
    pub fn unknown_name(&mut self, name: Name, what: Message) {
        let written = self.of(name);
        if let Some(diagnostic) = self.look_alike(name) {
            self.diagnostics.push(diagnostic);
            return;
        }
        if let Some(diagnostic) = self.of_another_kind(name, &what) {
            self.diagnostics.push(diagnostic);
            return;
        }
        if let Some(usual) = han_number(written) {
            let message = say!("数用数字写，不写成 `{written}`", "a number is written with digits, not as `{written}`");
            let help = say!("写成 `{usual}`", "write `{usual}`");
            return self.report_with_fix(codes::UNKNOWN_NAME, name.0, message, help, (name.0, &usual));
        }
        let known = self.world.names.keys().map(|key| &**key);
        let parameters = self.parameters.iter().flat_map(|p| [&*p.name, &*p.label]);
        let near = suggest(written, known.chain(parameters));
        let message = Message::new(
            format!("没有叫 `{written}` 的{}", what.chinese),
            format!("no {} is called `{written}`", what.english),
        );
        let other = self.where_names_come_from(written);
        self.report_near(codes::UNKNOWN_NAME, name.0, message, &near, other);
    }

    /// A name that is declared and stands for something else than what is wanted here.
    fn of_another_kind(&self, name: Name, wanted: &Message) -> Option<Diagnostic> {
        let written = self.of(name);
        let (zh, en) = match self.world.find(written)? {
            Named::Enum(_) => ("枚举", "an enum"),
            Named::List(_) => ("列表", "a list"),
            Named::Fact(_) => ("事实", "a fact"),
            Named::Derived(_) => ("由别的事实推出的，不能填写", "derived from other facts and cannot be given"),
            Named::NotFact(_) | Named::NotDerived(_) => ("反面的说法", "the name of a negation"),
            Named::Material(_) => ("材料", "a material"),
            Named::Bundle(_) => ("材料组", "a bundle"),
            Named::Words(_) => ("词表", "a word list"),
            Named::Table(_) => ("对照表", "a table"),
            Named::Template(_) => ("备注模板", "a template"),
        };
        let message = say!("`{written}` 是{zh}", "`{written}` is {en}");
        let (wanted_zh, wanted_en) = (&wanted.chinese, &wanted.english);
        let help = say!("这里要写{wanted_zh}", "what stands here is a {wanted_en}");
        Some(Diagnostic::new(codes::UNKNOWN_NAME, self.file, name.0, message).help(help))
    }

    fn where_names_come_from(&self, written: &str) -> Message {
        if keywords::find(written).is_some() {
            return say!(
                "`{written}` 是关键词，这里要写词汇里的名称",
                "`{written}` is a keyword; a name of the vocabulary stands here"
            );
        }
        if ["有", "无", "没有", "真", "假", "对", "错", "true", "false"].contains(&written) {
            return say!("写成 `是` 或 `否`", "write `yes` or `no`");
        }
        say!(
            "名称在 `vocabulary` 文件夹里，只记得一半可以用 `guanju explain` 找；要写的是文字，就加引号",
            "names stand in the `vocabulary` folder, and `guanju explain` finds them by a part; a text stands in quotation marks"
        )
    }

    /// A value of an enum by id or label, or a group of values.
    pub fn enum_value(&mut self, of: EnumId, name: Name) -> Option<ValueName> {
        let written = self.of(name);
        if let Some(value) = self.value_named(of, name) {
            return Some(value);
        }
        if let Some(diagnostic) = self.look_alike(name) {
            self.diagnostics.push(diagnostic);
            return None;
        }
        let label = self.world.enum_label(of);
        let known = &self.world.vocabulary.enums[of.index()];
        let spellings: Vec<&str> = known
            .values
            .iter()
            .flat_map(|value| [&*value.name, &*value.label])
            .chain(known.groups.iter().flat_map(|group| [&*group.name, &*group.label]))
            .collect();
        let mut near = suggest(written, spellings.iter().copied());
        if near.is_empty() {
            near = suggest_longer(written, spellings.iter().copied());
        }
        let id = &known.name;
        let message = say!("`{label}`没有 `{written}` 这个取值", "`{id}` has no value `{written}`");
        let labels: Vec<&str> = known.values.iter().take(12).map(|value| &*value.label).collect();
        let names: Vec<&str> = known.values.iter().take(12).map(|value| &*value.name).collect();
        let (more_zh, more_en) = if known.values.len() > 12 { (" 等", ", …") } else { ("", "") };
        let other = Message::new(
            format!("可以写：{}{more_zh}", labels.join("、")),
            format!("values: {}{more_en}", names.join(", ")),
        );
        self.report_near(codes::UNKNOWN_VALUE, name.0, message, &near, other);
        None
    }

    /// A name with full-width or foreign letters that would be known without them.
    pub fn look_alike(&self, name: Name) -> Option<Diagnostic> {
        crate::diagnostic::look_alike(self.file, self.of(name), name.0)
    }

    /// The list or role that a name stands for.
    pub fn list(&mut self, name: Name) -> Option<ListId> {
        match self.find(name) {
            Some(Named::List(id)) => Some(id),
            Some(_) => {
                let written = self.of(name);
                let message = say!("`{written}` 不是列表", "`{written}` is not a list");
                let help = self.lists_help();
                self.report(codes::WRONG_KIND, name.0, message, help);
                None
            }
            None => {
                self.unknown_name(name, say!("列表或角色", "list or role"));
                None
            }
        }
    }

    pub fn lists_help(&self) -> Message {
        let lists = &self.world.vocabulary.lists;
        let labels: Vec<&str> = lists.iter().map(|list| &*list.label).collect();
        let names: Vec<&str> = lists.iter().map(|list| &*list.name).collect();
        Message::new(format!("列表有：{}", labels.join("、")), format!("lists: {}", names.join(", ")))
    }
}

pub(crate) fn did_you_mean(near: &[&str]) -> Option<Message> {
    if near.is_empty() {
        return None;
    }
    let quoted: Vec<String> = near.iter().map(|name| format!("`{name}`")).collect();
    Some(Message::new(format!("是不是想写 {}？", quoted.join("、")), format!("did you mean {}?", quoted.join(" or "))))
}

/// Writes this in that place.
pub(crate) fn replacement(safety: Safety, file: FileId, place: Span, text: &str) -> Fix {
    let written = text.trim();
    Fix::new(safety, say!("改成 `{written}`", "write `{written}`")).replace(file, place, text)
}

/// `三个` as `3`, `十八岁` as `18岁`: up to 99, with a unit or a measure word behind it.
fn han_number(written: &str) -> Option<String> {
    let digit = |letter: char| {
        "零一二三四五六七八九".chars().position(|digit| digit == letter || letter == '两' && digit == '二')
    };
    let rest = written.trim_start_matches(|letter: char| letter == '十' || digit(letter).is_some());
    let number = written.strip_suffix(rest).filter(|number| !number.is_empty())?;
    let (tens, ones) = match number.split_once('十') {
        None => (0, number),
        Some(("", ones)) => (1, ones),
        Some((tens, ones)) => (digit(tens.chars().next().filter(|first| first.len_utf8() == tens.len())?)?, ones),
    };
    let ones = match ones.chars().next() {
        None => 0,
        Some(first) if first.len_utf8() == ones.len() => digit(first)?,
        Some(_) => return None,
    };
    let value = i64::try_from(tens * 10 + ones).ok()?;
    let is_unit = keywords::find(rest).is_some_and(|keyword| keyword.place == keywords::Place::Unit);
    if is_unit {
        return Some(format!("{value}{rest}"));
    }
    (rest.is_empty() || rest.starts_with(['个', '次', '家', '项', '份', '位', '条'])).then(|| value.to_string())
}
