//! Resolves baselines and scenarios. They are checked here and run elsewhere.

use crate::diagnostic::codes;
use crate::model::{
    AttributeId, Datum, EnumId, EnumValue, Expectation, Expected, Expr, FactId, ListId, ListKind, MaterialId, Scenario,
    Step, Type,
};
use crate::resolve::Parsed;
use crate::resolve::citations::Citations;
use crate::resolve::context::{Context, Scope};
use crate::resolve::mentions::Meaning;
use crate::resolve::rules::Clauses;
use crate::resolve::world::{AttributeName, Named, ValueName, World};
use crate::say;
use crate::syntax::ast::{self, Assignment, Item, Name, ScenarioPart};
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
        let mut context = Context::new(world, file);
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
                ScenarioPart::Base(name) => {
                    if !steps.is_empty() {
                        let message = say!("`沿用` 要写在最前面，只写一次", "`base` stands first, and once");
                        let help = say!("它会盖过前面写的各项", "it would undo what stands before it");
                        self.report(codes::MISPLACED_CLAUSE, name.0, message, help);
                    }
                    steps.push(Step::Base(self.of(*name).into()));
                }
                ScenarioPart::Given(assignments) => {
                    let set = |(name, value): &Assignment| self.assignment(*name, value.as_ref());
                    steps.extend(assignments.iter().filter_map(set).map(|(fact, value)| Step::Set(fact, value)));
                }
                ScenarioPart::Add(name, assignments) => steps.extend(self.added(*name, assignments)),
                ScenarioPart::Without(names) => steps.extend(names.iter().filter_map(|name| self.removed(*name))),
                ScenarioPart::Unknown(names) => {
                    steps.extend(names.iter().filter_map(|name| self.datum(*name)).map(Step::Forget));
                }
                ScenarioPart::Clause(clause) => {
                    let body = self.body(std::slice::from_ref(clause), Clauses::Rule, citations);
                    cites.extend(body.cites);
                }
                ScenarioPart::ExpectVerdict(..)
                | ScenarioPart::ExpectMissing(_)
                | ScenarioPart::ExpectMaterials(_)
                | ScenarioPart::ExpectFinding(..) => expectations.extend(self.expectation(part)),
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

    fn expectation(&mut self, part: &ScenarioPart) -> Option<Expected> {
        let (what, first, last) = match part {
            ScenarioPart::ExpectVerdict(low, high) => (self.verdict(*low, *high)?, *low, high.unwrap_or(*low)),
            ScenarioPart::ExpectFinding(rule, finding) => (self.finding(*rule, *finding)?, *rule, *finding),
            ScenarioPart::ExpectMissing(names) => {
                let facts = names.iter().filter_map(|name| self.datum(*name)).collect();
                (Expectation::Missing(facts), *names.first()?, *names.last()?)
            }
            ScenarioPart::ExpectMaterials(names) => {
                let materials = names.iter().filter_map(|name| self.material_named(*name)).collect();
                (Expectation::Materials(materials), *names.first()?, *names.last()?)
            }
            ScenarioPart::Base(_)
            | ScenarioPart::Given(_)
            | ScenarioPart::Add(..)
            | ScenarioPart::Without(_)
            | ScenarioPart::Unknown(_)
            | ScenarioPart::Clause(_) => return None,
        };
        Some(Expected { what, place: self.place(first.0.to(last.0)) })
    }

    fn removed(&mut self, name: Name) -> Option<Step> {
        match self.find(name) {
            Some(Named::List(list)) if self.is_array(list) => Some(Step::EmptyList(list)),
            Some(Named::Material(material)) => Some(Step::RemoveMaterial(material)),
            _ => {
                self.unknown_name(name, say!("列表或材料", "list or material"));
                None
            }
        }
    }

    fn datum(&mut self, name: Name) -> Option<Datum> {
        match self.find(name) {
            Some(Named::List(list)) if self.is_array(list) => Some(Datum::List(list)),
            Some(Named::Fact(fact)) => Some(Datum::Fact(fact)),
            _ => match self.attribute_of_material(name) {
                Some(datum) => Some(datum),
                None => {
                    self.unknown_name(name, say!("事实、列表或材料的属性", "fact, list or attribute of a material"));
                    None
                }
            },
        }
    }

    /// `residence_permit.expires_on`, 居住证.有效期止
    fn attribute_of_material(&self, name: Name) -> Option<Datum> {
        let (material, attribute) = self.material_and_attribute(self.of(name))?;
        self.note(name, Meaning::AttributeOf(material, attribute), |spelling| {
            let found = self.material_and_attribute(spelling).filter(|_| self.world.find(spelling).is_none());
            found.map(|(material, attribute)| Meaning::AttributeOf(material, attribute))
        });
        Some(Datum::Attribute(material, attribute))
    }

    fn material_and_attribute(&self, spelling: &str) -> Option<(MaterialId, AttributeId)> {
        let (material, attribute) = spelling.rsplit_once('.')?;
        let Some(Named::Material(material)) = self.world.find(material) else { return None };
        match self.world.attributes.get(attribute).copied() {
            Some(AttributeName::Attribute(attribute)) => Some((material, attribute)),
            _ => None,
        }
    }

    /// A role is no part of an application.
    fn is_array(&self, list: ListId) -> bool {
        matches!(self.world.vocabulary.lists[list.index()].kind, ListKind::Array { .. })
    }

    fn assignment(&mut self, name: Name, value: Option<&ast::Expr>) -> Option<(FactId, Option<Expr>)> {
        let id = self.fact_named(name)?;
        let fact = &self.world.vocabulary.facts[id.index()];
        let (kind, optional) = (fact.kind, fact.optional);
        Some((id, self.given(name, value, kind, optional)?))
    }

    /// The value of a fact or attribute; `Some(None)` for one that is left empty.
    fn given(&mut self, name: Name, value: Option<&ast::Expr>, kind: Type, optional: bool) -> Option<Option<Expr>> {
        let Some(value) = value else {
            if optional {
                return Some(None);
            }
            let written = self.of(name);
            let message = say!("`{written}` 不可以留空", "`{written}` cannot be left empty");
            let help = match kind {
                Type::Text => {
                    say!("没有文字的写 `\"\"`；不知道的不写", "write `\"\"` for no text; leave out what is not known")
                }
                _ => say!("写一个值；不知道的不写", "give a value, or leave out what is not known"),
            };
            self.report(codes::TYPE_MISMATCH, name.0, message, help);
            return None;
        };
        if let Type::Set(of) = kind {
            let values = self.values_of(of, value)?;
            let set = values.into_iter().map(|value| Expr::Value(of, value)).collect();
            return Some(Some(Expr::CountDistinct(set)));
        }
        if let (Type::Enum(of), ast::ExprKind::Reference(written)) = (kind, &value.kind)
            && let Some(ValueName::Group(group)) = self.world.value(of, self.of(*written))
        {
            self.group_as_value(of, group, *written);
            return None;
        }
        let (value_expr, found) = self.value(value, Some(kind))?;
        self.expect_type(value, found, kind)?;
        // The unit of a fact need not be repeated where its value is set.
        let unit = match (kind, found) {
            (Type::Int { unit, .. }, Type::Int { low, high, unit: None }) => Type::Int { low, high, unit },
            _ => found,
        };
        self.argument_range(kind, unit, &value_expr, value)?;
        if !is_literal(&value_expr) {
            let message = say!("情形里只能写具体的值", "a scenario gives plain values only");
            let help = say!("写出算好的值", "write the value itself");
            self.report(codes::WRONG_KIND, value.span, message, help);
            return None;
        }
        Some(Some(value_expr))
    }

    fn group_as_value(&mut self, of: EnumId, group: u16, written: Name) {
        let own = &self.world.vocabulary.enums[of.index()];
        let members = &own.groups[usize::from(group)].members;
        let values: Vec<&EnumValue> = members.iter().map(|index| &own.values[usize::from(*index)]).collect();
        let labels = values.iter().map(|value| &*value.label).collect::<Vec<_>>().join("、");
        let names = values.iter().map(|value| &*value.name).collect::<Vec<_>>().join(", ");
        let group = self.of(written);
        let message = say!("`{group}` 是一组取值，不是一个", "`{group}` is a group of values, not one");
        let help = say!("写其中一个：{labels}", "write one of them: {names}");
        self.report(codes::WRONG_KIND, written.0, message, help);
    }

    fn added(&mut self, name: Name, assignments: &[Assignment]) -> Option<Step> {
        match self.find(name) {
            Some(Named::List(list)) if self.is_array(list) => {
                let before = std::mem::replace(&mut self.scope, Scope::Element(list));
                let set = |(name, value): &Assignment| self.assignment(*name, value.as_ref());
                let facts = assignments.iter().filter_map(set).collect();
                self.scope = before;
                Some(Step::AddElement(list, facts))
            }
            Some(Named::Material(material)) => {
                let attribute = |(name, value): &Assignment| self.given_attribute(*name, value.as_ref());
                Some(Step::AddMaterial(material, assignments.iter().filter_map(attribute).collect()))
            }
            _ => {
                self.unknown_name(name, say!("列表或材料", "list or material"));
                None
            }
        }
    }

    fn given_attribute(&mut self, name: Name, value: Option<&ast::Expr>) -> Option<(AttributeId, Option<Expr>)> {
        let Some(AttributeName::Attribute(id)) = self.attribute_named(name) else {
            let written = self.of(name);
            let message = say!("没有叫 `{written}` 的材料属性", "no attribute of materials is called `{written}`");
            let help = say!("属性在 `材料属性` 里声明", "attributes are declared in `attributes`");
            self.report(codes::UNKNOWN_ATTRIBUTE, name.0, message, help);
            return None;
        };
        let attribute = &self.world.vocabulary.attributes[id.index()];
        let (kind, optional) = (attribute.kind, attribute.optional);
        Some((id, self.given(name, value, kind, optional)?))
    }

    fn fact_named(&mut self, name: Name) -> Option<FactId> {
        match self.find(name) {
            Some(Named::Fact(id)) => Some(id),
            _ => {
                self.unknown_name(name, say!("事实", "fact"));
                None
            }
        }
    }

    fn material_named(&mut self, name: Name) -> Option<MaterialId> {
        match self.find(name) {
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

fn is_literal(value: &Expr) -> bool {
    matches!(value, Expr::YesNo(_) | Expr::Int(..) | Expr::Date(_) | Expr::Text(_) | Expr::Value(..))
}
