//! Reads dates as machines write them: ISO 8601 and its relatives, mail dates, Unix times.
//!
//! In: the value of an attribute or field. Out: its interval; a day stays the day as written, whatever the zone,
//! because that is the day the page shows its readers. A time in UTC that is midnight where the page's language is spoken
//! is the day that begins then, for the same reason.

use crate::document::{Day, Interval, Moment};
use crate::normalise::dates::midnight;
use crate::normalise::dates::scan::scan;
use crate::normalise::dates::whole::{MAX_BYTES, whole};
use crate::normalise::dates::{Reading, YEARS};

/// The date in a machine-written value; what people write is read too.
pub(crate) fn machine(text: &str, reading: &Reading) -> Option<Interval> {
    let text = text.trim().trim_matches(['"', '\'']).trim();
    if text.is_empty() || text.len() > MAX_BYTES {
        return None;
    }
    // `/Date(1596150000000)/`, as ASP.NET writes JSON.
    let text =
        text.strip_prefix("/Date(").map_or(text, |rest| rest.split([')', '+', '-']).next().unwrap_or(rest));
    if text.bytes().all(|byte| byte.is_ascii_digit()) {
        return digits(text, reading);
    }
    iso(text, reading).or_else(|| whole(text, reading))
}

/// Whether a machine-written value begins with a day that no calendar has: `2025-02-31`. What has no month or no day at all
/// is a way to say that none is known.
pub(crate) fn is_no_day(text: &str) -> bool {
    let mut parts = text.trim().splitn(3, '-');
    let mut next = |digits: usize| {
        let part = parts.next()?;
        let number = part.get(..digits).filter(|number| number.bytes().all(|byte| byte.is_ascii_digit()))?;
        let is_whole = !part.get(digits..)?.starts_with(|letter: char| letter.is_ascii_digit());
        number.parse::<u32>().ok().filter(|_| is_whole)
    };
    let (Some(year), Some(month), Some(day)) = (next(4), next(2), next(2)) else { return false };
    let year = i32::try_from(year).ok().filter(|year| YEARS.contains(year));
    year.is_some_and(|year| month > 0 && day > 0 && Day::from_ymd(year, month, day).is_none())
}

/// A machine-written value as evidence of its date, with why that is the day after the one that is written.
pub(crate) fn noted(value: &str, interval: &Interval) -> String {
    // Without a language no midnight is known.
    match machine(value, &Reading::default()) {
        Some(written) if written.earliest.plus(1) == interval.earliest => {
            format!("{value}, midnight where the language is spoken")
        }
        _ => value.to_owned(),
    }
}

/// A value of digits alone. Six are a year and a month only of centuries with a web or what is cited on it: `200312`,
/// not `281204`, a number of something.
fn digits(text: &str, reading: &Reading) -> Option<Interval> {
    let number = |from: usize, to: usize| text.get(from..to)?.parse::<u32>().ok();
    let year = || i32::try_from(number(0, 4)?).ok().filter(|year| YEARS.contains(year));
    match text.len() {
        4 => Interval::year(year()?),
        6 => Interval::month(year().filter(|year| (1900..2100).contains(year))?, number(4, 6)?),
        8 | 12 | 14 => Some(Interval::day(Day::from_ymd(year()?, number(4, 6)?, number(6, 8)?)?)),
        10 => of_unix(text.parse().ok()?, reading),
        13 => of_unix(text.parse::<i64>().ok()? / 1000, reading),
        _ => None,
    }
}

fn of_unix(seconds: i64, reading: &Reading) -> Option<Interval> {
    let day = Moment::from_unix(seconds)?.day();
    let hour = u32::try_from(seconds.rem_euclid(86_400) / 3600).ok().filter(|_| seconds % 3600 == 0);
    let begins = hour.and_then(|hour| midnight::begins(day, hour, reading.language.as_deref()?));
    Some(Interval::day(begins.unwrap_or(day)))
}

/// The hour of a time of day in UTC (`T23:00:00.000Z`, `T23:00:00+00:00`) that is a full hour.
fn full_hour(time: &str) -> Option<u32> {
    let (hour, rest) = time.strip_prefix(['T', ' '])?.split_at_checked(2)?;
    let zone = rest.strip_prefix(":00")?;
    let zone = zone.strip_prefix(":00").unwrap_or(zone).trim_start_matches(".0").trim_start_matches('0');
    matches!(zone, "Z" | "+00:00" | "+0000").then(|| hour.parse().ok())?
}

/// `2025-07-31`, `2025-07-31T10:00:00+02:00`, `20250731T1000`, `2025/7/31 10:00`, `2025-07`.
fn iso(text: &str, reading: &Reading) -> Option<Interval> {
    let bytes = text.as_bytes();
    let digits_at = |from: usize| bytes.iter().skip(from).take_while(|byte| byte.is_ascii_digit()).count();
    let number = |from: usize, to: usize| text.get(from..to)?.parse::<u32>().ok();
    match digits_at(0) {
        8 => matches!(bytes.get(8), Some(b'T' | b't' | b' ' | b'-' | b'Z'))
            .then(|| digits(text.get(..8)?, reading))
            .flatten(),
        4 => {
            let year = i32::try_from(number(0, 4)?).ok().filter(|year| YEARS.contains(year))?;
            let mark = bytes.get(4).filter(|mark| matches!(mark, b'-' | b'/' | b'.' | b':'))?;
            let month_end = 5 + digits_at(5);
            let month = number(5, month_end).filter(|_| month_end <= 7)?;
            if month_end == text.len() {
                return Interval::month(year, month);
            }
            if bytes.get(month_end) != Some(mark) {
                return None;
            }
            let day_end = month_end + 1 + digits_at(month_end + 1);
            let day = number(month_end + 1, day_end).filter(|_| day_end <= month_end + 3)?;
            // A second date makes it a span, which is no publication's date.
            let rest = text.get(day_end..)?.trim_start_matches(['/', '-', '–', ' ']);
            let day = Day::from_ymd(year, month, day)?;
            let hour = text.get(day_end..).and_then(full_hour);
            let begins = hour.and_then(|hour| midnight::begins(day, hour, reading.language.as_deref()?));
            scan(rest, reading).is_empty().then_some(Interval::day(begins.unwrap_or(day)))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_day_stays_as_written() {
        for (text, wanted) in [
            ("2024-01-12T00:30:27+00:00", "2024-01-12"),
            ("2024-01-12T23:30:27-08:00", "2024-01-12"),
            ("2024-01-12T23:30:27.123Z", "2024-01-12"),
            ("2024-01-12 23:30", "2024-01-12"),
            ("2024/1/2", "2024-01-02"),
            ("2024:01:02 10:00:00", "2024-01-02"),
            ("20250731", "2025-07-31"),
            ("20250731T100000Z", "2025-07-31"),
            ("20250731100000", "2025-07-31"),
            ("2025-07", "2025-07"),
            ("2025", "2025"),
            ("Fri, 31 Jul 2020 10:00:00 GMT", "2020-07-31"),
            ("Fri Jul 31 2020 23:00:00 GMT+0200 (CEST)", "2020-07-31"),
            ("1596150000", "2020-07-30"),
            ("1596150000000", "2020-07-30"),
            ("/Date(1596150000000)/", "2020-07-30"),
            ("Jul 31, 2020 10:00:00 AM", "2020-07-31"),
        ] {
            assert_eq!(
                machine(text, &Reading::default()).map(|it| it.to_string()).as_deref(),
                Some(wanted),
                "{text}"
            );
        }
    }

    #[test]
    fn midnight_in_the_zone_of_the_language_is_the_day_that_begins() {
        for (language, text, wanted) in [
            ("de", "2022-11-06T23:00:00.000Z", "2022-11-07"),
            ("de", "2022-11-06T23:00:00Z", "2022-11-07"),
            ("de", "2022-11-06T23:00:00+00:00", "2022-11-07"),
            ("de", "2022-11-06T23:00Z", "2022-11-07"),
            ("de", "2022-12-31T23:00:00+0000", "2023-01-01"),
            ("de", "1667775600000", "2022-11-07"),
            ("de", "2022-11-06T23:00:01Z", "2022-11-06"),
            ("de", "2022-11-06T23:00:00+01:00", "2022-11-06"),
            ("de", "2022-11-06T23:00:00", "2022-11-06"),
            ("en", "2022-11-06T23:00:00.000Z", "2022-11-06"),
            ("ja", "2022-11-06T15:00:00.000Z", "2022-11-07"),
        ] {
            let reading = Reading { language: Some(language.to_owned()), ..Reading::default() };
            let day = machine(text, &reading).map(|it| it.to_string());
            assert_eq!(day.as_deref(), Some(wanted), "{language} {text}");
        }
        let german = Reading { language: Some("de".to_owned()), ..Reading::default() };
        let note = |text: &str| noted(text, &machine(text, &german).unwrap());
        assert_eq!(
            note("2022-11-06T23:00:00Z"),
            "2022-11-06T23:00:00Z, midnight where the language is spoken"
        );
        assert_eq!(note("1667775600"), "1667775600, midnight where the language is spoken");
        assert_eq!(note("2022-11-06T22:00:00Z"), "2022-11-06T22:00:00Z");
    }

    #[test]
    fn days_that_no_calendar_has_are_known_as_such() {
        for text in ["2025-02-31", "2025-13-01T10:00:00Z", "2023-02-29 10:00"] {
            assert!(is_no_day(text) && machine(text, &Reading::default()).is_none(), "{text}");
        }
        for text in
            ["2025-02-28", "2024-02-29", "0000-00-00", "2025-00-00", "2025-02", "2025-02-3123", "soon", ""]
        {
            assert!(!is_no_day(text), "{text}");
        }
    }

    #[test]
    fn what_is_no_date_gives_none() {
        for text in [
            "",
            "0000-00-00",
            "true",
            "12",
            "2020-05-03/2020-06-01",
            "2020-05-03 - 2020-06-01",
            "999999",
            "99999999999999",
        ] {
            assert_eq!(machine(text, &Reading::default()), None, "{text}");
        }
    }
}
