//! Two rules that cannot both be satisfied.

use rustc_hash::FxHashMap;

use crate::diagnostic::{Code, Message, Severity};
use crate::lint::proof::{Claim, Part, Reach, Subject, is_at_least_as_general};
use crate::lint::{Check, Lint};
use crate::prove::diagram::{Cube, Function, TooLarge};
use crate::prove::formula::{AtomId, Formula};
use crate::prove::prover::Possible;
use crate::prove::question::Question;
use crate::prove::space::{Atom, RuleOf, VariableId};
use crate::say;

pub const LINT: Lint = Lint {
    code: Code {
        code: "L0704",
        name: "conflicting-rules",
        severity: Severity::Warning,
        title: "互相冲突的规则",
        page: PAGE,
    },
    fix: None,
    check: Check::Proof(check),
};

const PAGE: &str = r#"
## 中文

两条规则对同一类申请都适用，每一条单独都能满足，合在一起却怎么补正都不能同时满足；
或者只要两条都适用就不能同时满足，只有改得其中一条不适用（例如不填那一项）才过得去。
“能补正”按词汇：标 `既定` 的事实改不了，别的可以改，材料可以补交。
这是证明出来的，并说明是哪一类申请、举一份为例。
改对其中一条；页面自己矛盾的，把两条的陈述写进 `存疑`，并在规则前写 `# 忽略[L0704]：` 和理由。

## English

Both rules apply to some applications; each can be satisfied alone, and together they cannot, whatever is corrected.
Or they cannot wherever both apply, and the only way out is that one of them does not, because something is left empty for example.
What can be corrected is what the vocabulary says: facts marked `given` cannot, others can, and materials can be uploaded.
This is proved; the finding says for which applications, with an example.
Mend one of them. If the page contradicts itself, write `disputed` with the statements, and except the finding by `# ignore[L0704]: ` with the reason.

## Example

```gj bad
省份 湖北

适用于 单位备案 {
  规则 own_phone "应急联系方式另留" {
    依据 e-01
    当 已填 主体应急联系方式
    要求 主体应急联系方式 != 主体联系方式1
  }
  规则 one_phone "只留一个联系方式" {
    依据 e-02
    当 已填 主体应急联系方式
    要求 主体应急联系方式 = 主体联系方式1
  }
  规则 filled "须填应急联系方式" {
    依据 e-03
    要求 已填 主体应急联系方式
  }
}

来源 hubei "湖北省管局要求" {
  原文条目 {
    e-01 可判定 "应急联系方式与联系方式1不同"
    e-02 可判定 "应急联系方式与联系方式1相同"
    e-03 可判定 "须填应急联系方式"
  }
}
```

```gj good
省份 湖北

适用于 单位备案 {
  规则 own_phone "应急联系方式另留" {
    依据 e-01
    当 已填 主体应急联系方式
    要求 主体应急联系方式 != 主体联系方式1
  }
  规则 filled "须填应急联系方式" {
    依据 e-03
    要求 已填 主体应急联系方式
  }
}

来源 hubei "湖北省管局要求" {
  原文条目 {
    e-01 可判定 "应急联系方式与联系方式1不同"
    e-03 可判定 "须填应急联系方式"
  }
}
```
"#;

/// Nodes that the diagrams of one pair may have.
const NODES: usize = 20_000;

fn check(question: &mut Question<'_>, claims: &mut Vec<Claim>) {
    let rules = question.rules.clone();
    let wants: Vec<Wants> = (0..rules.len()).map(|index| Wants::of(question, &rules[index], index)).collect();
    for later in 0..rules.len() {
        for earlier in 0..later {
            if !wants[later].may_clash(&wants[earlier]) {
                continue;
            }
            let pair = [later, earlier];
            if let Ok(Some(who)) = clash(question, &rules, pair) {
                claims.extend(claim(question, &rules, pair, &who));
            } else if contradicts(question, &rules, pair) {
                claims.extend(claim(question, &rules, pair, &Vec::new()));
            }
        }
    }
}

/// What a rule would have mendable atoms be.
#[derive(Debug, Default)]
struct Wants {
    /// Of each variable, its atoms: whether the atom says which value it is, and the signs wanted.
    atoms: FxHashMap<VariableId, Vec<(AtomId, bool, [bool; 2])>>,
    tracks: Vec<String>,
}

impl Wants {
    fn of(question: &Question<'_>, rule: &RuleOf<'_>, index: usize) -> Wants {
        let mut wants = Wants { atoms: FxHashMap::default(), tracks: rule.rule.tracks.clone() };
        if !(rule.requires() || rule.forbids()) {
            return wants;
        }
        let violated = question.violated[index];
        let mendable = question.mendable(&[violated], &[rule]);
        let space = &question.prover.scene.space;
        for (atom, signs) in space.formulas.signs(!violated) {
            if !mendable.contains(&atom) {
                continue;
            }
            let is_value = matches!(space.atoms[atom.0 as usize], Atom::Is(..));
            space.atoms[atom.0 as usize].variables(|id| {
                wants.atoms.entry(id).or_default().push((atom, is_value, signs));
            });
        }
        wants
    }

    /// Whether something is wanted one way here and another there.
    fn may_clash(&self, other: &Wants) -> bool {
        self.tracks.iter().any(|track| other.tracks.contains(track))
            && self.atoms.iter().any(|(id, own)| {
                let others = other.atoms.get(id).map(Vec::as_slice).unwrap_or_default();
                own.iter().any(|(atom, is_value, signs)| {
                    others.iter().any(|(other, is_other_value, other_signs)| {
                        signs[0] && other_signs[1]
                            || signs[1] && other_signs[0]
                            || *is_value && *is_other_value && atom != other && signs[1] && other_signs[1]
                    })
                })
            })
    }
}

/// For whom both cannot be satisfied together, though each can; in the fewest words.
fn clash(question: &mut Question<'_>, rules: &[RuleOf<'_>], pair: [usize; 2]) -> Result<Option<Cube>, TooLarge> {
    let violated = pair.map(|index| question.violated[index]);
    let applies = pair.map(|index| question.prover.scene.space.applies(&rules[index]));
    let asked = [violated[0], violated[1], applies[0], applies[1]];
    let mendable = question.mendable(&violated, &pair.map(|index| &rules[index]));
    let mut local = question.prover.local_within(&asked, NODES)?;
    let (diagrams, possible) = (&mut local.diagrams, local.possible);
    let [first, second, first_applies, second_applies] = [0, 1, 2, 3].map(|index| local.functions[index]);
    let either = diagrams.or(first, second)?;
    let always = diagrams.implies(possible, either)?;
    let mut region = diagrams.for_all(always, &mendable)?;
    // A refusal is satisfied where it does not apply; a requirement is to be satisfied where it does,
    // and the other too if it requires.
    for (index, violated) in [(0, first), (1, second)] {
        let mut fine = diagrams.and_not(possible, violated)?;
        if rules[pair[index]].requires() {
            fine = diagrams.and(fine, [first_applies, second_applies][index])?;
            if rules[pair[1 - index]].requires() {
                fine = diagrams.and(fine, [first_applies, second_applies][1 - index])?;
            }
        }
        let fine = diagrams.exists(fine, &mendable)?;
        region = diagrams.and(region, fine)?;
    }
    if region == Function::FALSE {
        return Ok(None);
    }
    // Those to whom both can apply; for a refusal the other is enough.
    let mut concerned = possible;
    for (index, applies) in [(0, first_applies), (1, second_applies)] {
        if rules[pair[index]].requires() {
            concerned = diagrams.and(concerned, applies)?;
        }
    }
    let concerned = diagrams.exists(concerned, &mendable)?;
    question.prover.plainest(&mut local, region, concerned)
}

/// Whether two requirements are never both satisfied where both apply, though each can be. An
/// applicant can still mend so that one of them does not apply.
fn contradicts(question: &mut Question<'_>, rules: &[RuleOf<'_>], pair: [usize; 2]) -> bool {
    if !pair.iter().all(|index| rules[*index].requires()) {
        return false;
    }
    let applies = pair.map(|index| question.prover.scene.space.applies(&rules[index]));
    let fine = pair.map(|index| !question.violated[index]);
    let mut can_be = |more: &[Formula]| {
        let asked: Vec<Formula> = applies.iter().chain(more).copied().collect();
        matches!(question.prover.possible(&asked), Possible::Yes(_))
    };
    can_be(&fine[..1]) && can_be(&fine[1..]) && !can_be(&fine) && {
        let all: Vec<Formula> = applies.into_iter().chain(fine).collect();
        question.prover.possible(&all).is_no()
    }
}

fn claim(question: &mut Question<'_>, rules: &[RuleOf<'_>], pair: [usize; 2], who: &Cube) -> Option<Claim> {
    let [mut own, mut other] = pair;
    // What is reported is the more special of the two.
    if !is_at_least_as_general(&rules[other].rule.id, &rules[own].rule.id, &question.asked) {
        std::mem::swap(&mut own, &mut other);
    }
    let cube = question.prover.formulas_of(who);
    let applies = [own, other].map(|index| question.prover.scene.space.applies(&rules[index]));
    let asked: Vec<Formula> = cube.iter().copied().chain(applies).collect();
    let tracks: Vec<String> =
        rules[own].rule.tracks.iter().filter(|track| rules[other].rule.tracks.contains(track)).cloned().collect();
    // Where they never apply together, one that violates the one or the other.
    let shown = match question.show(&tracks, &asked) {
        Some(shown) => shown,
        None => question.show(&tracks, &cube)?,
    };
    let replayed = shown.replayed.as_ref()?;
    let is_shown = [own, other].iter().any(|index| replayed.is_violated(&rules[*index].rule.id));
    if !is_shown {
        return None;
    }
    let (one, two) = (&rules[own].rule, &rules[other].rule);
    let who = question.prover.scene.space.describe(who);
    let (zh, en) = (&who.chinese, &who.english);
    let (example_zh, example_en) = (&shown.said.chinese, &shown.said.english);
    Some(Claim {
        subject: Subject::Rule(one.id.clone()),
        key: two.id.clone(),
        reach: Reach::Some,
        message: Message::new(
            format!("规则“{}”与“{}”不能同时满足", one.label, two.label),
            format!("the rules `{}` and `{}` cannot both be satisfied", one.id, two.id),
        ),
        here: (
            Part::Effect,
            say!(
                "适用它们的申请里，{zh}的，怎么补正都不能都满足；例如：{example_zh}",
                "of those to which they apply, those with {en} cannot satisfy both; for example: {example_en}"
            ),
        ),
        others: vec![(
            Subject::Rule(two.id.clone()),
            Part::Effect,
            Message::new(two.sentence.zh.clone(), two.sentence.en.clone()),
        )],
        help: vec![say!(
            "改对其中一条；页面自己矛盾的，写 `存疑`，并写 `# 忽略[L0704]：理由`",
            "mend one of them; if the page contradicts itself, write `disputed` and `# ignore[L0704]: reason`"
        )],
    })
}
