//! Whether a date is the first or the last day of something that lasts from one to the other.
//!
//! In: the text of a block before and behind a date. Out: whether it joins the date to another. Passes over times of day.

use crate::document::fold::{self, fold};
use crate::document::{Interval, Precision};
use crate::normalise::dates::{self, Label, Reading, is_month, is_weekday};
use crate::normalise::html::published::labels::{behind_time, head, tail};

/// Signs that join two days.
const SIGNS: [char; 8] = ['-', '–', '—', '~', '～', '〜', '至', '−'];

/// Words that join two days, in the languages of the months. Judgements.
const JOINTS: [&str; 16] = [
    "t/m", "tot", "to", "until", "till", "through", "thru", "bis", "au", "al", "ao", "по", "до", "a", "à",
    "et",
];

/// Words that join two days of one month.
const PAIRS: [&str; 12] = ["and", "und", "et", "y", "e", "en", "og", "och", "и", "&", "+", "oraz"];

/// Words that may stand between such a word and a day: articles.
const ARTICLES: [&str; 8] = ["le", "el", "il", "den", "the", "zum", "du", "de"];

/// Bytes on either side that hold the other day: a weekday, a day and a month with what joins them, doubled. By hand.
const BYTES: usize = 80;

/// Folded words before the first of two days: prepositions and articles.
const LEADS: [&str; 13] = ["am", "on", "les", "le", "los", "el", "i", "il", "op", "den", "the", "de", "в"];

/// Folded words beside the days that an issue is for, or a summary of a week. A judgement, in the languages of the months.
const ISSUES: &str = "issue week weekly digest edition newsletter bulletin roundup volume vol number no ausgabe woche \
    wochenruckblick kw heft nummer nr numero semaine semana settimana edizione edicion edicao uitgave editie выпуск неделя \
    неделю";

/// Whether days of one month are those of something that lasts.
pub(super) fn is_span(interval: &Interval) -> bool {
    const MONTH: i32 = 31;
    interval.precision == Precision::Range && interval.latest.0 - interval.earliest.0 < MONTH
}

/// Whether the text around a date joins it to another day. Beside what tells of a change it is that of the publication.
pub(super) fn is_of_span(before: &str, own: &Interval, after: &str, reading: &Reading) -> bool {
    let is_change = |word: &str| dates::label(word) == Some(Label::Updated);
    !fold::words(head(after, BYTES)).split(' ').any(is_change)
        && (begins(after, reading) || ends(before, own, reading))
}

/// Whether words beside a date name an issue.
pub(super) fn is_of_issue(before: &str, after: &str) -> bool {
    names_issue(tail(before, BYTES)) || names_issue(head(after, BYTES / 2))
}

/// Whether a text says that it is taken from the issue of a date: `From the`, `This article appears in the`.
pub(super) fn is_from_issue(before: &str, after: &str) -> bool {
    /// Folded words that say so, and those that stand between. Judgements, in the commonest spellings.
    const TAKEN: [&str; 7] = ["from", "appears", "appeared", "aus", "erschienen", "tire", "paru"];
    const JOINTS: [&str; 8] = ["the", "in", "our", "der", "im", "du", "dans", "print"];
    /// Words behind the date among which the issue is named. A judgement: `print edition`.
    const BEHIND: usize = 2;
    let folded = fold(tail(before, BYTES));
    let word = folded.split_whitespace().rev().find(|word| !JOINTS.contains(word));
    let behind: String = head(after, BYTES / 2).split_whitespace().take(BEHIND).collect::<Vec<_>>().join(" ");
    word.is_some_and(|word| TAKEN.contains(&word)) && names_issue(&behind)
}

/// Whether a text names an issue.
pub(super) fn names_issue(text: &str) -> bool {
    let folded = fold(text);
    let mut words = folded.split(|letter: char| !letter.is_alphanumeric());
    words.any(|word| !word.is_empty() && ISSUES.split_whitespace().any(|issue| issue == word))
}

/// Whether a joint and a day stand behind a date: ` – 8 August 2026`, `～8月8日`.
fn begins(after: &str, reading: &Reading) -> bool {
    let after = head(after, BYTES);
    let untimed = behind_time(after.trim_start_matches([',', ' ']));
    let after = without_brackets(untimed.unwrap_or(after).trim_start());
    let Some(rest) = behind_joint(after) else { return false };
    let day = rest.trim_start_matches(|sign: char| sign.is_ascii_digit());
    let is_eastern = || day.len() < rest.len() && day.starts_with(['月', '월', '日', '일']);
    is_eastern() || dates::scan(rest, reading).first().is_some_and(|found| found.start == 0)
}

/// What stands behind the joint that a text begins with.
fn behind_joint(text: &str) -> Option<&str> {
    let rest = text.strip_prefix(SIGNS).or_else(|| {
        let (word, rest) = text.split_once(' ')?;
        JOINTS.contains(&word).then_some(rest)
    })?;
    let rest = rest.trim_start();
    let article = rest.split_once(' ').filter(|(word, _)| ARTICLES.contains(word));
    Some(article.map_or(rest, |(_, rest)| rest.trim_start()))
}

/// Whether a day and a joint stand before a date: `du 12 au `, `14 maart t/m `, `28 April – `.
fn ends(before: &str, own: &Interval, reading: &Reading) -> bool {
    let before = tail(before, BYTES).trim_end();
    if let Some(first) = before.strip_suffix(SIGNS) {
        let first = first.trim_end();
        return ends_with_month(first) || ends_with_date(first, reading) || ends_with_day(first, own);
    }
    // `Sat 9 & Sun`
    let is_passed =
        |word: &&str| ARTICLES.contains(word) || is_weekday(&fold(word.trim_end_matches([',', '.'])));
    let mut words = before.split_whitespace().rev().skip_while(is_passed);
    let Some(joint) = words.next() else { return false };
    let (is_joint, is_pair) = (JOINTS.contains(&joint), PAIRS.contains(&joint));
    if !is_joint && !is_pair {
        return false;
    }
    let first = before.get(..joint_start(before, joint)).unwrap_or_default().trim_end();
    let (_, _, day) = own.earliest.ymd();
    // `Top 5 and 3 May`
    let is_earlier = words.next().and_then(day_of).is_some_and(|first| first < day);
    (is_earlier && (!is_pair || words.next().is_none_or(is_lead)))
        || (is_joint && (ends_with_month(first) || ends_with_date(first, reading)))
}

/// Whether a word may stand before the first of two days.
fn is_lead(word: &str) -> bool {
    let folded = fold(word.trim_end_matches([',', '.']));
    word.ends_with([':', '|', '·', '(']) || LEADS.contains(&folded.as_str()) || is_weekday(&folded)
}

/// Whether a text ends with the number of an earlier day, and nothing else is counted by it: `21.`, `Am 21.`
fn ends_with_day(text: &str, own: &Interval) -> bool {
    let (_, _, day) = own.earliest.ymd();
    let mut words = text.split_whitespace().rev();
    words.next().and_then(day_of).is_some_and(|first| first < day) && words.next().is_none_or(is_lead)
}

fn joint_start(own: &str, joint: &str) -> usize {
    own.rfind(joint).unwrap_or_default()
}

/// Whether a text ends with a day and its month, or a month and its day.
fn ends_with_month(text: &str) -> bool {
    let mut words = text.split_whitespace().rev().filter(|word| *word != "de");
    let (Some(last), Some(other)) = (words.next(), words.next()) else { return false };
    let names = |word: &str| is_month(&fold(word.trim_end_matches(['.', ','])));
    (names(last) && is_day(other)) || (names(other) && is_day(last))
}

/// Whether a text ends with a date.
fn ends_with_date(text: &str, reading: &Reading) -> bool {
    let is_of_time = |sign: char| sign.is_ascii_digit() || sign == ':';
    let untimed = text.trim_end_matches(is_of_time);
    // `9 May 2026, 22:00`
    let is_timed = text.get(untimed.len()..).is_some_and(|time| time.contains(':')) && untimed.ends_with(' ');
    let text = if is_timed { untimed.trim_end_matches([' ', ',']) } else { text };
    let text = text.trim_end_matches([')', '）', '.']);
    // A weekday may stand in brackets behind it.
    let text = match text.rsplit_once(['(', '（']) {
        Some((date, weekday)) if is_weekday(&fold(weekday)) || weekday.chars().nth(1).is_none() => date,
        _ => text,
    };
    text.ends_with(|sign: char| sign.is_ascii_digit() || matches!(sign, '日' | '일'))
        && dates::scan(text, reading).last().is_some_and(|found| found.end == text.trim_end().len())
}

/// Whether a word is the number of a day.
fn is_day(word: &str) -> bool {
    day_of(word).is_some()
}

/// The number of a day that a word is: `3`, `3.`, `3rd`, `1er`.
fn day_of(word: &str) -> Option<u32> {
    let rest = word.trim_start_matches(|sign: char| sign.is_ascii_digit());
    let number = word.get(..word.len() - rest.len()).and_then(|digits| digits.parse::<u32>().ok());
    let is_ordinal = matches!(rest, "" | "." | "," | "st" | "nd" | "rd" | "th" | "er" | "º");
    number.filter(|number| (1..=31).contains(number) && is_ordinal)
}

/// A text without the brackets it begins with: a weekday or a time.
fn without_brackets(text: &str) -> &str {
    let close = text.strip_prefix(['(', '（']).and_then(|rest| rest.split_once([')', '）']));
    close.map_or(text, |(_, rest)| rest.trim_start())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Day;

    #[test]
    fn a_day_that_is_joined_to_another_is_of_a_span() {
        let reading = Reading::default();
        let own = Interval::day(Day::from_ymd(2026, 5, 15).unwrap());
        for (before, after) in [
            ("Du 12 au ", ""),
            ("dal 12 al ", " a Lago"),
            ("14 maart t/m ", ""),
            ("с 12 по ", ""),
            ("12. und ", ""),
            ("Am 12. und ", ""),
            ("12.–", ""),
            ("Am 12. – ", ""),
            ("Thu 14 & Fri ", ""),
            ("May 12 to ", ""),
            ("28 April – ", ""),
            ("28 April 2026 – ", ""),
            ("", " – 8 August 2026"),
            ("", "～8月8日"),
            ("会期：", "（月）至8日"),
            ("", " t/m 30 augustus 2026"),
            ("", ", 22:00 to Sunday 16 May 2026, 04:00"),
            ("Thursday 14 May 2026, 22:00 to ", ", 04:00"),
        ] {
            assert!(is_of_span(before, &own, after, &reading), "{before}…{after}");
        }
        for (before, after) in [
            ("", ""),
            ("By Ada Reed – ", ""),
            ("No. 14 – ", ""),
            ("", " – 5 min read"),
            ("", " – 12 comments"),
            ("", " - 10:30"),
            ("A note to ", ""),
            ("Top 5 and ", ""),
            ("Número 25 y ", ""),
            ("", " - 19 May 2026 (updated)"),
            ("Reed and Lake and ", ""),
            ("Gauges – ", " – Lakes 2026"),
        ] {
            assert!(!is_of_span(before, &own, after, &reading), "{before}…{after}");
        }
    }

    #[test]
    fn an_issue_is_told_by_the_words_beside_its_days() {
        for (before, after) in [("", " issue"), ("Week of 27 April – ", ""), ("The Tarn Weekly, ", "")] {
            assert!(is_of_issue(before, after), "{before}…{after}");
        }
        assert!(!is_of_issue("The walk round the lake, ", ""));
        assert!(
            is_from_issue("From the ", " issue")
                && is_from_issue("It appears in the ", " print edition with")
        );
        assert!(!is_from_issue("From the ", " flood") && !is_from_issue("The ", " issue of the gauge"));
    }
}
