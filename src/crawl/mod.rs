//! Captures pages and, where it is wanted, what they lead to.
//!
//! In: addresses, what to follow, a [`Fetcher`] and a [`Shelf`]. Out: captures on the shelf, and a [`Summary`] of what became of every
//! address. Knows no terminal and no index.
//!
//! [`Fetcher`]: crate::captures::fetch::Fetcher
//! [`Shelf`]: crate::captures::fetch::Shelf

mod extract;
mod feeds;
mod follows;
mod queue;
mod run;

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::time::Duration;

use regex::Regex;
use url::Url;

use crate::captures::fetch::{Error, Method};

pub use follows::{Followed, Follows, is_news};
pub use run::crawl;

/// What to capture.
#[derive(Clone, Debug, Default)]
pub struct Plan {
    /// The addresses that a person named, in their order.
    pub seeds: Vec<Url>,
    /// Own pages of publications, on whatever site: asked for only if they were never captured.
    pub entries: Vec<Url>,
    /// What to follow.
    pub follow: Follow,
    /// Captures younger than this are not made again. None: what was named is always asked for, what is followed only if it was
    /// never captured.
    pub refresh: Option<Duration>,
    /// How pages are fetched; feeds and sitemaps always plainly.
    pub method: Method,
}

/// What to follow from a page.
#[expect(clippy::struct_excessive_bools, reason = "each is chosen by itself")]
#[derive(Clone, Debug, Default)]
pub struct Follow {
    /// The own page of every publication that a page lists.
    pub entries: bool,
    /// The next page of a listing.
    pub next: bool,
    /// What the feeds of a page name.
    pub feed: bool,
    /// What the sitemaps of a site name.
    pub sitemap: bool,
    /// Links to addresses that this matches; it also chooses among those of a sitemap.
    pub links: Option<Regex>,
    /// How many links away from what was named.
    pub depth: u32,
    /// Pages followed at most; none for any number.
    pub max: Option<usize>,
    /// Follow to other sites too.
    pub any_site: bool,
}

/// What a run is told about while it goes on.
pub trait Watcher {
    /// A page is about to be asked for; so many are waiting behind it.
    fn begin(&self, address: &str, waiting: usize) {
        let _ = (address, waiting);
    }
    /// Something became of it.
    fn end(&self, address: &str, event: &Event) {
        let _ = (address, event);
    }
}

/// What became of a page.
#[derive(Debug)]
pub enum Event {
    /// Captured, in this file.
    Captured(PathBuf),
    /// Seen again as it was, noted in this file.
    Unchanged(PathBuf),
    /// Captured before, and not asked for.
    Known,
    /// Not captured.
    Failed(Error),
    /// Captured, but there is a doubt.
    Doubt(String),
}

/// What became of all of them.
#[derive(Debug, Default)]
pub struct Summary {
    /// Addresses captured, each with its file.
    pub captured: Vec<(String, PathBuf)>,
    /// Addresses seen again as they were, each with the file that notes it.
    pub unchanged: Vec<(String, PathBuf)>,
    /// Addresses captured before, and not asked for.
    pub known: u64,
    /// Addresses that lead to other sites, and were left alone.
    pub elsewhere: u64,
    /// Addresses that were not followed because there were too many.
    pub left: u64,
    /// Addresses not captured, each with the reason.
    pub failed: Vec<(String, Error)>,
    /// Addresses with doubts.
    pub doubts: Vec<(String, String)>,
    /// Whether it was stopped before its end.
    pub is_stopped: bool,
    /// The address at which it ended before its end, and why: nothing that is captured can be kept any more.
    pub ended_by: Option<(String, Error)>,
}

impl Summary {
    /// All addresses not captured, each with the reason.
    pub fn all_failed(&self) -> impl Iterator<Item = &(String, Error)> {
        self.failed.iter().chain(&self.ended_by)
    }

    /// How many failed, by kind.
    pub fn failures(&self) -> BTreeMap<&'static str, u64> {
        let mut counts = BTreeMap::new();
        for (_, error) in self.all_failed() {
            *counts.entry(error.kind()).or_default() += 1;
        }
        counts
    }
}
