//! The only access to git: rule files and tables as they stand in a revision.
//!
//! Architecture Invariant: nothing else starts another program.

use std::io::{self, BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::thread;

use crate::io::{FoundFile, NO_GIT, NO_REVISION, Problem, no_rule_files};
use crate::say;

/// What stands at a place of a revision.
#[derive(Clone, Debug, PartialEq)]
pub enum Stored {
    /// The rule files of a folder, by their paths in it.
    Folder(Vec<FoundFile>),
    File(Vec<u8>),
}

/// The folder of the working tree; `None` outside of a repository.
pub fn top_folder() -> Option<PathBuf> {
    let output = Command::new("git").args(["rev-parse", "--show-toplevel"]).stderr(Stdio::null()).output().ok()?;
    let text = String::from_utf8(output.stdout).ok()?;
    output.status.success().then(|| PathBuf::from(text.trim_end_matches(['\r', '\n'])))
}

/// A folder with its rule files, or a file, of a revision. The path is that within the repository, or
/// begins with `./` for one within the current folder.
pub fn read(revision: &str, path: &str) -> Result<Stored, Problem> {
    if resolve(&format!("{revision}^{{commit}}"))?.is_none() {
        return Err(no_revision(revision));
    }
    let Some(object) = resolve(&format!("{revision}:{path}"))? else { return Err(no_path(revision, path)) };
    let kind = run(&["cat-file", "-t", &object])?;
    if kind.stdout.starts_with(b"blob") {
        return Ok(Stored::File(run(&["cat-file", "blob", &object])?.stdout));
    }
    let listed = run(&["ls-tree", "-r", "-z", "--full-tree", &object])?;
    let listed = String::from_utf8_lossy(&listed.stdout).into_owned();
    let wanted: Vec<(&str, &str)> = listed.split('\0').filter_map(entry).collect();
    if wanted.is_empty() {
        return Err(no_rule_files(Path::new(&format!("{revision}:{path}"))));
    }
    let ids: Vec<&str> = wanted.iter().map(|(id, _)| *id).collect();
    let contents = contents(&ids).map_err(|error| failed(&error.to_string()))?;
    let files = wanted.iter().zip(contents);
    let mut files: Vec<FoundFile> =
        files.map(|((_, path), bytes)| FoundFile { path: (*path).to_owned(), bytes }).collect();
    files.sort_by(|a, b| a.path.cmp(&b.path));
    Ok(Stored::Folder(files))
}

/// The object and the path of a line of `ls-tree` that is a rule file.
fn entry(line: &str) -> Option<(&str, &str)> {
    let (head, path) = line.split_once('\t')?;
    let mut words = head.split(' ');
    let (mode, kind, id) = (words.next()?, words.next()?, words.next()?);
    let is_file = kind == "blob" && mode.starts_with("100");
    let is_passed_over = path.split('/').any(|part| part == "target" || part.starts_with('.'));
    let is_rule_file = Path::new(path).extension().is_some_and(|end| end.eq_ignore_ascii_case("gj"));
    (is_file && is_rule_file && !is_passed_over).then_some((id, path))
}

/// The id of what a name stands for.
fn resolve(name: &str) -> Result<Option<String>, Problem> {
    let output = start(&["rev-parse", "--verify", "--quiet", "--end-of-options", name])?;
    let said = String::from_utf8_lossy(&output.stderr);
    if said.contains("not a git repository") {
        let name = name.trim_end_matches("^{commit}");
        return Err(Problem::new(
            &NO_GIT,
            say!(
                "没有 `{name}` 这个文件夹或规则表，当前文件夹也不在 git 仓库里",
                "there is no folder or rule table `{name}`, and the current folder is in no git repository"
            ),
            say!(
                "在仓库里运行，或写出文件夹或规则表的路径",
                "run this in the repository, or write the path of a folder or a rule table"
            ),
        ));
    }
    let id = String::from_utf8_lossy(&output.stdout).trim().to_owned();
    Ok((output.status.success() && !id.is_empty()).then_some(id))
}

fn run(words: &[&str]) -> Result<Output, Problem> {
    let output = start(words)?;
    if output.status.success() { Ok(output) } else { Err(failed(String::from_utf8_lossy(&output.stderr).trim())) }
}

fn start(words: &[&str]) -> Result<Output, Problem> {
    Command::new("git").args(words).output().map_err(|error| {
        if error.kind() == io::ErrorKind::NotFound {
            return Problem::new(
                &NO_GIT,
                say!("没有找到程序 `git`", "the program `git` is not there"),
                say!(
                    "安装 git，或写出文件夹或规则表的路径",
                    "install git, or write the path of a folder or a rule table"
                ),
            );
        }
        failed(&error.to_string())
    })
}

/// The bytes of objects, all with one process.
fn contents(ids: &[&str]) -> io::Result<Vec<Vec<u8>>> {
    let mut child = Command::new("git")
        .args(["cat-file", "--batch"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()?;
    let (Some(mut input), Some(output)) = (child.stdin.take(), child.stdout.take()) else {
        return Err(io::Error::other("no pipe"));
    };
    let asked: String = ids.iter().map(|id| format!("{id}\n")).collect();
    // Both sides are large: who writes must not wait for who reads.
    let all = thread::scope(|scope| {
        let writing = scope.spawn(move || input.write_all(asked.as_bytes()));
        let mut reader = BufReader::new(output);
        let all: io::Result<Vec<Vec<u8>>> = ids.iter().map(|_| next_content(&mut reader)).collect();
        drop(reader);
        let written = writing.join().unwrap_or_else(|_| Err(io::Error::other("the writer ended")));
        let all = all?;
        written.map(|()| all)
    });
    child.wait()?;
    all
}

fn next_content(reader: &mut impl BufRead) -> io::Result<Vec<u8>> {
    let mut head = String::new();
    reader.read_line(&mut head)?;
    let size = head.trim_end().rsplit(' ').next().and_then(|size| size.parse::<usize>().ok());
    let size = size.ok_or_else(|| io::Error::other(head.trim_end().to_owned()))?;
    let mut bytes = vec![0; size];
    reader.read_exact(&mut bytes)?;
    // A line break behind it.
    reader.read_exact(&mut [0])?;
    Ok(bytes)
}

fn no_revision(revision: &str) -> Problem {
    Problem::new(
        &NO_REVISION,
        say!(
            "`{revision}` 不是文件夹，不是规则表，也不是 git 版本",
            "`{revision}` is no folder, no rule table and no git revision"
        ),
        say!(
            "核对名称；版本可以写提交号、分支或标签，例如 `HEAD~1`；浅克隆里没有旧版本，先 `git fetch --unshallow`",
            "check the name; a revision is a commit, a branch or a tag, such as `HEAD~1`; a shallow clone lacks old ones, `git fetch --unshallow` brings them"
        ),
    )
}

fn no_path(revision: &str, path: &str) -> Problem {
    Problem::new(
        &NO_REVISION,
        say!("git 版本 `{revision}` 里没有 `{path}`", "there is no `{path}` in the git revision `{revision}`"),
        say!(
            "写成 `{revision}:文件夹`，文件夹是规则文件当时所在的地方",
            "write `{revision}:FOLDER`, where FOLDER is where the rule files were then"
        ),
    )
}

fn failed(said: &str) -> Problem {
    Problem::new(
        &NO_GIT,
        say!("git 出错：{said}", "git failed: {said}"),
        say!("看看仓库是否完好：`git fsck`", "see whether the repository is sound: `git fsck`"),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rule_files_are_told_from_others() {
        assert_eq!(entry("100644 blob 0a1b\tproviders/a.gj"), Some(("0a1b", "providers/a.gj")));
        for other in [
            "120000 blob 0a1b\tlink.gj",
            "160000 commit 0a1b\tmodule.gj",
            "100644 blob 0a1b\tREADME.md",
            "100644 blob 0a1b\t.hidden/a.gj",
            "100644 blob 0a1b\ttarget/a.gj",
            "",
        ] {
            assert_eq!(entry(other), None, "{other}");
        }
    }

    #[test]
    fn contents_come_one_behind_the_other() {
        let mut reader = &b"0a1b blob 3\nabc\n0c1d blob 0\n\n0e1f missing\n"[..];
        assert_eq!(next_content(&mut reader).expect("it is there"), b"abc");
        assert_eq!(next_content(&mut reader).expect("it is there"), b"");
        assert!(next_content(&mut reader).is_err());
    }
}
