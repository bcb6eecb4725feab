//! Makes entries of records.
//!
//! In: a record and the page that it stands on. Out: the entry, its address resolved, its date the one that the record
//! shows, told more closely by the address where that has it.

use super::Entry;
use super::choice::Page;
use super::fields;
use super::records::Record;
use crate::document::{DateClaim, DateSource, Interval, Precision, identity};
use crate::normalise::dates;

/// The entry that a record is.
pub(super) fn entry(page: &Page<'_>, record: &Record<'_>) -> Entry {
    let owned = |texts: &[&str]| texts.iter().map(|text| (*text).to_owned()).collect();
    let of_address = || record.href.and_then(|href| Some((href, dates::in_path(href)?)));
    let claim = |(interval, source, text): &(Interval, DateSource, String)| match of_address() {
        // A heading that names the year, an address that names the day.
        Some((href, day)) if is_finer(&day, interval) => claim_of(day, DateSource::UrlPath, href),
        // Of the ways to read `24/06/30` the one that the address has.
        Some((_, day)) if *source != DateSource::TimeElement && may_mean(text, &day) => {
            claim_of(day, *source, text)
        }
        _ => {
            let claim = claim_of(*interval, *source, text);
            let confidence = record.at_most.map_or(claim.confidence, |most| claim.confidence.min(most));
            DateClaim { confidence, ..claim }
        }
    };
    // The day of a change says little of the publication, whose address may tell it.
    let published = |date: &(Interval, DateSource, String)| match of_address() {
        _ if !record.is_changed() => claim(date),
        Some((href, day)) if day.precision == Precision::Day => claim_of(day, DateSource::UrlPath, href),
        _ => DateClaim::new(date.0, date.1, CHANGE, &date.2),
    };
    let updated = |(interval, source, text): &(Interval, DateSource, String)| {
        DateClaim::new(*interval, *source, CHANGED, text)
    };
    let by_address = || of_address().map(|(href, day)| claim_of(day, DateSource::UrlPath, href));
    // A link laid over a card says its title again.
    let summary = record.summary.join(" ");
    let summary = fields::clean_summary(&summary);
    let says_nothing = !summary.contains(char::is_alphabetic)
        || identity::title_key(summary) == identity::title_key(record.title);
    Entry {
        title: record.title.to_owned(),
        url: record.href.and_then(|href| page.addresses.resolve(href)),
        published: record.date.as_ref().map(published).or_else(by_address),
        updated: record.updated.as_ref().map(updated),
        categories: owned(&record.categories),
        summary: if says_nothing { String::new() } else { summary.to_owned() },
        authors: owned(&record.authors),
    }
}

/// Whether a day lies in the month or the year that was shown. Months in addresses are those of uploads as often.
fn is_finer(day: &Interval, shown: &Interval) -> bool {
    let is_wide = matches!(shown.precision, Precision::Year | Precision::Month);
    is_wide && day.precision == Precision::Day && shown.contains(day)
}

/// Whether a text begins with three numbers that can be read as several days, and this is one of them: the year has two figures,
/// or it stands last behind two that can be months.
fn may_mean(text: &str, day: &Interval) -> bool {
    let is_sign = |sign: char| matches!(sign, '/' | '.' | '-' | ' ');
    let words = text.split_whitespace().next().unwrap_or_default();
    let mut numbers = words.split(is_sign).map(|part| (part.len(), part.parse::<i32>().ok()));
    let [Some((first, Some(a))), Some((second, Some(b))), Some((third, Some(c))), None] =
        [numbers.next(), numbers.next(), numbers.next(), numbers.next()]
    else {
        return false;
    };
    let (year, month, date) = day.earliest.ymd();
    let [month, date] = [month, date].map(|number| i32::try_from(number).unwrap_or_default());
    let mut shown = [a, b, c];
    let mut told = match (first, second, third) {
        (1 | 2, 1 | 2, 4) if a <= 12 && b <= 12 => [year, month, date],
        (1 | 2, 1 | 2, 2) | (2, 1 | 2, 1) => [year.rem_euclid(100), month, date],
        _ => return false,
    };
    shown.sort_unstable();
    told.sort_unstable();
    day.precision == Precision::Day && shown == told
}

/// How often the day of a change is that of the publication where nothing else is shown, and how sure it is as itself: as on
/// pages of their own (`html::published::choose`).
pub(super) const CHANGE: f32 = 0.40;
pub(super) const CHANGED: f32 = 0.80;

fn claim_of(interval: Interval, source: DateSource, text: &str) -> DateClaim {
    DateClaim::new(interval, source, confidence(source, interval.precision), text)
}

/// How often a listing's dates are right by where they stand. Set by hand: on the six listing pages with known entries all
/// 212 are right, which is too few pages to say more.
pub(super) fn confidence(source: DateSource, precision: Precision) -> f32 {
    let base = match source {
        DateSource::TimeElement | DateSource::EmbeddedData => 0.95,
        DateSource::ListingRow => 0.93,
        _ => 0.88,
    };
    if precision == Precision::Day { base } else { base - 0.05 }
}
