//! Reads JSON Feed (jsonfeed.org, versions 1 and 1.1).
//!
//! In: the text of a feed. Out: its items. A field of the wrong shape is left out with a doubt, and an item that is no object is
//! a problem of its own: the other items are read.

use serde_json::{Map, Value};

use crate::document::{Doubt, DoubtKind};
use crate::formats::feed::{Item, Items};
use crate::formats::{Error, Record, article};

/// The items of a feed.
pub(super) fn items(source: &str) -> Result<Items, String> {
    let feed: Map<String, Value> = serde_json::from_str(source).map_err(|error| error.to_string())?;
    let text = |name: &str| feed.get(name).and_then(Value::as_str).map(str::to_owned);
    let items = match feed.get("items") {
        Some(Value::Array(items)) => items.as_slice(),
        Some(_) => return Err("`items` is no list".to_owned()),
        None => &[],
    };
    let items = items.iter().map(|value| match value {
        Value::Object(object) => Ok(item(object, &feed)),
        _ => Err(Error::BadRecord { reason: "of a JSON Feed: the item is no JSON object".to_owned() }),
    });
    let items = items.collect();
    Ok(Items { base: text("home_page_url").or_else(|| text("feed_url")), all: items, is_cut: false })
}

fn item(object: &Map<String, Value>, feed: &Map<String, Value>) -> Item {
    let mut fields = Fields { object, doubts: Vec::new() };
    let mut authors = fields.names("authors");
    authors.extend(fields.names("author"));
    if authors.is_empty() {
        let mut of_feed = Fields { object: feed, doubts: Vec::new() };
        authors = of_feed.names("authors");
        authors.extend(of_feed.names("author"));
    }
    let url = fields.text("url").or_else(|| fields.text("external_url"));
    let html = fields.text("content_html").map(|html| article::plain(&html));
    let plain = fields.text("content_text");
    let of_feed = |name: &str| feed.get(name).and_then(Value::as_str).map(str::trim).map(str::to_owned);
    let record = Record {
        title: fields.text("title").map(|title| article::plain(&title)).unwrap_or_default(),
        published: fields.text("date_published"),
        updated: fields.text("date_modified"),
        categories: fields.names("tags"),
        summary: fields.text("summary").map(|text| article::plain(&text)).unwrap_or_default(),
        body: html.or(plain).unwrap_or_default(),
        publisher: of_feed("title").filter(|title| !title.is_empty()),
        authors,
        language: fields.text("language").or_else(|| of_feed("language")),
        ..Record::default()
    };
    Item { url, record, doubts: fields.doubts }
}

/// The fields of an object, and what was not understood of them.
struct Fields<'a> {
    object: &'a Map<String, Value>,
    doubts: Vec<Doubt>,
}

impl Fields<'_> {
    /// A text, or a number as one; none where it is missing or empty.
    fn text(&mut self, name: &str) -> Option<String> {
        let text = match self.object.get(name)? {
            Value::Null => return None,
            Value::String(text) => text.trim().to_owned(),
            Value::Number(number) => number.to_string(),
            _ => return self.doubt(name),
        };
        (!text.is_empty()).then_some(text)
    }

    /// A name or a list of them, as texts or as objects with a `name`.
    fn names(&mut self, name: &str) -> Vec<String> {
        let values = match self.object.get(name) {
            None | Some(Value::Null) => return Vec::new(),
            Some(Value::Array(values)) => values.as_slice(),
            Some(value) => std::slice::from_ref(value),
        };
        let text_of = |value: &Value| match value {
            Value::String(text) => Some(text.trim().to_owned()),
            Value::Number(number) => Some(number.to_string()),
            Value::Object(object) => {
                Some(object.get("name").and_then(Value::as_str).unwrap_or_default().trim().to_owned())
            }
            _ => None,
        };
        let names: Vec<Option<String>> = values.iter().map(text_of).collect();
        if names.contains(&None) {
            let _: Option<()> = self.doubt(name);
        }
        names.into_iter().flatten().filter(|name| !name.is_empty()).collect()
    }

    fn doubt<T>(&mut self, name: &str) -> Option<T> {
        let detail = format!("`{name}` is in a shape that is not understood");
        self.doubts.push(Doubt::new(DoubtKind::UnreadableField, detail));
        None
    }
}
