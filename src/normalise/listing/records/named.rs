//! Says how a title is set off from its card, and whom the card names right below it.
//!
//! In: a flow, a record or its title. Out: whether it stands out; names. Judges no list.

use std::cmp::Reverse;

use super::Record;
use super::columns::Row;
use super::styles;
use crate::normalise::citations;
use crate::normalise::listing::flow::{Element, Flow, Hint, Kind, Piece, traits};
use crate::normalise::tables::{Set, Table};

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

/// The column of names that nothing but its place tells: right behind the titles of papers, where somebody wrote all of them; or
/// each beside a portrait alone in a box. `are_papers` says that rows are papers for certain, of which one
/// person may have written all; otherwise two names and more must stand in each.
pub(super) fn column_of_names(
    flow: &Flow,
    rows: &[Row],
    title: usize,
    (has_years, are_papers): (bool, bool),
) -> Option<usize> {
    /// Rows that have to be there: a judgement, topics recur in two.
    const ROWS: usize = 3;
    /// Names of the first row that are looked for in the others. A judgement, it bounds the work.
    const NAMES: usize = 20;
    /// Of ten rows those that must name somebody beside a picture, by hand: a newcomer has none.
    const PICTURED: usize = 7;
    if rows.len() < ROWS {
        return None;
    }
    let behind = |row: &Row| {
        let at = row.columns.iter().position(|column| *column == title)? + 1;
        let piece = flow.within(row.card.first, row.card.end).get(at)?;
        let names = match () {
            () if piece.date.is_some() => Vec::new(),
            () if piece.traits & traits::NAMES != 0 => citations::names(&piece.text),
            () if are_papers && citations::is_name(&piece.text) => vec![piece.text.as_str()],
            () => Vec::new(),
        };
        Some((*row.columns.get(at)?, names))
    };
    let of_papers = || {
        let found: Option<Vec<_>> = rows.iter().map(behind).collect();
        let found = found?;
        let (column, first) = found.first()?;
        let is_one = found.iter().all(|(other, _)| other == column);
        let is_everywhere = |name: &&str| found.iter().all(|(_, names)| names.contains(name));
        (is_one && first.iter().take(NAMES).any(is_everywhere)).then_some(*column)
    };
    if has_years && let Some(column) = of_papers() {
        return Some(column);
    }
    let mut pictured: Table<usize, usize> = Table::default();
    for row in rows {
        let pieces = flow.within(row.card.first, row.card.end).iter().zip(&row.columns);
        let own: Set<usize> = pieces
            .filter(|(piece, column)| **column != title && is_pictured(flow, piece))
            .map(|(_, column)| *column)
            .collect();
        for column in own {
            *pictured.entry(column).or_default() += 1;
        }
    }
    let (column, times) = pictured.into_iter().max_by_key(|(column, times)| (*times, Reverse(*column)))?;
    (times * 10 >= rows.len() * PICTURED).then_some(column)
}

/// Whether a piece is a name, and all the text of a box that a portrait stands in before it: a picture that says so, or has that name
/// in its place. Places, topics and outlets stand beside pictures too.
fn is_pictured(flow: &Flow, piece: &Piece) -> bool {
    /// Elements around a name among which that box is. A judgement: a name in a link in a line.
    const LEVELS: usize = 3;
    /// Elements of such a box that are looked at, a judgement: it bounds the work.
    const WITHIN: usize = 12;
    if piece.traits & traits::NAME == 0
        || piece.traits & traits::PARTED != 0
        || piece.heading > 0
        || piece.hint == Some(Hint::Category)
    {
        return false;
    }
    let parent = |at: &usize| Some(flow.elements[*at].parent).filter(|_| *at != 0);
    let around = std::iter::successors(Some(piece.holder), parent).take(LEVELS + 1);
    let alone = around.take_while(|at| flow.elements[*at].end - flow.elements[*at].first == 1);
    let Some(top) = alone.last() else { return false };
    let depth = flow.elements[top].depth;
    let within = flow.elements.iter().skip(top + 1).take_while(|element| element.depth > depth);
    let is_portrait = |element: &Element| {
        let told = element.title.as_deref().unwrap_or_default();
        element.hint == Some(Hint::Author) || told.contains(piece.text.as_str())
    };
    within.take(WITHIN).any(|element| element.kind == Kind::Image && is_portrait(element))
}

/// The names right below a title whose row lacks the column of authors that others have: two and more, or one that is among the
/// `people` of the others. A venue of two words reads as one name.
pub(super) fn names_instead<'a>(flow: &'a Flow, record: &Record<'_>, people: &Set<&str>) -> Vec<&'a str> {
    let names = names_below(flow, record);
    let are_several = record.title_piece.and_then(|title| flow.pieces.get(title + 1)).is_some_and(|below| {
        below.traits & traits::NAMES != 0 && below.date.is_none() && citations::are_names(&below.text)
    });
    let fits = are_several || names.iter().all(|name| people.contains(name));
    if fits { names } else { Vec::new() }
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
