//! Explanations as lines of text, for people, in one language.
//!
//! ```text
//! ✓ 证件不在备案省份（备案省份：广东；主体负责人证件所在省：湖南）
//! ✗ 以下任一项：
//!     ✗ 提供房产证
//!     ✗ 提供居住证（有效期内）
//! ```

use crate::diagnostic::Language;
use crate::document::Sentence;
use crate::eval::evaluate::{Element, Evaluation};
use crate::eval::explain::{self, Branch, Explanation, Kind, Requirement, Said, What};
use crate::eval::spot::Spot;
use crate::eval::value::{Truth, Value};

/// Further values of one condition are counted only.
const MOST: usize = 6;

/// How to write.
#[derive(Clone, Copy, Debug)]
pub struct Style {
    pub language: Language,
    pub ascii: bool,
}

impl Style {
    pub fn pick<'a>(self, chinese: &'a str, english: &'a str) -> &'a str {
        self.language.pick(chinese, english)
    }

    pub fn sentence(self, sentence: &Sentence) -> &str {
        self.pick(&sentence.zh, &sentence.en)
    }

    pub fn mark(self, truth: Truth) -> &'static str {
        match (truth, self.ascii) {
            (Truth::True, false) => "✓",
            (Truth::False, false) => "✗",
            (Truth::True, true) => "+",
            (Truth::False, true) => "x",
            (Truth::Unknown, _) => "?",
        }
    }
}

/// The conditions and the demand of a finding, a line each.
pub fn explanation_lines(evaluation: &Evaluation<'_>, explanation: &Explanation<'_>, style: Style) -> Vec<String> {
    let mut lines = Vec::new();
    if explanation.other_track {
        lines.push(track_line(evaluation, style));
        return lines;
    }
    for guard in &explanation.guards {
        lines.push(said_line(evaluation, guard, style));
    }
    // What is required where the rule does not apply is beside the point.
    let is_asked = explanation.finding.applies() != Truth::False;
    if let Some(requirement) = explanation.requirement.as_ref().filter(|_| is_asked) {
        if !explanation.guards.is_empty() {
            lines.push(style.pick("要求：", "required:").to_owned());
        }
        requirement_lines(evaluation, requirement, style, 0, "", &mut lines);
    }
    if !explanation.missing.is_empty() {
        let paths: Vec<String> = explanation.missing.iter().map(|spot| named(evaluation, *spot, style)).collect();
        let missing = paths.join(style.pick("、", ", "));
        lines.push(format!("{}{missing}", style.pick("还不知道：", "not known yet: ")));
    }
    lines
}

/// 这条规则不适用于这一类备案：备案性质为单位（主办单位性质：企业）
fn track_line(evaluation: &Evaluation<'_>, style: Style) -> String {
    let Some((derived, _)) = evaluation.plan.track else { return String::new() };
    let vocabulary = &evaluation.table.document.vocabulary;
    let item = &vocabulary.derived[derived as usize];
    let values = vocabulary.enums.iter().find(|of| Some(&of.id) == item.r#type.r#enum.as_ref());
    let own = match evaluation.derived(derived) {
        Value::Enum(value) => values.and_then(|of| of.values.get(usize::from(value))),
        _ => None,
    };
    let value = own.map_or("", |value| style.pick(&value.label, &value.id));
    let deciders = self::values(evaluation, &evaluation.deciders_of_derived(derived), style);
    match style.language {
        Language::Chinese => format!("这条规则不适用于这一类备案：{}为{value}{deciders}", item.label),
        Language::English => format!("the rule is for another track: `{}` is `{value}`{deciders}", item.path),
    }
}

/// `✓ 备案类型为首次备案（备案类型：首次备案）`
pub fn said_line(evaluation: &Evaluation<'_>, said: &Said<'_>, style: Style) -> String {
    let values = values(evaluation, &said.deciders, style);
    format!("{} {}{values}", style.mark(said.truth), style.sentence(said.sentence))
}

/// A requirement and what it consists of, indented by its depth.
pub fn requirement_lines(
    evaluation: &Evaluation<'_>,
    requirement: &Requirement<'_>,
    style: Style,
    depth: usize,
    before: &str,
    lines: &mut Vec<String>,
) {
    let indent = "  ".repeat(depth);
    let mark = style.mark(requirement.truth);
    let mut push = |text: String| lines.push(format!("{indent}{mark} {before}{text}"));
    match &requirement.what {
        What::Condition { sentence, deciders } | What::Remark { sentence, deciders } => {
            push(format!("{}{}", style.sentence(sentence), values(evaluation, deciders, style)));
        }
        What::Material { is_there, sentence, with, .. } => {
            push(style.sentence(sentence).to_owned());
            if *is_there {
                for said in with.iter().filter(|said| said.truth != Truth::True) {
                    lines.push(format!("{indent}    {}", said_line(evaluation, said, style)));
                }
            }
        }
        What::Unknown => push(style.pick("不能判定", "cannot be decided").to_owned()),
        What::Tree { parts, .. } if parts.len() == 1 && parts[0].when.is_empty() => {
            requirement_lines(evaluation, &parts[0].item, style, depth, before, lines);
        }
        What::Tree { kind, parts } => {
            push(heading(*kind, style));
            for part in parts.iter().filter(|part| part.stands != Truth::False) {
                let before = when(part, style);
                requirement_lines(evaluation, &part.item, style, depth + 1, &before, lines);
            }
        }
    }
}

fn when(part: &Branch<'_>, style: Style) -> String {
    if part.when.is_empty() {
        return String::new();
    }
    let guards: Vec<&str> = part.when.iter().map(|said| style.sentence(said.sentence)).collect();
    let joined = guards.join(style.pick("，且", " and "));
    style.pick(&format!("{joined}的，"), &format!("if {joined}: ")).to_owned()
}

/// What stands before the parts of a tree.
pub fn heading(kind: Kind, style: Style) -> String {
    match kind {
        Kind::All => style.pick("以下各项：", "all of:").to_owned(),
        Kind::One => style.pick("以下任一项：", "any one of:").to_owned(),
        Kind::Prefer => style.pick("以下任一项，排在前面的优先：", "any one of, the earlier preferred:").to_owned(),
        Kind::AtLeast(count) => match style.language {
            Language::Chinese => format!("以下至少{count}项："),
            Language::English => format!("at least {count} of:"),
        },
    }
}

/// （备案省份：广东；主体负责人证件所在省：湖南）; empty if nothing decided.
pub fn values(evaluation: &Evaluation<'_>, deciders: &[Spot], style: Style) -> String {
    if deciders.is_empty() {
        return String::new();
    }
    let mut shown: Vec<String> = deciders.iter().take(MOST).map(|spot| value(evaluation, *spot, style)).collect();
    if deciders.len() > MOST {
        let rest = deciders.len() - MOST;
        shown.push(match style.language {
            Language::Chinese => format!("另有{rest}项"),
            Language::English => format!("{rest} more"),
        });
    }
    let joined = shown.join(style.pick("；", "; "));
    match style.language {
        Language::Chinese => format!("（{joined}）"),
        Language::English => format!(" ({joined})"),
    }
}

fn value(evaluation: &Evaluation<'_>, spot: Spot, style: Style) -> String {
    let name = named(evaluation, spot, style);
    match explain::shown(evaluation, spot) {
        Some(shown) => format!("{name}{}{}", style.pick("：", " = "), style.pick(&shown.chinese, &shown.english)),
        None => format!("{name}{}", style.pick("：还不知道", " is not known")),
    }
}

/// 网站名称, with its place where there are several elements; in English the path.
pub fn named(evaluation: &Evaluation<'_>, spot: Spot, style: Style) -> String {
    match style.language {
        Language::English => format!("`{}`", spot.path(evaluation.table)),
        Language::Chinese => match spot {
            Spot::Element { array, index, .. } if evaluation.application.count(array).unwrap_or(0) > 1 => {
                let list = &evaluation.table.layout.arrays[array as usize].label;
                format!("第{}个{list}的{}", index + 1, spot.label(evaluation.table))
            }
            _ => spot.label(evaluation.table),
        },
    }
}

/// The element of a finding: its path, and what people call it.
pub fn element(evaluation: &Evaluation<'_>, list: u32, element: Element) -> (String, String) {
    let layout = &evaluation.table.layout;
    let of_array = |array: u32| {
        let array = &layout.arrays[array as usize];
        (format!("{}[{}]", array.key, element.index), format!("第{}个{}", element.index + 1, array.label))
    };
    let Some(role) = (list as usize).checked_sub(layout.arrays.len()).and_then(|role| layout.roles.get(role)) else {
        return of_array(list);
    };
    let member = &role.members[element.member() as usize];
    let pointer = member.pointer.join(".");
    match member.list {
        None => (pointer, member.label.clone()),
        Some(array) => {
            let (path, label) = of_array(array);
            let path = if pointer.is_empty() { path } else { format!("{path}.{pointer}") };
            (path, format!("{label}的{}", member.label))
        }
    }
}
