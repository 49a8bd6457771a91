//! The only access to the disk: rule files in, products out.
//!
//! Architecture Invariant: nothing else names `std::fs`, walkdir or tempfile. What goes wrong here
//! is the machine's, not the rule author's, so it travels in `Result` as a [`Problem`].
//!
//! Names of files come in the byte order of their relative paths, with `/` on every platform.

pub mod git;

use std::ffi::OsStr;
use std::fs;
use std::io::{self, BufReader, BufWriter, Read, Write};
use std::path::{Path, PathBuf};

use tempfile::{NamedTempFile, TempPath};
use walkdir::{DirEntry, WalkDir};

use crate::diagnostic::{Code, Message, Severity};
use crate::parallel;
use crate::say;

/// At most so many bytes of a file are of interest. One more is read, so that the compiler can say
/// that the file is too large without holding all of it.
pub const FILE_LIMIT: u64 = 16 * 1024 * 1024;

macro_rules! codes {
    ($($constant:ident = $code:literal $name:literal $title:literal;)*) => {
        $(pub const $constant: Code =
            Code {
                code: $code, name: $name, severity: Severity::Error, title: $title,
                page: include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/docs/diagnostics/", $code, ".md")),
            };)*
        /// The codes of all problems with the disk, sorted.
        pub const CODES: &[Code] = &[$($constant),*];
    };
}

codes! {
    NO_FOLDER = "E0001" "no-such-folder" "没有这个文件夹";
    NOT_A_FOLDER = "E0002" "not-a-folder" "不是文件夹";
    NO_RULE_FILES = "E0003" "no-rule-files" "文件夹里没有规则文件";
    UNREADABLE = "E0004" "unreadable" "读不了";
    LINK_LOOP = "E0005" "link-loop" "链接绕成了圈";
    NAME_NOT_UTF8 = "E0006" "name-not-utf8" "文件名不是 UTF-8";
    NOT_A_FILE = "E0007" "not-a-file" "不是普通文件";
    UNWRITABLE = "E0008" "unwritable" "写不了";
    ALREADY_THERE = "E0009" "already-there" "文件已经存在";
    NO_REVISION = "E0016" "no-such-version" "没有这个版本";
    NO_GIT = "E0017" "git-failed" "git 不能用";
}

/// Why the disk could not be used.
#[derive(Clone, Debug, PartialEq)]
pub struct Problem {
    pub code: &'static Code,
    pub message: Box<Message>,
    pub help: Box<Message>,
}

impl Problem {
    pub fn new(code: &'static Code, message: Message, help: Message) -> Problem {
        Problem { code, message: Box::new(message), help: Box::new(help) }
    }
}

/// A rule file as it was found.
#[derive(Clone, Debug, PartialEq)]
pub struct FoundFile {
    /// Relative to the folder, with `/` between the parts.
    pub path: String,
    pub bytes: Vec<u8>,
}

/// All rule files (`.gj`) under a folder. Hidden names and folders called `target` are passed over;
/// symbolic links are followed.
pub fn read_folder(folder: &Path) -> Result<Vec<FoundFile>, Problem> {
    expect_folder(folder)?;
    let mut found = Vec::new();
    for entry in WalkDir::new(folder).follow_links(true).sort_by_file_name().into_iter().filter_entry(is_of_interest) {
        match entry {
            Ok(entry) if is_rule_file(&entry) => found.push(read_entry(folder, &entry)?),
            Ok(_) => {}
            Err(error) if error.path().is_some_and(|path| path != folder && is_passed_over(path.file_name())) => {}
            Err(error) => return Err(walk_problem(&error)),
        }
    }
    if found.is_empty() {
        return Err(no_rule_files(folder));
    }
    found.sort_by(|a, b| a.path.cmp(&b.path));
    Ok(found)
}

/// Whether this is a folder.
pub fn is_folder(path: &Path) -> bool {
    path.is_dir()
}

/// The bytes of a file; `None` if they cannot be told before it is read.
pub fn length(path: &Path) -> Option<u64> {
    fs::metadata(path).ok().filter(fs::Metadata::is_file).map(|metadata| metadata.len())
}

/// The whole text of a file.
pub fn read_text(path: &Path) -> Result<String, Problem> {
    fs::read_to_string(path).map_err(|error| unreadable(path, &error))
}

/// The nearest file of this name in the folder or above it: its folder and its text.
pub fn find_upward(folder: &Path, name: &str) -> Result<Option<(PathBuf, String)>, Problem> {
    let Ok(folder) = fs::canonicalize(folder) else { return Ok(None) };
    for folder in folder.ancestors() {
        let path = folder.join(name);
        if path.is_file() {
            return read_text(&path).map(|text| Some((folder.to_owned(), text)));
        }
    }
    Ok(None)
}

/// The path of a file or folder as it is seen from a folder, with `/` between the parts; empty for
/// the folder itself, `None` for what lies elsewhere.
pub fn path_within(path: &Path, folder: &Path) -> Option<String> {
    relative_path(fs::canonicalize(path).ok()?.strip_prefix(fs::canonicalize(folder).ok()?).ok()?)
}

/// Adds to the end of a file.
pub fn append(path: &Path, text: &str) -> Result<(), Problem> {
    let append = || fs::OpenOptions::new().create(true).append(true).open(path)?.write_all(text.as_bytes());
    append().map_err(|error| unwritable(path, &error))
}

/// A file to be read from its beginning to its end; `-` is standard input.
pub fn open_input(path: &Path) -> Result<Box<dyn Read + Send>, Problem> {
    if path == Path::new("-") {
        return Ok(Box::new(io::stdin()));
    }
    if path.is_dir() {
        return Err(unreadable(path, &io::Error::from(io::ErrorKind::IsADirectory)));
    }
    match open(path) {
        Ok(file) => Ok(Box::new(file)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            let shown = path.display();
            let message = say!("没有文件 `{shown}`", "there is no file `{shown}`");
            let help = say!("核对文件名；标准输入写 `-`", "check the name; `-` is standard input");
            Err(Problem::new(&UNREADABLE, message, help))
        }
        Err(error) => Err(unreadable(path, &error)),
    }
}

fn expect_folder(folder: &Path) -> Result<(), Problem> {
    let shown = folder.display();
    match fs::metadata(folder) {
        Ok(metadata) if metadata.is_dir() => Ok(()),
        Ok(_) => {
            let parent = folder.parent().filter(|parent| !parent.as_os_str().is_empty());
            let parent = parent.unwrap_or(Path::new(".")).display();
            Err(Problem::new(
                &NOT_A_FOLDER,
                say!("`{shown}` 是文件，不是文件夹", "`{shown}` is a file, not a folder"),
                say!(
                    "规则文件要一起检查，给出它所在的文件夹：`{parent}`",
                    "rule files are checked together, give the folder that holds it: `{parent}`"
                ),
            ))
        }
        Err(error) if error.kind() == io::ErrorKind::NotFound => Err(Problem::new(
            &NO_FOLDER,
            say!("没有文件夹 `{shown}`", "there is no folder `{shown}`"),
            say!(
                "在放有 `provinces` 的文件夹里运行，或写出规则文件所在的文件夹",
                "run this where `provinces` is, or name the folder of the rule files"
            ),
        )),
        Err(error) => Err(unreadable(folder, &error)),
    }
}

fn is_of_interest(entry: &DirEntry) -> bool {
    entry.depth() == 0 || !is_passed_over(Some(entry.file_name()))
}

/// Hidden names are not ours, and `target` holds what builds leave behind.
fn is_passed_over(name: Option<&OsStr>) -> bool {
    name.is_some_and(|name| name == "target" || name.as_encoded_bytes().starts_with(b"."))
}

fn is_rule_file(entry: &DirEntry) -> bool {
    let is_named_so = entry.path().extension().is_some_and(|extension| extension.eq_ignore_ascii_case("gj"));
    is_named_so && entry.depth() > 0 && !entry.file_type().is_dir()
}

fn read_entry(folder: &Path, entry: &DirEntry) -> Result<FoundFile, Problem> {
    let path = entry.path();
    if !entry.file_type().is_file() {
        let shown = path.display();
        return Err(Problem::new(
            &NOT_A_FILE,
            say!("`{shown}` 不是普通文件", "`{shown}` is not an ordinary file"),
            say!(
                "规则文件的名字以 `.gj` 结尾；把它改名或移走",
                "names that end in `.gj` are for rule files; rename it or move it away"
            ),
        ));
    }
    let relative = relative_path(path.strip_prefix(folder).unwrap_or(path)).ok_or_else(|| name_not_utf8(path))?;
    let bytes = read_limited(path).map_err(|error| unreadable(path, &error))?;
    Ok(FoundFile { path: relative, bytes })
}

/// `None` when a part of it is not UTF-8.
fn relative_path(path: &Path) -> Option<String> {
    let parts: Option<Vec<&str>> = path.components().map(|part| part.as_os_str().to_str()).collect();
    parts.map(|parts| parts.join("/"))
}

fn read_limited(path: &Path) -> io::Result<Vec<u8>> {
    let file = open(path)?;
    let length = file.metadata().map_or(0, |metadata| metadata.len()).min(FILE_LIMIT);
    let mut bytes = Vec::with_capacity(usize::try_from(length).unwrap_or(0) + 1);
    file.take(FILE_LIMIT + 1).read_to_end(&mut bytes)?;
    Ok(bytes)
}

#[expect(clippy::disallowed_types, reason = "this is the file in which the disk is touched")]
fn open(path: &Path) -> io::Result<fs::File> {
    fs::File::open(path)
}

fn no_rule_files(folder: &Path) -> Problem {
    let shown = folder.display();
    Problem::new(
        &NO_RULE_FILES,
        say!("文件夹 `{shown}` 里没有规则文件（`.gj`）", "there are no rule files (`.gj`) in the folder `{shown}`"),
        say!(
            "规则文件的名字以 `.gj` 结尾；隐藏的文件夹和 `target` 不读",
            "names of rule files end in `.gj`; hidden folders and `target` are passed over"
        ),
    )
}

fn name_not_utf8(path: &Path) -> Problem {
    let shown = path.display();
    Problem::new(
        &NAME_NOT_UTF8,
        say!("文件名不是 UTF-8：`{shown}`", "the name of this file is not UTF-8: `{shown}`"),
        say!("把文件改名，例如 `guangdong.gj`", "rename the file, for example to `guangdong.gj`"),
    )
}

fn walk_problem(error: &walkdir::Error) -> Problem {
    let path = error.path().unwrap_or(Path::new(""));
    let shown = path.display();
    if let Some(ancestor) = error.loop_ancestor() {
        let ancestor = ancestor.display();
        return Problem::new(
            &LINK_LOOP,
            say!(
                "符号链接绕成了圈：`{shown}` 指回 `{ancestor}`",
                "symbolic links go round in a circle: `{shown}` leads back to `{ancestor}`"
            ),
            say!("删去链接 `{shown}`，或让它指向别处", "remove the link `{shown}`, or let it lead elsewhere"),
        );
    }
    match error.io_error() {
        Some(error) => unreadable(path, error),
        None => unreadable(path, &io::Error::other("unknown")),
    }
}

/// Why a file cannot be read.
pub fn unreadable(path: &Path, error: &io::Error) -> Problem {
    let shown = path.display();
    let (chinese, english) = reason(error);
    let help = match error.kind() {
        io::ErrorKind::PermissionDenied => {
            say!("让当前用户可以读它", "let the current user read it")
        }
        io::ErrorKind::NotFound => {
            say!(
                "它若是符号链接，就是指向了不存在的地方；删去它",
                "if it is a symbolic link, it leads nowhere; remove it"
            )
        }
        _ => say!("看看它是否完好，能否用别的程序打开", "see whether another program can open it"),
    };
    Problem::new(&UNREADABLE, say!("读不了 `{shown}`：{chinese}", "cannot read `{shown}`: {english}"), help)
}

/// A file to be written.
pub struct Output<'a> {
    /// Relative to the output folder, with `/` between the parts.
    pub path: String,
    pub content: Content<'a>,
}

/// What is to be in a file: all of it at once, or streamed.
pub enum Content<'a> {
    Bytes(Vec<u8>),
    Stream(Box<Writing<'a>>),
}

/// Writes the content of a file.
pub type Writing<'a> = dyn Fn(&mut dyn Write) -> io::Result<()> + Sync + 'a;

/// How many files were written, and how many were already as they should be.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Written {
    pub changed: usize,
    pub unchanged: usize,
}

/// Writes all files into a folder, or none: every file is first written beside its place and only
/// then, when all are whole, put there. A file that is already so is not touched.
pub fn write_outputs(folder: &Path, outputs: &[Output], threads: usize) -> Result<Written, Problem> {
    let mut staged: Vec<(PathBuf, TempPath)> = Vec::new();
    let mut written = Written::default();
    let stages = parallel::map(outputs, threads, |output| {
        let path = real(&folder.join(&output.path));
        stage(&path, &output.content).map(|file| (path, file))
    });
    for stage in stages {
        match stage? {
            (path, Some(file)) => staged.push((path, file)),
            (_, None) => written.unchanged += 1,
        }
    }
    for (path, file) in staged {
        file.persist(&path).map_err(|error| unwritable(&path, &error.error))?;
        written.changed += 1;
    }
    Ok(written)
}

/// Writes one file whole or not at all; says whether it changed.
pub fn write_file_with(
    path: &Path,
    writing: impl Fn(&mut dyn Write) -> io::Result<()> + Sync,
) -> Result<bool, Problem> {
    let path = &*real(path);
    match stage(path, &Content::Stream(Box::new(writing)))? {
        Some(file) => file.persist(path).map_err(|error| unwritable(path, &error.error)).map(|()| true),
        None => Ok(false),
    }
}

/// The place itself where a symbolic link leads, so that the link stays one.
fn real(path: &Path) -> PathBuf {
    let is_link = fs::symlink_metadata(path).is_ok_and(|found| found.file_type().is_symlink());
    if is_link { fs::canonicalize(path).unwrap_or_else(|_| path.to_owned()) } else { path.to_owned() }
}

/// Writes a file that must not be there yet.
pub fn write_new_file(path: &Path, text: &str) -> Result<(), Problem> {
    let file = stage_new(path, &|writer: &mut dyn Write| writer.write_all(text.as_bytes()))?;
    file.persist_noclobber(path).map_err(|error| match error.error.kind() {
        io::ErrorKind::AlreadyExists => already_there(path),
        _ => unwritable(path, &error.error),
    })
}

/// The content beside its place, or `None` when the place already holds it. A file that was there
/// keeps its permissions, and one that may only be read stays.
fn stage(path: &Path, content: &Content) -> Result<Option<TempPath>, Problem> {
    let staged = stage_anew(path, content)?;
    let Some(file) = staged else { return Ok(None) };
    if let Ok(before) = fs::metadata(path) {
        if before.permissions().readonly() {
            return Err(unwritable(path, &io::Error::from(io::ErrorKind::PermissionDenied)));
        }
        fs::set_permissions(&file, before.permissions()).map_err(|error| unwritable(path, &error))?;
    }
    Ok(Some(file))
}

fn stage_anew(path: &Path, content: &Content) -> Result<Option<TempPath>, Problem> {
    match content {
        Content::Bytes(bytes) if holds(path, &mut bytes.as_slice(), bytes.len() as u64) => Ok(None),
        Content::Bytes(bytes) => stage_new(path, &|writer: &mut dyn Write| writer.write_all(bytes)).map(Some),
        Content::Stream(writing) => {
            let file = stage_new(path, writing)?;
            let is_there = fs::metadata(&file).is_ok_and(|metadata| {
                open(&file).is_ok_and(|staged| holds(path, &mut BufReader::new(staged), metadata.len()))
            });
            Ok((!is_there).then_some(file))
        }
    }
}

fn stage_new(path: &Path, writing: &Writing) -> Result<TempPath, Problem> {
    let folder = path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
    fs::create_dir_all(folder).map_err(|error| unwritable(folder, &error))?;
    let attempt = || {
        let mut file = BufWriter::with_capacity(1 << 16, new_file_in(folder)?);
        writing(&mut file)?;
        let file = file.into_inner().map_err(io::IntoInnerError::into_error)?;
        Ok(file.into_temp_path())
    };
    attempt().map_err(|error| unwritable(path, &error))
}

/// Temporary files are private unless told otherwise, products are not.
fn new_file_in(folder: &Path) -> io::Result<NamedTempFile> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(".guanju-");
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
    builder.tempfile_in(folder)
}

/// Whether a file is there and has exactly this content.
fn holds(path: &Path, content: &mut dyn Read, length: u64) -> bool {
    if !fs::metadata(path).is_ok_and(|metadata| metadata.is_file() && metadata.len() == length) {
        return false;
    }
    open(path).is_ok_and(|file| is_same(&mut BufReader::new(file), content).unwrap_or(false))
}

fn is_same(left: &mut dyn Read, right: &mut dyn Read) -> io::Result<bool> {
    let (mut of_left, mut of_right) = ([0; 8192], [0; 8192]);
    loop {
        let length = read_full(left, &mut of_left)?;
        if read_full(right, &mut of_right)? != length || of_left[..length] != of_right[..length] {
            return Ok(false);
        }
        if length == 0 {
            return Ok(true);
        }
    }
}

fn read_full(reader: &mut dyn Read, buffer: &mut [u8]) -> io::Result<usize> {
    let mut filled = 0;
    while filled < buffer.len() {
        match reader.read(&mut buffer[filled..])? {
            0 => break,
            length => filled += length,
        }
    }
    Ok(filled)
}

fn already_there(path: &Path) -> Problem {
    let shown = path.display();
    Problem::new(
        &ALREADY_THERE,
        say!("`{shown}` 已经存在，没有改动", "`{shown}` is already there, nothing was changed"),
        say!("直接编辑它；要重新开始，先把它移走", "edit it; to begin anew, move it away first"),
    )
}

fn unwritable(path: &Path, error: &io::Error) -> Problem {
    let shown = path.display();
    let (chinese, english) = reason(error);
    Problem::new(
        &UNWRITABLE,
        say!("写不了 `{shown}`：{chinese}", "cannot write `{shown}`: {english}"),
        say!(
            "让当前用户可以写它；`build` 可以用 `--out` 指定别的文件夹",
            "let the current user write it; `build` takes another folder with `--out`"
        ),
    )
}

/// The operating system's reason, in words where we know it.
fn reason(error: &io::Error) -> (String, String) {
    let chinese = match error.kind() {
        io::ErrorKind::NotFound => "不存在",
        io::ErrorKind::PermissionDenied => "没有权限",
        io::ErrorKind::AlreadyExists => "那里已有一个文件",
        io::ErrorKind::NotADirectory => "路径中有一段是文件，不是文件夹",
        io::ErrorKind::IsADirectory => "那里是一个文件夹",
        io::ErrorKind::StorageFull => "磁盘满了",
        io::ErrorKind::ReadOnlyFilesystem => "磁盘是只读的",
        io::ErrorKind::InvalidFilename => "文件名不合法",
        io::ErrorKind::InvalidData => "不是 UTF-8 文本；在编辑器里选“另存为”，编码选 UTF-8",
        _ => return (error.to_string(), error.to_string()),
    };
    (chinese.to_owned(), error.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folder() -> tempfile::TempDir {
        tempfile::tempdir().unwrap()
    }

    fn put(folder: &Path, path: &str, text: &str) {
        let path = folder.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    fn names(folder: &Path) -> Vec<String> {
        read_folder(folder).unwrap().into_iter().map(|file| file.path).collect()
    }

    #[test]
    fn files_come_in_the_order_of_their_whole_paths() {
        let folder = folder();
        for path in ["b/x.gj", "b.gj", "b-a.gj", "广东.gj", "a.gj", "readme.md", ".git/x.gj", "target/x.gj", ".#a.gj"]
        {
            put(folder.path(), path, "");
        }
        assert_eq!(names(folder.path()), ["a.gj", "b-a.gj", "b.gj", "b/x.gj", "广东.gj"]);
    }

    #[test]
    fn a_huge_file_is_read_one_byte_past_the_limit() {
        let folder = folder();
        let file = fs::OpenOptions::new().create_new(true).write(true).open(folder.path().join("a.gj")).unwrap();
        file.set_len(FILE_LIMIT * 3).unwrap();
        assert_eq!(read_folder(folder.path()).unwrap()[0].bytes.len() as u64, FILE_LIMIT + 1);
    }

    #[test]
    fn an_unchanged_file_is_not_touched() {
        let folder = folder();
        let outputs = |text: &'static str| {
            vec![
                Output { path: "a/b.md".into(), content: Content::Bytes(b"same".to_vec()) },
                Output { path: "t.json".into(), content: Content::Stream(Box::new(move |to| write!(to, "{text}"))) },
            ]
        };
        let written = |text| write_outputs(folder.path(), &outputs(text), 2).unwrap();
        assert_eq!(written("one"), Written { changed: 2, unchanged: 0 });
        let time = || fs::metadata(folder.path().join("t.json")).unwrap().modified().unwrap();
        let before = time();
        assert_eq!(written("one"), Written { changed: 0, unchanged: 2 });
        assert_eq!(time(), before);
        assert_eq!(written("two"), Written { changed: 1, unchanged: 1 });
        assert_eq!(fs::read(folder.path().join("t.json")).unwrap(), b"two");
    }

    #[test]
    fn what_fails_half_way_leaves_nothing() {
        let folder = folder();
        let outputs = [
            Output { path: "a.md".into(), content: Content::Bytes(b"new".to_vec()) },
            Output { path: "t.json".into(), content: Content::Stream(Box::new(|_| Err(io::Error::other("broken")))) },
        ];
        assert_eq!(write_outputs(folder.path(), &outputs, 2).unwrap_err().code, &UNWRITABLE);
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
    }

    #[cfg(unix)]
    #[test]
    fn links_stay_links_and_permissions_stay() {
        use std::os::unix::fs::PermissionsExt;
        let folder = folder();
        let (real, link) = (folder.path().join("real.gj"), folder.path().join("link.gj"));
        put(folder.path(), "real.gj", "before");
        fs::set_permissions(&real, fs::Permissions::from_mode(0o600)).unwrap();
        std::os::unix::fs::symlink(&real, &link).unwrap();
        assert_eq!(write_file_with(&link, |writer| writer.write_all(b"after")), Ok(true));
        assert!(fs::symlink_metadata(&link).unwrap().file_type().is_symlink());
        assert_eq!(fs::read(&real).unwrap(), b"after");
        assert_eq!(fs::metadata(&real).unwrap().permissions().mode() & 0o777, 0o600);
        fs::set_permissions(&real, fs::Permissions::from_mode(0o444)).unwrap();
        assert_eq!(write_file_with(&real, |writer| writer.write_all(b"x")).unwrap_err().code, &UNWRITABLE);
        assert_eq!(fs::read(&real).unwrap(), b"after");
    }

    #[test]
    fn a_new_file_replaces_nothing() {
        let folder = folder();
        let path = folder.path().join("p/guangdong.gj");
        assert_eq!(write_new_file(&path, "first"), Ok(()));
        assert_eq!(write_new_file(&path, "second").unwrap_err().code, &ALREADY_THERE);
        assert_eq!(fs::read(&path).unwrap(), b"first");
    }

    #[test]
    fn codes_are_sorted_and_apart_from_those_of_rule_files() {
        assert!(CODES.is_sorted_by(|a, b| a.code < b.code));
        assert!(crate::diagnostic::codes::ALL.iter().all(|code| CODES.iter().all(|own| own.code != code.code)));
    }
}
