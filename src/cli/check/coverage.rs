//! How far the source pages are encoded: a table for a person, keys for a program.

use crate::check::coverage::Coverage;
use crate::diagnostic::Language;
use crate::model::Program;
use crate::report::json;

/// The coverage of one source, for the report.
pub fn json_entry<'a>(program: &'a Program, entry: &Coverage) -> json::Coverage<'a> {
    json::Coverage {
        layer: &program.layers[entry.layer.index()].name,
        source: &program.sources[entry.source.index()].name,
        statements: entry.total,
        cited: entry.total - entry.uncited.len(),
        uncited: uncited(program, entry),
    }
}

fn uncited<'a>(program: &'a Program, entry: &Coverage) -> Vec<&'a str> {
    let statements = &program.sources[entry.source.index()].statements;
    entry.uncited.iter().filter_map(|index| statements.get(*index as usize)).map(|found| found.id()).collect()
}

/// A line per source, and beneath it the statements that nothing cites.
pub fn coverage_table(program: &Program, coverage: &[Coverage], language: Language) -> String {
    if coverage.is_empty() {
        return String::new();
    }
    let rows: Vec<(String, String)> = coverage.iter().map(|entry| row_names(program, entry, language)).collect();
    let width =
        |select: fn(&(String, String)) -> &String| rows.iter().map(|row| columns(select(row))).max().unwrap_or(0);
    let (layer_width, source_width) = (width(|row| &row.0), width(|row| &row.1));
    let mut text = match language {
        Language::Chinese => "\n来源页面的覆盖情况（已依据的陈述）\n".to_owned(),
        Language::English => "\nHow far the source pages are encoded (statements cited)\n".to_owned(),
    };
    for (entry, (layer, source)) in coverage.iter().zip(&rows) {
        let cited = entry.total - entry.uncited.len();
        let percent = (cited * 100).checked_div(entry.total).unwrap_or(100);
        let names = format!("{}  {}", pad(layer, layer_width), pad(source, source_width));
        text.push_str(&format!("  {names}  {cited:>4}/{:<4} {percent:>3}%\n", entry.total));
        let uncited = uncited(program, entry).join(", ");
        match language {
            _ if uncited.is_empty() => {}
            Language::Chinese => text.push_str(&format!("    没有引用的：{uncited}\n")),
            Language::English => text.push_str(&format!("    not cited: {uncited}\n")),
        }
    }
    text
}

fn row_names(program: &Program, entry: &Coverage, language: Language) -> (String, String) {
    let layer = &program.layers[entry.layer.index()];
    let name = match language {
        Language::Chinese => &layer.label,
        Language::English => &layer.name,
    };
    (name.to_string(), program.sources[entry.source.index()].name.to_string())
}

fn pad(text: &str, width: usize) -> String {
    format!("{text}{}", " ".repeat(width.saturating_sub(columns(text))))
}

/// Labels are Han characters, which take two columns, or ASCII.
fn columns(text: &str) -> usize {
    text.chars().map(|letter| if letter.is_ascii() { 1 } else { 2 }).sum()
}
