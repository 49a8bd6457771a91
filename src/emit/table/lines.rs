//! JSON on few lines: compact objects, one per line where a reader of a diff wants it.

use serde::Serialize;

/// The compact JSON of a value.
pub fn json(value: &impl Serialize) -> String {
    // INVARIANT: keys are texts and nothing is written to a disk, so nothing can fail.
    serde_json::to_string(value).expect("a serialised type has only text keys")
}

/// Appends `"key":[` entries, one per line, `]`.
pub fn push_list<T: Serialize>(out: &mut String, key: &str, entries: impl IntoIterator<Item = T>) {
    out.push_str(&json(&key));
    out.push_str(":[");
    push_entries(out, entries);
    out.push_str("\n]");
}

/// Appends entries, each behind a line break.
fn push_entries<T: Serialize>(out: &mut String, entries: impl IntoIterator<Item = T>) {
    for (index, entry) in entries.into_iter().enumerate() {
        out.push_str(if index == 0 { "\n" } else { ",\n" });
        out.push_str(&json(&entry));
    }
}

/// Appends an object whose last member is a list with one entry per line.
pub fn push_object_with_list<T: Serialize>(
    out: &mut String,
    rest: &impl Serialize,
    key: &str,
    entries: impl IntoIterator<Item = T>,
) {
    push_open_object(out, rest);
    push_list(out, key, entries);
    out.push('}');
}

/// Appends an object without its closing brace, ready for one more member.
///
/// INVARIANT: the object has at least one member.
pub fn push_open_object(out: &mut String, object: &impl Serialize) {
    out.push_str(&json(object));
    out.pop();
    out.push(',');
}

/// Appends `"key":{` members, one per line, `}`.
pub fn push_map<'a, T: Serialize>(out: &mut String, key: &str, members: impl IntoIterator<Item = (&'a str, T)>) {
    out.push_str(&json(&key));
    out.push_str(":{");
    for (index, (name, value)) in members.into_iter().enumerate() {
        out.push_str(if index == 0 { "\n" } else { ",\n" });
        out.push_str(&json(&name));
        out.push(':');
        out.push_str(&json(&value));
    }
    out.push_str("\n}");
}
