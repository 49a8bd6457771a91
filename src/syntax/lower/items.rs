//! Lowers the items of a file: headers, vocabulary, policies, blocks, bureaus, sources.

use crate::diagnostic::{Diagnostic, codes};
use crate::say;
use crate::syntax::ast::{
    Answer, Attributes, Block, Bureau, Change, Choice, Defined, Entry, Enum, Expr, Fact, Facts, File, Flag, Header,
    HeaderKind, Item, Let, List, Material, Name, Parameter, Policy, Property, Role, Source, Statement, Table, Template,
    TemplatePart, Type, TypeKind, Words,
};
use crate::syntax::grammar::{Node, Rule};
use crate::syntax::lower::{Lowering, item_span_of, name_of, names_in, span_of, text_of, trimmed_span_of};
use crate::syntax::recover;
use crate::text::{Date, Span};

impl<'a> Lowering<'a> {
    pub(super) fn layer_header(&mut self, node: Node<'a>, file: &mut File) {
        let span = trimmed_span_of(&node);
        let Some(layer) = node.into_inner().next() else { return };
        let rule = layer.as_rule();
        let mut properties = Vec::new();
        let parts = self.parts(layer, |lowering, child| {
            if child.as_rule() == Rule::property {
                properties.push(lowering.property(child));
            }
        });
        let kind = match rule {
            Rule::provider_layer => HeaderKind::Provider { name: parts.name(0), label: parts.text(0) },
            Rule::province_layer => HeaderKind::Province { name: parts.name(0), properties },
            _ => HeaderKind::National,
        };
        let header = Header { span, kind };
        if let Some(first) = &file.header {
            let message = say!("一个文件只能有一个开头", "a file has one header");
            let diagnostic = Diagnostic::new(codes::SECOND_HEADER, self.file, span, message)
                .also(self.file, first.span, say!("前面已经写了", "the first one is here"))
                .help(say!("把另一个省份或接入商放进单独的文件", "give the other layer a file of its own"));
            self.report(diagnostic);
            return;
        }
        if let Some(item) = file.items.first() {
            let _ = item;
            let message = say!("开头必须写在文件的最前面", "the header must come first in the file");
            let diagnostic = Diagnostic::new(codes::SECOND_HEADER, self.file, span, message)
                .help(say!("把这一行移到文件的第一行", "move this line to the top of the file"));
            self.report(diagnostic);
        }
        file.header = Some(header);
    }

    pub(super) fn item(&mut self, node: Node<'a>) -> Option<Item> {
        Some(match node.as_rule() {
            Rule::enum_item => Item::Enum(self.enum_item(node)),
            Rule::facts_item => Item::Facts(self.facts_item(node)),
            Rule::list_item => Item::List(self.list_item(node)),
            Rule::role_item => Item::Role(self.role_item(node)),
            Rule::attributes_item => Item::Attributes(self.attributes_item(node)),
            Rule::materials_item => Item::Materials(self.materials_item(node)),
            Rule::bundle_item => Item::Bundle(self.defined(node)),
            Rule::invariant_item => Item::Invariant(self.defined(node)),
            Rule::words_item => Item::Words(self.words_item(node)),
            Rule::table_item => Item::Table(self.table_item(node)),
            Rule::template_item => Item::Template(self.template_item(node)),
            Rule::let_item => Item::Let(self.let_item(node)),
            Rule::policy_item => Item::Policy(self.policy_item(node)),
            Rule::track_block => Item::Block(self.track_block(node)),
            Rule::bureau_item => Item::Bureau(self.bureau_item(node)),
            Rule::source_item => Item::Source(self.source_item(node)),
            Rule::baseline_item | Rule::scenario_item => Item::Scenario(self.scenario_item(node)),
            Rule::rule_item | Rule::replace_item | Rule::waive_item | Rule::retired_item => {
                self.outside_block(&node);
                let span = trimmed_span_of(&node);
                let entries = self.entry(node).into_iter().collect();
                Item::Block(Block { span, tracks: Vec::new(), entries })
            }
            _ => return None,
        })
    }

    fn outside_block(&mut self, node: &Node<'_>) {
        let word = Span::new(node.as_span().start(), node.as_span().start());
        let end = node.as_str().find(char::is_whitespace).unwrap_or(0);
        let place = Span::new(word.start as usize, word.start as usize + end);
        let message = say!("规则要写在 `适用于 … {{ }}` 里面", "a rule stands inside `for … {{ }}`");
        let diagnostic = Diagnostic::new(codes::RULE_OUTSIDE_BLOCK, self.file, place, message).help(say!(
            "写成 `适用于 单位备案 {{ 规则 … }}`；两类都适用写 `适用于 单位备案，个人备案 {{ … }}`",
            "write `for unit {{ rule … }}`, or `for unit, individual {{ … }}` for both"
        ));
        self.report(diagnostic);
    }

    fn enum_item(&mut self, node: Node<'a>) -> Enum {
        let mut values = Vec::new();
        let mut groups = Vec::new();
        let parts = self.parts(node, |lowering, child| match child.as_rule() {
            Rule::enum_entry => {
                let parts = lowering.parts(child, |_, _| {});
                values.push((parts.name(0), parts.text(0)));
            }
            Rule::group_entry => {
                let mut members = Vec::new();
                let parts = lowering.parts(child, |_, child| {
                    if child.as_rule() == Rule::names {
                        members = names_in(child);
                    }
                });
                groups.push((parts.name(0), parts.text(0), members));
            }
            _ => {}
        });
        Enum { name: parts.name(0), label: parts.text(0), values, groups }
    }

    fn facts_item(&mut self, node: Node<'a>) -> Facts {
        let mut list = None;
        let mut facts = Vec::new();
        let parts = self.parts(node, |lowering, child| match child.as_rule() {
            Rule::in_list => list = names_in(child).first().copied(),
            Rule::fact_entry => facts.push(lowering.fact_entry(child)),
            _ => {}
        });
        Facts { name: parts.name(0), label: parts.text(0), list, facts }
    }

    fn fact_entry(&mut self, node: Node<'a>) -> Fact {
        let mut kind = Type { span: span_of(&node), kind: TypeKind::YesNo };
        let mut negative = None;
        let mut flags = Vec::new();
        let parts = self.parts(node, |lowering, child| match child.as_rule() {
            Rule::type_ref => kind = lowering.type_ref(child),
            Rule::negative => negative = lowering.parts(child, |_, _| {}).texts.first().copied(),
            Rule::flag => flags.extend(flag(child)),
            _ => {}
        });
        Fact { path: parts.name(0), kind, label: parts.text(0), negative, flags }
    }

    pub(super) fn type_ref(&mut self, node: Node<'a>) -> Type {
        let span = trimmed_span_of(&node);
        let kind = node.into_inner().next().map_or(TypeKind::YesNo, |child| match child.as_rule() {
            Rule::kw_date => TypeKind::Date,
            Rule::kw_text => TypeKind::Text,
            Rule::kw_phone => TypeKind::Phone,
            Rule::kw_obligation => TypeKind::Obligation,
            Rule::kw_condition => TypeKind::Condition,
            Rule::kw_material => TypeKind::Material,
            Rule::kw_words => TypeKind::Words,
            Rule::int_type => self.int_type(child),
            Rule::set_type => names_in(child).first().map_or(TypeKind::YesNo, |name| TypeKind::SetOf(*name)),
            Rule::named_type => names_in(child).first().map_or(TypeKind::YesNo, |name| TypeKind::Named(*name)),
            _ => TypeKind::YesNo,
        });
        Type { span, kind }
    }

    fn int_type(&mut self, node: Node<'a>) -> TypeKind {
        let mut bounds = Vec::new();
        let mut unit = None;
        for child in node.into_inner() {
            match child.as_rule() {
                Rule::digits => bounds.push(self.number(&child)),
                Rule::unit => unit = self.unit(child),
                _ => {}
            }
        }
        let bound = |index: usize| bounds.get(index).copied().unwrap_or(0);
        TypeKind::Int { low: bound(0), high: bound(1), unit }
    }

    fn list_item(&mut self, node: Node<'a>) -> List {
        let mut max = 0;
        let parts = self.parts(node, |lowering, child| {
            if child.as_rule() == Rule::digits {
                max = lowering.number(&child);
            }
        });
        List { name: parts.name(0), label: parts.text(0), key: parts.name(1), max }
    }

    fn role_item(&mut self, node: Node<'a>) -> Role {
        let mut members = Vec::new();
        let parts = self.parts(node, |_, child| {
            if child.as_rule() == Rule::names {
                members = names_in(child);
            }
        });
        Role { name: parts.name(0), label: parts.text(0), members }
    }

    fn attributes_item(&mut self, node: Node<'a>) -> Attributes {
        let span = item_span_of(&node);
        let mut facts = Vec::new();
        let mut lets = Vec::new();
        self.parts(node, |lowering, child| match child.as_rule() {
            Rule::fact_entry => facts.push(lowering.fact_entry(child)),
            Rule::let_item => lets.push(lowering.let_item(child)),
            _ => {}
        });
        Attributes { span, facts, lets }
    }

    fn materials_item(&mut self, node: Node<'a>) -> Vec<Material> {
        let mut materials = Vec::new();
        self.parts(node, |lowering, child| {
            if child.as_rule() == Rule::material_entry {
                let mut attributes = Vec::new();
                let parts = lowering.parts(child, |_, child| {
                    if child.as_rule() == Rule::material_attributes {
                        attributes = child.into_inner().flat_map(names_in).collect();
                    }
                });
                materials.push(Material { name: parts.name(0), label: parts.text(0), attributes });
            }
        });
        materials
    }

    fn defined(&mut self, node: Node<'a>) -> Defined {
        let mut value = self.no_expr(&node);
        let parts = self.parts(node, |lowering, child| {
            if child.as_rule() == Rule::expr {
                value = lowering.expr(child);
            }
        });
        Defined { name: parts.name(0), label: parts.text(0), value }
    }

    fn words_item(&mut self, node: Node<'a>) -> Words {
        let mut open = false;
        let parts = self.parts(node, |_, child| open |= child.as_rule() == Rule::kw_open);
        let words = parts.texts.iter().skip(1).copied().collect();
        Words { name: parts.name(0), label: parts.text(0), open, words }
    }

    fn table_item(&mut self, node: Node<'a>) -> Table {
        let mut types = Vec::new();
        let mut rows = Vec::new();
        let span = span_of(&node);
        let parts = self.parts(node, |lowering, child| match child.as_rule() {
            Rule::type_ref => types.push(lowering.type_ref(child)),
            Rule::table_entry => rows.extend(lowering.table_entry(child)),
            _ => {}
        });
        let type_at = |index: usize| types.get(index).copied().unwrap_or(Type { span, kind: TypeKind::Text });
        Table { name: parts.name(0), label: parts.text(0), from: type_at(0), to: type_at(1), rows }
    }

    fn table_entry(&mut self, node: Node<'a>) -> Option<(Expr, Vec<Expr>)> {
        let mut key = None;
        let mut values = Vec::new();
        for child in node.into_inner() {
            match child.as_rule() {
                Rule::table_key => key = child.into_inner().next().map(|child| self.simple(&child)),
                Rule::expr => values.push(self.expr(child)),
                _ => {}
            }
        }
        Some((key?, values))
    }

    fn template_item(&mut self, node: Node<'a>) -> Template {
        let mut template_parts = Vec::new();
        let parts = self.parts(node, |lowering, child| {
            if child.as_rule() != Rule::template_part {
                return;
            }
            let Some(part) = child.into_inner().next() else { return };
            template_parts.push(match part.as_rule() {
                Rule::string => TemplatePart::Fixed(text_of(&part)),
                _ => {
                    let parts = lowering.parts(part, |_, _| {});
                    TemplatePart::Hole(parts.name(0), parts.text(0))
                }
            });
        });
        Template { name: parts.name(0), label: parts.text(0), parts: template_parts }
    }

    fn let_item(&mut self, node: Node<'a>) -> Let {
        let mut value = self.no_expr(&node);
        let mut negative = None;
        let parts = self.parts(node, |lowering, child| match child.as_rule() {
            Rule::negative => negative = lowering.parts(child, |_, _| {}).texts.first().copied(),
            Rule::expr => value = lowering.expr(child),
            _ => {}
        });
        let kind = parts.names.get(1).copied();
        Let { name: parts.name(0), label: parts.text(0), negative, kind, value }
    }

    fn policy_item(&mut self, node: Node<'a>) -> Policy {
        let mut tracks = Vec::new();
        let mut choices = Vec::new();
        let parts = self.parts(node, |lowering, child| match child.as_rule() {
            Rule::names => tracks = names_in(child),
            Rule::choice => choices.push(lowering.choice(child)),
            _ => {}
        });
        Policy { name: parts.name(0), label: parts.text(0), tracks, choices }
    }

    fn choice(&mut self, node: Node<'a>) -> Choice {
        let mut parameters = Vec::new();
        let mut clauses = Vec::new();
        let mut rules = Vec::new();
        let parts = self.parts(node, |lowering, child| match child.as_rule() {
            Rule::parameters => {
                for parameter in child.into_inner() {
                    let mut kind = Type { span: span_of(&parameter), kind: TypeKind::YesNo };
                    let parts = lowering.parts(parameter, |lowering, child| {
                        if child.as_rule() == Rule::type_ref {
                            kind = lowering.type_ref(child);
                        }
                    });
                    parameters.push(Parameter { name: parts.name(0), kind, label: parts.text(0) });
                }
            }
            Rule::choice_body => {
                lowering.parts(child, |lowering, child| match child.as_rule() {
                    Rule::rule_item => rules.push(lowering.rule_item(child)),
                    _ => clauses.extend(lowering.clause(child)),
                });
            }
            _ => {}
        });
        Choice { name: parts.name(0), label: parts.text(0), parameters, clauses, rules }
    }

    fn track_block(&mut self, node: Node<'a>) -> Block {
        let span = item_span_of(&node);
        let mut tracks = Vec::new();
        let mut entries = Vec::new();
        let parts = self.parts(node, |lowering, child| match child.as_rule() {
            Rule::names => tracks = names_in(child),
            _ => entries.extend(lowering.entry(child)),
        });
        entries.extend(parts.broken.iter().map(|broken| Entry::Broken(self.first_word(*broken))));
        Block { span, tracks, entries }
    }

    fn first_word(&self, span: Span) -> Name {
        let start = span.start as usize;
        Name(Span::new(start, start + recover::word_length(span.of(self.text))))
    }

    fn entry(&mut self, node: Node<'a>) -> Option<Entry> {
        Some(match node.as_rule() {
            Rule::rule_item => Entry::Rule(self.rule_item(node)),
            Rule::answer => Entry::Answer(self.answer(node)),
            Rule::unstated_answer => Entry::Unstated(node.into_inner().flat_map(names_in).collect()),
            Rule::replace_item => Entry::Replace(self.change(node)),
            Rule::waive_item => Entry::Waive(self.change(node)),
            Rule::retired_item => {
                let names = names_in(node);
                Entry::Retired { rule: *names.first()?, superseded_by: names.get(1).copied() }
            }
            _ => return None,
        })
    }

    fn answer(&mut self, node: Node<'a>) -> Answer {
        let span = item_span_of(&node);
        let mut value = self.no_expr(&node);
        let mut clauses = Vec::new();
        let before = self.diagnostics.len();
        let parts = self.parts(node, |lowering, child| match child.as_rule() {
            Rule::expr => value = lowering.expr(child),
            _ => clauses.extend(lowering.clause(child)),
        });
        let is_broken = self.diagnostics.len() > before;
        // The first thing that is wrong; what follows in the same answer comes of it.
        self.diagnostics.truncate(before + 1);
        Answer { span, policy: parts.name(0), value, clauses, is_broken }
    }

    fn change(&mut self, node: Node<'a>) -> Change {
        let span = item_span_of(&node);
        let mut clauses = Vec::new();
        let parts = self.parts(node, |lowering, child| clauses.extend(lowering.clause(child)));
        Change { span, rule: parts.name(0), fingerprint: parts.text(0), clauses }
    }

    fn bureau_item(&mut self, node: Node<'a>) -> Bureau {
        let span = item_span_of(&node);
        let mut properties = Vec::new();
        let mut contacts = Vec::new();
        let parts = self.parts(node, |lowering, child| match child.as_rule() {
            Rule::property => properties.push(lowering.property(child)),
            Rule::contact => {
                let parts = lowering.parts(child, |_, _| {});
                contacts.push((parts.text(0), parts.text(1)));
            }
            _ => {}
        });
        Bureau { span, label: parts.text(0), properties, contacts }
    }

    fn property(&mut self, node: Node<'a>) -> Property {
        let parts = self.parts(node, |_, _| {});
        Property { name: parts.name(0), value: parts.text(0) }
    }

    fn source_item(&mut self, node: Node<'a>) -> Source {
        let mut properties = Vec::new();
        let mut read = None;
        let mut statements = Vec::new();
        let parts = self.parts(node, |lowering, child| match child.as_rule() {
            Rule::property => properties.push(lowering.property(child)),
            Rule::read_date => read = lowering.date_in(child),
            Rule::statements => {
                lowering.parts(child, |lowering, child| {
                    if child.as_rule() == Rule::statement {
                        statements.extend(lowering.statement(child));
                    }
                });
            }
            _ => {}
        });
        Source { name: parts.name(0), label: parts.text(0), properties, read, statements }
    }

    fn statement(&mut self, node: Node<'a>) -> Option<Statement> {
        let mut children = node.into_inner();
        let id = name_of(&children.next()?);
        let check = name_of(&children.next()?);
        let text = text_of(&children.next()?);
        Some(Statement { id, check, text })
    }

    /// The date of a `read`, `from` or `until` node, with its place.
    pub(super) fn date_in(&mut self, node: Node<'a>) -> Option<(Span, Option<Date>)> {
        let date = node.into_inner().find(|child| child.as_rule() == Rule::date)?;
        Some((span_of(&date), self.date(&date)))
    }
}

fn flag(node: Node<'_>) -> Option<(Flag, Span)> {
    let span = span_of(&node);
    let flag = match node.into_inner().next()?.as_rule() {
        Rule::kw_given => Flag::Given,
        Rule::kw_remediable => Flag::Remediable,
        Rule::kw_attested => Flag::Attested,
        _ => Flag::Optional,
    };
    Some((flag, span))
}
