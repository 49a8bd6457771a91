//! `guanju fmt --names`: what names mean is known in the whole folder of rule files only.
//!
//! A file among the paths is a part of the folder of `--dir`, and is taken as it is on standard input
//! where it comes from there. A folder that is the only path and lies elsewhere is the whole itself.

use std::path::{Path, PathBuf};

use crate::cli::arguments::{DEFAULT_FOLDER, Fmt};
use crate::cli::check::WRONG_OPTION;
use crate::cli::project::path_in;
use crate::cli::threads;
use crate::io::{Problem, is_folder, read_folder};
use crate::resolve::Naming;
use crate::say;
use crate::session::{Input, Session, compile_noting, is_same_program, renamed};
use crate::text::FileId;

/// A folder that has been compiled with the given files in it.
pub struct Whole {
    inputs: Vec<Input>,
    session: Session,
    /// Of each given file, its index among the inputs.
    given: Vec<usize>,
}

/// Compiles the folder that the given files are parts of. `root` is the folder of the configuration.
pub fn compile_whole(fmt: &Fmt, root: &Path, places: &[PathBuf], files: &[Input]) -> Result<Whole, Problem> {
    let folder = folder_of(fmt, root);
    let found = read_folder(&folder)?.into_iter();
    let mut inputs: Vec<Input> = found.map(|file| Input { path: file.path, bytes: file.bytes }).collect();
    let mut paths = Vec::new();
    for (place, file) in places.iter().zip(files) {
        let is_input = place == Path::new("-");
        let place = if is_input { Path::new(&file.path) } else { place };
        let path = path_in(place, &folder).filter(|_| !is_input || fmt.stdin_filename.is_some());
        let path = path.ok_or_else(|| elsewhere(place, &folder))?;
        match inputs.iter_mut().find(|input| input.path == path) {
            Some(input) => input.bytes.clone_from(&file.bytes),
            None => inputs.push(Input { path: path.clone(), bytes: file.bytes.clone() }),
        }
        paths.push(path);
    }
    // A session has its files in this order.
    inputs.sort_by(|a, b| a.path.cmp(&b.path));
    let index = |path: &String| inputs.iter().position(|input| input.path == *path);
    let given = paths.iter().filter_map(index).collect();
    let session = compile_noting(inputs.clone(), threads());
    Ok(Whole { inputs, session, given })
}

fn folder_of(fmt: &Fmt, root: &Path) -> PathBuf {
    if let Some(folder) = &fmt.dir {
        return folder.clone();
    }
    let usual = root.join(DEFAULT_FOLDER);
    match &*fmt.paths {
        [only] if is_folder(only) && path_in(only, &usual).is_none() => only.clone(),
        _ => usual,
    }
}

fn elsewhere(file: &Path, folder: &Path) -> Problem {
    let (file, folder) = (file.display(), folder.display());
    Problem::new(
        &WRONG_OPTION,
        say!("`{file}` 不在文件夹 `{folder}` 里", "`{file}` is not in the folder `{folder}`"),
        say!(
            "改名称要看整个规则文件夹：用 `--dir` 写明是哪个；标准输入再用 `--stdin-filename` 写明是其中哪个文件",
            "names are known in the whole folder of rule files: say which with `--dir`, and with `--stdin-filename` which of its files standard input is"
        ),
    )
}

impl Whole {
    /// The texts of the given files, with their references written this way.
    pub fn renamed(&self, naming: Naming) -> Vec<String> {
        let texts = renamed(&self.session, naming);
        self.given.iter().map(|index| texts[*index].clone()).collect()
    }

    /// The given files with errors, by their numbers among these: their names stay as they are.
    pub fn broken(&self) -> impl Iterator<Item = FileId> {
        let broken = self.session.broken_files();
        let is_broken = move |index: usize| broken.iter().any(|id| id.0 as usize == index);
        (0..).map(FileId).zip(&self.given).filter(move |(_, index)| is_broken(**index)).map(|(id, _)| id)
    }

    /// Whether the folder means the same with these texts in place of the given files.
    pub fn means_the_same<'a>(&self, written: impl Iterator<Item = Option<&'a str>>) -> bool {
        let mut after = self.inputs.clone();
        for (index, text) in self.given.iter().zip(written) {
            if let Some(text) = text {
                after[*index].bytes = text.into();
            }
        }
        is_same_program(&self.session, after, threads())
    }
}
