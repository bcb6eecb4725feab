//! Says of each piece what its place and its words make of it: hint, signature, traits.
//!
//! In: a flow of bare pieces. Out: the same flow, its pieces signed. Judges no record.

use crate::normalise::listing::fields::bylines;
use std::collections::HashMap;
use std::hash::{Hash, Hasher};

use super::names;
use super::runs::TITLE;
use super::subtitles;
use super::{Element, Flow, Hint, Kind, Piece, traits, zone};
use crate::normalise::citations;
use crate::normalise::listing::fields;
use crate::normalise::listing::fields::amounts;
use crate::normalise::listing::fields::credits;
use crate::normalise::listing::fields::filed;
use crate::normalise::listing::phrases;
use crate::normalise::tables::{Table, fingerprint, hasher};

/// Signs all pieces.
pub(super) fn sign(flow: &mut Flow) {
    clear_cards(flow);
    hint_pieces(flow);
    hint_cells(flow);
    subtitles::find(flow);
    sign_pieces(flow);
    read_words(flow);
}

/// Words from which a text with a full stop is a sentence. By hand: summaries are short, and less is an abbreviation.
const PROSE_WORDS: usize = 4;

/// Words of the shortest row of names: `Ada Reed, Basil Marsh`, or `Ada Reed et al`.
const NAMES_WORDS: usize = 4;

/// Words of small print that is one name, at most, with what it counts: `5 min read · Maria de los Ángeles Pérez`.
const NAME_WORDS: usize = 9;

/// Reads what each text is by its words.
fn read_words(flow: &mut Flow) {
    let mut lower = String::new();
    for piece in &mut flow.pieces {
        let text = piece.text.as_str();
        piece.words = fields::word_count(text);
        lower.clear();
        if text.is_ascii() {
            lower.push_str(text);
            lower.make_ascii_lowercase();
        } else {
            lower.push_str(&text.to_lowercase());
        }
        piece.key = fingerprint(&lower);
        let mut set = |bit: u16, holds: bool| piece.traits |= if holds { bit } else { 0 };
        set(traits::NUMBER, fields::is_number(text));
        set(traits::LEADS_ON, phrases::leads_on(text));
        set(traits::NAME_LABEL, phrases::is_name_label(text));
        let is_linked_name = piece.link.is_some() && bylines::is_name_like_byline(text);
        set(traits::BYLINE, !is_linked_name && bylines::byline(text).is_some());
        // The titles of citations end with a full stop.
        let ends = text.ends_with(['.', '…', '。']) && piece.part != TITLE;
        let sentence = piece.words >= PROSE_WORDS && ends;
        set(traits::PROSE, sentence);
        set(traits::PRICE, fields::is_price(text) && !amounts::is_labelled(text));
        set(traits::PARTED, credits::is_parted(text));
        let is_undated = piece.date.is_none();
        let credit = Some(text).filter(|text| credits::is_parted(text)).and_then(credits::credit);
        let names = credit.unwrap_or(text);
        set(traits::NAME, is_undated && piece.words <= NAME_WORDS && citations::is_name(names));
        set(traits::NAMES, is_undated && piece.words >= NAMES_WORDS && !citations::names(names).is_empty());
        set(traits::YEAR, is_undated && citations::year(text, sentence).is_some());
        set(traits::TITLE_LABEL, text.ends_with(':') && phrases::hint_of_column(text) == Some(Hint::Title));
    }
}

/// Takes the topics off elements that are cards: themes put the names of a post's topics on the card itself (`category-lakes`),
/// and what holds a heading or, as an item or a row, a date is no topic.
fn clear_cards(flow: &mut Flow) {
    /// Pieces of a card that are looked at. A judgement, it bounds the work: cards have some dozens.
    const MOST: usize = 90;
    for at in 0..flow.elements.len() {
        let element = &flow.elements[at];
        if element.hint != Some(Hint::Category) {
            continue;
        }
        let pieces = flow.within(element.first, element.end.min(element.first + MOST));
        let is_card = matches!(element.kind, Kind::Article | Kind::Item | Kind::Row);
        let is_head = |piece: &&Piece| piece.heading > 0 || (is_card && piece.date.is_some());
        let heads = pieces.iter().filter(is_head).count();
        if (1..pieces.len()).contains(&heads) {
            flow.elements[at].hint = None;
        }
    }
}

/// Levels above a piece at which the words of a class still speak of the piece. By hand.
const HINT_LEVELS: usize = 3;

/// Pieces in an element up to which its class speaks of each of them. By hand: a title in parts, a list of names.
const HINT_PIECES: usize = 6;

/// Pieces of an element that names people, at most. A judgement: forty names with their commas.
const NAMED_PIECES: usize = 80;

/// Gives each piece the nearest hint above it; the name within what is an author is his.
fn hint_pieces(flow: &mut Flow) {
    let mut people: HashMap<usize, bool> = HashMap::new();
    for index in 0..flow.pieces.len() {
        let mut element = flow.pieces[index].holder;
        let mut hint = None;
        for _ in 0..=HINT_LEVELS {
            let Some(holder) = flow.elements.get(element) else { break };
            if holder.end.saturating_sub(holder.first) > HINT_PIECES {
                let are_people = holder.hint == Some(Hint::Author)
                    && *people.entry(element).or_insert_with(|| are_people(flow, holder));
                hint = if are_people && hint.is_none() { holder.hint } else { hint };
                break;
            }
            match (hint, holder.hint) {
                (None, found) => hint = found,
                (Some(Hint::Title), Some(Hint::Author)) => hint = holder.hint,
                _ => {}
            }
            if hint.is_some_and(|hint| hint != Hint::Title) {
                break;
            }
            element = holder.parent;
        }
        let hint = hint.or_else(|| flow.href(&flow.pieces[index]).and_then(names::hint_of_address));
        let piece = &flow.pieces[index];
        let says_kind = || {
            piece.link.is_none()
                && piece.heading == 0
                && piece.date.is_none()
                && filed::says_kind(&piece.text)
        };
        let hint = hint.or_else(|| says_kind().then_some(Hint::Category));
        flow.pieces[index].hint = hint;
    }
}

/// Levels of the tree that a signature takes in: far enough to tell a title's link from an author's. By hand.
const SIGNATURE_LEVELS: usize = 4;

/// Signs each piece by where it stands: names and shared classes of the elements around it up to its card, the
/// column of a cell; and once more with the place among few siblings of those elements that hold it alone.
fn sign_pieces(flow: &mut Flow) {
    let mut numbers: Table<u64, usize> = Table::default();
    let mut number = |hash: u64| {
        let next = numbers.len();
        *numbers.entry(hash).or_insert(next)
    };
    for index in 0..flow.pieces.len() {
        let piece = &flow.pieces[index];
        let mut hasher = hasher();
        // Which side of a date it stood on, where one was split off.
        (piece.part, piece.heading).hash(&mut hasher);
        // Type and what is linked part a title from the people below it, where nothing else does.
        (piece.traits & traits::STRONG, piece.hint == Some(Hint::Author)).hash(&mut hasher);
        let mut places = Vec::new();
        let mut at = piece.holder;
        for _ in 0..SIGNATURE_LEVELS {
            let Some(element) = flow.elements.get(at) else { break };
            if matches!(element.kind, Kind::Article | Kind::Item | Kind::Row) {
                break;
            }
            element.own.hash(&mut hasher);
            let cell = matches!(element.kind, Kind::Cell | Kind::HeadCell);
            if cell {
                element.place.hash(&mut hasher);
            } else if element.end.saturating_sub(element.first) <= 1 && piece.heading == 0 {
                places.push(element.place);
            }
            if element.kind == Kind::Heading || cell {
                break;
            }
            at = element.parent;
        }
        let hash = hasher.finish();
        let signature = number(hash);
        let in_place = if places.is_empty() { signature } else { number(fingerprint(&(hash, places))) };
        flow.pieces[index].signature = signature;
        flow.pieces[index].placed = in_place;
    }
    flow.signatures = numbers.len();
}

/// Whether an element of many pieces holds names of people, most of them, each by itself: then its class speaks of all.
fn are_people(flow: &Flow, holder: &Element) -> bool {
    let has_words = |piece: &&Piece| piece.text.contains(char::is_alphabetic);
    let pieces = || flow.within(holder.first, holder.end).iter().take(NAMED_PIECES).filter(has_words);
    let name = |piece: &Piece| citations::is_name(piece.text.trim_matches([',', ';', ' ']));
    holder.end - holder.first <= NAMED_PIECES
        && pieces().filter(|piece| name(piece)).count() * 3 > pieces().count() * 2
}

/// Gives the cells of a table with a head the hint of their column's name. Two names, and half of the cells, are a
/// judgement: one may be a word of a title.
fn hint_cells(flow: &mut Flow) {
    // By table: the hints of its columns, from the first row in which two cells name columns.
    let mut heads: HashMap<usize, Option<HashMap<usize, Hint>>> = HashMap::new();
    for at in 0..flow.elements.len() {
        if flow.elements[at].kind != Kind::Row {
            continue;
        }
        let table = table_of(flow, at);
        let (first, end) = (flow.elements[at].first, flow.elements[at].end);
        let Some(pieces) = flow.pieces.get(first..end).filter(|pieces| !pieces.is_empty()) else { continue };
        if let Some(head) = heads.get(&table) {
            let Some(head) = head else { continue };
            let hints: Vec<Option<Hint>> = pieces
                .iter()
                .map(|piece| {
                    cell_of(flow, piece.holder).and_then(|cell| head.get(&flow.elements[cell].place)).copied()
                })
                .collect();
            let hints = one_title_a_cell(flow, first, hints);
            for (piece, hint) in flow.pieces[first..end].iter_mut().zip(hints) {
                piece.hint = hint.or(piece.hint);
            }
            continue;
        }
        let named = names_of_columns(flow, pieces);
        let is_head = named.len() >= 2 && named.len() * 2 >= pieces.len();
        if is_head {
            for piece in &mut flow.pieces[first..end] {
                piece.zone |= zone::HEAD_ROW;
            }
        }
        heads.insert(table, is_head.then_some(named));
    }
}

/// What the cells of a row name as columns, by their places. Beside a column of titles `Thema` heads topics; alone it may head
/// titles.
fn names_of_columns(flow: &Flow, pieces: &[Piece]) -> HashMap<usize, Hint> {
    let cells = || pieces.iter().filter_map(|piece| Some((cell_of(flow, piece.holder)?, piece)));
    let known = cells()
        .filter_map(|(cell, piece)| Some((flow.elements[cell].place, phrases::hint_of_column(&piece.text)?)));
    let mut named: HashMap<usize, Hint> = known.collect();
    if named.values().any(|hint| *hint == Hint::Title) {
        for (cell, _) in cells().filter(|(_, piece)| filed::names_topics(&piece.text)) {
            named.entry(flow.elements[cell].place).or_insert(Hint::Category);
        }
    }
    named
}

/// The hints of a row's pieces with that of a title for one piece of a cell only: the first that is a link or a heading, else
/// the first. Names and a venue stand below it.
fn one_title_a_cell(flow: &Flow, first: usize, mut hints: Vec<Option<Hint>>) -> Vec<Option<Hint>> {
    let cell = |at: usize| flow.pieces.get(first + at).and_then(|piece| cell_of(flow, piece.holder));
    let mut at = 0;
    while at < hints.len() {
        let own = cell(at);
        let end = (at + 1..hints.len()).find(|next| cell(*next) != own).unwrap_or(hints.len());
        if hints.get(at) == Some(&Some(Hint::Title)) {
            let pieces = flow.within(first + at, first + end);
            let marked = pieces.iter().position(|piece| piece.link.is_some() || piece.heading > 0);
            let title = at + marked.unwrap_or(0);
            for other in (at..end).filter(|other| *other != title) {
                hints[other] = None;
            }
        }
        at = end;
    }
    hints
}

/// The table of a row: the element above it, past the groups of rows.
fn table_of(flow: &Flow, row: usize) -> usize {
    let parent = flow.elements[row].parent;
    if flow.elements[parent].kind == Kind::Table { parent } else { flow.elements[parent].parent }
}

/// The cell that an element stands in. Eight levels, a judgement: bounds the work; cells are shallow.
fn cell_of(flow: &Flow, mut element: usize) -> Option<usize> {
    for _ in 0..8 {
        let holder = flow.elements.get(element)?;
        match holder.kind {
            Kind::Cell | Kind::HeadCell => return Some(element),
            Kind::Row | Kind::Table => return None,
            _ => element = holder.parent,
        }
    }
    None
}
