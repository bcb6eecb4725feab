//! Plain text, and the text that Jina Reader makes of a page.
//!
//! In: bytes. Out: one page. Recognised last of all: what is plain text and nothing else.

use serde_json::{Map, Value};

use crate::captures::Skip;
use crate::formats::{Content, Context, Format, Head, Outcome, Page, Piece, charset};

/// Plain text files.
pub(crate) struct PlainText;

/// The text of Jina Reader.
pub(crate) struct JinaReader;

impl Format for PlainText {
    fn name(&self) -> &'static str {
        "text"
    }

    fn about(&self) -> &'static str {
        "plain text"
    }

    fn recognised_by(&self) -> &'static str {
        "`.txt`, `.text`, and nothing above"
    }

    fn detect(&self, head: &Head) -> Option<&'static str> {
        matches!(head.extension, "txt" | "text").then_some("is named as text")
    }

    fn decode(&self, context: &Context, piece: Piece, emit: &mut dyn FnMut(Outcome)) {
        let (text, doubt) = charset::decode_text(&piece.bytes, context.known.charset());
        let mut evidence = context.evidence(self.name(), &piece);
        context.known.complete(&mut evidence);
        emit(Outcome::Page(Box::new(Page {
            evidence,
            url: context.known.url.clone(),
            content: Content::Text(text),
            doubts: doubt.into_iter().collect(),
            moved_from: None,
        })));
    }
}

/// The lines that open a text of Jina Reader, and the fields that they stand for.
const OPENING: &[(&str, &str)] = &[
    ("Title:", "title"),
    ("URL Source:", "url"),
    ("Published Time:", "published"),
    ("Number of Pages:", "pages"),
];

/// What a line begins with that tells that the page could not be had.
const FAILED: &str = "Warning: Target URL returned error";

/// The line after which the page's text stands.
const CONTENT: &str = "Markdown Content:";

impl Format for JinaReader {
    fn name(&self) -> &'static str {
        "jina-reader"
    }

    fn about(&self) -> &'static str {
        "pages as text by Jina Reader: title, address and Markdown"
    }

    fn recognised_by(&self) -> &'static str {
        "`Title:`, `URL Source:` and `Markdown Content:` at the beginning of lines"
    }

    fn detect(&self, head: &Head) -> Option<&'static str> {
        let text = String::from_utf8_lossy(head.bytes);
        let text = text.trim_start_matches('\u{feff}');
        let (opening, _) = text.split_once(CONTENT)?;
        let has = |name: &str| opening.lines().any(|line| line.starts_with(name));
        (opening.starts_with("Title:") && has("URL Source:")).then_some("opens as a text of Jina Reader")
    }

    fn decode(&self, context: &Context, piece: Piece, emit: &mut dyn FnMut(Outcome)) {
        let (source, doubt) = charset::decode_text(&piece.bytes, context.known.charset());
        let Some((opening, text)) = source.split_once(CONTENT) else {
            return emit(Outcome::Skipped(context.place().to_owned(), Skip::Empty));
        };
        if opening.lines().any(|line| line.starts_with(FAILED)) {
            return emit(Outcome::Skipped(context.place().to_owned(), Skip::ErrorPage));
        }
        let mut fields = Map::new();
        for line in opening.lines() {
            let field =
                OPENING.iter().find_map(|(name, field)| Some((*field, line.strip_prefix(name)?.trim())));
            if let Some((field, value)) = field.filter(|(_, value)| !value.is_empty()) {
                fields.insert(field.to_owned(), Value::from(value));
            }
        }
        let mut evidence = context.evidence(self.name(), &piece);
        context.known.complete(&mut evidence);
        emit(Outcome::Page(Box::new(Page {
            evidence,
            url: context.known.url.clone(),
            content: Content::Markdown { fields, text: text.trim_start().to_owned() },
            doubts: doubt.into_iter().collect(),
            moved_from: None,
        })));
    }
}
