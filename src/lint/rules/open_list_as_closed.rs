//! A list that the statement leaves open with 等, and the rule closes.

use rustc_hash::FxHashMap;

use crate::diagnostic::{Code, Diagnostic, Fix, Safety, Severity};
use crate::lint::wording::texts::{Sought, open_enumerations, sought};
use crate::lint::wording::walk::each_expr;
use crate::lint::{Check, Lint, ProgramContext};
use crate::model::{Also, Layer, Rule, Statement, StatementRef, Words, WordsId};
use crate::say;
use crate::syntax::ast::Item;
use crate::text::Span;

pub const LINT: Lint = Lint {
    code: Code {
        code: "L0203",
        name: "open-list-as-closed",
        severity: Severity::Warning,
        title: "未穷尽的词当成了全部",
        page: PAGE,
    },
    fix: Some(Safety::Shown),
    check: Check::Program(check),
};

const PAGE: &str = r#"
## 中文

原文列了几个词，后面写着「等」，管局还可能认别的词；规则用的词表却没有标 `未穷尽`，读文档的人会以为只有这些。
在词表名称后面写 `未穷尽`；词直接写在规则里的，改成一个 `未穷尽` 的词表，或者在 `说明` 里写明「所列未穷尽」。

## English

The statement gives a few words and ends with 等, and so on, so the bureau may mean more; but the rule uses a list that is not marked `open`, and whoever reads the documents takes it for all there is.
Write `open` behind the name of the list; words that stand in the rule itself become a list that is `open`, or a `note` says that there are more.

## Example

```gj bad
省份 湖北

适用于 单位备案 {
  规则 state_name "名称用国字头" {
    依据 e-01
    逐个 site
    当 网站名称 含有 国字头词
    不予备案
  }
}

来源 hubei "湖北省管局要求" {
  原文条目 { e-01 可判定 "网站名称不得用「中国」「中华」等字样" }
}
```

```gj good
省份 湖北

适用于 单位备案 {
  规则 state_name "名称用国字头" {
    依据 e-01
    逐个 site
    当 网站名称 含有 广东个人国字头词
    不予备案
  }
}

来源 hubei "湖北省管局要求" {
  原文条目 { e-01 可判定 "网站名称不得用「中国」「中华」等字样" }
}
```
"#;

/// So many words of a list make it the list of the statement.
const ENOUGH: usize = 2;

/// Where the closed words come from.
enum Closed<'a> {
    List(&'a Words),
    InRule,
}

fn check(context: &ProgramContext<'_>, diagnostics: &mut Vec<Diagnostic>) {
    let program = context.program;
    let mut read: FxHashMap<StatementRef, Vec<&str>> = FxHashMap::default();
    for layer in &program.layers {
        for rules in layer.rules.chunk_by(|a, b| a.place == b.place) {
            let used = used_words(context, rules);
            if used.closed.is_empty() && used.literals.len() < ENOUGH {
                continue;
            }
            let mut cites = rules.iter().flat_map(|rule| rule.cites.iter());
            let found = cites.find_map(|cite| {
                let statement = &program.sources[cite.source.index()].statements[cite.statement as usize];
                let open = read.entry(*cite).or_insert_with(|| open_enumerations(statement.text()).collect());
                open.iter()
                    .find_map(|enumeration| used.closed_in(context, enumeration))
                    .map(|closed| (statement, closed))
            });
            if let Some((statement, closed)) = found
                && !says_so(layer, rules)
            {
                diagnostics.push(report(context, &rules[0], statement, closed));
            }
        }
    }
}

/// The words that rules look for and that are not known to be open.
struct Used<'a> {
    closed: Vec<WordsId>,
    literals: Vec<&'a str>,
}

fn used_words<'a>(context: &ProgramContext<'a>, rules: &'a [Rule]) -> Used<'a> {
    let vocabulary = &context.program.vocabulary;
    let mut used = Used { closed: Vec::new(), literals: Vec::new() };
    for rule in rules {
        each_expr(vocabulary, rule, &mut |expr| match sought(expr) {
            // One open list makes the whole set open.
            Some((_, Sought::Set(words))) if words.lists.iter().all(|list| !vocabulary.words[list.index()].open) => {
                used.closed.extend(&words.lists);
                used.literals.extend(words.literals.iter().map(|word| &**word));
            }
            Some((_, Sought::One(word))) => used.literals.push(word),
            Some((_, Sought::Set(_))) | None => {}
        });
    }
    used
}

impl Used<'_> {
    fn closed_in<'a>(&self, context: &ProgramContext<'a>, enumeration: &str) -> Option<Closed<'a>> {
        let lists = self.closed.iter().map(|list| &context.program.vocabulary.words[list.index()]);
        let is_listed = |words: &mut dyn Iterator<Item = &str>| {
            words.filter(|word| enumeration.contains(word)).take(ENOUGH).count() == ENOUGH
        };
        for list in lists {
            if is_listed(&mut list.words.iter().map(|word| &**word)) {
                return Some(Closed::List(list));
            }
        }
        let mut literals = self.literals.clone();
        literals.sort_unstable();
        literals.dedup();
        is_listed(&mut literals.into_iter()).then_some(Closed::InRule)
    }
}

/// Whether a note or a dispute beside the rule speaks of the open end already.
fn says_so(layer: &Layer, rules: &[Rule]) -> bool {
    let says = |text: &str| ["「等", "等」", "穷尽", "没有列", "未列"].iter().any(|mark| text.contains(mark));
    let answer = layer.answers.iter().find(|answer| answer.place == rules[0].place);
    answer.is_some_and(|answer| answer.notes.iter().any(|note| says(note)))
        || rules.iter().any(|rule| {
            rule.disputed.as_ref().is_some_and(|dispute| says(&dispute.text))
                || rule.also.iter().any(|also| matches!(also, Also::Note(note) if says(note)))
        })
}

fn report(context: &ProgramContext<'_>, rule: &Rule, statement: &Statement, closed: Closed<'_>) -> Diagnostic {
    let id = statement.id();
    let diagnostic = |message, help| {
        Diagnostic::new(LINT.code, rule.place.file, rule.place.span, message).help(help).also(
            statement.place.file,
            statement.place.span,
            say!("原文以「等」结束", "the statement ends with 等"),
        )
    };
    match closed {
        Closed::List(words) => {
            let label = &words.label;
            let message = say!(
                "原文 `{id}` 列词后写着「等」，词表 `{label}` 却没有标 `未穷尽`",
                "statement `{id}` leaves its words open with 等, and the list `{label}` is not marked `open`"
            );
            let help = say!(
                "在词表名称后面写 `未穷尽`；管局确实只认这些的，写明理由来忽略",
                "write `open` behind the name of the list; if the bureau means these only, ask for an exception and say why"
            );
            let diagnostic = diagnostic(message, help).also(
                words.place.file,
                words.place.span,
                say!("词表在这里", "the list is here"),
            );
            match fix(context, words) {
                Some(fix) => diagnostic.fix(fix),
                None => diagnostic,
            }
        }
        Closed::InRule => diagnostic(
            say!(
                "原文 `{id}` 列词后写着「等」，规则却只列了几个词，没有说未穷尽",
                "statement `{id}` leaves its words open with 等, and the rule gives a few without saying so"
            ),
            say!(
                "加一行 `说明 \"所列未穷尽\"`，或者改用标了 `未穷尽` 的词表",
                "add `note \"所列未穷尽\"`, or use a list of words that is marked `open`"
            ),
        ),
    }
}

/// Writes `open` behind the label of the list.
fn fix(context: &ProgramContext<'_>, words: &Words) -> Option<Fix> {
    let (file, text) = (words.place.file, context.text(words.place.file));
    let is_it = |item: &&Item| matches!(item, Item::Words(item) if item.name.0 == words.place.span);
    let Some(Item::Words(item)) = context.tree(file)?.items.iter().find(is_it) else { return None };
    let mark = text[item.label.0.end as usize..].chars().next()?;
    let behind = item.label.0.end as usize + mark.len_utf8();
    let before = text[..words.place.span.start as usize].trim_end();
    let word = if before.ends_with("词表") { "未穷尽" } else { "open" };
    let message = say!("标上 `{word}`", "mark it `{word}`");
    Some(Fix::new(Safety::Shown, message).replace(file, Span::new(behind, behind), format!(" {word}")))
}

#[cfg(test)]
mod tests {
    use super::LINT;
    use crate::lint::testing::findings;

    fn check(statement: &str, clauses: &str) -> String {
        findings(
            &LINT,
            &format!(
                "for unit {{ rule a \"甲\" {{ cites e-01 {clauses} }} }} source hubei \"页\" {{ statements {{ e-01 decidable \"{statement}\" }} }}"
            ),
        )
    }

    #[test]
    fn a_closed_list_is_not_what_an_open_one_says() {
        assert_eq!(
            check("不得用「中国」「中华」等字样", "when sponsor.name mentions state forbid"),
            "statement `e-01` leaves its words open with 等, and the list `国字头词` is not marked `open`"
        );
        assert_eq!(check("不得用「中国」「中华」等字样", "when sponsor.name mentions state_open forbid"), "");
        assert_eq!(check("不得用「中国」「中华」字样", "when sponsor.name mentions state forbid"), "");
    }

    #[test]
    fn words_in_the_rule_are_a_list_too() {
        let words = "when sponsor.name mentions \"中国\" or sponsor.name mentions \"中华\" forbid";
        assert_eq!(
            check("不得用中国、中华等字样", words),
            "statement `e-01` leaves its words open with 等, and the rule gives a few without saying so"
        );
        assert_eq!(check("不得用中国、中华等字样", &format!("{words} note \"所列未穷尽\"")), "");
    }

    #[test]
    fn another_enumeration_is_not_meant() {
        assert_eq!(check("文艺、体育等单位不得用「中国」「中华」", "when sponsor.name mentions state forbid"), "");
        assert_eq!(check("「中国」「中华」平等", "when sponsor.name mentions state forbid"), "");
    }
}
