//! The English sentences: plain and exact; ids stand in backticks because labels are Chinese.

pub mod atom;
pub mod operand;
pub mod rule;
pub mod words;

use crate::emit::sentence::shape::Names;
use crate::emit::sentence::tongue::{Heading, Tongue};
use crate::model::{FactId, TemplateId, TemplatePart};
use std::fmt::Write;

pub static ENGLISH: Tongue = Tongue {
    and: ", and ",
    or: ", or ",
    and_same: " and ",
    or_same: " or ",
    open: "(",
    open_after_name: " (",
    close: ")",
    cases: ("any of these cases applies [", "]"),
    all_cases: ("all of these hold [", "]"),
    list: [", ", " or ", " and "],
    semicolon: "; ",
    comma: ", ",
    provide: "provide ",
    satisfy: "satisfy ",
    materials: HEADING,
    demands: HEADING,
    inner: HEADING,
    inline: HEADING,
    or_else: ", otherwise also ",
    lacking: None,
    same_remark: |out, names, fact| {
        out.push_str("write the same in ");
        operand::write_id(out, &names.vocabulary.facts[fact.index()].path);
    },
    mentions: atom::write_mentions,
    prefer: ["preferably provide ", "; without ", ", provide "],
    when: ("when ", ": "),
    must: "the applicant must ",
    after_letter: " ",
    number: write_number,
    atom: atom::write,
    remark: write_remark,
    material: |out, names, id| operand::write_id(out, &names.vocabulary.materials[id.index()].name),
    bundle: |out, names, id| operand::write_id(out, &names.vocabulary.bundles[id.index()].name),
    parameter: operand::write_parameter,
};

const HEADING: Heading = Heading {
    one: "any one of: ",
    all: "all of: ",
    at_least: ("at least ", " of: "),
    prefer: "any one of, the earlier preferred: ",
};

fn write_number(out: &mut String, index: usize) {
    // Writing to a string cannot fail.
    let _ = write!(out, "({}) ", index + 1);
}

/// write “版号〔serial〕” in `site.remark`; a template of holes alone asks for contents, not for words.
fn write_remark(out: &mut String, names: Names<'_>, fact: FactId, template: TemplateId) {
    let parts = &names.vocabulary.templates[template.index()].parts;
    if parts.iter().all(|part| matches!(part, TemplatePart::Hole { .. })) {
        out.push_str("state ");
        write_holes(out, parts);
    } else {
        out.push_str("write “");
        write_pattern(out, parts);
        out.push('”');
    }
    out.push_str(" in ");
    operand::write_id(out, &names.vocabulary.facts[fact.index()].path);
}

fn write_holes(out: &mut String, parts: &[TemplatePart]) {
    for (index, part) in parts.iter().enumerate() {
        if let TemplatePart::Hole { name, .. } = part {
            out.push_str(operand::joint(index, parts.len(), " and "));
            operand::write_id(out, name);
        }
    }
}

fn write_pattern(out: &mut String, parts: &[TemplatePart]) {
    let mut after_fixed = false;
    for part in parts {
        match part {
            TemplatePart::Fixed(text) => {
                // Anything may stand between two fixed texts.
                out.push_str(if after_fixed { "…" } else { "" });
                out.push_str(text);
                after_fixed = true;
            }
            TemplatePart::Hole { name, .. } => {
                out.push('〔');
                out.push_str(name);
                out.push('〕');
                after_fixed = false;
            }
        }
    }
}
