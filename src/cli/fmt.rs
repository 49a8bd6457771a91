//! `guanju fmt [PATH…]`: rule files in the usual layout.
//!
//! A file with a part that cannot be read stays exactly as it is, and is reported.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use similar::TextDiff;

use crate::cli::arguments::{Fmt, Keywords, OutputFormat};
use crate::cli::project::project;
use crate::cli::{Console, Status, threads};
use crate::format::{Unformatted, format};
use crate::io::{Problem, is_folder, open_input, read_folder, unreadable, write_file_with};
use crate::parallel::map;
use crate::report::render;
use crate::say;
use crate::session::{Input, parse_alone};
use crate::syntax::keywords::Spelling;
use crate::text::{FileId, SourceFile};

pub fn run(fmt: &Fmt, output: OutputFormat, console: &mut Console) -> Result<Status, Problem> {
    // Of a file, too, the configuration is looked for above it.
    let place = fmt.paths.iter().find(|path| *path != Path::new("-"));
    let place = place.cloned().unwrap_or_else(|| fmt.stdin_filename.as_deref().unwrap_or(".").into());
    let Some(project) = project(&place, console)? else { return Ok(Status::Failure) };
    let wanted = fmt.keywords.map(|keywords| match keywords {
        Keywords::Zh => Spelling::Chinese,
        Keywords::En => Spelling::English,
    });
    let spelling = wanted.or(project.configuration.keywords);
    let is_looking = fmt.check || fmt.diff;
    let (places, inputs): (Vec<PathBuf>, Vec<Input>) = read(fmt)?.into_iter().unzip();
    let originals: Vec<Vec<u8>> = inputs.iter().map(|input| input.bytes.clone()).collect();
    let (files, diagnostics) = parse_alone(inputs);
    let broken: BTreeSet<FileId> = diagnostics.iter().map(|found| found.place().0).collect();
    let numbered: Vec<(FileId, &SourceFile)> = (0..).map(FileId).zip(&files).collect();
    let written = map(&numbered, threads(), |(id, file)| {
        if broken.contains(id) { Err(Unformatted::Unreadable) } else { format(&file.text, spelling) }
    });
    if !diagnostics.is_empty() {
        console.aside(&render(output.format(), &files, &diagnostics, &console.problem_options("")));
    }
    let (mut changed, mut same, mut left, mut altered) = (0, 0, 0, 0);
    for (index, written) in written.into_iter().enumerate() {
        let (place, file, original) = (&places[index], &files[index], &originals[index]);
        let is_printed = place == Path::new("-") && !is_looking;
        match written {
            Err(why) => {
                if is_printed {
                    console.result_bytes(original);
                }
                left += usize::from(why == Unformatted::Unreadable);
                altered += usize::from(why == Unformatted::Altered);
                if why == Unformatted::Altered {
                    let path = &file.path;
                    console.remark(&say!(
                        "{path} 没有重排：重排会改动排版以外的内容，这是本程序的缺陷，请报告",
                        "{path} was left as it is: more than its layout would have changed, which is a defect of this program; please report it"
                    ));
                }
            }
            Ok(text) if is_printed => console.result(&text),
            Ok(text) if text.as_bytes() == original => same += 1,
            Ok(text) => {
                changed += 1;
                if fmt.diff {
                    let diff = TextDiff::from_lines(&file.text, &text);
                    console.result(&diff.unified_diff().header(&file.path, &file.path).to_string());
                } else if fmt.check {
                    console.result(&format!("{}\n", file.path));
                } else {
                    write_file_with(place, |writer| writer.write_all(text.as_bytes()))?;
                }
            }
        }
    }
    match (changed, same) {
        (0, 0) => {}
        (0, _) => console.remark(&say!("{same} 个文件都不用重排", "{same} files are as they should be")),
        _ if is_looking => console.remark(&say!(
            "{changed} 个文件要重排，{same} 个不用；运行 `guanju fmt` 重排",
            "{changed} files would change, {same} are as they should be; run `guanju fmt`"
        )),
        _ => console.remark(&say!(
            "重排了 {changed} 个文件，另有 {same} 个没有变化",
            "{changed} files changed, {same} did not"
        )),
    }
    if left > 0 {
        console.remark(&say!(
            "{left} 个文件没有动，要先改掉上面的错误",
            "{left} files were left as they are; mend the errors above first"
        ));
    }
    let is_clean = left == 0 && altered == 0 && !(is_looking && changed > 0);
    Ok(if is_clean { Status::Clean } else { Status::Findings })
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
