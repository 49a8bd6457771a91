//! `guanju check --watch`: checks again whenever a file changes. The only file that names `notify`.

use std::path::Path;
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

use notify::{Event, EventKind, RecursiveMode, Watcher, recommended_watcher};

use crate::cli::arguments::{Check, OutputFormat};
use crate::cli::check::once;
use crate::cli::{Console, Status};
use crate::io::{Problem, unreadable};
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
    loop {
        match once(check, format, console) {
            Ok(_) => {}
            // A folder may be half way through a change; the next one is looked at again.
            Err(problem) => console.problem(&problem),
        }
        console.remark(&say!("等文件改动；按 Ctrl+C 结束", "waiting for changes; Ctrl+C ends"));
        console.flush();
        if !wait(&changes) {
            return Ok(Status::Clean);
        }
    }
}

/// Waits until a rule file changes; false when nothing can come any more.
fn wait(changes: &Receiver<notify::Result<Event>>) -> bool {
    loop {
        match changes.recv() {
            Ok(Ok(event)) if is_of_interest(&event) => break,
            Ok(_) => {}
            Err(_) => return false,
        }
    }
    while changes.recv_timeout(PAUSE).is_ok() {}
    true
}

fn is_of_interest(event: &Event) -> bool {
    let is_rule_file = |path: &Path| path.extension().is_some_and(|extension| extension == "gj" || extension == "toml");
    !matches!(event.kind, EventKind::Access(_)) && event.paths.iter().any(|path| is_rule_file(path))
}
