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
    keys: &[&["collections", "links"]],
    items,
};

fn items(export: &Value) -> Vec<Item> {
    let list =
        |value: &Value, name: &str| value.get(name).and_then(Value::as_array).cloned().unwrap_or_default();
    let mut items = Vec::new();
    for collection in list(export, "collections") {
        items.extend(list(&collection, "links").iter().map(|link| item(&collection, link)));
    }
    items
}

fn item(collection: &Value, link: &Value) -> Item {
    let mut tags = names(link, "tags");
    tags.extend(some(collection, "name").filter(|name| !tags.contains(name)));
    Item {
        url: some(link, "url"),
        title: text(link, "name"),
        saved: time(link.get("importDate")).or_else(|| time(link.get("createdAt"))),
        summary: text(link, "description"),
        tags,
        ..Item::default()
    }
}

/// The item of a file in `archives/COLLECTION/`: `LINK.pdf`, `LINK_readability.json`, fetched when it was preserved.
pub(super) fn item_of(export: &Value, collection: &str, file: &str) -> Option<Item> {
    let digits = file.bytes().take_while(u8::is_ascii_digit).count();
    let is_it = |value: &&Value, id: &str| {
        value.get("id").and_then(Value::as_u64).is_some_and(|number| number.to_string() == id)
    };
    let collections = export.get("collections")?.as_array()?;
    let collection = collections.iter().find(|value| is_it(value, collection))?;
    let link = collection.get("links")?.as_array()?.iter().find(|value| is_it(value, &file[..digits]))?;
    let own = item(collection, link);
    Some(Item { saved: time(link.get("lastPreserved")).or(own.saved), ..own })
}
