//! What is still to be captured, each address once.
//!
//! In: addresses with why they are wanted. Out: the one whose host may be asked first. Listings come before what they list, so that a
//! run which is stopped has seen all of the listing.

use std::collections::{BTreeMap, HashSet, VecDeque};
use std::time::Duration;

use url::Url;

/// Why a page is wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Role {
    /// A person named it, or it is the next page of what a person named.
    Listing,
    /// A sitemap: not kept, only read.
    Sitemap,
    /// A feed: only read, unless a person named it.
    Feed,
    /// The own page of a publication.
    Entry,
    /// So many links away.
    Link(u32),
}

/// An address to capture.
#[derive(Clone, Debug)]
pub(super) struct Item {
    pub(super) url: Url,
    pub(super) role: Role,
    /// The host of what was named: what is not of its site is elsewhere.
    pub(super) home: String,
}

/// The queue: one line a host.
#[derive(Default)]
pub(super) struct Queue {
    lines: BTreeMap<String, VecDeque<Item>>,
    seen: HashSet<String>,
    len: usize,
}

impl Queue {
    /// Puts an item in, unless its address was in before.
    pub(super) fn put(&mut self, mut item: Item) -> bool {
        item.url.set_fragment(None);
        if !self.seen.insert(item.url.as_str().to_owned()) {
            return false;
        }
        let line = self.lines.entry(item.url.authority().to_owned()).or_default();
        // Behind the other listings, before everything else.
        let place = match item.role {
            Role::Listing | Role::Sitemap | Role::Feed => {
                line.iter().position(|other| matches!(other.role, Role::Entry | Role::Link(_)))
            }
            Role::Entry | Role::Link(_) => None,
        };
        line.insert(place.unwrap_or(line.len()), item);
        self.len += 1;
        true
    }

    /// Whether an address is or was in.
    pub(super) fn knows(&self, url: &Url) -> bool {
        let mut url = url.clone();
        url.set_fragment(None);
        self.seen.contains(url.as_str())
    }

    /// Notes an address as dealt with: another one led to it.
    pub(super) fn note(&mut self, url: &Url) {
        self.seen.insert(url.as_str().to_owned());
    }

    /// Takes the item whose host may be asked first.
    pub(super) fn take(&mut self, turn: impl Fn(&Url) -> Duration) -> Option<Item> {
        let first = self.lines.values().filter_map(VecDeque::front);
        let host = first.min_by_key(|item| turn(&item.url))?.url.authority().to_owned();
        let line = self.lines.get_mut(&host)?;
        let item = line.pop_front();
        if line.is_empty() {
            self.lines.remove(&host);
        }
        self.len -= usize::from(item.is_some());
        item
    }

    /// How many are waiting.
    pub(super) fn len(&self) -> usize {
        self.len
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hosts_take_turns_and_listings_come_first() {
        let mut queue = Queue::default();
        let mut put = |address: &str, role| {
            queue.put(Item { url: Url::parse(address).unwrap(), role, home: String::new() })
        };
        assert!(put("https://a.example/1", Role::Entry));
        assert!(put("https://a.example/2", Role::Entry));
        assert!(put("https://a.example/list", Role::Listing));
        assert!(put("https://b.example/1", Role::Entry));
        assert!(!put("https://b.example/1#part", Role::Listing));
        assert_eq!(queue.len(), 4);
        let mut order = Vec::new();
        let mut busy = String::new();
        while let Some(item) = queue.take(|url| Duration::from_secs(u64::from(url.authority() == busy))) {
            busy = item.url.authority().to_owned();
            order.push(item.url.to_string());
        }
        assert_eq!(
            order,
            ["https://a.example/list", "https://b.example/1", "https://a.example/1", "https://a.example/2"]
        );
    }
}
