//! Tells what a page says of itself from what it lists: rows of labels and days, its own text with a box below it, what readers
//! said.
//!
//! In: records, the page. Out: yes or no. The words are those of `phrases` and `dates`; shares and counts are judgements.

use crate::document::{Precision, fold, identity};
use crate::normalise::dates::{self, Label};
use crate::normalise::listing::choice::Page;
use crate::normalise::listing::flow::{Flow, Hint, Piece, Told, traits, zone};
use crate::normalise::listing::records::Record;
use crate::normalise::listing::{headings, others, phrases};

/// Whether records are rows of labels with days (`Date of adoption`, `Submitted on`), which tell of the page: more than half of
/// them, none of which is a link or a heading.
pub(super) fn are_labels(flow: &Flow, records: &[Record<'_>]) -> bool {
    let labels = records.iter().filter(|record| {
        let title = record.title_piece.and_then(|at| flow.pieces.get(at));
        title.is_some_and(is_label)
    });
    labels.count() * 2 > records.len()
}

/// Whether a piece is the label of the date behind it: by its mark, by running into it, by its words.
fn is_label(piece: &Piece) -> bool {
    /// Words of a label: `Date of the last revision`.
    const WORDS: usize = 5;
    let is_plain = piece.link.is_none() && (piece.heading == 0 || piece.words < WORDS);
    if !is_plain || piece.words > 2 * WORDS {
        return false;
    }
    if others::is_marked(&piece.text) || piece.traits & traits::RUNS_ON != 0 {
        return true;
    }
    let folded = fold::fold(&piece.text);
    let mut words = folded.split(|sign: char| !sign.is_alphanumeric()).filter(|word| !word.is_empty());
    let is_date = words.clone().next().is_some_and(|word| phrases::hint_of_column(word) == Some(Hint::Date));
    let says = |word: &str| matches!(dates::label(word), Some(Label::Published | Label::Updated));
    piece.words <= WORDS && (is_date || words.any(says))
}

/// Rows that are the data of a page rather than a list, at most.
const DATA_ROWS: usize = 5;

/// Whether records are a few rows that lead nowhere and have no headings, beside the heading of a page and as much text of its
/// own (`prose`) as theirs (`taken`): its data, or the steps of what it tells.
pub(super) fn are_data(page: &Page<'_>, chosen: &[Record<'_>], (prose, taken): (usize, usize)) -> bool {
    let flow = page.flow;
    let is_row = |record: &Record<'_>| {
        let title = record.title_piece.and_then(|at| flow.pieces.get(at));
        record.href.is_none() && title.is_some_and(|title| title.heading == 0) && record.authors.is_empty()
    };
    chosen.len() <= DATA_ROWS
        && prose > taken
        && chosen.iter().all(is_row)
        && !headings::heads_a_listing(page.said.title)
        && heading_of(page).is_some()
}

/// The place of the page's own heading.
fn heading_of(page: &Page<'_>) -> Option<usize> {
    let title = identity::title_key(page.said.title);
    let is_own = |piece: &Piece| {
        piece.heading == 1 && piece.zone & zone::OUTSIDE == 0 && identity::title_key(&piece.text) == title
    };
    page.flow.pieces.iter().position(is_own)
}

/// Whether a page has its own heading, a day right below it, and behind that more text than the cards that follow: `first` is
/// the first piece of those, `before` the bytes of text before them, `taken` theirs.
pub(super) fn is_dated_text(page: &Page<'_>, first: usize, (before, taken): (usize, usize)) -> bool {
    /// Pieces below the heading among which its day stands: a name and a topic may be there too.
    const BESIDE: usize = 4;
    /// Bytes of a text: some fifty words, or two short paragraphs.
    const TEXT: usize = 300;
    if before < TEXT || before <= taken || headings::heads_a_listing(page.said.title) {
        return false;
    }
    let Some(heading) = heading_of(page).filter(|heading| *heading < first) else { return false };
    let below = page.flow.within(heading + 1, first.min(heading + 1 + BESIDE));
    let is_day = |piece: &Piece| {
        piece.date.as_ref().is_some_and(|date| {
            date.interval.is_some_and(|day| day.precision == Precision::Day)
                && !matches!(date.told, Told::Updated | Told::Another)
        })
    };
    let is_text = |piece: &Piece| piece.traits & traits::PROSE != 0 || piece.heading > 0;
    below.iter().take_while(|piece| !is_text(piece)).any(is_day)
}

/// Takes out what stands below a heading over what readers said, where other records stand elsewhere.
pub(super) fn comments_out(page: &Page<'_>, chosen: &mut Vec<Record<'_>>) {
    let flow = page.flow;
    let is_said = |record: &Record<'_>| {
        let above = flow.within(0, record.card.first).iter().rev().find(|piece| piece.heading > 0);
        above.is_some_and(|heading| headings::heads_comments(&heading.text))
    };
    let said: Vec<bool> = chosen.iter().map(is_said).collect();
    if said.iter().filter(|said| !**said).count() >= 2 {
        let mut said = said.into_iter();
        chosen.retain(|_| !said.next().unwrap_or_default());
    }
}
