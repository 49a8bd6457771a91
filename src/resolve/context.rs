//! Where resolving stands: file, scope, parameters; and how names are looked up and missed.

use crate::diagnostic::{Code, Diagnostic, Message, codes};
use crate::model::{EnumId, ListId, MaterialId, Parameter};
use crate::resolve::Parsed;
use crate::resolve::mentions::{Meaning, Mentions};
use crate::resolve::world::{AttributeName, Named, ValueName, World};
use crate::say;
use crate::syntax::ast::{Name, Text};
use crate::syntax::keywords;
use crate::text::suggest::suggest;
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
        let known = self.world.names.keys().map(|key| &**key);
        let parameters = self.parameters.iter().flat_map(|p| [&*p.name, &*p.label]);
        let near = suggest(written, known.chain(parameters));
        let near: Vec<String> = near.into_iter().map(str::to_owned).collect();
        let message = Message::new(
            format!("没有叫 `{written}` 的{}", what.chinese),
            format!("no {} is called `{written}`", what.english),
        );
        let help = did_you_mean(&near).unwrap_or_else(|| self.where_names_come_from(written));
        self.report(codes::UNKNOWN_NAME, name.0, message, help);
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
            "名称在 vocabulary 文件夹里声明；文字要放在引号里",
            "names are declared in the vocabulary folder; a text stands in quotation marks"
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
        let near: Vec<String> = suggest(written, spellings.iter().copied()).into_iter().map(str::to_owned).collect();
        let id = &known.name;
        let message = say!("`{label}`没有 `{written}` 这个取值", "`{id}` has no value `{written}`");
        let help = did_you_mean(&near).unwrap_or_else(|| {
            let labels: Vec<&str> = known.values.iter().take(12).map(|value| &*value.label).collect();
            let names: Vec<&str> = known.values.iter().take(12).map(|value| &*value.name).collect();
            Message::new(format!("可以写：{}", labels.join("、")), format!("values: {}", names.join(", ")))
        });
        self.report(codes::UNKNOWN_VALUE, name.0, message, help);
        None
    }

    /// A name with full-width or foreign letters that would be known without them.
    pub fn look_alike(&self, name: Name) -> Option<Diagnostic> {
        let written = self.of(name);
        let odd = written.char_indices().find(|(_, letter)| plain(*letter).is_some())?;
        let mended: String = written.chars().filter_map(|letter| plain(letter).unwrap_or(Some(letter))).collect();
        let start = name.0.start as usize + odd.0;
        let place = Span::new(start, start + odd.1.len_utf8());
        let letter = odd.1;
        let code = letter as u32;
        let message = match plain(letter).flatten() {
            Some(meant) => say!(
                "`{written}` 里的 `{letter}` 不是 `{meant}`，只是看着像（U+{code:04X}）",
                "`{letter}` in `{written}` is not `{meant}` but only looks like it (U+{code:04X})"
            ),
            None => say!(
                "这个名称里有一个看不见的字符（U+{code:04X}）",
                "this name has a character that cannot be seen (U+{code:04X})"
            ),
        };
        let diagnostic = Diagnostic::new(codes::LOOK_ALIKE, self.file, place, message);
        Some(diagnostic.help(say!("改写成 `{mended}`", "write `{mended}`")))
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

pub(crate) fn did_you_mean(near: &[String]) -> Option<Message> {
    if near.is_empty() {
        return None;
    }
    let quoted: Vec<String> = near.iter().map(|name| format!("`{name}`")).collect();
    Some(Message::new(format!("是不是想写 {}？", quoted.join("、")), format!("did you mean {}?", quoted.join(" or "))))
}

/// The plain character that a look-alike stands for; `Some(None)` for one that cannot be seen.
pub(crate) fn plain(letter: char) -> Option<Option<char>> {
    let code = letter as u32;
    match letter {
        '\u{200B}'..='\u{200D}' => Some(None),
        '\u{FF10}'..='\u{FF19}' | '\u{FF21}'..='\u{FF3A}' | '\u{FF41}'..='\u{FF5A}' | '\u{FF3F}' => {
            Some(char::from_u32(code - 0xFEE0))
        }
        'а' => Some(Some('a')),
        'е' => Some(Some('e')),
        'о' | 'ο' => Some(Some('o')),
        'р' => Some(Some('p')),
        'с' => Some(Some('c')),
        'х' => Some(Some('x')),
        'у' => Some(Some('y')),
        'і' | 'ı' => Some(Some('i')),
        // The traditional form, in 陜西.
        '陜' => Some(Some('陕')),
        _ => None,
    }
}
