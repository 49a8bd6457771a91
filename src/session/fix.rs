//! Fixing a set of files until nothing is left to fix.

use crate::diagnostic::{Diagnostic, Safety};
use crate::emit::table::table;
use crate::lint::{Settings, apply_fixes};
use crate::session::{Input, Session, check};
use crate::text::SourceFile;

/// Fixes can make room for others. More rounds than this mean that two undo each other.
const ROUNDS: usize = 20;

/// A set of files after its fixes.
#[derive(Clone, Debug)]
pub struct Fixed {
    /// What is still found.
    pub session: Session,
    /// The files that changed: the path, what it held, what it is to hold.
    pub changed: Vec<Changed>,
    /// How many fixes were made.
    pub count: usize,
    /// Fixes were left out because they would have broken a file, or changed the table though they
    /// are called safe: a defect of this program.
    pub is_refused: bool,
}

/// A file before and after.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Changed {
    pub path: String,
    pub before: String,
    pub after: Vec<u8>,
    /// It was saved in another encoding than UTF-8.
    pub is_reencoded: bool,
}

/// Makes all fixes of at most this safety.
pub fn fix(
    mut inputs: Vec<Input>,
    threads: usize,
    settings: &Settings,
    baseline: Option<SourceFile>,
    most: Safety,
) -> Fixed {
    inputs.sort_by(|a, b| a.path.cmp(&b.path));
    let originals = inputs.clone();
    // What is proved has no fixes; it is looked at when all are made.
    let asked = settings;
    let settings = &Settings { proofs: false, ..asked.clone() };
    let mut session = check(inputs.clone(), threads, settings, baseline.clone());
    let before: Vec<SourceFile> = session.files.clone();
    // What is called safe must leave the table as it is; where there was none, anything is better.
    // There is one in spite of what only the configuration calls an error.
    let is_whole = !session.diagnostics.iter().any(Diagnostic::leaves_out);
    let wanted = (most == Safety::Safe && is_whole).then(|| table(&session.program));
    let (mut count, mut is_refused) = (0, false);
    for _ in 0..ROUNDS {
        let applied = apply_fixes(&session.files[..inputs.len()], &session.diagnostics, most);
        if applied.count == 0 {
            break;
        }
        let mut next = inputs.clone();
        for (id, text) in applied.texts {
            let input = &mut next[id.0 as usize];
            input.bytes = encoded(&input.bytes, &text);
        }
        let after = check(next.clone(), threads, settings, baseline.clone());
        // A mended error lets others be seen, and that is no harm, unless the text is read less than before.
        let is_of_error =
            session.diagnostics.iter().any(|found| is_made(found, most) && found.code.code.starts_with('E'));
        let is_worse = if is_of_error { unread(&after) > unread(&session) } else { errors(&after) > errors(&session) };
        let is_other = wanted.as_ref().is_some_and(|wanted| *wanted != table(&after.program));
        if is_worse || is_other {
            is_refused = !is_of_error;
            break;
        }
        count += applied.count;
        (inputs, session) = (next, after);
    }
    if asked.proofs {
        session = check(inputs.clone(), threads, asked, baseline);
    }
    let changed = originals.iter().zip(inputs).zip(before).filter(|((before, after), _)| before.bytes != after.bytes);
    let changed = changed.map(|((before, after), file)| Changed {
        path: after.path,
        before: file.text,
        after: after.bytes,
        is_reencoded: std::str::from_utf8(&before.bytes).is_err(),
    });
    let changed = changed.collect();
    Fixed { session, changed, count, is_refused }
}

/// Whether the fix of a diagnostic is one of those that are made.
fn is_made(found: &Diagnostic, most: Safety) -> bool {
    found.fix.as_deref().is_some_and(|fix| fix.safety <= most && fix.safety != Safety::Shown)
}

fn errors(session: &Session) -> usize {
    count(session, "E")
}

/// How many parts cannot be read at all.
fn unread(session: &Session) -> usize {
    count(session, "E02")
}

fn count(session: &Session, prefix: &str) -> usize {
    session.diagnostics.iter().filter(|found| found.code.code.starts_with(prefix)).count()
}

/// A text as the bytes of a file that began with a byte order mark or did not.
fn encoded(before: &[u8], text: &str) -> Vec<u8> {
    const MARK: &[u8] = "\u{FEFF}".as_bytes();
    let mark = if before.starts_with(MARK) { MARK } else { &[] };
    [mark, text.as_bytes()].concat()
}
