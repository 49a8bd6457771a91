//! The command `guanju`; all of it is in the library's `cli`.

use std::io::{IsTerminal, Write};
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::{SystemTime, UNIX_EPOCH};

use guanju::cli::{Console, Surroundings, run};
use guanju::text::Date;

fn main() -> ExitCode {
    let (stdout, stderr) = (std::io::stdout(), std::io::stderr());
    let set = |name: &str| std::env::var_os(name).filter(|value| !value.is_empty());
    let is_forced = set("FORCE_COLOR").map(|value| value != "0");
    let is_colored = |is_terminal: bool| is_forced.unwrap_or(is_terminal && set("NO_COLOR").is_none());
    let surroundings = Surroundings {
        stdout_color: is_colored(stdout.is_terminal()),
        stderr_color: is_colored(stderr.is_terminal()),
        has_links: supports_hyperlinks::on(supports_hyperlinks::Stream::Stdout),
        is_watched: stderr.is_terminal(),
        step_summary: set("GITHUB_STEP_SUMMARY").map(PathBuf::from),
        today: today(),
    };
    let mut stdout = std::io::BufWriter::new(stdout.lock());
    let mut stderr = stderr.lock();
    let mut console = Console::new(&mut stdout, &mut stderr, surroundings);
    let status = run(std::env::args_os(), &mut console);
    // What remains cannot be written when the reader is gone, which is the reader's right.
    let _ = stdout.flush();
    ExitCode::from(status)
}

/// The day in China, where the rules hold; `None` when the clock is not set.
fn today() -> Option<Date> {
    const HOURS_BEFORE_GREENWICH: u64 = 8;
    let seconds = SystemTime::now().duration_since(UNIX_EPOCH).ok()?.as_secs() + HOURS_BEFORE_GREENWICH * 3600;
    Date::from_day_number(i32::try_from(seconds / (24 * 3600)).ok()?)
}
