//! Tells which texts of a page are the titles of records in its data for scripts.
//!
//! In: the flow of a page, the records of its data. Out: for a piece the record that it is the title of. Of records that are
//! called alike and have different days none is told.

use serde_json::Value;

use super::batches::Batch;
use crate::document::{DateClaim, DateSource, Interval, identity};
use crate::normalise::dates::{self, Reading};
use crate::normalise::html::metadata::{Metadata, plain, texts};
use crate::normalise::listing::Entry;
use crate::normalise::listing::flow::{Flow, Piece, zone};
use crate::normalise::tables::{Set, Table};

/// The records of a page's data that are shown on it.
#[derive(Default)]
pub(crate) struct Told {
    /// The days of records by the pieces that are their titles.
    days: Table<usize, (Interval, String)>,
    /// The links of titles.
    links: Table<String, String>,
    /// When what is called so takes place, by folded titles.
    events: Table<String, Vec<Interval>>,
}

impl Told {
    /// Looks the titles of records up on a page.
    pub(crate) fn of(data: &[Batch], flow: &Flow) -> Told {
        let mut told = Told::default();
        if data.is_empty() {
            return told;
        }
        let data = data.iter().flat_map(|batch| &batch.items).map(|item| &item.entry);
        let mut days: Table<String, Option<&DateClaim>> = Table::default();
        for entry in data.filter(|entry| entry.published.is_some()) {
            let own = entry.published.as_ref();
            let day = days.entry(identity::title_key(&entry.title)).or_insert(own);
            *day = day.filter(|day| own.is_some_and(|own| own.interval() == day.interval()));
        }
        for (at, piece) in flow.pieces.iter().enumerate() {
            if piece.zone & zone::OUTSIDE != 0 || piece.text.len() > LONGEST {
                continue;
            }
            let title = identity::title_key(&piece.text);
            let Some(day) = days.get(&title) else { continue };
            if let Some(day) = day {
                told.days.insert(at, (day.interval(), day.evidence.clone()));
            }
            if let Some(href) = flow.href(piece) {
                told.links.entry(title).or_insert_with(|| href.to_owned());
            }
        }
        told
    }

    /// The same, with the events that JSON-LD declares.
    pub(crate) fn with_events(mut self, metadata: &Metadata, reading: &Reading) -> Told {
        let mut open: Vec<&Value> = metadata.json_ld.iter().collect();
        while let Some(value) = open.pop() {
            match value {
                Value::Array(values) => open.extend(values),
                Value::Object(object) => {
                    let is_event = texts(&value["@type"])
                        .iter()
                        .any(|kind| kind.ends_with("Event") && !PUBLISHES.contains(&kind.as_str()));
                    let title = object.get("name").and_then(Value::as_str).filter(|_| is_event);
                    let start = object.get("startDate").and_then(Value::as_str);
                    let start = start.and_then(|start| dates::machine(start, reading));
                    if let Some((title, start)) = title.zip(start) {
                        self.events.entry(identity::title_key(&plain(title))).or_default().push(start);
                    }
                    open.extend(LISTS.iter().filter_map(|key| object.get(*key)));
                }
                _ => {}
            }
        }
        self
    }

    /// Whether something of that title takes place on that day. Clocks elsewhere may show the day beside.
    pub(crate) fn takes_place(&self, title: &str, day: &Interval) -> bool {
        let starts =
            (!self.events.is_empty()).then(|| self.events.get(&identity::title_key(title))).flatten();
        starts.is_some_and(|starts| starts.iter().any(|start| start.earliest.0.abs_diff(day.earliest.0) <= 1))
    }

    /// The day of the record that a piece is the title of.
    pub(crate) fn day(&self, piece: usize) -> Option<(Interval, DateSource, String)> {
        let (day, evidence) = self.days.get(&piece)?;
        Some((*day, DateSource::EmbeddedData, evidence.clone()))
    }

    /// The link of a record's title.
    pub(crate) fn link(&self, entry: &Entry) -> Option<&str> {
        self.links.get(&identity::title_key(&entry.title)).map(String::as_str)
    }

    /// Whether a page shows other things than its data hold: headings that are links, and none of the records' titles.
    pub(crate) fn are_others(&self, flow: &Flow) -> bool {
        /// Headings that are a list. A judgement: as many as records that are one of which nothing is shown.
        const LIST: usize = 3;
        let is_card = |piece: &&Piece| {
            piece.heading > 0
                && piece.link.is_some()
                && piece.zone & (zone::OUTSIDE | zone::HEADER | zone::ASIDE) == 0
        };
        let cards: Set<&str> = flow.pieces.iter().filter(is_card).map(|piece| &*piece.text).collect();
        self.days.is_empty() && self.links.is_empty() && cards.len() >= LIST
    }
}

/// Events of schema.org by which something comes out.
const PUBLISHES: [&str; 3] = ["PublicationEvent", "BroadcastEvent", "OnDemandEvent"];

/// Keys under which JSON-LD lists things.
const LISTS: [&str; 4] = ["@graph", "itemListElement", "item", "mainEntity"];

/// Bytes of the longest title, as in data.
const LONGEST: usize = 400;
