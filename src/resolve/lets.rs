//! Resolves what is declared with an expression: derived facts, attribute lets, bundles, invariants.

use crate::diagnostic::{Diagnostic, codes};
use crate::model::{
    AttributeLet, AttributeLetId, Bundle, BundleId, Derived, DerivedId, Expr, Invariant, Obligation, Place, Type,
};
use crate::resolve::Parsed;
use crate::resolve::conditions::builtin;
use crate::resolve::context::{Context, Scope};
use crate::resolve::declare::{malformed_id, taken_attribute};
use crate::resolve::expansion;
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
            Some(name) => match Context::new(world, file).find(name) {
                Some(Named::Enum(id)) => Type::Enum(id),
                _ => {
                    diagnostics.push(not_an_enum(file, name));
                    continue;
                }
            },
        };
        let (path, label) = (file.name(item.name), file.string(item.label));
        let place = file.place(item.name.0);
        if !register(world, &path, place, Named::Derived(id), diagnostics) {
            continue;
        }
        // INVARIANT: whatever has a name in the world is in the vocabulary. A taken label is
        // reported; the id stands for this all the same.
        if label != path {
            register(world, &label, file.place(item.label.0), Named::Derived(id), diagnostics);
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

/// Without `as`, a let is a condition, or a number where its body, or a case of it, is a sum or a
/// count.
fn type_of_body(file: &Parsed<'_>, body: &ast::Expr) -> Type {
    if is_number(file, body) { COUNT } else { Type::YesNo }
}

fn is_number(file: &Parsed<'_>, body: &ast::Expr) -> bool {
    let counts = ["count", "count_distinct", "distinct_mobiles", "char_count", "han_count"];
    match &body.kind {
        ExprKind::Binary(Operator::Plus | Operator::Minus, _) => true,
        ExprKind::Call(name, _) => builtin(name.of(file.text)).is_some_and(|function| counts.contains(&function)),
        ExprKind::Cases(cases) => cases.iter().any(|case| is_number(file, &case.value)),
        _ => false,
    }
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
        if let Some(diagnostic) = taken_attribute(world, file, item.name.0, &[&name, &label]) {
            diagnostics.push(diagnostic);
            continue;
        }
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
    let mut values = Vec::new();
    for (file, item) in attribute_lets(files) {
        // One that was not registered, or not under this place, is not resolved.
        let place = file.place(item.name.0);
        let Some(AttributeName::Let(id)) = world.attributes.get(item.name.of(file.text)).copied() else { continue };
        if world.vocabulary.attribute_lets[id.index()].place != place {
            continue;
        }
        let mut context = Context::new(world, file);
        context.material = Some(None);
        if let Some(value) = context.condition(&item.value) {
            values.push((id, value));
        }
        diagnostics.append(&mut context.diagnostics);
    }
    for (id, value) in values {
        world.vocabulary.attribute_lets[id.index()].value = value;
    }
    expansion::limit_attribute_lets(&mut world.vocabulary, diagnostics);
}

/// Resolves the bodies, then orders them: a list for each, no circles.
fn resolve_lets(world: &mut World, files: &[Parsed<'_>], diagnostics: &mut Vec<Diagnostic>) {
    // Element facts inside other lets are found in later rounds, when the lists of those are known.
    // Every second round goes backwards, so that chains are short in either order of the files.
    let mut order: Vec<(&Parsed<'_>, &ast::Let)> = lets(files).collect();
    loop {
        let mut is_stable = true;
        let mut found = Vec::new();
        for (file, item) in &order {
            let Some(Named::Derived(id)) = world.find(item.name.of(file.text)) else { continue };
            if world.vocabulary.derived[id.index()].place != file.place(item.name.0) {
                continue;
            }
            let mut context = Context::new(world, file);
            context.scope = Scope::Free;
            let kind = world.vocabulary.derived[id.index()].kind;
            let body = if kind == Type::YesNo {
                context.condition(&item.value)
            } else {
                let value = context.value(&item.value, Some(kind));
                value.and_then(|(value, found)| context.expect_type(&item.value, found, kind).map(|()| value))
            };
            let list = context.used_list;
            found.append(&mut context.diagnostics);
            let derived = &mut world.vocabulary.derived[id.index()];
            // A list that is known once stays known, so the rounds end.
            is_stable &= list.is_none() || derived.list == list || derived.list.is_some();
            derived.list = derived.list.or(list);
            derived.value = body.unwrap_or(Expr::YesNo(false));
        }
        if is_stable {
            diagnostics.append(&mut found);
            break;
        }
        order.reverse();
    }
    report_circles(world, diagnostics);
}

/// Derived facts may use one another, but not in a circle.
fn report_circles(world: &mut World, diagnostics: &mut Vec<Diagnostic>) {
    let uses: Vec<Vec<usize>> =
        world.vocabulary.derived.iter().map(|derived| walk::derived_in(&derived.value)).collect();
    let mut circular = Vec::new();
    for start in walk::in_order(&uses).1 {
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
            let mut context = Context::new(world, file);
            let value = context.obligation(&item.value);
            diagnostics.append(&mut context.diagnostics);
            let id = BundleId(id32(world.vocabulary.bundles.len()));
            let (name, label) = (file.name(item.name), file.string(item.label));
            let place = file.place(item.name.0);
            if !register(world, &name, place, Named::Bundle(id), diagnostics) {
                continue;
            }
            if label != name {
                register(world, &label, file.place(item.label.0), Named::Bundle(id), diagnostics);
            }
            let mut value = value.unwrap_or(Obligation::AllOf(Box::default()));
            let size = expansion::obligation_size(&world.vocabulary, &value);
            if size > expansion::LARGEST {
                diagnostics.push(expansion::too_large(place, &label, &name));
                value = Obligation::AllOf(Box::default());
            }
            world.vocabulary.bundles.push(Bundle { name, label, value, place });
        }
    }
}

fn resolve_invariants(world: &mut World, files: &[Parsed<'_>], diagnostics: &mut Vec<Diagnostic>) {
    for file in files {
        for item in &file.tree.items {
            let Item::Invariant(item) = item else { continue };
            let mut context = Context::new(world, file);
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

#[cfg(test)]
mod tests {
    use crate::resolve::testing::{check_shared, resolved};

    #[test]
    fn the_list_of_a_fact_is_found_through_any_number_of_others() {
        let text = "let a \"甲\" = b let b \"乙\" = c let c \"丙\" = site.name mentions bad";
        let (world, ..) = resolved(text, "");
        assert!(world.vocabulary.derived.iter().skip(1).all(|derived| derived.list.is_some()));
        let used = format!("{text} let d \"丁\" = a and site.name mentions good");
        assert_eq!(check_shared(&used), "");
        let (.., found) = resolved(text, "province guangdong for unit { rule x \"甲\" { when a forbid } }");
        assert_eq!(found, "E0405 a\n");
    }

    #[test]
    fn circles_are_reported() {
        assert_eq!(check_shared("let a \"甲\" = b let b \"乙\" = not a let c \"丙\" = a"), "E0413 a\nE0413 b\n");
        assert_eq!(check_shared("attributes { let a \"甲\" = not a }"), "E0413 a\n");
    }

    #[test]
    fn a_taken_label_leaves_the_id() {
        assert_eq!(
            check_shared("let a \"许可证\" = not b let b \"乙\" = has sponsor.remark"),
            "E0302 \"许可证\"\n".replace('"', "")
        );
    }
}
