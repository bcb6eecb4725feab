//! Ranges of dates: `2025-07..2026-01`, `>=2025`, or one date and all of its days.
//!
//! In: text and the day that is today. Out: a [`DateSpan`], its ends included, or what is wrong with it.
//! Knows no clock; the forms of a single date are in `calendar`.

use std::fmt::{self, Display, Formatter};
use std::ops::Range;

use super::calendar::{self, MAX_DATE_BYTES, Period, Problem, in_range, period};
use super::error::{ParseError, quote};
use crate::document::Day;

/// The days from `from` to `until`, both included; without an end where it is none.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct DateSpan {
    /// The first day.
    pub from: Option<Day>,
    /// The last day; never before the first.
    pub until: Option<Day>,
}

impl DateSpan {
    /// The days between two, both included.
    pub(super) fn between((from, until): Period) -> DateSpan {
        DateSpan { from: Some(from), until: Some(until) }
    }

    /// The month that it is, as `2025-07`, if it is just one.
    pub fn month(&self) -> Option<String> {
        let (year, month, _) = self.from?.ymd();
        let (first, last) = Day::month(year, month)?;
        (*self == DateSpan::between((first, last))).then(|| format!("{year:04}-{month:02}"))
    }
}

impl Display for DateSpan {
    /// Prints ISO dates: `2025`, `2025-07` or `2025-07-14` when it is just that, else `2025-07-14..2025-08-03`,
    /// with nothing at an open end; `*` when both are open.
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match (self.from, self.until) {
            (None, None) => f.write_str("*"),
            (Some(from), None) => write!(f, "{from}.."),
            (None, Some(until)) => write!(f, "..{until}"),
            (Some(from), Some(until)) => {
                let (year, ..) = from.ymd();
                if from == until {
                    from.fmt(f)
                } else if let Some(month) = self.month() {
                    f.write_str(&month)
                } else if Day::year(year) == Some((from, until)) {
                    write!(f, "{year:04}")
                } else {
                    write!(f, "{from}..{until}")
                }
            }
        }
    }
}

/// Reads the value of a date flag: a date in any form (`2025`, `2025-07-14`, `July 2025`, `3 months ago`),
/// a range (`2025-07..2026-01`, `2025..`) or a comparison (`>=2025-07`).
///
/// A date is all of its days: for `--since` take `from`, for `--until` take `until`. An open range has
/// only one of them.
pub fn dates(text: &str, today: Day) -> Result<DateSpan, ParseError> {
    span(text, today).map_err(|problem| problem.at(text, 0..text.len()))
}

/// Reads the value of a flag that takes one date: its first and its last day. Ranges and comparisons are refused.
pub fn date(text: &str, today: Day) -> Result<Period, ParseError> {
    period(text, today).map_err(|problem| single(problem, text, SINGLE_FORMS))
}

/// Reads the first day of a time: of a date its first, of a length of time (`7d`, `2 weeks`) so long ago.
pub fn first_day(text: &str, today: Day) -> Result<Day, ParseError> {
    let (first, _) = calendar::since(text, today).map_err(|problem| single(problem, text, SINCE_FORMS))?;
    Ok(first)
}

/// The error about a text that is no single date.
fn single(problem: Problem, text: &str, forms: &str) -> ParseError {
    let place = 0..text.len();
    let is_range = text.contains("..") || text.trim_start().starts_with(['<', '>', '=']);
    match problem {
        Problem::NotADate if is_range => {
            ParseError::new("one date is wanted here, no range or comparison", place).hint(forms)
        }
        Problem::NotADate | Problem::NoSuchDay => problem.at(text, place).hint(forms),
        problem => problem.at(text, place),
    }
}

impl Problem {
    /// The error about a text that stands at some place of the query.
    pub(super) fn at(self, text: &str, place: Range<usize>) -> ParseError {
        let text = text.trim();
        match self {
            Problem::NotADate if text.is_empty() => ParseError::new("a date is missing", place).hint(FORMS),
            Problem::NotADate => ParseError::new(format!("{} is not a date", quote(text)), place).hint(FORMS),
            Problem::NoSuchDay => {
                ParseError::new(format!("{} is not in the calendar", quote(text)), place).hint(FORMS)
            }
            Problem::DayOrMonth => {
                let message = format!("{} does not say which is the day and which the month", quote(text));
                ParseError::new(message, place)
                    .hint("write the year first, `2025-07-04`, or the month by its name")
            }
            Problem::MonthsOrMinutes => {
                let count = text.trim_end_matches(|letter: char| !letter.is_ascii_digit());
                let hint = match count {
                    "" => "write `months` for months; shorter than a day is no time here".to_owned(),
                    count => format!("write `{count} months`; shorter than a day is no time here"),
                };
                ParseError::new(format!("{} may be months or minutes", quote(text)), place).hint(hint)
            }
            Problem::Backwards => backwards(text, place),
            Problem::NoEnds => {
                ParseError::new("the range has neither a beginning nor an end", place).hint(RANGE_FORMS)
            }
            Problem::OutOfRange => {
                ParseError::new(format!("{} lies outside the years 1 to 9999", quote(text)), place)
            }
        }
    }
}

/// The error about a range whose ends stand the wrong way round.
pub(super) fn backwards(text: &str, place: Range<usize>) -> ParseError {
    let error = ParseError::new(format!("the range {} ends before it begins", quote(text)), place);
    match text.split_once("..") {
        Some((from, until)) => error.hint(format!("did you mean `{}..{}`?", until.trim(), from.trim())),
        None => error,
    }
}

/// The forms of a date, for hints.
pub(super) const FORMS: &str = "write `2025`, `2025-07`, `2025-07-14`, `14 July 2025`, `last 3 months`, `3 months ago` \
                     or a range such as `2025-07..2026-01`";

/// The forms of a date where a range cannot stand, for hints.
pub(super) const SINGLE_FORMS: &str =
    "write `2025`, `2025-07`, `2025-07-14`, `14 July 2025`, `last 3 months` or `3 months ago`";

/// The forms of the beginning of a time, for hints.
pub(super) const SINCE_FORMS: &str = "write `2025`, `2025-07`, `2025-07-14`, `14 July 2025`, `last 3 months`, `3 months ago`, `7 days` or `7d`";

/// The forms of a range, for hints.
pub(super) const RANGE_FORMS: &str = "write `2024..2025`, `2024..` or `..2025`";

/// Reads a date, a range or a comparison.
pub(super) fn span(text: &str, today: Day) -> Result<DateSpan, Problem> {
    let text = text.trim();
    if text.len() > MAX_DATE_BYTES {
        return Err(Problem::NotADate);
    }
    if let Some(value) = text.strip_prefix(">=") {
        return Ok(DateSpan { from: Some(period(value, today)?.0), until: None });
    }
    if let Some(value) = text.strip_prefix("<=") {
        return Ok(DateSpan { from: None, until: Some(period(value, today)?.1) });
    }
    if let Some(value) = text.strip_prefix('>') {
        return Ok(DateSpan { from: Some(in_range(period(value, today)?.1.plus(1))?), until: None });
    }
    if let Some(value) = text.strip_prefix('<') {
        return Ok(DateSpan { from: None, until: Some(in_range(period(value, today)?.0.plus(-1))?) });
    }
    match text.split_once("..") {
        None => period(text.strip_prefix('=').unwrap_or(text), today).map(DateSpan::between),
        Some((from, until)) => {
            let side = |text: &str| match text.trim() {
                "" => Ok(None),
                text => period(text, today).map(Some),
            };
            let (from, until) = (side(from)?.map(|period| period.0), side(until)?.map(|period| period.1));
            match (from, until) {
                (None, None) => Err(Problem::NoEnds),
                (Some(first), Some(last)) if first > last => Err(Problem::Backwards),
                _ => Ok(DateSpan { from, until }),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A Monday.
    fn today() -> Day {
        Day::from_ymd(2025, 7, 14).unwrap()
    }

    fn days(text: &str) -> String {
        match dates(text, today()) {
            Ok(DateSpan { from, until }) => {
                let end = |day: Option<Day>| day.map(|day| day.to_string()).unwrap_or_default();
                format!("{}..{}", end(from), end(until))
            }
            Err(error) => format!("error: {error}"),
        }
    }

    #[test]
    fn a_date_is_all_of_its_days() {
        for (text, expected) in [
            ("2025", "2025-01-01..2025-12-31"),
            ("2025-02", "2025-02-01..2025-02-28"),
            ("2024-02", "2024-02-01..2024-02-29"),
            ("2025-07-14", "2025-07-14..2025-07-14"),
            ("2025-7-4", "2025-07-04..2025-07-04"),
            ("2025/07/14", "2025-07-14..2025-07-14"),
            ("July 2025", "2025-07-01..2025-07-31"),
            ("july, 2025", "2025-07-01..2025-07-31"),
            ("Sept. 2025", "2025-09-01..2025-09-30"),
            ("Dec 2025", "2025-12-01..2025-12-31"),
            ("14 July 2025", "2025-07-14..2025-07-14"),
            ("14th  July 2025", "2025-07-14..2025-07-14"),
            ("July 14, 2025", "2025-07-14..2025-07-14"),
            ("Jul 1st 2025", "2025-07-01..2025-07-01"),
            ("Q3 2025", "2025-07-01..2025-09-30"),
            ("2025-Q4", "2025-10-01..2025-12-31"),
            ("2025q1", "2025-01-01..2025-03-31"),
            (" =2025-07 ", "2025-07-01..2025-07-31"),
        ] {
            assert_eq!(days(text), expected, "{text}");
        }
    }

    #[test]
    fn relative_dates_count_back_from_today() {
        for (text, expected) in [
            ("today", "2025-07-14..2025-07-14"),
            ("Yesterday", "2025-07-13..2025-07-13"),
            ("3 months ago", "2025-04-14..2025-04-14"),
            ("a year ago", "2024-07-14..2024-07-14"),
            ("two weeks ago", "2025-06-30..2025-06-30"),
            ("10 days ago", "2025-07-04..2025-07-04"),
            ("last 3 months", "2025-04-14..2025-07-14"),
            ("past 3 months", "2025-04-14..2025-07-14"),
            ("last 7 days", "2025-07-07..2025-07-14"),
            ("past year", "2024-07-14..2025-07-14"),
            ("this week", "2025-07-14..2025-07-20"),
            ("last week", "2025-07-07..2025-07-13"),
            ("this month", "2025-07-01..2025-07-31"),
            ("last month", "2025-06-01..2025-06-30"),
            ("this quarter", "2025-07-01..2025-09-30"),
            ("last quarter", "2025-04-01..2025-06-30"),
            ("this year", "2025-01-01..2025-12-31"),
            ("last year", "2024-01-01..2024-12-31"),
            ("previous year", "2024-01-01..2024-12-31"),
        ] {
            assert_eq!(days(text), expected, "{text}");
        }
    }

    #[test]
    fn months_ago_from_the_end_of_a_month_is_a_day_that_exists() {
        let today = Day::from_ymd(2024, 3, 31).unwrap();
        for (text, expected) in
            [("1 month ago", "2024-02-29"), ("13 months ago", "2023-02-28"), ("4 months ago", "2023-11-30")]
        {
            assert_eq!(dates(text, today).unwrap().to_string(), expected, "{text}");
        }
        let january = Day::from_ymd(2025, 1, 2).unwrap();
        assert_eq!(dates("last month", january).unwrap().to_string(), "2024-12");
        assert_eq!(dates("last quarter", january).unwrap().to_string(), "2024-10-01..2024-12-31");
        assert_eq!(dates("this week", january).unwrap().to_string(), "2024-12-30..2025-01-05");
    }

    #[test]
    fn ranges_and_comparisons_include_whole_dates() {
        for (text, expected) in [
            ("2025-07..2026-01", "2025-07-01..2026-01-31"),
            ("2025 .. 2026", "2025-01-01..2026-12-31"),
            ("2025-07..", "2025-07-01.."),
            ("..2024", "..2024-12-31"),
            ("July 2025..yesterday", "2025-07-01..2025-07-13"),
            ("2025-07..2025", "2025-07-01..2025-12-31"),
            (">=2025-07", "2025-07-01.."),
            (">2025-07", "2025-08-01.."),
            ("<=2025-07", "..2025-07-31"),
            ("< 2025-07", "..2025-06-30"),
        ] {
            assert_eq!(days(text), expected, "{text}");
        }
    }

    #[test]
    fn what_is_no_date_is_refused() {
        for text in [
            "",
            "July",
            "14 July",
            "2025-13",
            "2025-02-30",
            "2025-00",
            "25",
            "20255",
            "14/07/2025",
            "0000",
            "last",
            "last 0 days",
            "0 days ago",
            "last years",
            "three moths ago",
            "last 3 moths",
            "-5 days ago",
            "32 July 2025",
            "juli 2025",
            "2025-07-14T10:00:00Z",
            "July July 2025",
            "1 2 2025",
            "2025...2026",
            "20é5",
            ">",
            "2025-07-14-1",
            "999999 days ago",
            "+2025",
            "２０２５",
        ] {
            assert!(days(text).starts_with("error: "), "{text}: {}", days(text));
        }
        assert_eq!(days("14/07/2025a"), "error: `14/07/2025a` is not a date");
        for text in ["2025-02-30", "2025-13", "30 February 2025", "2025/2/30"] {
            assert_eq!(days(text), format!("error: `{text}` is not in the calendar"));
        }
        for text in ["04/07/2025", "14.7.2025", "1-2-2025"] {
            let said = "does not say which is the day and which the month";
            assert_eq!(days(text), format!("error: `{text}` {said}"));
        }
        assert_eq!(days(" "), "error: a date is missing");
        assert_eq!(days(".."), "error: the range has neither a beginning nor an end");
        assert_eq!(days("2026..2025"), "error: the range `2026..2025` ends before it begins");
        assert_eq!(days("9000 years ago"), "error: `9000 years ago` lies outside the years 1 to 9999");
        assert_eq!(days(">9999"), "error: `>9999` lies outside the years 1 to 9999");
        assert_eq!(days("<0001"), "error: `<0001` lies outside the years 1 to 9999");
        assert_eq!(days("99999 years ago"), "error: `99999 years ago` lies outside the years 1 to 9999");
        assert!(days(&"2025 ".repeat(100_000)).starts_with("error: "));
    }

    #[test]
    fn a_beginning_is_a_date_or_a_length_of_time() {
        for (text, expected) in [
            ("2025-06", "2025-06-01"),
            ("2 weeks ago", "2025-06-30"),
            ("7d", "2025-07-07"),
            ("2W", "2025-06-30"),
            ("7 days", "2025-07-07"),
            ("two months", "2025-05-14"),
            ("a year", "2024-07-14"),
            ("7 d", "2025-07-07"),
            ("7days", "2025-07-07"),
            ("2 W", "2025-06-30"),
            ("3months", "2025-04-14"),
            ("1y", "2024-07-14"),
        ] {
            assert_eq!(
                first_day(text, today()).map(|day| day.to_string()),
                Ok(expected.to_owned()),
                "{text}"
            );
        }
        for text in ["2025 days", "12h", "d", "days", "7", "2025d", "2025 d", "y", "7é", ""] {
            assert!(first_day(text, today()).is_err(), "{text}");
        }
        for text in ["12m", "12 M", "12m "] {
            let error = first_day(text, today()).unwrap_err();
            assert_eq!(error.message, format!("`{}` may be months or minutes", text.trim()));
            assert_eq!(error.hint.as_deref(), Some("write `12 months`; shorter than a day is no time here"));
        }
        for text in ["2025-07..2025-09", "2025..", ">=2025"] {
            let errors = [first_day(text, today()).unwrap_err(), date(text, today()).unwrap_err()];
            assert_eq!(errors[0].hint.as_deref(), Some(SINCE_FORMS));
            assert_eq!(errors[1].hint.as_deref(), Some(SINGLE_FORMS));
            assert!(
                errors.iter().all(|error| error.message == "one date is wanted here, no range or comparison")
            );
        }
        let (first, last) = date("July 2025", today()).unwrap();
        assert_eq!(format!("{first} {last}"), "2025-07-01 2025-07-31");
    }

    #[test]
    fn a_refused_date_says_which_forms_there_are() {
        let error = dates("someday", today()).unwrap_err();
        assert_eq!(error.span, 0..7);
        assert_eq!(error.hint.as_deref(), Some(FORMS));
        let error = dates("2026..2025-06", today()).unwrap_err();
        assert_eq!(error.hint.as_deref(), Some("did you mean `2025-06..2026`?"));
    }

    #[test]
    fn a_span_prints_as_the_shortest_iso_form() {
        for text in
            ["2025", "2025-07", "2025-07-14", "2025-07-14..2025-08-03", "2025-07-14..", "..2025-07-14"]
        {
            assert_eq!(dates(text, today()).unwrap().to_string(), text);
        }
        assert_eq!(dates("last 3 months", today()).unwrap().to_string(), "2025-04-14..2025-07-14");
    }
}
