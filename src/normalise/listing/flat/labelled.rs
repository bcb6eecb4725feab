//! Reads records whose parts are labelled (`Title: …`, `Authors: …`), dated by the heading above them.
//!
//! In: lines. Out: entries with the line each begins on.

use super::claim;
use super::dated_lines::Line;
use crate::document::{DateSource, Interval};
use crate::normalise::listing::Entry;
use crate::normalise::listing::fields;
use crate::normalise::listing::fields::bylines;
use crate::normalise::listing::flow::Hint;
use crate::normalise::listing::phrases;

/// Labelled lines that make a listing by themselves, at least. A judgement: two may be an example.
const MIN_LABELLED: usize = 3;

/// Lines that one record has at most, as in `lines`.
const MAX_LINES: usize = 12;

/// Reads the labelled records of a text; none when there are fewer than three.
pub(super) fn read(text: &mut [Line<'_>]) -> Vec<(usize, Entry)> {
    let is_title =
        |line: &Line<'_>| !line.used && label_of(line.text).is_some_and(|label| label.0 == Hint::Title);
    let titles: Vec<usize> = (0..text.len()).filter(|&at| text.get(at).is_some_and(is_title)).collect();
    if titles.len() < MIN_LABELLED {
        return Vec::new();
    }
    let mut found = Vec::new();
    let mut date: Option<(Interval, String)> = None;
    let mut from = 0;
    for (place, &at) in titles.iter().enumerate() {
        for line in text.get(from..at).unwrap_or_default() {
            // A heading is its date, or begins with it: within six bytes, a judgement, a sign or a short word fits.
            if let Some(first) = line.dates.first().filter(|first| line.whole.is_some() || first.start <= 6) {
                date = Some((first.interval, line.text.to_owned()));
            }
        }
        from = at + 1;
        let until = titles.get(place + 1).copied().unwrap_or(text.len()).min(at + MAX_LINES);
        let (mut entry, used) = record(text.get(at..until).unwrap_or_default());
        if entry.published.is_none()
            && let Some((interval, evidence)) = &date
        {
            entry.published = Some(claim(*interval, DateSource::GroupHeading, evidence));
        }
        // The line before a labelled title may number the record, as lists of references do.
        let numbered = |line: &usize| text.get(*line).is_some_and(|line| line.text.starts_with('['));
        let first = at.checked_sub(1).filter(numbered).unwrap_or(at);
        for line in text.get_mut(first..at + used).unwrap_or_default() {
            line.used = true;
        }
        found.push((at, entry));
    }
    found
}

/// Reads one record from its title on; also says how many of the lines are its own.
fn record(lines: &[Line<'_>]) -> (Entry, usize) {
    let mut entry = Entry::default();
    let mut names: Vec<&str> = Vec::new();
    let mut categories: Vec<&str> = Vec::new();
    let mut used = 0;
    for (at, line) in lines.iter().enumerate() {
        match label_of(line.text) {
            Some((Hint::Title, title)) if at == 0 => title.clone_into(&mut entry.title),
            Some((Hint::Author, people)) => bylines::push_names(people, &mut names),
            Some((Hint::Category, topics)) => fields::push_categories(topics, &mut categories),
            Some((Hint::Summary, words)) => words.clone_into(&mut entry.summary),
            Some((Hint::Date, _)) => {
                let first = line.dates.first();
                entry.published = first.map(|first| claim(first.interval, DateSource::ListingRow, line.text));
            }
            Some(_) => {}
            // Names may stand without a label right below the title, as in catalogues of papers.
            None if at == 1 && line.dates.is_empty() && line.text.contains(", ") => {
                bylines::push_names(line.text, &mut names);
            }
            None => continue,
        }
        used = at + 1;
    }
    entry.authors = names.into_iter().map(str::to_owned).collect();
    entry.categories = categories.into_iter().map(str::to_owned).collect();
    (entry, used)
}

/// Bytes before the colon of a label, at most: the longest column's name has sixteen; a judgement.
const LABEL: usize = 20;

/// The label of a line, by what it means, and what follows it.
fn label_of(text: &str) -> Option<(Hint, &str)> {
    let (label, rest) = text.split_once(':').filter(|(label, _)| label.len() <= LABEL)?;
    let rest = rest.trim();
    if rest.is_empty() { None } else { Some((phrases::hint_of_column(label)?, rest)) }
}
