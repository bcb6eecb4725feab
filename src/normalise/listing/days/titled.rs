//! Reads the days that the titles of records hold, as those of decisions do: `Court of Appeal, 4 May 2026, no. 12/345`.
//!
//! In: the rows of a region and its column of titles. Out: whether nearly all titles hold a day, and the day of one.

use crate::document::{DateSource, Interval, Precision};
use crate::normalise::dates::{self, Reading};
use crate::normalise::listing::flow::{Flow, Piece};
use crate::normalise::listing::records::columns::Row;

/// Titles with days that are told by them, at least. A judgement: two may be about two days.
const LEAST: usize = 3;

/// Whether at least four in five titles are links that hold one day each, a judgement: of news some are about a day.
pub(crate) fn are_dated(flow: &Flow, rows: &[Row], title: usize, reading: &Reading) -> bool {
    let titles = || {
        rows.iter().filter_map(|row| {
            let at = row.columns.iter().position(|column| *column == title)?;
            flow.pieces.get(row.card.first + at)
        })
    };
    let are_most = |fits: &dyn Fn(&Piece) -> bool| {
        let count = titles().filter(|piece| fits(piece)).count();
        count >= LEAST && count * 5 >= rows.len() * 4
    };
    are_most(&|piece| piece.link.is_some() && dates::has_digit(&piece.text))
        && are_most(&|piece| piece.link.is_some() && day(piece, reading).is_some())
}

/// The only day that a title holds.
pub(crate) fn day(title: &Piece, reading: &Reading) -> Option<(Interval, DateSource, String)> {
    let found = dates::scan(&title.text, reading);
    let mut days = found.iter().filter(|found| found.interval.precision == Precision::Day);
    let (day, None) = (days.next()?, days.next()) else { return None };
    let text = title.text.get(day.start..day.end)?;
    Some((day.interval, DateSource::ListingRow, text.to_owned()))
}
