//! Puts the names of records where other records name them by id, as stores and interfaces of content systems do.
//!
//! In: values. Out: the same, with the name in place of `{"__ref": …}` (Apollo), `{"_ref": …}` (Sanity), a link
//! (Contentful) and a relationship (JSON:API), and with the authors and terms that `WordPress` embeds beside a post.
//! What is named has only its names there, so that nothing is found twice.

use memchr::memmem;
use serde_json::{Map, Value};

use crate::normalise::listing::embedded::packed::{Budget, MAX_DEPTH};
use crate::normalise::tables::Table;

/// Parts of keys that data with references have.
const MARKS: [&str; 4] = ["_ref", "linkType", "relationships", "_embedded"];

/// Keys of names. A judgement, of those that content systems use.
const NAMES: [&str; 10] = [
    "name",
    "title",
    "label",
    "fullName",
    "full_name",
    "displayName",
    "firstName",
    "lastName",
    "first_name",
    "last_name",
];

/// Bytes of a name. A judgement: four times those of a category's.
const LONGEST: usize = 240;

/// Puts names where they are referred to, in values that were read from a text.
pub(super) fn resolve(values: &mut [Value], text: &str, budget: &Budget) {
    if MARKS.iter().all(|mark| memmem::find(text.as_bytes(), mark.as_bytes()).is_none()) {
        return;
    }
    let mut index = Index { names: Table::default(), budget };
    for value in &*values {
        index.collect(value, 0);
    }
    for value in values {
        index.put(value, 0);
    }
}

/// Whether an object is a list with its values' ids for keys: several objects that have mostly the same keys. Objects by language
/// are one thing said several times; a store of records of several types is taken apart by them.
pub(super) fn is_map_by_id(object: &Map<String, Value>) -> bool {
    /// The fewest that are a list. A judgement: two may be a pair of anything.
    const FEWEST: usize = 3;
    if object.len() < FEWEST {
        return false;
    }
    let Some(first) = object.values().next().and_then(Value::as_object) else { return false };
    // Two thirds of the keys are a judgement: some fields are left out where they are empty.
    let is_alike = |value: &Value| {
        value.as_object().is_some_and(|other| {
            let shared = other.keys().filter(|key| first.contains_key(*key)).count();
            shared >= 2 && shared * 3 >= first.len().max(other.len()) * 2 && !other.contains_key("__typename")
        })
    };
    object.values().all(is_alike) && !object.keys().all(|key| is_language(key))
}

/// Whether a key is the code of a language: `en`, `pt-BR`.
fn is_language(key: &str) -> bool {
    let mut parts = key.split(['-', '_']);
    parts.next().is_some_and(|part| part.len() == 2 && part.bytes().all(|byte| byte.is_ascii_alphabetic()))
        && parts.all(|part| part.len() <= 4)
}

/// The names of the records of some data.
struct Index<'a> {
    names: Table<String, Map<String, Value>>,
    budget: &'a Budget,
}

impl Index<'_> {
    fn collect(&mut self, value: &Value, depth: usize) {
        if depth > MAX_DEPTH {
            return;
        }
        match value {
            Value::Array(values) => values.iter().for_each(|value| self.collect(value, depth + 1)),
            Value::Object(object) => {
                let own = [object.get("_id"), object.get("sys").and_then(|sys| sys.get("id"))];
                let own = own.into_iter().flatten().find_map(Value::as_str).map(str::to_owned);
                if let Some(id) = own.or_else(|| typed(object).filter(|_| object.contains_key("attributes")))
                {
                    self.add(id, object);
                }
                for (key, value) in object {
                    if let Some(record) = value.as_object().filter(|record| record.contains_key("__typename"))
                    {
                        self.add(key.clone(), record);
                    }
                    self.collect(value, depth + 1);
                }
            }
            _ => {}
        }
    }

    fn add(&mut self, id: String, record: &Map<String, Value>) {
        let names = names_of(record);
        if !names.is_empty() {
            self.names.entry(id).or_insert(names);
        }
    }

    /// The names of a record, once more.
    fn names(&self, id: &str) -> Option<Value> {
        let names = self.names.get(id)?;
        names.values().try_for_each(|name| self.budget.spend_value(name))?;
        Some(Value::Object(names.clone()))
    }

    fn put(&self, value: &mut Value, depth: usize) {
        if depth > MAX_DEPTH {
            return;
        }
        match value {
            Value::Array(values) => values.iter_mut().for_each(|value| self.put(value, depth + 1)),
            Value::Object(object) => {
                if let Some(names) = referred(object).and_then(|id| self.names(&id)) {
                    *value = names;
                    return;
                }
                self.relate(object);
                embed(object);
                object.values_mut().for_each(|value| self.put(value, depth + 1));
            }
            _ => {}
        }
    }

    /// Puts the names of what a record of JSON:API is related to among its attributes.
    fn relate(&self, record: &mut Map<String, Value>) {
        let Some(Value::Object(relationships)) = record.get("relationships") else { return };
        let name = |value: &Value| self.names(&typed(value.as_object()?)?);
        let related: Vec<(String, Value)> = relationships
            .iter()
            .filter_map(|(key, value)| {
                let names = match value.get("data")? {
                    Value::Array(values) => Value::Array(values.iter().filter_map(name).collect()),
                    one => name(one)?,
                };
                Some((key.clone(), names))
            })
            .collect();
        if let Some(Value::Object(attributes)) = record.get_mut("attributes") {
            for (key, names) in related {
                attributes.entry(key).or_insert(names);
            }
        }
    }
}

/// The names that a record has, by itself or among its fields.
fn names_of(record: &Map<String, Value>) -> Map<String, Value> {
    let inner =
        ["fields", "attributes"].into_iter().filter_map(|key| record.get(key).and_then(Value::as_object));
    let mut names = Map::new();
    for holder in std::iter::once(record).chain(inner) {
        for key in NAMES {
            let text = match holder.get(key) {
                // In the first language, where it is said in several.
                Some(Value::Object(languages)) => languages.values().next().and_then(Value::as_str),
                Some(value) => value.as_str(),
                None => None,
            };
            if let Some(text) = text.filter(|text| text.len() <= LONGEST) {
                names.entry(key).or_insert_with(|| Value::from(text));
            }
        }
    }
    names
}

/// What an object names that is nothing but a reference.
fn referred(object: &Map<String, Value>) -> Option<String> {
    let text = |key: &str| object.get(key).and_then(Value::as_str).map(str::to_owned);
    let link = || {
        let sys = object.get("sys").filter(|_| object.len() == 1)?;
        sys.get("linkType")?;
        sys.get("id")?.as_str().map(str::to_owned)
    };
    text("__ref").or_else(|| text("_ref")).or_else(link)
}

/// How JSON:API identifies a record: by its type and its id.
fn typed(object: &Map<String, Value>) -> Option<String> {
    let text = |key: &str| object.get(key).and_then(Value::as_str);
    Some(format!("{}:{}", text("type")?, text("id")?))
}

/// Puts the authors and terms that `WordPress` embeds in the place of their numbers (REST API Handbook, "Linking and embedding").
fn embed(post: &mut Map<String, Value>) {
    let Some(Value::Object(embedded)) = post.get("_embedded") else { return };
    let named = |value: &Value| value.get("name").and_then(Value::as_str).map(Value::from);
    let authors: Vec<Value> =
        embedded.get("author").and_then(Value::as_array).into_iter().flatten().filter_map(named).collect();
    let terms = embedded.get("wp:term").and_then(Value::as_array).into_iter().flatten();
    let terms: Vec<&Value> = terms.filter_map(Value::as_array).flatten().collect();
    let of = |taxonomy: &str| -> Vec<Value> {
        let is_of = |term: &&&Value| term.get("taxonomy").and_then(Value::as_str) == Some(taxonomy);
        terms.iter().filter(is_of).filter_map(|term| named(term)).collect()
    };
    let found = [("author", authors), ("categories", of("category")), ("tags", of("post_tag"))];
    for (key, names) in found {
        if !names.is_empty() {
            post.insert(key.to_owned(), Value::Array(names));
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn resolved(mut value: Value) -> Value {
        let text = value.to_string();
        resolve(std::slice::from_mut(&mut value), &text, &Budget::default());
        value
    }

    #[test]
    fn names_stand_where_records_are_referred_to() {
        let apollo = resolved(json!({
            "Post:1": {"__typename": "Post", "title": "Slow lakes", "author": {"__ref": "Person:1"}, "topics": [{"__ref": "Topic:1"}]},
            "Person:1": {"__typename": "Person", "name": "Ada Reed", "born": "1990-01-01"},
            "Topic:1": {"__typename": "Topic", "title": "Water"}
        }));
        assert_eq!(apollo["Post:1"]["author"], json!({"name": "Ada Reed"}));
        assert_eq!(apollo["Post:1"]["topics"], json!([{"title": "Water"}]));
        let sanity = resolved(json!({
            "posts": [{"title": "Slow lakes", "category": {"_ref": "c1", "_type": "reference"}, "author": {"_ref": "none"}}],
            "topics": [{"_id": "c1", "title": "Water"}]
        }));
        assert_eq!(sanity["posts"][0]["category"], json!({"title": "Water"}));
        assert_eq!(sanity["posts"][0]["author"], json!({"_ref": "none"}));
        let contentful = resolved(json!({
            "posts": [{"fields": {"author": {"sys": {"type": "Link", "linkType": "Entry", "id": "p1"}}}}],
            "includes": [{"sys": {"id": "p1", "type": "Entry"}, "fields": {"name": {"en-US": "Ada Reed"}}}]
        }));
        assert_eq!(contentful["posts"][0]["fields"]["author"], json!({"name": "Ada Reed"}));
    }

    #[test]
    fn relationships_and_what_is_embedded_are_told_of_a_record() {
        let api = resolved(json!({
            "data": [{"type": "posts", "id": "1", "attributes": {"title": "Slow lakes"}, "relationships": {
                "author": {"data": {"type": "people", "id": "9"}},
                "topics": {"data": [{"type": "topics", "id": "9"}, {"type": "topics", "id": "0"}]}
            }}],
            "included": [
                {"type": "people", "id": "9", "attributes": {"name": "Ada Reed"}},
                {"type": "topics", "id": "9", "attributes": {"title": "Water"}}
            ]
        }));
        let told =
            json!({"title": "Slow lakes", "author": {"name": "Ada Reed"}, "topics": [{"title": "Water"}]});
        assert_eq!(api["data"][0]["attributes"], told);
        let post = resolved(json!({"author": 3, "categories": [4], "tags": [7], "_embedded": {
            "author": [{"name": "Ada Reed"}],
            "wp:term": [[{"taxonomy": "category", "name": "Water"}], [{"taxonomy": "series", "name": "Other"}]]
        }}));
        assert_eq!(post["author"], json!(["Ada Reed"]));
        assert_eq!(post["categories"], json!(["Water"]));
        assert_eq!(post["tags"], json!([7]));
    }

    #[test]
    fn references_in_a_ring_end() {
        let ring = json!({"a": {"__typename": "A", "name": "Echo", "of": {"__ref": "b"}}, "b": {"__typename": "B", "name": "Stone", "of": {"__ref": "a"}}});
        assert_eq!(resolved(ring)["a"]["of"], json!({"name": "Stone"}));
    }
}
