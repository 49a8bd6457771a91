//! The Chinese sentences, as a bureau's notice would put them.

pub mod atom;
pub mod operand;
pub mod rule;
pub mod words;

use crate::emit::sentence::shape::Names;
use crate::emit::sentence::tongue::{Heading, Tongue};
use crate::model::{FactId, TemplateId, TemplatePart};
use std::fmt::Write;

pub static CHINESE: Tongue = Tongue {
    and: "，且",
    or: "，或者",
    and_same: "且",
    or_same: "或",
    open: "（",
    open_after_name: "（",
    close: "）",
    cases: ("有下列情形之一（", "）"),
    all_cases: ("同时符合下列条件（", "）"),
    list: ["、", "或", "和"],
    semicolon: "；",
    comma: "，",
    provide: "提供",
    satisfy: "满足",
    materials: Heading {
        one: "以下任一项：",
        all: "以下全部材料：",
        at_least: ("以下至少", "项："),
        prefer: "以下任一项（排列在前的优先）：",
    },
    demands: Heading {
        one: "以下任一项：",
        all: "以下全部要求：",
        at_least: ("以下至少", "项："),
        prefer: "以下任一项（排列在前的优先）：",
    },
    inner: Heading {
        one: "以下任一项：",
        all: "以下全部：",
        at_least: ("以下至少", "项："),
        prefer: "以下任一项（排列在前的优先）：",
    },
    inline: Heading {
        one: "任一项：", all: "全部：", at_least: ("至少", "项："), prefer: "任一项，排列在前的优先："
    },
    or_else: "，否则另交",
    lacking: Some("的，另交"),
    same_remark: |out, names, fact| {
        out.push('在');
        out.push_str(&names.vocabulary.facts[fact.index()].label);
        out.push_str("中注明同样内容");
    },
    mentions: atom::write_mentions,
    prefer: ["优先提供", "；没有", "的，提供"],
    when: ("", "的，"),
    must: "须",
    after_letter: "",
    number: write_number,
    atom: atom::write,
    remark: write_remark,
    material: |out, names, id| out.push_str(&names.vocabulary.materials[id.index()].label),
    bundle: |out, names, id| out.push_str(&names.vocabulary.bundles[id.index()].label),
    parameter: operand::write_parameter,
};

/// ① … ⑳, and plain numbers after that.
fn write_number(out: &mut String, index: usize) {
    match u32::try_from(index).ok().filter(|small| *small < 20).and_then(|small| char::from_u32(0x2460 + small)) {
        Some(circled) => out.push(circled),
        None => {
            // Writing to a string cannot fail.
            let _ = write!(out, "({})", index + 1);
        }
    }
}

/// 在网站备注中注明「版号〔版号后段〕」; a template of holes alone asks for contents, not for words.
fn write_remark(out: &mut String, names: Names<'_>, fact: FactId, template: TemplateId) {
    let parts = &names.vocabulary.templates[template.index()].parts;
    out.push('在');
    out.push_str(&names.vocabulary.facts[fact.index()].label);
    if parts.iter().all(|part| matches!(part, TemplatePart::Hole { .. })) {
        out.push_str("中写明");
        write_holes(out, parts);
    } else {
        out.push_str("中注明「");
        write_pattern(out, parts);
        out.push('」');
    }
}

fn write_holes(out: &mut String, parts: &[TemplatePart]) {
    for (index, part) in parts.iter().enumerate() {
        if let TemplatePart::Hole { label, .. } = part {
            out.push_str(if index > 0 { "、" } else { "" });
            out.push_str(label);
        }
    }
}

fn write_pattern(out: &mut String, parts: &[TemplatePart]) {
    let mut after_fixed = false;
    for part in parts {
        match part {
            TemplatePart::Fixed(text) => {
                // Anything may stand between two fixed texts.
                out.push_str(if after_fixed { "……" } else { "" });
                out.push_str(text);
                after_fixed = true;
            }
            TemplatePart::Hole { label, .. } => {
                out.push('〔');
                out.push_str(label);
                out.push('〕');
                after_fixed = false;
            }
        }
    }
}
