//! What a policy asks, where each bureau's answer is written, and what it says in a word.

use std::fmt::Write;

use crate::cli::explain::lines_of;
use crate::diagnostic::Language;
use crate::model::{Answer, Choice, Policy, PolicyId, Program, Tracks};
use crate::session::Session;

/// The policy of this id or label.
pub fn find(program: &Program, what: &str) -> Option<PolicyId> {
    let index = program.policies.iter().position(|policy| &*policy.name == what || &*policy.label == what)?;
    u32::try_from(index).ok().map(PolicyId)
}

pub fn explain(session: &Session, id: PolicyId, folder: &str, language: Language) -> String {
    let program = &session.program;
    let policy = &program.policies[id.index()];
    let say = |chinese, english| language.pick(chinese, english);
    let colon = say("：", ": ");
    let mut text = format!("{}  {}\n\n", policy.name, policy.label);
    // Writing to a text does not fail.
    let _ = writeln!(text, "{}{colon}{}", say("适用于", "For"), track_labels(program, policy.tracks, language));
    let _ = writeln!(text, "{}{colon}{}", say("文件", "File"), lines_of(session, policy.place, folder));
    let _ = writeln!(text, "\n{}", say("选项：", "Choices:"));
    let width = policy.choices.iter().map(|choice| choice.name.len()).max().unwrap_or(0);
    for choice in &policy.choices {
        let _ = writeln!(text, "  {:width$}  {}{}", choice.name, choice.label, parameters(choice, language));
    }
    let _ = writeln!(text, "\n{}", say("答复：", "Answers:"));
    for layer in &program.layers {
        for answer in layer.answers.iter().filter(|answer| answer.policy == id) {
            let track = if answer.tracks == policy.tracks {
                String::new()
            } else {
                format!("  {}", track_labels(program, answer.tracks, language))
            };
            let place = lines_of(session, answer.place, folder);
            let _ = writeln!(
                text,
                "  {}{track}  {place}  {}",
                say(&layer.label, &layer.name),
                short(policy, answer, language)
            );
        }
    }
    text
}

fn track_labels(program: &Program, tracks: Tracks, language: Language) -> String {
    let held = program.vocabulary.tracks().iter().enumerate().filter(|(track, _)| tracks.holds(*track));
    let names: Vec<&str> = held.map(|(_, value)| &**language.pick(&value.label, &value.name)).collect();
    names.join(language.pick("、", ", "))
}

fn parameters(choice: &Choice, language: Language) -> String {
    let names: Vec<&str> = choice.parameters.iter().map(|given| &**language.pick(&given.label, &given.name)).collect();
    match (names.is_empty(), language) {
        (true, _) => String::new(),
        (false, Language::Chinese) => format!("（{}）", names.join("，")),
        (false, Language::English) => format!(" ({})", names.join(", ")),
    }
}

/// The label of each choice that the answer makes.
fn short(policy: &Policy, answer: &Answer, language: Language) -> String {
    let unstated = language.pick("未明确", "not stated");
    let label = |choice: Option<u16>| {
        choice.and_then(|index| policy.choices.get(usize::from(index))).map_or(unstated, |choice| &*choice.label)
    };
    let mut labels: Vec<&str> = Vec::new();
    for case in &answer.cases {
        let label = label(case.choice);
        if !labels.contains(&label) {
            labels.push(label);
        }
    }
    if labels.is_empty() { unstated.to_owned() } else { labels.join(" / ") }
}
