//! Where the value of a variable stands in an application, and what it can be.

/// A variable, by its number in the space.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct VariableId(pub u32);

/// The record in which a value stands.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Place {
    Application,
    /// A copy of an element of an array.
    Element {
        array: usize,
        copy: u32,
    },
    /// A material of the upload list, by its number in the vocabulary.
    Material(usize),
    /// How many elements an array has.
    Length(usize),
    /// For how many elements a condition holds, by the number of the quantifier.
    Number(u32),
    /// How many different values there are, by the number in the space.
    Distinct(u32),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    YesNo,
    Int {
        low: i64,
        high: i64,
    },
    Date,
    Text,
    Phone,
    /// By the number of the enum.
    Enum(usize),
    Set(usize),
}

/// Who can change a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Nature {
    Given,
    Remediable,
    Attested,
}

/// A value of an application.
#[derive(Clone, Debug)]
pub struct Variable {
    pub place: Place,
    /// Keys from the record of the place.
    pub pointer: Vec<Box<str>>,
    /// The fact of the vocabulary, or the attribute.
    pub fact: usize,
    pub kind: Kind,
    pub optional: bool,
    pub nature: Nature,
}

impl Variable {
    /// Smallest and largest number, also for dates, which are counted in days.
    pub fn range(&self) -> (i64, i64) {
        match self.kind {
            Kind::Int { low, high } => (low, high),
            Kind::Date => CALENDAR,
            Kind::YesNo | Kind::Text | Kind::Phone | Kind::Enum(_) | Kind::Set(_) => (0, 0),
        }
    }

    pub fn is_number(&self) -> bool {
        matches!(self.kind, Kind::Int { .. } | Kind::Date)
    }

    pub fn is_count(&self) -> bool {
        matches!(self.place, Place::Length(_) | Place::Number(_) | Place::Distinct(_))
    }
}

/// The days of the years 1 to 9999, counted from 1970-01-01.
pub const CALENDAR: (i64, i64) = (-719_162, 2_932_896);
