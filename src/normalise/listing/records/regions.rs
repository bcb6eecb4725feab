//! Finds where records repeat: sets of alike stretches of a page, each of which may be one publication.
//!
//! In: a page's flow. Out: sets of [`Card`]s, candidates that overlap; which of them lists publications is judged
//! from the fields they yield.

use std::collections::{BTreeMap, HashMap};

use crate::normalise::listing::flow::{Flow, Kind, zone};
use crate::normalise::tables::{Set, fingerprint};

/// A stretch of pieces that may be one record.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Card {
    /// First piece, and the one after the last.
    pub(crate) first: usize,
    pub(crate) end: usize,
    /// The element that is the card; none when the card is a stretch of siblings.
    pub(crate) element: Option<usize>,
    /// The element that holds the card.
    pub(crate) parent: usize,
}

/// Pieces that one record has at most; longer stretches are sections of a page. A judgement: room for twenty names
/// and as many topics, each with its comma.
const MAX_PIECES: usize = 90;

/// Every set of records that some repeated thing (a place in the tree, a date, a heading, an item) spans.
pub(crate) fn find(flow: &Flow) -> Vec<Vec<Card>> {
    let mut classes: BTreeMap<(u8, usize), Vec<usize>> = BTreeMap::new();
    for (index, piece) in flow.pieces.iter().enumerate() {
        if piece.zone & zone::OUTSIDE != 0 {
            continue;
        }
        classes.entry((4, piece.signature)).or_default().push(index);
        if piece.placed != piece.signature {
            classes.entry((6, piece.placed)).or_default().push(index);
        }
        if piece.date.is_some() {
            classes.entry((0, 0)).or_default().push(index);
            classes.entry((5, piece.signature)).or_default().push(index);
        }
        if piece.heading > 1 || (piece.heading == 1 && piece.link.is_some()) {
            classes.entry((1, usize::from(piece.heading))).or_default().push(index);
        }
        if piece.heading > 1 && piece.link.is_some() {
            classes.entry((1, 100)).or_default().push(index);
        }
    }
    let mut seen = Set::default();
    let mut regions = Vec::new();
    let mut add = |cards: Vec<Card>| {
        if cards.len() >= 2 && seen.insert(fingerprint(&cards)) {
            regions.push(cards);
        }
    };
    for region in elements_of_a_kind(flow) {
        add(region);
    }
    for members in classes.values() {
        if members.len() < 2 {
            continue;
        }
        let members = first_of_each_card(flow, members);
        let tight = around(flow, &members);
        let dates = |cards: &[Card]| cards.iter().filter(|card| has_date(flow, card)).count();
        let mostly = |kind: Kind| {
            let is_such = |card: &&Card| card.element.is_some_and(|at| flow.elements[at].kind == kind);
            tight.iter().filter(is_such).count() * 2 > tight.len()
        };
        // Half of them, a judgement: where most cards hold a date already, their neighbours are other cards. But what a
        // heading with its date heads stands below it.
        let undated = dates(&tight) * 2 < tight.len();
        // A term leads its definition; other parts may come first or last.
        if (undated && !mostly(Kind::Definition)) || mostly(Kind::Heading) {
            add(leading(flow, &tight));
        }
        if undated && !mostly(Kind::Term) {
            add(trailing(flow, &tight));
        }
        add(tight);
    }
    regions
}

fn has_date(flow: &Flow, card: &Card) -> bool {
    card.end - card.first <= MAX_PIECES
        && flow.pieces[card.first..card.end].iter().any(|piece| piece.date.is_some())
}

/// Articles, rows of a table, items of a list: elements that are records by their name, per parent.
fn elements_of_a_kind(flow: &Flow) -> Vec<Vec<Card>> {
    let mut sets: BTreeMap<(u8, usize), Vec<Card>> = BTreeMap::new();
    for (index, element) in flow.elements.iter().enumerate() {
        let pieces = element.end.saturating_sub(element.first);
        if pieces == 0
            || pieces > MAX_PIECES
            || (element.zone | flow.pieces[element.first].zone) & zone::OUTSIDE != 0
        {
            continue;
        }
        let key = match element.kind {
            Kind::Article => (0, 0),
            Kind::Row => (1, grandparent(flow, index)),
            Kind::Item => (2, element.parent),
            Kind::Link if pieces >= 2 => (3, 0),
            _ => continue,
        };
        sets.entry(key).or_default().push(Card {
            first: element.first,
            end: element.end,
            element: Some(index),
            parent: element.parent,
        });
    }
    sets.into_values().map(|cards| outermost(&cards)).collect()
}

fn grandparent(flow: &Flow, index: usize) -> usize {
    flow.elements[flow.elements[index].parent].parent
}

/// Leaves out cards that lie within the one before.
fn outermost(cards: &[Card]) -> Vec<Card> {
    let mut kept: Vec<Card> = Vec::with_capacity(cards.len());
    for card in cards {
        if kept.last().is_none_or(|last| card.first >= last.end) {
            kept.push(*card);
        }
    }
    kept
}

/// Members of one class that stand side by side in one small element (the chips of one card) count once.
fn first_of_each_card(flow: &Flow, members: &[usize]) -> Vec<usize> {
    let mut kept: Vec<usize> = Vec::with_capacity(members.len());
    for &member in members {
        let repeats = kept.last().is_some_and(|&last| {
            let (a, b) = (&flow.pieces[last], &flow.pieces[member]);
            (a.holder == b.holder && a.run == b.run)
                || (a.run == b.run && a.date.is_none() == b.date.is_none() && a.signature == b.signature)
        });
        // Lines of one paragraph, parted by breaks, are of different runs.
        if !repeats {
            kept.push(member);
        }
    }
    kept
}

/// The highest element around each member that holds no other member.
fn around(flow: &Flow, members: &[usize]) -> Vec<Card> {
    let holders: Vec<usize> = members.iter().map(|&member| flow.pieces[member].holder).collect();
    let commons: Vec<usize> = holders.windows(2).map(|pair| flow.common(pair[0], pair[1])).collect();
    let mut tops: Vec<Option<usize>> = Vec::with_capacity(members.len());
    for (place, &holder) in holders.iter().enumerate() {
        let before = place.checked_sub(1).and_then(|before| commons.get(before));
        let bound = [before, commons.get(place)]
            .into_iter()
            .flatten()
            .max_by_key(|bound| flow.elements[**bound].depth);
        tops.push(bound.and_then(|&bound| flow.child_towards(bound, holder)));
    }
    // A lone member of a section would take the whole section: it climbs no higher than most do.
    let height = |top: Option<usize>, holder: usize| {
        top.map(|top| flow.elements[holder].depth - flow.elements[top].depth)
    };
    let mut heights: HashMap<usize, usize> = HashMap::new();
    for (top, &holder) in tops.iter().zip(&holders) {
        if let Some(height) = height(*top, holder) {
            *heights.entry(height).or_default() += 1;
        }
    }
    let usual = heights
        .iter()
        .max_by_key(|(height, count)| (**count, std::cmp::Reverse(**height)))
        .map_or(0, |(h, _)| *h);
    let mut cards = Vec::with_capacity(members.len());
    for ((&member, top), &holder) in members.iter().zip(&tops).zip(&holders) {
        let card = match top {
            None => Card { first: member, end: member + 1, element: None, parent: holder },
            Some(top) => {
                let mut top = *top;
                if height(Some(top), holder).is_some_and(|height| height > usual) {
                    top = holder;
                    for _ in 0..usual {
                        top = flow.elements[top].parent;
                    }
                }
                let element = &flow.elements[top];
                Card { first: element.first, end: element.end, element: Some(top), parent: element.parent }
            }
        };
        if cards.last().is_none_or(|last: &Card| card.first >= last.end) {
            cards.push(card);
        }
    }
    cards
}

/// Each card with what follows it, up to the next.
fn leading(flow: &Flow, cards: &[Card]) -> Vec<Card> {
    let mut grown = Vec::with_capacity(cards.len());
    let mut longest = 0;
    for (place, card) in cards.iter().enumerate() {
        let limit = flow.elements[card.parent].end;
        let next = cards.get(place + 1).filter(|next| next.parent == card.parent);
        let end = if let Some(next) = next {
            heading_dates(flow, card.end, next.first).next().unwrap_or(next.first)
        } else {
            // The last of a parent takes no more than the longest before it, or up to the next heading.
            let most = if longest == 0 { MAX_PIECES } else { longest };
            let own = flow.pieces.get(card.first).map_or(0, |piece| piece.heading);
            let after = flow.within(card.end, limit.min(card.end + MAX_PIECES));
            let stop = after.iter().position(|piece| piece.heading > 0 && (own == 0 || piece.heading <= own));
            stop.map_or(limit, |stop| card.end + stop).min(card.first + most)
        };
        let end = end.clamp(card.end, limit.max(card.end));
        if next.is_some() {
            longest = longest.max(end - card.first);
        }
        grown.push(Card { end, element: None, ..*card });
    }
    grown
}

/// Each card with what stands before it, down to the one before.
fn trailing(flow: &Flow, cards: &[Card]) -> Vec<Card> {
    let usual = cards
        .windows(2)
        .filter(|pair| pair[0].parent == pair[1].parent)
        .map(|pair| pair[1].end - pair[0].end)
        .max();
    let mut grown = Vec::with_capacity(cards.len());
    for (place, card) in cards.iter().enumerate() {
        let before = place
            .checked_sub(1)
            .and_then(|before| cards.get(before))
            .filter(|last| last.parent == card.parent);
        let start = flow.elements[card.parent].first;
        let first = before
            .map_or_else(|| start.max(card.end.saturating_sub(usual.unwrap_or(MAX_PIECES))), |last| last.end);
        let first = heading_dates(flow, first, card.first).last().map_or(first, |at| at + 1);
        grown.push(Card { first: first.min(card.first), element: None, ..*card });
    }
    grown
}

/// Dates that stand as headings in a stretch: they open groups and are no part of a card beside them.
fn heading_dates(flow: &Flow, first: usize, end: usize) -> impl Iterator<Item = usize> {
    let pieces = flow.within(first, end).iter().enumerate();
    pieces.filter(|(_, piece)| piece.heading > 0 && piece.date.is_some()).map(move |(at, _)| first + at)
}

/// Cards that can be one record.
pub(super) fn is_of_a_size(card: &Card) -> bool {
    card.end > card.first && card.end - card.first <= MAX_PIECES
}
