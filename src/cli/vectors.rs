//! `guanju vectors [TABLE|DIR] --out FILE`: conformance vectors for other validators.

use crate::cli::arguments::{OutputFormat, Vectors};
use crate::cli::judge::{day, table_at, wrong_question};
use crate::cli::{Console, Status, threads};
use crate::diagnostic::Message;
use crate::eval::table::Table;
use crate::io::{Problem, write_file_with};
use crate::say;
use crate::text::Date;
use crate::vectors::{Made, day_of, vectors};

pub fn run(arguments: &Vectors, format: OutputFormat, console: &mut Console) -> Result<Status, Problem> {
    let Some(table) = table_at(&arguments.table, format.format(), console)? else { return Ok(Status::Findings) };
    let province = arguments.province.as_deref().map(|name| province(&table, name)).transpose()?;
    let day = as_of(&table, arguments)?;
    let all = vectors(&table, province, day, threads());
    let lines = || all.iter().flat_map(|made| &made.vectors).map(|vector| vector.line());
    match &arguments.out {
        Some(path) => {
            write_file_with(path, |writer| lines().try_for_each(|line| writer.write_all(line.as_bytes())))?;
            console.say(&summary(&all));
        }
        None => {
            lines().for_each(|line| console.result(&line));
            console.remark(&summary(&all));
        }
    }
    Ok(Status::Clean)
}

fn province<'t>(table: &'t Table, name: &str) -> Result<&'t str, Problem> {
    let help = say!("写代号（guangdong）或名称（广东）", "write the id (guangdong) or the name (广东)");
    let layer = table.layer("province", name).map_err(|message| wrong_question(message, help))?;
    Ok(&layer.id)
}

fn as_of(table: &Table, arguments: &Vectors) -> Result<Date, Problem> {
    if let Some(text) = &arguments.as_of {
        return day(text);
    }
    day_of(table).ok_or_else(|| {
        wrong_question(
            say!("规则表没有说页面是哪天读的", "the table does not say when its pages were read"),
            say!("用 `--as-of 2026-11-23` 写明按哪一天", "say the day with `--as-of 2026-11-23`"),
        )
    })
}

fn summary(all: &[Made]) -> Message {
    let count: usize = all.iter().map(|made| made.vectors.len()).sum();
    let shown: usize = all.iter().map(|made| made.shown).sum();
    let missed: usize = all.iter().map(|made| made.missed.len()).sum();
    say!(
        "{count} 个向量，验 {shown} 处可能的误读；另有 {missed} 处没有找到申请",
        "{count} vectors for {shown} possible misreadings; no application was found for {missed} more"
    )
}
