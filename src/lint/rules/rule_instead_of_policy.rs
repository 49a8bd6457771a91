//! An own rule that says what the choice of a policy says.

use rustc_hash::{FxHashMap, FxHashSet};

use crate::diagnostic::{Code, Diagnostic, Fix, Message, Safety, Severity};
use crate::lint::unify::unifies;
use crate::lint::walk::{self, Part};
use crate::lint::{Check, Lint, ProgramContext};
use crate::model::{
    Also, Choice, ChoiceRule, Effect, Expr, Layer, Obligation, Origin, Policy, PolicyId, Rule, Vocabulary,
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
    当 主办单位通信地址 含有 "市辖区"
    除非 备案类型 属于 注销类备案
    要求 主办单位通信地址 不含 "市辖区"
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
    let templates = Templates::new(&program.vocabulary, &program.policies);
    for layer in program.provinces() {
        for rule in layer.rules.iter().filter(|rule| rule.origin == Origin::Own) {
            if let Some(template) = templates.find(rule) {
                diagnostics.push(finding(layer, rule, template));
            }
        }
    }
}

fn finding(layer: &Layer, rule: &Rule, template: &Template<'_>) -> Diagnostic {
    let Template { id, policy, choice, .. } = template;
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
    let is_answered = layer.answers.iter().any(|answer| {
        answer.policy == *id && !answer.tracks.common(rule.tracks).is_empty() && !answer.cases.is_empty()
    });
    let help = if is_answered {
        say!(
            "这个政策已有答复；把这条规则并进去，写成 `{chinese}` 的一种情况，再删去规则",
            "the policy has an answer already; make `{english}` a case of it and remove the rule"
        )
    } else {
        say!(
            "删去规则，写成答复 `{chinese}`，依据照抄；原来的 `未明确` 也删去",
            "remove the rule and the `unstated`, and answer `{english}` with the same citations"
        )
    };
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
    fn new(vocabulary: &Vocabulary, policies: &'a [Policy]) -> Templates<'a> {
        let filing = (0..).zip(&vocabulary.facts).filter(|(_, fact)| fact.path.starts_with("filing."));
        let common: FxHashSet<Anchor> = filing.map(|(index, _)| (FACT, index)).collect();
        let mut all = Vec::new();
        for (id, policy) in (0..).map(PolicyId).zip(policies) {
            for choice in &policy.choices {
                // A choice with several rules asks for more than one own rule does.
                if let ([rule], []) = (choice.rules.as_slice(), choice.classifications.as_slice()) {
                    all.push(Template { id, policy, choice, rule });
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

    fn find(&self, rule: &Rule) -> Option<&Template<'a>> {
        let spoken = anchors(rule.when.as_ref(), &rule.effect, &rule.also);
        let near = spoken.difference(&self.common).filter_map(|anchor| self.by_anchor.get(anchor)).flatten();
        let is_it = |index: &&usize| {
            let Template { policy, rule: template, .. } = &self.all[**index];
            rule.tracks.without(policy.tracks).is_empty() && unifies(template, rule)
        };
        near.filter(is_it).min().map(|index| &self.all[*index])
    }
}

const FACT: u8 = 0;

/// What these speak of. The things behind a parameter are not known.
fn anchors(when: Option<&Expr>, effect: &Effect, also: &[Also]) -> FxHashSet<Anchor> {
    let mut anchors = FxHashSet::default();
    walk::each_part(when, effect, also, &mut |part| {
        let anchor = match part {
            Part::Expr(Expr::Fact(id)) => (FACT, id.0),
            Part::Expr(Expr::Derived(id)) => (1, id.0),
            Part::Obligation(Obligation::Provide(id, _)) => (2, id.0),
            Part::Obligation(Obligation::Supplemented(of)) => (2, of.material.0),
            Part::Obligation(Obligation::Remark(fact, _)) => (FACT, fact.0),
            Part::Obligation(Obligation::Bundle(id)) => (3, id.0),
            Part::Expr(_) | Part::Obligation(_) => return,
        };
        anchors.insert(anchor);
    });
    anchors
}

#[cfg(test)]
mod tests {
    use super::LINT;
    use crate::lint::testing::found;

    const POLICIES: &str = r#"
        policy min_age "最低年龄" for unit, individual {
          choice none "不限"
          choice at_least "不得小于" (minimum int 0..150 years "年龄") { when sponsor.age < minimum forbid }
        }
        policy letter "承诺书" for unit { choice required "须交" (what obligation "承诺书") { require what } }
    "#;

    fn check(rule: &str) -> Vec<String> {
        let text = format!("province hubei for unit {{ rule a \"甲\" {{ {rule} }} }}");
        found(&LINT, &[("policies.gj", POLICIES), ("hubei.gj", &text)])
    }

    #[test]
    fn parameters_stand_for_anything() {
        let said = "hubei.gj: rule `unit.a` says what choice `at_least` of policy `min_age` says";
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
    fn a_choice_that_says_nothing_itself_fits_no_rule() {
        assert_eq!(check("require sponsor.sealed"), [""; 0]);
    }
}
