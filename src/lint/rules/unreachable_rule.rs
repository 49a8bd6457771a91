//! A rule that applies to no application.

use crate::diagnostic::{Code, Message, Severity};
use crate::lint::proof::{Claim, Part, Reach, Subject};
use crate::lint::rules::unreached_case::is_unreached;
use crate::lint::{Check, Lint};
use crate::prove::formula::Formula;
use crate::prove::question::Question;
use crate::prove::space::{Instance, RuleOf};
use crate::say;

pub const LINT: Lint = Lint {
    code: Code {
        code: "L0701",
        name: "unreachable-rule",
        severity: Severity::Warning,
        title: "永远不适用的规则",
        page: PAGE,
    },
    fix: None,
    check: Check::Proof(check),
};

const PAGE: &str = r#"
## 中文

规则的条件互相矛盾，没有一份申请同时满足，规则永远不适用；词汇里的推出事实永远成立或永远不成立的，也在这里报一次。
这是证明出来的：把所有事实可能的取值都算在内，包括备案性质怎样判定、合法申请都满足的前提。
改对条件；按序取一里轮不到的选项，去掉它或者调换次序；已经没有用的规则删掉。

## English

The conditions of the rule contradict one another: no application fulfils them all, so the rule never applies. A derived fact that never holds, or always does, is told here once.
This is proved, with all values that facts can have, with how the track is decided and with what every legal application satisfies.
Mend the conditions; remove a choice that is never reached or change its place; delete a rule that is not needed.

## Example

```gj bad
省份 湖北

适用于 单位备案 {
  规则 minor "未成年的法定代表人" {
    依据 e-01
    当 主体负责人年龄 < 18岁 且 主体负责人年龄 >= 60岁
    不予备案
  }
}

来源 hubei "湖北省管局要求" {
  原文条目 { e-01 可判定 "不足18周岁或年满60周岁的不予备案" }
}
```

```gj good
省份 湖北

适用于 单位备案 {
  规则 minor "未成年的法定代表人" {
    依据 e-01
    当 主体负责人年龄 < 18岁 或 主体负责人年龄 >= 60岁
    不予备案
  }
}

来源 hubei "湖北省管局要求" {
  原文条目 { e-01 可判定 "不足18周岁或年满60周岁的不予备案" }
}
```
"#;

fn check(question: &mut Question<'_>, claims: &mut Vec<Claim>) {
    for (index, rule) in question.rules.clone().into_iter().enumerate() {
        if (rule.requires() || rule.forbids()) && question.can_be_violated(index) {
            continue;
        }
        let mut clash = None;
        let is_dead = rule.instances.iter().all(|instance| {
            let found = contradiction(question, instance);
            clash = clash.take().or_else(|| found.clone());
            found.is_some()
        });
        let (true, Some(clash)) = (is_dead, clash) else { continue };
        let guards = clash.iter().filter_map(|number| rule.rule.when.get(*number));
        // Of a derived fact that never holds it is told itself.
        if !guards.into_iter().any(|guard| question.speaks_of_constant(&guard.condition))
            && !is_unreached_answer(question, &rule)
        {
            claims.push(claim(&rule, &clash));
        }
    }
    constants(question, claims);
}

/// Derived facts that are always the same, whatever the application; not those that are so for another.
fn constants(question: &mut Question<'_>, claims: &mut Vec<Claim>) {
    let used = question.derived_in_rules();
    for derived in question.table.document.vocabulary.derived.iter().filter(|one| used.contains(one.path.as_str())) {
        let Some(holds) = question.constant(&derived.path) else { continue };
        if question.speaks_of_constant(&derived.value) {
            continue;
        }
        let (label, path) = (&derived.label, &derived.path);
        let (zh, en) = if holds { ("总是成立", "always holds") } else { ("永远不成立", "never holds") };
        claims.push(Claim {
            subject: Subject::Derived(path.clone()),
            key: if holds { "always" } else { "never" }.to_owned(),
            reach: Reach::Every,
            message: say!("“{label}”{zh}", "the derived fact `{path}` {en}"),
            here: (
                Part::Whole,
                say!(
                    "用到它的规则，有的因此永远不适用，有的白写了条件",
                    "rules that use it never apply, or have a condition in vain"
                ),
            ),
            others: Vec::new(),
            help: vec![say!("改对它的条件", "mend its condition")],
        });
    }
}

/// Whether the rule is of an answer with a case that is never reached, which is told of the answer.
fn is_unreached_answer(question: &mut Question<'_>, rule: &RuleOf<'_>) -> bool {
    let Some(policy) = rule.rule.policy.as_deref() else { return false };
    rule.rule.layer == question.asked.province
        && rule.rule.tracks.iter().any(|track| is_unreached(question, policy, track, &rule.rule.id))
}

/// Conditions of a rule that cannot hold together; none of them can be left out.
fn contradiction(question: &mut Question<'_>, instance: &Instance) -> Option<Vec<usize>> {
    if !question.prover.possible(&[instance.applies]).is_no() {
        return None;
    }
    let parts: Vec<Formula> = [instance.there, instance.track].into_iter().chain(instance.guards.clone()).collect();
    let core = question.prover.fewest(&[], &parts).unwrap_or_default();
    Some(core.into_iter().filter_map(|part| part.checked_sub(2)).collect())
}

fn claim(rule: &RuleOf<'_>, clash: &[usize]) -> Claim {
    let (id, label, when) = (&rule.rule.id, &rule.rule.label, &rule.rule.when);
    let said: Vec<_> = clash.iter().filter_map(|index| when.get(*index)).map(|guard| &guard.sentence).collect();
    let zh: Vec<&str> = said.iter().map(|sentence| sentence.zh.as_str()).collect();
    let en: Vec<&str> = said.iter().map(|sentence| sentence.en.as_str()).collect();
    let (zh, en) = (zh.join("；"), en.join("; "));
    let here = match said.len() {
        0 => say!("条件与备案性质矛盾", "the conditions contradict the track"),
        1 => say!("不可能：{zh}", "impossible: {en}"),
        _ => say!("不能同时成立：{zh}", "cannot hold together: {en}"),
    };
    let part = clash.first().map_or(Part::Whole, |number| Part::When { number: *number, of: when.len() });
    Claim {
        subject: Subject::Rule(rule.rule.id.clone()),
        key: String::new(),
        reach: Reach::Every,
        message: say!("规则“{label}”永远不适用", "the rule `{id}` never applies"),
        here: (part, here),
        others: Vec::new(),
        help: vec![help()],
    }
}

fn help() -> Message {
    say!(
        "改对条件；轮不到的选项去掉或者往前放；没有用的规则删掉",
        "mend the conditions; remove a choice that is never reached or put it first; delete the rule if it is not needed"
    )
}
