//! Reads what `turbo-stream` sends, as React Router and Remix do: a line is a list whose values name one another by their number in
//! all lines, and objects their keys as well (`{"_3":4}`).
//!
//! In: the text of a stream. Out: a value a line. What is sent later stands where it is sent (turbo-stream 2, "flatten").

use serde_json::{Map, Value};

use super::scalars::moment;
use crate::normalise::listing::embedded::packed::{Budget, MAX_DEPTH};

/// By what a part of a stream is sent.
pub(super) const ENQUEUE: &str = "streamController.enqueue(";

/// The values of a stream.
pub(super) fn values(stream: &str, budget: &Budget) -> Vec<Value> {
    let mut all: Vec<Value> = Vec::new();
    let mut roots = Vec::new();
    for line in stream.lines() {
        // A later line is called by the number of the promise that it fulfils: `P7:[…]`.
        let json =
            line.split_once(':').filter(|(name, _)| name.starts_with('P')).map_or(line, |(_, json)| json);
        match serde_json::from_str(json) {
            Ok(Value::Array(values)) => {
                roots.push(all.len());
                all.extend(values);
            }
            Ok(Value::Number(number)) => {
                roots.extend(number.as_u64().and_then(|at| usize::try_from(at).ok()));
            }
            _ => {}
        }
    }
    let stream = Stream { values: &all, budget };
    roots.into_iter().map(|root| stream.value(root, 0)).collect()
}

struct Stream<'a> {
    values: &'a [Value],
    budget: &'a Budget,
}

impl Stream<'_> {
    /// The value of a number; null for what is undefined, sent later, or goes too deep.
    fn value(&self, number: usize, depth: usize) -> Value {
        let found = self.values.get(number).filter(|_| depth <= MAX_DEPTH);
        let own = found.and_then(Value::as_str).unwrap_or_default();
        let Some((found, ())) = found.zip(self.budget.spend_text(own)) else { return Value::Null };
        match found {
            Value::Object(object) => self.object(object.iter(), depth),
            Value::Array(parts) => match parts.as_slice() {
                [Value::String(kind), rest @ ..] => self.tagged(kind, rest, depth),
                parts => Value::Array(parts.iter().map(|part| self.named(part, depth)).collect()),
            },
            plain => plain.clone(),
        }
    }

    fn named(&self, number: &Value, depth: usize) -> Value {
        let number = number.as_u64().and_then(|number| usize::try_from(number).ok());
        number.map_or(Value::Null, |number| self.value(number, depth + 1))
    }

    /// The text of a number.
    fn key(&self, number: usize) -> Option<String> {
        let text = self.values.get(number)?.as_str()?;
        self.budget.spend_text(text)?;
        Some(text.to_owned())
    }

    fn object<'v>(&self, pairs: impl Iterator<Item = (&'v String, &'v Value)>, depth: usize) -> Value {
        let mut object = Map::new();
        for (key, value) in pairs {
            let number = key.strip_prefix('_').and_then(|number| number.parse().ok());
            if let Some(key) = number.and_then(|number| self.key(number)) {
                object.insert(key, self.named(value, depth));
            }
        }
        Value::Object(object)
    }

    /// What a list with a type before it holds.
    fn tagged(&self, kind: &str, rest: &[Value], depth: usize) -> Value {
        match (kind, rest) {
            ("D", [Value::Number(number)]) => number.as_i64().map_or(Value::Null, moment),
            ("U" | "B", [text]) => text.clone(),
            ("Z", [number]) => self.named(number, depth),
            ("N", [Value::Object(object)]) => self.object(object.iter(), depth),
            ("T", values) => Value::Array(values.iter().map(|value| self.named(value, depth)).collect()),
            ("M", pairs) => {
                let mut object = Map::new();
                for pair in pairs.chunks_exact(2) {
                    let number = pair[0].as_u64().and_then(|number| usize::try_from(number).ok());
                    if let Some(key) = number.and_then(|number| self.key(number)) {
                        object.insert(key, self.named(&pair[1], depth));
                    }
                }
                Value::Object(object)
            }
            _ => Value::Null,
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn values(stream: &str) -> Vec<Value> {
        super::values(stream, &Budget::default())
    }

    #[test]
    fn a_streams_values_and_keys_are_put_where_they_are_named() {
        let stream = concat!(
            r#"[{"_1":2,"_9":10},"posts",[3,3],{"_4":5,"_6":7,"_8":-5},"title","Slow lakes","date",["D",1741219200000],"none","later",["P",10]]"#,
            "\n",
            r#"P10:[{"_4":12},"Echo"]"#,
            "\n",
        );
        let post = json!({"title": "Slow lakes", "date": "2025-03-06T00:00:00Z", "none": null});
        assert_eq!(values(stream), [json!({"posts": [post, post], "later": null}), json!({"title": "Echo"})]);
    }

    #[test]
    fn values_that_name_themselves_end() {
        assert_eq!(values(r#"[{"_0":0},[1,1]]"#).len(), 1);
        let twice: Vec<Value> = (1..200).map(|next| json!([next, next])).collect();
        assert_eq!(values(&Value::Array(twice).to_string()).len(), 1);
        assert!(values("no stream\nP1\nP1:x").is_empty());
    }
}
