//! Tells where records lead: to pages of their own, or into a thread.
//!
//! In: a flow and a record of it, or one of its pieces. Out: yes or no.

use super::Record;
use super::regions::Card;
use crate::normalise::listing::fields;
use crate::normalise::listing::flow::{Element, Flow, Kind, Piece, traits};
use crate::normalise::tables::fingerprint;

/// Bytes up to which any link within a card is the card's own. By hand: sections of articles are longer, cards with
/// long summaries seldom.
const SMALL_CARD: usize = 800;

/// Whether a link leads to a post of a thread: by the place on the page that it names, or by its path.
pub(super) fn leads_into_thread(flow: &Flow, piece: &Piece) -> bool {
    flow.href(piece).is_some_and(|href| href.contains('#') || href.contains("/post"))
}

/// Whether a piece is all of a link but dates, and the link leads to a page that is no person's or topic's.
pub(super) fn leads_alone(flow: &Flow, piece: &Piece) -> bool {
    piece.link.and_then(|link| flow.elements.get(link)).is_some_and(|link| {
        let others = flow.within(link.first, link.end).iter();
        let is_alone = others.filter(|other| other.date.is_none()).count() == 1;
        is_alone && link.href.as_deref().is_some_and(fields::is_address_of_entry)
    })
}

/// The text and the address of a link that holds one piece and nothing else, as one key.
pub(super) fn target(flow: &Flow, piece: &Piece) -> Option<u64> {
    let link = flow.elements.get(piece.link?).filter(|link| link.end == link.first + 1)?;
    Some(fingerprint(&(piece.key, link.href.as_deref()?)))
}

/// Whether a piece stands in an item of a list that is a part of its card, neither as a heading nor as a link.
pub(super) fn is_of_items(flow: &Flow, card: &Card, piece: &Piece) -> bool {
    /// Elements around a text among which its item is. A judgement: a text in a line in an item.
    const LEVELS: usize = 2;
    let parent = |at: &usize| Some(flow.elements[*at].parent).filter(|_| *at != 0);
    let mut around = std::iter::successors(Some(piece.holder), parent).take(LEVELS + 1);
    let item = around.find(|at| flow.elements[*at].kind == Kind::Item);
    let list = item.map(|item| &flow.elements[flow.elements[item].parent]);
    let is_part = |list: &&Element| {
        list.first >= card.first && list.end <= card.end && list.end - list.first < card.end - card.first
    };
    let several = |list: &Element| {
        item.is_some_and(|item| flow.elements[item].end < list.end || flow.elements[item].first > list.first)
    };
    piece.link.is_none() && piece.heading == 0 && list.filter(is_part).is_some_and(several)
}

/// Whether a text is a place in a thread: `#12`.
pub(super) fn is_place(text: &str) -> bool {
    text.strip_prefix('#')
        .is_some_and(|number| !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit()))
}

/// Whether a card leads to a page of its own. Below a date as heading sections of an article may stand; there
/// only items, rows, terms and what has a row of names are cards.
pub(super) fn leads_to_its_page(flow: &Flow, record: &Record<'_>) -> bool {
    let card = record.card;
    if record.title_piece.and_then(|piece| flow.pieces.get(piece)).is_some_and(|piece| piece.link.is_some()) {
        return true;
    }
    let listed = || {
        let first = flow.pieces.get(card.first).map_or(0, |piece| piece.holder);
        let around = [card.element, Some(first), Some(flow.elements[first].parent)];
        around.into_iter().flatten().any(|at| {
            let kind = flow.elements[at].kind;
            matches!(kind, Kind::Item | Kind::Row | Kind::Cell | Kind::Term | Kind::Definition)
        })
    };
    record.href.is_some()
        && flow.characters(card.first, card.end) <= SMALL_CARD
        && (!record.is_grouped() || listed() || names_people(flow, record))
}

/// Whether a row of names stands in a card beside its title.
pub(super) fn names_people(flow: &Flow, record: &Record<'_>) -> bool {
    let mut pieces = (record.card.first..).zip(flow.within(record.card.first, record.card.end));
    pieces.any(|(at, piece)| Some(at) != record.title_piece && piece.traits & traits::NAMES != 0)
}
