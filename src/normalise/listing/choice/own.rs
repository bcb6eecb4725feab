//! Tells what a page says of itself from what it lists: rows of labels and days, its own text with a box below it, what readers
//! said.
//!
//! In: records, the page. Out: yes or no. The words are those of `phrases` and `dates`; shares and counts are judgements.

use super::chronicle;
use super::{HEADING_REACH, Page};
use crate::document::{Precision, fold, identity};
use crate::normalise::dates::{self, Label};
use crate::normalise::listing::days::others;
use crate::normalise::listing::flow::{Flow, Hint, Piece, Told, traits, zone};
use crate::normalise::listing::headings;
use crate::normalise::listing::phrases;
use crate::normalise::listing::records::Record;
use crate::normalise::listing::records::headed;

/// Whether records are rows of labels with days (`Date of adoption`, `Submitted on`), which tell of the page: more than half of
/// them, none of which is a link or a heading, or has a summary.
pub(super) fn are_labels(flow: &Flow, records: &[Record<'_>]) -> bool {
    let labels = records.iter().filter(|record| {
        let title = record.title_piece.and_then(|at| flow.pieces.get(at));
        record.summary.is_empty() && title.is_some_and(is_label)
    });
    labels.count() * 2 > records.len()
}

/// Whether a piece is the label of the date behind it: by its mark, by running into it, by its words.
fn is_label(piece: &Piece) -> bool {
    /// Words of a label: `Date of the last revision`.
    const WORDS: usize = 5;
    /// Words up to which a colon makes a label of a text, whatever it says: `Prossima uscita:`. A judgement: titles have more.
    const MARKED: usize = 2;
    if piece.link.is_some() || piece.heading > 0 || piece.words > 2 * WORDS {
        return false;
    }
    let is_marked = others::is_marked(&piece.text);
    if (is_marked && piece.words <= MARKED) || (!is_marked && piece.traits & traits::RUNS_ON != 0) {
        return true;
    }
    piece.words <= WORDS && is_label_of_day(&piece.text)
}

/// Whether a text begins with a word for a date, or says when something was published or changed and nothing else.
fn is_label_of_day(text: &str) -> bool {
    /// Words beside those that say so; folded. A judgement.
    const BESIDE: [&str; 14] = [
        "last", "first", "latest", "date", "online", "zuletzt", "letzte", "erste", "derniere", "premiere",
        "ultima", "ultimo", "laatst", "sist",
    ];
    let folded = fold::fold(text);
    let words: Vec<&str> =
        folded.split(|sign: char| !sign.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let says = |word: &str| matches!(dates::label(word), Some(Label::Published | Label::Updated));
    // `Published` heads a column and begins titles.
    let is_date = |word: &&str| phrases::hint_of_column(word) == Some(Hint::Date) && !says(word);
    let is_beside = |word: &str| phrases::joins(word) || BESIDE.contains(&word);
    words.first().is_some_and(is_date)
        || (words.iter().any(|word| says(word)) && words.iter().all(|word| says(word) || is_beside(word)))
}

/// Rows that are the data of a page rather than a list, at most.
const DATA_ROWS: usize = 5;

/// Times the text of records that a page has itself where they are no list. A judgement: an introduction has as much as they.
const OWN_TEXT: usize = 3;

/// Whether records are a few rows that lead nowhere and have no headings, beside the heading of a page and far more text of its
/// own (`prose`) than theirs (`taken`): its data, or the steps of what it tells.
pub(super) fn are_data(page: &Page<'_>, chosen: &[Record<'_>], (prose, taken): (usize, usize)) -> bool {
    let flow = page.flow;
    let is_row = |record: &Record<'_>| {
        let title = record.title_piece.and_then(|at| flow.pieces.get(at));
        record.href.is_none() && title.is_some_and(|title| title.heading == 0) && record.authors.is_empty()
    };
    chosen.len() <= DATA_ROWS
        && prose > taken.saturating_mul(OWN_TEXT)
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

/// Whether a page has its own heading, a day right below it, and behind that far more text than the cards that follow: `first`
/// is the first piece of those, `before` the bytes of text before them, `taken` theirs. Linked headings with days of their own
/// are a list beside any introduction.
pub(super) fn is_dated_text(
    page: &Page<'_>,
    chosen: &[Record<'_>],
    first: usize,
    (before, taken): (usize, usize),
) -> bool {
    /// Pieces below the heading among which its day stands: a name and a topic may be there too.
    const BESIDE: usize = 4;
    /// Bytes of a text: some fifty words, or two short paragraphs.
    const TEXT: usize = 300;
    /// The same before what leads nowhere, posts below a question; and before a box of one or two others.
    const QUESTION: usize = 100;
    const BOX: usize = 2;
    let is_headline = |record: &Record<'_>| {
        let title = record.title_piece.and_then(|at| page.flow.pieces.get(at));
        let is_main = |title: &Piece| title.heading > 0 && title.zone & zone::MAIN != 0;
        record.href.is_some() && record.date.is_some() && !record.is_grouped() && title.is_some_and(is_main)
    };
    let leads_nowhere = chosen.iter().all(|record| record.href.is_none());
    let is_box = chosen.len() <= BOX && before >= QUESTION && before > taken;
    let is_text = before >= TEXT && before > taken.saturating_mul(OWN_TEXT);
    // What stands below its own heading over news is none of what a text says, and no answer.
    let mut above = page.flow.within(0, first).iter().rev().take(HEADING_REACH);
    let announced =
        above.find(|piece| piece.heading > 0).is_some_and(|piece| chronicle::announces(&piece.text));
    if !(is_text || ((leads_nowhere || is_box) && before >= QUESTION && !announced))
        || headings::heads_a_listing(page.said.title)
        || chosen.iter().all(is_headline)
    {
        return false;
    }
    let Some(heading) = heading_of(page).filter(|heading| *heading < first) else { return false };
    let below = page.flow.within(heading + 1, first.min(heading + 1 + BESIDE));
    let is_day = |piece: &Piece| {
        piece.date.as_ref().is_some_and(|date| {
            date.interval.is_some_and(|day| day.precision == Precision::Day)
                && date.told != Told::Updated
                && !date.told.is_of_another()
        })
    };
    let tells = |piece: &Piece| piece.traits & traits::PROSE != 0 || piece.heading > 0;
    below.iter().take_while(|piece| !tells(piece)).any(is_day)
}

/// Takes out what stands below a heading over what readers said, where other records stand elsewhere: one that stands in no
/// record and is of a higher rank than their titles. `Comment` over linked headings is a part of a paper. The records are in
/// order.
pub(super) fn comments_out(page: &Page<'_>, chosen: &mut Vec<Record<'_>>) {
    let flow = page.flow;
    let heads = |piece: &Piece| {
        let text = piece.text.as_str();
        piece.heading > 0 && (headings::heads_comments(text) || headings::heads_testimonials(text))
    };
    if !flow.pieces.iter().any(heads) {
        return;
    }
    let free = headed::headings(flow, chosen);
    let is_headline = |record: &Record<'_>| {
        let title = record.title_piece.and_then(|at| flow.pieces.get(at));
        title.is_some_and(|title| title.heading > 0 && title.link.is_some())
    };
    let is_said = |record: &Record<'_>| {
        let above = headed::over(flow, &free, record).and_then(|at| flow.pieces.get(at));
        above.is_some_and(|heading| heads(heading) && (heading.words > 1 || !is_headline(record)))
            || (!record.title.is_empty() && headings::heads_testimonials(record.title))
    };
    let said: Vec<bool> = chosen.iter().map(is_said).collect();
    if said.iter().filter(|said| !**said).count() >= 2 {
        let mut said = said.into_iter();
        chosen.retain(|_| !said.next().unwrap_or_default());
    }
}
