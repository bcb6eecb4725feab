//! Says how a title is set off from its card, and whom the card names right below it.
//!
//! In: a flow, a record or its title. Out: whether it stands out; names. Judges no list.

use super::Record;
use super::styles;
use crate::normalise::citations;
use crate::normalise::listing::flow::{Flow, Hint, Kind, Piece, traits};

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

/// The names of people that stand right before a title on its line, as in references: `Reed, A. (2024). Title`.
pub(super) fn names_before<'a>(flow: &'a Flow, record: &Record<'_>) -> Vec<&'a str> {
    let before = record.title_piece.filter(|title| *title > record.card.first);
    let pair = before.and_then(|title| flow.pieces.get(title - 1).zip(flow.pieces.get(title)));
    let Some((piece, _)) = pair.filter(|(piece, title)| piece.run == title.run && piece.date.is_none())
    else {
        return Vec::new();
    };
    let is_year = |rest: &str| rest.trim_end_matches([')', '.', ',', ':', ' ']).parse::<u16>().is_ok();
    let text =
        piece.text.rsplit_once('(').filter(|(_, rest)| is_year(rest)).map_or(&*piece.text, |cut| cut.0);
    let text = text.trim_end_matches([',', ':', ' ', '，', '：']);
    if let Some(names) = citations::inverted_names(text) {
        return names;
    }
    let names = if citations::are_names(text) { citations::names(text) } else { Vec::new() };
    if names.is_empty() { styles::people(text).unwrap_or_default() } else { names }
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
        let text = citations::without_stop(piece.text.trim_end_matches([',', ';', ' ']));
        if piece.traits & traits::LEADS_ON != 0 || !citations::is_name(text) {
            break;
        }
        names.push(text);
    }
    names
}

/// How the parts of names stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Order {
    /// `Reed, Ada Maria`.
    FamilyFirst,
    /// Nothing tells.
    Unknown,
}

/// How names are written: family first where all with a comma that are marked as those of authors may be, and one is nothing
/// else.
pub(super) fn order(flow: &Flow, all: &[Record<'_>]) -> Order {
    let pieces = all.iter().flat_map(|record| flow.within(record.card.first, record.card.end));
    let mut named =
        pieces.filter(|piece| piece.hint == Some(Hint::Author) && piece.text.contains(", ")).peekable();
    let mut is_sure = false;
    let are_inverted = named.peek().is_some()
        && named.all(|piece| {
            is_sure |= citations::is_surely_inverted(&piece.text);
            citations::told_inverted(&piece.text).is_some()
        })
        && is_sure;
    if are_inverted { Order::FamilyFirst } else { Order::Unknown }
}
