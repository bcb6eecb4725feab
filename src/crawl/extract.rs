//! Reads out of a page what there is to follow.
//!
//! In: the bytes of a page and its address. Out: [`Leads`]. Reads a page as `formats` and `normalise` do, so that what is followed is
//! what is found in the index.

use url::Url;

use crate::captures::fetch::unpacked;
use crate::crawl::feeds;
use crate::document::Moment;
use crate::formats::{self, Content};
use crate::normalise::{self, Ways};

/// What a page leads to.
#[derive(Debug, Default)]
pub(super) struct Leads {
    /// The own pages of the publications that it lists.
    pub(super) entries: Vec<String>,
    /// Whether it lists anything.
    pub(super) is_listing: bool,
    /// Letters of its text.
    pub(super) letters: usize,
    /// Whether scripts may draw what it does not say.
    pub(super) has_scripts: bool,
    /// Its next page: as its marks say, else as words do.
    pub(super) next: Option<String>,
    /// Its feeds.
    pub(super) feeds: Vec<String>,
    /// What it links to.
    pub(super) ways: Ways,
    /// What it names, where it is a feed or a sitemap.
    pub(super) named: Option<feeds::Named>,
}

/// Bytes of an unpacked sitemap: the sitemaps protocol allows 50 MB.
const MAX_BYTES: u64 = 64 << 20;

/// Reads a page.
pub(super) fn leads(bytes: &[u8], content_type: &str, url: &Url, captured: Moment) -> Leads {
    let unpacked = unpacked(bytes, MAX_BYTES);
    let bytes = unpacked.as_deref().unwrap_or(bytes);
    if let Some(named) = feeds::read(bytes, url) {
        return Leads { named: Some(named), ..Leads::default() };
    }
    let page = formats::page_of(bytes, content_type, url.as_str(), captured);
    let Content::Html(source) = &page.content else { return Leads::default() };
    if !source.contains('<') {
        return Leads::default();
    }
    let ways = normalise::ways(source, url.as_str());
    let has_scripts = source.to_ascii_lowercase().contains("<script");
    let normalised = normalise::normalise(page);
    let letters = normalised.text.chars().filter(|letter| letter.is_alphabetic()).count();
    let links = normalised.page.links;
    let next = links.next.filter(|next| next != url.as_str()).or_else(|| ways.next.first().cloned());
    let entries = normalised.listing.iter().flat_map(|listing| &listing.entries);
    Leads {
        entries: entries.filter_map(|entry| entry.url.clone()).collect(),
        is_listing: normalised.listing.is_some(),
        letters,
        has_scripts,
        next,
        feeds: links.feeds,
        ways,
        named: None,
    }
}
