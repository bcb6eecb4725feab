//! Finds what a revisit record repeats: the body that was not stored again; and from where a page moved.
//!
//! In: the records of one file, in order. Out: the record that a revisit refers to, read again from the file, and the address
//! that led to one. Remembers up to three times eight bytes and a place of each.

use std::collections::HashMap;
use std::fs::File;
use std::io::{BufReader, Seek, SeekFrom};

use crate::document::identity::{bits_of, url_key};
use crate::formats::Limits;
use crate::formats::packing::BUFFER_BYTES;
use crate::formats::warc::read_one;
use crate::formats::warc::record::Record;

/// The records of one file that may be repeated.
pub(super) struct Seen<'a> {
    /// The file, and where in it the records begin.
    file: Option<(&'a File, u64)>,
    /// Where records begin, by the hashes of their ids, of their payloads' digests, and of their addresses and times.
    places: HashMap<u64, u64>,
    /// The addresses that were asked for, by the hashes of those that the server named instead.
    moved: HashMap<u64, String>,
}

/// Redirects that are remembered at most: some ten megabytes of them. A judgement.
const MOST_MOVED: usize = 100_000;

impl<'a> Seen<'a> {
    /// Of a file; in a stream nothing can be read again.
    pub(super) fn new(file: Option<(&'a File, u64)>) -> Seen<'a> {
        Seen { file, places: HashMap::new(), moved: HashMap::new() }
    }

    /// Remembers a record.
    pub(super) fn note(&mut self, record: &Record, range: (u64, u64)) {
        if self.file.is_none() {
            return;
        }
        for name in ["warc-record-id", "warc-payload-digest"] {
            if let Some(value) = record.header(name) {
                self.places.entry(bits_of(value)).or_insert(range.0);
            }
        }
        if let (Some(address), Some(time)) = (record.target(), record.header("warc-date")) {
            self.places.entry(bits_of(&visit(&address, time))).or_insert(range.0);
        }
    }

    /// Remembers a redirect. Of several in a row the first address counts.
    pub(super) fn note_redirect(&mut self, from: String, to: &str) {
        if let Some(to) = url_key(to).filter(|to| url_key(&from).as_ref() != Some(to))
            && self.moved.len() < MOST_MOVED
        {
            let first = self.moved_from(&from).unwrap_or(from);
            // What leads back to where it began has not moved.
            if url_key(&first).as_ref() != Some(&to) {
                self.moved.insert(bits_of(&to), first);
            }
        }
    }

    /// The address that was asked for before the server named this one.
    pub(super) fn moved_from(&self, address: &str) -> Option<String> {
        self.moved.get(&bits_of(&url_key(address)?)).cloned()
    }

    /// What a revisit repeats: all of that record.
    pub(super) fn original(&self, revisit: &Record) -> Option<Vec<u8>> {
        let place = ["warc-refers-to", "warc-payload-digest"]
            .iter()
            .find_map(|name| self.places.get(&bits_of(revisit.header(name)?)))
            .or_else(|| {
                let (address, time) = revisit.referred()?;
                self.places.get(&bits_of(&visit(&address, time)))
            })?;
        let (mut file, base) = self.file?;
        // The stream reads by a handle with the same position, so it is put back.
        let before = file.stream_position().ok()?;
        file.seek(SeekFrom::Start(base + *place)).ok()?;
        let read = read_one(BufReader::with_capacity(BUFFER_BYTES, file), Limits::default());
        file.seek(SeekFrom::Start(before)).ok()?;
        let bytes = read.ok()??;
        let (record, _) = Record::split(&bytes)?;
        let is_it = ["warc-record-id", "warc-payload-digest"].iter().any(|name| {
            let value = record.header(name);
            value.is_some() && (value == revisit.header("warc-refers-to") || value == revisit.header(name))
        });
        let is_visit = revisit.referred().is_some_and(|(address, time)| {
            record.target() == Some(address) && record.header("warc-date") == Some(time)
        });
        (is_it || is_visit).then_some(bytes)
    }
}

/// An address and a time as one text.
fn visit(address: &str, time: &str) -> String {
    format!("{time} {address}")
}
