//! The pages of all lints in Chinese and English, with an index, for `docs/lints/`.

use crate::diagnostic::{Language, Safety, Severity, codes};
use crate::lint::{Lint, rules};

/// A Markdown page below `docs/lints/`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LintPage {
    /// `zh/L0301.md`.
    pub path: String,
    pub text: String,
}

/// The index and a page per lint, in both languages.
pub fn pages() -> Vec<LintPage> {
    let languages = [Language::Chinese, Language::English];
    languages
        .into_iter()
        .flat_map(|language| {
            std::iter::once(index(language)).chain(rules::ALL.iter().map(move |lint| page(lint, language)))
        })
        .collect()
}

fn page(lint: &Lint, language: Language) -> LintPage {
    let code = lint.code;
    let title = match language {
        Language::Chinese => code.title.to_owned(),
        Language::English => code.name.replace('-', " "),
    };
    let (severity, fix) = (severity(lint, language), fix(lint, language));
    let facts = match language {
        Language::Chinese => format!("名称：`{}`。默认：{severity}。修正：{fix}。", code.name),
        Language::English => format!("Name: `{}`. By default: {severity}. Fix: {fix}.", code.name),
    };
    let text = codes::page_in(code, language);
    LintPage {
        path: format!("{}/{}.md", folder(language), code.code),
        text: format!("# {} {title}\n\n{facts}\n\n{text}", code.code),
    }
}

fn index(language: Language) -> LintPage {
    let (heading, header) = match language {
        Language::Chinese => (
            "# 检查项\n\n不是错误、但多半不是本意的写法；`guanju check` 会提示。\n在 `guanju.toml` 里可以逐项关闭或改成错误。",
            "| 编号 | 是什么 | 名称 | 默认 | 修正 |",
        ),
        Language::English => (
            "# Lints\n\nWhat is allowed and yet seldom meant; `guanju check` points at it.\n`guanju.toml` turns each off or makes it an error.",
            "| Code | What | Name | By default | Fix |",
        ),
    };
    let mut text = format!("{heading}\n\n{header}\n|---|---|---|---|---|\n");
    for lint in rules::ALL {
        let code = lint.code;
        let what = match language {
            Language::Chinese => code.title.to_owned(),
            Language::English => code.name.replace('-', " "),
        };
        let (severity, fix) = (severity(lint, language), fix(lint, language));
        text.push_str(&format!("| [{0}]({0}.md) | {what} | `{1}` | {severity} | {fix} |\n", code.code, code.name));
    }
    LintPage { path: format!("{}/README.md", folder(language)), text }
}

fn folder(language: Language) -> &'static str {
    language.pick("zh", "en")
}

fn severity(lint: &Lint, language: Language) -> &'static str {
    match lint.code.severity {
        Severity::Warning => language.pick("警告", "warning"),
        Severity::Error => language.pick("错误", "error"),
    }
}

fn fix(lint: &Lint, language: Language) -> &'static str {
    match lint.fix {
        None => language.pick("没有", "none"),
        Some(Safety::Safe) => language.pick("`--fix`", "`--fix`"),
        Some(Safety::Unsafe) => language.pick("`--fix --unsafe-fixes`", "`--fix --unsafe-fixes`"),
        Some(Safety::Shown) => language.pick("只提示", "shown only"),
    }
}
