//! A part of a rule without which it means the same.

use crate::diagnostic::{Code, Severity};
use crate::document::{self, Change, Condition, Guard, Obligation, Sentence};
use crate::lint::proof::{Claim, Part, Reach, Subject};
use crate::lint::{Check, Lint};
use crate::prove::formula::Formula;
use crate::prove::question::Question;
use crate::prove::space::{Instance, RuleOf, Scope, Space};
use crate::say;

pub const LINT: Lint = Lint {
    code: Code {
        code: "L0707",
        name: "redundant-condition",
        severity: Severity::Warning,
        title: "多余的条件",
        page: PAGE,
    },
    fix: None,
    check: Check::Proof(check),
};

const PAGE: &str = r#"
## 中文

规则的一个条件由其余条件推得出来，或者“或”里的一项、任选其一里的一项永远不起作用。去掉它，规则的意思不变。
材料的一项要求（例如“有效期内”和“还剩一个月以上”）、备选的一项后面的“当”、“存在”里面的条件也一样看。
这是证明出来的。常见的原因：两个条件说的是一回事；界限写反了；本来想写另一个词。

## English

A condition follows from the others of the rule, or a part of an `or` or of alternatives never makes a difference: without it the rule means the same.
What is asked of a material, the `when` of an alternative and conditions within `any` are looked at in the same way.
This is proved. Mostly two conditions say one thing, a boundary is turned round, or another word was meant.

## Example

```gj bad
省份 湖北

适用于 单位备案 {
  规则 old "负责人年长" {
    依据 e-01
    当 主体负责人年龄 >= 60岁 且 主体负责人年龄 >= 18岁
    要求 主办者有公章
  }
}

来源 hubei "湖北省管局要求" {
  原文条目 { e-01 可判定 "年满60周岁的须有公章" }
}
```

```gj good
省份 湖北

适用于 单位备案 {
  规则 old "负责人年长" {
    依据 e-01
    当 主体负责人年龄 >= 60岁
    要求 主办者有公章
  }
}

来源 hubei "湖北省管局要求" {
  原文条目 { e-01 可判定 "年满60周岁的须有公章" }
}
```
"#;

fn check(question: &mut Question<'_>, claims: &mut Vec<Claim>) {
    for (index, rule) in question.rules.clone().into_iter().enumerate() {
        if question.is_refuted(LINT.code, &rule) || !question.can_apply(index) {
            continue;
        }
        let mut idle: Vec<Site<'_>> = Vec::new();
        for site in sites(question, &rule) {
            let is_outer = |outer: &Site<'_>| outer.at == site.at && site.steps.starts_with(&outer.steps);
            if !idle.iter().any(is_outer) && !site.is_constant(question) && is_idle(question, &rule, &site, &idle) {
                // What stands in several places of a rule is told once.
                let claim = claim(&rule, &site);
                if claims.iter().all(|other| (&other.subject, &other.here) != (&claim.subject, &claim.here)) {
                    claims.push(claim);
                }
                idle.push(site);
            }
        }
    }
}

/// A part of a rule that could be left out.
#[derive(Clone, Debug)]
struct Site<'t> {
    at: Part,
    /// From the rule to it; none for a condition of the rule itself.
    steps: Vec<Step>,
    part: Kind<'t>,
    sentence: Option<&'t Sentence>,
}

#[derive(Clone, Debug)]
enum Kind<'t> {
    /// A part of what is demanded.
    Demand(&'t document::Part),
    /// One of several conditions.
    Condition { number: usize, of: Vec<&'t Condition>, all_needed: bool, scope: Scope<'t> },
}

/// A step from a rule to a part of it, with the number of the part.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Step {
    And(usize),
    Or(usize),
    AllOf(usize),
    OneOf(usize),
    AtLeast(usize),
    /// A condition under which a part counts.
    When(usize),
    /// What is asked of a material.
    With(usize),
    /// The condition of a quantifier.
    Where,
}

/// What could be left out of a rule: the outer before the inner, of parts beside one another the last first.
fn sites<'t>(question: &Question<'t>, rule: &RuleOf<'t>) -> Vec<Site<'t>> {
    let whole = rule.rule;
    // The conditions of answers and of what is left of a waived rule come from several places.
    let is_waived = |change: &Change| change.kind == "waived" && change.rule.as_deref() == Some(&whole.id);
    let layers = &question.table.document.layers;
    let is_put_together = whole.policy.is_some()
        || layers.iter().any(|layer| layer.id == whole.layer && layer.changes.iter().any(is_waived));
    let mut walk = Walk {
        at: Part::Effect,
        looks_into_conditions: !is_put_together,
        steps: Vec::new(),
        scope: Scope::Rule,
        sites: Vec::new(),
    };
    if !is_put_together {
        let of: Vec<&Condition> = whole.when.iter().map(|guard| &guard.condition).collect();
        for (number, guard) in whole.when.iter().enumerate().rev() {
            walk.at = Part::When { number, of: of.len() };
            walk.one_of_conditions(number, &of, true, Some(&guard.sentence));
        }
    }
    walk.at = Part::Effect;
    whole.require.iter().for_each(|obligation| walk.obligation(obligation));
    walk.sites
}

struct Walk<'t> {
    at: Part,
    /// The conditions of answers belong to the policy.
    looks_into_conditions: bool,
    steps: Vec<Step>,
    scope: Scope<'t>,
    sites: Vec<Site<'t>>,
}

impl<'t> Walk<'t> {
    fn add(&mut self, part: Kind<'t>, sentence: Option<&'t Sentence>) {
        self.sites.push(Site { at: self.at, steps: self.steps.clone(), part, sentence });
    }

    fn within(&mut self, step: Step, walk: impl FnOnce(&mut Self)) {
        self.steps.push(step);
        walk(self);
        self.steps.pop();
    }

    fn in_scope(&mut self, scope: Scope<'t>, walk: impl FnOnce(&mut Self)) {
        let outer = std::mem::replace(&mut self.scope, scope);
        walk(self);
        self.scope = outer;
    }

    fn one_of_conditions(
        &mut self,
        number: usize,
        of: &[&'t Condition],
        all_needed: bool,
        sentence: Option<&'t Sentence>,
    ) {
        // The language asks for `has` wherever what may be left empty is compared.
        if !matches!(of[number], Condition::Has { .. }) {
            self.add(Kind::Condition { number, of: of.to_vec(), all_needed, scope: self.scope }, sentence);
        }
        self.condition(of[number]);
    }

    fn guards(&mut self, guards: &'t [Guard], step: fn(usize) -> Step) {
        let of: Vec<&Condition> = guards.iter().map(|guard| &guard.condition).collect();
        for (number, guard) in guards.iter().enumerate().rev() {
            self.within(step(number), |walk| walk.one_of_conditions(number, &of, true, Some(&guard.sentence)));
        }
    }

    fn condition(&mut self, condition: &'t Condition) {
        match condition {
            _ if !self.looks_into_conditions => {}
            Condition::Not { of } => self.condition(of),
            Condition::And { of } => self.group(of, Step::And, true),
            Condition::Or { of } => self.group(of, Step::Or, false),
            Condition::Any { list, of } | Condition::All { list, of } => self.quantifier(list, of),
            Condition::Count { list, of: Some(of) } => self.quantifier(list, of),
            _ => condition
                .parts()
                .into_iter()
                .filter(|part| matches!(part, Condition::Count { .. }))
                .for_each(|part| self.condition(part)),
        }
    }

    fn group(&mut self, of: &'t [Condition], step: fn(usize) -> Step, all_needed: bool) {
        let of: Vec<&Condition> = of.iter().collect();
        for number in (0..of.len()).rev() {
            self.within(step(number), |walk| walk.one_of_conditions(number, &of, all_needed, None));
        }
    }

    fn quantifier(&mut self, list: &'t str, of: &'t Condition) {
        if self.scope == Scope::Rule {
            self.in_scope(Scope::Elements(list), |walk| walk.within(Step::Where, |walk| walk.condition(of)));
        }
    }

    fn obligation(&mut self, obligation: &'t Obligation) {
        match obligation {
            Obligation::Condition { condition, .. } => self.condition(condition),
            Obligation::Provide { material, with, .. } => {
                self.in_scope(Scope::Material(material), |walk| walk.guards(with, Step::With));
            }
            Obligation::AllOf { parts } => self.parts(parts, Step::AllOf),
            Obligation::OneOf { parts } => self.parts(parts, Step::OneOf),
            Obligation::AtLeast { parts, .. } => self.parts(parts, Step::AtLeast),
            // What is preferred among parts that all do is no question of truth.
            Obligation::Prefer { .. } | Obligation::Remark { .. } | Obligation::Unknown {} => {}
        }
    }

    fn parts(&mut self, parts: &'t [document::Part], step: fn(usize) -> Step) {
        for (index, part) in parts.iter().enumerate().rev() {
            self.within(step(index), |walk| {
                walk.add(Kind::Demand(part), part.item.sentence());
                walk.guards(&part.when, Step::When);
                walk.obligation(&part.item);
            });
        }
    }
}

/// Whether a rule means the same without a part, when some others are left out already.
///
/// A condition is held against those beside it alone: what `a and b or not a and c` says could be said in
/// fewer words, but not more plainly.
fn is_idle<'t>(question: &mut Question<'t>, rule: &RuleOf<'t>, site: &Site<'t>, idle: &[Site<'t>]) -> bool {
    rule.instances.iter().all(|instance| {
        let space = &mut question.prover.scene.space;
        match &site.part {
            Kind::Demand(part) => {
                let left_out = idle.iter().filter_map(|idle| match idle.part {
                    Kind::Demand(part) => Some(part),
                    Kind::Condition { .. } => None,
                });
                let satisfied = space.satisfied_without(rule.rule, instance, left_out.chain([*part]));
                let same = space.formulas.equal(satisfied, instance.satisfied);
                question.never(&[instance.applies, !same])
            }
            Kind::Condition { number, of, all_needed, scope } => {
                let is_left_out = |number: &usize| idle.iter().any(|idle| idle.is_condition_of(site, *number));
                let left: Vec<usize> = (0..of.len()).filter(|other| other != number && !is_left_out(other)).collect();
                let others = others(space, instance, site, idle);
                space.truths(of, instance, *scope).into_iter().all(|(there, truths)| {
                    let mut asked = others.clone();
                    asked.push(there);
                    // Where the others hold it does not, or where it holds none of the others does.
                    asked.push(if *all_needed { !truths[*number] } else { truths[*number] });
                    asked.extend(left.iter().map(|other| if *all_needed { truths[*other] } else { !truths[*other] }));
                    question.never(&asked)
                })
            }
        }
    })
}

impl<'t> Site<'t> {
    /// Whether it is a derived fact that is always so: that is told of the fact.
    fn is_constant(&self, question: &mut Question<'t>) -> bool {
        match &self.part {
            Kind::Condition { number, of, .. } => question.speaks_of_constant(of[*number]),
            Kind::Demand(_) => false,
        }
    }

    /// Whether it is another condition of the group in which one stands.
    fn is_condition_of(&self, site: &Site<'_>, number: usize) -> bool {
        let (Kind::Condition { number: own, of: group, .. }, Kind::Condition { of: other, .. }) =
            (&self.part, &site.part)
        else {
            return false;
        };
        *own == number
            && group.len() == other.len()
            && group.iter().zip(other).all(|(own, other)| std::ptr::eq(*own, *other))
    }
}

/// What holds where a part of a rule is looked at: the conditions of the rule but that in which it stands,
/// and but those that are left out already.
fn others(space: &Space<'_>, instance: &Instance, site: &Site<'_>, idle: &[Site<'_>]) -> Vec<Formula> {
    let is_left_out = |number: usize| {
        let of_rule = |idle: &Site<'_>| {
            idle.steps.is_empty() && matches!(idle.at, Part::When { number: own, .. } if own == number)
        };
        idle.iter().any(of_rule)
    };
    let is_other = |number: usize| match site.at {
        // The conditions of the rule are themselves those beside one another.
        Part::When { .. } if site.steps.is_empty() => false,
        Part::When { number: own, .. } => number != own && !is_left_out(number),
        Part::Whole | Part::Effect => !is_left_out(number),
    };
    // What holds of the element of the rule says nothing of other elements.
    let is_of_other = matches!(site.part, Kind::Condition { scope: Scope::Elements(_), .. });
    let others = instance.guards.iter().enumerate().filter(|(number, _)| is_other(*number)).map(|(_, guard)| *guard);
    let others = others.filter(|guard| !is_of_other || !space.is_about_elements(*guard));
    [instance.there, instance.track]
        .into_iter()
        .filter(|part| !is_of_other || *part == instance.track)
        .chain(others)
        .collect()
}

fn claim(rule: &RuleOf<'_>, site: &Site<'_>) -> Claim {
    let (id, label) = (&rule.rule.id, &rule.rule.label);
    let (message, here) = match site.sentence {
        Some(Sentence { zh, en }) if site.steps.is_empty() => (
            say!("规则“{label}”有一个多余的条件", "the rule `{id}` has a redundant condition"),
            say!("其余条件成立时，总是{zh}", "where the other conditions hold, always: {en}"),
        ),
        Some(Sentence { zh, en }) => (
            say!("规则“{label}”里有一处不起作用", "a part of the rule `{id}` makes no difference"),
            say!("去掉这一处，规则的意思不变：{zh}", "without this the rule means the same: {en}"),
        ),
        None => {
            let (zh, en) = place(site);
            (
                say!("规则“{label}”里有一处不起作用", "a part of the rule `{id}` makes no difference"),
                say!("去掉{zh}，规则的意思不变", "without {en} the rule means the same"),
            )
        }
    };
    Claim {
        subject: Subject::Rule(id.clone()),
        key: format!("{:?} {:?}", site.at, site.steps),
        reach: Reach::Every,
        message,
        here: (site.at, here),
        others: Vec::new(),
        help: vec![say!("去掉它；如果本来想写别的，改对它", "leave it out, or mend it if something else was meant")],
    }
}

/// Where a part stands, from the outside to the inside.
fn place(site: &Site<'_>) -> (String, String) {
    let (mut zh, mut en) = (Vec::new(), Vec::new());
    for step in &site.steps {
        let (group_zh, group_en, index) = match step {
            Step::And(index) => ("“且”", "`and`", index),
            Step::Or(index) => ("“或”", "`or`", index),
            Step::AllOf(index) => ("“全部”", "`all_of`", index),
            Step::OneOf(index) => ("“任选其一”", "`one_of`", index),
            Step::AtLeast(index) => ("“至少”", "`at_least`", index),
            Step::When(index) => ("“当”", "`when`", index),
            Step::With(index) => ("材料要求", "what is asked of the material", index),
            Step::Where => continue,
        };
        let number = index + 1;
        zh.push(format!("{group_zh}的第{number}项"));
        en.push(format!("part {number} of {group_en}"));
    }
    en.reverse();
    (zh.join("里"), en.join(" in "))
}
