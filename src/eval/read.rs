//! An application as it comes: decoded, completed from the question, and held against the invariants.

use crate::diagnostic::{Diagnostic, Language};
use crate::eval::application::Application;
use crate::eval::decode::{self, Misfit, Scratch, What};
use crate::eval::evaluate::Evaluation;
use crate::eval::locate;
use crate::eval::misfit;
use crate::eval::plan::Plan;
use crate::eval::spot::Spot;
use crate::eval::table::Table;
use crate::eval::value::{Slot, Truth, Value};
use crate::eval::words::{self, Style};
use crate::text::FileId;

/// Reads an application under a plan. `file` is where the diagnostics say that the text stands.
pub fn read<'a>(
    table: &Table,
    plan: &Plan,
    scratch: &mut Scratch,
    file: FileId,
    text: &'a str,
) -> Result<Application<'a>, Vec<Diagnostic>> {
    match read_quietly(table, plan, scratch, text) {
        Ok(application) => Ok(application),
        Err(misfits) => Err(misfit::diagnostics(table, file, text, &misfits)),
    }
}

fn read_quietly<'a>(
    table: &Table,
    plan: &Plan,
    scratch: &mut Scratch,
    text: &'a str,
) -> Result<Application<'a>, Vec<Misfit>> {
    let mut application = decode::decode(table, scratch, text)?;
    let mut misfits = Vec::new();
    if let Some((slot, value)) = plan.own_province
        && !matches!(application.fact(slot), Value::Unknown | Value::None)
        && application.fact(slot) != Value::Enum(value)
    {
        let trail = trail_of(table, text, Spot::Fact { slot });
        misfits.push(Misfit { trail, what: What::OtherProvince });
    }
    for (slot, value) in &plan.assumed {
        let own = &mut application.facts[*slot as usize];
        if *own == Slot::Unknown {
            *own = value.clone();
        }
    }
    let evaluation = Evaluation::new(table, plan, &application);
    for (invariant, spots) in contradictions(&evaluation) {
        let values = [Language::Chinese, Language::English]
            .map(|language| words::values(&evaluation, &spots, Style { language, ascii: false }));
        // The last of the facts concerned that the application itself gives.
        let given = spots.iter().rev().find(|spot| !trail_of(table, text, **spot).is_empty());
        let trail = given.map(|spot| trail_of(table, text, *spot)).unwrap_or_default();
        misfits.push(Misfit { trail, what: What::Contradiction { invariant, values } });
    }
    if misfits.is_empty() { Ok(application) } else { Err(misfits) }
}

/// The invariants that do not hold, with the facts that decide so.
fn contradictions(evaluation: &Evaluation<'_>) -> Vec<(u32, Vec<Spot>)> {
    let mut broken = Vec::new();
    for invariant in &evaluation.plan.invariants {
        let mut test = || {
            if evaluation.truth(&invariant.condition) == Truth::False {
                let mut spots = Vec::new();
                evaluation.deciders(&invariant.condition, &mut spots);
                broken.push((invariant.number, spots));
            }
        };
        match invariant.list {
            None => test(),
            Some(list) => {
                let elements = evaluation.elements(list).iter();
                elements.for_each(|element| evaluation.with_element(list, Some(*element), &mut test));
            }
        }
    }
    broken
}

/// Where in the text a fact is given; empty if it is not.
fn trail_of(table: &Table, text: &str, spot: Spot) -> Vec<u32> {
    locate::trail(text, &spot.path(table))
}
