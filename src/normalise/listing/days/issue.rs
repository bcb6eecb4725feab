//! Finds the day of the issue or announcement that a whole list belongs to, where none of its entries has a date.
//!
//! In: the flow of a page, where its list begins, what the page is called. Out: the day and the text that tells it, or none.
//! A day that is the page's own says nothing of entries: the page must be an issue, or a heading announce what is listed.

use std::sync::LazyLock;

use super::others;
use crate::document::{DateClaim, DateSource, Interval, Precision, fold};
use crate::normalise::dates::{self, Reading};
use crate::normalise::listing::Entry;
use crate::normalise::listing::choice::HEADING_REACH;
use crate::normalise::listing::flow::{Flow, Piece, Told, zone};
use crate::normalise::listing::headings;
use crate::normalise::listing::phrases;
use crate::normalise::tables::Set;

/// How often such a day is right. A judgement: papers may come out before the issue that they are put in, so less than a
/// heading over its own entries.
const CONFIDENCE: f32 = 0.7;

/// Headings above a list that may announce it. A judgement: its own, and that of a part of it.
const HEADINGS: usize = 3;

/// Dates entries of which none is dated.
pub(crate) fn date(entries: &mut [Entry], flow: &Flow, first: usize, title: &str, reading: &Reading) {
    if entries.iter().any(|entry| entry.published.is_some()) {
        return;
    }
    let Some((day, text)) = told(flow.within(0, first), title, reading) else { return };
    for entry in entries {
        entry.published = Some(DateClaim::new(day, DateSource::GroupHeading, CONFIDENCE, &text));
    }
}

/// The day that the pieces above a list tell of it: the last that a heading announces, else the only one of an issue.
fn told(above: &[Piece], title: &str, reading: &Reading) -> Option<(Interval, String)> {
    let announced = |piece: &&Piece| piece.heading > 0 && announces(&piece.text);
    let day_of = |piece: &Piece| {
        let found = dates::scan(&piece.text, reading).pop()?;
        let is_last = piece.text.get(found.end..).is_some_and(|rest| !rest.contains(char::is_alphanumeric));
        let before = piece.text.get(..found.start)?;
        let is_day = found.interval.precision == Precision::Day && is_last && !others::labels(before);
        is_day.then_some((found.interval, piece.text.clone()))
    };
    let headings = above.iter().rev().filter(|piece| piece.heading > 0).take(HEADINGS);
    if let Some(day) = headings.filter(announced).find_map(day_of) {
        return Some(day);
    }
    if !is_issue(title) {
        return None;
    }
    let own = above
        .iter()
        .rev()
        .take(HEADING_REACH)
        .filter(|piece| piece.zone & (zone::OUTSIDE | zone::ASIDE) == 0);
    let mut days = own.filter_map(|piece| {
        let date =
            piece.date.as_ref().filter(|date| date.told != Told::Updated && !date.told.is_of_another())?;
        Some((date.interval.filter(|day| day.precision == Precision::Day)?, piece.text.clone()))
    });
    days.next().filter(|_| days.next().is_none())
}

/// Whether a heading says that what is new follows.
fn announces(text: &str) -> bool {
    let folded = fold::fold(text);
    let mut words = folded.split(|letter: char| !letter.is_alphanumeric());
    headings::heads_a_listing(text)
        || is_edition(text)
        || words.any(|word| matches!(word, "listing" | "listings" | "submissions" | "edition" | "issue"))
}

/// What the edition of a newspaper is called as a page; a judgement, in languages whose dates are read. `In Print` heads books, and
/// `E-Paper` what it costs.
const EDITIONS: &str = "\
    today's paper|todays paper|print edition|today's edition|todays edition|\
    this week's issue|current issue|current edition|today in print|heutige ausgabe|aktuelle ausgabe|\
    ausgabe von heute|édition du jour|le journal du jour|journal du jour|l'édition du jour|edición impresa|edición de hoy|\
    edição impressa|edição de hoje|edição do dia|edizione cartacea|edizione di oggi|giornale di oggi|krant van vandaag|\
    editie van vandaag|wydanie papierowe|dzisiejsze wydanie|печатная версия|свежий номер|dagens tidning|dagens avis|päivän lehti|\
    今日报纸|今日の紙面|紙面|오늘의 신문|지면보기";

static CALLED_EDITIONS: LazyLock<Set<String>> = LazyLock::new(|| phrases::folded(EDITIONS));

/// Whether a page is called as the edition of a newspaper, with or without its day behind.
pub(crate) fn is_edition(title: &str) -> bool {
    let own = title.split([',', '|', '(', '·', '–', '—']).next().unwrap_or_default().replace('’', "'");
    own.len() <= phrases::SHORT && CALLED_EDITIONS.contains(phrases::plain(&own).as_str())
}

/// Whether a page is called as an issue of a journal is, by the number of its volume or its own, or as the edition of a newspaper.
pub(crate) fn is_issue(title: &str) -> bool {
    if is_edition(title) {
        return true;
    }
    let folded = fold::fold(title);
    let mut words = folded.split(|letter: char| !letter.is_alphanumeric()).filter(|word| !word.is_empty());
    let mut before = "";
    words.any(|word| {
        let is_counted = matches!(
            before,
            "vol"
                | "volume"
                | "issue"
                | "no"
                | "nr"
                | "num"
                | "numero"
                | "heft"
                | "band"
                | "bd"
                | "jahrgang"
                | "tome"
        );
        before = word;
        is_counted && word.bytes().all(|sign| sign.is_ascii_digit())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_of_editions_are_told_from_those_of_papers() {
        for title in ["Today’s paper", "Print edition, 3 May 2026", "Heutige Ausgabe | Seeblatt"] {
            assert!(is_edition(title), "{title}");
        }
        for other in ["In print - Ada Reed", "The paper", "Slow lakes"] {
            assert!(!is_edition(other), "{other}");
        }
    }
}
