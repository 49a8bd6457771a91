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
use crate::cli::check::WRONG_OPTION;
use crate::cli::fmt::names::{Whole, compile_whole};
use crate::cli::project::{Project, project};
use crate::cli::{Console, Status, threads};
use crate::diagnostic::{self, Diagnostic, Severity};
use crate::format::{Unformatted, format};
use crate::io::{Problem, is_folder, open_input, read_folder, unreadable, write_file_with};
use crate::parallel::map;
use crate::report::render;
use crate::say;
use crate::session::{Input, parse_alone, texts};
use crate::syntax::keywords::Spelling;
use crate::text::{FileId, SourceFile};

pub fn run(fmt: &Fmt, output: OutputFormat, console: &mut Console) -> Result<Status, Problem> {
    let format = output.of_files().ok_or_else(|| {
        Problem::new(
            &WRONG_OPTION,
            say!("`fmt` 没有这种输出格式", "`fmt` has no such output format"),
            say!("写 `--output-format` human 或 concise", "write `--output-format` human or concise"),
        )
    })?;
    // Of a file, too, the configuration is looked for above it.
    let place = fmt.paths.iter().find(|path| *path != Path::new("-"));
    let place = place.cloned().unwrap_or_else(|| fmt.stdin_filename.as_deref().unwrap_or(".").into());
    let Some(project) = project(&place, console)? else { return Ok(Status::Failure) };
    let plan = plan(fmt, &project)?;
    if !plan.diagnostics.is_empty() {
        console.aside(&render(format, &plan.files, &plan.diagnostics, &console.problem_options("")));
    }
    let counts = carry_out(fmt, &plan, console)?;
    report(fmt, &plan, &counts, console);
    let is_clean = counts.left == 0 && counts.altered == 0 && !(is_looking(fmt) && counts.changed > 0);
    Ok(if is_clean { Status::Clean } else { Status::Findings })
}

/// Whether the files stay as they are, whatever would change.
fn is_looking(fmt: &Fmt) -> bool {
    fmt.check || fmt.diff
}

/// The files, and what is to become of each.
struct Plan {
    places: Vec<PathBuf>,
    originals: Vec<Vec<u8>>,
    files: Vec<SourceFile>,
    wanted: Vec<Wanted>,
    /// Why files cannot be read.
    diagnostics: Vec<Diagnostic>,
    /// How many files can be read and yet keep their names.
    same_names: usize,
}

/// The text that a file is to have, or why it stays as it is.
type Wanted = Result<String, Unformatted>;

/// Finds out what is to change, and changes nothing.
fn plan(fmt: &Fmt, project: &Project) -> Result<Plan, Problem> {
    let spelling = fmt.keywords.map(Keywords::spelling).or(project.configuration.keywords);
    let naming = fmt.names.map(Names::naming).or(project.configuration.names);
    let (places, inputs): (Vec<PathBuf>, Vec<Input>) = read(fmt)?.into_iter().unzip();
    let originals = inputs.iter().map(|input| input.bytes.clone()).collect();
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
    let mut wanted = formatted(&renamed, &broken, spelling);
    let is_renamed = files.iter().zip(&renamed).any(|(file, text)| file.text != *text);
    if let Some(whole) = whole.as_ref().filter(|_| is_renamed) {
        leave_what_would_change(whole, &mut wanted);
    }
    // Why a file could not be read is asked of those only that could not.
    let unread = unread(&wanted);
    diagnostics.extend(parse_alone(&files, &unread, threads()));
    diagnostic::sort(&mut diagnostics);
    let same_names = whole.map_or(0, |whole| whole.broken().filter(|id| !unread.contains(id)).count());
    Ok(Plan { places, originals, files, wanted, diagnostics, same_names })
}

/// The texts in the usual layout. Broken ones have bytes that are no text.
fn formatted(texts: &[Cow<'_, str>], broken: &BTreeSet<FileId>, spelling: Option<Spelling>) -> Vec<Wanted> {
    let numbered: Vec<(FileId, &str)> = (0..).map(FileId).zip(texts.iter().map(|text| &**text)).collect();
    map(
        &numbered,
        threads(),
        |(id, text)| {
            if broken.contains(id) { Err(Unformatted::Unreadable) } else { format(text, spelling) }
        },
    )
}

/// Leaves all files as they are, if the folder would mean something else with the new names.
fn leave_what_would_change(whole: &Whole, wanted: &mut [Wanted]) {
    if !whole.means_the_same(wanted.iter().map(|text| text.as_deref().ok())) {
        wanted.iter_mut().filter(|text| text.is_ok()).for_each(|text| *text = Err(Unformatted::Altered));
    }
}

/// The files that cannot be read.
fn unread(wanted: &[Wanted]) -> Vec<FileId> {
    let numbered = (0..).map(FileId).zip(wanted);
    numbered.filter(|(_, text)| **text == Err(Unformatted::Unreadable)).map(|(id, _)| id).collect()
}

/// How many files came out how.
#[derive(Default)]
struct Counts {
    changed: usize,
    same: usize,
    /// They cannot be read.
    left: usize,
    /// They would have become something else.
    altered: usize,
}

/// Writes the files, or shows what would be written.
fn carry_out(fmt: &Fmt, plan: &Plan, console: &mut Console) -> Result<Counts, Problem> {
    let mut counts = Counts::default();
    for (index, wanted) in plan.wanted.iter().enumerate() {
        let (place, file, original) = (&plan.places[index], &plan.files[index], &plan.originals[index]);
        let is_printed = place == Path::new("-") && !is_looking(fmt);
        match wanted {
            Err(why) => {
                if is_printed {
                    console.result_bytes(original);
                }
                leave(file, *why, &mut counts, console);
            }
            Ok(text) if is_printed => console.result(text),
            Ok(text) if text.as_bytes() == original => counts.same += 1,
            Ok(text) => {
                counts.changed += 1;
                change(fmt, place, file, text, console)?;
            }
        }
    }
    Ok(counts)
}

/// Counts a file that stays as it is, and says so where nothing else does.
fn leave(file: &SourceFile, why: Unformatted, counts: &mut Counts, console: &mut Console) {
    match why {
        Unformatted::Unreadable => counts.left += 1,
        Unformatted::Altered => {
            counts.altered += 1;
            let path = &file.path;
            console.remark(&say!(
                "{path} 没有重排：重排会改动排版以外的内容，这是本程序的缺陷，请报告",
                "{path} was left as it is: more than its layout would have changed, which is a defect of this program; please report it"
            ));
        }
    }
}

/// Writes a file anew, or shows that it would be.
fn change(fmt: &Fmt, place: &Path, file: &SourceFile, text: &str, console: &mut Console) -> Result<(), Problem> {
    if fmt.diff {
        let diff = TextDiff::from_lines(&*file.text, text);
        console.result(&diff.unified_diff().header(&file.path, &file.path).to_string());
    } else if fmt.check {
        console.result(&format!("{}\n", file.path));
    } else {
        write_file_with(place, |writer| writer.write_all(text.as_bytes()))?;
    }
    Ok(())
}

/// Says how many files were changed, and how many were not and why.
fn report(fmt: &Fmt, plan: &Plan, counts: &Counts, console: &mut Console) {
    let Counts { changed, same, left, .. } = counts;
    match (changed, same) {
        (0, 0) => {}
        (0, _) => console.remark(&say!("{same} 个文件都不用重排", "{same} files are as they should be")),
        _ if is_looking(fmt) => console.remark(&say!(
            "{changed} 个文件要重排，{same} 个不用；运行 `guanju fmt` 重排",
            "{changed} files would change, {same} are as they should be; run `guanju fmt`"
        )),
        _ => console.remark(&say!(
            "重排了 {changed} 个文件，另有 {same} 个没有变化",
            "{changed} files changed, {same} did not"
        )),
    }
    let same_names = plan.same_names;
    if same_names > 0 {
        console.remark(&say!(
            "{same_names} 个文件的名称没有改，要先改掉 `guanju check` 指出的错误",
            "the names in {same_names} files stay as they are; mend what `guanju check` reports first"
        ));
    }
    if *left > 0 {
        console.remark(&say!(
            "{left} 个文件没有动，要先改掉上面的错误",
            "{left} files were left as they are; mend the errors above first"
        ));
    }
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
