//! Resolves a file's own layer: header, bureau, sources, answers, rules, changes.

use rustc_hash::FxHashMap;

use crate::diagnostic::{Diagnostic, Message, codes};
use crate::model::{
    Bureau, Check, Effect, Layer, LayerId, LayerKind, Origin, Retired, Rule, Source, Statement, Tracks,
};
use crate::resolve::Parsed;
use crate::resolve::citations::Citations;
use crate::resolve::context::Context;
use crate::resolve::declare::{malformed_id, odd_letters};
use crate::resolve::rules::Clauses;
use crate::resolve::world::{ValueName, World};
use crate::say;
use crate::syntax::ast::{self, Entry, HeaderKind, Item, Name, Property};
use crate::syntax::keywords;
use crate::text::Span;
use crate::text::suggest::suggest;

/// What one file of a layer gives.
#[derive(Debug)]
pub struct ResolvedLayer {
    pub layer: Layer,
    /// Its sources; citations count them from `first_source` of the call.
    pub sources: Vec<Source>,
    pub diagnostics: Vec<Diagnostic>,
}

/// Resolves the layer of a file that has a header. Sources are numbered from `first_source`.
pub(crate) fn resolve_layer(world: &World, file: &Parsed<'_>, first_source: usize) -> Option<ResolvedLayer> {
    let header = file.tree.header.as_ref()?;
    let mut context = Context::new(world, file);
    let Some(mut layer) = context.empty_layer(header, file) else {
        // The layer is unknown; what is inside is still checked, under a name that cannot clash.
        let mut layer = placeholder_layer(file, header.span);
        let sources = context.sources(file);
        let citations = Citations::new(&world.sources, &sources, first_source);
        context.entries(file, &mut layer, &citations);
        return Some(ResolvedLayer { layer, sources: Vec::new(), diagnostics: context.diagnostics }).map(
            |mut resolved| {
                resolved.layer.rules.clear();
                resolved.layer.answers.clear();
                resolved
            },
        );
    };
    let sources = context.sources(file);
    let citations = Citations::new(&world.sources, &sources, first_source);
    context.bureau(file, &mut layer);
    context.entries(file, &mut layer, &citations);
    drop(citations);
    // The layer stays in memory; what its vectors grew too large by does not.
    layer.rules.shrink_to_fit();
    layer.answers.shrink_to_fit();
    Some(ResolvedLayer { layer, sources, diagnostics: context.diagnostics })
}

fn placeholder_layer(file: &Parsed<'_>, span: Span) -> Layer {
    Layer {
        kind: LayerKind::Province,
        name: "".into(),
        label: "".into(),
        code: None,
        bureau: None,
        rules: Vec::new(),
        answers: Vec::new(),
        unread: Vec::new(),
        classifications: Vec::new(),
        changes: Vec::new(),
        retired: Vec::new(),
        place: file.place(span),
    }
}

impl Context<'_> {
    fn empty_layer(&mut self, header: &ast::Header, file: &Parsed<'_>) -> Option<Layer> {
        let mut layer = placeholder_layer(file, header.span);
        match &header.kind {
            HeaderKind::National => {
                layer.kind = LayerKind::National;
                (layer.name, layer.label) = ("national".into(), "全国".into());
            }
            HeaderKind::Provider { name, label } => {
                self.diagnostics.extend(malformed_id(file, *name));
                layer.kind = LayerKind::Provider;
                (layer.name, layer.label) = (file.name(*name), file.string(*label));
            }
            HeaderKind::Province { name, properties } => {
                let Some(provinces) = self.world.provinces() else {
                    let message = say!("词汇里没有 `filing.province`", "the vocabulary has no `filing.province`");
                    let help = say!("把它声明为省份的枚举", "declare it as an enum of provinces");
                    self.report(codes::MISSING_FACT, name.0, message, help);
                    return None;
                };
                let value = self.province_value(provinces, *name)?;
                let value = &self.world.vocabulary.enums[provinces.index()].values[value as usize];
                (layer.name, layer.label) = (value.name.clone(), value.label.clone());
                for property in self.properties(properties, &["code"]) {
                    layer.code = Some(property.1);
                }
            }
        }
        Some(layer)
    }

    fn province_value(&mut self, provinces: crate::model::EnumId, name: Name) -> Option<u16> {
        let written = self.of(name);
        if let Some(ValueName::Value(value)) = self.value_named(provinces, name) {
            return Some(value);
        }
        if let Some(diagnostic) = self.look_alike(name) {
            self.diagnostics.push(diagnostic);
            return None;
        }
        let values = &self.world.vocabulary.enums[provinces.index()].values;
        let spellings = values.iter().flat_map(|value| [&*value.name, &*value.label]);
        let near = suggest(written, spellings);
        let message = say!("没有叫 `{written}` 的省份", "no province is called `{written}`");
        let other = say!("写省份的名称，不带“省”“市”，如 `广东`", "write the name of a province, such as `guangdong`");
        self.report_near(codes::UNKNOWN_LAYER, name.0, message, &near, other);
        None
    }

    /// Properties by their English keyword; others are reported.
    fn properties(&mut self, properties: &[Property], known: &[&'static str]) -> Vec<(&'static str, Box<str>)> {
        let mut found = Vec::new();
        for property in properties {
            let written = self.of(property.name);
            let keyword = keywords::find(written).map(|keyword| keyword.english);
            match known.iter().find(|known| Some(**known) == keyword) {
                Some(known) => found.push((*known, self.string(property.value))),
                None => {
                    let spelled: Vec<&str> =
                        known.iter().filter_map(|known| keywords::find(known)).map(|k| k.chinese).collect();
                    let all = known.iter().copied().chain(spelled.iter().copied());
                    let near = suggest(written, all);
                    let message = say!("没有叫 `{written}` 的资料", "there is no property `{written}`");
                    let contact = known.contains(&"telephone");
                    let other = Message::new(
                        format!(
                            "可以写：{}{}",
                            spelled.join("、"),
                            if contact { "；别的联系办法写成 `联系 \"名称\" \"号码\"`" } else { "" }
                        ),
                        format!(
                            "properties: {}{}",
                            known.join(", "),
                            if contact { "; others are written `contact \"name\" \"number\"`" } else { "" }
                        ),
                    );
                    self.report_near(codes::UNKNOWN_PROPERTY, property.name.0, message, &near, other);
                }
            }
        }
        found
    }

    fn bureau(&mut self, file: &Parsed<'_>, layer: &mut Layer) {
        for item in &file.tree.items {
            let Item::Bureau(item) = item else { continue };
            let properties = self.properties(&item.properties, &["address", "postcode", "telephone", "website"]);
            let contacts =
                item.contacts.iter().map(|(label, text)| (self.string(*label), self.string(*text))).collect();
            layer.bureau = Some(Bureau { label: self.string(item.label), properties, contacts });
        }
    }

    fn sources(&mut self, file: &Parsed<'_>) -> Vec<Source> {
        let mut sources: Vec<Source> = Vec::new();
        for item in &file.tree.items {
            let Item::Source(item) = item else { continue };
            self.diagnostics.extend(odd_letters(file, item.name));
            let properties =
                self.properties(&item.properties, &["repository", "path", "commit", "website", "reviewed"]);
            let statements = self.statements(&item.statements);
            sources.push(Source {
                name: file.name(item.name),
                label: file.string(item.label),
                layer: LayerId(0),
                properties,
                read: item.read.and_then(|(_, date)| date),
                statements: statements.into(),
                place: file.place(item.name.0),
            });
        }
        sources
    }

    fn statements(&mut self, items: &[ast::Statement]) -> Vec<Statement> {
        let mut seen: FxHashMap<&str, Span> = FxHashMap::default();
        let mut statements = Vec::with_capacity(items.len());
        for item in items {
            let check = match keywords::find(self.of(item.check)).map(|keyword| keyword.english) {
                Some("decidable") => Check::Decidable,
                Some("attested") => Check::Attested,
                Some("prose") => Check::Prose,
                _ => {
                    let written = self.of(item.check);
                    let message = say!("`{written}` 不是条目的种类", "`{written}` is not a kind of statement");
                    let help = say!("写 `可判定`、`须核查` 或 `仅供阅读`", "write `decidable`, `attested` or `prose`");
                    self.report(codes::UNKNOWN_VALUE, item.check.0, message, help);
                    Check::Prose
                }
            };
            let id = self.of(item.id);
            if let Some(first) = seen.insert(id, item.id.0) {
                let message = say!("条目 `{id}` 写了两次", "statement `{id}` stands twice");
                let diagnostic = Diagnostic::new(codes::DUPLICATE_NAME, self.file, item.id.0, message)
                    .also(self.file, first, say!("前面在这里", "the first one is here"))
                    .help(say!("给它另一个编号", "give it another id"));
                self.diagnostics.push(diagnostic);
                continue;
            }
            statements.push(Statement::new(id, check, &self.string(item.text), self.place(item.id.0)));
        }
        statements
    }

    fn entries(&mut self, file: &Parsed<'_>, layer: &mut Layer, citations: &Citations<'_>) {
        let mut names: FxHashMap<String, Span> = FxHashMap::default();
        for item in &file.tree.items {
            let Item::Block(block) = item else { continue };
            let tracks = self.tracks(&block.tracks);
            for entry in &block.entries {
                match entry {
                    Entry::Rule(rule) => self.own_rule(rule, tracks, layer, citations, &mut names, file),
                    Entry::Answer(answer) => {
                        let read = if answer.is_broken { None } else { self.answer(answer, tracks, citations) };
                        match read {
                            Some(answer) => {
                                self.expand(&answer, layer);
                                layer.answers.push(answer);
                            }
                            None => layer.unread.extend(self.policy_called(answer.policy).map(|id| (id, tracks))),
                        }
                    }
                    // Perhaps the answer to a policy of this name.
                    Entry::Broken(name) => layer.unread.extend(self.policy_called(*name).map(|id| (id, tracks))),
                    Entry::Unstated(policies) => self.unstated(policies, tracks, layer),
                    Entry::Replace(change) => self.change(change, true, tracks, layer, citations),
                    Entry::Waive(change) => self.change(change, false, tracks, layer, citations),
                    Entry::Retired { rule, superseded_by } => layer.retired.push(Retired {
                        rule: self.of(*rule).into(),
                        superseded_by: superseded_by.map(|name| self.of(name).into()),
                        place: self.place(rule.0),
                    }),
                }
            }
        }
        self.keep_other_tracks(layer);
    }

    fn unstated(&mut self, policies: &[Name], tracks: Tracks, layer: &mut Layer) {
        for name in policies {
            if let Some(policy) = self.policy_named(*name, tracks) {
                layer.answers.push(crate::model::Answer { policy, tracks, place: self.place(name.0), stated: None });
            }
        }
    }

    fn own_rule(
        &mut self,
        item: &ast::Rule,
        tracks: Tracks,
        layer: &mut Layer,
        citations: &Citations<'_>,
        names: &mut FxHashMap<String, Span>,
        file: &Parsed<'_>,
    ) {
        self.diagnostics.extend(malformed_id(file, item.name));
        let body = self.body(&item.clauses, Clauses::Rule, citations);
        let name = format!("{}.{}", self.track_word(tracks), self.of(item.name));
        let is_policy = layer.kind == LayerKind::Province && self.world.policy_names.contains_key(self.of(item.name));
        if let Some(first) = names.insert(name.clone(), item.name.0) {
            let written = self.of(item.name);
            let message =
                say!("前面已经有一条规则的标识是 `{written}`", "another rule of this track has the id `{written}`");
            let diagnostic = Diagnostic::new(codes::DUPLICATE_NAME, self.file, item.name.0, message)
                .also(self.file, first, say!("前面在这里", "the first one is here"))
                .help(say!(
                    "给其中一条换一个标识，如 `{written}_2`；重复粘贴的就删掉一条",
                    "choose another id, such as `{written}_2`; if it was pasted twice, delete one"
                ));
            self.diagnostics.push(diagnostic);
            return;
        }
        if is_policy {
            let written = self.of(item.name);
            let message = say!("`{written}` 已经是政策的标识", "`{written}` is the id of a policy");
            let help = say!(
                "规则换一个标识，或改写成对政策的答复 `{written}：…`",
                "choose another id, or answer the policy with `{written}: …`"
            );
            self.report(codes::DUPLICATE_NAME, item.name.0, message, help);
            return;
        }
        let does_nothing = body.effect == Effect::None && body.also.is_empty();
        if body.is_broken || (does_nothing && item.is_broken) {
            return;
        }
        if does_nothing {
            let message = say!("这条规则没有说怎么办", "this rule asks for nothing");
            let help = say!(
                "写上 `要求 …`、`不予备案`、`允许`、`建议 …` 或 `说明 \"…\"`",
                "write `require …`, `forbid`, `permit`, `advise …` or `note \"…\"`"
            );
            self.report(codes::NO_EFFECT, item.name.0, message, help);
            return;
        }
        layer.rules.push(Rule {
            name: name.into(),
            label: self.string(item.label),
            tracks,
            origin: Origin::Own,
            for_each: body.for_each,
            when: body.when,
            effect: body.effect,
            also: body.also.into(),
            cites: body.cites.into(),
            disputed: body.disputed,
            effective: body.effective,
            closed: body.closed,
            place: self.place(item.span),
        });
    }
}
