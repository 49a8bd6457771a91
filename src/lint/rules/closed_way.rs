//! A way that a rule leaves, or a word for which it asks something, that another rule closes.

use crate::diagnostic::{Code, Severity};
use crate::document::parts::conditions_of_rule;
use crate::document::{self, Condition, Obligation};
use crate::lint::proof::{Claim, Part, Reach, Subject};
use crate::lint::{Check, Lint};
use crate::prove::formula::Formula;
use crate::prove::question::{Question, Shown, Standing};
use crate::say;

pub const LINT: Lint = Lint {
    code: Code {
        code: "L0713", name: "closed-way", severity: Severity::Warning, title: "走不通的一项", page: PAGE
    },
    fix: None,
    check: Check::Proof(check),
};

const PAGE: &str = r#"
## 中文

规则任选其一里的一项，这样做的申请都违反另一条规则；或者规则对含某些词的名称另有要求，而含其中一个词的都违反另一条规则。
读规则的人会以为有这条路，其实走不通。这是证明出来的，并举一份申请。
去掉这一项，或者给另一条规则加上例外。页面自己矛盾的，写 `存疑`，并写 `# 忽略[L0713]：` 和理由。

## English

A rule leaves several ways, and whoever takes one of them violates another rule. Or it asks something of names with some words, and all names with one of these words violate another rule.
Readers believe that there is a way, and there is none. This is proved, with an example.
Leave it out, or give the other rule an exception. If the page contradicts itself, write `disputed`, and `# ignore[L0713]: ` with the reason.

## Example

```gj bad
省份 湖北

适用于 单位备案 {
  规则 no_forum "名称不得含论坛" {
    依据 e-01
    逐个 网站
    要求 网站名称 不含 "论坛"
  }
  规则 approved "名称含这些词须审批" {
    依据 e-02
    逐个 网站
    当 网站名称 含有（"论坛"，"在线"）
    要求 主办者有公章
  }
}

来源 hubei "湖北省管局要求" {
  原文条目 { e-01 可判定 "名称不得含论坛"  e-02 可判定 "名称含论坛、在线的须有公章" }
}
```

```gj good
省份 湖北

适用于 单位备案 {
  规则 no_forum "名称不得含论坛" {
    依据 e-01
    逐个 网站
    要求 网站名称 不含 "论坛"
  }
  规则 approved "名称含这些词须审批" {
    依据 e-02
    逐个 网站
    当 网站名称 含有 "在线"
    要求 主办者有公章
  }
}

来源 hubei "湖北省管局要求" {
  原文条目 { e-01 可判定 "名称不得含论坛"  e-02 可判定 "名称含在线的须有公章" }
}
```
"#;

fn check(question: &mut Question<'_>, claims: &mut Vec<Claim>) {
    for index in 0..question.rules.len() {
        let rule = question.rules[index].clone();
        if !question.is_refuted(LINT.code, &rule) && !question.is_shut(index) {
            claims.extend(closed_ways(question, index));
            claims.extend(closed_words(question, index));
        }
    }
}

/// The ways to satisfy a rule, of several, by which nobody passes.
fn closed_ways(question: &mut Question<'_>, index: usize) -> Vec<Claim> {
    let rule = question.rules[index].clone();
    let Some(Obligation::OneOf { parts }) = &rule.rule.require else { return Vec::new() };
    if question.passing(index) != Standing::Yes {
        return Vec::new();
    }
    let mut claims = Vec::new();
    for (number, part) in parts.iter().enumerate() {
        let space = &mut question.prover.scene.space;
        let ways: Vec<Formula> = rule
            .instances
            .iter()
            .map(|instance| {
                let others = parts.iter().filter(|other| !std::ptr::eq(*other, part));
                let this = space.satisfied_without(rule.rule, instance, others.clone());
                let others = space.satisfied_without(rule.rule, instance, [part]);
                space.formulas.and([instance.applies, this, !others])
            })
            .collect();
        let way = space.formulas.or(ways);
        // What is never a way by itself is told as such.
        if question.passes(way) == Standing::No && !question.never(&[way]) {
            claims.extend(closed_way(question, index, (number, part), way));
        }
    }
    claims
}

fn closed_way(
    question: &mut Question<'_>,
    index: usize,
    (number, part): (usize, &document::Part),
    way: Formula,
) -> Option<Claim> {
    let by = closing(question, index, way)?;
    let shown = question.show(&question.rules[index].rule.tracks, &[way])?;
    let number = number + 1;
    let (what_zh, what_en) = part.item.sentence().map_or_else(
        || (format!("第{number}项"), format!("part {number}")),
        |said| (format!("第{number}项（{}）", said.zh), format!("part {number} ({})", said.en)),
    );
    let (zh, en) = (format!("{what_zh}走不通"), format!("{what_en} is no way"));
    claim(question, index, &format!("way {number}"), (&zh, &en), &by, &shown)
}

/// The words for which a rule asks something and with which nobody passes.
fn closed_words(question: &mut Question<'_>, index: usize) -> Vec<Claim> {
    let rule = question.rules[index].clone();
    if !rule.requires() || question.passing(index) != Standing::Yes {
        return Vec::new();
    }
    let mut claims = Vec::new();
    for (number, guard) in rule.rule.when.iter().enumerate() {
        let Condition::Mentions { of, words } = &guard.condition else { continue };
        let mut closed: Vec<(Vec<usize>, Vec<String>, Formula)> = Vec::new();
        for word in question.prover.scene.space.words(words) {
            if !is_spoken_of_elsewhere(question, index, of, &word) {
                continue;
            }
            let space = &mut question.prover.scene.space;
            let mut here = Vec::new();
            for instance in &rule.instances {
                let mentions = space.mentions(of, instance, &word);
                here.push(space.formulas.and([instance.applies, mentions]));
            }
            let here = space.formulas.or(here);
            if question.passes(here) == Standing::No
                && let Some(by) = closing(question, index, here)
            {
                match closed.iter_mut().find(|(known, ..)| *known == by) {
                    Some((_, words, _)) => words.push(word.into()),
                    None => closed.push((by, vec![word.into()], here)),
                }
            }
        }
        for (by, words, here) in closed {
            let Some(shown) = question.show(&rule.rule.tracks, &[here]) else { continue };
            let said_zh: Vec<String> = words.iter().map(|word| format!("“{word}”")).collect();
            let (zh, en) = (said_zh.join("、"), said_zh.join(", "));
            let (zh, en) = (format!("{zh}白写了"), format!("{en} is there in vain"));
            claims.extend(claim(
                question,
                index,
                &format!("words {number} {}", words.join(" ")),
                (&zh, &en),
                &by,
                &shown,
            ));
        }
    }
    claims
}

/// Whether another rule asks of the same text whether it contains some of a word.
fn is_spoken_of_elsewhere(question: &Question<'_>, index: usize, of: &Condition, word: &str) -> bool {
    let space = &question.prover.scene.space;
    let is_part = |condition: &Condition| match condition {
        Condition::Mentions { of: other, words } if **other == *of => {
            space.words(words).iter().any(|own| word.contains(&**own))
        }
        _ => false,
    };
    question.judging().filter(|other| *other != index).any(|other| {
        let mut is_spoken_of = false;
        conditions_of_rule(question.rules[other].rule, &mut |condition| is_spoken_of |= condition.any(&is_part));
        is_spoken_of
    })
}

/// The fewest rules, which hold wherever this one does, that everybody violates of whom something is so.
fn closing(question: &mut Question<'_>, index: usize, here: Formula) -> Option<Vec<usize>> {
    let others = question.others_wherever(index);
    question.violated_by(here, &others)
}

fn claim(
    question: &Question<'_>,
    index: usize,
    key: &str,
    (what_zh, what_en): (&str, &str),
    by: &[usize],
    shown: &Shown<'_>,
) -> Option<Claim> {
    let replayed = shown.replayed.as_ref()?;
    by.iter().find(|index| replayed.is_violated(&question.rules[**index].rule.id))?;
    let (id, label) = (&question.rules[index].rule.id, &question.rules[index].rule.label);
    let labels: Vec<String> = by.iter().map(|index| format!("“{}”", question.rules[*index].rule.label)).collect();
    let ids: Vec<String> = by.iter().map(|index| format!("`{}`", question.rules[*index].rule.id)).collect();
    let (labels, names) = (labels.join("或"), ids.join(" or "));
    let (zh, en) = (&shown.said.chinese, &shown.said.english);
    let others = by.iter().map(|index| {
        let id = question.rules[*index].rule.id.clone();
        let said = match by.len() {
            1 => say!("这样的申请都违反这里", "all such applications violate this"),
            _ => say!("这样的申请都违反其中一处", "all such applications violate one of these"),
        };
        (Subject::Rule(id), Part::Whole, said)
    });
    Some(Claim {
        subject: Subject::Rule(id.clone()),
        key: key.to_owned(),
        reach: Reach::Every,
        message: say!(
            "规则“{label}”里的{what_zh}：这样的申请都违反{labels}",
            "in the rule `{id}` {what_en}: all such applications violate {names}"
        ),
        here: (Part::Effect, say!("例如：{zh}", "for example: {en}")),
        others: others.collect(),
        help: vec![say!(
            "去掉它，或者给那一条加上例外；页面自己矛盾的，写 `存疑`，并写 `# 忽略[L0713]：理由`",
            "leave it out, or give the other rule an exception; if the page contradicts itself, write `disputed` and `# ignore[L0713]: reason`"
        )],
    })
}
