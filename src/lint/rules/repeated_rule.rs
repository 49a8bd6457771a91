//! The same own rule in several provinces.

use std::hash::BuildHasher;

use rustc_hash::{FxBuildHasher, FxHashMap};

use crate::diagnostic::{Code, Diagnostic, Message, Severity};
use crate::lint::{Check, Lint, ProgramContext};
use crate::model::{Layer, Origin, Rule};
use crate::say;

pub const LINT: Lint = Lint {
    code: Code {
        code: "L0303",
        name: "repeated-rule",
        severity: Severity::Warning,
        title: "几个省各写一遍的规则",
        page: PAGE,
    },
    fix: None,
    check: Check::Program(check),
};

const PAGE: &str = r#"
## 中文

至少三个省的文件里，各有一条意思完全一样的规则。
这是各省都要回答的一个问题：写成政策，比较表里看得出哪些省有、哪些省没有，要改时也只改一处。
在 `policies.gj` 里加一个政策，把这条规则写成它的选项，各省改为答复它，其余的省答 `未明确`。
几个省起算由 `guanju.toml` 的 `several-provinces` 决定。

## English

At least three provinces have a rule that means exactly the same.
It is a question for all bureaus: as a policy the comparison shows who asks for it, and there is one place to change it.
Add a policy to `policies.gj` with this rule as a choice, answer it in these provinces, and leave it unstated in the others.
How many provinces are several is `several-provinces` in `guanju.toml`.

## Example

```gj bad
省份 湖北

适用于 单位备案 {
  规则 seal "须有公章" {
    依据 e-01
    要求 主办者有公章
  }
}

来源 hubei "湖北省管局要求" {
  原文条目 { e-01 可判定 "单位须有公章" }
}
```

```gj bad file=hunan.gj
省份 湖南

适用于 单位备案 {
  规则 with_seal "有公章" {
    依据 e-01
    要求 主办者有公章
  }
}

来源 hunan "湖南省管局要求" {
  原文条目 { e-01 可判定 "单位须有公章" }
}
```

```gj bad file=jiangxi.gj
省份 江西

适用于 单位备案 {
  规则 stamped "单位要有公章" {
    依据 e-01
    要求 主办者有公章
  }
}

来源 jiangxi "江西省管局要求" {
  原文条目 { e-01 可判定 "单位须有公章" }
}
```

```gj good file=seal.gj
政策 seal_needed "单位公章" 适用于 单位备案 {
  选项 required "须有公章" { 要求 主办者有公章 }
}
```

```gj good
省份 湖北

适用于 单位备案 {
  单位公章：须有公章 依据 e-01
}

来源 hubei "湖北省管局要求" {
  原文条目 { e-01 可判定 "单位须有公章" }
}
```

```gj good file=hunan.gj
省份 湖南

适用于 单位备案 {
  单位公章：须有公章 依据 e-01
}

来源 hunan "湖南省管局要求" {
  原文条目 { e-01 可判定 "单位须有公章" }
}
```

```gj good file=jiangxi.gj
省份 江西

适用于 单位备案 {
  单位公章：须有公章 依据 e-01
}

来源 jiangxi "江西省管局要求" {
  原文条目 { e-01 可判定 "单位须有公章" }
}
```
"#;

/// How many of the other rules a finding points at.
const SHOWN: usize = 5;

fn check(context: &ProgramContext<'_>, diagnostics: &mut Vec<Diagnostic>) {
    let mut groups: FxHashMap<u64, Vec<(&Layer, &Rule)>> = FxHashMap::default();
    let mut order = Vec::new();
    for layer in context.program.provinces() {
        for rule in layer.rules.iter().filter(|rule| rule.origin == Origin::Own) {
            let group = groups.entry(meaning(rule)).or_default();
            if group.is_empty() {
                order.push(meaning(rule));
            }
            // A province that says it twice is one province, and another meaning of the same hash
            // is rare enough to be left out.
            let is_new = group.last().is_none_or(|(last, first)| last.name != layer.name && is_same(first, rule));
            if is_new {
                group.push((layer, rule));
            }
        }
    }
    let several = context.settings.several_provinces.max(2);
    let groups = order.iter().filter_map(|hash| groups.get(hash)).filter(|group| group.len() >= several);
    diagnostics.extend(groups.map(|group| finding(group)));
}

/// What makes two rules one: not their names, labels and citations.
fn meaning(rule: &Rule) -> u64 {
    FxBuildHasher.hash_one((rule.tracks, rule.for_each, &rule.when, &rule.effect, &rule.also))
}

fn is_same(one: &Rule, two: &Rule) -> bool {
    (one.tracks, one.for_each, &one.when) == (two.tracks, two.for_each, &two.when)
        && (&one.effect, &one.also) == (&two.effect, &two.also)
}

fn finding(group: &[(&Layer, &Rule)]) -> Diagnostic {
    let (layer, rule) = group[0];
    let count = group.len();
    let provinces: Vec<&str> = group.iter().map(|(layer, _)| &*layer.label).take(SHOWN + 1).collect();
    let and_so_on = if count > SHOWN + 1 { "等 " } else { "这 " };
    let message = Message::new(
        format!("{}{and_so_on}{count} 个省都有和 `{}` 一样的规则", provinces.join("、"), rule.label),
        format!("{count} provinces have the rule `{}.{}`, each its own", layer.name, rule.name),
    );
    let help = say!(
        "在 `policies.gj` 里写一个政策，把这条规则作为它的选项；这些省改为答复它，其余的省写 `未明确`",
        "make it the choice of a policy in `policies.gj`, answer it in these provinces and leave it unstated in the others"
    );
    let first = Diagnostic::new(LINT.code, rule.place.file, rule.place.span, message).help(help);
    group[1..].iter().take(SHOWN).fold(first, |diagnostic, (layer, rule)| {
        let (label, name) = (&layer.label, &layer.name);
        diagnostic.also(rule.place.file, rule.place.span, say!("{label}的", "that of `{name}`"))
    })
}

#[cfg(test)]
mod tests {
    use super::LINT;
    use crate::lint::testing::found;

    fn check(rules: [&str; 3]) -> Vec<String> {
        let province = |name: &str, rule: &str| format!("province {name} for unit {{ rule {rule} }}");
        let [henan, hubei, hunan] =
            [("henan", rules[0]), ("hubei", rules[1]), ("hunan", rules[2])].map(|(name, rule)| province(name, rule));
        found(&LINT, &[("henan.gj", &henan), ("hubei.gj", &hubei), ("hunan.gj", &hunan)])
    }

    #[test]
    fn rules_of_one_meaning_are_counted_whatever_they_are_called() {
        let rules = [r#"a "甲" { require sponsor.sealed }"#, r#"b "乙" { require sponsor.sealed }"#];
        assert_eq!(
            check([rules[0], rules[1], rules[0]]),
            ["henan.gj: 3 provinces have the rule `henan.unit.a`, each its own"]
        );
    }

    #[test]
    fn two_are_not_several() {
        let rules = [r#"a "甲" { require sponsor.sealed }"#, r#"a "甲" { require not sponsor.sealed }"#];
        assert_eq!(check([rules[0], rules[1], rules[0]]), [""; 0]);
    }
}
