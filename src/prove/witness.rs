//! Applications that show what was found: the usual one, and such that differ from it as little as
//! possible.

use rustc_hash::{FxHashMap, FxHashSet};
use serde_json::{Map, Value};

use crate::document::Type;
use crate::prove::formula::{AtomId, Formula};
use crate::prove::prover::{Model, Possible, Prover};
use crate::prove::space::{Atom, Kind, Place, Space, VariableId};
use crate::prove::theory::{Datum, Realised, Usual, Values, realise};
use crate::text::Date;

/// An application that no rule objects to, as plain as can be.
#[derive(Clone, Debug)]
pub struct Typical {
    pub application: Value,
    values: Values,
    atoms: FxHashMap<AtomId, bool>,
}

/// An application that was found, complete as it is submitted.
#[derive(Clone, Debug)]
pub struct Witness {
    pub application: Value,
    pub model: Model,
}

impl Typical {
    pub(in crate::prove) fn new(application: Value, values: Values, atoms: FxHashMap<AtomId, bool>) -> Typical {
        Typical { application, values, atoms }
    }

    pub fn values(&self) -> &Values {
        &self.values
    }

    pub(in crate::prove) fn atoms(&self) -> &FxHashMap<AtomId, bool> {
        &self.atoms
    }

    /// Whether an atom is usually true, if anything asked for it.
    pub fn atom(&self, atom: AtomId) -> Option<bool> {
        self.atoms.get(&atom).copied()
    }
}

impl Usual for Typical {
    fn usual(&self, variable: VariableId) -> Option<Datum> {
        self.values.get(&variable).cloned()
    }
}

/// The value that something mostly has, before anything is known.
struct Plain<'s, 't>(&'s Space<'t>);

impl Usual for Plain<'_, '_> {
    fn usual(&self, id: VariableId) -> Option<Datum> {
        let variable = self.0.variable(id);
        match variable.place {
            Place::Length(array) => {
                return Some(Datum::Number(i64::from(!self.0.array_id(array).starts_with("filed"))));
            }
            Place::Number(_) | Place::Distinct(_) => return Some(Datum::Number(0)),
            Place::Application | Place::Element { .. } | Place::Material(_) => {}
        }
        match variable.kind {
            Kind::Int { low, high } => Some(Datum::Number(plain_number(self.0.unit_of(id), low, high))),
            Kind::Date => Some(Datum::Number(self.0.day() + 1000)),
            Kind::Enum(of) => self.0.own_province_of(of).map(Datum::Value),
            Kind::YesNo | Kind::Text | Kind::Phone | Kind::Set(_) => None,
        }
    }
}

fn plain_number(unit: Option<&str>, low: i64, high: i64) -> i64 {
    // A grown person, a year, one of a thing.
    let plain = match unit {
        Some("years") => 35,
        Some("months") => 12,
        Some(_) => 30,
        None => 1,
    };
    plain.clamp(low, high)
}

impl<'t> Prover<'t> {
    /// An application that satisfies all rules, and is of this track if one is given.
    pub fn typical(&mut self, track: Option<Formula>) -> Option<Typical> {
        let rules = self.scene.rules.clone();
        let mut question: Vec<Formula> = track.into_iter().collect();
        for rule in rules.iter().filter(|rule| rule.requires() || rule.forbids()) {
            let violated = self.scene.space.violated_anywhere(rule);
            question.push(!violated);
        }
        let arrays = self.scene.space.copies.len();
        let focused: Vec<Formula> = (0..arrays).map(|array| self.scene.space.there(array, 0)).collect();
        // Elements of what is filed now, none of what was filed before.
        for (array, there) in focused.into_iter().enumerate() {
            let is_old = self.scene.space.array_id(array).starts_with("filed");
            question.push(if is_old { !there } else { there });
        }
        let atoms: Vec<AtomId> = (0..self.scene.space.atoms.len()).zip(0..).map(|(_, number)| AtomId(number)).collect();
        let preferred: FxHashMap<AtomId, bool> =
            atoms.iter().map(|atom| (*atom, self.scene.space.is_plain(*atom))).collect();
        let mut found = self.canonical(&question, &atoms, &preferred, None);
        if matches!(found, Possible::No(_)) {
            // Perhaps there can be no such element.
            question.truncate(question.len() - arrays);
            found = self.canonical(&question, &atoms, &preferred, None);
        }
        let Possible::Yes(model) = found else { return None };
        let application = assemble(&self.scene.space, None, &model);
        let atoms = model.literals.iter().copied().collect();
        Some(Typical { application, values: model.values, atoms })
    }

    /// An application as the question says that differs from the typical one as little as possible.
    /// It does not depend on how the solver came to it.
    pub fn witness(&mut self, question: &[Formula], typical: Option<&Typical>) -> Option<Witness> {
        let atoms = self.relevant(question);
        let space = &self.scene.space;
        let prefer = |atom: &AtomId| {
            let usual = typical.and_then(|typical| typical.atoms.get(atom).copied());
            (*atom, usual.unwrap_or_else(|| space.is_plain(*atom)))
        };
        let preferred: FxHashMap<AtomId, bool> = atoms.iter().map(prefer).collect();
        let Possible::Yes(model) = self.canonical(question, &atoms, &preferred, typical) else { return None };
        let application = assemble(&self.scene.space, typical.map(|typical| &typical.application), &model);
        Some(Witness { application, model })
    }

    /// The answer in which each atom in its order is as preferred, if those before it let it.
    fn canonical(
        &mut self,
        question: &[Formula],
        atoms: &[AtomId],
        preferred: &FxHashMap<AtomId, bool>,
        typical: Option<&Typical>,
    ) -> Possible {
        for _ in 0..TRIES {
            match self.settle(question, atoms, preferred) {
                Ok(literals) => {
                    let realised = match typical {
                        Some(typical) => realise(&self.scene.space, &literals, typical),
                        None => realise(&self.scene.space, &literals, &Plain(&self.scene.space)),
                    };
                    match realised {
                        Realised::Possible(values) => return Possible::Yes(Model { literals, values }),
                        Realised::Unclear => return Possible::NotDecided,
                        Realised::Impossible(core) => self.learn_from(&core),
                    }
                }
                Err(possible) => return possible,
            }
        }
        Possible::NotDecided
    }
}

/// How often a contradiction among values may be learnt from.
const TRIES: usize = 400;

impl Space<'_> {
    fn array_id(&self, array: usize) -> &str {
        self.names.array(array).map_or("", |list| &list.id)
    }

    /// The unit in which a number is counted.
    fn unit_of(&self, id: VariableId) -> Option<&str> {
        let variable = self.variable(id);
        let of: &Type = match variable.place {
            Place::Material(_) => &self.document.vocabulary.attributes.get(variable.fact)?.r#type,
            Place::Application | Place::Element { .. } => &self.document.vocabulary.facts.get(variable.fact)?.r#type,
            Place::Length(_) | Place::Number(_) | Place::Distinct(_) => return None,
        };
        of.unit.as_deref()
    }

    /// The province of the question, as a value of this enum.
    fn own_province_of(&self, of: usize) -> Option<u16> {
        let own = self.document.vocabulary.facts.iter().find(|fact| fact.path == "filing.province")?;
        let own = self.names.enums.get(own.r#type.r#enum.as_deref()?)?;
        (*own == of).then(|| self.own_province()).flatten()
    }

    /// Whether an atom is mostly true.
    fn is_plain(&self, atom: AtomId) -> bool {
        match &self.atoms[atom.0 as usize] {
            Atom::Is(of, value) => match self.variable(*of).kind {
                Kind::Enum(number) => self.own_province_of(number).unwrap_or(0) == *value,
                _ => false,
            },
            Atom::AtMost(terms, limit) => match &**terms {
                [(of, 1)] => matches!(Plain(self).usual(*of), Some(Datum::Number(number)) if number <= *limit),
                _ => true,
            },
            Atom::There { array, copy } => *copy == 0 && !self.array_id(*array).starts_with("filed"),
            Atom::Yes(_)
            | Atom::Has(_)
            | Atom::Holds(..)
            | Atom::Test(..)
            | Atom::Same(..)
            | Atom::Some(_)
            | Atom::Uploaded(_)
            | Atom::Opaque(_) => false,
        }
    }
}

/// The application of a model: what the model does not say is as in the base, or plain.
fn assemble(space: &Space<'_>, base: Option<&Value>, model: &Model) -> Value {
    let mut application = base.cloned().unwrap_or_else(|| space.plain_application());
    let set = |record: &mut Value, id: VariableId, datum: &Datum| {
        let variable = space.variable(id);
        place(record, &variable.pointer, space.json(id, datum));
    };
    let mut of_application: Vec<_> = model.values.iter().collect();
    of_application.sort_unstable_by_key(|(id, _)| **id);
    for (id, datum) in &of_application {
        if space.variable(**id).place == Place::Application {
            set(&mut application, **id, datum);
        }
    }
    let mut there: FxHashMap<usize, Vec<(u32, bool)>> = FxHashMap::default();
    let mut uploaded: Vec<(usize, bool)> = Vec::new();
    for (atom, is_true) in &model.literals {
        match &space.atoms[atom.0 as usize] {
            Atom::There { array, copy } => there.entry(*array).or_default().push((*copy, *is_true)),
            Atom::Uploaded(material) => uploaded.push((*material, *is_true)),
            _ => {}
        }
    }
    let mut lists = Lists { space, model, elements: FxHashMap::default(), fixed: FxHashMap::default() };
    for array in 0..space.copies.len() {
        let Some(list) = space.names.array(array) else { continue };
        let key = list.key.as_deref().unwrap_or(&list.id);
        let before: Vec<Value> = application.get(key).and_then(Value::as_array).cloned().unwrap_or_default();
        let pattern = before.first().cloned().unwrap_or_else(|| space.plain_element(array));
        let mut copies = there.get(&array).cloned().unwrap_or_default();
        copies.sort_unstable();
        let mut elements = Vec::new();
        for (copy, _) in copies.iter().filter(|(_, is_there)| *is_there) {
            let mut element = pattern.clone();
            for (id, datum) in &of_application {
                if space.variable(**id).place == (Place::Element { array, copy: *copy }) {
                    set(&mut element, **id, datum);
                }
            }
            elements.push(element);
        }
        let says_nothing = copies.iter().all(|(copy, _)| *copy != 0);
        if elements.is_empty() && says_nothing {
            elements = before;
        }
        let copies = copies.iter().filter(|(_, is_there)| *is_there).map(|(copy, _)| *copy).collect();
        lists.add(array, copies, elements, pattern);
    }
    lists.fill();
    for (array, elements) in lists.elements {
        if let Some(list) = space.names.array(array) {
            let key = list.key.as_deref().unwrap_or(&list.id);
            application[key] = Value::Array(elements.0);
        }
    }
    if !application["materials"].is_object() {
        application["materials"] = Value::Object(Map::new());
    }
    for (material, is_there) in uploaded {
        let id = &space.document.vocabulary.materials[material].id;
        if !is_there {
            if let Some(materials) = application["materials"].as_object_mut() {
                materials.remove(id);
            }
            continue;
        }
        let mut record = space.plain_material(material);
        for (id, datum) in &of_application {
            if space.variable(**id).place == Place::Material(material) {
                set(&mut record, **id, datum);
            }
        }
        application["materials"][id] = record;
    }
    application
}

/// The elements of arrays, as many and as different as is asked.
struct Lists<'s, 't> {
    space: &'s Space<'t>,
    model: &'s Model,
    /// With what a further element is like.
    elements: FxHashMap<usize, (Vec<Value>, Value)>,
    /// The copies that stand first among them.
    fixed: FxHashMap<usize, Vec<u32>>,
}

/// Most elements that an application is given.
const MOST: usize = 3000;

impl Lists<'_, '_> {
    fn add(&mut self, array: usize, copies: Vec<u32>, elements: Vec<Value>, pattern: Value) {
        self.fixed.insert(array, copies);
        self.elements.insert(array, (elements, pattern));
    }

    fn number(&self, id: VariableId) -> Option<usize> {
        match self.model.values.get(&id) {
            Some(Datum::Number(number)) => usize::try_from(*number).ok(),
            _ => None,
        }
    }

    fn fill(&mut self) {
        for (number, quantifier) in self.space.quantifiers.iter().enumerate() {
            let Some(wanted) = quantifier.number.and_then(|id| self.number(id)) else { continue };
            // The element that shows the condition is there so often.
            let is_true = self.model.literals.iter().any(|(atom, is_true)| {
                *is_true && self.space.atoms[atom.0 as usize] == Atom::Some(u32::try_from(number).unwrap_or(u32::MAX))
            });
            if let (true, Some((elements, _))) = (is_true, self.elements.get_mut(&quantifier.array))
                && let Some(last) = elements.last().cloned()
            {
                let more = wanted.saturating_sub(elements.len()).min(MOST);
                elements.extend(std::iter::repeat_n(last, more));
            }
        }
        for array in 0..self.space.copies.len() {
            let Some(length) = self.length(array) else { continue };
            if let Some((elements, pattern)) = self.elements.get_mut(&array) {
                let filler = elements.last().cloned().unwrap_or_else(|| pattern.clone());
                let more = length.saturating_sub(elements.len()).min(MOST);
                elements.extend(std::iter::repeat_n(filler, more));
            }
        }
        let kept = self.elements.clone();
        for reuse in [true, false] {
            self.elements = kept.clone();
            for distinct in &self.space.distinct {
                if let Some(wanted) = self.number(distinct.variable) {
                    self.spread(distinct, wanted.min(MOST), reuse);
                }
            }
            let is_right = |distinct: &crate::prove::space::Distinct<'_>| {
                self.number(distinct.variable).is_none_or(|wanted| self.different(distinct).len() == wanted)
            };
            if self.space.distinct.iter().all(is_right) {
                break;
            }
        }
    }

    fn length(&self, array: usize) -> Option<usize> {
        let id = self.space.variables.iter().position(|variable| variable.place == Place::Length(array))?;
        self.number(VariableId(u32::try_from(id).ok()?))
    }

    /// The different values that a count is of, single ones among them.
    fn different(&self, distinct: &crate::prove::space::Distinct<'_>) -> FxHashSet<String> {
        let mut all: FxHashSet<String> = self.single(distinct).into_iter().collect();
        for listed in &distinct.listed {
            let pointer = &self.space.variable(listed.variable).pointer;
            let elements =
                self.elements.get(&listed.array).map(|(elements, _)| elements.as_slice()).unwrap_or_default();
            all.extend(
                elements
                    .iter()
                    .filter_map(|element| at(element, pointer))
                    .filter(|value| !value.is_null())
                    .map(Value::to_string),
            );
        }
        all
    }

    fn single(&self, distinct: &crate::prove::space::Distinct<'_>) -> Vec<String> {
        let values = distinct.single_variables().into_iter().filter_map(|id| {
            let datum = self.model.values.get(&id)?;
            (*datum != Datum::None).then(|| self.space.json(id, datum).to_string())
        });
        values.collect()
    }

    /// Gives elements of which the model does not speak values, until so many are different.
    fn spread(&mut self, distinct: &crate::prove::space::Distinct<'_>, wanted: usize, reuse: bool) {
        let mut shared: Vec<String> = Vec::new();
        if reuse {
            // What a larger count holds beside these is the same as one of these, where it can be.
            for other in &self.space.distinct {
                if other.listed.iter().any(|one| distinct.listed.iter().any(|own| own.variable == one.variable)) {
                    shared.extend(self.single(other));
                }
            }
        }
        let mut free: Vec<(usize, VariableId, usize)> = Vec::new();
        for listed in &distinct.listed {
            let count = self.elements.get(&listed.array).map_or(0, |(elements, _)| elements.len());
            let copies = self.fixed.get(&listed.array).cloned().unwrap_or_default();
            let is_free = |index: &usize| {
                copies.get(*index).is_none_or(|copy| !self.space.is_valued(self.model, listed.variable, *copy))
            };
            free.extend((0..count).filter(is_free).map(|index| (listed.array, listed.variable, index)));
        }
        // What is free says nothing at first.
        let first = self.single(distinct).first().cloned();
        for (array, variable, index) in &free {
            let value = if self.space.variable(*variable).optional {
                Some(Value::Null)
            } else {
                first.as_deref().and_then(|text| serde_json::from_str(text).ok())
            };
            if let Some(value) = value {
                self.put(*array, *variable, *index, value);
            }
        }
        let mut fresh = 0;
        for _ in 0..MOST {
            let different = self.different(distinct);
            if different.len() >= wanted {
                return;
            }
            let Some((array, variable, index)) = free.pop().or_else(|| self.further(distinct)) else { return };
            let is_phone = self.space.variable(variable).kind == Kind::Phone;
            let reused =
                shared.iter().position(|text| !different.contains(text)).map(|index| shared.swap_remove(index));
            let value = match reused {
                Some(text) => serde_json::from_str(&text).unwrap_or(Value::Null),
                None => {
                    fresh += 1;
                    Value::String(if is_phone { format!("1390000{fresh:04}") } else { format!("其他{fresh}") })
                }
            };
            self.put(array, variable, index, value);
        }
    }

    fn put(&mut self, array: usize, variable: VariableId, index: usize, value: Value) {
        let pointer = &self.space.variable(variable).pointer;
        if let Some(element) = self.elements.get_mut(&array).and_then(|(elements, _)| elements.get_mut(index)) {
            place(element, pointer, value);
        }
    }

    /// One more element of a list whose length nothing says.
    fn further(&mut self, distinct: &crate::prove::space::Distinct<'_>) -> Option<(usize, VariableId, usize)> {
        let listed = distinct.listed.iter().rev().find(|listed| self.length(listed.array).is_none())?;
        let (elements, pattern) = self.elements.get_mut(&listed.array)?;
        let element = elements.last().cloned().unwrap_or_else(|| pattern.clone());
        elements.push(element);
        Some((listed.array, listed.variable, elements.len() - 1))
    }
}

/// Puts a value where the keys lead.
fn place(record: &mut Value, pointer: &[Box<str>], value: Value) {
    let Some((last, way)) = pointer.split_last() else { return };
    let mut record = record;
    for key in way {
        if !record[&**key].is_object() {
            record[&**key] = Value::Object(Map::new());
        }
        record = &mut record[&**key];
    }
    record[&**last] = value;
}

fn at<'v>(record: &'v Value, pointer: &[Box<str>]) -> Option<&'v Value> {
    pointer.iter().try_fold(record, |record, key| record.get(&**key))
}

impl Space<'_> {
    /// Whether a model says what a fact is in a copy of an element.
    fn is_valued(&self, model: &Model, of: VariableId, copy: u32) -> bool {
        let Place::Element { array, .. } = self.variable(of).place else { return true };
        let is_it = |id: &VariableId| {
            let other = self.variable(*id);
            other.place == Place::Element { array, copy } && other.pointer == self.variable(of).pointer
        };
        model.values.keys().any(is_it)
    }

    /// A value as it is written in an application.
    fn json(&self, id: VariableId, datum: &Datum) -> Value {
        let value = |of: usize, value: u16| {
            let name = self.document.vocabulary.enums[of].values.get(usize::from(value));
            Value::String(name.map(|value| value.id.clone()).unwrap_or_default())
        };
        match (datum, self.variable(id).kind) {
            (Datum::None, _) => Value::Null,
            (Datum::YesNo(yes), _) => Value::Bool(*yes),
            (Datum::Number(number), Kind::Date) => Value::String(date(*number)),
            (Datum::Number(number), _) => Value::from(*number),
            (Datum::Text(text), _) => Value::String(text.clone()),
            (Datum::Value(own), Kind::Enum(of) | Kind::Set(of)) => value(of, *own),
            (Datum::Set(values), Kind::Set(of) | Kind::Enum(of)) => values.iter().map(|own| value(of, *own)).collect(),
            (Datum::Value(_) | Datum::Set(_), _) => Value::Null,
        }
    }

    fn plain_value(&self, of: &Type, optional: bool) -> Value {
        if optional {
            return Value::Null;
        }
        match of.kind.as_str() {
            "yes_no" => Value::Bool(false),
            "int" => {
                Value::from(plain_number(of.unit.as_deref(), of.low.unwrap_or(i64::MIN), of.high.unwrap_or(i64::MAX)))
            }
            "date" => Value::String(date(self.day() + 1000)),
            "phone" => Value::String("13800000001".to_owned()),
            "enum" => {
                let number = of.r#enum.as_deref().and_then(|of| self.names.enums.get(of)).copied();
                let own = number.and_then(|of| self.own_province_of(of)).unwrap_or(0);
                let value = number.and_then(|of| self.document.vocabulary.enums[of].values.get(usize::from(own)));
                value.map_or(Value::Null, |value| Value::String(value.id.clone()))
            }
            "set" => Value::Array(Vec::new()),
            _ => Value::String("青禾园艺".to_owned()),
        }
    }

    /// An application with a plain value for every fact, and no elements.
    fn plain_application(&self) -> Value {
        let mut application = Value::Object(Map::new());
        for fact in self.document.vocabulary.facts.iter().filter(|fact| fact.list.is_none()) {
            let pointer: Vec<Box<str>> = fact.pointer.iter().map(|key| key.as_str().into()).collect();
            let value = match fact.path.as_str() {
                "filing.submitted_on" => Value::String(date(self.day())),
                _ => self.plain_value(&fact.r#type, fact.optional),
            };
            place(&mut application, &pointer, value);
        }
        application
    }

    fn plain_element(&self, array: usize) -> Value {
        let mut element = Value::Object(Map::new());
        let id = self.array_id(array);
        for fact in self.document.vocabulary.facts.iter().filter(|fact| fact.list.as_deref() == Some(id)) {
            let pointer: Vec<Box<str>> = fact.pointer.iter().map(|key| key.as_str().into()).collect();
            place(&mut element, &pointer, self.plain_value(&fact.r#type, fact.optional));
        }
        element
    }

    fn plain_material(&self, material: usize) -> Value {
        let mut record = Map::new();
        for id in &self.document.vocabulary.materials[material].attributes {
            if let Some(number) = self.names.attributes.get(id.as_str()) {
                let attribute = &self.document.vocabulary.attributes[*number];
                record.insert(id.clone(), self.plain_value(&attribute.r#type, attribute.optional));
            }
        }
        Value::Object(record)
    }
}

fn date(day: i64) -> String {
    i32::try_from(day).ok().and_then(Date::from_day_number).map(|day| day.to_string()).unwrap_or_default()
}
