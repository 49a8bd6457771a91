//! Values of facts and of expressions, and three-valued logic.

use std::borrow::Cow;

/// True, false, or unknown because a fact was not supplied. Ordered, so that `and` is the minimum.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Truth {
    False,
    Unknown,
    True,
}

impl Truth {
    pub fn and(self, other: Truth) -> Truth {
        self.min(other)
    }

    pub fn or(self, other: Truth) -> Truth {
        self.max(other)
    }

    /// Whether something holds, in a word of JSON.
    pub fn word(self) -> &'static str {
        match self {
            Truth::True => "yes",
            Truth::Unknown => "unknown",
            Truth::False => "no",
        }
    }

    /// `None` for unknown.
    pub fn known(self) -> Option<bool> {
        match self {
            Truth::False => Some(false),
            Truth::Unknown => None,
            Truth::True => Some(true),
        }
    }
}

impl std::ops::Not for Truth {
    type Output = Truth;

    fn not(self) -> Truth {
        match self {
            Truth::False => Truth::True,
            Truth::Unknown => Truth::Unknown,
            Truth::True => Truth::False,
        }
    }
}

impl From<bool> for Truth {
    fn from(value: bool) -> Truth {
        if value { Truth::True } else { Truth::False }
    }
}

/// A value that an application or a table holds. Texts are borrowed from the application's JSON
/// where it has no escapes.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Slot<'a> {
    /// Not supplied.
    #[default]
    Unknown,
    /// An optional fact that is left empty.
    None,
    YesNo(bool),
    Int(i64),
    /// Days since 1970-01-01.
    Date(i32),
    Text(Cow<'a, str>),
    /// Index into the values of its enum.
    Enum(u16),
    /// Sorted.
    Set(Box<[u16]>),
}

/// A value while it is computed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Value<'a> {
    Unknown,
    None,
    YesNo(bool),
    Int(i64),
    Date(i32),
    Text(&'a str),
    Enum(u16),
    Set(&'a [u16]),
}

impl Slot<'_> {
    pub fn value(&self) -> Value<'_> {
        match self {
            Slot::Unknown => Value::Unknown,
            Slot::None => Value::None,
            Slot::YesNo(value) => Value::YesNo(*value),
            Slot::Int(value) => Value::Int(*value),
            Slot::Date(value) => Value::Date(*value),
            Slot::Text(value) => Value::Text(value),
            Slot::Enum(value) => Value::Enum(*value),
            Slot::Set(value) => Value::Set(value),
        }
    }
}

impl Value<'_> {
    /// As a condition: what is left empty does not hold.
    pub fn truth(self) -> Truth {
        match self {
            Value::Unknown => Truth::Unknown,
            Value::YesNo(value) => value.into(),
            _ => Truth::False,
        }
    }
}

impl From<Truth> for Value<'_> {
    fn from(truth: Truth) -> Self {
        truth.known().map_or(Value::Unknown, Value::YesNo)
    }
}
