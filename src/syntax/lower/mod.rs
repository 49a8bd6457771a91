//! From pest's pairs to the tree of `ast`. Problems become diagnostics, never failures.
//!
//! A node of the grammar is handed to the function of the same name. What is broken is left out of
//! the tree and explained by `recover`.

mod clauses;
pub(in crate::syntax) mod concrete;
mod expressions;
mod items;
mod scenarios;
mod spelling;

use crate::diagnostic::{Diagnostic, codes};
use crate::say;
use crate::syntax::ast::{File, Name, Text};
use crate::syntax::grammar::{Node, Nodes, Rule, parse_file};
use crate::syntax::recover;
use crate::text::{FileId, Span};

/// Parses one file whose nesting has been checked.
pub(super) fn lower_file(file: FileId, text: &str) -> (File, Vec<Diagnostic>) {
    let mut lowering = Lowering { file, text, diagnostics: Vec::new(), depth: 0 };
    let Some(nodes) = parse_file(text) else {
        let message = say!("无法读取这个文件", "this file cannot be read");
        let place = Span::new(0, text.len().min(1));
        let diagnostic = Diagnostic::new(codes::UNEXPECTED_TEXT, file, place, message);
        return (File::default(), vec![diagnostic]);
    };
    let tree = lowering.lower_items(nodes);
    (tree, lowering.diagnostics)
}

/// What every lowering function needs.
pub(super) struct Lowering<'a> {
    pub(super) file: FileId,
    pub(super) text: &'a str,
    pub(super) diagnostics: Vec<Diagnostic>,
    /// How many parts the rows around the expression have that is being lowered.
    pub(super) depth: usize,
}

pub(super) fn span_of(node: &Node<'_>) -> Span {
    let span = node.as_span();
    Span::new(span.start(), span.end())
}

/// The span of a node without the white space that an implicit skip may have left at its end.
pub(super) fn trimmed_span_of(node: &Node<'_>) -> Span {
    let span = node.as_span();
    Span::new(span.start(), span.start() + span.as_str().trim_end().len())
}

/// The same for a whole item, which does not end in comment lines either.
pub(super) fn item_span_of(node: &Node<'_>) -> Span {
    let span = node.as_span();
    let mut text = span.as_str().trim_end();
    while let Some((before, last)) = text.rsplit_once('\n')
        && last.trim_start().starts_with('#')
    {
        text = before.trim_end();
    }
    Span::new(span.start(), span.start() + text.len())
}

pub(super) fn name_of(node: &Node<'_>) -> Name {
    Name(span_of(node))
}

/// A string node without its quotation marks.
pub(super) fn text_of(node: &Node<'_>) -> Text {
    let written = node.as_str();
    let first = written.chars().next().map_or(0, char::len_utf8);
    let last = written.chars().next_back().map_or(0, char::len_utf8);
    let span = node.as_span();
    Text(Span::new(span.start() + first, span.end() - last))
}

/// The names of a `names` node, or of any node whose children are names or paths.
pub(super) fn names_in(node: Node<'_>) -> Vec<Name> {
    let is_name = |node: &Node<'_>| matches!(node.as_rule(), Rule::name | Rule::path | Rule::citation);
    node.into_inner().filter(is_name).map(|node| name_of(&node)).collect()
}

/// The parts of a declaration that begins `keyword name "label"`, sorted by kind.
#[derive(Default)]
pub(super) struct Parts {
    pub names: Vec<Name>,
    pub texts: Vec<Text>,
    /// The broken parts among the others.
    pub broken: Vec<Span>,
}

impl Parts {
    pub(super) fn name(&self, index: usize) -> Name {
        self.names.get(index).copied().unwrap_or(Name(Span::default()))
    }

    pub(super) fn text(&self, index: usize) -> Text {
        self.texts.get(index).copied().unwrap_or(Text(Span::default()))
    }
}

impl<'a> Lowering<'a> {
    pub(super) fn report(&mut self, diagnostic: Diagnostic) {
        self.diagnostics.push(diagnostic);
    }

    /// Sorts names and strings into `Parts` and hands everything else to `rest`.
    /// Braces that are never closed and broken parts are reported here, for all items alike.
    pub(super) fn parts(&mut self, node: Node<'a>, mut rest: impl FnMut(&mut Lowering<'a>, Node<'a>)) -> Parts {
        let mut parts = Parts::default();
        let mut opening = None;
        let is_block = node.as_rule() == Rule::track_block;
        for child in node.into_inner() {
            match child.as_rule() {
                Rule::name | Rule::path => parts.names.push(name_of(&child)),
                Rule::string => parts.texts.push(text_of(&child)),
                Rule::open => opening = Some(span_of(&child)),
                Rule::missing_close => self.missing_close(opening, &child),
                broken @ (Rule::broken_entry | Rule::broken_clause | Rule::broken_rule) => {
                    let strict = match broken {
                        Rule::broken_entry => Rule::probe_entry,
                        Rule::broken_rule => Rule::probe_item,
                        _ => Rule::probe_clause,
                    };
                    let place = span_of(&child);
                    // `home_url_limit one cites e-25`: a clause that no answer before it took.
                    let is_rest = is_block
                        && parts.broken.last().is_some_and(|before| {
                            let between = self.text.get(before.end as usize..place.start as usize);
                            between.is_some_and(|between| between.trim().is_empty())
                        });
                    if !is_rest || !recover::begins_with_clause(child.as_str()) {
                        recover::explain(self, &child, strict);
                    }
                    parts.broken.push(place);
                }
                _ => rest(self, child),
            }
        }
        parts
    }

    pub(super) fn missing_close(&mut self, opening: Option<Span>, node: &Node<'_>) {
        let place = opening.unwrap_or_else(|| span_of(node));
        let message = say!("这个 `{{` 没有对应的 `}}`", "this `{{` has no matching `}}`");
        let end = span_of(node);
        let diagnostic = Diagnostic::new(codes::UNCLOSED_BRACE, self.file, place, message)
            .also(self.file, end, say!("到这里还没有 `}}`", "no `}}` up to here"))
            .help(say!("在这一项的末尾补上 `}}`", "write `}}` at the end of this item"));
        self.report(diagnostic);
    }

    fn lower_items(&mut self, nodes: Nodes<'a>) -> File {
        let mut file = File::default();
        for node in nodes {
            match node.as_rule() {
                Rule::EOI => {}
                Rule::broken_item => recover::explain(self, &node, Rule::probe_item),
                Rule::layer_header => self.layer_header(node, &mut file),
                _ => {
                    if let Some(item) = self.item(node) {
                        file.items.push(item);
                    }
                }
            }
        }
        file
    }
}
