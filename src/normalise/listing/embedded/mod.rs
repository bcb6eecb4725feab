//! Reads publications from data that a page carries for its scripts: `__NEXT_DATA__`, flight chunks, JSON-LD
//! lists, arrays in JSON scripts, JSON that a script keeps under a name (`window.__INITIAL_STATE__ = {…}`).
//!
//! In: the parsed page. Out: entries with the address as written. Takes only arrays whose objects have titles
//! and dates; runs no script.

pub(super) mod batches;
mod keys;
pub(super) mod object;
pub(super) mod packed;
pub(super) mod told;
mod totals;

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use memchr::memmem::Finder;
use serde_json::{Map, Value};

use super::{Budget, Entry};
use crate::document::Interval;
use crate::normalise::dates::Reading;
use crate::normalise::html::metadata::{self, Metadata};
use crate::normalise::html::scripts::{Script, Scripts};
use crate::normalise::rich;
use batches::Batch;
use object::Item;

/// Entries that are taken from one page. A judgement: bounds memory.
const MAX_ENTRIES: usize = 20_000;

/// Values that are looked at on one page. A judgement: bounds time; the bytes that are read of a page hold as many short ones.
const MAX_VALUES: usize = 2_000_000;

/// The lists of publications in a page's embedded data, in the order they are met; addresses as written.
pub(super) fn read(metadata: &Metadata, reading: &Reading) -> Vec<Batch> {
    let mut found = Found::new(reading);
    found.declared(metadata);
    found.scripts(&metadata.scripts);
    found.batches
}

/// All records of a page's data for scripts but goods, in lists and alone; their days read whatever the language of the page.
#[derive(Debug, Default)]
pub(crate) struct Records {
    listed: Vec<Item>,
    lone: Vec<Item>,
}

/// The records of a page, found once.
fn all_records(metadata: &Metadata) -> &Records {
    metadata.scripts.records.get_or_init(|| {
        let reading = Reading::default();
        let mut found = Found { alone: true, ..Found::new(&reading) };
        found.scripts(&metadata.scripts);
        let listed = found.batches.into_iter().flat_map(|batch| batch.items).collect();
        Records { listed, lone: found.lone }
    })
}

/// Every record with a title and a date in a page's embedded data where they say a word at all, listed or not: that of the page
/// itself is among them where its framework has it there. Those in JSON-LD where they are asked for.
pub(crate) fn records(metadata: &Metadata, word: &str, declared: bool) -> Vec<Entry> {
    let mut all = Vec::new();
    let reading = Reading::default();
    let mut found = Found::new(&reading);
    if declared {
        found.declared(metadata);
    }
    let word = Finder::new(word);
    let says = |script: &Script| word.find(script.text.as_bytes()).is_some();
    let scripts = &metadata.scripts;
    if scripts.records.get().is_some() || scripts.all.iter().chain(joined(scripts)).any(says) {
        let Records { listed, lone } = all_records(metadata);
        all.extend(lone.iter().chain(listed).map(|item| item.entry.clone()));
    }
    let declared = found.batches.into_iter().flat_map(|batch| batch.items).map(|item| item.entry);
    all.into_iter().chain(declared).filter(|entry| entry.published.is_some()).collect()
}

/// The days of records that stand in lists of a page's data for scripts, without those of the page's own and of records that
/// stand alone: they are days of others, as often as these have them.
pub(crate) fn days_of_others(
    metadata: &Metadata,
    title: &str,
    address: Option<&str>,
) -> HashMap<Interval, usize> {
    let Records { listed, lone } = all_records(metadata);
    let (own, others): (Vec<&Item>, Vec<&Item>) =
        listed.iter().partition(|item| batches::is_own(item, title, address));
    let days = |item: &&Item| item.days.iter().map(|(_, _, claim)| claim.interval()).collect::<Vec<_>>();
    let kept: HashSet<Interval> =
        own.iter().flat_map(days).chain(lone.iter().flat_map(|it| days(&it))).collect();
    let mut counts = HashMap::new();
    for day in others.iter().flat_map(days).filter(|day| !kept.contains(day)) {
        *counts.entry(day).or_insert(0) += 1;
    }
    counts
}

/// The page's own record in its data for scripts that holds a text, and the text as HTML: the longest of several.
pub(crate) fn own_text(
    metadata: &Metadata,
    title: &str,
    address: Option<&str>,
    reading: &Reading,
) -> Option<(Entry, String)> {
    let mut found = Found { alone: true, own: Some((title, address)), ..Found::new(reading) };
    found.scripts(&metadata.scripts);
    found.text
}

/// Whether a page's data for scripts say that it is of one thing, and the lists in them of others: one of its records is that of
/// the page, and stands among others where the page has a text, or holds a text that is longer than what the lists say, or all
/// of them are of what is related. Content systems keep records of pages that list too, who wrote them and all.
pub(super) fn has_own(
    metadata: &Metadata,
    (title, has_text): (&str, bool),
    address: Option<&str>,
    data: &[Batch],
    reading: &Reading,
) -> bool {
    let Records { listed, lone } = all_records(metadata);
    let is_own = |item: &Item| batches::is_own(item, title, address);
    if has_text && listed.iter().any(is_own) {
        return true;
    }
    if !lone.iter().any(is_own) {
        return false;
    }
    let said = |item: &Item| item.entry.title.len() + item.entry.summary.len();
    let lists: usize = data.iter().flat_map(|batch| &batch.items).map(said).sum();
    data.iter().all(|batch| batch.is_related)
        || own_text(metadata, title, address, reading).is_some_and(|(_, text)| text.len() > lists)
}

/// The data that several scripts send together.
fn joined(scripts: &Scripts) -> &[Script] {
    scripts.joined.get_or_init(|| packed::joined(scripts))
}

/// Whether a value holds others.
fn is_nested(value: &Value) -> bool {
    value.is_array() || value.is_object()
}

/// How many values a value holds that hold no others.
fn plain(value: &Value) -> usize {
    match value {
        Value::Array(values) => values.iter().filter(|value| !is_nested(value)).count(),
        Value::Object(object) => object.values().filter(|value| !is_nested(value)).count(),
        _ => 0,
    }
}

struct Found<'a> {
    batches: Vec<Batch>,
    /// Records that stand in no list.
    lone: Vec<Item>,
    /// How many records were taken.
    taken: usize,
    values: usize,
    /// Keys of related things below which a value stands.
    related: usize,
    /// Whether a record that stands in no list is taken too.
    alone: bool,
    /// What the page is called and where it stands, where its own text is looked for; and that text.
    own: Option<(&'a str, Option<&'a str>)>,
    text: Option<(Entry, String)>,
    reading: &'a Reading,
}

impl<'a> Found<'a> {
    fn new(reading: &'a Reading) -> Found<'a> {
        Found {
            batches: Vec::new(),
            lone: Vec::new(),
            taken: 0,
            values: 0,
            related: 0,
            alone: false,
            own: None,
            text: None,
            reading,
        }
    }

    /// What the objects of JSON-LD list.
    fn declared(&mut self, metadata: &Metadata) {
        for object in &metadata.json_ld {
            self.json_ld(object);
        }
    }

    /// What the data for scripts hold.
    fn scripts(&mut self, scripts: &Scripts) {
        let joined = joined(scripts);
        for script in scripts.all.iter().filter(|script| !packed::is_part(script)).chain(joined) {
            self.script(script, &scripts.budget);
        }
    }

    /// What one text holds, if it can hold what is looked for: a key of a date.
    fn script(&mut self, script: &Script, budget: &Budget) {
        if *script.names_date.get_or_init(|| object::names_date(&script.text)) {
            for value in script.values.get_or_init(|| packed::values(script, budget)) {
                self.search(value, 0);
            }
        }
    }

    /// Looks for arrays of publications anywhere in a value.
    fn search(&mut self, value: &Value, depth: usize) {
        self.values += 1 + plain(value);
        // serde_json itself stops at 128 levels.
        if self.values > MAX_VALUES || depth > 128 || self.taken >= MAX_ENTRIES {
            return;
        }
        match value {
            Value::Array(values) if self.takes(values.iter()) => {}
            Value::Array(values) => {
                for value in values.iter().filter(|value| is_nested(value)) {
                    self.search(value, depth + 1);
                }
            }
            Value::Object(object) => {
                let own = if self.alone { self.publication(value, false) } else { None };
                self.taken += usize::from(own.is_some());
                if let Some((own, (title, address))) = own.as_ref().zip(self.own)
                    && !own.is_draft
                    && batches::is_own(own, title, address)
                    && let Some(text) = rich::text_of_record(value, keys::words)
                    && self.text.as_ref().is_none_or(|(_, known)| known.len() < text.len())
                {
                    self.text = Some((own.entry.clone(), text));
                }
                self.lone.extend(own);
                if object.values().all(|value| value.get("__typename").is_none()) {
                    let before = self.batches.len();
                    let nested = object.iter().filter(|(_, value)| is_nested(value));
                    for (key, value) in nested.filter(|(key, _)| !object::holds_others(key)) {
                        let is_related = keys::is_related(key);
                        self.related += usize::from(is_related);
                        self.search(value, depth + 1);
                        self.related -= usize::from(is_related);
                    }
                    self.tell_more(object, before);
                    return;
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

    /// Notes what an object that holds one list of records, itself or below one of its keys, says of how many there are.
    fn tell_more(&mut self, object: &Map<String, Value>, before: usize) {
        let is_list = |value: &&Value| value.is_array();
        if let [batch] = self.batches.get_mut(before..).unwrap_or_default()
            && object.values().filter(is_list).count() == 1
        {
            batch.more = batch.more.take().or_else(|| totals::says_more(object, batch.items.len()));
        }
    }

    /// Takes values that are publications: several objects, most of them with a title and a date, most titles of two
    /// words. The halves are a judgement.
    fn takes<'v>(&mut self, values: impl Iterator<Item = &'v Value> + Clone) -> bool {
        let items: Vec<Item> = values.clone().filter_map(|value| self.publication(value, true)).collect();
        let worded = items.iter().filter(|item| item.entry.title.contains(char::is_whitespace)).count();
        let are_publications =
            items.len() >= 2 && items.len() * 2 > values.clone().count() && worded * 2 > items.len();
        if are_publications {
            let objects = values.filter_map(Value::as_object);
            let keys: BTreeSet<String> = objects.flat_map(Map::keys).cloned().collect();
            self.push(Batch { items, keys, is_related: self.related > 0, ..Batch::default() });
        }
        are_publications
    }

    fn push(&mut self, batch: Batch) {
        self.taken += batch.items.len();
        self.batches.push(batch);
    }

    /// An `ItemList`, a `Blog` or a `CollectionPage` in JSON-LD.
    fn json_ld(&mut self, object: &Value) {
        for key in ["itemListElement", "blogPost", "blogPosts", "hasPart", "mainEntity"] {
            match object.get(key) {
                Some(Value::Array(items)) => {
                    let items: Vec<Item> = items
                        .iter()
                        .filter_map(|item| self.publication(item.get("item").unwrap_or(item), false))
                        .collect();
                    if items.len() >= 2 {
                        self.push(Batch { items, is_declared: true, ..Batch::default() });
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

    /// The publication that an object is, of a list or not.
    fn publication(&self, value: &Value, is_listed: bool) -> Option<Item> {
        // The day of goods is that on which a shop began to offer them.
        object::publication(value, is_listed, !self.alone, self.reading)
    }
}
