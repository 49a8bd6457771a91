//! A rule asks for a material of which nothing can be said, though the page says how it must be.

use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::lint::walk::{self, Part};
use crate::lint::{Check, Lint, ProgramContext};
use crate::model::{Effect, MaterialId, Obligation, Program, Rule, Statement, StatementRef, Vocabulary};
use crate::say;

pub const LINT: Lint = Lint {
    code: Code {
        code: "L0305",
        name: "undescribed-material",
        severity: Severity::Warning,
        title: "材料没有可写的属性",
        page: PAGE,
    },
    fix: None,
    check: Check::Program(check),
};

const PAGE: &str = r#"
## 中文

规则要求一种材料，它依据的原文还说了这材料要怎样：原件、彩色扫描、盖章、签字、在有效期内等。
可是词汇里这种材料没有任何属性，规则没法写这些要求，交什么样的都算通过。
在词汇的 `材料` 里给它加上属性，如 `带有 form, sealed`，再在规则里写 `材料（原件，加盖公章）`。

## English

A rule asks for a material, and the statement it cites says how it has to be: original, in colour, sealed, signed, not expired.
The vocabulary declares no attribute of that material, so the rule cannot ask for it, and any copy passes.
Give the material attributes in the vocabulary, such as `with form, sealed`, and write `material(original, stamped)` in the rule.

## Example

```gj bad file=vocabulary/extra.gj
材料 {
  seal_register "公章备案回执"
}
```

```gj bad
省份 湖北

适用于 单位备案 {
  规则 seal_register "公章备案" {
    依据 e-01
    要求 公章备案回执
  }
}

来源 hubei "湖北省管局要求" {
  原文条目 { e-01 可判定 "须交公章备案回执的彩色扫描件，加盖公章" }
}
```

```gj good file=vocabulary/extra.gj
材料 {
  seal_register "公章备案回执" 带有 form, sealed
}
```

```gj good
省份 湖北

适用于 单位备案 {
  规则 seal_register "公章备案" {
    依据 e-01
    要求 公章备案回执（彩色扫描件，加盖公章）
  }
}

来源 hubei "湖北省管局要求" {
  原文条目 { e-01 可判定 "须交公章备案回执的彩色扫描件，加盖公章" }
}
```
"#;

/// Words by which pages say how a material has to be. The longer ones stand first.
const DEMANDS: &[&str] = &[
    "复印件",
    "扫描件",
    "彩色",
    "原件",
    "正反面",
    "加盖公章",
    "盖章",
    "鲜章",
    "签字",
    "签名",
    "手写",
    "按手印",
    "有效期内",
];

fn check(context: &ProgramContext<'_>, diagnostics: &mut Vec<Diagnostic>) {
    let program = context.program;
    let vocabulary = &program.vocabulary;
    if vocabulary.materials.iter().all(|material| !material.attributes.is_empty()) {
        return;
    }
    let mut demands = Demands::new(program);
    for layer in &program.layers {
        for rule in &layer.rules {
            for material in undescribed(vocabulary, rule) {
                let label = &vocabulary.materials[material.index()].label;
                let found = rule.cites.iter().find_map(|cite| Some((demands.of(*cite, label)?, *cite)));
                if let Some((demand, cite)) = found {
                    diagnostics.push(finding(program, rule, material, demand, cite));
                }
            }
        }
    }
}

/// The materials without attributes that a rule asks for.
fn undescribed(vocabulary: &Vocabulary, rule: &Rule) -> Vec<MaterialId> {
    let Effect::Require(obligation) = &rule.effect else { return Vec::new() };
    let mut found = Vec::new();
    walk::each_in_obligation(obligation, &mut |part| {
        let Part::Obligation(Obligation::Provide(material, _)) = part else { return };
        if vocabulary.materials[material.index()].attributes.is_empty() && !found.contains(material) {
            found.push(*material);
        }
    });
    found
}

/// What statements say of materials, looked for once in each.
struct Demands<'a> {
    program: &'a Program,
    /// By source and statement; `None` where nobody has looked yet.
    known: Vec<Vec<Option<Option<&'static str>>>>,
}

impl Demands<'_> {
    fn new(program: &Program) -> Demands<'_> {
        let known = program.sources.iter().map(|source| vec![None; source.statements.len()]).collect();
        Demands { program, known }
    }

    /// What the statement demands, if it speaks of this material.
    fn of(&mut self, cite: StatementRef, label: &str) -> Option<&'static str> {
        let statement = statement(self.program, cite)?;
        let slot = self.known.get_mut(cite.source.index())?.get_mut(cite.statement as usize)?;
        let demand = slot.get_or_insert_with(|| demand(statement.text()));
        (*demand).filter(|_| statement.text().contains(label))
    }
}

fn demand(text: &str) -> Option<&'static str> {
    DEMANDS.iter().find(|word| text.contains(**word)).copied()
}

fn statement(program: &Program, cite: StatementRef) -> Option<&Statement> {
    program.sources.get(cite.source.index())?.statements.get(cite.statement as usize)
}

fn finding(program: &Program, rule: &Rule, material: MaterialId, demand: &str, cite: StatementRef) -> Diagnostic {
    let material = &program.vocabulary.materials[material.index()];
    let (label, name, place) = (&material.label, &material.name, material.place);
    let message = say!(
        "原文说 `{label}` 要“{demand}”，词汇里它却没有可写的属性",
        "the page says how `{name}` has to be (`{demand}`), but the vocabulary declares no attribute of it"
    );
    let help = say!(
        "在词汇里给它加上属性，如 `带有 form, sealed`，再在规则里写 `{label}（原件，加盖公章）`",
        "give it attributes in the vocabulary, such as `with form, sealed`, and write `{name}(original, stamped)`"
    );
    let mut diagnostic = Diagnostic::new(LINT.code, rule.place.file, rule.place.span, message).help(help);
    if let Some(statement) = statement(program, cite) {
        diagnostic = diagnostic.also(statement.place.file, statement.place.span, say!("原文", "the statement"));
    }
    diagnostic.also(place.file, place.span, say!("材料在这里声明", "the material is declared here"))
}

#[cfg(test)]
mod tests {
    use super::LINT;
    use crate::lint::testing::found;

    fn check(attributes: &str, statement: &str) -> Vec<String> {
        let vocabulary =
            format!("attributes {{ sealed yes_no \"盖章情况\" }} materials {{ letter \"承诺书\" {attributes} }}");
        let province = format!(
            "province hubei for unit {{ rule a \"甲\" {{ cites e-01 require letter }} }}
            source page \"页\" {{ statements {{ e-01 decidable \"{statement}\" }} }}"
        );
        found(&LINT, &[("more.gj", &vocabulary), ("hubei.gj", &province)])
    }

    #[test]
    fn what_the_page_says_needs_an_attribute() {
        let said =
            "hubei.gj: the page says how `letter` has to be (`盖章`), but the vocabulary declares no attribute of it";
        assert_eq!(check("", "须交盖章的承诺书"), [said]);
        assert_eq!(check("with sealed", "须交盖章的承诺书"), [""; 0]);
    }

    #[test]
    fn a_statement_about_something_else_says_nothing() {
        assert_eq!(check("", "须交承诺书"), [""; 0]);
        assert_eq!(check("", "证件须盖章"), [""; 0]);
    }
}
