//! An exception whose last day is over.

use crate::diagnostic::{Code, Safety, Severity};
use crate::lint::{Check, Lint};

pub const LINT: Lint = Lint {
    code: Code {
        code: "L0902",
        name: "expired-suppression",
        severity: Severity::Warning,
        title: "已到期的忽略",
        page: PAGE,
    },
    fix: Some(Safety::Safe),
    check: Check::Settled,
};

const PAGE: &str = r#"
## 中文

一条忽略写了截止日子，那一天已经过去，忽略不再起作用。
改正它所忽略的问题，再删去注释；确实还要等，就改写日子和理由。

## English

An exception was granted until a day that is over, and no longer holds.
Mend the problem and remove the comment; if it really has to wait, write a later day and why.

## Example

```gj bad
省份 湖北

适用于 单位备案 {
  # 忽略[W0602] 至 2026-01-31：等管局公布新页面
  规则 seal "须有公章" {
    要求 主办者有公章
  }
}
```

```gj good
省份 湖北

适用于 单位备案 {
  规则 seal "须有公章" {
    依据 e-01
    要求 主办者有公章
  }
}

来源 hubei "湖北省管局要求" {
  原文条目 { e-01 可判定 "单位须有公章" }
}
```
"#;
