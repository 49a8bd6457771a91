//! The folder that a command works in, with its configuration and its baseline.

use std::path::{Path, PathBuf};

use crate::cli::{Console, folder_prefix};
use crate::config::{self, Configuration};
use crate::io::{self, Problem};
use crate::report::{Format, Links, render};
use crate::say;
use crate::text::{FileId, SourceFile};

/// The baseline of a configuration that names none.
const BASELINE: &str = "guanju-baseline.json";

/// Where the configuration stands, and what it says.
#[derive(Clone, Debug)]
pub struct Project {
    /// The folder of `guanju.toml`; the current folder where there is none.
    pub root: PathBuf,
    pub configuration: Configuration,
}

/// The configuration of a folder of rule files, found in it or above it. `None` if it has errors,
/// which are written to the console.
pub fn project(folder: &Path, console: &mut Console) -> Result<Option<Project>, Problem> {
    let Some((root, text)) = io::find_upward(folder, config::NAME)? else {
        let mut configuration = Configuration::default();
        configuration.lints.prefix = folder_prefix(folder);
        return Ok(Some(Project { root: PathBuf::new(), configuration }));
    };
    let (mut configuration, diagnostics) = config::read(FileId(0), &text);
    if !diagnostics.is_empty() {
        let file = SourceFile { is_beside: true, ..SourceFile::new(shown(&root.join(config::NAME)), text) };
        console.aside(&render(Format::Human, &[file], &diagnostics, &console.problem_options("")));
        return Ok(None);
    }
    configuration.lints.prefix = match io::path_within(folder, &root).unwrap_or_default() {
        within if within.is_empty() => within,
        within => format!("{within}/"),
    };
    Ok(Some(Project { root, configuration }))
}

impl Project {
    /// Where the pages of codes are: at the address that the configuration gives, or beside it.
    pub fn links(&self) -> Option<Links> {
        if let Some(address) = &self.configuration.code_links {
            return Some(Links::Template(address.clone()));
        }
        let folder = self.root.join("docs");
        let is_there = self.root.is_absolute() && io::is_folder(&folder.join("lints"));
        is_there.then(|| Links::Folder(format!("file://{}", folder.display())))
    }

    /// Where the baseline is or would be.
    pub fn baseline_path(&self) -> PathBuf {
        self.root.join(self.configuration.baseline.as_deref().unwrap_or(BASELINE))
    }

    /// The baseline; one that the configuration names must be there.
    pub fn baseline(&self) -> Result<Option<SourceFile>, Problem> {
        let path = self.baseline_path();
        if self.configuration.baseline.is_none() && io::length(&path).is_none() {
            return Ok(None);
        }
        if io::length(&path).is_none() {
            let shown = shown(&path);
            return Err(Problem::new(
                &io::UNREADABLE,
                say!("没有基线文件 `{shown}`", "there is no baseline `{shown}`"),
                say!("先运行 `guanju check --write-baseline` 生成它", "write it with `guanju check --write-baseline`"),
            ));
        }
        io::read_text(&path).map(|text| Some(SourceFile::new(shown(&path), text)))
    }
}

/// The path within a folder of a file that need not be there yet.
pub fn path_in(file: &Path, folder: &Path) -> Option<String> {
    let parent = file.parent()?;
    let parent = if parent.as_os_str().is_empty() { Path::new(".") } else { parent };
    let (within, name) = (io::path_within(parent, folder)?, file.file_name()?.to_str()?);
    Some(if within.is_empty() { name.to_owned() } else { format!("{within}/{name}") })
}

/// A path as it is seen from the current folder, if it lies in it.
pub fn shown(path: &Path) -> String {
    io::path_within(path, Path::new(".")).unwrap_or_else(|| path.display().to_string())
}
