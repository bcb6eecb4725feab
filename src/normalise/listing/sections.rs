//! Tells the headings of a text's sections from the titles of entries, by the days below them.
//!
//! In: the flow of a page, a card and the place of its title; or records. Out: the pieces whose days may be those of the card;
//! or whether records are sections. Headings that lead somewhere are none of its business.

use crate::normalise::listing::columns::ratio;
use crate::normalise::listing::flow::{Flow, Kind, Piece, traits, zone};
use crate::normalise::listing::records::Record;
use crate::normalise::listing::regions::Card;

/// Words from which a text with a full stop is running text, as in `choice`: a day behind it belongs to what it tells.
const PROSE_WORDS: usize = 12;

/// Share of headings without a link that must have a day, where they are entries. By hand: nearly each.
const DATED: f32 = 0.8;

/// Whether a piece is a heading that is no link.
pub(super) fn is_unlinked_heading(piece: &Piece) -> bool {
    piece.heading > 0 && piece.link.is_none()
}

/// The pieces of a card without the days that are not right beside its heading: in lists, tables and code below it, behind its
/// text unless they close the card on a line of their own, and apart before it where the card is no element.
pub(super) fn beside_heading<'a>(
    flow: &'a Flow,
    card: &Card,
    title: usize,
) -> impl Iterator<Item = &'a Piece> + Clone + use<'a> {
    let pieces = flow.within(card.first, card.end);
    let prose = |piece: &Piece| piece.words >= PROSE_WORDS && piece.traits & traits::PROSE != 0;
    let text = pieces.iter().skip(title + 1).position(prose).map_or(pieces.len(), |at| title + 1 + at);
    // What stands below another heading belongs to that.
    let is_next = |piece: &Piece| piece.heading > 0 && piece.date.is_none() && piece.run != pieces[title].run;
    let end = pieces.iter().skip(title + 1).position(is_next).map_or(pieces.len(), |at| title + 1 + at);
    let closes = |at: usize| {
        at + 1 == pieces.len() && pieces.get(at - 1).is_none_or(|before| before.run != pieces[at].run)
    };
    let heading = pieces.get(title).map_or(0, |piece| piece.holder);
    let is_above = |at: usize| {
        pieces
            .iter()
            .skip(at + 1)
            .take(title.saturating_sub(at + 1))
            .all(|between| between.run == pieces[at].run)
    };
    let kept: Vec<&Piece> = pieces
        .iter()
        .enumerate()
        .filter(|(at, piece)| {
            piece.date.is_none()
                || (piece.zone & zone::CODE == 0
                    && *at < end
                    && (*at < text || closes(*at))
                    && (*at > title || card.element.is_some() || is_above(*at))
                    && !is_in_a_part(flow, piece.holder, heading))
        })
        .map(|(_, piece)| piece)
        .collect();
    kept.into_iter()
}

/// Whether an element stands in an item or a cell that a heading does not.
fn is_in_a_part(flow: &Flow, element: usize, heading: usize) -> bool {
    let common = flow.common(element, heading);
    let around = |at: &usize| flow.elements.get(*at).map(|element| element.parent);
    std::iter::successors(Some(element), around)
        .take_while(|at| *at != common && *at != 0)
        .filter_map(|at| flow.elements.get(at))
        .any(|element| matches!(element.kind, Kind::Item | Kind::Row | Kind::Cell | Kind::HeadCell))
}

/// Whether most records are headings without a link or an address, and too few have a day: sections of one text.
pub(super) fn are_sections(flow: &Flow, records: &[Record<'_>]) -> bool {
    let is_section = |record: &&Record<'_>| {
        let title = record.title_piece.and_then(|at| flow.pieces.get(at));
        record.href.is_none() && title.is_some_and(is_unlinked_heading)
    };
    let sections: Vec<&Record<'_>> = records.iter().filter(is_section).collect();
    let dated = sections.iter().filter(|record| record.is_dated).count();
    sections.len() * 2 > records.len() && ratio(dated, sections.len()) < DATED
}
