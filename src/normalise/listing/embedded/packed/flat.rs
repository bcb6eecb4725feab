//! Lays out values that are packed as a list in which they name one another by number, or in pairs with their types.
//!
//! In: a JSON value. Out: the value that was packed, or none where it is not packed so. Finds no publications.

use serde_json::{Map, Value};

use super::weight::TEXT;
use crate::normalise::listing::embedded::packed::{Budget, MAX_DEPTH};

/// Data of `devalue`, which Nuxt puts into `__NUXT_DATA__` and `SvelteKit` sends: a list in which objects and lists name
/// their values by number, the first being the whole (devalue 5, "parse").
pub(super) fn flat(value: &Value, budget: &Budget) -> Option<Value> {
    let values = value.as_array()?;
    let is_number = |value: &Value| {
        let number = value.as_i64();
        number.is_some_and(|number| number >= LEAST && usize::try_from(number).unwrap_or(0) < values.len())
    };
    let names_others = |value: &Value| match value {
        Value::Object(object) => object.values().all(is_number),
        Value::Array(parts) => tagged(parts).is_some() || parts.iter().all(is_number),
        _ => true,
    };
    let is_container = |value: &Value| value.is_object() || value.is_array();
    // Two values are the least that name one another.
    let is_flat = values.len() >= 2 && is_container(values.first()?) && values.iter().all(names_others);
    is_flat.then(|| Flat { values, budget }.value(0, 0))
}

/// The least number that names no value: -6 is the zero below zero.
const LEAST: i64 = -6;

struct Flat<'a> {
    values: &'a [Value],
    budget: &'a Budget,
}

impl Flat<'_> {
    /// The value of a number; null for what is undefined, is no JSON, or goes too deep.
    fn value(&self, number: usize, depth: usize) -> Value {
        if depth > MAX_DEPTH || self.budget.spend(1).is_none() {
            return Value::Null;
        }
        match self.values.get(number) {
            Some(Value::Object(object)) => {
                let keys = object.keys().map(|key| key.len() / TEXT).sum();
                if self.budget.spend(keys).is_none() {
                    return Value::Null;
                }
                let laid: Map<String, Value> =
                    object.iter().map(|(key, number)| (key.clone(), self.named(number, depth))).collect();
                Value::Object(laid)
            }
            Some(Value::Array(parts)) => match tagged(parts) {
                Some(inner @ Value::Number(_)) => self.named(inner, depth),
                Some(inner) => self.text(inner),
                None => Value::Array(parts.iter().map(|number| self.named(number, depth)).collect()),
            },
            Some(plain) => self.text(plain),
            None => Value::Null,
        }
    }

    fn text(&self, plain: &Value) -> Value {
        let spent = self.budget.spend(plain.as_str().map_or(0, |text| text.len() / TEXT));
        spent.map(|()| plain.clone()).unwrap_or_default()
    }

    fn named(&self, number: &Value, depth: usize) -> Value {
        let number = number.as_u64().and_then(|number| usize::try_from(number).ok());
        number.map_or(Value::Null, |number| self.value(number, depth + 1))
    }
}

/// What a list with a type before it holds: `["Date", "2025-03-01"]`, `["Reactive", 3]`.
fn tagged(parts: &[Value]) -> Option<&Value> {
    match parts {
        [Value::String(_), inner @ (Value::Number(_) | Value::String(_))] => Some(inner),
        _ => None,
    }
}

/// The properties of an island of Astro, each value in a pair with the number of its type: 0 a plain value, 1 a list, 3 a
/// date (Astro 4, "hydration").
pub(super) fn island(properties: &Value, budget: &Budget) -> Option<Value> {
    let properties = properties.as_object()?;
    let laid: Option<Map<String, Value>> =
        properties.iter().map(|(key, pair)| Some((key.clone(), of_pair(pair, 0, budget)?))).collect();
    laid.map(Value::Object)
}

fn of_pair(pair: &Value, depth: usize, budget: &Budget) -> Option<Value> {
    (depth <= MAX_DEPTH).then_some(())?;
    budget.spend(1)?;
    let [kind, value] = pair.as_array()?.as_slice() else { return pair.as_array().map(|_| Value::Null) };
    let inner = |pair: &Value| of_pair(pair, depth + 1, budget);
    match (kind.as_u64()?, value) {
        (0, Value::Object(object)) => {
            let laid: Option<Map<String, Value>> =
                object.iter().map(|(key, pair)| Some((key.clone(), inner(pair)?))).collect();
            laid.map(Value::Object)
        }
        (1, Value::Array(pairs)) => pairs.iter().map(inner).collect::<Option<Vec<_>>>().map(Value::Array),
        (0 | 3, plain) => Some(plain.clone()),
        _ => Some(Value::Null),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn flat(value: &Value) -> Option<Value> {
        super::flat(value, &Budget::default())
    }

    fn island(properties: &Value) -> Option<Value> {
        super::island(properties, &Budget::default())
    }

    #[test]
    fn values_that_name_one_another_are_laid_out() {
        let packed = json!([{"data": 1}, ["Reactive", 2], {"posts": 3, "none": -1}, [4, 4], {"title": 5, "date": 6, "n": 7}, "Slow lakes", ["Date", "2025-03-01"], 9]);
        let post = json!({"title": "Slow lakes", "date": "2025-03-01", "n": 9});
        assert_eq!(flat(&packed), Some(json!({"data": {"posts": [post, post], "none": null}})));
        for other in [
            json!([{"title": "Slow lakes"}, {"title": "Echo"}]),
            json!([1, 2]),
            json!([{}]),
            json!({"a": 1}),
            json!([]),
        ] {
            assert_eq!(flat(&other), None, "{other}");
        }
    }

    #[test]
    fn lists_of_other_objects_are_not_packed() {
        for other in [
            json!([{"count": 1, "page": 1}, {"title": "Slow lakes"}]),
            json!([["posts", "v1"], {"title": "Slow lakes"}]),
            json!([{"count": 99}, 1]),
        ] {
            assert_eq!(flat(&other), None, "{other}");
        }
    }

    #[test]
    fn values_that_name_themselves_end() {
        assert!(flat(&json!([{"a": 0, "b": 0}, 1])).is_some());
        let twice: Vec<Value> = (1..200).map(|next| json!([next, next])).collect();
        let bomb: Vec<Value> = std::iter::once(json!({"a": 1})).chain(twice).collect();
        assert!(flat(&Value::Array(bomb)).is_some());
    }

    #[test]
    fn a_long_text_is_not_laid_out_again_and_again() {
        let long = "a".repeat(1 << 20);
        for last in [json!(long), json!(["Date", long]), json!({ long.as_str(): 0 })] {
            let names = vec![json!(2); 10_000];
            let laid = flat(&json!([{"texts": 1}, names, last])).map(|value| value.to_string().len());
            assert!(laid.is_some_and(|length| length < 96 << 20), "{laid:?}");
        }
    }

    #[test]
    fn an_islands_pairs_are_taken_apart() {
        let packed = json!({"posts": [1, [[0, {"title": [0, "Slow lakes"], "date": [3, "2025-03-01"], "odd": [7, "x"]}]]]});
        assert_eq!(
            island(&packed),
            Some(json!({"posts": [{"title": "Slow lakes", "date": "2025-03-01", "odd": null}]}))
        );
        assert_eq!(island(&json!({"posts": "Slow lakes"})), None);
        assert_eq!(island(&json!([1])), None);
    }
}
