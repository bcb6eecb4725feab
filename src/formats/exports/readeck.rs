//! A bookmark of Readeck's export: `bookmarks/UID/info.json`, with the text of the page.
//!
//! In: one JSON object. Out: one item. Where the article itself lies beside it, in `container/index.html`, that is the
//! capture, and this says what it is.

use serde_json::Value;

use crate::document::escapes;
use crate::formats::exports::{Item, give, names, some, text, time};
use crate::formats::{Context, Error, Format, Head, Outcome, Piece, charset};

/// Readeck.
pub(crate) struct Readeck;

impl Format for Readeck {
    fn name(&self) -> &'static str {
        "readeck"
    }

    fn about(&self) -> &'static str {
        "bookmarks of Readeck's export"
    }

    fn recognised_by(&self) -> &'static str {
        "`{`, and the keys `UID`, `InitialURL` and `DocumentType`"
    }

    fn detect(&self, head: &Head) -> Option<&'static str> {
        let text = String::from_utf8_lossy(head.bytes);
        let has = |key: &&str| text.contains(&format!("\"{key}\""));
        (text.trim_start().starts_with('{') && ["UID", "InitialURL", "DocumentType"].iter().all(has))
            .then_some("has the keys of a bookmark of Readeck")
    }

    fn decode(&self, context: &Context, piece: Piece, emit: &mut dyn FnMut(Outcome)) {
        let (source, doubt) = charset::decode_text(&piece.bytes, context.known.charset());
        match serde_json::from_str::<Value>(&source) {
            Ok(value) => give(vec![item(&value)], self.name(), context, &piece, doubt, emit),
            Err(error) => {
                let reason = format!("not JSON: {error}");
                emit(Outcome::Problem(context.place().to_owned(), Error::BadRecord { reason }));
            }
        }
    }
}

/// What a bookmark says.
pub(super) fn item(bookmark: &Value) -> Item {
    let paragraphs = text(bookmark, "Text");
    let blocks = paragraphs.split('\n').filter(|block| !block.trim().is_empty());
    let content: Vec<String> =
        blocks.map(|block| format!("<p>{}</p>", escapes::in_html(block.trim()))).collect();
    // Go writes its zero for a date that is not known.
    let published = some(bookmark, "Published").filter(|date| !date.starts_with("0001-"));
    Item {
        url: some(bookmark, "URL").or_else(|| some(bookmark, "InitialURL")),
        title: text(bookmark, "Title"),
        saved: time(bookmark.get("Created")),
        published,
        authors: names(bookmark, "Authors"),
        summary: text(bookmark, "Description"),
        site: some(bookmark, "SiteName"),
        language: some(bookmark, "Lang"),
        tags: names(bookmark, "Labels"),
        content: content.concat(),
        ..Item::default()
    }
}
