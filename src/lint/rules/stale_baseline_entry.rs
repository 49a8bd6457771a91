//! A finding that the baseline knows and that is gone.

use crate::diagnostic::{Code, Severity};
use crate::lint::{Check, Lint};

pub const LINT: Lint = Lint {
    code: Code {
        code: "L0905",
        name: "stale-baseline-entry",
        severity: Severity::Error,
        title: "基线里多余的条目",
        page: PAGE,
    },
    fix: None,
    check: Check::Settled,
};

const PAGE: &str = r#"
## 中文

基线文件记下了开始使用检查时已有的问题，让它们不再提示。
其中一条所记的问题已经没有了：可能改好了，也可能那一行改写了。
运行 `guanju check --prune-baseline`，基线就只留下还在的。

## English

The baseline file lists the problems that were there when somebody began to lint, so that they are not shown.
One of them is gone: mended, or its line was written anew.
Run `guanju check --prune-baseline`, which keeps those that are still there.
"#;
