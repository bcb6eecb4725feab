//! What Mozilla's Readability made of a page, as Linkwarden keeps it beside its archives: `ID_readability.json`.
//!
//! In: one JSON object. Out: one page. Its address stands in the export, which the walk has found.

use serde_json::Value;

use crate::formats::exports::{Item, JsonExport, some, text};

/// Results of Readability.
pub(crate) const READABILITY: JsonExport = JsonExport {
    name: "readability",
    about: "articles taken out of pages by Mozilla's Readability, as Linkwarden keeps them",
    recognised_by: "`{`, and the keys `title`, `byline`, `dir` and `content`",
    opening: '{',
    keys: &[&["title", "byline", "dir", "content"]],
    items,
};

fn items(value: &Value) -> Vec<Item> {
    vec![Item {
        title: text(value, "title"),
        published: some(value, "publishedTime"),
        authors: some(value, "byline").into_iter().collect(),
        summary: text(value, "excerpt"),
        site: some(value, "siteName"),
        language: some(value, "lang"),
        content: text(value, "content"),
        ..Item::default()
    }]
}
