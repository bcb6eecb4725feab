//! Tells which parts of a card are its summary.
//!
//! In: the pieces of a card with their columns. Out: the parts, in order. Reads neither titles nor days.

use super::columns::{Roles, Row};
use crate::normalise::listing::fields;
use crate::normalise::listing::flow::{Hint, Piece, traits, zone};

/// Words from which a text that no column explains is a summary; less is small print unless it is a sentence. By hand.
const SPARE_SUMMARY_WORDS: usize = 8;

/// The parts of a card's summary: what stands in the column of summaries and in like places after it, else the
/// longest text that is nothing else.
pub(super) fn of<'a>(pieces: &'a [Piece], row: &Row, roles: &Roles, title: Option<usize>) -> Vec<&'a str> {
    let mut parts = Vec::new();
    let mut signature = None;
    for (place, (piece, column)) in pieces.iter().zip(&row.columns).enumerate() {
        if Some(place) == title || piece.date.is_some() {
            continue;
        }
        if Some(*column) == roles.summary {
            signature = Some(piece.signature);
        }
        if signature == Some(piece.signature) && piece.traits & traits::LEADS_ON == 0 {
            parts.push(fields::without_bars(&piece.text));
        }
    }
    if parts.is_empty() {
        let spare = pieces.iter().enumerate().filter(|(place, piece)| {
            Some(*place) != title
                && piece.date.is_none()
                && (piece.words >= SPARE_SUMMARY_WORDS || piece.traits & traits::PROSE != 0)
                && piece.traits & traits::NAMES == 0
                && piece.zone & (zone::BUTTON | zone::CAPTION) == 0
                && !matches!(piece.hint, Some(Hint::Author | Hint::Category | Hint::Title))
                && piece.heading == 0
        });
        parts.extend(
            spare
                .max_by_key(|(_, piece)| piece.text.len())
                .map(|(_, piece)| fields::without_bars(&piece.text)),
        );
    }
    parts
}
