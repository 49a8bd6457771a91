//! Rules that cannot all be satisfied.

use rustc_hash::{FxHashMap, FxHashSet};

use crate::diagnostic::{Code, Message, Severity};
use crate::lint::proof::{Claim, Part, Reach, Subject, most_special};
use crate::lint::{Check, Lint};
use crate::prove::diagram::{Cube, Function, TooLarge};
use crate::prove::formula::{AtomId, Formula};
use crate::prove::prover::Possible;
use crate::prove::question::{Question, Shown, Standing};
use crate::prove::space::{self, Atom, RuleOf, Space, TextTest, VariableId};
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

两条或几条规则，去掉哪一条，其余的都能满足，合在一起却怎么补正都不能同时满足；
或者只要都适用就不能同时满足，只有改得其中一条不适用（例如不填那一项）才过得去；
或者一条要求某一种证件须有某样东西，另一条写的是没有的人怎么办，两条都适用的人改到符合前一条，后一条就不适用了。
“能补正”按词汇：标 `既定` 的事实改不了，别的可以改，材料可以补交；主办者是哪一类不算能补正的。
这是证明出来的，并说明是哪一类申请、举一份为例。
改对其中一条；页面自己矛盾的，把两条的陈述写进 `存疑`，并在规则前写 `# 忽略[L0704]：` 和理由。

## English

Two or more rules leave some applicants no way: without any of them the others can be satisfied, and together they cannot, whatever is corrected.
Or they cannot wherever all apply, and the only way out is that one of them does not, because something is left empty for example.
Or one demands something of a kind of paper, and the other says what those do who have it not: whoever does the first is none to whom the second applies.
What can be corrected is what the vocabulary says: facts marked `given` cannot, others can, and materials can be uploaded; the kind of sponsor stays what it is.
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
  规则 filled "首次备案须填应急联系方式" {
    依据 e-03
    当 备案类型 为 首次备案
    要求 已填 主体应急联系方式
  }
}

来源 hubei "湖北省管局要求" {
  原文条目 {
    e-01 可判定 "应急联系方式与联系方式1不同"
    e-02 可判定 "应急联系方式与联系方式1相同"
    e-03 可判定 "首次备案须填应急联系方式"
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
  规则 filled "首次备案须填应急联系方式" {
    依据 e-03
    当 备案类型 为 首次备案
    要求 已填 主体应急联系方式
  }
}

来源 hubei "湖北省管局要求" {
  原文条目 {
    e-01 可判定 "应急联系方式与联系方式1不同"
    e-03 可判定 "首次备案须填应急联系方式"
  }
}
```
"#;

/// Nodes that the diagrams of one conflict may have.
const NODES: usize = 20_000;
/// How many classes of applicants are listed.
const CLASSES: usize = 3;

/// Rules that clash, and for whom.
struct Clash {
    /// By their numbers, in their order.
    rules: Vec<usize>,
    who: Vec<Cube>,
    outcome: Outcome,
}

/// What becomes of those to whom rules apply that clash.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Outcome {
    /// Nothing helps.
    Final,
    /// One of the rules can be made not to apply.
    Escape,
    /// Whoever does what the first of these demands is none to whom the second applies.
    Ends(usize, usize),
}

impl Clash {
    fn is_final(&self) -> bool {
        self.outcome == Outcome::Final
    }
}

fn check(question: &mut Question<'_>, claims: &mut Vec<Claim>) {
    let mut clashes = impasses(question);
    clashes.extend(contradictions(question, &clashes));
    clashes.extend(contradictions_of_many(question, &clashes));
    clashes.sort_by(|one, other| one.rules.cmp(&other.rules));
    // Where fewer of the rules clash by themselves, these are told.
    let is_part = |fewer: &Clash, clash: &Clash| {
        fewer.rules.len() < clash.rules.len()
            && (fewer.is_final() || !clash.is_final())
            && fewer.rules.iter().all(|rule| clash.rules.contains(rule))
    };
    let smallest: Vec<&Clash> =
        clashes.iter().filter(|clash| !clashes.iter().any(|other| is_part(other, clash))).collect();
    for clash in &smallest {
        // Once rules are mended that clash for good, those that leave a way out may be, too.
        let is_weaker = |other: &&Clash| other.is_final() && other.rules.iter().any(|rule| clash.rules.contains(rule));
        if clash.is_final() || !smallest.iter().copied().any(|other| is_weaker(&other)) {
            claims.extend(claim(question, clash));
        }
    }
}

/// Rules that together leave some applicants no way.
fn impasses(question: &mut Question<'_>) -> Vec<Clash> {
    let mut clashes: Vec<Clash> = Vec::new();
    for impasse in &question.impasses().found {
        // What several refusals have in common is meant.
        let is_conflict =
            impasse.rules.len() > 1 && impasse.rules.iter().any(|index| question.rules[*index].requires());
        if !is_conflict || impasse.rules.iter().any(|index| question.is_shut(*index)) || !question.is_final(impasse) {
            continue;
        }
        match clashes.iter_mut().find(|known| known.rules == impasse.rules) {
            Some(known) => known.who.push(impasse.who.clone()),
            None => {
                let (rules, who) = (impasse.rules.clone(), vec![impasse.who.clone()]);
                clashes.push(Clash { rules, who, outcome: Outcome::Final });
            }
        }
    }
    for clash in &mut clashes {
        if let Ok(who) = everyone(question, &clash.rules)
            && !who.is_empty()
        {
            clash.who = who;
        }
    }
    clashes
}

/// For whom rules cannot be satisfied together, though without any of them the others can; in few
/// words.
fn everyone(question: &mut Question<'_>, numbers: &[usize]) -> Result<Vec<Cube>, TooLarge> {
    let rules: Vec<RuleOf<'_>> = numbers.iter().map(|index| question.rules[*index].clone()).collect();
    let violated: Vec<Formula> = numbers.iter().map(|index| question.violated[*index]).collect();
    let applies = rules.iter().map(|rule| question.prover.scene.space.applies(rule));
    let asked: Vec<Formula> = violated.iter().copied().chain(applies.collect::<Vec<_>>()).collect();
    let mendable = question.mendable(&asked, &[]);
    let mut local = question.prover.local_within(&asked, NODES)?;
    let (diagrams, possible) = (&mut local.diagrams, local.possible);
    let (violated, applies) = local.functions.split_at(rules.len());
    let mut region = {
        let any = violated.iter().try_fold(Function::FALSE, |any, own| diagrams.or(any, *own))?;
        let always = diagrams.implies(possible, any)?;
        diagrams.for_all(always, &mendable)?
    };
    for left_out in 0..rules.len() {
        let mut fine = possible;
        for (_, own) in violated.iter().enumerate().filter(|(index, _)| *index != left_out) {
            fine = diagrams.and_not(fine, *own)?;
        }
        let fine = diagrams.exists(fine, &mendable)?;
        region = diagrams.and(region, fine)?;
    }
    // Those to whom all can apply; for a refusal the others are enough.
    let mut concerned = possible;
    for (_, applies) in rules.iter().zip(applies).filter(|(rule, _)| rule.requires()) {
        concerned = diagrams.and(concerned, *applies)?;
    }
    let concerned = diagrams.exists(concerned, &mendable)?;
    if region == Function::FALSE {
        return Ok(Vec::new());
    }
    let mut who = question.prover.cover_within(&mut local, region, concerned)?;
    who.sort_by_key(|cube| (cube.len(), cube.clone()));
    Ok(who)
}

/// Pairs of requirements that are never both satisfied where both apply, though each can be. An
/// applicant can still mend so that one of them does not apply.
fn contradictions(question: &mut Question<'_>, known: &[Clash]) -> Vec<Clash> {
    let wants: Vec<Wants> = (0..question.rules.len()).map(|index| Wants::of(question, index)).collect();
    let is_known = |pair: &[usize]| known.iter().any(|clash| clash.rules == pair);
    let mut clashes = Vec::new();
    for later in 0..wants.len() {
        for earlier in 0..later {
            let pair = vec![earlier, later];
            if is_known(&pair) || pair.iter().any(|index| question.is_shut(*index)) {
                continue;
            }
            let mut ends = |one: usize, other: usize| {
                let is_of_place = question.rules[one].rule.layer == question.rules[other].rule.layer;
                is_of_place
                    && wants[one].may_end(&wants[other], &question.prover.scene.space)
                    && ends(question, one, other) == Ok(true)
            };
            let outcome = if ends(earlier, later) {
                Outcome::Ends(earlier, later)
            } else if ends(later, earlier) {
                Outcome::Ends(later, earlier)
            } else if wants[later].may_clash(&wants[earlier]) && question.contradict(&pair) {
                Outcome::Escape
            } else {
                continue;
            };
            clashes.push(Clash { rules: pair, who: vec![Cube::new()], outcome });
        }
    }
    clashes
}

/// Whether what one rule demands ends all to which another applies, though it can apply to whomever the
/// other is for: only who makes it not apply needs the other.
fn ends(question: &mut Question<'_>, first: usize, other: usize) -> Result<bool, TooLarge> {
    let rules: Vec<RuleOf<'_>> = [first, other].iter().map(|index| question.rules[*index].clone()).collect();
    let applies: Vec<Formula> = rules.iter().map(|rule| question.prover.scene.space.applies(rule)).collect();
    let satisfied = [question.satisfied[first], question.satisfied[other]];
    let is_end = question.prover.possible(&[applies[0], applies[1], satisfied[0]]).is_no()
        && matches!(question.prover.possible(&[applies[0], applies[1], satisfied[1]]), Possible::Yes(_))
        && matches!(question.prover.possible(&[applies[0], satisfied[0]]), Possible::Yes(_))
        // Otherwise there is nobody whom the other is for, which is told as such.
        && question.passing(other) == Standing::Yes;
    if !is_end {
        return Ok(false);
    }
    let mendable = question.mendable(&applies, &[]);
    let mut local = question.prover.local_within(&applies, NODES)?;
    let (diagrams, possible) = (&mut local.diagrams, local.possible);
    let of_other = diagrams.and(possible, local.functions[1])?;
    let of_both = diagrams.and(of_other, local.functions[0])?;
    let of_other = diagrams.exists(of_other, &mendable)?;
    let of_both = diagrams.exists(of_both, &mendable)?;
    Ok(diagrams.and_not(of_other, of_both)? == Function::FALSE)
}

/// Three and more of which one is never satisfied together with the others where it applies.
fn contradictions_of_many(question: &mut Question<'_>, known: &[Clash]) -> Vec<Clash> {
    let judging: Vec<usize> = question.judging().collect();
    let mut seen: FxHashSet<Vec<usize>> = FxHashSet::default();
    let mut clashes = Vec::new();
    for index in judging.iter().copied().filter(|index| question.rules[*index].requires()).collect::<Vec<_>>() {
        if question.passing(index) != Standing::No || question.is_shut(index) {
            continue;
        }
        let rule = question.rules[index].clone();
        let asked = [question.prover.scene.space.applies(&rule), question.satisfied[index]];
        let others: Vec<usize> = judging.iter().copied().filter(|other| *other != index).collect();
        // Where the others alone leave nobody to whom it applies, they say nothing of what it demands.
        let alone: Vec<Formula> = others.iter().map(|other| question.satisfied[*other]).chain([asked[0]]).collect();
        if question.prover.possible(&alone).is_no() {
            continue;
        }
        let Some(mut rules) = question.fewest(&asked, &others) else { continue };
        let is_refused = rules.iter().all(|other| question.rules[*other].forbids());
        rules.push(index);
        rules.sort_unstable();
        let is_known = known.iter().any(|clash| clash.rules.iter().all(|own| rules.contains(own)));
        if rules.len() > 2 && !is_refused && !is_known && seen.insert(rules.clone()) {
            clashes.push(Clash { rules, who: vec![Cube::new()], outcome: Outcome::Escape });
        }
    }
    clashes
}

/// What a rule would have mendable atoms be.
#[derive(Debug, Default)]
struct Wants {
    /// By which the rule is satisfied, if only by not applying.
    atoms: Wanted,
    /// The same of what it demands, and of the conditions under which it does.
    demand: Wanted,
    guards: Wanted,
    tracks: Vec<String>,
}

/// Of each variable, its atoms: whether the atom says what the value is, and the signs wanted.
type Wanted = FxHashMap<VariableId, Vec<(AtomId, Says, [bool; 2])>>;

/// What an atom says of its variable.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Says {
    /// That it is this value, or a text of this form: what else is said may not go with it.
    Value,
    Text,
    Other,
}

impl Wants {
    /// Of a requirement; other rules want nothing.
    fn of(question: &mut Question<'_>, index: usize) -> Wants {
        let rule = question.rules[index].clone();
        let mut wants = Wants { tracks: rule.rule.tracks.clone(), ..Wants::default() };
        if !rule.requires() {
            return wants;
        }
        let satisfied = question.satisfied[index];
        let demand: Vec<Formula> = rule.instances.iter().map(|instance| instance.satisfied).collect();
        let space = &mut question.prover.scene.space;
        let (demand, guards) = (space.formulas.or(demand), space.applies(&rule));
        let mendable = question.mendable(&[satisfied, demand, guards], &[&rule]);
        let space = &question.prover.scene.space;
        let wanted = |of: Formula| {
            let mut wanted = Wanted::default();
            for (atom, signs) in space.formulas.signs(of) {
                if mendable.contains(&atom) {
                    let says = match &space.atoms[atom.0 as usize] {
                        Atom::Is(..) => Says::Value,
                        Atom::Test(_, test) if matches!(space.tests[test.0 as usize], TextTest::Follows(_)) => {
                            Says::Value
                        }
                        Atom::Test(..) => Says::Text,
                        _ => Says::Other,
                    };
                    space.atoms[atom.0 as usize].variables(|id| {
                        wanted.entry(id).or_default().push((atom, says, signs));
                    });
                }
            }
            wanted
        };
        (wants.atoms, wants.demand, wants.guards) = (wanted(satisfied), wanted(demand), wanted(guards));
        wants
    }

    /// Whether something is wanted one way here and another there.
    fn may_clash(&self, other: &Wants) -> bool {
        self.shares_track(other) && differ(&self.atoms, &other.atoms)
    }

    /// Whether something is demanded one way here, of a thing of one kind, that is a condition another way
    /// there: a paper of this kind must have what the other is for those without. Rules whose conditions
    /// can be mended otherwise end one another on purpose.
    fn may_end(&self, other: &Wants, space: &Space<'_>) -> bool {
        let mut guards = self.guards.keys();
        let (Some(kind), None) = (guards.next(), guards.next()) else { return false };
        let record = |id: VariableId| {
            let variable = space.variable(id);
            (variable.place.clone(), variable.pointer.split_last().map(|(_, record)| record.to_vec()))
        };
        let of_same = |wanted: &Wanted| -> Wanted {
            wanted.iter().filter(|(id, _)| record(**id) == record(*kind)).map(|(id, own)| (*id, own.clone())).collect()
        };
        matches!(space.variable(*kind).kind, space::Kind::Enum(_))
            && self.shares_track(other)
            && differ(&of_same(&self.demand), &other.guards)
    }

    fn shares_track(&self, other: &Wants) -> bool {
        self.tracks.iter().any(|track| other.tracks.contains(track))
    }
}

fn differ(one: &Wanted, other: &Wanted) -> bool {
    one.iter().any(|(id, own)| {
        let others = other.get(id).map(Vec::as_slice).unwrap_or_default();
        own.iter().any(|(atom, says, signs)| {
            others.iter().any(|(other, other_says, other_signs)| {
                let is_clash =
                    matches!((says, other_says), (Says::Value, Says::Value | Says::Text) | (Says::Text, Says::Value));
                signs[0] && other_signs[1]
                    || signs[1] && other_signs[0]
                    || is_clash && atom != other && signs[1] && other_signs[1]
            })
        })
    })
}

/// The applicants of some cubes, one class after the other.
fn classes(question: &Question<'_>, who: &[Cube]) -> Message {
    let space = &question.prover.scene.space;
    let said: Vec<Message> = who.iter().take(CLASSES).map(|cube| space.describe(cube)).collect();
    let zh: Vec<&str> = said.iter().map(|one| one.chinese.as_str()).collect();
    let en: Vec<&str> = said.iter().map(|one| one.english.as_str()).collect();
    let (zh, en) = (zh.join("的，或者"), en.join(", or "));
    match who.len() > CLASSES {
        true => say!("{zh}的，等等", "{en}, and others"),
        false => say!("{zh}的", "{en}"),
    }
}

fn claim(question: &mut Question<'_>, clash: &Clash) -> Option<Claim> {
    let rules: Vec<RuleOf<'_>> = clash.rules.iter().map(|index| question.rules[*index].clone()).collect();
    let known: Vec<&str> = rules.iter().map(|rule| rule.rule.id.as_str()).collect();
    let own = most_special(&known, &question.asked)?;
    let mut order = vec![own];
    order.extend((0..rules.len()).filter(|other| *other != own));
    let is_shared = |track: &&String| rules.iter().all(|rule| rule.rule.tracks.contains(track));
    let tracks: Vec<String> = rules[own].rule.tracks.iter().filter(is_shared).cloned().collect();
    let shown = example(question, &rules, clash, &tracks)?;
    let replayed = shown.replayed.as_ref()?;
    if !rules.iter().any(|rule| replayed.is_violated(&rule.rule.id)) {
        return None;
    }
    let labels: Vec<String> = order.iter().map(|index| format!("“{}”", rules[*index].rule.label)).collect();
    let ids: Vec<String> = order.iter().map(|index| format!("`{}`", rules[*index].rule.id)).collect();
    let labels = format!("{}与{}", labels[0], labels[1..].join("、"));
    let others = order[1..].iter().map(|index| {
        let rule = &rules[*index].rule;
        (Subject::Rule(rule.id.clone()), Part::Effect, Message::new(rule.sentence.zh.clone(), rule.sentence.en.clone()))
    });
    let names = ids.join(" and ");
    Some(Claim {
        subject: Subject::Rule(rules[own].rule.id.clone()),
        key: order[1..].iter().map(|index| rules[*index].rule.id.as_str()).collect::<Vec<_>>().join(" "),
        reach: Reach::Some,
        message: say!("规则{labels}不能同时满足", "the rules {names} cannot be satisfied together"),
        here: (Part::Effect, explanation(question, clash, &shown)),
        others: others.collect(),
        help: vec![say!(
            "改对其中一条；页面自己矛盾的，写 `存疑`，并写 `# 忽略[L0704]：理由`",
            "mend one of them; if the page contradicts itself, write `disputed` and `# ignore[L0704]: reason`"
        )],
    })
}

fn explanation(question: &Question<'_>, clash: &Clash, shown: &Shown<'_>) -> Message {
    let (example_zh, example_en) = (&shown.said.chinese, &shown.said.english);
    match clash.outcome {
        Outcome::Final => {}
        Outcome::Escape => {
            return say!(
                "只要都适用，就不能都满足，只能改得其中一条不适用；例如：{example_zh}",
                "wherever all apply they cannot all be satisfied, and one has to be made not to apply; for example: {example_en}"
            );
        }
        Outcome::Ends(first, second) => {
            let [first, second] = [first, second].map(|index| question.rules[index].rule);
            let (label, id) = (&first.label, &first.id);
            let (of_label, of_name) = (&second.label, &second.id);
            return say!(
                "“{of_label}”写的是没有某样东西的怎么办，“{label}”却要求有；两条都适用的，有了它，前一条就不适用了；例如：{example_zh}",
                "`{of_name}` says what those do who have not what `{id}` demands: of those to whom both apply, whoever has it is none to whom the former applies; for example: {example_en}"
            );
        }
    }
    if clash.who.iter().any(Vec::is_empty) {
        return say!(
            "它们都管得到的申请，怎么补正都不能都满足；例如：{example_zh}",
            "no application to which they apply can satisfy all of them, whatever is corrected; for example: {example_en}"
        );
    }
    let who = classes(question, &clash.who);
    let (zh, en) = (&who.chinese, &who.english);
    say!(
        "{zh}，怎么补正都不能都满足；例如：{example_zh}",
        "applications with {en} cannot satisfy all of them, whatever is corrected; for example: {example_en}"
    )
}

/// An application to which the rules apply; where they never apply together, one that violates one.
fn example<'t>(
    question: &mut Question<'t>,
    rules: &[RuleOf<'_>],
    clash: &Clash,
    tracks: &[String],
) -> Option<Shown<'t>> {
    let applies: Vec<Formula> = rules.iter().map(|rule| question.prover.scene.space.applies(rule)).collect();
    let of_track = question.prover.scene.tracks().iter().find(|(track, _)| tracks.iter().any(|own| own == track));
    let of_track: Vec<Formula> = of_track.map(|(_, formula)| *formula).into_iter().collect();
    let violated: Vec<Formula> = clash.rules.iter().map(|index| question.violated[*index]).collect();
    let violated = [question.prover.scene.space.formulas.or(violated)];
    for cube in &clash.who {
        let cube: Vec<Formula> = question.prover.formulas_of(cube);
        for also in [&applies[..], &violated] {
            let asked: Vec<Formula> = cube.iter().chain(also).chain(&of_track).copied().collect();
            let shown = question.show(tracks, &asked);
            if shown.is_some() {
                return shown;
            }
        }
    }
    None
}
