//! Cases of a first match that are never reached, and classifications of which the order decides.

use crate::diagnostic::{Code, Message, Severity};
use crate::document::{AnswerCase, Condition, Derived};
use crate::lint::proof::{Claim, Part, Reach, Subject};
use crate::lint::{Check, Lint};
use crate::prove::formula::Formula;
use crate::prove::question::Question;
use crate::say;

pub const LINT: Lint = Lint {
    code: Code {
        code: "L0708",
        name: "unreached-case",
        severity: Severity::Warning,
        title: "轮不到的情形和重叠的归类",
        page: PAGE,
    },
    fix: None,
    check: Check::Proof(check),
};

const PAGE: &str = r#"
## 中文

`按序取一` 里有一项永远轮不到：它的条件成立时，前面总有一项已经成立；写 `否则` 的，前面各项已经把所有情形占完。
或者，一个省的两个答复把同一份申请归入不同的性质，由书写的先后暗中决定。
这是证明出来的；重叠的举一份申请为例。
调换次序，或改对条件；归类要互相排斥。

## English

A case of `first_match` is never reached: where its condition holds an earlier one holds already, or, for `otherwise`, the earlier ones leave nothing.
Or two answers of a bureau put the same application into different tracks, and the order in which they are written decides silently.
This is proved; for an overlap an application is given.
Change the order or mend the conditions; classifications exclude one another.

## Example

```gj bad
省份 湖北

适用于 个人备案 {
  跨省备案：按序取一 {
    支持 当 备案类型 属于 新增备案
    不支持 当 备案类型 为 首次备案
    否则 支持
  } 依据 i-01
}

来源 hubei "湖北省管局要求" {
  原文条目 { i-01 可判定 "首次备案不支持外省证件，新增网站支持" }
}
```

```gj good
省份 湖北

适用于 个人备案 {
  跨省备案：按序取一 {
    不支持 当 备案类型 为 首次备案
    否则 支持
  } 依据 i-01
}

来源 hubei "湖北省管局要求" {
  原文条目 { i-01 可判定 "首次备案不支持外省证件，新增网站支持" }
}
```
"#;

fn check(question: &mut Question<'_>, claims: &mut Vec<Claim>) {
    answers(question, claims);
    classifications(question, claims);
    derived(question, claims);
}

/// The cases of each answer of the province, in the tracks for which it stands.
fn answers(question: &mut Question<'_>, claims: &mut Vec<Claim>) {
    let document = &question.table.document;
    let Some(layer) =
        document.layers.iter().find(|layer| layer.kind == "province" && layer.id == question.asked.province)
    else {
        return;
    };
    let tracks: Vec<(&str, Formula)> = question.prover.scene.tracks().to_vec();
    for (track, policies) in &layer.policies {
        let Some((_, is_of_track)) = tracks.iter().find(|(own, _)| own == track) else { continue };
        for (policy, answer) in policies {
            let conditions: Vec<Option<&Condition>> = answer.cases.iter().map(when).collect();
            let Some(Unreached { number, is_impossible }) = unreached(question, *is_of_track, &conditions) else {
                continue;
            };
            // A derived fact that never holds is told of itself.
            if conditions[number].is_some_and(|condition| question.speaks_of_constant(condition)) {
                continue;
            }
            let value = &answer.cases[number].value;
            let (place_zh, place_en) = ordinal(number, conditions[number].is_none());
            claims.push(Claim {
                subject: Subject::Answer { layer: layer.id.clone(), policy: policy.clone(), track: track.clone() },
                key: format!("case {number}"),
                reach: Reach::Every,
                message: say!(
                    "答复的{place_zh}（`{value}`）永远轮不到",
                    "the {place_en} of the answer, `{value}`, is never reached"
                ),
                here: (Part::Whole, reason(conditions[number].is_none(), is_impossible)),
                others: Vec::new(),
                help: vec![help()],
            });
        }
    }
}

/// Whether a rule is of a case of the answer of a province for a track that is never reached.
pub fn is_unreached(question: &mut Question<'_>, policy: &str, track: &str, id: &str) -> bool {
    let document = &question.table.document;
    let own = document.layers.iter().find(|layer| layer.kind == "province" && layer.id == question.asked.province);
    let Some(answer) = own.and_then(|layer| layer.policies.get(track)?.get(policy)) else { return false };
    let of_track = question.prover.scene.tracks().iter().find(|(own, _)| *own == track).map(|(_, formula)| *formula);
    let conditions: Vec<Option<&Condition>> = answer.cases.iter().map(when).collect();
    let Some(Unreached { number, .. }) = of_track.and_then(|of_track| unreached(question, of_track, &conditions))
    else {
        return false;
    };
    // The id of an answer's rule names the choice, and which of several cases with it.
    let choice = id.split('.').nth(3).unwrap_or_default();
    choice
        .strip_prefix(answer.cases[number].value.as_str())
        .is_some_and(|rest| rest.is_empty() || rest.starts_with('_'))
}

fn when(case: &AnswerCase) -> Option<&Condition> {
    case.when.as_ref()
}

fn ordinal(number: usize, is_otherwise: bool) -> (String, String) {
    if is_otherwise {
        return ("“否则”一项".to_owned(), "last case".to_owned());
    }
    (format!("第{}项", number + 1), format!("case {}", number + 1))
}

fn reason(is_otherwise: bool, is_impossible: bool) -> Message {
    if is_impossible {
        say!("它的条件不可能成立", "its condition can never hold")
    } else if is_otherwise {
        say!("前面各项已经占完所有情形", "the cases before leave nothing")
    } else {
        say!("它的条件成立时，前面总有一项已经成立", "where its condition holds, one before holds already")
    }
}

fn help() -> Message {
    say!(
        "把窄的放前面，或改对条件；多余的一项删掉",
        "put the narrower one first, mend the condition, or delete the case"
    )
}

/// A case that is never reached.
struct Unreached {
    number: usize,
    /// Its condition never holds, whatever comes before.
    is_impossible: bool,
}

/// The first case that is never reached; a case without condition is the last.
fn unreached<'t>(
    question: &mut Question<'t>,
    within: Formula,
    conditions: &[Option<&'t Condition>],
) -> Option<Unreached> {
    let mut asked = vec![within];
    if conditions.len() < 2 || question.prover.possible(&asked).is_no() {
        return None;
    }
    for (number, condition) in conditions.iter().enumerate() {
        let holds = condition.map_or(Formula::TRUE, |condition| question.prover.scene.space.condition(condition));
        let here: Vec<Formula> = asked.iter().copied().chain([holds]).collect();
        if question.prover.possible(&here).is_no() {
            let is_impossible = question.prover.possible(&[within, holds]).is_no();
            return Some(Unreached { number, is_impossible });
        }
        asked.push(!holds);
    }
    None
}

/// Two cases that a province gives to a derived fact, for the same application and with another value.
fn classifications(question: &mut Question<'_>, claims: &mut Vec<Claim>) {
    let document = &question.table.document;
    let Some(layer) =
        document.layers.iter().find(|layer| layer.kind == "province" && layer.id == question.asked.province)
    else {
        return;
    };
    for (later, case) in layer.derived.iter().enumerate() {
        for (earlier, before) in layer.derived[..later].iter().enumerate() {
            if before.derived != case.derived || before.value == case.value {
                continue;
            }
            let space = &mut question.prover.scene.space;
            let both = [space.condition(&before.when), space.condition(&case.when)];
            if question.prover.possible(&both).is_no() {
                continue;
            }
            let tracks: Vec<String> =
                question.prover.scene.tracks().iter().map(|(track, _)| (*track).to_owned()).collect();
            let Some(shown) = question.show(&tracks, &both) else { continue };
            if shown.replayed.is_none() {
                continue;
            }
            let (zh, en) = (&shown.said.chinese, &shown.said.english);
            let (one, other) = (&before.value, &case.value);
            claims.push(Claim {
                subject: Subject::Case { layer: layer.id.clone(), number: later },
                key: format!("case {earlier}"),
                reach: Reach::Some,
                message: say!("同一份申请归入两种性质", "one application is put into two classes"),
                here: (
                    Part::Whole,
                    say!(
                        "例如：{zh}；归为 {one} 还是 {other}，由先后决定",
                        "for example: {en}; the order decides whether it is `{one}` or `{other}`"
                    ),
                ),
                others: vec![(
                    Subject::Case { layer: layer.id.clone(), number: earlier },
                    Part::Whole,
                    say!("这里归为 {one}", "here it is `{one}`"),
                )],
                help: vec![say!(
                    "改对条件，使两种归类互相排斥",
                    "mend the conditions so that they exclude one another"
                )],
            });
        }
    }
}

/// The cases of derived facts of the vocabulary.
fn derived(question: &mut Question<'_>, claims: &mut Vec<Claim>) {
    let used = question.derived_in_rules();
    let is_asked = |derived: &&Derived| derived.list.is_none() && used.contains(derived.path.as_str());
    for derived in question.table.document.vocabulary.derived.iter().filter(is_asked) {
        let Condition::Cases { cases, .. } = &derived.value else { continue };
        let conditions: Vec<Option<&Condition>> = cases.iter().map(|case| Some(&case.when)).chain([None]).collect();
        let Some(Unreached { number, is_impossible }) = unreached(question, Formula::TRUE, &conditions) else {
            continue;
        };
        let (place_zh, place_en) = ordinal(number, conditions[number].is_none());
        let (label, path) = (&derived.label, &derived.path);
        claims.push(Claim {
            subject: Subject::Derived(path.clone()),
            key: format!("case {number}"),
            reach: Reach::Every,
            message: say!("“{label}”的{place_zh}永远轮不到", "the {place_en} of `{path}` is never reached"),
            here: (Part::Whole, reason(conditions[number].is_none(), is_impossible)),
            others: Vec::new(),
            help: vec![help()],
        });
    }
}
