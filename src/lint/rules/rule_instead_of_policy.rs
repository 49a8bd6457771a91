//! An own rule that says what the choice of a policy says.

use rustc_hash::{FxHashMap, FxHashSet};

use crate::diagnostic::{Code, Diagnostic, Fix, Message, Safety, Severity};
use crate::lint::unify::unifies;
use crate::lint::walk::{self, Part};
use crate::lint::{Check, Lint, ProgramContext};
use crate::model::{
    Also, Argument, Choice, ChoiceRule, Effect, Expr, Layer, Obligation, Origin, Policy, PolicyId, Program, Rule,
    Tracks,
};
use crate::say;

pub const LINT: Lint = Lint {
    code: Code {
        code: "L0302",
        name: "rule-instead-of-policy",
        severity: Severity::Warning,
        title: "该写成答复的规则",
        page: PAGE,
    },
    fix: Some(Safety::Shown),
    check: Check::Program(check),
};

const PAGE: &str = r#"
## 中文

一条自己的规则，条件和要求都和某个政策的一个选项一样。
写成规则，各省的比较表里看不到它，那个政策还会显示成 `未明确`。
删去这条规则，改为答复那个政策，依据照抄过去。

## English

A rule of a province's own asks under the same conditions for the same as a choice of some policy.
As a rule it is not seen in the comparison of provinces, where the policy shows as unstated.
Remove the rule and answer the policy instead, with the same citations.

## Example

```gj bad
省份 湖北

适用于 单位备案 {
  规则 no_district "通信地址不写市辖区" {
    依据 e-01
    当 通信地址 含有 "市辖区"
    除非 备案类型 属于 注销类备案
    要求 通信地址 不含 "市辖区"
  }
}

来源 hubei "湖北省管局要求" {
  原文条目 { e-01 可判定 "通信地址不得写市辖区" }
}
```

```gj good
省份 湖北

适用于 单位备案 {
  市辖区字样：通信地址不得写 依据 e-01
}

来源 hubei "湖北省管局要求" {
  原文条目 { e-01 可判定 "通信地址不得写市辖区" }
}
```
"#;

fn check(context: &ProgramContext<'_>, diagnostics: &mut Vec<Diagnostic>) {
    let program = context.program;
    let templates = Templates::new(program);
    for layer in program.provinces() {
        let answered = answered(program, layer);
        for rule in layer.rules.iter().filter(|rule| rule.origin == Origin::Own) {
            if let Some(template) = templates.find(rule, &answered) {
                diagnostics.push(finding(rule, template));
            }
        }
    }
}

/// By policy, the tracks for which a province answers it. A bureau that answers otherwise asks for
/// two things, and the second has to be a rule.
fn answered(program: &Program, layer: &Layer) -> Vec<Tracks> {
    let mut answered = vec![Tracks::default(); program.policies.len()];
    for answer in layer.answers.iter().filter(|answer| !answer.cases.is_empty()) {
        let Tracks(before) = answered[answer.policy.index()];
        answered[answer.policy.index()] = Tracks(before | answer.tracks.0);
    }
    answered
}

fn finding(rule: &Rule, template: &Template<'_>) -> Diagnostic {
    let Template { policy, choice, .. } = template;
    let (label, name) = (&rule.label, &rule.name);
    let message = Message::new(
        format!("规则 `{label}` 说的就是政策 `{}` 的选项 `{}`", policy.label, choice.label),
        format!("rule `{name}` says what choice `{}` of policy `{}` says", choice.name, policy.name),
    );
    let brackets = |items: Vec<&str>, open: &str, separator: &str, close: &str| {
        if items.is_empty() { String::new() } else { format!("{open}{}{close}", items.join(separator)) }
    };
    let parameters = &choice.parameters;
    let chinese = brackets(parameters.iter().map(|parameter| &*parameter.label).collect(), "（", "，", "）");
    let english = brackets(parameters.iter().map(|parameter| &*parameter.name).collect(), "(", ", ", ")");
    let (chinese, english) =
        (format!("{}：{}{chinese}", policy.label, choice.label), format!("{}: {}{english}", policy.name, choice.name));
    let help = say!(
        "删去规则，写成答复 `{chinese}`，依据照抄；原来的 `未明确` 也删去",
        "remove the rule and the `unstated`, and answer `{english}` with the same citations"
    );
    let fix = Fix::new(Safety::Shown, say!("写成答复 `{chinese}`", "answer `{english}`"));
    Diagnostic::new(LINT.code, rule.place.file, rule.place.span, message)
        .also(policy.place.file, policy.place.span, say!("政策在这里", "the policy is here"))
        .help(help)
        .fix(fix)
}

/// The one rule of a choice.
struct Template<'a> {
    id: PolicyId,
    policy: &'a Policy,
    choice: &'a Choice,
    rule: &'a ChoiceRule,
    /// Where an answer says what is demanded: what the answers of other provinces demand. A demand
    /// for something else is about something else, whatever the guard.
    demanded: Option<FxHashSet<Anchor>>,
}

/// What a rule speaks of, by kind and index.
type Anchor = (u8, u32);

/// The templates by something that each of them speaks of and that few others do, so that a rule is
/// held against few of them.
struct Templates<'a> {
    all: Vec<Template<'a>>,
    by_anchor: FxHashMap<Anchor, Vec<usize>>,
    /// Facts of the filing, of which any rule may speak.
    common: FxHashSet<Anchor>,
}

impl<'a> Templates<'a> {
    fn new(program: &'a Program) -> Templates<'a> {
        let filing = (0..).zip(&program.vocabulary.facts).filter(|(_, fact)| fact.path.starts_with("filing."));
        let common: FxHashSet<Anchor> = filing.map(|(index, _)| (FACT, index)).collect();
        let mut all = Vec::new();
        let mut demanded = demanded(program);
        for (id, policy) in (0..).map(PolicyId).zip(&program.policies) {
            for (index, choice) in (0..).zip(&policy.choices) {
                // A choice with several rules asks for more than one own rule does.
                if let ([rule], []) = (choice.rules.as_slice(), choice.classifications.as_slice()) {
                    let is_free = is_demand_free(&rule.effect);
                    let demanded = is_free.then(|| demanded.remove(&(id, index)).unwrap_or_default());
                    all.push(Template { id, policy, choice, rule, demanded });
                }
            }
        }
        let spoken: Vec<FxHashSet<Anchor>> = all
            .iter()
            .map(|template| anchors(template.rule.when.as_ref(), &template.rule.effect, &template.rule.also))
            .map(|anchors| anchors.difference(&common).copied().collect())
            .collect();
        let mut counts: FxHashMap<Anchor, usize> = FxHashMap::default();
        spoken.iter().flatten().for_each(|anchor| *counts.entry(*anchor).or_default() += 1);
        let mut by_anchor: FxHashMap<Anchor, Vec<usize>> = FxHashMap::default();
        for (index, anchors) in spoken.iter().enumerate() {
            // A choice that speaks of nothing by itself would fit any rule.
            if let Some(rarest) = anchors.iter().min_by_key(|anchor| (counts[anchor], **anchor)) {
                by_anchor.entry(*rarest).or_default().push(index);
            }
        }
        Templates { all, by_anchor, common }
    }

    /// The choice that says the same as a rule, of the policies without an answer.
    fn find(&self, rule: &Rule, answered: &[Tracks]) -> Option<&Template<'a>> {
        let spoken = anchors(rule.when.as_ref(), &rule.effect, &rule.also);
        let near = spoken.difference(&self.common).filter_map(|anchor| self.by_anchor.get(anchor)).flatten();
        let is_it = |index: &&usize| {
            let Template { id, policy, rule: template, demanded, .. } = &self.all[**index];
            rule.tracks.without(policy.tracks).is_empty()
                && rule.tracks.common(answered[id.index()]).is_empty()
                && demanded.as_ref().is_none_or(|demanded| !demanded.is_disjoint(&demands(&rule.effect)))
                && unifies(template, rule)
        };
        near.filter(is_it).min().map(|index| &self.all[*index])
    }
}

/// By policy and choice, what the arguments of all answers demand.
fn demanded(program: &Program) -> FxHashMap<(PolicyId, u16), FxHashSet<Anchor>> {
    let mut demanded: FxHashMap<(PolicyId, u16), FxHashSet<Anchor>> = FxHashMap::default();
    for answer in program.provinces().flat_map(|layer| &layer.answers) {
        for case in &answer.cases {
            let Some(choice) = case.choice else { continue };
            for argument in &case.arguments {
                let of_choice = demanded.entry((answer.policy, choice)).or_default();
                match argument {
                    Argument::Obligation(obligation) => add_demands(obligation, of_choice),
                    Argument::Material(material) => {
                        of_choice.insert((MATERIAL, material.0));
                    }
                    Argument::Value(_) | Argument::Values(..) | Argument::Words(_) | Argument::Condition(_) => {}
                }
            }
        }
    }
    demanded
}

/// Whether it is for an answer to say what is demanded.
fn is_demand_free(effect: &Effect) -> bool {
    let mut is_free = false;
    walk::each_part(None, effect, &[], &mut |part| {
        is_free |= matches!(part, Part::Obligation(Obligation::Parameter(_) | Obligation::ProvideParameter(..)));
    });
    is_free
}

fn demands(effect: &Effect) -> FxHashSet<Anchor> {
    let mut demands = FxHashSet::default();
    if let Effect::Require(obligation) = effect {
        add_demands(obligation, &mut demands);
    }
    demands
}

/// The materials, bundles and wordings of a demand. Nearly every remark is written in the same few
/// facts, so these do not count.
fn add_demands(obligation: &Obligation, demands: &mut FxHashSet<Anchor>) {
    walk::each_in_obligation(obligation, &mut |part| match part {
        Part::Obligation(Obligation::Remark(_, template)) => {
            demands.insert((TEMPLATE, template.0));
        }
        Part::Obligation(_) => demands.extend(anchor(part)),
        Part::Expr(_) => {}
    });
}

const FACT: u8 = 0;
const DERIVED: u8 = 1;
const MATERIAL: u8 = 2;
const BUNDLE: u8 = 3;
const TEMPLATE: u8 = 4;

/// What these speak of. The things behind a parameter are not known.
fn anchors(when: Option<&Expr>, effect: &Effect, also: &[Also]) -> FxHashSet<Anchor> {
    let mut anchors = FxHashSet::default();
    walk::each_part(when, effect, also, &mut |part| anchors.extend(anchor(part)));
    anchors
}

fn anchor(part: Part<'_>) -> Option<Anchor> {
    match part {
        Part::Expr(Expr::Fact(id)) | Part::Obligation(Obligation::Remark(id, _)) => Some((FACT, id.0)),
        Part::Expr(Expr::Derived(id)) => Some((DERIVED, id.0)),
        Part::Obligation(Obligation::Provide(id, _)) => Some((MATERIAL, id.0)),
        Part::Obligation(Obligation::Supplemented(of)) => Some((MATERIAL, of.material.0)),
        Part::Obligation(Obligation::Bundle(id)) => Some((BUNDLE, id.0)),
        Part::Expr(_) | Part::Obligation(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::LINT;
    use crate::lint::testing::found;

    const POLICIES: &str = r#"
        policy min_age "最低年龄" for unit, individual {
          choice free "不限"
          choice not_below "不得小于" (minimum int 0..150 years "年龄") { when sponsor.age < minimum forbid }
        }
        policy letter "承诺书" for unit { choice required "须交" (what obligation "承诺书") { require what } }
        materials { birth_certificate "出生证明" consent "同意书" }
        policy proof "未成年证明" for unit {
          choice when_young "须交" (what obligation "证明") { when sponsor.age < 18 years require what }
        }
    "#;

    fn check(rule: &str) -> Vec<String> {
        check_beside("unstated min_age", rule)
    }

    fn check_beside(answer: &str, rule: &str) -> Vec<String> {
        let text = format!("province hubei for unit {{ {answer} rule a \"甲\" {{ {rule} }} }}");
        let other = "province hunan for unit { proof: when_young(birth_certificate) }";
        found(&LINT, &[("policies.gj", POLICIES), ("hubei.gj", &text), ("hunan.gj", other)])
    }

    #[test]
    fn parameters_stand_for_anything() {
        let said = "hubei.gj: rule `unit.a` says what choice `not_below` of policy `min_age` says";
        assert_eq!(check("when sponsor.age < 18 years forbid"), [said]);
        assert_eq!(check("when sponsor.age < 16 years forbid"), [said]);
    }

    #[test]
    fn what_asks_for_more_or_else_is_a_rule() {
        assert_eq!(check("when sponsor.age < 18 years and sponsor.sealed forbid"), [""; 0]);
        assert_eq!(check("when sponsor.age > 18 years forbid"), [""; 0]);
        assert_eq!(check("when sponsor.age < 18 years require sponsor.sealed"), [""; 0]);
    }

    #[test]
    fn a_second_answer_is_a_rule() {
        assert_eq!(check_beside("min_age: not_below(16 years)", "when sponsor.age < 18 years forbid"), [""; 0]);
    }

    #[test]
    fn a_free_demand_is_for_what_others_demand() {
        let said = "hubei.gj: rule `unit.a` says what choice `when_young` of policy `proof` says";
        assert_eq!(check("when sponsor.age < 18 years require birth_certificate"), [said]);
        assert_eq!(check("when sponsor.age < 18 years require consent"), [""; 0]);
    }

    #[test]
    fn a_choice_that_says_nothing_itself_fits_no_rule() {
        assert_eq!(check("require sponsor.sealed"), [""; 0]);
    }
}
