//! Reads the venue of a paper and its year, as lists of papers print them.
//!
//! In: a short text. Out: the year it tells, whether it is a venue. Knows no names.

use std::ops::RangeInclusive;

use crate::document::Interval;

/// Years that four digits of a listing can be, alone on their line or in print: those of the web, and of print that is
/// cited on it.
pub(crate) const YEARS: RangeInclusive<i32> = 1900..=2100;

/// Bytes at the end of a text in which the year is looked for. A judgement: a venue has as many.
const VENUE: usize = 300;

/// The year that small print tells: the last number of four digits that stands alone; of a `sentence` only where nothing
/// follows it.
///
/// `In Proceedings of the Lake Society, 2023`, `Limnology (2021)`, `26(1):1–48, 2024.`; not the bounds of a span of
/// years or pages, nor a part of a number (`2401.00123`).
pub(crate) fn year(text: &str, sentence: bool) -> Option<Interval> {
    let text = end_of(text);
    let is_digit = |letter: char| letter.is_ascii_digit();
    let mut found = None;
    let mut at = 0;
    while let Some(start) = text.get(at..)?.find(is_digit).map(|gap| at + gap) {
        let own = text.get(start..)?;
        let own = own.get(..own.find(|letter| !is_digit(letter)).unwrap_or(own.len()))?;
        at = start + own.len();
        let mut after = text.get(at..)?.chars();
        let (follows, then) = (after.next().unwrap_or(' '), after.next().unwrap_or(' '));
        let before = text.get(..start)?.chars().next_back().unwrap_or(' ');
        let Some(year) = own.parse().ok().filter(|year| own.len() == 4 && YEARS.contains(year)) else {
            continue;
        };
        let stands_alone = (before.is_whitespace() || matches!(before, '(' | '[' | ',' | '，' | '、'))
            && (follows.is_whitespace()
                || matches!(follows, ')' | ']' | ';' | '–' | '—' | '年')
                || (matches!(follows, '.' | ',' | ':') && !is_digit(then)));
        let is_span = matches!(follows, '–' | '—') && is_digit(then);
        if stands_alone
            && !is_span
            && !is_of_another(text.get(..start)?, text.get(at..)?)
            && (!sentence || !has_words(text.get(at..)?))
        {
            found = Interval::year(year).or(found);
        }
    }
    found
}

/// As much of the end of a text as a venue has.
fn end_of(text: &str) -> &str {
    text.get(text.ceil_char_boundary(text.len().saturating_sub(VENUE))..).unwrap_or(text)
}

/// Whether a text with a year reads as a venue: by a word that venues have, by volume and issue (`26(1)`), or as a place
/// and a year in brackets (`(Detroit, 1918)`). The words are a judgement.
pub(crate) fn is_venue(text: &str) -> bool {
    const WORDS: [&str; 30] = [
        "proceedings",
        "proc.",
        "journal",
        "conference",
        "workshop",
        "transactions",
        "press",
        "university",
        "arxiv",
        "preprint",
        "vol.",
        "pp.",
        "thesis",
        "dissertation",
        "zeitschrift",
        "revue",
        "revista",
        "rivista",
        "tijdschrift",
        "czasopismo",
        "dergi",
        "tạp chí",
        "журнал",
        "вестник",
        "конференц",
        "学报",
        "大学",
        "学会",
        "論文誌",
        "大会",
    ];
    let text = end_of(text);
    let lower = text.to_lowercase();
    let is_issue = |(at, _): (usize, &str)| {
        let inside =
            text.get(at + 1..).and_then(|rest| rest.split_once(')')).map_or("", |(inside, _)| inside);
        let is_number = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
        let volume = text.get(..at).unwrap_or_default().rsplit(' ').next().unwrap_or_default();
        is_number(inside) && is_number(volume)
    };
    WORDS.iter().any(|word| lower.contains(word))
        || text.match_indices('(').any(is_issue)
        || (text.starts_with('(') && text.ends_with(')') && text.contains(", "))
}

/// Whether a text says where a paper was printed and nothing else: a name of proceedings, `In ICML`, `arXiv preprint …`. The words are
/// a judgement.
pub(crate) fn is_printed_in(text: &str) -> bool {
    const WORDS: [&str; 11] = [
        "proceedings of",
        "conference on",
        "journal of",
        "transactions on",
        "transactions of",
        "workshop on",
        "symposium on",
        "lecture notes in",
        "arxiv preprint",
        "annals of",
        "arxiv:",
    ];
    // Names of meetings are initials: `In Research` may be a topic.
    let has_initials = |word: &str| word.chars().filter(|letter| letter.is_uppercase()).count() > 2;
    let is_meeting = |name: &str| name.split(' ').any(has_initials);
    let lower = text.to_lowercase();
    WORDS.iter().any(|word| lower.contains(word)) || text.strip_prefix("In ").is_some_and(is_meeting)
}

/// Whether a number is a measure (`1920 x 1080`), the year of a right or the bound of a time by what stands beside it. The
/// words are a judgement, English only.
fn is_of_another(before: &str, after: &str) -> bool {
    let before = before.trim_end().rsplit(' ').next().unwrap_or_default().to_lowercase();
    let after = after.trim_start().split(' ').next().unwrap_or_default().to_lowercase();
    matches!(
        before.as_str(),
        "©" | "(c)" | "x" | "×" | "since" | "until" | "to" | "from" | "joined" | "port" | "no."
    ) || matches!(after.as_str(), "x" | "×" | "to" | "until" | "px")
}

pub(super) fn has_words(text: &str) -> bool {
    text.contains(char::is_alphanumeric)
}

/// The small print of a venue without the marks and brackets that part it from what stands around it.
pub(crate) fn venue(text: &str) -> &str {
    let text = text.trim_start_matches(|mark: char| !mark.is_alphanumeric() && mark != '(');
    text.trim_end_matches(|mark: char| !mark.is_alphanumeric() && !matches!(mark, ')' | ']'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_year_of_a_venue_is_told_from_other_numbers() {
        for (text, wanted) in [
            ("In Proceedings of the Lake Society, 2023", Some("2023")),
            ("Limnology (2021)", Some("2021")),
            ("Ada Reed, Basil Marsh; 26(1):1−48, 2024.", Some("2024")),
            ("Lake Society 2025 Workshop", Some("2025")),
            ("Journal of Gauges, pp. 1912-1930, 2020. [", Some("2020")),
            ("arXiv:2401.00123", None),
            ("2019–2023", None),
            ("1280x1024", None),
            ("Volume 1750", None),
            ("About 3,000 gauges", None),
            ("1920 x 1080", None),
            ("Photo: Lake Agency © 2019", None),
            ("Funded 2019 to 2022", None),
        ] {
            assert_eq!(year(text, false).map(|year| year.to_string()).as_deref(), wanted, "{text}");
        }
        assert!(year("Ada Reed, Basil Marsh; 26(1):1−48, 2024.", true).is_some());
        assert!(year("Since 2024 it has been so.", true).is_none());
    }

    #[test]
    fn venues_are_told_from_other_small_print() {
        for venue in ["In Proceedings of the Lake Society, 2023", "Limnology 26(1), 2024", "(Detroit, 1918)"]
        {
            assert!(is_venue(venue), "{venue}");
        }
        for other in ["2015 · 120 min · Drama", "3 George Street, Sydney NSW 2000", "2015, 45 000 km, Petrol"]
        {
            assert!(!is_venue(other), "{other}");
        }
        assert!(!is_venue(&"(".repeat(1 << 20)), "brackets that never close are looked at once");
    }

    #[test]
    fn where_a_paper_was_printed_is_told_from_topics() {
        for text in
            ["In ICML", "Journal of Gauges", "arXiv preprint arXiv:2106.00001", "Conference on Slow Lakes"]
        {
            assert!(is_printed_in(text), "{text}");
        }
        for text in ["In Depth", "In AI Policy", "Workshop", "Press release", "Journals"] {
            assert!(!is_printed_in(text), "{text}");
        }
    }
}
