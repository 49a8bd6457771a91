//! An exception for a code that there is not, or that is an error.

use crate::diagnostic::{Code, Severity};
use crate::lint::{Check, Lint};

pub const LINT: Lint = Lint {
    code: Code {
        code: "L0904",
        name: "unknown-suppression",
        severity: Severity::Error,
        title: "忽略写得不对",
        page: PAGE,
    },
    fix: None,
    check: Check::Settled,
};

const PAGE: &str = r#"
## 中文

方括号里的编号没有，或者它是错误而不是警告；也可能是截止的日子看不懂。
错误只能改正，不能忽略。
照提示里方括号中的编号写，日子写成 `至 2027-01-01`。

## English

The code between the brackets does not exist, or it is an error and not a warning; or the last day cannot be read.
Errors are to be mended and cannot be ignored.
Write the code as reports show it, and the day as `until 2027-01-01`.

## Example

```gj bad
省份 湖北

适用于 单位备案 {
  # 忽略[W0603]：页面正在改版
  规则 seal "须有公章" {
    要求 主办者有公章
  }
}
```

```gj good
省份 湖北

适用于 单位备案 {
  # 忽略[W0602]：页面正在改版
  规则 seal "须有公章" {
    要求 主办者有公章
  }
}
```
"#;
