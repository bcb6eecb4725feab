//! Finds the day of the issue or announcement that a whole list belongs to, where none of its entries has a date.
//!
//! In: the flow of a page, where its list begins, what the page is called. Out: the day and the text that tells it, or none.
//! A day that is the page's own says nothing of entries: the page must be an issue, or a heading announce what is listed.

use super::others;
use crate::document::{DateClaim, DateSource, Interval, Precision, fold};
use crate::normalise::dates::{self, Reading};
use crate::normalise::listing::Entry;
use crate::normalise::listing::choice::HEADING_REACH;
use crate::normalise::listing::flow::{Flow, Piece, Told, zone};
use crate::normalise::listing::headings;

/// How often such a day is right. A judgement: papers may come out before the issue that they are put in, so less than a
/// heading over its own entries.
const CONFIDENCE: f32 = 0.7;

/// Headings above a list that may announce it. A judgement: its own, and that of a part of it.
const HEADINGS: usize = 3;

/// Dates entries of which none is dated.
pub(crate) fn date(entries: &mut [Entry], flow: &Flow, first: usize, title: &str, reading: &Reading) {
    if entries.iter().any(|entry| entry.published.is_some()) {
        return;
    }
    let Some((day, text)) = told(flow.within(0, first), title, reading) else { return };
    for entry in entries {
        entry.published = Some(DateClaim::new(day, DateSource::GroupHeading, CONFIDENCE, &text));
    }
}

/// The day that the pieces above a list tell of it: the last that a heading announces, else the only one of an issue.
fn told(above: &[Piece], title: &str, reading: &Reading) -> Option<(Interval, String)> {
    let announced = |piece: &&Piece| piece.heading > 0 && announces(&piece.text);
    let day_of = |piece: &Piece| {
        let found = dates::scan(&piece.text, reading).pop()?;
        let is_last = piece.text.get(found.end..).is_some_and(|rest| !rest.contains(char::is_alphanumeric));
        let before = piece.text.get(..found.start)?;
        let is_day = found.interval.precision == Precision::Day && is_last && !others::labels(before);
        is_day.then_some((found.interval, piece.text.clone()))
    };
    let headings = above.iter().rev().filter(|piece| piece.heading > 0).take(HEADINGS);
    if let Some(day) = headings.filter(announced).find_map(day_of) {
        return Some(day);
    }
    if !is_issue(title) {
        return None;
    }
    let own = above
        .iter()
        .rev()
        .take(HEADING_REACH)
        .filter(|piece| piece.zone & (zone::OUTSIDE | zone::ASIDE) == 0);
    let mut days = own.filter_map(|piece| {
        let date =
            piece.date.as_ref().filter(|date| date.told != Told::Updated && !date.told.is_of_another())?;
        Some((date.interval.filter(|day| day.precision == Precision::Day)?, piece.text.clone()))
    });
    days.next().filter(|_| days.next().is_none())
}

/// Whether a heading says that what is new follows.
fn announces(text: &str) -> bool {
    let folded = fold::fold(text);
    let mut words = folded.split(|letter: char| !letter.is_alphanumeric());
    headings::heads_a_listing(text)
        || words.any(|word| matches!(word, "listing" | "listings" | "submissions" | "edition" | "issue"))
}

/// Whether a page is called as an issue of a journal is: by the number of its volume or its own.
pub(crate) fn is_issue(title: &str) -> bool {
    let folded = fold::fold(title);
    let mut words = folded.split(|letter: char| !letter.is_alphanumeric()).filter(|word| !word.is_empty());
    let mut before = "";
    words.any(|word| {
        let is_counted = matches!(
            before,
            "vol"
                | "volume"
                | "issue"
                | "no"
                | "nr"
                | "num"
                | "numero"
                | "heft"
                | "band"
                | "bd"
                | "jahrgang"
                | "tome"
        );
        before = word;
        is_counted && word.bytes().all(|sign| sign.is_ascii_digit())
    })
}
