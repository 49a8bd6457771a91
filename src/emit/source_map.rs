//! The source map: from the id of a rule to the lines of its file, and what it cites.
//!
//! It lies beside the table, which holds no paths, so that a validator's message can lead back to
//! the text of the rule.

use serde::Serialize;

use crate::emit::table::lines;
use crate::emit::table::text::{self, Cite};
use crate::model::{Layer, Place, Program, Rule};
use crate::text::{FileId, LineIndex, SourceFile};

#[derive(Serialize)]
struct Entry<'a> {
    file: &'a str,
    /// First and last, from 1.
    lines: [usize; 2],
    cites: Vec<Cite<'a>>,
}

/// All rules, one per line.
pub fn source_map(program: &Program, files: &[SourceFile]) -> String {
    let entries = program.layers.iter().map(|layer| layer_map(program, layer, files));
    let entries: Vec<String> = entries.filter(|entries| !entries.is_empty()).collect();
    format!("{{\n{}\n}}\n", entries.join(",\n"))
}

/// The rules of one layer, with commas between them; for a caller that writes layer by layer.
pub fn layer_map(program: &Program, layer: &Layer, files: &[SourceFile]) -> String {
    let mut out = String::new();
    let mut lines = LinesOfFile::default();
    for rule in &layer.rules {
        let Some(entry) = entry(program, rule, files, &mut lines) else { continue };
        out.push_str(if out.is_empty() { "" } else { ",\n" });
        out.push_str(&lines::json(&program.rule_id(layer, rule)));
        out.push(':');
        out.push_str(&lines::json(&entry));
    }
    out
}

fn entry<'a>(program: &'a Program, rule: &Rule, files: &'a [SourceFile], lines: &mut LinesOfFile) -> Option<Entry<'a>> {
    let file = files.get(rule.place.file.0 as usize)?;
    let (first, last) = lines.of(file, rule.place);
    Some(Entry { file: &file.path, lines: [first, last], cites: text::cites(program, &rule.cites) })
}

/// The line index of the file that was last asked for: a layer stands in one file.
#[derive(Default)]
struct LinesOfFile(Option<(FileId, LineIndex)>);

impl LinesOfFile {
    fn of(&mut self, file: &SourceFile, place: Place) -> (usize, usize) {
        let known = self.0.take().filter(|(id, _)| *id == place.file);
        let (id, index) = known.unwrap_or_else(|| (place.file, LineIndex::new(&file.text)));
        let lines = index.lines(place.span);
        self.0 = Some((id, index));
        lines
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::emit::table::sample;

    #[test]
    fn a_rule_leads_to_its_lines() {
        let text = "province guangdong\n\nrule many_labels {\n  forbid\n}\n".to_string();
        let files = [SourceFile::new("guangdong.gj", text)];
        let mut program = sample::program();
        let span = crate::text::Span::new(20, 49);
        for rule in program.layers.iter_mut().flat_map(|layer| &mut layer.rules) {
            rule.place = Place { file: FileId(0), span };
        }
        let map: serde_json::Value = serde_json::from_str(&source_map(&program, &files)).unwrap();
        let rule = &map["guangdong.unit.many_labels"];
        assert_eq!(rule["file"], "guangdong.gj");
        assert_eq!(rule["lines"], serde_json::json!([3, 5]));
        assert_eq!(rule["cites"], serde_json::json!(["guangdong/e-22"]));
    }
}
