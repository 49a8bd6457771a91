//! Resolves what is declared with an expression: derived facts, attribute lets, bundles, invariants.

use std::collections::HashMap;

use crate::diagnostic::{Diagnostic, codes};
use crate::model::{
    AttributeLet, AttributeLetId, Bundle, BundleId, Derived, DerivedId, Expr, Invariant, ListId, Obligation, Place,
    Type,
};
use crate::resolve::Parsed;
use crate::resolve::conditions::builtin;
use crate::resolve::context::{Context, Scope};
use crate::resolve::declare::malformed_id;
use crate::resolve::values::COUNT;
use crate::resolve::walk;
use crate::resolve::world::{AttributeName, Named, World, id32};
use crate::say;
use crate::syntax::ast::{self, ExprKind, Item, Name, Operator};

/// Adds derived facts, attribute lets, bundles and invariants to the world.
pub(crate) fn declare_expressions(world: &mut World, files: &[Parsed<'_>], diagnostics: &mut Vec<Diagnostic>) {
    register_lets(world, files, diagnostics);
    register_attribute_lets(world, files, diagnostics);
    resolve_lets(world, files, diagnostics);
    resolve_attribute_lets(world, files, diagnostics);
    resolve_bundles(world, files, diagnostics);
    resolve_invariants(world, files, diagnostics);
}

fn lets<'a>(files: &'a [Parsed<'a>]) -> impl Iterator<Item = (&'a Parsed<'a>, &'a ast::Let)> {
    files.iter().flat_map(|file| {
        file.tree.items.iter().filter_map(move |item| match item {
            Item::Let(item) => Some((file, item)),
            _ => None,
        })
    })
}

fn attribute_lets<'a>(files: &'a [Parsed<'a>]) -> impl Iterator<Item = (&'a Parsed<'a>, &'a ast::Let)> {
    files.iter().flat_map(|file| {
        file.tree.items.iter().flat_map(move |item| {
            let lets = if let Item::Attributes(item) = item { item.lets.as_slice() } else { &[] };
            lets.iter().map(move |item| (file, item))
        })
    })
}

/// Gives every let its name and type, so that they can use each other in any order.
fn register_lets(world: &mut World, files: &[Parsed<'_>], diagnostics: &mut Vec<Diagnostic>) {
    for (file, item) in lets(files) {
        let id = DerivedId(id32(world.vocabulary.derived.len()));
        if let Some(diagnostic) = malformed_id(file, item.name) {
            diagnostics.push(diagnostic);
            continue;
        }
        let kind = match item.kind {
            None => type_of_body(file, &item.value),
            Some(name) => match world.find(name.of(file.text)) {
                Some(Named::Enum(id)) => Type::Enum(id),
                _ => {
                    diagnostics.push(not_an_enum(file, name));
                    continue;
                }
            },
        };
        let (path, label) = (file.name(item.name), file.string(item.label));
        let place = file.place(item.name.0);
        let mut is_new = register(world, &path, place, Named::Derived(id), diagnostics);
        is_new &= label == path || register(world, &label, file.place(item.label.0), Named::Derived(id), diagnostics);
        if !is_new {
            continue;
        }
        let negative = item.negative.map(|text| file.string(text));
        if let (Some(spelling), Some(text)) = (&negative, item.negative) {
            register(world, spelling, file.place(text.0), Named::NotDerived(id), diagnostics);
        }
        // Until its body is resolved, a let is unconditionally false.
        let value = Expr::YesNo(false);
        world.vocabulary.derived.push(Derived { path, label, negative, kind, list: None, value, place });
    }
}

/// Without `as`, a let is a condition, or a number where its body is a sum or a count.
fn type_of_body(file: &Parsed<'_>, body: &ast::Expr) -> Type {
    let counts = ["count", "count_distinct", "distinct_mobiles", "char_count", "han_count"];
    let is_number = match &body.kind {
        ExprKind::Binary(Operator::Plus | Operator::Minus, _) => true,
        ExprKind::Call(name, _) => builtin(name.of(file.text)).is_some_and(|function| counts.contains(&function)),
        _ => false,
    };
    if is_number { COUNT } else { Type::YesNo }
}

fn not_an_enum(file: &Parsed<'_>, name: Name) -> Diagnostic {
    let written = name.of(file.text);
    let message = say!("没有叫 `{written}` 的枚举", "no enum is called `{written}`");
    let help =
        say!("`作为` 后面写枚举的标识；是否判断不用写 `作为`", "an enum stands behind `as`; a condition needs no `as`");
    Diagnostic::new(codes::UNKNOWN_NAME, file.id, name.0, message).help(help)
}

fn register(world: &mut World, spelling: &str, place: Place, named: Named, diagnostics: &mut Vec<Diagnostic>) -> bool {
    if let Some((_, first)) = world.names.get(spelling) {
        let message = say!("`{spelling}` 已经是另一个名称", "`{spelling}` is already the name of something else");
        let diagnostic = Diagnostic::new(codes::DUPLICATE_NAME, place.file, place.span, message)
            .also(first.file, first.span, say!("前面在这里声明", "declared here first"))
            .help(say!(
                "换一个名称；名称在整个项目里只能用一次",
                "choose another; a name stands for one thing in the whole project"
            ));
        diagnostics.push(diagnostic);
        return false;
    }
    world.names.insert(spelling.into(), (named, place));
    true
}

fn register_attribute_lets(world: &mut World, files: &[Parsed<'_>], diagnostics: &mut Vec<Diagnostic>) {
    for (file, item) in attribute_lets(files) {
        if let Some(diagnostic) = malformed_id(file, item.name) {
            diagnostics.push(diagnostic);
            continue;
        }
        let id = AttributeLetId(id32(world.vocabulary.attribute_lets.len()));
        let (name, label) = (file.name(item.name), file.string(item.label));
        for spelling in [&name, &label] {
            world.attributes.insert(spelling.clone(), AttributeName::Let(id));
        }
        let negative = item.negative.map(|text| file.string(text));
        if let Some(negative) = &negative {
            world.attributes.insert(negative.clone(), AttributeName::NotLet(id));
        }
        let place = file.place(item.name.0);
        world.vocabulary.attribute_lets.push(AttributeLet { name, label, negative, value: Expr::YesNo(false), place });
    }
}

fn resolve_attribute_lets(world: &mut World, files: &[Parsed<'_>], diagnostics: &mut Vec<Diagnostic>) {
    let mut index = 0;
    let mut values = Vec::new();
    for (file, item) in attribute_lets(files) {
        if malformed_id(file, item.name).is_some() {
            continue;
        }
        let mut context = Context::new(world, file.id, file.text);
        context.material = Some(None);
        if let Some(value) = context.condition(&item.value) {
            values.push((index, value));
        }
        diagnostics.append(&mut context.diagnostics);
        index += 1;
    }
    for (index, value) in values {
        world.vocabulary.attribute_lets[index].value = value;
    }
}

/// Resolves the bodies, then orders them: a list for each, no circles.
fn resolve_lets(world: &mut World, files: &[Parsed<'_>], diagnostics: &mut Vec<Diagnostic>) {
    let mut bodies: HashMap<usize, (Expr, Option<ListId>)> = HashMap::new();
    // Element facts inside other lets are found in a second round, when their lists are known.
    for _ in 0..2 {
        bodies.clear();
        let mut found = Vec::new();
        for (file, item) in lets(files) {
            let Some(Named::Derived(id)) = world.find(item.name.of(file.text)) else { continue };
            let mut context = Context::new(world, file.id, file.text);
            context.scope = Scope::Free;
            let kind = world.vocabulary.derived[id.index()].kind;
            let body = if kind == Type::YesNo {
                context.condition(&item.value)
            } else {
                let value = context.value(&item.value, Some(kind));
                value.and_then(|(value, found)| context.expect_type(&item.value, found, kind).map(|()| value))
            };
            if let Some(body) = body {
                bodies.insert(id.index(), (body, context.used_list));
            }
            found.append(&mut context.diagnostics);
        }
        for (index, (_, list)) in &bodies {
            world.vocabulary.derived[*index].list = *list;
        }
        if bodies.values().all(|(_, list)| list.is_none()) || world.vocabulary.derived.is_empty() {
            diagnostics.append(&mut found);
            break;
        }
        if !found.is_empty() {
            diagnostics.append(&mut found);
            break;
        }
    }
    for (index, (body, _)) in bodies {
        world.vocabulary.derived[index].value = body;
    }
    report_circles(world, diagnostics);
}

/// Derived facts may use one another, but not in a circle.
fn report_circles(world: &mut World, diagnostics: &mut Vec<Diagnostic>) {
    let uses: Vec<Vec<usize>> =
        world.vocabulary.derived.iter().map(|derived| walk::derived_in(&derived.value)).collect();
    let mut circular = Vec::new();
    for start in 0..uses.len() {
        let mut seen = vec![false; uses.len()];
        let mut open: Vec<usize> = uses[start].clone();
        while let Some(next) = open.pop() {
            if next == start {
                circular.push(start);
                break;
            }
            if !std::mem::replace(&mut seen[next], true) {
                open.extend(&uses[next]);
            }
        }
    }
    for index in circular {
        let derived = &mut world.vocabulary.derived[index];
        let (label, path) = (&derived.label, &derived.path);
        let message = say!("`{label}` 的定义绕了一圈又用到它自己", "`{path}` is defined by itself");
        let help = say!("改写其中一个定义，只用申请里的事实", "define one of them by facts alone");
        diagnostics
            .push(Diagnostic::new(codes::DERIVED_CYCLE, derived.place.file, derived.place.span, message).help(help));
        derived.value = Expr::YesNo(false);
    }
}

fn resolve_bundles(world: &mut World, files: &[Parsed<'_>], diagnostics: &mut Vec<Diagnostic>) {
    for file in files {
        for item in &file.tree.items {
            let Item::Bundle(item) = item else { continue };
            if let Some(diagnostic) = malformed_id(file, item.name) {
                diagnostics.push(diagnostic);
                continue;
            }
            let mut context = Context::new(world, file.id, file.text);
            let value = context.obligation(&item.value);
            diagnostics.append(&mut context.diagnostics);
            let id = BundleId(id32(world.vocabulary.bundles.len()));
            let (name, label) = (file.name(item.name), file.string(item.label));
            let place = file.place(item.name.0);
            let mut is_new = register(world, &name, place, Named::Bundle(id), diagnostics);
            is_new &=
                label == name || register(world, &label, file.place(item.label.0), Named::Bundle(id), diagnostics);
            if is_new {
                let value = value.unwrap_or(Obligation::AllOf(Vec::new()));
                world.vocabulary.bundles.push(Bundle { name, label, value, place });
            }
        }
    }
}

fn resolve_invariants(world: &mut World, files: &[Parsed<'_>], diagnostics: &mut Vec<Diagnostic>) {
    for file in files {
        for item in &file.tree.items {
            let Item::Invariant(item) = item else { continue };
            let mut context = Context::new(world, file.id, file.text);
            context.scope = Scope::Free;
            let value = context.condition(&item.value);
            let list = context.used_list;
            diagnostics.append(&mut context.diagnostics);
            diagnostics.extend(malformed_id(file, item.name));
            let Some(value) = value else { continue };
            let (name, label) = (file.name(item.name), file.string(item.label));
            let place = file.place(item.name.0);
            world.vocabulary.invariants.push(Invariant { name, label, list, value, place });
        }
    }
}
