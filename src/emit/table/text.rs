//! Texts that are put together while they are written, without memory of their own.

use std::borrow::Cow;
use std::fmt;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Serialize, Serializer};

use crate::model::{Program, StatementRef};
use crate::text::Date;

/// The whole id of a rule: layer, full stop, name.
#[derive(Clone, Copy, Debug)]
pub struct RuleId<'a> {
    pub layer: &'a str,
    pub name: &'a str,
}

impl fmt::Display for RuleId<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.layer)?;
        f.write_str(".")?;
        f.write_str(self.name)
    }
}

/// A cited statement: source, slash, statement.
#[derive(Clone, Copy, Debug)]
pub struct Cite<'a> {
    pub source: &'a str,
    pub statement: &'a str,
}

impl fmt::Display for Cite<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.source)?;
        f.write_str("/")?;
        f.write_str(self.statement)
    }
}

/// A day, written `2018-01-01`.
#[derive(Clone, Copy, Debug)]
pub struct Day(pub Date);

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// The citations as the table names them.
pub fn cites<'a>(program: &'a Program, statements: &[StatementRef]) -> Vec<Cite<'a>> {
    statements.iter().filter_map(|statement| cite(program, *statement)).collect()
}

fn cite(program: &Program, reference: StatementRef) -> Option<Cite<'_>> {
    let source = program.sources.get(reference.source.index())?;
    let statement = source.statements.get(reference.statement as usize)?;
    Some(Cite { source: &source.name, statement: statement.id() })
}

macro_rules! written_as_text {
    ($($type:ty, $name:literal, $schema:tt;)*) => {$(
        impl Serialize for $type {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }
        }
        impl JsonSchema for $type {
            fn schema_name() -> Cow<'static, str> {
                $name.into()
            }
            fn json_schema(_: &mut SchemaGenerator) -> Schema {
                json_schema!($schema)
            }
        }
    )*};
}

written_as_text! {
    RuleId<'_>, "RuleId", {
        "description": "The whole id of a rule: `layer.track.name`.",
        "type": "string",
        "pattern": r"^[^.]+\..+$"
    };
    Cite<'_>, "Cite", {
        "description": "A statement of a source: `source/statement`.",
        "type": "string",
        "pattern": "^[^/]+/.+$"
    };
    Day, "Day", {
        "description": "A day of the Gregorian calendar.",
        "type": "string",
        "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"
    };
}
