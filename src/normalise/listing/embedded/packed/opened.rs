//! Opens what is data within data: texts of JSON, maps by id.
//!
//! In: values and the text that they were read from. Out: the same with what is in them in sight.

use serde_json::Value;

use crate::document::escapes;
use crate::normalise::listing::embedded::object;
use crate::normalise::listing::embedded::packed::{Budget, MAX_DEPTH, SHORTEST_DATA, flat, references};

/// Texts of JSON within texts of JSON that are opened. A judgement: a request's answer and a text within it.
const MAX_TEXTS: usize = 2;

/// Opens the values of a text.
pub(super) fn opened(mut values: Vec<Value>, text: &str, budget: &Budget) -> Vec<Value> {
    for value in &mut values {
        open(value, (0, 0), budget);
    }
    references::resolve(&mut values, text, budget);
    values
}

/// Whether a text, escapes and all, may be one of JSON.
pub(super) fn may_be_packed(text: &str) -> bool {
    const BEGINNINGS: [&str; 6] = ["%7B", "%5B", "%7b", "%5b", "\\x7b", "\\u007b"];
    let text = text.trim_start();
    text.starts_with(['{', '[']) || BEGINNINGS.iter().any(|beginning| text.starts_with(beginning))
}

/// The value that a text holds as JSON, or as JSON in the escapes of addresses (`%7B%22`).
pub(super) fn in_text(text: &str, budget: &Budget) -> Option<Value> {
    let text = text.trim();
    if !may_be_packed(text) {
        return None;
    }
    let value = if text.starts_with('%') {
        serde_json::from_slice(&escapes::undone(text)).ok()?
    } else {
        serde_json::from_str::<Value>(text).ok()?
    };
    Some(flat::flat(&value, budget).unwrap_or(value))
}

fn open(value: &mut Value, (depth, texts): (usize, usize), budget: &Budget) {
    if depth > MAX_DEPTH {
        return;
    }
    match value {
        Value::String(text) => {
            let is_data = texts < MAX_TEXTS && text.len() >= SHORTEST_DATA && may_be_packed(text);
            let inner = if is_data && object::names_date(text) { in_text(text, budget) } else { None };
            if let Some(inner) = inner {
                *value = inner;
                open(value, (depth + 1, texts + 1), budget);
            }
        }
        Value::Array(values) => values.iter_mut().for_each(|value| open(value, (depth + 1, texts), budget)),
        Value::Object(object) => {
            object.values_mut().for_each(|value| open(value, (depth + 1, texts), budget));
            if references::is_map_by_id(object) {
                *value = Value::Array(std::mem::take(object).into_iter().map(|(_, value)| value).collect());
            }
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn opened(value: Value) -> Value {
        super::opened(vec![value], "", &Budget::default()).pop().unwrap_or_default()
    }

    fn posts() -> Value {
        json!([
            {"title": "Slow lakes in winter", "date": "2025-03-06", "slug": "slow-lakes-in-winter"},
            {"title": "Echo of a stone", "date": "2025-02-06", "slug": "echo-of-a-stone"}
        ])
    }

    #[test]
    fn texts_of_json_are_opened_two_deep() {
        let once = json!({"body": posts().to_string()});
        assert_eq!(opened(once.clone()), json!({"body": posts()}));
        let twice = json!({"data": once.to_string()});
        assert_eq!(opened(twice.clone()), json!({"data": {"body": posts()}}));
        let thrice = json!({"data": twice.to_string()});
        assert_eq!(opened(thrice), json!({"data": {"data": once}}));
    }

    #[test]
    fn texts_in_the_escapes_of_addresses_are_opened() {
        let escaped =
            posts().to_string().bytes().map(|byte| format!("%{byte:02X}")).collect::<Vec<_>>().concat();
        assert_eq!(in_text(&escaped, &Budget::default()), Some(posts()));
        for text in ["[sic] a date", "{x", "%7Bx", "date", ""] {
            assert_eq!(in_text(text, &Budget::default()), None, "{text}");
        }
    }

    #[test]
    fn a_map_by_id_is_a_list() {
        let post = |title: &str| json!({"title": title, "date": "2025-03-06"});
        let map = json!({"byId": {"7": post("Slow lakes"), "8": post("Echo"), "9": post("Stones")}});
        assert_eq!(opened(map), json!({"byId": [post("Slow lakes"), post("Echo"), post("Stones")]}));
        for other in [
            json!({"en": post("Slow lakes"), "de": post("Langsame Seen"), "pt-BR": post("Lagos lentos")}),
            json!({"7": post("Slow lakes"), "8": post("Echo")}),
            json!({"a": post("Slow lakes"), "b": {"x": 1, "y": 2}, "c": post("Echo")}),
        ] {
            assert_eq!(opened(other.clone()), other);
        }
    }
}
