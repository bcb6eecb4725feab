//! Reads publications from data that a page carries for its scripts: `__NEXT_DATA__`, flight chunks, JSON-LD
//! lists, arrays in JSON scripts, JSON that a script keeps under a name (`window.__INITIAL_STATE__ = {…}`).
//!
//! In: the parsed page. Out: entries with the address as written. Takes only arrays whose objects have titles
//! and dates; runs no script.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::LazyLock;

use memchr::memmem::Finder;
use scraper::{ElementRef, Html};
use serde_json::{Map, Value};

use crate::document::{DateClaim, DateSource};
use crate::normalise::dates::{self, Reading};
use crate::normalise::html::element::{Asked, is_named};
use crate::normalise::html::metadata::{self, Metadata};
use crate::normalise::html::tree;
use crate::normalise::listing::entries::confidence;
use crate::normalise::listing::{Entry, fields, packed};

/// Bytes of scripts that are read on one page. A judgement: bounds memory, and lets a page have far more data than
/// text.
const MAX_BYTES: usize = 16 << 20;

/// Entries that are taken from one page. A judgement: bounds memory.
const MAX_ENTRIES: usize = 20_000;

/// Values that are looked at on one page. A judgement: bounds time; [`MAX_BYTES`] of short values hold as many.
const MAX_VALUES: usize = 2_000_000;

/// The publications that a page's embedded data list, in the order they are met; addresses as written.
pub(super) fn read(html: &Html, metadata: &Metadata, reading: &Reading) -> Vec<Entry> {
    gather(html, metadata, Found { entries: Vec::new(), values: 0, alone: false, word: None, reading })
}

/// Every record with a title and a date in what a page's embedded data say with a word, listed or not: that of the page
/// itself is among them where its framework has it there.
pub(crate) fn records(html: &Html, metadata: &Metadata, word: &str, reading: &Reading) -> Vec<Entry> {
    let word = Some(Finder::new(word));
    gather(html, metadata, Found { entries: Vec::new(), values: 0, alone: true, word, reading })
}

fn gather(html: &Html, metadata: &Metadata, mut found: Found<'_>) -> Vec<Entry> {
    for object in &metadata.json_ld {
        found.json_ld(object);
    }
    let mut flight = String::new();
    let mut bytes = 0;
    for element in html.tree.nodes().filter_map(ElementRef::wrap) {
        let value = element.value();
        if !is_named!(value, "script") {
            let properties = value.attribute("props").filter(|_| value.name() == "astro-island");
            bytes += properties.map_or(0, str::len);
            let properties = properties.filter(|text| bytes <= MAX_BYTES && found.may_hold(text));
            let packed = properties.and_then(|text| serde_json::from_str(text).ok());
            if let Some(properties) = packed.as_ref().and_then(packed::island) {
                found.search(&properties, 0);
            }
            continue;
        }
        let kind = value.attribute("type").unwrap_or("").trim();
        if kind.eq_ignore_ascii_case("application/ld+json") {
            continue;
        }
        let text = text_of_script(element);
        bytes += text.len();
        if bytes > MAX_BYTES {
            break;
        }
        if kind.eq_ignore_ascii_case("application/json") || value.attribute("id") == Some("__NEXT_DATA__") {
            let value = Some(text.trim()).filter(|text| found.may_hold(text));
            if let Some(value) = value.and_then(|text| serde_json::from_str::<Value>(text).ok()) {
                found.search(packed::flat(&value).as_ref().unwrap_or(&value), 0);
            }
        } else if text.contains(FLIGHT) {
            push_flight(&text, &mut flight);
        } else if found.may_hold(&text) {
            assigned(&text, &mut |value| found.search(value, 0));
        }
    }
    for line in flight.split('\n') {
        found.flight_row(line);
    }
    found.entries
}

/// The text of a script, which is mostly one node.
fn text_of_script(script: ElementRef<'_>) -> Cow<'_, str> {
    let mut texts = script.text();
    let first = texts.next().unwrap_or_default();
    let mut whole = Cow::Borrowed(first);
    texts.for_each(|text| whole.to_mut().push_str(text));
    whole
}

/// What a chunk of a flight payload is pushed by.
const FLIGHT: &str = "__next_f.push(";

/// Collects the strings of `self.__next_f.push([1,"…"])` calls, which together are lines of `id:json`.
fn push_flight(script: &str, flight: &mut String) {
    let mut rest = script;
    while let Some(at) = rest.find(FLIGHT) {
        rest = &rest[at + FLIGHT.len()..];
        let mut values = serde_json::Deserializer::from_str(rest).into_iter::<Value>();
        if let Some(Ok(Value::Array(parts))) = values.next()
            && let Some(Value::String(text)) = parts.get(1)
        {
            flight.push_str(text);
            rest = rest.get(values.byte_offset()..).unwrap_or("");
        }
    }
}

/// Bytes of the shortest value that can be a list of publications. A judgement: two titles, two dates and their keys.
const SHORTEST_DATA: usize = 100;

/// Gives each value of JSON that a script assigns to a name: `NAME = {…}`, `NAME = JSON.parse("{…}")`. What is code and no
/// JSON is passed over whole, so that every byte is looked at once or twice.
fn assigned(script: &str, take: &mut dyn FnMut(&Value)) {
    const PARSE: &str = "JSON.parse(";
    let mut rest = script;
    while let Some((_, after)) = rest.split_once('=') {
        rest = after.trim_start();
        let is_packed = rest.strip_prefix(PARSE).map(str::trim_start).filter(|text| text.starts_with('"'));
        let value = is_packed.unwrap_or(rest);
        if is_packed.is_none() && !value.starts_with(['{', '[']) {
            continue;
        }
        // What never ends is no JSON, nor is anything after it.
        let Some(end) = end_of_value(value) else { break };
        rest = &value[end..];
        if end < SHORTEST_DATA {
            continue;
        }
        match serde_json::from_str::<Value>(&value[..end]) {
            Ok(Value::String(text)) => {
                if let Ok(value) = serde_json::from_str(&text) {
                    take(&value);
                }
            }
            Ok(value) => take(&value),
            Err(_) => {}
        }
    }
}

/// Where an object, a list or a string ends that a text begins with. Brackets are counted, not matched: what is not JSON is
/// found out when it is read.
fn end_of_value(text: &str) -> Option<usize> {
    let mut depth = 0_usize;
    let mut in_string = false;
    let mut bytes = text.bytes().enumerate();
    while let Some((at, byte)) = bytes.next() {
        match byte {
            b'\\' if in_string => {
                bytes.next();
                continue;
            }
            b'"' => in_string = !in_string,
            b'{' | b'[' if !in_string => depth += 1,
            b'}' | b']' if !in_string => depth = depth.checked_sub(1)?,
            _ => continue,
        }
        if depth == 0 && !in_string {
            return Some(at + 1);
        }
    }
    None
}

struct Found<'a> {
    entries: Vec<Entry>,
    values: usize,
    /// Whether a record that stands in no list is taken too.
    alone: bool,
    /// What a text must say to be looked through.
    word: Option<Finder<'a>>,
    reading: &'a Reading,
}

impl Found<'_> {
    /// Whether a text can hold what is looked for: a key of a date, and the word.
    fn may_hold(&self, text: &str) -> bool {
        let says_word = self.word.as_ref().is_none_or(|word| word.find(text.as_bytes()).is_some());
        says_word && names_date(text)
    }

    /// One line of a flight payload: an id of some hexadecimal digits (eight number more lines than a page has), a
    /// colon, JSON.
    fn flight_row(&mut self, line: &str) {
        let Some((id, json)) = line.split_once(':') else { return };
        if id.len() > 8 || !json.starts_with(['[', '{']) || !self.may_hold(json) {
            return;
        }
        if let Ok(value) = serde_json::from_str::<Value>(json) {
            self.search(&value, 0);
        }
    }

    /// Looks for arrays of publications anywhere in a value.
    fn search(&mut self, value: &Value, depth: usize) {
        self.values += 1;
        // serde_json itself stops at 128 levels.
        if self.values > MAX_VALUES || depth > 128 || self.entries.len() >= MAX_ENTRIES {
            return;
        }
        match value {
            Value::Array(values) if self.takes(values.iter()) => {}
            Value::Array(values) => {
                for value in values {
                    self.search(value, depth + 1);
                }
            }
            Value::Object(object) => {
                let own = if self.alone { self.publication(value) } else { None };
                self.entries.extend(own);
                // Nor is the record of an event the page's.
                if self.alone && object.get("event").is_some_and(Value::is_object) {
                    let others = object.iter().filter(|(key, _)| *key != "event");
                    return others.for_each(|(_, value)| self.search(value, depth + 1));
                }
                if object.values().all(|value| value.get("__typename").is_none()) {
                    return object.values().for_each(|value| self.search(value, depth + 1));
                }
                // A cache keeps its records by key, those of all types side by side.
                let mut kinds: BTreeMap<Option<&str>, Vec<&Value>> = BTreeMap::new();
                for value in object.values() {
                    let kind = value.get("__typename").and_then(Value::as_str);
                    kinds.entry(kind).or_default().push(value);
                }
                for (kind, values) in kinds {
                    if kind.is_some() && self.takes(values.iter().copied()) {
                        continue;
                    }
                    for value in values {
                        self.search(value, depth + 1);
                    }
                }
            }
            _ => {}
        }
    }

    /// Takes values that are publications: several objects, most of them with a title and a date, most titles of two
    /// words. The halves are a judgement.
    fn takes<'v>(&mut self, values: impl Iterator<Item = &'v Value> + Clone) -> bool {
        let entries: Vec<Entry> = values.clone().filter_map(|value| self.publication(value)).collect();
        let worded = entries.iter().filter(|entry| entry.title.contains(char::is_whitespace)).count();
        let are_publications =
            entries.len() >= 2 && entries.len() * 2 > values.count() && worded * 2 > entries.len();
        if are_publications {
            self.entries.extend(entries);
        }
        are_publications
    }

    /// An `ItemList`, a `Blog` or a `CollectionPage` in JSON-LD.
    fn json_ld(&mut self, object: &Value) {
        for key in ["itemListElement", "blogPost", "blogPosts", "hasPart", "mainEntity"] {
            match object.get(key) {
                Some(Value::Array(items)) => {
                    let entries: Vec<Entry> = items
                        .iter()
                        .filter_map(|item| self.publication(item.get("item").unwrap_or(item)))
                        .collect();
                    if entries.len() >= 2 {
                        self.entries.extend(entries);
                    }
                }
                Some(inner @ Value::Object(_))
                    if key == "mainEntity" && !metadata::has_type(object, &["WebPage"]) =>
                {
                    self.json_ld(inner);
                }
                _ => {}
            }
        }
    }

    /// An object with a title and a date, or with one below one of [`WRAPPERS`].
    fn publication(&mut self, value: &Value) -> Option<Entry> {
        let outer = value.as_object()?;
        // The day of goods is that on which a shop began to offer them.
        if self.alone && (GOODS_KEYS.iter().any(|key| outer.contains_key(*key)) || is_of_event(outer)) {
            return None;
        }
        let inner = WRAPPERS.iter().filter_map(|key| outer.get(*key).and_then(Value::as_object));
        std::iter::once(outer).chain(inner).find_map(|object| entry(object, outer, self.reading))
    }
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
const EVENT_KEYS: &[&str] = &[
    "startTime",
    "start_time",
    "startDate",
    "start_date",
    "endTime",
    "end_time",
    "endDate",
    "end_date",
    "eventDate",
    "venue",
];
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
/// before a sign that parts its words.
fn names_date(text: &str) -> bool {
    static PARTS: LazyLock<[Finder<'static>; 2]> = LazyLock::new(|| ["ubli", "created"].map(Finder::new));
    static DATE: LazyLock<Finder<'static>> = LazyLock::new(|| Finder::new("ate"));
    let bytes = text.as_bytes();
    let ends_key = |at: usize| {
        let rest = bytes.get(at + "ate".len()..).unwrap_or_default();
        let is_date =
            at.checked_sub(1).and_then(|at| bytes.get(at)).is_some_and(|d| matches!(d, b'd' | b'D'));
        is_date && matches!(rest, [b'"' | b'\\' | b'_', ..])
    };
    PARTS.iter().any(|part| part.find(bytes).is_some()) || DATE.find_iter(bytes).any(ends_key)
}

/// Whether a record tells when something begins or where it is, and not when it was published.
fn is_of_event(record: &Map<String, Value>) -> bool {
    let says_published = |key: &&str| key.contains("ubli") && record.contains_key(*key);
    EVENT_KEYS.iter().any(|key| record.contains_key(*key)) && !DATE_KEYS.iter().any(says_published)
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

/// A text without markup and character references, where there is any.
fn plain(text: &str) -> String {
    if !text.contains(['<', '&']) {
        return text.split_whitespace().collect::<Vec<_>>().join(" ");
    }
    let tree = tree::parse(&text[..text.floor_char_boundary(MAX_MARKUP)]);
    let text: String = tree.html.root_element().text().collect::<Vec<_>>().join(" ");
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
        assert!(!names_date("{\"title\": \"late\", \"dates\": []}"));
    }
}
