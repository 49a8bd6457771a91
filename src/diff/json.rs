//! A difference for programs, and the schema of it.

use schemars::generate::SchemaSettings;

use crate::diff::difference::Difference;

/// The whole difference, a line break behind it.
pub fn render(difference: &Difference) -> String {
    let mut text = serde_json::to_string_pretty(difference).unwrap_or_default();
    text.push('\n');
    text
}

/// The JSON Schema of [`render`].
pub fn schema() -> String {
    let schema = SchemaSettings::draft2020_12().for_serialize().into_generator().into_root_schema_for::<Difference>();
    let mut text = serde_json::to_string_pretty(&schema).unwrap_or_default();
    text.push('\n');
    text
}
