//! The numbers of a rule: what it compares with, durations, deadlines, how many of something.

use crate::lint::wording::numbers::Measure;
use crate::lint::wording::walk::{each_expr, each_obligation, in_expr};
use crate::model::{Also, Comparison, Expr, Obligation, Rule, Unit, Vocabulary};

/// A number in a rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Constant {
    pub value: i64,
    pub measure: Measure,
    /// How something is compared with it; `None` for deadlines, sums and the like.
    pub comparison: Option<Comparison>,
}

impl Constant {
    /// Whether it draws a line right above this number.
    pub fn splits_above(&self, last_low: i64) -> bool {
        match self.comparison {
            Some(Comparison::Less | Comparison::GreaterEqual) => self.value - 1 == last_low,
            Some(Comparison::LessEqual | Comparison::Greater) => self.value == last_low,
            Some(Comparison::Equal | Comparison::NotEqual) => self.value == last_low || self.value - 1 == last_low,
            None => false,
        }
    }

    /// Its line: the highest number below. `None` where it compares with nothing, or draws two.
    pub fn last_low(&self) -> Option<i64> {
        match self.comparison? {
            Comparison::Less | Comparison::GreaterEqual => Some(self.value - 1),
            Comparison::LessEqual | Comparison::Greater => Some(self.value),
            Comparison::Equal | Comparison::NotEqual => None,
        }
    }
}

/// The numbers behind derived facts and named conditions, so that each is read once.
#[derive(Debug)]
pub struct Definitions<'a> {
    vocabulary: &'a Vocabulary,
    derived: Vec<Vec<Constant>>,
    attribute_lets: Vec<Vec<Constant>>,
}

impl<'a> Definitions<'a> {
    pub fn new(vocabulary: &'a Vocabulary) -> Definitions<'a> {
        let derived = (0..vocabulary.derived.len()).map(|index| {
            let mut seen = vec![false; vocabulary.derived.len()];
            let mut found = Vec::new();
            behind_derived(vocabulary, index, &mut seen, &mut found);
            found
        });
        let attribute_lets = vocabulary.attribute_lets.iter().map(|definition| {
            let mut found = Vec::new();
            in_expr(&definition.value, &mut |expr| found.extend(of_expr(expr)));
            found
        });
        Definitions { vocabulary, derived: derived.collect(), attribute_lets: attribute_lets.collect() }
    }

    /// Adds all numbers of a rule.
    pub fn add_constants(&self, rule: &Rule, found: &mut Vec<Constant>) {
        each_expr(self.vocabulary, rule, &mut |expr| match expr {
            Expr::Derived(id) => found.extend(self.derived.get(id.index()).into_iter().flatten()),
            Expr::AttributeLet(id) => found.extend(self.attribute_lets.get(id.index()).into_iter().flatten()),
            other => found.extend(of_expr(other)),
        });
        each_obligation(self.vocabulary, rule, &mut |obligation| {
            if let Obligation::AtLeast(least, _) = obligation {
                found.push(plain(i64::from(*least), Measure::Items));
            }
        });
        for also in &rule.also {
            if let Also::Duty(duty) = also
                && let Some((amount, unit, _)) = duty.deadline
            {
                found.push(plain(amount, Measure::of_unit(unit)));
            }
        }
    }
}

fn behind_derived(vocabulary: &Vocabulary, index: usize, seen: &mut [bool], found: &mut Vec<Constant>) {
    if std::mem::replace(&mut seen[index], true) {
        return;
    }
    let mut used = Vec::new();
    in_expr(&vocabulary.derived[index].value, &mut |expr| match expr {
        Expr::Derived(id) => used.push(id.index()),
        other => found.extend(of_expr(other)),
    });
    used.into_iter().for_each(|index| behind_derived(vocabulary, index, seen, found));
}

/// The number that stands directly in this expression.
fn of_expr(expr: &Expr) -> Option<Constant> {
    match expr {
        Expr::Compare(comparison, sides) => match &**sides {
            (other, Expr::Int(value, unit)) => Some(compared(*value, *unit, other, *comparison)),
            (Expr::Int(value, unit), other) => Some(compared(*value, *unit, other, turned(*comparison))),
            _ => None,
        },
        Expr::Remaining(comparison, _, amount, unit) => {
            Some(Constant { value: *amount, measure: Measure::of_unit(*unit), comparison: Some(*comparison) })
        }
        Expr::Shift(_, amount, unit) => Some(plain(amount.abs(), Measure::of_unit(*unit))),
        _ => None,
    }
}

fn compared(value: i64, unit: Option<Unit>, other: &Expr, comparison: Comparison) -> Constant {
    let measure = match (unit, other) {
        (Some(unit), _) => Measure::of_unit(unit),
        (None, Expr::CharCount(_) | Expr::HanCount(_)) => Measure::Characters,
        (None, _) => Measure::Items,
    };
    Constant { value, measure, comparison: Some(comparison) }
}

fn plain(value: i64, measure: Measure) -> Constant {
    Constant { value, measure, comparison: None }
}

/// The comparison with its sides exchanged.
fn turned(comparison: Comparison) -> Comparison {
    match comparison {
        Comparison::Equal | Comparison::NotEqual => comparison,
        Comparison::Less => Comparison::Greater,
        Comparison::LessEqual => Comparison::GreaterEqual,
        Comparison::Greater => Comparison::Less,
        Comparison::GreaterEqual => Comparison::LessEqual,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::FactId;

    fn check(comparison: Comparison, value: i64) -> Option<i64> {
        let sides = (Expr::Fact(FactId(0)), Expr::Int(value, None));
        of_expr(&Expr::Compare(comparison, Box::new(sides))).and_then(|constant| constant.last_low())
    }

    #[test]
    fn more_than_five_and_at_least_six_draw_one_line() {
        assert_eq!(check(Comparison::Greater, 5), Some(5));
        assert_eq!(check(Comparison::GreaterEqual, 6), Some(5));
        assert_eq!(check(Comparison::LessEqual, 5), Some(5));
        assert_eq!(check(Comparison::Less, 6), Some(5));
    }

    #[test]
    fn an_equation_draws_the_lines_on_both_sides() {
        let constant = Constant { value: 1, measure: Measure::Items, comparison: Some(Comparison::Equal) };
        assert_eq!((constant.splits_above(0), constant.splits_above(1), constant.last_low()), (true, true, None));
    }

    #[test]
    fn the_number_may_stand_on_the_left() {
        let sides = (Expr::Int(5, None), Expr::Fact(FactId(0)));
        let found = of_expr(&Expr::Compare(Comparison::Less, Box::new(sides)));
        assert_eq!(found.and_then(|constant| constant.last_low()), Some(5));
    }
}
