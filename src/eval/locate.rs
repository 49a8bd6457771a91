//! Finds a value of a JSON text again: the bytes it takes, and the path by which people name it.

use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::value::RawValue;

use crate::text::Span;

/// A value in a text.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Located<'a> {
    /// Of the key, where the value has one; of the value otherwise.
    pub span: Span,
    pub value_span: Span,
    /// The text of the value.
    pub value: &'a str,
    /// `sites[0].name`; empty for the whole.
    pub path: String,
}

/// Follows ordinals from the whole document inwards, as far as they lead.
pub fn locate<'a>(text: &'a str, trail: &[u32]) -> Located<'a> {
    let Ok(whole) = serde_json::from_str::<&RawValue>(text) else { return Located::default() };
    let mut value = whole.get();
    let mut span = bytes_of(text, value);
    let mut value_span = span;
    let mut path = String::new();
    for ordinal in trail {
        let Ok(Some(step)) = serde_json::Deserializer::from_str(value).deserialize_any(Nth(*ordinal)) else { break };
        value = step.value;
        span = bytes_of(text, value);
        value_span = span;
        match step.key {
            None => path.push_str(&format!("[{ordinal}]")),
            Some(key) => {
                if !path.is_empty() {
                    path.push('.');
                }
                path.push_str(&key);
                span = key_before(text, span).unwrap_or(span);
            }
        }
    }
    Located { span, value_span, value, path }
}

/// The ordinals that lead to a path such as `sites[0].name`; empty if nothing stands there.
pub fn trail(text: &str, path: &str) -> Vec<u32> {
    let Ok(whole) = serde_json::from_str::<&RawValue>(text) else { return Vec::new() };
    let mut value = whole.get();
    let mut trail = Vec::new();
    for part in path.split('.') {
        let (key, index) = match part.strip_suffix(']').and_then(|part| part.split_once('[')) {
            Some((key, index)) => (key, index.parse().ok()),
            None => (part, None),
        };
        let mut ordinal = 0;
        loop {
            let step = serde_json::Deserializer::from_str(value).deserialize_any(Nth(ordinal));
            match step {
                Ok(Some(step)) if step.key.as_deref() == Some(key) => {
                    value = step.value;
                    trail.push(ordinal);
                    break;
                }
                Ok(Some(_)) => ordinal += 1,
                Ok(None) | Err(_) => return Vec::new(),
            }
        }
        if let Some(index) = index {
            match serde_json::Deserializer::from_str(value).deserialize_any(Nth(index)) {
                Ok(Some(step)) => {
                    value = step.value;
                    trail.push(index);
                }
                Ok(None) | Err(_) => return Vec::new(),
            }
        }
    }
    trail
}

/// Where a part of a text begins and ends in it.
fn bytes_of(text: &str, part: &str) -> Span {
    let start = (part.as_ptr() as usize).saturating_sub(text.as_ptr() as usize);
    Span::new(start, start + part.len())
}

/// The quoted key in front of a value.
fn key_before(text: &str, value: Span) -> Option<Span> {
    let before = text.get(..value.start as usize)?.trim_end().strip_suffix(':')?.trim_end();
    let inner = before.strip_suffix('"')?;
    let is_opening = |at: &usize| inner[..*at].bytes().rev().take_while(|byte| *byte == b'\\').count() % 2 == 0;
    let start = inner.rmatch_indices('"').map(|(at, _)| at).find(is_opening)?;
    Some(Span::new(start, before.len()))
}

struct Step<'a> {
    key: Option<String>,
    value: &'a str,
}

/// The member or element with this ordinal.
struct Nth(u32);

impl<'de> DeserializeSeed<'de> for Nth {
    type Value = Option<Step<'de>>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Nth {
    type Value = Option<Step<'de>>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object or an array")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut found = None;
        let mut ordinal = 0;
        while let Some(key) = map.next_key::<String>()? {
            if ordinal == self.0 {
                found = Some(Step { key: Some(key), value: map.next_value::<&RawValue>()?.get() });
            } else {
                map.next_value::<IgnoredAny>()?;
            }
            ordinal += 1;
        }
        Ok(found)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Self::Value, A::Error> {
        let mut found = None;
        let mut ordinal = 0;
        while let Some(value) = seq.next_element::<&RawValue>()? {
            if ordinal == self.0 {
                found = Some(Step { key: None, value: value.get() });
            }
            ordinal += 1;
        }
        Ok(found)
    }

    fn visit_unit<E: Error>(self) -> Result<Self::Value, E> {
        Ok(None)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_is_found_with_its_key() {
        let text = "{\n \"sites\": [{\"x\\\"y\": 1}, {\"name\" :  \"花\"}]}";
        let found = locate(text, &[0, 1, 0]);
        assert_eq!((found.path.as_str(), found.value, found.span.of(text)), ("sites[1].name", "\"花\"", "\"name\""));
        assert_eq!(locate(text, &[0, 0, 0]).span.of(text), "\"x\\\"y\"");
        assert_eq!(locate(text, &[0]).path, "sites");
        assert_eq!(locate("[", &[0]), Located::default());
        assert_eq!(trail(text, "sites[1].name"), [0, 1, 0]);
        assert_eq!(trail(text, "sites[2].name"), [] as [u32; 0]);
    }
}
