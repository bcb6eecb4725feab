//! Tells how much a value of data is, so that what names another again and again is bounded.
//!
//! In: a value. Out: a count. Judges nothing.

use serde_json::Value;

/// Bytes of a text that count as one value.
pub(super) const TEXT: usize = 64;

/// The values that a value is, long texts counting as several.
pub(super) fn of(value: &Value) -> usize {
    1 + match value {
        Value::String(text) => text.len() / TEXT,
        Value::Array(values) => values.iter().map(of).sum(),
        Value::Object(object) => object.iter().map(|(key, value)| key.len() / TEXT + of(value)).sum(),
        _ => 0,
    }
}
