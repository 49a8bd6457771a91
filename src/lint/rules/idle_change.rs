//! A `replace` or `waive` that changes nothing for any application.

use crate::diagnostic::{Code, Severity};
use crate::document::{Change, Layer};
use crate::lint::proof::{Claim, Part, Reach, Subject};
use crate::lint::{Check, Lint};
use crate::prove::change::{Direction, direction};
use crate::prove::question::Question;
use crate::say;

pub const LINT: Lint = Lint {
    code: Code {
        code: "L0710",
        name: "idle-change",
        severity: Severity::Warning,
        title: "没有改变什么的改写或豁免",
        page: PAGE,
    },
    fix: None,
    check: Check::Proof(check),
};

const PAGE: &str = r#"
## 中文

豁免或改写了上一层的规则，可是没有一份申请的结果因此不同：豁免的情形本来就不违反那条规则，或者改写的和原来一样。
这是证明出来的。多半是条件写错了，真正想豁免的反而没有豁免到。
改对条件，或者删掉它。
一条改写使申请更严还是更宽，`guanju explain` 那条规则的编号可以看到，也是证明出来的。

## English

An inherited rule is waived or replaced, and no application gets another result by it: what is waived does not violate the rule anyway, or the replacement says the same.
This is proved. Mostly the condition is wrong, and those who were meant are not exempt at all.
Mend the condition, or delete the change.
Whether a change is tighter or looser is said by `guanju explain` with the id of the rule, by proof as well.

## Example

```gj bad
省份 湖北

适用于 单位备案 {
  豁免 national.all.suffix 基于 "91d2516a" {
    依据 e-01
    当 域名后缀 为 ".com"
  }
}

来源 hubei "湖北省管局要求" {
  原文条目 { e-01 可判定 "这个后缀的域名也可以备案" }
}
```

```gj good
省份 湖北

适用于 单位备案 {
  豁免 national.all.suffix 基于 "91d2516a" {
    依据 e-01
    当 域名后缀 为 ".io"
  }
}

来源 hubei "湖北省管局要求" {
  原文条目 { e-01 可判定 "这个后缀的域名也可以备案" }
}
```
"#;

fn check(question: &mut Question<'_>, claims: &mut Vec<Claim>) {
    let (document, asked) = (&question.table.document, question.asked);
    let is_own = |layer: &&Layer| layer.id == asked.province || Some(layer.id.as_str()) == asked.provider;
    for layer in document.layers.iter().filter(is_own) {
        for change in &layer.changes {
            if direction(document, asked, &change.base) == Some(Direction::Nothing) {
                claims.push(claim(layer, change));
            }
        }
    }
}

fn claim(layer: &Layer, change: &Change) -> Claim {
    let base = &change.base;
    let message = match change.kind.as_str() {
        "waived" => say!(
            "对 `{base}` 的这条豁免没有改变任何申请的结果",
            "this waiver of `{base}` changes nothing for any application"
        ),
        _ => say!(
            "对 `{base}` 的这条改写没有改变任何申请的结果",
            "this replacement of `{base}` changes nothing for any application"
        ),
    };
    let here = match change.kind.as_str() {
        "waived" => say!("这里说的申请本来就不违反那条规则", "what it speaks of does not violate the rule anyway"),
        _ => say!("违反它的申请，正是违反原规则的申请", "it is violated by what violates the inherited rule"),
    };
    Claim {
        subject: Subject::Change { layer: layer.id.clone(), base: base.clone() },
        key: String::new(),
        reach: Reach::Every,
        message,
        here: (Part::Whole, here),
        others: vec![(Subject::Rule(base.clone()), Part::Whole, say!("原规则", "the inherited rule"))],
        help: vec![say!("改对条件，或者删掉它", "mend its condition, or delete it")],
    }
}
