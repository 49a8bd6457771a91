//! A rule for individuals that cites what a page says of units only, or the other way round.

use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::lint::{Check, Lint, ProgramContext};
use crate::model::{Layer, Origin, Place, Program, Source, StatementRef, Tracks};
use crate::say;

pub const LINT: Lint = Lint {
    code: Code {
        code: "L0103",
        name: "scope-against-tab",
        severity: Severity::Warning,
        title: "适用范围与页签不符",
        page: PAGE,
    },
    fix: None,
    check: Check::Program(check),
};

const PAGE: &str = r#"
## 中文

省页面分「单位」和「个人」两个页签，条目编号是 `e-…` 和 `i-…`。
只适用于个人备案的规则却只引用单位页签的条目，或者反过来，多半是写错了适用范围，或者引错了编号。
改 `适用于 …` 或 `依据 …`。
条目本身就说到另一类（如单位页签里说「按个人备案」）的，不提示。

## English

The page of a province has a tab for units and one for individuals; their statements are `e-…` and `i-…`.
A rule that stands for individuals only and cites nothing but the tab for units, or the other way round, stands in the wrong block or cites the wrong statement.
Change `for …` or `cites …`.
A statement that itself speaks of the other kind is left alone.

## Example

```gj bad
省份 湖北

适用于 个人备案 {
  规则 operator "网站的实际开办者" {
    依据 e-01
    要求 review.operator_is_sponsor
  }
}

来源 hubei "湖北省管局要求" {
  原文条目 {
    e-01 可判定 "主办单位须是网站的实际开办者"
    i-01 可判定 "主办者须是网站的实际开办者"
  }
}
```

```gj good
省份 湖北

适用于 个人备案 {
  规则 operator "网站的实际开办者" {
    依据 i-01
    要求 review.operator_is_sponsor
  }
}

来源 hubei "湖北省管局要求" {
  原文条目 {
    e-01 可判定 "主办单位须是网站的实际开办者"
    i-01 可判定 "主办者须是网站的实际开办者"
  }
}
```
"#;

/// A tab of a province's page, by the beginning of its statements' ids.
struct Tab {
    prefix: &'static str,
    name: (&'static str, &'static str),
    /// A statement with one of these words speaks of those of the other tab.
    words_of_others: &'static [&'static str],
}

const UNITS: Tab =
    Tab {
        prefix: "e-", name: ("单位", "units"), words_of_others: &["个人", "个体工商户", "无字号", "没有字号"]
    };
const INDIVIDUALS: Tab = Tab {
    prefix: "i-",
    name: ("个人", "individuals"),
    words_of_others: &["单位", "企业", "公司", "个体工商户", "个体户"],
};

fn check(context: &ProgramContext<'_>, diagnostics: &mut Vec<Diagnostic>) {
    let program = context.program;
    let tracks = program.vocabulary.tracks();
    let Some(individual) = tracks.iter().position(|track| &*track.name == "individual") else { return };
    let individual = Tracks::default().with(individual);
    let has_tabs: Vec<bool> = program.sources.iter().map(has_tabs).collect();
    for layer in &program.layers {
        for (tracks, cites, place) in encoded(layer) {
            let wrong = if tracks == individual {
                &UNITS
            } else if tracks.common(individual).is_empty() && !tracks.is_empty() {
                &INDIVIDUALS
            } else {
                continue;
            };
            if let Some(first) = only_cites(program, &has_tabs, cites, wrong) {
                diagnostics.push(report(program, place, first, wrong));
            }
        }
    }
}

fn has_tabs(source: &Source) -> bool {
    [UNITS.prefix, INDIVIDUALS.prefix]
        .iter()
        .all(|prefix| source.statements.iter().any(|statement| statement.id().starts_with(prefix)))
}

/// The rules and answers of a layer as they are written: for whom, after what, where.
fn encoded(layer: &Layer) -> impl Iterator<Item = (Tracks, &[StatementRef], Place)> {
    let rules = layer.rules.iter().filter(|rule| rule.origin == Origin::Own);
    let rules = rules.map(|rule| (rule.tracks, &*rule.cites, rule.place));
    rules.chain(layer.answers.iter().map(|answer| (answer.tracks, &*answer.cites, answer.place)))
}

/// The first citation, when all that have a tab are of this one and none speaks of the others.
fn only_cites(program: &Program, has_tabs: &[bool], cites: &[StatementRef], tab: &Tab) -> Option<StatementRef> {
    let mut first = None;
    for cite in cites.iter().filter(|cite| has_tabs.get(cite.source.index()) == Some(&true)) {
        let statement = &program.sources[cite.source.index()].statements[cite.statement as usize];
        let is_explained = || tab.words_of_others.iter().any(|word| statement.text().contains(word));
        if !statement.id().starts_with(tab.prefix) || is_explained() {
            return None;
        }
        first = first.or(Some(*cite));
    }
    first
}

fn report(program: &Program, place: Place, first: StatementRef, tab: &Tab) -> Diagnostic {
    let statement = &program.sources[first.source.index()].statements[first.statement as usize];
    let other = if tab.prefix == UNITS.prefix { &INDIVIDUALS } else { &UNITS };
    let ((zh, en), (other_zh, other_en), id) = (tab.name, other.name, statement.id());
    let message = say!(
        "这里只适用于{other_zh}，引用的却只有{zh}页签的条目，如 `{id}`",
        "this stands for {other_en} only and cites nothing but the tab for {en}, such as `{id}`"
    );
    let help = say!(
        "核对 `适用于` 和 `依据`：{other_zh}页签的条目编号以 `{}` 开头",
        "see whether `for` or `cites` is wrong: statements of the tab for {other_en} begin with `{}`",
        other.prefix
    );
    let also = say!("{zh}页签的这一条", "this statement of the tab for {en}");
    Diagnostic::new(LINT.code, place.file, place.span, message).help(help).also(
        statement.place.file,
        statement.place.span,
        also,
    )
}

#[cfg(test)]
mod tests {
    use super::LINT;
    use crate::lint::testing::findings;

    const TABS: &str =
        "source hubei \"页\" { statements { e-01 prose \"甲\" e-02 prose \"按个人备案\" i-01 prose \"乙\" } }";

    fn check(track: &str, cites: &str) -> String {
        findings(&LINT, &format!("for {track} {{ rule a \"甲\" {{ cites {cites} forbid }} }} {TABS}"))
    }

    #[test]
    fn a_rule_cites_its_own_tab() {
        let message = "this stands for individuals only and cites nothing but the tab for units, such as `e-01`";
        assert_eq!(check("individual", "e-01"), message);
        let message = "this stands for units only and cites nothing but the tab for individuals, such as `i-01`";
        assert_eq!(check("unit", "i-01"), message);
        assert_eq!(check("unit", "e-01"), "");
    }

    #[test]
    fn both_tabs_or_both_tracks_are_fine() {
        assert_eq!(check("individual", "e-01, i-01"), "");
        assert_eq!(check("unit, individual", "e-01"), "");
    }

    #[test]
    fn a_statement_may_speak_of_the_others() {
        assert_eq!(check("individual", "e-02"), "");
    }
}
