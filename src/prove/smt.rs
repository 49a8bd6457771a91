//! A question in SMT-LIB, for another prover that knows numbers and texts by itself.
//!
//! Nothing of `theory` is used here. How many letters a text has is not said, so an answer "possible"
//! may be too generous where a question depends on it; [`Script::is_exact`] says whether it does not.

use std::fmt::Write as _;

use crate::prove::formula::{AtomId, Formula, Shape};
use crate::prove::prover::Prover;
use crate::prove::space::{Atom, Kind, Space, TextTest, VariableId};

/// A question that can be put to another prover.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Script {
    /// Declarations, assertions and `check-sat`.
    pub text: String,
    /// Whether everything is said exactly.
    pub is_exact: bool,
}

impl Prover<'_> {
    /// Whether an application can be as all of these say, with what ties their atoms to others.
    pub fn script(&self, question: &[Formula]) -> Script {
        let space = &self.scene.space;
        let atoms = self.relevant(question);
        let mut script = Script { text: String::new(), is_exact: true };
        let mut declared: Vec<VariableId> = Vec::new();
        for atom in &atoms {
            space.atoms[atom.0 as usize].variables(|id| {
                if !declared.contains(&id) {
                    declared.push(id);
                    declare(space, id, &mut script);
                }
            });
        }
        for atom in &atoms {
            define(space, *atom, &mut script);
        }
        for constraint in self.ties_among(&atoms) {
            let _ = writeln!(script.text, "(assert {})", term(space, constraint));
        }
        for part in question {
            let _ = writeln!(script.text, "(assert {})", term(space, *part));
        }
        script.text.push_str("(check-sat)\n");
        script
    }
}

fn declare(space: &Space<'_>, id: VariableId, script: &mut Script) {
    let variable = space.variable(id);
    let name = name(id);
    let _ = match variable.kind {
        Kind::Int { .. } | Kind::Date => {
            let (low, high) = variable.range();
            writeln!(script.text, "(declare-const {name} Int)\n(assert (<= {} {name} {}))", number(low), number(high))
        }
        Kind::Enum(of) => {
            let count = space.document.vocabulary.enums[of].values.len();
            writeln!(script.text, "(declare-const {name} Int)\n(assert (and (<= 0 {name}) (< {name} {count})))")
        }
        Kind::Text | Kind::Phone => writeln!(script.text, "(declare-const {name} String)"),
        Kind::YesNo | Kind::Set(_) => Ok(()),
    };
}

/// An atom is a name for what it says.
fn define(space: &Space<'_>, atom: AtomId, script: &mut Script) {
    let said = match &space.atoms[atom.0 as usize] {
        Atom::Is(of, value) => Some(format!("(= {} {value})", name(*of))),
        Atom::AtMost(terms, limit) => {
            let sum: Vec<String> =
                terms.iter().map(|(id, coefficient)| format!("(* {} {})", number(*coefficient), name(*id))).collect();
            Some(format!("(<= (+ 0 {}) {})", sum.join(" "), number(*limit)))
        }
        Atom::Same(one, other) => Some(format!("(= {} {})", name(*one), name(*other))),
        Atom::Test(of, test) => {
            let said = text_test(space, &name(*of), &space.tests[test.0 as usize]);
            script.is_exact &= said.is_some();
            said
        }
        Atom::Opaque(_) => {
            script.is_exact = false;
            None
        }
        Atom::Yes(_) | Atom::Has(_) | Atom::Holds(..) | Atom::Some(_) | Atom::There { .. } | Atom::Uploaded(_) => None,
    };
    let atom = atom.0;
    let _ = match said {
        Some(said) => writeln!(script.text, "(define-fun a{atom} () Bool {said})"),
        None => writeln!(script.text, "(declare-const a{atom} Bool)"),
    };
}

fn term(space: &Space<'_>, formula: Formula) -> String {
    let positive = match space.formulas.shape(formula) {
        Shape::True => "true".to_owned(),
        Shape::Atom(atom) => format!("a{}", atom.0),
        Shape::And(parts) => {
            let parts: Vec<String> = parts.iter().map(|part| term(space, *part)).collect();
            format!("(and {})", parts.join(" "))
        }
    };
    if formula.is_negated() { format!("(not {positive})") } else { positive }
}

fn text_test(space: &Space<'_>, of: &str, test: &TextTest) -> Option<String> {
    let any = |words: &[Box<str>], say: &dyn Fn(&str) -> String| {
        let said: Vec<String> = words.iter().map(|word| say(&text(word))).collect();
        format!("(or false {})", said.join(" "))
    };
    let latin = "(re.union (re.range \"a\" \"z\") (re.range \"A\" \"Z\"))";
    let digit = "(re.range \"0\" \"9\")";
    Some(match test {
        TextTest::Among(words) => any(words, &|word| format!("(= {of} {word})")),
        TextTest::Mentions(words) => any(words, &|word| format!("(str.contains {of} {word})")),
        TextTest::StartsWith(words) => any(words, &|word| format!("(str.prefixof {word} {of})")),
        TextTest::EndsWith(words) => any(words, &|word| format!("(str.suffixof {word} {of})")),
        TextTest::OnlyLatin => {
            let signs = " ()-._&'".chars().map(|sign| format!("(str.to_re {})", text(&sign.to_string())));
            let fits = format!("(re.* (re.union {latin} {digit} {}))", signs.collect::<Vec<_>>().join(" "));
            format!("(str.in_re {of} (re.++ {fits} {latin} {fits}))")
        }
        TextTest::OnlyDigits => format!("(str.in_re {of} (re.+ {digit}))"),
        TextTest::Mobile => {
            let digits = [digit; 10].join(" ");
            format!("(str.in_re {of} (re.++ (str.to_re \"1\") {digits}))")
        }
        TextTest::CharsAtMost(_) | TextTest::HanAtMost(_) => return None,
        TextTest::Follows(template) => {
            let parts = space.document.vocabulary.templates[*template].parts.iter().map(|part| match &part.fixed {
                Some(fixed) => format!("re.all (str.to_re {})", text(fixed)),
                None => "re.allchar".to_owned(),
            });
            let parts: Vec<String> = parts.collect();
            format!("(str.in_re {of} (re.++ {} re.all))", parts.join(" "))
        }
    })
}

fn name(id: VariableId) -> String {
    format!("v{}", id.0)
}

fn number(number: i64) -> String {
    if number < 0 { format!("(- {})", number.unsigned_abs()) } else { number.to_string() }
}

fn text(text: &str) -> String {
    let mut quoted = String::from("\"");
    for letter in text.chars() {
        match letter {
            '"' => quoted.push_str("\"\""),
            ' '..='~' if letter != '\\' => quoted.push(letter),
            _ => {
                let _ = write!(quoted, "\\u{{{:x}}}", u32::from(letter));
            }
        }
    }
    quoted.push('"');
    quoted
}
