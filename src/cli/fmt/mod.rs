//! `guanju fmt [PATH…]`: rule files in the usual layout.
//!
//! A file with a part that cannot be read stays exactly as it is, and is reported. Names are
//! written in another way only if the folder means the same afterwards.

mod names;

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use similar::TextDiff;

use crate::cli::arguments::{Fmt, Keywords, Names, OutputFormat};
use crate::cli::fmt::names::compile_whole;
use crate::cli::project::project;
use crate::cli::{Console, Status, threads};
use crate::diagnostic::{self, Severity};
use crate::format::{Unformatted, format};
use crate::io::{Problem, is_folder, open_input, read_folder, unreadable, write_file_with};
use crate::parallel::map;
use crate::report::render;
use crate::say;
use crate::session::{Input, parse_alone, texts};
use crate::text::FileId;

pub fn run(fmt: &Fmt, output: OutputFormat, console: &mut Console) -> Result<Status, Problem> {
    // Of a file, too, the configuration is looked for above it.
    let place = fmt.paths.iter().find(|path| *path != Path::new("-"));
    let place = place.cloned().unwrap_or_else(|| fmt.stdin_filename.as_deref().unwrap_or(".").into());
    let Some(project) = project(&place, console)? else { return Ok(Status::Failure) };
    let spelling = fmt.keywords.map(Keywords::spelling).or(project.configuration.keywords);
    let naming = fmt.names.map(Names::naming).or(project.configuration.names);
    let is_looking = fmt.check || fmt.diff;
    let (places, inputs): (Vec<PathBuf>, Vec<Input>) = read(fmt)?.into_iter().unzip();
    let originals: Vec<Vec<u8>> = inputs.iter().map(|input| input.bytes.clone()).collect();
    let whole = match naming {
        Some(_) => Some(compile_whole(fmt, &project.root, &places, &inputs)?),
        None => None,
    };
    let (files, mut diagnostics) = texts(inputs);
    // An empty file is as it should be, whatever is said of it.
    diagnostics.retain(|found| found.severity() == Severity::Error);
    let broken: BTreeSet<FileId> = diagnostics.iter().map(|found| found.place().0).collect();
    let renamed: Vec<Cow<'_, str>> = match whole.as_ref().zip(naming) {
        Some((whole, naming)) => whole.renamed(naming).into_iter().map(Cow::Owned).collect(),
        None => files.iter().map(|file| Cow::Borrowed(&*file.text)).collect(),
    };
    let numbered: Vec<(FileId, &str)> = (0..).map(FileId).zip(renamed.iter().map(|text| &**text)).collect();
    let mut written = map(&numbered, threads(), |(id, text)| {
        if broken.contains(id) { Err(Unformatted::Unreadable) } else { format(text, spelling) }
    });
    let is_renamed = files.iter().zip(&renamed).any(|(file, text)| file.text != *text);
    if let Some(whole) = &whole
        && is_renamed
        && !whole.means_the_same(written.iter().map(|text| text.as_deref().ok()))
    {
        written.iter_mut().filter(|text| text.is_ok()).for_each(|text| *text = Err(Unformatted::Altered));
    }
    // Why a file could not be read is asked of those only that could not.
    let results = (0..).map(FileId).zip(&written);
    let unread: Vec<FileId> =
        results.filter(|(_, text)| **text == Err(Unformatted::Unreadable)).map(|(id, _)| id).collect();
    diagnostics.extend(parse_alone(&files, &unread, threads()));
    diagnostic::sort(&mut diagnostics);
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
    let unknown = whole.map_or(0, |whole| whole.broken().filter(|id| !unread.contains(id)).count());
    if unknown > 0 {
        console.remark(&say!(
            "{unknown} 个文件的名称没有改，要先改掉 `guanju check` 指出的错误",
            "the names in {unknown} files stay as they are; mend what `guanju check` reports first"
        ));
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
