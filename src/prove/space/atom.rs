//! What can be true or false of an application.

use crate::prove::space::VariableId;

/// A text test, by its number in the space.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TestId(pub u32);

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Atom {
    /// The yes or no is yes.
    Yes(VariableId),
    /// The optional fact is not left empty.
    Has(VariableId),
    /// It is this value of its enum.
    Is(VariableId, u16),
    /// The set holds this value of its enum.
    Holds(VariableId, u16),
    /// The sum is at most so much. The first coefficient is positive.
    AtMost(Box<[(VariableId, i64)]>, i64),
    /// The text passes this test.
    Test(VariableId, TestId),
    /// Both are one value; the first has the smaller number.
    Same(VariableId, VariableId),
    /// There is an element as the quantifier asks, by its number in the space.
    Some(u32),
    /// This copy of an element of an array is in the application.
    There { array: usize, copy: u32 },
    /// The material is in the upload list.
    Uploaded(usize),
    /// Something of which nothing is known.
    Opaque(u32),
}

impl Atom {
    /// The variables that it speaks of.
    pub fn variables(&self, mut visit: impl FnMut(VariableId)) {
        match self {
            Atom::Yes(of) | Atom::Has(of) | Atom::Is(of, _) | Atom::Holds(of, _) | Atom::Test(of, _) => visit(*of),
            Atom::AtMost(terms, _) => terms.iter().for_each(|(of, _)| visit(*of)),
            Atom::Same(one, other) => {
                visit(*one);
                visit(*other);
            }
            Atom::Some(_) | Atom::There { .. } | Atom::Uploaded(_) | Atom::Opaque(_) => {}
        }
    }
}

/// What is asked of a text. Words are sorted, each once.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum TextTest {
    Among(Box<[Box<str>]>),
    Mentions(Box<[Box<str>]>),
    StartsWith(Box<[Box<str>]>),
    EndsWith(Box<[Box<str>]>),
    OnlyLatin,
    OnlyDigits,
    /// At most so many letters and digits.
    CharsAtMost(i64),
    /// At most so many Han characters.
    HanAtMost(i64),
    /// It follows this template of the vocabulary.
    Follows(usize),
    /// A mobile number: eleven digits, the first of them 1.
    Mobile,
}
