//! A requirement for applications that are refused anyway, or have to be corrected until it does not apply.

use crate::diagnostic::{Code, Message, Severity};
use crate::lint::proof::{Claim, Part, Reach, Subject};
use crate::lint::{Check, Lint};
use crate::prove::impasse::Impasse;
use crate::prove::question::{Question, Standing};
use crate::say;

pub const LINT: Lint = Lint {
    code: Code {
        code: "L0703",
        name: "shadowed-rule",
        severity: Severity::Warning,
        title: "被别的规则盖住的规则",
        page: PAGE,
    },
    fix: None,
    check: Check::Proof(check),
};

const PAGE: &str = r#"
## 中文

规则适用的每一份申请，都另有规则不予备案，补正了也没有用；
或者都违反另一条要求，改到符合那一条，这一条就不适用了。
这是证明出来的，说明里举一份申请，并指出是哪条规则拒绝它。
同一条不予备案盖住三条以上的，在不予备案那里报一次。
两条规则必有一条写宽了：缩小不予备案的条件或那一条要求，或者去掉这条要求。
页面自己矛盾的，写 `存疑`，并写 `# 忽略[L0703]：` 和理由。

## English

Every application to which the rule applies is refused by another: to correct what it asks for is of no use.
Or every one violates another requirement, and once it is corrected the rule does not apply any more.
This is proved; the finding gives an application and the rule that refuses it.
A refusal that leaves three rules or more nothing to say is told once, at the refusal.
One of the two is too wide: narrow the refusal or the other requirement, or leave out this one.
If the page contradicts itself, write `disputed`, and `# ignore[L0703]: ` with the reason.

## Example

```gj bad
省份 湖北

适用于 单位备案 {
  规则 young "负责人未成年" {
    依据 e-01
    当 主体负责人年龄 < 18岁
    不予备案
  }
  规则 seal "年轻负责人须有公章" {
    依据 e-02
    当 主体负责人年龄 < 16岁
    要求 主办者有公章
  }
}

来源 hubei "湖北省管局要求" {
  原文条目 { e-01 可判定 "不足18周岁的不予备案"  e-02 可判定 "不足16周岁的须有公章" }
}
```

```gj good
省份 湖北

适用于 单位备案 {
  规则 young "负责人未成年" {
    依据 e-01
    当 主体负责人年龄 < 16岁
    不予备案
  }
  规则 seal "年轻负责人须有公章" {
    依据 e-02
    当 主体负责人年龄 < 18岁
    要求 主办者有公章
  }
}

来源 hubei "湖北省管局要求" {
  原文条目 { e-01 可判定 "不足16周岁的不予备案"  e-02 可判定 "不足18周岁的须有公章" }
}
```
"#;

/// So many rules in the shadow of the same refusals are told at the refusals.
const MANY: usize = 3;

fn check(question: &mut Question<'_>, claims: &mut Vec<Claim>) {
    let mut shadows: Vec<(Vec<usize>, Vec<usize>)> = Vec::new();
    for index in 0..question.rules.len() {
        if question.is_shut(index) || !is_needless(question, index) {
            continue;
        }
        let Some(by) = refusals(question, index) else {
            claims.extend(demands(question, index).and_then(|by| corrected(question, index, &by)));
            continue;
        };
        match shadows.iter_mut().find(|(known, _)| *known == by) {
            Some((_, shadowed)) => shadowed.push(index),
            None => shadows.push((by, vec![index])),
        }
    }
    for (by, shadowed) in shadows {
        if shadowed.len() >= MANY {
            claims.extend(too_wide(question, &by, &shadowed));
        } else {
            claims.extend(shadowed.into_iter().filter_map(|index| claim(question, index, &by)));
        }
    }
}

/// Whether nobody to whom a rule applies passes.
fn is_needless(question: &mut Question<'_>, index: usize) -> bool {
    question.rules[index].requires() && question.passing(index) != Standing::Yes
}

/// The refusals that refuse every application to which a requirement applies.
fn refusals(question: &mut Question<'_>, index: usize) -> Option<Vec<usize>> {
    let refusals: Vec<usize> = question.judging().filter(|index| question.rules[*index].forbids()).collect();
    let rule = question.rules[index].clone();
    let applies = question.prover.scene.space.applies(&rule);
    // With nothing among the reasons the rule does not apply at all.
    question.violated_by(applies, &refusals)
}

/// The rules that every application violates to which a requirement applies, some of them requirements.
fn demands(question: &mut Question<'_>, index: usize) -> Option<Vec<usize>> {
    let rule = question.rules[index].clone();
    let applies = question.prover.scene.space.applies(&rule);
    // What says what must not be is not there to be satisfied.
    if question.prover.possible(&[applies, question.satisfied[index]]).is_no() {
        return None;
    }
    let others = question.others_wherever(index);
    let by = question.violated_by(applies, &others)?;
    // Those that leave everybody no way, and what nobody can meet, are told as such.
    let is_within = |impasse: &Impasse| impasse.rules.len() > 1 && impasse.rules.iter().all(|rule| by.contains(rule));
    if question.impasses().found.iter().any(is_within) || by.iter().any(|other| question.is_unmeetable(*other)) {
        return None;
    }
    let mut pairs = (0..by.len()).flat_map(|later| (0..later).map(move |earlier| (earlier, later)));
    if pairs.any(|(one, other)| question.contradict(&[by[one], by[other]])) {
        return None;
    }
    // What others find as well is told as redundant.
    let rest: Vec<usize> = others.into_iter().filter(|other| !by.contains(other)).collect();
    let is_redundant = rule.rule.policy.is_none() && question.fewest(&[question.violated[index]], &rest).is_some();
    (!is_redundant).then_some(by)
}

/// A requirement of those who have to correct something until it does not apply.
fn corrected(question: &mut Question<'_>, index: usize, by: &[usize]) -> Option<Claim> {
    let rule = question.rules[index].clone();
    let applies = question.prover.scene.space.applies(&rule);
    let shown = question.show(&rule.rule.tracks, &[applies])?;
    let replayed = shown.replayed.as_ref()?;
    by.iter().find(|index| replayed.is_violated(&question.rules[**index].rule.id))?;
    let (id, label) = (&rule.rule.id, &rule.rule.label);
    let labels: Vec<String> = by.iter().map(|index| format!("“{}”", question.rules[*index].rule.label)).collect();
    let ids: Vec<String> = by.iter().map(|index| format!("`{}`", question.rules[*index].rule.id)).collect();
    let (labels, ids) = (labels.join("或"), ids.join(" or "));
    let (zh, en) = (&shown.said.chinese, &shown.said.english);
    let others = by.iter().map(|index| {
        let id = question.rules[*index].rule.id.clone();
        (Subject::Rule(id), Part::Whole, violated_here(by.len()))
    });
    Some(Claim {
        subject: Subject::Rule(id.clone()),
        key: String::new(),
        reach: Reach::Every,
        message: say!(
            "规则“{label}”适用的申请都违反{labels}",
            "every application to which the rule `{id}` applies violates {ids}"
        ),
        here: (
            Part::Whole,
            say!(
                "改到都符合，这一条就不适用了；例如：{zh}",
                "once that is corrected this does not apply any more; for example: {en}"
            ),
        ),
        others: others.collect(),
        help: vec![say!(
            "缩小那一条，或者去掉这条要求；页面自己矛盾的，写 `存疑`，并写 `# 忽略[L0703]：理由`",
            "narrow the other, or leave out this requirement; if the page contradicts itself, write `disputed` and `# ignore[L0703]: reason`"
        )],
    })
}

fn claim(question: &mut Question<'_>, index: usize, by: &[usize]) -> Option<Claim> {
    let rule = question.rules[index].clone();
    let applies = question.prover.scene.space.applies(&rule);
    let shown = question.show(&rule.rule.tracks, &[applies])?;
    let replayed = shown.replayed.as_ref()?;
    let refusal = by.iter().find(|index| replayed.is_violated(&question.rules[**index].rule.id))?;
    let (id, label) = (&rule.rule.id, &rule.rule.label);
    let (other, other_label) = (&question.rules[*refusal].rule.id, &question.rules[*refusal].rule.label);
    let (zh, en) = (&shown.said.chinese, &shown.said.english);
    let others = by.iter().map(|index| {
        let id = question.rules[*index].rule.id.clone();
        (Subject::Rule(id), Part::Whole, say!("这条规则拒绝它们", "this rule refuses them"))
    });
    Some(Claim {
        subject: Subject::Rule(id.clone()),
        key: String::new(),
        reach: Reach::Every,
        message: say!(
            "规则“{label}”适用的申请都会不予备案",
            "every application to which the rule `{id}` applies is refused"
        ),
        here: (Part::Whole, say!("例如：{zh}；被“{other_label}”拒绝", "for example: {en}; refused by `{other}`")),
        others: others.collect(),
        help: vec![help()],
    })
}

fn violated_here(count: usize) -> Message {
    match count {
        1 => say!("它们都违反这里", "they all violate this"),
        _ => say!("它们都违反其中一处", "they all violate one of these"),
    }
}

/// A refusal that leaves many rules nothing to say.
fn too_wide(question: &Question<'_>, by: &[usize], shadowed: &[usize]) -> Option<Claim> {
    let (own, rest) = by.split_last()?;
    let refusal = question.rules[*own].rule;
    let (id, label, count) = (&refusal.id, &refusal.label, shadowed.len());
    let others = rest.iter().map(|index| (index, say!("合上这条规则", "together with this rule")));
    let victims = shadowed.iter().map(|index| (index, say!("盖住了这一条", "this one is left nothing")));
    let others = others
        .chain(victims)
        .map(|(index, said)| (Subject::Rule(question.rules[*index].rule.id.clone()), Part::Whole, said));
    let ids: Vec<&str> = shadowed.iter().map(|index| question.rules[*index].rule.id.as_str()).collect();
    Some(Claim {
        subject: Subject::Rule(id.clone()),
        key: ids.join(" "),
        reach: Reach::Some,
        message: say!(
            "规则“{label}”拒绝得太宽：另有 {count} 条规则适用的申请都会不予备案",
            "the rule `{id}` refuses too much: all applications to which {count} other rules apply are refused"
        ),
        here: (Part::Whole, say!("看它是不是漏了条件", "see whether it lacks a condition")),
        others: others.collect(),
        help: vec![help()],
    })
}

fn help() -> Message {
    say!("缩小不予备案的条件，或者去掉这条要求", "narrow the refusal, or leave out this requirement")
}
