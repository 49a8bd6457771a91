//! Names of things in the vocabulary, by their index.

use crate::model::{Enum, EnumId, ListId, Program, Tracks, Type, Unit, Vocabulary};

/// The id of a value of an enum.
pub fn value(vocabulary: &Vocabulary, enumeration: EnumId, value: u16) -> &str {
    let values = &vocabulary.enums[enumeration.index()].values;
    values.get(usize::from(value)).map_or("", |value| &value.name)
}

/// The ids of several values of an enum.
pub fn values<'a>(vocabulary: &'a Vocabulary, enumeration: EnumId, indexes: &[u16]) -> Vec<&'a str> {
    indexes.iter().map(|index| value(vocabulary, enumeration, *index)).collect()
}

pub fn list(vocabulary: &Vocabulary, id: Option<ListId>) -> Option<&str> {
    id.map(|id| &*vocabulary.lists[id.index()].name)
}

/// The ids of the tracks in a set.
pub fn tracks(program: &Program, tracks: Tracks) -> Vec<&str> {
    let values = program.vocabulary.tracks().iter().enumerate();
    values.filter(|(index, _)| tracks.holds(*index)).map(|(_, value)| &*value.name).collect()
}

/// The enum whose values are the types of filing: the type of `filing.type`.
pub fn filing_enum(vocabulary: &Vocabulary) -> Option<&Enum> {
    let fact = vocabulary.fact_by_path("filing.type")?;
    enum_of(vocabulary, vocabulary.facts[fact.index()].kind)
}

fn enum_of(vocabulary: &Vocabulary, kind: Type) -> Option<&Enum> {
    match kind {
        Type::Enum(id) | Type::Set(id) => vocabulary.enums.get(id.index()),
        Type::YesNo | Type::Int { .. } | Type::Date | Type::Text | Type::Phone => None,
    }
}

pub fn unit(unit: Unit) -> &'static str {
    match unit {
        Unit::Years => "years",
        Unit::Months => "months",
        Unit::Days => "days",
        Unit::Workdays => "workdays",
        Unit::Hours => "hours",
    }
}
