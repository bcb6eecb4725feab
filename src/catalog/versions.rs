//! How a document was shown over time.
//!
//! In: the sightings of one document, and the captures of the pages that show it. Out: its versions: intervals of capture
//! time over which what is shown of it stays the same. A function of the set of sightings: their order changes nothing.

use std::collections::{BTreeMap, BTreeSet};

use crate::catalog::steady::{steadied, steadied_series};
use crate::catalog::{Group, merge};
use crate::document::{Correction, DateClaim, Document, Moment, Sighting, Validity};

/// One capture of a page, as one document needs it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Showing {
    /// Second of the capture, as [`Moment::last_second`] counts.
    pub at: i64,
    /// Whether what it does not show is gone: a listing that goes on elsewhere, or shows nothing at all, does not tell.
    pub complete: bool,
    /// Places of the document's sightings in this capture.
    pub shows: Vec<usize>,
}

/// The captures of one page, in any order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Series {
    /// The captures.
    pub showings: Vec<Showing>,
}

/// A document as it was shown for a time.
#[derive(Clone, Debug, PartialEq)]
pub struct Version {
    /// For how long.
    pub validity: Validity,
    /// The document, with the id that it has now and every sighting captured before the interval ends.
    pub document: Document,
}

/// The versions of a document in order of time. Between them nothing shows it.
///
/// At every moment each page counts by its latest capture. What a complete listing no longer shows is gone from it; what an
/// incomplete one no longer shows stays as it was shown last. Captures without time take no part.
pub fn versions(
    sightings: &[Sighting],
    series: &[Series],
    group: &Group,
    corrections: &[Correction],
    current: &Document,
) -> Vec<Version> {
    let steady = steadied(sightings);
    let (sightings, series) = (steady.as_ref(), steadied_series(series, sightings));
    let mut versions: Vec<Version> = Vec::new();
    let mut open: Option<(i64, Document)> = None;
    let mut shown: Vec<usize> = Vec::new();
    let close = |open: &mut Option<(i64, Document)>, until: Option<i64>, versions: &mut Vec<Version>| {
        if let Some((from, document)) = open.take() {
            versions.push(Version { validity: Validity { from, until }, document });
        }
    };
    for (at, now) in states(&series) {
        if now.is_empty() {
            close(&mut open, Some(at), &mut versions);
        } else if open.is_none() || !same_sightings(sightings, &shown, &now) {
            let members = now.iter().filter_map(|&place| sightings.get(place).cloned()).collect();
            let mut document = merge(members, group).0;
            // What a person says of a publication holds whenever it was captured.
            document.correct(corrections);
            let is_same = open.as_ref().is_some_and(|(_, before)| same_content(before, &document));
            if !is_same {
                close(&mut open, Some(at), &mut versions);
                open = Some((at, document));
            }
        }
        shown = now;
    }
    close(&mut open, None, &mut versions);
    for version in &mut versions {
        dress(version, current);
    }
    versions
}

/// A capture: whether what it does not show is gone, and what it shows.
type Event = (bool, BTreeSet<usize>);

/// The captures of a page in order of time. Those of one second are one.
fn events(series: &Series) -> BTreeMap<i64, Event> {
    let mut events: BTreeMap<i64, Event> = BTreeMap::new();
    for showing in &series.showings {
        let event = events.entry(showing.at).or_insert((true, BTreeSet::new()));
        event.0 &= showing.complete;
        event.1.extend(&showing.shows);
    }
    events
}

/// The sightings that count from each moment on at which that changes.
fn states(series: &[Series]) -> Vec<(i64, Vec<usize>)> {
    let mut moments: BTreeMap<i64, Vec<(usize, Event)>> = BTreeMap::new();
    for (page, captures) in series.iter().enumerate() {
        for (at, event) in events(captures) {
            moments.entry(at).or_default().push((page, event));
        }
    }
    let mut last: Vec<BTreeSet<usize>> = vec![BTreeSet::new(); series.len()];
    let mut states = Vec::with_capacity(moments.len());
    for (at, pages) in moments {
        for (page, (complete, shows)) in pages {
            if complete || !shows.is_empty() {
                last[page] = shows;
            }
        }
        states.push((at, last.iter().flatten().copied().collect::<BTreeSet<_>>().into_iter().collect()));
    }
    states
}

/// The sightings of a page that count at a moment.
pub(crate) fn standing(series: &Series, moment: i64) -> Vec<usize> {
    let mut last = BTreeSet::new();
    for (_, (complete, shows)) in events(series).into_iter().take_while(|(at, _)| *at <= moment) {
        if complete || !shows.is_empty() {
            last = shows;
        }
    }
    last.into_iter().collect()
}

/// Whether two sets of sightings say the same, in the order in which they are ranked: a cheap test before merging.
fn same_sightings(sightings: &[Sighting], before: &[usize], now: &[usize]) -> bool {
    match (before, now) {
        ([one], [other]) => {
            let (one, other) = (&sightings[*one], &sightings[*other]);
            one.as_entry == other.as_entry
                && one.kind == other.kind
                && one.record_id == other.record_id
                && one.title == other.title
                && same_date(one.published.as_ref(), other.published.as_ref())
                && same_date(one.updated.as_ref(), other.updated.as_ref())
                && one.categories == other.categories
                && one.summary == other.summary
                && one.body == other.body
                && one.headings == other.headings
                && one.authors == other.authors
                && one.publisher == other.publisher
                && one.url == other.url
                && one.language == other.language
                && one.links == other.links
        }
        (before, now) => before == now,
    }
}

/// Whether two documents are shown alike: all but the evidence, and how sure it is.
pub fn same_content(one: &Document, other: &Document) -> bool {
    one.kind == other.kind
        && one.record_id == other.record_id
        && one.title == other.title
        && same_date(one.published.as_ref(), other.published.as_ref())
        && same_date(one.updated.as_ref(), other.updated.as_ref())
        && one.categories == other.categories
        && one.summary == other.summary
        && one.body == other.body
        && one.headings == other.headings
        && one.authors == other.authors
        && one.publisher == other.publisher
        && one.url == other.url
        && one.language == other.language
        && one.links == other.links
}

fn same_date(one: Option<&DateClaim>, other: Option<&DateClaim>) -> bool {
    let key = |claim: &DateClaim| (claim.interval(), claim.source);
    one.map(key) == other.map(key)
}

/// Gives a version the names that its document has now, and the sightings of its time.
fn dress(version: &mut Version, current: &Document) {
    version.document.id.clone_from(&current.id);
    version.document.aliases.clone_from(&current.aliases);
    version.document.sightings = current
        .sightings
        .iter()
        .filter(|seen| {
            let at = seen.evidence.captured.map(Moment::last_second);
            at.is_some_and(|at| version.validity.until.is_none_or(|until| at < until))
        })
        .cloned()
        .collect();
}
