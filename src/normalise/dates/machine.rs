//! Reads dates as machines write them: ISO 8601 and its relatives, mail dates, Unix times.
//!
//! In: the value of an attribute or field. Out: its interval; a day stays the day as written, whatever the zone,
//! because that is the day the page shows its readers.

use crate::document::{Day, Interval, Moment};
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
        return digits(text);
    }
    iso(text, reading).or_else(|| whole(text, reading))
}

/// A value of digits alone. Six are a year and a month only of centuries with a web or what is cited on it: `200312`,
/// not `281204`, a number of something.
fn digits(text: &str) -> Option<Interval> {
    let number = |from: usize, to: usize| text.get(from..to)?.parse::<u32>().ok();
    let year = || i32::try_from(number(0, 4)?).ok().filter(|year| YEARS.contains(year));
    match text.len() {
        4 => Interval::year(year()?),
        6 => Interval::month(year().filter(|year| (1900..2100).contains(year))?, number(4, 6)?),
        8 | 12 | 14 => Some(Interval::day(Day::from_ymd(year()?, number(4, 6)?, number(6, 8)?)?)),
        10 => Some(Interval::day(Moment::from_unix(text.parse().ok()?)?.day())),
        13 => Some(Interval::day(Moment::from_unix(text.parse::<i64>().ok()? / 1000)?.day())),
        _ => None,
    }
}

/// `2025-07-31`, `2025-07-31T10:00:00+02:00`, `20250731T1000`, `2025/7/31 10:00`, `2025-07`.
fn iso(text: &str, reading: &Reading) -> Option<Interval> {
    let bytes = text.as_bytes();
    let digits_at = |from: usize| bytes.iter().skip(from).take_while(|byte| byte.is_ascii_digit()).count();
    let number = |from: usize, to: usize| text.get(from..to)?.parse::<u32>().ok();
    match digits_at(0) {
        8 => matches!(bytes.get(8), Some(b'T' | b't' | b' ' | b'-' | b'Z'))
            .then(|| digits(text.get(..8)?))
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
            scan(rest, reading).is_empty().then_some(Interval::day(Day::from_ymd(year, month, day)?))
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
