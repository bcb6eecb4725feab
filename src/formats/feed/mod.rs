//! Feeds saved as files: RSS, Atom, JSON Feed.
//!
//! In: bytes. Out: one entry for each item, with what the feed says of it. The feed itself is no document.

mod json;
mod xml;

use crate::captures::Skip;
use crate::document::{Doubt, DoubtKind, identity};
use crate::formats::{Content, Context, Error, Format, Head, Outcome, Page, Piece, Record, article, charset};

/// Feeds.
pub(crate) struct FeedFile;

/// An item: its address as written, and what the feed says of it.
struct Item {
    url: Option<String>,
    record: Record,
    doubts: Vec<Doubt>,
}

/// The items of a feed, and what takes the place of one that cannot be read.
struct Items {
    /// The address that relative ones go out from, where the feed gives it.
    base: Option<String>,
    all: Vec<Result<Item, Error>>,
    /// Whether it breaks off; the items before that are whole.
    is_cut: bool,
}

impl Format for FeedFile {
    fn name(&self) -> &'static str {
        "feed"
    }

    fn about(&self) -> &'static str {
        "RSS, Atom and JSON feeds"
    }

    fn recognised_by(&self) -> &'static str {
        "the root element `rss`, `feed` or `RDF` of XML, or the `version` of a JSON Feed"
    }

    fn detect(&self, head: &Head) -> Option<&'static str> {
        let text = String::from_utf8_lossy(head.bytes);
        let text = text.trim_start_matches(['\u{feff}', ' ', '\n', '\r', '\t']);
        if text.starts_with('{') {
            return text.contains("jsonfeed.org/version/").then_some("names the version of JSON Feed");
        }
        let root = article::first_element(text)?;
        let is_feed = match root {
            "rss" | "rdf:RDF" => true,
            "feed" => text.contains("http://www.w3.org/2005/Atom") || text.contains("http://purl.org/atom/"),
            _ => false,
        };
        is_feed.then_some("its root element is that of a feed")
    }

    fn decode(&self, context: &Context, piece: Piece, emit: &mut dyn FnMut(Outcome)) {
        let known = context.known.url.as_deref();
        let is_json = piece.bytes.iter().find(|byte| matches!(byte, b'{' | b'<')) == Some(&b'{');
        let (source, mut doubt) = if is_json {
            charset::decode_text(&piece.bytes, context.known.charset())
        } else {
            charset::decode_html(&piece.bytes, context.known.charset())
        };
        let read = if is_json { json::items(&source) } else { xml::items(&source, known) };
        let Items { base, all: items, mut is_cut } = match read {
            Ok(items) => items,
            Err(reason) => {
                let reason = format!("not a readable feed: {reason}");
                return emit(Outcome::Problem(context.place().to_owned(), Error::BadRecord { reason }));
            }
        };
        if items.is_empty() {
            return emit(Outcome::Skipped(context.place().to_owned(), Skip::Empty));
        }
        let base = [base.as_deref(), known].into_iter().flatten().find(|base| is_web(base));
        for (number, item) in (1..).zip(items) {
            let place = || format!("{}#{number}", context.place());
            let Item { url, mut record, mut doubts } = match item {
                Ok(item) => item,
                Err(error) => {
                    emit(Outcome::Problem(place(), error));
                    continue;
                }
            };
            let url = url.map(|url| match base {
                Some(base) if !is_web(&url) => identity::resolved(base, &url).unwrap_or(url),
                _ => url,
            });
            if record.title.is_empty() {
                let text = if record.summary.is_empty() { &record.body } else { &record.summary };
                // An item that has an address gets its title from the page or from elsewhere.
                if url.is_none() {
                    record.title = article::opening(text);
                }
            }
            if record.title.is_empty() && url.is_none() {
                emit(Outcome::Skipped(place(), Skip::Empty));
                continue;
            }
            doubts.extend(doubt.take());
            if std::mem::take(&mut is_cut) {
                doubts.push(Doubt::new(
                    DoubtKind::CutShort,
                    "the feed breaks off; what was whole of it is read",
                ));
            }
            let mut evidence = context.evidence(self.name(), &piece);
            context.known.complete(&mut evidence);
            let shown = Content::Entry(Box::new(record));
            emit(Outcome::Page(Box::new(Page { evidence, url, content: shown, doubts, moved_from: None })));
        }
    }
}

fn is_web(address: &str) -> bool {
    address.starts_with("https://") || address.starts_with("http://")
}
