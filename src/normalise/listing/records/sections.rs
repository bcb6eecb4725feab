//! Tells the headings of a text's sections from the titles of entries, by the days below them.
//!
//! In: the flow of a page, a card and the place of its title; or records. Out: the pieces whose days may be those of the card;
//! or whether records are sections. Headings that lead somewhere are none of its business.

use super::Record;
use super::columns::ratio;
use super::regions::Card;
use crate::normalise::listing::flow::{Flow, Kind, Piece, traits, zone};

/// Words from which a text with a full stop is running text, as in `choice`: a day behind it belongs to what it tells.
const PROSE_WORDS: usize = 12;

/// Share of headings without a link that must have a day, where they are entries. By hand: nearly each.
const DATED: f32 = 0.8;

/// Whether a piece is a heading that is no link.
pub(super) fn is_unlinked_heading(piece: &Piece) -> bool {
    piece.heading > 0 && piece.link.is_none()
}

/// Words of what stands beside a day and is no text: a name, a topic with its label, a link to share. A judgement.
const SMALL_WORDS: usize = 5;

/// The pieces of a card without the days that are not right beside its heading: in lists, tables and code below it, behind its
/// text unless nothing but small print follows, and apart before it where the card is no element.
pub(super) fn beside_heading<'a>(
    flow: &'a Flow,
    card: &Card,
    title: usize,
) -> impl Iterator<Item = &'a Piece> + Clone + use<'a> {
    let pieces = flow.within(card.first, card.end);
    let prose = |piece: &Piece| piece.words >= PROSE_WORDS && piece.traits & traits::PROSE != 0;
    let text = pieces.iter().skip(title + 1).position(prose).map_or(pieces.len(), |at| title + 1 + at);
    let rank = pieces.get(title).map_or(0, |piece| piece.heading);
    // What stands below another heading belongs to that, and not what stands below a lower one right behind: a subtitle.
    let is_next = |at: usize| {
        pieces.get(at).is_some_and(|piece| {
            piece.heading > 0
                && piece.date.is_none()
                && piece.run != pieces[title].run
                && (piece.heading <= rank || at > title + 1)
        })
    };
    let end = (title + 1..pieces.len()).find(|at| is_next(*at)).unwrap_or(pieces.len());
    let is_small = |piece: &Piece| {
        piece.heading == 0 && (piece.date.is_some() || (piece.words <= SMALL_WORDS && !prose(piece)))
    };
    // The last line, with what stands on it and below.
    let closes = |at: usize| {
        pieces.get(at - 1).is_none_or(|before| before.run != pieces[at].run)
            && pieces.iter().skip(at + 1).all(is_small)
    };
    let heading = pieces.get(title).map_or(0, |piece| piece.holder);
    // On one line with the title, or with nothing but a topic between.
    let is_above = |at: usize| {
        let between = || pieces.iter().skip(at + 1).take(title.saturating_sub(at + 1));
        let is_topic = |piece: &Piece| is_small(piece) && piece.traits & traits::BYLINE == 0;
        between().all(|between| between.run == pieces[at].run) || between().all(is_topic)
    };
    let has_text = text < pieces.len();
    let kept: Vec<&Piece> = pieces
        .iter()
        .enumerate()
        .filter(|(at, piece)| {
            piece.date.is_none()
                || (piece.zone & zone::CODE == 0
                    && *at < end
                    && (*at < text || closes(*at))
                    && (*at > title || card.element.is_some() || is_above(*at))
                    && !is_in_a_part(flow, piece.holder, heading, has_text))
        })
        .map(|(_, piece)| piece)
        .collect();
    kept.into_iter()
}

/// Whether an element stands in an item or a cell that a heading does not, and that is neither beside the heading in one row nor
/// one of the small print below it.
fn is_in_a_part(flow: &Flow, element: usize, heading: usize, has_text: bool) -> bool {
    let common = flow.common(element, heading);
    let is_row = flow.elements.get(common).is_some_and(|common| common.kind == Kind::Row);
    let around = |at: &usize| flow.elements.get(*at).map(|element| element.parent);
    std::iter::successors(Some(element), around)
        .take_while(|at| *at != common && *at != 0)
        .filter_map(|at| flow.elements.get(at))
        .any(|element| match element.kind {
            Kind::Item => !is_small_print(flow, element.parent, has_text),
            Kind::Cell | Kind::HeadCell => !(is_row && element.parent == common),
            Kind::Row => true,
            _ => false,
        })
}

/// Whether a list holds one day and else short words only: when, who, what about. A day alone is that of a post whose text
/// follows.
fn is_small_print(flow: &Flow, list: usize, has_text: bool) -> bool {
    let Some(list) = flow.elements.get(list) else { return false };
    let pieces = flow.within(list.first, list.end);
    let days = pieces.iter().filter(|piece| piece.date.is_some()).count();
    let is_small = |piece: &Piece| piece.date.is_some() || (piece.heading == 0 && piece.words <= SMALL_WORDS);
    days == 1 && pieces.iter().all(is_small) && (pieces.len() > 1 || has_text)
}

/// Whether most records are headings without a link or an address, and too few have a day: sections of one text.
pub(crate) fn are_sections(flow: &Flow, records: &[Record<'_>]) -> bool {
    let is_section = |record: &&Record<'_>| {
        let title = record.title_piece.and_then(|at| flow.pieces.get(at));
        record.href.is_none() && title.is_some_and(is_unlinked_heading)
    };
    let sections: Vec<&Record<'_>> = records.iter().filter(is_section).collect();
    let dated = sections.iter().filter(|record| record.is_dated).count();
    sections.len() * 2 > records.len() && ratio(dated, sections.len()) < DATED
}
