//! Says how a title is set off from its card, and whom the card names right below it.
//!
//! In: a flow, a record or its title. Out: whether it stands out; names. Judges no list.

use crate::normalise::citations;
use crate::normalise::listing::flow::{Flow, Kind, Piece, traits};
use crate::normalise::listing::records::Record;

/// Whether a title is set off from what stands below it: as a heading, a link in strong type, or a term.
pub(super) fn stands_out(flow: &Flow, piece: &Piece) -> bool {
    /// Elements above a title among which its term is: a link, and what it stands in.
    const LEVELS: usize = 3;
    let parent = |at: &usize| Some(flow.elements[*at].parent);
    let mut around = std::iter::successors(Some(piece.holder), parent).take(LEVELS);
    piece.heading > 0
        || (piece.link.is_some() && piece.traits & traits::STRONG != 0)
        || around.any(|at| flow.elements[at].kind == Kind::Term)
}

/// The names of people that stand right below a title, in a row or each by itself. What a button says is no name.
pub(super) fn names_below<'a>(flow: &'a Flow, record: &Record<'_>) -> Vec<&'a str> {
    let Some(title) = record.title_piece else { return Vec::new() };
    let has_words = |piece: &&Piece| piece.text.contains(char::is_alphanumeric);
    let mut names = Vec::new();
    for piece in flow.within(title + 1, record.card.end).iter().filter(has_words) {
        if piece.traits & traits::NAMES != 0 && names.is_empty() {
            return citations::names(&piece.text);
        }
        let text = piece.text.trim_end_matches([',', ';', ' ']);
        if piece.traits & traits::LEADS_ON != 0 || !citations::is_name(text) {
            break;
        }
        names.push(text);
    }
    names
}
