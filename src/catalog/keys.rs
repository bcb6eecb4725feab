//! The keys of a sighting: what it can meet other sightings by.
//!
//! In: a sighting. Out: its keys as text, for ids, and as short hashes, for grouping a million of them.

use sha2::{Digest, Sha256};

use crate::document::identity::{title_key, url_key};
use crate::document::{Interval, Kind, Sighting, fold};

/// What grouping needs to know of a sighting; some sixty bytes, so that a million fit in memory.
#[derive(Clone, Debug)]
pub struct Keys {
    /// Hash of the file and the id that a record brought with it.
    pub(crate) record: Option<u64>,
    /// Hash of the file alone, where there is a record id.
    pub(crate) file: u64,
    /// Hash of the canonical address.
    pub(crate) url: Option<u64>,
    /// Hash of kind, publisher and folded title.
    pub(crate) title: u64,
    /// Whether the publisher is known; without it a title meets only within one capture.
    pub(crate) publisher_known: bool,
    /// Publication or page.
    pub(crate) kind: Kind,
    /// The claimed publication date.
    pub(crate) date: Option<Interval>,
}

impl Keys {
    /// The keys of a sighting.
    pub fn of(sighting: &Sighting) -> Keys {
        let record = record_key(sighting);
        Keys {
            file: if record.is_some() { hash(&sighting.evidence.capture) } else { 0 },
            record: record.as_deref().map(hash),
            url: address_key(sighting).as_deref().map(hash),
            title: hash(name_key(sighting)),
            publisher_known: sighting.publisher.is_some(),
            kind: sighting.kind,
            date: sighting.published.as_ref().map(crate::document::DateClaim::interval),
        }
    }
}

/// The first 64 bits of the SHA-256: among a million keys the chance of any collision is below one in thirty million.
fn hash(key: impl AsRef<str>) -> u64 {
    let digest = Sha256::digest(key.as_ref().as_bytes());
    u64::from_be_bytes([
        digest[0], digest[1], digest[2], digest[3], digest[4], digest[5], digest[6], digest[7],
    ])
}

/// A record's own id within its file.
pub(crate) fn record_key(sighting: &Sighting) -> Option<String> {
    let id = sighting.record_id.as_ref()?;
    Some(format!("record\n{}\n{id}", sighting.evidence.capture))
}

/// The canonical address.
pub(crate) fn address_key(sighting: &Sighting) -> Option<String> {
    Some(format!("url\n{}", url_key(sighting.url.as_deref()?)?))
}

/// Kind, publisher and folded title. Where the publisher is unknown the capture's digest stands for it, so that
/// copies of one file meet and other pages of the same name do not.
pub(crate) fn name_key(sighting: &Sighting) -> String {
    let kind = sighting.kind.as_str();
    let title = title_key(&sighting.title);
    match &sighting.publisher {
        Some(publisher) => format!("title\n{kind}\n{}\n{title}", fold::words(publisher)),
        None => format!("title\n{kind}\n#{}\n{title}", sighting.evidence.digest),
    }
}
