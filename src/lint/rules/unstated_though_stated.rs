//! A policy that is left unstated though a statement of the page answers it.

use rustc_hash::FxHashMap;

use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::lint::statement_text::said;
use crate::lint::{Check, Lint, ProgramContext};
use crate::model::{Answer, Layer, LayerKind, Origin, PolicyId, Program, Statement, StatementRef};
use crate::say;

pub const LINT: Lint = Lint {
    code: Code {
        code: "L0306",
        name: "unstated-though-stated",
        severity: Severity::Warning,
        title: "原文说了却写未明确",
        page: PAGE,
    },
    fix: None,
    check: Check::Program(check),
};

const PAGE: &str = r#"
## 中文

一个政策写了 `未明确`，可是本省原文里有一条，和另一个省据以答复这个政策的那一条说的一样。
比较表里会显示本省没有规定，其实原文说了。
删去 `未明确`，照原文答复，依据写这一条；若这条另有所指，写 `# 忽略[L0306]：理由`。

## English

A policy is left unstated, yet a statement of this province's page says the same as the one by which another province answers it.
The comparison would show that this bureau asks for nothing, though its page does.
Answer the policy and cite the statement; if it means something else here, write `# ignore[L0306]: reason`.

## Example

```gj bad
省份 湖北

适用于 单位备案 {
  未明确 市辖区字样
  规则 address "地址写法" {
    依据 e-01
    说明 "地址里不写市辖区"
  }
}

来源 hubei "湖北省管局要求" {
  原文条目 { e-01 可判定 "通信地址不得写「市辖区」" }
}
```

```gj bad file=hunan.gj
省份 湖南

适用于 单位备案 {
  市辖区字样：通信地址不得写 依据 e-07
}

来源 hunan "湖南省管局要求" {
  原文条目 { e-07 可判定 "通信地址不得写市辖区" }
}
```

```gj good
省份 湖北

适用于 单位备案 {
  市辖区字样：通信地址不得写 依据 e-01
}

来源 hubei "湖北省管局要求" {
  原文条目 { e-01 可判定 "通信地址不得写「市辖区」" }
}
```

```gj good file=hunan.gj
省份 湖南

适用于 单位备案 {
  市辖区字样：通信地址不得写 依据 e-07
}

来源 hunan "湖南省管局要求" {
  原文条目 { e-07 可判定 "通信地址不得写市辖区" }
}
```
"#;

/// What encodes a statement.
#[derive(Clone, Copy, PartialEq)]
enum Encoded {
    Nothing,
    Policy(PolicyId),
    /// Several policies, or a rule: what it answers is not plain.
    Otherwise,
}

fn check(context: &ProgramContext<'_>, diagnostics: &mut Vec<Diagnostic>) {
    let program = context.program;
    let encoded = encoded(program);
    // What a statement says, to the policy that everybody answers by it and the first who does.
    let mut answered: FxHashMap<u64, (Encoded, StatementRef)> = FxHashMap::default();
    for (cite, layer, statement) in statements(program) {
        let by = encoded[cite.source.index()][cite.statement as usize];
        if let (Encoded::Policy(_), Some(said)) = (by, said(statement.text(), &layer.label)) {
            let known = answered.entry(said).or_insert((by, cite));
            if known.0 != by {
                known.0 = Encoded::Otherwise;
            }
        }
    }
    if answered.is_empty() {
        return;
    }
    let unstated: FxHashMap<&str, Vec<Option<&Answer>>> = FxHashMap::default();
    let mut unstated = unstated;
    for (cite, layer, statement) in statements(program) {
        let Some(track) = track_of(program, statement) else { continue };
        let Some((Encoded::Policy(policy), witness)) =
            said(statement.text(), &layer.label).and_then(|said| answered.get(&said))
        else {
            continue;
        };
        let is_its_own = encoded[cite.source.index()][cite.statement as usize] == Encoded::Policy(*policy);
        if is_its_own || program.sources[witness.source.index()].layer == program.sources[cite.source.index()].layer {
            continue;
        }
        let of_layer = unstated.entry(&layer.name).or_insert_with(|| unstated_in(program, layer));
        let Some(answer) = of_layer[policy.index() * TRACKS + track] else { continue };
        if !cited_for(layer, *policy, cite) {
            diagnostics.push(finding(program, answer, statement, *witness));
        }
    }
}

/// As many as [`crate::model::Tracks`] can hold.
const TRACKS: usize = 8;

/// The statements of provinces.
fn statements(program: &Program) -> impl Iterator<Item = (StatementRef, &Layer, &Statement)> {
    let sources = (0..).map(crate::model::SourceId).zip(&program.sources);
    sources.flat_map(|(id, source)| {
        let layer = program.layers.get(source.layer.index()).filter(|layer| layer.kind == LayerKind::Province);
        let statements =
            layer.into_iter().flat_map(move |layer| (0..).zip(&source.statements).map(move |of| (layer, of)));
        statements
            .map(move |(layer, (index, statement))| (StatementRef { source: id, statement: index }, layer, statement))
    })
}

/// By source and statement, what encodes it.
fn encoded(program: &Program) -> Vec<Vec<Encoded>> {
    let mut encoded: Vec<Vec<Encoded>> =
        program.sources.iter().map(|source| vec![Encoded::Nothing; source.statements.len()]).collect();
    let mut add = |cite: &StatementRef, by: Encoded| {
        let slot = encoded.get_mut(cite.source.index()).and_then(|source| source.get_mut(cite.statement as usize));
        if let Some(slot) = slot {
            *slot = if *slot == Encoded::Nothing || *slot == by { by } else { Encoded::Otherwise };
        }
    };
    for layer in program.provinces() {
        for answer in &layer.answers {
            answer.cites.iter().for_each(|cite| add(cite, Encoded::Policy(answer.policy)));
        }
        for rule in layer.rules.iter().filter(|rule| !matches!(rule.origin, Origin::Policy(_))) {
            rule.cites.iter().for_each(|cite| add(cite, Encoded::Otherwise));
        }
    }
    encoded
}

/// The answers of a province that say nothing, by policy and track.
fn unstated_in<'a>(program: &Program, layer: &'a Layer) -> Vec<Option<&'a Answer>> {
    let mut unstated = vec![None; program.policies.len() * TRACKS];
    for answer in layer.answers.iter().filter(|answer| answer.cases.is_empty()) {
        for track in (0..TRACKS).filter(|track| answer.tracks.holds(*track)) {
            unstated[answer.policy.index() * TRACKS + track] = Some(answer);
        }
    }
    unstated
}

/// The track of the tab on which a statement stands: `e-…` 企业, `i-…` 个人.
fn track_of(program: &Program, statement: &Statement) -> Option<usize> {
    let track = match statement.id().split_once('-')?.0 {
        "e" => "unit",
        "i" => "individual",
        _ => return None,
    };
    program.vocabulary.tracks().iter().position(|value| &*value.name == track)
}

/// Whether some answer of the province to this policy cites it, for whatever track.
fn cited_for(layer: &Layer, policy: PolicyId, cite: StatementRef) -> bool {
    layer.answers.iter().any(|answer| answer.policy == policy && answer.cites.contains(&cite))
}

fn finding(program: &Program, answer: &Answer, statement: &Statement, witness: StatementRef) -> Diagnostic {
    let policy = &program.policies[answer.policy.index()];
    let source = &program.sources[witness.source.index()];
    let other = &source.statements[witness.statement as usize];
    let province = program.layers.get(source.layer.index());
    let (label, name, id) = (&policy.label, &policy.name, statement.id());
    let (their_label, their_name) = province.map_or(("", ""), |layer| (&layer.label, &layer.name));
    let message = say!(
        "政策 `{label}` 写了 `未明确`，可是原文条目 `{id}` 说到了它",
        "policy `{name}` is left unstated, yet statement `{id}` answers it"
    );
    let help = say!(
        "删去这里的 `未明确`，照{their_label}那样答复 `{label}`，写 `依据 {id}`",
        "remove it from `unstated`, answer `{name}` as `{their_name}` does, and write `cites {id}`"
    );
    Diagnostic::new(LINT.code, answer.place.file, answer.place.span, message)
        .also(statement.place.file, statement.place.span, say!("本省的原文", "the statement"))
        .also(
            other.place.file,
            other.place.span,
            say!("{their_label}的原文说的一样，那里据此答复", "the same in `{their_name}`, which answers by it"),
        )
        .help(help)
}

#[cfg(test)]
mod tests {
    use super::LINT;
    use crate::lint::testing::found;

    const POLICY: &str =
        r#"policy seal "公章" for unit, individual { choice needed "须有" { require sponsor.sealed } }"#;

    fn check(hubei: &str, statement: &str) -> Vec<String> {
        let hunan = r#"province hunan for unit { seal: needed cites e-01 }
            source page "页" { statements { e-01 decidable "单位须有公章" } }"#;
        let hubei = format!("province hubei {hubei} source page \"页\" {{ statements {{ {statement} }} }}");
        found(&LINT, &[("policies.gj", POLICY), ("hubei.gj", &hubei), ("hunan.gj", hunan)])
    }

    #[test]
    fn the_same_statement_answers_the_same_policy() {
        let said = "hubei.gj: policy `seal` is left unstated, yet statement `e-05` answers it";
        let rule = r#"for unit { unstated seal rule a "甲" { cites e-05 note "公章" } }"#;
        assert_eq!(check(rule, "e-05 prose \"湖北单位须有公章。\""), [said]);
    }

    #[test]
    fn each_tab_answers_for_its_track() {
        let rule = r#"for individual { unstated seal } for unit { seal: needed cites e-05 }"#;
        assert_eq!(check(rule, "e-05 decidable \"单位有公章\""), [""; 0]);
        let rule = r#"for unit { unstated seal } for individual { rule a "甲" { cites i-05 note "公章" } }"#;
        assert_eq!(check(rule, "i-05 prose \"单位有公章\""), [""; 0]);
    }

    #[test]
    fn another_text_answers_nothing() {
        let rule = r#"for unit { unstated seal rule a "甲" { cites e-05 note "公章" } }"#;
        assert_eq!(check(rule, "e-05 prose \"单位公章须清晰\""), [""; 0]);
    }
}
