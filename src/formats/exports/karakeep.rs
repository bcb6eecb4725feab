//! The exports of Karakeep (formerly Hoarder): `{"bookmarks": [{createdAt, title, tags, lists, content: {type, url}}]}` from
//! the browser, and the same bookmarks one a line, with more in `content`, in the archive that its program for the command
//! line makes.
//!
//! In: the value. Out: its items, notes of the person's own (`content.type` is `text`) too. A picture or a PDF that is kept
//! (`asset`) lies beside the archive and is read as such; it is an item where it has an address.

use serde_json::Value;

use crate::formats::exports::{Item, JsonExport, names, some, text, time};

/// Karakeep.
pub(crate) const KARAKEEP: JsonExport = JsonExport {
    name: "karakeep",
    about: "JSON exports of Karakeep, and the bookmarks in its archives",
    recognised_by: "`{`, and the keys `bookmarks` or `taggingStatus`, `createdAt` and `content`",
    opening: '{',
    keys: &[&["bookmarks", "createdAt", "content"], &["taggingStatus", "createdAt", "content"]],
    items,
};

fn items(export: &Value) -> Vec<Item> {
    let lists = export.get("lists").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    match export.get("bookmarks").and_then(Value::as_array) {
        Some(bookmarks) => bookmarks.iter().map(|bookmark| item(bookmark, lists)).collect(),
        None => vec![item(export, lists)],
    }
}

fn item(bookmark: &Value, lists: &[Value]) -> Item {
    let content = bookmark.get("content").unwrap_or(&Value::Null);
    let kind = text(content, "type");
    let url = some(content, "url").or_else(|| some(content, "sourceUrl"));
    let mut tags = names(bookmark, "tags");
    // A list is the person's own filing, so its name counts as a tag.
    let filed = bookmark.get("lists").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    let filed = lists.iter().filter(|list| list.get("id").is_some_and(|id| filed.contains(id)));
    tags.extend(filed.filter_map(|list| some(list, "name")));
    tags.dedup();
    Item {
        is_file: kind == "asset" && url.is_none(),
        note: if kind == "text" { text(content, "text") } else { String::new() },
        url,
        title: some(bookmark, "title").unwrap_or_else(|| text(content, "title")),
        saved: time(content.get("crawledAt")).or_else(|| time(bookmark.get("createdAt"))),
        published: some(content, "datePublished"),
        authors: some(content, "author").into_iter().collect(),
        summary: text(content, "description"),
        site: some(content, "publisher"),
        tags,
        content: text(content, "htmlContent"),
        ..Item::default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bookmarks_and_notes_are_items() {
        let export = serde_json::json!({"bookmarks": [
            {"createdAt": 1_710_403_200, "title": "T", "tags": ["a"], "content": {"type": "link", "url": "https://a.example/x"}},
            {"createdAt": 1_710_403_200, "title": null, "tags": [], "content": {"type": "text", "text": "note"}},
            {"createdAt": 1_710_403_200, "title": "Lamp", "tags": [], "content": {"type": "asset", "assetType": "image"}},
        ]});
        let items = items(&export);
        assert_eq!(items.len(), 3);
        assert_eq!((items[1].note.as_str(), items[1].is_file), ("note", false));
        assert!(items[2].is_file);
        assert_eq!((items[0].title.as_str(), items[0].url.as_deref()), ("T", Some("https://a.example/x")));
        assert_eq!(items[0].saved.unwrap().to_string(), "2024-03-14T08:00:00Z");
    }

    #[test]
    fn lists_are_tags_and_a_line_of_an_archive_is_a_bookmark() {
        let export = serde_json::json!({"lists": [{"id": "l1", "name": "Harbours"}, {"id": "l2", "name": "Other"}], "bookmarks": [
            {"createdAt": 1_710_403_200, "title": "T", "tags": ["a"], "lists": ["l1"], "content": {"type": "link", "url": "https://a.example/x"}},
        ]});
        assert_eq!(items(&export)[0].tags, ["a", "Harbours"]);
        let line = serde_json::json!({"id": "b", "createdAt": "2024-03-14T08:00:00.000Z", "title": null, "taggingStatus": "success",
            "tags": [{"id": "t", "name": "a", "attachedBy": "human"}],
            "content": {"type": "link", "url": "https://a.example/x", "title": "T", "author": "Ada Ferry", "publisher": "Harbour Lab",
                "datePublished": "2024-03-01T00:00:00.000Z", "crawledAt": "2024-03-14T09:00:00.000Z", "htmlContent": "<p>words</p>"}});
        let item = &items(&line)[0];
        assert_eq!(
            (item.title.as_str(), item.content.as_str(), item.tags.join(",")),
            ("T", "<p>words</p>", "a".to_owned())
        );
        assert_eq!(item.saved.unwrap().to_string(), "2024-03-14T09:00:00Z");
        assert_eq!(item.published.as_deref(), Some("2024-03-01T00:00:00.000Z"));
    }
}
