//! Reads publications from data that a page carries for its scripts: `__NEXT_DATA__`, flight chunks, JSON-LD
//! lists, arrays in JSON scripts, JSON that a script keeps under a name (`window.__INITIAL_STATE__ = {…}`).
//!
//! In: the parsed page. Out: entries with the address as written. Takes only arrays whose objects have titles
//! and dates; runs no script.

use std::borrow::Cow;
use std::collections::BTreeMap;

use memchr::memmem::Finder;
use scraper::{ElementRef, Html};
use serde_json::Value;

use crate::normalise::dates::Reading;
use crate::normalise::html::element::{Asked, is_named};
use crate::normalise::html::metadata::{self, Metadata};
use crate::normalise::listing::{Entry, object, packed};

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
        says_word && object::names_date(text)
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
                if object.values().all(|value| value.get("__typename").is_none()) {
                    let others = object.iter().filter(|(key, _)| !object::holds_others(key));
                    return others.for_each(|(_, value)| self.search(value, depth + 1));
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

    /// The publication that an object is.
    fn publication(&self, value: &Value) -> Option<Entry> {
        // The day of goods is that on which a shop began to offer them.
        if self.alone && object::is_ware(value) {
            return None;
        }
        object::publication(value, self.reading)
    }
}
