//! Reads one publication from an object of a page's data for scripts.
//!
//! In: an object of JSON. Out: the entry that it is, its address as written; none where it is a thing of another kind, or lacks
//! a title or a day. Knows no page.

use std::sync::LazyLock;

use ego_tree::iter::Edge;
use memchr::memmem::Finder;
use scraper::Node;
use serde_json::{Map, Value};

use crate::document::{DateClaim, DateSource};
use crate::normalise::dates::{self, Reading};
use crate::normalise::html::element::is_phrasing;
use crate::normalise::html::tree;
use crate::normalise::listing::entries::confidence;
use crate::normalise::listing::{Entry, fields};

/// An object with a title and a date, or with one below one of [`WRAPPERS`].
pub(super) fn publication(value: &Value, reading: &Reading) -> Option<Entry> {
    let outer = value.as_object()?;
    let inner = WRAPPERS.iter().filter_map(|key| outer.get(*key).and_then(Value::as_object));
    std::iter::once(outer).chain(inner).find_map(|object| entry(object, outer, reading))
}

/// Whether an object is one of goods.
pub(super) fn is_ware(value: &Value) -> bool {
    value.as_object().is_some_and(|object| GOODS_KEYS.iter().any(|key| object.contains_key(*key)))
}

/// Whether what stands under a key of data is no publications: events, what people say of a house, work that it offers. Keys
/// are words, or end in one: `upcomingEvents`, `past_events`.
pub(super) fn holds_others(key: &str) -> bool {
    let is_word = |rest: &str, word: &str| {
        rest.is_empty()
            || rest.ends_with(['_', '-'])
            || key
                .get(rest.len()..)
                .is_some_and(|end| end.starts_with(char::is_uppercase) && end.len() == word.len())
    };
    let lower = key.to_ascii_lowercase();
    OTHERS.iter().any(|word| lower.strip_suffix(word).is_some_and(|rest| is_word(rest, word)))
}

/// Words of such keys. A judgement: plurals and singulars that name no text in any content system known.
const OTHERS: [&str; 7] = ["events", "event", "testimonials", "testimonial", "vacancies", "vacancy", "jobs"];

/// Keys that say when a thing begins, which texts do not. A judgement, of names that schema.org and calendars use.
const EVENT_KEYS: [&str; 8] = [
    "startTime",
    "start_time",
    "startsAt",
    "starts_at",
    "startDate",
    "start_date",
    "eventDate",
    "event_date",
];

/// Whether an object is something that takes place: it begins some time, or has a place and nobody who wrote it.
fn takes_place(object: &Map<String, Value>) -> bool {
    let is_told = |key: &str| {
        object.get(key).is_some_and(|value| match value {
            Value::Null | Value::Bool(_) => false,
            Value::String(text) => !text.trim().is_empty(),
            _ => true,
        })
    };
    let is_kind = |key: &&str| object.get(*key).and_then(Value::as_str).is_some_and(holds_others);
    EVENT_KEYS.iter().any(|key| is_told(key))
        || (is_told("location") && !AUTHOR_KEYS.iter().any(|key| is_told(key)))
        || ["__typename", "_type"].iter().any(is_kind)
}

/// Keys under which content systems wrap a record's fields: those of `GraphQL` and REST interfaces of several. This
/// list and those of keys below are judgements, of names that schema.org, `WordPress` and headless content systems
/// use; only objects with both a title and a date count.
const WRAPPERS: &[&str] =
    &["node", "attributes", "fields", "data", "frontmatter", "_source", "item", "post", "article"];

const TITLE_KEYS: &[&str] = &["title", "headline", "name", "postTitle", "displayTitle"];
const DATE_KEYS: &[&str] = &[
    "publishedOn",
    "datePublished",
    "publishedAt",
    "published_at",
    "published",
    "publishDate",
    "publish_date",
    "publicationDate",
    "publication_date",
    "publishedDate",
    "published_date",
    "firstPublishedAt",
    "first_published_at",
    "pubDate",
    "postDate",
    "date",
    "date_gmt",
    "releaseDate",
    "displayDate",
];
const GOODS_KEYS: &[&str] = &["price", "prices", "variants", "sku", "handle", "vendor"];
const MADE_KEYS: &[&str] = &["created", "createdAt", "created_at"];
const SUMMARY_KEYS: &[&str] = &["summary", "description", "excerpt", "abstract", "subtitle", "dek", "teaser"];
const ADDRESS_KEYS: &[&str] =
    &["url", "href", "link", "permalink", "canonicalUrl", "canonical_url", "path", "uri", "slug"];
const CATEGORY_KEYS: &[&str] = &[
    "category",
    "categories",
    "team",
    "teams",
    "articleSection",
    "section",
    "subjects",
    "topic",
    "topics",
    "tags",
    "subject",
];
const AUTHOR_KEYS: &[&str] = &["author", "authors", "byline", "creator"];

/// Whether a text has what each of [`DATE_KEYS`] and [`MADE_KEYS`] has: `ubli`, `created`, or `date` at the end of a key or
/// before a sign that parts its words. In code a key has no marks, where those that only end so are of other things: `update:`.
pub(super) fn names_date(text: &str) -> bool {
    static PARTS: LazyLock<[Finder<'static>; 2]> = LazyLock::new(|| ["ubli", "created"].map(Finder::new));
    static DATE: LazyLock<Finder<'static>> = LazyLock::new(|| Finder::new("ate"));
    let bytes = text.as_bytes();
    let ends_key = |at: usize| {
        let rest = bytes.get(at + "ate".len()..).unwrap_or_default();
        let is_date =
            at.checked_sub(1).and_then(|at| bytes.get(at)).is_some_and(|d| matches!(d, b'd' | b'D'));
        let is_word = || {
            let before = at.checked_sub(2).and_then(|at| bytes.get(at));
            bytes.get(at - 1) == Some(&b'D') || !before.is_some_and(u8::is_ascii_alphanumeric)
        };
        is_date
            && match rest {
                [b'"' | b'\\' | b'_', ..] => true,
                [b':' | b'\'', ..] => is_word(),
                _ => false,
            }
    };
    PARTS.iter().any(|part| part.find(bytes).is_some()) || DATE.find_iter(bytes).any(ends_key)
}

fn entry(object: &Map<String, Value>, outer: &Map<String, Value>, reading: &Reading) -> Option<Entry> {
    let title = TITLE_KEYS.iter().find_map(|key| text_of(object.get(*key)?))?;
    // A title has a letter, and is no paragraph: four hundred bytes are a judgement.
    if !title.chars().any(char::is_alphabetic) || title.len() > 400 {
        return None;
    }
    if let Some(Value::String(kind)) = object.get("@type")
        && matches!(
            kind.as_str(),
            "Product" | "Event" | "Person" | "Organization" | "Offer" | "Review" | "Comment" | "JobPosting"
        )
    {
        return None;
    }
    if takes_place(object) || takes_place(outer) {
        return None;
    }
    // Of people, goods and files too it is told when they were made; those have names, prices, or nothing to read.
    let has = |keys: &[&str]| keys.iter().any(|key| object.contains_key(*key) || outer.contains_key(*key));
    let is_text = has(SUMMARY_KEYS) || has(ADDRESS_KEYS) || has(AUTHOR_KEYS);
    let made = if object.contains_key("title") && is_text && !has(GOODS_KEYS) { MADE_KEYS } else { &[] };
    let (interval, evidence) = DATE_KEYS.iter().chain(made).find_map(|key| {
        let value = object.get(*key).or_else(|| outer.get(*key))?;
        let text = match value {
            Value::String(text) => text.clone(),
            // Seconds or thousandths of them since 1970; other numbers are years, or something else.
            Value::Number(number) => {
                Some(number.to_string()).filter(|digits| matches!(digits.len(), 10 | 13))?
            }
            other => text_of(other)?,
        };
        let interval = dates::machine(&text, reading).or_else(|| dates::whole(&text, reading))?;
        Some((interval, dates::noted(&text, &interval)))
    })?;
    let find = |keys: &[&str]| {
        keys.iter().find_map(|key| object.get(*key).or_else(|| outer.get(*key)).and_then(text_of))
    };
    // Categories and names have up to sixty bytes, as in `fields`: more is a sentence.
    let list = |keys: &[&str]| -> Vec<String> {
        keys.iter()
            .find_map(|key| object.get(*key).map(texts_of).filter(|texts| !texts.is_empty()))
            .unwrap_or_default()
    };
    let address = find(ADDRESS_KEYS).filter(|address| address.contains('/') && !address.contains(' '));
    let summary = find(SUMMARY_KEYS).map(|text| plain(&text)).unwrap_or_default();
    Some(Entry {
        title: plain(&title),
        url: address,
        updated: None,
        published: Some(DateClaim::new(
            interval,
            DateSource::EmbeddedData,
            confidence(DateSource::EmbeddedData, interval.precision),
            &evidence,
        )),
        categories: list(CATEGORY_KEYS)
            .into_iter()
            .filter(|text| text.len() <= 60)
            .map(|text| plain(&text))
            .collect(),
        summary: fields::clean_summary(&summary).to_owned(),
        authors: list(AUTHOR_KEYS).into_iter().filter(|text| text.len() <= 60).collect(),
    })
}

/// The text behind a value: a string, or an object that holds one as content systems do.
fn text_of(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.trim().to_owned()).filter(|text| !text.is_empty()),
        Value::Object(object) => {
            ["rendered", "name", "title", "label", "value", "text", "@value", "current", "alias"]
                .iter()
                .find_map(|key| object.get(*key)?.as_str())
                .map(|text| text.trim().to_owned())
                .filter(|text| !text.is_empty())
        }
        _ => None,
    }
}

/// The texts behind a value: those of a list, or of what content systems wrap a list or a record in.
fn texts_of(value: &Value) -> Vec<String> {
    match value {
        Value::Array(values) => values.iter().flat_map(texts_of).collect(),
        Value::Object(object) => text_of(value).map_or_else(
            || LISTS.iter().filter_map(|key| object.get(*key)).flat_map(texts_of).collect(),
            |text| vec![text],
        ),
        other => text_of(other).into_iter().collect(),
    }
}

/// Keys under which content systems put the records that another one names.
const LISTS: &[&str] = &["nodes", "edges", "node", "data", "attributes", "fields", "items"];

/// Bytes of a text with markup that are read. A judgement: a summary is shorter, tags and all.
const MAX_MARKUP: usize = 4_000;

/// A text without markup and character references, where there is any. Words end where a line does, not where one of them is
/// set off (`<em>model</em>s`).
fn plain(text: &str) -> String {
    if !text.contains(['<', '&']) {
        return text.split_whitespace().collect::<Vec<_>>().join(" ");
    }
    let tree = tree::parse(&text[..text.floor_char_boundary(MAX_MARKUP)]);
    let mut text = String::new();
    for edge in tree.html.root_element().traverse() {
        let (Edge::Open(node) | Edge::Close(node)) = edge;
        match node.value() {
            Node::Text(part) if matches!(edge, Edge::Open(_)) => text.push_str(part),
            Node::Element(element) if !is_phrasing(element) => text.push(' '),
            _ => {}
        }
    }
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn data_with_any_key_of_a_date_are_read() {
        for key in DATE_KEYS.iter().chain(MADE_KEYS) {
            assert!(names_date(&format!("{{\"{key}\":1}}")), "{key}");
            assert!(names_date(&format!("{{\\\"{key}\\\":1}}")), "{key}");
        }
        for code in ["{date:'2025'}", "{'date':1}", "{startDate:1}"] {
            assert!(names_date(code), "{code}");
        }
        for code in ["{\"title\": \"late\", \"dates\": []}", "{update:f}", "validate: 1"] {
            assert!(!names_date(code), "{code}");
        }
    }

    #[test]
    fn words_set_off_within_a_text_are_whole_and_lines_are_parted() {
        for (text, wanted) in [
            ("Slow <em>lake</em>s &amp; more", "Slow lakes & more"),
            ("Slow<br>lakes", "Slow lakes"),
            ("<p>Slow</p><p>lakes</p>", "Slow lakes"),
            ("H<sub>2</sub>O  in\nwinter", "H2O in winter"),
        ] {
            assert_eq!(plain(text), wanted);
        }
    }
}
