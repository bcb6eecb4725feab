//! Finds the lines that carry the date of a card.
//!
//! In: the lines of a text. Out: [`Anchor`]s. Reads no title.

use super::dated_lines::Line;
use crate::document::{Interval, Precision};
use crate::normalise::dates::Reading;
use crate::normalise::listing::choice::HEADING_REACH;
use crate::normalise::listing::days::moments;
use crate::normalise::listing::days::others;
use crate::normalise::listing::days::yearless;
use crate::normalise::listing::fields::word_count;
use crate::normalise::listing::flow::Told;
use crate::normalise::listing::headings;
use crate::normalise::listing::phrases;

/// A line that carries the date of a card.
pub(super) struct Anchor<'a> {
    pub(super) line: usize,
    pub(super) before: &'a str,
    pub(super) after: &'a str,
    pub(super) interval: Option<Interval>,
    pub(super) evidence: String,
    pub(super) updated: bool,
}

/// Lines with a date of their own: nothing but the date, or small print around it, or the date marked off at
/// an end. A day without its year stands alone, in 24 bytes, as in `moments`.
pub(super) fn find<'a>(text: &[Line<'a>], reading: &Reading) -> Vec<Anchor<'a>> {
    let mut anchors = Vec::new();
    let mut year: Option<(i32, &str)> = None;
    for (index, line) in text.iter().enumerate() {
        if line.used {
            continue;
        }
        if let Some(interval) =
            line.whole.filter(|interval| matches!(interval.precision, Precision::Year | Precision::Month))
        {
            year = Some((interval.earliest.ymd().0, line.text));
            if interval.precision == Precision::Year {
                continue;
            }
        }
        if line.dates.len() > 1 {
            anchors.extend(first_of_several(line, index));
            continue;
        }
        if line.whole.is_none() && line.dates.is_empty() {
            if let Some((value, heading)) = year
                && let Some(anchor) = partial(line.text, index, value, heading, reading)
            {
                anchors.push(anchor);
            } else if line.text.len() <= 24 && moments::is_partial(line.text, reading) {
                let interval = yearless::before_capture(line.text, None, reading).map(|(day, _)| day);
                let evidence = line.text.to_owned();
                anchors.push(Anchor {
                    line: index,
                    before: "",
                    after: "",
                    interval,
                    evidence,
                    updated: false,
                });
            }
            continue;
        }
        let found = moments::split(line.text, true, reading).or_else(|| title_and_day(line));
        // A month is a date where it stands alone, else part of a title.
        let exact = |interval: Interval| interval.precision == Precision::Day || line.whole.is_some();
        if let Some(split) = found
            && split.date.interval.is_some_and(exact)
        {
            anchors.push(Anchor::of(index, &split));
        }
    }
    let months = bracketed_months(text);
    let first = months.first().map_or(0, |month| month.line);
    // The lines of a life have months too.
    let mut above = text.get(first.saturating_sub(HEADING_REACH)..first).unwrap_or_default().iter();
    if above.any(|line| headings::heads_a_listing(line.text))
        && months.len() >= LEAST_MONTHS
        && months.len() > anchors.len()
    {
        return months;
    }
    // Where most cards have a day, `November 1` is a month and how many there are.
    let known = anchors.iter().filter(|anchor| anchor.interval.is_some()).count();
    if known * 2 >= anchors.len() {
        anchors.retain(|anchor| anchor.interval.is_some());
    }
    anchors
}

/// Lines that end or begin with a month in brackets, from which they are dated by it, where fewer have a day. A judgement:
/// two may be titles with a month in them.
const LEAST_MONTHS: usize = 3;

/// The lines that are a title and its month in brackets: `Slow lakes (May 2025)`, `[May 2025] Slow lakes`.
fn bracketed_months<'a>(text: &[Line<'a>]) -> Vec<Anchor<'a>> {
    let cut = |(index, line): (usize, &Line<'a>)| {
        let found = line.dates.first().filter(|_| line.dates.len() == 1 && !line.used)?;
        let (before, after) = (line.text.get(..found.start)?, line.text.get(found.end..)?);
        let is_last = before.ends_with(['(', '[']) && matches!(after, ")" | "]");
        let is_first = matches!(before, "(" | "[") && after.starts_with([')', ']']);
        let split = || moments::cut(line.text, found.start, found.end, Some(found.interval));
        (is_last || is_first).then(|| Anchor::of(index, &split()))
    };
    text.iter().enumerate().filter_map(cut).collect()
}

/// Words of a line with several dates that is small print. A judgement: two dates with labels, and a name.
const SMALL_PRINT_WORDS: usize = 14;

/// The first day of small print that names several (`7 May 2026 (modified 9 May 2026)`), what follows it left out.
fn first_of_several<'a>(line: &Line<'a>, index: usize) -> Option<Anchor<'a>> {
    let first = line.dates.first().filter(|first| first.interval.precision == Precision::Day)?;
    let split = moments::cut(line.text, first.start, first.end, Some(first.interval));
    let is_small_print = word_count(line.text) <= SMALL_PRINT_WORDS && word_count(split.before) <= 3;
    is_small_print.then(|| Anchor { after: "", ..Anchor::of(index, &split) })
}

/// A line that begins or ends with its date, the rest being a title.
fn title_and_day<'a>(line: &Line<'a>) -> Option<moments::Split<'a>> {
    let found = line.dates.first().filter(|found| found.interval.precision == Precision::Day)?;
    let (before, after) = (&line.text[..found.start], &line.text[found.end..]);
    // Thirty words: a title, not a paragraph; as in `places`.
    let in_brackets = before.trim().len() == 1 && moments::bracketed(before.trim(), after);
    if others::labels(before) && others::is_marked(before) {
        return None;
    }
    let at_an_end = before.trim().is_empty() || after.trim().is_empty() || in_brackets;
    (at_an_end && word_count(line.text) <= 30 && !line.text.ends_with('.'))
        .then(|| moments::cut(line.text, found.start, found.end, Some(found.interval)))
}

/// A day without its year at the start of a line, below a heading that names the year. It has up to three words
/// (`30 de mayo`).
fn partial<'a>(
    text: &'a str,
    line: usize,
    year: i32,
    heading: &str,
    reading: &Reading,
) -> Option<Anchor<'a>> {
    let ends = text.match_indices(' ').map(|(at, _)| at).chain([text.len()]).take(3);
    let mut best = None;
    for end in ends {
        let own = text[..end].trim_end_matches([':', ',', '-', '–', '—', '·', '|']);
        if let Some(interval) = yearless::with_year(own, year, reading) {
            best = Some((own, end, interval));
        }
    }
    let (own, end, interval) = best?;
    let after = text[end..].trim_start_matches(|letter: char| {
        letter.is_whitespace() || matches!(letter, '|' | '·' | '•' | '–' | '—' | '-' | ':')
    });
    Some(Anchor {
        line,
        before: "",
        after,
        interval: Some(interval),
        evidence: format!("{own} · {heading}"),
        updated: false,
    })
}

impl<'a> Anchor<'a> {
    /// A line cut at its date.
    fn of(line: usize, split: &moments::Split<'a>) -> Anchor<'a> {
        Anchor {
            line,
            before: split.before,
            after: phrases::without_lead(split.after),
            interval: split.date.interval,
            evidence: split.own.to_owned(),
            updated: split.date.told == Told::Updated,
        }
    }

    /// The longer of what stands before and after the date on its line.
    pub(super) fn rest(&self) -> &'a str {
        if self.after.len() >= self.before.len() { self.after } else { self.before }
    }

    /// The shorter of the two.
    pub(super) fn other(&self) -> &'a str {
        if self.after.len() >= self.before.len() { self.before } else { self.after }
    }
}
