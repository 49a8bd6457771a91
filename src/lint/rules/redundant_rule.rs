//! A rule that finds nothing that others do not find.

use crate::diagnostic::{Code, Severity};
use crate::document::Also;
use crate::lint::proof::{Claim, Part, Reach, Subject};
use crate::lint::{Check, Lint};
use crate::prove::formula::Formula;
use crate::prove::question::{Question, Standing};
use crate::prove::space::RuleOf;
use crate::say;

pub const LINT: Lint = Lint {
    code: Code {
        code: "L0706", name: "redundant-rule", severity: Severity::Warning, title: "多余的规则", page: PAGE
    },
    fix: None,
    check: Check::Proof(check),
};

const PAGE: &str = r#"
## 中文

违反这条规则的每一份申请，都同时违反另外的规则，处理一样或者更重。去掉它，谁的结论都不变。
这是证明出来的，并指出是哪些规则已经管到。
写成答复的规则不算：政策总要答复。比全国规则严的省内规则，也不说全国规则多余。
页面自己重复的，在规则前写 `# 忽略[L0706]：` 和理由。

## English

Every application that violates the rule violates others as well, with the same verdict or a worse one: without it nobody's verdict changes.
This is proved, and the finding names the rules that cover it.
Rules of answers do not count, as every policy has to be answered; nor is a national rule redundant because a province is stricter.
What the page itself says twice is excepted by a comment before the rule, `# ignore[L0706]: ` and the reason.

## Example

```gj bad
省份 湖北

适用于 单位备案 {
  规则 adult "负责人成年" {
    依据 e-01
    要求 主体负责人年龄 >= 18岁
  }
  规则 youth "负责人不是少年" {
    依据 e-02
    当 备案类型 为 首次备案
    要求 主体负责人年龄 >= 16岁
  }
}

来源 hubei "湖北省管局要求" {
  原文条目 { e-01 可判定 "须年满18周岁"  e-02 可判定 "首次备案须年满16周岁" }
}
```

```gj good
省份 湖北

适用于 单位备案 {
  规则 adult "负责人成年" {
    依据 e-01，e-02
    要求 主体负责人年龄 >= 18岁
  }
}

来源 hubei "湖北省管局要求" {
  原文条目 { e-01 可判定 "须年满18周岁"  e-02 可判定 "首次备案须年满16周岁" }
}
```
"#;

fn check(question: &mut Question<'_>, claims: &mut Vec<Claim>) {
    let rules = question.rules.clone();
    let mut told: Vec<usize> = Vec::new();
    // Of rules that cover one another the later are told, and cover nothing any more.
    for (index, rule) in rules.iter().enumerate().rev() {
        let is_judging = rule.requires() || rule.forbids();
        if !is_judging || says_more(rule) || rule.rule.policy.is_some() || question.alone(index) == Standing::Yes {
            continue;
        }
        let covers = |other: usize| {
            let is_as_severe = rules[other].forbids() || rule.requires() && rules[other].requires();
            other != index
                && !told.contains(&other)
                && is_as_severe
                && question.asked.holds_wherever(&rules[other].rule.layer, &rule.rule.layer)
        };
        let others: Vec<usize> = (0..rules.len()).filter(|other| covers(*other)).collect();
        let Some(by) = question.violated_by(question.violated[index], &others) else { continue };
        if question.is_shut(index) || rule.requires() && is_hopeless(question, index, &by) {
            continue;
        }
        told.push(index);
        claims.push(claim(&rules, index, &by));
    }
    claims.reverse();
}

/// Whether the covering rules are violated by all to whom a rule applies: then they contradict one
/// another or refuse, and say nothing of the rule.
fn is_hopeless(question: &mut Question<'_>, index: usize, by: &[usize]) -> bool {
    let rule = question.rules[index].clone();
    let applies = question.prover.scene.space.applies(&rule);
    let satisfied = by.iter().map(|other| question.satisfied[*other]);
    let asked: Vec<Formula> = [applies].into_iter().chain(satisfied).collect();
    question.prover.possible(&asked).is_no()
}

fn claim(rules: &[RuleOf<'_>], index: usize, by: &[usize]) -> Claim {
    let (id, label) = (&rules[index].rule.id, &rules[index].rule.label);
    let labels: Vec<String> = by.iter().map(|index| format!("“{}”", rules[*index].rule.label)).collect();
    let ids: Vec<String> = by.iter().map(|index| format!("`{}`", rules[*index].rule.id)).collect();
    let (labels, ids) = (labels.join("、"), ids.join(" and "));
    let others = by.iter().map(|index| {
        (Subject::Rule(rules[*index].rule.id.clone()), Part::Whole, say!("已经管到", "this covers it already"))
    });
    Claim {
        subject: Subject::Rule(id.clone()),
        key: String::new(),
        reach: Reach::Every,
        message: say!("规则“{label}”是多余的", "the rule `{id}` is redundant"),
        here: (Part::Whole, say!("违反它的申请都违反{labels}", "whatever violates it violates {ids}")),
        others: others.collect(),
        help: vec![say!(
            "删掉它，把依据并到已有的规则；页面自己重复的，写 `# 忽略[L0706]：理由`",
            "delete it and cite its statements at the other rule; if the page says it twice, write `# ignore[L0706]: reason`"
        )],
    }
}

/// Whether applicants are told something by the rule besides what it finds.
fn says_more(rule: &RuleOf<'_>) -> bool {
    let is_more = |also: &Also| matches!(also, Also::Advise { .. } | Also::Duty { .. } | Also::Deliver { .. });
    rule.rule.also.iter().any(is_more)
}
