//! What the vocabulary, the policies or the baselines declare and nothing uses.

use rustc_hash::FxHashSet;

use crate::diagnostic::{Code, Diagnostic, Fix, Message, Safety, Severity};
use crate::lint::removal::declared_lines;
use crate::lint::{Check, Lint, ProgramContext};
use crate::model::{ListKind, Place, Policy, Program, Type, Vocabulary};
use crate::say;
use crate::syntax::ast::Item;
use crate::text::FileId;

pub const LINT: Lint = Lint {
    code: Code {
        code: "L0301",
        name: "unused-item",
        severity: Severity::Warning,
        title: "声明了却没有用到",
        page: PAGE,
    },
    fix: Some(Safety::Shown),
    check: Check::Program(check),
};

const PAGE: &str = r#"
## 中文

词汇里声明的事实、材料、词表等，没有一条规则、答复或政策用到；或者一个政策选项没有一个省选它。
读词汇的人会以为某处要看它，填报表单也会白白多问一项。
删去它；若是名字写错了才没有用上，就在规则里改正。
只有情形用到的不算用到；确实要留着的，在上一行写 `# 忽略[L0301]：理由`。

## English

The vocabulary declares a fact, a material, a list of words that no rule, answer or policy uses; or a policy has a choice that no bureau takes.
Whoever reads it believes that something depends on it, and a form asks applicants in vain.
Remove it, or use it in the rule where another name was written by mistake.
Being named in a scenario is no use; what has to stay gets a comment `# ignore[L0301]: reason` above it.

## Example

```gj bad file=vocabulary/extra.gj
词表 idle_words "没有用的词" { "甲词"，"乙词" }
```

```gj bad
省份 湖北
```

```gj good file=vocabulary/extra.gj
词表 idle_words "没有用的词" { "甲词"，"乙词" }
```

```gj good
省份 湖北

适用于 单位备案 {
  规则 no_such_words "网站名称不得含这些词" {
    依据 e-01
    当 存在（网站 满足 网站名称 含有 没有用的词）
    不予备案
  }
}

来源 hubei "湖北省管局要求" {
  原文条目 { e-01 可判定 "网站名称不得含甲词、乙词" }
}
```
"#;

/// What the language itself reads, whether rules name it or not.
const NEEDED: &[&str] = &["filing.province", "filing.submitted_on", "filing.type", "sponsor.track"];

/// The record that `same_as_record` compares with; it is named by the fact that it mirrors.
const RECORD: &str = "history.record.";

fn check(context: &ProgramContext<'_>, diagnostics: &mut Vec<Diagnostic>) {
    let program = context.program;
    // Without a province nobody can use anything yet.
    if program.provinces().next().is_none() {
        return;
    }
    let unused = Unused { context, vocabulary: &program.vocabulary };
    unused.enums(diagnostics);
    unused.facts(diagnostics);
    unused.attributes(diagnostics);
    unused.materials_and_words(diagnostics);
    unused.policies(program, diagnostics);
    unused.baselines(program, diagnostics);
}

struct Unused<'a> {
    context: &'a ProgramContext<'a>,
    vocabulary: &'a Vocabulary,
}

impl Unused<'_> {
    fn enums(&self, diagnostics: &mut Vec<Diagnostic>) {
        for item in &self.vocabulary.enums {
            self.named(&say!("枚举", "enum"), &[&item.name], &item.label, item.place, diagnostics);
            // The documents show the provinces by their groups.
            let is_shown = self.provinces() == Some(&*item.name);
            for (index, group) in item.groups.iter().enumerate() {
                if !is_shown && !self.is_used(&[&group.name, &group.label]) {
                    let place = self.place_of_group(item.place, index);
                    diagnostics.push(self.finding(&say!("组", "group"), &group.name, &group.label, place));
                }
            }
        }
        for list in &self.vocabulary.lists {
            let has_used_facts = || {
                self.vocabulary.facts.iter().any(|fact| {
                    fact.list.is_some_and(|id| self.vocabulary.lists[id.index()].name == list.name)
                        && self.is_used(&[&fact.path, &fact.label, fact.negative.as_deref().unwrap_or_default()])
                })
            };
            if !self.is_used(&[&list.name, &list.label]) && !has_used_facts() {
                diagnostics.push(self.finding(&say!("列表", "list"), &list.name, &list.label, list.place));
            }
        }
    }

    /// The name of the enum of provinces.
    fn provinces(&self) -> Option<&str> {
        let fact = self.vocabulary.fact_by_path("filing.province")?;
        match self.vocabulary.facts[fact.index()].kind {
            Type::Enum(id) => Some(&self.vocabulary.enums[id.index()].name),
            Type::YesNo | Type::Int { .. } | Type::Date | Type::Text | Type::Phone | Type::Set(_) => None,
        }
    }

    fn facts(&self, diagnostics: &mut Vec<Diagnostic>) {
        let of_roles = self.used_through_roles();
        let is_used = |path: &str, label: &str, negative: Option<&str>| {
            of_roles.contains(path) || self.is_used(&[path, label, negative.unwrap_or_default()])
        };
        let used_paths: FxHashSet<&str> = self
            .vocabulary
            .facts
            .iter()
            .filter(|fact| is_used(&fact.path, &fact.label, fact.negative.as_deref()))
            .map(|fact| &*fact.path)
            .collect();
        for fact in &self.vocabulary.facts {
            let mirrored = fact.path.strip_prefix(RECORD).is_some_and(|path| used_paths.contains(path));
            // The facts of a role are those of its members.
            let is_of_role =
                fact.list.is_some_and(|list| matches!(self.vocabulary.lists[list.index()].kind, ListKind::Role { .. }));
            if !is_of_role && !mirrored && !used_paths.contains(&*fact.path) && !NEEDED.contains(&&*fact.path) {
                diagnostics.push(self.finding(&say!("事实", "fact"), &fact.path, &fact.label, fact.place));
            }
        }
        for item in &self.vocabulary.derived {
            let is_needed = NEEDED.contains(&&*item.path);
            if !is_needed && !self.is_used(&[&item.path, &item.label, item.negative.as_deref().unwrap_or_default()]) {
                diagnostics.push(self.finding(&say!("定义", "derived fact"), &item.path, &item.label, item.place));
            }
        }
    }

    /// The facts of members of a role, for those of its facts that are used.
    fn used_through_roles(&self) -> FxHashSet<String> {
        let mut used = FxHashSet::default();
        for fact in &self.vocabulary.facts {
            let Some(list) = fact.list else { continue };
            let ListKind::Role { members } = &self.vocabulary.lists[list.index()].kind else { continue };
            if self.is_used(&[&fact.path, &fact.label, fact.negative.as_deref().unwrap_or_default()]) {
                let rest = fact.path.split_once('.').map_or("", |(_, rest)| rest);
                used.extend(members.iter().map(|member| format!("{}.{rest}", member.group)));
            }
        }
        used
    }

    fn attributes(&self, diagnostics: &mut Vec<Diagnostic>) {
        for item in &self.vocabulary.attributes {
            let spellings = [&*item.name, item.negative.as_deref().unwrap_or_default()];
            self.named(&say!("材料属性", "attribute"), &spellings, &item.label, item.place, diagnostics);
        }
        for item in &self.vocabulary.attribute_lets {
            let spellings = [&*item.name, item.negative.as_deref().unwrap_or_default()];
            self.named(&say!("材料条件", "condition on materials"), &spellings, &item.label, item.place, diagnostics);
        }
    }

    fn materials_and_words(&self, diagnostics: &mut Vec<Diagnostic>) {
        for item in &self.vocabulary.materials {
            self.named(&say!("材料", "material"), &[&item.name], &item.label, item.place, diagnostics);
        }
        for item in &self.vocabulary.bundles {
            self.named(&say!("材料组", "bundle"), &[&item.name], &item.label, item.place, diagnostics);
        }
        for item in &self.vocabulary.words {
            self.named(&say!("词表", "list of words"), &[&item.name], &item.label, item.place, diagnostics);
        }
        for item in &self.vocabulary.tables {
            self.named(&say!("对照表", "table"), &[&item.name], &item.label, item.place, diagnostics);
        }
        for item in &self.vocabulary.templates {
            self.named(&say!("备注模板", "template"), &[&item.name], &item.label, item.place, diagnostics);
        }
    }

    fn policies(&self, program: &Program, diagnostics: &mut Vec<Diagnostic>) {
        let mut taken: Vec<Vec<bool>> =
            program.policies.iter().map(|policy| vec![false; policy.choices.len()]).collect();
        for layer in &program.layers {
            for answer in &layer.answers {
                for choice in answer.cases.iter().filter_map(|case| case.choice) {
                    taken[answer.policy.index()][usize::from(choice)] = true;
                }
            }
            // An answer with an error in it may have taken any.
            layer.unread.iter().for_each(|(policy, _)| taken[policy.index()].fill(true));
        }
        for (policy, taken) in program.policies.iter().zip(&taken) {
            if !taken.contains(&true) {
                diagnostics.push(self.untaken_policy(policy));
                continue;
            }
            for (index, choice) in policy.choices.iter().enumerate().filter(|(index, _)| !taken[*index]) {
                let place = self.place_of_choice(policy.place, index);
                let (label, name, of_label, of_name) = (&choice.label, &choice.name, &policy.label, &policy.name);
                let message = say!(
                    "没有一个省对政策 `{of_label}` 答复选项 `{label}`",
                    "no bureau answers policy `{of_name}` with choice `{name}`"
                );
                let help = say!(
                    "删去这个选项；若有省份本来该选它，改那个省的答复",
                    "remove the choice, or answer with it where it is what the page says"
                );
                diagnostics
                    .push(self.with_removal(Diagnostic::new(LINT.code, place.file, place.span, message).help(help)));
            }
        }
    }

    fn untaken_policy(&self, policy: &Policy) -> Diagnostic {
        let (label, name, place) = (&policy.label, &policy.name, policy.place);
        let message = say!("没有一个省答复政策 `{label}`", "no bureau answers policy `{name}`");
        let help = say!(
            "各省都写 `未明确`；删去这个政策，连同各省的 `未明确`，或按原文给出答复",
            "it is unstated everywhere; remove it together with the `unstated` of the provinces, or answer it"
        );
        Diagnostic::new(LINT.code, place.file, place.span, message).help(help)
    }

    fn baselines(&self, program: &Program, diagnostics: &mut Vec<Diagnostic>) {
        for item in program.scenarios.iter().filter(|item| item.is_baseline) {
            if !self.context.names.in_scenarios(&item.name) && !self.context.names.in_scenarios(&item.label) {
                let (label, name, place) = (&item.label, &item.name, item.place);
                let message = say!("没有情形沿用基准申请 `{label}`", "no scenario begins with baseline `{name}`");
                let help =
                    say!("删去它，或在情形里写 `沿用 {name}`", "remove it, or write `base {name}` in a scenario");
                diagnostics
                    .push(self.with_removal(Diagnostic::new(LINT.code, place.file, place.span, message).help(help)));
            }
        }
    }

    /// Reports what is named nowhere, by these spellings or by its label.
    fn named(&self, what: &Message, spellings: &[&str], label: &str, place: Place, diagnostics: &mut Vec<Diagnostic>) {
        if !self.is_used(spellings) && !self.is_used(&[label]) {
            diagnostics.push(self.finding(what, spellings.first().copied().unwrap_or(label), label, place));
        }
    }

    fn is_used(&self, spellings: &[&str]) -> bool {
        spellings.iter().any(|spelling| self.context.names.in_rules(spelling))
    }

    fn finding(&self, what: &Message, name: &str, label: &str, place: Place) -> Diagnostic {
        let (chinese, english) = (&what.chinese, &what.english);
        let message = say!("{chinese} `{label}` 没有一条规则用到", "no rule uses the {english} `{name}`");
        let in_scenarios = self.context.names.in_scenarios(name) || self.context.names.in_scenarios(label);
        let help = if in_scenarios {
            say!(
                "只有情形写到它；删去它和情形里的那几处，或在规则里用上它",
                "only scenarios name it; remove it there as well, or use it in a rule"
            )
        } else {
            say!("删去它，或在规则里用上它", "remove it, or use it in a rule")
        };
        let diagnostic = Diagnostic::new(LINT.code, place.file, place.span, message).help(help);
        if in_scenarios { diagnostic } else { self.with_removal(diagnostic) }
    }

    fn with_removal(&self, diagnostic: Diagnostic) -> Diagnostic {
        let (file, span) = diagnostic.place();
        match declared_lines(self.context.text(file), span) {
            Some(lines) => {
                diagnostic.fix(Fix::new(Safety::Shown, say!("删去这一项", "remove it")).replace(file, lines, ""))
            }
            None => diagnostic,
        }
    }

    /// The model knows where an enum stands, but not its groups.
    fn place_of_group(&self, place: Place, index: usize) -> Place {
        self.within(place, |item| match item {
            Item::Enum(item) if item.name.0 == place.span => item.groups.get(index).map(|(name, ..)| name.0),
            _ => None,
        })
    }

    fn place_of_choice(&self, place: Place, index: usize) -> Place {
        self.within(place, |item| match item {
            Item::Policy(item) if item.name.0 == place.span => item.choices.get(index).map(|choice| choice.name.0),
            _ => None,
        })
    }

    fn within(&self, place: Place, find: impl Fn(&Item) -> Option<crate::text::Span>) -> Place {
        let file: FileId = place.file;
        let found = self.context.tree(file).and_then(|tree| tree.items.iter().find_map(find));
        Place { file, span: found.unwrap_or(place.span) }
    }
}

#[cfg(test)]
mod tests {
    use super::LINT;
    use crate::lint::testing::found;

    /// What a further text of the vocabulary adds that nothing uses.
    fn check(vocabulary: &str, hubei: &str) -> Vec<String> {
        let rest = "for unit, individual { rule whole \"全\" { when sponsor.age > 1 years and sponsor.province = hubei \
                    require sponsor.sealed } }";
        found(&LINT, &[("more.gj", vocabulary), ("hubei.gj", &format!("province hubei {rest} {hubei}"))])
    }

    #[test]
    fn what_nothing_names_is_unused() {
        assert_eq!(
            check(r#"words bad "坏词" { "坏" } materials { letter "承诺书" }"#, ""),
            ["more.gj: no rule uses the material `letter`", "more.gj: no rule uses the list of words `bad`"]
        );
    }

    #[test]
    fn labels_are_names_too() {
        let vocabulary = r#"materials { letter "承诺书" }"#;
        assert_eq!(check(vocabulary, r#"for unit { rule a "甲" { require 承诺书 } }"#), [""; 0]);
    }

    #[test]
    fn that_a_material_lists_an_attribute_is_no_use() {
        let vocabulary = r#"attributes { sealed yes_no "盖章" } materials { letter "承诺书" with sealed }"#;
        assert_eq!(
            check(vocabulary, r#"for unit { rule a "甲" { require letter } }"#),
            ["more.gj: no rule uses the attribute `sealed`"]
        );
        assert_eq!(check(vocabulary, r#"for unit { rule a "甲" { require letter(sealed) } }"#), [""; 0]);
    }

    #[test]
    fn a_scenario_is_no_use_of_a_material() {
        let scenario = r#"scenario s "景" { add letter expect verdict pass }"#;
        assert_eq!(
            check(r#"materials { letter "承诺书" }"#, scenario),
            ["more.gj: no rule uses the material `letter`"]
        );
    }

    #[test]
    fn roles_and_records_use_what_they_stand_for() {
        let vocabulary = r#"
            facts boss "主任" { age int 0..150 years "主任年龄" given }
            facts clerk "职员" { age int 0..150 years "职员年龄" given }
            facts history "历史" { record.sponsor.age int 0..150 years "登记年龄" given }
            role person "人员" of boss, clerk
        "#;
        let rule = r#"for unit { rule a "甲" { for_each person when person.age < 18 years forbid } }"#;
        assert_eq!(check(vocabulary, rule), [""; 0]);
    }

    #[test]
    fn choices_that_no_bureau_takes_are_unused() {
        let policies = r#"
            policy seal "公章" for unit { choice needed "须有" { require sponsor.sealed } choice free "不用" }
            policy idle "闲" for unit { choice free "不限" }
        "#;
        assert_eq!(
            check(policies, "for unit { seal: needed unstated idle }"),
            ["more.gj: no bureau answers policy `seal` with choice `free`", "more.gj: no bureau answers policy `idle`"]
        );
    }

    #[test]
    fn baselines_are_there_for_scenarios() {
        let base = r#"baseline first "首次" { given { sponsor.age = 20 } }"#;
        assert_eq!(check(base, ""), ["more.gj: no scenario begins with baseline `first`"]);
        assert_eq!(check(base, r#"scenario s "景" { base first expect verdict pass }"#), [""; 0]);
    }

    #[test]
    fn a_vocabulary_alone_is_no_program() {
        assert_eq!(found(&LINT, &[("more.gj", r#"words bad "坏词" { "坏" }"#)]), [""; 0]);
    }
}
