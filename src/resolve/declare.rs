//! Declares the vocabulary: enums, lists, facts, materials, words, tables, templates.
//!
//! Declarations are taken in the order of their kinds, so that files may stand in any order.

use rustc_hash::FxHashMap;

use crate::diagnostic::{Diagnostic, Safety, codes, mended};
use crate::model::{
    Attribute, AttributeId, Enum, EnumId, EnumValue, Fact, FactId, Group, List, ListId, ListKind, Material, MaterialId,
    Nature, Place, RoleMember, Table, TableId, TableKey, Template, TemplateId, TemplatePart, Type, Words, WordsId,
};
use crate::resolve::Parsed;
use crate::resolve::context::{Context, replacement};
use crate::resolve::world::{AttributeName, Named, ValueName, World, id16, id32};
use crate::say;
use crate::syntax::ast::{self, Flag, Item, Name, Text, TypeKind};
use crate::syntax::keywords;
use crate::text::Span;

/// Declares everything but derived facts, bundles and invariants, whose bodies are expressions.
pub(crate) fn declare(files: &[Parsed<'_>], diagnostics: &mut Vec<Diagnostic>) -> World {
    let mut world = World::default();
    let mut declaring = Declaring { world: &mut world, diagnostics };
    let items = || files.iter().flat_map(|file| file.tree.items.iter().map(move |item| (file, item)));
    for (file, item) in items() {
        if let Item::Enum(item) = item {
            declaring.enum_item(file, item);
        }
    }
    for (file, item) in items() {
        if let Item::List(item) = item {
            declaring.list_item(file, item);
        }
    }
    for (file, item) in items() {
        if let Item::Facts(item) = item {
            declaring.facts_item(file, item);
        }
    }
    for (file, item) in items() {
        if let Item::Role(item) = item {
            declaring.role_item(file, item, files);
        }
    }
    for (file, item) in items() {
        if let Item::Attributes(item) = item {
            item.facts.iter().for_each(|fact| declaring.attribute(file, fact));
        }
    }
    for (file, item) in items() {
        match item {
            Item::Materials(materials) => materials.iter().for_each(|item| declaring.material(file, item)),
            Item::Words(item) => declaring.words_item(file, item),
            Item::Table(item) => declaring.table_item(file, item),
            Item::Template(item) => declaring.template_item(file, item),
            _ => {}
        }
    }
    world
}

struct Declaring<'a> {
    world: &'a mut World,
    diagnostics: &'a mut Vec<Diagnostic>,
}

impl Declaring<'_> {
    /// Runs `resolve` in a context of this file and keeps its diagnostics.
    fn within<T>(&mut self, file: &Parsed<'_>, resolve: impl FnOnce(&mut Context<'_>) -> T) -> T {
        let mut context = Context::new(self.world, file);
        let value = resolve(&mut context);
        self.diagnostics.append(&mut context.diagnostics);
        value
    }

    fn enum_item(&mut self, file: &Parsed<'_>, item: &ast::Enum) {
        let id = EnumId(id32(self.world.vocabulary.enums.len()));
        if !self.name(file, item.name, Some(item.label), Named::Enum(id), true) {
            return;
        }
        let mut names: FxHashMap<Box<str>, ValueName> = FxHashMap::default();
        let mut values = Vec::new();
        for (name, label) in &item.values {
            let value = ValueName::Value(id16(values.len()));
            if self.value_name(file, *name, *label, value, &mut names) {
                values.push(EnumValue { name: file.name(*name), label: file.string(*label) });
            }
        }
        let mut groups = Vec::new();
        for (name, label, members) in &item.groups {
            let group = ValueName::Group(id16(groups.len()));
            let members = self.group_members(file, members, &names, &groups);
            if self.value_name(file, *name, *label, group, &mut names) {
                groups.push(Group { name: file.name(*name), label: file.string(*label), members });
            }
        }
        let (name, label) = (file.name(item.name), file.string(item.label));
        self.world.vocabulary.enums.push(Enum { name, label, values, groups, place: file.place(item.name.0) });
        self.world.values.push(names);
        // Members are noted now that their enum is known; what is wrong with them is reported above.
        for (.., members) in &item.groups {
            self.within(file, |context| {
                members.iter().for_each(|member| {
                    context.value_named(id, *member);
                });
            });
        }
    }

    fn group_members(
        &mut self,
        file: &Parsed<'_>,
        members: &[Name],
        names: &FxHashMap<Box<str>, ValueName>,
        groups: &[Group],
    ) -> Vec<u16> {
        let mut values = Vec::new();
        for member in members {
            match names.get(member.of(file.text)) {
                Some(ValueName::Value(value)) => values.push(*value),
                Some(ValueName::Group(group)) => values.extend(&groups[*group as usize].members),
                None => {
                    let written = member.of(file.text);
                    let message = say!("这个枚举没有 `{written}` 这个取值", "this enum has no value `{written}`");
                    let help = say!("组只能由上面列出的取值组成", "a group is made of the values above it");
                    self.report(codes::UNKNOWN_VALUE, file, member.0, message, help);
                }
            }
        }
        values.sort_unstable();
        values.dedup();
        values
    }

    fn value_name(
        &mut self,
        file: &Parsed<'_>,
        name: Name,
        label: Text,
        value: ValueName,
        names: &mut FxHashMap<Box<str>, ValueName>,
    ) -> bool {
        if !self.well_formed(file, name) {
            return false;
        }
        let mut spellings = vec![(file.name(name), name.0)];
        if *label.of(file.text) != *name.of(file.text) {
            spellings.push((file.string(label), label.0));
        }
        for (spelling, span) in &spellings {
            if names.contains_key(spelling) {
                let message = say!("`{spelling}` 在这个枚举里写了两次", "`{spelling}` stands twice in this enum");
                let help = say!("每个取值的标识和名称都要不同", "ids and labels of values differ");
                self.report(codes::DUPLICATE_NAME, file, *span, message, help);
                return false;
            }
        }
        names.extend(spellings.into_iter().map(|(spelling, _)| (spelling, value)));
        true
    }

    fn list_item(&mut self, file: &Parsed<'_>, item: &ast::List) {
        let id = ListId(id32(self.world.vocabulary.lists.len()));
        if !self.name(file, item.name, Some(item.label), Named::List(id), true) {
            return;
        }
        let kind = ListKind::Array { key: file.name(item.key), max: item.max };
        let (name, label) = (file.name(item.name), file.string(item.label));
        self.world.vocabulary.lists.push(List { name, label, kind, place: file.place(item.name.0) });
    }

    fn facts_item(&mut self, file: &Parsed<'_>, item: &ast::Facts) {
        let list = match item.list {
            None => None,
            Some(name) => match self.within(file, |context| context.list(name)) {
                Some(list) => Some(list),
                None => return,
            },
        };
        let group = item.name.of(file.text);
        self.well_formed(file, item.name);
        let is_element = list.is_some_and(|list| &*self.world.vocabulary.lists[list.index()].name == group);
        for fact in &item.facts {
            let path = format!("{group}.{}", fact.path.of(file.text));
            let pointer: Vec<Box<str>> = path.split('.').skip(usize::from(is_element)).map(Into::into).collect();
            self.fact(file, fact, &path, list, pointer);
        }
    }

    fn fact(&mut self, file: &Parsed<'_>, fact: &ast::Fact, path: &str, list: Option<ListId>, pointer: Vec<Box<str>>) {
        let Some(kind) = self.value_type(file, fact.kind) else { return };
        let id = FactId(id32(self.world.vocabulary.facts.len()));
        if !self.path_name(file, fact.path, path, fact.label, Named::Fact(id)) {
            return;
        }
        if let Some(negative) = fact.negative {
            self.insert(file, negative.of(file.text), negative.0, Named::NotFact(id));
        }
        let (nature, optional) = flags(fact);
        let place = file.place(fact.path.0);
        self.world.vocabulary.facts.push(Fact {
            path: path.into(),
            label: file.string(fact.label),
            negative: fact.negative.map(|text| file.string(text)),
            kind,
            nature,
            optional,
            list,
            pointer,
            place,
        });
    }

    /// A role has the facts that all its members have, of one type.
    fn role_item(&mut self, file: &Parsed<'_>, item: &ast::Role, files: &[Parsed<'_>]) {
        let id = ListId(id32(self.world.vocabulary.lists.len()));
        let mut members = Vec::new();
        for member in &item.members {
            let group = member.of(file.text);
            let declared = files.iter().find_map(|file| {
                file.tree.items.iter().find_map(|item| match item {
                    Item::Facts(facts) if facts.name.of(file.text) == group => Some((file, facts)),
                    _ => None,
                })
            });
            let Some((declared_file, facts)) = declared else {
                let message = say!("没有叫 `{group}` 的一组事实", "no group of facts is called `{group}`");
                let help = say!(
                    "角色由 `事实` 的组成，如 `subject_resp`",
                    "a role is made of groups of `facts`, such as `subject_resp`"
                );
                self.report(codes::UNKNOWN_NAME, file, member.0, message, help);
                return;
            };
            let list = facts.list.and_then(|name| match self.world.find(name.of(declared_file.text)) {
                Some(Named::List(list)) => Some(list),
                _ => None,
            });
            let label = declared_file.string(facts.label);
            // The facts of a list's own group stand in the element itself.
            let is_element = list.is_some_and(|list| &*self.world.vocabulary.lists[list.index()].name == group);
            let pointer = if is_element { Vec::new() } else { vec![group.into()] };
            members.push(RoleMember { group: group.into(), label, list, pointer });
        }
        if !self.name(file, item.name, Some(item.label), Named::List(id), true) {
            return;
        }
        let (name, label) = (file.name(item.name), file.string(item.label));
        let common = self.common_facts(&members);
        let kind = ListKind::Role { members };
        self.world.vocabulary.lists.push(List {
            name: name.clone(),
            label: label.clone(),
            kind,
            place: file.place(item.name.0),
        });
        for mut fact in common {
            let rest: Vec<Box<str>> = fact.path.split('.').skip(1).map(Into::into).collect();
            let path: Box<str> = format!("{name}.{}", rest.join(".")).into();
            let fact_id = FactId(id32(self.world.vocabulary.facts.len()));
            let fact_label: Box<str> = role_label(&fact.label, &label, &self.world.vocabulary.lists[id.index()]).into();
            let place = fact.place;
            self.world.names.insert(path.clone(), (Named::Fact(fact_id), place));
            self.world.names.entry(fact_label.clone()).or_insert((Named::Fact(fact_id), place));
            fact.negative = fact
                .negative
                .as_ref()
                .map(|negative| role_label(negative, &label, &self.world.vocabulary.lists[id.index()]).into());
            if let Some(negative) = &fact.negative {
                self.world.names.entry(negative.clone()).or_insert((Named::NotFact(fact_id), place));
            }
            (fact.path, fact.label, fact.list, fact.pointer) = (path, fact_label, Some(id), rest);
            self.world.vocabulary.facts.push(fact);
        }
    }

    fn common_facts(&self, members: &[RoleMember]) -> Vec<Fact> {
        let facts = &self.world.vocabulary.facts;
        let Some((first, others)) = members.split_first() else { return Vec::new() };
        let prefix = format!("{}.", first.group);
        let of_first = facts.iter().filter(|fact| fact.path.starts_with(&prefix));
        let in_all = |fact: &&Fact| {
            others.iter().all(|member| {
                let path = format!("{}.{}", member.group, &fact.path[prefix.len()..]);
                facts.iter().any(|other| *other.path == *path && other.kind == fact.kind)
            })
        };
        of_first.filter(in_all).cloned().collect()
    }

    fn attribute(&mut self, file: &Parsed<'_>, fact: &ast::Fact) {
        let Some(kind) = self.value_type(file, fact.kind) else { return };
        let id = AttributeId(id32(self.world.vocabulary.attributes.len()));
        if !self.well_formed(file, fact.path) {
            return;
        }
        let name = file.name(fact.path);
        let label = file.string(fact.label);
        let optional = flags(fact).1;
        if let Some(diagnostic) = taken_attribute(self.world, file, fact.path.0, &[&name, &label]) {
            self.diagnostics.push(diagnostic);
            return;
        }
        for spelling in [&name, &label] {
            self.world.attributes.insert(spelling.clone(), AttributeName::Attribute(id));
        }
        let negative = fact.negative.map(|text| file.string(text));
        let place = file.place(fact.path.0);
        self.world.vocabulary.attributes.push(Attribute { name, label, negative, kind, optional, place });
    }

    fn material(&mut self, file: &Parsed<'_>, item: &ast::Material) {
        let id = MaterialId(id32(self.world.vocabulary.materials.len()));
        if !self.name(file, item.name, Some(item.label), Named::Material(id), true) {
            return;
        }
        let mut attributes = Vec::new();
        for name in &item.attributes {
            match self.within(file, |context| context.attribute_named(*name)) {
                Some(AttributeName::Attribute(id)) => attributes.push(id),
                _ => {
                    let written = name.of(file.text);
                    let message =
                        say!("没有叫 `{written}` 的材料属性", "no attribute of materials is called `{written}`");
                    let help =
                        say!("属性在 `材料属性 {{ … }}` 里声明", "attributes are declared in `attributes {{ … }}`");
                    self.report(codes::UNKNOWN_ATTRIBUTE, file, name.0, message, help);
                }
            }
        }
        let (name, label) = (file.name(item.name), file.string(item.label));
        self.world.vocabulary.materials.push(Material { name, label, attributes, place: file.place(item.name.0) });
    }

    fn words_item(&mut self, file: &Parsed<'_>, item: &ast::Words) {
        let id = WordsId(id32(self.world.vocabulary.words.len()));
        if !self.name(file, item.name, Some(item.label), Named::Words(id), true) {
            return;
        }
        let words = item.words.iter().map(|word| file.string(*word)).collect();
        let (name, label) = (file.name(item.name), file.string(item.label));
        self.world.vocabulary.words.push(Words { name, label, open: item.open, words, place: file.place(item.name.0) });
    }

    fn template_item(&mut self, file: &Parsed<'_>, item: &ast::Template) {
        let id = TemplateId(id32(self.world.vocabulary.templates.len()));
        if !self.name(file, item.name, Some(item.label), Named::Template(id), true) {
            return;
        }
        let parts = item.parts.iter().map(|part| match part {
            ast::TemplatePart::Fixed(text) => TemplatePart::Fixed(file.string(*text)),
            ast::TemplatePart::Hole(name, label) => {
                TemplatePart::Hole { name: file.name(*name), label: file.string(*label) }
            }
        });
        let parts = parts.collect();
        let (name, label) = (file.name(item.name), file.string(item.label));
        self.world.vocabulary.templates.push(Template { name, label, parts, place: file.place(item.name.0) });
    }

    fn table_item(&mut self, file: &Parsed<'_>, item: &ast::Table) {
        let id = TableId(id32(self.world.vocabulary.tables.len()));
        let from = self.table_type(file, item.from);
        let to = self.table_type(file, item.to);
        let key = match (from, to) {
            (Some(Type::Enum(from)), Some(Type::Set(to) | Type::Enum(to))) => self.enum_rows(file, item, from, to),
            (Some(Type::Text), Some(Type::Text)) => self.text_rows(file, item),
            (Some(_), Some(_)) => {
                let message = say!(
                    "对照表只能从枚举到枚举，或从文本到文本",
                    "a table goes from an enum to an enum, or from text to text"
                );
                let help = say!(
                    "如 `自 sponsor_kinds 到 多选 sponsor_doc_types`",
                    "such as `from sponsor_kinds to set_of sponsor_doc_types`"
                );
                self.report(codes::TYPE_MISMATCH, file, item.from.span, message, help);
                return;
            }
            _ => return,
        };
        if !self.name(file, item.name, Some(item.label), Named::Table(id), true) {
            return;
        }
        let (name, label) = (file.name(item.name), file.string(item.label));
        self.world.vocabulary.tables.push(Table { name, label, key, place: file.place(item.name.0) });
    }

    fn table_type(&mut self, file: &Parsed<'_>, kind: ast::Type) -> Option<Type> {
        match kind.kind {
            TypeKind::Text => Some(Type::Text),
            _ => self.value_type(file, kind),
        }
    }

    fn enum_rows(&mut self, file: &Parsed<'_>, item: &ast::Table, from: EnumId, to: EnumId) -> TableKey {
        let size = self.world.vocabulary.enums[from.index()].values.len();
        let mut rows: Vec<Option<Vec<u16>>> = vec![None; size];
        for (key, values) in &item.rows {
            let resolved = self.within(file, |context| {
                let keys = context.values_of(from, key);
                let values: Vec<Option<Vec<u16>>> = values.iter().map(|value| context.values_of(to, value)).collect();
                (keys, values)
            });
            let (Some(keys), values) = resolved else { continue };
            let mut values: Vec<u16> = values.into_iter().flatten().flatten().collect();
            values.sort_unstable();
            values.dedup();
            for index in keys {
                if rows[index as usize].replace(values.clone()).is_some() {
                    let message = say!("这一行写了两次", "this row stands twice");
                    let help = say!("每个取值一行", "one row per value");
                    self.report(codes::DUPLICATE_NAME, file, key.span, message, help);
                }
            }
        }
        let absent: Vec<&EnumValue> = rows
            .iter()
            .zip(&self.world.vocabulary.enums[from.index()].values)
            .filter_map(|(row, value)| row.is_none().then_some(value))
            .collect();
        if !absent.is_empty() {
            let labels: Vec<&str> = absent.iter().map(|value| &*value.label).collect();
            let names: Vec<&str> = absent.iter().map(|value| &*value.name).collect();
            let message = crate::diagnostic::Message::new(
                format!("对照表缺少：{}", labels.join("、")),
                format!("the table lacks rows for {}", names.join(", ")),
            );
            let help = say!("给每个缺的取值补一行，写成 `取值：…`", "add a row `value: …` for each of them");
            self.report(codes::INCOMPLETE_TABLE, file, item.name.0, message, help);
        }
        TableKey::Enum { from, to, rows: rows.into_iter().map(Option::unwrap_or_default).collect() }
    }

    fn text_rows(&mut self, file: &Parsed<'_>, item: &ast::Table) -> TableKey {
        let mut rows = Vec::new();
        for (key, values) in &item.rows {
            let text = |expr: &ast::Expr| match &expr.kind {
                ast::ExprKind::Text(text) => Some(file.string(*text)),
                _ => None,
            };
            match (text(key), values.iter().map(text).collect::<Option<Vec<_>>>()) {
                (Some(key), Some(values)) => rows.push((key, values)),
                _ => {
                    let message = say!("这张表的两边都写引号里的文字", "both sides of this table are texts");
                    let help = say!("如 `\"宣武区\"：\"西城区\"`", "such as `\"宣武区\": \"西城区\"`");
                    self.report(codes::TYPE_MISMATCH, file, key.span, message, help);
                }
            }
        }
        TableKey::Text { rows }
    }

    fn value_type(&mut self, file: &Parsed<'_>, kind: ast::Type) -> Option<Type> {
        let found = self.within(file, |context| context.value_type(kind));
        if found.is_none() && !matches!(kind.kind, TypeKind::Named(_) | TypeKind::SetOf(_) | TypeKind::Int { .. }) {
            let message = say!("事实不能是这种类型", "a fact cannot be of this type");
            let help = say!(
                "写 `是否`、`整数 0..150`、`日期`、`文本`、`号码`、枚举名或 `多选 枚举名`",
                "write `yes_no`, `int 0..150`, `date`, `text`, `phone`, an enum or `set_of` an enum"
            );
            self.report(codes::TYPE_MISMATCH, file, kind.span, message, help);
        }
        found
    }

    /// Registers an id and its label; false when the id is bad or taken.
    fn name(&mut self, file: &Parsed<'_>, name: Name, label: Option<Text>, named: Named, unique_label: bool) -> bool {
        if !self.well_formed(file, name) {
            return false;
        }
        let id = file.name(name);
        if !self.insert(file, &id, name.0, named) {
            return false;
        }
        if let (Some(label), true) = (label, unique_label) {
            self.label(file, label, named, &id);
        }
        true
    }

    fn path_name(&mut self, file: &Parsed<'_>, name: Name, path: &str, label: Text, named: Named) -> bool {
        if let Some(diagnostic) = odd_letters(file, name) {
            self.diagnostics.push(diagnostic);
            return false;
        }
        if !self.insert(file, path, name.0, named) {
            return false;
        }
        self.label(file, label, named, path);
        true
    }

    fn label(&mut self, file: &Parsed<'_>, label: Text, named: Named, id: &str) {
        let spelling = label.of(file.text);
        if spelling == id || matches!(named, Named::Enum(_)) {
            return;
        }
        self.insert(file, spelling, label.0, named);
    }

    fn insert(&mut self, file: &Parsed<'_>, spelling: &str, span: Span, named: Named) -> bool {
        if let Some((_, first)) = self.world.names.get(spelling) {
            let message = say!("`{spelling}` 已经是另一个名称", "`{spelling}` is already the name of something else");
            let diagnostic = Diagnostic::new(codes::DUPLICATE_NAME, file.id, span, message)
                .also(first.file, first.span, say!("前面在这里声明", "declared here first"))
                .help(say!(
                    "换一个名称；名称在整个项目里只能用一次",
                    "choose another; a name stands for one thing in the whole project"
                ));
            self.diagnostics.push(diagnostic);
            return false;
        }
        self.world.names.insert(spelling.into(), (named, Place { file: file.id, span }));
        true
    }

    /// Ids are ASCII, in lower case, and not keywords.
    fn well_formed(&mut self, file: &Parsed<'_>, name: Name) -> bool {
        let diagnostic = malformed_id(file, name);
        let is_fine = diagnostic.is_none();
        self.diagnostics.extend(diagnostic);
        is_fine
    }

    fn report(
        &mut self,
        code: crate::diagnostic::Code,
        file: &Parsed<'_>,
        span: Span,
        message: crate::diagnostic::Message,
        help: crate::diagnostic::Message,
    ) {
        self.diagnostics.push(Diagnostic::new(code, file.id, span, message).help(help));
    }
}

/// Two attributes, or named conditions on materials, with one id or label.
pub(crate) fn taken_attribute(world: &World, file: &Parsed<'_>, span: Span, spellings: &[&str]) -> Option<Diagnostic> {
    let spelling = spellings.iter().find(|spelling| world.attributes.contains_key(**spelling))?;
    let message = say!("已经有一个材料属性叫 `{spelling}`", "another attribute of materials is called `{spelling}`");
    let help = say!("换一个名称", "choose another name");
    Some(Diagnostic::new(codes::DUPLICATE_NAME, file.id, span, message).help(help))
}

/// What is wrong with a declared id, if anything.
pub(crate) fn malformed_id(file: &Parsed<'_>, name: Name) -> Option<Diagnostic> {
    let written = name.of(file.text);
    if !written.contains('.')
        && keywords::find(written).is_some_and(|keyword| keyword.place != keywords::Place::Property)
    {
        let message = say!("`{written}` 是关键词，不能当名称", "`{written}` is a keyword and cannot be a name");
        let help = say!("换一个名称，如 `{written}_1`", "choose another name, such as `{written}_1`");
        return Some(Diagnostic::new(codes::RESERVED_NAME, file.id, name.0, message).help(help));
    }
    odd_letters(file, name)
}

/// What is wrong with the letters of an id. Where a name always stands behind a dot or a slash it
/// may be a keyword, and only this is asked.
pub(crate) fn odd_letters(file: &Parsed<'_>, name: Name) -> Option<Diagnostic> {
    let written = name.of(file.text);
    let is_fine = |letter: char| letter.is_ascii_lowercase() || letter.is_ascii_digit() || matches!(letter, '_' | '.');
    let odd = written.char_indices().find(|(_, letter)| !is_fine(*letter))?;
    let start = name.0.start as usize + odd.0;
    let place = Span::new(start, start + odd.1.len_utf8());
    let letter = odd.1;
    let message = say!("标识 `{written}` 里不能有 `{letter}`", "the id `{written}` cannot contain `{letter}`");
    let diagnostic = Diagnostic::new(codes::MALFORMED_ID, file.id, place, message);
    let mended = mended(written).to_lowercase();
    if mended.chars().all(is_fine) && !mended.is_empty() {
        let help = say!("改写成 `{mended}`", "write `{mended}`");
        return Some(diagnostic.help(help).fix(replacement(Safety::Unsafe, file.id, name.0, &mended)));
    }
    Some(diagnostic.help(say!(
        "标识只用小写英文字母、数字和 `_`，如 `min_age`；中文写在后面的引号里",
        "an id is made of lower-case letters, digits and `_`, such as `min_age`; the Chinese name stands behind it in quotation marks"
    )))
}

fn flags(fact: &ast::Fact) -> (Nature, bool) {
    let mut nature = Nature::Remediable;
    let mut optional = false;
    for (flag, _) in &fact.flags {
        match flag {
            Flag::Given => nature = Nature::Given,
            Flag::Remediable => nature = Nature::Remediable,
            Flag::Attested => nature = Nature::Attested,
            Flag::Optional => optional = true,
        }
    }
    (nature, optional)
}

/// The label of a role's fact: that of its first member with the role's label in front, as in
/// 主体负责人年龄 → 负责人年龄 and 主体联系方式1 → 负责人联系方式1.
fn role_label(label: &str, role: &str, list: &List) -> String {
    let ListKind::Role { members } = &list.kind else { return label.to_owned() };
    let rest = members.iter().find_map(|member| {
        let whole = label.strip_prefix(&*member.label);
        whole.or_else(|| label.strip_prefix(member.label.strip_suffix(role)?))
    });
    format!("{role}{}", rest.unwrap_or(label))
}
