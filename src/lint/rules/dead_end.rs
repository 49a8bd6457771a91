//! A requirement that some applicants cannot satisfy, whatever they correct.

use rustc_hash::{FxHashMap, FxHashSet};

use crate::diagnostic::{Code, Severity};
use crate::lint::proof::{Claim, Part, Reach, Subject};
use crate::lint::{Check, Lint};
use crate::prove::diagram::{Cube, Function, TooLarge};
use crate::prove::formula::{AtomId, Formula};
use crate::prove::local::Local;
use crate::prove::question::{Question, Standing};
use crate::prove::space::RuleOf;
use crate::say;

pub const LINT: Lint = Lint {
    code: Code {
        code: "L0705", name: "dead-end", severity: Severity::Warning, title: "怎么补正都通不过", page: PAGE
    },
    fix: None,
    check: Check::Proof(check),
};

const PAGE: &str = r#"
## 中文

有一类申请人，既定的情况（词汇里标 `既定` 的事实）使他们无论怎样补正，都满足不了这条要求。
规则说的是补正，实际等于拒绝。这是证明出来的，并说明是哪一类人。
如果管局就是这个意思，在规则或答复后面写 `不可补正 因为 "…"`，文档和审核结果会把这个理由告诉申请人；
如果不是，规则漏了另一条路：补上能补正的办法，或者改写条件。词汇里把能改的事实标成了 `既定` 的，改词汇。
写了 `不可补正` 而并没有这样的申请人，也会报告；谁也做不到的要求（例如两处号码要有三个不同的）也报告。

## English

Some applicants cannot satisfy the requirement whatever they correct: what decides is given, a fact that the vocabulary marks `given`.
The rule says "correct", and means "refuse". This is proved, and the finding says who they are.
If the bureau means it, write `closed because "…"` in the rule or behind the answer: documents and judgements tell applicants the reason.
If not, the rule lacks another way: add what can be done, or mend the condition. A fact that can be changed and is marked `given` is mended in the vocabulary.
A `closed` that closes nobody out is reported, too, and so is a demand that nobody can meet, as of three different numbers in two places.

## Example

```gj bad
省份 湖北

适用于 单位备案 {
  规则 local_id "负责人证件在本省" {
    依据 e-01
    要求 主体负责人证件所在省 为 湖北
  }
}

来源 hubei "湖北省管局要求" {
  原文条目 { e-01 可判定 "主体负责人的证件须是本省的" }
}
```

```gj good
省份 湖北

适用于 单位备案 {
  规则 local_id "负责人证件在本省" {
    依据 e-01
    要求 主体负责人证件所在省 为 湖北
    不可补正 因为 "外省证件的负责人，管局不受理，只能换负责人"
  }
}

来源 hubei "湖北省管局要求" {
  原文条目 { e-01 可判定 "主体负责人的证件须是本省的" }
}
```
"#;

fn check(question: &mut Question<'_>, claims: &mut Vec<Claim>) {
    let rules = question.rules.clone();
    let by_solver = closed_by_solver(question);
    let mut is_needed: FxHashMap<(&str, &str), bool> = FxHashMap::default();
    for (index, rule) in rules.iter().enumerate().filter(|(_, rule)| rule.requires()) {
        let violated = question.violated[index];
        let who = match closed_out(question, rule, violated) {
            Ok(None) => Ok(by_solver.get(&index).cloned()),
            who => who,
        };
        match (&rule.rule.closed, who) {
            (None, Ok(Some(who))) => claims.extend(claim(question, rule, violated, &who)),
            (None, Ok(None)) if question.passing(index) == Standing::No && !question.is_shut(index) => {
                claims.extend(unmeetable(question, index));
            }
            // What is too large is not decided, and says nothing.
            (None, Ok(None) | Err(TooLarge)) => {}
            (Some(_), who) => *is_needed.entry(declaration(rule)).or_default() |= !matches!(who, Ok(None)),
        }
    }
    let declared = rules.iter().filter(|rule| is_needed.get(&declaration(rule)) == Some(&false));
    let mut told: Vec<(&str, &str)> = Vec::new();
    for rule in declared {
        if !told.contains(&declaration(rule)) {
            told.push(declaration(rule));
            claims.push(unneeded(rule));
        }
    }
}

/// Whom a rule leaves no way as the solver sees it, which also knows what values can be: a fact that
/// can be mended and has to be the same as a given one is as good as given.
fn closed_by_solver(question: &mut Question<'_>) -> FxHashMap<usize, Cube> {
    let mut closed: FxHashMap<usize, Cube> = FxHashMap::default();
    for impasse in &question.impasses().found {
        let [index] = *impasse.rules else { continue };
        let rule = question.rules[index].clone();
        if closed.contains_key(&index) || !rule.requires() || question.is_shut(index) {
            continue;
        }
        if question.is_final(impasse) {
            closed.insert(index, impasse.who.clone());
        }
    }
    closed
}

/// Where a rule is called closed: an answer speaks for all rules that it gives.
fn declaration<'t>(rule: &RuleOf<'t>) -> (&'t str, &'t str) {
    let own = rule.rule;
    own.policy.as_deref().map_or((own.id.as_str(), ""), |policy| (own.layer.as_str(), policy))
}

/// Who violates a rule whatever can be mended, in the fewest words.
fn closed_out(question: &mut Question<'_>, rule: &RuleOf<'_>, violated: Formula) -> Result<Option<Cube>, TooLarge> {
    let mendable = question.mendable(&[violated], &[rule]);
    let applies = question.prover.scene.space.applies(rule);
    let mut local = question.prover.local(&[violated, applies])?;
    let closed = always(&mut local, &mendable)?;
    let concerned = local.diagrams.and(local.possible, local.functions[1])?;
    let concerned = local.diagrams.exists(concerned, &mendable)?;
    question.prover.plainest(&mut local, closed, concerned)
}

/// Where the first function is true whatever these atoms are, as far as they are possible at all.
fn always(local: &mut Local, mendable: &FxHashSet<AtomId>) -> Result<Function, TooLarge> {
    let possible = local.possible;
    let true_where_possible = local.diagrams.implies(possible, local.functions[0])?;
    let always = local.diagrams.for_all(true_where_possible, mendable)?;
    let some = local.diagrams.exists(possible, mendable)?;
    local.diagrams.and(always, some)
}

fn claim(question: &mut Question<'_>, rule: &RuleOf<'_>, violated: Formula, who: &Cube) -> Option<Claim> {
    let asked: Vec<Formula> = question.prover.formulas_of(who).into_iter().chain([violated]).collect();
    let shown = question.show(&rule.rule.tracks, &asked)?;
    shown.replayed.as_ref().filter(|replayed| replayed.is_violated(&rule.rule.id))?;
    let (id, label) = (&rule.rule.id, &rule.rule.label);
    let is_everybody = who.is_empty();
    let who = question.prover.scene.space.describe(who);
    let (zh, en) = (&who.chinese, &who.english);
    let (example_zh, example_en) = (&shown.said.chinese, &shown.said.english);
    Some(Claim {
        subject: Subject::Rule(id.clone()),
        key: String::new(),
        reach: Reach::Some,
        message: say!(
            "有人怎么补正都满足不了规则“{label}”",
            "some applicants cannot satisfy the rule `{id}` whatever they correct"
        ),
        here: (
            Part::Effect,
            match is_everybody {
                true => {
                    say!("凡适用它的申请都是；例如：{example_zh}", "all to which it applies; for example: {example_en}")
                }
                false => say!(
                    "适用它的申请里，{zh}的；例如：{example_zh}",
                    "of those to which it applies, those with {en}; for example: {example_en}"
                ),
            },
        ),
        others: Vec::new(),
        help: vec![say!(
            "管局就是这个意思的，写 `不可补正 因为 \"…\"`；不是的，补上能补正的办法或改条件",
            "if it is meant, write `closed because \"…\"`; if not, add a way to correct it or mend the condition"
        )],
    })
}

/// A demand that nobody can meet: one can only see to it that it is not made.
fn unmeetable(question: &mut Question<'_>, index: usize) -> Option<Claim> {
    if !question.is_unmeetable(index) {
        return None;
    }
    let (rule, violated) = (question.rules[index].rule, question.violated[index]);
    let shown = question.show(&rule.tracks, &[violated])?;
    shown.replayed.as_ref().filter(|replayed| replayed.is_violated(&rule.id))?;
    let (id, label) = (&rule.id, &rule.label);
    let (zh, en) = (&shown.said.chinese, &shown.said.english);
    Some(Claim {
        subject: Subject::Rule(id.clone()),
        key: "unmeetable".to_owned(),
        reach: Reach::Every,
        message: say!("规则“{label}”要求的，谁也做不到", "nobody can do what the rule `{id}` demands"),
        here: (
            Part::Effect,
            say!("适用它的申请都违反它；例如：{zh}", "all to which it applies violate it; for example: {en}"),
        ),
        others: Vec::new(),
        help: vec![say!(
            "改对要求；本来不接受的，写 `不予备案`",
            "mend what it demands; where nobody is accepted, write `forbid`"
        )],
    })
}

fn unneeded(rule: &RuleOf<'_>) -> Claim {
    let (id, label) = (&rule.rule.id, &rule.rule.label);
    Claim {
        subject: Subject::Rule(id.clone()),
        key: "unneeded".to_owned(),
        reach: Reach::Every,
        message: say!(
            "规则“{label}”写了不可补正，其实人人都能补正",
            "the rule `{id}` is called closed, and everybody can correct what it asks for"
        ),
        here: (Part::Whole, say!("没有人补正不了", "it closes nobody out")),
        others: Vec::new(),
        help: vec![say!("去掉 `不可补正`，或改对要求", "leave out `closed`, or mend the requirement")],
    }
}
