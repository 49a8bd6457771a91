//! The JSON Schema of the rule table, made from the types that are serialised.

use schemars::Schema;
use schemars::generate::SchemaSettings;
use schemars::transform::{Transform, transform_subschemas};
use serde_json::{Value, json};

use crate::emit::table::document::RuleTable;

/// The members that tell the shapes of an object apart.
const TAGS: [&str; 2] = ["op", "kind"];

/// JSON Schema draft 2020-12, for people to read.
pub fn rule_table_schema() -> String {
    let settings = SchemaSettings::draft2020_12().for_serialize().with_transform(ChooseByTag);
    let schema = settings.into_generator().into_root_schema_for::<RuleTable>();
    // INVARIANT: a schema is JSON already, and nothing is written to a disk.
    let mut text = serde_json::to_string_pretty(&schema).expect("a schema is JSON");
    text.push('\n');
    text
}

/// Turns `oneOf` shapes with a tag into `if` the tag is this, `then` that shape.
///
/// A validator tries all shapes of a `oneOf`, and each again for what it contains: the time doubles
/// and more with every level of a tree. With `if` it looks at the tag and follows one shape.
#[derive(Clone)]
struct ChooseByTag;

impl Transform for ChooseByTag {
    fn transform(&mut self, schema: &mut Schema) {
        transform_subschemas(self, schema);
        let Some(shapes) = schema.get("oneOf").and_then(Value::as_array) else { return };
        let Some((tag, names)) = TAGS.iter().find_map(|tag| Some((*tag, tags(shapes, tag)?))) else { return };
        let choices: Vec<Value> = shapes.iter().zip(&names).map(|(shape, name)| choice(tag, name, shape)).collect();
        schema.remove("oneOf");
        schema.insert("type".to_string(), json!("object"));
        schema.insert("required".to_string(), json!([tag]));
        schema.insert("properties".to_string(), json!({ tag: { "enum": names } }));
        schema.insert("allOf".to_string(), Value::Array(choices));
    }
}

/// What the tag is in each shape, if it is fixed in all of them.
fn tags(shapes: &[Value], tag: &str) -> Option<Vec<Value>> {
    shapes.iter().map(|shape| shape.get("properties")?.get(tag)?.get("const").cloned()).collect()
}

fn choice(tag: &str, name: &Value, shape: &Value) -> Value {
    json!({ "if": { "properties": { tag: { "const": name } }, "required": [tag] }, "then": shape })
}
