//! A condition that follows from the others.

use crate::diagnostic::{Code, Severity};
use crate::document::{Change, Condition, Obligation};
use crate::lint::proof::{Claim, Part, Reach, Subject};
use crate::lint::{Check, Lint};
use crate::prove::formula::Formula;
use crate::prove::question::Question;
use crate::prove::space::{Instance, RuleOf};
use crate::say;

pub const LINT: Lint = Lint {
    code: Code {
        code: "L0707",
        name: "redundant-condition",
        severity: Severity::Warning,
        title: "多余的条件",
        page: PAGE,
    },
    fix: None,
    check: Check::Proof(check),
};

const PAGE: &str = r#"
## 中文

规则的一个条件由其余条件推得出来，或者“或”里的一项、任选其一里的一项永远不起作用。去掉它，规则的意思不变。
这是证明出来的。常见的原因：两个条件说的是一回事；界限写反了；本来想写另一个词。

## English

A condition follows from the others of the rule, or a part of an `or` or of alternatives never makes a difference: without it the rule means the same.
This is proved. Mostly two conditions say one thing, a boundary is turned round, or another word was meant.

## Example

```gj bad
省份 湖北

适用于 单位备案 {
  规则 old "负责人年长" {
    依据 e-01
    当 主体负责人年龄 >= 60岁 且 主体负责人年龄 >= 18岁
    要求 主办者有公章
  }
}

来源 hubei "湖北省管局要求" {
  原文条目 { e-01 可判定 "年满60周岁的须有公章" }
}
```

```gj good
省份 湖北

适用于 单位备案 {
  规则 old "负责人年长" {
    依据 e-01
    当 主体负责人年龄 >= 60岁
    要求 主办者有公章
  }
}

来源 hubei "湖北省管局要求" {
  原文条目 { e-01 可判定 "年满60周岁的须有公章" }
}
```
"#;

fn check(question: &mut Question<'_>, claims: &mut Vec<Claim>) {
    for (index, rule) in question.rules.clone().into_iter().enumerate() {
        // The conditions of answers and of what is left of a waived rule come from several places.
        let is_waived = |change: &Change| change.kind == "waived" && change.rule.as_deref() == Some(&rule.rule.id);
        let layers = &question.table.document.layers;
        let is_put_together = rule.rule.policy.is_some()
            || layers.iter().any(|layer| layer.id == rule.rule.layer && layer.changes.iter().any(is_waived));
        if is_put_together || !question.can_apply(index) {
            continue;
        }
        for number in 0..rule.rule.when.len() {
            // The language asks for `has` wherever what may be left empty is compared.
            if matches!(rule.rule.when[number].condition, Condition::Has { .. }) {
                continue;
            }
            if rule.instances.iter().all(|instance| follows(question, instance, number)) {
                let sentence = &rule.rule.when[number].sentence;
                claims.push(condition(&rule, number, &sentence.zh, &sentence.en));
            } else if let Condition::Or { of } = &rule.rule.when[number].condition {
                let idle = (0..of.len())
                    .find(|part| rule.instances.iter().all(|instance| is_idle(question, instance, of, number, *part)));
                if let Some(part) = idle {
                    claims.push(idle_part(&rule, Part::When { number, of: rule.rule.when.len() }, "或", "or", part));
                }
            }
        }
        if let Some(Obligation::OneOf { parts }) = &rule.rule.require
            && parts.iter().all(|part| part.when.is_empty())
        {
            let items: Vec<&Obligation> = parts.iter().map(|part| &part.item).collect();
            let idle = (0..items.len())
                .find(|part| rule.instances.iter().all(|instance| is_idle_choice(question, instance, &items, *part)));
            if let Some(part) = idle {
                claims.push(idle_part(&rule, Part::Effect, "任选其一", "one_of", part));
            }
        }
        if let Some(Obligation::AllOf { parts }) = &rule.rule.require
            && parts.iter().all(|part| part.when.is_empty())
        {
            let items: Vec<&Obligation> = parts.iter().map(|part| &part.item).collect();
            let idle = (0..items.len())
                .find(|part| rule.instances.iter().all(|instance| is_idle_demand(question, instance, &items, *part)));
            if let Some(part) = idle {
                claims.push(idle_demand(&rule, part));
            }
        }
    }
}

/// Whether a condition holds wherever the others do.
fn follows(question: &mut Question<'_>, instance: &Instance, number: usize) -> bool {
    let mut asked = others(instance, number);
    asked.push(!instance.guards[number]);
    question.prover.possible(&asked).is_no()
}

fn others(instance: &Instance, number: usize) -> Vec<Formula> {
    let others = instance.guards.iter().enumerate().filter(|(other, _)| *other != number);
    [instance.there, instance.track].into_iter().chain(others.map(|(_, guard)| *guard)).collect()
}

/// Whether a part of an `or` only holds where another part does.
fn is_idle<'t>(
    question: &mut Question<'t>,
    instance: &Instance,
    parts: &'t [Condition],
    number: usize,
    part: usize,
) -> bool {
    let space = &mut question.prover.scene.space;
    let mut asked = others(instance, number);
    for (index, own) in parts.iter().enumerate() {
        let holds = space.condition_in(own, instance);
        asked.push(if index == part { holds } else { !holds });
    }
    question.prover.possible(&asked).is_no()
}

/// Whether an alternative is only satisfied where another is.
fn is_idle_choice<'t>(question: &mut Question<'t>, instance: &Instance, parts: &[&'t Obligation], part: usize) -> bool {
    let space = &mut question.prover.scene.space;
    let mut asked = vec![instance.applies];
    for (index, own) in parts.iter().enumerate() {
        let satisfied = space.obligation_in(own, instance);
        asked.push(if index == part { satisfied } else { !satisfied });
    }
    question.prover.possible(&asked).is_no()
}

/// Whether a demand is always satisfied where the others are.
fn is_idle_demand<'t>(question: &mut Question<'t>, instance: &Instance, parts: &[&'t Obligation], part: usize) -> bool {
    let space = &mut question.prover.scene.space;
    let mut asked = vec![instance.applies];
    for (index, own) in parts.iter().enumerate() {
        let satisfied = space.obligation_in(own, instance);
        asked.push(if index == part { !satisfied } else { satisfied });
    }
    question.prover.possible(&asked).is_no()
}

fn idle_demand(rule: &RuleOf<'_>, part: usize) -> Claim {
    let (id, label, number) = (&rule.rule.id, &rule.rule.label, part + 1);
    Claim {
        subject: Subject::Rule(id.clone()),
        key: format!("all_of {part}"),
        reach: Reach::Every,
        message: say!(
            "规则“{label}”的全部要求里有一项不起作用",
            "a part of `all_of` in the rule `{id}` makes no difference"
        ),
        here: (
            Part::Effect,
            say!("其余各项满足时，第{number}项总是满足", "wherever the others are satisfied, part {number} is, too"),
        ),
        others: Vec::new(),
        help: vec![say!(
            "去掉这一项；如果本来想写别的，改对它",
            "leave it out, or mend it if something else was meant"
        )],
    }
}

fn condition(rule: &RuleOf<'_>, number: usize, zh: &str, en: &str) -> Claim {
    let (id, label) = (&rule.rule.id, &rule.rule.label);
    Claim {
        subject: Subject::Rule(id.clone()),
        key: format!("when {number}"),
        reach: Reach::Every,
        message: say!("规则“{label}”有一个多余的条件", "the rule `{id}` has a redundant condition"),
        here: (
            Part::When { number, of: rule.rule.when.len() },
            say!("其余条件成立时，总是{zh}", "where the other conditions hold, always: {en}"),
        ),
        others: Vec::new(),
        help: vec![say!(
            "去掉这个条件；如果本来想写别的，改对它",
            "leave it out, or mend it if something else was meant"
        )],
    }
}

fn idle_part(rule: &RuleOf<'_>, at: Part, zh: &str, en: &str, part: usize) -> Claim {
    let (id, label, number) = (&rule.rule.id, &rule.rule.label, part + 1);
    Claim {
        subject: Subject::Rule(id.clone()),
        key: format!("{en} {part} {at:?}"),
        reach: Reach::Every,
        message: say!("规则“{label}”的{zh}里有一项不起作用", "a part of `{en}` in the rule `{id}` makes no difference"),
        here: (
            at,
            say!("第{number}项成立时，另有一项总是成立", "wherever part {number} holds, another part holds too"),
        ),
        others: Vec::new(),
        help: vec![say!(
            "去掉这一项；如果本来想写别的，改对它",
            "leave it out, or mend it if something else was meant"
        )],
    }
}
