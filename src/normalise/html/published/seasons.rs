//! Reads the season of an issue: `Issue 14, Spring 2026`, `Winter 2025/26`.
//!
//! In: a short text that names an issue. Out: the days of the season, as issues count them, north of the equator. Reads no other
//! dates, and no winter that does not say which of two it is.

use crate::document::fold::fold;
use crate::document::{Day, Interval, Precision};
use crate::normalise::html::published::spans::names_issue;

/// Bytes of such a text. A judgement: a journal, an issue and its season.
const BYTES: usize = 80;

/// The first months of seasons, and what they are called, folded, in the languages of the public benchmarks.
const SEASONS: [(u32, &[&str]); 4] = [
    (
        3,
        &["spring", "fruhjahr", "fruhling", "printemps", "primavera", "voorjaar", "lente", "wiosna", "весна"],
    ),
    (6, &["summer", "sommer", "ete", "verano", "estate", "verao", "zomer", "lato", "лето"]),
    (
        9,
        &[
            "autumn",
            "fall",
            "herbst",
            "automne",
            "otono",
            "autunno",
            "outono",
            "herfst",
            "najaar",
            "jesien",
            "осень",
        ],
    ),
    (12, &["winter", "hiver", "invierno", "inverno", "zima", "зима"]),
];

/// The season of the issue that a text names, with its first and last byte.
pub(super) fn season(text: &str) -> Option<(usize, usize, Interval)> {
    if text.len() > BYTES || !names_issue(text) {
        return None;
    }
    let mut end = 0;
    let mut words = text.split(|sign: char| sign.is_whitespace() || sign == ',').map(|word| {
        let start = end;
        end += word.len()
            + text.get(start + word.len()..).and_then(|rest| rest.chars().next()).map_or(0, char::len_utf8);
        (start, word)
    });
    let (start, month) = words.find_map(|(start, word)| {
        let word = fold(word.trim_matches(|sign: char| !sign.is_alphanumeric()));
        let known = SEASONS.iter().find(|(_, names)| names.contains(&word.as_str()));
        known.map(|(month, _)| (start, *month))
    })?;
    let (at, word) = words.find(|(_, word)| !word.is_empty())?;
    let year = word.trim_end_matches(|sign: char| !sign.is_alphanumeric());
    let (first, next) =
        year.split_once(['/', '–', '-']).map_or((year, None), |(first, next)| (first, Some(next)));
    let number: i32 = first.parse().ok().filter(|_| first.len() == 4)?;
    let follows = |next: &str| next.parse::<i32>().is_ok_and(|next| next % 100 == (number + 1) % 100);
    let is_of_two = next.is_some_and(follows);
    if is_of_two != (month == 12) || next.is_some() && !is_of_two {
        return None;
    }
    let earliest = Day::from_ymd(number, month, 1)?;
    let (following, end) = if month == 12 { (number + 1, 3) } else { (number, month + 3) };
    let latest = Day::from_ymd(following, end, 1)?.plus(-1);
    Some((start, at + year.len(), Interval { earliest, latest, precision: Precision::Range }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn seasons_of_issues_are_read() {
        for (text, wanted) in [
            ("Issue 14, Spring 2026", Some(("2026-03-01", "2026-05-31"))),
            ("Heft 3 – Herbst 2025", Some(("2025-09-01", "2025-11-30"))),
            ("The Tarn, no. 4, Winter 2025/26", Some(("2025-12-01", "2026-02-28"))),
            ("New dishes for spring 2026", None),
            ("Issue 14, Winter 2025", None),
            ("Issue 14, Spring", None),
            ("Issue 14, summer camp 2026", None),
        ] {
            let found = season(text).map(|(_, _, days)| (days.earliest.to_string(), days.latest.to_string()));
            let told = found.as_ref().map(|(first, last)| (first.as_str(), last.as_str()));
            assert_eq!(told, wanted, "{text}");
        }
        assert_eq!(season("Issue 14, Spring 2026").map(|(start, end, _)| (start, end)), Some((10, 21)));
    }
}
