//! Resolves baselines and scenarios. They are checked here and run elsewhere.

use crate::diagnostic::codes;
use crate::model::{Expectation, Scenario, Step, Type};
use crate::resolve::Parsed;
use crate::resolve::citations::Citations;
use crate::resolve::context::{Context, Scope};
use crate::resolve::rules::Clauses;
use crate::resolve::world::{AttributeName, Named, World};
use crate::say;
use crate::syntax::ast::{self, Expr, Item, Name, ScenarioPart};
use crate::syntax::keywords;

/// The scenarios and baselines of a file.
pub(crate) fn resolve_scenarios(
    world: &World,
    file: &Parsed<'_>,
    citations: &Citations<'_>,
    diagnostics: &mut Vec<crate::diagnostic::Diagnostic>,
) -> Vec<Scenario> {
    let mut scenarios = Vec::new();
    for item in &file.tree.items {
        let Item::Scenario(item) = item else { continue };
        let mut context = Context::new(world, file.id, file.text);
        scenarios.push(context.scenario(item, file, citations));
        diagnostics.append(&mut context.diagnostics);
    }
    scenarios
}

impl Context<'_> {
    fn scenario(&mut self, item: &ast::Scenario, file: &Parsed<'_>, citations: &Citations<'_>) -> Scenario {
        let mut steps = Vec::new();
        let mut expectations = Vec::new();
        let mut cites = Vec::new();
        for part in &item.parts {
            match part {
                ScenarioPart::Base(name) => steps.push(Step::Base(self.of(*name).into())),
                ScenarioPart::Given(assignments) => {
                    for (name, value) in assignments {
                        if let Some((fact, value)) = self.assignment(*name, value) {
                            steps.push(Step::Set(fact, value));
                        }
                    }
                }
                ScenarioPart::Add(name, assignments) => steps.extend(self.added(*name, assignments)),
                ScenarioPart::Unknown(names) => {
                    steps.extend(names.iter().filter_map(|name| self.fact_named(*name)).map(Step::Forget));
                }
                ScenarioPart::ExpectVerdict(low, high) => expectations.extend(self.verdict(*low, *high)),
                ScenarioPart::ExpectMissing(names) => {
                    let facts = names.iter().filter_map(|name| self.fact_named(*name)).collect();
                    expectations.push(Expectation::Missing(facts));
                }
                ScenarioPart::ExpectMaterials(names) => {
                    let materials = names.iter().filter_map(|name| self.material_named(*name)).collect();
                    expectations.push(Expectation::Materials(materials));
                }
                ScenarioPart::ExpectFinding(rule, finding) => {
                    expectations.extend(self.finding(*rule, *finding));
                }
                ScenarioPart::Clause(clause) => {
                    let body = self.body(std::slice::from_ref(clause), Clauses::Rule, citations);
                    cites.extend(body.cites);
                }
            }
        }
        Scenario {
            is_baseline: item.is_baseline,
            name: file.name(item.name),
            label: file.string(item.label),
            layer: None,
            steps: steps.into(),
            expectations: expectations.into(),
            cites: cites.into(),
            place: file.place(item.name.0),
        }
    }

    fn assignment(&mut self, name: Name, value: &Expr) -> Option<(crate::model::FactId, crate::model::Expr)> {
        let fact = self.fact_named(name)?;
        let kind = self.world.vocabulary.facts[fact.index()].kind;
        if let Type::Set(of) = kind {
            let values = self.values_of(of, value)?;
            let set = values.into_iter().map(|value| crate::model::Expr::Value(of, value)).collect();
            return Some((fact, crate::model::Expr::CountDistinct(set)));
        }
        let (value_expr, found) = self.value(value, Some(kind))?;
        self.expect_type(value, found, kind)?;
        // The unit of a fact need not be repeated where its value is set.
        let unit = match (kind, found) {
            (Type::Int { unit, .. }, Type::Int { low, high, unit: None }) => Type::Int { low, high, unit },
            _ => found,
        };
        self.argument_range(kind, unit, &value_expr, value)?;
        Some((fact, value_expr))
    }

    fn added(&mut self, name: Name, assignments: &[(Name, Expr)]) -> Option<Step> {
        match self.world.find(self.of(name)) {
            Some(Named::List(list)) => {
                let before = std::mem::replace(&mut self.scope, Scope::Element(list));
                let facts = assignments.iter().filter_map(|(name, value)| self.assignment(*name, value)).collect();
                self.scope = before;
                Some(Step::AddElement(list, facts))
            }
            Some(Named::Material(material)) => {
                let mut attributes = Vec::new();
                for (name, value) in assignments {
                    let Some(AttributeName::Attribute(id)) = self.world.attributes.get(self.of(*name)).copied() else {
                        let written = self.of(*name);
                        let message =
                            say!("没有叫 `{written}` 的材料属性", "no attribute of materials is called `{written}`");
                        let help = say!("属性在 `材料属性` 里声明", "attributes are declared in `attributes`");
                        self.report(codes::UNKNOWN_ATTRIBUTE, name.0, message, help);
                        continue;
                    };
                    let kind = self.world.vocabulary.attributes[id.index()].kind;
                    if let Type::Set(of) = kind {
                        if let Some(values) = self.values_of(of, value) {
                            let set = values.into_iter().map(|value| crate::model::Expr::Value(of, value)).collect();
                            attributes.push((id, crate::model::Expr::CountDistinct(set)));
                        }
                        continue;
                    }
                    if let Some((resolved, found)) = self.value(value, Some(kind))
                        && self.expect_type(value, found, kind).is_some()
                    {
                        attributes.push((id, resolved));
                    }
                }
                Some(Step::AddMaterial(material, attributes.into()))
            }
            _ => {
                self.unknown_name(name, say!("列表或材料", "list or material"));
                None
            }
        }
    }

    fn fact_named(&mut self, name: Name) -> Option<crate::model::FactId> {
        match self.world.find(self.of(name)) {
            Some(Named::Fact(id)) => Some(id),
            _ => {
                self.unknown_name(name, say!("事实", "fact"));
                None
            }
        }
    }

    fn material_named(&mut self, name: Name) -> Option<crate::model::MaterialId> {
        match self.world.find(self.of(name)) {
            Some(Named::Material(id)) => Some(id),
            _ => {
                self.unknown_name(name, say!("材料", "material"));
                None
            }
        }
    }

    fn verdict(&mut self, low: Name, high: Option<Name>) -> Option<Expectation> {
        let low_value = self.verdict_value(low)?;
        let high_value = match high {
            Some(name) => self.verdict_value(name)?,
            None => low_value,
        };
        Some(Expectation::Verdict(low_value.min(high_value), low_value.max(high_value)))
    }

    fn verdict_value(&mut self, name: Name) -> Option<u8> {
        let written = self.of(name);
        match keywords::find(written).map(|keyword| keyword.english) {
            Some("pass") => Some(0),
            Some("correct") => Some(1),
            Some("refuse") => Some(2),
            _ => {
                let message = say!("`{written}` 不是结论", "`{written}` is not a verdict");
                let help = say!("写 `通过`、`补正` 或 `拒绝`", "write `pass`, `correct` or `refuse`");
                self.report(codes::UNKNOWN_VALUE, name.0, message, help);
                None
            }
        }
    }

    fn finding(&mut self, rule: Name, finding: Name) -> Option<Expectation> {
        let written = self.of(finding);
        let found = match keywords::find(written).map(|keyword| keyword.english) {
            Some("violated") => "violated",
            Some("ok") => "ok",
            Some("unknown") => "unknown",
            _ => {
                let message = say!("`{written}` 不是规则的结果", "`{written}` is not a finding");
                let help = say!("写 `违反`、`符合` 或 `未知`", "write `violated`, `ok` or `unknown`");
                self.report(codes::UNKNOWN_VALUE, finding.0, message, help);
                return None;
            }
        };
        Some(Expectation::Finding(self.of(rule).into(), found))
    }
}
