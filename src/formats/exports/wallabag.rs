//! The export of Wallabag: a list of entries with the text of each page as HTML.
//!
//! In: the value. Out: its items. The text is UTF-8 whatever the headers say that the server sent with it.

use serde_json::Value;

use crate::formats::exports::{Item, JsonExport, names, some, text, time};

/// Wallabag.
pub(crate) const WALLABAG: JsonExport = JsonExport {
    name: "wallabag",
    about: "JSON exports of Wallabag",
    recognised_by: "`[`, and the keys `is_archived`, `url` and `content`",
    opening: '[',
    keys: &[&["is_archived", "url", "content"]],
    items,
};

fn items(export: &Value) -> Vec<Item> {
    let item = |entry: &Value| Item {
        url: some(entry, "url"),
        title: text(entry, "title"),
        saved: time(entry.get("created_at")),
        published: some(entry, "published_at"),
        authors: names(entry, "published_by"),
        site: some(entry, "domain_name").filter(|name| !name.contains('.')),
        language: some(entry, "language").map(|code| code.replace('_', "-")),
        tags: names(entry, "tags"),
        content: text(entry, "content"),
        ..Item::default()
    };
    export.as_array().map(|entries| entries.iter().map(item).collect()).unwrap_or_default()
}
