//! Decides when a page says it was published, and when updated.
//!
//! In: the parsed page, what it says of itself, its address, when it was captured, its title. Out: [`Dates`]: the
//! chosen claims, every other date with why it lost, and doubts. Never reads a clock, never invents: a page
//! without evidence has no date.

mod alike;
mod block;
mod caseless;
mod cells;
mod changes;
mod choose;
mod clocks;
mod coarse;
mod declared;
mod elements;
mod embedded;
mod headers;
mod labels;
mod pairs;
mod places;
mod records;
mod reviews;
mod rivals;
mod saying;
mod scripted;
mod seasons;
mod sentences;
mod shown;
mod spans;
mod terms;
mod title;
mod walk;
mod weigh;
mod zones;

use std::collections::HashSet;

use ego_tree::NodeId;
use scraper::Html;

pub(super) use labels::is_dateline;

use crate::document::{DateClaim, Doubt, Moment};
use crate::normalise::dates::Reading;
use crate::normalise::html::metadata::Metadata;
use crate::normalise::html::published::weigh::Facts;

/// The dates of a page.
#[derive(Debug, Default)]
pub(crate) struct Dates {
    /// When it was published.
    pub(crate) published: Option<DateClaim>,
    /// When it was last changed.
    pub(crate) updated: Option<DateClaim>,
    /// Every date that was considered, those chosen included.
    pub(crate) candidates: Vec<Candidate>,
    /// What was not sure.
    pub(crate) doubts: Vec<Doubt>,
    /// Whether its dates show that the day comes before the month, or the month before the day.
    pub(crate) day_first: Option<bool>,
}

/// A date on the page, and what became of it.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Candidate {
    /// The date.
    pub(crate) claim: DateClaim,
    /// What it is the date of.
    pub(crate) role: Role,
    /// Why it lost; none for those chosen.
    pub(crate) rejected: Option<String>,
}

/// What a date on a page is the date of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Role {
    /// The page's publication.
    Published,
    /// Its last change.
    Updated,
    /// Something else, named.
    Other(&'static str),
}

/// The dates of a page: `title` is the title chosen for it, empty where there is none. What stands in the elements
/// `without` is not the page's.
pub(crate) fn dates(
    html: &Html,
    metadata: &Metadata,
    url: Option<&str>,
    captured: Option<Moment>,
    language: Option<&str>,
    title: &str,
    without: &HashSet<NodeId>,
) -> Dates {
    let language = language.or(metadata.language.as_deref()).map(str::to_owned);
    let mut reading = Reading { language, day_first: None, captured };
    let declared = declared::declared(html, metadata, url, &reading, title);
    let known: Vec<_> = declared.iter().map(|declared| declared.interval).collect();
    let (shown, text) = shown::shown(html, title, &mut reading, &known, without);
    let facts = Facts::new(html, metadata, url, title, &declared, &shown, &text);
    let mut dates = choose::choose(&declared, &shown, &facts, &reading);
    dates.doubts.extend(declared::impossible(metadata));
    dates.day_first = reading.day_first;
    dates
}

#[cfg(test)]
mod tests;
