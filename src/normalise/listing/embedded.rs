//! Reads publications from data that a page carries for its scripts: `__NEXT_DATA__`, flight chunks, JSON-LD
//! lists, arrays in JSON scripts, JSON that a script keeps under a name (`window.__INITIAL_STATE__ = {…}`).
//!
//! In: the parsed page. Out: entries with the address as written. Takes only arrays whose objects have titles
//! and dates; runs no script.

use std::collections::BTreeMap;

use memchr::memmem::Finder;
use serde_json::Value;

use crate::normalise::dates::Reading;
use crate::normalise::html::metadata::{self, Metadata};
use crate::normalise::html::scripts::{Script, Scripts};
use crate::normalise::listing::{Entry, object, packed};

/// Entries that are taken from one page. A judgement: bounds memory.
const MAX_ENTRIES: usize = 20_000;

/// Values that are looked at on one page. A judgement: bounds time; [`MAX_BYTES`] of short values hold as many.
const MAX_VALUES: usize = 2_000_000;

/// The publications that a page's embedded data list, in the order they are met; addresses as written.
pub(super) fn read(metadata: &Metadata, reading: &Reading) -> Vec<Entry> {
    let mut found = Found { entries: Vec::new(), values: 0, alone: false, word: None, reading };
    found.declared(metadata);
    found.scripts(&metadata.scripts);
    found.entries
}

/// Every record with a title and a date in what a page's embedded data say with a word, listed or not: that of the page
/// itself is among them where its framework has it there. Those in JSON-LD where they are asked for.
pub(crate) fn records(metadata: &Metadata, word: &str, reading: &Reading, declared: bool) -> Vec<Entry> {
    let word = Some(Finder::new(word));
    let mut found = Found { entries: Vec::new(), values: 0, alone: true, word, reading };
    if declared {
        found.declared(metadata);
    }
    found.scripts(&metadata.scripts);
    found.entries
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
    /// What the objects of JSON-LD list.
    fn declared(&mut self, metadata: &Metadata) {
        for object in &metadata.json_ld {
            self.json_ld(object);
        }
    }

    /// What the data for scripts hold.
    fn scripts(&mut self, scripts: &Scripts) {
        let joined = scripts.joined.get_or_init(|| packed::joined(scripts));
        for script in scripts.all.iter().filter(|script| !packed::is_part(script)).chain(joined) {
            self.script(script);
        }
    }

    /// What one text holds, if it can hold what is looked for: a key of a date, and the word.
    fn script(&mut self, script: &Script) {
        let says_word = self.word.as_ref().is_none_or(|word| word.find(script.text.as_bytes()).is_some());
        if says_word && *script.names_date.get_or_init(|| object::names_date(&script.text)) {
            for value in script.values.get_or_init(|| packed::values(script)) {
                self.search(value, 0);
            }
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
