//! `guanju fmt [PATH…]`: rule files in the usual layout.
//!
//! A file with a part that cannot be read stays exactly as it is, and is reported.

use std::path::{Path, PathBuf};

use similar::TextDiff;

use crate::cli::arguments::{Fmt, Keywords, OutputFormat};
use crate::cli::{Console, Status, threads};
use crate::format::{Unformatted, format};
use crate::io::{Problem, is_folder, open_input, read_folder, unreadable, write_file_with};
use crate::parallel::map;
use crate::report::render;
use crate::say;
use crate::session::{Input, parse_alone};
use crate::syntax::keywords::Spelling;
use crate::text::FileId;

pub fn run(fmt: &Fmt, output: OutputFormat, console: &mut Console) -> Result<Status, Problem> {
    let spelling = fmt.keywords.map(|keywords| match keywords {
        Keywords::Zh => Spelling::Chinese,
        Keywords::En => Spelling::English,
    });
    let (places, inputs): (Vec<PathBuf>, Vec<Input>) = read(fmt)?.into_iter().unzip();
    let originals: Vec<Vec<u8>> = inputs.iter().map(|input| input.bytes.clone()).collect();
    let (files, diagnostics) = parse_alone(inputs);
    let is_broken = |index: usize| diagnostics.iter().any(|found| found.place().0 == FileId(index_u32(index)));
    let indices: Vec<usize> = (0..files.len()).collect();
    let written = map(&indices, threads(), |index| {
        if is_broken(*index) { Err(Unformatted::Unreadable) } else { format(&files[*index].text, spelling) }
    });
    let left = written.iter().filter(|written| written.is_err()).count();
    let (mut changed, mut altered, mut printed) = (Vec::new(), Vec::new(), 0);
    for (index, (file, written)) in files.iter().zip(written).enumerate() {
        if written == Err(Unformatted::Altered) {
            altered.push(&file.path);
        }
        let formatted = written.ok();
        if places[index] == Path::new("-") && !fmt.check && !fmt.diff {
            console.result(formatted.as_deref().unwrap_or(&file.text));
            printed += usize::from(formatted.is_some());
            continue;
        }
        if let Some(formatted) = formatted.filter(|formatted| formatted.as_bytes() != originals[index]) {
            changed.push((index, formatted));
        }
    }
    if !diagnostics.is_empty() {
        console.aside(&render(output.format(), &files, &diagnostics, &console.problem_options("")));
    }
    for path in &altered {
        console.remark(&say!(
            "{path} 没有重排：重排会改动排版以外的内容，这是本程序的缺陷，请报告",
            "{path} was left as it is: more than its layout would have changed, which is a defect of this program; please report it"
        ));
    }
    for (index, formatted) in &changed {
        let file = &files[*index];
        if fmt.diff {
            let diff = TextDiff::from_lines(&file.text, formatted);
            console.result(&diff.unified_diff().header(&file.path, &file.path).to_string());
        } else if fmt.check {
            console.result(&format!("{}\n", file.path));
        } else {
            write_file_with(&places[*index], |writer| writer.write_all(formatted.as_bytes()))?;
        }
    }
    let (count, same) = (changed.len(), files.len() - changed.len() - left - printed);
    let is_looking = fmt.check || fmt.diff;
    if is_looking && count > 0 {
        console.remark(&say!(
            "{count} 个文件要重排，{same} 个不用；运行 `guanju fmt` 重排",
            "{count} files would change, {same} are as they should be; run `guanju fmt`"
        ));
    } else if count == 0 && same > 0 {
        console.remark(&say!("{same} 个文件都不用重排", "{same} files are as they should be"));
    } else if count > 0 {
        console.remark(&say!("重排了 {count} 个文件，另有 {same} 个没有变化", "{count} files changed, {same} did not"));
    }
    if left > 0 {
        console.remark(&say!(
            "{left} 个文件没有动，要先改掉上面的错误",
            "{left} files were left as they are; mend the errors above first"
        ));
    }
    let is_clean = diagnostics.is_empty() && altered.is_empty() && !(is_looking && count > 0);
    Ok(if is_clean { Status::Clean } else { Status::Findings })
}

fn index_u32(index: usize) -> u32 {
    u32::try_from(index).unwrap_or(u32::MAX)
}

/// The files with the places to write them to, and their names for messages.
fn read(fmt: &Fmt) -> Result<Vec<(PathBuf, Input)>, Problem> {
    let mut all = Vec::new();
    for path in &fmt.paths {
        if is_folder(path) {
            for file in read_folder(path)? {
                let place = path.join(&file.path);
                all.push((place.clone(), Input { path: place.display().to_string(), bytes: file.bytes }));
            }
            continue;
        }
        let mut bytes = Vec::new();
        let mut input = open_input(path)?;
        input.read_to_end(&mut bytes).map_err(|error| unreadable(path, &error))?;
        let name = fmt.stdin_filename.clone().filter(|_| path == Path::new("-"));
        let name = name.unwrap_or_else(|| path.display().to_string());
        all.push((path.clone(), Input { path: name, bytes }));
    }
    Ok(all)
}
