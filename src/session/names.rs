//! A set of files with its references written by their ids or by their labels.

use crate::emit::table::table;
use crate::resolve::Naming;
use crate::session::{Input, Session, compile};
use crate::text::edit::{Edit, apply};
use crate::text::{FileId, SourceFile};

/// The texts of a session that was compiled with [`compile_noting`](crate::session::compile_noting),
/// each reference written this way where it can be. Those of files with errors stay: what is meant
/// there is not known.
pub fn renamed(session: &Session, naming: Naming) -> Vec<String> {
    let broken = session.broken_files();
    let files = (0..).map(FileId).zip(&session.files);
    files
        .map(|(id, file)| if broken.contains(&id) { file.text.clone() } else { one(session, id, file, naming) })
        .collect()
}

fn one(session: &Session, id: FileId, file: &SourceFile, naming: Naming) -> String {
    let mentions = session.mentions.get(id.0 as usize).into_iter().flatten();
    let edits: Vec<Edit> = mentions
        .filter_map(|mention| Some(Edit::new(mention.span, mention.spellings.as_ref()?.by(naming))))
        .filter(|edit| edit.span.of(&file.text) != edit.text)
        .collect();
    apply(&file.text, &edits)
}

/// Whether these files mean what those of the session mean, as far as they mean something: the same
/// table to the byte, and errors in the same files.
pub fn is_same_program(before: &Session, after: Vec<Input>, threads: usize) -> bool {
    let after = compile(after, threads);
    before.broken_files() == after.broken_files() && table(&before.program) == table(&after.program)
}
