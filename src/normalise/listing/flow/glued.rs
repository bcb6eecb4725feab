//! Finds links that hold a whole card as one text: `Nov 20, 2025 Field Notes The upper tarn is frozen`, as programs write
//! cards that flatten pages.
//!
//! In: the raw pieces of a page. Out: where each such text is cut. Takes no category that the texts do not repeat.

use std::collections::HashSet;

use super::layout::Raw;
use crate::document::{Interval, Precision};
use crate::normalise::dates::{self, Reading};
use crate::normalise::listing::fields;
use crate::normalise::listing::words::is_common_start;
use crate::normalise::tables::Table;

/// Where a text that begins with its day is cut.
#[derive(Clone, Copy, Debug)]
pub(super) struct Cut {
    pub(super) day: Interval,
    /// The byte after the day, and the one after the category behind it, which is the same where there is none.
    pub(super) date_end: usize,
    pub(super) category_end: usize,
}

/// Links of this shape that make a list, at least. A judgement: the title of one may begin with a day.
const LEAST: usize = 3;

/// Bytes of such a text at most, and those at its start that a day takes. A judgement: a title and a summary; a day with its
/// weekday.
const LONGEST: usize = 600;
const DAY: usize = 40;

/// The links that hold a whole card, by the number of their piece; none where fewer than three do.
pub(super) fn find(raw: &[Raw], reading: &Reading) -> Table<usize, Cut> {
    let cut = |(at, raw): (usize, &Raw)| Some((at, begins_with_day(raw, reading)?));
    let mut cuts: Vec<(usize, Cut)> = raw.iter().enumerate().filter_map(cut).collect();
    if cuts.len() < LEAST {
        return Table::default();
    }
    let text = |at: usize, cut: &Cut| raw[at].text.get(cut.date_end..).unwrap_or_default();
    let texts: Vec<&str> = cuts.iter().map(|(at, cut)| text(*at, cut)).collect();
    if let Some(ends) = categories(&texts) {
        for ((_, cut), end) in cuts.iter_mut().zip(ends) {
            cut.category_end += end;
        }
    }
    cuts.into_iter().collect()
}

/// The day that a link begins with where other words, which begin as titles do, stand right behind it.
fn begins_with_day(raw: &Raw, reading: &Reading) -> Option<Cut> {
    let text = raw.text.as_str();
    let start = text.get(..text.floor_char_boundary(DAY))?;
    if raw.link.is_none()
        || raw.time
        || text.len() > LONGEST
        || !start.contains(|sign: char| sign.is_numeric())
    {
        return None;
    }
    let from = start.len() - start.trim_start().len();
    let found = dates::scan(start, reading).into_iter().next()?;
    let rest = text.get(found.end..).map(behind_clock)?;
    let end = text.len() - rest.len();
    let is_card = found.start == from
        && found.interval.precision == Precision::Day
        && rest.starts_with(char::is_whitespace)
        && rest.trim_start().starts_with(|sign: char| sign.is_alphanumeric() && !sign.is_lowercase());
    is_card.then_some(Cut { day: found.interval, date_end: end, category_end: end })
}

/// What stands behind a day without the time of day that belongs to it: `, 08:00 ET Title`. What is a zone in capitals or a small
/// word begins no title, but behind a zone `AM` and another zone do.
fn behind_clock(text: &str) -> &str {
    let is_between = |sign: char| matches!(sign, ' ' | ',' | '|' | '·' | '-' | '–' | '—' | '@');
    let clock = text.trim_start_matches(is_between);
    let end = clock.find(|sign: char| !sign.is_ascii_digit() && sign != ':').unwrap_or(clock.len());
    let (time, mut rest) = clock.split_at(end);
    if !fields::is_clock(time) {
        return text;
    }
    let mut has_zone = false;
    loop {
        let word = rest.trim_start().split(' ').next().unwrap_or_default();
        let small = word.trim_end_matches(['.', ',']);
        let folded = small.replace('.', "").to_lowercase();
        let is_half = matches!(folded.as_str(), "am" | "pm");
        let is_one_case =
            !small.contains(char::is_uppercase) || (small.len() > 1 && !small.contains(char::is_lowercase));
        if has_zone || !is_one_case || !dates::is_of_time(&folded) {
            return rest;
        }
        has_zone = !is_half && small.contains(char::is_uppercase);
        rest = rest.trim_start().get(word.len()..).unwrap_or_default();
    }
}

/// The bytes after the categories that texts begin with: one word each, of which some recur, right before titles in sentence
/// case. All second words begin with a capital, four words in ten recur, half of the third have none: by hand.
fn categories(texts: &[&str]) -> Option<Vec<usize>> {
    let begins = |text: &str, place: usize, fits: fn(char) -> bool| {
        text.split_whitespace().nth(place).is_some_and(|word| word.starts_with(fits))
    };
    let first = |text: &str| text.split_whitespace().next().map(str::to_lowercase).unwrap_or_default();
    let firsts: Vec<String> = texts.iter().map(|text| first(text)).collect();
    let mut times: Table<&str, usize> = Table::default();
    for word in &firsts {
        *times.entry(word).or_default() += 1;
    }
    let recurs =
        |word: &&String| !is_common_start(word) && times.get(word.as_str()).is_some_and(|times| *times > 1);
    let is_capital = |letter: char| letter.is_uppercase();
    let recurring = firsts.iter().filter(recurs).count();
    let different: HashSet<&String> = firsts.iter().collect();
    let are_categories = recurring * 10 >= texts.len() * 4
        && different.len() > 1
        && texts.iter().all(|text| begins(text, 0, is_capital) && begins(text, 1, is_capital))
        && texts.iter().filter(|text| begins(text, 2, char::is_lowercase)).count() * 2 >= texts.len();
    let end = |text: &&str| {
        let word = text.split_whitespace().next().unwrap_or_default();
        text.find(word).map_or(0, |at| at + word.len())
    };
    are_categories.then(|| texts.iter().map(end).collect())
}
