//! A rule that looks for a word in another place than the statement: 以「网」结尾 and `mentions "网"`.

use rustc_hash::FxHashMap;

use crate::diagnostic::{Code, Diagnostic, Fix, Safety, Severity};
use crate::lint::wording::operators::operators;
use crate::lint::wording::texts::{Position, Said, Sought, said_of_words, sought};
use crate::lint::wording::walk::each_expr;
use crate::lint::{Check, Lint, ProgramContext};
use crate::model::{Origin, Rule, Statement, StatementRef};
use crate::say;
use crate::syntax::ast::ExprKind;

pub const LINT: Lint = Lint {
    code: Code {
        code: "L0202",
        name: "text-operator-against-wording",
        severity: Severity::Warning,
        title: "找字样的地方与原文不同",
        page: PAGE,
    },
    fix: Some(Safety::Unsafe),
    check: Check::Program(check),
};

const PAGE: &str = r#"
## 中文

原文说「以『网』结尾」，规则却写 `含有 "网"`，名称中间有「网」的也会被管住；反过来，原文说「含有」，规则却只比整个名称、开头或结尾，就会漏掉。
`含有` 看任何位置，`开头为` 只看开头，`结尾为` 只看结尾，`属于` 和 `为` 看整个内容。
照原文改用另一个；原文说得不清楚的，用 `存疑` 写明按哪种解，就不再提示。

## English

The statement says that a name ends with a word, and the rule looks for it anywhere with `mentions`; or the statement says 含有, contains, and the rule looks at the whole text, its start or its end only.
`mentions` looks anywhere, `starts_with` and `ends_with` at one end, `in` and `=` at the whole text.
Use the one that the statement means; where it is unclear, say in `disputed` how it is read, and nothing is reported.

## Example

```gj bad
省份 湖北

适用于 单位备案 {
  规则 net_name "名称以网结尾" {
    依据 e-01
    逐个 site
    当 网站名称 含有 "网"
    不予备案
  }
}

来源 hubei "湖北省管局要求" {
  原文条目 { e-01 可判定 "网站名称以「网」结尾的不予备案" }
}
```

```gj good
省份 湖北

适用于 单位备案 {
  规则 net_name "名称以网结尾" {
    依据 e-01
    逐个 site
    当 网站名称 结尾为 "网"
    不予备案
  }
}

来源 hubei "湖北省管局要求" {
  原文条目 { e-01 可判定 "网站名称以「网」结尾的不予备案" }
}
```
"#;

fn check(context: &ProgramContext<'_>, diagnostics: &mut Vec<Diagnostic>) {
    let program = context.program;
    let mut read: FxHashMap<StatementRef, Vec<Said<'_>>> = FxHashMap::default();
    for layer in &program.layers {
        for rules in layer.rules.chunk_by(|a, b| a.place == b.place) {
            let mut uses = Vec::new();
            for rule in rules {
                each_expr(&program.vocabulary, rule, &mut |expr| uses.extend(sought(expr)));
            }
            if uses.is_empty() {
                continue;
            }
            for rule in rules {
                let found = rule.cites.iter().find_map(|cite| {
                    let statement = &program.sources[cite.source.index()].statements[cite.statement as usize];
                    let said = read.entry(*cite).or_insert_with(|| said_of_words(statement.text()));
                    let wrong = said.iter().find_map(|said| wrong_position(context, said, &uses))?;
                    (!is_disputed(rule, *cite)).then_some((statement, wrong))
                });
                if let Some((statement, wrong)) = found {
                    diagnostics.push(report(context, rule, statement, wrong));
                    break;
                }
            }
        }
    }
}

/// Whether the rule says itself how it reads the statement.
fn is_disputed(rule: &Rule, cite: StatementRef) -> bool {
    rule.disputed.as_ref().is_some_and(|dispute| dispute.statements.contains(&cite))
}

/// A word, where the statement looks for it, where the rule does.
struct Wrong {
    word: String,
    said: Position,
    used: Position,
}

fn wrong_position(context: &ProgramContext<'_>, said: &Said<'_>, uses: &[(Position, Sought<'_>)]) -> Option<Wrong> {
    said.words.iter().find_map(|word| {
        let of_word = uses.iter().filter(|(_, sought)| sought.holds(&context.program.vocabulary, word));
        let mut used = None;
        for (position, _) in of_word {
            let contradicts = match said.position {
                Position::Start | Position::End => *position == Position::Anywhere,
                Position::Anywhere => *position != Position::Anywhere,
                Position::Whole => false,
            };
            if !contradicts {
                return None;
            }
            used = Some(*position);
        }
        used.map(|used| Wrong { word: (*word).to_owned(), said: said.position, used })
    })
}

fn report(context: &ProgramContext<'_>, rule: &Rule, statement: &Statement, wrong: Wrong) -> Diagnostic {
    let (id, word) = (statement.id(), &wrong.word);
    let ((said_zh, said_en), (used_zh, used_en)) = (place_words(wrong.said), place_words(wrong.used));
    let (write_zh, write_en) = operator_words(wrong.said);
    let message = say!(
        "原文 `{id}` 说的是{said_zh}有「{word}」，规则看的却是{used_zh}",
        "statement `{id}` looks for 「{word}」 {said_en}, and the rule looks for it {used_en}"
    );
    let help = say!(
        "写 `{write_zh} \"{word}\"`；原文不清楚的，用 `存疑` 写明按哪种解",
        "write `{write_en} \"{word}\"`, or say in `disputed` how an unclear statement is read"
    );
    let diagnostic = Diagnostic::new(LINT.code, rule.place.file, rule.place.span, message).help(help).also(
        statement.place.file,
        statement.place.span,
        say!("原文这样说", "the statement says so"),
    );
    match fix(context, rule, &wrong) {
        Some(fix) => diagnostic.fix(fix),
        None => diagnostic,
    }
}

fn place_words(position: Position) -> (&'static str, &'static str) {
    match position {
        Position::Anywhere => ("任何位置", "anywhere"),
        Position::Start => ("开头", "at the start"),
        Position::End => ("结尾", "at the end"),
        Position::Whole => ("整个内容", "as the whole text"),
    }
}

fn operator_words(position: Position) -> (&'static str, &'static str) {
    match position {
        Position::Anywhere => ("含有", "mentions"),
        Position::Start => ("开头为", "starts_with"),
        Position::End => ("结尾为", "ends_with"),
        Position::Whole => ("为", "="),
    }
}

/// Exchanges the operator, where the rule has one of that kind.
fn fix(context: &ProgramContext<'_>, rule: &Rule, wrong: &Wrong) -> Option<Fix> {
    if rule.origin != Origin::Own {
        return None;
    }
    let text = context.text(rule.place.file);
    let written = operators(context.rule_at(rule.place)?, text);
    let mut same = written.iter().filter(|written| {
        // An equation may be about something else.
        let is_word = matches!(written.right.kind, ExprKind::Text(word) if word.of(text) == wrong.word);
        Position::of_operator(written.operator) == Some(wrong.used) && (wrong.used != Position::Whole || is_word)
    });
    let (one, None) = (same.next()?, same.next()) else { return None };
    let operator = one.span.of(text);
    let (zh, en) = operator_words(wrong.said);
    let other = if operator.is_ascii() { en } else { zh };
    let message = say!("把 `{operator}` 改成 `{other}`", "write `{other}` in place of `{operator}`");
    Some(Fix::new(Safety::Unsafe, message).replace(rule.place.file, one.span, other))
}

#[cfg(test)]
mod tests {
    use super::LINT;
    use crate::lint::testing::{findings, fixed};

    fn province(statement: &str, clauses: &str) -> String {
        format!(
            "for unit {{ rule a \"甲\" {{ cites e-01 {clauses} }} }}\nsource hubei \"页\" {{ statements {{ e-01 decidable \"{statement}\" }} }}"
        )
    }

    fn check(statement: &str, clauses: &str) -> String {
        findings(&LINT, &province(statement, clauses))
    }

    #[test]
    fn an_end_is_not_anywhere() {
        assert_eq!(
            check("名称以「网」结尾的", "when sponsor.name mentions \"网\" forbid"),
            "statement `e-01` looks for 「网」 at the end, and the rule looks for it anywhere"
        );
        assert_eq!(check("名称以「网」结尾的", "when sponsor.name ends_with \"网\" forbid"), "");
    }

    #[test]
    fn containing_is_not_being() {
        assert_ne!(check("名称不得含有「中国」", "when sponsor.name in state forbid"), "");
        assert_ne!(check("名称不得含有「中国」", "when sponsor.name = \"中国\" forbid"), "");
        assert_eq!(check("名称不得含有「中国」", "when sponsor.name mentions state forbid"), "");
    }

    #[test]
    fn other_words_and_disputes_are_left_alone() {
        assert_eq!(check("名称以「网」结尾的", "when sponsor.name mentions \"站\" forbid"), "");
        let disputed = "when sponsor.name mentions \"网\" forbid disputed e-01 \"按含有解\"";
        assert_eq!(check("名称以「网」结尾的", disputed), "");
    }

    #[test]
    fn the_fix_exchanges_the_operator() {
        let fixed = |clauses: &str| fixed(&LINT, &province("名称以「网」结尾的", clauses));
        let wanted = |clauses: &str| province("名称以「网」结尾的", clauses);
        let mentions = "when sponsor.name mentions \"网\" forbid";
        assert_eq!(fixed(mentions), wanted("when sponsor.name ends_with \"网\" forbid"));
        assert_eq!(fixed("当 sponsor.name 含有 “网” forbid"), wanted("当 sponsor.name 结尾为 “网” forbid"));
    }
}
