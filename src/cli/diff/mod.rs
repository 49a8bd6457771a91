//! `guanju diff OLD NEW`: what a change of the rules means for those who apply.

mod version;

use crate::cli::arguments::{Diff, DifferenceFormat, FailOn, OutputFormat};
use crate::cli::check::WRONG_OPTION;
use crate::cli::diff::version::read;
use crate::cli::judge::wrong_question;
use crate::cli::{Console, Status, threads};
use crate::diff::difference::{Change, TermEvent, TermKind};
use crate::diff::{self, Class, Difference, Version};
use crate::eval::table::Table;
use crate::io::Problem;
use crate::say;
use crate::text::Date;

pub fn run(arguments: &Diff, format: OutputFormat, console: &mut Console) -> Result<Status, Problem> {
    let format = format.of_differences().ok_or_else(|| {
        Problem::new(
            &WRONG_OPTION,
            say!("`diff` 没有这种输出格式", "`diff` has no such output format"),
            say!("写 `--output-format` human、json 或 markdown", "write `--output-format` human, json or markdown"),
        )
    })?;
    let (from, to) = days(arguments, console)?;
    let Some(old) = read(&arguments.old, arguments.new.as_deref(), console)? else { return Ok(Status::Findings) };
    let new = match &arguments.new {
        Some(name) => match read(name, Some(&arguments.old), console)? {
            Some(table) => Some(table),
            None => return Ok(Status::Findings),
        },
        None => None,
    };
    let (new, name) = (new.as_ref().unwrap_or(&old), arguments.new.as_ref().unwrap_or(&arguments.old));
    let providers = providers(arguments, &old, new)?;
    let old = Version { table: &old, name: arguments.old.clone(), day: from };
    let new = Version { table: new, name: name.clone(), day: to };
    let difference = diff::compare(&old, &new, &providers, threads());
    let text = match format {
        DifferenceFormat::Human => diff::human::render(&difference, console.language, console.options("").color),
        DifferenceFormat::Json => diff::json::render(&difference),
        DifferenceFormat::Markdown => diff::markdown::render(&difference, console.language),
    };
    console.result(&text);
    let fails = arguments.fail_on.iter().any(|fail_on| has(&difference, *fail_on));
    Ok(if fails { Status::Findings } else { Status::Clean })
}

/// The days whose rules are compared.
fn days(arguments: &Diff, console: &Console) -> Result<(Date, Date), Problem> {
    if let (Some(from), Some(to)) = (&arguments.from, &arguments.to) {
        return Ok((day("--from", from)?, day("--to", to)?));
    }
    let day = match &arguments.as_of {
        Some(written) => day("--as-of", written)?,
        None => console.surroundings.today.ok_or_else(|| {
            wrong_question(
                say!("不知道今天是哪一天", "it is not known which day it is"),
                say!("写 `--as-of 2026-11-23`", "write `--as-of 2026-11-23`"),
            )
        })?,
    };
    Ok((day, day))
}

/// The day that an option names.
fn day(option: &str, text: &str) -> Result<Date, Problem> {
    Date::read(text).ok_or_else(|| {
        wrong_question(
            say!("`{text}` 不是日期", "`{text}` is not a day"),
            say!("写成 `{option} 2026-11-23` 的样子", "write it like `{option} 2026-11-23`"),
        )
    })
}

/// The providers beside which rules are compared; `None` for the bureaus' rules alone.
fn providers(arguments: &Diff, old: &Table, new: &Table) -> Result<Vec<Option<String>>, Problem> {
    if arguments.provider.as_deref() == Some("none") {
        return Ok(vec![None]);
    }
    if let Some(named) = &arguments.provider {
        let layer = new.layer("provider", named).or_else(|message| old.layer("provider", named).map_err(|_| message));
        let layer = layer.map_err(|message| {
            wrong_question(message, say!("写接入商的代号，或写 `none`", "write the id of a provider, or `none`"))
        })?;
        return Ok(vec![Some(layer.id.clone())]);
    }
    let mut all: Vec<Option<String>> = new.layers("provider").map(|layer| Some(layer.id.clone())).collect();
    for layer in old.layers("provider") {
        if !all.contains(&Some(layer.id.clone())) {
            all.push(Some(layer.id.clone()));
        }
    }
    if all.is_empty() {
        all.push(None);
    }
    Ok(all)
}

/// Whether there is a change that is a failure. What could not be decided may be one.
fn has(difference: &Difference, fail_on: FailOn) -> bool {
    let is_undecided = |change: &Change| !change.exact && change.tighter.is_empty() && change.looser.is_empty();
    let is_it = |change: &Change| match fail_on {
        _ if is_undecided(change) => true,
        FailOn::Tightening => !change.tighter.is_empty() || matches!(change.class, Class::Tighter | Class::Both),
        FailOn::Loosening => !change.looser.is_empty() || matches!(change.class, Class::Looser | Class::Both),
        FailOn::Any => change.class != Class::Equal,
    };
    let is_other = !difference.terms.is_empty()
        || !difference.answers.is_empty()
        || !difference.pages.is_empty()
        || !difference.added_provinces.is_empty()
        || !difference.removed_provinces.is_empty()
        || !difference.not_in_force.is_empty()
        || !difference.later.is_empty();
    // What no application may be any more is turned away, whatever the rules say.
    let is_invariant = difference.terms.iter().any(|term| {
        term.kind == TermKind::Invariant
            && match fail_on {
                FailOn::Tightening => term.change != TermEvent::Removed,
                FailOn::Loosening => term.change != TermEvent::Added,
                FailOn::Any => true,
            }
    });
    // A province whose rules are all new, or all gone.
    let is_province = match fail_on {
        FailOn::Tightening => !difference.added_provinces.is_empty(),
        FailOn::Loosening => !difference.removed_provinces.is_empty(),
        FailOn::Any => false,
    };
    let later = difference.later.iter().flat_map(|later| later.changes.iter());
    difference.changes.iter().chain(later).any(is_it)
        || is_invariant
        || is_province
        || (fail_on == FailOn::Any && is_other)
}
