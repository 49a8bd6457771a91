//! A requirement that every application to which it applies satisfies.

use crate::diagnostic::{Code, Severity};
use crate::lint::proof::{Claim, Part, Reach, Subject};
use crate::lint::{Check, Lint};
use crate::prove::question::Question;
use crate::say;

pub const LINT: Lint = Lint {
    code: Code {
        code: "L0702",
        name: "unfailing-requirement",
        severity: Severity::Warning,
        title: "不可能违反的要求",
        page: PAGE,
    },
    fix: None,
    check: Check::Proof(check),
};

const PAGE: &str = r#"
## 中文

规则适用的每一份申请都已经满足它的要求，这条规则不可能被违反，等于没有写。
这是证明出来的。常见的原因：要求的正是条件里说过的；界限写反了；任选其一里有一项总是成立。

## English

Every application to which the rule applies satisfies what it requires: it cannot be violated, and says nothing.
This is proved. Mostly the requirement repeats a condition, a boundary is turned round, or one alternative always holds.

## Example

```gj bad
省份 湖北

适用于 单位备案 {
  规则 adult "负责人成年" {
    依据 e-01
    当 主体负责人年龄 >= 20岁
    要求 主体负责人年龄 >= 18岁
  }
}

来源 hubei "湖北省管局要求" {
  原文条目 { e-01 可判定 "主体负责人须年满18周岁" }
}
```

```gj good
省份 湖北

适用于 单位备案 {
  规则 adult "负责人成年" {
    依据 e-01
    要求 主体负责人年龄 >= 18岁
  }
}

来源 hubei "湖北省管局要求" {
  原文条目 { e-01 可判定 "主体负责人须年满18周岁" }
}
```
"#;

fn check(question: &mut Question<'_>, claims: &mut Vec<Claim>) {
    for (index, rule) in question.rules.clone().into_iter().enumerate() {
        if !rule.requires() || question.can_be_violated(index) || !question.can_apply(index) {
            continue;
        }
        let (id, label) = (&rule.rule.id, &rule.rule.label);
        claims.push(Claim {
            subject: Subject::Rule(id.clone()),
            key: String::new(),
            reach: Reach::Every,
            message: say!("规则“{label}”不可能被违反", "the rule `{id}` cannot be violated"),
            here: (
                Part::Effect,
                say!("适用它的申请都满足这个要求", "every application to which it applies satisfies this"),
            ),
            others: Vec::new(),
            help: vec![say!(
                "看要求是不是重复了条件、界限有没有写反；确实多余就删掉这条规则",
                "see whether it repeats a condition or a boundary is turned round; delete the rule if it is not needed"
            )],
        });
    }
}
