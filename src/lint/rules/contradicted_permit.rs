//! A permission that another rule refuses.

use rustc_hash::FxHashSet;

use crate::diagnostic::{Code, Severity};
use crate::lint::proof::{Claim, Part, Reach, Subject};
use crate::lint::{Check, Lint};
use crate::prove::diagram::{Cube, Function, TooLarge};
use crate::prove::formula::{AtomId, Formula};
use crate::prove::prover::Possible;
use crate::prove::question::Question;
use crate::prove::space::RuleOf;
use crate::say;

pub const LINT: Lint = Lint {
    code: Code {
        code: "L0709",
        name: "contradicted-permit",
        severity: Severity::Warning,
        title: "写了允许却被拒绝",
        page: PAGE,
    },
    fix: None,
    check: Check::Proof(check),
};

const PAGE: &str = r#"
## 中文

规则写明 `允许`，而它说的申请里，有的单凭允许里说到的情况，就被另一条规则不予备案，不管别的事实怎样；或者它允许的全都违反另一条要求。
这是证明出来的，并举一份申请。因为别的事实（例如执照已吊销）而拒绝的不算。
“当 没有某事 … 要求 有某事”，与直接“要求 有某事”一样看。
改对其中一条的条件，通常是另一条少写了一个例外。

## English

The rule permits something, and another refuses some of it for what the permission itself speaks of, whatever the other facts are; or all that it permits violates a requirement.
This is proved, with an example. A refusal for other facts, such as a revoked licence, does not count.
`when not a … require a` is looked at like `require a`.
Mend the conditions of one of them; mostly the other lacks an exception.

## Example

```gj bad
省份 湖北

适用于 单位备案 {
  规则 any_age "年满16岁的可以负责" {
    依据 e-01
    当 主体负责人年龄 >= 16岁
    允许
  }
  规则 adult "未成年不予备案" {
    依据 e-02
    当 主体负责人年龄 < 18岁
    不予备案
  }
}

来源 hubei "湖北省管局要求" {
  原文条目 { e-01 可判定 "年满16周岁的可以作负责人"  e-02 可判定 "不足18周岁的不予备案" }
}
```

```gj good
省份 湖北

适用于 单位备案 {
  规则 any_age "年满16岁的可以负责" {
    依据 e-01
    当 主体负责人年龄 >= 16岁
    允许
  }
  规则 adult "不足16岁不予备案" {
    依据 e-02
    当 主体负责人年龄 < 16岁
    不予备案
  }
}

来源 hubei "湖北省管局要求" {
  原文条目 { e-01 可判定 "年满16周岁的可以作负责人"  e-02 可判定 "不足16周岁的不予备案" }
}
```
"#;

fn check(question: &mut Question<'_>, claims: &mut Vec<Claim>) {
    let rules = question.rules.clone();
    for permit in rules.iter().filter(|rule| rule.rule.effect == "permit") {
        let permitted = question.prover.scene.space.applies(permit);
        for (refusal, forbid) in rules.iter().enumerate().filter(|(_, rule)| rule.forbids() || rule.requires()) {
            let who = match forbid.forbids() {
                true => refused(question, permit, refusal),
                false => Ok(violating(question, permit, permitted, refusal)),
            };
            let Ok(Some(who)) = who else { continue };
            let cube = question.prover.formulas_of(&who);
            let asked: Vec<Formula> = cube.into_iter().chain([permitted, question.violated[refusal]]).collect();
            let Some(shown) = question.show(&permit.rule.tracks, &asked) else { continue };
            let is_shown = shown
                .replayed
                .as_ref()
                .is_some_and(|replayed| replayed.applies(&permit.rule.id) && replayed.is_violated(&forbid.rule.id));
            if !is_shown {
                continue;
            }
            let (id, label) = (&permit.rule.id, &permit.rule.label);
            let (other, other_label) = (&forbid.rule.id, &forbid.rule.label);
            let is_everything = who.is_empty();
            let who = question.prover.scene.space.describe(&who);
            let (zh, en) = (&who.chinese, &who.english);
            let (example_zh, example_en) = (&shown.said.chinese, &shown.said.english);
            claims.push(Claim {
                subject: Subject::Rule(id.clone()),
                key: other.clone(),
                reach: Reach::Some,
                message: match forbid.forbids() {
                    true => {
                        say!("“{label}”允许的，“{other_label}”不予备案", "what `{id}` permits is refused by `{other}`")
                    }
                    false => say!("“{label}”允许的，一定违反“{other_label}”", "what `{id}` permits violates `{other}`"),
                },
                here: (
                    Part::Effect,
                    match is_everything {
                        true => say!(
                            "它允许的申请，那条规则管得到的都违反；例如：{example_zh}",
                            "all that it permits and to which the other applies; for example: {example_en}"
                        ),
                        false => say!(
                            "允许的申请里，{zh}的；例如：{example_zh}",
                            "of those it permits, those with {en}; for example: {example_en}"
                        ),
                    },
                ),
                others: vec![(
                    Subject::Rule(other.clone()),
                    Part::Whole,
                    match forbid.forbids() {
                        true => say!("这条规则拒绝它们", "this rule refuses them"),
                        false => say!("它们都违反这条规则", "they all violate this rule"),
                    },
                )],
                help: vec![say!(
                    "给这条规则加上例外，或缩小允许的条件",
                    "give this rule an exception, or narrow the permission"
                )],
            });
        }
    }
}

/// Everything that is permitted, if all of it violates a requirement where that is asked.
fn violating(question: &mut Question<'_>, permit: &RuleOf<'_>, permitted: Formula, index: usize) -> Option<Cube> {
    let (asked, violated) = (question.asked_of(index), question.violated[index]);
    let of_tracks = question.of_tracks();
    let space = &mut question.prover.scene.space;
    // It does not speak of what else the other asks for before it asks anything.
    let spoken: Vec<Formula> = permit.instances.iter().flat_map(|instance| instance.guards.clone()).collect();
    let mut known = space.variables_of(&spoken);
    known.extend(&of_tracks);
    if !space.variables_of(&[asked]).is_subset(&known) {
        return None;
    }
    // Nor of what the track and the kind of filing alone forbid.
    let mut of_track = Vec::new();
    for instance in &permit.instances {
        let guards = instance.guards.iter().flat_map(|guard| space.conjuncts(*guard));
        let known: Vec<Formula> = guards.filter(|guard| space.variables_of(&[*guard]).is_subset(&of_tracks)).collect();
        of_track.push(space.formulas.and(known.into_iter().chain([instance.track])));
    }
    let of_track = space.formulas.or(of_track);
    let is_violating = question.never(&[permitted, asked, !violated])
        && matches!(question.prover.possible(&[of_track, asked, !violated]), Possible::Yes(_))
        && !question.never(&[permitted, violated]);
    is_violating.then(Cube::new)
}

/// What of the permitted is refused whatever the facts are of which the permission does not speak.
fn refused(question: &mut Question<'_>, permit: &RuleOf<'_>, refusal: usize) -> Result<Option<Cube>, TooLarge> {
    let space = &mut question.prover.scene.space;
    // The track is a matter of course, and nothing of which the permission speaks.
    let spoken: Vec<Formula> = permit
        .instances
        .iter()
        .map(|instance| space.formulas.and(instance.guards.iter().copied().chain([instance.there])))
        .collect();
    let tracks: Vec<Formula> = permit.instances.iter().map(|instance| instance.track).collect();
    let (spoken, track) = (space.formulas.or(spoken), space.formulas.or(tracks));
    let asked = [spoken, question.violated[refusal], track];
    let space = &question.prover.scene.space;
    let own: FxHashSet<AtomId> = space.formulas.atoms(&asked[..1]).into_iter().collect();
    let spoken_of = space.variables_of(&asked[..1]);
    // Another bound of the same age is spoken of, too.
    let is_other = |atom: &AtomId| {
        let (mut count, mut is_spoken_of) = (0, true);
        space.atoms[atom.0 as usize].variables(|id| {
            count += 1;
            is_spoken_of &= spoken_of.contains(&id);
        });
        !own.contains(atom) && (count == 0 || !is_spoken_of)
    };
    let others: FxHashSet<AtomId> = space.formulas.atoms(&asked).into_iter().filter(is_other).collect();
    // It is refused in the usual kind of filing; what only some kinds refuse is not what is permitted.
    let of_tracks = question.of_tracks();
    let is_of_filing = |atom: &AtomId| {
        let mut all = true;
        space.atoms[atom.0 as usize].variables(|id| all &= of_tracks.contains(&id) && !spoken_of.contains(&id));
        all
    };
    let filing: Vec<AtomId> = others.iter().copied().filter(is_of_filing).collect();
    let usual = question.usual(&permit.rule.tracks, &filing);
    let mut local = question.prover.local(&[asked[0], asked[1], asked[2], usual])?;
    let diagrams = &mut local.diagrams;
    let possible = diagrams.and(local.possible, local.functions[2])?;
    let possible = diagrams.and(possible, local.functions[3])?;
    let refused = diagrams.implies(possible, local.functions[1])?;
    let always = diagrams.for_all(refused, &others)?;
    let some = diagrams.and(possible, local.functions[0])?;
    let some = diagrams.exists(some, &others)?;
    let who = diagrams.and(always, some)?;
    if who == Function::FALSE {
        return Ok(None);
    }
    let known = local.functions[0];
    question.prover.plainest(&mut local, who, known)
}
