//! An exception for what is no longer there.

use crate::diagnostic::{Code, Safety, Severity};
use crate::lint::{Check, Lint};

pub const LINT: Lint = Lint {
    code: Code {
        code: "L0901",
        name: "unused-suppression",
        severity: Severity::Warning,
        title: "不再需要的忽略",
        page: PAGE,
    },
    fix: Some(Safety::Safe),
    check: Check::Settled,
};

const PAGE: &str = r#"
## 中文

一条 `# 忽略[…]` 注释所忽略的问题已经没有了。
留着它，以后真有这个问题时也不会提示。
删去这条注释；方括号里有几个编号时，只删去没有用的那个。

## English

A comment `# ignore[…]` asks for an exception, but there is nothing to except.
If it stays, the problem would go unseen when it comes back.
Remove the comment, or the code that is not needed.

## Example

```gj bad
省份 湖北

适用于 单位备案 {
  # 忽略[W0602]：核对中
  规则 seal "须有公章" {
    依据 e-01
    要求 主办者有公章
  }
}

来源 hubei "湖北省管局要求" {
  原文条目 { e-01 可判定 "单位须有公章" }
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
