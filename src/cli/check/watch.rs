//! `guanju check --watch`: checks again whenever a file changes. The only file that names `notify`.

use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

use notify::{Event, EventKind, RecursiveMode, Watcher, recommended_watcher};

use crate::cli::arguments::{Check, OutputFormat};
use crate::cli::check::once;
use crate::cli::{Console, Status};
use crate::config;
use crate::io::{Problem, find_upward, unreadable};
use crate::lint::known_proofs::KnownProofs;
use crate::say;

/// An editor that saves makes several changes at once.
const PAUSE: Duration = Duration::from_millis(50);

pub fn run(check: &Check, format: OutputFormat, console: &mut Console) -> Result<Status, Problem> {
    let (sender, changes) = channel();
    let failed = |error: notify::Error| unreadable(&check.dir, &std::io::Error::other(error));
    let mut watcher = recommended_watcher(move |event| {
        // Nobody takes it any more only when the process ends.
        let _ = sender.send(event);
    })
    .map_err(failed)?;
    watcher.watch(&check.dir, RecursiveMode::Recursive).map_err(failed)?;
    // The configuration and the baseline may stand above the folder. One with errors will be mended.
    let root = find_upward(&check.dir, config::NAME)?.map_or_else(|| PathBuf::from("."), |(root, _)| root);
    watcher.watch(&root, RecursiveMode::NonRecursive).map_err(failed)?;
    // An edit of one province proves that province alone again.
    let known_proofs = KnownProofs::default();
    loop {
        match once(check, format, console, Some(&known_proofs)) {
            Ok(_) => {}
            // A folder may be half way through a change; the next one is looked at again.
            Err(problem) => console.problem(&problem),
        }
        console.remark(&say!("等文件改动；按 Ctrl+C 结束", "waiting for changes; Ctrl+C ends"));
        console.flush();
        if !wait(&changes, &check.dir) {
            return Ok(Status::Clean);
        }
    }
}

/// Waits until a rule file changes; false when nothing can come any more.
fn wait(changes: &Receiver<notify::Result<Event>>, folder: &Path) -> bool {
    loop {
        match changes.recv() {
            Ok(Ok(event)) if is_of_interest(&event, folder) => break,
            Ok(_) => {}
            Err(_) => return false,
        }
    }
    while changes.recv_timeout(PAUSE).is_ok() {}
    true
}

fn is_of_interest(event: &Event, folder: &Path) -> bool {
    let is_ours = |path: &Path| {
        let is_named_so = |extension| ["gj", "toml", "json"].iter().any(|known| extension == *known);
        path.extension().is_some_and(is_named_so) || path.file_name() == folder.file_name()
    };
    !matches!(event.kind, EventKind::Access(_)) && event.paths.iter().any(|path| is_ours(path))
}
