//! The export of Omnivore: lists of `{slug, title, description, author, url, labels, savedAt, publishedAt}`, beside a
//! folder with the pages themselves.
//!
//! In: the value. Out: its items. The pages, `content/SLUG.html`, are captures by themselves, and the list says what they
//! are.

use serde_json::Value;

use crate::formats::exports::{Item, JsonExport, names, some, text, time};

/// Omnivore.
pub(crate) const OMNIVORE: JsonExport = JsonExport {
    name: "omnivore",
    about: "exports of Omnivore",
    recognised_by: "`[`, and the keys `slug`, `savedAt` and `readingProgress`",
    opening: '[',
    keys: &[&["slug", "savedAt", "readingProgress"]],
    items,
};

fn items(export: &Value) -> Vec<Item> {
    export.as_array().map(|entries| entries.iter().map(item).collect()).unwrap_or_default()
}

/// The item whose page has a name.
pub(super) fn item_of(export: &Value, slug: &str) -> Option<Item> {
    export.as_array()?.iter().find(|entry| text(entry, "slug") == slug).map(item)
}

fn item(entry: &Value) -> Item {
    Item {
        url: some(entry, "url"),
        title: text(entry, "title"),
        saved: time(entry.get("savedAt")),
        published: some(entry, "publishedAt"),
        authors: some(entry, "author").into_iter().collect(),
        summary: text(entry, "description"),
        tags: names(entry, "labels"),
        ..Item::default()
    }
}
