//! Applicants for whom rules together leave no way: whatever they correct, one is violated.
//!
//! Whoever is not refused for what is given is held against all rules at once. A way that one
//! applicant has is put into the rules: whom it does not help is looked at next, until nobody is left.
//!
//! An impasse that is found is proved. A way is taken to be open to all who differ only in what it
//! does not speak of; where mendable facts are compared with given ones through others that may be too
//! good, so an
//! impasse may be missed.

use rustc_hash::{FxHashMap, FxHashSet};

use crate::prove::diagram::Cube;
use crate::prove::formula::{AtomId, Formula};
use crate::prove::prover::{Model, Possible};
use crate::prove::question::Question;
use crate::prove::space::{Atom, Place, RuleOf, Space, VariableId};
use crate::prove::theory::Literal;

/// How many ways and impasses one search looks at.
const ROUNDS: usize = 500;
/// How often what mostly helps is left out for one applicant.
const RETRIES: usize = 20;

/// Some applicants and the rules that together leave them no way; without one of these they have one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Impasse {
    pub rules: Vec<usize>,
    /// What is given of them.
    pub who: Cube,
}

/// What a search found.
#[derive(Clone, Debug, Default)]
pub struct Impasses {
    pub found: Vec<Impasse>,
    /// Whether the search came to an end, and nothing was left undecided.
    pub is_complete: bool,
}

/// The impasses of a question, by applicants who are not refused for what is given alone.
pub fn impasses(question: &mut Question<'_>) -> Impasses {
    let mut all = Impasses { found: Vec::new(), is_complete: true };
    let (refused, parts) = parts(question);
    for rules in parts {
        let mut search = Search::new(question, rules, &refused);
        let is_complete = search.run(question, &mut all.found);
        all.is_complete &= is_complete;
    }
    all
}

/// The rules of which nothing can be mended, and the others by what they would have mended.
fn parts(question: &mut Question<'_>) -> (Vec<Formula>, Vec<Vec<usize>>) {
    let judging: Vec<usize> = question.judging().collect();
    let violated: Vec<Formula> = judging.iter().map(|index| !question.satisfied[*index]).collect();
    let tied = tied_counts(&mut question.prover.scene.space, &violated);
    let mendable = question.mendable(&[&violated[..], &tied].concat(), &[]);
    let space = &question.prover.scene.space;
    let mut groups = Groups::default();
    let mut mended = |formula: Formula| -> Option<usize> {
        let atoms = space.formulas.atoms(&[formula]).into_iter().filter(|atom| mendable.contains(atom));
        let numbers: Vec<usize> = atoms.map(|atom| groups.of_atom(&space.atoms[atom.0 as usize], atom)).collect();
        numbers.into_iter().reduce(|one, other| groups.join(one, other))
    };
    for constraint in &space.constraints {
        mended(*constraint);
    }
    let of_rules: Vec<Option<usize>> = violated.iter().map(|violated| mended(*violated)).collect();
    let mut refused = Vec::new();
    let mut parts: FxHashMap<usize, Vec<usize>> = FxHashMap::default();
    for (index, group) in judging.into_iter().zip(of_rules) {
        match group {
            Some(group) => parts.entry(groups.find(group)).or_default().push(index),
            None => refused.push(question.satisfied[index]),
        }
    }
    let mut parts: Vec<Vec<usize>> = parts.into_values().collect();
    parts.sort_unstable();
    (refused, parts)
}

/// What ties the numbers of elements of which rules speak to one another and to what elements are: atoms
/// that no rule may name.
fn tied_counts(space: &mut Space<'_>, violated: &[Formula]) -> Vec<Formula> {
    let spoken_of = space.variables_of(violated);
    let mut counts: FxHashSet<VariableId> = spoken_of.into_iter().filter(|id| space.variable(*id).is_count()).collect();
    let mut tied = Vec::new();
    for id in counts.clone() {
        let arrays: Vec<usize> = match space.variable(id).place {
            Place::Number(number) => {
                tied.push(space.atom(Atom::Some(number)));
                vec![space.quantifiers[number as usize].array]
            }
            Place::Distinct(number) => space.distinct[number as usize].listed.iter().map(|one| one.array).collect(),
            _ => Vec::new(),
        };
        counts.extend(arrays.into_iter().map(|array| space.length_of(array)));
    }
    let ties = |atom: &AtomId| {
        let (mut some, mut all) = (false, true);
        space.atoms[atom.0 as usize].variables(|id| {
            some |= counts.contains(&id);
            all &= counts.contains(&id) || !space.variable(id).is_count();
        });
        some && all
    };
    let atoms: Vec<AtomId> = space.formulas.atoms(&space.constraints).into_iter().filter(ties).collect();
    tied.extend(atoms.into_iter().map(|atom| space.formulas.atom(atom)));
    tied
}

/// Disjoint sets of what can be mended.
#[derive(Default)]
struct Groups {
    numbers: FxHashMap<Mended, usize>,
    parents: Vec<usize>,
}

/// A variable, or an atom that speaks of none.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
enum Mended {
    Variable(VariableId),
    Atom(AtomId),
}

impl Groups {
    fn of(&mut self, mended: Mended) -> usize {
        *self.numbers.entry(mended).or_insert_with(|| {
            self.parents.push(self.parents.len());
            self.parents.len() - 1
        })
    }

    fn of_atom(&mut self, atom: &Atom, id: AtomId) -> usize {
        let mut all = Vec::new();
        atom.variables(|variable| all.push(Mended::Variable(variable)));
        let first = all.first().copied().unwrap_or(Mended::Atom(id));
        let first = self.of(first);
        all.into_iter().fold(first, |joined, mended| {
            let other = self.of(mended);
            self.join(joined, other)
        })
    }

    fn find(&self, number: usize) -> usize {
        let mut root = number;
        while self.parents[root] != root {
            root = self.parents[root];
        }
        root
    }

    fn join(&mut self, one: usize, other: usize) -> usize {
        let (one, other) = (self.find(one), self.find(other));
        self.parents[one.max(other)] = one.min(other);
        one.min(other)
    }
}

/// Whether an applicant has a way.
enum Way {
    Open(Model),
    Closed(Impasse),
    NotDecided,
}

struct Search {
    /// Rules of which something can be mended.
    rules: Vec<usize>,
    /// The atoms of these rules that cannot be mended.
    given: Vec<AtomId>,
    /// What follows for given facts from what mendable ones that are compared with them can be.
    implied: Vec<Formula>,
    /// What the rules require.
    helpful: Vec<Formula>,
    /// What holds for the applicants who are left.
    left: Vec<Formula>,
    is_complete: bool,
}

impl Search {
    fn new(question: &mut Question<'_>, rules: Vec<usize>, refused: &[Formula]) -> Search {
        let violated: Vec<Formula> = rules.iter().map(|index| !question.satisfied[*index]).collect();
        let mendable = question.mendable(&violated, &[]);
        let atoms = question.prover.scene.space.formulas.atoms(&violated);
        let mut implied = implied_by(question, &atoms, compared_with);
        if implied.len() > FEW {
            let space = &question.prover.scene.space;
            let is_same = |formula: &Formula| {
                let atoms = space.formulas.atoms(&[*formula]);
                atoms.iter().all(|atom| matches!(space.atoms[atom.0 as usize], Atom::Same(..)))
            };
            implied.retain(is_same);
            implied.extend(implied_by(question, &atoms, |_, _, mendable| FxHashSet::from_iter([mendable])));
            let mut seen = FxHashSet::default();
            implied.retain(|formula| seen.insert(*formula));
            implied.truncate(IMPLIED);
        }
        let of_implied = question.prover.scene.space.formulas.atoms(&implied);
        let mut given: Vec<AtomId> = atoms.into_iter().filter(|atom| !mendable.contains(atom)).collect();
        given.extend(of_implied);
        given.sort_unstable();
        given.dedup();
        let helpful = helpful(question, &rules);
        Search { rules, given, implied, helpful, left: refused.to_vec(), is_complete: false }
    }

    /// Whether it came to an end.
    fn run(&mut self, question: &mut Question<'_>, found: &mut Vec<Impasse>) -> bool {
        for _ in 0..ROUNDS {
            let Some(given) = self.next(question) else { return self.is_complete };
            match self.way(question, &given) {
                Way::Open(model) => self.exclude_helped(question, &given, &model),
                Way::Closed(impasse) => {
                    self.exclude(question, &impasse.who);
                    found.push(impasse);
                }
                Way::NotDecided => return false,
            }
        }
        false
    }

    /// What is given of an applicant who may have no way.
    fn next(&mut self, question: &mut Question<'_>) -> Option<Vec<Literal>> {
        match question.prover.possible_with(&self.left, &self.implied) {
            Possible::Yes(model) => {
                let given: FxHashSet<AtomId> = self.given.iter().copied().collect();
                Some(model.literals.into_iter().filter(|(atom, _)| given.contains(atom)).collect())
            }
            Possible::No(_) => {
                self.is_complete = true;
                None
            }
            Possible::NotDecided => None,
        }
    }

    fn way(&self, question: &mut Question<'_>, given: &[Literal]) -> Way {
        let given = question.prover.formulas_of(&given.to_vec());
        let satisfied = self.rules.iter().map(|index| question.satisfied[*index]);
        let needed: Vec<Formula> = given.iter().copied().chain(satisfied).collect();
        let mut helpful = self.helpful.clone();
        for retry in 0..=RETRIES {
            if retry == RETRIES {
                helpful.clear();
            }
            let asked: Vec<Formula> = needed.iter().chain(&helpful).copied().collect();
            match question.prover.possible(&asked) {
                Possible::Yes(model) => return Way::Open(model),
                Possible::NotDecided if helpful.is_empty() => return Way::NotDecided,
                Possible::NotDecided => helpful.clear(),
                Possible::No(core) if core.iter().all(|part| *part < needed.len()) => {
                    let core = core.into_iter().map(|part| needed[part]).collect();
                    return self.closed(question, core);
                }
                // Here something harms: it is left to the solver.
                Possible::No(core) => {
                    let harmful: Vec<Formula> = core.into_iter().map(|part| asked[part]).collect();
                    helpful.retain(|part| !harmful.contains(part));
                }
            }
        }
        Way::NotDecided
    }

    /// The fewest rules and the least that is given, of a contradiction.
    fn closed(&self, question: &mut Question<'_>, core: Vec<Formula>) -> Way {
        let is_rule = |part: &Formula| self.rules.iter().any(|index| question.satisfied[*index] == *part);
        let (mut rules, given): (Vec<Formula>, Vec<Formula>) = core.into_iter().partition(is_rule);
        rules.reverse();
        let parts: Vec<Formula> = rules.into_iter().chain(given).collect();
        let Some(fewest) = question.prover.fewest(&[], &parts) else { return Way::NotDecided };
        let core: Vec<Formula> = fewest.into_iter().map(|part| parts[part]).collect();
        let rules = self.rules.iter().copied().filter(|index| core.contains(&question.satisfied[*index])).collect();
        let formulas = &question.prover.scene.space.formulas;
        let sign = |atom: &AtomId| {
            let formula = formulas.find_atom(*atom)?;
            let is_so = core.contains(&formula);
            (is_so || core.contains(&!formula)).then_some((*atom, is_so))
        };
        let who = self.given.iter().filter_map(sign).collect();
        Way::Closed(Impasse { rules, who })
    }

    /// Whoever satisfies all rules by what one applicant did has a way, if what is compared with given
    /// facts can be the same.
    fn exclude_helped(&mut self, question: &mut Question<'_>, who: &[Literal], model: &Model) {
        let given: FxHashSet<AtomId> = self.given.iter().copied().collect();
        let way: FxHashMap<AtomId, bool> =
            model.literals.iter().copied().filter(|(atom, _)| !given.contains(atom)).collect();
        let mut known = FxHashMap::default();
        let violated: Vec<Formula> = self.rules.iter().map(|index| !question.satisfied[*index]).collect();
        let formulas = &mut question.prover.scene.space.formulas;
        let violated: Vec<Formula> =
            violated.into_iter().map(|violated| formulas.assign_with(violated, &way, &mut known)).collect();
        let of_implied: FxHashSet<AtomId> = formulas.atoms(&self.implied).into_iter().collect();
        let alike = who.iter().copied().filter(|(atom, _)| of_implied.contains(atom)).collect();
        let alike = question.prover.formulas_of(&alike);
        let formulas = &mut question.prover.scene.space.formulas;
        let others = !formulas.and(alike);
        self.left.push(formulas.or(violated.into_iter().chain([others])));
    }

    fn exclude(&mut self, question: &mut Question<'_>, who: &Cube) {
        let who = question.prover.formulas_of(who);
        self.left.push(!question.prover.scene.space.formulas.and(who));
    }
}

/// More of these are left out of account.
const IMPLIED: usize = 8;
/// Facts that are compared with one another through others are followed where they are so few.
const FEW: usize = 4;

/// Of each mendable fact that is compared with a given one: what is asked of it, and of those that are
/// like it, asked of the other.
fn implied_by(
    question: &mut Question<'_>,
    atoms: &[AtomId],
    like: impl Fn(&Space<'_>, &[Atom], VariableId) -> FxHashSet<VariableId>,
) -> Vec<Formula> {
    let space = &mut question.prover.scene.space;
    let known: Vec<Atom> = atoms.iter().map(|atom| space.atoms[atom.0 as usize].clone()).collect();
    let mut implied = Vec::new();
    for atom in &known {
        match atom {
            Atom::Same(one, other) if space.is_mendable(*one) != space.is_mendable(*other) => {
                let (given, mendable) = if space.is_mendable(*one) { (*other, *one) } else { (*one, *other) };
                let alike = like(space, &known, mendable);
                for asked in &known {
                    match asked {
                        Atom::Is(of, value) if alike.contains(of) => implied.push(space.atom(Atom::Is(given, *value))),
                        Atom::Test(of, test) if alike.contains(of) => {
                            implied.push(space.atom(Atom::Test(given, *test)))
                        }
                        // What is to be like two given facts needs these to be alike.
                        Atom::Same(one, other) if alike.contains(one) != alike.contains(other) => {
                            let other = if alike.contains(one) { *other } else { *one };
                            if other != given && !space.is_mendable(other) {
                                implied.push(space.same(given, other));
                            }
                        }
                        _ => {}
                    }
                }
            }
            Atom::AtMost(terms, limit) => implied.extend(space.bounds_of_given(terms, *limit)),
            _ => {}
        }
    }
    implied.retain(|formula| *formula != Formula::TRUE && *formula != Formula::FALSE);
    implied.sort_unstable();
    implied.dedup();
    implied
}

/// The mendable facts that are compared with one, and with one another.
fn compared_with(space: &Space<'_>, known: &[Atom], first: VariableId) -> FxHashSet<VariableId> {
    let mut alike = FxHashSet::from_iter([first]);
    let mut size = 0;
    while size < alike.len() {
        size = alike.len();
        for atom in known {
            let Atom::Same(one, other) = atom else { continue };
            let is_new = alike.contains(one) != alike.contains(other);
            if is_new && space.is_mendable(*one) && space.is_mendable(*other) {
                alike.extend([*one, *other]);
            }
        }
    }
    alike
}

/// What the rules require, whether they apply or not.
fn helpful(question: &mut Question<'_>, rules: &[usize]) -> Vec<Formula> {
    let of = |index: &usize| question.rules[*index].clone();
    let required: Vec<RuleOf<'_>> = rules.iter().map(of).filter(RuleOf::requires).collect();
    let instances = required.iter().flat_map(|rule| &rule.instances);
    together(question, instances.map(|instance| instance.satisfied).collect())
}

/// As many of these as can be so together.
fn together(question: &mut Question<'_>, helpful: Vec<Formula>) -> Vec<Formula> {
    let mut helpful = helpful;
    while let Possible::No(core) = question.prover.possible(&helpful) {
        let Some(last) = core.into_iter().max() else { break };
        helpful.remove(last);
    }
    helpful
}
