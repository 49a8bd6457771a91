//! An exception that does not say why.

use crate::diagnostic::{Code, Severity};
use crate::lint::{Check, Lint};

pub const LINT: Lint = Lint {
    code: Code {
        code: "L0903",
        name: "suppression-without-reason",
        severity: Severity::Error,
        title: "忽略没有写理由",
        page: PAGE,
    },
    fix: None,
    check: Check::Settled,
};

const PAGE: &str = r#"
## 中文

忽略一个问题必须写明理由，否则以后没有人知道能不能删。
在方括号（和日子）后面写 `：` 和理由。
没有理由的忽略不起作用。

## English

Whoever asks for an exception has to say why, or nobody will know later whether it can go.
Write `: ` and the reason behind the brackets and the day.
An exception without a reason does not hold.

## Example

```gj bad
省份 湖北

适用于 单位备案 {
  # 忽略[W0602]
  规则 seal "须有公章" {
    要求 主办者有公章
  }
}
```

```gj good
省份 湖北

适用于 单位备案 {
  # 忽略[W0602]：页面正在改版，条目待补
  规则 seal "须有公章" {
    要求 主办者有公章
  }
}
```
"#;
