//! Conditions and values, as the table writes them: objects that `op` tells apart.
//!
//! ```json
//! {"op":"gt","left":{"op":"fact","fact":"subject_resp.age"},"right":{"op":"int","value":60,"unit":"years"}}
//! ```

use schemars::JsonSchema;
use serde::Serialize;

use crate::emit::table::text::Day;
use crate::emit::table::words::Words;

/// A condition or a value, by `op`.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(tag = "op", rename_all = "snake_case")]
pub enum Condition<'a> {
    /// The value of a fact.
    Fact { fact: &'a str },
    /// The value of a derived fact.
    Derived { derived: &'a str },
    /// The value of an attribute of the material in whose `with` this stands.
    Attribute { attribute: &'a str },
    /// A yes or no.
    YesNo { value: bool },
    /// A number.
    Int {
        value: i64,
        #[serde(skip_serializing_if = "Option::is_none")]
        unit: Option<&'a str>,
    },
    /// A day.
    Date { value: Day },
    /// A text.
    Text { value: &'a str },
    /// A value of an enum.
    Enum { r#enum: &'a str, value: &'a str },
    /// The value of the first case whose `when` is true, otherwise `otherwise`.
    Cases { cases: Vec<Case<'a>>, otherwise: Box<Condition<'a>> },
    /// Never known. Does not occur in a table that was compiled without errors.
    Unknown {},

    /// The opposite.
    Not { of: Box<Condition<'a>> },
    /// All of these hold.
    And { of: Vec<Condition<'a>> },
    /// One of these holds.
    Or { of: Vec<Condition<'a>> },

    /// Equal; phones after normalisation.
    Eq { left: Box<Condition<'a>>, right: Box<Condition<'a>> },
    /// Not equal.
    Ne { left: Box<Condition<'a>>, right: Box<Condition<'a>> },
    /// Less, earlier.
    Lt { left: Box<Condition<'a>>, right: Box<Condition<'a>> },
    /// At most, not later.
    Le { left: Box<Condition<'a>>, right: Box<Condition<'a>> },
    /// More, later.
    Gt { left: Box<Condition<'a>>, right: Box<Condition<'a>> },
    /// At least, not earlier.
    Ge { left: Box<Condition<'a>>, right: Box<Condition<'a>> },
    /// The value of the enum is one of these.
    In { of: Box<Condition<'a>>, r#enum: &'a str, values: Vec<&'a str> },
    /// The set holds this value of its enum.
    Holds { of: Box<Condition<'a>>, r#enum: &'a str, value: &'a str },
    /// The value stands in the row that the table has for the key.
    InRow { of: Box<Condition<'a>>, table: &'a str, key: Box<Condition<'a>> },
    /// The value is not `none`.
    Has { of: Box<Condition<'a>> },

    /// The text is one of the words.
    IsWord { of: Box<Condition<'a>>, words: Words<'a> },
    /// The text contains one of the words.
    Mentions { of: Box<Condition<'a>>, words: Words<'a> },
    /// The text begins with one of the words.
    StartsWith { of: Box<Condition<'a>>, words: Words<'a> },
    /// The text ends with one of the words.
    EndsWith { of: Box<Condition<'a>>, words: Words<'a> },
    /// Nothing but Latin letters, digits, spaces and `( ) - . _ & '`, and at least one letter.
    OnlyLatin { of: Box<Condition<'a>> },
    /// Nothing but ASCII digits, and at least one.
    OnlyDigits { of: Box<Condition<'a>> },
    /// How many letters and digits the text has.
    CharCount { of: Box<Condition<'a>> },
    /// How many characters of script Han the text has.
    HanCount { of: Box<Condition<'a>> },

    /// The condition holds for an element of the list.
    Any { list: &'a str, of: Box<Condition<'a>> },
    /// The condition holds for every element of the list.
    All { list: &'a str, of: Box<Condition<'a>> },
    /// How many elements the list has, or for how many of them the condition holds.
    Count {
        list: &'a str,
        #[serde(skip_serializing_if = "Option::is_none")]
        of: Option<Box<Condition<'a>>>,
    },
    /// The values that this has for the elements of the list; only in `count_distinct` and
    /// `distinct_mobiles`.
    Values { list: &'a str, of: Box<Condition<'a>> },
    /// How many different values there are.
    CountDistinct { of: Vec<Condition<'a>> },
    /// How many different mobile numbers there are.
    DistinctMobiles { of: Vec<Condition<'a>> },

    /// The sum.
    Plus { left: Box<Condition<'a>>, right: Box<Condition<'a>> },
    /// The difference.
    Minus { left: Box<Condition<'a>>, right: Box<Condition<'a>> },
    /// The date, moved forward by so many units, or back if negative.
    Shift { of: Box<Condition<'a>>, amount: i64, unit: &'a str },
}

/// A guarded value.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Case<'a> {
    pub when: Condition<'a>,
    pub value: Condition<'a>,
}
