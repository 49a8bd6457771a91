//! Every bureau answers every policy for every track it is for, once.

use crate::diagnostic::{Diagnostic, Message, codes};
use crate::model::{Answer, Layer, Policy};
use crate::say;

pub(super) fn check_answers(policies: &[Policy], tracks: &[(Box<str>, Box<str>)], layer: &Layer) -> Vec<Diagnostic> {
    let mut diagnostics = Vec::new();
    for (track, (track_name, track_label)) in tracks.iter().enumerate() {
        let mut first: Vec<Option<&Answer>> = vec![None; policies.len()];
        for answer in layer.answers.iter().filter(|answer| answer.tracks.holds(track)) {
            let slot = &mut first[answer.policy.index()];
            match slot {
                Some(before) => diagnostics.push(answered_twice(policies, before, answer)),
                None => *slot = Some(answer),
            }
        }
        let unanswered: Vec<&Policy> = policies
            .iter()
            .zip(&first)
            .filter(|(policy, answer)| policy.tracks.holds(track) && answer.is_none())
            .map(|(policy, _)| policy)
            .filter(|policy| !is_unread(policies, layer, policy, track))
            .collect();
        if !unanswered.is_empty() {
            diagnostics.push(not_answered(layer, &unanswered, track_name, track_label));
        }
    }
    diagnostics.dedup();
    diagnostics
}

/// There is an answer with an error in it, which is reported where it stands.
fn is_unread(policies: &[Policy], layer: &Layer, policy: &Policy, track: usize) -> bool {
    layer.unread.iter().any(|(id, tracks)| tracks.holds(track) && policies[id.index()].name == policy.name)
}

fn answered_twice(policies: &[Policy], before: &Answer, answer: &Answer) -> Diagnostic {
    let policy = &policies[answer.policy.index()];
    let (name, label) = (&policy.name, &policy.label);
    let message = say!("政策 `{label}` 已经答复过", "policy `{name}` is answered twice");
    Diagnostic::new(codes::ANSWERED_TWICE, answer.place.file, answer.place.span, message)
        .also(before.place.file, before.place.span, say!("前面的答复", "the first answer"))
        .help(say!("留下一条；有条件的写成 `按序取一 {{ … }}`", "keep one; write `first_match {{ … }}` for conditions"))
}

fn not_answered(layer: &Layer, policies: &[&Policy], track: &str, track_label: &str) -> Diagnostic {
    let labels: Vec<&str> = policies.iter().map(|policy| &*policy.label).collect();
    let names: Vec<&str> = policies.iter().map(|policy| &*policy.name).collect();
    let province = &layer.label;
    let count = policies.len();
    let some = |all: &[&str], separator: &str| all.iter().take(5).copied().collect::<Vec<_>>().join(separator);
    let (and_so_on, and_more) = if count > 5 { (" 等", ", …") } else { ("", "") };
    let policies = if count == 1 { "policy" } else { "policies" };
    let message = Message::new(
        format!("{province}对{track_label}还有 {count} 个政策没有答复：{}{and_so_on}", some(&labels, "、")),
        format!(
            "`{}` leaves {count} {policies} unanswered for `{track}`: {}{and_more}",
            layer.name,
            some(&names, ", ")
        ),
    );
    let help = Message::new(
        format!("在 `适用于 {track_label} {{ … }}` 里写 `政策：选项`；页面没有说的写 `未明确 {}`", labels.join("，")),
        format!("answer in `for {track} {{ … }}`; where the page is silent write `unstated {}`", names.join(", ")),
    );
    Diagnostic::new(codes::UNANSWERED_POLICY, layer.place.file, layer.place.span, message).help(help)
}
