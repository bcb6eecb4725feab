//! Chooses among the dates that stand within one card.
//!
//! In: the pieces of a card. Out: when it was published, when changed, and what lacks its year. Looks at no other card.

pub(super) mod activity;
pub(super) mod bare;
pub(super) mod events;
pub(super) mod groups;
pub(super) mod hours;
pub(super) mod issue;
pub(super) mod labels;
pub(super) mod moments;
pub(super) mod orders;
pub(super) mod others;
pub(super) mod ranks;
pub(super) mod roles;
pub(super) mod titled;
pub(super) mod yearless;

use super::flow::{Piece, Told};
use crate::document::{DateSource, Interval, Precision};
use ranks::Rank;

/// A date by its rank, and what it is.
pub(super) type Ranked<'a> = (u8, Interval, DateSource, &'a str);

/// The dates within one card.
#[derive(Default)]
pub(super) struct Dates<'a> {
    /// The one that says it is of the publication, else of a decision, else the finest; those that are said to be of something
    /// beside it, and days of changes, last.
    pub(super) chosen: Option<Ranked<'a>>,
    /// That of the last change, not before the one chosen.
    pub(super) updated: Option<Ranked<'a>>,
    /// The first that lacks its year.
    pub(super) partial: Option<&'a str>,
    /// How many different days are named, those of changes aside.
    pub(super) days: usize,
    /// Whether a day is named on which somebody wrote below it.
    pub(super) names_activity: bool,
}

/// What the label of a date says of it: the words before it in its own text, or a few right before that.
fn rank(piece: &Piece, before: Option<&Piece>) -> Rank {
    /// Words of a label that is a piece by itself. A judgement: `Date of the hearing`.
    const WORDS: usize = 4;
    let digit = piece.text.find(|sign: char| sign.is_numeric()).unwrap_or_default();
    let own = ranks::rank(piece.text.get(..digit).unwrap_or_default());
    let is_label = |label: &&Piece| {
        label.date.is_none() && label.link.is_none() && label.heading == 0 && label.words <= WORDS
    };
    match before.filter(is_label) {
        Some(label) if own == Rank::Plain => ranks::rank(&label.text),
        _ => own,
    }
}

/// Finds them.
pub(super) fn of<'a>(pieces: impl Iterator<Item = &'a Piece> + Clone) -> Dates<'a> {
    let mut dates = Dates::default();
    let mut days: Vec<Interval> = Vec::new();
    let is_published = |piece: &Piece| {
        let date = piece.date.as_ref().filter(|date| date.told == Told::Published);
        date.and_then(|date| date.interval).is_some_and(|day| day.precision == Precision::Day)
    };
    let knows_publication = pieces.clone().any(is_published);
    let mut changes: Vec<Ranked<'_>> = Vec::new();
    let mut before: Option<&Piece> = None;
    for piece in pieces {
        let label = before.replace(piece);
        let Some(date) = &piece.date else { continue };
        if date.told.is_of_another() {
            dates.names_activity |= date.told == Told::Activity;
            continue;
        }
        let Some(interval) = date.interval else {
            dates.partial.get_or_insert(piece.text.as_str());
            continue;
        };
        // Themes mark the only day of a post as that of a change; beside one of the publication it is that.
        let is_change = date.told == Told::Updated || (date.told == Told::Marked && knows_publication);
        if !is_change && !days.contains(&interval) && days.len() < 4 {
            days.push(interval);
        }
        // What is said of it comes before how fine it is.
        let told = match rank(piece, label) {
            _ if is_change => 16,
            Rank::Beside => 12,
            Rank::Decided => 4,
            Rank::Published if interval.precision == Precision::Day => 0,
            _ if is_published(piece) => 0,
            _ => 8,
        };
        let rank = told + interval.precision as u8;
        let ranked = (rank, interval, date.source, piece.text.as_str());
        if dates.chosen.as_ref().is_none_or(|(best, ..)| rank < *best) {
            dates.chosen = Some(ranked);
        }
        if is_change {
            changes.push(ranked);
        }
    }
    let first = dates.chosen.as_ref().map(|(_, chosen, ..)| chosen.earliest);
    let is_later = |change: &Ranked<'_>| first.is_none_or(|first| change.1.latest >= first);
    dates.updated = changes.into_iter().filter(is_later).min_by_key(|(rank, ..)| *rank);
    dates.days = days.len();
    dates
}
