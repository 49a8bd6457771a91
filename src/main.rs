//! The command `guanju`; all of it is in the library's `cli`.

use std::io::{IsTerminal, Write};
use std::process::ExitCode;

use guanju::cli::{Console, run};

fn main() -> ExitCode {
    let (stdout, stderr) = (std::io::stdout(), std::io::stderr());
    let no_color = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
    let is_terminal = stderr.is_terminal();
    let has_color = (stdout.is_terminal() && !no_color, is_terminal && !no_color);
    let mut stdout = std::io::BufWriter::new(stdout.lock());
    let mut stderr = stderr.lock();
    let mut console = Console::new(&mut stdout, &mut stderr, has_color, is_terminal);
    let status = run(std::env::args_os(), &mut console);
    // What remains cannot be written when the reader is gone, which is the reader's right.
    let _ = stdout.flush();
    ExitCode::from(status)
}
