//! Judges how the records of a region read: as publications, as prices, as posts of a thread.
//!
//! In: the records as they were read, before they are judged. Out: their score, and the shares of [`Records`]. Decides nothing
//! about the page.

use super::columns::{Row, ratio};
use super::leads::{is_place, leads_into_thread, leads_to_its_page, names_people};
use super::named::{self, names_before, names_below, stands_out};
use super::{Draft, Record, Records, says_author};
use crate::document::Precision;
use crate::normalise::citations;
use crate::normalise::listing::fields::bylines;
use crate::normalise::listing::flow::{Flow, Hint, Piece, traits};
use crate::normalise::tables::{self, Set, fingerprint};

/// What of records is counted to score them and to judge them.
struct Counts<'r> {
    /// Those with a title.
    titled: Vec<&'r Record<'r>>,
    dated: usize,
    /// Those dated by a year alone.
    years: usize,
    /// Those dated by a heading above them.
    grouped: usize,
    linked: usize,
    /// Fingerprints of titles that differ.
    titles: Set<u64>,
    /// The same, with where they lead: one card may be repeated.
    cards: Set<(u64, Option<&'r str>)>,
}

impl<'r> Counts<'r> {
    fn of(all: &'r [Record<'r>]) -> Counts<'r> {
        let titled: Vec<&Record<'_>> = all.iter().filter(|record| !record.title.is_empty()).collect();
        let count = |fits: &dyn Fn(&Record<'_>) -> bool| titled.iter().filter(|record| fits(record)).count();
        let mut dated = count(&|record| record.is_dated);
        // A lone number of four digits is no date; a column of them is, and so is the year of a venue or of a heading.
        let is_year = |record: &Record<'_>| {
            record.date.as_ref().is_some_and(|date| date.0.precision == Precision::Year)
        };
        let years = count(&is_year);
        if years * 2 < dated {
            dated -= count(&|record| is_year(record) && !record.printed && !record.is_grouped());
        }
        let keys: Vec<u64> = titled.iter().map(|record| fingerprint(&record.title.to_lowercase())).collect();
        Counts {
            dated,
            years,
            grouped: count(&|record| record.is_grouped()),
            linked: count(&|record| record.href.is_some()),
            titles: keys.iter().copied().collect(),
            cards: keys.iter().zip(&titled).map(|(key, record)| (*key, record.href)).collect(),
            titled,
        }
    }

    fn count(&self, fits: &dyn Fn(&Record<'_>) -> bool) -> usize {
        self.titled.iter().filter(|record| fits(record)).count()
    }
}

/// Whether any piece of a record is one such.
fn any(flow: &Flow, record: &Record<'_>, fits: &dyn Fn(&Piece) -> bool) -> bool {
    flow.within(record.card.first, record.card.end).iter().any(fits)
}

/// How well records read as publications: higher is better, not above their number by much. All weights are by hand: a record
/// counts as one, and the others say in which order signs beside it weigh; the smallest only choose between two readings of
/// the same cards.
pub(super) fn score(flow: &Flow, draft: &Draft<'_>) -> f32 {
    let Draft { all, rows, roles, several_days, .. } = draft;
    let counts = Counts::of(all);
    let titled = counts.titled.len();
    let summarised = counts.count(&|record| !record.summary.is_empty());
    let is_category = |row: &&Row| row.columns.iter().any(|column| roles.categories.contains(column));
    let categorised = rows.iter().filter(is_category).count();
    let elements = all.iter().filter(|record| record.card.element.is_some()).count();
    let authored = counts.count(&|record| any(flow, record, &says_author));
    let number = |count: usize| ratio(count, 1);
    // A record counts as one; an undated one little; what cannot be a record costs. Of two readings of the same
    // cards the one that finds more in each, and the date within the card, is the better.
    let base = number(counts.dated) + 0.15 * number(titled - counts.count(&|record| record.is_dated))
        - 0.1 * number(counts.grouped)
        - 0.5 * number(all.len() - titled)
        - 0.7 * number(*several_days)
        - 0.4 * number(titled - counts.titles.len())
        + 0.02 * number(2 * summarised + categorised + authored + 3 * counts.linked)
        + 0.03 * number(elements);
    // A column of titles has about 5 for bare text and 9 for linked headings: one between counts in full. The bounds
    // are by hand; the lower is never met, as a column of titles has four at least.
    base * (roles.title_score / 7.0).clamp(0.3, 1.2)
}

/// Finds how records read.
pub(super) fn judge<'a>(flow: &'a Flow, draft: Draft<'a>) -> Records<'a> {
    let Draft { all, rows, roles, priced, .. } = draft;
    let counts = Counts::of(&all);
    let titled = &counts.titled;
    let count = |fits: &dyn Fn(&Record<'_>) -> bool| counts.count(fits);
    let piece = |record: &Record<'_>| record.title_piece.and_then(|piece| flow.pieces.get(piece));
    let any = |record: &Record<'_>, fits: &dyn Fn(&Piece) -> bool| any(flow, record, fits);
    let share = |count: usize| ratio(count, titled.len());
    let below: Vec<Vec<&str>> = titled.iter().map(|record| names_below(flow, record)).collect();
    let named = |least: usize| share(below.iter().filter(|names| names.len() >= least).count());
    // Colours and topics recur.
    let told: Set<&Vec<&str>> = below.iter().filter(|names| !names.is_empty()).collect();
    let stood_out = share(count(&|record| piece(record).is_some_and(|piece| stands_out(flow, piece))));
    let title_linked = share(count(&|record| piece(record).is_some_and(|piece| piece.link.is_some())));
    let are_named = stood_out >= 0.8
        && title_linked >= 0.8
        && named(1) >= 0.7
        && named(2) >= 0.3
        && share(told.len()) >= 0.5;
    let led: Vec<Vec<&str>> = titled.iter().map(|record| names_before(flow, record)).collect();
    // What is sold may be called as people are, and so may what stands below it.
    let name_like =
        share(count(&|record| piece(record).is_some_and(|piece| piece.traits & traits::NAME != 0)));
    Records {
        topics: topics_of_bylines(flow, &all),
        title_score: roles.title_score,
        titled: titled.len(),
        dated: counts.dated,
        headed: share(count(&|record| piece(record).is_some_and(|piece| piece.heading > 0))),
        linked: share(counts.linked),
        stood_out,
        hinted: share(count(&|record| piece(record).is_some_and(|piece| piece.hint == Some(Hint::Title)))),
        title_linked,
        anchored: share(count(&|record| leads_to_its_page(flow, record))),
        grouped: share(counts.grouped),
        authored: share(count(&|record| {
            any(record, &|piece| says_author(piece) || piece.traits & traits::NAME_LABEL != 0)
        })),
        cited: share(count(&|record| {
            any(record, &|piece| says_author(piece) && piece.traits & traits::NAMES != 0)
        })),
        are_named,
        are_signed: title_linked >= 0.9 && named(2) >= 0.8 && share(told.len()) >= 0.8 && name_like < 0.3,
        order: named::order(flow, &all),
        people: people(flow, &rows, roles.authors),
        printed: share(count(&|record| record.printed)),
        distinct: ratio(counts.titles.len(), counts.cards.len()),
        title_words: share(titled.iter().filter_map(|record| piece(record)).map(|piece| piece.words).sum()),
        are_led: share(led.iter().filter(|names| !names.is_empty()).count()) >= 0.9
            && led.iter().collect::<Set<_>>().len() * 2 > led.len()
            && led.iter().any(|names| names.len() > 1 || names.iter().any(|name| name.contains(", "))),
        of_names: share(count(&|record| {
            piece(record).is_some_and(|piece| piece.traits & traits::NAMES != 0)
        })),
        peopled: share(count(&|record| names_people(flow, record))),
        years: counts.years,
        priced,
        numbered: count(&|record| {
            any(record, &|piece| is_place(&piece.text) && leads_into_thread(flow, piece))
        }),
        issues: count(&|record| any(record, &|piece| is_place(&piece.text) && piece.link.is_some())),
        all,
        rows,
        roles,
    }
}

/// Those whom the column of authors names.
fn people<'a>(flow: &'a Flow, rows: &[Row], authors: Option<usize>) -> Set<&'a str> {
    let Some(authors) = authors else { return Set::default() };
    let pieces = rows.iter().filter_map(|row| {
        let own = row.columns.iter().position(|column| *column == authors);
        own.and_then(|at| flow.within(row.card.first, row.card.end).get(at))
    });
    let names = |piece: &'a Piece| {
        let names = citations::names(&piece.text);
        if names.is_empty() { vec![piece.text.as_str()] } else { names }
    };
    pieces.flat_map(names).collect()
}

/// The topics that bylines name (`By Ada Lane in Soils`), where some recur and not all are the same: places stand there as
/// well.
fn topics_of_bylines<'a>(flow: &'a Flow, all: &[Record<'_>]) -> Set<&'a str> {
    let pieces = all.iter().flat_map(|record| flow.within(record.card.first, record.card.end));
    let bylines = pieces.filter(|piece| piece.traits & traits::BYLINE != 0);
    let topics = bylines.filter_map(|piece| bylines::byline(&piece.text)?.1);
    let mut times: tables::Table<&str, usize> = tables::Table::default();
    for topic in topics {
        *times.entry(topic).or_default() += 1;
    }
    let recurs = times.values().any(|times| *times > 1) && times.len() > 1;
    times.into_keys().filter(|_| recurs).collect()
}
