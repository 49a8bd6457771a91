//! Rules that together let nobody pass.

use crate::diagnostic::{Code, Severity};
use crate::lint::proof::{Claim, Part, Reach, Subject, most_special};
use crate::lint::{Check, Lint};
use crate::prove::question::{Question, Shut};
use crate::prove::space::TRACK;
use crate::say;

pub const LINT: Lint = Lint {
    code: Code {
        code: "L0712", name: "nobody-passes", severity: Severity::Warning, title: "谁都通不过", page: PAGE
    },
    fix: None,
    check: Check::Proof(check),
};

const PAGE: &str = r#"
## 中文

一种备案性质（单位或个人）在这个省里，没有一份申请能满足全部规则。
多半是一条不予备案漏了条件，或者几条不予备案合起来拒绝了所有人，或者几条要求对谁都互相矛盾。
这是证明出来的；指出的是少一条就有人通得过的那几条规则。
给不予备案补上条件，或者改对互相矛盾的要求。其余由此而来的问题（被盖住的规则、多余的规则）改好以后再报。

## English

In this province no application of a track (unit or individual) satisfies all rules.
Mostly a refusal has lost its condition, or several refusals together refuse everybody, or requirements contradict for all.
This is proved; the rules that are named are such that without any of them somebody passes.
Give the refusal its condition, or mend the requirements. What follows from it (shadowed and redundant rules) is told once this is mended.

## Example

```gj bad
省份 湖北

适用于 单位备案 {
  规则 companies "企业" {
    依据 e-01
    当 主办单位性质 为 企业
    不予备案
  }
  规则 others "企业以外的单位" {
    依据 e-02
    当 主办单位性质 不为 企业
    不予备案
  }
}

来源 hubei "湖北省管局要求" {
  原文条目 { e-01 可判定 "企业不予备案"  e-02 可判定 "企业以外的单位不予备案" }
}
```

```gj good
省份 湖北

适用于 单位备案 {
  规则 others "企业以外的单位" {
    依据 e-02
    当 主办单位性质 不为 企业
    不予备案
  }
}

来源 hubei "湖北省管局要求" {
  原文条目 { e-02 可判定 "企业以外的单位不予备案" }
}
```
"#;

fn check(question: &mut Question<'_>, claims: &mut Vec<Claim>) {
    for shut in question.shut().iter() {
        claims.extend(claim(question, shut));
    }
}

fn claim(question: &Question<'_>, shut: &Shut<'_>) -> Option<Claim> {
    let rules: Vec<_> = shut.rules.iter().map(|index| question.rules[*index].rule).collect();
    let known: Vec<&str> = rules.iter().map(|rule| rule.id.as_str()).collect();
    let own = most_special(&known, &question.asked)?;
    let vocabulary = &question.table.document.vocabulary;
    let of_tracks = vocabulary.derived.iter().find(|derived| derived.path == TRACK);
    let of_tracks = of_tracks.and_then(|derived| derived.r#type.r#enum.as_deref());
    let values = vocabulary.enums.iter().filter(|own| Some(own.id.as_str()) == of_tracks).flat_map(|own| &own.values);
    let track_label = values.into_iter().find(|value| value.id == shut.track).map_or(shut.track, |value| &value.label);
    let place = question.table.document.layers.iter().find(|layer| layer.id == question.asked.province);
    let province_label = place.map_or(question.asked.province, |layer| &layer.label);
    let (track, province) = (shut.track, question.asked.province);
    let others = rules.iter().enumerate().filter(|(index, _)| *index != own);
    let others = others.map(|(_, rule)| {
        (Subject::Rule(rule.id.clone()), Part::Whole, say!("合上这条规则", "together with this rule"))
    });
    Some(Claim {
        subject: Subject::Rule(rules[own].id.clone()),
        key: shut.track.to_owned(),
        reach: Reach::Some,
        message: say!(
            "{province_label}的{track_label}没有一份通得过",
            "no application of track `{track}` passes in `{province}`"
        ),
        here: (Part::Whole, say!("有了这条规则，谁都通不过", "with this rule nobody passes")),
        others: others.collect(),
        help: vec![say!(
            "看不予备案是不是漏了条件，要求是不是互相矛盾",
            "see whether a refusal lacks its condition, or requirements contradict one another"
        )],
    })
}
