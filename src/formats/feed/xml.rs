//! Reads RSS and Atom.
//!
//! In: the text of a feed, and its address where it is known. Out: its items, with dates as they are written.

use std::collections::HashSet;
use std::sync::{Arc, Mutex, PoisonError};

use chrono::{DateTime, Utc};
use feed_rs::model::{Entry, Feed, FeedType, Person, Text};
use feed_rs::parser::Builder;

use crate::formats::feed::{Item, Items, is_web};
use crate::formats::{Record, article};

/// The items of a feed.
pub(super) fn items(source: &str, address: Option<&str>) -> Result<Items, String> {
    let dates = Dates::default();
    let written = dates.clone();
    let parser = Builder::new()
        .sanitize_content(false)
        .base_uri(address)
        .timestamp_parser(move |text| written.keep(text))
        .build();
    let source = undeclared(source);
    let closed = closed(source);
    let source = closed.as_deref().unwrap_or(source);
    let feed = parser.parse(source.as_bytes()).map_err(|error| error.to_string())?;
    let own = feed.links.iter().filter(|link| link.rel.as_deref().is_none_or(|rel| rel == "alternate"));
    let base = own.chain(&feed.links).map(|link| link.href.clone()).find(|href| is_web(href));
    let names = not_addresses(source);
    let items = feed.entries.iter().map(|entry| Ok(item(entry, &feed, &names, &dates))).collect();
    Ok(Items { base, all: items, is_cut: closed.is_some() })
}

/// A feed that breaks off, closed behind its last whole item; none of one that is whole, or has no whole item.
fn closed(source: &str) -> Option<String> {
    let (root, item, end) = match article::first_element(source)? {
        "rss" => ("</rss", "</item>", "</channel></rss>"),
        "rdf:RDF" => ("</rdf:RDF", "</item>", "</rdf:RDF>"),
        "feed" => ("</feed", "</entry>", "</feed>"),
        _ => return None,
    };
    if source.contains(root) {
        return None;
    }
    let whole = source.get(..source.rfind(item)? + item.len())?;
    Some([whole, end].concat())
}

/// Dates as they are written. What reads the feed hands on moments in UTC, in which the day that was written is lost: it is
/// given the number of each text in place of a moment.
#[derive(Clone, Default)]
struct Dates(Arc<Mutex<Vec<String>>>);

impl Dates {
    fn keep(&self, text: &str) -> Option<DateTime<Utc>> {
        let mut texts = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let number = DateTime::from_timestamp(i64::try_from(texts.len()).ok()?, 0);
        texts.push(with_whole_year(text.trim()));
        number
    }

    fn text(&self, number: DateTime<Utc>) -> Option<String> {
        let texts = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let text = texts.get(usize::try_from(number.timestamp()).ok()?)?;
        (!text.is_empty()).then(|| text.clone())
    }
}

/// A mail date with its year in four digits; in the standard of old, which RSS goes by, it has two (RFC 2822, section 4.3).
fn with_whole_year(text: &str) -> String {
    let is_year = |word: &str| word.len() == 4 && word.bytes().all(|byte| byte.is_ascii_digit());
    match DateTime::parse_from_rfc2822(text) {
        Ok(date) if !text.split(' ').any(is_year) => date.to_rfc2822(),
        _ => text.to_owned(),
    }
}

/// A feed without its XML declaration: it is decoded, whatever encoding that names.
fn undeclared(source: &str) -> &str {
    let start = source.trim_start();
    let rest = start.strip_prefix("<?xml").and_then(|rest| rest.split_once("?>"));
    rest.map_or(start, |(_, rest)| rest)
}

/// The names of items that say that they are no addresses (`<guid isPermaLink="false">`), which any other `guid` is.
fn not_addresses(source: &str) -> HashSet<String> {
    let named = source.split("<guid").skip(1).filter_map(|rest| {
        let (attributes, rest) = rest.split_once('>')?;
        let says_no =
            attributes.contains("isPermaLink=\"false\"") || attributes.contains("isPermaLink='false'");
        let name = rest.split('<').next().unwrap_or_default().trim().replace("&amp;", "&");
        says_no.then_some(name)
    });
    named.collect()
}

fn item(entry: &Entry, feed: &Feed, not_addresses: &HashSet<String>, dates: &Dates) -> Item {
    let text =
        |text: &Option<Text>| text.as_ref().map(|text| article::plain(&text.content)).unwrap_or_default();
    let link = entry.links.iter().find(|link| link.rel.as_deref().is_none_or(|rel| rel == "alternate"));
    let guid = Some(&entry.id).filter(|name| feed.feed_type == FeedType::RSS2 && is_web(name));
    let guid = guid.filter(|name| !not_addresses.contains(*name));
    let url = link.or(entry.links.first()).map(|link| &link.href).or(guid).cloned();
    let names = |people: &[Person]| -> Vec<String> {
        let named = people.iter().filter_map(|person| person.name.as_deref()).map(str::trim);
        named.filter(|name| !name.is_empty() && *name != "unknown").map(str::to_owned).collect()
    };
    let authors = if entry.authors.is_empty() { names(&feed.authors) } else { names(&entry.authors) };
    let body = entry.content.as_ref().and_then(|content| content.body.as_deref()).map(article::plain);
    // Of RSS the day of publication is handed on as that of the last change too.
    let updated = entry.updated.filter(|updated| entry.published != Some(*updated));
    let record = Record {
        title: text(&entry.title),
        published: entry.published.and_then(|date| dates.text(date)),
        updated: updated.and_then(|date| dates.text(date)),
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
    Item { url, record, doubts: Vec::new() }
}
