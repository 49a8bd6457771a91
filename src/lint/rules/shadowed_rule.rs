//! A requirement for applications that are refused anyway.

use crate::diagnostic::{Code, Severity};
use crate::lint::proof::{Claim, Part, Reach, Subject};
use crate::lint::{Check, Lint};
use crate::prove::formula::Formula;
use crate::prove::prover::Possible;
use crate::prove::question::{Question, Standing};
use crate::say;

pub const LINT: Lint = Lint {
    code: Code {
        code: "L0703",
        name: "shadowed-rule",
        severity: Severity::Warning,
        title: "被不予备案盖住的规则",
        page: PAGE,
    },
    fix: None,
    check: Check::Proof(check),
};

const PAGE: &str = r#"
## 中文

规则适用的每一份申请，都另有规则不予备案，补正了也没有用。
这是证明出来的，说明里举一份申请，并指出是哪条规则拒绝它。
两条规则必有一条写宽了：缩小不予备案的条件，或者去掉这条要求。

## English

Every application to which the rule applies is refused by another: to correct what it asks for is of no use.
This is proved; the finding gives an application and the rule that refuses it.
One of the two is too wide: narrow the refusal, or leave out the requirement.

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

fn check(question: &mut Question<'_>, claims: &mut Vec<Claim>) {
    let rules = question.rules.clone();
    let refusals: Vec<usize> = (0..rules.len()).filter(|index| rules[*index].forbids()).collect();
    let unrefused: Vec<Formula> = refusals.iter().map(|index| !question.violated[*index]).collect();
    for (index, rule) in rules.iter().enumerate().filter(|(_, rule)| rule.requires()) {
        if question.passing(index) == Standing::Yes || question.is_shut(index) {
            continue;
        }
        let applies = question.prover.scene.space.applies(rule);
        let asked: Vec<Formula> = [applies].into_iter().chain(unrefused.iter().copied()).collect();
        let Possible::No(core) = question.prover.possible(&asked) else { continue };
        let by: Vec<usize> = core.iter().filter_map(|part| Some(refusals[part.checked_sub(1)?])).collect();
        // With no refusal among the reasons the rule does not apply at all.
        if by.is_empty() || question.prover.possible(&[applies]).is_no() {
            continue;
        }
        let Some(shown) = question.show(&rule.rule.tracks, &[applies]) else { continue };
        let Some(replayed) = &shown.replayed else { continue };
        let Some(refusal) = by.iter().find(|index| replayed.is_violated(&rules[**index].rule.id)) else { continue };
        let (id, label) = (&rule.rule.id, &rule.rule.label);
        let (other, other_label) = (&rules[*refusal].rule.id, &rules[*refusal].rule.label);
        let (zh, en) = (&shown.said.chinese, &shown.said.english);
        let others = by.iter().map(|index| {
            (
                Subject::Rule(rules[*index].rule.id.clone()),
                Part::Whole,
                say!("这条规则拒绝它们", "this rule refuses them"),
            )
        });
        claims.push(Claim {
            subject: Subject::Rule(id.clone()),
            key: String::new(),
            reach: Reach::Every,
            message: say!(
                "规则“{label}”适用的申请都会不予备案",
                "every application to which the rule `{id}` applies is refused"
            ),
            here: (Part::Whole, say!("例如：{zh}；被“{other_label}”拒绝", "for example: {en}; refused by `{other}`")),
            others: others.collect(),
            help: vec![say!(
                "缩小不予备案的条件，或者去掉这条要求",
                "narrow the refusal, or leave out this requirement"
            )],
        });
    }
}
