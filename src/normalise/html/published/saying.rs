//! Says what a date in a block is the date of, by all that stands around it.
//!
//! In: the text before and behind the date, the label above, and how the date stands. Out: [`Said`], or none when nothing tells.
//! Labels are told by `labels`, sentences by `sentences` and `caseless`, what lasts by `spans`: here is which of them holds.

use crate::document::Interval;
use crate::document::identity::title_key;
use crate::normalise::dates::{EVENT, MEETING, Reading};
use crate::normalise::html::published::cells::Cell;
use crate::normalise::html::published::labels::{
    Said, begins_and_ends, is_of_act, said, said_after, said_by_block, tail,
};
use crate::normalise::html::published::places::{Place, place};
use crate::normalise::html::published::sentences::{goes_on, is_told, is_told_to_its_end, tells_of_another};
use crate::normalise::html::published::{caseless, changes, pairs, spans, terms};

/// What a date is that a sentence tells.
pub(super) const HAPPENED: &str = "something that happened then";

/// A date in a block, with what stands around it.
pub(super) struct Around<'block> {
    pub(super) interval: Interval,
    /// The label in the block before, as far as nothing of its own stands between.
    pub(super) label: Option<&'block str>,
    /// The text of the block before and behind the date.
    pub(super) before: &'block str,
    pub(super) after: &'block str,
    /// Nothing but the date in its stretch between tags.
    pub(super) alone: bool,
    /// What cell of a pair it stands in.
    pub(super) cell: Cell,
    /// It may be told in a sentence: no byline, and no element of its own.
    pub(super) may_be_told: bool,
    /// The place that the next block names.
    pub(super) above_place: Option<Place>,
    /// How what stands right before it is marked.
    pub(super) behind: Behind,
    /// The date as it is written, and the title of the page, which may hold it.
    pub(super) written: &'block str,
    pub(super) title: &'block str,
}

/// How what stands right before a date is marked.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Behind {
    /// It is a link.
    pub(super) is_link: bool,
    /// It is a label that tags mark off.
    pub(super) is_label_apart: bool,
}

/// What is said of a date.
pub(super) fn what_is_said(date: &Around, reading: &Reading) -> Option<Said> {
    let (before, after) = (date.before, date.after);
    let is_of_link = date.behind.is_link && terms::said(tail(before, 80)).is_some();
    let own = said(before).filter(|_| !is_of_link || before.trim_end().ends_with(':'));
    let told = own.or_else(|| said_by_block(date.label?)).or_else(|| said_after(after));
    let is_when = told == Some(Said::Other(EVENT));
    let is_open = matches!(told, None | Some(Said::Date));
    let is_at_place = match date.above_place.or_else(|| place(after)) {
        Some(Place::Meeting) => is_when || (is_open && has_time(after)),
        // Reports tell from where they are: `3 May 2026, 14:00`, `Location: London`.
        Some(Place::Any) => is_when || (is_open && begins_and_ends(after)),
        None => false,
    };
    if is_at_place {
        return Some(Said::Other(MEETING));
    }
    let is_of_issue = || {
        date.title.contains(date.written)
            || spans::is_of_issue(before, after)
            || date.label.is_some_and(spans::names_issue)
    };
    let lasts = || {
        begins_and_ends(after)
            || (spans::is_span(&date.interval) || spans::is_of_span(before, &date.interval, after, reading))
                && !is_of_issue()
    };
    // `From the May 2026 issue`, `This article appears in the May 2026 edition`
    if matches!(told, None | Some(Said::Other(EVENT))) && spans::is_from_issue(before, after) {
        // Where another day is declared, the issue came later or earlier (`rivals`).
        return Some(Said::Published);
    }
    match told {
        None | Some(Said::Date) if lasts() => Some(Said::Other(EVENT)),
        None | Some(Said::Date) if is_of_thing(date) => Some(Said::Thing),
        Some(Said::Updated) if tells_of_another(before, after) => Some(Said::Other(HAPPENED)),
        // `As of 3 May 2026 the lake has …`
        Some(Said::Updated) if before.trim_end().ends_with("s of") && goes_on(after) => {
            Some(Said::Other(HAPPENED))
        }
        None if is_of_act(before) => Some(Said::Act),
        None if changes::is_correction(before) => Some(Said::Other("a correction")),
        None if date.may_be_told && is_in_sentence(date) => Some(Said::Other(HAPPENED)),
        told => told,
    }
}

/// What is said of a date in an attribute: by the text of its block before it, or by the label in the block before.
pub(super) fn said_beside(beside: &str, label: &str, cell: Cell) -> Option<Said> {
    let told = if beside.is_empty() { said_by_block(label) } else { said(beside) };
    let is_of_thing = || {
        let own = pairs::label_before(beside);
        own.or_else(|| labelled(label, cell).filter(|_| beside.is_empty())).is_some_and(pairs::is_of_thing)
    };
    if matches!(told, None | Some(Said::Date)) && is_of_thing() { Some(Said::Thing) } else { told }
}

/// Whether a date is in a pair with a label that is none of publication.
fn is_of_thing(date: &Around) -> bool {
    /// Letters and digits behind a date in a text that is no more than a pair: `, 14:00 Uhr`, doubled. A judgement.
    const BEHIND: usize = 12;
    /// The same beside it in the head of a row that tells more than the date: `Area (3 May 2026)`.
    const BESIDE: usize = 3;
    // What the page is called labels no day.
    if date.label.is_some_and(|label| title_key(label) == title_key(date.title)) {
        return false;
    }
    let letters = |text: &str| text.chars().filter(|sign| sign.is_alphanumeric()).take(BEHIND + 1).count();
    let ends = || letters(date.after) <= BEHIND;
    if date.cell == Cell::Head && letters(date.before) >= BESIDE {
        let own = date.before.trim_matches(|sign: char| !sign.is_alphanumeric());
        return pairs::is_of_thing(own);
    }
    if letters(date.before) == 0 {
        let told = date.label.and_then(|label| labelled(label, date.cell));
        return ends() && told.is_some_and(pairs::is_of_thing);
    }
    let Some(label) = pairs::label_before(date.before) else { return false };
    let is_whole = date.before.trim().trim_end_matches([':', '：']).trim_end() == label && ends();
    let in_pair = || matches!(date.cell, Cell::OfHead | Cell::Second) && ends();
    (is_whole || in_pair() || (date.behind.is_label_apart && (date.alone || ends())))
        && pairs::is_of_thing(label)
}

/// The label in the block before a date, where both are a pair.
fn labelled(label: &str, cell: Cell) -> Option<&str> {
    let is_pair = matches!(cell, Cell::OfHead | Cell::Second) || label.trim_end().ends_with([':', '：']);
    is_pair.then_some(label)
}

fn is_in_sentence(date: &Around) -> bool {
    let (before, after) = (date.before, date.after);
    let is_told = if date.alone { is_told_to_its_end(before, after) } else { is_told(before, after) };
    is_told || caseless::is_told(before, after)
}

/// Whether a time of day stands behind a date: `, 14:17`.
pub(super) fn has_time(after: &str) -> bool {
    /// Bytes before the time: `, um`, `at`.
    const BEFORE: usize = 6;
    let at = after.find(|sign: char| sign.is_ascii_digit()).filter(|at| *at <= BEFORE);
    let time = at.and_then(|at| after.get(at..)).unwrap_or_default();
    let minutes = time.trim_start_matches(|sign: char| sign.is_ascii_digit());
    minutes.strip_prefix([':', '.']).is_some_and(|rest| rest.starts_with(|sign: char| sign.is_ascii_digit()))
}
