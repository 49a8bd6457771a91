//! Named conditions on materials and bundles are written out where they are used. So they must not
//! use themselves, and what they become must stay small.

use crate::diagnostic::{Diagnostic, codes};
use crate::model::{Alternative, Expr, Obligation, Place, Vocabulary};
use crate::resolve::walk;
use crate::say;

/// How many parts one may have when everything in it is written out.
pub(crate) const LARGEST: usize = 500;

/// Reports circles and conditions that are too large; both become unconditionally false.
pub(crate) fn limit_attribute_lets(vocabulary: &mut Vocabulary, diagnostics: &mut Vec<Diagnostic>) {
    let uses: Vec<Vec<usize>> =
        vocabulary.attribute_lets.iter().map(|item| walk::attribute_lets_in(&item.value)).collect();
    let (ordered, circular) = walk::in_order(&uses);
    for index in circular {
        let item = &mut vocabulary.attribute_lets[index];
        let (label, name) = (&item.label, &item.name);
        let message = say!("`{label}` 的定义绕了一圈又用到它自己", "`{name}` is defined by itself");
        let help = say!("改写其中一个定义，只用材料的属性", "define one of them by attributes alone");
        let place = item.place;
        diagnostics.push(Diagnostic::new(codes::DERIVED_CYCLE, place.file, place.span, message).help(help));
        item.value = Expr::YesNo(false);
    }
    for index in ordered {
        let item = &vocabulary.attribute_lets[index];
        if expr_size(vocabulary, &item.value) > LARGEST {
            diagnostics.push(too_large(item.place, &item.label, &item.name));
            vocabulary.attribute_lets[index].value = Expr::YesNo(false);
        }
    }
}

pub(crate) fn too_large(place: Place, label: &str, name: &str) -> Diagnostic {
    let message = say!(
        "`{label}` 全部写出来超过 {LARGEST} 项",
        "`{name}` has more than {LARGEST} parts when everything in it is written out"
    );
    let help = say!("少用几层已经起了名字的条件或材料组合", "use fewer named conditions and bundles inside it");
    Diagnostic::new(codes::TOO_DEEP, place.file, place.span, message).help(help)
}

/// INVARIANT: what an expression uses is within the limit itself, so this ends soon.
fn expr_size(vocabulary: &Vocabulary, expr: &Expr) -> usize {
    let mut size = 0;
    walk::each_expr(expr, &mut |part| {
        size += match part {
            Expr::AttributeLet(id) => expr_size(vocabulary, &vocabulary.attribute_lets[id.index()].value),
            _ => 1,
        }
    });
    size
}

/// The parts of an obligation with its bundles and named conditions written out.
pub(crate) fn obligation_size(vocabulary: &Vocabulary, obligation: &Obligation) -> usize {
    let conditions = |with: &[Expr]| with.iter().map(|condition| expr_size(vocabulary, condition)).sum::<usize>();
    let part = |part: &Alternative| {
        let when = part.when.as_ref().map_or(0, |when| expr_size(vocabulary, when));
        when + obligation_size(vocabulary, &part.value)
    };
    1 + match obligation {
        Obligation::Condition(condition) => expr_size(vocabulary, condition),
        Obligation::Provide(_, with) | Obligation::ProvideParameter(_, with) => conditions(with),
        Obligation::Supplemented(supplemented) => {
            let either = supplemented.supplements.iter().map(|(condition, otherwise)| {
                expr_size(vocabulary, condition) + obligation_size(vocabulary, otherwise)
            });
            conditions(&supplemented.with) + either.sum::<usize>()
        }
        Obligation::Remark(..) | Obligation::Parameter(_) => 0,
        Obligation::Bundle(id) => obligation_size(vocabulary, &vocabulary.bundles[id.index()].value),
        Obligation::OneOf(parts)
        | Obligation::AllOf(parts)
        | Obligation::AtLeast(_, parts)
        | Obligation::Prefer(parts) => parts.iter().map(part).sum(),
    }
}
