//! Topics: what was looked for, in a person's words.
//!
//! In: lines of JSON with `_id` and `text`. Out: [`Topic`]s, in their order.

use std::collections::HashSet;

use serde_json::{Map, Value};

use crate::evaluation::Error;

/// Something that a person looked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Topic {
    /// Its id, by which judgements and runs name it.
    pub id: String,
    /// The words, plain: no operator is meant.
    pub text: String,
}

impl Topic {
    /// The topics of a text: one JSON object a line, with `_id` (or `id`) and `text` (or `query`).
    ///
    /// # Errors
    /// When a line is no such object, or an id repeats.
    pub fn all(text: &str) -> Result<Vec<Topic>, Error> {
        let mut topics = Vec::new();
        let mut seen = HashSet::new();
        for (number, line) in (1..).zip(text.trim_start_matches('\u{feff}').lines()) {
            if line.trim().is_empty() {
                continue;
            }
            let object: Map<String, Value> = serde_json::from_str(line)
                .map_err(|_| Error::at(number, "a topic is a JSON object with `_id` and `text`"))?;
            let id = scalar(&object, &["_id", "id"]).filter(|id| !id.is_empty());
            let id = id.ok_or_else(|| Error::at(number, "the topic has no `_id`"))?;
            let text = scalar(&object, &["text", "query"]);
            let text = text.ok_or_else(|| Error::at(number, "the topic has no `text`"))?;
            if id.contains(char::is_whitespace) {
                return Err(Error::at(
                    number,
                    format!("the id {id:?} has a space in it, which runs cannot hold"),
                ));
            }
            if !seen.insert(id.clone()) {
                return Err(Error::at(number, format!("the topic {id} is there twice")));
            }
            topics.push(Topic { id, text });
        }
        Ok(topics)
    }

    /// The topic as a line that [`Topic::all`] reads, without a line end.
    pub fn line(&self) -> String {
        serde_json::json!({ "_id": self.id, "text": self.text }).to_string()
    }
}

fn scalar(object: &Map<String, Value>, names: &[&str]) -> Option<String> {
    names.iter().find_map(|name| match object.get(*name) {
        Some(Value::String(text)) => Some(text.trim().to_owned()),
        Some(Value::Number(number)) => Some(number.to_string()),
        _ => None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn topics_are_objects_with_an_id_and_a_text() {
        let topics =
            Topic::all("{\"_id\": 7, \"text\": \"a \\\"b\\\" OR c\"}\n\n{\"id\":\"x\",\"query\":\"d\"}\n")
                .unwrap();
        let expected =
            [("7", "a \"b\" OR c"), ("x", "d")].map(|(id, text)| Topic { id: id.into(), text: text.into() });
        assert_eq!(topics, expected);
        assert_eq!(Topic::all(&topics[0].line()).unwrap(), &expected[..1]);
    }

    #[test]
    fn a_line_that_is_no_topic_is_named() {
        for (text, line, reason) in [
            ("{\"_id\":\"1\",\"text\":\"a\"}\nrubbish", 2, "a topic is a JSON object"),
            ("{\"text\":\"a\"}", 1, "no `_id`"),
            ("{\"_id\":\"1\"}", 1, "no `text`"),
            ("{\"_id\":\"1 2\",\"text\":\"a\"}", 1, "a space"),
            ("{\"_id\":1,\"text\":\"a\"}\n{\"_id\":\"1\",\"text\":\"b\"}", 2, "twice"),
        ] {
            let error = Topic::all(text).unwrap_err();
            assert!(error.line == line && error.reason.contains(reason), "{text}: {error}");
        }
    }
}
