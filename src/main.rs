//! Temporary driver.
fn main() {
    let dir = std::env::args().nth(1).unwrap_or_default();
    let mut inputs = Vec::new();
    for entry in walkdir::WalkDir::new(&dir).into_iter().flatten() {
        if entry.path().extension().is_some_and(|e| e == "gj") {
            inputs.push(guanju::session::Input { path: entry.path().display().to_string(), bytes: std::fs::read(entry.path()).unwrap_or_default() });
        }
    }
    let session = guanju::session::compile(inputs, 2);
    for d in &session.diagnostics {
        let (f, span) = d.place();
        let file = &session.files[f.0 as usize];
        let (l, c) = guanju::text::LineIndex::new(&file.text).line_column(&file.text, span.start);
        println!("{}:{l}:{c} {} {} | {}", file.path, d.code.code, d.message.chinese, d.help.iter().map(|h| h.chinese.clone()).collect::<Vec<_>>().join(" / "));
    }
    println!("{} rules", session.program.layers.iter().map(|l| l.rules.len()).sum::<usize>());
}
