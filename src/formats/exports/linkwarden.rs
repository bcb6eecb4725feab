//! The export of Linkwarden: collections of links with names, descriptions, tags and times.
//!
//! In: the value. Out: its items. A collection is the person's own filing, so its name counts as a tag.

use serde_json::Value;

use crate::formats::exports::{Item, JsonExport, names, some, text, time};

/// Linkwarden.
pub(crate) const LINKWARDEN: JsonExport = JsonExport {
    name: "linkwarden",
    about: "JSON exports of Linkwarden",
    recognised_by: "`{`, and the keys `collections` and `links`",
    opening: '{',
    keys: &["collections", "links"],
    items,
};

fn items(export: &Value) -> Vec<Item> {
    let list =
        |value: &Value, name: &str| value.get(name).and_then(Value::as_array).cloned().unwrap_or_default();
    let mut items = Vec::new();
    for collection in list(export, "collections") {
        for link in list(&collection, "links") {
            let mut tags = names(&link, "tags");
            tags.extend(some(&collection, "name").filter(|name| !tags.contains(name)));
            items.push(Item {
                url: some(&link, "url"),
                title: text(&link, "name"),
                saved: time(link.get("importDate")).or_else(|| time(link.get("createdAt"))),
                summary: text(&link, "description"),
                tags,
                ..Item::default()
            });
        }
    }
    items
}
