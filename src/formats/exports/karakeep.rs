//! The export of Karakeep (formerly Hoarder): `{"bookmarks": [{createdAt, title, tags, content: {type, url}}]}`.
//!
//! In: the value. Out: its items. Notes of the person's own (`content.type` is `text`) are no pages and are left out.

use serde_json::Value;

use crate::formats::exports::{Item, JsonExport, names, text, time};

/// Karakeep.
pub(crate) const KARAKEEP: JsonExport = JsonExport {
    name: "karakeep",
    about: "JSON exports of Karakeep",
    recognised_by: "`{`, and the keys `bookmarks`, `createdAt` and `content`",
    opening: '{',
    keys: &["bookmarks", "createdAt", "content"],
    items,
};

fn items(export: &Value) -> Vec<Item> {
    let bookmarks = export.get("bookmarks").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    let item = |bookmark: &Value| {
        let content = bookmark.get("content")?;
        let url = content.get("url")?.as_str()?.to_owned();
        Some(Item {
            url: Some(url),
            title: text(bookmark, "title"),
            saved: time(bookmark.get("createdAt")),
            tags: names(bookmark, "tags"),
            ..Item::default()
        })
    };
    bookmarks.iter().filter_map(item).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bookmarks_are_items_and_notes_are_not() {
        let export = serde_json::json!({"bookmarks": [
            {"createdAt": 1_710_403_200, "title": "T", "tags": ["a"], "content": {"type": "link", "url": "https://a.example/x"}},
            {"createdAt": 1_710_403_200, "title": null, "tags": [], "content": {"type": "text", "text": "note"}},
        ]});
        let items = items(&export);
        assert_eq!(items.len(), 1);
        assert_eq!((items[0].title.as_str(), items[0].url.as_deref()), ("T", Some("https://a.example/x")));
        assert_eq!(items[0].saved.unwrap().to_string(), "2024-03-14T08:00:00Z");
    }
}
