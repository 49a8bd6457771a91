//! What several tests need: the project's rule files, and a way to compile.

use std::path::{Path, PathBuf};

use guanju::session::{Input, Session, compile};

/// The folder of the project.
pub fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// All rule files under `provinces/`.
pub fn rule_files() -> Vec<Input> {
    let files = guanju::io::read_folder(&root().join("provinces")).expect("provinces/ can be read");
    files.into_iter().map(|file| Input { path: file.path, bytes: file.bytes }).collect()
}

/// The rule files that are not a province's.
pub fn shared_files() -> Vec<Input> {
    rule_files().into_iter().filter(|file| !guanju::resolve::is_province(text(file))).collect()
}

pub fn text(file: &Input) -> &str {
    std::str::from_utf8(&file.bytes).expect("rule files are UTF-8")
}

pub fn input(path: &str, text: &str) -> Input {
    Input { path: path.to_owned(), bytes: text.as_bytes().to_vec() }
}

/// `path:line:column: code message`, one a line, in Chinese.
pub fn listed(session: &Session, leave_out: impl Fn(&str) -> bool) -> String {
    let mut lines = String::new();
    for diagnostic in session.diagnostics.iter().filter(|diagnostic| !leave_out(diagnostic.code.code)) {
        let (file, span) = diagnostic.place();
        let file = &session.files[file.0 as usize];
        let index = guanju::text::LineIndex::new(&file.text);
        let (line, column) = index.line_column(&file.text, span.start);
        let (code, message) = (diagnostic.code.code, &diagnostic.message.chinese);
        lines.push_str(&format!("{}:{line}:{column}: {code} {message}\n", file.path));
    }
    lines
}

pub fn compiled(files: Vec<Input>) -> Session {
    compile(files, 2)
}

/// Compares a generated file with what is committed, or writes it when blessing.
pub fn assert_fresh(path: &Path, wanted: &str) {
    let whole = root().join(path);
    if std::env::var_os("GUANJU_BLESS").is_some() {
        std::fs::create_dir_all(whole.parent().expect("the file has a folder")).expect("the folder can be made");
        std::fs::write(&whole, wanted).expect("the file can be written");
        return;
    }
    let found = std::fs::read_to_string(&whole).unwrap_or_default();
    assert!(found == wanted, "{} is stale; run `GUANJU_BLESS=1 cargo test` and read the difference", path.display());
}
