//! `guanju check --fix`, `--diff`: the fixes of findings, made or shown.

use similar::TextDiff;

use crate::cli::arguments::{Check, OutputFormat};
use crate::cli::check::report;
use crate::cli::project::Project;
use crate::cli::{Console, Status, folder_prefix, threads};
use crate::diagnostic::Safety;
use crate::io::{Content, Output, Problem, write_outputs};
use crate::lint::Settings;
use crate::say;
use crate::session::{Changed, Fixed, Input, fix};

pub fn run(
    check: &Check,
    project: &Project,
    settings: &Settings,
    inputs: Vec<Input>,
    format: OutputFormat,
    console: &mut Console,
) -> Result<Status, Problem> {
    let most = if check.unsafe_fixes { Safety::Unsafe } else { Safety::Safe };
    // One file is meant when it comes from standard input, and no other is touched.
    let piped = match &check.stdin_filename {
        Some(file) => Some(super::path_of_input(file, &check.dir)?),
        None => None,
    };
    let original = inputs.iter().find(|input| Some(&input.path) == piped.as_ref()).map(|input| input.bytes.clone());
    let mut fixed = fix(inputs, threads(), settings, project.baseline()?, most);
    if let Some(path) = &piped {
        fixed.changed.retain(|changed| changed.path == *path);
    }
    if fixed.is_refused {
        console.remark(&say!(
            "有的修正没有做：它们会改变规则或弄坏文件，这是本程序的缺陷，请报告",
            "some fixes were not made: they would have changed the rules or broken a file, which is a defect of this program; please report it"
        ));
    }
    if check.diff {
        return Ok(show(&fixed, &folder_prefix(&check.dir), console));
    }
    if piped.is_some() {
        let text = fixed.changed.first().map(|changed| changed.after.clone()).or(original);
        console.result_bytes(&text.unwrap_or_default());
    } else {
        let output =
            |changed: &Changed| Output { path: changed.path.clone(), content: Content::Bytes(changed.after.clone()) };
        write_outputs(&check.dir, &fixed.changed.iter().map(output).collect::<Vec<_>>(), threads())?;
        let (count, files) = (fixed.count, fixed.changed.len());
        if count > 0 {
            console.remark(&say!("改了 {files} 个文件里的 {count} 处", "made {count} fixes in {files} files"));
        }
    }
    report(check, project, &mut fixed.session, format, console, piped.is_some())
}

/// Prints what would change.
fn show(fixed: &Fixed, folder: &str, console: &mut Console) -> Status {
    for Changed { path, before, after, is_reencoded } in &fixed.changed {
        let path = format!("{folder}{path}");
        let after = String::from_utf8_lossy(after);
        let after = after.trim_start_matches('\u{FEFF}');
        if *is_reencoded {
            console.say(&say!("{path} 要改存为 UTF-8", "{path} is to be saved as UTF-8"));
        }
        let diff = TextDiff::from_lines(before.as_str(), after);
        console.result(&diff.unified_diff().header(&path, &path).to_string());
    }
    if fixed.changed.is_empty() { Status::Clean } else { Status::Findings }
}
