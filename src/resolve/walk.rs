//! Visits the parts of resolved expressions.

use crate::model::Expr;

/// Calls `visit` on the expression and everything in it, outermost first.
pub(crate) fn each_expr(expr: &Expr, visit: &mut impl FnMut(&Expr)) {
    visit(expr);
    expr.parts(|part| each_expr(part, visit));
}

/// Indexes of the derived facts that an expression uses directly.
pub(crate) fn derived_in(expr: &Expr) -> Vec<usize> {
    let mut found = Vec::new();
    each_expr(expr, &mut |part| {
        if let Expr::Derived(id) = part {
            found.push(id.index());
        }
    });
    found
}

/// Indexes of the named conditions on materials that an expression uses directly.
pub(crate) fn attribute_lets_in(expr: &Expr) -> Vec<usize> {
    let mut found = Vec::new();
    each_expr(expr, &mut |part| {
        if let Expr::AttributeLet(id) = part {
            found.push(id.index());
        }
    });
    found
}

/// The nodes of a graph, those that are used before those that use them; and apart from these the
/// ones that have no order because they are in a circle or use one that is.
pub(crate) fn in_order(uses: &[Vec<usize>]) -> (Vec<usize>, Vec<usize>) {
    let mut users: Vec<Vec<usize>> = vec![Vec::new(); uses.len()];
    let mut open: Vec<usize> = uses.iter().map(Vec::len).collect();
    for (user, used) in uses.iter().enumerate() {
        used.iter().for_each(|used| users[*used].push(user));
    }
    let mut ordered: Vec<usize> = (0..uses.len()).filter(|node| open[*node] == 0).collect();
    let mut next = 0;
    while let Some(node) = ordered.get(next).copied() {
        next += 1;
        for user in &users[node] {
            open[*user] -= 1;
            if open[*user] == 0 {
                ordered.push(*user);
            }
        }
    }
    let rest = (0..uses.len()).filter(|node| open[*node] > 0).collect();
    (ordered, rest)
}

#[cfg(test)]
mod tests {
    #[test]
    fn what_is_in_a_circle_has_no_order() {
        let uses = [vec![], vec![0], vec![1, 3], vec![2], vec![4]];
        assert_eq!(super::in_order(&uses), (vec![0, 1], vec![2, 3, 4]));
    }
}
