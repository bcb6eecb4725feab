//! Feeds saved as files: RSS, Atom, JSON Feed.
//!
//! In: bytes. Out: one entry for each item, with what the feed says of it. The feed itself is no document.

use feed_rs::model::{Entry, Feed};
use feed_rs::parser;

use crate::captures::Skip;
use crate::formats::{Content, Context, Error, Format, Head, Outcome, Page, Piece, Record, article};

/// Feeds.
pub(crate) struct FeedFile;

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
        let parser =
            parser::Builder::new().sanitize_content(false).base_uri(context.known.url.as_deref()).build();
        let feed = match parser.parse(piece.bytes.as_slice()) {
            Ok(feed) => feed,
            Err(error) => {
                let reason = format!("not a readable feed: {error}");
                return emit(Outcome::Problem(context.place().to_owned(), Error::BadRecord { reason }));
            }
        };
        if feed.entries.is_empty() {
            return emit(Outcome::Skipped(context.place().to_owned(), Skip::Empty));
        }
        for entry in &feed.entries {
            let (url, record) = record(entry, &feed);
            if record.title.is_empty() && url.is_none() {
                continue;
            }
            let mut evidence = context.evidence(self.name(), &piece);
            context.known.complete(&mut evidence);
            let shown = Content::Entry(Box::new(record));
            emit(Outcome::Page(Box::new(Page { evidence, url, content: shown, doubts: Vec::new() })));
        }
    }
}

fn record(entry: &Entry, feed: &Feed) -> (Option<String>, Record) {
    let text = |text: &Option<feed_rs::model::Text>| {
        text.as_ref().map(|text| article::plain(&text.content)).unwrap_or_default()
    };
    let link = entry.links.iter().find(|link| link.rel.as_deref().is_none_or(|rel| rel == "alternate"));
    let url = link.or(entry.links.first()).map(|link| link.href.clone());
    let names = |people: &[feed_rs::model::Person]| -> Vec<String> {
        let named = people.iter().filter_map(|person| person.name.as_deref()).map(str::trim);
        named.filter(|name| !name.is_empty() && *name != "unknown").map(str::to_owned).collect()
    };
    let authors = if entry.authors.is_empty() { names(&feed.authors) } else { names(&entry.authors) };
    let body = entry.content.as_ref().and_then(|content| content.body.as_deref()).map(article::plain);
    let record = Record {
        title: text(&entry.title),
        published: entry.published.map(|time| time.to_rfc3339()),
        updated: entry.updated.map(|time| time.to_rfc3339()),
        categories: entry
            .categories
            .iter()
            .map(|category| category.label.clone().unwrap_or_else(|| category.term.clone()))
            .collect(),
        summary: text(&entry.summary),
        body: body.unwrap_or_default(),
        publisher: Some(text(&feed.title)).filter(|title| !title.is_empty()),
        authors,
        language: entry.language.clone().or_else(|| feed.language.clone()),
        ..Record::default()
    };
    (url, record)
}
