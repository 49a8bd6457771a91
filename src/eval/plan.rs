//! What of a table holds for a province, a provider and a day, ready to be evaluated.

use std::collections::HashSet;

use rustc_hash::FxHashMap;

use crate::diagnostic::Message;
use crate::document::{self, Document};
use crate::eval::layout::index;
use crate::eval::lower::{Lowered, Lowering, Names};
use crate::eval::node::{Demand, Node, Place};
use crate::eval::table::{Table, broken};
use crate::eval::value::Slot;
use crate::text::Date;

/// The derived fact that says which rules stand.
const TRACK: &str = "sponsor.track";
/// What the question itself says of an application that does not say it.
const PROVINCE: &str = "filing.province";
const SUBMITTED: &str = "filing.submitted_on";

/// The rules that hold.
#[derive(Debug)]
pub struct Plan {
    pub province: String,
    pub provider: Option<String>,
    pub day: Date,
    pub rules: Vec<PlanRule>,
    pub derived: Vec<Node>,
    /// Conditions that several rules have.
    pub shared: Vec<Node>,
    pub invariants: Vec<PlanInvariant>,
    /// The derived fact of the track, if there is one, and the bits of all its values.
    pub track: Option<(u32, u64)>,
    /// Slots of facts that are taken from the question where the application is silent.
    pub assumed: Vec<(u32, Slot<'static>)>,
    /// The slot of the province that the application names, and the value that it must have.
    pub own_province: Option<(u32, u16)>,
}

#[derive(Debug)]
pub struct PlanInvariant {
    /// Index into the invariants of the table.
    pub number: u32,
    pub list: Option<u32>,
    pub condition: Node,
}

#[derive(Debug)]
pub struct PlanRule {
    /// Index into the rules of the table.
    pub rule: u32,
    /// Values of the track for which it stands, as bits.
    pub tracks: u64,
    pub effect: Effect,
    pub for_each: Option<u32>,
    /// All of these must hold.
    pub when: Box<[Node]>,
    pub require: Option<Demand>,
    /// What is advised, in the order of the table.
    pub advise: Box<[Demand]>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Effect {
    Require,
    Forbid,
    /// Permit and advise: never violated.
    Other,
}

impl Table {
    /// What holds for a province, perhaps with a provider, on a day.
    pub fn plan(&self, province: &str, provider: Option<&str>, day: Date) -> Result<Plan, Message> {
        let mut layers: Vec<&document::Layer> = self.layers("national").collect();
        let provider = provider.map(|provider| self.layer("provider", provider)).transpose()?;
        layers.extend(provider);
        let province = self.layer("province", province)?;
        layers.push(province);
        let mut plan = self.lower(&layers, day).map_err(|name| broken(&name))?;
        plan.province.clone_from(&province.id);
        plan.provider = provider.map(|layer| layer.id.clone());
        self.assume(&mut plan);
        Ok(plan)
    }

    /// The province and the day of the question are facts too.
    fn assume(&self, plan: &mut Plan) {
        let slot = |path: &str| {
            let fact = self.document.vocabulary.facts.iter().position(|fact| fact.path == path)?;
            match self.layout.places[fact] {
                Place::Application(slot) => Some((slot, &self.document.vocabulary.facts[fact])),
                Place::Element { .. } | Place::Role { .. } => None,
            }
        };
        if let Some((slot, fact)) = slot(PROVINCE)
            && let Some(of) =
                self.document.vocabulary.enums.iter().position(|item| Some(&item.id) == fact.r#type.r#enum.as_ref())
            && let Some(value) = self.values[of].get(&plan.province)
        {
            plan.assumed.push((slot, Slot::Enum(*value)));
            plan.own_province = Some((slot, *value));
        }
        if let Some((slot, _)) = slot(SUBMITTED) {
            plan.assumed.push((slot, Slot::Date(plan.day.day_number())));
        }
    }

    fn lower(&self, layers: &[&document::Layer], day: Date) -> Lowered<Plan> {
        let names = Names::new(&self.document);
        let lowering = Lowering { names: &names, layout: &self.layout, searchers: &self.searchers };
        let in_force: HashSet<&str> = layers.iter().map(|layer| layer.id.as_str()).collect();
        let except: HashSet<&str> = layers.iter().flat_map(|layer| &layer.except).map(String::as_str).collect();
        let track = self.document.vocabulary.derived.iter().zip(0..).find(|(item, _)| item.path == TRACK);
        let tracks = Tracks::new(&names, track.and_then(|(item, _)| item.r#type.r#enum.as_deref()))?;
        let mut sharing = Sharing::default();
        let mut rules = Vec::new();
        for id in layers.iter().flat_map(|layer| &layer.rules).filter(|id| !except.contains(id.as_str())) {
            let number = self.rule(id).ok_or_else(|| id.clone())?;
            let rule = &self.document.rules[number as usize];
            let stands = rule.chain.iter().all(|id| in_force.contains(id.split('.').next().unwrap_or_default()));
            if stands && holds_on(rule.effective.as_ref(), day) {
                sharing.count(rule);
                rules.push(lower_rule(&lowering, rule, number, &tracks)?);
            }
        }
        let shared = sharing.share(self, &mut rules);
        let invariant = |(item, number): (&document::Invariant, u32)| {
            let list = item.list.as_deref().map(|list| lowering.list(list)).transpose()?;
            Ok(PlanInvariant { number, list, condition: lowering.condition(&item.condition)? })
        };
        Ok(Plan {
            province: String::new(),
            provider: None,
            day,
            rules,
            derived: derived(&lowering, layers, &self.document)?,
            shared,
            invariants: self.document.vocabulary.invariants.iter().zip(0..).map(invariant).collect::<Lowered<_>>()?,
            track: track.map(|(_, number)| (number, tracks.all())),
            assumed: Vec::new(),
            own_province: None,
        })
    }
}

/// The bits of the values of the track.
struct Tracks<'a>(FxHashMap<&'a str, u64>);

impl<'a> Tracks<'a> {
    fn new(names: &Names<'a>, of: Option<&str>) -> Lowered<Tracks<'a>> {
        let Some(of) = of else { return Ok(Tracks(FxHashMap::default())) };
        let number = *names.enums.get(of).ok_or_else(|| of.to_owned())?;
        let bit = |(name, value): (&&'a str, &u16)| 1u64.checked_shl(u32::from(*value)).map(|bit| (*name, bit));
        let bits: Option<FxHashMap<&str, u64>> = names.values[number as usize].iter().map(bit).collect();
        bits.map(Tracks).ok_or_else(|| of.to_owned())
    }

    fn all(&self) -> u64 {
        self.0.values().fold(0, |all, bit| all | bit)
    }
}

/// Guards by what they say: how often one is written and, once it is shared, its number.
#[derive(Default)]
struct Sharing(FxHashMap<String, (usize, Option<u32>)>);

impl Sharing {
    fn count(&mut self, rule: &document::Rule) {
        for guard in &rule.when {
            self.0.entry(Sharing::key(guard)).or_default().0 += 1;
        }
    }

    fn key(guard: &document::Guard) -> String {
        format!("{:?}", guard.condition)
    }

    /// Takes the guards that several rules have out of the rules.
    fn share(&mut self, table: &Table, rules: &mut [PlanRule]) -> Vec<Node> {
        let mut shared = Vec::new();
        for rule in rules {
            let guards = &table.document.rules[rule.rule as usize].when;
            for (node, guard) in rule.when.iter_mut().zip(guards) {
                let Some((times, number)) = self.0.get_mut(&Sharing::key(guard)) else { continue };
                if *times < 2 || !node.stands_alone() {
                    continue;
                }
                let number = *number.get_or_insert_with(|| index(shared.len()));
                let own = std::mem::replace(node, Node::Shared(number));
                if shared.len() == number as usize {
                    shared.push(own);
                }
            }
        }
        shared
    }
}

fn holds_on(effective: Option<&document::Effective>, day: Date) -> bool {
    let Some(effective) = effective else { return true };
    let bound = |text: &Option<String>| text.as_deref().and_then(Date::read);
    bound(&effective.from).is_none_or(|from| from <= day) && bound(&effective.until).is_none_or(|until| day <= until)
}

fn lower_rule(lowering: &Lowering<'_>, rule: &document::Rule, number: u32, tracks: &Tracks<'_>) -> Lowered<PlanRule> {
    let bit = |track: &String| tracks.0.get(track.as_str()).copied().ok_or_else(|| track.clone());
    Ok(PlanRule {
        rule: number,
        tracks: rule.tracks.iter().map(bit).collect::<Lowered<Vec<u64>>>()?.iter().fold(0, |all, bit| all | bit),
        effect: match rule.effect.as_str() {
            "require" => Effect::Require,
            "forbid" => Effect::Forbid,
            _ => Effect::Other,
        },
        for_each: rule.for_each.as_deref().map(|list| lowering.list(list)).transpose()?,
        when: lowering.guards(&rule.when)?,
        require: rule.require.as_ref().map(|require| lowering.obligation(require)).transpose()?,
        advise: rule.also.iter().filter_map(advised).map(|own| lowering.obligation(own)).collect::<Lowered<_>>()?,
    })
}

fn advised(also: &document::Also) -> Option<&document::Obligation> {
    match also {
        document::Also::Advise { obligation, .. } => Some(obligation),
        document::Also::AdviseText { .. }
        | document::Also::Note { .. }
        | document::Also::Duty { .. }
        | document::Also::Deliver { .. } => None,
    }
}

/// The values of the derived facts: the cases of the layers in force, the province's first, stand
/// before the value of the vocabulary.
fn derived(lowering: &Lowering<'_>, layers: &[&document::Layer], document: &Document) -> Lowered<Vec<Node>> {
    let mut all = Vec::new();
    for item in &document.vocabulary.derived {
        let own = lowering.condition(&item.value)?;
        let of = item.r#type.r#enum.as_deref().unwrap_or_default();
        let mut cases = Vec::new();
        for case in layers.iter().rev().flat_map(|layer| &layer.derived).filter(|case| case.derived == item.path) {
            let value = Node::Literal(Slot::Enum(lowering.names.value(of, &case.value)?));
            cases.push((lowering.condition(&case.when)?, value));
        }
        all.push(if cases.is_empty() { own } else { Node::Cases(cases.into(), Box::new(own)) });
    }
    match circle(&all) {
        Some(number) => Err(document.vocabulary.derived[number].path.clone()),
        None => Ok(all),
    }
}

/// A derived fact that stands on itself; the compiler writes none, but a table may be edited.
fn circle(derived: &[Node]) -> Option<usize> {
    // 0: not visited, 1: being visited, 2: done.
    fn visit(derived: &[Node], number: usize, seen: &mut [u8]) -> bool {
        match seen.get(number) {
            Some(0) => seen[number] = 1,
            Some(1) => return true,
            Some(_) | None => return false,
        }
        let mut used = Vec::new();
        derived[number].derived(&mut used);
        let is_circle = used.into_iter().any(|other| visit(derived, other as usize, seen));
        seen[number] = 2;
        is_circle
    }
    let mut seen = vec![0; derived.len()];
    (0..derived.len()).find(|number| visit(derived, *number, &mut seen))
}
